//! Batches at random, sound as a reader's are.

use crate::model::fact::{FactValue, Transforms};
use crate::model::{
    Address, Amount, Batch, Bound, Candidate, CandidateKind, CellKind, Check, Date, Dispositions, Fact, Flag,
    Format, Place, Properties, Record, Report, SheetState, SheetSummary, Transform,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const SHEETS: u16 = 3;
const REPORTS: u32 = 4;

/// The simplest fact that there is.
pub fn fact() -> Fact {
    Fact {
        sheet: 0,
        report: 0,
        at: Address::new(1, 2),
        until: None,
        indicator: 0,
        measure: 0,
        breakdown: "".into(),
        value: FactValue::Amount(Amount::from_units(12), Bound::Exact),
        raw: "12".into(),
        kind: CellKind::Number,
        unit_reported: "".into(),
        multiplier: 1,
        header: "Kết quả".into(),
        label: "Cây xanh".into(),
        transforms: Transforms::default(),
        is_included: true,
    }
}

fn text() -> impl Strategy<Value = Box<str>> {
    prop_oneof![Just("".to_owned()), "[ -~]{0,12}", "\\PC{0,20}"].prop_map(Into::into)
}

fn address() -> impl Strategy<Value = Address> {
    (0..=crate::model::cell::LAST_ROW, 0..=crate::model::cell::LAST_COLUMN)
        .prop_map(|(row, column)| Address::new(row, column))
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        any::<i32>().prop_map(|units| Amount::from_units(units.into())),
        any::<i64>().prop_map(|n| Amount::from_scaled(i128::from(n) * 1_000_003))
    ]
}

fn value() -> impl Strategy<Value = FactValue> {
    let bound =
        prop_oneof![Just(Bound::Exact), Just(Bound::AtLeast), Just(Bound::AtMost), Just(Bound::About)];
    let date = (1u16..=9999, 1u8..=12, 1u8..=28).prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d));
    prop_oneof![
        4 => (amount(), bound).prop_map(|(amount, bound)| FactValue::Amount(amount, bound)),
        1 => text().prop_map(FactValue::Text),
        1 => date.prop_map(FactValue::Date),
        1 => Just(FactValue::None),
    ]
}

fn transforms() -> impl Strategy<Value = Transforms> {
    vec(0..Transform::ALL.len(), 0..4).prop_map(|places| {
        let mut all = Transforms::default();
        places.into_iter().for_each(|at| all.add(Transform::ALL[at]));
        all
    })
}

fn some_fact() -> impl Strategy<Value = Fact> {
    let place = (0..SHEETS, 0..REPORTS, address(), option::of(address()));
    let kind = prop_oneof![
        Just(CellKind::Number),
        Just(CellKind::Text),
        Just(CellKind::Merged),
        Just(CellKind::Date)
    ];
    let what = (any::<u32>(), any::<u16>(), text(), value(), text(), kind);
    let more = (text(), any::<i64>(), text(), text(), transforms(), any::<bool>());
    (place, what, more).prop_map(|(place, what, more)| Fact {
        sheet: place.0,
        report: place.1,
        at: place.2,
        until: place.3,
        indicator: what.0,
        measure: what.1,
        breakdown: what.2,
        value: what.3,
        raw: what.4,
        kind: what.5,
        unit_reported: more.0,
        multiplier: more.1,
        header: more.2.into(),
        label: more.3.into(),
        transforms: more.4,
        is_included: more.5,
    })
}

fn flag() -> impl Strategy<Value = Flag> {
    let check = (0..Check::ALL.len()).prop_map(|at| Check::ALL[at]);
    let place = (option::of(text()), option::of(address()));
    let rest = (option::of(any::<u32>()), option::of(amount()), option::of(0..REPORTS), option::of(text()));
    (check, place, text(), text(), rest).prop_map(|(check, (sheet, cell), found, expected, rest)| Flag {
        indicator: rest.0,
        suggested: rest.1,
        report: rest.2,
        toml: rest.3,
        ..Flag::new(check, Place { sheet, cell }, found).expected(expected)
    })
}

fn account() -> impl Strategy<Value = Dispositions> {
    any::<[u32; 6]>().prop_map(|[fact, structure, another_sheet, outside_table, note, rejected]| {
        Dispositions {
            fact: fact.into(),
            structure: structure.into(),
            another_sheet: another_sheet.into(),
            outside_table: outside_table.into(),
            note: note.into(),
            rejected: rejected.into(),
        }
    })
}

fn sheet() -> impl Strategy<Value = SheetSummary> {
    let state =
        prop_oneof![Just(SheetState::Visible), Just(SheetState::Hidden), Just(SheetState::VeryHidden)];
    (text(), state, option::of(any::<u16>()), any::<u32>(), account()).prop_map(
        |(name, state, read_as, cells, dispositions)| SheetSummary {
            name,
            state,
            read_as,
            cells_read: cells.into(),
            dispositions,
        },
    )
}

fn report() -> impl Strategy<Value = Report> {
    let lists = (vec(any::<u32>(), 0..4), vec(any::<u16>(), 0..3), vec((0..SHEETS, account()), 0..3));
    (option::of(0..SHEETS), option::of(address()), any::<bool>(), lists).prop_map(
        |(sheet, at, is_records, lists)| Report {
            sheet,
            at,
            within: None,
            is_records,
            labels: lists.0,
            forms: lists.1,
            accounts: lists.2,
        },
    )
}

fn candidate() -> impl Strategy<Value = Candidate> {
    let kind =
        prop_oneof![Just(CandidateKind::Branch), Just(CandidateKind::Period), Just(CandidateKind::Template)];
    (kind, any::<u16>(), text(), option::of(text()), option::of(address()), option::of(0..REPORTS)).prop_map(
        |(kind, source, text, sheet, at, report)| Candidate { kind, source, text, sheet, at, report },
    )
}

fn record() -> impl Strategy<Value = Record> {
    (0..SHEETS, 0..REPORTS, address(), any::<u16>(), vec(text(), 0..4)).prop_map(
        |(sheet, report, at, form, values)| Record { sheet, report, at, form, values: values.into() },
    )
}

/// A batch.
pub fn batch() -> impl Strategy<Value = Batch> {
    let format =
        option::of(prop_oneof![Just(Format::Xlsx), Just(Format::Xls), Just(Format::Ods), Just(Format::Csv)]);
    let reader = prop_oneof![Just("own"), Just(""), Just("calamine: xlsb")];
    let head = (format, reader, vec(sheet(), usize::from(SHEETS)), option::of(any::<u16>()));
    let found = (vec(some_fact(), 0..12), vec(flag(), 0..5), vec(candidate(), 0..4), vec(any::<u32>(), 0..6));
    let parts = (vec(report(), REPORTS as usize), vec(record(), 0..4), option::of(text()));
    (head, found, parts).prop_map(|(head, found, parts)| {
        let mut reports = parts.0;
        for (at, report) in reports.iter_mut().enumerate().skip(1) {
            report.within = Some(at as u32 - 1);
        }
        Batch {
            format: head.0,
            reader: head.1,
            sheets: head.2,
            version: head.3,
            facts: found.0,
            flags: found.1,
            candidates: found.2,
            labels: found.3,
            reports,
            records: parts.1,
            properties: Properties { created: parts.2.clone(), modified: None, author: parts.2 },
        }
    })
}
