//! What `--history` came to: the periods that a run was compared with, or why there are none.
//!
//! Enters: the account of the history, none where none was asked for. Leaves: a sentence of the summary, or a warning in the log: a history that says nothing would
//! otherwise pass for one that found nothing.

use crate::publish::Language;
use crate::publish::past::{HistoryAccount, LeftOut};

/// More periods than this are told by the first and the last.
const NAMED: usize = 12;

/// Warns of a history in which there is nothing to compare with.
pub fn warn(history: &HistoryAccount) {
    if history.compared.is_empty() {
        tracing::warn!(folders = %history.folders.join(", "), "--history: nothing to compare with: {}", reason(history));
    }
}

/// Why there is nothing.
fn reason(history: &HistoryAccount) -> String {
    if !history.runs.is_empty() {
        return "its runs hold no earlier period than the reports do".to_owned();
    }
    if history.left_out.is_empty() {
        return "it holds no run of an earlier period".to_owned();
    }
    let one = |left_out: &LeftOut| format!("run {} is {}", left_out.run, left_out.reason);
    let mut reasons: Vec<String> = history.left_out.iter().take(NAMED).map(one).collect();
    let more = history.left_out.len().saturating_sub(NAMED);
    if more > 0 {
        reasons.push(format!("{more} more"));
    }
    reasons.join("; ")
}

/// Which periods the run was compared with.
pub fn sentence(history: Option<&HistoryAccount>, language: Language) -> Option<String> {
    let compared = &history?.compared;
    let (first, last) = (compared.first()?, compared.last()?);
    let periods = match compared.len() {
        ..=NAMED => compared.join(", "),
        many => format!("{first} … {last} ({many})"),
    };
    Some(match language {
        Language::Vi => format!("So với: {periods}."),
        Language::En => format!("Compared with: {periods}."),
    })
}
