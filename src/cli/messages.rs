//! Flags as a person reads them on the terminal.

use crate::model::character::is_treacherous;
use crate::model::outcome::{FlagRow, Outcome};
use crate::model::{Check, Severity};
use crate::pipeline::Definition;
use crate::publish::{Language, message};

/// One flag: severity and place on the first line, the message below it.
pub fn flag(flag: &FlagRow, outcome: &Outcome, definition: &Definition, language: Language) -> String {
    let severity = severity(flag.severity, language);
    let place = place(flag, outcome);
    let text = message(flag, outcome, definition, language);
    format!("{severity}  {place}  [{}]\n    {text}\n", flag.check.code())
}

/// File, sheet and cell of a flag, else the branch.
fn place(flag: &FlagRow, outcome: &Outcome) -> String {
    let file = flag.submission.and_then(|at| outcome.submissions.get(at)).map(|s| s.source_file.as_str());
    let mut parts: Vec<String> = file.into_iter().map(clean).collect();
    if !flag.sheet.is_empty() {
        parts.push(clean(&flag.sheet));
    }
    parts.extend(flag.cell.map(|cell| cell.to_string()));
    parts.join(" › ")
}

/// A name without control characters and marks that turn the direction of writing: a file may be called anything, an escape sequence too.
pub fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || is_treacherous(c) { '\u{fffd}' } else { c }).collect()
}

/// The same for a text of several lines: what the system says of a file carries its name.
pub fn clean_lines(text: &str) -> String {
    text.chars().map(|c| if is_treacherous(c) { '\u{fffd}' } else { c }).collect()
}

/// The word for a severity.
pub const fn severity(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Fatal, Language::Vi) => "TỆP BỊ LOẠI",
        (Severity::Error, Language::Vi) => "LỖI",
        (Severity::Warning, Language::Vi) => "CẢNH BÁO",
        (Severity::Info, Language::Vi) => "thông tin",
        (Severity::Fatal, Language::En) => "FATAL",
        (Severity::Error, Language::En) => "ERROR",
        (Severity::Warning, Language::En) => "WARNING",
        (Severity::Info, Language::En) => "info",
    }
}

/// Open flags by check, most frequent first, for a summary.
pub fn by_check(flags: &[FlagRow], severity: Severity) -> Vec<(Check, usize)> {
    let mut counts: Vec<(Check, usize)> = Vec::new();
    for flag in flags.iter().filter(|flag| flag.severity == severity && flag.is_open()) {
        match counts.iter_mut().find(|(check, _)| *check == flag.check) {
            Some((_, count)) => *count += 1,
            None => counts.push((flag.check, 1)),
        }
    }
    counts.sort_by(|one, two| two.1.cmp(&one.1).then(one.0.cmp(&two.0)));
    counts
}
