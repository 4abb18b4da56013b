//! Total rows of a form: noted where they stand, compared once all rows are known, as what they sum may stand below them.

use super::row::RowLabel;
use super::{Course, Table, settle_rest, unknown, value};
use crate::clean::number::Habit;
use crate::clean::text;
use crate::clean::value::Cleaned;
use crate::clean::words::Words;
use crate::locate::header::Column;
use crate::locate::totals::{self, Claim, Met, Rows};
use crate::locate::view::{Disposition, Row, View};
use crate::locate::{Found, labels};
use crate::model::flag::Place;
use crate::model::{Address, Flag};
use crate::pipeline::{Indicator, Locale};

use super::outline::Outline;

/// A total row that waits for the rows around it.
#[derive(Debug)]
pub struct Pending {
    /// Its line in the course.
    line: usize,
    row: Row,
    label: RowLabel,
    /// The indicators that it sums, where the definition says so.
    sums: Option<Vec<u32>>,
    /// What a total that names its section is, if it is not the sum of rows around it.
    perhaps: Option<Perhaps>,
}

/// What a row with a word for totals is, if it is not the sum of rows around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Perhaps {
    /// A label that nobody knows: `Tổng số đoàn viên ưu tú`.
    Label,
    /// The total of a section that is in the table, and wrong.
    Section,
}

impl Course {
    /// Whether a section that a total names has a heading above.
    pub(super) fn has_heading(&self, section: &Section) -> bool {
        match section {
            Section::Named(key) => self.headings.contains(key),
            Section::Numbered => true,
        }
    }
}

/// The section that a total names.
#[derive(Debug, PartialEq, Eq)]
pub enum Section {
    /// By its heading, as a match key.
    Named(String),
    /// By its number, `Cộng mục I`.
    Numbered,
}

/// The section that a label names behind a word for totals: `Cộng mục I`, `Total income`.
pub fn section_of(label: &str, locale: Locale) -> Option<Section> {
    let key = text::fold(labels::bare(label));
    let words = Words::of(locale);
    let behind = |word: &str| key.strip_prefix(word)?.strip_prefix([' ', ':', '-']).map(str::trim);
    let openings = || words.totals.iter().map(|word| text::fold(word));
    if openings().any(|word| word == key) {
        return None;
    }
    let rest = openings().filter_map(|word| behind(&word)).min_by_key(|rest| rest.len())?;
    let rest = rest.trim_start_matches([':', '-', ' ']);
    let mut name = rest.trim();
    while let Some(behind) = SECTIONS.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' ')) {
        name = behind.trim();
    }
    if name.is_empty() {
        return None;
    }
    if name.len() < rest.trim().len() && Outline::parse(&name.to_uppercase()).is_some() {
        return Some(Section::Numbered);
    }
    Some(Section::Named(text::fold(labels::bare(name))))
}

/// Words before the name or number of a section, folded.
const SECTIONS: [&str; 10] =
    ["muc", "phan", "nhom", "chuong", "section", "part", "chapter", "group", "of", "for"];

/// Notes a total row.
pub(super) fn note(row: &Row, label: &RowLabel, sums: Option<Vec<u32>>, course: &mut Course) {
    add(row, label, sums, None, course);
}

/// Notes a row that may be a total; what becomes of its values is decided with the rows around it.
pub(super) fn note_perhaps(row: &Row, label: &RowLabel, perhaps: Perhaps, course: &mut Course) {
    add(row, label, None, Some(perhaps), course);
}

fn add(row: &Row, label: &RowLabel, sums: Option<Vec<u32>>, perhaps: Option<Perhaps>, course: &mut Course) {
    let (row, label) = (row.clone(), label.clone());
    course.totals.push(Pending { line: course.lines.len(), row, label: label.clone(), sums, perhaps });
    course.add(Met::Total, &label);
}

/// Compares the totals of a table with the rows that they claim to sum, now that all of them are known.
pub fn finish(table: &Table, view: &mut View, course: &mut Course, found: &mut Found) {
    let totals = std::mem::take(&mut course.totals);
    let rows = Rows::new(table.reading(), &course.lines, found);
    let told: Vec<Told> = totals.iter().map(|pending| told(table, view, pending, &rows)).collect();
    for (pending, told) in totals.iter().zip(told) {
        match told {
            Told::Total(flags) => {
                settle_values(table, view, &pending.row);
                found.flags.extend(flags);
            }
            Told::Unknown => unknown::reject(table, view, &pending.row, &pending.label, &[], &[], found),
        }
        settle_rest(table, view, &pending.row);
    }
}

/// What a row that waited turned out to be.
enum Told {
    /// A total, with what is wrong with it.
    Total(Vec<Flag>),
    /// A label that nobody knows.
    Unknown,
}

/// A total is flagged where it fits none of the readings of its place. A row that only may be a total is one where all its values fit, or where
/// it names a section of the table.
fn told(table: &Table, view: &View, pending: &Pending, rows: &Rows) -> Told {
    let mut flags = Vec::new();
    let (mut is_sum, mut is_comparable) = (true, false);
    for (column, measure) in table.header.values() {
        let position = view.position(&pending.row, column.first);
        let Some(position) = position.filter(|&position| !value::is_blank_text(view, position)) else {
            continue;
        };
        let meant = rows.meant(pending.line, pending.sums.as_deref(), measure);
        let printed = |claim: &Claim| printed(table, view, pending, column, position, claim);
        let fits = |claim: &Claim| {
            is_proof(claim, pending.perhaps)
                && printed(claim).and_then(|printed| totals::differs(claim, &printed)) == Some(false)
        };
        let others =
            || pending.sums.is_none() && rows.others(pending.line, measure).any(|claim| fits(&claim));
        is_comparable |= meant.is_some();
        if meant.as_ref().is_some_and(&fits) {
            continue;
        }
        let Some(meant) = meant else {
            is_sum &= pending.perhaps.is_some() && others();
            continue;
        };
        if others() {
            continue;
        }
        is_sum = false;
        let place = Place::cell(&view.sheet.name, Address::new(pending.row.index, column.first));
        let wrong = printed(&meant).filter(|printed| totals::differs(&meant, printed) == Some(true));
        flags.extend(wrong.and_then(|printed| totals::flag(&meant, &printed, place, measure)));
    }
    match pending.perhaps {
        Some(Perhaps::Label) if !is_sum => Told::Unknown,
        Some(Perhaps::Section) if !is_sum && !is_comparable => Told::Unknown,
        _ => Told::Total(flags),
    }
}

/// Whether a sum that fits shows that a row is a total. One row of the same value does not, unless the row says which section it sums.
fn is_proof(claim: &Claim, perhaps: Option<Perhaps>) -> bool {
    perhaps != Some(Perhaps::Label) || claim.terms > 1 && !claim.sum.is_zero()
}

fn settle_values(table: &Table, view: &mut View, row: &Row) {
    for (column, _) in table.header.values() {
        if let Some(position) = view.position(row, column.first) {
            view.settle(position, Disposition::Structure);
        }
    }
}

/// The printed value, cleaned as the rows that it claims to sum.
fn printed(
    table: &Table,
    view: &View,
    pending: &Pending,
    column: &Column,
    position: usize,
    claim: &Claim,
) -> Option<Cleaned> {
    let definition = table.reading().indicators.get(claim.like as usize)?;
    let is_stated = !pending.label.unit.is_empty() || column.unit.is_some() || table.banner.is_some();
    let asked_in = claim.multiplier.or(is_stated.then_some(definition.asked_in))?;
    let unsigned = Indicator { min: None, max: None, asked_in, ..definition.clone() };
    let of = (claim.like, &unsigned);
    Some(value::clean(table, view, Some(position), of, &pending.label, column, Habit::Unknown))
}

#[cfg(test)]
mod tests {
    use super::{Section, section_of};
    use crate::pipeline::Locale;

    #[test]
    fn a_total_names_its_section() {
        let vi = |label| section_of(label, Locale::Vi);
        assert_eq!(vi("Cộng mục I"), Some(Section::Numbered));
        assert_eq!(vi("Tổng cộng phần A:"), Some(Section::Numbered));
        assert_eq!(vi("Cộng: Thu hội phí"), Some(Section::Named("thu hoi phi".into())));
        assert_eq!(vi("Tổng số đoàn viên"), Some(Section::Named("doan vien".into())));
        assert_eq!(vi("Tổng cộng"), None);
        assert_eq!(vi("Cộng đồng"), Some(Section::Named("dong".into())));
        let en = |label| section_of(label, Locale::En { is_month_first: false });
        assert_eq!(en("Total income *"), Some(Section::Named("income".into())));
        assert_eq!(en("Subtotal for section II"), Some(Section::Numbered));
        assert_eq!(en("Totally new"), None);
    }
}
