//! Decisions of people over whole runs: what an acceptance settles and what a correction changes.

use crate::office::{Office, Told, shown};
use std::fs;
use tonghop::model::Check;
use tonghop::pipeline;

const ACCEPTED: &str = "flag,by,date,reason,period\n";
const CORRECTIONS: &str = "period,branch,indicator,measure,breakdown,value_found,value,by,date,reason\n";

/// Trees of A01 and A02 in these cells.
pub fn trees(one: &str, two: &str) -> Office {
    let table = |cell: &str| format!("Cây xanh trồng mới | | {cell}");
    Office::new().report("a01.xlsx", "Sở Y tế", &table(one)).report("a02.xlsx", "Sở Giáo dục", &table(two))
}

fn corrected(office: Office, line: &str) -> Office {
    office.decide("corrections.csv", &format!("{CORRECTIONS}{line},Lan,2023-12-20,gõ nhầm\n"))
}

/// Status of the decisions in a file, as the manifest has it.
fn statuses(told: &Told, file: &str) -> Vec<String> {
    let published = told.publish();
    let text = fs::read_to_string(published.path().join("current/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = manifest[file].as_array().expect("a list");
    rows.iter().map(|row| row["status"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The line of the first fact in facts.csv.
fn first_fact(told: &Told) -> String {
    let published = told.publish();
    let text = fs::read_to_string(published.path().join("current/facts.csv")).expect("facts");
    text.lines().nth(1).unwrap_or_default().to_owned()
}

/// Of two rows that contradict each other neither counts; a correction speaks of the one whose value it names.
#[test]
fn a_correction_finds_its_row_among_several() {
    let twice = "Cây xanh trồng mới | | #3000\nCây xanh trồng mới | | #6";
    let office = Office::new().report("a01.xlsx", "Sở Y tế", twice);
    assert_eq!(office.run().total("trees"), "— exact 0/2");
    for found in ["3000", "6"] {
        let told = corrected(office.clone(), &format!("2023,A01,trees,,,{found},3250")).run();
        assert_eq!(told.total("trees"), "3250 exact 1/2", "{found}");
        assert_eq!(statuses(&told, "corrections"), ["applied"], "{found}");
    }
}

#[test]
fn a_correction_counts_while_the_value_found_stands() {
    let told = corrected(trees("#3000", "#5"), "2023,A01,trees,,,3000,3250").run();
    assert_eq!(told.total("trees"), "3255 exact 2/2");
    assert_eq!(statuses(&told, "corrections"), ["applied"]);
    let fact = first_fact(&told);
    assert!(fact.contains(",3250,exact,cây,3000,corrected,number,"), "{fact}");
    assert_eq!(told.flags(), [""; 0]);

    let changed = corrected(trees("#3100", "#5"), "2023,A01,trees,,,3000,3250").run();
    assert_eq!(changed.total("trees"), "3105 exact 2/2");
    assert_eq!(statuses(&changed, "corrections"), ["lapsed"]);
    assert_eq!(changed.flags(), ["correction-lapsed a01.xlsx!Biểu 1!C4"]);

    // The branch has sent what the correction says: nothing is left to do but to delete the line.
    let sent = corrected(trees("#3250", "#5"), "2023,A01,trees,,,3000,3250").run();
    let severity = sent.outcome.flags.iter().map(|flag| flag.severity.as_str()).collect::<Vec<_>>();
    assert_eq!((sent.total("trees").as_str(), severity), ("3255 exact 2/2", vec!["info"]));
}

#[test]
fn a_value_that_was_kept_out_counts_once_it_is_corrected() {
    for (cell, found) in [("#3.25", "3.25"), ("nhiều", "nhiều")] {
        let before = trees(cell, "#5").run();
        assert_eq!(before.total("trees"), "5 exact 1/2", "{cell}");
        let told = corrected(trees(cell, "#5"), &format!("2023,A01,trees,,,{found},3250")).run();
        assert_eq!(told.total("trees"), "3255 exact 2/2", "{cell}");
        assert_eq!(told.total_row("trees").values_excluded, 0);
        // What reading said of the cell is settled, and stays to be seen.
        let settled: Vec<&str> =
            told.outcome.flags.iter().filter_map(|flag| Some(flag.accepted.as_ref()?.by.as_str())).collect();
        assert_eq!((told.outcome.flags.len(), settled), (1, vec!["Lan"]), "{cell}");
        assert_eq!(told.total_row("trees").warnings + told.total_row("trees").errors, 0);
    }
}

#[test]
fn of_two_rows_of_one_indicator_the_corrected_one_counts() {
    let table = "Cây xanh trồng mới | | #82\nCây xanh trồng mới | | #97";
    let office = Office::with_table(table);
    assert_eq!(office.run().flags().len(), 2);
    let told = corrected(office, "2023,A01,trees,,,82,97").run();
    assert_eq!(told.total("trees"), "97 exact 1/2");
    let open = told.outcome.flags.iter().filter(|flag| flag.is_open());
    assert_eq!(open.map(|flag| flag.check).collect::<Vec<_>>(), [Check::BranchMissing]);
}

#[test]
fn what_checks_say_of_a_corrected_value_stays_open() {
    let table = "Số đoàn viên | | #120\nĐoàn viên nam | | #50\nĐoàn viên nữ | | #70";
    let office = Office::with_table(table);
    assert_eq!(office.run().flags(), [""; 0]);
    let told = corrected(office, "2023,A01,women,,,70,69").run();
    assert_eq!(told.flags(), ["balance a01.xlsx!Biểu 1!C4"]);
    assert!(told.outcome.flags.iter().all(|flag| flag.is_open()));
}

#[test]
fn a_correction_of_what_is_not_there_or_of_another_period_changes_nothing() {
    let office = trees("#3", "#5");
    let missing = corrected(office.clone(), "2023,A01,roads,,,3,4").run();
    assert_eq!(statuses(&missing, "corrections"), ["unknown"]);
    assert_eq!(missing.flags(), ["correction-lapsed A01!roads"]);
    let other = corrected(office, "2022,A01,trees,,,3,4").run();
    assert_eq!((statuses(&other, "corrections"), other.flags()), (vec!["other_period".to_owned()], vec![]));
}

#[test]
fn what_is_wrong_with_decisions_is_told_with_line_and_nearest_word() {
    let told = |office: Office| {
        let folder = office.write();
        let error = pipeline::load(&folder.path().join("pipeline")).err();
        error.map_or_else(String::new, |error| error.plain())
    };
    let table = [
        ("2023,A10,trees,,,3,4", "no branch of the register has the code `A10`"),
        (
            "2023,A01,tres,,,3,4",
            "unknown indicator `tres`; expected the id of an indicator of pipeline.toml; did you mean `trees`?",
        ),
        ("2023,A01,model,,,a,4", "`model` is no number"),
        (
            "2023,A01,trees,plann,,3,4",
            "unknown measure `plann`; expected actual or plan; did you mean `plan`?",
        ),
        ("2023,A01,trees,,sex=f,3,4", "unknown dimension `sex`"),
        ("2023,A01,trees,,,,4", "a value that the branch has not sent cannot be corrected"),
        ("2023,A01,trees,,,3,1.250", "did you mean `1250`?"),
        ("2023,A01,trees,,,3,-4", "outside the bounds"),
        ("2023-Q1,A01,trees,,,3,4", "no totals are made for `2023-Q1`"),
    ];
    for (line, expected) in table {
        let told = told(corrected(trees("#3", "#5"), line));
        assert!(told.contains("corrections.csv:2:") && told.contains(expected), "{line}\n{told}");
    }
    let lines = "1f3a,Lan,2023-12-20,x,\n0123456789ab,,20/12/2023,,\n0123456789ab,Lan,2023-12-20,x,2023\n";
    let told = told(trees("#3", "#5").decide("accepted.csv", &format!("{ACCEPTED}{lines}")));
    for expected in [
        "accepted.csv:2:1: `1f3a` is no id of a flag",
        "accepted.csv:3:14: `by` is blank",
        "`20/12/2023` is no day",
        "`reason` is blank",
        "accepted.csv:4:1: accepted twice: also on line 3",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

/// The id of the only flag of a check.
fn id_of(told: &Told, check: Check) -> String {
    let flags: Vec<&str> =
        told.outcome.flags.iter().filter(|flag| flag.check == check).map(|flag| flag.id.as_str()).collect();
    assert_eq!(flags.len(), 1, "{flags:?}");
    flags[0].to_owned()
}

#[test]
fn an_accepted_flag_is_settled_until_the_value_changes() {
    let table = |women: u32| {
        format!(
            "Số đoàn viên | | #120\nĐoàn viên nam | | #50\nĐoàn viên nữ | | #70\nCây xanh trồng mới | | #3.25\nSố cây đường | | #{women}"
        )
    };
    let office = Office::with_table(&table(1)).rule("id = \"own\"\nexpr = \"roads > 1\"");
    let before = office.run();
    let row = before.total_row("roads");
    assert_eq!((row.errors, shown(row.value_if_flagged_were_zero)), (1, "0".into()));
    let id = id_of(&before, Check::Rule);
    let accepted = format!("{ACCEPTED}{id},Lan,2023-12-20,confirmed,2023\n");
    let told = office.decide("accepted.csv", &accepted).run();
    let row = told.total_row("roads");
    assert_eq!((row.errors, shown(row.value_if_flagged_were_zero)), (0, "1".into()));
    assert_eq!(statuses(&told, "acceptances"), ["applied"]);
    // Behind the open ones, whatever its severity.
    let order: Vec<(Check, bool)> =
        told.outcome.flags.iter().map(|flag| (flag.check, flag.is_open())).collect();
    assert_eq!(order.last(), Some(&(Check::Rule, false)));
    assert_eq!(order.iter().filter(|(_, is_open)| !is_open).count(), 1);

    let changed = Office::with_table(&table(0)).rule("id = \"own\"\nexpr = \"roads > 1\"");
    let changed = changed.decide("accepted.csv", &accepted).run();
    assert_eq!(statuses(&changed, "acceptances"), ["lapsed"]);
    assert!(changed.outcome.flags.iter().all(|flag| flag.is_open()));
}

#[test]
fn a_value_divided_by_a_thousand_weighs_what_it_stands_for() {
    let told = trees("#3.25", "#5").run();
    let row = told.total_row("trees");
    assert_eq!((shown(row.value), shown(row.value_as_suggested)), ("5".into(), "3255".into()));
    let flag = &told.outcome.flags[0];
    // 100·3250 / (5 − 0 + 3250): next to nothing itself.
    assert_eq!((flag.check, shown(flag.impact_pct)), (Check::FractionInCount, "99.85".into()));
}

#[test]
fn a_missing_branch_weighs_what_it_reported_for_the_period_before() {
    let report = |branch: &str, trees: u32| {
        format!("Đơn vị báo cáo | {branch}\nNội dung | ĐVT | Kết quả\nCây xanh trồng mới | | #{trees}")
    };
    let told = Office::new()
        .define("period  = \"year\"\nperiods = [\"2023\"]", "period = \"quarter\"")
        .define("{ folder = '(?<year>20\\d{2})' }", "{ folder = '(?<period>20\\d{2}-Q\\d)' }")
        .sheet("2023-Q1/a01.xlsx", &report("Sở Y tế", 30))
        .sheet("2023-Q1/a02.xlsx", &report("Sở Giáo dục", 10))
        .sheet("2023-Q2/a01.xlsx", &report("Sở Y tế", 30))
        .run();
    let missing =
        told.outcome.flags.iter().find(|flag| flag.check == Check::BranchMissing).expect("the flag");
    // 100·|0 − 10| / (30 − 0 + 10).
    assert_eq!(shown(missing.impact_pct), "25");
}
