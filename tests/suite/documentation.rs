//! The README names every check, every file and every exit code as they are.

use tonghop::model::Check;
use tonghop::model::catalogue::Effect;

const README: &str = include_str!("../../README.md");

#[test]
fn the_readme_lists_every_check_with_severity_effect_and_meaning() {
    for check in Check::ALL {
        let entry = check.entry();
        let effect = match entry.effect {
            Effect::Kept => "kept",
            Effect::Excluded => "excluded",
        };
        let line =
            format!("| `{}` | {} | {effect} | {} |", entry.code, entry.severity.as_str(), entry.meaning);
        assert!(README.contains(&line), "not in the README: {line}");
    }
}

#[test]
fn the_readme_names_every_table_of_a_run() {
    for table in tonghop::publish::descriptions() {
        assert!(README.contains(&format!("`{}.csv`", table.name)), "{}", table.name);
    }
}
