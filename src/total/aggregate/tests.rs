//! Totals against the same ones by Polars.

use super::*;
use polars::prelude::*;
use proptest::prelude::*;

/// Five branches in two groups each but the last, which is in one.
fn groups() -> Groups {
    Groups::given(vec![vec![0, 1], vec![0, 2], vec![0, 1], vec![0, 2], vec![0]])
}

fn sizes() -> Sizes {
    Sizes::given([3, 0, 250, 7, 41].map(|size| Some(Amount::from_units(size))).to_vec())
}

fn row() -> impl Strategy<Value = Reported> {
    let value = prop_oneof![
        Just(None),
        Just(Some(0)),
        (-3i128..4).prop_map(Some),
        (-i128::pow(10, 27)..i128::pow(10, 27)).prop_map(Some),
    ];
    let bounds = [Bound::Exact, Bound::Exact, Bound::AtLeast, Bound::AtMost, Bound::About];
    let key = (0u32..2, 0u32..5, 0u32..2, 0u32..2, 0u32..2);
    (key, value, prop::sample::select(bounds.to_vec()), 0u32..3).prop_map(|(key, value, bound, excluded)| {
        let (period, branch, indicator, measure, breakdown) = key;
        let value = value.map(Amount::from_scaled);
        Reported { period, branch, indicator, measure, breakdown, value, bound, counts: true, excluded }
    })
}

/// Sum, reported, zeros, excluded, smallest, largest, median, size by key, as Polars has them.
fn by_polars(rows: &[Reported]) -> PolarsResult<DataFrame> {
    let groups = groups();
    let pairs: Vec<(&Reported, u32)> =
        rows.iter().flat_map(|row| groups.of(row.branch).map(move |group| (row, group))).collect();
    let index = |name: &str, of: &dyn Fn(&Reported, u32) -> u32| {
        Column::new(name.into(), pairs.iter().map(|(row, group)| of(row, *group)).collect::<Vec<u32>>())
    };
    let amounts = |name: &str, of: &dyn Fn(&Reported) -> Option<Amount>| {
        let amounts = pairs.iter().map(|(row, _)| of(row).map(Amount::scaled));
        Int128Chunked::from_iter_options(name.into(), amounts).into_series().into_column()
    };
    let size = |row: &Reported| row.value.map(|_| sizes().of(row.period, row.branch));
    let columns = vec![
        index("period", &|row, _| row.period),
        index("group", &|_, group| group),
        index("indicator", &|row, _| row.indicator),
        index("measure", &|row, _| row.measure),
        index("breakdown", &|row, _| row.breakdown),
        index("excluded", &|row, _| row.excluded),
        amounts("value", &|row| row.value),
        amounts("size", &size),
    ];
    let value = || col("value");
    DataFrame::new(pairs.len(), columns)?
        .lazy()
        .group_by(["period", "group", "indicator", "measure", "breakdown"].map(col))
        .agg([
            value().sum().alias("sum"),
            value().count().cast(DataType::UInt32).alias("reported"),
            value().eq(lit(0i128)).sum().cast(DataType::UInt32).alias("zero"),
            col("excluded").sum().cast(DataType::UInt32),
            value().min().alias("min"),
            value().max().alias("max"),
            value().drop_nulls().sort(SortOptions::default()).alias("sorted"),
            col("size").sum(),
        ])
        .collect()
}

/// What Polars says of a row of its frame.
fn told(frame: &DataFrame, at: usize) -> PolarsResult<(Key, Aggregate)> {
    let index = |name: &str| Ok::<_, PolarsError>(frame.column(name)?.u32()?.get(at).unwrap_or(u32::MAX));
    let amount =
        |name: &str| Ok::<_, PolarsError>(frame.column(name)?.i128()?.get(at).map(Amount::from_scaled));
    let sorted = frame.column("sorted")?.list()?.get_as_series(at);
    let sorted: Vec<i128> = match &sorted {
        Some(sorted) => sorted.i128()?.iter().flatten().collect(),
        None => Vec::new(),
    };
    let middle = [(sorted.len().max(1) - 1) / 2, sorted.len() / 2]
        .map(|at| sorted.get(at).copied().map(Amount::from_scaled));
    let half_way = match middle {
        [Some(one), Some(two)] => one.checked_add(two).and_then(|sum| sum.checked_div(Amount::from_units(2))),
        _ => None,
    };
    let key = Key {
        period: index("period")?,
        group: index("group")?,
        indicator: index("indicator")?,
        measure: index("measure")?,
        breakdown: index("breakdown")?,
    };
    let aggregate = Aggregate {
        sum: amount("sum")?.unwrap_or(Amount::ZERO),
        reported: u64::from(index("reported")?),
        zero: u64::from(index("zero")?),
        excluded: u64::from(index("excluded")?),
        min: amount("min")?,
        max: amount("max")?,
        median: half_way,
        size: amount("size")?.unwrap_or(Amount::ZERO),
        ..Aggregate::default()
    };
    Ok((key, aggregate))
}

proptest! {
    #[test]
    fn totals_are_those_of_polars(rows in prop::collection::vec(row(), 0..200)) {
        let own = by_key(&rows, &groups(), &sizes());
        let frame = by_polars(&rows).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(own.len(), frame.height());
        for at in 0..frame.height() {
            let (key, expected) = told(&frame, at).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let found = own.get(&key).cloned().map(|found| Aggregate { bound: Bound::Exact, ..found });
            prop_assert_eq!(found, Some(expected));
        }
    }

    #[test]
    fn rows_come_to_the_same_whichever_thread_adds_them(rows in prop::collection::vec(row(), 0..200), cut in 0usize..200) {
        let (one, other) = rows.split_at(cut.min(rows.len()));
        let parts = together(met(one, &groups(), &sizes()), met(other, &groups(), &sizes()));
        let parts: Map<Key, Aggregate> = parts.into_iter().map(|(key, met)| (key, met.finish())).collect();
        prop_assert_eq!(parts, by_key(&rows, &groups(), &sizes()));
    }
}
