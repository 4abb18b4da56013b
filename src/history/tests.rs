//! Who has whose history.

use super::{Successions, Value};
use crate::model::{Amount, Period};
use crate::pipeline::{Definition, load};
use proptest::prelude::*;
use std::error::Error;
use std::fs;

type Tested = Result<(), Box<dyn Error>>;

const PIPELINE: &str = r#"
id     = "t"
title  = "T"
period = "year"

[submission]
branch = [{ file_name = '^(?<code>[A-Z])' }]
period = [{ folder = '(?<year>\d{4})' }]

[[sheet]]
id    = "report"
label = ["Item"]
value = ["Value"]

[[indicator]]
id    = "visits"
label = "Visits"
kind  = "count"
unit  = "visit"

[[indicator]]
id    = "beds"
label = "Beds"
kind  = "count"
unit  = "bed"
time  = "stock"

[[indicator]]
id    = "longest"
label = "Longest stay"
kind  = "count"
unit  = "day"
total = "max"

[[indicator]]
id    = "share"
label = "Share"
kind  = "ratio"
total = "mean"

[[indicator]]
id       = "births"
label    = "Births"
kind     = "count"
unit     = "birth"
asked_of = { type = ["hospital"] }
"#;

fn definition(branches: &str) -> Result<Definition, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let pipeline = folder.path().join("t");
    fs::create_dir_all(&pipeline)?;
    fs::write(pipeline.join("pipeline.toml"), PIPELINE)?;
    // Somebody must be of the type that an indicator is asked of.
    let register = format!("code,name,type,opened,closed,predecessors\n{branches}Z,Last,hospital,,,\n");
    fs::write(pipeline.join("branches.csv"), register)?;
    Ok(load(&pipeline).map_err(|error| error.plain())?)
}

/// A value `A visits 3` by its indexes; codes that the register does not have follow it.
fn value(definition: &Definition, successions: &Successions, text: &str) -> Value {
    let mut words = text.split(' ');
    let [code, id, number] = std::array::from_fn(|_| words.next().unwrap_or_default());
    let codes =
        definition.judging.register.branches.iter().map(|branch| &branch.code).chain(successions.gone());
    let at = |position: Option<usize>| position.map_or(u32::MAX, |at| at as u32);
    Value {
        period: 0,
        branch: at(codes.clone().position(|known| known == code)),
        indicator: at(definition.reading.indicators.iter().position(|known| known.id == id)),
        measure: 0,
        breakdown: 0,
        value: Amount::from_units(number.parse().unwrap_or(-1)),
    }
}

/// What branches have in a period, given what was published: `A visits 3`.
fn inherited(branches: &str, period: u16, published: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
    let definition = definition(branches)?;
    let successions = Successions::new(&definition);
    let mut values: Vec<Value> =
        published.iter().map(|text| value(&definition, &successions, text)).collect();
    values.sort_unstable_by_key(Value::place);
    let values = successions.inherit(&Period::Year(period), values);
    let shown = |value: Value| {
        let branch = definition.judging.register.branches.get(value.branch as usize);
        let indicator = definition.reading.indicators.get(value.indicator as usize);
        let code = branch.map_or("?", |branch| &branch.code);
        format!("{code} {} {}", indicator.map_or("?", |indicator| &indicator.id), value.value)
    };
    Ok(values.into_iter().map(shown).collect())
}

/// A and B became C at the end of 2022.
const MERGED: &str = "A,North,,,2022-12-31,\nB,South,,,2022-12-31,\nC,Centre,,2023-01-01,,A;B\n";

#[test]
fn a_branch_that_was_merged_has_the_sum_of_its_predecessors() -> Tested {
    let published = ["A visits 3", "B visits 4", "A beds 1", "B beds 2", "A longest 9", "B longest 5"];
    let all = inherited(MERGED, 2022, &published)?;
    let own: Vec<&String> = all.iter().filter(|line| line.starts_with('C')).collect();
    assert_eq!(own, ["C visits 7", "C beds 3", "C longest 9"]);
    assert_eq!(all.len(), 9, "the predecessors keep theirs");
    Ok(())
}

#[test]
fn where_one_of_them_lacks_a_value_the_sum_is_not_known() -> Tested {
    let of = |published: &[&str]| -> Result<Vec<String>, Box<dyn Error>> {
        let mut all = inherited(MERGED, 2022, published)?;
        all.retain(|line| line.starts_with('C'));
        Ok(all)
    };
    assert_eq!(of(&["A visits 3", "B beds 2"])?, [""; 0]);
    assert_eq!(of(&["A share 1", "B share 1"])?, [""; 0], "a mean has no sum");
    assert_eq!(of(&["A births 1", "B births 1"])?, ["C births 2"], "reported, though not asked");
    Ok(())
}

#[test]
fn what_is_not_asked_of_a_predecessor_is_not_missing() -> Tested {
    let branches =
        MERGED.replace("A,North,,", "A,North,hospital,").replace("C,Centre,,", "C,Centre,hospital,");
    assert_eq!(inherited(&branches, 2022, &["A births 3"])?, ["A births 3", "C births 3"]);
    Ok(())
}

#[test]
fn a_predecessor_counts_in_the_periods_in_which_it_was_open() -> Tested {
    let branches =
        MERGED.replace("A,North,,,2022", "A,North,,,2020").replace("B,South,,,", "B,South,,2022-01-01,");
    let of = |year, published: &[&str]| inherited(&branches, year, published);
    assert_eq!(of(2022, &["B visits 4"])?, ["B visits 4", "C visits 4"], "A was closed");
    assert_eq!(of(2020, &["A visits 3"])?, ["A visits 3", "C visits 3"], "B was not open yet");
    assert_eq!(of(2021, &["A visits 3"])?, ["A visits 3"], "neither was");
    Ok(())
}

#[test]
fn in_the_period_in_which_it_opened_flows_add_up_and_states_are_its_own() -> Tested {
    let branches = MERGED.replace("2022-12-31", "2023-06-30").replace("2023-01-01", "2023-07-01");
    let of = |published: &[&str]| -> Result<Vec<String>, Box<dyn Error>> {
        let mut all = inherited(&branches, 2023, published)?;
        all.retain(|line| line.starts_with('C'));
        Ok(all)
    };
    let half = ["A visits 3", "B visits 4", "C visits 10", "A beds 1", "B beds 2", "C beds 5"];
    assert_eq!(of(&half)?, ["C visits 17", "C beds 5"]);
    assert_eq!(
        of(&["C visits 20", "C beds 5"])?,
        ["C visits 20", "C beds 5"],
        "it reported for the whole year"
    );
    assert_eq!(of(&["A visits 3", "C visits 10"])?, [""; 0], "B's half is missing");
    Ok(())
}

#[test]
fn histories_pass_down_a_chain_also_of_branches_that_are_gone_from_the_register() -> Tested {
    let chain = "D,Four,,2022-01-01,,C\nC,Three,,2021-01-01,2021-12-31,A;B\nB,Two,,,2020-12-31,\n";
    let all = inherited(chain, 2020, &["A visits 3", "B visits 4"])?;
    assert_eq!(all, ["D visits 7", "C visits 7", "B visits 4"]);
    assert_eq!(
        inherited(chain, 2020, &["B visits 4"])?,
        ["B visits 4"],
        "A is not known to have been closed"
    );
    assert_eq!(inherited(chain, 2021, &["C visits 9"])?, ["D visits 9", "C visits 9"]);
    Ok(())
}

#[test]
fn a_branch_that_was_split_leaves_no_history() -> Tested {
    let split = "A,Old,,,2022-12-31,\nB,New,,2023-01-01,,A\nC,Newer,,2023-01-01,,A\n";
    assert_eq!(inherited(split, 2022, &["A visits 3"])?, ["A visits 3"]);
    let spun_off = "A,Old,,,,\nB,New,,2023-01-01,,A\n";
    assert_eq!(inherited(spun_off, 2022, &["A visits 3"])?, ["A visits 3"], "A goes on");
    let gone = "B,New,,2023-01-01,,A\nC,Newer,,2023-01-01,,A\n";
    assert_eq!(inherited(gone, 2022, &["A visits 3"])?, [""; 0]);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However many branches merge in however many steps, what the last one has is what all had.
    #[test]
    fn nothing_is_lost_and_nothing_counts_twice(
        counts in prop::collection::vec(0u32..1000, 1..12),
        steps in prop::collection::vec(1usize..4, 1..4),
    ) {
        // Leaves are L0, L1, ...; each step merges neighbours of the one before, in the year after.
        let mut lines = String::new();
        let mut level: Vec<String> = (0..counts.len()).map(|at| format!("L{at}")).collect();
        level.iter().for_each(|code| lines.push_str(&format!("{code},{code},,,2001-12-31,\n")));
        for (step, width) in steps.iter().chain(&[counts.len()]).enumerate() {
            let (opened, closed) = (2002 + step, 2002 + step);
            level = level.chunks(*width).enumerate().map(|(at, of)| {
                let code = format!("S{step}N{at}");
                lines.push_str(&format!("{code},{code},,{opened}-01-01,{closed}-12-31,{}\n", of.join(";")));
                code
            }).collect();
        }
        let published: Vec<String> = counts.iter().enumerate().map(|(at, count)| format!("L{at} visits {count}")).collect();
        let published: Vec<&str> = published.iter().map(String::as_str).collect();
        let all = inherited(&lines, 2001, &published).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let sum: u32 = counts.iter().sum();
        let last = format!("{} visits {sum}", level[0]);
        prop_assert!(all.contains(&last), "{} is not among {:?}", last, all);
    }
}
