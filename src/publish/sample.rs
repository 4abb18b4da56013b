//! A small outcome with something of everything: accepted, superseded and stray files, missing values, bounds, text, dates, and
//! what a spreadsheet would take for a formula.

use super::{Release, RunInfo, Settings, WorkerLimits};
use crate::model::fact::{FactValue, Transforms};
use crate::model::outcome::{
    BranchRow, CompletenessRow, FlagRow, Outcome, RegisterFact, Status, Submission, TotalRow,
};
use crate::model::review::RuleTally;
use crate::model::{
    Address, Amount, Batch, Bound, CellKind, Check, Date, Dispositions, Evidence, Fact, Period, Scope,
    Severity, SheetState, SheetSummary, Transform,
};
use crate::pipeline::{
    Blank, Branch, CheckSetting, Definition, Dialect, Hidden, Hierarchy, Indicator, Judging, Kind, Label,
    Limits, Locale, OnMissing, Origins, PeriodKind, Reading, Register, Rule, Thresholds, Tick, Time,
    Tolerance, Total,
};

/// The period of everything here.
pub(super) const YEAR: Period = Period::Year(2023);

/// A pipeline of four indicators and two branches.
pub(super) fn definition(dialect: Dialect) -> Definition {
    Definition {
        id: "Doan Khoi".into(),
        title: Label { vi: "Báo cáo năm".into(), en: "Yearly report".into() },
        reading: Reading {
            locale: Locale::Vi,
            sources: vec![],
            sheets: vec![],
            indicators: vec![
                indicator("units", "Số cơ sở", "Units", Kind::Count, "đơn vị"),
                indicator("gifts_value", "Trị giá quà tặng", "Value of gifts", Kind::Money, "đồng"),
                indicator("launch_date", "Ngày ra quân", "Launch", Kind::Date, ""),
                indicator("model", "Mô hình, \"cách làm\" hay", "Model activity", Kind::Text, ""),
            ],
            measures: vec!["actual".into(), "plan".into()],
            dimensions: vec![],
            versions: vec![],
            hidden: Hidden::Include,
            year_starts: 1,
            limits: Limits::default(),
        },
        judging: Judging {
            register: Register {
                branches: vec![
                    branch("SN01", "Sở Nội vụ", "ngan@so.vn", 2),
                    branch("NH02", "=Ngân hàng; \"Bắc Á\"", "+84 912", 3),
                ],
            },
            published: vec![],
            rules: vec![rule()],
            accepted: vec![],
            corrections: vec![],
            groups: vec![],
            periods: vec![YEAR],
            rollup: vec![],
            latest_by: vec![],
            hierarchy: Hierarchy::Own,
            peer_levels: vec![],
            peer_groups: vec![],
            size: None,
            due: None,
            due_days: None,
            checks: vec![(Check::DataOutsideTable, CheckSetting::Off)],
            thresholds: Thresholds::default(),
            period_kind: PeriodKind::Year,
            templates: vec![],
            measure_labels: vec![],
            cumulative_measures: vec![],
            restating_measures: vec![],
            missing_allowed_pct: 0,
            rejected_allowed_pct: 0,
            dialect,
        },
        hashes: vec![("pipeline.toml".into(), "aa".into()), ("branches.csv".into(), "bb".into())],
    }
}

fn indicator(id: &str, vi: &str, en: &str, kind: Kind, unit: &str) -> Indicator {
    Indicator {
        id: id.into(),
        label: Label { vi: vi.into(), en: en.into() },
        aliases: vec![],
        code: None,
        path: vec![],
        sheet: None,
        kind,
        unit: unit.into(),
        unit_aliases: vec![],
        asked_in: 1,
        decimals: 0,
        min: None,
        max: None,
        blank: Blank::Missing,
        is_nil_zero: true,
        tick: Tick::Reject,
        is_required: false,
        time: Time::Flow,
        total: Total::Sum,
        per: None,
        is_regular: false,
        part_of: None,
        has_complete_parts: false,
        asked_of: vec![],
        origin: Origins::Cells,
        cumulative_of: None,
    }
}

fn rule() -> Rule {
    Rule {
        id: "gifts-by-units".into(),
        expr: "gifts_value <= units".into(),
        tolerance: Tolerance::default(),
        severity: Severity::Error,
        on_missing: OnMissing::Skip,
        message: Label {
            vi: "Quà tặng nhiều hơn số đơn vị.".into(), en: "More gifts than units.".into()
        },
        asked_of: vec![],
        holds_in_breakdowns: false,
    }
}

fn branch(code: &str, name: &str, contact: &str, line: u32) -> Branch {
    Branch {
        code: code.into(),
        name: name.into(),
        kind: "Chi đoàn".into(),
        contact: contact.into(),
        line,
        ..Branch::default()
    }
}

/// A report that counts, the one that it replaces, and a lock file.
pub(super) fn outcome() -> Outcome {
    let accepted = Submission {
        received: Date::new(2023, 12, 1),
        template_version: "03-BC/2023".into(),
        ..submission("0a0a0a0a0a0a", "a/SN01.xlsx", Status::AcceptedWithWarnings)
    };
    let superseded = Submission {
        superseded_by: Some(0),
        reason: "resubmission".into(),
        ..submission("0b0b0b0b0b0b", "b/-SN01 (2).xls", Status::Superseded)
    };
    let stray = Submission {
        branch: None,
        period: None,
        sha256: String::new(),
        matched_by: String::new(),
        batch: Batch::default(),
        ..submission("0c0c0c0c0c0c", "c/~$SN01.xlsx", Status::Stray)
    };
    Outcome {
        periods: vec![YEAR],
        submissions: vec![accepted, superseded, stray],
        register_facts: (0..2).map(|branch| RegisterFact { period: YEAR, branch, indicator: 0 }).collect(),
        totals: vec![total(0, Some(Amount::from_units(2))), total(1, tenth(12_505)), total(2, None)],
        branches: vec![figure(0, Some(Amount::from_units(1))), figure(1, None)],
        flags: vec![missing_flag(), cell_flag()],
        completeness: completeness(),
        silent_checks: vec![(Check::Balance, "2 values, 20 needed".into())],
        rules: vec![RuleTally {
            rule: 0,
            passed: 1,
            skipped: 1,
            reasons: [("missing", 1)].into(),
            ..RuleTally::default()
        }],
        corrections: vec![],
        acceptances: vec![],
    }
}

/// Tenths, for a value with a decimal.
fn tenth(tenths: i128) -> Option<Amount> {
    Some(Amount::from_scaled(tenths * 100_000_000))
}

pub(super) fn submission(id: &str, path: &str, status: Status) -> Submission {
    Submission {
        id: id.into(),
        source_file: path.into(),
        sheet: String::new(),
        sha256: "ab".repeat(32),
        bytes: 4096,
        branch: Some(0),
        matched_by: "right_of:exact".into(),
        period: Some(YEAR),
        template_version: String::new(),
        status,
        superseded_by: None,
        received: None,
        reason: String::new(),
        batch: batch(),
    }
}

fn batch() -> Batch {
    let dispositions = Dispositions { fact: 4, structure: 9, note: 1, ..Dispositions::default() };
    let name = "Biểu 1".into();
    let sheet =
        SheetSummary { name, state: SheetState::Visible, read_as: Some(0), cells_read: 14, dispositions };
    let date = Date::new(2023, 3, 5).map_or(FactValue::None, FactValue::Date);
    let mut money =
        fact(1, 6, FactValue::Amount(Amount::from_units(1_250_500), Bound::AtLeast), "trên 1,2505");
    money.unit_reported = "triệu đồng".into();
    money.multiplier = 1_000_000;
    money.transforms.add(Transform::Approximate);
    money.transforms.add(Transform::DecimalComma);
    let plan = Fact { measure: 1, is_included: false, ..fact(1, 6, FactValue::None, "-") };
    let text = fact(3, 8, FactValue::Text("=Xanh, \"sạch\"\nđẹp".into()), "=Xanh,  \"sạch\"\nđẹp");
    Batch {
        reader: "calamine: xls",
        sheets: vec![sheet],
        facts: vec![money, plan, fact(2, 7, date, "45990"), text],
        ..Batch::default()
    }
}

fn fact(indicator: u32, row: u32, value: FactValue, raw: &str) -> Fact {
    Fact {
        report: 0,
        until: None,
        sheet: 0,
        at: Address::new(row, 3),
        indicator,
        measure: 0,
        breakdown: "".into(),
        value,
        raw: raw.into(),
        kind: CellKind::Text,
        unit_reported: "".into(),
        multiplier: 1,
        header: "Kết quả".into(),
        label: "@Nhãn".into(),
        transforms: Transforms::default(),
        is_included: true,
    }
}

fn total(indicator: u32, value: Option<Amount>) -> TotalRow {
    TotalRow {
        period: YEAR,
        group: "all".into(),
        indicator,
        measure: 0,
        breakdown: String::new(),
        value,
        bound: Bound::AtLeast,
        branches_expected: 2,
        branches_reported: u64::from(value.is_some()),
        branches_missing: 1,
        branches_zero: 0,
        coverage_size_pct: tenth(505),
        values_excluded: 1,
        min: value,
        median: value,
        max: value,
        previous: None,
        change_pct: None,
        estimated: None,
        plan: None,
        plan_pct: None,
        value_if_flagged_were_zero: Some(Amount::ZERO),
        value_as_suggested: value,
        errors: 0,
        warnings: 1,
        published: value,
        published_bound: value.map(|_| Bound::Exact),
        matches_published: value.map(|amount| amount.is_whole()),
    }
}

fn figure(branch: u32, value: Option<Amount>) -> BranchRow {
    BranchRow {
        period: YEAR,
        branch,
        indicator: 1,
        measure: 0,
        breakdown: String::new(),
        value,
        bound: Bound::Exact,
        share_of_total: value.and(tenth(333)),
        per_member: value.and(tenth(-5)),
        previous: None,
        change_pct: None,
        worst_severity: value.map(|_| crate::model::Severity::Warning),
        flags: u64::from(value.is_some()),
    }
}

/// A flag without branch, place and values, for tests to fill in.
pub(super) fn flag(check: Check, found: &str, expected: &str) -> FlagRow {
    FlagRow {
        id: format!("f-{}", check.code()),
        check,
        severity: check.entry().severity,
        scope: Scope::Branch,
        branch: None,
        period: Some(YEAR),
        indicator: None,
        measure: 0,
        group: String::new(),
        submission: None,
        sheet: String::new(),
        cell: None,
        found: found.into(),
        expected: expected.into(),
        suggested: None,
        evidence: Evidence::default(),
        rule: None,
        accepted: None,
        impact_pct: None,
        toml: String::new(),
        line: None,
    }
}

fn missing_flag() -> FlagRow {
    FlagRow { branch: Some(1), ..flag(Check::BranchMissing, "+84 912", "2023") }
}

fn cell_flag() -> FlagRow {
    FlagRow {
        scope: Scope::Cell,
        branch: Some(0),
        indicator: Some(1),
        submission: Some(0),
        sheet: "Biểu 1".into(),
        cell: Some(Address::new(6, 3)),
        suggested: Some(Amount::from_units(3250)),
        impact_pct: tenth(125),
        ..flag(Check::FractionInCount, "3.25", "")
    }
}

fn completeness() -> Vec<CompletenessRow> {
    let line = |branch, received: Option<Date>, status| CompletenessRow {
        period: YEAR,
        branch,
        expected: true,
        received: received.is_some(),
        received_at: received,
        due_at: Date::new(2023, 12, 10),
        on_time: received.map(|_| true),
        indicators_expected: 4,
        indicators_reported: u64::from(received.is_some()) * 3,
        status,
    };
    vec![line(0, Date::new(2023, 12, 1), "reported"), line(1, None, "missing")]
}

/// A run of ninety seconds; its moment is given, not taken from a clock.
pub(super) fn info() -> RunInfo {
    let moment = |seconds| jiff::Timestamp::from_second(seconds).unwrap_or_default();
    RunInfo {
        version: "0.1.0",
        started: moment(1_702_692_810),
        finished: moment(1_702_692_900),
        stages: vec![("read", 1.5), ("check", 0.25)],
        input: "sample_data/in".into(),
        settings: Settings {
            jobs: 8,
            period: Some("2023".into()),
            fail_on: "never".into(),
            pipeline: Some("/srv/pipelines/doan-khoi".into()),
            workers: Some(WorkerLimits { bytes: Some(1 << 30), seconds: 20 }),
        },
        release: Release::Provisional,
        history: None,
        exit_code: 4,
    }
}
