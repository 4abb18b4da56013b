//! The JSON Schema of `pipeline.toml`, with which editors complete and check it.

use super::format::{ByLayouts, Key, LayoutKeys, Shape};
use super::keys::ROOT;
use crate::model::Check;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 07) of `pipeline.toml`.
///
/// It is made from the description that definitions are checked with. What a schema cannot say, such as that an indicator
/// exists, is left to [`load`](super::load).
///
/// ```
/// let schema = tonghop::pipeline::schema();
/// assert_eq!(schema["properties"]["period"]["enum"][0], "year");
/// ```
pub fn schema() -> Value {
    let mut root = table(&ROOT);
    root.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".into(), json!("pipeline.toml of tonghop"));
    root.insert(
        "description".into(),
        json!("How the workbooks of one collection are read and judged. See pipelines/README.md."),
    );
    Value::Object(root)
}

/// A table with these keys and no others.
fn table(keys: &'static [Key]) -> Map<String, Value> {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut table = Map::new();
    table.insert("type".into(), json!("object"));
    table.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        table.insert("required".into(), json!(required));
    }
    table.insert("additionalProperties".into(), json!(false));
    table
}

/// A key with its description.
fn property(key: &'static Key) -> Value {
    let mut schema = shape(&key.shape);
    schema.insert("description".into(), json!(key.about));
    Value::Object(schema)
}

/// What may stand behind a key.
fn shape(of: &'static Shape) -> Map<String, Value> {
    let schema = match of {
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::Words(words) => return enumeration(&words()),
        Shape::Whole(least, i64::MAX) => json!({ "type": "integer", "minimum": least }),
        Shape::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Decimal => json!({ "type": ["number", "string"] }),
        Shape::YesNo => json!({ "type": "boolean" }),
        // A date of TOML reaches a schema as a string.
        Shape::Day => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        Shape::List(item) => json!({ "type": "array", "items": shape(item) }),
        Shape::Table(keys) => return table(keys),
        Shape::ByLayout(keys) => return sheet(keys),
        Shape::ByColumn(of) | Shape::ByName(of, _) => {
            json!({ "type": "object", "additionalProperties": shape(of) })
        }
        Shape::ByCheck(of) => return by_check(*of),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|of| Value::Object(shape(of))).collect::<Vec<_>>() })
        }
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// A sheet: the keys of all layouts for completion, and for each layout which of them it has and which it needs.
fn sheet(keys: &'static ByLayouts) -> Map<String, Value> {
    let mut schema = table(keys.common);
    let mut properties = Map::new();
    for key in keys.all() {
        let merged = properties.entry(key.name.to_owned()).or_insert_with(|| property(key));
        let about = merged.get("description").and_then(Value::as_str).unwrap_or_default();
        if !about.contains(key.about) {
            let both = format!("{about} {}", key.about);
            merged["description"] = json!(both);
        }
    }
    schema.insert("properties".into(), Value::Object(properties));
    let of_measures = keys.layouts.iter().find_map(|layout| layout.of_measures);
    if let Some(of) = of_measures {
        schema.insert("additionalProperties".into(), Value::Object(shape(of)));
    }
    schema.insert("allOf".into(), keys.layouts.iter().map(|layout| of_layout(keys, layout)).collect());
    schema
}

/// What holds of sheets of one layout.
fn of_layout(keys: &'static ByLayouts, own: &'static LayoutKeys) -> Value {
    let has = |name: &str| keys.of(own.layout).any(|key| key.name == name);
    let names: Vec<&str> = keys.of(own.layout).map(|key| key.name).collect();
    let mut others: Vec<&str> = Vec::new();
    for key in keys.all().filter(|key| !has(key.name)) {
        if !others.contains(&key.name) {
            others.push(key.name);
        }
    }
    // Measures are keys that a schema cannot know.
    let allowed = match own.of_measures {
        Some(_) => json!({ "not": { "enum": others } }),
        None => json!({ "enum": names }),
    };
    let required: Vec<&str> = keys.of(own.layout).filter(|key| key.is_required).map(|key| key.name).collect();
    let mut condition = json!({ "properties": { "layout": { "const": own.layout.word() } } });
    let is_default = keys.layouts.first().is_some_and(|first| first.layout == own.layout);
    if !is_default {
        condition["required"] = json!(["layout"]);
    }
    json!({ "if": condition, "then": { "required": required, "propertyNames": allowed } })
}

/// Words, each with its meaning where an editor shows it.
fn enumeration(words: &[(&str, &str)]) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), json!("string"));
    schema.insert("enum".into(), words.iter().map(|(word, _)| json!(word)).collect());
    let meanings: Vec<&str> = words.iter().map(|(_, about)| *about).collect();
    schema.insert("x-taplo".into(), json!({ "docs": { "enumValues": meanings } }));
    schema
}

/// One key for each check that a pipeline may change.
fn by_check(of: fn(Check) -> &'static Shape) -> Map<String, Value> {
    let may_change = Check::ALL.iter().filter(|check| !check.is_fatal());
    let properties: Map<String, Value> = may_change
        .map(|check| {
            let mut schema = shape(of(*check));
            schema.insert("description".into(), json!(check.entry().meaning));
            (check.code().to_owned(), Value::Object(schema))
        })
        .collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("additionalProperties".into(), json!(false));
    schema
}
