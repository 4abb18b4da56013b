//! Our reader against calamine, cell for cell, over workbooks that rust_xlsxwriter writes.
//!
//! Documented differences, in which the standard is with us: an error newer than calamine's list (18.3.1.4 says any text), a number
//! type with text as its value (18.18.11), and a formula without a value, which calamine tells as no cell. None of these occur here, so the
//! two must agree in everything.

use crate::model::{Address, SheetState, Value};
use crate::read::tests::read_all;
use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Cursor;

#[derive(Clone, Debug)]
enum Written {
    Number(f64),
    Text(String),
    Rich(String, String),
    Boolean(bool),
    Date(u8),
    Formula(i32),
    TextFormula(String),
    Blank,
}

fn written() -> impl Strategy<Value = Written> {
    let number = prop_oneof![
        any::<i32>().prop_map(f64::from),
        (-1_000_000i64..1_000_000).prop_map(|n| n as f64 / 100.0),
        prop::num::f64::NORMAL,
    ];
    let text = "[ a-zA-ZĐđàạ<>&'\"\u{1}\r\n\t_x0-9]{1,12}";
    prop_oneof![
        4 => number.prop_map(Written::Number),
        4 => text.prop_map(Written::Text),
        1 => ("[a-z ]{1,5}", "[Đàạ ]{1,5}").prop_map(|(a, b)| Written::Rich(a, b)),
        1 => any::<bool>().prop_map(Written::Boolean),
        1 => (0u8..3).prop_map(Written::Date),
        1 => any::<i32>().prop_map(Written::Formula),
        1 => "[a-zà <&]{1,5}".prop_map(Written::TextFormula),
        1 => Just(Written::Blank),
    ]
}

type Sheet = Vec<((u32, u16), Written)>;

fn sheet() -> impl Strategy<Value = Sheet> {
    let near = (0u32..30, 0u16..12);
    let place = prop_oneof![9 => near, 1 => (0u32..3_000, 0u16..16_384)];
    prop::collection::vec((place, written()), 1..40)
}

fn write(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    for cells in sheets {
        let sheet = book.add_worksheet();
        for ((row, column), value) in cells {
            write_cell(sheet, *row, *column, value);
        }
    }
    book.save_to_buffer().expect("saved")
}

fn write_cell(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, value: &Written) {
    let bold = Format::new().set_bold();
    let plain = Format::new();
    let formats = ["dd/mm/yyyy", "[h]:mm", "h:mm AM/PM"];
    let done = match value {
        Written::Number(number) => sheet.write_number(row, column, *number),
        Written::Text(text) => sheet.write_string(row, column, text),
        Written::Rich(a, b) => sheet.write_rich_string(row, column, &[(&plain, a), (&bold, b)]),
        Written::Boolean(value) => sheet.write_boolean(row, column, *value),
        Written::Date(kind) => {
            let date = ExcelDateTime::from_serial_datetime(45_000.5).expect("a date");
            let code = formats[usize::from(*kind)];
            sheet.write_datetime_with_format(row, column, &date, &Format::new().set_num_format(code))
        }
        Written::Formula(result) => {
            sheet.write_formula(row, column, Formula::new("=A1+1").set_result(result.to_string()))
        }
        Written::TextFormula(result) => {
            sheet.write_formula(row, column, Formula::new("=A1&\"<\"").set_result(result))
        }
        Written::Blank => sheet.write_blank(row, column, &bold),
    };
    done.expect("written");
}

/// What calamine says of a cell, in our words, with whether it sees a date.
fn theirs(data: &Data) -> Option<(Value, bool)> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => (Value::Number(*number as f64), false),
        Data::Float(number) => (Value::Number(*number), false),
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => (Value::Text(text.as_str().into()), false),
        Data::Bool(value) => (Value::Boolean(*value), false),
        Data::DateTime(date) => (Value::Number(date.as_f64()), true),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (Value::IsoDate(text.as_str().into()), false),
        Data::Error(error) => (Value::Error(error.to_string().into()), false),
    })
}

type Seen = Vec<(Address, Value, bool)>;

fn by_calamine(bytes: &[u8]) -> Vec<(Seen, Vec<Address>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("calamine opens it");
    let names = book.sheet_names();
    names
        .iter()
        .map(|name| (cells_by_calamine(&mut book, name), formulas_by_calamine(&mut book, name)))
        .collect()
}

fn cells_by_calamine(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Seen {
    let mut reader = book.worksheet_cells_reader(name).expect("a sheet");
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().expect("a cell") {
        let (row, column) = cell.get_position();
        let value = theirs(&Data::from(cell.get_value().clone()));
        cells.extend(value.map(|(value, is_date)| (Address::new(row, column), value, is_date)));
    }
    cells
}

fn formulas_by_calamine(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Vec<Address> {
    let mut reader = book.worksheet_cells_reader(name).expect("a sheet");
    let mut formulas = Vec::new();
    while let Some(cell) = reader.next_formula().expect("a cell") {
        let (row, column) = cell.get_position();
        formulas.extend((!cell.get_value().is_empty()).then_some(Address::new(row, column)));
    }
    formulas
}

/// The writer's files ask to be calculated: a formula's zero is one to calamine, and not calculated to us.
fn as_written(value: &Value) -> Value {
    if *value == Value::NotCalculated { Value::Number(0.0) } else { value.clone() }
}

fn compare(bytes: &[u8]) -> usize {
    let ours = read_all(bytes);
    assert_eq!((ours.reader, ours.flags.len()), ("own", 0));
    let theirs = by_calamine(bytes);
    assert_eq!(ours.sheets.len(), theirs.len());
    for (sheet, (cells, formulas)) in ours.sheets.iter().zip(&theirs) {
        assert_eq!(sheet.state, SheetState::Visible);
        let is_date = |style: u32| ours.styles.get(style as usize).is_some_and(|style| style.is_date);
        let is_number = |value: &Value| matches!(value, Value::Number(_));
        let seen: Seen = sheet
            .cells
            .iter()
            .map(|cell| {
                let value = as_written(&cell.value);
                let is_date = is_number(&value) && is_date(cell.style);
                (cell.at, value, is_date)
            })
            .collect();
        assert_eq!(&seen, cells);
        let with_formula: Vec<_> = sheet.cells.iter().filter(|c| c.is_formula).map(|c| c.at).collect();
        assert_eq!(&with_formula, formulas);
    }
    ours.sheets.iter().map(|sheet| sheet.cells.len()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_231_216),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn agrees_with_calamine_cell_for_cell(sheets in prop::collection::vec(sheet(), 1..4)) {
        // An empty workbook is a flag to us.
        let bytes = write(&sheets);
        let has_cells = by_calamine(&bytes).iter().any(|(cells, _)| !cells.is_empty());
        prop_assume!(has_cells);
        prop_assert!(compare(&bytes) > 0);
    }
}

#[test]
fn agrees_with_calamine_on_a_large_table() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let grouped = Format::new().set_num_format("#,##0.0");
    for row in 0..2_000u32 {
        sheet.write_string(row, 0, format!("Chỉ tiêu {}", row % 97)).expect("written");
        for column in 1..6u16 {
            let value = f64::from(row) * 1.1 + f64::from(column) / 7.0;
            sheet.write_number_with_format(row, column, value, &grouped).expect("written");
        }
    }
    assert_eq!(compare(&book.save_to_buffer().expect("saved")), 12_000);
}
