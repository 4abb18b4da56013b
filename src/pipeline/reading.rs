//! The reading half of a definition: all that decides what a workbook's bytes say.
//!
//! A batch is a pure function of the bytes and of this half. Labels, units, layouts, locale and limits are here; the register,
//! severities, published figures and people's decisions are in the [judging half](super::judging).

use super::limits::Limits;
use crate::model::{Address, Amount, CandidateKind};
use regex::Regex;
use serde::{Deserialize, Serialize};

/// Everything that reading a workbook depends on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// The language and number conventions of the forms.
    pub locale: Locale,
    /// Where a workbook may say whose it is, its period, its date, its version, its template; most trusted first.
    pub sources: Vec<(CandidateKind, Vec<Source>)>,
    /// Sheets that the forms have.
    pub sheets: Vec<SheetForm>,
    /// Indicators, in the order of the definition. Facts point into this list.
    pub indicators: Vec<Indicator>,
    /// Dimensions that indicators are broken down by.
    pub dimensions: Vec<Dimension>,
    /// Versions of the form, recognised by their content; empty where there is one.
    pub versions: Vec<Version>,
    /// Names of the measures; 0 is `actual`.
    pub measures: Vec<String>,
    /// Whether values in hidden rows, columns and sheets count.
    pub hidden: Hidden,
    /// The month in which the reporting year begins, 1 to 12.
    pub year_starts: u8,
    /// Bounds on what a workbook may hold.
    pub limits: Limits,
}

impl Reading {
    /// A reading half that asks for nothing: for workbooks that nobody has described.
    pub fn of_nothing(limits: Limits) -> Self {
        Self {
            locale: Locale::Vi,
            sources: Vec::new(),
            sheets: Vec::new(),
            indicators: Vec::new(),
            dimensions: Vec::new(),
            versions: Vec::new(),
            measures: vec!["actual".to_owned()],
            hidden: Hidden::Include,
            year_starts: 1,
            limits,
        }
    }

    /// Whether a version of the form asks an indicator: what it lacks is not missing. Where no version is known, everything is asked.
    pub fn is_asked_by(&self, version: Option<u16>, indicator: u32) -> bool {
        let version = version.and_then(|at| self.versions.get(usize::from(at)));
        version.is_none_or(|version| version.lacks.binary_search(&indicator).is_err())
    }

    /// The sources of one kind, most trusted first.
    pub fn sources_of(&self, kind: CandidateKind) -> &[Source] {
        self.sources.iter().find(|(k, _)| *k == kind).map_or(&[], |(_, sources)| sources)
    }
}

/// Language and number conventions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Locale {
    /// Vietnamese: `1.250,5`, day first.
    Vi,
    /// English: `1,250.5`; dates as declared.
    En {
        /// Whether `3/4/2024` is the fourth of March.
        is_month_first: bool,
    },
}

/// A place where a workbook may say something about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Source {
    /// In the cell to the right of a label, or behind the label in the same cell.
    RightOf(String),
    /// In the cell below a label.
    Below(String),
    /// In any text cell above a table, by a pattern with a named group.
    Title(Pattern),
    /// In the sheet's name.
    SheetName(Pattern),
    /// In the file's name, without its folder.
    FileName(Pattern),
    /// In the folder's path, relative to the input folder.
    Folder(Pattern),
    /// In a cell of a table's header, `Grafton County`.
    Header(Pattern),
    /// In a column of records, by the column's id: each record says it of itself.
    Column(String),
}

/// A pattern with the named group that holds the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pattern {
    /// The pattern, compiled once a run.
    #[serde(with = "as_written")]
    pub regex: Regex,
    /// The group: `code`, `name`, `period`, `year`, `date`, `version` or `template`.
    pub group: String,
}

/// What happens to values that the eye does not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hidden {
    /// They count, and are flagged.
    Include,
    /// They do not count, and are flagged.
    Exclude,
}

/// A pattern travels as it was written, and is compiled again where it arrives.
mod as_written {
    use regex::Regex;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(regex: &Regex, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(regex.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
        Regex::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Pattern {
    /// What the named group holds in a text; none where the pattern does not fit or the group is blank.
    pub fn captured(&self, text: &str) -> Option<String> {
        let captures = self.regex.captures(text)?;
        let group = captures.name(&self.group)?.as_str().trim();
        (!group.is_empty()).then(|| group.to_owned())
    }
}

impl Pattern {
    /// What the named group holds wherever the pattern fits, each with the text since the last place, which may say more of it.
    pub fn all_captured<'t>(&self, text: &'t str) -> Vec<(String, &'t str)> {
        let mut start = 0;
        let mut all = Vec::new();
        for captures in self.regex.captures_iter(text) {
            let Some(group) = captures.name(&self.group) else { continue };
            let answer = group.as_str().trim();
            if !answer.is_empty() {
                all.push((answer.to_owned(), text.get(start..group.end()).unwrap_or(answer)));
                start = group.end();
            }
        }
        all
    }
}

/// A sheet of the form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetForm {
    /// Its id.
    pub id: String,
    /// Names that it goes by; it is found by its header as well.
    pub named: Vec<String>,
    /// How its table is laid out.
    pub layout: Layout,
    /// What a branch's report for a period fills.
    pub extent: Extent,
    /// Whether its absence is an error.
    pub is_required: bool,
}

/// What a branch's report for a period fills. Records that name their branch or period are grouped by it, whatever is declared here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// The workbook.
    #[default]
    Workbook,
    /// A sheet of it.
    Sheet,
    /// A table of a sheet, with the titles above it.
    Block,
}

/// How a table is laid out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Layout {
    /// A row is an indicator.
    Form(FormLayout),
    /// A row is a record; indicators are counted and summed from records.
    Table(TableLayout),
    /// Indicators by one or several breakdowns.
    Crosstab(CrosstabLayout),
    /// Defined names and fixed cells.
    Named(Vec<NamedCell>),
}

/// A table of records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableLayout {
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Further words that begin a printed total; `Cộng`, `Total` and the like are known.
    pub totals: Vec<String>,
    /// Whether records are written to `records.csv`.
    pub keeps_records: bool,
    /// Indicators that are computed from its records.
    pub computed: Vec<Computed>,
    /// The measure that its figures belong to; index into [`Reading::measures`].
    pub measure: u16,
}

/// A column of records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its id.
    pub id: String,
    /// Headers that it goes by; `Amount > Debit` where merged cells stand above it.
    pub headers: Vec<String>,
    /// The dimension whose categories its texts are, if any; index into [`Reading::dimensions`].
    pub dimension: Option<u16>,
    /// Whether a table without it is not this table.
    pub is_required: bool,
    /// Whether a cell with nothing in it repeats the one above, as merged cells and printed lists do.
    pub fills_down: bool,
}

/// An indicator computed from records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Computed {
    /// Index of the indicator.
    pub indicator: u32,
    /// What is computed.
    pub what: Computation,
    /// Columns (index into [`TableLayout::columns`]) with the texts that a record must hold in them.
    pub filter: Vec<(usize, Vec<String>)>,
    /// Columns by whose texts the indicator is broken down.
    pub by: Vec<usize>,
}

/// What is computed from records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Computation {
    /// How many there are.
    Count,
    /// The sum over a column; index into [`TableLayout::columns`].
    Sum(usize),
}

/// A cross table. Exactly one of its axes, on either side, is the indicators, unless one indicator fills it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CrosstabLayout {
    /// The one indicator that fills it.
    pub indicator: Option<u32>,
    /// Headers over the texts on the left, if it has any.
    pub label: Vec<String>,
    /// What the texts on the left say, outermost first.
    pub down: Vec<Axis>,
    /// What the headers say, from the top.
    pub across: Vec<Axis>,
    /// Headers over a column of units.
    pub unit: Vec<String>,
    /// The measure that its figures belong to; index into [`Reading::measures`].
    pub measure: u16,
}

/// What a side of a cross table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// Which indicator.
    Indicators,
    /// Which category of a dimension; index into [`Reading::dimensions`].
    Dimension(u16),
}

/// A value in a fixed place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCell {
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u16,
    /// Where it stands.
    pub place: FixedPlace,
}

/// A place that does not move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FixedPlace {
    /// A defined name.
    Name(String),
    /// A cell of the sheet.
    Cell(Address),
}

/// What indicators are broken down by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Its id, `sex`: the key in breakdowns.
    pub id: String,
    /// Its label.
    pub label: Label,
    /// Its categories; empty where any text is one, as in a column of records.
    pub categories: Vec<Category>,
    /// Words for all categories together, `Both sexes`; `Tổng số`, `Total` and the like are known.
    pub totals: Vec<String>,
}

/// A category of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its id, `female`: the value in breakdowns.
    pub id: String,
    /// Its label.
    pub label: Label,
    /// Other words for it.
    pub aliases: Vec<String>,
}

/// A version of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id, as `template_version` shows it.
    pub id: String,
    /// Texts by any of which it is recognised, wherever they stand outside the values.
    pub has: Vec<String>,
    /// Indicators that it does not ask: their absence is no omission. Ascending.
    pub lacks: Vec<u32>,
    /// Measures that it does not ask. Ascending.
    pub lacks_measures: Vec<u16>,
}

/// A table in which a row is an indicator: header texts over each kind of column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormLayout {
    /// Headers over the labels.
    pub label: Vec<String>,
    /// Headers over a column of codes.
    pub code: Vec<String>,
    /// Headers over a column of units.
    pub unit: Vec<String>,
    /// Headers over the value columns, each with its measure.
    pub values: Vec<ValueColumn>,
    /// Total rows with the indicators that they claim to sum; others sum the rows above them in their section.
    pub totals: Vec<TotalRow>,
}

/// A column of values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ValueColumn {
    /// Index into [`Reading::measures`].
    pub measure: u16,
    /// Headers that it goes by.
    pub headers: Vec<String>,
}

/// A printed total that names what it sums.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TotalRow {
    /// Labels that it goes by.
    pub labels: Vec<String>,
    /// Indexes of the indicators.
    pub sums: Vec<u32>,
}

/// What kind of value an indicator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A whole number, not negative.
    Count,
    /// Money, in the currency's base unit.
    Money,
    /// A decimal in a declared unit.
    Amount,
    /// A share; `12,5%` is 0.125.
    Ratio,
    /// Text.
    Text,
    /// A day.
    Date,
}

impl Kind {
    /// Whether its values are numbers.
    pub const fn is_numeric(self) -> bool {
        !matches!(self, Self::Text | Self::Date)
    }

    /// How far a sum of so many terms may be off by rounding: (k + 1) · ½ · last reported digit; zero for counts.
    pub fn tolerance(self, terms: usize, digit: Amount) -> Amount {
        match self {
            Self::Count => Amount::ZERO,
            _ => Amount::from_scaled((terms as i128 + 1) * digit.scaled() / 2),
        }
    }
}

/// How an indicator relates to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Time {
    /// Adds up over periods.
    Flow,
    /// A state at the end of a period; never summed over periods.
    Stock,
    /// Counted from the beginning of the year; never added to a flow.
    Cumulative,
}

/// How branches' values become a total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Total {
    /// Sum.
    Sum,
    /// Largest.
    Max,
    /// Smallest.
    Min,
    /// Mean, weighted by another indicator where one is declared.
    Mean {
        /// Index of the weighting indicator.
        weight: Option<u32>,
    },
    /// Ratio of the sums of two indicators.
    Ratio {
        /// Index of the numerator.
        numerator: u32,
        /// Index of the denominator.
        denominator: u32,
    },
    /// How many branches reported a value.
    Count,
    /// No total.
    None,
}

/// What a blank cell means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blank {
    /// Not reported.
    Missing,
    /// Zero.
    Zero,
}

/// What a tick (`x`) means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tick {
    /// One.
    One,
    /// Not applicable: missing.
    Missing,
    /// A flag.
    Reject,
}

/// Where an indicator's values come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Origins {
    /// From cells of the submissions.
    Cells,
    /// Computed from the records of tables: see [`TableLayout::computed`].
    Records,
    /// Counted from the register: the open branches whose columns hold these values.
    Register(Vec<(String, String)>),
}

/// A label in two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// An indicator.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Indicator {
    /// Its id in the outputs.
    pub id: String,
    /// Its label.
    pub label: Label,
    /// Other labels that it goes by.
    pub aliases: Vec<String>,
    /// Its code in a code column.
    pub code: Option<String>,
    /// Headings above it, outermost first: without them its label may stand under other sections too.
    pub path: Vec<String>,
    /// The sheet that it stands in, where its label is not unique over sheets.
    pub sheet: Option<u16>,
    /// Kind of its values.
    pub kind: Kind,
    /// Base unit: `cây`, `đồng`.
    pub unit: String,
    /// Other words for the base unit.
    pub unit_aliases: Vec<String>,
    /// What the form asks it in: the multiplier from there to the base unit, 10^6 for triệu đồng.
    pub asked_in: i64,
    /// Decimals kept in totals that are computed by division.
    pub decimals: u32,
    /// Smallest possible value in base units. Zero for counts and money unless declared.
    pub min: Option<Amount>,
    /// Largest possible value in base units.
    pub max: Option<Amount>,
    /// What a blank means.
    pub blank: Blank,
    /// Whether a sign of nil (`-`, `không`) is zero; otherwise it is missing.
    pub is_nil_zero: bool,
    /// What a tick means.
    pub tick: Tick,
    /// Whether every form must have its row.
    pub is_required: bool,
    /// Relation to time.
    pub time: Time,
    /// The flow that it adds up since the beginning of the year, for a cumulative one.
    pub cumulative_of: Option<u32>,
    /// How values become a total.
    pub total: Total,
    /// The indicator by which it is divided before branches are compared; none for the size of the branch.
    pub per: Option<u32>,
    /// Whether a branch that has had values has them in every period.
    pub is_regular: bool,
    /// The whole that it is a part of.
    pub part_of: Option<u32>,
    /// Whether its parts together are the whole of it.
    pub has_complete_parts: bool,
    /// Which branches it is asked of: register columns with the values that they must hold; empty for all.
    pub asked_of: Vec<(String, Vec<String>)>,
    /// Where its values come from.
    pub origin: Origins,
}
