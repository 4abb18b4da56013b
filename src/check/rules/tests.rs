//! What rules can say, what they are told when they cannot, and that they are decided exactly.

use super::formula::{Case, Cause, Number, Truth};
use super::fraction::Fraction;
use super::{compile, parse};
use crate::model::Amount;
use crate::pipeline::{self, Definition};

const PIPELINE: &str = r#"id = "small"
period = "year"
title = "Small"

[submission]
branch = [{ right_of = "Unit" }]

[[measure]]
id = "plan"
label = "Plan"

[[sheet]]
id = "report"
label = ["Item"]
value = ["Value"]
plan = ["Plan"]

[[dimension]]
id = "sex"
label = "Sex"
category = [{ id = "female" }, { id = "male" }]

[[indicator]]
id = "members"
label = "Members"
kind = "count"
unit = "people"

[[indicator]]
id = "women"
label = "Women"
kind = "count"
unit = "people"

[[indicator]]
id = "cost-of-care"
label = "Cost"
kind = "money"
unit = "USD"

[[indicator]]
id = "motto"
label = "Motto"
kind = "text"

[[rule]]
id = "only"
expr = 'EXPR'
"#;

/// The definition with an expression as its only rule.
fn with(expr: &str, more: &str) -> Definition {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{}{more}", PIPELINE.replace("'EXPR'", &format!("'''{expr}'''")));
    std::fs::write(folder.path().join("pipeline.toml"), text).expect("a file");
    std::fs::write(folder.path().join("branches.csv"), "code,name\nA,Unit A\n").expect("a file");
    pipeline::load(folder.path()).unwrap_or_else(|error| panic!("{}", error.plain()))
}

/// What is said of an expression, without the place; empty where it is a rule.
fn told(expr: &str) -> String {
    let problems = compile(&with(expr, "")).err().map(|error| error.problems).unwrap_or_default();
    let told = |problem: &pipeline::Problem| {
        let advice = problem.advice.as_ref().map_or(String::new(), |advice| format!("; {advice}"));
        format!("{}: {}; expected {}{advice}", problem.column, problem.found, problem.expected)
    };
    problems.iter().map(told).collect::<Vec<_>>().join("\n")
}

/// Whether an expression over `members` and `women` holds.
fn truth(expr: &str, numbers: &[(&str, Number)], tolerance: (&str, &str)) -> Truth {
    let definition = with(expr, "");
    let formula = parse::formula(&definition.judging.rules[0].expr, &definition)
        .unwrap_or_else(|problems| panic!("{expr}: {}", problems[0].plain()));
    let number = |name: &str| numbers.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
    let operands: Vec<Number> =
        formula.operands.iter().map(|of| number(&of.name).unwrap_or(Err(Cause::Missing))).collect();
    let share = fraction(tolerance.1).times(Fraction::new(1, 100).expect("a percent")).expect("a share");
    Case { operands: &operands, absolute: fraction(tolerance.0), share }.truth(&formula.condition)
}

fn fraction(text: &str) -> Fraction {
    let (amount, _) = Amount::parse(text).expect("a number");
    Fraction::of(amount).expect("a fraction")
}

fn of(members: &str, women: &str) -> [(&'static str, Number); 2] {
    let number = |text: &str| if text.is_empty() { Err(Cause::Missing) } else { Ok(fraction(text)) };
    [("members", number(members)), ("women", number(women))]
}

#[test]
fn what_rules_can_say_is_understood() {
    for expr in [
        "women <= members",
        "women + 1 > members - 2 * women",
        "women BETWEEN 0 AND members",
        "NOT (women > members) OR members IS NULL",
        "members IS NOT NULL AND members <> 0",
        "ABS(members - women) < 1000000",
        "COALESCE(women, 0) <= GREATEST(members, 10)",
        "LEAST(women, members) >= -1.5",
        "\"cost-of-care\" >= 0.5 * members",
        "members.plan <= 2 * members",
        "\"members[sex=female]\" = women",
        "\"members[sex=female].plan\" = women",
        "previous.members <= 2 * members",
        "\"previous.members[sex=male]\" <= members",
        "CAST(women AS DOUBLE) / members <= 0.75",
        "TRUE OR women = 1",
    ] {
        assert_eq!(told(expr), "", "{expr}");
    }
}

#[test]
fn what_no_rule_can_say_is_told_with_what_to_do() {
    let long = ["women <= members"; 120].join(" AND ");
    let table: Vec<(&str, &str)> = vec![
        (
            "womn <= members",
            "unknown indicator `womn`; expected the id of an indicator of pipeline.toml; did you mean `women`?",
        ),
        ("women <= members.plann", "unknown measure `plann`"),
        ("women <= \"members[sex=femal]\"", "unknown category `femal` of `sex`"),
        ("women <= \"members[sx=female]\"", "unknown dimension `sx`"),
        ("motto = 1", "`motto` is no number"),
        (
            "cost-of-care > 1",
            "unknown indicator `cost`; expected the id of an indicator of pipeline.toml; write \"cost-of-care\", with the double quotes",
        ),
        ("women + members", "the expression gives a number"),
        ("women", "`women` is a number, no condition"),
        ("women AND members", "`women` is a number, no condition"),
        ("NOT women", "`women` is a number, no condition"),
        ("SUM(women) <= 10", "a sum, mean or count over branches"),
        ("women <= MAX(members)", "a sum, mean or count over branches"),
        ("women / members <= 1", "a quotient of decimals, which SQL rounds"),
        ("women IN (1, 2)", "a list of values"),
        ("women = NULL", "a comparison with NULL is never true"),
        ("women = 'members'", "`members` is a text"),
        ("women % 2 = 0", "`%` is nothing that a rule can say"),
        ("CASE WHEN women > 1 THEN TRUE ELSE FALSE END", "a case distinction"),
        ("women > 1.23456789012345678", "a number that cannot be kept exactly"),
        ("(women > 1) > 2", "a condition stands where a number is expected"),
        ("1 < 2", "the expression speaks of no figure of the period"),
        ("previous.women > 1", "the expression speaks of no figure of the period"),
        ("women <=", "the expression cannot be read"),
        ("women <= members; DROP TABLE x", "the expression cannot be read"),
        (
            "women <= members 3",
            "28: the expression cannot be read from `3` on; expected one condition in SQL: women <= members",
        ),
        (
            "women <= 3 members",
            "22: the expression cannot be read from `members` on; expected one condition in SQL",
        ),
        ("women <=", "expected a condition in SQL: women <= members;"),
        (
            "prev.women <= members",
            "unknown indicator `prev`; expected the id of an indicator of pipeline.toml; did you mean `previous`?",
        ),
        ("women IN (SELECT women FROM x)", "the expression cannot be read"),
        ("greatest() > women", "the expression cannot be read"),
        ("women > INTERVAL 'x'", "the expression cannot be read"),
        (&long, "the expression has"),
    ];
    for (expr, expected) in table {
        let told = told(expr);
        assert!(told.contains(expected), "{expr}\n{told}");
    }
    let many = format!("women > {}1", "- ".repeat(3000));
    assert!(told(&many).contains("the expression has"), "{}", told(&many));
    let deep = format!("{}women{} > 1", "(".repeat(1500), ")".repeat(1500));
    assert!(told(&deep).contains("brackets within brackets"), "{}", told(&deep));
    let foreign = format!("women > {}1", "INTERVAL ".repeat(30));
    assert!(told(&foreign).contains("30 words that no rule knows"), "{}", told(&foreign));
}

#[test]
fn what_other_languages_write_is_told_at_its_place_in_sql() {
    let table = [
        ("women => members", "17: `=>` is no sign of SQL; expected `>=`"),
        ("women =< members", "17: `=<` is no sign of SQL; expected `<=`"),
        ("women ≤ members", "17: `≤` is no sign of SQL; expected `<=`"),
        ("women ≥ members", "17: `≥` is no sign of SQL; expected `>=`"),
        ("women ≠ members", "17: `≠` is no sign of SQL; expected `<>`"),
        ("women > 1 && members > 1", "21: `&&` is no sign of SQL; expected `AND`"),
        ("women > 1 || members > 1", "21: `||` is no sign of SQL; expected `OR`"),
        ("women <= 1,5 * members", "20: `1,5` is no number of SQL; expected `1.5`"),
        ("women <= 1.000.000", "20: `1.000.000` is no number of SQL; expected `1000000`"),
        ("women <= 1,000,000", "20: `1,000,000` is no number of SQL; expected `1000000`"),
        ("women <= 1.000,5", "20: `1.000,5` is no number of SQL; expected `1000.5`"),
        (
            "women <= 1,000",
            "20: `1,000` is no number of SQL; expected `1000`, or `1.000` where decimals are meant",
        ),
        (
            "if women > 0 then members > 0",
            "11: `if` is no word of a rule; expected `a = 0 OR b > 0` for “if a is not zero, b is above zero”",
        ),
    ];
    for (expr, expected) in table {
        assert_eq!(told(expr), expected, "{expr}");
    }
    // What SQL reads is nobody's slip.
    for expr in ["women == members", "women <= LEAST(1,5)", "\"members[sex=female]\" >= 1.5"] {
        assert_eq!(told(expr), "", "{expr}");
    }
}

#[test]
fn the_caret_stands_under_the_wrong_word() {
    let problems = compile(&with("women <= membrs", "")).expect_err("a problem").problems;
    assert_eq!((problems[0].line, problems[0].column), (48, 20), "{}", problems[0].plain());
}

#[test]
fn comparisons_are_exact() {
    let none = ("0", "0");
    let table = [
        ("women <= members", "120", "120", true),
        ("women <= members", "120", "120.000000001", false),
        ("women * 2 <= members", "120.2", "60.1", true),
        ("women + women + women = members", "0.3", "0.1", true),
        ("members >= 1", "1", "", true),
        ("members * women >= 1000000", "1000000000000000", "1000000000000", true),
        ("members <= 1.5", "1.500000001", "", false),
        ("CAST(women AS DOUBLE) / members = CAST(1 AS DOUBLE) / 3", "3", "1", true),
        ("women BETWEEN 1 AND members", "5", "6", false),
        ("NOT (women > members) AND women <> 3", "5", "4", true),
        ("members < 0 OR members > 9007199254740992", "9007199254740993", "", true),
    ];
    for (expr, members, women, expected) in table {
        assert_eq!(truth(expr, &of(members, women), none), Ok(expected), "{expr} {members} {women}");
    }
}

#[test]
fn within_the_tolerance_two_sides_are_equal() {
    let table = [
        ("women <= members", ("2", "0"), "100", "102", true),
        ("women <= members", ("2", "0"), "100", "102.1", false),
        ("women < members", ("2", "0"), "100", "98", false),
        ("women = members", ("0", "1"), "100", "101", true),
        ("women = members", ("0", "1"), "100", "101.02", false),
        ("women = members", ("5", "1"), "100", "105", true),
        ("women <> members", ("2", "0"), "100", "101", false),
        ("NOT (women > members)", ("2", "0"), "100", "102", true),
    ];
    for (expr, tolerance, members, women, expected) in table {
        assert_eq!(truth(expr, &of(members, women), tolerance), Ok(expected), "{expr} {members} {women}");
    }
}

#[test]
fn what_is_missing_leaves_open_only_what_hangs_on_it() {
    let none = ("0", "0");
    let missing = Err(Cause::Missing);
    let table: [(&str, &str, &str, Truth); 8] = [
        ("women <= members", "120", "", missing),
        ("women <= members AND members > 200", "120", "", Ok(false)),
        ("women <= members OR members > 100", "120", "", Ok(true)),
        ("women <= members OR members > 200", "120", "", missing),
        ("NOT (women <= members)", "120", "", missing),
        ("women IS NULL", "120", "", Ok(true)),
        ("COALESCE(women, 0) <= members", "120", "", Ok(true)),
        ("LEAST(women, members) <= 1000", "120", "", missing),
    ];
    for (expr, members, women, expected) in table {
        assert_eq!(truth(expr, &of(members, women), none), expected, "{expr}");
    }
}

#[test]
fn what_cannot_be_computed_is_no_result() {
    let none = ("0", "0");
    let quotient = "CAST(women AS DOUBLE) / members <= 1";
    assert_eq!(truth(quotient, &of("0", "1"), none), Err(Cause::DivisionByZero));
    let large = "members * members * members > women";
    assert_eq!(truth(large, &of("1000000000000000000", "1"), none), Err(Cause::Overflow));
    let excluded = [("members", Ok(fraction("1"))), ("women", Err(Cause::Excluded))];
    assert_eq!(truth("women <= members", &excluded, none), Err(Cause::Excluded));
    assert_eq!(truth("women IS NULL", &excluded, none), Err(Cause::Excluded));
}

#[test]
fn a_rule_in_breakdowns_names_none() {
    let rule = "breakdowns = true\n";
    assert!(compile(&with("women <= members", rule)).is_ok());
    let error = compile(&with("\"women[sex=female]\" <= members", rule)).expect_err("a problem");
    assert!(error.problems[0].found.contains("names a breakdown"), "{}", error.plain());
}

#[test]
fn no_text_brings_the_program_down_or_to_a_halt() {
    let units = [
        "NOT ",
        "- ",
        "+",
        "(",
        ")",
        "[",
        "{",
        "CASE WHEN ",
        "women AND ",
        "women OR ",
        "women + ",
        "women, ",
        "women IS NULL ",
        "EXISTS (SELECT ",
        "women::int",
        "women!",
        "~",
        "INTERVAL ",
        "INTERVAL '1-1' ",
        "ARRAY[",
        "women.",
        "women[",
        "ABS(",
        "COALESCE(",
        "GREATEST()",
        "LEAST(women, ",
        "CAST(",
        "women BETWEEN ",
        "women IN (",
        "'",
        "\"",
        "$$",
        "x'f",
        "1e",
        "--",
        "/*",
        "women / ",
        "CAST(women AS DOUBLE) / ",
        "women = ",
        "previous.",
        "*",
        "women.* ",
        "^",
        "women COLLATE ",
        "SUM(women) OVER (",
        "\u{0}",
        "ậ",
    ];
    for unit in units {
        for times in [1, 3, 49, 60, 199, 1000, 4096 / unit.len()] {
            for (before, after) in [("", ""), ("", "women > 1"), ("women > ", "1"), ("women ", "")] {
                // Whatever is said of it, something is.
                let _ = super::parse::formula(
                    &format!("{before}{}{after}", unit.repeat(times)).as_str().into(),
                    &DEFINITION,
                );
            }
        }
    }
}

static DEFINITION: std::sync::LazyLock<Definition> = std::sync::LazyLock::new(|| with("women > 1", ""));
