//! Headers: several levels, broken texts, numbers, spanning without merged cells.

use super::{AGE, MONTH, SEX, layout, no_flags, told};
use crate::pipeline::Axis;

const TWO: &str =
    "Dịch vụ | Nữ | | Nam | | Cộng\n | 0-4 | 5-14 | 0-4 | 5-14 |\nKhám bệnh | #1 | #2 | #3 | #4 | #10";

#[test]
fn an_outer_level_spans_by_merged_cells_or_without() {
    let expected = [
        "visits[age=0-4;sex=female]=1@B3",
        "visits[age=5-14;sex=female]=2@C3",
        "visits[age=0-4;sex=male]=3@D3",
        "visits[age=5-14;sex=male]=4@E3",
    ];
    for merges in [&["A1:A2", "B1:C1", "D1:E1", "F1:F2"][..], &[]] {
        let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX, AGE]), TWO, merges);
        assert_eq!(facts, expected);
        assert_eq!(flags, no_flags());
    }
}

#[test]
fn a_grand_total_below_the_last_group_belongs_to_all() {
    let text =
        "Dịch vụ | Nữ | | Nam | | \n | 0-4 | 5-14 | 0-4 | 5-14 | Cộng\nKhám bệnh | #1 | #2 | #3 | #4 | #10";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX, AGE]), text, &[]);
    assert_eq!(facts.len(), 4);
    assert_eq!(flags, no_flags());
}

#[test]
fn a_title_over_the_categories_is_no_level() {
    let text = "TT | Dịch vụ | Tổng số | Chia theo giới tính |\n | | | Nữ | Nam\nA | B | 1 | 2 | 3\n1 | Khám bệnh | #7 | #3 | #4\n2 | Tiêm chủng | #3 | #1 | #2";
    let (facts, flags) =
        told(layout(&[Axis::Indicators], &[SEX]), text, &["A1:A2", "B1:B2", "C1:C2", "D1:E1"]);
    assert_eq!(facts.len(), 4, "{facts:?}");
    assert_eq!(flags, no_flags());
}

#[test]
fn texts_may_be_broken_over_rows() {
    let text = "Độ | Nữ | Nam\ntuổi | (người) | (người)\n0-4 | #1 | #2\n15+ | #3 | #4";
    let (facts, flags) = told(layout(&[AGE], &[SEX]), text, &[]);
    assert_eq!(facts.len(), 4, "{facts:?}");
    assert_eq!(flags, no_flags());
    let text = "Dịch vụ | 15 tuổi | 5 -\n | trở lên | 14\nKhám bệnh | #1 | #2\nTiêm chủng | #3 | #4";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[AGE]), text, &[]);
    assert_eq!(facts.first().map(String::as_str), Some("visits[age=15+]=1@B3"));
    assert_eq!(facts.get(1).map(String::as_str), Some("visits[age=5-14]=2@C3"));
    assert_eq!(flags, no_flags());
}

#[test]
fn months_may_be_numbers_and_values_are_none() {
    let text =
        "Dịch vụ | #1 | #2 | #3\nKhám bệnh | #1 | #2 | #3\nTiêm chủng | #1 | #1 | #2\nLạ lùng | #1 | #2 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[MONTH]), text, &[]);
    assert_eq!(facts.len(), 6, "{facts:?}");
    assert_eq!(facts.first().map(String::as_str), Some("visits[month=1]=1@B2"));
    assert_eq!(flags, ["label-unknown A4 Lạ lùng | "]);
}

#[test]
fn the_unit_of_a_header_holds() {
    let text = "Giới | Chi phí (nghìn đồng) | Khám bệnh (lượt)\nNữ | #1500 | #2\nNam | #500 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts.first().map(String::as_str), Some("costs[sex=female]=1500000@B2"));
    assert_eq!(facts.len(), 4);
    let conflict = |at: &str| format!("unit-conflict {at} nghìn đồng / triệu đồng | nghìn đồng");
    assert_eq!(flags, ["B2", "B3"].map(conflict));
}

#[test]
fn two_breakdowns_side_by_side_are_margins() {
    let text = "Dịch vụ | Tổng số | Theo giới tính | | Theo độ tuổi | |\n | | Nữ | Nam | 0-4 | 5-14 | 15+\nKhám bệnh | #7 | #3 | #4 | #1 | #2 | #4";
    let merges = ["A1:A2", "B1:B2", "C1:D1", "E1:G1"];
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX, AGE]), text, &merges);
    let expected = [
        "visits[sex=female]=3@C3",
        "visits[sex=male]=4@D3",
        "visits[age=0-4]=1@E3",
        "visits[age=5-14]=2@F3",
        "visits[age=15+]=4@G3",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, no_flags());
}
