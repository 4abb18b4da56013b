//! The units of the sample, read from the pipeline's own register so that no name is written twice.

use std::path::Path;

/// A line of `branches.csv`.
#[derive(Clone)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// Members by the register; zero for the bloc.
    pub members: i64,
    /// Year in which it began to report.
    opened: Option<i64>,
    /// Last year for which it reports.
    closed: Option<i64>,
}

impl Unit {
    /// Whether it is the bloc itself.
    pub fn is_bloc(&self) -> bool {
        self.code == "KH00"
    }

    /// Whether it reports for a year.
    pub fn is_open_in(&self, year: i64) -> bool {
        self.opened.is_none_or(|first| first <= year) && self.closed.is_none_or(|last| last >= year)
    }
}

/// Every unit, the bloc first, in the order of the register.
pub fn read(path: &Path) -> Vec<Unit> {
    let mut reader = csv::Reader::from_path(path).expect("the register opens");
    reader.records().map(|record| unit(&record.expect("a line of the register"))).collect()
}

fn unit(record: &csv::StringRecord) -> Unit {
    let year = |column: usize| record[column].get(..4).and_then(|year| year.parse().ok());
    Unit {
        code: record[0].into(),
        name: record[1].into(),
        aliases: record[2].split(';').map(Into::into).collect(),
        members: record[7].parse().unwrap_or(0),
        opened: year(9),
        closed: year(10),
    }
}
