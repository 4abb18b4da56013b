//! Sheets, tables, labels.

use super::arithmetic::visits;
use super::{Case, case};
use crate::book::{self, crafted, workbook};
use crate::crosstab::cover;
use crate::definition::report;
use crate::office::Office;
use rust_xlsxwriter::Format;
use tonghop::model::Check;

fn table(rows: &str) -> Office {
    Office::with_table(rows)
}

/// A report with 12 trees whose sheet was worked on.
fn worked(craft: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Office {
    let rows = report("Sở Y tế", "Cây xanh trồng mới | cây | #12\nTrị giá công trình | | #5");
    Office::new().file("a01.xlsx", crafted(&[("Biểu 1", &rows)], |_, sheet| craft(sheet)))
}

pub fn cases() -> Vec<Case> {
    let mut all = tables();
    all.extend(labels());
    all.extend(crosstabs());
    all.extend(hidden());
    all
}

fn crosstabs() -> Vec<Case> {
    vec![
        case(
            Check::NameNotFound,
            cover("=Bìa!$B$1:$B$2"),
            [
                "2023/A01.xlsx: There is no cell for “Beds” (found: Bìa!$B$1:$B$2). Use the original form; do not delete or rename its ranges.",
            ],
            cover("=Bìa!$B$1"),
        ),
        case(
            Check::CategoryUnknown,
            visits("Khám bệnh | 0-14 | #1 | #2\n | 15 ++ | #3 | #4\n | 15+ | #3 | #4"),
            [
                "2023/A01.xlsx!Khám!B3: The category “15 ++” is not known; its values do not count. Nearest: 15+. Correct it.",
            ],
            visits("Khám bệnh | 0-14 | #1 | #2\n | 15 + | #3 | #4"),
        ),
    ]
}

fn tables() -> Vec<Case> {
    let second = |name: &str| {
        Office::with_table("Cây xanh trồng mới | | #12").define(
            "[[indicator]]\nid    = \"members\"",
            &format!("[[sheet]]\nid = \"money\"\nnamed = [\"{name}\"]\nlabel = [\"Khoản mục\"]\nvalue = [\"Số tiền\"]\nrequired = true\n\n[[indicator]]\nid    = \"members\""),
        )
    };
    let money = "Khoản mục | Số tiền\nTrị giá công trình | #5";
    let with_money = second("Biểu 2").file(
        "a01.xlsx",
        workbook(&[("Biểu 1", &report("Sở Y tế", "Cây xanh trồng mới | | #12")), ("Biểu 2", money)]),
    );
    let headless = "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nCây xanh trồng mới | | #12";
    let headed =
        "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nNội dung | | Kết quả\nCây xanh trồng mới | | #12";
    let twice = |second: &str| {
        Office::new().sheet(
            "a01.xlsx",
            &format!("Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nNội dung | Kết quả | {second}\nCây xanh trồng mới | #12 | #13"),
        )
    };
    vec![
        case(
            Check::SheetMissing,
            second("Biểu 2"),
            ["a01.xlsx: The sheet Biểu 2 is missing; the workbook has: Biểu 1. Add it, or correct its name."],
            with_money,
        ),
        case(
            Check::HeaderNotFound,
            Office::new().sheet("a01.xlsx", headless),
            [
                "a01.xlsx!Biểu 1: No row holds the table's headers (needed: Nội dung; Kết quả). Restore the header row of the form.",
            ],
            Office::new().sheet("a01.xlsx", headed),
        ),
        case(
            Check::HeaderAmbiguous,
            twice("Kết quả"),
            [
                "a01.xlsx!Biểu 1!B3: Several columns carry the header “Kết quả”: B3; C3. Keep one column of figures.",
            ],
            twice("Kế hoạch"),
        ),
        case(
            Check::DataOutsideTable,
            table("Cây xanh trồng mới | | #12\nNgười lập biểu\n| | #77"),
            ["a01.xlsx!Biểu 1!C6: A number stands outside the table: C6; it was not counted."],
            table("Cây xanh trồng mới | | #12\nNgười lập biểu\n| | Nguyễn Văn An"),
        ),
        case(
            Check::MergedDataCell,
            worked(|sheet| {
                sheet.merge_range(3, 2, 4, 2, "", &Format::new()).expect("a merge");
                sheet.write_number(3, 2, 12).expect("a cell");
            }),
            [
                "a01.xlsx!Biểu 1!C4: The value 12 stands in the merged cell C4:C5. Unmerge it and write a value for each row.",
            ],
            worked(|sheet| _ = sheet.merge_range(0, 2, 1, 3, "", &Format::new()).expect("a merge")),
        ),
    ]
}

fn labels() -> Vec<Case> {
    vec![
        case(
            Check::LabelUnknown,
            table("Cây xanh trông thêm | | #12"),
            [
                "a01.xlsx!Biểu 1!C4: The label “Cây xanh trông thêm” is not known; its value does not count. Nearest: Cây xanh trồng mới. Restore the form's label.",
            ],
            table("Cây xanh trông mới | | #12"),
        ),
        case(
            Check::LabelAmbiguous,
            table("So cay duong | | #12"),
            [
                "a01.xlsx!Biểu 1!C4: The label “So cay duong” fits several indicators: roads; poplars; its value does not count. Check its code and the heading above it, and write it with all its diacritics.",
            ],
            table("Số cây đường | | #12\nSố cây dương | | #13"),
        ),
        case(
            Check::NotAsked,
            table("Cây xanh trồng mới | | #12").define(
                "aliases = [\"Trồng cây\"]",
                "aliases = [\"Trồng cây\"]\nasked_of = { type = [\"small\"] }",
            ),
            [
                "a01.xlsx!Biểu 1!C4: “Sở Y tế” is not asked for “Trees planted”; 12 does not count. Leave the cell blank.",
            ],
            table("Cây xanh trồng mới | | #12").define(
                "aliases = [\"Trồng cây\"]",
                "aliases = [\"Trồng cây\"]\nasked_of = { type = [\"large\"] }",
            ),
        ),
        case(
            Check::LabelTwice,
            table("Cây xanh trồng mới | | #12\nTrồng cây | | #13"),
            [
                "a01.xlsx!Biểu 1!C4: “Trees planted” stands several times with different values: Biểu 1!C4: 12; Biểu 1!C5: 13; none of them counts. Keep one row.",
                "a01.xlsx!Biểu 1!C5: “Trees planted” stands several times with different values: Biểu 1!C4: 12; Biểu 1!C5: 13; none of them counts. Keep one row.",
            ],
            table("Cây xanh trồng mới | | #12\nTrồng cây | | #12"),
        ),
        case(
            Check::LabelRepeated,
            table("Cây xanh trồng mới | | #12\nTrồng cây | | #12"),
            [
                "a01.xlsx!Biểu 1!C5: “Trees planted” is repeated with the same value, first in Biểu 1!C4; it counts once.",
            ],
            table("Cây xanh trồng mới | | #12\nTrồng cây | | "),
        ),
        case(
            Check::RequiredLabelMissing,
            table("Cây xanh trồng mới | | #12")
                .define("parts_are_complete", "required = true\nparts_are_complete"),
            ["a01.xlsx: The required row “Members” is missing. Restore it from the form."],
            table("Cây xanh trồng mới | | #12\nSố đoàn viên | | ")
                .define("parts_are_complete", "required = true\nparts_are_complete"),
        ),
        case(
            Check::SectionOutOfPlace,
            table("Phòng A\nChi lương | | #12\nChi thuê nhà | | #13"),
            [
                "a01.xlsx!Biểu 1!A6: “Rent B” stands under the section “Phòng A”; it belongs to “Phòng B”. Check where the row stands.",
            ],
            table("Phòng A\nChi lương | | #12\nPhòng B\nChi thuê nhà | | #13"),
        ),
    ]
}

fn hidden() -> Vec<Case> {
    let both = |state: fn(&mut rust_xlsxwriter::Worksheet)| {
        let rows = report("Sở Y tế", "Cây xanh trồng mới | | #12");
        let bytes = book::crafted(&[("Mở", "Phụ lục"), ("Biểu 1", &rows)], |name, sheet| {
            if name == "Biểu 1" {
                state(sheet);
            }
        });
        Office::new().file("a01.xlsx", bytes)
    };
    vec![
        case(
            Check::HiddenRow,
            worked(|sheet| _ = sheet.set_row_hidden(3).expect("a row")),
            ["a01.xlsx!Biểu 1!C4: A hidden row holds data: 4. Unhide it and check it."],
            worked(|sheet| _ = sheet.set_row_hidden(30).expect("a row")),
        ),
        case(
            Check::HiddenColumn,
            worked(|sheet| _ = sheet.set_column_hidden(2).expect("a column")),
            ["a01.xlsx!Biểu 1!C4: A hidden column holds data: C. Unhide it and check it."],
            worked(|sheet| _ = sheet.set_column_hidden(9).expect("a column")),
        ),
        case(
            Check::HiddenSheet,
            both(|sheet| _ = sheet.set_hidden(true)),
            ["a01.xlsx!Biểu 1: The hidden sheet “Biểu 1” holds data. Unhide it and check it."],
            both(|_| {}),
        ),
    ]
}
