//! One workbook as our reader and as calamine see it, in the same words.
//!
//! Enters: bytes. Leaves: a [`Reading`], or why there is none. A cell is shown as `5`, `'text'`, `true`, `iso 2023-12-16`, `error #REF!` or `?` for a formula
//! without a value; `date` stands before a number that its format shows as one, `f` before what a formula gives.

use crate::model::{Address, SheetState, Value, Workbook};
use crate::pipeline::Limits;
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// A sheet's place among the tabs, and a cell in it.
pub(super) type At = (usize, Address);

/// What a reader says of a workbook.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// Cells, and the flags on cells; more than one where an address occurs twice.
    pub(super) cells: BTreeMap<At, Vec<String>>,
    /// What went wrong at no known address.
    pub(super) loose: Vec<String>,
    /// Sheets with their states and merged cells, defined names, and the date system.
    pub(super) frame: Vec<String>,
}

impl Reading {
    /// What is said of one cell; empty where that is nothing.
    pub(super) fn at(&self, at: &At) -> String {
        self.cells.get(at).map_or(String::new(), |all| all.join(" and "))
    }

    /// All of it in one line, `A1=5; B1='x'`.
    pub(super) fn line(&self) -> String {
        let cells = self.cells.iter().map(|(at, all)| {
            let sheet = if at.0 == 0 { String::new() } else { format!("{}!", at.0 + 1) };
            format!("{sheet}{}={}", at.1, all.join(" and "))
        });
        cells.chain(self.loose.iter().cloned()).collect::<Vec<_>>().join("; ")
    }

    fn add(&mut self, at: At, shown: String) {
        self.cells.entry(at).or_default().push(shown);
    }
}

/// What our reader says. A workbook that it leaves to calamine is refused here.
pub(super) fn ours(bytes: &[u8]) -> Result<Reading, String> {
    let workbook = crate::read::workbook(bytes, &Limits::default()).map_err(|flag| flag.check.code())?;
    if workbook.reader != "own" {
        return Err(workbook.reader.to_owned());
    }
    let mut reading = Reading { frame: frame(&workbook), ..Reading::default() };
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        for cell in &sheet.cells {
            let is_date = workbook.styles.get(cell.style as usize).is_some_and(|style| style.is_date);
            reading.add((at, cell.at), show(&cell.value, cell.is_formula, is_date));
        }
    }
    for flag in &workbook.flags {
        let sheet =
            workbook.sheets.iter().position(|sheet| Some(&*sheet.name) == flag.place.sheet.as_deref());
        let shown = format!("flag {}", flag.check.code());
        match sheet.zip(flag.place.cell) {
            Some(at) => reading.add(at, shown),
            None => reading.loose.push(shown),
        }
    }
    Ok(reading)
}

fn frame(workbook: &Workbook) -> Vec<String> {
    let mut frame = vec![format!("1904: {}", workbook.is_1904)];
    for sheet in &workbook.sheets {
        let merges = sheet.merges.iter().map(|merge| format!("{}:{}", merge.first, merge.last));
        frame.push(framed(&sheet.name, sheet.state, merges.collect()));
    }
    frame.extend(workbook.names.iter().map(|(name, reference)| format!("{name} is {reference}")));
    frame
}

fn framed(name: &str, state: SheetState, merges: Vec<String>) -> String {
    format!("{name} {state:?} {}", merges.join(" "))
}

/// What calamine's streaming reader says. Its errors on cells have no address.
pub(super) fn theirs(bytes: &[u8]) -> Result<Reading, XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut reading = Reading::default();
    reading.frame.push(format!("1904: {}", book.has_1904_epoch()));
    let mut listed = book.sheets_metadata().to_vec();
    listed.retain(|sheet| sheet.typ == SheetType::WorkSheet);
    for (at, sheet) in listed.iter().enumerate() {
        cells(&mut book, (at, &sheet.name), &mut reading)?;
        let corner = |(row, column): (u32, u32)| Address::new(row, column);
        let merges = book.merge_cells_by_sheet_name(&sheet.name)?;
        let merges = merges.iter().map(|m| format!("{}:{}", corner(m.start), corner(m.end))).collect();
        reading.frame.push(framed(&sheet.name, state(sheet.visible), merges));
    }
    reading
        .frame
        .extend(book.defined_names().iter().map(|(name, reference)| format!("{name} is {reference}")));
    Ok(reading)
}

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    (sheet, name): (usize, &str),
    reading: &mut Reading,
) -> Result<(), XlsxError> {
    // More errors than this, and it repeats one for ever.
    const ERRORS_MOST: usize = 1_000;
    let mut reader = book.worksheet_cells_reader(name)?;
    loop {
        match reader.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => {
                let at = Address::new(cell.pos.0, cell.pos.1);
                if let Some(shown) = shown_by_calamine(&cell.value, cell.formula.is_some()) {
                    reading.add((sheet, at), shown);
                }
            }
            Ok(None) => return Ok(()),
            Err(error) if reading.loose.len() >= ERRORS_MOST => return Err(error),
            Err(_) => reading.loose.push("error".to_owned()),
        }
    }
}

fn shown_by_calamine(value: &DataRef, is_formula: bool) -> Option<String> {
    let mut is_date = false;
    let value = match Data::from(value.clone()) {
        Data::Empty if is_formula => Value::NotCalculated,
        Data::Empty => return None,
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => Value::Text(text.into()),
        Data::Int(number) => Value::Number(number as f64),
        Data::Float(number) => Value::Number(number),
        Data::Bool(value) => Value::Boolean(value),
        Data::DateTime(date) => {
            is_date = true;
            Value::Number(date.as_f64())
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => Value::IsoDate(text.into()),
        Data::Error(error) => Value::Error(error.to_string().into()),
    };
    Some(show(&value, is_formula, is_date))
}

fn show(value: &Value, is_formula: bool, is_date: bool) -> String {
    let shown = match value {
        Value::Number(number) if is_date => format!("date {number}"),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("'{text}'"),
        Value::Boolean(value) => value.to_string(),
        Value::IsoDate(text) => format!("iso {text}"),
        Value::Error(text) => format!("error {text}"),
        Value::NotCalculated => "?".to_owned(),
    };
    if is_formula { format!("f {shown}") } else { shown }
}

fn state(visible: SheetVisible) -> SheetState {
    match visible {
        SheetVisible::Visible => SheetState::Visible,
        SheetVisible::Hidden => SheetState::Hidden,
        SheetVisible::VeryHidden => SheetState::VeryHidden,
    }
}
