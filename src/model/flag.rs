//! An anomaly: what was found where, what was expected, and what it does to the value.
//!
//! A flag carries data, not sentences: [`Check`] turns it into a message in both languages once the definition's labels are
//! at hand, and the pipeline may still change its severity.

use super::{Address, Amount, Check};
use serde::{Deserialize, Serialize};

/// How bad a flag is. Orders from harmless to fatal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// Correct it, or accept it with a reason.
    Warning,
    /// Correct it and send again.
    Error,
    /// The file is out.
    Fatal,
}

impl Severity {
    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// The severity behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error, Self::Fatal].into_iter().find(|s| s.as_str() == word)
    }
}

/// What a flag speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A whole file.
    File,
    /// A sheet.
    Sheet,
    /// A cell.
    Cell,
    /// A branch in a period.
    Branch,
    /// A consolidated total.
    Total,
}

impl Scope {
    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Sheet => "sheet",
            Self::Cell => "cell",
            Self::Branch => "branch",
            Self::Total => "total",
        }
    }
}

/// Where in a workbook. Both empty: the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The sheet's name.
    pub sheet: Option<Box<str>>,
    /// The cell.
    pub cell: Option<Address>,
}

impl Place {
    /// The whole file.
    pub fn file() -> Self {
        Self::default()
    }

    /// A whole sheet.
    pub fn sheet(name: &str) -> Self {
        Self { sheet: Some(name.into()), cell: None }
    }

    /// A cell of a sheet.
    pub fn cell(name: &str, at: Address) -> Self {
        Self { sheet: Some(name.into()), cell: Some(at) }
    }
}

/// What stands behind a statistical flag: the limits, how far out the value lies, and how many values were compared.
///
/// Limits are in the unit of the values that the check compares, scores in that of the check. All are rounded decimals for people to read; nothing is
/// decided by them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Lower limit.
    pub lower: Option<Amount>,
    /// Upper limit.
    pub upper: Option<Amount>,
    /// How far out the value lies.
    pub score: Option<Amount>,
    /// The score from which the check speaks.
    pub threshold: Option<Amount>,
    /// How many values were compared.
    pub sample: Option<u64>,
}

/// A flag as a stage raises it, before the pipeline judges its severity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// Which check.
    pub check: Check,
    /// Where in the workbook.
    pub place: Place,
    /// Index of the indicator in the definition, where the flag is about one.
    pub indicator: Option<u32>,
    /// Index of the measure in the definition.
    pub measure: u16,
    /// What was found: a value, a name, a list of names. Data, no sentence; of a long text its beginning.
    pub found: String,
    /// What was expected, in the same way; may be empty.
    pub expected: String,
    /// A value that is probably meant.
    pub suggested: Option<Amount>,
    /// Index of the report that it speaks of; none where it speaks of the whole workbook.
    pub report: Option<u32>,
    /// Severity of this very flag, where its check knows several; the pipeline's word on the check goes before it.
    pub severity: Option<Severity>,
    /// What stands behind it, where the check is statistical.
    pub evidence: Evidence,
    /// Index of the pipeline's rule that it comes from.
    pub rule: Option<u32>,
    /// What would make the pipeline know what was found: lines of `pipeline.toml` to paste.
    pub toml: Option<Box<str>>,
    /// Line of the file of decisions that it speaks of, from 1.
    pub line: Option<u32>,
}

/// Bytes of what was found or expected that a flag keeps: a cell may hold thirty thousand characters, and a sheet such a cell in every row. The cell is named.
const LONGEST: usize = 2_000;
/// Names that a flag lists one by one.
const LISTED: usize = 12;

/// Names in a row, and behind the first dozen how many more: where each of a thousand flags named all thousand, flags would outgrow every file.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let mut list = String::new();
    for name in names.iter().take(LISTED) {
        let separator = if list.is_empty() { "" } else { "; " };
        list.extend([separator, name.as_ref()]);
    }
    match names.len().saturating_sub(LISTED) {
        0 => list,
        more => list + &format!("; +{more}"),
    }
}

/// The beginning of a text that is too long, and a sign that it goes on.
fn shortened(text: impl Into<String>) -> String {
    let mut text = text.into();
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

impl Flag {
    /// A flag with what was found; the rest is added with the other methods.
    pub fn new(check: Check, place: Place, found: impl Into<String>) -> Self {
        Self {
            check,
            place,
            indicator: None,
            measure: 0,
            found: shortened(found),
            expected: String::new(),
            suggested: None,
            report: None,
            severity: None,
            evidence: Evidence::default(),
            rule: None,
            toml: None,
            line: None,
        }
    }

    /// Adds what was expected.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = shortened(expected);
        self
    }

    /// Says which indicator and measure it is about.
    pub fn about(mut self, indicator: u32, measure: u16) -> Self {
        self.indicator = Some(indicator);
        self.measure = measure;
        self
    }

    /// Adds the lines of `pipeline.toml` that would make the pipeline know what was found.
    pub fn paste(mut self, toml: &str) -> Self {
        self.toml = Some(toml.into());
        self
    }

    /// Says which line of a file of decisions it speaks of.
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Says how severe this very flag is.
    pub fn severe(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Adds what stands behind a statistical flag.
    pub fn shown_by(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    /// Adds the value that is probably meant.
    pub fn suggest(mut self, value: Option<Amount>) -> Self {
        self.suggested = value;
        self
    }
}
