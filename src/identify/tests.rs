//! Workbooks of several reports, from their bytes to submissions.

mod blocks;
mod conflicts;
mod sheets;

use super::{Identifier, Provenance};
use crate::locate::{self, Lexicon, Memory};
use crate::model::fact::FactValue;
use crate::model::outcome::Submission;
use crate::model::{Batch, Flag};
use crate::pipeline::{Definition, Limits, load};
use crate::read;
use rust_xlsxwriter::Workbook;
use std::error::Error;
use std::fs;

type Tested = Result<(), Box<dyn Error>>;

/// A form of two rows; `SOURCES` and `REPORT` are put in by each test.
const PIPELINE: &str = r#"
id     = "t"
title  = "T"
period = "month"

[submission]
SOURCES

[[sheet]]
id     = "work"
label  = ["Nội dung"]
value  = ["Kết quả"]
report = "REPORT"

[[indicator]]
id    = "trees"
label = "Cây xanh"
kind  = "count"
unit  = "x"
sheet = "work"

[[indicator]]
id    = "visits"
label = "Lượt khám"
kind  = "count"
unit  = "x"
sheet = "work"
"#;

const REGISTER: &str = "code,name\nA1,Sở Y tế\nA2,Sở Công thương\nA3,Sở Nội vụ\n";

/// A definition, and the folder that it was read from.
struct Office {
    definition: Definition,
}

impl Office {
    fn new(report: &str, sources: &str) -> Result<Self, Box<dyn Error>> {
        Self::with(report, sources, "")
    }

    /// With more sheets and indicators.
    fn with(report: &str, sources: &str, more: &str) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let pipeline = PIPELINE.replace("SOURCES", sources).replace("REPORT", report) + more;
        fs::write(folder.path().join("pipeline.toml"), pipeline)?;
        fs::write(folder.path().join("branches.csv"), REGISTER)?;
        Ok(Self { definition: load(folder.path()).map_err(|error| error.plain())? })
    }

    /// The submissions of a workbook of these sheets. The account of the whole must be that of its parts.
    fn read(&self, path: &str, sheets: &[(&str, &str)]) -> Result<Vec<Submission>, Box<dyn Error>> {
        let workbook = read::workbook(&bytes(sheets)?, &Limits::default());
        let workbook = workbook.map_err(|flag| flag.check.code())?;
        let lexicon = Lexicon::new(self.definition.reading.clone());
        let batch = locate::batch(workbook, &lexicon, &mut Memory::default());
        Ok(self.submissions(path, batch))
    }

    fn submissions(&self, path: &str, batch: Batch) -> Vec<Submission> {
        let from = Provenance { relative: path.to_owned(), sha256: "0".to_owned(), bytes: 1, received: None };
        let (cells, account, facts) = (batch.cells_read(), batch.dispositions(), batch.facts.len());
        let submissions = Identifier::new(&self.definition, None).submissions(batch, &from);
        let mut sum = crate::model::Dispositions::default();
        submissions.iter().for_each(|submission| sum.add(&submission.batch.dispositions()));
        assert_eq!(sum, account, "every cell is in one account");
        assert_eq!(submissions.iter().map(|one| one.batch.cells_read()).sum::<u64>(), cells);
        assert_eq!(submissions.iter().map(|one| one.batch.facts.len()).sum::<usize>(), facts);
        for one in &submissions {
            assert_eq!(one.batch.cells_read(), one.batch.dispositions().total(), "{}", one.sheet);
        }
        let mut ids: Vec<&str> = submissions.iter().map(|submission| submission.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), submissions.len(), "each has its own id");
        submissions
    }

    /// Each submission: `Tháng 1 A1 2024-01 accepted: 5 7`, with what counts.
    fn told(&self, submissions: &[Submission]) -> Vec<String> {
        submissions.iter().map(|submission| self.line(submission)).collect()
    }

    fn line(&self, submission: &Submission) -> String {
        let branches = &self.definition.judging.register.branches;
        let branch = submission.branch.and_then(|at| branches.get(at as usize));
        let period = submission.period.map(|period| period.to_string());
        let values = submission.batch.facts.iter().filter(|fact| fact.is_included);
        let values = values.filter_map(|fact| match &fact.value {
            FactValue::Amount(value, _) => Some(value.to_string()),
            _ => None,
        });
        let parts = [
            submission.sheet.clone(),
            branch.map_or("?".to_owned(), |branch| branch.code.clone()),
            period.unwrap_or("?".to_owned()),
            submission.status.as_str().to_owned(),
            submission.reason.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}: {}", parts.join(" "), values.collect::<Vec<_>>().join(" "))
    }
}

/// Each flag with its submission: `0 missing-branch Tháng 1!A3 found → expected`.
fn flags(submissions: &[Submission]) -> Vec<String> {
    let all = submissions.iter().enumerate();
    all.flat_map(|(at, submission)| submission.batch.flags.iter().map(move |flag| shown(at, flag))).collect()
}

fn shown(at: usize, flag: &Flag) -> String {
    let place =
        [flag.place.sheet.as_deref().map(str::to_owned), flag.place.cell.map(|cell| cell.to_string())];
    let place: Vec<String> = place.into_iter().flatten().collect();
    format!("{at} {} {}: {} → {}", flag.check.code(), place.join("!"), flag.found, flag.expected)
}

/// A workbook of sheets: rows are lines, cells stand between bars, whole numbers are numbers.
fn bytes(sheets: &[(&str, &str)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name)?;
        for (row, line) in (0u32..).zip(text.lines()) {
            for (column, cell) in (0u16..).zip(line.split('|').map(str::trim)) {
                match cell.parse::<u32>() {
                    Ok(number) => _ = sheet.write_number(row, column, number)?,
                    Err(_) if cell.is_empty() => {}
                    Err(_) => _ = sheet.write_string(row, column, cell)?,
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// A table with two values.
fn table(trees: &str, visits: &str) -> String {
    format!("Nội dung | Kết quả\nCây xanh | {trees}\nLượt khám | {visits}\n")
}
