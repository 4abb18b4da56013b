//! The acceptance of a flag: what it speaks of stands as it is. What keeps a file or a value out still does, and what would bring it in is said.

use super::correct::corrected_fact;
use super::current::{CurrentRun, PublishedFlag};
use super::decide::{Decider, Decision, filled, open_flag, refused};
use super::{ReviewError, Sentence};
use crate::model::{Check, Family, Severity};

/// Letters of what was found that a line of `accepted.csv` repeats for people.
const ABOUT: usize = 80;

/// The acceptance of a flag.
///
/// # Errors
/// For a flag that is not there, is accepted already, or keeps a file out.
pub fn accept(run: &CurrentRun, id: &str, who: Decider) -> Result<Decision, ReviewError> {
    let flag = open_flag(run, id)?;
    if flag.severity() == Severity::Fatal {
        let (file, advice) = (&flag.source_file, what_lets_in(run, flag));
        return refused(
            format!("cờ {id} giữ {file} ở ngoài; ghi nhận cờ không đưa tệp vào được: {}", advice.vi),
            format!(
                "the flag {id} keeps {file} out, and accepting it would not bring the file in: {}",
                advice.en
            ),
        );
    }
    let fields = vec![
        ("flag", id.to_owned()),
        ("by", filled(who.by, "--by")?),
        ("date", who.date.to_owned()),
        ("reason", filled(who.reason, "--reason")?),
        ("period", flag.period.clone()),
        ("about", about(flag)),
    ];
    let stays_out = Check::parse(&flag.check).is_some_and(Check::is_excluding);
    let advice = stays_out.then(|| still_out(run, flag));
    Ok(Decision { file: "accepted.csv", fields, flag: flag.clone(), advice })
}

/// What the flag is about, for people.
fn about(flag: &PublishedFlag) -> String {
    let parts = [flag.check.as_str(), &flag.branch, &flag.indicator, &flag.found];
    let parts: Vec<&str> = parts.into_iter().flat_map(str::split_whitespace).collect();
    parts.join(" ").chars().take(ABOUT).collect()
}

/// That what the flag keeps out stays out, and what would bring it in.
fn still_out(run: &CurrentRun, flag: &PublishedFlag) -> Sentence {
    let advice = what_lets_in(run, flag);
    let is_of_file = Check::parse(&flag.check).is_some_and(|check| check.entry().family == Family::Intake);
    match is_of_file {
        true => Sentence::new(
            format!("Báo cáo này vẫn không được tính vào tổng. Muốn tính, {}.", advice.vi),
            format!("The report still does not count. To let it count, {}.", advice.en),
        ),
        false => Sentence::new(
            format!("Giá trị này vẫn không được tính vào tổng. Muốn tính, {}.", advice.vi),
            format!("The value still does not count. To let one count, {}.", advice.en),
        ),
    }
}

/// What brings in what a flag keeps out: a correction only where the flag speaks of one value in a cell of a report that counts.
fn what_lets_in(run: &CurrentRun, flag: &PublishedFlag) -> Sentence {
    let (vi, en) = match Check::parse(&flag.check) {
        Some(Check::UnknownBranch | Check::AmbiguousBranch) => (
            "hãy thêm tên ghi trong báo cáo vào cột `aliases` của branches.csv, hoặc đề nghị đơn vị ghi lại tên cho đúng và gửi lại",
            "add the name in the report to `aliases` in branches.csv, or have the branch correct the name and send the report again",
        ),
        Some(
            Check::LabelUnknown | Check::LabelAmbiguous | Check::CategoryUnknown | Check::HeaderAmbiguous,
        ) => (
            "hãy thêm tên đó vào pipeline.toml, hoặc đề nghị đơn vị sửa và gửi lại",
            "add the name to pipeline.toml, or have the branch correct it and send the report again",
        ),
        _ if corrected_fact(run, flag, None).is_ok() => {
            ("hãy dùng --correct với số đúng", "use --correct with the right number")
        }
        _ => ("hãy đề nghị đơn vị sửa và gửi lại", "have the branch correct it and send the report again"),
    };
    Sentence::new(vi, en)
}
