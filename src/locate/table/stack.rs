//! The texts over each column of a header band: merged cells hold for all columns under them, and so do texts with blanks to their right where
//! the row below says more.

use crate::clean::text;
use crate::locate::header::{without_parentheses, without_period};
use crate::locate::view::View;
use crate::model::{Address, Value};
use std::collections::{BTreeMap, HashMap};

/// Columns over which a text without a merged cell is believed to hold.
const WIDEST_SPAN: u32 = 64;
/// Longer texts are no headers.
const LONGEST_HEADER: usize = 160;

/// Merged rectangles by their first cell: a sheet may have a hundred thousand.
pub struct Merges(HashMap<Address, Address>);

impl Merges {
    /// Indexes the merged rectangles of a sheet, where anybody asks.
    pub fn new(view: &View, is_asked: bool) -> Self {
        if !is_asked {
            return Self(HashMap::new());
        }
        Self(view.sheet.merges.iter().map(|merge| (merge.first, merge.last)).collect())
    }

    /// The last cell of the rectangle that begins here; the cell itself where none does.
    pub fn last(&self, at: Address) -> Address {
        self.0.get(&at).copied().unwrap_or(at)
    }
}

/// A text of a header with the columns that it holds for.
#[derive(Clone, Debug)]
pub struct Level<'v> {
    /// The tidied text.
    pub text: std::borrow::Cow<'v, str>,
    /// Where it stands.
    pub at: Address,
    /// The last cell of its merged rectangle.
    pub last: Address,
}

/// The columns of a band with the texts over them, from the top.
pub struct Stacks<'v>(pub BTreeMap<u32, Vec<Level<'v>>>);

impl<'v> Stacks<'v> {
    /// Reads a band of rows.
    pub fn new(view: &'v View, merges: &Merges, (first, last): (u32, u32)) -> Self {
        let rows: Vec<Vec<Level>> = (first..=last).map(|row| levels(view, merges, row)).collect();
        let mut stacks: BTreeMap<u32, Vec<Level>> = BTreeMap::new();
        let columns = |rows: &[Vec<Level>]| -> std::collections::BTreeSet<u32> {
            rows.iter().flatten().map(|level| level.at.column).collect()
        };
        let all = columns(&rows);
        for (order, row) in rows.iter().enumerate() {
            let below = columns(rows.get(order + 1..).unwrap_or_default());
            for &column in &all {
                let before = row.partition_point(|level| level.at.column <= column);
                let Some(level) = before.checked_sub(1).and_then(|at| row.get(at)) else { continue };
                if holds_for(level, column, &below) {
                    stacks.entry(column).or_default().push(level.clone());
                }
            }
        }
        Self(stacks)
    }
}

/// Whether a text holds for a column to its right, or its own.
fn holds_for(level: &Level, column: u32, below: &std::collections::BTreeSet<u32>) -> bool {
    if column == level.at.column {
        return true;
    }
    if level.last.column > level.at.column {
        return column <= level.last.column && below.contains(&column);
    }
    let width = column - level.at.column;
    width <= WIDEST_SPAN && below.range(level.at.column..=column).count() == width as usize + 1
}

/// The texts of a row.
fn levels<'v>(view: &'v View, merges: &Merges, row: u32) -> Vec<Level<'v>> {
    let Some(row) = view.row(row) else { return Vec::new() };
    let cells = view.cells(row).filter_map(|(position, cell)| {
        let text = header_text(view, position)?;
        Some(Level { text, at: cell.at, last: merges.last(cell.at) })
    });
    cells.collect()
}

/// What a cell says as a header: its text, or a whole number such as a year.
pub fn header_text<'v>(view: &'v View, position: usize) -> Option<std::borrow::Cow<'v, str>> {
    match view.cell(position)?.value {
        Value::Text(_) => {
            let text = view.text(position);
            (!text.is_empty() && text.len() <= LONGEST_HEADER).then_some(text.into())
        }
        Value::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(&number) => {
            Some(number.to_string().into())
        }
        _ => None,
    }
}

/// Texts of levels that stand in rows of their own, as one.
pub fn joined(levels: &[Level]) -> String {
    let mut text = String::new();
    for level in levels {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&level.text);
    }
    text
}

/// The keys under which a header text is looked up, the most exact first: whole, without a footnote, without its parentheses, without a period.
pub fn keys(text: &str) -> [String; 4] {
    let bare = crate::locate::labels::bare(text);
    let outside = text::fold(crate::locate::labels::bare(without_parentheses(text)));
    let timeless = without_period(&outside).to_owned();
    [text::fold(text), text::fold(bare), outside, timeless]
}
