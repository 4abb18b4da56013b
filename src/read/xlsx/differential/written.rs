//! Workbooks as rust_xlsxwriter writes them, with random cells: what real programs write.

use super::{Count, compare, report, runner};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

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

type Cells = Vec<((u32, u16), Written)>;

fn cells() -> impl Strategy<Value = Cells> {
    let near = (0u32..30, 0u16..12);
    let place = prop_oneof![9 => near, 1 => (0u32..3_000, 0u16..16_384)];
    prop::collection::vec((place, written()), 1..40)
}

fn write(sheets: &[Cells]) -> Vec<u8> {
    let mut book = Workbook::new();
    for cells in sheets {
        let sheet = book.add_worksheet();
        for ((row, column), value) in cells {
            write_cell(sheet, *row, *column, value);
        }
        // An empty workbook is a flag to us.
        sheet.write_number(1, 12, 1).expect("written");
    }
    book.save_to_buffer().expect("saved")
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Written) {
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

#[test]
fn agrees_with_calamine_on_workbooks_as_programs_write_them() {
    let mut runner = runner(48);
    let count = std::cell::Cell::new(Count::default());
    let done = runner.run(&prop::collection::vec(cells(), 1..4), |sheets| {
        let cells = count.get().cells + compare(&write(&sheets), &[]).cells;
        count.set(Count { cells, differences: 0 });
        Ok(())
    });
    done.expect("no difference");
    report("as programs write", count.get(), 1_500, 0);
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
    report("large table", compare(&book.save_to_buffer().expect("saved"), &[]), 12_000, 0);
}
