//! Every mistake is told with file, line, column, what was expected and the nearest right word.

use super::{PIPELINE, changed, told};

/// Each change with what is said of it.
fn all_told(file: &str, changes: &[(&str, &str)]) -> String {
    let each = |(from, to): &(&str, &str)| {
        let change = format!("{from}  →  {to}").replace('\n', "⏎");
        format!("{change}\n{}\n", told(file, from, to))
    };
    changes.iter().map(each).collect()
}

/// The drawn form, with source and caret.
fn drawn(file: &str, from: &str, to: &str) -> String {
    changed(file, from, to).err().map_or_else(String::new, |error| error.drawn(false))
}

#[test]
fn the_small_definition_has_no_fault() {
    assert_eq!(told("pipeline.toml", "small", "small"), "nothing\n");
}

#[test]
fn problems_are_drawn_with_source_and_caret() {
    insta::assert_snapshot!("unknown_key", drawn("pipeline.toml", "aliases = [\"Trồng", "alias = [\"Trồng"));
    let unknown = "kind    = \"count\"\nunit    = \"cây\"\npart_of = \"member\"";
    insta::assert_snapshot!(
        "unknown_indicator",
        drawn("pipeline.toml", "kind    = \"count\"\nunit    = \"cây\"", unknown)
    );
    insta::assert_snapshot!(
        "alias_collision",
        drawn("pipeline.toml", "\"Hoà bình\"]", "\"Hoà bình\", \"số  đoàn viên\"]")
    );
    insta::assert_snapshot!("bad_regex", drawn("pipeline.toml", "(?<year>", "(?<year"));
    insta::assert_snapshot!("bad_register_line", drawn("branches.csv", "KH00,120,", "KH0,1.200,"));
    insta::assert_snapshot!(
        "bad_published_line",
        drawn("published.csv", "2023,all,members,155", "Q3/2023,all,membres,3.250")
    );
}

#[test]
fn all_problems_of_all_files_are_told_together() {
    let pipeline = PIPELINE.replace("kind  = \"text\"", "kind  = \"txt\"").replace("plan  =", "plann =");
    let branches = super::BRANCHES.replace("CS02,", "CS01,");
    let published = super::PUBLISHED.replace("exact", "exactly");
    let error = super::load(&pipeline, &branches, &published).err();
    insta::assert_snapshot!(error.map_or_else(String::new, |error| format!("{error}\n{}", error.plain())));
}

#[test]
fn faults_of_shape() {
    insta::assert_snapshot!(all_told(
        "pipeline.toml",
        &[
            ("period  = \"year\"", "period  = \"yearly\""),
            ("period  = \"year\"\n", ""),
            ("periods = [\"2023\"]", "periods = \"2023\""),
            ("id      = \"small\"", "id      = 7"),
            ("id      = \"small\"", "id      = \"nhỏ\""),
            ("id      = \"small\"", "id      = \"\""),
            ("groups ", "year_starts = 13\ngroups "),
            ("groups ", "missing_allowed_pct = \"5\"\ngroups "),
            ("[submission]", "[limits]\ncell = 5\n[submission]"),
            ("[submission]", "[limits]\ncells = 0\n[submission]"),
            ("[submission]\n", "[submission]\nlatest = [\"modified\"]\n"),
            ("[submission]\n", "[submission]\nlatest_by = [\"date-in-shet\"]\n"),
            ("[submission]\n", "[submission]\ndue = \"10/12/2023\"\n"),
            ("kind    = \"count\"\n", ""),
            ("kind    = \"count\"\n", "kind    = \"count\"\nrequired = \"yes\"\n"),
            ("kind    = \"count\"\n", "kind    = \"count\"\nmin = \"1.250,5\"\n"),
            ("{ vi = \"Báo cáo\", en = \"Report\" }", "{ vn = \"Báo cáo\" }"),
            ("[submission]", "[submission"),
            ("groups ", "title = \"Two\"\ngroups "),
        ]
    ));
}

#[test]
fn faults_of_settings() {
    insta::assert_snapshot!(all_told(
        "pipeline.toml",
        &[
            ("periods = [\"2023\"]", "periods = [\"2023-Q1\", \"2023\", \"2023\", \"năm 2023\"]"),
            ("groups  = [\"level\", \"type\"]", "groups  = [\"levl\", \"members\", \"type\", \"type\"]"),
            ("groups ", "date_order = \"month-first\"\ngroups "),
            ("[submission]", "[checks]\nbalanc = \"off\"\n[submission]"),
            ("[submission]", "[checks]\nbalance = \"fatal\"\n[submission]"),
            ("[submission]", "[checks]\nbalance = { severty = \"info\" }\n[submission]"),
            ("[submission]", "[checks]\nencrypted = \"off\"\n[submission]"),
            ("[submission]", "[register]\npeers = [\"grasroots\"]\nsize = \"membrs\"\n[submission]"),
            ("[submission]", "[register]\nsize = \"model\"\n[submission]"),
            ("[submission]\n", "[submission]\nlatest_by = [\"modified\", \"modified\"]\n"),
            ("groups ", "rollup = [\"year\"]\ngroups "),
            ("period  = \"year\"\nperiods = [\"2023\"]", "period = \"month\"\nrollup = [\"quater\"]"),
            (
                "period  = \"year\"\nperiods = [\"2023\"]",
                "period = \"quarter\"\nrollup = [\"year\", \"month\", \"year\"]"
            ),
            (
                "period  = \"year\"\nperiods = [\"2023\"]",
                "period = \"month\"\nrollup = [\"year\"]\nregister = { size = \"members\" }"
            ),
            ("[submission]\n", "[submission]\ndue = -1\n"),
            ("[submission]\n", "[submission]\ndue = true\n"),
        ]
    ));
}

#[test]
fn faults_of_thresholds_and_peers() {
    insta::assert_snapshot!(all_told(
        "pipeline.toml",
        &[
            ("[submission]", "[checks]\npeer-outlier = { z = 0 }\n[submission]"),
            ("[submission]", "[checks]\npeer-outlier = { k = 3 }\n[submission]"),
            ("[submission]", "[checks]\nbalance = { z = 3 }\n[submission]"),
            ("[submission]", "[checks]\ntukey = { sample = 2 }\n[submission]"),
            ("[submission]", "[checks]\nzero-jump = { share_pct = 101 }\n[submission]"),
            ("[submission]", "[checks]\nhidiroglou-berthelot = { c = 30 }\n[submission]"),
            ("[submission]", "[register]\npeer_groups = [\"kind\"]\n[submission]"),
            ("kind  = \"text\"", "kind  = \"text\"\nper   = \"members\""),
        ]
    ));
}

#[test]
fn faults_of_sources() {
    insta::assert_snapshot!(all_told(
        "pipeline.toml",
        &[
            ("{ right_of = \"Đơn vị báo cáo\" }", "{ rightof = \"Đơn vị báo cáo\" }"),
            ("{ right_of = \"Đơn vị báo cáo\" }", "{ right_of = \"Đơn vị\", below = \"Đơn vị\" }"),
            ("{ right_of = \"Đơn vị báo cáo\" }", "{}"),
            ("(?<year>", "(?<yaer>"),
            ("(?<year>", "("),
            ("(?<year>", "(?<year>)(?<period>"),
            ("(?<code>", "(?<year>"),
            ("period = [{ title = 'năm (?<year>\\d{4})' }]", "period = []"),
        ]
    ));
}

#[test]
fn faults_of_sheets_and_measures() {
    insta::assert_snapshot!(all_told(
        "pipeline.toml",
        &[
            ("plan  = [", "plann = ["),
            ("plan  = [\"Kế hoạch\"]", "plan  = [\"kết quả\"]"),
            ("plan  = [\"Kế hoạch\"]", "total = [{ label = [\"Cộng\"], sums = [\"tree\"] }]"),
            ("plan  = [\"Kế hoạch\"]", "total = [{ label = [\"Trồng cây\"], sums = [\"trees\"] }]"),
            ("plan  = [\"Kế hoạch\"]", "layout = \"table\""),
            ("value = [\"Kết quả\"]", "value = []"),
            ("id    = \"plan\"", "id    = \"unit\""),
            ("id    = \"plan\"", "id    = \"actual\""),
            ("label = \"Kế hoạch\"", "label = \"Kế hoạch\"\ncumulative_of = \"actul\""),
            ("label = \"Kế hoạch\"", "label = \"Kế hoạch\"\ncumulative_of = \"plan\""),
            ("label = \"Kế hoạch\"", "label = \"Kế hoạch\"\nrestates = \"actul\""),
            ("label = \"Kế hoạch\"", "label = \"Kế hoạch\"\nrestates = \"plan\""),
            (
                "[[indicator]]",
                "[[sheet]]\nid = \"report\"\nnamed = [\"biểu 1\"]\nlabel = [\"A\"]\nvalue = [\"B\"]\n[[indicator]]"
            ),
            ("[[sheet]]\nid    = \"report\"", "[[indicator]]\nid    = \"report\""),
        ]
    ));
}

#[test]
fn faults_of_indicators() {
    let trees = "unit    = \"cây\"\n";
    let with = |keys: &str| format!("{trees}{keys}\n");
    let changes = [
        "time = \"cumulative\"\npart_of = \"members\"", "cumulative_of = \"members\"", "time = \"cumulative\"\ncumulative_of = \"trees\"",
        "time = \"cumulative\"\ncumulative_of = \"members\"", "time = \"cumulative\"\ncumulative_of = \"membrs\"",
        "part_of = \"trees\"", "part_of = \"model\"", "parts_are_complete = true", "sheet = \"reports\"",
        "asked_in = \"triẹu cây\"", "min = 5\nmax = 4.5", "total = { mean = \"membres\" }", "total = { ratio = [\"trees\"] }",
        "total = { ratio = [\"members\", \"model\"] }", "total = { mean = \"trees\" }", "total = \"summ\"",
        "asked_of = { levl = \"grassroots\" }", "asked_of = { level = [\"grassroot\"] }", "where = { level = \"bloc\" }",
        "source = \"register\"\nwhere = { type = \"Đoàn cơ xở\" }", "code = \"01\"\n[[indicator]]\nid = \"more\"\nlabel = \"More\"\nkind = \"count\"\nunit = \"cây\"\ncode = \"01\"",
        "[[indicator]]\nid = \"trees\"\nlabel = \"hòa bình\"\nkind = \"amount\"",
    ].map(with);
    let changes: Vec<(&str, &str)> = changes.iter().map(|to| (trees, to.as_str())).collect();
    insta::assert_snapshot!(all_told("pipeline.toml", &changes));
    insta::assert_snapshot!(
        "faults_of_kinds",
        all_told(
            "pipeline.toml",
            &[
                ("kind  = \"text\"", "kind  = \"text\"\nmin = 0"),
                ("kind  = \"text\"", "kind  = \"text\"\ntotal = \"sum\""),
                ("kind  = \"text\"", "kind  = \"text\"\nasked_in = \"nghìn\""),
                ("kind  = \"text\"", "kind  = \"ratio\""),
                ("kind  = \"text\"", "kind  = \"ratio\"\ntotal = \"sum\""),
                ("kind  = \"text\"", "kind  = \"amount\""),
                ("kind  = \"text\"", "kind  = \"text\"\nsource = \"register\""),
            ]
        )
    );
}

#[test]
fn a_circle_of_parts_is_told_once() {
    let circle = PIPELINE
        .replace("unit    = \"cây\"", "unit    = \"cây\"\npart_of = \"members\"")
        .replace("unit    = \"người\"", "unit    = \"người\"\npart_of = \"trees\"");
    let error = super::load(&circle, super::BRANCHES, super::PUBLISHED).err();
    insta::assert_snapshot!(error.map_or_else(String::new, |error| error.plain()));
}

/// The predecessors of a branch and the line of the next one.
const TWO_LINES: &str =
    "CS90;CS91\nCS02,\"Chi đoàn Báo, Đài\",Báo; Đài,Chi đoàn cơ sở,,grassroots,KH00,35,,,2023-06-30,,\n";

#[test]
fn faults_of_the_register() {
    insta::assert_snapshot!(all_told(
        "branches.csv",
        &[
            ("CS02,", "CS01,"),
            ("CS02,", ","),
            ("Đoàn Sở Y tế", ""),
            ("Báo; Đài", "Báo; đoàn sở  y tế"),
            ("grassroots,KH00,35", "grassroots,KH0O,35"),
            ("bloc,,", "bloc,CS01,"),
            ("2010-01-01", "01/01/2010"),
            ("2010-01-01", "2010-02-30"),
            ("2023-06-30", "2023-06-31"),
            (",120,", ",1.000,"),
            (",120,", ",khoảng 120,"),
            (",,2023-06-30", ",2024-01-01,2023-06-30"),
            ("CS90;CS91", "CS90;CS01"),
            ("CS90;CS91", "CS90;CS90"),
            (TWO_LINES, "CS02\nCS02,Chi đoàn Báo,,,,,KH00,35,,,2023-06-30,,CS90;CS01\n"),
            (TWO_LINES, "CS02\nCS02,Chi đoàn Báo,,,,,KH00,35,,2012-05-19,2023-06-30,,\n"),
            ("sector,level", "sectors,levle"),
            ("code,name", "Code,name"),
            ("sector,level", "type,level"),
            ("\"Chi đoàn Báo, Đài\"", "Chi đoàn Báo, Đài"),
        ]
    ));
    insta::assert_snapshot!(
        "register_without_commas",
        super::load(PIPELINE, &super::BRANCHES.replace(';', "/").replace(',', ";"), super::PUBLISHED)
            .err()
            .map_or_else(String::new, |error| error.plain())
    );
}

#[test]
fn faults_of_the_announced_figures() {
    insta::assert_snapshot!(all_told(
        "published.csv",
        &[
            ("2023,all", "năm 2023,all"),
            ("2023,all", "2023,al"),
            ("2023,all", "2023-Q1,all"),
            ("level=grassroots", "levl=grassroots"),
            ("level=grassroots", "sector=y tế"),
            ("level=grassroots", "level=grass"),
            ("members,155", "member,155"),
            ("members,155", "model,155"),
            (",155,", ",1.000,"),
            (",155,", ",12.5,"),
            (",155,", ",,"),
            ("720000000", "720.000.000"),
            ("at_least", "atleast"),
            ("1000000,trên", "0,trên"),
            ("1000000,trên", "triệu,trên"),
            ("2023,level=grassroots,value,", "2023,all,members,"),
            ("announced_in", "announced"),
            ("period,group", "group"),
        ]
    ));
}

/// Whatever a slip of the hand leaves behind is told or loaded; nothing panics, and every place lies in its file.
#[test]
fn a_character_lost_or_doubled_anywhere_is_survived() {
    /// A prime, so that slips fall on all parts of words.
    const STEP: usize = 5;
    let texts =
        [("pipeline.toml", PIPELINE), ("branches.csv", super::BRANCHES), ("published.csv", super::PUBLISHED)];
    let mut faulty = 0;
    for (file, text) in texts {
        for (at, letter) in text.char_indices().step_by(STEP) {
            let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
            for slip in
                [format!("{before}{after}"), format!("{before}{letter}{letter}{after}"), before.to_owned()]
            {
                let of = |name: &str, own: &str| if name == file { slip.clone() } else { own.to_owned() };
                let outcome = super::load(
                    &of("pipeline.toml", PIPELINE),
                    &of("branches.csv", super::BRANCHES),
                    &of("published.csv", super::PUBLISHED),
                );
                let Err(error) = outcome else { continue };
                faulty += 1;
                assert!(!error.problems.is_empty());
                let drawn = error.drawn(false);
                let told = drawn.matches("expected ").count();
                assert!(told >= error.problems.len(), "{drawn}");
            }
        }
    }
    assert!(faulty > 100, "{faulty}");
}
