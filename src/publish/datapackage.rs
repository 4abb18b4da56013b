//! `datapackage.json`: every column of every table, as a Frictionless Data Package (v1, `tabular-data-package`).
//!
//! Enters: the tables' descriptions and the files as written. Leaves: a document without any time in it, so that the same input
//! gives the same bytes. It holds each file's size and hash: `frictionless validate` notices a file that was changed by hand.

use super::file::Written;
use super::notation::{delimiter, has_decimal_comma};
use super::table::{ColumnDescription, ColumnType, TableDescription};
use crate::pipeline::{Definition, Dialect};
use serde::Serialize;

/// The package.
#[derive(Serialize)]
pub(super) struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    description: &'a str,
    resources: Vec<Resource<'a>>,
}

/// A table with its file.
#[derive(Serialize)]
struct Resource<'a> {
    name: &'static str,
    path: &'a str,
    profile: &'static str,
    description: &'static str,
    format: &'static str,
    mediatype: &'static str,
    /// A byte order mark is allowed for.
    encoding: &'static str,
    bytes: u64,
    hash: String,
    dialect: CsvDialect,
    schema: Schema,
}

/// How the file is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CsvDialect {
    delimiter: char,
    line_terminator: &'static str,
    quote_char: char,
    double_quote: bool,
    skip_initial_space: bool,
    header: bool,
}

/// Columns, key, references.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimal_char: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    true_values: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    false_values: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

/// What holds for every value of a column.
#[derive(Serialize)]
#[serde(untagged)]
enum Constraints {
    Words {
        #[serde(rename = "enum")]
        words: &'static [&'static str],
    },
    Key {
        required: bool,
        unique: bool,
    },
}

/// A reference.
#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Reference,
}

/// Where a reference leads.
#[derive(Serialize)]
struct Reference {
    /// Empty for the table itself.
    resource: &'static str,
    fields: [&'static str; 1],
}

impl<'a> Package<'a> {
    /// Describes the tables and their files, which come in the same order.
    pub(super) fn new(definition: &'a Definition, tables: &[TableDescription], files: &'a [Written]) -> Self {
        let dialect = definition.judging.dialect;
        Self {
            profile: "tabular-data-package",
            name: slug(&definition.id),
            title: &definition.title.vi,
            description: &definition.title.en,
            resources: tables
                .iter()
                .zip(files)
                .map(|(table, file)| Resource::new(table, file, dialect))
                .collect(),
        }
    }
}

impl<'a> Resource<'a> {
    fn new(table: &TableDescription, file: &'a Written, dialect: Dialect) -> Self {
        Self {
            name: table.name,
            path: &file.name,
            profile: "tabular-data-resource",
            description: table.row,
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            bytes: file.bytes,
            hash: format!("sha256:{}", file.sha256),
            dialect: CsvDialect {
                delimiter: char::from(delimiter(dialect)),
                line_terminator: "\r\n",
                quote_char: '"',
                double_quote: true,
                skip_initial_space: false,
                header: true,
            },
            schema: Schema::new(table, dialect),
        }
    }
}

impl Schema {
    fn new(table: &TableDescription, dialect: Dialect) -> Self {
        let keys: Vec<_> =
            table.columns.iter().filter(|column| column.is_key).map(|column| column.name).collect();
        Self {
            fields: table
                .columns
                .iter()
                .map(|column| Field::new(column, keys == [column.name], dialect))
                .collect(),
            missing_values: [""],
            primary_key: keys,
            foreign_keys: table
                .references
                .iter()
                .map(|reference| ForeignKey::new(table.name, *reference))
                .collect(),
        }
    }
}

impl Field {
    /// `is_sole_key`: the column alone identifies a row.
    fn new(column: &ColumnDescription, is_sole_key: bool, dialect: Dialect) -> Self {
        let is_boolean = column.kind == ColumnType::Boolean;
        let is_comma = column.kind == ColumnType::Decimal && has_decimal_comma(dialect);
        Self {
            name: column.name,
            kind: type_name(column.kind),
            description: column.meaning,
            unit: (!column.unit.is_empty()).then_some(column.unit),
            decimal_char: is_comma.then_some(","),
            true_values: is_boolean.then_some(["true"]),
            false_values: is_boolean.then_some(["false"]),
            constraints: match column.kind {
                ColumnType::Word(words) => Some(Constraints::Words { words }),
                _ => is_sole_key.then_some(Constraints::Key { required: true, unique: true }),
            },
        }
    }
}

impl ForeignKey {
    fn new(own: &str, (column, table, there): (&'static str, &'static str, &'static str)) -> Self {
        let resource = if table == own { "" } else { table };
        Self { fields: [column], reference: Reference { resource, fields: [there] } }
    }
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

/// The id as the format wants names: small letters, digits, `-`, `_`, `.`, `/`.
fn slug(id: &str) -> String {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
    id.chars().map(|c| c.to_ascii_lowercase()).map(|c| if is_fit(c) { c } else { '-' }).collect()
}
