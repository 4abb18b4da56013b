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
}

impl Unit {
    /// Whether it is the bloc itself.
    pub fn is_bloc(&self) -> bool {
        self.code == "KH00"
    }
}

/// Every unit, the bloc first, in the order of the register.
pub fn read(path: &Path) -> Vec<Unit> {
    let mut reader = csv::Reader::from_path(path).expect("the register opens");
    reader.records().map(|record| unit(&record.expect("a line of the register"))).collect()
}

fn unit(record: &csv::StringRecord) -> Unit {
    Unit {
        code: record[0].into(),
        name: record[1].into(),
        aliases: record[2].split(';').map(Into::into).collect(),
        members: record[7].parse().unwrap_or(0),
    }
}
