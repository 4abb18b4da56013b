//! The register `branches.csv`: who reports, and what is known of each.

use super::error::{Document, Findings};
use super::judging::{Branch, Register};
use super::lines::{self, Column, Line};
use super::suggest;
use crate::clean::text;
use crate::model::{Amount, Date};
use std::collections::HashMap;

mod successions;

/// The columns, in the order of the documentation.
pub(super) const COLUMNS: [Column; 13] = [
    Column { name: "code", is_required: true },
    Column { name: "name", is_required: true },
    Column { name: "aliases", is_required: false },
    Column { name: "type", is_required: false },
    Column { name: "sector", is_required: false },
    Column { name: "level", is_required: false },
    Column { name: "parent", is_required: false },
    Column { name: "members", is_required: false },
    Column { name: "contact", is_required: false },
    Column { name: "opened", is_required: false },
    Column { name: "closed", is_required: false },
    Column { name: "due", is_required: false },
    Column { name: "predecessors", is_required: false },
];

/// Reads the register. Branches with a fault are in it as far as they could be read.
pub(super) fn read(document: &Document, findings: &mut Findings<'_>) -> Register {
    let lines = lines::read(document, &COLUMNS, findings);
    if lines.is_empty() && findings.is_empty() {
        findings.add_to_file("the register has no branches", "a line for each branch below the header");
    }
    check_codes(&lines, findings);
    check_names(&lines, findings);
    let mut branches: Vec<Branch> = lines.iter().map(|line| branch(line, findings)).collect();
    join_parents(&lines, &mut branches, findings);
    successions::check(&lines, &branches, findings);
    Register { branches }
}

/// A line as a branch, without its parent.
fn branch(line: &Line<'_>, findings: &mut Findings<'_>) -> Branch {
    let text = |column: &str| line.text(column).to_owned();
    let branch = Branch {
        code: text("code"),
        name: text("name"),
        aliases: line.parts("aliases"),
        kind: text("type"),
        sector: text("sector"),
        level: text("level"),
        parent: None,
        members: members(line, findings),
        contact: text("contact"),
        opened: day(line, "opened", findings),
        closed: day(line, "closed", findings),
        due: day(line, "due", findings),
        predecessors: line.parts("predecessors"),
        line: line.number,
    };
    if let (Some(opened), Some(closed)) = (branch.opened, branch.closed)
        && closed < opened
    {
        findings.add(
            line.span_of("closed"),
            format!("closed on {closed}, before it opened"),
            format!("{opened} or later"),
        );
    }
    branch
}

/// A size: digits alone, since `1.250` would be one and a quarter to a program.
fn members(line: &Line<'_>, findings: &mut Findings<'_>) -> Option<Amount> {
    let text = line.text("members");
    if text.is_empty() {
        return None;
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let amount = Amount::parse(text).filter(|_| digits).map(|(amount, _)| amount);
    if amount.is_none() {
        let expected = "a whole number without marks, or nothing";
        findings.advise(
            line.span_of("members"),
            format!("`{text}` is no size"),
            expected,
            suggest::ungrouped(text),
        );
    }
    amount
}

/// A day, where there is one.
fn day(line: &Line<'_>, column: &str, findings: &mut Findings<'_>) -> Option<Date> {
    let text = line.text(column);
    if text.is_empty() {
        return None;
    }
    let day = Date::parse_iso(text).filter(|_| text.len() == "2023-12-10".len());
    if day.is_none() {
        let advice = turned(text).map(|day| format!("did you mean `{day}`?"));
        let expected = "year-month-day: 2023-12-10, or nothing";
        findings.advise(line.span_of(column), format!("`{text}` is no day"), expected, advice);
    }
    day
}

/// A day written day first, as a spreadsheet program may have saved it.
fn turned(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reports codes that are missing or there twice, and lines without a name.
fn check_codes(lines: &[Line<'_>], findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for line in lines {
        for column in ["code", "name"].into_iter().filter(|column| line.text(column).is_empty()) {
            findings.add(line.span_of(column), format!("a branch without a {column}"), format!("a {column}"));
        }
        let code = line.text("code");
        // Workbooks write codes in either case.
        let key = text::tidy(code).0.to_lowercase();
        match seen.get(&key) {
            Some(earlier) => {
                let found = format!("the code `{code}` is there twice: also on line {earlier}");
                findings.add(line.span_of("code"), found, "a code of its own");
            }
            None if code.is_empty() => {}
            None => {
                seen.insert(key, line.number);
            }
        }
    }
}

/// Reports names and aliases that two branches go by. Names that differ in marks alone are two names.
fn check_names(lines: &[Line<'_>], findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for line in lines {
        let name = Some(("name", line.text("name").to_owned())).filter(|(_, name)| !name.is_empty());
        let aliases = line.parts("aliases").into_iter().map(|alias| ("aliases", alias));
        for (column, name) in name.into_iter().chain(aliases) {
            // Where a tone mark stands is a matter of the keyboard: `Hòa` and `Hoà` are one name.
            let key = text::canonical_tones(&text::tidy(&name).0);
            let earlier = *seen.entry(key).or_insert(line.number);
            if earlier != line.number {
                let found = format!("the name `{name}` is there twice: also on line {earlier}");
                findings.add(line.span_of(column), found, "a name of one branch");
            }
        }
    }
}

/// Gives each branch the index of its parent; reports parents that are none, and circles.
fn join_parents(lines: &[Line<'_>], branches: &mut [Branch], findings: &mut Findings<'_>) {
    let codes: Vec<String> = branches.iter().map(|branch| branch.code.clone()).collect();
    for (line, branch) in lines.iter().zip(branches.iter_mut()) {
        let parent = line.text("parent");
        if parent.is_empty() {
            continue;
        }
        branch.parent = codes.iter().position(|code| code == parent).and_then(|at| u32::try_from(at).ok());
        if branch.parent.is_none() {
            let advice = suggest::advice(parent, codes.iter().map(String::as_str));
            let expected = "the code of a branch of the register, or nothing";
            findings.advise(line.span_of("parent"), format!("unknown parent `{parent}`"), expected, advice);
        }
    }
    for (index, line) in lines.iter().enumerate() {
        check_circle(index, line, branches, findings);
    }
}

/// Reports a branch that is its own parent's parent, on the first line of the circle.
fn check_circle(index: usize, line: &Line<'_>, branches: &[Branch], findings: &mut Findings<'_>) {
    let parent_of = |index: usize| branches.get(index).and_then(|branch| branch.parent).map(|at| at as usize);
    let mut passed = vec![index];
    while let Some(next) = passed.last().and_then(|last| parent_of(*last)) {
        if passed.contains(&next) {
            if next == index && passed.iter().all(|other| *other >= index) {
                let around = passed.iter().chain(passed.first()).filter_map(|at| branches.get(*at));
                let codes: Vec<&str> = around.map(|branch| branch.code.as_str()).collect();
                let found = format!("`parent` goes round in a circle: {}", codes.join(" → "));
                findings.add(line.span_of("parent"), found, "a parent that is not below its own child");
            }
            return;
        }
        passed.push(next);
    }
}
