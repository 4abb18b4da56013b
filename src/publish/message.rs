//! A flag becomes a sentence in the reader's language.
//!
//! Enters: a flag, the outcome and the definition. Leaves: the catalogue's message with its placeholders filled in. What a flag
//! holds is data and may hold anything, also braces, line breaks and thirty thousand characters: placeholders are looked for in
//! the catalogue's text only, blanks are folded, and long values are cut.
//!
//! A placeholder in quotation marks (`“{found}”`) stands for what somebody wrote and is shown as written. Any other that is an
//! amount or a day is written the way the language writes it.

mod rules;

use super::text::visible;
use crate::model::outcome::{FlagRow, Outcome};
use crate::model::{Amount, CellKind, Check, Date};
use crate::pipeline::{Definition, Kind, Label};

/// Characters of a value that a message shows: enough for a name or a list of a few, short enough for a line or two.
const LONGEST: usize = 200;

/// The language of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese: `1.250,5`.
    #[default]
    Vi,
    /// English: `1,250.5`.
    En,
}

/// The message of a flag in a language.
///
/// An empty value never leaves a gap: a clause in parentheses that has nothing to say is left out, a quotation of nothing becomes
/// `(để trống)` or `(blank)`, an enumeration of nothing `không có` or `none`, and anything else a dash.
pub fn message(flag: &FlagRow, outcome: &Outcome, definition: &Definition, language: Language) -> String {
    let entry = flag.check.entry();
    let template = match language {
        Language::Vi => entry.vi,
        Language::En => entry.en,
    };
    let values = Values::of(flag, outcome, definition, language);
    let mut sentence = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, placeholder) = rest.split_at(start);
        let Some((name, after)) = placeholder.get(1..).and_then(|inner| inner.split_once('}')) else { break };
        sentence.push_str(before);
        rest = match values.get(name) {
            Some(filling) => fill(&mut sentence, before, after, filling, language),
            None => after,
        };
    }
    sentence.push_str(rest);
    sentence
}

/// A number as a language writes it: thousands and decimals marked, nothing rounded.
pub fn number(amount: Amount, language: Language) -> String {
    let plain = amount.to_string();
    marked(&plain, language).unwrap_or(plain)
}

/// The language's marks in a plain decimal as the program writes it; `None` for any other text.
fn marked(plain: &str, language: Language) -> Option<String> {
    let (thousands, decimal) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_plain = is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(|rest| is_digits(rest) && !rest.ends_with('0'));
    if !is_plain {
        return None;
    }
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(decimal);
        text.push_str(fraction);
    }
    Some(text)
}

/// The language's marks in a range as the program writes it, `95 … 15400`; an end may be open.
fn marked_range(plain: &str, language: Language) -> Option<String> {
    let (low, high) = plain.split_once('…')?;
    let end = |end: &str| if end.is_empty() { Some(String::new()) } else { marked(end, language) };
    let range = format!("{} … {}", end(low.trim())?, end(high.trim())?);
    Some(range.trim().to_owned())
}

/// A day as a Vietnamese form writes it, `16/12/2023`; English keeps the ISO form, which nobody misreads.
fn dated(iso: &str, language: Language) -> Option<String> {
    let Date { year, month, day } = Date::parse_iso(iso).filter(|date| date.to_string() == iso)?;
    (language == Language::Vi).then(|| format!("{day:02}/{month:02}/{year:04}"))
}

/// What a placeholder stands for.
struct Filling {
    /// As it was found or computed.
    written: String,
    /// As the language writes it, where it is an amount or a day.
    localised: Option<String>,
    /// What stands for it where there is none.
    absent: &'static str,
}

/// The fillings of a flag.
struct Values {
    found: Filling,
    expected: Filling,
    suggested: Filling,
    indicator: Filling,
    branch: Filling,
    rule: Filling,
    line: Filling,
}

impl Values {
    fn of(flag: &FlagRow, outcome: &Outcome, definition: &Definition, language: Language) -> Self {
        let has_amounts = has_amounts(flag, definition);
        let written = |text: &str| Filling { written: shorten(text), localised: None, absent: "—" };
        let localised = |text: &str| Filling {
            localised: has_amounts
                .then(|| marked(text, language).or_else(|| marked_range(text, language)))
                .flatten()
                .or_else(|| dated(text, language)),
            ..written(text)
        };
        let suggested = flag.suggested.map(|amount| number(amount, language)).unwrap_or_default();
        let indicator = flag.indicator.and_then(|index| definition.reading.indicators.get(index as usize));
        let branch = flag.branch.and_then(|index| definition.judging.register.branches.get(index as usize));
        let branch = branch.map(|branch| format!("{} {}", branch.code, branch.name)).unwrap_or_default();
        Self {
            found: match rules::found(flag, definition, language) {
                Some(found) => written(&found),
                None if is_own_text(flag, outcome) => written(&flag.found),
                None => localised(&flag.found),
            },
            expected: localised(&flag.expected),
            suggested: Filling { absent: Word::Another.in_language(language), ..written(&suggested) },
            indicator: written(indicator.map_or("", |found| label_in(&found.label, language))),
            branch: written(&branch),
            rule: written(&rules::named(flag, definition, language)),
            line: written(&flag.line.map(|line| line.to_string()).unwrap_or_default()),
        }
    }

    fn get(&self, name: &str) -> Option<&Filling> {
        match name {
            "found" => Some(&self.found),
            "expected" => Some(&self.expected),
            "suggested" => Some(&self.suggested),
            "indicator" => Some(&self.indicator),
            "branch" => Some(&self.branch),
            "rule" => Some(&self.rule),
            "line" => Some(&self.line),
            _ => None,
        }
    }
}

/// Appends a filling to the sentence, which ends with `before`; gives what is left of the template.
fn fill<'t>(
    sentence: &mut String,
    before: &str,
    after: &'t str,
    filling: &Filling,
    language: Language,
) -> &'t str {
    let unquoted = if before.ends_with('“') { after.strip_prefix('”') } else { None };
    if !filling.written.is_empty() {
        let shown = filling.localised.as_ref().filter(|_| unquoted.is_none()).unwrap_or(&filling.written);
        sentence.push_str(shown);
        return after;
    }
    if let Some((clause, rest)) = empty_clause(before, after) {
        sentence.truncate(sentence.len() - clause);
        return rest;
    }
    if let Some(rest) = unquoted {
        sentence.pop();
        sentence.push_str(Word::Blank.in_language(language));
        return rest;
    }
    // Behind a colon there is room for a word; elsewhere a word would read as part of the sentence.
    sentence.push_str(if before.ends_with(": ") { Word::None.in_language(language) } else { filling.absent });
    after
}

/// The clause in parentheses around an empty placeholder: bytes of it that are already written, and what follows it.
fn empty_clause<'t>(before: &str, after: &'t str) -> Option<(usize, &'t str)> {
    let begun = before.get(before.rfind(" (")?..)?;
    let (ending, rest) = after.split_once(')')?;
    let is_alone = !begun.contains(')') && !ending.contains(['(', '{']);
    is_alone.then_some((begun.len(), rest))
}

/// Whether what was found and expected may be amounts: a year, a version or a list of names never is.
fn has_amounts(flag: &FlagRow, definition: &Definition) -> bool {
    let is_counting = matches!(
        flag.check,
        Check::LimitFileSize
            | Check::LimitInflatedSize
            | Check::LimitPartSize
            | Check::LimitRatio
            | Check::LimitStrings
            | Check::LimitRows
            | Check::LimitColumns
            | Check::LimitCells
            | Check::LimitSheets
            | Check::LimitTextLength
            | Check::PrintedTotal
            | Check::SizeDoubtful
            | Check::AccountUnbalanced
    );
    let indicator = flag.indicator.and_then(|index| definition.reading.indicators.get(index as usize));
    let is_of_amounts = indicator.is_some_and(|found| !matches!(found.kind, Kind::Text | Kind::Date));
    // A hidden row's number is no amount.
    is_counting || (is_of_amounts && flag.check != Check::HiddenRow)
}

/// Whether what was found is the text of the flagged cell: `-1.234` there is no decimal of the program's.
fn is_own_text(flag: &FlagRow, outcome: &Outcome) -> bool {
    let fact = || {
        let batch = &outcome.submissions.get(flag.submission?)?.batch;
        let sheet = u16::try_from(batch.sheets.iter().position(|sheet| *sheet.name == *flag.sheet)?).ok()?;
        let place = (sheet, flag.cell?);
        // Facts are ordered by sheet, row, column.
        let at = batch.facts.partition_point(|fact| (fact.sheet, fact.at) < place);
        batch.facts.get(at).filter(|fact| (fact.sheet, fact.at) == place)
    };
    fact().is_some_and(|fact| fact.kind == CellKind::Text && fact.raw.trim() == flag.found.trim())
}

/// Words that stand for nothing.
#[derive(Clone, Copy)]
enum Word {
    None,
    Blank,
    Another,
}

impl Word {
    const fn in_language(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::None, Language::Vi) => "không có",
            (Self::None, Language::En) => "none",
            (Self::Blank, Language::Vi) => "(để trống)",
            (Self::Blank, Language::En) => "(blank)",
            (Self::Another, Language::Vi) => "một số khác",
            (Self::Another, Language::En) => "another number",
        }
    }
}

/// A label in a language, or in the other where it has none.
fn label_in(label: &Label, language: Language) -> &str {
    let (first, second) = match language {
        Language::Vi => (&label.vi, &label.en),
        Language::En => (&label.en, &label.vi),
    };
    if first.is_empty() { second } else { first }
}

/// Blanks folded, invisible characters shown, and cut where it is too long for a sentence.
fn shorten(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = visible(&folded);
    match text.char_indices().nth(LONGEST) {
        None => text.into_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
    }
}

#[cfg(test)]
mod tests;
