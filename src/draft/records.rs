//! Groups of tables whose rows are others in every report become sheets of the layout `table`.
//!
//! Columns of few different texts break the records down, columns of numbers are summed, and all records are counted. Columns that say whose a
//! record is, or of which period, are told to the identity.

use super::forms::usual_names;
use super::grid::What;
use super::groups::Group;
use super::observe::{Observed, Role};
use super::rows::{Place, header_words};
use super::values::{NO_CURRENCY, neutral};
use super::words;
use crate::clean::{period, text, unit, words as known};
use crate::pipeline::draft::{DraftIndicator, column as column_toml, id, list, text as quoted};
use crate::pipeline::{Kind, Label, Locale, Time};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the tables that must have a column for a table without it to be another one.
const REQUIRED: f64 = 0.9;
/// Share of cells that must be of a kind.
const MOST: f64 = 0.6;
/// More texts are names, not categories.
const CATEGORIES: usize = 30;
/// Records for each category at least.
const RECORDS_EACH: usize = 4;
/// From so many headers on in one place, a column has another header in every table.
const SEVERAL_HEADERS: usize = 3;
/// Distinct texts that are remembered.
const DISTINCT: usize = 2_000;

/// A column of records, over all tables.
#[derive(Debug, Default)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// Headers as the definition writes them.
    pub headers: Vec<String>,
    /// Cells by what they hold.
    numbers: usize,
    fractions: usize,
    dates: usize,
    periods: usize,
    filled: usize,
    rows: usize,
    merged: usize,
    /// Tables that have it.
    pub tables: usize,
    /// Books that have it.
    pub books: BTreeSet<usize>,
    /// Different texts as written, by key.
    pub texts: BTreeMap<String, String>,
    /// Texts with the book.
    pub told: BTreeSet<(usize, String)>,
    units: BTreeMap<String, usize>,
    role: Option<Role>,
    order: usize,
    /// Whether its header is another one in every table.
    is_folded: bool,
}

/// A sheet of records.
#[derive(Debug)]
pub struct RecordSheet {
    /// Its id.
    pub id: String,
    /// Names of sheets.
    pub named: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Tables that it was met in.
    pub tables: usize,
    /// Whether totals were seen among the records.
    pub totals: BTreeMap<String, usize>,
    /// Books that have it.
    pub books: BTreeSet<usize>,
    locale: Locale,
}

/// The sheet of a group, if it has anything to count.
pub fn sheet(observed: &Observed, group: &Group, taken: &mut Vec<String>) -> Option<RecordSheet> {
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let mut totals = BTreeMap::new();
    for place in &group.tables {
        add_table(observed, *place, &mut columns, &mut totals);
    }
    let mut columns: Vec<Column> = columns.into_values().filter(|column| column.filled > 0).collect();
    columns.sort_by_key(|column| column.order);
    let mut columns = folded(columns, group.tables.len());
    let mut ids: Vec<String> = Vec::new();
    for column in &mut columns {
        let shown = column.headers.first().cloned().unwrap_or_default();
        let last = if column.is_folded { "name" } else { shown.rsplit(" > ").next().unwrap_or("") };
        column.id = id(last, ids.iter().map(String::as_str));
        ids.push(column.id.clone());
    }
    let named = usual_names(observed, &group.tables);
    let name = named.first().map_or("records", String::as_str);
    let id = id(name, taken.iter().map(String::as_str));
    taken.push(id.clone());
    let sheet = RecordSheet {
        id,
        named,
        columns,
        tables: group.tables.len(),
        totals,
        books: group.books.clone(),
        locale: observed.locale,
    };
    (sheet.columns.iter().any(Column::is_summed)).then_some(sheet)
}

/// Columns with the columns made one that are one column: of texts, in the same place, with another header in every table. `Grafton County` over
/// the names of its towns says whose the list is.
fn folded(columns: Vec<Column>, tables: usize) -> Vec<Column> {
    let is_own = |column: &Column| {
        column.role == Some(Role::Text) && column.tables * 2 <= tables && !column.is_period()
    };
    let mut kept: Vec<Column> = Vec::new();
    let mut own: BTreeMap<usize, Vec<Column>> = BTreeMap::new();
    for column in columns {
        if is_own(&column) { own.entry(column.order).or_default().push(column) } else { kept.push(column) }
    }
    for of_place in own.into_values() {
        let met: usize = of_place.iter().map(|column| column.tables).sum();
        if of_place.len() >= SEVERAL_HEADERS && met <= tables {
            kept.extend(of_place.into_iter().reduce(Column::joined));
        } else {
            kept.extend(of_place);
        }
    }
    kept.sort_by_key(|column| column.order);
    kept
}

fn add_table(
    observed: &Observed,
    place: Place,
    columns: &mut BTreeMap<String, Column>,
    totals: &mut BTreeMap<String, usize>,
) {
    let Some(book) = observed.books.get(place.0) else { return };
    let (Some(grid), Some(seat)) =
        (book.grids.get(place.1), book.tables.get(place.1).and_then(|of| of.get(place.2)))
    else {
        return;
    };
    let table = &seat.table;
    let body = grid.lines.get(table.body.clone()).unwrap_or_default();
    for (index, of) in table.columns.iter().enumerate() {
        let Some(role) = seat.roles.get(index).copied().filter(|role| *role != Role::Numbering) else {
            continue;
        };
        let column = columns.entry(table.key(index)).or_default();
        column.order = column.order.max(index);
        column.tables += 1;
        column.books.insert(place.0);
        column.role = Some(role);
        let path: Vec<String> = of.path.iter().map(|text| header_words(&text.tidy)).collect();
        let shown = path.join(" > ");
        if !shown.is_empty() && !column.headers.iter().any(|known| text::fold(known) == text::fold(&shown)) {
            column.headers.push(shown);
        }
        let stated =
            of.path.iter().filter_map(|text| unit::in_header(&text.tidy, observed.locale)).next_back();
        stated.into_iter().for_each(|unit| *column.units.entry(unit.text.to_string()).or_default() += 1);
        for line in body {
            let mut texts = line.cells.iter().filter_map(|cell| cell.words());
            if let Some(total) = texts.find(|text| known::is_total_row(&text.tidy, observed.locale)) {
                if index == 0 {
                    *totals.entry(total.tidy.to_string()).or_default() += 1;
                }
                continue;
            }
            // A heading between records is a text alone.
            if line.cells.len() < 2 {
                continue;
            }
            column.rows += 1;
            if let Some(cell) = line.within(of.first, of.last) {
                column.add(&cell.what, place.0, observed.locale);
                column.merged += usize::from(cell.last_row > line.row);
            }
        }
    }
}

impl Column {
    /// One column under the headers of both.
    fn joined(mut self, other: Self) -> Self {
        self.headers.extend(other.headers);
        self.numbers += other.numbers;
        self.fractions += other.fractions;
        self.dates += other.dates;
        self.periods += other.periods;
        self.filled += other.filled;
        self.rows += other.rows;
        self.merged += other.merged;
        self.tables += other.tables;
        self.books.extend(other.books);
        self.texts.extend(other.texts);
        self.told.extend(other.told);
        other.units.into_iter().for_each(|(unit, count)| *self.units.entry(unit).or_default() += count);
        self.is_folded = true;
        self
    }

    fn add(&mut self, what: &What, book: usize, locale: Locale) {
        self.filled += 1;
        match what {
            What::Number { value, text: None, .. } => {
                self.numbers += 1;
                self.fractions += usize::from(value.fract() != 0.0);
            }
            What::Number { value, text: Some(text), .. } => {
                self.numbers += 1;
                self.fractions += usize::from(value.fract() != 0.0);
                self.remember(&text.tidy, book, locale);
            }
            What::Date(..) => self.dates += 1,
            What::Text(text) => self.remember(&text.tidy, book, locale),
            What::Nil(_) | What::Other => {}
        }
    }

    fn remember(&mut self, tidy: &str, book: usize, locale: Locale) {
        if self.texts.len() < DISTINCT {
            self.periods += usize::from(period::read_period(tidy, locale, 1).is_some());
            self.texts.entry(text::fold(tidy)).or_insert_with(|| tidy.to_owned());
            self.told.insert((book, tidy.to_owned()));
        }
    }

    fn is_mostly(&self, count: usize) -> bool {
        count > 0 && count as f64 >= MOST * self.filled as f64
    }

    /// Whether its numbers are added up.
    pub fn is_summed(&self) -> bool {
        self.is_mostly(self.numbers) && matches!(self.role, Some(Role::Value))
    }

    /// Whether it says of which period a record is.
    pub fn is_period(&self) -> bool {
        self.is_mostly(self.periods)
    }

    /// Whether its texts are few and come again.
    fn is_category(&self) -> bool {
        let of_texts = self.filled - self.numbers - self.dates;
        !self.is_period()
            && self.is_mostly(of_texts)
            && (2..=CATEGORIES).contains(&self.texts.len())
            && of_texts >= RECORDS_EACH * self.texts.len()
            && self.filled * 10 >= self.rows * 8
    }

    /// Whether a cell without anything repeats the one above.
    fn fills_down(&self) -> bool {
        !self.is_summed()
            && self.filled * 2 < self.rows
            && (self.merged * 2 >= self.filled || self.filled * 10 >= self.rows)
            && self.order <= 2
    }

    /// Whether its header says that it names branches.
    pub fn is_branch(&self) -> bool {
        let says = self.headers.iter().any(|header| words::is(&text::fold(header), words::BRANCH));
        says && !self.is_folded && !self.is_summed() && !self.is_period() && self.texts.len() >= 2
    }
}

impl RecordSheet {
    /// The column by which records are broken down: of few texts, and not whose they are.
    fn dimension(&self) -> Option<&Column> {
        let fit = self
            .columns
            .iter()
            .filter(|column| column.is_category() && !column.is_branch() && column.tables * 2 > self.tables);
        fit.filter(|column| column.role != Some(Role::Remark)).min_by_key(|column| column.texts.len())
    }

    /// Its `[[sheet]]` block, behind the dimension that it needs.
    pub fn block(&self) -> String {
        let mut toml = String::from("\n");
        let dimension = self.dimension();
        toml.push_str(&crate::pipeline::draft::comment(&format!(
            "records, met in {} tables of {} workbooks",
            self.tables,
            self.books.len()
        )));
        for (label, count) in &self.totals {
            toml.push_str(&crate::pipeline::draft::comment(&format!(
                "{label}: a total, met {count} times; compared with its records, never added"
            )));
        }
        toml.push_str(&format!("[[sheet]]\nid     = {}\n", quoted(&self.id)));
        if !self.named.is_empty() {
            toml.push_str(&format!("named  = {}\n", list(&self.named)));
        }
        toml.push_str("layout = \"table\"\nkeep   = true\ncolumn = [\n");
        for column in &self.columns {
            let mut more: Vec<(String, String)> = Vec::new();
            if column.fills_down() {
                more.push(("fill_down".to_owned(), "true".to_owned()));
            }
            if dimension.is_some_and(|of| of.id == column.id) {
                more.push(("dimension".to_owned(), quoted(&self.dimension_id())));
            }
            if column.is_folded {
                toml.push_str(
                    "  # its header is another one in every table: that of a new branch is to be added\n",
                );
            }
            let is_rare = (column.tables as f64) < REQUIRED * self.tables as f64;
            if is_rare || column.is_folded || column.role == Some(Role::Remark) {
                more.push(("required".to_owned(), "false".to_owned()));
            }
            toml.push_str(&format!(
                "  {}, # in {} of {} tables\n",
                column_toml(&column.id, &column.headers, &more),
                column.tables,
                self.tables
            ));
        }
        toml.push_str("]\n");
        toml
    }

    fn dimension_id(&self) -> String {
        self.dimension().map_or_else(String::new, |column| format!("{}_{}", self.id, column.id))
    }

    /// The dimension of its categories.
    pub fn dimension_block(&self) -> Option<super::crosstabs::Dimension> {
        let column = self.dimension()?;
        let header = column.headers.first().cloned().unwrap_or_default();
        let mut ids: Vec<String> = Vec::new();
        let mut categories = Vec::new();
        for shown in column.texts.values() {
            let id = id(shown, ids.iter().map(String::as_str));
            ids.push(id.clone());
            categories.push((id, vec![shown.clone()]));
        }
        Some(super::crosstabs::Dimension {
            id: self.dimension_id(),
            label: (header.clone(), header),
            categories,
            totals: Vec::new(),
            note: None,
        })
    }

    /// What is counted and summed.
    pub fn indicators(&self, taken: &mut Vec<String>) -> Vec<DraftIndicator> {
        let by =
            self.dimension().map(|column| format!(", by = [{}]", quoted(&column.id))).unwrap_or_default();
        let name = self.named.first().cloned().unwrap_or_else(|| self.id.clone());
        let (label, unit) = match self.locale {
            Locale::Vi => (format!("{name}: số dòng"), "dòng"),
            Locale::En { .. } => (format!("{name}: records"), "records"),
        };
        let from = format!("{{ sheet = {}, count = true{by} }}", quoted(&self.id));
        let mut all = vec![draft(&label, Kind::Count, from, taken)];
        all.iter_mut().for_each(|draft| draft.unit = unit.to_owned());
        for column in self.columns.iter().filter(|column| column.is_summed()) {
            let shown = column.headers.first().cloned().unwrap_or_default().replace(" > ", ": ");
            let from = format!("{{ sheet = {}, sum = {}{by} }}", quoted(&self.id), quoted(&column.id));
            let mut draft = draft(&shown, Kind::Count, from, taken);
            column.set_unit(&mut draft, self.locale);
            draft.notes.push(format!("in {} of {} tables", column.tables, self.tables));
            all.push(draft);
        }
        all
    }
}

impl Column {
    fn set_unit(&self, draft: &mut DraftIndicator, locale: Locale) {
        let most = self.units.iter().max_by_key(|(_, count)| **count).map(|(unit, _)| unit.as_str());
        let stated = most.and_then(|unit| unit::parse(unit, locale));
        let says_money = self.headers.iter().any(|header| words::has(&text::fold(header), words::MONEY));
        draft.kind = if stated.as_ref().is_some_and(|unit| unit.is_money) || says_money {
            Kind::Money
        } else if self.fractions * 20 > self.numbers {
            Kind::Amount
        } else {
            Kind::Count
        };
        if let (Kind::Money, Locale::Vi, Some(stated)) = (draft.kind, locale, &stated) {
            let name = match stated.multiplier {
                1_000 => Some("nghìn đồng"),
                1_000_000 => Some("triệu đồng"),
                1_000_000_000 => Some("tỷ đồng"),
                _ => None,
            };
            draft.asked_in = name.map(str::to_owned);
        }
        if stated.is_none() {
            draft.unit = match (draft.kind, locale) {
                (Kind::Money, Locale::Vi) => "đồng",
                (Kind::Money, Locale::En { .. }) => NO_CURRENCY,
                _ => neutral(locale),
            }
            .to_owned();
            draft.notes.push(format!("unit: none is stated anywhere, `{}` stands for it", draft.unit));
        } else if let (Locale::En { .. }, Some(unit)) = (locale, most) {
            draft.unit = unit.to_owned();
        }
    }
}

fn draft(label: &str, kind: Kind, from: String, taken: &mut Vec<String>) -> DraftIndicator {
    let id = id(label, taken.iter().map(String::as_str));
    taken.push(id.clone());
    DraftIndicator {
        id,
        label: Label { vi: label.to_owned(), en: label.to_owned() },
        aliases: Vec::new(),
        code: None,
        path: Vec::new(),
        sheet: None,
        kind,
        unit: String::new(),
        asked_in: None,
        time: Time::Flow,
        more: vec![("from".to_owned(), from)],
        notes: Vec::new(),
    }
}
