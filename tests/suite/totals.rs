//! How branches' values become totals: methods, bounds, coverage, groups, announced figures.

use crate::definition::report;
use crate::office::{Office, Told, shown};

/// A01 and A02 with these rows of the table.
fn both(one: &str, two: &str) -> Office {
    Office::new().report("a.xlsx", "Sở Y tế", one).report("b.xlsx", "Sở Giáo dục", two)
}

fn trees(cell: &str) -> String {
    format!("Cây xanh trồng mới | | {cell}")
}

/// Trees by a method, with one value of each branch.
fn by(method: &str, one: &str, two: &str) -> String {
    let office = both(&trees(one), &trees(two));
    office.define("aliases = [\"Trồng cây\"]", &format!("total = {method}")).run().total("trees")
}

#[test]
fn every_method_gives_its_total() {
    assert_eq!(by("\"sum\"", "#10", "#3"), "13 exact 2/2");
    assert_eq!(by("\"max\"", "#10", "#3"), "10 exact 2/2");
    assert_eq!(by("\"min\"", "#10", "#3"), "3 exact 2/2");
    assert_eq!(by("\"count\"", "#10", "0"), "2 exact 2/2");
    assert_eq!(by("\"count\"", "#10", ""), "1 exact 1/2");
    assert_eq!(by("\"mean\"", "#10", "#3"), "6.5 exact 2/2");
    assert_eq!(by("\"none\"", "#10", "#3"), "");
}

#[test]
fn a_mean_is_weighted_where_a_weight_is_declared() {
    let office =
        both("Số đoàn viên | | #100\nTỷ lệ tham gia | | 50%", "Số đoàn viên | | #50\nTỷ lệ tham gia | | 20%");
    assert_eq!(office.run().total("share"), "0.35 exact 2/2");
    let weighted = office.define("total = \"mean\"", "total = { mean = \"members\" }").run();
    assert_eq!(weighted.total("share"), "0.4 exact 2/2");
}

#[test]
fn a_branch_without_its_weight_is_left_out_of_a_weighted_mean() {
    let run = both("Số đoàn viên | | #100\nTỷ lệ tham gia | | 50%", "Tỷ lệ tham gia | | 20%")
        .define("total = \"mean\"", "total = { mean = \"members\" }")
        .run();
    assert_eq!(run.total("share"), "0.5 exact 1/2", "what does not enter the mean does not stand behind it");
    assert_eq!(shown(run.total_row("share").coverage_size_pct), "66.67");
}

#[test]
fn a_ratio_is_that_of_the_sums_never_the_mean_of_ratios() {
    let ratio = |one: &str, two: &str| {
        both(one, two)
            .define("total = \"mean\"", "total = { ratio = [\"women\", \"members\"] }")
            .run()
            .total("share")
    };
    let rows = |women: &str, members: &str| format!("Đoàn viên nữ | | {women}\nSố đoàn viên | | {members}");
    assert_eq!(ratio(&rows("#10", "#100"), &rows("#40", "#50")), "0.3333 exact 2/2");
    assert_eq!(ratio(&rows("trên 10", "#100"), &rows("#40", "#50")), "0.3333 at_least 2/2");
    assert_eq!(ratio(&rows("#10", "trên 100"), &rows("#40", "#50")), "0.3333 about 2/2");
    assert_eq!(ratio(&rows("0", "0"), &rows("0", "0")), "— exact 2/2", "no ratio to a sum of nothing");
    let partly = ratio(&rows("#10", "#100"), &rows("#40", ""));
    assert!(partly.ends_with(" 1/2"), "a branch without one of the two does not stand behind it: {partly}");
}

#[test]
fn huge_amounts_add_exactly_in_any_order() {
    let money = |cell: &str| format!("Trị giá công trình | đồng | {cell}");
    let run = both(&money("100.000.000.000.000.001 đồng"), &money("99.999.999.999.999.999 đồng")).run();
    assert_eq!(run.total("value"), "200000000000000000 exact 2/2");
    let odd = both(&money("100.000.000.000.000.001 đồng"), &money("0,1 đồng")).run();
    assert_eq!(odd.total("value"), "100000000000000001.1 exact 2/2");
}

#[test]
fn blank_zero_and_nil_are_kept_apart() {
    let of = |cell: &str| {
        let run = both(&trees("#5"), &trees(cell)).run();
        let row = run.total_row("trees");
        (row.branches_reported, row.branches_missing, row.branches_zero, row.values_excluded)
    };
    assert_eq!(of("#7"), (2, 0, 0, 0));
    assert_eq!(of("0"), (2, 0, 1, 0));
    assert_eq!(of("-"), (2, 0, 1, 0));
    assert_eq!(of("không"), (2, 0, 1, 0));
    assert_eq!(of(""), (1, 1, 0, 0));
    assert_eq!(of("…"), (1, 1, 0, 0));
    assert_eq!(of("nhiều"), (1, 1, 0, 1));
    assert_eq!(of("#3.25"), (1, 1, 0, 1));
}

#[test]
fn a_total_nobody_reported_is_empty_and_not_zero() {
    let run = both("Số cây đường | | #1", "Số cây đường | | 0").run();
    assert_eq!(run.total("trees"), "— exact 0/2");
    assert_eq!(run.total("roads"), "1 exact 2/2");
    assert_eq!(shown(run.total_row("trees").coverage_size_pct), "0");
}

#[test]
fn coverage_says_what_share_of_the_members_stands_behind_a_total() {
    let run = Office::new().report("a.xlsx", "Sở Y tế", &trees("#5")).run();
    assert_eq!(shown(run.total_row("trees").coverage_size_pct), "66.67");
    let reported = Office::new()
        .define("[[measure]]", "[register]\nsize = \"members\"\n\n[[measure]]")
        .report("a.xlsx", "Sở Y tế", "Số đoàn viên | | #150\nCây xanh trồng mới | | #5")
        .run();
    assert_eq!(shown(reported.total_row("trees").coverage_size_pct), "75");
}

#[test]
fn smallest_median_and_largest_are_those_of_the_branches() {
    let run = both(&trees("#10"), &trees("#3")).run();
    let row = run.total_row("trees");
    assert_eq!([row.min, row.median, row.max].map(shown), ["3", "6.5", "10"]);
}

#[test]
fn the_plan_stands_beside_the_actual_value() {
    let run = both("Cây xanh trồng mới | | #10 | #8", "Cây xanh trồng mới | | #5 | #12").run();
    assert_eq!(run.total("trees"), "15 exact 2/2");
    assert_eq!(run.total("trees/plan"), "20 exact 2/2");
    let row = run.total_row("trees");
    assert_eq!((shown(row.plan), shown(row.plan_pct)), ("20".to_owned(), "75".to_owned()));
    assert_eq!(shown(run.total_row("roads").plan), "—");
}

#[test]
fn a_plan_is_compared_only_over_the_branches_that_have_both() {
    let text = |branch: &str, row: &str| {
        format!("Đơn vị báo cáo | {branch}\nBáo cáo năm 2023\nNội dung | Kế hoạch | Kết quả\n{row}")
    };
    let run = Office::new()
        .sheet("a.xlsx", &text("Sở Y tế", "Trồng cây | #10 | #5"))
        .sheet("b.xlsx", &text("Sở Giáo dục", "Trồng cây | | #95"))
        .run();
    let row = run.total_row("trees");
    let told = (shown(row.value), shown(row.plan), shown(row.plan_pct));
    assert_eq!(told, ("100".to_owned(), "10".to_owned(), "50".to_owned()));
}

#[test]
fn groups_are_totals_of_their_own() {
    let run = both(&trees("#10"), &trees("#3")).run();
    let line = |group: &str| run.totals(group).into_iter().find(|line| line.starts_with("trees "));
    assert_eq!(line("type=large"), Some("trees 10 exact 1/1".to_owned()));
    assert_eq!(line("type=small"), Some("trees 3 exact 1/1".to_owned()));
    assert_eq!(line("type=other"), None);
}

#[test]
fn a_flagged_value_shows_what_hangs_on_it() {
    let run = both(&trees("#100"), &trees("#3.25")).run();
    let row = run.total_row("trees");
    assert_eq!((row.errors, row.warnings), (0, 1));
    assert_eq!(shown(row.value), "100");
    assert_eq!(shown(row.value_if_flagged_were_zero), "100");
    assert_eq!(shown(row.value_as_suggested), "3350");
    let flag =
        run.outcome.flags.iter().find(|flag| flag.check.code() == "fraction-in-count").expect("a flag");
    // 100 · |0 − 3250| / |100 − 0 + 3250|
    assert_eq!(shown(flag.impact_pct), "97.01");
}

fn announced(line: &str, one: &str) -> Told {
    Office::new().report("a.xlsx", "Sở Y tế", one).announce(line).run()
}

#[test]
fn announced_figures_are_compared_within_half_of_their_last_digit() {
    let money = |cell: &str| format!("Trị giá công trình | triệu đồng | {cell}");
    let matches = |line: &str, cell: &str| announced(line, &money(cell)).total_row("value").matches_published;
    let exact = "2023,all,value,720000000,exact,1000000,720 triệu\n";
    assert_eq!(matches(exact, "720"), Some(true));
    assert_eq!(matches(exact, "720,5"), Some(true));
    assert_eq!(matches(exact, "719,5"), Some(true));
    assert_eq!(matches(exact, "720,500001"), Some(false));
    let at_least = "2023,all,value,720000000,at_least,1000000,trên 720 triệu\n";
    assert_eq!(matches(at_least, "720"), Some(true));
    assert_eq!(matches(at_least, "900"), Some(true));
    assert_eq!(matches(at_least, "719,999999"), Some(false));
    let at_most = "2023,all,value,720000000,at_most,1000000,dưới 720 triệu\n";
    assert_eq!(matches(at_most, "720,000001"), Some(false));
    assert_eq!(matches("2022,all,value,720000000,exact,1,năm trước\n", "5"), None);
}

#[test]
fn announced_counts_match_to_the_unit_in_their_group_only() {
    let run = announced("2023,type=large,trees,6,exact,1,sáu cây\n", &trees("#5"));
    let rows: Vec<(String, Option<bool>)> = run
        .outcome
        .totals
        .iter()
        .filter(|row| run.indicator(Some(row.indicator)) == "trees")
        .map(|row| (row.group.clone(), row.matches_published))
        .collect();
    let of = |group: &str, matches| (group.to_owned(), matches);
    assert_eq!(rows, [of("all", None), of("type=large", Some(false)), of("type=small", None)]);
    assert_eq!(run.flags(), ["published-differs type=large!trees"]);
}

#[test]
fn hidden_values_count_unless_the_pipeline_says_otherwise() {
    let rows = report("Sở Y tế", &trees("#5"));
    let bytes =
        crate::book::crafted(&[("Biểu 1", &rows)], |_, sheet| _ = sheet.set_row_hidden(3).expect("a row"));
    let office = Office::new().file("a.xlsx", bytes);
    assert_eq!(office.clone().run().total("trees"), "5 exact 1/2");
    let excluded = office.define("[submission]", "hidden = \"exclude\"\n\n[submission]").run();
    assert_eq!(excluded.total("trees"), "— exact 0/2");
    assert_eq!(excluded.total_row("trees").values_excluded, 1);
}

#[test]
fn each_branch_has_its_row_with_share_and_value_for_each_member() {
    let run = both(&trees("#30"), &trees("#10")).run();
    let rows: Vec<String> = run
        .outcome
        .branches
        .iter()
        .map(|row| {
            let branch = &run.definition.judging.register.branches[row.branch as usize].code;
            format!("{branch} {} {} {}", shown(row.value), shown(row.share_of_total), shown(row.per_member))
        })
        .collect();
    assert_eq!(rows, ["A01 30 75 0.3", "A02 10 25 0.2"]);
}
