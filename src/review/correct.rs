//! The correction of a value: which fact a flag speaks of, and what counts in its place.

use super::ReviewError;
use super::current::{CurrentRun, Fact, PublishedFlag};
use super::decide::{Decider, Decision, filled, open_flag, refused};
use super::figure::{Figure, figures};
use crate::model::Amount;

/// What is to count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Replacement<'a> {
    /// The value; none for the one that the flag suggests.
    pub value: Option<&'a str>,
    /// Which figure of a rule it replaces, by its name in the rule; not needed where the flag names one alone.
    pub indicator: Option<&'a str>,
}

/// The correction of the value that a flag speaks of: to a value, or to the one that the flag suggests.
///
/// # Errors
/// For a flag that is not there or is accepted, a value that is no plain number, a flag that speaks of no single reported value, and the flag of
/// a rule over several figures without the name of one.
pub fn correct(
    run: &CurrentRun,
    id: &str,
    replacement: Replacement,
    who: Decider,
) -> Result<Decision, ReviewError> {
    let flag = open_flag(run, id)?;
    let fact = corrected_fact(run, flag, replacement.indicator)?;
    let value = value(flag, replacement.value)?;
    let value_found = fact.value_found().to_owned();
    check_value_found(&value_found, &value, &fact, id)?;
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
    Ok(Decision { file: "corrections.csv", fields, flag: flag.clone(), advice: None })
}

/// The value that is to count.
fn value(flag: &PublishedFlag, given: Option<&str>) -> Result<String, ReviewError> {
    match given {
        Some(value) => plain(value),
        None if flag.suggested.is_empty() => {
            let id = &flag.flag;
            refused(
                format!("cờ {id} không có giá trị đề xuất: hãy ghi số đúng bằng --value"),
                format!("the flag {id} suggests no value: give one with --value"),
            )
        }
        None => Ok(flag.suggested.clone()),
    }
}

/// A correction replaces something by something else.
fn check_value_found(found: &str, value: &str, fact: &Fact, id: &str) -> Result<(), ReviewError> {
    if found.trim().is_empty() {
        let cell = &fact.cell;
        return refused(
            format!("ô {cell} để trống: không thể sửa số mà đơn vị chưa gửi"),
            format!("nothing stands in {cell}: a value that the branch has not sent cannot be corrected"),
        );
    }
    if found == value {
        return refused(
            format!("báo cáo đã ghi {value} rồi: nếu số đúng, hãy ghi nhận cờ bằng --accept {id}"),
            format!("{value} is what the report says already: accept the flag instead, with --accept {id}"),
        );
    }
    Ok(())
}

/// A number as a program writes it. `3.250` would be three and a quarter, and is refused.
fn plain(text: &str) -> Result<String, ReviewError> {
    let amount = Amount::parse(text).filter(|(_, is_rounded)| !is_rounded).map(|(amount, _)| amount);
    let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
    let is_grouped = decimals.len() == 3 && !text.trim_start_matches('-').starts_with("0.");
    match amount.filter(|_| !is_grouped) {
        Some(amount) => Ok(amount.to_string()),
        None => refused(
            format!(
                "--value {text} không phải số viết liền: bỏ dấu phân cách hàng nghìn, dùng dấu chấm cho phần thập phân, như 1250.5"
            ),
            format!(
                "--value {text} is no plain number: leave marks of thousands out, and put decimals behind a point, as in 1250.5"
            ),
        ),
    }
}

/// The one fact that a flag speaks of, in a report that counts; of a rule, the figure of that name.
pub(super) fn corrected_fact(
    run: &CurrentRun,
    flag: &PublishedFlag,
    indicator: Option<&str>,
) -> Result<Fact, ReviewError> {
    let fact = match figures(flag).as_slice() {
        [] => {
            check_indicator(flag, indicator)?;
            fact_in_cell(run, flag)?
        }
        named => fact_of_figure(run, flag, figure(flag, named, indicator)?)?,
    };
    if fact.origin == "corrected" {
        let cell = &fact.cell;
        return refused(
            format!("số ở ô {cell} đã được sửa: hãy sửa dòng của nó trong corrections.csv"),
            format!("the value in {cell} is corrected already: change its line in corrections.csv"),
        );
    }
    Ok(fact)
}

/// A flag that is not of a rule speaks of one indicator alone.
fn check_indicator(flag: &PublishedFlag, indicator: Option<&str>) -> Result<(), ReviewError> {
    let Some(named) = indicator.filter(|named| *named != flag.indicator) else { return Ok(()) };
    let (id, of) = (&flag.flag, &flag.indicator);
    refused(
        format!("cờ {id} nói về chỉ tiêu `{of}`, không phải `{named}`: bỏ --indicator"),
        format!("the flag {id} speaks of `{of}`, not of `{named}`: leave --indicator out"),
    )
}

/// The figure of a rule that is meant.
fn figure<'a>(
    flag: &PublishedFlag,
    named: &'a [Figure],
    indicator: Option<&str>,
) -> Result<&'a Figure, ReviewError> {
    let mut meant = named.iter().filter(|figure| {
        indicator.is_none_or(|id| figure.name == id || (figure.indicator() == id && !has(named, id)))
    });
    if let (Some(figure), None) = (meant.next(), meant.next()) {
        return Ok(figure);
    }
    let (id, list) = (&flag.flag, named.iter().map(Figure::shown).collect::<Vec<_>>().join("; "));
    refused(
        format!("cờ {id} là của một quy tắc về nhiều số ({list}): hãy chọn số cần sửa bằng --indicator"),
        format!(
            "the flag {id} is of a rule over these figures ({list}): say with --indicator which of them to correct"
        ),
    )
}

/// Whether a figure has exactly this name.
fn has(named: &[Figure], name: &str) -> bool {
    named.iter().any(|figure| figure.name == name)
}

/// The fact behind a figure of a rule, in whichever report of the branch it stands.
fn fact_of_figure(run: &CurrentRun, flag: &PublishedFlag, figure: &Figure) -> Result<Fact, ReviewError> {
    let facts = run.facts("branch", &flag.branch)?;
    let is_meant =
        |fact: &&Fact| fact.period == flag.period && figure.is(fact) && run.is_accepted(&fact.submission);
    let mut meant = facts.iter().filter(is_meant);
    let name = &figure.name;
    match (meant.next(), meant.next()) {
        (Some(fact), None) => Ok(fact.clone()),
        (Some(_), Some(_)) => several("báo cáo", "the report", name),
        (None, _) => refused(
            format!(
                "`{name}` không đứng ở một ô nào của báo cáo: hãy sửa các số cộng thành nó, hoặc đề nghị đơn vị gửi lại"
            ),
            format!(
                "`{name}` stands in no cell of the report: correct the figures that it is added from, or have the branch send the report again"
            ),
        ),
    }
}

fn several<T>(vi: &str, en: &str, name: &str) -> Result<T, ReviewError> {
    refused(
        format!("{vi} có nhiều giá trị của `{name}`: hãy tự ghi dòng sửa vào corrections.csv"),
        format!("{en} gives several values of `{name}`: write the line into corrections.csv by hand"),
    )
}

/// The fact in the cell of a flag.
fn fact_in_cell(run: &CurrentRun, flag: &PublishedFlag) -> Result<Fact, ReviewError> {
    check_cell(run, flag)?;
    let facts = run.facts("submission", &flag.submission)?;
    // A flag at the first cell of a range of records speaks of their sum where it has found just that.
    let is_sum = |fact: &Fact| fact.cell.starts_with(&format!("{}:", flag.cell)) && fact.value == flag.found;
    let is_meant = |fact: &&Fact| {
        fact.sheet == flag.sheet
            && fact.indicator == flag.indicator
            && (fact.cell == flag.cell || is_sum(fact))
    };
    let mut meant = facts.iter().filter(is_meant);
    let (cell, indicator) = (&flag.cell, &flag.indicator);
    match (meant.next(), meant.next()) {
        (Some(fact), None) => Ok(fact.clone()),
        (Some(fact), _) if fact.origin == "corrected" => Ok(fact.clone()),
        (Some(_), Some(_)) => several(&format!("ô {cell}"), cell, indicator),
        (None, _) => refused(
            format!(
                "ô {cell} là một trong các dòng cộng thành `{indicator}`: hãy tự sửa tổng trong corrections.csv, hoặc đề nghị đơn vị gửi lại"
            ),
            format!(
                "{cell} is one of the records that {indicator} is added from: correct the sum in corrections.csv by hand, or ask the branch to send the file again"
            ),
        ),
    }
}

/// A correction needs a cell in a report that counts.
fn check_cell(run: &CurrentRun, flag: &PublishedFlag) -> Result<(), ReviewError> {
    let (id, file, status) = (&flag.flag, &flag.source_file, &flag.submission_status);
    if flag.indicator.is_empty() || flag.cell.is_empty() || flag.submission.is_empty() {
        return refused(
            format!(
                "cờ {id} không nói về một giá trị cụ thể: chỉ sửa được số của một chỉ tiêu ở một ô; hãy xử lý cờ bằng cách khác"
            ),
            format!(
                "the flag {id} speaks of no single value: a correction needs an indicator and a cell; settle the flag in another way"
            ),
        );
    }
    if !run.is_accepted(&flag.submission) {
        return refused(
            format!("{file} không được tính ({status}), nên không có gì để sửa"),
            format!("{file} does not count ({status}), so there is nothing to correct"),
        );
    }
    Ok(())
}
