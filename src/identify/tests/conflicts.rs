//! Places that disagree on whose report it is, or for which period.

use super::{Office, Tested, flags, table};
use crate::model::flag::Place;
use crate::model::{Check, Flag};

const SOURCES: &str = r#"
branch = [{ title = '^Đơn vị: (?<name>.+)$' }, { sheet_name = '^(?<name>.+)$' }]
period = [{ title = '(?i)(?<period>tháng \d+ năm \d{4})' }, { folder = '(?<period>\d{4}-\d{2})' }]
"#;

#[test]
fn a_title_against_the_sheets_name_and_the_folder_is_told_for_its_report() -> Tested {
    let office = Office::new("sheet", SOURCES)?;
    let of = |title: &str| format!("{title}\n{}", table("5", "7"));
    let (one, two) = (of("Đơn vị: A1"), of("Đơn vị: A3\nTháng 4 năm 2024"));
    let submissions = office.read("2024-03/a.xlsx", &[("A1", &one), ("A2", &two)])?;
    assert_eq!(office.told(&submissions), ["A1 A1 2024-03 accepted: 5 7", "A2 A3 2024-04 accepted: 5 7"]);
    assert_eq!(
        flags(&submissions),
        [
            "1 branch-named-differently A2: A2 → A3 Sở Nội vụ",
            "1 period-named-differently : 2024-03 → 2024-04",
        ]
    );
    Ok(())
}

#[test]
fn a_cover_of_the_sender_contradicts_no_report() -> Tested {
    let office = Office::new("sheet", SOURCES)?;
    let of = |title: &str| format!("{title}\n{}", table("5", "7"));
    let cover = "Đơn vị: A3\nTháng 3 năm 2024";
    let submissions =
        office.read("a.xlsx", &[("Bìa", cover), ("1", &of("Đơn vị: A1")), ("2", &of("Đơn vị: A2"))])?;
    assert_eq!(office.told(&submissions), ["1 A1 2024-03 accepted: 5 7", "2 A2 2024-03 accepted: 5 7"]);
    Ok(())
}

#[test]
fn a_sheet_of_another_period_does_not_count_in_the_report() -> Tested {
    let office = Office::new("workbook", SOURCES)?;
    let of = |title: &str, trees: &str| format!("Đơn vị: A1\n{title}\n{}", table(trees, "7"));
    let (one, two) = (of("Tháng 3 năm 2024", "5"), of("Tháng 2 năm 2024", "4"));
    let submissions = office.read("a.xlsx", &[("A1", &one), ("A1 (2)", &two)])?;
    assert_eq!(office.told(&submissions), ["A1 2024-03 accepted: 5 7"]);
    let told: Vec<String> =
        flags(&submissions).into_iter().filter(|flag| !flag.contains("branch-named")).collect();
    assert_eq!(told, ["0 sheet-of-another-report A1 (2): 2024-02 → 2024-03"]);
    Ok(())
}

#[test]
fn where_every_sheet_disagrees_the_order_of_trust_alone_decides() -> Tested {
    let sources = r#"
branch = [{ title = '^Đơn vị: (?<name>.+)$' }]
period = [{ folder = '(?<period>\d{4}-\d{2})' }, { title = '(?i)(?<period>tháng \d+ năm \d{4})' }]
"#;
    let office = Office::new("workbook", sources)?;
    let text = format!("Đơn vị: A1\nTháng 3 năm 2024\n{}", table("5", "7"));
    let submissions = office.read("2024-02/a.xlsx", &[("1", &text)])?;
    assert_eq!(office.told(&submissions), ["A1 2024-02 accepted: 5 7"]);
    assert_eq!(flags(&submissions), ["0 period-named-differently 1!A2: 2024-03 → 2024-02"]);
    Ok(())
}

#[test]
fn what_keeps_the_workbook_out_keeps_out_all_its_reports() -> Tested {
    let office = Office::new("sheet", SOURCES)?;
    let text = format!("Tháng 3 năm 2024\n{}", table("5", "7"));
    let workbook = crate::read::workbook(
        &super::bytes(&[("A1", &text), ("A2", &text)])?,
        &crate::pipeline::Limits::default(),
    )
    .map_err(|flag| flag.check.code())?;
    let lexicon = crate::locate::Lexicon::new(office.definition.reading.clone());
    let mut batch = crate::locate::batch(workbook, &lexicon, &mut crate::locate::Memory::default());
    batch.flags.push(Flag::new(Check::AccountUnbalanced, Place::sheet("A2"), "1"));
    let submissions = office.submissions("a.xlsx", batch);
    let statuses: Vec<&str> = submissions.iter().map(|submission| submission.reason.as_str()).collect();
    assert_eq!(statuses, ["account-unbalanced", "account-unbalanced"]);
    assert_eq!(flags(&submissions).len(), 1);
    Ok(())
}

#[test]
fn reading_twice_says_the_same() -> Tested {
    let office = Office::new("sheet", SOURCES)?;
    let text = format!("Tháng 3 năm 2024\n{}", table("5", "7"));
    let read = || office.read("a.xlsx", &[("A1", &text), ("A2", &text), ("Bìa", "x")]);
    assert_eq!(format!("{:?}", read()?), format!("{:?}", read()?));
    Ok(())
}
