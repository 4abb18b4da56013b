//! What the statistical checks compare with what, told by whole runs.

use crate::crowd::Crowd;
use crate::office::{Office, Told};
use tonghop::model::{Check, Severity};

/// Twenty branches in a year, one figure of the seventh ten times too large.
fn tenfold() -> Crowd {
    Crowd::new(20, [2023]).change(2023, 7, "trees", |trees| Some(trees * 10))
}

fn reasons(told: &Told, check: Check) -> Vec<&str> {
    let silent = told.outcome.silent_checks.iter().filter(|(silent, _)| *silent == check);
    silent.map(|(_, reason)| reason.as_str()).collect()
}

#[test]
fn what_had_too_few_values_says_so() {
    let told = Crowd::new(19, [2023]).office().run();
    assert_eq!(
        reasons(&told, Check::PeerOutlier),
        [
            "2023: fewer than 20 values of trees (19), blood (19), visits (19), classes (19), gifts (19), letters (19), shares (19)"
        ]
    );
    assert_eq!(reasons(&told, Check::HistoryOutlier), ["there is no earlier period"]);
    assert!(reasons(&told, Check::Tukey).is_empty());
    let told = Crowd::new(20, [2022, 2023]).office().run();
    assert!(reasons(&told, Check::HistoryOutlier).is_empty());
    assert!(reasons(&told, Check::OwnHistory)[0].starts_with("2023: fewer than 4 values of trees (1)"));
}

#[test]
fn thresholds_of_the_pipeline_decide() {
    let setting =
        |setting: &'static str| tenfold().define("branch-missing = \"info\"", setting).office().run();
    let flags = |told: &Told| told.flags_of(Check::PeerOutlier).len();
    assert_eq!(flags(&setting("peer-outlier = { z = 9 }")), 0);
    assert_eq!(flags(&setting("peer-outlier = { sample = 21 }")), 0);
    assert_eq!(flags(&setting("peer-outlier = \"off\"")), 0);
    let told = setting("peer-outlier = { severity = \"error\", z = 3 }");
    let severities: Vec<Severity> = told
        .outcome
        .flags
        .iter()
        .filter(|flag| flag.check == Check::PeerOutlier)
        .map(|flag| flag.severity)
        .collect();
    assert_eq!(severities, [Severity::Error]);
}

#[test]
fn a_flag_shows_what_stands_behind_it() {
    let told = tenfold().office().run();
    let flag = told.outcome.flags.iter().find(|flag| flag.check == Check::PeerOutlier).expect("a flag");
    let shown = |amount: Option<tonghop::model::Amount>| crate::office::shown(amount);
    let evidence = flag.evidence;
    assert_eq!(evidence.sample, Some(20));
    assert_eq!((shown(evidence.score), shown(evidence.threshold)), ("5.57".into(), "2.75".into()));
    assert_eq!((shown(evidence.lower), shown(evidence.upper)), ("208".into(), "1900".into()));
}

/// Twenty-one branches over two years, one figure of the seventh forty times what it was; with this setting.
fn fortyfold(setting: &'static str) -> Told {
    let crowd = Crowd::new(21, [2022, 2023]).change(2023, 7, "trees", |trees| Some(trees * 40));
    crowd.define("branch-missing = \"info\"", setting).office().run()
}

#[test]
fn one_fault_is_one_warning() {
    let warnings = |told: &Told| -> Vec<Check> {
        let flags = told.outcome.flags.iter().filter(|flag| flag.severity == Severity::Warning);
        flags.map(|flag| flag.check).collect()
    };
    let told = fortyfold("branch-missing = \"info\"");
    assert_eq!(warnings(&told), [Check::HistoryOutlier]);
    assert_eq!(told.flags_of(Check::HidiroglouBerthelot).len(), 1);
    // Where the rule says nothing, or only for information, the change speaks.
    for setting in ["history-outlier = \"off\"", "history-outlier = \"info\""] {
        assert_eq!(warnings(&fortyfold(setting)), [Check::HidiroglouBerthelot], "{setting}");
    }
}

#[test]
fn limits_of_changes_are_in_the_unit_of_the_value() {
    for (setting, threshold) in [("branch-missing = \"info\"", "7"), ("history-outlier = \"off\"", "20")] {
        let told = fortyfold(setting);
        let about = |check| told.outcome.flags.iter().find(move |flag| flag.check == check).expect("a flag");
        let flag = about(Check::HidiroglouBerthelot);
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let limit = |amount: Option<tonghop::model::Amount>| number(&crate::office::shown(amount));
        assert_eq!(crate::office::shown(flag.evidence.threshold), threshold);
        let (lower, upper) = (limit(flag.evidence.lower), limit(flag.evidence.upper));
        let (expected, found) = (number(&flag.expected), number(&flag.found));
        assert!(0.0 < lower && lower < expected && expected < upper && upper < found, "{flag:?}");
    }
}

#[test]
fn a_zero_after_one_value_is_told_where_values_are_declared_to_be_the_rule() {
    let zero = |label: &'static str| {
        let crowd = Crowd::new(20, [2022, 2023]).change(2023, 7, "trees", |_| Some(0));
        crowd.define("label = \"Trees planted\"", label).office().run()
    };
    let regular = zero("label = \"Trees planted\"\nregular = true");
    let told = regular.outcome.flags.iter().filter(|flag| flag.check == Check::ZeroJump);
    assert_eq!(told.map(|flag| flag.severity).collect::<Vec<_>>(), [Severity::Warning]);
    assert!(reasons(&regular, Check::ZeroJump)[0].starts_with("2023: fewer than 3 values of blood (1)"));
    let usual = zero("label = \"Trees planted\"");
    assert!(usual.flags_of(Check::ZeroJump).is_empty());
    assert!(reasons(&usual, Check::ZeroJump)[0].starts_with("2023: fewer than 3 values of trees (1)"));
}

#[test]
fn a_doubtful_value_is_in_the_wrong_unit_where_two_others_of_its_branch_are() {
    // Fifty times what was expected is nearer to a thousand than to one.
    let doubtful = || Crowd::new(20, [2023]).change(2023, 7, "gifts", |_| Some(25_000));
    let gifts = |told: &Told, check: Check| {
        let about = |line: &&String| line.contains("“Gifts”");
        told.flags_of(check).iter().filter(about).count()
    };
    let alone = doubtful().office().run();
    assert_eq!([Check::PeerOutlier, Check::ScaleError].map(|check| gifts(&alone, check)), [1, 0]);
    let in_thousands = ["trees", "visits"]
        .into_iter()
        .fold(doubtful(), |crowd, id| crowd.change(2023, 7, id, |figure| Some(figure * 1_000)));
    let told = in_thousands.office().run();
    assert_eq!([Check::PeerOutlier, Check::ScaleError].map(|check| gifts(&told, check)), [0, 1]);
}

#[test]
fn history_goes_before_peers() {
    // The seventh branch plants ten times as many trees as others, and did so before.
    let crowd = Crowd::new(20, [2022, 2023]);
    let told = [2022, 2023]
        .into_iter()
        .fold(crowd, |crowd, year| crowd.change(year, 7, "trees", |trees| Some(trees * 10)))
        .office()
        .run();
    let of_last = |lines: Vec<String>| lines.into_iter().filter(|line| line.starts_with("2023")).count();
    assert_eq!(of_last(told.flags_of(Check::PeerOutlier)), 0);
    assert_eq!(of_last(told.flags_of(Check::HistoryOutlier)), 0);
    // The first year has nothing before it.
    assert_eq!(told.flags_of(Check::PeerOutlier).len(), 1);
}

#[test]
fn peers_are_those_of_a_group_that_is_large_enough() {
    // Twenty branches of one type, and five of another that plant ten times as many trees.
    let grouped = |columns: &'static str| {
        let crowd = (21..=25).fold(Crowd::new(25, [2023]), |crowd, branch| {
            crowd.change(2023, branch, "trees", |trees| Some(trees * 10))
        });
        let office = crowd.define("[checks]", columns).office();
        let typed = |office: Office, branch: u32| {
            office.register(&format!("Branch {branch},,unit"), &format!("Branch {branch},,city"))
        };
        (21..=25).fold(office, typed).run().flags_of(Check::PeerOutlier).len()
    };
    assert_eq!(grouped("[checks]"), 5);
    assert_eq!(grouped("[register]\npeer_groups = [\"type\"]\n\n[checks]"), 5);
    assert_eq!(grouped("[register]\npeer_groups = [\"type\"]\n\n[checks]\npeer-outlier = { sample = 5 }"), 0);
}

#[test]
fn what_adds_up_over_the_year_is_no_peer_of_itself_a_month_earlier() {
    let in_february = |time: &'static str| {
        let crowd = Crowd::monthly(20, 1..=2).change(2, 7, "trees", |trees| Some(trees * 10));
        let told = crowd.define("label = \"Trees planted\"", time).office().run();
        [Check::HistoryOutlier, Check::PeerOutlier].map(|check| told.flags_of(check).len())
    };
    assert_eq!(in_february("label = \"Trees planted\""), [1, 0]);
    assert_eq!(in_february("label = \"Trees planted\"\ntime = \"cumulative\""), [0, 1]);
}

#[test]
fn every_figure_of_another_branch_is_told_once() {
    let all = ["trees", "blood", "visits", "classes", "gifts", "letters", "shares"];
    let told = Crowd::new(20, [2023]).copy((2023, 7), (2023, 8), &all).office().run();
    assert_eq!(told.flags_of(Check::SameWorkbookTwoBranches).len(), 2);
    assert!(told.flags_of(Check::BranchClone).is_empty());
}

#[test]
fn one_thread_and_four_say_the_same() {
    let crowd = Crowd::new(24, 2020..=2023)
        .change(2023, 7, "trees", |trees| Some(trees * 1_000))
        .change(2023, 9, "gifts", |_| Some(0))
        .copy((2022, 3), (2023, 3), &["visits", "classes", "gifts", "letters", "shares"]);
    let folder = crowd.office().write();
    let run =
        |jobs| Told::of(&folder.path().join("pipeline"), &folder.path().join("input"), jobs).outcome.flags;
    assert_eq!(run(1), run(4));
}

/// Four months of twenty branches, a figure of the seventh a thousand times too large in some.
fn in_thousands(months: &[u16]) -> Told {
    let crowd = Crowd::monthly(20, 1..=4);
    let change = |crowd: Crowd, month: &u16| crowd.change(*month, 7, "trees", |trees| Some(trees * 1_000));
    months.iter().fold(crowd, change).office().run()
}

#[test]
fn right_values_after_a_wrong_one_are_not_told() {
    let told = in_thousands(&[1]);
    let scale_errors = told.flags_of(Check::ScaleError);
    assert!(matches!(&scale_errors[..], [only] if only.starts_with("2023-01/B07.xlsx")), "{scale_errors:?}");
    assert!(told.flags_of(Check::HistoryOutlier).is_empty());
    let changes = told.flags_of(Check::HidiroglouBerthelot);
    assert!(!changes.iter().any(|line| line.starts_with("2023-02/B07.xlsx")), "{changes:?}");
}

#[test]
fn the_middle_of_a_right_and_a_wrong_value_is_no_reference() {
    let crowd = Crowd::monthly(20, 1..=3).change(2, 7, "shares", |shares| Some(shares / 1_000));
    let told = crowd.office().run();
    assert_eq!([Check::ScaleError, Check::HistoryOutlier].map(|check| told.flags_of(check).len()), [1, 0]);
    let changes = told.flags_of(Check::HidiroglouBerthelot);
    assert!(!changes.iter().any(|line| line.starts_with("2023-03/B07.xlsx")), "{changes:?}");
}

#[test]
fn a_branch_that_is_always_in_the_wrong_unit_is_told_of_every_time() {
    assert_eq!(in_thousands(&[1, 2, 3, 4]).flags_of(Check::ScaleError).len(), 4);
    assert_eq!(in_thousands(&[3, 4]).flags_of(Check::ScaleError).len(), 2);
}

#[test]
fn a_wrong_size_makes_no_wrong_units() {
    let office = Crowd::new(20, [2022, 2023]).office();
    let told = office.register("Branch 7,,unit,,,,151,", "Branch 7,,unit,,,,151000,").run();
    assert_eq!([Check::ScaleError, Check::PeerOutlier].map(|check| told.flags_of(check).len()), [0, 0]);
    // One for both years.
    assert_eq!(told.flags_of(Check::SizeDoubtful).len(), 1);
}

#[test]
fn what_every_branch_has_one_of_is_no_matter_of_size() {
    let one_each = |members: &str| {
        let crowd = Crowd::new(20, [2023]);
        let crowd = (1..=20).fold(crowd, |crowd, branch| crowd.change(2023, branch, "trees", |_| Some(1)));
        let larger = |crowd: Crowd, id| crowd.change(2023, 7, id, |figure| Some(figure * 1_000));
        let crowd =
            ["blood", "visits", "classes", "gifts", "letters", "shares"].into_iter().fold(crowd, larger);
        let told =
            crowd.office().register("Branch 7,,unit,,,,151,", &format!("Branch 7,,unit,,,,{members},")).run();
        [Check::ScaleError, Check::PeerOutlier, Check::SizeDoubtful].map(|check| told.flags_of(check).len())
    };
    assert_eq!(one_each("151000"), [0, 0, 0]);
    // Counts are off together: the size of a thousandth is what is doubtful.
    assert_eq!(one_each("151"), [0, 0, 1]);
}

#[test]
fn a_branch_without_a_size_is_compared_by_the_plain_value_and_that_is_said() {
    let of_size = |members: &str| {
        let crowd = Crowd::new(21, [2023]).change(2023, 7, "trees", |trees| Some(trees * 1_000));
        let register = format!("Branch 7,,unit,,,,{members},");
        crowd.office().register("Branch 7,,unit,,,,151,", &register).run()
    };
    for told in [of_size(""), of_size("0")] {
        assert_eq!(told.flags_of(Check::ScaleError).len(), 1);
        assert_eq!(
            reasons(&told, Check::PeerOutlier),
            [
                "2023: compared without a size, which is unknown or 0: trees (1), blood (1), visits (1), classes (1), gifts (1), letters (1), shares (1)"
            ]
        );
    }
    assert!(reasons(&of_size("151"), Check::PeerOutlier).is_empty());
}

#[test]
fn values_below_zero_are_not_compared_and_that_is_said() {
    let crowd = Crowd::new(21, [2023]).define(
        "id    = \"trees\"\nlabel = \"Trees planted\"\nkind  = \"count\"",
        "id    = \"trees\"\nlabel = \"Trees planted\"\nkind  = \"amount\"",
    );
    let rows = "Nội dung | Kết quả\nTrees planted | #-500";
    let told = crowd.office().file("2023/B07.xlsx", crate::book::workbook(&[("Biểu 1", rows)])).run();
    for check in [Check::PeerOutlier, Check::HistoryOutlier, Check::ScaleError] {
        assert!(reasons(&told, check).contains(&"2023: below zero and not compared: trees (1)"), "{check:?}");
    }
}

#[test]
fn peers_that_hardly_differ_make_no_evidence_of_little() {
    // Twelve branches that report the same for their size, give or take a tenth, but for one that reports twice as much.
    let all = |figure: fn(u64) -> u64| {
        let crowd = (1..=12).fold(Crowd::new(12, [2023]), |crowd, branch| {
            let size = u64::from(60 + 13 * branch);
            crowd.change(2023, branch, "trees", move |_| Some(size * (40 + u64::from(branch) % 3)))
        });
        let told = crowd.change(2023, 7, "trees", move |trees| Some(figure(trees))).office().run();
        told.flags_of(Check::ModifiedZ).iter().filter(|line| line.contains("Trees")).count()
    };
    assert_eq!(all(|trees| trees * 2), 0);
    assert_eq!(all(|trees| trees * 5), 1);
}
