//! Earlier periods: what stands beside a value from the run before, who has whose history, what an estimate is made of, what was restated.

use crate::longer::{clinics, reports};
use crate::office::{Office, Told, shown};
use std::fs;
use std::path::Path;
use tonghop::history::{self, History};
use tonghop::merge::{self, Counting};
use tonghop::model::{Check, Period};
use tonghop::publish::past::runs_in;

/// `pipeline.toml` of clinics that report by year, with the year before in a column of its own.
const YEARLY: &str = r#"id     = "yearly"
locale = "en"
period = "year"
title  = "Clinics"
groups = ["type"]

[submission]
branch = [{ file_name = '^(?<code>[A-Z]\d)' }]
period = [{ folder = '(?<year>\d{4})' }]

[[measure]]
id    = "previous"
label = "Year before"

[[sheet]]
id       = "report"
label    = ["Item"]
value    = ["Value"]
previous = ["Year before"]

[[indicator]]
id    = "visits"
label = "Visits"
kind  = "count"
unit  = "visit"

[[indicator]]
id       = "cost"
label    = "Cost"
kind     = "money"
unit     = "VND"
asked_in = "triệu đồng"

[[indicator]]
id    = "share"
label = "Share"
kind  = "ratio"
total = "mean"
"#;

const BRANCHES: &str = "\
code,name,type,members,opened,closed,predecessors
A1,One,small,10,,,
B2,Two,small,20,,,
C3,Three,large,70,,,
";

fn yearly() -> Office {
    Office::of(YEARLY, BRANCHES)
}

/// A year of reports `A1: Visits 10, Share 0.5`.
fn year(office: Office, year: u16, all: &[&str]) -> Office {
    let lines: Vec<String> = all.iter().map(|line| format!("{year}/{line}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    reports(office, &lines)
}

fn of_2022() -> Office {
    year(
        yearly(),
        2022,
        &["A1: Visits 10, Share 0.5", "B2: Visits 20, Share 0.25", "C3: Visits 30, Share 0.75"],
    )
}

/// Rows of by_branch: `2023 A1 visits 12 previous 10 change 20`.
fn by_branch(told: &Told) -> Vec<String> {
    let row = |row: &tonghop::model::outcome::BranchRow| {
        let code = &told.definition.judging.register.branches[row.branch as usize].code;
        let indicator = told.indicator(Some(row.indicator));
        let (value, previous, change) = (shown(row.value), shown(row.previous), shown(row.change_pct));
        format!("{} {code} {indicator} {value} previous {previous} change {change}", row.period)
    };
    told.outcome.branches.iter().filter(|row| row.measure == 0).map(row).collect()
}

/// Rows of totals: `2023 all visits 36 previous 60 change -40 estimated 72`.
fn totals(told: &Told) -> Vec<String> {
    let row = |row: &tonghop::model::outcome::TotalRow| {
        let indicator = told.indicator(Some(row.indicator));
        let numbers = [row.value, row.previous, row.change_pct, row.estimated].map(shown);
        let [value, previous, change, estimated] = numbers;
        let group = &row.group;
        format!(
            "{} {group} {indicator} {value} previous {previous} change {change} estimated {estimated}",
            row.period
        )
    };
    let has_value = |row: &&tonghop::model::outcome::TotalRow| row.value.is_some() && row.measure == 0;
    told.outcome.totals.iter().filter(has_value).map(row).collect()
}

#[test]
fn the_period_before_stands_beside_each_value_as_it_was_published() {
    let told = year(
        yearly().after(of_2022()),
        2023,
        &["A1: Visits 12, Share 0.5", "B2: Visits 15, Share 0.5", "C3: Visits 30, Share 0.5"],
    )
    .run();
    assert_eq!(
        by_branch(&told),
        [
            "2023 A1 visits 12 previous 10 change 20",
            "2023 A1 share 0.5 previous 0.5 change 0",
            "2023 B2 visits 15 previous 20 change -25",
            "2023 B2 share 0.5 previous 0.25 change 100",
            "2023 C3 visits 30 previous 30 change 0",
            "2023 C3 share 0.5 previous 0.75 change -33.33",
        ]
    );
    assert_eq!(
        totals(&told),
        [
            "2023 all visits 57 previous 60 change -5 estimated —",
            "2023 all share 0.5 previous 0.5 change 0 estimated —",
            "2023 type=large visits 30 previous 30 change 0 estimated —",
            "2023 type=large share 0.5 previous 0.75 change -33.33 estimated —",
            "2023 type=small visits 27 previous 30 change -10 estimated —",
            "2023 type=small share 0.5 previous 0.375 change 33.33 estimated —",
        ],
        "a mean is the one that was published, not one of the branches' values"
    );
}

#[test]
fn without_history_and_against_nothing_there_is_no_change() {
    let told = of_2022().run();
    assert!(
        by_branch(&told).iter().all(|line| line.ends_with("previous — change —")),
        "{:?}",
        by_branch(&told)
    );
    let told = year(
        yearly().after(year(yearly(), 2022, &["A1: Visits 0"])),
        2023,
        &["A1: Visits 5", "B2: Visits 1"],
    )
    .run();
    assert_eq!(
        by_branch(&told),
        ["2023 A1 visits 5 previous 0 change —", "2023 B2 visits 1 previous — change —"]
    );
    let told = year(yearly().after(of_2022()), 2024, &["A1: Visits 5"]).run();
    assert_eq!(by_branch(&told), ["2024 A1 visits 5 previous — change —"], "2022 is not the year before");
}

#[test]
fn a_folder_of_several_periods_has_its_own_periods_before() {
    let december = reports(clinics(), &["2022-12/A1: Visits 5", "2022-12/B2: Visits 6"]);
    let told = reports(
        clinics().after(december),
        &["2023-01/A1: Visits 10", "2023-02/A1: Visits 30", "2023-01/B2: Visits 3", "2023-03/A1: Visits 3"],
    )
    .run();
    let months = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|line| line.starts_with("2023-0") && !line.contains(" group ")).collect()
    };
    assert_eq!(
        months(by_branch(&told)),
        [
            "2023-01 A1 visits 10 previous 5 change 100",
            "2023-01 B2 visits 3 previous 6 change -50",
            "2023-02 A1 visits 30 previous 10 change 200",
            "2023-03 A1 visits 3 previous 30 change -90",
        ]
    );
    assert_eq!(
        months(totals(&told)),
        [
            "2023-01 all visits 13 previous 11 change 18.18 estimated —",
            // B2 is missing: 3 · 30/10.
            "2023-02 all visits 30 previous 13 change 130.77 estimated 39",
            // It was missing the month before as well: nothing is known of it.
            "2023-03 all visits 3 previous 30 change -90 estimated —",
        ]
    );
}

#[test]
fn a_longer_period_is_compared_with_one_that_was_published_whole() {
    let quarter = |year: u16, first: u8, value: u32| -> Vec<String> {
        let month = |month: u8| format!("{year}-{month:02}/A1: Visits {value}");
        (first..first + 3).map(month).collect()
    };
    let run = |months: &[Vec<String>]| {
        let lines: Vec<&str> = months.iter().flatten().map(String::as_str).collect();
        reports(clinics(), &lines)
    };
    let third = run(&[quarter(2022, 10, 7)]);
    let told = run(&[quarter(2023, 1, 10)]).after(third.clone()).run();
    let quarters = |told: &Told| -> Vec<String> {
        totals(told).into_iter().filter(|line| line.contains("-Q") && line.contains(" visits ")).collect()
    };
    assert_eq!(quarters(&told), ["2023-Q1 all visits 30 previous 21 change 42.86 estimated —"]);
    assert!(by_branch(&told).contains(&"2023-Q1 A1 visits 30 previous 21 change 42.86".to_owned()));
    // Each month in a run of its own: none of them has published the quarter.
    let apart = quarter(2022, 10, 7)
        .into_iter()
        .fold(run(&[quarter(2023, 1, 10)]), |office, line| office.after(reports(clinics(), &[&line])));
    assert_eq!(quarters(&apart.run()), ["2023-Q1 all visits 30 previous — change — estimated —"]);
    // Two quarters of one run, the second of them not over: it has no change yet.
    let both = run(&[quarter(2023, 1, 10), vec!["2023-04/A1: Visits 10".to_owned()]]).run();
    assert_eq!(
        quarters(&both),
        [
            "2023-Q1 all visits 30 previous — change — estimated —",
            "2023-Q2 all visits 10 previous 30 change — estimated —"
        ]
    );
}

#[test]
fn what_was_written_for_spreadsheets_is_read_back() {
    let shares = |year_of: u16, value: &str| {
        let rows: Vec<String> =
            ["A1", "B2", "C3"].iter().map(|code| format!("{code}: Share {value}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        year(yearly(), year_of, &rows)
    };
    for dialect in ["plain", "excel", "excel-vi"] {
        let before = shares(2022, "0.25").define("groups = ", &format!("dialect = \"{dialect}\"\ngroups = "));
        let told = shares(2023, "0.5").after(before).run();
        assert_eq!(by_branch(&told)[0], "2023 A1 share 0.5 previous 0.25 change 100", "{dialect}");
    }
}

#[test]
fn of_each_period_the_newest_run_counts() {
    let out = tempfile::tempdir().expect("a folder");
    let run = |second: i64, visits: u32| {
        year(yearly(), 2022, &[&format!("A1: Visits {visits}")]).run().publish_into(out.path(), second).run_id
    };
    run(2_000, 40);
    let newest = run(3_000, 50);
    run(1_000, 30);
    let told = year(yearly(), 2023, &["A1: Visits 75"]).run_after(&[out.path(), out.path()]);
    assert_eq!(by_branch(&told), ["2023 A1 visits 75 previous 50 change 50"]);
    let account = told.history.expect("an account");
    assert_eq!(account.folders.len(), 2);
    let runs: Vec<(&str, &[String])> =
        account.runs.iter().map(|run| (run.run.as_str(), run.periods.as_slice())).collect();
    assert_eq!(runs, [(newest.as_str(), ["2022".to_owned()].as_slice())], "found twice, read once");
}

#[test]
fn ids_that_the_definition_does_not_know_any_more_are_counted() {
    let before = year(
        yearly().define("id    = \"visits\"", "id    = \"contacts\"").register("B2,Two", "X2,Two"),
        2022,
        &["A1: Visits 10, Share 0.5", "X2: Visits 20, Share 0.5"],
    );
    let told = year(yearly().after(before), 2023, &["A1: Visits 12, Share 0.5"]).run();
    assert_eq!(
        by_branch(&told),
        ["2023 A1 visits 12 previous — change —", "2023 A1 share 0.5 previous 0.5 change 0"]
    );
    let account = told.history.expect("an account");
    let run = &account.runs[0];
    assert_eq!((run.values, run.mapped), (4, 1));
    assert_eq!((run.unmapped.branch, run.unmapped.indicator), (2, 1));
}

#[test]
fn runs_of_another_pipeline_are_left_out_and_told() {
    let other = of_2022().define("id     = \"yearly\"", "id     = \"others\"");
    let told = year(yearly().after(other), 2023, &["A1: Visits 12"]).run();
    assert_eq!(by_branch(&told), ["2023 A1 visits 12 previous — change —"]);
    let account = told.history.expect("an account");
    assert_eq!(account.runs, []);
    assert_eq!(account.left_out[0].reason, "of the pipeline `others`");
}

#[test]
fn a_branch_that_was_merged_is_compared_with_its_predecessors_together() {
    let office = yearly()
        .register("A1,One,small,10,,,", "A1,One,small,10,,2022-12-31,")
        .register("B2,Two,small,20,,,", "B2,Two,small,20,,2022-12-31,\nD4,Four,small,30,2023-01-01,,A1;B2");
    let told = year(office.after(of_2022()), 2023, &["D4: Visits 45", "C3: Visits 30"]).run();
    assert_eq!(
        by_branch(&told),
        ["2023 D4 visits 45 previous 30 change 50", "2023 C3 visits 30 previous 30 change 0"]
    );
    assert!(totals(&told).contains(&"2023 all visits 75 previous 60 change 25 estimated —".to_owned()));
}

#[test]
fn predecessors_are_those_of_an_earlier_month_of_the_same_folder_too() {
    let register = "code,name,opened,closed,predecessors\nA1,One,,2023-01-31,\nB2,Two,,2023-01-31,\nC3,Three,2023-02-01,,A1;B2\n";
    let office = Office::of(YEARLY, register)
        .define("period = \"year\"", "period = \"month\"")
        .define("groups = [\"type\"]\n", "")
        .define("(?<year>\\d{4})", "(?<period>\\d{4}-\\d{2})");
    let told =
        reports(office, &["2023-01/A1: Visits 1", "2023-01/B2: Visits 2", "2023-02/C3: Visits 6"]).run();
    assert_eq!(by_branch(&told)[2], "2023-02 C3 visits 6 previous 3 change 100");
}

#[test]
fn a_total_is_estimated_for_the_missing_by_the_growth_of_the_others() {
    let told =
        year(yearly().after(of_2022()), 2023, &["A1: Visits 12, Share 1", "B2: Visits 24, Share 1"]).run();
    assert_eq!(
        totals(&told),
        [
            // 36 + 30 · 36/30
            "2023 all visits 36 previous 60 change -40 estimated 72",
            "2023 all share 1 previous 0.5 change 100 estimated —",
            "2023 type=small visits 36 previous 30 change 20 estimated —",
            "2023 type=small share 1 previous 0.375 change 166.67 estimated —",
        ],
        "sums only; where nobody of a group has reported, nothing is said of its growth"
    );
    let row = told.total_row("visits");
    // Members of A1 and B2 among all: the share of the size that reported.
    assert_eq!((row.branches_missing, shown(row.coverage_size_pct)), (1, "30".to_owned()));
}

#[test]
fn a_period_that_is_collected_and_was_not_reported_is_the_published_one() {
    let collected =
        || yearly().define("period = \"year\"", "period = \"year\"\nperiods = [\"2022\", \"2023\"]");
    let before = year(collected(), 2022, &["A1: Visits 10"]).run();
    assert_eq!(before.outcome.periods, [Period::Year(2022)], "2023 has only begun");
    let out = before.publish();
    let told = year(collected(), 2023, &["A1: Visits 12"]).run_after(&[out.path()]);
    assert_eq!(by_branch(&told), ["2023 A1 visits 12 previous 10 change 20"]);
    assert_eq!(totals(&told)[0], "2023 all visits 12 previous 10 change 20 estimated —");
    // The run of 2023 is no newer one of 2022, though it expects reports for it.
    told.publish_into(out.path(), 1);
    let again = year(collected(), 2023, &["A1: Visits 15"]).run_after(&[out.path()]);
    assert_eq!(by_branch(&again), ["2023 A1 visits 15 previous 10 change 50"]);
}

#[test]
fn there_is_no_half_of_a_visit() {
    let before = year(yearly(), 2022, &["A1: Visits 3, Cost 3", "C3: Visits 10, Cost 10"]);
    let told = year(yearly().after(before), 2023, &["A1: Visits 1, Cost 1"]).run();
    // 1 + 10 · 1/3, of the cost in triệu.
    assert_eq!(shown(told.total_row("visits").estimated), "4");
    assert_eq!(shown(told.total_row("cost").estimated), "4333333.33");
}

#[test]
fn a_missing_branch_of_unknown_size_is_as_large_as_it_was() {
    let sized = || {
        let office = yearly().define("[[sheet]]", "[register]\nsize = \"visits\"\n[[sheet]]");
        office
            .register(",small,10", ",small,")
            .register(",small,20", ",small,")
            .register(",large,70", ",large,")
    };
    let before = year(sized(), 2022, &["A1: Visits 10", "B2: Visits 20", "C3: Visits 30"]);
    let reported = ["A1: Visits 12, Share 1", "B2: Visits 18, Share 1"];
    let coverage =
        |office: Office| shown(year(office, 2023, &reported).run().total_row("share").coverage_size_pct);
    assert_eq!(coverage(sized()), "100", "nobody knows of C3");
    assert_eq!(coverage(sized().after(before)), "50", "30 of 60");
}

#[test]
fn earlier_runs_inside_the_input_are_no_reports() {
    let folder = year(yearly(), 2023, &["A1: Visits 12"]).write();
    let input = folder.path().join("input");
    of_2022().run().publish_into(&input.join("old"), 0);
    let history = input.join("old");
    let told = Told::after(&folder.path().join("pipeline"), &input, 1, &[&history], None);
    assert_eq!(told.submissions(), ["2023/A1.xlsx accepted A1 2023"]);
    assert_eq!(by_branch(&told), ["2023 A1 visits 12 previous 10 change 20"]);
}

#[test]
fn a_value_that_is_kept_out_is_estimated_too_and_a_branch_that_closed_is_not() {
    let office = || yearly().after(of_2022());
    let reports = |office: Office| {
        year(office, 2023, &["A1: Visits 11", "B2: Visits 22"])
            .sheet("2023/C3.xlsx", "Item | Value\nVisits | #-3")
    };
    let told = reports(office()).run();
    assert_eq!(shown(told.total_row("visits").estimated), "66");
    let told = year(
        office().register("C3,Three,large,70,,,", "C3,Three,large,70,,2022-12-31,"),
        2023,
        &["A1: Visits 11", "B2: Visits 22"],
    )
    .run();
    assert_eq!(shown(told.total_row("visits").estimated), "—");
}

/// 2022 and 2023 in one folder, A1 with so many visits in 2022, and what its form of 2023 says of the year before.
pub fn restating(visits: u32, year_before: &str) -> Office {
    let table =
        |value: u32, before: &str| format!("Item | Value | Year before\nVisits | #{value} | {before}");
    yearly()
        .after(of_2022())
        .sheet("2022/A1.xlsx", &table(visits, ""))
        .sheet("2023/A1.xlsx", &table(12, year_before))
}

#[test]
fn what_a_report_says_of_an_earlier_period_is_held_against_what_was_published() {
    let flags = |office: Office| office.run().flags_of(Check::EarlierRestated);
    assert_eq!(flags(restating(10, "#10")), [""; 0]);
    assert_eq!(
        flags(restating(11, "#9")),
        [
            "2022/A1.xlsx!Biểu 1!B2: The report says 11 for “Visits” of an earlier period, published was 10. Explain the change, or correct the report.",
            "2023/A1.xlsx!Biểu 1!C2: The report says 9 for “Visits” of an earlier period, published was 10. Explain the change, or correct the report.",
        ]
    );
    // The last period of the run is no earlier one: what changed in it stands in revisions.csv.
    let again = year(yearly().after(of_2022()), 2022, &["A1: Visits 11"]);
    assert_eq!(flags(again), [""; 0]);
}

#[test]
fn a_rounded_figure_of_the_year_before_restates_nothing() {
    let cost = |year: u16, value: &str, before: &str| {
        let text = format!("Item | Value | Year before\nCost | {value} | {before}");
        move |office: Office| office.sheet(&format!("{year}/A1.xlsx"), &text)
    };
    let before = cost(2022, "#1.5374", "")(yearly());
    let flags = |figure: &str| {
        cost(2023, "#2", figure)(yearly().after(before.clone())).run().flags_of(Check::EarlierRestated)
    };
    assert_eq!(flags("#1.5"), [""; 0]);
    assert_eq!(flags("#1.54"), [""; 0]);
    assert_eq!(flags("#1.6").len(), 1);
}

/// The history that checks are given: `2021 A1 visits 7`.
fn given(history: &History, told: &Told) -> Vec<String> {
    let rows = history.rows().expect("rows");
    rows.map(|row| {
        let code = &told.definition.judging.register.branches[row.branch as usize].code;
        format!(
            "{} {code} {} {}",
            history.periods[row.period as usize],
            told.indicator(Some(row.indicator)),
            row.value
        )
    })
    .collect()
}

#[test]
fn checks_are_given_earlier_periods_alone_in_their_order() {
    let years: Vec<Told> = [2024, 2021, 2023, 2022]
        .iter()
        .map(|at| year(yearly(), *at, &["B2: Visits 7", "A1: Visits 5"]).run())
        .collect();
    let out = tempfile::tempdir().expect("a folder");
    for (second, told) in (1..).zip(&years) {
        told.publish_into(out.path(), second);
    }
    let told = &years[2];
    let archive = history::open(&[out.path().to_path_buf()], &told.definition).expect("an archive");
    let counting = Counting::new(&[], &told.definition);
    let mut frames =
        merge::build(&[], &[], &told.definition, vec![Period::Year(2023)], &counting).expect("frames");
    let earlier =
        archive.read(&told.definition, &mut frames, &[Period::Year(2023)], &[]).expect("earlier periods");
    assert_eq!(
        given(&earlier.history, told),
        ["2021 A1 visits 5", "2021 B2 visits 7", "2022 A1 visits 5", "2022 B2 visits 7"]
    );
    assert_eq!(given(&earlier.own, told), ["2023 A1 visits 5", "2023 B2 visits 7"]);
}

/// A table of the newest run in an output folder, changed by hand.
fn tamper(out: &Path, table: &str) {
    let run = runs_in(out).expect("runs").pop().expect("a run");
    let path = run.folder.join(table);
    let text = fs::read_to_string(&path).expect("a table");
    fs::write(&path, text.replacen("visits", "Visits", 1)).expect("a table");
}

#[test]
fn a_history_that_was_changed_by_hand_is_refused() {
    for table in ["by_branch.csv", "totals.csv"] {
        let out = of_2022().run().publish();
        tamper(out.path(), table);
        let folder = year(yearly(), 2023, &["A1: Visits 12"]).write();
        let definition = tonghop::pipeline::load(&folder.path().join("pipeline")).expect("a definition");
        let history = [out.path().to_path_buf()];
        let options = tonghop::run::Options {
            jobs: 1,
            period: None,
            skip: None,
            history: &history,
            isolation: crate::office::isolation(),
            progress: &|_| {},
        };
        let error = tonghop::run::consolidate(&definition, &folder.path().join("input"), &options);
        let error = error.expect_err("an error").to_string();
        assert!(error.starts_with("--history: ") && error.contains(table), "{error}");
        assert!(error.contains("its hash is not that in manifest.json"), "{error}");
    }
}

/// In the year of a merger heir and predecessor are both open and have the same history: what is missing is missing once.
#[test]
fn what_is_missing_of_a_merger_is_estimated_once() {
    let merged = "code,name,type,members,opened,closed,predecessors\nA1,One,small,10,,2023-03-15,\nC3,Three,large,70,,,\nM9,Nine,small,10,2023-03-16,,A1\n";
    let before = year(Office::of(YEARLY, BRANCHES), 2022, &["A1: Visits 100", "C3: Visits 4"]);
    let told = year(Office::of(YEARLY, merged).after(before), 2023, &["C3: Visits 4"]).run();
    let estimated: Vec<String> =
        totals(&told).into_iter().filter(|row| row.contains(" all visits ")).collect();
    assert_eq!(estimated, ["2023 all visits 4 previous 104 change -96.15 estimated 104"]);
}
