//! Several reports of one branch, several levels, branches that nobody knows: which reports count, and how many are waited for.

use crate::book;
use crate::definition::report;
use crate::office::Office;

fn trees(number: u32) -> String {
    format!("Cây xanh trồng mới | cây | #{number}")
}

/// A report of A01 with a day in the sheet, or without one.
fn dated(day: &str, number: u32) -> String {
    let line = if day.is_empty() { String::new() } else { format!("Ngày báo cáo | {day}\n") };
    format!("{line}{}", report("Sở Y tế", &trees(number)))
}

fn ruled(rules: &str) -> Office {
    Office::new().define("due       =", &format!("latest_by = [{rules}]\ndue       ="))
}

#[test]
fn the_day_in_the_sheet_decides_first() {
    let run = Office::new()
        .sheet("sau lần 3.xlsx", &dated("05/12/2023", 1))
        .sheet("trước lần 2.xlsx", &dated("06/12/2023", 2))
        .run();
    assert_eq!(
        run.submissions(),
        [
            "sau lần 3.xlsx superseded A01 2023 resubmission → trước lần 2.xlsx",
            "trước lần 2.xlsx accepted A01 2023"
        ]
    );
    assert_eq!(run.total("trees"), "2 exact 1/2");
}

#[test]
fn a_name_without_a_version_is_the_first_one() {
    let run = Office::new()
        .sheet("a.xlsx", &dated("", 1))
        .sheet("a lần 2.xlsx", &dated("", 2))
        .sheet("a lần 10.xlsx", &dated("", 3))
        .run();
    assert_eq!(
        run.submissions(),
        [
            "a lần 10.xlsx accepted A01 2023",
            "a lần 2.xlsx superseded A01 2023 resubmission → a lần 10.xlsx",
            "a.xlsx superseded A01 2023 resubmission → a lần 10.xlsx",
        ]
    );
    assert_eq!(run.total("trees"), "3 exact 1/2");
    assert_eq!(run.flags(), ["resubmission a lần 2.xlsx", "resubmission a.xlsx"]);
}

#[test]
fn a_day_that_only_one_report_states_decides_nothing() {
    let run =
        Office::new().sheet("a.xlsx", &dated("05/12/2023", 1)).sheet("b lần 2.xlsx", &dated("", 2)).run();
    assert_eq!(run.submissions()[1], "b lần 2.xlsx accepted A01 2023");
    assert_eq!(run.total("trees"), "2 exact 1/2");
}

#[test]
fn the_property_modified_decides_where_it_is_asked_for() {
    let of = |rules: &str| {
        ruled(rules)
            .file("a.xlsx", book::modified("Biểu 1", &dated("", 1), "2023-12-07"))
            .file("b.xlsx", book::modified("Biểu 1", &dated("", 2), "2023-12-05"))
            .run()
    };
    assert_eq!(of("\"modified\"").total("trees"), "1 exact 1/2");
    let undecided = of("\"version-in-name\"");
    assert_eq!(undecided.total("trees"), "— exact 0/2");
    assert_eq!(
        undecided.submissions(),
        [
            "a.xlsx rejected A01 2023 conflicting-resubmission",
            "b.xlsx rejected A01 2023 conflicting-resubmission"
        ]
    );
}

#[test]
fn the_day_of_receipt_decides_and_its_list_is_no_submission() {
    let office = |list: &str| {
        ruled("\"received\"")
            .file("a.xlsx", book::workbook(&[("Biểu 1", &dated("", 1))]))
            .file("sub/b.xlsx", book::workbook(&[("Biểu 1", &dated("", 2))]))
            .file("received.csv", list)
    };
    let decided = office("path,date\na.xlsx,2023-12-01\nsub/b.xlsx,2023-12-02\n").run();
    // The line of headers may be missing.
    assert_eq!(office("a.xlsx,2023-12-01\nsub\\b.xlsx,2023-12-02\n").run().flags(), decided.flags());
    assert_eq!(
        decided.submissions(),
        ["a.xlsx superseded A01 2023 resubmission → sub/b.xlsx", "sub/b.xlsx accepted A01 2023"]
    );
    assert_eq!(decided.total("trees"), "2 exact 1/2");
    let one_listed = office("path,date\na.xlsx,2023-12-01\n").run();
    assert_eq!(one_listed.total("trees"), "— exact 0/2", "a file that is not listed may be the later one");
    for (list, fault) in [
        ("a.xlsx,2023-12-01\nsub/b.xlsx,yesterday\n", "received.csv:2: sub/b.xlsx,yesterday; expected"),
        ("a.xlsx,01/12/2023\n", "received.csv:1: a.xlsx,01/12/2023; expected"),
        (
            "a.xlsx,2023-12-01\na.xlsx,2023-12-02\n",
            "received.csv:2: a.xlsx,2023-12-02 again, with another date; expected",
        ),
    ] {
        let folder = office(list).write();
        let error =
            tonghop::discover::discover(&folder.path().join("input"), &[]).expect_err("no list").to_string();
        assert!(error.contains(fault), "{error}");
    }
}

#[test]
fn the_later_report_of_three_stands_where_two_older_ones_conflict() {
    let run = Office::new()
        .sheet("a.xlsx", &dated("05/12/2023", 1))
        .sheet("b.xlsx", &dated("05/12/2023", 2))
        .sheet("c.xlsx", &dated("06/12/2023", 3))
        .run();
    assert_eq!(run.total("trees"), "3 exact 1/2");
    assert_eq!(run.flags(), ["resubmission a.xlsx", "resubmission b.xlsx"]);
}

#[test]
fn exact_copies_count_once_also_with_another_name_and_another_day() {
    let bytes = book::workbook(&[("Biểu 1", &dated("", 7))]);
    let same_figures = book::modified("Biểu 1", &dated("", 7), "2023-12-05");
    assert_ne!(bytes, same_figures);
    let run = Office::new()
        .file("x/b.xlsx", bytes.clone())
        .file("x/a.xlsx", bytes)
        .file("z.xlsx", same_figures)
        .define("due       =", "latest_by = [\"version-in-name\"]\ndue       =")
        .run();
    assert_eq!(
        run.submissions(),
        [
            "x/a.xlsx accepted A01 2023",
            "x/b.xlsx duplicate A01 2023 duplicate-file → x/a.xlsx",
            "z.xlsx duplicate A01 2023 duplicate-file → x/a.xlsx",
        ]
    );
    assert_eq!(run.total("trees"), "7 exact 1/2");
}

#[test]
fn the_shortest_name_is_that_of_the_original() {
    let bytes = book::workbook(&[("Biểu 1", &dated("", 7))]);
    let same_figures = book::modified("Biểu 1", &dated("", 7), "2023-12-05");
    let office = Office::new().file("b/bao cao (copy).xlsx", bytes.clone()).file("b/bao cao.xlsx", bytes);
    let originals = [
        "b/bao cao (copy).xlsx duplicate A01 2023 duplicate-file → b/bao cao.xlsx",
        "b/bao cao.xlsx accepted A01 2023",
    ];
    assert_eq!(office.run().submissions(), originals);
    let saved_again = office
        .define("due       =", "latest_by = [\"version-in-name\"]\ndue       =")
        .file("a/bao cao - Copy.xlsx", same_figures)
        .run();
    assert_eq!(
        saved_again.submissions()[0],
        "a/bao cao - Copy.xlsx duplicate A01 2023 duplicate-file → b/bao cao.xlsx"
    );
    assert_eq!(saved_again.submissions()[1..], originals);
    assert_eq!(saved_again.total("trees"), "7 exact 1/2");
}

#[test]
fn a_file_in_the_name_of_two_branches_counts_for_the_more_trusted_place() {
    let run = Office::new().report("A02 bao cao.xlsx", "Sở Y tế", &trees(5)).run();
    assert_eq!(run.submissions(), ["A02 bao cao.xlsx accepted_with_warnings A01 2023"]);
    assert_eq!(run.outcome.submissions[0].matched_by, "right_of:exact");
    let named_by_file =
        Office::new().sheet("A02 bao cao.xlsx", "năm 2023\nNội dung | Kết quả\nTrồng cây | #5").run();
    assert_eq!(named_by_file.submissions(), ["A02 bao cao.xlsx accepted A02 2023"]);
    assert_eq!(named_by_file.outcome.submissions[0].matched_by, "file_name:code");
}

#[test]
fn a_stranger_and_strays_are_listed_and_count_nowhere() {
    let run = Office::new()
        .report("la.xlsx", "Sở Ngoại vụ", &trees(5))
        .file("~$la.xlsx", "lock")
        .file(".DS_Store", "x")
        .file("Thumbs.db", "x")
        .run();
    assert_eq!(
        run.submissions(),
        [
            ".DS_Store stray stray",
            "Thumbs.db stray stray",
            "la.xlsx unidentified 2023 unknown-branch",
            "~$la.xlsx stray stray",
        ]
    );
    assert_eq!(run.total("trees"), "— exact 0/2");
    assert_eq!(run.flags(), ["unknown-branch la.xlsx!Biểu 1!B1"]);
}

#[test]
fn a_broken_file_is_put_down_to_the_branch_that_its_name_tells() {
    let run = Office::new().file("A02 bao cao.xlsx", "PK\u{3}\u{4}").run();
    assert_eq!(run.submissions(), ["A02 bao cao.xlsx rejected A02 unreadable-file"]);
    assert_eq!(run.total("trees"), "— exact 0/2");
}

/// A parent A00 over A01 and A02, with these reports.
fn family(hierarchy: &str, reports: &[(&str, u32)]) -> Office {
    let office = Office::new()
        .register("A01,", "A00,Đoàn khối,,,,top,,,,,,,\nA01,")
        .register(",unit,,100", ",unit,A00,100")
        .register(",unit,,50", ",unit,A00,50")
        .define("[[measure]]", &format!("[register]\nhierarchy = \"{hierarchy}\"\n\n[[measure]]"));
    reports.iter().fold(office, |office, (name, number)| {
        office.report(&format!("{number}.xlsx"), name, &trees(*number))
    })
}

#[test]
fn each_level_counts_its_own_work() {
    let all = [("Đoàn khối", 30), ("Sở Y tế", 10), ("Sở Giáo dục", 20)];
    assert_eq!(family("own", &all).run().total("trees"), "60 exact 3/3");
    assert_eq!(family("own", &all[1..]).run().total("trees"), "30 exact 2/3");
}

#[test]
fn a_parent_that_reported_stands_for_its_children() {
    let all = [("Đoàn khối", 30), ("Sở Y tế", 10), ("Sở Giáo dục", 20)];
    let run = family("parent", &all).run();
    assert_eq!(run.total("trees"), "30 exact 1/1");
    assert_eq!(run.flags(), ["level-not-counted 10.xlsx", "level-not-counted 20.xlsx"]);
    let without = family("parent", &all[1..]).run();
    assert_eq!(without.total("trees"), "30 exact 2/3", "the parent is waited for: its report may hold more");
}

#[test]
fn children_that_reported_stand_for_their_parent() {
    let all = [("Đoàn khối", 31), ("Sở Y tế", 10), ("Sở Giáo dục", 20)];
    let run = family("children", &all).run();
    assert_eq!(run.total("trees"), "30 exact 2/2");
    assert_eq!(run.flags(), ["level-not-counted 31.xlsx", "parent-children 31.xlsx!Biểu 1!C4"]);
    assert_eq!(family("children", &all[1..]).run().total("trees"), "30 exact 2/2");
    assert_eq!(family("children", &all[..1]).run().total("trees"), "31 exact 1/3");
}

#[test]
fn the_register_counts_the_branches_that_are_open() {
    let counted = |register: (&str, &str)| {
        let office = Office::new().define(
            "[[indicator]]\nid    = \"members\"",
            "[[indicator]]\nid = \"units\"\nlabel = \"Số đơn vị\"\nkind = \"count\"\nunit = \"đơn vị\"\nsource = \"register\"\nwhere = { level = \"unit\" }\n\n[[indicator]]\nid    = \"members\"",
        );
        let office = office.register(register.0, register.1).sheet("a.xlsx", &dated("", 1));
        let run = office.run();
        (run.total("units"), run.total("trees"))
    };
    let of = |units: &str, trees: &str| (units.to_owned(), trees.to_owned());
    assert_eq!(counted(("", "")), of("2 exact 2/2", "1 exact 1/2"));
    let closed = (",binh@example.vn,,", ",binh@example.vn,,2022-12-31");
    assert_eq!(counted(closed), of("1 exact 1/1", "1 exact 1/1"));
    let closed_within = (",binh@example.vn,,", ",binh@example.vn,,2023-01-31");
    assert_eq!(counted(closed_within), of("2 exact 2/2", "1 exact 1/2"));
    let opened_later = (",binh@example.vn,,", ",binh@example.vn,2024-01-01,");
    assert_eq!(counted(opened_later), of("1 exact 1/1", "1 exact 1/1"));
    let elsewhere = (",small,,unit", ",small,,office");
    assert_eq!(counted(elsewhere), of("1 exact 1/1", "1 exact 1/2"));
}

#[test]
fn an_indicator_is_waited_for_only_from_those_whom_it_is_asked_of() {
    let run = Office::new()
        .define("aliases = [\"Trồng cây\"]", "aliases = [\"Trồng cây\"]\nasked_of = { type = [\"large\"] }")
        .sheet("a.xlsx", &dated("", 1))
        .run();
    assert_eq!(run.total("trees"), "1 exact 1/1");
    assert_eq!(run.total("roads"), "— exact 0/2");
}

#[test]
fn one_file_sent_in_the_name_of_two_branches_is_flagged_on_both() {
    let nameless = book::workbook(&[("Biểu 1", "Báo cáo năm 2023\nNội dung | Kết quả\nTrồng cây | #5")]);
    let run = Office::new().file("A01.xlsx", nameless.clone()).file("A02.xlsx", nameless).run();
    assert_eq!(
        run.submissions(),
        ["A01.xlsx accepted_with_warnings A01 2023", "A02.xlsx accepted_with_warnings A02 2023"]
    );
    assert_eq!(run.flags(), ["same-workbook-two-branches A01.xlsx", "same-workbook-two-branches A02.xlsx"]);
}

#[test]
fn a_form_without_a_value_is_empty_but_not_one_whose_values_cannot_be_read() {
    let blank = Office::with_table("Cây xanh trồng mới | cây |").run();
    assert_eq!(blank.submissions(), ["a01.xlsx rejected A01 2023 empty-file"]);
    let unread = |cell: &str| {
        let rows = book::xml_rows(&report("Sở Y tế", &format!("Cây xanh trồng mới | cây | {cell}")));
        Office::new().file("a01.xlsx", book::raw(&rows)).run().submissions()
    };
    let counted = ["a01.xlsx accepted_with_warnings A01 2023"];
    assert_eq!(unread(r#"<c r="C4" t="s"><v>99</v></c>"#), counted);
    assert_eq!(unread(r#"<c r="C4"><f>6+6</f></c>"#), counted);
    assert_eq!(unread("nhiều"), counted);
}

#[test]
fn each_period_that_is_collected_has_totals_of_its_own() {
    let year = |year: u32, number: u32| report("Sở Y tế", &trees(number)).replace("2023", &year.to_string());
    let run = Office::new()
        .define("periods = [\"2023\"]", "periods = [\"2022\", \"2023\"]")
        .sheet("a.xlsx", &year(2022, 3))
        .sheet("b.xlsx", &year(2023, 4))
        .sheet("c.xlsx", &year(2021, 5))
        .run();
    let is_of_trees = |row: &&tonghop::model::outcome::TotalRow| {
        row.group == "all" && row.measure == 0 && run.indicator(Some(row.indicator)) == "trees"
    };
    let totals: Vec<String> = run
        .outcome
        .totals
        .iter()
        .filter(is_of_trees)
        .map(|row| format!("{} {} {}", row.period, crate::office::shown(row.value), row.branches_missing))
        .collect();
    assert_eq!(totals, ["2022 3 1", "2023 4 1"]);
    assert_eq!(run.submissions()[2], "c.xlsx rejected A01 2021 wrong-period");
}
