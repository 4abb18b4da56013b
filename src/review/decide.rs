//! A decision about a flag: what there is to decide, and the line that says it.

use super::ReviewError;
use super::current::{CurrentRun, Fact, PublishedFlag};
use crate::model::{Amount, Check, Severity};

/// A line for a file of people's decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The file in the pipeline's folder.
    pub file: &'static str,
    /// The columns of a file that is not there yet, and what the line says in each.
    pub fields: Vec<(&'static str, String)>,
    /// Whether the value stays out of the totals all the same: what an acceptance lets stand may be no value.
    pub stays_out: bool,
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

/// Letters of what was found that a line of `accepted.csv` repeats for people.
const ABOUT: usize = 80;

/// The acceptance of a flag.
///
/// # Errors
/// For a flag that is not there, is accepted already, or keeps a file out.
pub fn accept(run: &CurrentRun, id: &str, who: Decider) -> Result<Decision, ReviewError> {
    let flag = open_flag(run, id)?;
    if flag.severity() == Severity::Fatal {
        return refused(format!(
            "the flag {id} keeps {} out, and accepting it would not bring the file in: ask the branch to send it again",
            flag.source_file
        ));
    }
    let parts = [flag.check.as_str(), &flag.branch, &flag.indicator, &flag.found];
    let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let about: String =
        about.join(" ").split_whitespace().collect::<Vec<_>>().join(" ").chars().take(ABOUT).collect();
    let fields = vec![
        ("flag", id.to_owned()),
        ("by", filled(who.by, "--by")?),
        ("date", who.date.to_owned()),
        ("reason", filled(who.reason, "--reason")?),
        ("period", flag.period.clone()),
        ("about", about),
    ];
    let stays_out = Check::parse(&flag.check).is_some_and(Check::is_excluding);
    Ok(Decision { file: "accepted.csv", fields, stays_out })
}

/// The correction of the value that a flag speaks of: to a value, or to the one that the flag suggests.
///
/// # Errors
/// For a flag that is not there or is accepted, a value that is no plain number, and a flag that speaks of no single reported value.
pub fn correct(
    run: &CurrentRun,
    id: &str,
    value: Option<&str>,
    who: Decider,
) -> Result<Decision, ReviewError> {
    let flag = open_flag(run, id)?;
    let value = match value {
        Some(value) => plain(value)?,
        None if flag.suggested.is_empty() => {
            return refused(format!("the flag {id} suggests no value: give one with --value"));
        }
        None => flag.suggested.clone(),
    };
    let fact = corrected_fact(run, flag)?;
    let value_found = if fact.value.is_empty() { fact.raw } else { fact.value };
    if value_found.trim().is_empty() {
        return refused(format!(
            "nothing stands in {}: a value that the branch has not sent cannot be corrected",
            flag.cell
        ));
    }
    if value_found == value {
        return refused(format!(
            "{value} is what the report says already: accept the flag instead, with --accept {id}"
        ));
    }
    let fields = vec![
        ("period", fact.period),
        ("branch", fact.branch),
        ("indicator", fact.indicator),
        ("measure", fact.measure),
        ("breakdown", fact.breakdown),
        ("value_found", value_found),
        ("value", value),
        ("by", filled(who.by, "--by")?),
        ("date", who.date.to_owned()),
        ("reason", filled(who.reason, "--reason")?),
    ];
    Ok(Decision { file: "corrections.csv", fields, stays_out: false })
}

fn refused<T>(reason: String) -> Result<T, ReviewError> {
    Err(ReviewError::Refused(reason))
}

/// A text that says something.
fn filled(text: &str, option: &str) -> Result<String, ReviewError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { refused(format!("{option} is blank")) } else { Ok(text) }
}

/// The flag with an id, which nobody has decided about.
fn open_flag<'a>(run: &'a CurrentRun, id: &str) -> Result<&'a PublishedFlag, ReviewError> {
    let Some(flag) = run.flags.iter().find(|flag| flag.flag == id) else {
        let likeness = |flag: &&PublishedFlag| strsim::damerau_levenshtein(&flag.flag, id);
        let nearest = run.flags.iter().min_by_key(likeness);
        let nearest = nearest.filter(|flag| likeness(flag) <= MOST_TYPOS);
        let advice = nearest.map_or(String::from("`tonghop review OUT --all` lists them"), |flag| {
            format!("did you mean {} ({} {})?", flag.flag, flag.check, flag.branch)
        });
        return refused(format!("there is no flag {id} in the current run; {advice}"));
    };
    if flag.is_open() {
        return Ok(flag);
    }
    refused(format!("the flag {id} is settled already, by {}: {}", flag.accepted_by, flag.accepted_reason))
}

/// How far an id may be off to be taken for a mistyped one: of twelve random digits two others never agree in eight.
const MOST_TYPOS: usize = 4;

/// A number as a program writes it. `3.250` would be three and a quarter, and is refused.
fn plain(text: &str) -> Result<String, ReviewError> {
    let amount = Amount::parse(text).filter(|(_, is_rounded)| !is_rounded).map(|(amount, _)| amount);
    let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
    let is_grouped = decimals.len() == 3 && !text.trim_start_matches('-').starts_with("0.");
    match amount.filter(|_| !is_grouped) {
        Some(amount) => Ok(amount.to_string()),
        None => refused(format!(
            "--value {text} is no plain number: leave marks of thousands out, and put decimals behind a point, as in 1250.5"
        )),
    }
}

/// The one fact that a flag speaks of, in a report that counts.
fn corrected_fact(run: &CurrentRun, flag: &PublishedFlag) -> Result<Fact, ReviewError> {
    if flag.indicator.is_empty() || flag.cell.is_empty() || flag.submission.is_empty() {
        let advice = "a correction needs an indicator and a cell; settle the flag in another way";
        return refused(format!("the flag {} speaks of no single value: {advice}", flag.flag));
    }
    let status = flag.submission_status.as_str();
    if !status.starts_with("accepted") {
        return refused(format!(
            "{} does not count ({status}), so there is nothing to correct",
            flag.source_file
        ));
    }
    let facts = run.facts(&flag.submission, &flag.sheet)?;
    // A flag at the first cell of a range of records speaks of their sum where it has found just that.
    let is_sum = |fact: &Fact| fact.cell.starts_with(&format!("{}:", flag.cell)) && fact.value == flag.found;
    let is_meant =
        |fact: &&Fact| fact.indicator == flag.indicator && (fact.cell == flag.cell || is_sum(fact));
    let mut meant = facts.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(fact), _) if fact.origin == "corrected" => refused(format!(
            "the value in {} is corrected already: change its line in corrections.csv",
            flag.cell
        )),
        (Some(fact), None) => Ok(fact.clone()),
        (Some(_), Some(_)) => refused(format!(
            "{} gives several values of {}: write the line into corrections.csv by hand",
            flag.cell, flag.indicator
        )),
        (None, _) => refused(format!(
            "{} is one of the records that {} is added from: correct the sum in corrections.csv by hand, or ask the branch to send the file again",
            flag.cell, flag.indicator
        )),
    }
}
