//! A definition of one table, and workbooks written as rows of text.
//!
//! A cell is text unless it begins with `#` (a number), `@` (a serial number shown as a date) or `=` (a formula with the value behind it).

use crate::locate::{Lexicon, Memory, batch};
use crate::model::fact::FactValue;
use crate::model::workbook::Merge;
use crate::model::{
    Address, Batch, Bound, CandidateKind, Cell, Check, Format, Sheet, SheetState, Style, Value, Workbook,
};
use crate::pipeline::{
    Blank, Category, Computation, Computed, Dimension, Extent, Hidden, Indicator, Kind, Label, Layout,
    Limits, Locale, Origins, Reading, SheetForm, Source, TableColumn, TableLayout, Tick, Time, Total,
};

/// An indicator of a kind.
pub fn indicator(id: &str, kind: Kind, unit: &str) -> Indicator {
    let is_bounded = matches!(kind, Kind::Count | Kind::Money);
    Indicator {
        id: id.into(),
        label: Label { vi: id.into(), en: id.into() },
        aliases: vec![],
        code: None,
        path: vec![],
        sheet: None,
        kind,
        unit: unit.into(),
        unit_aliases: vec![],
        asked_in: 1,
        decimals: 0,
        min: is_bounded.then_some(crate::model::Amount::ZERO),
        max: None,
        blank: Blank::Missing,
        is_nil_zero: true,
        tick: Tick::Reject,
        is_required: false,
        time: Time::Flow,
        cumulative_of: None,
        total: Total::Sum,
        per: None,
        is_regular: false,
        part_of: None,
        has_complete_parts: false,
        asked_of: vec![],
        origin: Origins::Cells,
    }
}

/// A column with its headers; `!` behind the id: it is optional, `^`: it repeats what stands above.
pub fn column(id: &str, headers: &[&str]) -> TableColumn {
    TableColumn {
        id: id.trim_end_matches(['!', '^']).into(),
        headers: headers.iter().map(|&header| header.into()).collect(),
        dimension: None,
        is_required: !id.contains('!'),
        fills_down: id.contains('^'),
    }
}

/// A computed indicator; columns by their place.
pub fn computed(indicator: u32, what: Computation, filter: &[(usize, &str)], by: &[usize]) -> Computed {
    let filter = filter.iter().map(|(column, text)| (*column, vec![(*text).to_owned()])).collect();
    Computed { indicator, what, filter, by: by.to_vec() }
}

/// Day, kind, branch, amount; deposits, withdrawals and how many there were.
pub fn ledger() -> Reading {
    let columns = vec![
        column("day", &["Ngày"]),
        column("kind", &["Loại giao dịch", "Loại"]),
        column("amount", &["Số tiền"]),
        column("note!", &["Ghi chú"]),
    ];
    let layout = TableLayout {
        columns,
        totals: vec![],
        keeps_records: false,
        computed: vec![
            computed(0, Computation::Sum(2), &[(1, "Gửi tiền")], &[]),
            computed(1, Computation::Sum(2), &[(1, "Rút tiền")], &[]),
            computed(2, Computation::Count, &[], &[]),
        ],
        measure: 0,
    };
    let indicators = vec![
        indicator("deposits", Kind::Money, "đồng"),
        indicator("withdrawals", Kind::Money, "đồng"),
        indicator("transactions", Kind::Count, "giao dịch"),
    ];
    reading(layout, indicators)
}

/// A definition of one table.
pub fn reading(layout: TableLayout, indicators: Vec<Indicator>) -> Reading {
    Reading {
        locale: Locale::Vi,
        sources: vec![],
        sheets: vec![SheetForm {
            id: "ledger".into(),
            named: vec!["Sổ".into()],
            layout: Layout::Table(layout),
            extent: Extent::Workbook,
            is_required: false,
        }],
        indicators,
        dimensions: vec![],
        versions: vec![],
        measures: vec!["actual".into()],
        hidden: Hidden::Include,
        year_starts: 1,
        limits: Limits::default(),
    }
}

/// The table of a definition.
pub fn table(reading: &mut Reading) -> &mut TableLayout {
    match reading.sheets.first_mut().map(|sheet| &mut sheet.layout) {
        Some(Layout::Table(layout)) => layout,
        _ => panic!("a table"),
    }
}

/// A dimension with categories: id and label.
pub fn dimension(id: &str, categories: &[(&str, &str)]) -> Dimension {
    let label = |vi: &str| Label { vi: vi.into(), en: String::new() };
    let category =
        |(id, name): &(&str, &str)| Category { id: (*id).into(), label: label(name), aliases: vec![] };
    Dimension {
        id: id.into(),
        label: label(id),
        categories: categories.iter().map(category).collect(),
        totals: vec!["Cả hai".into()],
    }
}

/// Reads branches from a column.
pub fn branch_from(reading: &mut Reading, column: &str) {
    reading.sources.push((CandidateKind::Branch, vec![Source::Column(column.into())]));
}

/// A sheet of rows.
pub fn sheet(name: &str, text: &str) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in (0u32..).zip(text.lines()) {
        for (column, shown) in (0u32..).zip(line.split('|').map(str::trim)) {
            cells.extend(cell(Address::new(row, column), shown));
        }
    }
    Sheet { name: name.into(), cells_read: cells.len() as u64, cells, ..Sheet::default() }
}

fn cell(at: Address, shown: &str) -> Option<Cell> {
    let number = |text: &str| Value::Number(text.trim().parse().expect("a number"));
    let (value, style) = match shown.chars().next()? {
        '#' => (number(&shown[1..]), 0),
        '@' => (number(&shown[1..]), 1),
        '=' => (number(&shown[1..]), 0),
        _ => (Value::Text(shown.replace("\\n", "\n").into()), 0),
    };
    Some(Cell { at, value, is_formula: shown.starts_with('='), style })
}

/// Merges a rectangle, `A1:B2`.
pub fn merged(mut sheet: Sheet, ranges: &[&str]) -> Sheet {
    for range in ranges {
        let (first, last) = range.split_once(':').expect("a range");
        let address = |text: &str| Address::parse(text).expect("an address");
        sheet.merges.push(Merge { first: address(first), last: address(last) });
    }
    sheet
}

/// What a workbook of these sheets says.
pub fn said(reading: &Reading, sheets: Vec<Sheet>) -> Batch {
    let dated = Style { number_format: "dd/mm/yyyy".into(), is_date: true, ..Style::default() };
    let workbook = Workbook {
        format: Format::Xlsx,
        sheets,
        styles: [Style::default(), dated].into(),
        is_1904: false,
        properties: Default::default(),
        names: vec![],
        flags: vec![],
        reader: "test",
    };
    let batch = batch(workbook, &Lexicon::new(reading.clone()), &mut Memory::default());
    let is_balanced = !batch.flags.iter().any(|flag| flag.check == Check::AccountUnbalanced);
    assert!(is_balanced, "every cell has a disposition: {:?}", batch.flags);
    batch
}

/// What one sheet says.
pub fn of(reading: &Reading, text: &str) -> Batch {
    said(reading, vec![sheet("Sheet1", text)])
}

/// Facts that count: `deposits=500 @C2:C4`, with breakdown and report where there are any.
pub fn facts(reading: &Reading, batch: &Batch) -> Vec<String> {
    let shown = |fact: &crate::model::Fact| {
        let id = &reading.indicators[fact.indicator as usize].id;
        let FactValue::Amount(value, bound) = &fact.value else { return format!("{id}?") };
        let mark = if *bound == Bound::Exact { "" } else { bound.as_str() };
        let breakdown =
            if fact.breakdown.is_empty() { String::new() } else { format!("[{}]", fact.breakdown) };
        let report = if fact.report == 0 { String::new() } else { format!("{{{}}}", fact.report) };
        let until = fact.until.map(|until| format!(":{until}")).unwrap_or_default();
        format!("{id}{breakdown}{report}={mark}{value} @{}{until}", fact.at)
    };
    batch.facts.iter().filter(|fact| fact.is_included).map(shown).collect()
}

/// The same without places.
pub fn values(reading: &Reading, batch: &Batch) -> Vec<String> {
    let mut all: Vec<String> = facts(reading, batch)
        .iter()
        .map(|fact| fact.split(" @").next().unwrap_or_default().to_owned())
        .collect();
    all.sort();
    all
}

/// Flags: `printed-total C5: 900 / 800`.
pub fn flags(batch: &Batch) -> Vec<String> {
    let shown = |flag: &crate::model::Flag| {
        let cell = flag.place.cell.map(|at| at.to_string()).unwrap_or_default();
        format!("{} {cell}: {} / {}", flag.check.code(), flag.found, flag.expected)
    };
    batch.flags.iter().map(shown).collect()
}

/// A hidden sheet.
pub fn hidden_sheet(mut sheet: Sheet) -> Sheet {
    sheet.state = SheetState::Hidden;
    sheet
}
