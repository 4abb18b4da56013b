//! A definition with every key: what each of them becomes.

use super::{BRANCHES, PUBLISHED, changed, load};
use crate::model::{Amount, Bound, Date, Period};
use crate::pipeline::Total;

/// Every key of the format, none at its default. The test of the schema sees to it that none is left out.
pub(super) const EVERY_KEY: &str = include_str!("every_key.toml");

#[test]
fn every_key_reaches_the_definition() {
    let definition = load(EVERY_KEY, BRANCHES, "period,group,indicator,value\n");
    let told = definition.as_ref().err().map_or_else(String::new, |error| error.plain());
    assert_eq!(told, "");
    if let Ok(definition) = definition {
        insta::assert_debug_snapshot!((&definition.id, &definition.title, &definition.reading));
        let mut judging = definition.judging;
        judging.register.branches.clear();
        insta::assert_debug_snapshot!("every_key_judging", judging);
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let definition = changed("pipeline.toml", "small", "small");
    if let Ok(definition) = &definition {
        insta::assert_debug_snapshot!("defaults_reading", definition.reading);
        insta::assert_debug_snapshot!("defaults_judging", definition.judging);
    }
    assert!(definition.is_ok());
}

#[test]
fn the_register_keeps_names_places_and_relations() {
    let branches = changed("pipeline.toml", "small", "small").map(|of| of.judging.register.branches);
    let branches = branches.unwrap_or_default();
    assert_eq!(branches.len(), 3);
    assert_eq!(branches[0].aliases, ["Khối", "Đoàn khối tỉnh"]);
    assert_eq!(branches[1].parent, Some(0));
    assert_eq!(branches[1].members, Some(Amount::from_units(120)));
    assert_eq!(branches[1].due, Date::new(2023, 12, 5));
    assert_eq!(branches[1].predecessors, ["CS90", "CS91"]);
    assert_eq!(branches[2].name, "Chi đoàn Báo, Đài");
    assert_eq!(branches[2].aliases, ["Báo", "Đài"]);
    assert_eq!((branches[2].line, branches[2].closed), (4, Date::new(2023, 6, 30)));
}

#[test]
fn announced_figures_have_half_their_last_digit_as_tolerance() {
    let published =
        changed("pipeline.toml", "small", "small").map(|of| of.judging.published).unwrap_or_default();
    assert_eq!(published.len(), 2);
    assert_eq!((published[0].period, published[0].tolerance), (Period::Year(2023), Amount::ZERO));
    assert_eq!(published[1].group, "level=grassroots");
    assert_eq!((published[1].indicator, published[1].bound), (2, Bound::AtLeast));
    assert_eq!(published[1].tolerance, Amount::from_units(500_000));
    assert_eq!(published[1].line, 3);
}

#[test]
fn the_figures_may_be_absent_and_need_no_optional_column() {
    let without = load(super::PIPELINE, BRANCHES, "period,group,indicator,value\n2023,all,trees,9000\n");
    let published = without.map(|of| of.judging.published).unwrap_or_default();
    assert_eq!(published.len(), 1);
    assert_eq!((published[0].bound, published[0].tolerance), (Bound::Exact, Amount::ZERO));
}

#[test]
fn a_day_may_be_a_date_of_toml() {
    let due = |day: &str| {
        changed("pipeline.toml", "[submission]\n", &format!("[submission]\ndue = {day}\n"))
            .ok()
            .map(|of| of.judging.due)
    };
    assert_eq!(due("2023-12-10"), Some(Date::new(2023, 12, 10)));
    assert_eq!(due("\"2023-12-10\""), Some(Date::new(2023, 12, 10)));
    assert_eq!(due("2023-12-10T08:00:00"), None);
}

#[test]
fn reports_may_be_due_some_days_after_their_period() {
    let definition = changed("pipeline.toml", "[submission]\n", "[submission]\ndue = 10\n");
    assert_eq!(definition.ok().map(|of| (of.judging.due, of.judging.due_days)), Some((None, Some(10))));
}

#[test]
fn forms_of_totals() {
    let total = |kind: &str, total: &str| {
        let to = format!("kind  = \"{kind}\"\ntotal = {total}");
        changed("pipeline.toml", "kind  = \"text\"", &to)
            .ok()
            .and_then(|of| of.reading.indicators.last().map(|of| of.total.clone()))
    };
    assert_eq!(total("ratio", "{ mean = \"members\" }"), Some(Total::Mean { weight: Some(0) }));
    assert_eq!(
        total("ratio", "{ ratio = [\"trees\", \"members\"] }"),
        Some(Total::Ratio { numerator: 1, denominator: 0 })
    );
    assert_eq!(total("ratio", "\"mean\""), Some(Total::Mean { weight: None }));
    assert_eq!(total("date", "\"count\""), Some(Total::Count));
    assert_eq!(total("text", "\"none\""), Some(Total::None));
}

#[test]
fn the_same_label_may_stand_on_two_sheets_or_under_two_headings() {
    let more = |keys: &str, first: &str| {
        let to = format!(
            "{first}unit    = \"cây\"\n[[indicator]]\nid = \"more\"\nlabel = \"trồng cây\"\nkind = \"count\"\nunit = \"cây\"\n{keys}"
        );
        changed("pipeline.toml", "unit    = \"cây\"\n", &to).is_ok()
    };
    assert!(!more("", ""));
    assert!(more("path = [\"Trường học\"]\n", ""));
    assert!(!more("path = [\"Trường học\"]\n", "path = [\"trường  học\"]\n"));
    // A label that may stand on any sheet may stand on this one.
    assert!(!more("sheet = \"report\"\n", ""));
    assert!(!more("sheet = \"report\"\n", "sheet = \"report\"\n"));
}

#[test]
fn labels_that_differ_in_marks_alone_do_not_collide() {
    assert!(changed("pipeline.toml", "\"Hoà bình\"", "\"Số đoàn viện\", \"So doan vien\"").is_ok());
    assert!(changed("pipeline.toml", "\"Hoà bình\"", "\"SỐ ĐOÀN VIÊN\"").is_err());
}

#[test]
fn decomposed_text_and_a_byte_order_mark_are_the_same_definition() {
    use unicode_normalization::UnicodeNormalization;
    let decomposed = |text: &str| format!("\u{feff}{}", text.nfd());
    let one = load(super::PIPELINE, BRANCHES, PUBLISHED).map(|of| format!("{of:?}")).unwrap_or_default();
    let other = load(&decomposed(super::PIPELINE), &decomposed(BRANCHES), &decomposed(PUBLISHED));
    assert_eq!(one, other.map(|of| format!("{of:?}")).unwrap_or_default());
    assert!(!one.is_empty());
}

#[test]
fn the_bloc_of_the_youth_union_is_a_valid_definition() {
    let register = "code,name,type,level\nKH00,Khối,,bloc\nCS01,Một,Đoàn cơ sở,grassroots\nCS02,Hai,Chi đoàn cơ sở,grassroots\n";
    // `sector` needs a branch that has one.
    let register = register
        .replace("type,level\n", "type,level,sector\n")
        .replace("grassroots\n", "grassroots,y tế\n")
        .replace("bloc\n", "bloc,\n");
    let definition = load(
        include_str!("../../../pipelines/doan-khoi/pipeline.toml"),
        &register,
        include_str!("../../../pipelines/doan-khoi/published.csv"),
    );
    let told = definition.as_ref().err().map_or_else(String::new, |error| error.plain());
    assert_eq!(told, "");
    let definition = definition.ok();
    let reading = definition.as_ref().map(|of| &of.reading);
    assert_eq!(reading.map(|of| of.indicators.len()), Some(19));
    assert_eq!(reading.map(|of| of.measures.clone()), Some(vec!["actual".to_owned(), "plan".to_owned()]));
    assert_eq!(definition.map(|of| of.judging.published.len()), Some(15));
}
