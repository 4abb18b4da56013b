//! Every check's message, in both languages, to be reviewed line by line.

use super::super::sample::{definition, flag, outcome};
use super::*;
use crate::model::outcome::FlagRow;
use crate::model::{Address, Amount};
use crate::pipeline::Dialect;

/// What a check finds and expects: check, found, expected.
const SAMPLES: &[(Check, &str, &str)] = &[
    (Check::UnreadableFile, "invalid Zip archive", ""),
    (Check::Encrypted, "", ""),
    (Check::WrongType, "HTML", ""),
    (Check::MisnamedFile, "csv", "xls"),
    (Check::LimitFileSize, "300000000", "268435456"),
    (Check::FileUnavailable, "Permission denied (os error 13)", ""),
    (Check::FileChanged, "30000 → 31000", ""),
    (Check::LimitInflatedSize, "3000000000", "2147483648"),
    (Check::LimitPartSize, "2000000000", "1073741824"),
    (Check::LimitRatio, "1030", "500"),
    (Check::LimitStrings, "5000001", "5000000"),
    (Check::LimitRows, "3000", "2000"),
    (Check::LimitColumns, "257", "256"),
    (Check::LimitCells, "20000001", "20000000"),
    (Check::LimitSheets, "1500", "1000"),
    (Check::LimitTextLength, "40000", "32767"),
    (Check::LimitMemory, "out of memory", "1 GiB"),
    (Check::LimitTime, "no answer", "20 s"),
    (Check::ReaderCrashed, "stopped by signal 11", ""),
    (Check::EmptyFile, "", ""),
    (Check::DuplicateFile, "", "SN01_2023.xlsx"),
    (Check::Resubmission, "date-in-sheet", "SN01_2023 lần 2.xlsx"),
    (Check::ConflictingResubmission, "SN01_2023.xlsx; SN01_2023 (1).xlsx", ""),
    (Check::UnknownBranch, "Sở Nôi vụ", "SN01 Sở Nội vụ"),
    (Check::MissingBranch, "", "right_of “Đơn vị báo cáo”; file_name"),
    (Check::AmbiguousBranch, "Duong", "Dương; Đường"),
    (Check::BranchNamedDifferently, "NH02", "SN01"),
    (Check::WrongPeriod, "2022", "2023"),
    (Check::PeriodNotAsked, "2024-01", "2024-03"),
    (Check::MissingPeriod, "BÁO CÁO NĂM", "title; folder"),
    (Check::SheetOfAnotherReport, "2022", "2023"),
    (Check::PeriodNamedDifferently, "2022", "2023"),
    (Check::BranchMissing, "ngan@so.vn", "2023"),
    (Check::BranchLate, "2023-12-15", "2023-12-10"),
    (Check::SameWorkbookTwoBranches, "", "NH02 Ngân hàng Bắc Á"),
    (Check::TemplateVersionUnknown, "04-BC/2024", "02-BC/2022; 03-BC/2023"),
    (Check::SheetMissing, "Sheet1; Sheet2", "Biểu 1"),
    (Check::HeaderNotFound, "", "Nội dung; Kết quả"),
    (Check::HeaderAmbiguous, "Kết quả", "D5; E5"),
    (Check::ColumnMissing, "Ngày giao dịch", "Ngày"),
    (Check::NameNotFound, "#REF!", "HeadCount"),
    (Check::CategoryUnknown, "Gửi tiết kiêm", "Gửi tiết kiệm"),
    (Check::LabelUnknown, "Cây xanh trồg", "Cây xanh trồng mới"),
    (Check::LabelAmbiguous, "Duong", "Dương; Đường"),
    (Check::LabelTwice, "12 (C7); 15 (C9)", ""),
    (Check::LabelRepeated, "12", "C7"),
    (Check::RequiredLabelMissing, "", ""),
    (Check::NotAsked, "1250", "Đoàn khối"),
    (Check::SectionOutOfPlace, "II. Chăm lo", "I. Tổ chức"),
    (Check::DataOutsideTable, "1250.5", ""),
    (Check::ColumnUnknown, "Cùng kỳ năm trước", "Kết quả"),
    (Check::HiddenRow, "1234", ""),
    (Check::HiddenColumn, "E", ""),
    (Check::HiddenSheet, "Sheet2", ""),
    (Check::MergedDataCell, "1250.5", "D7:D9"),
    (Check::NotANumber, "nhiều", ""),
    (Check::AmbiguousNumber, "1,250", "1250 / 1.25"),
    (Check::ForeignGrouping, "1,250,000", "1250000"),
    (Check::UnitConflict, "triệu đồng; đồng", "đồng"),
    (Check::UnitUnknown, "kg", "cây"),
    (Check::FractionInCount, "3.25", ""),
    (Check::NegativeValue, "-1200", ""),
    (Check::OutsideDomain, "1250000", "0 … 100"),
    (Check::DateInNumber, "2023-05-01", ""),
    (Check::NotFinite, "1E+300", ""),
    (Check::ErrorCell, "#REF!", ""),
    (Check::FormulaNotCalculated, "", ""),
    (Check::BrokenCell, "bad shared string 99", ""),
    (Check::CellTwice, "C7", ""),
    (Check::BeyondLimits, "A9999998", ""),
    (Check::LegacyFont, "TCVN3", ""),
    (Check::MixedDates, "5; 3", ""),
    (Check::NotADate, "tháng ba", ""),
    (Check::ApproximateValue, "trên 1.200", "1200"),
    (Check::RoundedValue, "0.12345678901", "0.123456789"),
    (Check::Balance, "3250", "3200"),
    (Check::PrintedTotal, "1250000.5", "1250000"),
    (Check::TotalWithoutParts, "100", "40"),
    (Check::PartExceedsWhole, "1300", "1250"),
    (Check::ParentChildren, "1250", "1300"),
    (Check::LevelNotCounted, "", "Chi đoàn"),
    (Check::PublishedDiffers, "720500000", "720000000"),
    (Check::PublishedParts, "45", "55"),
    (Check::CumulativeMismatch, "120", "115"),
    (Check::RestatedDifferently, "", "69"),
    (Check::EarlierRestated, "1250", "1300"),
    (Check::PeriodIncomplete, "2023-11; 2023-12", ""),
    (Check::Rule, "gifts_value = 1250.5; units = 3", "gifts_value <= units"),
    (Check::RuleNotEvaluated, "approximate: gifts_value", "gifts_value <= units"),
    (Check::AccountUnbalanced, "14000", "13999"),
    (Check::PeerOutlier, "12500", "1190"),
    (Check::HistoryOutlier, "12500", "1190"),
    (Check::ScaleError, "3250000", "3100"),
    (Check::SizeDoubtful, "150000", "150"),
    (Check::ModifiedZ, "125000", "95 … 15400"),
    (Check::Tukey, "125000", "95 … 15400"),
    (Check::AdjustedBoxplot, "125000", "95 … 15400"),
    (Check::HidiroglouBerthelot, "12500", "1190"),
    (Check::OwnHistory, "12500", "980 … 1400"),
    (Check::ZeroJump, "0", "1250"),
    (Check::CopiedForward, "12/13", "2022"),
    (Check::BranchClone, "12/13", "NH02 Ngân hàng Bắc Á"),
    (Check::AcceptanceLapsed, "balance SN01 units 12", "Nguyễn Thị Hoa"),
    (Check::CorrectionLapsed, "3300", "3250"),
];

/// The message about the sample's second indicator and first branch.
fn both(flag: FlagRow) -> [String; 2] {
    let rule = matches!(flag.check, Check::Rule | Check::RuleNotEvaluated).then_some(0);
    let line = matches!(flag.check, Check::AcceptanceLapsed | Check::CorrectionLapsed).then_some(3);
    let indicator = about_an_indicator(&flag).then_some(1);
    let flag = FlagRow { indicator, branch: Some(0), rule, line, ..flag };
    [Language::Vi, Language::En]
        .map(|language| message(&flag, &outcome(), &definition(Dialect::Plain), language))
}

/// Whether the check's stage knows an indicator: those of files, branches and sheets do not.
fn about_an_indicator(flag: &FlagRow) -> bool {
    use crate::model::Family;
    let entry = flag.check.entry();
    let is_of_reports = matches!(
        flag.check,
        Check::SizeDoubtful | Check::CopiedForward | Check::BranchClone | Check::AccountUnbalanced
    );
    entry.family != Family::Intake && !is_of_reports
}

/// Messages of all samples, one block a check.
fn rendered(fill: impl Fn(&(Check, &str, &str)) -> FlagRow) -> String {
    let block = |sample| {
        let flag = fill(sample);
        let code = flag.check.code();
        let [vi, en] = both(flag);
        format!("{code}\n  {vi}\n  {en}\n")
    };
    SAMPLES.iter().map(block).collect()
}

/// Compares with the recorded messages, which stand beside the other goldens of publishing.
fn reviewed(name: &str, messages: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", omit_expression => true }, {
        insta::assert_snapshot!(name, messages);
    });
}

#[test]
fn every_check_has_a_sample() {
    let sampled: Vec<_> = SAMPLES.iter().map(|(check, ..)| *check).collect();
    assert_eq!(sampled, Check::ALL);
}

#[test]
fn every_check_speaks_both_languages() {
    let suggested = Some(Amount::from_units(3250));
    let text = rendered(|&(check, found, expected)| FlagRow { suggested, ..flag(check, found, expected) });
    reviewed("messages", &text);
}

#[test]
fn nothing_found_and_nothing_expected_leave_no_gap() {
    let text = rendered(|&(check, ..)| flag(check, "", ""));
    for gap in ["“”", "()", ": .", ": ;", "  .", "{", "}"] {
        assert!(!text.contains(gap), "{gap:?} in {text}");
    }
    reviewed("messages_of_nothing", &text);
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    let table = [
        ("1250.5", Some(("1.250,5", "1,250.5"))),
        ("0", Some(("0", "0"))),
        ("-999", Some(("-999", "-999"))),
        ("-1000000", Some(("-1.000.000", "-1,000,000"))),
        ("0.123456789", Some(("0,123456789", "0.123456789"))),
        // Not written by the program: somebody's own text.
        ("1.250", None),
        ("01", None),
        ("1.", None),
        (".5", None),
        ("1,5", None),
        ("", None),
        ("-", None),
        ("12 cây", None),
    ];
    for (given, expected) in table {
        let written = [Language::Vi, Language::En].map(|language| marked(given, language));
        let expected = expected.map(|(vi, en)| [vi, en]);
        assert_eq!(written, [0, 1].map(|at| expected.map(|both| both[at].to_owned())), "{given:?}");
    }
    assert_eq!(number(Amount::from_units(1_250_000), Language::Vi), "1.250.000");
}

#[test]
fn a_year_is_no_amount() {
    let [vi, en] = both(flag(Check::WrongPeriod, "2022", "2023"));
    assert!(vi.contains("2022") && en.contains("2023"), "{vi} {en}");
}

#[test]
fn the_text_of_the_flagged_cell_is_shown_as_written() {
    let mut outcome = outcome();
    let raw = "-1.234";
    outcome.submissions[0].batch.facts[0].raw = raw.into();
    let at = Address::new(6, 3);
    let flagged = FlagRow {
        indicator: Some(1),
        submission: Some(0),
        sheet: "Biểu 1".into(),
        cell: Some(at),
        ..flag(Check::NegativeValue, raw, "")
    };
    let shown = |flag: &FlagRow| message(flag, &outcome, &definition(Dialect::Plain), Language::Vi);
    assert!(shown(&flagged).contains("âm: -1.234."), "{}", shown(&flagged));
    let elsewhere = FlagRow { cell: Some(Address::new(9, 9)), ..flagged };
    assert!(shown(&elsewhere).contains("âm: -1,234."), "{}", shown(&elsewhere));
}

#[test]
fn data_is_never_taken_for_a_placeholder_and_never_floods_the_message() {
    let [_, en] = both(flag(Check::UnknownBranch, "{expected}\r\n\u{202e}x", &"dài ".repeat(10_000)));
    assert!(
        en.starts_with("No branch of the register is called “{expected} \\u{202e}x”. Nearest: dài dài"),
        "{en}"
    );
    assert!(en.chars().count() < LONGEST + 150, "{en}");
    assert!(en.contains("dài…. Correct the name"), "{en}");
}
