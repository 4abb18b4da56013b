//! Every row of the number and unit tables, from the cell to `totals.csv`.

use crate::office::{Office, Told};
use std::collections::BTreeMap;

/// What a cell is read as: the keys of its indicator, what it holds, what `totals.csv` says of it with the checks that speak.
type Reading = (&'static str, &'static str, &'static str);

const AMOUNT: &str = "kind = \"amount\"\nunit = \"ha\"";
const COUNT: &str = "kind = \"count\"\nunit = \"cây\"";
const MONEY: &str = "kind = \"money\"\nunit = \"đồng\"";
const IN_MILLIONS: &str = "kind = \"money\"\nunit = \"đồng\"\nasked_in = \"triệu đồng\"";
const RATIO: &str = "kind = \"ratio\"\ntotal = \"mean\"";

const NUMBERS: [Reading; 61] = [
    (AMOUNT, "1.250,5", "1250.5 exact"),
    (AMOUNT, "1.250.000", "1250000 exact"),
    (AMOUNT, "1,250,000", "1250000 exact foreign-grouping"),
    (AMOUNT, "12,5", "12.5 exact"),
    (AMOUNT, "1.250", "1250 exact"),
    (AMOUNT, "0.250", "0.25 exact foreign-grouping"),
    (AMOUNT, "12.5", "12.5 exact foreign-grouping"),
    (AMOUNT, "1.25", "1.25 exact foreign-grouping"),
    (MONEY, "1.5 triệu", "1500000 exact foreign-grouping"),
    (MONEY, "1.25.000", "kept out ambiguous-number"),
    (MONEY, "1.250 tỷ", "kept out ambiguous-number"),
    (AMOUNT, "1,250", "kept out ambiguous-number"),
    (COUNT, "1,250", "1250 exact foreign-grouping"),
    (COUNT, "3 250", "3250 exact"),
    (COUNT, "3\u{2009}250", "3250 exact"),
    (COUNT, "3\u{a0}250", "3250 exact"),
    (AMOUNT, "(1.200)", "-1200 exact"),
    (AMOUNT, "-1.200", "-1200 exact"),
    (COUNT, "(1.200)", "kept out negative-value"),
    (MONEY, "1,5 tỷ", "1500000000 exact"),
    (MONEY, "1 tỷ 200 triệu", "1200000000 exact"),
    (MONEY, "1 tỷ 2", "1200000000 exact"),
    (MONEY, "10tr5", "10500000 exact"),
    (MONEY, "1tr250", "1250000 exact"),
    (MONEY, "500k", "500000 exact"),
    (MONEY, "2 triệu rưỡi", "2500000 exact"),
    (COUNT, "trên 700", "700 at_least approximate-value"),
    (COUNT, "hơn 700", "700 at_least approximate-value"),
    (COUNT, ">700", "700 at_least approximate-value"),
    (COUNT, "ít nhất 700", "700 at_least approximate-value"),
    (COUNT, "không dưới 700", "700 at_least approximate-value"),
    (COUNT, "700+", "700 at_least approximate-value"),
    (COUNT, "dưới 50", "50 at_most approximate-value"),
    (COUNT, "<50", "50 at_most approximate-value"),
    (COUNT, "không quá 50", "50 at_most approximate-value"),
    (COUNT, "khoảng 20", "20 about approximate-value"),
    (COUNT, "gần 20", "20 about approximate-value"),
    (COUNT, "20-30", "kept out ambiguous-number"),
    (COUNT, "vài chục", "kept out ambiguous-number"),
    (COUNT, "nhiều", "kept out ambiguous-number"),
    (COUNT, "0", "0 exact"),
    (COUNT, "-", "0 exact"),
    (COUNT, "không", "0 exact"),
    (COUNT, "k", "0 exact"),
    (COUNT, "ko", "0 exact"),
    ("kind = \"count\"\nunit = \"cây\"\nnil = \"missing\"", "-", "missing"),
    (COUNT, "…", "missing"),
    (COUNT, "...", "missing"),
    (COUNT, "x", "kept out not-a-number"),
    ("kind = \"count\"\nunit = \"cây\"\ntick = \"one\"", "x", "1 exact"),
    ("kind = \"count\"\nunit = \"cây\"\ntick = \"missing\"", "x", "missing"),
    (COUNT, "", "missing"),
    ("kind = \"count\"\nunit = \"cây\"\nblank = \"zero\"", "", "0 exact"),
    (RATIO, "12,5%", "0.125 exact"),
    (COUNT, "12,5%", "kept out not-a-number"),
    (IN_MILLIONS, "720 triệu đồng", "720000000 exact"),
    (IN_MILLIONS, "720 triệu", "720000000 exact"),
    (IN_MILLIONS, "720", "720000000 exact"),
    (IN_MILLIONS, "1.250", "1250000000 exact"),
    (IN_MILLIONS, "720.000.000 đồng", "720000000 exact unit-conflict"),
    (IN_MILLIONS, "#720.5", "720500000 exact"),
];

/// The words of a unit column and what 5 in it comes to.
const UNITS: [(&str, &str); 20] = [
    ("đồng", "5 exact"),
    ("đ", "5 exact"),
    ("VNĐ", "5 exact"),
    ("VND", "5 exact"),
    ("nghìn", "5000 exact"),
    ("ngàn", "5000 exact"),
    ("k", "5000 exact"),
    ("ngđ", "5000 exact"),
    ("nghìn đồng", "5000 exact"),
    ("1.000 đồng", "5000 exact"),
    ("1000đ", "5000 exact"),
    ("Nghìn Đồng", "5000 exact"),
    ("triệu", "5000000 exact"),
    ("triệu đồng", "5000000 exact"),
    ("trđ", "5000000 exact"),
    ("tr.đ", "5000000 exact"),
    ("tr", "5000000 exact"),
    ("tỷ", "5000000000 exact"),
    ("tỉ", "5000000000 exact"),
    ("tỷ đồng", "5000000000 exact"),
];

const HEAD: &str = r#"id     = "tables"
period = "year"
title  = "Bảng"

[submission]
branch = [{ right_of = "Đơn vị báo cáo" }]
period = [{ title = '(?<period>năm \d{4})' }]

[[sheet]]
id    = "report"
label = ["Nội dung"]
unit  = ["ĐVT"]
value = ["Kết quả"]
"#;

const BRANCHES: &str = "\
code,name,aliases,type,sector,level,parent,members,contact,opened,closed,due,predecessors
A01,Sở Y tế,,,,,,,,,,,
";

/// A definition with an indicator for each row, and the form that holds them.
fn form<'a>(rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Office {
    let (mut pipeline, mut table) = (HEAD.to_owned(), String::new());
    for (number, (keys, unit, cell)) in (100..).zip(rows) {
        pipeline.push_str(&format!(
            "\n[[indicator]]\nid = \"row_{number}\"\nlabel = \"Việc thứ {number}\"\n{keys}\n"
        ));
        table.push_str(&format!("Việc thứ {number} | {unit} | {cell}\n"));
    }
    let text = format!("Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nNội dung | ĐVT | Kết quả\n{table}");
    Office::of(&pipeline, BRANCHES).sheet("a01.xlsx", &text)
}

/// What `totals.csv` says of each row, with the codes of the flags on it.
fn told(run: &Told) -> BTreeMap<String, String> {
    let published = run.publish();
    let mut reader = csv::Reader::from_path(published.path().join("current/totals.csv")).expect("totals.csv");
    let headers = reader.headers().expect("a header").clone();
    let mut lines = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a line");
        let of = |name: &str| {
            let at = headers.iter().position(|header| header == name).expect("a column");
            record[at].to_owned()
        };
        let value = match (of("value"), of("values_excluded").as_str()) {
            (value, "0") if value.is_empty() => "missing".to_owned(),
            (value, _) if value.is_empty() => "kept out".to_owned(),
            (value, _) => format!("{value} {}", of("bound")),
        };
        lines.insert(of("indicator"), value);
    }
    for flag in &run.outcome.flags {
        if let Some(line) = lines.get_mut(&run.indicator(flag.indicator)) {
            line.push_str(&format!(" {}", flag.check.code()));
        }
    }
    lines
}

fn prove<'a>(run: &Told, expected: impl Iterator<Item = (String, &'a str)>) {
    let lines = told(run);
    let wrong: Vec<String> = (100..)
        .zip(expected)
        .filter_map(|(number, (cell, expected))| {
            let line = lines.get(&format!("row_{number}")).map_or("no row", String::as_str);
            (line != expected).then(|| format!("`{cell}`: {line}; expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_row_of_the_table_of_numbers_reaches_the_totals() {
    let run = form(NUMBERS.iter().map(|(keys, cell, _)| (*keys, "", *cell))).run();
    prove(&run, NUMBERS.iter().map(|(_, cell, expected)| (format!("{cell:?}"), *expected)));
}

#[test]
fn every_word_of_the_table_of_units_reaches_the_totals() {
    let run = form(UNITS.iter().map(|(unit, _)| (MONEY, *unit, "#5"))).run();
    let lines = told(&run);
    for (number, (unit, value)) in (100..).zip(UNITS) {
        let line = lines.get(&format!("row_{number}")).map_or("no row", String::as_str);
        // A column in another unit than the form asks for is followed, and flagged.
        let wanted = if value == "5 exact" { value.to_owned() } else { format!("{value} unit-conflict") };
        assert_eq!(line, wanted, "{unit}");
    }
}

#[test]
fn bounds_add_up_as_statistics_has_it() {
    let of = |one: &str, two: &str| {
        let row = |cell: &str| format!("Cây xanh trồng mới | | {cell}");
        let office =
            Office::new().report("a.xlsx", "Sở Y tế", &row(one)).report("b.xlsx", "Sở Giáo dục", &row(two));
        office.run().total("trees")
    };
    assert_eq!(of("700", "#5"), "705 exact 2/2");
    assert_eq!(of("trên 700", "#5"), "705 at_least 2/2");
    assert_eq!(of("trên 700", "hơn 5"), "705 at_least 2/2");
    assert_eq!(of("dưới 700", "#5"), "705 at_most 2/2");
    assert_eq!(of("trên 700", "dưới 5"), "705 about 2/2");
    assert_eq!(of("khoảng 700", "trên 5"), "705 about 2/2");
}
