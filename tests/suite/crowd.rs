//! An office of many branches over several years: seven figures for the size of each branch, give or take, and what is changed in them.

use crate::book;
use crate::office::Office;
use std::collections::BTreeMap;

/// The indicators and what a hundred members come to.
const RATES: [(&str, &str, f64); 7] = [
    ("trees", "Trees planted", 420.0),
    ("blood", "Units of blood", 37.0),
    ("visits", "Visits", 215.0),
    ("classes", "Classes", 64.0),
    ("gifts", "Gifts", 330.0),
    ("letters", "Letters", 151.0),
    ("shares", "Shares", 730.0),
];

/// Branches, years and figures.
#[derive(Clone)]
pub struct Crowd {
    branches: u32,
    /// Whether its periods are months of 2023.
    is_monthly: bool,
    figures: BTreeMap<(u16, u32, usize), Option<u64>>,
    definition: Vec<(&'static str, &'static str)>,
}

impl Crowd {
    /// So many branches with ordinary figures in each of the years.
    pub fn new(branches: u32, years: impl IntoIterator<Item = u16>) -> Self {
        let mut figures = BTreeMap::new();
        for year in years {
            for branch in 1..=branches {
                for indicator in 0..RATES.len() {
                    figures.insert((year, branch, indicator), Some(usual(year, branch, indicator)));
                }
            }
        }
        Self { branches, is_monthly: false, figures, definition: Vec::new() }
    }

    /// The same in months of 2023: what is a year elsewhere is a month.
    pub fn monthly(branches: u32, months: impl IntoIterator<Item = u16>) -> Self {
        let crowd = Self { is_monthly: true, ..Self::new(branches, months) };
        crowd
            .define("period = \"year\"", "period = \"month\"")
            .define("(?<year>20\\d{2})", "(?<period>20\\d{2}-\\d{2})")
    }

    /// Changes a figure by what it was; none leaves its cell blank.
    pub fn change(mut self, year: u16, branch: u32, id: &str, to: impl Fn(u64) -> Option<u64>) -> Self {
        let figure = self.figures.get_mut(&(year, branch, index(id))).expect("a figure");
        *figure = figure.and_then(to);
        self
    }

    /// Gives a branch the figures of another one, or of another year.
    pub fn copy(mut self, (from_year, from): (u16, u32), (to_year, to): (u16, u32), ids: &[&str]) -> Self {
        for id in ids {
            let figure = self.figures[&(from_year, from, index(id))];
            self.figures.insert((to_year, to, index(id)), figure);
        }
        self
    }

    /// Changes a passage of the definition.
    pub fn define(mut self, from: &'static str, to: &'static str) -> Self {
        self.definition.push((from, to));
        self
    }

    /// The folder: `2023/B07.xlsx`, each indicator in its row from the second on.
    pub fn office(&self) -> Office {
        let mut reports: BTreeMap<(u16, u32), String> = BTreeMap::new();
        for ((year, branch, indicator), figure) in &self.figures {
            let text = reports.entry((*year, *branch)).or_insert_with(|| "Nội dung | Kết quả".to_owned());
            let figure = figure.map_or(String::new(), |figure| format!("#{figure}"));
            text.push_str(&format!("\n{} | {figure}", RATES[*indicator].1));
        }
        let office = Office::of(&definition(), &register(self.branches));
        let office = self.definition.iter().fold(office, |office, (from, to)| office.define(from, to));
        reports.iter().fold(office, |office, ((year, branch), text)| {
            let folder = if self.is_monthly { format!("2023-{year:02}") } else { year.to_string() };
            office.file(&format!("{folder}/B{branch:02}.xlsx"), book::workbook(&[("Biểu 1", text)]))
        })
    }
}

fn index(id: &str) -> usize {
    RATES.iter().position(|(known, ..)| *known == id).expect("an indicator")
}

fn size(branch: u32) -> u32 {
    60 + 13 * branch
}

/// What a branch reports: its size times the rate, up to a quarter more or less, as if by chance.
fn usual(year: u16, branch: u32, indicator: usize) -> u64 {
    let mixed = (u64::from(branch) << 32 | u64::from(year) << 8 | indicator as u64)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let wobble = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40 & 15;
    let rate = RATES[indicator].2 / 100.0;
    (f64::from(size(branch)) * rate * (0.75 + 0.03 * wobble as f64)) as u64
}

fn definition() -> String {
    let head = r#"id     = "crowd"
period = "year"
title  = "Crowd"

[submission]
branch = [{ file_name = '^(?<code>B\d{2})' }]
period = [{ folder = '(?<year>20\d{2})' }]

[checks]
branch-missing = "info"

[[sheet]]
id    = "report"
label = ["Nội dung"]
value = ["Kết quả"]
"#;
    let indicator = |(id, label, _): &(&str, &str, f64)| {
        format!(
            "\n[[indicator]]\nid    = \"{id}\"\nlabel = \"{label}\"\nkind  = \"count\"\nunit  = \"cái\"\n"
        )
    };
    let indicators: String = RATES.iter().map(indicator).collect();
    format!("{head}{indicators}")
}

fn register(branches: u32) -> String {
    let line = |branch: u32| format!("B{branch:02},Branch {branch},,unit,,,,{},,,,,\n", size(branch));
    let lines: String = (1..=branches).map(line).collect();
    format!(
        "code,name,aliases,type,sector,level,parent,members,contact,opened,closed,due,predecessors\n{lines}"
    )
}
