//! A balance on a sheet: sections, parts and rows over two columns of labels, printed totals at two levels, an opening and a closing column.

use super::figures::{OTHERS, Row, SECTIONS, is_count};
use super::register::Unit;
use crate::book::{Content, Look};
use crate::drawn::{Drawn, Hundredths};
use std::collections::BTreeMap;

/// Figures of a balance by indicator.
pub type Figures = BTreeMap<&'static str, i64>;

/// How a balance is drawn.
pub struct Frame<'a> {
    /// What stands before the keys, so that several balances fit on one sheet.
    pub prefix: String,
    /// The header over the labels.
    pub label: &'a str,
    /// The branch's name over the two columns of figures.
    pub over: Option<&'a str>,
    pub unit: Unit,
    /// Opening and closing figures.
    pub figures: [&'a Figures; 2],
    /// Dots and footnote marks around the labels.
    pub is_dotted: bool,
}

/// First column of the labels, of the figures.
const LABEL: u16 = 0;
const FIRST: u16 = 2;

/// Draws it. Returns the row below.
pub fn draw(drawn: &mut Drawn, frame: &Frame, top: u32) -> u32 {
    let mut row = header(drawn, frame, top);
    for section in &SECTIONS {
        drawn.text(row, LABEL, section.heading, Look::Section);
        row += 1;
        let mut of_section = Vec::new();
        for (heading, rows) in &section.parts {
            drawn.text(row, LABEL, heading, Look::Section);
            row += 1;
            for known in rows {
                figures(drawn, frame, known, row);
                row += 1;
            }
            let ids: Vec<&str> = rows.iter().map(|known| known.id).collect();
            total(drawn, frame, (row, LABEL + 1, "Cộng"), ids[0], &ids);
            of_section.extend(ids);
            row += 1;
        }
        total(drawn, frame, (row, LABEL, section.total), section.total, &of_section);
        row += 1;
    }
    drawn.text(row, LABEL, OTHERS.0, Look::Section);
    row += 1;
    for known in &OTHERS.1 {
        figures(drawn, frame, known, row);
        row += 1;
    }
    row
}

fn header(drawn: &mut Drawn, frame: &Frame, top: u32) -> u32 {
    let last = if let Some(name) = frame.over {
        drawn.named(&format!("{}over", frame.prefix), (top, FIRST), name, Look::Header);
        drawn.sheet.merges.push((top, FIRST, top, FIRST + 1));
        top + 1
    } else {
        top
    };
    drawn.text(top, LABEL, frame.label, Look::Header);
    drawn.sheet.merges.push((top, LABEL, last, LABEL + 1));
    drawn.text(last, FIRST, "Số đầu kỳ", Look::Header);
    drawn.text(last, FIRST + 1, "Số cuối kỳ", Look::Header);
    last + 1
}

/// A number of đồng in a unit: exact in a float, since no figure has more than twelve digits.
pub fn in_unit(value: i64, unit: Unit) -> f64 {
    value as f64 / unit.of as f64
}

fn figures(drawn: &mut Drawn, frame: &Frame, known: &Row, row: u32) {
    let (dots, star) = if frame.is_dotted {
        (" ........", if known.id == "bad_loans" { " (*)" } else { "" })
    } else {
        ("", "")
    };
    let unit = match known.id {
        "customers" => " (khách hàng)",
        "staff" => " (người)",
        _ => "",
    };
    let dots = if unit.is_empty() && star.is_empty() { dots } else { "" };
    let text = format!("{}{unit}{star}{dots}", known.label);
    drawn.named(&format!("{}label {}", frame.prefix, known.id), (row, LABEL + 1), &text, Look::Label);
    for (at, measure) in [(0u16, "@opening"), (1, "")] {
        let value = frame.figures[usize::from(at)][known.id];
        let shown = if is_count(known.id) { value as f64 } else { in_unit(value, frame.unit) };
        let key = format!("{}{}{measure}", frame.prefix, known.id);
        drawn.number(&key, (row, FIRST + at), shown, Look::Count);
        drawn.truth.insert(key, Hundredths::whole(value));
    }
}

fn total(drawn: &mut Drawn, frame: &Frame, (row, column, label): (u32, u16, &str), key: &str, ids: &[&str]) {
    drawn.text(row, column, label, Look::Total);
    for (at, measure) in [(0u16, "@opening"), (1, "")] {
        let sum: i64 = ids.iter().map(|id| frame.figures[usize::from(at)][*id]).sum();
        let place = (row, FIRST + at);
        drawn.number(
            &format!("{}total {key}{measure}", frame.prefix),
            place,
            in_unit(sum, frame.unit),
            Look::Count,
        );
    }
}

/// Amounts typed with dots: what a branch does whose program exports text.
pub fn type_out(drawn: &mut Drawn, keys: &[&str]) {
    for key in keys {
        let value = drawn.truth[*key].0 / 100;
        drawn.set(key, Content::Text(with_dots(value)));
    }
}

/// `1.250.000`.
pub fn with_dots(value: i64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}
