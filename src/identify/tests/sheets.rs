//! A sheet a branch, a sheet a month, a folder a period.

use super::{Office, Tested, flags, table};

const BY_SHEET: &str = r#"
branch = [{ sheet_name = '^(?<name>.+)$' }]
period = [{ folder = '(?<period>\d{4}-\d{2})' }]
"#;

#[test]
fn a_sheet_a_branch_in_a_folder_a_period() -> Tested {
    let office = Office::new("sheet", BY_SHEET)?;
    let sheets = [("Bìa", "Tổng hợp của khối"), ("Sở Y tế", &*table("5", "7")), ("A2", &*table("6", "8"))];
    let submissions = office.read("2024-03/khối.xlsx", &sheets)?;
    let expected = ["Sở Y tế A1 2024-03 accepted: 5 7", "A2 A2 2024-03 accepted: 6 8"];
    assert_eq!(office.told(&submissions), expected);
    assert_eq!(flags(&submissions), [""; 0]);
    // The cover stands with the first report.
    let sheets: Vec<Vec<&str>> = submissions
        .iter()
        .map(|submission| submission.batch.sheets.iter().map(|sheet| &*sheet.name).collect())
        .collect();
    assert_eq!(sheets, [vec!["Bìa", "Sở Y tế"], vec!["A2"]]);
    Ok(())
}

#[test]
fn a_sheet_a_month_with_a_cover_that_names_the_clinic() -> Tested {
    let sources = r#"
branch = [{ right_of = "Đơn vị báo cáo" }]
period = [{ sheet_name = '^(?<period>\d{4}-\d{2})$' }]
"#;
    let office = Office::new("sheet", sources)?;
    let months: Vec<(String, String)> =
        (1..=12).map(|month| (format!("2024-{month:02}"), table(&month.to_string(), "1"))).collect();
    let mut sheets = vec![("Bìa", "Đơn vị báo cáo | Sở Nội vụ")];
    sheets.extend(months.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let submissions = office.read("a.xlsx", &sheets)?;
    let expected: Vec<String> =
        (1..=12).map(|month| format!("2024-{month:02} A3 2024-{month:02} accepted: {month} 1")).collect();
    assert_eq!(office.told(&submissions), expected);
    assert_eq!(flags(&submissions), [""; 0]);
    Ok(())
}

#[test]
fn one_bad_report_leaves_the_good_ones() -> Tested {
    let office = Office::new("sheet", BY_SHEET)?;
    let headless = "Cây xanh | 1\nLượt khám | 2\nCây xanh | 3\n";
    let sheets = [
        ("Sở Y tế", &*table("5", "7")),
        ("Sở Công thương", &*table("", "")),
        ("Sở Nội vụ", headless),
        ("Sở Thủy lợi", &*table("6", "8")),
    ];
    let submissions = office.read("2024-03.xlsx", &sheets)?;
    let submissions_in_folder = office.read("2024-03/a.xlsx", &sheets)?;
    assert_eq!(
        office.told(&submissions_in_folder),
        [
            "Sở Y tế A1 2024-03 accepted: 5 7",
            "Sở Công thương A2 2024-03 rejected empty-file: ",
            "Sở Nội vụ A3 2024-03 rejected header-not-found: ",
            "Sở Thủy lợi ? 2024-03 unidentified unknown-branch: 6 8",
        ]
    );
    assert_eq!(
        flags(&submissions_in_folder),
        [
            "1 empty-file Sở Công thương: 0 → ",
            "2 header-not-found Sở Nội vụ:  → Nội dung; Kết quả",
            "3 unknown-branch Sở Thủy lợi: Sở Thủy lợi → ",
        ]
    );
    // Without the folder nothing says the period, and each report says so where it stands.
    let told = office.told(&submissions);
    assert_eq!(told.first().map(String::as_str), Some("Sở Y tế A1 ? rejected missing-period: 5 7"));
    assert_eq!(flags(&submissions).first().map(String::as_str), Some("0 missing-period Sở Y tế:  → folder"));
    Ok(())
}

#[test]
fn two_sheets_of_one_branch_are_one_report_where_they_answer_other_rows() -> Tested {
    let money = r#"
[[sheet]]
id     = "money"
label  = ["Khoản mục"]
value  = ["Số tiền"]
report = "sheet"
required = true

[[indicator]]
id    = "fee"
label = "Phí"
kind  = "count"
unit  = "x"
sheet = "money"
"#;
    let sources = r#"
branch = [{ right_of = "Đơn vị" }]
period = [{ folder = '(?<period>\d{4}-\d{2})' }]
"#;
    let office = Office::with("sheet", sources, money)?;
    let of = |branch: &str, table: &str| format!("Đơn vị | {branch}\n{table}");
    let (work, fees) = (table("5", "7"), "Khoản mục | Số tiền\nPhí | 9\n");
    let sheets = [
        ("1", of("A1", &work)),
        ("2", of("A2", &work)),
        ("3", of("A1", fees)),
        ("4", of("A1", &table("6", "7"))),
    ];
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let submissions = office.read("2024-03/a.xlsx", &sheets)?;
    assert_eq!(
        office.told(&submissions),
        ["1; 3 A1 2024-03 accepted: 5 7 9", "2 A2 2024-03 accepted: 5 7", "4 A1 2024-03 accepted: 6 7",]
    );
    // A2 lacks the table that A1 has.
    assert_eq!(flags(&submissions), ["1 sheet-missing 2: 2 → money", "2 sheet-missing 4: 4 → money"]);
    Ok(())
}

#[test]
fn a_workbook_that_is_one_report_stays_one() -> Tested {
    let office = Office::new(
        "workbook",
        "branch = [{ right_of = \"Đơn vị\" }]\nperiod = [{ folder = '(?<period>.+)' }]\n",
    )?;
    let text = format!("Đơn vị | A1\n{}", table("5", "7"));
    let submissions = office.read("2024-03/a.xlsx", &[("1", &text), ("2", "ghi chú")])?;
    assert_eq!(office.told(&submissions), ["A1 2024-03 accepted: 5 7"]);
    assert_eq!(submissions[0].batch.sheets.len(), 2);
    Ok(())
}
