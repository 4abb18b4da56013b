//! Rules of a pipeline over whole runs: what is missing, breakdowns, other measures, the period before, and what a wrong rule is told.

use crate::crosstab;
use crate::definition::BRANCHES;
use crate::office::{Office, Told};
use std::collections::BTreeMap;
use tonghop::model::Check;
use tonghop::model::review::RuleTally;
use tonghop::run::{self, Options};

/// A report of A01 with these rows, and a rule.
fn office(table: &str, rule: &str) -> Office {
    Office::with_table(table).rule(&format!("id = \"own\"\n{rule}"))
}

/// How often the first rule passed, failed, was skipped and could not be evaluated, with the reasons.
fn tally(told: &Told) -> String {
    let RuleTally { passed, failed, skipped, not_evaluated, reasons, .. } = &told.outcome.rules[0];
    let reasons: BTreeMap<_, _> = reasons.iter().collect();
    format!("{passed} {failed} {skipped} {not_evaluated} {reasons:?}")
}

/// What the first rule comes to for a report with these rows.
fn told(table: &str, rule: &str) -> String {
    tally(&office(table, rule).run())
}

const TREES: &str = "Cây xanh trồng mới | | #5";

#[test]
fn a_missing_figure_means_what_the_rule_says() {
    let rule = |on_missing: &str| format!("expr = \"roads >= 1\"\non_missing = \"{on_missing}\"");
    assert_eq!(told(TREES, &rule("skip")), r#"0 0 1 0 {"missing": 1}"#);
    assert_eq!(told(TREES, &rule("fail")), "0 1 0 0 {}");
    assert_eq!(told(TREES, &rule("zero")), "0 1 0 0 {}");
    assert_eq!(told("Số cây đường | | #1", &rule("fail")), "1 0 0 0 {}");
    let flags = office(TREES, &rule("fail")).run().flags_of(Check::Rule);
    assert_eq!(
        flags,
        [
            "a01.xlsx: The rule “own” does not hold (Road trees = —). The rule is roads >= 1. Check these figures and correct them, or accept them with a reason."
        ]
    );
}

#[test]
fn a_figure_that_is_not_asked_is_not_owed() {
    let rule = "expr = \"roads >= 1\"\non_missing = \"fail\"";
    let asked = "label = { vi = \"Số cây đường\", en = \"Road trees\" }\nasked_of = { type = \"small\" }";
    let office = office(TREES, rule).define("label = { vi = \"Số cây đường\", en = \"Road trees\" }", asked);
    assert_eq!(tally(&office.run()), r#"0 0 1 0 {"not-asked": 1}"#);
}

#[test]
fn a_rule_is_asked_of_the_branches_that_it_names_and_of_reports_that_count() {
    let rule = "id = \"own\"\nexpr = \"trees > 5\"\nasked_of = { type = \"large\" }\n";
    let office = Office::new()
        .report("a01.xlsx", "Sở Y tế", TREES)
        .report("a02.xlsx", "Sở Giáo dục", TREES)
        .rule(rule);
    let told = office.run();
    assert_eq!(tally(&told), "0 1 0 0 {}");
    assert_eq!(told.flags(), ["rule a01.xlsx!Biểu 1!C4"]);
}

#[test]
fn what_a_flag_keeps_out_is_no_zero() {
    let rule = "expr = \"trees <= 5\"\non_missing = \"zero\"";
    assert_eq!(told("Cây xanh trồng mới | | #3.25", rule), r#"0 0 0 1 {"excluded": 1}"#);
}

#[test]
fn another_column_of_the_form_is_its_measure() {
    let rule = "expr = \"trees >= trees.plan\"";
    let told = office("Cây xanh trồng mới | | #5 | #6", rule).run();
    assert_eq!(
        told.flags_of(Check::Rule),
        [
            "a01.xlsx!Biểu 1!C4: The rule “own” does not hold (Trees planted = 5; Trees planted, Plan = 6). The rule is trees >= trees.plan. Check these figures and correct them, or accept them with a reason."
        ]
    );
}

#[test]
fn severity_is_that_of_the_rule_unless_the_pipeline_says_otherwise_of_all() {
    let office = office(TREES, "expr = \"trees > 5\"\nseverity = \"warning\"");
    let severity = |told: Told| {
        told.outcome.flags.iter().find(|flag| flag.check == Check::Rule).map(|flag| flag.severity.as_str())
    };
    assert_eq!(severity(office.run()), Some("warning"));
    let all = office.clone().define("[[measure]]", "[checks]\nrule = \"info\"\n\n[[measure]]");
    assert_eq!(severity(all.run()), Some("info"));
    let off = office.define("[[measure]]", "[checks]\nrule = \"off\"\n\n[[measure]]");
    assert_eq!(severity(off.run()), None);
}

#[test]
fn two_rules_at_one_cell_are_two_flags() {
    let office = office(TREES, "expr = \"trees > 5\"").rule("id = \"other\"\nexpr = \"trees > 6\"");
    let told = office.run();
    let mut ids: Vec<&str> =
        told.outcome.flags.iter().map(|flag| flag.id.as_str()).filter(|id| !id.contains('-')).collect();
    ids.dedup();
    assert_eq!(told.flags_of(Check::Rule).len(), 2);
    assert_eq!(ids.len(), told.outcome.flags.len());
}

#[test]
fn a_rule_in_breakdowns_holds_part_by_part() {
    let rows =
        "Nội dung | Tuổi | Nữ | Nam | Cộng\nKhám bệnh | 0-14 | #3 | #4 | #7\nKhám bệnh | 15+ | #1 | #2 | #3";
    let office = |rule: &str| {
        Office::of(crosstab::PIPELINE, BRANCHES)
            .file("2023/A01.xlsx", crate::book::workbook(&[("Khám", rows)]))
            .rule(&format!("id = \"own\"\n{rule}"))
    };
    let told = office("expr = \"visits <= 3\"\nbreakdowns = true").run();
    let flags = told.flags_of(Check::Rule);
    assert_eq!(flags.len(), 2, "{flags:#?}");
    assert!(flags.iter().any(|flag| flag.contains("age=0-14;sex=male = 4")), "{flags:#?}");
    let named =
        office("expr = '\"visits[sex=female;age=0-14]\" >= \"visits[age=15plus;sex=female]\" + 3'").run();
    let flags = named.flags_of(Check::Rule);
    assert_eq!(flags.len(), 1, "{flags:#?}");
}

#[test]
fn the_period_before_is_that_of_the_run() {
    let report = |trees: u32| {
        format!("Đơn vị báo cáo | Sở Y tế\nNội dung | ĐVT | Kết quả\nCây xanh trồng mới | | #{trees}")
    };
    let office = Office::new()
        .define("period  = \"year\"\nperiods = [\"2023\"]", "period = \"quarter\"")
        .define("{ folder = '(?<year>20\\d{2})' }", "{ folder = '(?<period>20\\d{2}-Q\\d)' }")
        .rule("id = \"own\"\nexpr = \"trees <= 2 * previous.trees\"\nmessage = \"Doubled\"")
        .sheet("2023-Q4/a01.xlsx", &report(10))
        .sheet("2024-Q1/a01.xlsx", &report(21));
    let told = office.run();
    assert_eq!(tally(&told), r#"0 1 1 0 {"no-previous": 1}"#);
    assert_eq!(
        told.flags_of(Check::Rule),
        [
            "2024-Q1/a01.xlsx!Biểu 1!C3: Doubled (Trees planted = 21; Trees planted, the period before = 10). The rule is trees <= 2 * previous.trees. Check these figures and correct them, or accept them with a reason."
        ]
    );
}

#[test]
fn the_period_before_may_be_history() {
    let report = |trees: u32| {
        format!("Đơn vị báo cáo | Sở Y tế\nNội dung | ĐVT | Kết quả\nCây xanh trồng mới | | #{trees}")
    };
    let earlier = Office::new().define("periods = [\"2023\"]", "periods = [\"2022\"]");
    let earlier = earlier.sheet("2022/a01.xlsx", &report(10));
    let told = Office::new()
        .sheet("2023/a01.xlsx", &report(21))
        .rule("id = \"own\"\nexpr = \"trees <= 2 * previous.trees\"")
        .after(earlier)
        .run();
    assert_eq!(tally(&told), "0 1 0 0 {}");
}

#[test]
fn a_wrong_rule_stops_the_run_before_any_workbook_is_opened() {
    let folder = office(TREES, "expr = \"tree >= 1\"").write();
    let definition =
        tonghop::pipeline::load(&folder.path().join("pipeline")).expect("a definition but for its rules");
    let options = Options {
        jobs: 1,
        period: None,
        skip: None,
        history: &[],
        isolation: crate::office::isolation(),
        progress: &|_| panic!("a workbook was looked at"),
    };
    let error =
        run::consolidate(&definition, &folder.path().join("input"), &options).expect_err("a wrong rule");
    let error = error.to_string();
    assert!(error.contains("pipeline.toml:") && error.contains("did you mean `trees`?"), "{error}");
}

#[test]
fn the_manifest_counts_what_every_rule_came_to() {
    let published = office(TREES, "expr = \"trees > 5\"").run().publish();
    let manifest =
        std::fs::read_to_string(published.path().join("current/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let rule = &manifest["rules"][0];
    assert_eq!((rule["rule"].as_str(), rule["failed"].as_u64()), (Some("own"), Some(1)), "{rule}");
}
