//! Each thing a cross table may do, in the smallest sheet that shows it.

mod headers;
mod moved;
mod printed;

use crate::locate::fixtures::{count, dimension, facts, flags, form, read, reading, sheet, values, workbook};
use crate::model::Batch;
use crate::pipeline::{Axis, CrosstabLayout, Layout, Reading};

const SEX: Axis = Axis::Dimension(0);
const AGE: Axis = Axis::Dimension(1);
const MONTH: Axis = Axis::Dimension(2);
const WARD: Axis = Axis::Dimension(3);

fn layout(down: &[Axis], across: &[Axis]) -> CrosstabLayout {
    let is_indicator = down.iter().chain(across).any(|axis| *axis == Axis::Indicators);
    CrosstabLayout {
        indicator: (!is_indicator).then_some(0),
        label: Vec::new(),
        down: down.to_vec(),
        across: across.to_vec(),
        unit: vec!["ĐVT".to_owned()],
        measure: 0,
    }
}

/// Visits, vaccinations and costs; sex, age, month, and wards that nobody declares.
fn definition(layouts: Vec<CrosstabLayout>) -> Reading {
    let mut costs = count("costs", "Chi phí");
    costs.kind = crate::pipeline::Kind::Money;
    costs.unit = "đồng".to_owned();
    costs.asked_in = 1_000_000;
    let indicators = vec![count("visits", "Khám bệnh"), count("shots", "Tiêm chủng"), costs];
    let dimensions = vec![
        dimension("sex", "Giới tính", &[("female", "Nữ"), ("male", "Nam")]),
        dimension("age", "Độ tuổi", &[("0-4", "0-4"), ("5-14", "5-14 tuổi"), ("15+", "15 tuổi trở lên")]),
        dimension("month", "Tháng", &[("1", "Tháng 1"), ("2", "Tháng 2"), ("3", "Tháng 3")]),
        dimension("ward", "Phường", &[]),
    ];
    let sheets = layouts.into_iter().map(|layout| form("table", Layout::Crosstab(layout))).collect();
    reading(indicators, dimensions, sheets)
}

/// Facts and flags of a sheet.
fn told(layout: CrosstabLayout, text: &str, merges: &[&str]) -> (Vec<String>, Vec<String>) {
    let reading = definition(vec![layout]);
    let batch = batch(&reading, text, merges);
    (facts(&batch, &reading), flags(&batch))
}

fn batch(reading: &Reading, text: &str, merges: &[&str]) -> Batch {
    read(workbook(vec![sheet("S", text, merges)]), reading)
}

fn no_flags() -> Vec<String> {
    Vec::new()
}

#[test]
fn indicators_down_and_categories_across() {
    let (facts, flags) = told(
        layout(&[Axis::Indicators], &[SEX]),
        "BÁO CÁO\nDịch vụ | Nữ | Nam | Tổng số\nKhám bệnh | #3 | #4 | #7\nTiêm chủng | #1 | #2 | #3",
        &[],
    );
    let expected = [
        "visits[sex=female]=3@B3",
        "visits[sex=male]=4@C3",
        "shots[sex=female]=1@B4",
        "shots[sex=male]=2@C4",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, no_flags());
}

#[test]
fn the_same_sheet_on_its_side() {
    let (facts, flags) = told(
        layout(&[Axis::Indicators], &[SEX]),
        "Giới tính | Khám bệnh | Tiêm chủng\nNữ | #3 | #1\nNam | #4 | #2\nTổng số | #7 | #3",
        &[],
    );
    let expected = [
        "visits[sex=female]=3@B2",
        "shots[sex=female]=1@C2",
        "visits[sex=male]=4@B3",
        "shots[sex=male]=2@C3",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, no_flags());
}

#[test]
fn one_indicator_fills_a_table_of_two_dimensions() {
    let (facts, flags) = told(
        layout(&[AGE], &[SEX]),
        "Độ tuổi | Nữ | Nam | Cộng\n0 – 4 tuổi | #3 | #4 | #7\n5-14 | #1 | #2 | #3\n15+ | | #5 | #5\nTổng cộng | #4 | #11 | #15",
        &[],
    );
    let expected = [
        "visits[age=0-4;sex=female]=3@B2",
        "visits[age=0-4;sex=male]=4@C2",
        "visits[age=5-14;sex=female]=1@B3",
        "visits[age=5-14;sex=male]=2@C3",
        "visits[age=15+;sex=male]=5@C4",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, no_flags());
}

#[test]
fn labels_over_several_columns_are_filled_down() {
    let text = "Dịch vụ | Giới | Tháng 1 | Tháng 2 | Tháng 3\nKhám bệnh | Nữ | #1 | #2 | #3\n| Nam | #4 | #5 | #6\nTiêm chủng | Nữ | #7 | #8 | #9";
    let (facts, flags) = told(layout(&[Axis::Indicators, SEX], &[MONTH]), text, &["A2:A3"]);
    assert_eq!(facts.len(), 9);
    assert_eq!(facts.get(5).map(String::as_str), Some("visits[month=3;sex=male]=6@E3"));
    assert_eq!(facts.get(8).map(String::as_str), Some("shots[month=3;sex=female]=9@E4"));
    assert_eq!(flags, no_flags());
}

#[test]
fn categories_may_stand_below_their_indicator_in_one_column() {
    let text = "Nội dung | 0-4 | 5-14 | 15+\nKhám bệnh | #4 | #6 | #0\nNữ | #1 | #2 | #0\nNam | #3 | #4 | #0\nTiêm chủng | #1 | #1 | #1\nNữ | #1 | #0 | #1\nNam | #0 | #1 | #0";
    let (facts, flags) = told(layout(&[Axis::Indicators, SEX], &[AGE]), text, &[]);
    assert_eq!(facts.len(), 12, "{facts:?}");
    assert_eq!(facts.first().map(String::as_str), Some("visits[age=0-4;sex=female]=1@B3"));
    assert_eq!(flags, no_flags());
}

#[test]
fn an_unknown_group_takes_its_rows_with_it() {
    let text = "Nội dung | 0-4 | 5-14\nKhám bệnh\nNữ | #1 | #2\nSiêu âm tổng quát\nNữ | #7 | #8\nTiêm chủng\nNữ | #1 | #0";
    let (facts, flags) = told(layout(&[Axis::Indicators, SEX], &[AGE]), text, &[]);
    let expected = [
        "visits[age=0-4;sex=female]=1@B3",
        "visits[age=5-14;sex=female]=2@C3",
        "shots[age=0-4;sex=female]=1@B7",
        "shots[age=5-14;sex=female]=0@C7",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, ["label-unknown A5 Siêu âm tổng quát | "]);
}

#[test]
fn unknown_categories_are_kept_out_with_the_nearest() {
    let text = "Dịch vụ | Nữ | Nan | 14-May | Ghi chú\nKhám bệnh | #3 | #4 | #9 | tốt\nTiêm chủg | #1 | #2 | | \nChi phí | #1 | | | ";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts, ["visits[sex=female]=3@B2", "costs[sex=female]=1000000@B4"]);
    let expected = [
        "category-unknown C1 Nan | Nam",
        "category-unknown D1 14-May | ",
        "label-unknown A3 Tiêm chủg | Tiêm chủng",
    ];
    assert_eq!(flags, expected);
}

#[test]
fn any_text_is_a_category_where_none_is_declared() {
    let text = "Phường | Nữ | Nam\nPhường 1 | #3 | #4\nTân Định | #1 | #2\nTổng số | #4 | #6\n\nNgười lập biểu\nNguyễn Văn A";
    let (facts, flags) = told(layout(&[WARD], &[SEX]), text, &[]);
    let expected = [
        "visits[sex=female;ward=phuong-1]=3@B2",
        "visits[sex=male;ward=phuong-1]=4@C2",
        "visits[sex=female;ward=tan-dinh]=1@B3",
        "visits[sex=male;ward=tan-dinh]=2@C3",
    ];
    assert_eq!(facts, expected);
    assert_eq!(flags, no_flags());
    let across = "Dịch vụ | Phường 1 | Tân Định | Cộng\nKhám bệnh | #3 | #4 | #7\nTiêm chủng | #1 | #2 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[WARD]), across, &[]);
    assert_eq!(facts.len(), 4, "{facts:?}");
    assert_eq!(facts.get(3).map(String::as_str), Some("shots[ward=tan-dinh]=2@C3"));
    assert_eq!(flags, no_flags());
}

#[test]
fn cells_are_cleaned_as_in_a_form() {
    let text = "ĐVT: lượt\nDịch vụ | ĐVT | Nữ | Nam\nKhám bệnh | lượt | 1.250 | -\nTiêm chủng | | nhiều | trên 7\nChi phí | triệu đồng | #1.5 | 2,5";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    let expected = [
        "visits[sex=female]=1250@C3",
        "visits[sex=male]=0@D3",
        "!shots[sex=female]=-@C4",
        "shots[sex=male]=7@D4",
        "costs[sex=female]=1500000@C5",
        "costs[sex=male]=2500000@D5",
    ];
    assert_eq!(facts, expected);
    let codes: Vec<&str> = flags.iter().filter_map(|flag| flag.split(' ').next()).collect();
    assert_eq!(codes, ["ambiguous-number", "approximate-value"]);
}

#[test]
fn header_and_label_are_told() {
    let reading = definition(vec![layout(&[Axis::Indicators], &[SEX, AGE])]);
    let text = "Dịch vụ | Nữ | | Nam |\n | 0-4 | 5-14 | 0-4 | 5-14\nKhám bệnh | #1 | #2 | #3 | #4";
    let batch = batch(&reading, text, &["A1:A2", "B1:C1", "D1:E1"]);
    let told: Vec<(&str, &str)> = batch.facts.iter().map(|fact| (&*fact.header, &*fact.label)).collect();
    assert_eq!(told.last(), Some(&("Nam › 5-14", "Khám bệnh")));
    assert_eq!(batch.labels, [0]);
}

#[test]
fn blanks_are_zero_where_the_indicator_says_so_and_never_below_a_merged_cell() {
    let mut reading = definition(vec![layout(&[Axis::Indicators], &[SEX])]);
    reading.indicators.iter_mut().for_each(|known| known.blank = crate::pipeline::Blank::Zero);
    let text = "Dịch vụ | Nữ | Nam\nKhám bệnh | #1 |\nTiêm chủng | | #2";
    let batch = batch(&reading, text, &["B2:B3"]);
    let expected = ["visits[sex=female]=1@B2", "visits[sex=male]=0@C2", "shots[sex=male]=2@C3"];
    assert_eq!(facts(&batch, &reading), expected);
}

#[test]
fn two_tables_that_fit_two_forms_are_told_apart_by_their_titles_or_not_at_all() {
    let mut second = layout(&[AGE], &[SEX]);
    second.indicator = Some(1);
    let reading = definition(vec![layout(&[AGE], &[SEX]), second]);
    let one = "Độ tuổi | Nữ | Nam\n0-4 | #1 | #2\n5-14 | #3 | #4";
    let titled = format!("1. Khám bệnh\n{one}\n\n2. Tiêm chủng\n{one}");
    let batch_of = |text: &str| batch(&reading, text, &[]);
    assert_eq!(
        values(&batch_of(&titled), &reading).iter().filter(|line| line.starts_with("shots")).count(),
        4
    );
    let unclear = batch_of(one);
    assert_eq!(facts(&unclear, &reading), no_flags());
    assert_eq!(flags(&unclear), ["header-ambiguous B1 Nữ | table; table"]);
}

#[test]
fn what_stands_around_a_table_is_outside_it() {
    let text = "BÁO CÁO NĂM 2023\n\nDịch vụ | Nữ | Nam | | \nKhám bệnh | #3 | #4 | | #8\nTiêm chủng | #1 | #2\n\n#99\nNgười lập biểu | An";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts.len(), 4);
    assert_eq!(flags, ["data-outside-table E4 E4 | ", "data-outside-table A7 A7 | "]);
}
