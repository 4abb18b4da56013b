//! Small sheets and definitions, written in tests as rows of text: `Khám bệnh | #12 | dưới 5`.

use super::{Lexicon, Memory, batch};
use crate::model::fact::FactValue;
use crate::model::workbook::Merge;
use crate::model::{Address, Batch, Cell, Format, Properties, Sheet, Style, Value, Workbook};
use crate::pipeline::{
    Blank, Category, Dimension, Extent, Hidden, Indicator, Kind, Label, Layout, Limits, Locale, Origins,
    Reading, SheetForm, Tick, Time, Total,
};

/// A sheet: a cell that begins with `#` is a number, an empty one is no cell.
pub fn sheet(name: &str, text: &str, merges: &[&str]) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in (0u32..).zip(text.lines()) {
        for (column, cell) in (0u32..).zip(line.split('|').map(str::trim)) {
            let value = match cell.strip_prefix('#').and_then(|number| number.parse().ok()) {
                Some(number) => Value::Number(number),
                None if cell.is_empty() => continue,
                None => Value::Text(cell.into()),
            };
            cells.push(Cell { at: Address::new(row, column), value, is_formula: false, style: 0 });
        }
    }
    let corners = |range: &&str| {
        let (first, last) = range.split_once(':').expect("a range");
        Merge { first: Address::parse(first).expect("a cell"), last: Address::parse(last).expect("a cell") }
    };
    Sheet {
        name: name.into(),
        cells_read: cells.len() as u64,
        cells,
        merges: merges.iter().map(corners).collect(),
        ..Sheet::default()
    }
}

/// A workbook of sheets.
pub fn workbook(sheets: Vec<Sheet>) -> Workbook {
    Workbook {
        format: Format::Xlsx,
        sheets,
        styles: [Style::default()].into(),
        is_1904: false,
        properties: Properties::default(),
        names: Vec::new(),
        flags: Vec::new(),
        reader: "test",
    }
}

/// A definition in Vietnamese with these indicators, dimensions and sheets.
pub fn reading(indicators: Vec<Indicator>, dimensions: Vec<Dimension>, sheets: Vec<SheetForm>) -> Reading {
    Reading {
        locale: Locale::Vi,
        sources: Vec::new(),
        sheets,
        indicators,
        dimensions,
        versions: Vec::new(),
        measures: vec!["actual".to_owned()],
        hidden: Hidden::Include,
        year_starts: 1,
        limits: Limits::default(),
    }
}

/// A count with a label.
pub fn count(id: &str, label: &str) -> Indicator {
    Indicator {
        id: id.to_owned(),
        label: Label { vi: label.to_owned(), en: String::new() },
        aliases: Vec::new(),
        code: None,
        path: Vec::new(),
        sheet: None,
        kind: Kind::Count,
        unit: "lượt".to_owned(),
        unit_aliases: Vec::new(),
        asked_in: 1,
        decimals: 4,
        min: Some(crate::model::Amount::ZERO),
        max: None,
        blank: Blank::Missing,
        is_nil_zero: true,
        tick: Tick::Reject,
        is_required: false,
        time: Time::Flow,
        total: Total::Sum,
        per: None,
        is_regular: false,
        part_of: None,
        cumulative_of: None,
        has_complete_parts: false,
        asked_of: Vec::new(),
        origin: Origins::Cells,
    }
}

/// A dimension: `female Nữ` is a category with its label.
pub fn dimension(id: &str, label: &str, categories: &[(&str, &str)]) -> Dimension {
    let category = |&(id, label): &(&str, &str)| Category {
        id: id.to_owned(),
        label: Label { vi: label.to_owned(), en: String::new() },
        aliases: Vec::new(),
    };
    Dimension {
        id: id.to_owned(),
        label: Label { vi: label.to_owned(), en: String::new() },
        categories: categories.iter().map(category).collect(),
        totals: Vec::new(),
    }
}

/// A sheet form that may be absent.
pub fn form(id: &str, layout: Layout) -> SheetForm {
    SheetForm { id: id.to_owned(), named: Vec::new(), layout, extent: Extent::Workbook, is_required: false }
}

/// What a workbook says under a definition.
pub fn read(workbook: Workbook, reading: &Reading) -> Batch {
    let batch = batch(workbook, &Lexicon::new(reading.clone()), &mut Memory::default());
    for sheet in &batch.sheets {
        assert_eq!(sheet.dispositions.total(), sheet.cells_read, "every cell has a disposition: {batch:#?}");
    }
    batch
}

/// The facts of a batch, one line each: indicator, breakdown, value, cell; `!` before what does not count.
pub fn facts(batch: &Batch, reading: &Reading) -> Vec<String> {
    let line = |fact: &crate::model::Fact| {
        let id = reading.indicators.get(fact.indicator as usize).map_or("?", |known| known.id.as_str());
        let value = match &fact.value {
            FactValue::Amount(value, _) => value.to_string(),
            FactValue::Text(text) => text.to_string(),
            FactValue::Date(date) => date.to_string(),
            FactValue::None => "-".to_owned(),
        };
        let mark = if fact.is_included { "" } else { "!" };
        format!("{mark}{id}[{}]={value}@{}", fact.breakdown, fact.at)
    };
    batch.facts.iter().map(line).collect()
}

/// The same without cells, sorted.
pub fn values(batch: &Batch, reading: &Reading) -> Vec<String> {
    let all = facts(batch, reading);
    let mut values: Vec<String> =
        all.iter().map(|line| line.split('@').next().unwrap_or_default().to_owned()).collect();
    values.sort();
    values
}

/// The flags of a batch, one line each: code, cell, found, expected.
pub fn flags(batch: &Batch) -> Vec<String> {
    let line = |flag: &crate::model::Flag| {
        let at = flag.place.cell.map_or_else(|| "-".to_owned(), |at| at.to_string());
        format!("{} {at} {} | {}", flag.check.code(), flag.found, flag.expected)
    };
    batch.flags.iter().map(line).collect()
}
