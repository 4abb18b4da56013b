//! Versions of a form, and what none of them knows.

use super::{NONE, counts, definition, flags, read, sheet};
use crate::pipeline::{Definition, Version};

fn version(id: &str, has: &[&str], lacks: &[u32], lacks_measures: &[u16]) -> Version {
    Version {
        id: id.into(),
        has: has.iter().map(|&text| text.into()).collect(),
        lacks: lacks.into(),
        lacks_measures: lacks_measures.into(),
    }
}

/// 2022 asks trees and works, 2023 asks trees, works, alive and, with a plan, cleanups.
fn versions(texts: bool) -> Definition {
    let plan = "[[measure]]\nid = \"plan\"\nlabel = \"Plan\"\n\n";
    let indicators = ["trees = Trees", "works = Works", "alive = Trees alive", "cleanups = Clean-ups"];
    let form = counts("label = [\"Item\"]\nvalue = [\"Actual\"]\nplan = [\"Plan\"]", &indicators);
    let mut definition = definition("en", &format!("{plan}{form}"));
    let of = |text: &'static str| if texts { vec![text] } else { Vec::new() };
    definition.reading.versions = vec![
        version("2022", &of("Form 02-BC/2022"), &[2, 3], &[1]),
        version("2023", &of("Form 03-BC/2023"), &[], &[]),
    ];
    definition
}

fn recognised(definition: &Definition, drawn: &str) -> Option<String> {
    let version = read(definition, vec![sheet(drawn)]).version?;
    Some(definition.reading.versions[usize::from(version)].id.clone())
}

#[test]
fn a_version_is_told_by_its_text() {
    let definition = versions(true);
    let with =
        |text: &str| recognised(&definition, &format!("{text}\nItem | Actual\nTrees | #1\nWorks | #2"));
    assert_eq!(with("FORM 02-BC/2022 (yearly)").as_deref(), Some("2022"));
    assert_eq!(with("Form 03-BC/2023").as_deref(), Some("2023"));
    assert_eq!(with("Form 02-BC/20229").as_deref(), Some("2022"), "by its rows, not by another number");
}

#[test]
fn a_version_is_told_by_its_rows_and_columns() {
    let definition = versions(false);
    assert_eq!(recognised(&definition, "Item | Actual\nTrees | #1\nWorks | #2").as_deref(), Some("2022"));
    let later =
        "Item | Plan | Actual\nTrees | #1 | #1\nWorks | #1 | #2\nTrees alive | #1 | #1\nClean-ups | | ";
    assert_eq!(recognised(&definition, later).as_deref(), Some("2023"));
}

#[test]
fn a_workbook_that_fits_no_version_has_none() {
    let definition = versions(false);
    assert_eq!(recognised(&definition, "Item | Plan\nClean-ups | #1"), None);
    assert_eq!(recognised(&definition, "Nothing | Here"), None);
}

#[test]
fn what_a_version_lacks_is_not_asked() {
    let reading = versions(false).reading;
    let asked = |version| (0..4).filter(|&at| reading.is_asked_by(version, at)).collect::<Vec<u32>>();
    assert_eq!(asked(Some(0)), [0, 1]);
    assert_eq!(asked(Some(1)), [0, 1, 2, 3]);
    assert_eq!(asked(None), [0, 1, 2, 3]);
}

#[test]
fn a_new_label_is_told_with_what_to_add() {
    let definition = versions(false);
    let batch = read(
        &definition,
        vec![sheet("Item | Actual\nTrees | #1\nWorks | #2\nTrees planted | #3\nSeedlings (nursery) | #4.5")],
    );
    assert_eq!(
        flags(&batch),
        ["label-unknown B4 Trees planted | Trees alive", "label-unknown B5 Seedlings (nursery) | "]
    );
    let toml = |at: usize| batch.flags[at].toml.as_deref().unwrap_or_default();
    assert_eq!(toml(0), "# [[indicator]] id = \"alive\"\naliases = [\"Trees planted\"]\n");
    assert_eq!(
        toml(1),
        "[[indicator]]\nid       = \"seedlings_nursery\"\nlabel    = \"Seedlings (nursery)\"\nkind     = \"amount\"\nunit     = \"nursery\"\n"
    );
    // What is drafted makes the row known.
    let indicators = ["trees = Trees", "works = Works"];
    let form = counts("label = [\"Item\"]\nvalue = [\"Actual\"]", &indicators);
    let pasted = super::definition("en", &format!("{form}{}", toml(1)));
    let again = read(&pasted, vec![sheet("Item | Actual\nTrees | #1\nSeedlings (nursery) | #4.5")]);
    assert_eq!(flags(&again), NONE);
}
