//! Rules: an SQL expression becomes a condition over figures, or a problem at its place.
//!
//! A rule that is taken is decided of any figures, without a panic and without rounding; the opposite of a condition is the opposite of its truth. One that
//! is refused says why, on the line of the rule. A panic of the reader of SQL is no fault: the library catches it and tells so.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Error, ErrorKind};
use std::path::Path;
use tonghop::check::compile_rules;
use tonghop::check::fuzzing::decide;
use tonghop::model::Amount;
use tonghop::pipeline::{Definition, load_files};

const PIPELINE: &str = r#"id = "small"
period = "year"
title = "Small"

[submission]
branch = [{ right_of = "Unit" }]

[[measure]]
id = "plan"
label = "Plan"

[[sheet]]
id = "report"
label = ["Item"]
value = ["Value"]
plan = ["Plan"]

[[dimension]]
id = "sex"
label = "Sex"
category = [{ id = "female" }, { id = "male" }]

[[indicator]]
id = "members"
label = "Members"
kind = "count"
unit = "people"

[[indicator]]
id = "women"
label = "Women"
kind = "count"
unit = "people"

[[indicator]]
id = "cost-of-care"
label = "Cost"
kind = "money"
unit = "USD"

[[indicator]]
id = "motto"
label = "Motto"
kind = "text"

[[rule]]
id = "only"
expr = "#;

fuzz_target!(init: ours_only(), |data: &[u8]| {
    let Some((figures, expr)) = data.split_first_chunk::<8>() else { return };
    let expr = String::from_utf8_lossy(expr);
    let Some(definition) = with(&expr) else { return };
    let figure = |at: usize| figures.get(at % 8).map(|byte| Amount::from_scaled(i128::from(*byte) << (at % 8 * 14)));
    match compile_rules(&definition) {
        Ok(rules) => {
            let truth = decide(&rules, &figure);
            assert_eq!(truth, decide(&rules, &figure));
            let opposite = with(&format!("NOT ({expr})")).and_then(|of| compile_rules(&of).ok());
            if let Some(opposite) = opposite {
                assert_eq!(decide(&opposite, &figure), truth.map(|is_true| !is_true), "{expr}");
            }
        }
        Err(error) => {
            assert!(!error.problems.is_empty() && !error.plain().is_empty() && !error.drawn(false).is_empty());
            let line = PIPELINE.lines().count();
            for problem in &error.problems {
                assert!(problem.line == line && problem.column > 0, "{problem:?}");
            }
        }
    }
});

/// The definition with an expression as its only rule; none where the definition itself is refused, as one with an empty expression is.
fn with(expr: &str) -> Option<Definition> {
    let mut text = PIPELINE.to_owned();
    text.push('"');
    for letter in expr.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\0'..='\u{1f}' | '\u{7f}' => text.push_str(&format!("\\u{:04x}", letter as u32)),
            _ => text.push(letter),
        }
    }
    text.push_str("\"\n");
    let file = |name: &str| match name {
        "pipeline.toml" => Ok(text.clone().into_bytes()),
        "branches.csv" => Ok(b"code,name\nA,Unit A\n".to_vec()),
        _ => Err(Error::from(ErrorKind::NotFound)),
    };
    load_files(Path::new("fuzzed"), file).ok()
}

/// Ends the process on panics of ours alone, see `panics` of the other targets.
fn ours_only() {
    let end = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|at| at.file().contains("/registry/")) {
            end(panic);
        }
    }));
}
