//! Which branch replaces which: `predecessors` is looked at for what cannot be.
//!
//! A code that the register does not have is none of these: a branch that closed years ago need not be in it any more.

use super::super::error::Findings;
use super::super::judging::Branch;
use super::super::lines::Line;
use std::collections::HashMap;

/// Reports branches that replace themselves, alone or around a circle, predecessors that are named twice, and successors that opened before a predecessor did.
pub(super) fn check(lines: &[Line<'_>], branches: &[Branch], findings: &mut Findings<'_>) {
    let by_code: HashMap<&str, usize> =
        branches.iter().enumerate().map(|(at, branch)| (branch.code.as_str(), at)).collect();
    let of = |at: usize| -> Vec<usize> {
        let predecessors = branches.get(at).map_or(&[][..], |branch| &branch.predecessors);
        predecessors.iter().filter_map(|code| by_code.get(code.as_str()).copied()).collect()
    };
    for (at, (line, branch)) in lines.iter().zip(branches).enumerate() {
        check_once(line, branch, findings);
        check_days(line, branch, of(at).into_iter().filter_map(|at| branches.get(at)), findings);
        if let Some(circle) = circle(at, of) {
            let codes: Vec<&str> =
                circle.iter().filter_map(|at| branches.get(*at)).map(|branch| branch.code.as_str()).collect();
            let found = match codes.as_slice() {
                [_, _] => "a branch that replaces itself".to_owned(),
                _ => format!("`predecessors` goes round in a circle: {}", codes.join(" → ")),
            };
            findings.add(
                line.span_of("predecessors"),
                found,
                "codes of branches that closed before it opened",
            );
        }
    }
}

/// Reports a predecessor that is named twice: its values would be added twice.
fn check_once(line: &Line<'_>, branch: &Branch, findings: &mut Findings<'_>) {
    for (nth, code) in branch.predecessors.iter().enumerate() {
        if branch.predecessors.iter().take(nth).any(|earlier| earlier == code) {
            findings.add(line.span_of("predecessors"), format!("`{code}` is there twice"), "each code once");
        }
    }
}

/// Reports a predecessor that opened after its successor: it cannot be replaced before it is there.
fn check_days<'b>(
    line: &Line<'_>,
    branch: &Branch,
    predecessors: impl Iterator<Item = &'b Branch>,
    findings: &mut Findings<'_>,
) {
    let Some(opened) = branch.opened else { return };
    for (code, day) in predecessors.filter_map(|other| Some((&other.code, other.opened?))) {
        // A branch that names itself is reported as such.
        if day > opened && *code != branch.code {
            let found = format!("`{code}` opened on {day}, its successor on {opened}");
            findings.add(line.span_of("predecessors"), found, "branches that were there before it");
        }
    }
}

/// The circle in which a branch replaces itself, told on the first line of it alone: the branch, what it replaces, ..., the branch.
fn circle(start: usize, of: impl Fn(usize) -> Vec<usize>) -> Option<Vec<usize>> {
    // Depth first; a branch that was passed once leads nowhere new.
    let mut passed = std::collections::HashSet::new();
    let mut way = vec![(start, of(start))];
    while let Some((_, rest)) = way.last_mut() {
        match rest.pop() {
            Some(next) if next == start => {
                let mut circle: Vec<usize> = way.into_iter().map(|(at, _)| at).collect();
                circle.push(start);
                return circle.iter().all(|at| *at >= start).then_some(circle);
            }
            Some(next) if passed.insert(next) => way.push((next, of(next))),
            Some(_) => {}
            None => _ = way.pop(),
        }
    }
    None
}
