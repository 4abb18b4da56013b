//! Cross tables and fixed cells through the whole program: breakdowns, their wholes, margins, coverage, announced figures.

use crate::book::{crafted, workbook};
use crate::definition::BRANCHES;
use crate::office::{Office, Told, shown};
use tonghop::model::Check;

/// Visits by age and sex, an average stay, the longest stay; a cover with a name and a fixed cell.
pub const PIPELINE: &str = r##"id      = "clinics"
period  = "year"
periods = ["2023"]
title   = { vi = "Báo cáo", en = "Report" }
groups  = ["type"]

[submission]
branch = [{ file_name = '^(?<code>[A-Z]\d{2})' }]
period = [{ folder = '(?<year>20\d{2})' }]

[[dimension]]
id       = "sex"
label    = { vi = "Giới tính", en = "Sex" }
category = [{ id = "female", label = { vi = "Nữ", en = "Female" } }, { id = "male", label = { vi = "Nam", en = "Male" } }]

[[dimension]]
id       = "age"
label    = { vi = "Độ tuổi", en = "Age" }
category = [{ id = "0-14", label = { vi = "0-14", en = "0-14" } }, { id = "15plus", label = { vi = "15+", en = "15+" } }]

[[sheet]]
id     = "visits"
named  = ["Khám"]
layout = "crosstab"
down   = ["indicator", "age"]
across = ["sex"]
required = false

[[sheet]]
id     = "cover"
named  = ["Bìa"]
layout = "named"
cells  = { beds = "Beds", shots = "B2" }
required = false

[[indicator]]
id    = "visits"
label = { vi = "Khám bệnh", en = "Visits" }
kind  = "count"
unit  = "lượt"

[[indicator]]
id    = "longest"
label = { vi = "Lâu nhất", en = "Longest stay" }
kind  = "count"
unit  = "ngày"
total = "max"

[[indicator]]
id    = "stay"
label = { vi = "Số ngày bình quân", en = "Mean stay" }
kind  = "amount"
unit  = "ngày"
total = { mean = "visits" }

[[indicator]]
id    = "grade"
label = { vi = "Điểm bình quân", en = "Mean grade" }
kind  = "amount"
unit  = "điểm"
total = "mean"

[[indicator]]
id    = "beds"
label = { vi = "Giường", en = "Beds" }
kind  = "count"
unit  = "giường"

[[indicator]]
id    = "shots"
label = { vi = "Tiêm chủng", en = "Shots" }
kind  = "count"
unit  = "mũi"
"##;

/// Two branches with these tables.
fn both(one: &str, two: &str) -> Office {
    table("2023/A01.xlsx", one, table("2023/A02.xlsx", two, Office::of(PIPELINE, BRANCHES)))
}

fn table(path: &str, rows: &str, office: Office) -> Office {
    let text = format!("Nội dung | Tuổi | Nữ | Nam | Cộng\n{rows}");
    office.file(path, workbook(&[("Khám", &text)]))
}

/// The totals of all of an indicator: `age=0-14: 7 2/2`.
fn totals(run: &Told, indicator: &str) -> Vec<String> {
    let rows = run.outcome.totals.iter().filter(|row| row.group == "all");
    let rows = rows.filter(|row| run.indicator(Some(row.indicator)) == indicator);
    rows.map(|row| {
        let coverage = format!("{}/{}", row.branches_reported, row.branches_expected);
        format!("{}: {} {coverage}", row.breakdown, shown(row.value))
    })
    .collect()
}

/// The figures of the branches of an indicator: `A01 age=0-14: 7`.
fn figures(run: &Told, indicator: &str) -> Vec<String> {
    let rows = run.outcome.branches.iter().filter(|row| run.indicator(Some(row.indicator)) == indicator);
    rows.map(|row| {
        let code = &run.definition.judging.register.branches[row.branch as usize].code;
        format!("{code} {}: {} flags {}", row.breakdown, shown(row.value), row.flags)
    })
    .collect()
}

const VISITS: &str = "Khám bệnh | 0-14 | #1 | #2 | #3\n | 15+ | #3 | #4 | #7";
const OTHER: &str = "Khám bệnh | 0-14 | #10 | #20 | #30\n | 15+ | | #40 | #40";

#[test]
fn breakdowns_margins_and_the_whole_are_totals() {
    let run = both(VISITS, OTHER).run();
    assert_eq!(
        totals(&run, "visits"),
        [
            ": 80 2/2",
            "age=0-14: 33 2/2",
            "age=15plus: 47 2/2",
            "sex=female: 14 2/2",
            "sex=male: 66 2/2",
            "age=0-14;sex=female: 11 2/2",
            "age=0-14;sex=male: 22 2/2",
            "age=15plus;sex=female: 3 1/2",
            "age=15plus;sex=male: 44 2/2",
        ]
    );
    assert_eq!(run.flags(), [""; 0]);
    let completeness = &run.outcome.completeness;
    assert!(completeness.iter().all(|row| row.indicators_reported == 1), "{completeness:?}");
}

#[test]
fn a_branch_figure_is_added_from_its_parts() {
    let run = both(VISITS, OTHER).run();
    let own: Vec<String> =
        figures(&run, "visits").into_iter().filter(|line| line.starts_with("A01")).collect();
    assert_eq!(
        own,
        [
            "A01 : 10 flags 0",
            "A01 age=0-14: 3 flags 0",
            "A01 age=15plus: 7 flags 0",
            "A01 sex=female: 4 flags 0",
            "A01 sex=male: 6 flags 0",
            "A01 age=0-14;sex=female: 1 flags 0",
            "A01 age=0-14;sex=male: 2 flags 0",
            "A01 age=15plus;sex=female: 3 flags 0",
            "A01 age=15plus;sex=male: 4 flags 0",
        ]
    );
}

#[test]
fn a_stated_whole_goes_before_its_parts_and_is_compared_with_them() {
    let stated =
        |whole: &str| format!("Khám bệnh | | | | {whole}\n | 0-14 | #1 | #2 | #3\n | 15+ | #3 | #4 | #7");
    // The row of the indicator itself is a printed total of its ages.
    let run = both(&stated("#10"), OTHER).run();
    assert_eq!(totals(&run, "visits").first().map(String::as_str), Some(": 80 2/2"));
    assert_eq!(run.flags(), [""; 0]);
    let run = both(&stated("#12"), OTHER).run();
    assert_eq!(run.flags(), ["printed-total 2023/A01.xlsx!Khám!E2"]);
    let of_which = |whole: &str, part: &str| {
        let text = format!(
            "Nội dung | Tuổi | Tổng số | Trong đó: Nữ\nKhám bệnh | 0-14 | {whole} | {part}\n | 15+ | #7 | #3"
        );
        let file = workbook(&[("Khám", &text)]);
        Office::of(PIPELINE, BRANCHES).file("2023/A01.xlsx", file).run()
    };
    let run = of_which("#5", "#2");
    assert_eq!(run.flags(), [""; 0]);
    assert_eq!(
        totals(&run, "visits"),
        [
            ": 12 1/2",
            "age=0-14: 5 1/2",
            "age=15plus: 7 1/2",
            "sex=female: 5 1/2",
            "age=0-14;sex=female: 2 1/2",
            "age=15plus;sex=female: 3 1/2",
        ]
    );
    assert_eq!(of_which("#1", "#2").flags(), ["balance 2023/A01.xlsx!Khám!C2"]);
}

#[test]
fn each_kind_of_total_makes_its_own_whole() {
    let rows = "Khám bệnh | 0-14 | #10 | #0 |\n | 15+ | #30 | #0 |\nLâu nhất | 0-14 | #3 | #9 |\n | 15+ | #4 | #2 |\nSố ngày bình quân | 0-14 | #2 | |\n | 15+ | #4 | |\nĐiểm bình quân | 0-14 | #7 | |\n | 15+ | #9 | |";
    let run = both(rows, VISITS).run();
    assert_eq!(totals(&run, "longest").first().map(String::as_str), Some(": 9 1/2"));
    assert_eq!(totals(&run, "stay").first().map(String::as_str), Some(": 3.5 1/2"), "(2·10 + 4·30) / 40");
    assert_eq!(
        totals(&run, "grade").first().map(String::as_str),
        Some(": — 0/2"),
        "nothing weighs its parts"
    );
    assert!(totals(&run, "grade").contains(&"age=15plus;sex=female: 9 1/2".to_owned()));
}

#[test]
fn a_part_that_is_kept_out_shows_in_every_whole() {
    let run = both("Khám bệnh | 0-14 | #1.5 | #2 |\n | 15+ | #3 | #4 |", OTHER).run();
    let row = run.total_row("visits");
    assert_eq!((shown(row.value), row.values_excluded, row.warnings), ("79".to_owned(), 1, 1));
    let flagged: Vec<String> =
        figures(&run, "visits").into_iter().filter(|line| line.ends_with("flags 1")).collect();
    assert_eq!(
        flagged,
        [
            "A01 : 9 flags 1",
            "A01 age=0-14: 2 flags 1",
            "A01 sex=female: 3 flags 1",
            "A01 age=0-14;sex=female: — flags 1",
        ]
    );
}

#[test]
fn a_total_without_parts_is_the_whole_and_never_counted_twice() {
    let run = both("Khám bệnh | 0-14 | | | #3\n | 15+ | #3 | #4 | #7", OTHER).run();
    assert_eq!(totals(&run, "visits").first().map(String::as_str), Some(": 80 2/2"));
    assert!(totals(&run, "visits").contains(&"age=0-14: 33 2/2".to_owned()));
    assert!(totals(&run, "visits").contains(&"sex=female: 13 2/2".to_owned()));
    assert_eq!(run.flags(), ["total-without-parts 2023/A01.xlsx!Khám!E2"]);
}

#[test]
fn an_announced_figure_is_compared_with_the_whole() {
    let announced =
        |figure: &str| both(VISITS, OTHER).announce(&format!("2023,all,visits,{figure},exact,1,x\n")).run();
    assert_eq!(announced("80").total_row("visits").matches_published, Some(true));
    assert_eq!(announced("81").flags(), ["published-differs all!visits"]);
}

#[test]
fn the_children_of_a_parent_are_compared_part_by_part_and_told_of_once() {
    let family = |parent: &str| {
        let office = both(VISITS, OTHER)
            .register("A01,", "A00,Đoàn khối,,,,top,,,,,,,\nA01,")
            .register(",unit,,100", ",unit,A00,100")
            .register(",unit,,50", ",unit,A00,50")
            .define("[[dimension]]", "[register]\nhierarchy = \"children\"\n\n[[dimension]]");
        table("2023/A00.xlsx", parent, office).run()
    };
    let run = family("Khám bệnh | 0-14 | #11 | #22 |\n | 15+ | #3 | #44 |");
    assert_eq!(run.flags_of(Check::ParentChildren), [""; 0]);
    let run = family("Khám bệnh | 0-14 | #11 | #23 |\n | 15+ | #3 | #44 |");
    assert_eq!(run.flags_of(Check::ParentChildren).len(), 1);
    assert_eq!(
        totals(&run, "visits").first().map(String::as_str),
        Some(": 80 2/2"),
        "the parent does not count"
    );
}

/// A cover whose name `Beds` stands for a reference.
pub fn cover(reference: &str) -> Office {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Bìa").expect("a name");
    crate::book::fill(sheet, "Giường | #40\nTiêm chủng | #12");
    book.define_name("Beds", reference).expect("a defined name");
    let day = rust_xlsxwriter::ExcelDateTime::parse_from_str("2023-12-01").expect("a day");
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&day));
    Office::of(PIPELINE, BRANCHES).file("2023/A01.xlsx", book.save_to_buffer().expect("a workbook"))
}

#[test]
fn names_and_fixed_cells_are_read() {
    let run = cover("=Bìa!$B$1").run();
    assert_eq!(run.facts(), ["B1 beds 40 exact", "B2 shots 12 exact"]);
    assert_eq!(run.total("beds"), "40 exact 1/2");
    assert_eq!(run.flags(), [""; 0]);
    let broken = cover("=Bìa!$B$1:$B$2").run();
    assert_eq!(broken.facts(), ["B2 shots 12 exact"]);
    assert_eq!(broken.flags(), ["name-not-found 2023/A01.xlsx"]);
}

#[test]
fn breakdowns_are_published() {
    let folder = both(VISITS, OTHER).run().publish();
    let read = |file: &str| std::fs::read_to_string(folder.path().join("current").join(file)).expect(file);
    assert!(read("facts.csv").contains("visits,actual,age=15plus;sex=male,"), "{}", read("facts.csv"));
    assert!(read("by_branch.csv").contains("visits,actual,sex=male,"));
    assert!(read("totals.csv").contains("visits,actual,age=0-14,"));
}

#[test]
fn a_form_and_a_cross_table_share_a_sheet() {
    let pipeline = PIPELINE.replacen(
        "[[sheet]]",
        "[[sheet]]\nid = \"form\"\nlabel = [\"Chỉ tiêu\"]\nvalue = [\"Kết quả\"]\nrequired = false\n\n[[sheet]]",
        1,
    );
    let form = "Chỉ tiêu | Kết quả\nGiường | #40\nTiêm chủng | #12";
    let crosstab = "Nội dung | Tuổi | Nữ | Nam\nKhám bệnh | 0-14 | #1 | #2\n | 15+ | #3 | #4";
    for text in [format!("{form}\n\n{crosstab}\n\nGhi chú"), format!("Bảng 1\n{crosstab}\n\nBảng 2\n{form}")]
    {
        let file = crafted(&[("Trang 1", &text)], |_, _| {});
        let run = Office::of(&pipeline, BRANCHES).file("2023/A01.xlsx", file).run();
        assert_eq!(run.facts().len(), 6, "{text}\n{:?}", run.flags());
        assert_eq!(run.flags(), [""; 0], "{text}");
    }
}

/// `M` over the men is no million: it took the men's figures a million times.
#[test]
fn a_word_for_a_category_is_no_unit() {
    let english = PIPELINE
        .replacen("period  = ", "locale  = \"en\"\nperiod  = ", 1)
        .replacen("en = \"Male\" }", "en = \"Male\" }, aliases = [\"M\"]", 1)
        .replacen("en = \"Female\" }", "en = \"Female\" }, aliases = [\"F\"]", 1);
    let sheet = workbook(&[("Khám", "Item | Age | F | M\nVisits | 0-14 | #3 | #4\nVisits | 15+ | #5 | #6")]);
    let run = Office::of(&english, BRANCHES).file("2023/A01.xlsx", sheet).run();
    assert_eq!(run.total("visits"), "18 exact 1/2");
    assert_eq!(run.flags(), [""; 0]);
}
