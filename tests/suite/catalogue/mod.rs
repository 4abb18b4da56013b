//! The catalogue of checks, one case for each: the smallest folder that fires it, with place and message, and the nearest in which
//! it stays silent.

mod arithmetic;
mod cells;
mod intake;
mod layout;
mod marks;
mod review;
mod statistical;

use crate::office::Office;
use std::collections::BTreeSet;
use tonghop::model::Check;

/// A check with its two folders.
struct Case {
    check: Check,
    /// The folder that fires it.
    fires: Office,
    /// Every flag of the check in that folder, place and English message.
    flags: Vec<&'static str>,
    /// The nearest folder in which it stays silent.
    silent: Office,
}

fn case<const N: usize>(check: Check, fires: Office, flags: [&'static str; N], silent: Office) -> Case {
    Case { check, fires, flags: flags.to_vec(), silent }
}

/// Every case that stands for the same check is told, not only the first that fails.
fn prove(cases: Vec<Case>) {
    let mut wrong = String::new();
    for case in cases {
        let code = case.check.code();
        let fired = case.fires.run().flags_of(case.check);
        let expected: Vec<String> = case.flags.iter().map(|&flag| flag.to_owned()).collect();
        if fired != expected {
            wrong.push_str(&format!("\n{code}\n   fired {fired:#?}\n   expected {expected:#?}"));
        }
        let silent = case.silent.run();
        if !silent.flags_of(case.check).is_empty() {
            wrong.push_str(&format!("\n{code} is not silent: {:#?}", silent.flags_of(case.check)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn intake_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(intake::cases());
}

#[test]
fn layout_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(layout::cases());
}

#[test]
fn cell_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(cells::cases());
    prove(marks::cases());
}

#[test]
fn arithmetic_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(arithmetic::cases());
}

#[test]
fn statistical_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(statistical::cases());
}

#[test]
fn review_checks_fire_in_their_place_and_are_silent_beside_it() {
    prove(review::cases());
}

/// Checks that no content of a file can fire: a fault of the program, of which the unit tests of `locate` hold a case; what the system does to a file
/// while it is read, see `robust`; and a reader that breaks down, which `isolation` kills in the middle of one.
const NOT_OF_FILES: [Check; 4] =
    [Check::AccountUnbalanced, Check::FileUnavailable, Check::FileChanged, Check::ReaderCrashed];

#[test]
fn every_check_of_the_catalogue_has_a_case() {
    let all = [
        intake::cases(),
        layout::cases(),
        cells::cases(),
        marks::cases(),
        arithmetic::cases(),
        statistical::cases(),
        review::cases(),
    ];
    let with_case: BTreeSet<Check> = all.iter().flatten().map(|case| case.check).collect();
    let without: Vec<&str> = Check::ALL
        .iter()
        .filter(|check| !with_case.contains(check) && !NOT_OF_FILES.contains(check))
        .map(|check| check.code())
        .collect();
    assert_eq!(without, [""; 0]);
}
