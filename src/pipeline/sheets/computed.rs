//! Indicators that are computed from records: what `from` says is counted or summed, of which records, by which columns.

use super::super::error::Findings;
use super::super::labels::match_key;
use super::super::names::Names;
use super::super::reading::{
    Category, Computation, Computed, Dimension, Indicator, Kind, Layout, SheetForm, TableColumn, TableLayout,
};
use super::super::suggest;
use super::super::table::{Table, Word, words};

/// Adds to each table of records the indicators whose `from` names it.
pub(in crate::pipeline) fn computed(
    (indicators, entries): (&[Indicator], &[Table<'_>]),
    (sheets, names): (&mut [SheetForm], &Names),
    dimensions: &[Dimension],
    findings: &mut Findings<'_>,
) {
    for (index, (indicator, entry)) in (0u32..).zip(indicators.iter().zip(entries)) {
        for from in entry.table("from").into_iter().chain(entry.tables("from")) {
            check_kind(indicator, entry, &from, findings);
            let Some(table) = table_of(&from, sheets, names, findings) else { continue };
            let asked = From { table: &*table, dimensions };
            let (what, filter, by) =
                (asked.what(&from, findings), asked.filter(&from, findings), asked.by(&from, findings));
            if let Some(what) = what {
                table.computed.push(Computed { indicator: index, what, filter, by });
            }
        }
    }
}

/// Reports an indicator that no count or sum of records can be.
fn check_kind(of: &Indicator, entry: &Table<'_>, from: &Table<'_>, findings: &mut Findings<'_>) {
    let is_counted = from.is_true("count");
    let expected = match (of.kind, is_counted) {
        (Kind::Count, _) | (Kind::Money | Kind::Amount, false) => return,
        (_, true) => "`kind = \"count\"`: records are counted",
        (_, false) => "count, money or amount: other kinds cannot be added",
    };
    let found = format!("`{}` is computed from records, and of a kind that they do not give", of.id);
    findings.add(entry.span_of("kind"), found, expected);
}

/// The table of records that `from` names.
fn table_of<'s>(
    from: &Table<'_>,
    sheets: &'s mut [SheetForm],
    names: &Names,
    findings: &mut Findings<'_>,
) -> Option<&'s mut TableLayout> {
    let word = from.text("sheet")?;
    let index = names.resolve(&word, findings)?;
    match &mut sheets.get_mut(index as usize)?.layout {
        Layout::Table(table) => Some(table),
        _ => {
            let found = format!("the sheet `{}` has no records", word.get_ref());
            findings.add(word.span(), found, "a sheet with `layout = \"table\"`");
            None
        }
    }
}

/// What `from` is read against.
struct From<'a> {
    table: &'a TableLayout,
    dimensions: &'a [Dimension],
}

impl From<'_> {
    /// The position of the column that a word names; reports a word that names none.
    fn column(&self, word: &Word, findings: &mut Findings<'_>) -> Option<(usize, &TableColumn)> {
        let known = || self.table.columns.iter().map(|column| column.id.as_str());
        let found = self.table.columns.iter().enumerate().find(|(_, column)| column.id == *word.get_ref());
        if found.is_none() {
            let expected = match self.table.columns.len() {
                0 => "a column of the sheet, which has none".to_owned(),
                _ => format!("a column of the sheet: {}", suggest::listed(known())),
            };
            let advice = suggest::advice(word.get_ref(), known());
            findings.advise(word.span(), format!("unknown column `{}`", word.get_ref()), expected, advice);
        }
        found
    }

    /// Whether records are counted, or which column is summed.
    fn what(&self, from: &Table<'_>, findings: &mut Findings<'_>) -> Option<Computation> {
        match (from.text("sum"), from.is_true("count")) {
            (Some(sum), false) => self.sum(&sum, findings).map(Computation::Sum),
            (None, true) => Some(Computation::Count),
            (sum, _) => {
                let found = match sum {
                    Some(_) => "`from` both sums and counts",
                    None => "`from` says neither what is summed nor that records are counted",
                };
                // A value of the wrong type has been reported already.
                if sum.is_some() || from.value("sum").is_none() {
                    let at = if sum.is_some() { from.span_of("count") } else { from.span.clone() };
                    findings.add(at, found, "either `sum = \"…\"` or `count = true`");
                }
                None
            }
        }
    }

    /// The column that is summed.
    fn sum(&self, word: &Word, findings: &mut Findings<'_>) -> Option<usize> {
        let (position, column) = self.column(word, findings)?;
        if column.dimension.is_some() {
            let found = format!("the column `{}` holds categories of a dimension", word.get_ref());
            findings.add(word.span(), found, "a column of numbers");
        }
        if column.fills_down {
            // An amount that is printed once would be added once for each record below it.
            let found =
                format!("the column `{}` is filled down: its sum would count values again", word.get_ref());
            findings.add(word.span(), found, "a column without `fill_down`");
        }
        Some(position)
    }

    /// Which records: columns with the texts that they must hold.
    fn filter(&self, from: &Table<'_>, findings: &mut Findings<'_>) -> Vec<(usize, Vec<String>)> {
        let mut filter = Vec::new();
        for (column, value) in from.table("where").iter().flat_map(Table::pairs) {
            let Some((position, of)) = self.column(&column, findings) else { continue };
            let texts = words(value);
            if texts.is_empty() {
                findings.add(value.span(), "no record can be meant", "at least one text");
            }
            let dimension = of.dimension.and_then(|index| self.dimensions.get(usize::from(index)));
            let all = texts.iter().flat_map(|text| category_texts(text, dimension, findings)).collect();
            filter.push((position, all));
        }
        filter
    }

    /// By which columns it is broken down.
    fn by(&self, from: &Table<'_>, findings: &mut Findings<'_>) -> Vec<usize> {
        let mut by = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        for word in from.texts("by") {
            let Some((position, column)) = self.column(&word, findings) else { continue };
            let dimension = column.dimension.and_then(|index| self.dimensions.get(usize::from(index)));
            let key = dimension.map_or(column.id.as_str(), |dimension| dimension.id.as_str());
            if keys.contains(&key) {
                findings.add(
                    word.span(),
                    format!("it is broken down by `{key}` twice"),
                    "each dimension once",
                );
                continue;
            }
            keys.push(key);
            by.push(position);
        }
        by
    }
}

/// What a cell may say that means a text of `where`: the text, or every word for the category of a closed dimension.
fn category_texts(text: &Word, dimension: Option<&Dimension>, findings: &mut Findings<'_>) -> Vec<String> {
    let Some(dimension) = dimension.filter(|dimension| !dimension.categories.is_empty()) else {
        return vec![text.get_ref().clone()];
    };
    let key = match_key(text.get_ref());
    let is_meant = |category: &&Category| category_words(category).any(|word| match_key(word) == key);
    if let Some(category) = dimension.categories.iter().find(is_meant) {
        let mut words: Vec<String> = Vec::new();
        for word in category_words(category).filter(|word| !word.is_empty()) {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        return words;
    }
    let right = || dimension.categories.iter().flat_map(category_words);
    let ids = dimension.categories.iter().map(|category| category.id.as_str());
    let found = format!("`{}` is no category of `{}`", text.get_ref(), dimension.id);
    let expected = format!("a category: {}", suggest::listed(ids));
    findings.advise(text.span(), found, expected, suggest::advice(text.get_ref(), right()));
    Vec::new()
}

/// Every word for a category, its id first.
fn category_words(category: &Category) -> impl Iterator<Item = &str> {
    let own = [&category.id, &category.label.vi, &category.label.en].into_iter();
    own.chain(&category.aliases).map(String::as_str)
}
