//! "Describe your form in ten minutes" describes a form: what it shows is loaded, and the headers in it stand in its pictures.

use super::load;
use super::schema::DOCUMENTATION;
use crate::pipeline::{Definition, Layout, SheetForm};

/// The heading under which the keys are listed.
const REFERENCE: &str = "\n# pipeline.toml\n";

/// What stands before the list of keys.
fn walk() -> &'static str {
    DOCUMENTATION.split(REFERENCE).next().unwrap_or_default()
}

/// The list of keys.
pub(super) fn reference() -> &'static str {
    DOCUMENTATION.split(REFERENCE).nth(1).unwrap_or_default()
}

/// The blocks of a language, in their order.
pub(super) fn blocks(text: &'static str, language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let behind = text.split(opening.as_str()).skip(1);
    behind.filter_map(|rest| rest.split("```").next()).collect()
}

fn described() -> Result<Definition, String> {
    let register = blocks(walk(), "csv").concat();
    let loaded = load(&blocks(walk(), "toml").concat(), &register, "period,group,indicator,value\n");
    loaded.map_err(|error| error.plain())
}

#[test]
fn the_walk_is_a_definition() {
    assert_eq!(described().err(), None);
    let Ok(definition) = described() else { return };
    assert_eq!(definition.judging.register.branches.len(), 2);
    assert_eq!(definition.reading.indicators.len(), 11);
    assert_eq!(definition.reading.sheets.len(), 4);
}

#[test]
fn as_far_as_it_has_come_it_is_a_definition_at_every_step_that_ends_with_indicators() {
    let all = blocks(walk(), "toml");
    let register = blocks(walk(), "csv").concat();
    let ends =
        (1..=all.len()).filter(|&end| all[..end].last().is_some_and(|block| block.contains("[[indicator]]")));
    for end in ends {
        let loaded = load(&all[..end].concat(), &register, "period,group,indicator,value\n");
        assert_eq!(loaded.err().map(|error| error.plain()), None, "after block {end}");
    }
}

/// The words that a sheet's table is found by.
fn headers(sheet: &SheetForm) -> Vec<&str> {
    let texts: Vec<&String> = match &sheet.layout {
        Layout::Form(form) => {
            let values = form.values.iter().flat_map(|column| &column.headers);
            form.label.iter().chain(&form.unit).chain(values).collect()
        }
        Layout::Table(table) => table.columns.iter().flat_map(|column| &column.headers).collect(),
        Layout::Crosstab(table) => table.label.iter().collect(),
        Layout::Named(_) => Vec::new(),
    };
    texts.into_iter().flat_map(|text| text.split(" > ")).collect()
}

#[test]
fn what_the_definition_looks_for_stands_in_the_pictures() {
    let Ok(definition) = described() else { return };
    let pictures = blocks(walk(), "text");
    let is_drawn = |word: &str| {
        let cells = pictures.iter().flat_map(|picture| picture.split(['|', '\n']));
        cells.into_iter().any(|cell| cell.trim().ends_with(word))
    };
    let of_sheets = definition.reading.sheets.iter().flat_map(headers);
    let is_in_cells = |label: &&str| !["Surgeries", "Fees paid"].contains(label);
    let labels =
        definition.reading.indicators.iter().map(|known| known.label.en.as_str()).filter(is_in_cells);
    let missing: Vec<&str> =
        of_sheets.chain(labels).filter(|word| !is_drawn(word) && !is_drawn(&word.to_lowercase())).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_layout_has_its_picture_and_its_description() {
    let Ok(definition) = described() else { return };
    let is_there =
        |wanted: fn(&Layout) -> bool| definition.reading.sheets.iter().any(|sheet| wanted(&sheet.layout));
    assert!(is_there(|layout| matches!(layout, Layout::Form(_))));
    assert!(is_there(|layout| matches!(layout, Layout::Table(_))));
    assert!(is_there(|layout| matches!(layout, Layout::Crosstab(_))));
    assert!(is_there(|layout| matches!(layout, Layout::Named(_))));
    assert_eq!(blocks(walk(), "text").len(), 5, "one of whose it is, and one a layout");
}
