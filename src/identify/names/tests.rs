//! Codes within names.

use super::{Known, Names};
use crate::pipeline::{Branch, Register};

fn register(branches: &[(&str, &str)]) -> Register {
    let branch = |&(code, name): &(&str, &str)| Branch {
        code: code.to_owned(),
        name: name.to_owned(),
        ..Branch::default()
    };
    Register { branches: branches.iter().map(branch).collect() }
}

#[test]
fn a_number_within_a_name_is_no_code() {
    let register = register(&[("1", "Trường Kim Đồng"), ("2", "Trường Lê Lợi")]);
    let names = Names::new(&register);
    assert_eq!(names.known("Trường Tiểu học số 2"), Known::Unknown);
    for text in ["2", "2 - Trường Tiểu học Lê Lợi", "Tiểu học Lê Lợi (2)", "2 Trường Lê Lợi", "Đơn vị: 2"]
    {
        assert_eq!(names.known(text), Known::One(1, "code"), "{text}");
    }
}

#[test]
fn a_code_beside_the_name_of_another_branch_leaves_both_open() {
    let register = register(&[("SO05", "Đoàn Sở Y tế"), ("SO06", "Đoàn Sở Công thương")]);
    let names = Names::new(&register);
    assert_eq!(names.known("SO05 - Đoàn Sở Công thương"), Known::Several(vec![0, 1]));
    assert_eq!(names.known("SO05 - Sở Y tế"), Known::One(0, "code"));
    assert_eq!(names.known(&format!("SO05 - Sở Y tế {}", "x".repeat(2_000))), Known::Unknown);
    assert_eq!(names.known("Đoàn Sở Y tế (SO05)"), Known::One(0, "code"));
}

#[test]
fn codes_that_differ_in_a_mark_are_told_apart() {
    let register = register(&[("Đ1", "Một"), ("D1", "Hai"), ("Đ2", "Ba")]);
    let names = Names::new(&register);
    assert_eq!(names.known("đ1"), Known::One(0, "code"));
    assert_eq!(names.known("D1"), Known::One(1, "code"));
    assert_eq!(names.known("d2"), Known::One(2, "code"));
}
