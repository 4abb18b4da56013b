//! Layouts beside the form: what is told of mistakes in dimensions, versions, tables, cross tables and fixed cells.

use super::{BRANCHES, load};
use crate::pipeline::Layout;

/// A definition with one sheet of each layout.
const LAYOUTS: &str = r#"id     = "layouts"
locale = "en"
period = "month"
title  = "Layouts"

[submission]
branch = [{ column = "branch" }, { header = '^(?<name>.+) County$' }]

[[measure]]
id    = "plan"
label = "Plan"

[[dimension]]
id       = "sex"
label    = "Sex"
totals   = ["Both"]
category = [{ id = "female", label = "Women", aliases = ["F"] }, { id = "male", label = "Men" }]

[[dimension]]
id    = "kind"
label = "Kind"

[[version]]
id    = "old"
lacks = ["budget"]

[[sheet]]
id     = "records"
layout = "table"
column = [
  { id = "branch", header = ["Branch"], fill_down = true },
  { id = "sex", header = ["Sex"], dimension = "sex" },
  { id = "kind", header = ["Kind"], dimension = "kind" },
  { id = "paid", header = ["Fee > Paid"] },
]

[[sheet]]
id     = "services"
layout = "crosstab"
down   = ["indicator"]
across = ["sex"]

[[sheet]]
id     = "cover"
layout = "named"
cells  = { budget = "B12", "budget.plan" = "Plan_total" }

[[indicator]]
id    = "visits"
label = "Visits"
kind  = "count"
unit  = "visit"
from  = { sheet = "records", count = true, by = ["sex"] }

[[indicator]]
id    = "budget"
label = "Budget"
kind  = "money"
unit  = "USD"
"#;

/// Each change with what is said of it.
fn told(changes: &[(&str, &str)]) -> String {
    let each = |(from, to): &(&str, &str)| {
        assert!(LAYOUTS.contains(from), "`{from}` is not in the definition");
        let told = match load(&LAYOUTS.replacen(from, to, 1), BRANCHES, "period,group,indicator,value\n") {
            Ok(_) => "nothing\n".to_owned(),
            Err(error) => error.plain(),
        };
        format!("{}\n{told}\n", format!("{from}  →  {to}").replace('\n', "⏎"))
    };
    changes.iter().map(each).collect()
}

#[test]
fn the_definition_with_all_layouts_has_no_fault() {
    assert_eq!(told(&[("layouts", "layouts")]), "layouts  →  layouts\nnothing\n\n");
}

#[test]
fn faults_of_dimensions_and_versions() {
    insta::assert_snapshot!(told(&[
        ("id       = \"sex\"", "id       = \"sexx\""),
        ("id       = \"sex\"", "id       = \"indicator\""),
        ("id    = \"kind\"", "id    = \"sex\""),
        ("label    = \"Sex\"\n", ""),
        ("aliases = [\"F\"]", "aliases = [\"men\"]"),
        ("aliases = [\"F\"]", "aliases = [\"F\", \"both\"]"),
        ("id = \"male\"", "id = \"female\""),
        ("id = \"male\"", "id = \"65+ nam\""),
        ("id = \"male\"", "id = \"a;b=c\""),
        ("{ id = \"female\", label = \"Women\", aliases = [\"F\"] }, { id = \"male\", label = \"Men\" }", ""),
        ("lacks = [\"budget\"]", "lacks = [\"budgets\"]"),
        ("lacks = [\"budget\"]", "lacks_measures = [\"plans\"]"),
        ("lacks = [\"budget\"]", "lacks_measures = [\"actual\"]"),
        ("lacks = [\"budget\"]", "lacks = [\"budget\"]\n[[version]]\nid = \"new\"\nlacks = [\"budget\"]"),
        ("lacks = [\"budget\"]", "has = [\"A\"]\n[[version]]\nid = \"old\"\nhas = [\"B\", \"a\"]"),
        ("[[version]]", "[[versions]]"),
    ]));
}

#[test]
fn faults_of_layouts() {
    insta::assert_snapshot!(told(&[
        ("layout = \"table\"", "layout = \"tabel\""),
        ("layout = \"table\"", "layout = \"table\"\nvalue = [\"Paid\"]"),
        ("layout = \"table\"", "layout = \"table\"\nplan = [\"Plan\"]"),
        ("layout = \"table\"", "layout = \"table\"\ntotal_word = [\"Sum\"]"),
        ("layout = \"table\"", "layout = \"form\""),
        ("layout = \"table\"", "layout = \"table\"\nreport = \"sheets\""),
        ("layout = \"table\"", "layout = \"table\"\nmeasure = \"plans\""),
        ("id    = \"plan\"", "id    = \"down\""),
    ]));
}

#[test]
fn faults_of_tables() {
    insta::assert_snapshot!(told(&[
        ("dimension = \"sex\" }", "dimension = \"sexes\" }"),
        ("id = \"kind\", header", "id = \"sex\", header"),
        ("header = [\"Kind\"]", "header = [\"sex\"]"),
        ("header = [\"Kind\"]", "header = [\"Fee>Paid\"]"),
        ("header = [\"Kind\"]", "header = [\"Fee >\"]"),
        ("header = [\"Kind\"]", "header = []"),
        ("header = [\"Kind\"]", "headers = [\"Kind\"]"),
        ("{ column = \"branch\" }", "{ column = \"brnch\" }"),
        ("{ column = \"branch\" }", "{ column = \"branch\", header = '(?<name>.+)' }"),
        ("(?<name>.+) County", "(.+) County"),
    ]));
}

#[test]
fn faults_of_what_is_computed_from_records() {
    let from = "from  = { sheet = \"records\", count = true, by = [\"sex\"] }";
    let is = |keys: &str| format!("from  = {{ sheet = \"records\", {keys} }}");
    let changes = [
        "count = true, by = [\"sexx\"]",
        "count = true, by = [\"sex\", \"sex\"]",
        "count = true, sum = \"paid\"",
        "sum = \"pad\"",
        "sum = \"sex\"",
        "sum = \"branch\"",
        "by = [\"sex\"]",
        "count = false",
        "count = true, where = { kynd = [\"A\"] }",
        "count = true, where = { sex = [\"womn\"] }",
        "count = true, where = { sex = \"f\", kind = \"anything\" }",
        "count = true, where = { kind = [] }",
    ]
    .map(is);
    let more = ["sheet = \"recods\", count = true", "sheet = \"services\", count = true", "count = true"]
        .map(|keys| format!("from  = {{ {keys} }}"));
    let with = ["code = \"1\"", "path = [\"A\"]", "source = \"register\"", "where = { level = \"bloc\" }"]
        .map(|key| format!("{from}\n{key}"));
    let all: Vec<(&str, &str)> =
        changes.iter().chain(&more).chain(&with).map(|to| (from, to.as_str())).collect();
    insta::assert_snapshot!(told(&all));
    insta::assert_snapshot!(
        "faults_of_where_indicators_stand",
        told(&[
            (from, "sheet = \"records\""),
            (from, "sheet = \"cover\""),
            (
                "down   = [\"indicator\"]",
                "indicator = \"budget\"\ndown = [\"kind\"]\n[[indicator]]\nid = \"lost\"\nlabel = \"Lost\"\nkind = \"count\"\nunit = \"visit\""
            ),
            ("kind  = \"count\"\nunit  = \"visit\"", "kind  = \"ratio\"\ntotal = \"none\""),
        ])
    );
}

#[test]
fn faults_of_cross_tables() {
    insta::assert_snapshot!(told(&[
        ("across = [\"sex\"]", "across = [\"sexes\"]"),
        ("across = [\"sex\"]", "across = [\"sex\", \"indicator\"]"),
        ("across = [\"sex\"]", "across = [\"sex\", \"sex\"]"),
        ("across = [\"sex\"]", "across = []"),
        ("across = [\"sex\"]\n", ""),
        ("down   = [\"indicator\"]", "down   = [\"kind\"]"),
        ("down   = [\"indicator\"]", "down   = [\"sex\"]\nindicator = \"budget\""),
        ("down   = [\"indicator\"]", "down   = [\"indicator\"]\nindicator = \"budget\""),
        ("down   = [\"indicator\"]", "down   = [\"kind\"]\nindicator = \"budgt\""),
        ("across = [\"sex\"]", "across = [\"sex\"]\nlabel = [\"Item\"]\nunit = [\"item\"]"),
    ]));
}

#[test]
fn faults_of_fixed_cells() {
    insta::assert_snapshot!(told(&[
        ("\"B12\"", "\"B0\""),
        ("\"B12\"", "\"XFE1\""),
        ("\"B12\"", "\"12B\""),
        ("\"B12\"", "\"Cover!B12\""),
        ("\"B12\"", "\"Head count\""),
        ("\"Plan_total\"", "\"$b$12\""),
        ("budget = \"B12\"", "budgets = \"B12\""),
        ("\"budget.plan\"", "\"budget.plans\""),
        ("\"budget.plan\"", "\"budget.actual\""),
        ("\"budget.plan\"", "more.plan"),
        ("{ budget = \"B12\", \"budget.plan\" = \"Plan_total\" }", "{}"),
    ]));
}

#[test]
fn a_text_of_where_means_every_word_for_its_category() {
    let text = LAYOUTS.replace("by = [\"sex\"]", "where = { sex = \"f\", kind = [\"A\", \"B\"] }");
    let sheets = load(&text, BRANCHES, "period,group,indicator,value\n").map(|of| of.reading.sheets);
    let computed = sheets.ok().and_then(|sheets| match &sheets.first()?.layout {
        Layout::Table(table) => table.computed.first().cloned(),
        _ => None,
    });
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let expected = vec![(1, words(&["female", "Women", "F"])), (2, words(&["A", "B"]))];
    assert_eq!(computed.map(|computed| computed.filter), Some(expected));
}
