//! What the definition says of tables of records, made ready: one hash lookup a text, whatever it has to be compared with.

use crate::clean::text;
use crate::model::CandidateKind;
use crate::pipeline::{Computation, Indicator, Layout, Reading, Source, TableColumn, TableLayout};
use std::collections::{HashMap, HashSet};

/// Words of a header that may stand in rows of their own; longer headers are broken in fewer places than this allows.
const LONGEST_BROKEN: usize = 12;

/// The tables of a definition.
#[derive(Debug, Default)]
pub struct Plans {
    plans: Vec<Plan>,
    /// Leaves of header paths, folded, with what they are.
    words: HashMap<String, Vec<Word>>,
    /// Every run of words of a header's levels: a text that is none of them stands in no header of ours.
    pieces: HashSet<String>,
    /// Categories of each dimension.
    pub categories: Vec<Categories>,
}

/// What a header text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Index of the sheet form.
    pub form: u16,
    /// Index of the column in its layout.
    pub column: usize,
    /// Folded texts above it, outermost first.
    pub above: Vec<String>,
}

/// A table of records, ready to be read.
#[derive(Debug)]
pub struct Plan {
    /// Index of the sheet form.
    pub form: u16,
    /// Its columns.
    pub columns: Vec<PlannedColumn>,
    /// What is computed.
    pub computed: Vec<PlannedSum>,
    /// Columns that are summed.
    pub summed: Vec<Summed>,
    /// Folded words that begin a printed total, beside the known ones.
    pub totals: Vec<String>,
    /// Whether records are kept.
    pub keeps_records: bool,
    /// The measure of its figures.
    pub measure: u16,
}

/// A column of a table.
#[derive(Debug)]
pub struct PlannedColumn {
    /// Its id.
    pub id: String,
    /// Its first header, for messages.
    pub shown: String,
    /// Whether a table without it is not this table.
    pub is_required: bool,
    /// Whether a blank repeats the cell above.
    pub fills_down: bool,
    /// Whether anything is decided by its texts.
    pub is_key: bool,
    /// Index into [`Plan::summed`], where it is summed.
    pub slot: Option<usize>,
    /// Index of its dimension.
    pub dimension: Option<u16>,
    /// What of a report its texts say: kind, and index of the source.
    pub sources: Vec<(CandidateKind, u16)>,
    /// Texts that filters ask for in it, as written.
    pub wanted: Vec<String>,
}

/// A column that is summed.
#[derive(Debug)]
pub struct Summed {
    /// Index of the column.
    pub column: usize,
    /// Indexes of the indicators that its cells are read for, no two read alike; the first is that of printed totals.
    pub likes: Vec<u32>,
    /// The first indicator without its domain: differences and corrections make totals of either sign.
    pub unsigned: Indicator,
}

/// An indicator computed from records.
#[derive(Debug)]
pub struct PlannedSum {
    /// Index of the indicator.
    pub indicator: u32,
    /// The slot of [`Plan::summed`] and the place in its `likes`; none for a count.
    pub slot: Option<(usize, usize)>,
    /// Columns with the folded texts that a record must hold in them.
    pub filter: Vec<(usize, HashSet<String>)>,
    /// Columns that break it down, with the key in breakdowns, keys ascending.
    pub by: Vec<(usize, String)>,
}

/// The categories of a dimension.
#[derive(Debug, Default)]
pub struct Categories {
    /// Folded words with the category's id.
    pub ids: HashMap<String, String>,
    /// Folded words with a label, for suggestions.
    pub shown: Vec<(String, String)>,
    /// Folded words for all categories together.
    pub totals: HashSet<String>,
}

impl Plans {
    /// Prepares the tables of a reading half.
    pub fn new(reading: &Reading) -> Self {
        let mut plans = Self { categories: categories(reading), ..Self::default() };
        for (form, sheet) in (0u16..).zip(&reading.sheets) {
            if let Layout::Table(layout) = &sheet.layout {
                plans.add_words(form, &layout.columns);
                plans.plans.push(Plan::new(reading, form, layout));
            }
        }
        plans
    }

    /// Whether the definition has no table of records.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    /// The plan of a sheet form, where it is a table of records.
    pub fn of(&self, form: u16) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.form == form)
    }

    /// All plans.
    pub fn iter(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter()
    }

    /// What a folded text is as the lowest text of a header.
    pub fn words(&self, key: &str) -> &[Word] {
        self.words.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded text may stand in a header.
    pub fn is_piece(&self, key: &str) -> bool {
        let known = |key: &str| !key.is_empty() && self.pieces.contains(key);
        known(key)
            || key.split_once('(').is_some_and(|(before, _)| before.is_empty() || known(before.trim_end()))
            || known(crate::locate::header::without_period(key))
    }

    fn add_words(&mut self, form: u16, columns: &[TableColumn]) {
        for (column, declared) in columns.iter().enumerate() {
            for header in &declared.headers {
                let mut above: Vec<String> = header.split('>').map(text::fold).collect();
                above.retain(|level| !level.is_empty());
                above.iter().for_each(|level| self.add_pieces(level));
                let Some(leaf) = above.pop() else { continue };
                self.words.entry(leaf).or_default().push(Word { form, column, above });
            }
        }
    }

    fn add_pieces(&mut self, level: &str) {
        let words: Vec<&str> = level.split(' ').collect();
        self.pieces.insert(level.to_owned());
        if words.len() > LONGEST_BROKEN {
            return;
        }
        for first in 0..words.len() {
            for last in first + 1..=words.len() {
                self.pieces.extend(words.get(first..last).map(|run| run.join(" ")));
            }
        }
    }
}

impl Plan {
    fn new(reading: &Reading, form: u16, layout: &TableLayout) -> Self {
        let summed = summed(reading, layout);
        let mut plan = Self {
            form,
            columns: Vec::new(),
            computed: layout
                .computed
                .iter()
                .filter_map(|c| PlannedSum::new(reading, layout, &summed, c))
                .collect(),
            summed,
            totals: layout.totals.iter().map(|word| text::fold(word)).collect(),
            keeps_records: layout.keeps_records,
            measure: layout.measure,
        };
        plan.columns =
            (0..).zip(&layout.columns).map(|(at, column)| plan.column(reading, layout, at, column)).collect();
        plan
    }

    fn column(
        &self,
        reading: &Reading,
        layout: &TableLayout,
        at: usize,
        column: &TableColumn,
    ) -> PlannedColumn {
        let wanted = layout.computed.iter().flat_map(|computed| &computed.filter);
        let sources = sources_of(reading, &column.id);
        let is_decided = |sum: &PlannedSum| {
            sum.filter.iter().any(|(of, _)| *of == at) || sum.by.iter().any(|(of, _)| *of == at)
        };
        PlannedColumn {
            id: column.id.clone(),
            shown: column.headers.first().unwrap_or(&column.id).clone(),
            is_required: column.is_required,
            fills_down: column.fills_down,
            is_key: !sources.is_empty() || self.computed.iter().any(is_decided),
            slot: self.summed.iter().position(|summed| summed.column == at),
            dimension: column.dimension,
            sources,
            wanted: wanted.filter(|(of, _)| *of == at).flat_map(|(_, texts)| texts.clone()).collect(),
        }
    }

    /// Columns that a table must have.
    pub fn required(&self) -> impl Iterator<Item = (usize, &PlannedColumn)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.is_required)
    }
}

impl PlannedSum {
    fn new(
        reading: &Reading,
        layout: &TableLayout,
        summed: &[Summed],
        computed: &crate::pipeline::Computed,
    ) -> Option<Self> {
        let slot = match computed.what {
            Computation::Count => None,
            Computation::Sum(column) => {
                let at = summed.iter().position(|summed| summed.column == column)?;
                let likes = &summed.get(at)?.likes;
                Some((at, likes.iter().position(|&like| are_alike(reading, like, computed.indicator))?))
            }
        };
        let folded = |texts: &[String]| texts.iter().map(|word| text::fold(word)).collect();
        let filter = computed.filter.iter().map(|(column, texts)| (*column, folded(texts))).collect();
        let mut by: Vec<(usize, String)> = computed
            .by
            .iter()
            .filter_map(|&column| Some((column, key_of(reading, layout, column)?)))
            .collect();
        by.sort_by(|(_, one), (_, two)| one.cmp(two));
        Some(Self { indicator: computed.indicator, slot, filter, by })
    }
}

/// What a column's texts are called in breakdowns: the dimension's id, or the column's own.
fn key_of(reading: &Reading, layout: &TableLayout, column: usize) -> Option<String> {
    let column = layout.columns.get(column)?;
    let dimension = column.dimension.and_then(|at| reading.dimensions.get(usize::from(at)));
    Some(dimension.map_or(&column.id, |dimension| &dimension.id).clone())
}

/// The columns that are summed, each with the ways in which its cells are read.
fn summed(reading: &Reading, layout: &TableLayout) -> Vec<Summed> {
    let mut all: Vec<Summed> = Vec::new();
    for computed in &layout.computed {
        let Computation::Sum(column) = computed.what else { continue };
        let Some(indicator) = reading.indicators.get(computed.indicator as usize) else { continue };
        if !indicator.kind.is_numeric() || column >= layout.columns.len() {
            continue;
        }
        match all.iter_mut().find(|summed| summed.column == column) {
            None => all.push(Summed {
                column,
                likes: vec![computed.indicator],
                unsigned: Indicator { min: None, max: None, ..indicator.clone() },
            }),
            Some(known) if !known.likes.iter().any(|&like| are_alike(reading, like, computed.indicator)) => {
                known.likes.push(computed.indicator);
            }
            Some(_) => {}
        }
    }
    all
}

/// Whether a cell says the same as a value of either indicator.
fn are_alike(reading: &Reading, one: u32, two: u32) -> bool {
    let of = |index: u32| {
        let known = reading.indicators.get(index as usize)?;
        Some((
            (known.kind, &known.unit, &known.unit_aliases, known.asked_in),
            (known.min, known.max, known.is_nil_zero, known.tick),
        ))
    };
    one == two || of(one) == of(two)
}

/// The sources of the definition that are a column of records.
fn sources_of(reading: &Reading, id: &str) -> Vec<(CandidateKind, u16)> {
    let all = reading
        .sources
        .iter()
        .flat_map(|(kind, sources)| (0u16..).zip(sources).map(|(at, s)| (*kind, at, s)));
    all.filter(|(_, _, source)| matches!(source, Source::Column(column) if column == id))
        .map(|(kind, at, _)| (kind, at))
        .collect()
}

fn categories(reading: &Reading) -> Vec<Categories> {
    let of = |dimension: &crate::pipeline::Dimension| {
        let mut all = Categories {
            totals: dimension.totals.iter().map(|word| text::fold(word)).collect(),
            ..Categories::default()
        };
        for category in &dimension.categories {
            let words = [&category.label.vi, &category.label.en, &category.id];
            for word in words.into_iter().chain(&category.aliases).filter(|word| !word.is_empty()) {
                let key = text::fold(word);
                all.shown.push((key.clone(), word.clone()));
                all.ids.entry(key).or_insert_with(|| category.id.clone());
            }
        }
        all
    };
    reading.dimensions.iter().map(of).collect()
}
