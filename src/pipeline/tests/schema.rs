//! The schema says what the loader accepts, and the documentation says what the schema says.

use super::whole::EVERY_KEY;
use crate::pipeline::{decisions, published, register, schema};
use serde_json::Value;
use std::collections::BTreeSet;

const WRITTEN: &str = include_str!("../../../pipelines/pipeline.schema.json");
pub(super) const DOCUMENTATION: &str = include_str!("../../../pipelines/README.md");
const DOAN_KHOI: &str = include_str!("../../../pipelines/doan-khoi/pipeline.toml");

/// Adds every key that a schema names, as `indicator.label.vi`, checks by code left out.
fn keys_of_schema(schema: &Value, above: &str, keys: &mut BTreeSet<String>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{above}{name}");
        if name != "checks" {
            keys_of_schema(property, &format!("{path}."), keys);
        }
        keys.insert(path);
    }
    keys_of_schema_behind(schema, above, keys);
}

fn keys_of_schema_behind(schema: &Value, above: &str, keys: &mut BTreeSet<String>) {
    if schema["items"].is_object() {
        keys_of_schema(&schema["items"], above, keys);
    }
    schema["anyOf"].as_array().into_iter().flatten().for_each(|of| keys_of_schema(of, above, keys));
}

/// Adds every key that a definition uses, in the same form; reports those that the schema does not have.
fn keys_of_file(value: &Value, schema: &Value, above: &str, keys: &mut BTreeSet<String>) {
    let behind = |schema: &Value| {
        let choices = schema["anyOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        choices.into_iter().find(|of| match value {
            Value::Object(_) => of["type"] == "object",
            Value::Array(_) => of["type"] == "array",
            _ => of["type"] != "object" && of["type"] != "array",
        })
    };
    let schema = behind(schema);
    assert!(schema.is_some(), "the schema has no place for {above}");
    let schema = schema.unwrap_or_default();
    for (name, below) in value.as_object().into_iter().flatten() {
        let path = format!("{above}{name}");
        let own = &schema["properties"][name];
        let of = if own.is_object() { own } else { &schema["additionalProperties"] };
        assert!(of.is_object(), "the schema does not know {path}");
        keys_of_file(below, of, &format!("{path}."), keys);
        keys.insert(path);
    }
    value.as_array().into_iter().flatten().for_each(|item| keys_of_file(item, &schema["items"], above, keys));
}

fn used_in(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let value: Value = toml::from_str(text).unwrap_or_default();
    assert!(value.is_object());
    keys_of_file(&value, &schema(), "", &mut used);
    used
}

fn all() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    keys_of_schema(&schema(), "", &mut all);
    all
}

#[test]
fn the_written_schema_is_the_current_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pipelines/pipeline.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        let current = serde_json::to_string_pretty(&schema()).unwrap_or_default() + "\n";
        assert!(std::fs::write(path, &current).is_ok());
        return;
    }
    // As values: whether a map keeps its order depends on the features that other crates ask of serde_json.
    let written: Value = serde_json::from_str(WRITTEN).unwrap_or_default();
    assert!(written == schema(), "run this test once with UPDATE_SCHEMA=1, and read the difference");
}

#[test]
fn the_definition_of_the_bloc_uses_keys_of_the_schema_only() {
    assert!(used_in(DOAN_KHOI).contains("indicator.asked_of.level"));
}

#[test]
fn every_key_of_the_schema_is_in_the_definition_with_every_key() {
    let used = used_in(EVERY_KEY);
    // The kinds of answers share the places to look in: each place is used once, by one kind or another.
    let places = |key: &str| match key.split('.').collect::<Vec<_>>().as_slice() {
        ["submission", _, place] => format!("submission.*.{place}"),
        _ => key.to_owned(),
    };
    let used: BTreeSet<String> = used.iter().map(|key| places(key)).collect();
    let unused: Vec<String> = all().into_iter().filter(|key| !used.contains(&places(key))).collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_and_column_is_documented_with_an_example() {
    let is_shown = |name: &str| {
        let as_key = |line: &str| {
            line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        DOCUMENTATION.lines().any(as_key)
            || DOCUMENTATION.contains(&format!("{{ {name} = "))
            || DOCUMENTATION.contains(&format!(", {name} = "))
            || DOCUMENTATION.contains(&format!("[{name}]"))
            || DOCUMENTATION.contains(&format!("`{name} = "))
    };
    let missing: Vec<String> =
        all().into_iter().filter(|path| !is_shown(path.rsplit('.').next().unwrap_or(path))).collect();
    assert_eq!(missing, Vec::<String>::new());
    let of_decisions = decisions::ACCEPTED.iter().chain(&decisions::CORRECTIONS);
    let columns = register::COLUMNS.iter().chain(&published::COLUMNS).chain(of_decisions);
    let missing: Vec<&str> = columns
        .map(|column| column.name)
        .filter(|name| !DOCUMENTATION.contains(&format!("| `{name}` |")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_key_has_a_description() {
    fn check(schema: &Value, path: &str) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].as_str().is_some_and(|about| about.len() > 10), "{path}{name}");
            check(property, &format!("{path}{name}."));
        }
        for below in schema["anyOf"].as_array().into_iter().flatten().chain(schema.get("items")) {
            check(below, path);
        }
    }
    check(&schema(), "");
}

#[test]
fn the_examples_of_the_documentation_together_are_a_file_of_the_schema() {
    let used = used_in(&super::walk::blocks(super::walk::reference(), "toml").concat());
    for key in [
        "dialect",
        "submission.due",
        "sheet.plan",
        "indicator.where.type",
        "checks.published-differs.severity",
        "limits.cells",
    ] {
        assert!(used.contains(key), "{key}");
    }
}
