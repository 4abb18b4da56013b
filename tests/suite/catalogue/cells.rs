//! Single cells: what they hold, and what the file makes of them.

use super::{Case, case};
use crate::book;
use crate::definition::report;
use crate::office::Office;
use tonghop::model::Check;

fn trees(cell: &str) -> Office {
    Office::with_table(&format!("Cây xanh trồng mới | | {cell}"))
}

/// A report of A01 in hand-written XML, with this cell as its value C4.
fn xml(cell: &str) -> Office {
    let rows = book::xml_rows(&report("Sở Y tế", &format!("Cây xanh trồng mới | | {cell}")));
    Office::new().file("a01.xlsx", book::raw(&rows))
}

pub fn cases() -> Vec<Case> {
    let mut all = values();
    all.extend(broken());
    all.extend(dates());
    all
}

fn values() -> Vec<Case> {
    let share = |cell: &str| Office::with_table(&format!("Tỷ lệ tham gia | | {cell}"));
    vec![
        case(
            Check::NotANumber,
            trees("đã trồng xong"),
            [
                "a01.xlsx!Biểu 1!C4: The cell holds “đã trồng xong”, which is no number. Write the number alone.",
            ],
            trees("12"),
        ),
        case(
            Check::FractionInCount,
            trees("#3.25"),
            [
                "a01.xlsx!Biểu 1!C4: A count with a fraction: 3.25. Probably 3,250. It does not count; correct it.",
            ],
            trees("#3250"),
        ),
        case(
            Check::NegativeValue,
            trees("(1.200)"),
            ["a01.xlsx!Biểu 1!C4: A negative value: -1,200. It does not count; check it."],
            trees("1.200"),
        ),
        case(
            Check::OutsideDomain,
            share("#1.5"),
            ["a01.xlsx!Biểu 1!C4: The value 1.5 lies outside … 1; it does not count. Check it."],
            share("#1"),
        ),
        case(
            Check::DateInNumber,
            trees("@45047"),
            [
                "a01.xlsx!Biểu 1!C4: A date stands where a number belongs: 2023-05-01. The program probably took a number for a date. Format the cell as a number and enter it again.",
            ],
            trees("#45047"),
        ),
        case(
            Check::ErrorCell,
            trees("=1/0→#DIV/0!"),
            ["a01.xlsx!Biểu 1!C4: The formula gives #DIV/0!. Correct the formula, or enter the number."],
            trees("=1/1→1"),
        ),
    ]
}

fn broken() -> Vec<Case> {
    let twice = |second: &str| {
        let head = book::xml_rows(&report("Sở Y tế", ""));
        let row = |number: u32, value: &str| format!(r#"<c r="C{number}"><v>{value}</v></c>"#);
        let label = r#"<c r="A4" t="inlineStr"><is><t>Cây xanh trồng mới</t></is></c>"#;
        Office::new()
            .file("a01.xlsx", book::raw(&format!("{head}<row r=\"4\">{label}{}{second}</row>", row(4, "12"))))
    };
    vec![
        case(
            Check::NotFinite,
            xml(r#"<c r="C4"><v>1E+999</v></c>"#),
            ["a01.xlsx!Biểu 1!C4: The value is not finite or too large: 1E+999. Enter it again."],
            xml(r#"<c r="C4"><v>1E+9</v></c>"#),
        ),
        case(
            Check::FormulaNotCalculated,
            xml(r#"<c r="C4"><f>6+6</f></c>"#),
            [
                "a01.xlsx!Biểu 1!C4: A formula was never calculated. Open the file in Excel, save it and send it again.",
            ],
            xml(r#"<c r="C4"><f>6+6</f><v>12</v></c>"#),
        ),
        case(
            Check::BrokenCell,
            xml(r#"<c r="C4" t="s"><v>99</v></c>"#),
            [
                "a01.xlsx!Biểu 1!C4: The cell cannot be read: t=s, v=99. Save the file again and send it again.",
            ],
            xml(r#"<c r="C4" t="str"><v>99</v></c>"#),
        ),
        case(
            Check::CellTwice,
            twice(r#"<c r="C4"><v>13</v></c>"#),
            [
                "a01.xlsx!Biểu 1!C4: The file holds C4 twice; only the first was read. Save it again in Excel and send it again.",
            ],
            twice(r#"<c r="D4"><v>13</v></c>"#),
        ),
        case(
            Check::BeyondLimits,
            twice(r#"<c r="XFE4"><v>13</v></c>"#),
            [
                "a01.xlsx!Biểu 1: The address XFE4 lies beyond the limits of a spreadsheet; it was not read. Save the file again in Excel.",
            ],
            twice(r#"<c r="XFD4"><v>13</v></c>"#),
        ),
    ]
}

fn dates() -> Vec<Case> {
    let days = |launch: &str, review: &str| {
        Office::with_table(&format!("Ngày ra quân | | {launch}\nNgày tổng kết | | {review}"))
    };
    vec![
        case(
            Check::NotADate,
            days("đầu tháng", "25/12/2023"),
            ["a01.xlsx!Biểu 1!C4: The cell holds “đầu tháng”, which is no date. Write day/month/year."],
            days("01/03/2023", "25/12/2023"),
        ),
        case(
            Check::MixedDates,
            days("@45058", "25/12/2023"),
            [
                "a01.xlsx!Biểu 1!C4: The column mixes serial and text dates (C4: 45058; C5: 25/12/2023); day and month were probably swapped in some. Enter the column again, day first.",
            ],
            days("@45066", "25/12/2023"),
        ),
    ]
}
