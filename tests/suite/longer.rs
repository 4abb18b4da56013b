//! Longer periods: quarters and years made of months, who stands behind them, and figures since the beginning of the year.

use crate::office::{Office, Told, shown};
use tonghop::model::Check;

/// `pipeline.toml` of clinics that report by month.
const MONTHLY: &str = r#"id     = "clinics"
locale = "en"
period = "month"
rollup = ["quarter", "year"]
title  = "Clinics"

[submission]
branch = [{ file_name = '^(?<code>[A-Z]\d)' }]
period = [{ folder = '(?<period>\d{4}-\d{2})' }]
due    = 10

[[sheet]]
id    = "report"
label = ["Item"]
value = ["Value"]

[[indicator]]
id    = "visits"
label = "Visits"
kind  = "count"
unit  = "visit"

[[indicator]]
id    = "so_far"
label = "Visits so far"
kind  = "count"
unit  = "visit"
time  = "cumulative"
cumulative_of = "visits"

[[indicator]]
id    = "beds"
label = "Beds"
kind  = "count"
unit  = "bed"
time  = "stock"

[[indicator]]
id    = "longest"
label = "Longest stay"
kind  = "amount"
unit  = "day"
total = "max"

[[indicator]]
id    = "occupied"
label = "Nights"
kind  = "count"
unit  = "night"

[[indicator]]
id    = "per_visit"
label = "Nights per visit"
kind  = "ratio"
total = { ratio = ["occupied", "visits"] }

[[indicator]]
id    = "wait"
label = "Wait"
kind  = "amount"
unit  = "minute"
total = { mean = "visits" }
"#;

const CLINICS: &str = "\
code,name,parent,opened,closed
A1,One,,,
B2,Two,,,
";

pub fn clinics() -> Office {
    Office::of(MONTHLY, CLINICS)
}

/// Adds a report: rows such as `Visits 10`, commas between.
fn report(office: Office, month: &str, clinic: &str, rows: &str) -> Office {
    let row = |row: &str| row.trim().rsplit_once(' ').map(|(label, value)| format!("{label} | #{value}\n"));
    let table: String = rows.split(',').filter_map(row).collect();
    office.sheet(&format!("{month}/{clinic}.xlsx"), &format!("Item | Value\n{table}"))
}

/// Every report of a list `2023-01/A1: Visits 10, Beds 4`.
pub fn reports(office: Office, all: &[&str]) -> Office {
    all.iter().fold(office, |office, line| {
        let (place, rows) = line.split_once(": ").unwrap_or_default();
        let (month, clinic) = place.split_once('/').unwrap_or_default();
        report(office, month, clinic, rows)
    })
}

/// The totals of an indicator over all: `2023-Q1 30 2/2`.
fn totals(told: &Told, indicator: &str) -> Vec<String> {
    let rows = told.outcome.totals.iter().filter(|row| row.group == "all");
    let own = rows.filter(|row| told.indicator(Some(row.indicator)) == indicator);
    own.map(|row| {
        let value = shown(row.value);
        format!("{} {value} {}/{}", row.period, row.branches_reported, row.branches_expected)
    })
    .collect()
}

/// The longer ones among them.
fn longer(told: &Told, indicator: &str) -> Vec<String> {
    let is_month = |line: &String| {
        line.split(' ').next().is_some_and(|period| period.len() == 7 && !period.contains('Q'))
    };
    totals(told, indicator).into_iter().filter(|line| !is_month(line)).collect()
}

/// Rows of by_branch of the longer periods: `2023-Q1 A1 30`.
fn by_branch(told: &Told, indicator: &str) -> Vec<String> {
    let rows =
        told.outcome.branches.iter().filter(|row| !matches!(row.period, tonghop::model::Period::Month(..)));
    let own = rows.filter(|row| told.indicator(Some(row.indicator)) == indicator);
    own.map(|row| {
        let code = &told.definition.judging.register.branches[row.branch as usize].code;
        format!("{} {code} {}", row.period, shown(row.value))
    })
    .collect()
}

fn quarter() -> Office {
    reports(
        clinics(),
        &[
            "2023-01/A1: Visits 10, Visits so far 10, Beds 4, Longest stay 3.5, Nights 20, Wait 10",
            "2023-02/A1: Visits 30, Visits so far 40, Beds 5, Longest stay 2, Nights 20, Wait 20",
            "2023-03/A1: Visits 20, Visits so far 60, Beds 6, Longest stay 1, Nights 20, Wait 40",
            "2023-01/B2: Visits 1, Visits so far 1, Beds 1, Longest stay 7, Nights 2, Wait 5",
            "2023-02/B2: Visits 2, Visits so far 3, Beds 1, Longest stay 8, Nights 2, Wait 5",
            "2023-03/B2: Visits 3, Visits so far 6, Beds 2, Longest stay 6, Nights 2, Wait 5",
        ],
    )
}

#[test]
fn each_indicator_comes_to_its_quarter_in_its_own_way() {
    let told = quarter().run();
    assert_eq!(
        totals(&told, "visits"),
        ["2023-01 11 2/2", "2023-Q1 66 2/2", "2023 66 0/2", "2023-02 32 2/2", "2023-03 23 2/2",]
    );
    assert_eq!(by_branch(&told, "visits"), ["2023-Q1 A1 60", "2023-Q1 B2 6", "2023 A1 60", "2023 B2 6"]);
    assert_eq!(longer(&told, "so_far"), ["2023-Q1 66 2/2", "2023 66 0/2"], "the last month's, never a sum");
    assert_eq!(longer(&told, "beds"), ["2023-Q1 8 2/2", "2023 8 0/2"]);
    assert_eq!(longer(&told, "longest"), ["2023-Q1 8 2/2", "2023 8 0/2"]);
    assert_eq!(by_branch(&told, "longest")[..2], ["2023-Q1 A1 3.5", "2023-Q1 B2 8"]);
    assert_eq!(longer(&told, "per_visit"), ["2023-Q1 1 2/2", "2023 1 0/2"], "66 nights, 66 visits");
    // (10·10 + 20·30 + 40·20 + 5·6) / 66
    assert_eq!(longer(&told, "wait"), ["2023-Q1 23.18 2/2", "2023 23.18 0/2"]);
}

#[test]
fn a_missing_month_is_left_out_and_its_branch_counts_as_missing() {
    let told = reports(
        clinics(),
        &[
            "2023-01/A1: Visits 10, Beds 4",
            "2023-02/A1: Visits 30, Beds 5",
            "2023-03/A1: Visits 20, Beds 6",
            "2023-01/B2: Visits 1, Beds 1",
            "2023-03/B2: Visits 3, Beds 2",
        ],
    )
    .run();
    assert_eq!(longer(&told, "visits")[0], "2023-Q1 64 1/2");
    assert_eq!(longer(&told, "beds")[0], "2023-Q1 8 2/2", "a state rests on the last month alone");
    let row = told.outcome.totals.iter().find(|row| row.period.to_string() == "2023-Q1");
    assert_eq!(row.map(|row| row.branches_missing), Some(1));
    assert_eq!(
        told.flags_of(Check::PeriodIncomplete),
        [
            "all: The period is made of a part of its periods only: nobody reported for 2023-04; 2023-05; 2023-06; 2023-07; 2023-08; 2023-09; 2023-10; 2023-11; 2023-12."
        ]
    );
}

#[test]
fn a_state_of_the_last_month_that_is_there_stands_for_the_quarter() {
    let told = reports(clinics(), &["2023-02/A1: Beds 5", "2023-03/B2: Beds 2"]).run();
    assert_eq!(longer(&told, "beds")[0], "2023-Q1 7 1/2");
}

#[test]
fn a_branch_that_closed_has_no_state_at_the_end_but_its_work_counts() {
    let told = reports(
        clinics().register("B2,Two,,,", "B2,Two,,,2023-02-15"),
        &[
            "2023-01/A1: Visits 10, Beds 4",
            "2023-02/A1: Visits 30, Beds 5",
            "2023-03/A1: Visits 20, Beds 6",
            "2023-01/B2: Visits 1, Beds 1",
            "2023-02/B2: Visits 2, Beds 1",
        ],
    )
    .run();
    assert_eq!(longer(&told, "visits")[0], "2023-Q1 63 2/2", "it was open in two months, and reported both");
    assert_eq!(longer(&told, "beds")[0], "2023-Q1 6 1/1");
}

#[test]
fn where_parent_and_child_take_turns_flows_add_up_and_states_are_those_of_the_latest() {
    let told = reports(
        clinics()
            .register("B2,Two,,,", "B2,Two,A1,,")
            .define("[[sheet]]", "[register]\nhierarchy = \"parent\"\n[[sheet]]"),
        &[
            "2023-01/A1: Visits 10, Beds 4",
            "2023-01/B2: Visits 1, Beds 1",
            "2023-02/A1: Visits 30, Beds 5",
            "2023-03/B2: Visits 3, Beds 2",
        ],
    )
    .run();
    assert_eq!(longer(&told, "visits")[0].split(' ').nth(1), Some("43"), "10 + 30 + 3");
    assert_eq!(
        longer(&told, "beds")[0].split(' ').nth(1),
        Some("2"),
        "the parent's 5 beds contain the child's"
    );
    assert_eq!(by_branch(&told, "visits")[..2], ["2023-Q1 A1 40", "2023-Q1 B2 4"]);
}

#[test]
fn a_reporting_year_may_begin_in_another_month() {
    let told = reports(
        clinics().define("period = \"month\"", "period = \"month\"\nyear_starts = 4"),
        &["2023-03/A1: Visits 1", "2023-04/A1: Visits 2", "2024-01/A1: Visits 4", "2024-03/A1: Visits 8"],
    )
    .run();
    let mut years = longer(&told, "visits");
    years.sort();
    assert_eq!(years, ["2022 1 0/2", "2022-Q4 1 0/2", "2023 14 0/2", "2023-Q1 2 0/2", "2023-Q4 12 0/2",]);
}

#[test]
fn announced_figures_of_longer_periods_are_compared() {
    let announced = |value: u32| {
        quarter().announce(&format!(
            "2023-Q1,all,visits,{value},exact,1,first quarter\n2023-02,all,visits,32,exact,1,February\n"
        ))
    };
    let told = announced(66).run();
    let matched = told.outcome.totals.iter().filter(|row| row.matches_published == Some(true));
    assert_eq!(matched.map(|row| row.period.to_string()).collect::<Vec<_>>(), ["2023-Q1", "2023-02"]);
    let told = announced(67).run();
    assert_eq!(
        told.flags_of(Check::PublishedDiffers),
        ["all!visits: “Visits” consolidates to 66, announced was 67. Reconcile them."]
    );
}

#[test]
fn a_figure_so_far_is_compared_with_the_months_so_far_where_all_are_there() {
    assert_eq!(quarter().run().flags_of(Check::CumulativeMismatch), [""; 0]);
    let told = reports(
        clinics(),
        &[
            "2023-01/A1: Visits 10, Visits so far 10",
            "2023-02/A1: Visits 30, Visits so far 45",
            "2023-02/B2: Visits 30, Visits so far 45",
        ],
    )
    .run();
    assert_eq!(
        told.flags_of(Check::CumulativeMismatch),
        [
            "2023-02/A1.xlsx!Biểu 1!B3: “Visits so far” is 45, the periods since the beginning of the year add up to 40. Compare it with the earlier reports."
        ]
    );
}

#[test]
fn a_branch_that_opened_in_the_year_is_compared_since_then() {
    let told = reports(
        clinics().register("B2,Two,,,", "B2,Two,,2023-02-01,"),
        &["2023-02/B2: Visits 30, Visits so far 45"],
    )
    .run();
    assert_eq!(told.flags_of(Check::CumulativeMismatch).len(), 1);
}

#[test]
fn a_new_year_begins_at_nothing() {
    let told = reports(
        clinics(),
        &["2022-12/A1: Visits 10, Visits so far 10", "2023-01/A1: Visits 3, Visits so far 3"],
    )
    .run();
    assert_eq!(told.flags_of(Check::CumulativeMismatch), [""; 0]);
    assert_eq!(longer(&told, "visits").len(), 4, "two quarters, two years");
}

#[test]
fn months_have_their_own_completeness_and_due_day() {
    let told = quarter().run();
    let rows = told.outcome.completeness.iter();
    let shown: Vec<String> = rows
        .map(|row| {
            format!(
                "{} {} {}",
                row.period,
                row.status,
                row.due_at.map(|day| day.to_string()).unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(shown.len(), 6, "a row for each branch and month, none for a quarter: {shown:?}");
    assert!(shown.contains(&"2023-02 late 2023-03-10".to_owned()), "{shown:?}");
}

#[test]
fn flags_on_a_month_are_told_of_its_quarter() {
    let told = reports(
        clinics().define("label = \"Visits\"", "max = 100\nlabel = \"Visits\""),
        &["2023-01/A1: Visits 500", "2023-02/A1: Visits 10", "2023-03/A1: Visits 11"],
    )
    .run();
    let quarter = told.outcome.totals.iter().find(|row| row.period.to_string() == "2023-Q1");
    assert_eq!(
        quarter.map(|row| (shown(row.value), row.errors, row.values_excluded, row.branches_reported)),
        Some(("21".to_owned(), 1, 1, 0))
    );
    let branch = told.outcome.branches.iter().find(|row| row.period.to_string() == "2023-Q1");
    assert_eq!(branch.map(|row| row.flags), Some(1));
}

#[test]
fn a_run_for_one_month_makes_no_quarter() {
    let folder = quarter().write();
    let definition = tonghop::pipeline::load(&folder.path().join("pipeline")).expect("a definition");
    let period = tonghop::model::Period::parse("2023-02");
    let options = tonghop::run::Options {
        jobs: 1,
        period,
        skip: None,
        history: &[],
        isolation: crate::office::isolation(),
        progress: &|_| {},
    };
    let run = tonghop::run::consolidate(&definition, &folder.path().join("input"), &options).expect("a run");
    let told = Told { definition, outcome: run.outcome, history: run.history };
    assert_eq!(totals(&told, "visits"), ["2023-02 32 2/2"]);
    assert!(told.flags_of(Check::PeriodIncomplete).is_empty());
    assert_eq!(told.flags_of(Check::PeriodNotAsked).len(), 4);
}

#[test]
fn a_column_since_the_beginning_of_the_year_is_never_added() {
    let office = |second: u32| {
        let table =
            |actual: u32, so_far: u32| format!("Item | Value | So far\nVisits | #{actual} | #{so_far}");
        clinics()
            .define(
                "[[sheet]]",
                "[[measure]]\nid = \"so_far\"\nlabel = \"So far\"\ncumulative_of = \"actual\"\n[[sheet]]\nso_far = [\"So far\"]",
            )
            .sheet("2023-01/A1.xlsx", &table(10, 10))
            .sheet("2023-02/A1.xlsx", &table(30, second))
    };
    let told = office(40).run();
    assert_eq!(told.flags_of(Check::CumulativeMismatch), [""; 0]);
    assert_eq!(longer(&told, "visits"), ["2023-Q1 40 0/2", "2023-Q1 40 0/2", "2023 40 0/2", "2023 40 0/2"]);
    assert_eq!(
        office(41).run().flags_of(Check::CumulativeMismatch),
        [
            "2023-02/A1.xlsx!Biểu 1!C2: “Visits” is 41, the periods since the beginning of the year add up to 40. Compare it with the earlier reports."
        ]
    );
}

#[test]
fn the_same_bytes_in_the_folders_of_two_months_are_two_reports() {
    let rows = "Visits 10, Beds 4";
    let told = reports(
        clinics(),
        &[
            &format!("2023-01/A1: {rows}"),
            &format!("2023-02/A1: {rows}"),
            &format!("2023-02/A1 (copy): {rows}"),
        ],
    )
    .run();
    assert_eq!(
        told.submissions(),
        [
            "2023-01/A1.xlsx accepted A1 2023-01",
            "2023-02/A1 (copy).xlsx duplicate A1 2023-02 duplicate-file → 2023-02/A1.xlsx",
            "2023-02/A1.xlsx accepted A1 2023-02",
        ]
    );
    assert_eq!(longer(&told, "visits")[0], "2023-Q1 20 0/2", "no month of March");
}
