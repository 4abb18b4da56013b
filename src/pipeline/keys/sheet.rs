//! The keys of `[[sheet]]`: some of every sheet, the rest of one layout.

use super::super::choices::{self as choice, LayoutWord, words};
use super::super::format::Shape::{ByName, List, Table, Text, Words, YesNo};
use super::super::format::{ByLayouts, Key, LayoutKeys, may, must};
use super::TEXTS;

/// `[[sheet]]`, by layout; a form has a key for each declared measure besides.
pub(in crate::pipeline) static SHEET: ByLayouts = ByLayouts {
    common: &COMMON,
    layouts: [
        LayoutKeys { layout: LayoutWord::Form, keys: &FORM, of_measures: Some(&TEXTS) },
        LayoutKeys { layout: LayoutWord::Table, keys: &TABLE, of_measures: None },
        LayoutKeys { layout: LayoutWord::Crosstab, keys: &CROSSTAB, of_measures: None },
        LayoutKeys { layout: LayoutWord::Named, keys: &NAMED, of_measures: None },
    ],
};

/// Of every layout.
static COMMON: [Key; 5] = [
    must("id", Text, "Id of the sheet."),
    may("named", TEXTS, "Names that the sheet goes by; sheets with other names are found by their header."),
    may("layout", Words(|| words(&choice::LAYOUTS)), "How its table is laid out. Default: form."),
    may(
        "report",
        Words(|| words(&choice::EXTENTS)),
        "What a branch's report for a period fills. Default: workbook.",
    ),
    may("required", YesNo, "Whether a workbook without this sheet is flagged. Default: false."),
];

/// Of a form, measures aside.
static FORM: [Key; 5] = [
    must("label", TEXTS, "Headers over the labels, those of all columns where labels stand in several."),
    may("code", TEXTS, "Headers over a column of codes."),
    may("unit", TEXTS, "Headers over a column of units."),
    must("value", TEXTS, "Headers over the column of actual values."),
    may(
        "total",
        List(&Table(&TOTAL_ROW)),
        "Total rows that name what they sum; others sum the rows above them in their section.",
    ),
];

/// A total row.
static TOTAL_ROW: [Key; 2] = [
    must("label", TEXTS, "Labels that the total row goes by."),
    must("sums", TEXTS, "Ids of the indicators that it sums."),
];

/// Of a table of records.
static TABLE: [Key; 4] = [
    must("column", List(&Table(&COLUMN)), "A column of the records."),
    may(
        "total_words",
        TEXTS,
        "Further words that begin a printed total; Total, Cộng and the like are known.",
    ),
    may("keep", YesNo, "Whether the records are written to records.csv. Default: false."),
    may("measure", Text, "Id of the measure that its figures belong to. Default: actual."),
];

/// A column of records.
static COLUMN: [Key; 5] = [
    must("id", Text, "Id of the column."),
    must("header", TEXTS, "Headers that it goes by; `above > below` where merged cells stand above it."),
    may("dimension", Text, "Id of the dimension whose categories its texts are."),
    may("required", YesNo, "Whether a table without it is not this table. Default: true."),
    may("fill_down", YesNo, "Whether an empty cell repeats the one above. Default: false."),
];

/// Of a cross table.
static CROSSTAB: [Key; 6] = [
    may("indicator", Text, "Id of the one indicator that fills it; then neither side says `indicator`."),
    may("label", TEXTS, "Headers over the texts on the left, if it has any."),
    must("down", TEXTS, "What the texts on the left say, outermost first: `indicator` or ids of dimensions."),
    must("across", TEXTS, "What the headers say, from the top: `indicator` or ids of dimensions."),
    may("unit", TEXTS, "Headers over a column of units."),
    may("measure", Text, "Id of the measure that its figures belong to. Default: actual."),
];

/// Of fixed cells.
static NAMED: [Key; 1] = [must(
    "cells",
    ByName(&Text, "a table of indicators with their cells: { budget = \"B12\" }"),
    "Indicators with the defined name or the cell that holds each; `\"budget.plan\"` for another measure.",
)];
