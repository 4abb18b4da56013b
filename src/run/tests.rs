//! Small folders through the whole flow: what must not count, must not count in silence.

use super::{Options, consolidate};
use crate::isolation::Isolation;
use crate::model::Check;
use crate::model::fact::FactValue;
use crate::model::outcome::{Outcome, Status};
use crate::pipeline::load;
use std::error::Error;
use std::fs;

type Tested = Result<(), Box<dyn Error>>;

const PIPELINE: &str = r#"
id     = "t"
title  = "T"
period = "year"

[submission]
branch    = [{ right_of = "Đơn vị báo cáo" }, { file_name = '^(?<code>[A-Z]\d+)' }]
period    = [{ title = '(?i)(?<period>năm \d{4})' }]
latest_by = ["date-in-sheet"]

[[sheet]]
id     = "report"
layout = "form"
label  = ["Nội dung"]
code   = ["Mã số"]
unit   = ["ĐVT"]
value  = ["Kết quả", "Thực hiện"]

[[indicator]]
id    = "trees"
label = "Cây xanh"
code  = "12"
kind  = "count"
unit  = "cây"

[[indicator]]
id       = "members"
label    = "Đoàn viên"
code     = "01"
kind     = "count"
unit     = "người"
asked_of = { level = ["unit"] }

[[indicator]]
id       = "money"
label    = "Kinh phí"
kind     = "money"
unit     = "đồng"
asked_in = "triệu đồng"

[[indicator]]
id    = "clinic_staff"
label = "Nhân sự"
path  = ["Phòng khám"]
kind  = "count"
unit  = "người"

[[indicator]]
id    = "hospital_staff"
label = "Nhân sự"
path  = ["Bệnh viện"]
kind  = "count"
unit  = "người"
"#;

const REGISTER: &str = "code,name,level\nA1,Sở Y tế,unit\nA2,Sở Công thương,unit\nB0,Khối,bloc\n";

/// The outcome of a folder of csv files.
fn outcome(files: &[(&str, &str)]) -> Result<Outcome, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (pipeline, input) = (folder.path().join("t"), folder.path().join("in"));
    fs::create_dir_all(&pipeline)?;
    fs::create_dir_all(&input)?;
    fs::write(pipeline.join("pipeline.toml"), PIPELINE)?;
    fs::write(pipeline.join("branches.csv"), REGISTER)?;
    for (name, text) in files {
        fs::write(input.join(name), text)?;
    }
    let definition = load(&pipeline).map_err(|error| format!("{error:?}"))?;
    let options = Options {
        jobs: 1,
        period: None,
        skip: None,
        history: &[],
        isolation: &Isolation::InProcess,
        progress: &|_| {},
    };
    Ok(consolidate(&definition, &input, &options)?.outcome)
}

/// A report of A1 for 2023 with these lines below its head.
fn report(lines: &str) -> String {
    format!("BÁO CÁO năm 2023\nĐơn vị báo cáo;A1\n{lines}")
}

/// What counts: indicator, value.
fn counted(outcome: &Outcome) -> Vec<(u32, String)> {
    let accepted = outcome.submissions.iter().filter(|submission| submission.status.is_accepted());
    let facts = accepted.flat_map(|submission| &submission.batch.facts).filter(|fact| fact.is_included);
    let amounts = facts.filter_map(|fact| match &fact.value {
        FactValue::Amount(value, _) => Some((fact.indicator, value.to_string())),
        _ => None,
    });
    amounts.collect()
}

fn has(outcome: &Outcome, check: Check, cell: &str) -> bool {
    let at = |flag: &crate::model::outcome::FlagRow| flag.cell.map(|at| at.to_string()).unwrap_or_default();
    outcome.flags.iter().any(|flag| flag.check == check && at(flag) == cell)
}

fn one(lines: &str) -> Result<Outcome, Box<dyn Error>> {
    outcome(&[("a.csv", &report(lines))])
}

#[test]
fn another_label_around_a_known_one_is_another_label() -> Tested {
    let outcome =
        one("Nội dung;Kết quả\nNăm trước: Cây xanh;999\nĐoàn viên (nữ);60\nTrong đó: Cây xanh (cây);5\n")?;
    assert_eq!(counted(&outcome), [(0, "5".to_owned())]);
    assert!(has(&outcome, Check::LabelUnknown, "B4") && has(&outcome, Check::LabelUnknown, "B5"));
    Ok(())
}

#[test]
fn a_code_against_a_label_without_marks_leaves_both_open() -> Tested {
    let outcome = one("Mã số;Nội dung;Kết quả\n12;doan vien;7\n01;doan vien;8\n")?;
    assert_eq!(counted(&outcome), [(1, "8".to_owned())]);
    assert!(has(&outcome, Check::LabelAmbiguous, "C4"));
    Ok(())
}

#[test]
fn a_repeated_header_stands_under_the_banner_and_the_section_of_the_first() -> Tested {
    let outcome =
        one("ĐVT: nghìn đồng\nNội dung;Kết quả\nBệnh viện;\nNội dung;Kết quả\nNhân sự;4\nKinh phí;500\n")?;
    assert_eq!(counted(&outcome), [(4, "4".to_owned()), (2, "500000".to_owned())]);
    Ok(())
}

#[test]
fn a_heading_with_a_figure_of_its_own_opens_its_section() -> Tested {
    let outcome = one("Nội dung;Kết quả\nPhòng khám;\nNhân sự;3\nBệnh viện;9\nNhân sự;4\n")?;
    assert_eq!(counted(&outcome), [(3, "3".to_owned()), (4, "4".to_owned())]);
    Ok(())
}

#[test]
fn a_table_beside_the_table_is_told() -> Tested {
    let outcome = one("Nội dung;Kết quả;;Khoản mục;Số tiền\nCây xanh;5;;Kinh phí;7\n")?;
    assert_eq!(counted(&outcome), [(0, "5".to_owned())]);
    assert!(has(&outcome, Check::DataOutsideTable, "E4"));
    Ok(())
}

#[test]
fn a_header_of_another_year_contradicts_the_title() -> Tested {
    let outcome = one("Nội dung;Thực hiện năm 2022\nCây xanh;5\n")?;
    assert!(has(&outcome, Check::PeriodNamedDifferently, "B3"));
    let outcome = one("Nội dung;Thực hiện năm 2023\nCây xanh;5\n")?;
    assert!(!has(&outcome, Check::PeriodNamedDifferently, "B3"));
    Ok(())
}

#[test]
fn a_title_says_all_of_its_period() -> Tested {
    let period = |title: &str| -> Result<Option<String>, Box<dyn Error>> {
        let text = format!("{title}\nĐơn vị báo cáo;A1\nNội dung;Kết quả\nCây xanh;5\n");
        let outcome = outcome(&[("a.csv", &text)])?;
        Ok(outcome
            .submissions
            .first()
            .and_then(|submission| submission.period)
            .map(|period| period.to_string()))
    };
    assert_eq!(period("BÁO CÁO 6 THÁNG ĐẦU NĂM 2023")?, Some("2023-H1".into()));
    assert_eq!(period("BÁO CÁO Quý III năm 2023")?, Some("2023-Q3".into()));
    assert_eq!(period("Biên Hòa, tháng 12 năm 2023")?, Some("2023".into()));
    assert_eq!(period("Biên Hòa, ngày    tháng 01 năm 2024\nBÁO CÁO năm 2023")?, Some("2023".into()));
    let outcome = outcome(&[(
        "a.csv",
        "Kết quả năm 2022 và năm 2023\nĐơn vị báo cáo;A1\nNội dung;Kết quả\nCây xanh;5\n",
    )])?;
    assert!(has(&outcome, Check::PeriodNamedDifferently, "A1"));
    Ok(())
}

#[test]
fn the_same_bytes_under_two_branches_are_told_of_both() -> Tested {
    let text = "BÁO CÁO năm 2023\nNội dung;Kết quả\nCây xanh;5\n";
    let outcome = outcome(&[("A1.csv", text), ("A2.csv", text), ("A2 copy.csv", text)])?;
    let told = outcome.flags.iter().filter(|flag| flag.check == Check::SameWorkbookTwoBranches).count();
    assert_eq!(told, 2);
    let statuses: Vec<Status> = outcome.submissions.iter().map(|submission| submission.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == Status::Duplicate).count(), 1);
    Ok(())
}

#[test]
fn reports_that_differ_in_a_bound_are_no_duplicates() -> Tested {
    let text = |value: &str| report(&format!("Nội dung;Kết quả\nCây xanh;{value}\n"));
    let outcome = outcome(&[("x.csv", &text("trên 700")), ("y.csv", &text("700"))])?;
    assert_eq!(counted(&outcome), []);
    assert!(outcome.flags.iter().any(|flag| flag.check == Check::ConflictingResubmission));
    Ok(())
}

#[test]
fn a_figure_that_a_branch_is_not_asked_for_does_not_count() -> Tested {
    let bloc = "BÁO CÁO năm 2023\nĐơn vị báo cáo;B0\nNội dung;Kết quả\nĐoàn viên;500\nCây xanh;3\n";
    let outcome = outcome(&[("b.csv", bloc)])?;
    assert_eq!(counted(&outcome), [(0, "3".to_owned())]);
    assert!(has(&outcome, Check::NotAsked, "B4"));
    Ok(())
}

#[test]
fn units_below_the_header_and_between_the_rows_are_followed() -> Tested {
    let below = one("Nội dung;Kết quả\n;(nghìn đồng)\nKinh phí;5\n")?;
    let between = one("Nội dung;Kết quả\nĐVT: nghìn đồng;\nKinh phí;5\n")?;
    for outcome in [below, between] {
        assert_eq!(counted(&outcome), [(2, "5000".to_owned())]);
        assert!(outcome.flags.iter().any(|flag| flag.check == Check::UnitConflict));
    }
    Ok(())
}

#[test]
fn two_columns_under_one_header_are_ambiguous() -> Tested {
    let outcome = one("Nội dung;Kết quả;\n;Nam;Nữ\nCây xanh;5;6\n")?;
    assert_eq!(counted(&outcome), []);
    assert!(outcome.flags.iter().any(|flag| flag.check == Check::HeaderAmbiguous));
    Ok(())
}

#[test]
fn a_first_row_without_a_label_is_no_numbering_of_columns() -> Tested {
    let outcome = one("Nội dung;Mã số;Kết quả\n;12;5\nĐoàn viên;01;8\n")?;
    assert_eq!(counted(&outcome), [(0, "5".to_owned()), (1, "8".to_owned())]);
    Ok(())
}

#[test]
fn a_number_one_column_off_is_told() -> Tested {
    let outcome = one("Nội dung;Kết quả;\nCây xanh;;5\n")?;
    assert!(has(&outcome, Check::DataOutsideTable, "C4"));
    Ok(())
}
