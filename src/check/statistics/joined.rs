//! One frame of the values of all periods, each with its place in time and the size of its branch.

use super::calendar::Calendar;
use crate::history::History;
use crate::merge::Frames;
use crate::model::Amount;
use crate::pipeline::{Definition, Indicator, Time, Total};
use polars::prelude::*;

/// One row of the frame.
pub(super) struct Row {
    pub at: u32,
    pub indicator: u32,
    pub breakdown: u32,
    pub branch: u32,
    pub kind: u32,
    pub season: u32,
    pub order: u32,
    pub amount: Amount,
    /// What it is divided by before branches are compared; none where that is unknown or zero.
    pub size: Option<f64>,
    /// Submission and fact, where it is of this run.
    pub cell: Option<(u32, u32)>,
}

impl Row {
    /// What stays the same over the periods of a series.
    pub fn series(&self) -> (u32, u32, u32, u32, u32) {
        (self.indicator, self.breakdown, self.branch, self.kind, self.season)
    }
}

/// Columns that the values of the run and of its history share.
const SHARED: [&str; 11] = [
    "at",
    "indicator",
    "breakdown",
    "branch",
    "kind",
    "season",
    "order",
    "order_in_season",
    "value",
    "submission",
    "fact",
];

/// Every value of all periods, sorted by series and time.
///
/// # Errors
/// Where Polars fails for want of memory.
pub(super) fn joined(
    frames: &Frames,
    history: &History,
    definition: &Definition,
    calendar: &Calendar,
) -> Result<DataFrame, PolarsError> {
    let own = placed(reported(frames), calendar.frame(&frames.periods)?).collect()?;
    let mut all = vec![own.clone().lazy()];
    if history.values.width() > 0 {
        let earlier = calendar.frame(&history.periods)?;
        let nowhere = |name: &str| lit(u32::MAX).cast(DataType::UInt32).alias(name);
        let past = history.values.clone().lazy();
        all.push(placed(past.with_columns([nowhere("submission"), nowhere("fact")]), earlier));
    }
    let is_cumulative = col("time").eq(lit(Time::Cumulative as u32));
    let seasonal = |of: &str, otherwise: Expr| when(is_cumulative.clone()).then(col(of)).otherwise(otherwise);
    let all = concat(all, UnionArgs::default())?;
    let known = join(all, indicators(definition)?.lazy(), &["indicator"], JoinType::Inner).with_columns([
        seasonal("season", lit(0u32).cast(DataType::UInt32)).alias("season"),
        seasonal("order_in_season", col("order")).alias("order"),
    ]);
    let by = ["indicator", "breakdown", "branch", "kind", "season", "order"];
    sized(known, &own, definition)?.sort(by, SortMultipleOptions::default()).collect()
}

/// Values of the run that stand in a cell and count.
fn reported(frames: &Frames) -> LazyFrame {
    let is_reported = col("value").is_not_null().and(col("submission").neq(lit(u32::MAX)));
    let values = frames.values.clone().lazy();
    values.filter(is_reported.and(col("counts")).and(col("derived").not()))
}

/// Actual values with the place of their period in the calendar.
fn placed(values: LazyFrame, periods: DataFrame) -> LazyFrame {
    let actual = values.filter(col("measure").eq(lit(0u32)));
    join(actual, periods.lazy(), &["period"], JoinType::Inner).select(SHARED.map(col))
}

fn join(one: LazyFrame, two: LazyFrame, on: &[&str], how: JoinType) -> LazyFrame {
    let on: Vec<Expr> = on.iter().map(|name| col(*name)).collect();
    one.join(two, on.clone(), on, JoinArgs::new(how))
}

/// Numeric indicators: how they relate to time, what divides them, whether they grow with the branch.
fn indicators(definition: &Definition) -> Result<DataFrame, PolarsError> {
    let numeric = (0u32..).zip(&definition.reading.indicators).filter(|(_, known)| known.kind.is_numeric());
    let all: Vec<(u32, &Indicator)> = numeric.collect();
    let numbers = |name: &str, of: &dyn Fn(u32, &Indicator) -> Option<u32>| {
        let numbers: Vec<Option<u32>> = all.iter().map(|(at, known)| of(*at, known)).collect();
        Column::new(name.into(), numbers)
    };
    let is_sized: Vec<bool> = all.iter().map(|(_, known)| known.total == Total::Sum).collect();
    DataFrame::new(
        all.len(),
        vec![
            numbers("indicator", &|at, _| Some(at)),
            numbers("time", &|_, known| Some(known.time as u32)),
            numbers("per", &|_, known| known.per),
            Column::new("is_sized".into(), is_sized),
        ],
    )
}

/// Adds the column `size`, in billionths: the declared `per` indicator; for what adds up over branches the size of the branch as it reports it, else as
/// the register has it; one for means, shares and extremes, which do not grow with the branch, and where nobody knows any size. The indicator that is itself
/// the size is compared with the register.
fn sized(values: LazyFrame, own: &DataFrame, definition: &Definition) -> Result<LazyFrame, PolarsError> {
    let registered = registered(definition)?;
    let is_known = definition.judging.size.is_some() || registered.height() > 0;
    // No indicator has this index.
    let size = definition.judging.size.unwrap_or(u32::MAX);
    let wholes = own.clone().lazy().filter(col("breakdown").eq(lit(0u32)));
    let key = [col("at"), col("branch")];
    let of_per = wholes
        .clone()
        .select([&key[..], &[col("indicator").alias("per"), col("value").alias("per_value")]].concat());
    let of_size = wholes.filter(col("indicator").eq(lit(size)));
    let of_size = of_size.select([&key[..], &[col("value").alias("own_size")]].concat());
    let values = join(values, of_per, &["at", "branch", "per"], JoinType::Left);
    let values = join(values, of_size, &["at", "branch"], JoinType::Left);
    let values = join(values, registered.lazy(), &["branch"], JoinType::Left);
    let one = || lit(1_000_000_000i64).cast(DataType::Int128);
    let is_size = col("indicator").eq(lit(size));
    let of_branch =
        when(is_size).then(col("members")).otherwise(coalesce(&[col("own_size"), col("members")]));
    let by_size = if is_known { of_branch } else { one() };
    let by_kind = when(col("is_sized")).then(by_size).otherwise(one());
    Ok(values
        .with_column(when(col("per").is_not_null()).then(col("per_value")).otherwise(by_kind).alias("size")))
}

/// The sizes of the register: `branch`, `members`; no row where it has none.
fn registered(definition: &Definition) -> Result<DataFrame, PolarsError> {
    let branches = (0u32..).zip(&definition.judging.register.branches);
    let sizes: Vec<(u32, Amount)> = branches.filter_map(|(at, branch)| Some((at, branch.members?))).collect();
    let members =
        Int128Chunked::from_iter_values("members".into(), sizes.iter().map(|(_, size)| size.scaled()));
    let branches = sizes.iter().map(|(at, _)| *at).collect::<Vec<u32>>();
    let columns = vec![Column::new("branch".into(), branches), members.into_series().into_column()];
    DataFrame::new(sizes.len(), columns)
}

/// The rows of the frame, in its order.
///
/// # Errors
/// Where a column is not of its type: a fault of this program.
pub(super) fn rows(joined: &DataFrame) -> Result<impl Iterator<Item = Row>, PolarsError> {
    let index = |name: &str| Ok::<_, PolarsError>(joined.column(name)?.u32()?.into_no_null_iter());
    let subjects = index("at")?.zip(index("indicator")?).zip(index("breakdown")?).zip(index("branch")?);
    let places = index("kind")?.zip(index("season")?).zip(index("order")?);
    let cells = index("submission")?.zip(index("fact")?);
    let amounts = joined.column("value")?.i128()?.iter().zip(joined.column("size")?.i128()?.iter());
    let rows = subjects.zip(places).zip(cells).zip(amounts);
    Ok(rows.filter_map(|(((subject, place), (submission, fact)), (value, size))| {
        let (((at, indicator), breakdown), branch) = subject;
        let ((kind, season), order) = place;
        let size = size.map(|size| Amount::from_scaled(size).to_f64()).filter(|size| *size > 0.0);
        let cell = (submission != u32::MAX).then_some((submission, fact));
        let amount = Amount::from_scaled(value?);
        Some(Row { at, indicator, breakdown, branch, kind, season, order, amount, size, cell })
    }))
}
