//! `datapackage.json`: every column of every table, as a Frictionless Data Package (v1, `tabular-data-package`).
//!
//! Enters: the tables' descriptions and the files as written. Leaves: a document without any time in it, so that the same input
//! gives the same bytes. It holds each file's size and hash: `frictionless validate` notices a file that was changed by hand.

use super::file::Written;
use super::table::{ColumnDescription, ColumnType, TableDescription, delimiter, has_decimal_comma};
use crate::pipeline::{Definition, Dialect};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The package.
#[derive(Serialize)]
pub(super) struct Package {
    profile: &'static str,
    name: String,
    title: String,
    description: String,
    resources: Vec<Value>,
}

impl Package {
    /// Describes the tables and their files, which come in the same order.
    pub(super) fn new(definition: &Definition, tables: &[TableDescription], files: &[Written]) -> Self {
        let dialect = definition.judging.dialect;
        Self {
            profile: "tabular-data-package",
            name: slug(&definition.id),
            title: definition.title.vi.clone(),
            description: definition.title.en.clone(),
            resources: tables.iter().zip(files).map(|(table, file)| resource(table, file, dialect)).collect(),
        }
    }
}

/// A table with its file.
fn resource(table: &TableDescription, file: &Written, dialect: Dialect) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.name,
        "description": table.row,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": encoding(dialect),
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "dialect": {
            "delimiter": char::from(delimiter(dialect)).to_string(),
            "lineTerminator": "\r\n",
            "quoteChar": "\"",
            "doubleQuote": true,
            "skipInitialSpace": false,
            "header": true,
        },
        "schema": schema(table, dialect),
    })
}

/// Columns, key, references.
fn schema(table: &TableDescription, dialect: Dialect) -> Value {
    let keys: Vec<_> =
        table.columns.iter().filter(|column| column.is_key).map(|column| column.name).collect();
    let mut schema = Map::new();
    let fields = table.columns.iter().map(|column| field(column, keys == [column.name], dialect)).collect();
    schema.insert("fields".into(), Value::Array(fields));
    schema.insert("missingValues".into(), json!([""]));
    schema.insert("primaryKey".into(), json!(keys));
    if !table.references.is_empty() {
        let keys = table.references.iter().map(|reference| foreign_key(table.name, *reference)).collect();
        schema.insert("foreignKeys".into(), Value::Array(keys));
    }
    Value::Object(schema)
}

/// A column. `is_sole_key`: it alone identifies a row.
fn field(column: &ColumnDescription, is_sole_key: bool, dialect: Dialect) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), json!(column.name));
    field.insert("type".into(), json!(type_name(column.kind)));
    field.insert("description".into(), json!(column.meaning));
    if !column.unit.is_empty() {
        field.insert("unit".into(), json!(column.unit));
    }
    match column.kind {
        ColumnType::Boolean => {
            field.insert("trueValues".into(), json!(["true"]));
            field.insert("falseValues".into(), json!(["false"]));
        }
        ColumnType::Decimal if has_decimal_comma(dialect) => {
            field.insert("decimalChar".into(), json!(","));
        }
        _ => {}
    }
    match column.kind {
        ColumnType::Word(words) => field.insert("constraints".into(), json!({ "enum": words })),
        _ if is_sole_key => field.insert("constraints".into(), json!({ "required": true, "unique": true })),
        _ => None,
    };
    Value::Object(field)
}

/// A reference; one into the same table names no table.
fn foreign_key(own: &str, (column, table, there): (&str, &str, &str)) -> Value {
    let resource = if table == own { "" } else { table };
    json!({ "fields": [column], "reference": { "resource": resource, "fields": [there] } })
}

/// The type in the words of Table Schema.
const fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::Word(_) => "string",
        ColumnType::Integer => "integer",
        ColumnType::Decimal => "number",
        ColumnType::Boolean => "boolean",
        ColumnType::Date => "date",
    }
}

/// The encoding by its name in Python, where the byte order mark makes a difference to the reader.
const fn encoding(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Plain => "utf-8",
        Dialect::Excel | Dialect::ExcelVi => "utf-8-sig",
    }
}

/// The id as the format wants names: small letters, digits, `-`, `_`, `.`, `/`.
fn slug(id: &str) -> String {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
    id.chars().map(|c| c.to_ascii_lowercase()).map(|c| if is_fit(c) { c } else { '-' }).collect()
}
