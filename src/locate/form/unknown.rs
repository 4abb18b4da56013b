//! What no indicator and no column of the pipeline knows: flagged with the nearest known one and the TOML that would make it known.

use super::row::RowLabel;
use super::{Course, Table, value};
use crate::clean::unit::StatedUnit;
use crate::clean::{likeness, text};
use crate::locate::header::{Header, Role, is_serial, years};
use crate::locate::view::{Disposition, Row, View};
use crate::locate::{Found, labels};
use crate::model::flag::Place;
use crate::model::{Address, Check, Flag, Value};
use crate::pipeline::draft::{self, DraftIndicator};
use crate::pipeline::{FormLayout, Kind, Layout, SheetForm};

/// Pieces of TOML that are drafted for one workbook: more are another form, and nobody pastes them one by one.
const MOST_DRAFTS: usize = 200;
/// How alike a header must be to a known one to be told as the nearest.
const NEAREST_SIMILARITY: f64 = 0.6;

/// Keeps the values of a row out whose indicator is not known, or of which nobody knows which it is.
pub(super) fn reject(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    candidates: &[u32],
    sections: &[String],
    found: &mut Found,
) {
    let ids = candidates.iter().filter_map(|&index| table.reading().indicators.get(index as usize));
    let names: Vec<&str> = ids.map(|indicator| indicator.id.as_str()).collect();
    let is_unknown = candidates.is_empty();
    let check = if is_unknown { Check::LabelUnknown } else { Check::LabelAmbiguous };
    let nearest = table.lexicon.labels.nearest(&label.text).unwrap_or_default();
    let expected = if is_unknown { nearest.to_owned() } else { names.join("; ") };
    let mut toml = (is_unknown && !label.text.is_empty() && found.drafts < MOST_DRAFTS)
        .then(|| drafted(table, view, row, label, nearest, sections));
    for (column, measure) in table.header.values() {
        let Some(position) = view.position(row, column.first) else { continue };
        if value::is_blank_text(view, position) {
            continue;
        }
        view.settle(position, Disposition::Rejected);
        let place = Place::cell(&view.sheet.name, Address::new(row.index, column.first));
        let mut flag = Flag::new(check, place, &*label.text).expected(expected.clone());
        flag.measure = measure;
        // One piece a row: the other columns' flags would say the same.
        if let Some(toml) = toml.take() {
            flag = flag.paste(&toml);
            found.drafts += 1;
        }
        found.flags.push(flag);
    }
}

/// What makes the label of a row known: an alias of the nearest indicator, else an indicator of its own.
fn drafted(
    table: &Table,
    view: &View,
    row: &Row,
    label: &RowLabel,
    nearest: &str,
    sections: &[String],
) -> String {
    let name = labels::bare(&label.text);
    let reading = table.reading();
    let near = table.lexicon.labels.find(nearest).and_then(|(_, found)| found.first().copied());
    if let Some(indicator) = near.and_then(|index| reading.indicators.get(index as usize)) {
        return draft::alias(&indicator.id, &indicator.aliases, name);
    }
    let (kind, unit) = shown(table, view, row, label);
    let ids = reading.indicators.iter().map(|indicator| indicator.id.as_str());
    let mut indicator = DraftIndicator::new(name, kind, ids);
    if let Some(unit) = unit {
        let is_multiple = unit.multiplier != 1 && kind == Kind::Money;
        indicator.asked_in = is_multiple.then(|| unit.text.to_string());
        indicator.unit = if unit.is_money { String::new() } else { unit.text.to_string() };
    } else if matches!(kind, Kind::Count | Kind::Amount) {
        indicator.unit.clone_from(&label.unit);
    }
    if !sections.is_empty() {
        indicator.notes.push(format!("{}!{}: {}", view.sheet.name, row.index + 1, sections.join(" › ")));
    }
    draft::indicator(&indicator)
}

/// The kind that the values of a row show, and the unit that stands with them.
fn shown(table: &Table, view: &View, row: &Row, label: &RowLabel) -> (Kind, Option<StatedUnit>) {
    let locale = table.reading().locale;
    let positions = || table.header.values().filter_map(|(column, _)| view.position(row, column.first));
    let of_header = table.header.values().find_map(|(column, _)| column.unit.clone());
    let unit = crate::clean::unit::parse(&label.unit, locale).or(of_header).or_else(|| table.banner.clone());
    let unit = unit.filter(|unit| label.unit.is_empty() || *unit.text == *label.unit);
    let is_of = |is: &dyn Fn(usize) -> bool| positions().any(is);
    let is_date = |position: usize| {
        view.cell(position).is_some_and(|cell| {
            matches!(cell.value, Value::IsoDate(_))
                || matches!(cell.value, Value::Number(_)) && view.style(cell).is_date
        })
    };
    let is_fraction = |position: usize| matches!(view.cell(position).map(|cell| &cell.value), Some(Value::Number(number)) if number.fract() != 0.0);
    let is_percent = |position: usize| {
        let format = view.cell(position).map_or("", |cell| &view.style(cell).number_format);
        format.contains('%') || view.text(position).ends_with('%')
    };
    let kind = if is_of(&is_date) {
        Kind::Date
    } else if unit.as_ref().is_some_and(StatedUnit::is_percent) || is_of(&is_percent) {
        Kind::Ratio
    } else if !is_of(&|position| view.is_number(position, locale)) {
        Kind::Text
    } else if unit.as_ref().is_some_and(|unit| unit.is_money) {
        Kind::Money
    } else if is_of(&is_fraction) {
        Kind::Amount
    } else {
        Kind::Count
    };
    (kind, unit)
}

/// A column with a header that the pipeline does not name, and what stands in it beside known labels.
struct Headed {
    column: u32,
    at: Address,
    header: String,
    numbers: Vec<f64>,
    texts: usize,
}

/// Flags every column of numbers beside the known labels whose header the pipeline does not know. Columns that count the rows are none.
pub fn flag_columns(table: &Table, view: &View, rows: &[Row], course: &mut Course, found: &mut Found) {
    let Some(form) = table.reading().sheets.get(usize::from(table.header.form)) else { return };
    let Layout::Form(layout) = &form.layout else { return };
    let mut headed = headed_columns(view, table.header);
    if headed.is_empty() {
        return;
    }
    look_beside(table, view, rows, &mut headed);
    for Headed { column, at, header, numbers, texts } in headed {
        let is_column = !numbers.is_empty() && numbers.len() >= texts;
        if !is_column || counts_rows(&numbers) || !course.columns.insert(column) {
            continue;
        }
        let find = |header: &str| nearest(layout, &table.reading().measures, header);
        let meaning = view.row(at.row).and_then(|row| view.meaning(view.position(row, at.column)?));
        let near = match meaning.filter(|meaning| *meaning.tidy == *header) {
            Some(meaning) => meaning.nearest_header(table.header.form, find),
            None => find(&header),
        };
        let (key, near) = near.and_then(|near| words(layout, &table.reading().measures).nth(near)).unzip();
        let place = Place::cell(&view.sheet.name, at);
        let mut flag =
            Flag::new(Check::ColumnUnknown, place, header.as_str()).expected(near.unwrap_or_default());
        if found.drafts < MOST_DRAFTS {
            flag = flag.paste(&drafted_column(table, form, key, &header));
            found.drafts += 1;
        }
        found.flags.push(flag);
    }
}

/// The columns that have a header and no role, from left to right; those that number the rows are none of them.
fn headed_columns(view: &View, header: &Header) -> Vec<Headed> {
    let is_named = |at: u32| header.columns.iter().any(|column| (column.first..=column.last).contains(&at));
    let rows = view.rows_between(header.first_row, header.last_row + 1);
    let columns = rows.iter().flat_map(|row| view.cells(row).map(|(_, cell)| cell.at.column));
    let mut columns: Vec<u32> = columns.filter(|column| !is_named(*column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let headed = columns.into_iter().filter_map(|column| {
        let (at, header) = header_of(view, header, column).filter(|(_, text)| !is_serial(text))?;
        Some(Headed { column, at, header, numbers: Vec::new(), texts: 0 })
    });
    headed.collect()
}

/// Notes what stands beside known labels in these columns.
fn look_beside(table: &Table, view: &View, rows: &[Row], headed: &mut [Headed]) {
    let locale = table.reading().locale;
    let Some(label) = table.header.column(Role::Label) else { return };
    let is_label = |position: usize, at: u32| {
        (label.first..=label.last).contains(&at)
            && view.meaning(position).is_some_and(|meaning| meaning.label(table.lexicon).is_some())
    };
    for row in rows {
        if !view.cells(row).any(|(position, cell)| is_label(position, cell.at.column)) {
            continue;
        }
        for (position, cell) in view.cells(row) {
            let known = headed.binary_search_by_key(&cell.at.column, |headed| headed.column);
            let Some(beside) = known.ok().and_then(|known| headed.get_mut(known)) else { continue };
            match &cell.value {
                Value::Number(number) => beside.numbers.push(*number),
                _ if view.is_number(position, locale) => {
                    beside.numbers.push(view.text(position).parse().unwrap_or(f64::NAN));
                }
                _ if !view.text(position).is_empty() => beside.texts += 1,
                _ => {}
            }
        }
    }
}

/// The lowest text or year in the header's rows over a column.
fn header_of(view: &View, header: &Header, column: u32) -> Option<(Address, String)> {
    (header.first_row..=header.last_row).rev().find_map(|index| {
        let row = view.row(index)?;
        let position = view.position(row, column)?;
        let text = view.text(position);
        let year = || years::in_cell(view, row, column).map(|year| year.to_string());
        let shown = if text.is_empty() { year()? } else { text.to_owned() };
        Some((Address::new(index, column), shown))
    })
}

/// Whether numbers only count the rows: 1, 2, 3, with gaps where rows have none.
fn counts_rows(numbers: &[f64]) -> bool {
    let is_whole = numbers.iter().all(|number| number.fract() == 0.0 && (0.0..10_000.0).contains(number));
    let steps = numbers.windows(2).filter(|pair| matches!(pair, [one, two] if *two == one + 1.0)).count();
    is_whole && numbers.len() > 2 && steps * 3 >= (numbers.len() - 1) * 2
}

/// The known header nearest to another, as its place among [`words`]; `{previous}` and `{year}` stand for any year.
fn nearest(layout: &FormLayout, measures: &[String], header: &str) -> Option<usize> {
    let open = |text: &str| {
        let key = text::fold(&text.replace("{previous}", "{}").replace("{year}", "{}"));
        years::without_years(&key).unwrap_or(key)
    };
    let wanted = open(header);
    let score = |word: &str| likeness::at_least(NEAREST_SIMILARITY, &wanted, &open(word));
    words(layout, measures)
        .enumerate()
        .filter_map(|(at, (_, word))| Some((score(word)?, at)))
        .max_by(|one, two| one.0.total_cmp(&two.0))
        .map(|(_, at)| at)
}

/// The header words of a sheet, each behind the key of its list.
fn words<'a>(layout: &'a FormLayout, measures: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    lists(layout, measures).flat_map(|(key, words)| words.iter().map(move |word| (key, word.as_str())))
}

/// The lists of header words of a sheet, by their keys.
fn lists<'a>(
    layout: &'a FormLayout,
    measures: &'a [String],
) -> impl Iterator<Item = (&'a str, &'a [String])> {
    let values = layout.values.iter().filter_map(|column| {
        let id = measures.get(usize::from(column.measure))?;
        Some((if column.measure == 0 { "value" } else { id.as_str() }, column.headers.as_slice()))
    });
    values.chain([
        ("label", layout.label.as_slice()),
        ("code", layout.code.as_slice()),
        ("unit", layout.unit.as_slice()),
    ])
}

/// What makes a column known: a header of the nearest list, of the year before where it names one, else a measure of its own.
fn drafted_column(table: &Table, form: &SheetForm, key: Option<&str>, header: &str) -> String {
    let measures = &table.reading().measures;
    let Layout::Form(layout) = &form.layout else { return String::new() };
    let known = |key: &str| {
        lists(layout, measures).find(|(known, _)| *known == key).map_or(&[][..], |(_, words)| words)
    };
    let of_year = years::in_text(header).filter(|year| table.year.is_none_or(|own| *year != own));
    let is_previous = of_year.zip(table.year).is_none_or(|(named, own)| named + 1 == own);
    if let Some(year) = of_year.filter(|_| is_previous) {
        let open = header.replace(&year.to_string(), "{previous}");
        return if measures.iter().any(|measure| measure == PREVIOUS) {
            draft::header(&form.id, PREVIOUS, known(PREVIOUS), &open)
        } else {
            draft::measure(&form.id, PREVIOUS, &open)
        };
    }
    match key {
        Some(key) if of_year.is_none() => draft::header(&form.id, key, known(key), header),
        _ => draft::measure(&form.id, &draft::id(header, measures.iter().map(String::as_str)), header),
    }
}

/// The measure of the year before.
const PREVIOUS: &str = "previous";
