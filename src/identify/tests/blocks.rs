//! A block a branch: its name in a title above it or in a cell of its header.

use super::{Office, Tested, flags, table};

const SOURCES: &str = r#"
branch = [{ header = '^Chi nhánh (?<name>.+)$' }, { right_of = "Đơn vị" }]
period = [{ title = '(?i)(?<period>tháng \d+ năm \d{4})' }]
"#;

#[test]
fn a_block_a_branch_with_its_name_in_a_title() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let of = |branch: &str, trees: &str| format!("Đơn vị | {branch}\n{}", table(trees, "1"));
    let sheet = format!(
        "Báo cáo tháng 3 năm 2024\n{}\n{}\n{}Người lập: An",
        of("A1", "5"),
        of("A2", "6"),
        of("A3", "")
    );
    let submissions = office.read("a.xlsx", &[("Tổng hợp", &sheet)])?;
    assert_eq!(
        office.told(&submissions),
        [
            "Tổng hợp!A3 A1 2024-03 accepted: 5 1",
            "Tổng hợp!A8 A2 2024-03 accepted: 6 1",
            "Tổng hợp!A13 A3 2024-03 accepted: 1",
        ]
    );
    assert_eq!(flags(&submissions), [""; 0]);
    let cells: Vec<u64> = submissions.iter().map(|submission| submission.batch.cells_read()).collect();
    assert_eq!(cells, [9, 8, 8]);
    Ok(())
}

#[test]
fn a_block_a_branch_with_its_name_in_the_header_cell() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let of = |branch: &str, table: &str| table.replace("Nội dung", &format!("Chi nhánh {branch}"));
    let sheet = format!(
        "Báo cáo tháng 3 năm 2024\n{}\n{}\n{}",
        of("Sở Y tế", &table("5", "7")),
        of("A2", &table("", "")),
        of("Sở Y tê", &table("6", "7"))
    );
    let submissions = office.read("a.xlsx", &[("Tổng hợp", &sheet)])?;
    assert_eq!(
        office.told(&submissions),
        [
            "Tổng hợp!A2 A1 2024-03 accepted: 5 7",
            "Tổng hợp!A6 A2 2024-03 rejected empty-file: ",
            "Tổng hợp!A10 A1 2024-03 accepted: 6 7",
        ]
    );
    Ok(())
}

#[test]
fn a_block_a_branch_with_its_name_over_the_values() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let of = |branch: &str, label: &str| {
        let header = format!("{label} | Ghi chú | Chi nhánh {branch}\n | | Kết quả");
        format!("{header}\nCây xanh | | 5\nLượt khám | | 7\n")
    };
    let sheet = format!(
        "Báo cáo tháng 3 năm 2024\n{}\n{}\n{}",
        of("Sở Y tế", "Nội dung"),
        of("A2", "Nội dung"),
        of("A3", "Nội dung")
    );
    let submissions = office.read("a.xlsx", &[("Tổng hợp", &sheet)])?;
    assert_eq!(
        office.told(&submissions),
        [
            "Tổng hợp!A2 A1 2024-03 accepted: 5 7",
            "Tổng hợp!A7 A2 2024-03 accepted: 5 7",
            "Tổng hợp!A12 A3 2024-03 accepted: 5 7",
        ]
    );
    assert_eq!(flags(&submissions), [""; 0]);
    let beside = sheet.replace(" | Ghi chú | ", " | ").replace(" | | ", " | ");
    let submissions = office.read("a.xlsx", &[("Tổng hợp", &beside)])?;
    assert_eq!(office.told(&submissions).len(), 3);
    assert_eq!(office.told(&submissions)[2], "Tổng hợp!A12 A3 2024-03 accepted: 5 7");
    Ok(())
}

#[test]
fn a_block_that_names_nobody_says_where_it_was_looked_for() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let sheet = format!(
        "Báo cáo tháng 3 năm 2024\nĐơn vị | A1\n{}\n{}\nĐơn vị | A2\n{}",
        table("5", "7"),
        table("6", "8"),
        table("7", "9")
    );
    let submissions = office.read("a.xlsx", &[("S", &sheet)])?;
    assert_eq!(
        office.told(&submissions),
        [
            "S!A3 A1 2024-03 accepted: 5 7",
            "S!A7 ? 2024-03 unidentified missing-branch: 6 8",
            "S!A12 A2 2024-03 accepted: 7 9",
        ]
    );
    assert_eq!(flags(&submissions), ["1 missing-branch S!A7:  → header; right_of “Đơn vị”"]);
    Ok(())
}

#[test]
fn a_header_repeated_on_the_next_page_begins_no_report() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let sheet = "Báo cáo tháng 3 năm 2024\nĐơn vị | A1\nNội dung | Kết quả\nCây xanh | 5\n\nNội dung | Kết quả\nLượt khám | 7\n";
    let submissions = office.read("a.xlsx", &[("S", sheet)])?;
    assert_eq!(office.told(&submissions), ["S!A3 A1 2024-03 accepted: 5 7"]);
    Ok(())
}

#[test]
fn a_block_a_month_under_one_name() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let of = |month: u8| format!("Tháng {month} năm 2024\n{}\n", table(&month.to_string(), "1"));
    let sheet = format!("Đơn vị | A3\n{}{}{}", of(1), of(2), of(3));
    let submissions = office.read("a.xlsx", &[("S", &sheet)])?;
    assert_eq!(
        office.told(&submissions),
        ["S!A3 A3 2024-01 accepted: 1 1", "S!A8 A3 2024-02 accepted: 2 1", "S!A13 A3 2024-03 accepted: 3 1",]
    );
    assert_eq!(flags(&submissions), [""; 0]);
    Ok(())
}

#[test]
fn a_flag_stands_once_and_with_its_block() -> Tested {
    let office = Office::new("block", SOURCES)?;
    let of = |branch: &str, trees: &str| format!("Đơn vị | {branch}\n{}\n", table(trees, "1"));
    let sheet = format!("Báo cáo tháng 3 năm 2024\n{}{}", of("A1", "5"), of("A2", "năm cây"));
    let submissions = office.read("a.xls", &[("S", &sheet)])?;
    let told = flags(&submissions);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("0 misnamed-file"), "{told:?}");
    assert!(told[1].starts_with("1 not-a-number S!B9"), "{told:?}");
    Ok(())
}
