//! Which branch is meant: by its code or one of its names, in capitals or not, with or without marks.

use super::current::CurrentRun;
use super::decide::refused;
use super::table::Table;
use super::{ReviewError, Sentence};
use crate::pipeline::{self, folded, nearest};
use std::path::Path;

/// A branch that a text may name.
struct Known {
    code: String,
    names: Vec<String>,
}

/// The code of the branch that a text names. Names are known where the definition can be read, codes also from the run.
///
/// # Errors
/// Where no branch, or more than one, goes by it: with the nearest code or name.
pub fn branch(run: &CurrentRun, folder: Option<&Path>, text: &str) -> Result<String, ReviewError> {
    let known = known(run, folder)?;
    let (text, wanted) = (text.trim(), text.trim().to_lowercase());
    let named = |is_it: &dyn Fn(&str) -> bool| -> Vec<&Known> {
        known.iter().filter(|of| is_it(&of.code) || of.names.iter().any(|name| is_it(name))).collect()
    };
    if let Some(exact) = known.iter().find(|of| of.code == text) {
        return Ok(exact.code.clone());
    }
    let alike = named(&|name| name.to_lowercase() == wanted);
    let alike = if alike.is_empty() { named(&|name| folded(name) == folded(&wanted)) } else { alike };
    match alike.as_slice() {
        [one] => Ok(one.code.clone()),
        _ => unknown(text, &known),
    }
}

/// The branches of the definition, and those that the run alone knows.
fn known(run: &CurrentRun, folder: Option<&Path>) -> Result<Vec<Known>, ReviewError> {
    let definition = folder.and_then(|folder| pipeline::load(folder).ok());
    let definition = definition.filter(|definition| definition.id == run.pipeline_id);
    let register = definition.map(|definition| definition.judging.register.branches).unwrap_or_default();
    let mut known: Vec<Known> = register
        .into_iter()
        .map(|of| Known { code: of.code, names: [vec![of.name], of.aliases].concat() })
        .collect();
    let completeness = Table::read(&run.run.join("completeness.csv"), "branch", |_| true)?;
    let of_run = completeness.rows().map(|row| row.text("branch").to_owned());
    for code in of_run.chain(run.flags.iter().map(|flag| flag.branch.clone())) {
        if !code.is_empty() && !known.iter().any(|of| of.code == code) {
            known.push(Known { code, names: Vec::new() });
        }
    }
    Ok(known)
}

fn unknown<T>(text: &str, known: &[Known]) -> Result<T, ReviewError> {
    let names = known.iter().flat_map(|of| of.names.iter().chain([&of.code]));
    let near = nearest(text, names.map(String::as_str));
    let near =
        near.and_then(|near| known.iter().find(|of| of.code == near || of.names.iter().any(|n| n == near)));
    let advice = match near {
        Some(of) => {
            let near = [Some(&of.code), of.names.first()]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" ");
            Sentence::new(format!("có phải là {near}?"), format!("did you mean {near}?"))
        }
        None => Sentence::new("branches.csv liệt kê các đơn vị", "branches.csv lists the branches"),
    };
    refused(
        format!("không có đơn vị nào mang mã hay tên `{text}`; {}", advice.vi),
        format!("no branch has the code or name `{text}`; {}", advice.en),
    )
}
