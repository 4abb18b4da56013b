//! A decision about a flag: who makes it, and the line that says it.

use super::current::{CurrentRun, PublishedFlag};
use super::{ReviewError, Sentence};

/// A line for a file of people's decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The file in the pipeline's folder.
    pub file: &'static str,
    /// The columns of a file that is not there yet, and what the line says in each.
    pub fields: Vec<(&'static str, String)>,
    /// The flag that it is about.
    pub flag: PublishedFlag,
    /// What is left to do where the decision brings no value in: what an acceptance lets stand may be none.
    pub advice: Option<Sentence>,
}

impl Decision {
    /// What the line says in a column; empty where it has none of that name.
    pub fn text(&self, column: &str) -> &str {
        self.fields.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }
}

/// Who decides, on which day, and why.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// Who.
    pub by: &'a str,
    /// When, `2023-12-20`.
    pub date: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// How far an id may be off to be taken for a mistyped one: of twelve random digits two others never agree in eight.
const MOST_TYPOS: usize = 4;

/// A refusal, in both languages.
pub(super) fn refused<T>(vi: impl Into<String>, en: impl Into<String>) -> Result<T, ReviewError> {
    Err(ReviewError::Refused(Sentence::new(vi, en)))
}

/// A text that says something.
pub(super) fn filled(text: &str, option: &str) -> Result<String, ReviewError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return refused(
            format!("{option} để trống: hãy ghi rõ ai quyết định và vì sao"),
            format!("{option} is blank: say who decides and why"),
        );
    }
    Ok(text)
}

/// The flag with an id, which nobody has decided about.
pub(super) fn open_flag<'a>(run: &'a CurrentRun, id: &str) -> Result<&'a PublishedFlag, ReviewError> {
    let Some(flag) = run.flags.iter().find(|flag| flag.flag == id) else { return unknown(run, id) };
    if flag.is_open() {
        return Ok(flag);
    }
    let (by, reason) = (&flag.accepted_by, &flag.accepted_reason);
    // The flag of a corrected value gives the file with the reason.
    let file = if reason.starts_with("corrections.csv") { "corrections.csv" } else { "accepted.csv" };
    refused(
        format!("cờ {id} đã được {by} xem xét: {reason}. Muốn đổi, hãy xoá hoặc sửa dòng đó trong {file}"),
        format!(
            "the flag {id} is settled already, by {by}: {reason}. To change that, delete or change its line in {file}"
        ),
    )
}

fn unknown<T>(run: &CurrentRun, id: &str) -> Result<T, ReviewError> {
    let likeness = |flag: &&PublishedFlag| strsim::damerau_levenshtein(&flag.flag, id);
    let nearest = run.flags.iter().min_by_key(likeness).filter(|flag| likeness(flag) <= MOST_TYPOS);
    let advice = match nearest {
        Some(flag) => {
            let near = format!("{} ({} {})", flag.flag, flag.check, flag.branch);
            Sentence::new(format!("có phải là {near}?"), format!("did you mean {near}?"))
        }
        None => Sentence::new(
            "`tonghop review OUT --all` liệt kê các cờ",
            "`tonghop review OUT --all` lists them",
        ),
    };
    refused(
        format!("lần tổng hợp hiện hành không có cờ {id}; {}", advice.vi),
        format!("there is no flag {id} in the current run; {}", advice.en),
    )
}
