//! Names of figures in rules and decisions: `visits`, `visits.plan`, `visits[sex=female]`, `previous.visits`.
//!
//! Enters: a name. Leaves: an [`Operand`] whose parts are indexes, or a [`Misnomer`]: the part that is wrong and the nearest right word.

use super::Definition;
use super::indicators::is_numeric;
use super::reading::{Dimension, Layout, Reading};
use super::suggest;

/// What stands before the name of a figure of the period before.
const PREVIOUS: &str = "previous";

/// A figure of a branch that a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Its name, as written.
    pub name: String,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u16,
    /// Breakdown, keys sorted; empty for the whole.
    pub breakdown: String,
    /// Whether it is that of the period before.
    pub is_previous: bool,
}

/// A name that names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnomer {
    /// The part of the name that is wrong.
    pub word: String,
    /// What was found.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
    /// The nearest right word, or what to do.
    pub advice: Option<String>,
}

impl Definition {
    /// The figure behind a name: the id of an indicator, `previous.` before it for the period before, a breakdown in brackets and the id of a measure
    /// behind it.
    ///
    /// # Errors
    /// With the part of the name that is wrong.
    pub fn operand(&self, name: &str) -> Result<Operand, Misnomer> {
        let (is_previous, rest) = match name.split_once('.') {
            Some((PREVIOUS, rest)) => (true, rest),
            _ => (false, name),
        };
        let (id, rest) = rest.split_at(rest.find(['[', '.']).unwrap_or(rest.len()));
        let (breakdown, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((breakdown, rest)) => (breakdown, rest),
            None => ("", rest),
        };
        let has_prefix = !is_previous && rest.starts_with('.');
        let indicator = self.reading.indicator_of(id).map_err(|fault| match has_prefix && is_before(id) {
            true => Misnomer { advice: Some(format!("did you mean `{PREVIOUS}`?")), ..fault },
            false => fault,
        })?;
        let breakdown = self.reading.breakdown(breakdown)?;
        let measure = match rest.strip_prefix('.') {
            Some(measure) => self.reading.measure_of(measure)?,
            None if rest.is_empty() => 0,
            None => return Err(unreadable(name)),
        };
        Ok(Operand { name: name.to_owned(), indicator, measure, breakdown, is_previous })
    }
}

/// Whether a prefix that names nothing is meant for the period before: `prev`, `previuos`.
fn is_before(prefix: &str) -> bool {
    let prefix = prefix.to_lowercase();
    (prefix.len() >= 3 && PREVIOUS.starts_with(&prefix))
        || ["last", "before", "prior", "truoc", "ky_truoc"].contains(&prefix.as_str())
        || suggest::nearest(&prefix, [PREVIOUS]).is_some()
}

/// A name that is put together in another way.
fn unreadable(name: &str) -> Misnomer {
    Misnomer {
        word: name.to_owned(),
        found: format!("`{name}` is no name of a figure"),
        expected: "visits, visits.plan, \"visits[sex=female]\" or previous.visits".to_owned(),
        advice: None,
    }
}

impl Reading {
    /// The index of an indicator that is a number.
    fn indicator_of(&self, id: &str) -> Result<u32, Misnomer> {
        let Some((index, known)) = (0u32..).zip(&self.indicators).find(|(_, known)| known.id == id) else {
            return Err(self.unknown_indicator(id));
        };
        if is_numeric(known.kind) {
            return Ok(index);
        }
        Err(Misnomer {
            word: id.to_owned(),
            found: format!("`{id}` is no number"),
            expected: "an indicator that is a number".to_owned(),
            advice: None,
        })
    }

    fn unknown_indicator(&self, id: &str) -> Misnomer {
        let ids = || self.indicators.iter().map(|known| known.id.as_str());
        // Without double quotes SQL takes `female-members` for a difference.
        let cut_off = ids().find(|known| known.strip_prefix(id).is_some_and(|rest| rest.starts_with('-')));
        let quoted = cut_off
            .filter(|_| !id.is_empty())
            .map(|known| format!("write \"{known}\", with the double quotes"));
        Misnomer {
            word: id.to_owned(),
            found: format!("unknown indicator `{id}`"),
            expected: "the id of an indicator of pipeline.toml".to_owned(),
            advice: quoted.or_else(|| suggest::advice(id, ids())),
        }
    }

    /// The index of a measure.
    fn measure_of(&self, id: &str) -> Result<u16, Misnomer> {
        let known = || self.measures.iter().map(String::as_str);
        let position = known().position(|measure| measure == id);
        position.and_then(|position| u16::try_from(position).ok()).ok_or_else(|| Misnomer {
            word: id.to_owned(),
            found: format!("unknown measure `{id}`"),
            expected: suggest::listed(known()),
            advice: suggest::advice(id, known()),
        })
    }

    /// A breakdown with its keys sorted: `sex=female;age=15-24` becomes `age=15-24;sex=female`. A column of records may break down by any text.
    ///
    /// # Errors
    /// With the dimension or category that the definition does not have.
    pub fn breakdown(&self, text: &str) -> Result<String, Misnomer> {
        let mut parts = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, category) = part.split_once('=').ok_or_else(|| no_breakdown(part))?;
            let (key, category) = (key.trim(), category.trim());
            match self.dimensions.iter().find(|known| known.id == key) {
                Some(dimension) => check_category(dimension, category)?,
                None if self.has_column(key) => {}
                None => return Err(self.unknown_dimension(key)),
            }
            parts.push(format!("{key}={category}"));
        }
        parts.sort_unstable();
        Ok(parts.join(";"))
    }

    /// Whether records have a column of that id, by which figures may be broken down.
    fn has_column(&self, id: &str) -> bool {
        self.sheets.iter().any(|sheet| match &sheet.layout {
            Layout::Table(table) => table.columns.iter().any(|column| column.id == id),
            _ => false,
        })
    }

    fn unknown_dimension(&self, key: &str) -> Misnomer {
        let known = || self.dimensions.iter().map(|dimension| dimension.id.as_str());
        Misnomer {
            word: key.to_owned(),
            found: format!("unknown dimension `{key}`"),
            expected: "the id of a [[dimension]] of pipeline.toml".to_owned(),
            advice: suggest::advice(key, known()),
        }
    }
}

fn no_breakdown(part: &str) -> Misnomer {
    Misnomer {
        word: part.to_owned(),
        found: format!("`{part}` is no breakdown"),
        expected: "dimension=category: sex=female".to_owned(),
        advice: None,
    }
}

/// Whether a dimension has a category; without declared ones any text is one.
fn check_category(dimension: &Dimension, category: &str) -> Result<(), Misnomer> {
    let known = || dimension.categories.iter().map(|known| known.id.as_str());
    if dimension.categories.is_empty() || known().any(|known| known == category) {
        return Ok(());
    }
    Err(Misnomer {
        word: category.to_owned(),
        found: format!("unknown category `{category}` of `{}`", dimension.id),
        expected: suggest::listed(known()),
        advice: suggest::advice(category, known()),
    })
}
