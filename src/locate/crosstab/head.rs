//! The header of a cross table: rows of texts become columns that say an indicator and categories.
//!
//! A column is read by the stack of texts above it: its own, those of merged cells over it, and those that span it from the left where a file
//! keeps no merged cells. A text may be broken over several rows; a title over all columns is no level.

use super::side::{Line, Said, Text};
use crate::clean::text;
use crate::locate::Lexicon;
use crate::locate::view::{Row, View};
use crate::model::{Address, workbook::Merge};
use crate::pipeline::Axis;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Rows over which one text may be broken.
const BROKEN: usize = 3;

/// A text in the stack over a column.
#[derive(Clone)]
pub struct Piece {
    /// The cell that holds it.
    pub at: Address,
    /// The text.
    pub text: Rc<Text>,
    /// Whether it stands over this column itself, or only to its left in a row without merged cells.
    is_own: bool,
}

/// The texts over each column, from the top.
pub type Stacks = BTreeMap<u32, Vec<Piece>>;

/// The texts over each column of a band of rows. `merges` are those that begin in the band, `last` is the last column that the sheet uses.
pub fn stacks(view: &View, lexicon: &Lexicon, band: &[Row], merges: &[Merge], last: u32) -> Stacks {
    let mut by_row: Vec<(BTreeMap<u32, Piece>, bool)> = Vec::new();
    for row in band {
        let mut own = BTreeMap::new();
        for (position, cell) in view.cells(row) {
            let Some(text) = Text::of(view, lexicon, position) else { continue };
            own.insert(cell.at.column, Piece { at: cell.at, text: Rc::new(text), is_own: true });
        }
        let mut is_merged = false;
        for merge in merges.iter().filter(|merge| merge.first.row == row.index) {
            let Some(piece) = own.get(&merge.first.column).cloned() else { continue };
            is_merged |= merge.last.column > merge.first.column;
            for column in merge.first.column + 1..=merge.last.column.min(last) {
                own.entry(column).or_insert_with(|| piece.clone());
            }
        }
        by_row.push((own, is_merged));
    }
    let columns: BTreeSet<u32> = by_row.iter().flat_map(|(own, _)| own.keys().copied()).collect();
    let mut stacks = Stacks::new();
    for (order, (own, is_merged)) in by_row.iter().enumerate() {
        let mut left: Option<&Piece> = None;
        for &column in &columns {
            let piece = own.get(&column);
            left = piece.or(left);
            let spanning = left.filter(|_| piece.is_none() && !is_merged && order + 1 < by_row.len());
            let filled = spanning.map(|piece| Piece { is_own: false, ..piece.clone() });
            if let Some(piece) = piece.cloned().or(filled) {
                stacks.entry(column).or_default().push(piece);
            }
        }
    }
    stacks.values_mut().for_each(drop_loose_ends);
    stacks.retain(|_, stack| !stack.is_empty());
    stacks
}

/// Text from the left spans a column only where the column has a text of its own below it.
fn drop_loose_ends(stack: &mut Vec<Piece>) {
    let last = stack.iter().rposition(|piece| piece.is_own).map_or(0, |last| last + 1);
    stack.truncate(last);
}

/// The columns of values: what each stack says on the levels of the header.
pub fn lines(lexicon: &Lexicon, stacks: &Stacks, across: &[Axis]) -> Vec<Line> {
    let headings = headings(lexicon, stacks, across);
    let mut lines: Vec<Line> = stacks
        .iter()
        .filter_map(|(&column, stack)| line(lexicon, column, stack, across, &headings))
        .collect();
    let fills: HashMap<u32, bool> =
        stacks.iter().map(|(column, stack)| (*column, stack.iter().any(|piece| !piece.is_own))).collect();
    free_grand_totals(&mut lines, &fills);
    lines
}

/// Cells that are titles over columns, no level: they span all of them, or name the dimension itself (`Chia theo giới tính`).
fn headings(lexicon: &Lexicon, stacks: &Stacks, across: &[Axis]) -> BTreeSet<Address> {
    let mut spans: HashMap<Address, (usize, &Piece)> = HashMap::new();
    let mut columns = 0;
    for stack in stacks.values() {
        columns +=
            usize::from(stack.iter().any(|p| across.iter().any(|&axis| p.text.is_telling(axis, lexicon))));
        for piece in stack {
            spans.entry(piece.at).or_insert((0, piece)).0 += 1;
        }
    }
    let names: Vec<String> = across.iter().flat_map(|&axis| names_of(lexicon, axis)).collect();
    let names_dimension = |piece: &Piece| {
        let key = text::fold(&piece.text.tidy);
        names.iter().any(|name| key.contains(name.as_str()))
    };
    let is_heading = |span: usize, piece: &Piece| span > 1 && (span >= columns || names_dimension(piece));
    spans.into_iter().filter(|(_, (span, piece))| is_heading(*span, piece)).map(|(at, _)| at).collect()
}

fn names_of(lexicon: &Lexicon, axis: Axis) -> Vec<String> {
    let Axis::Dimension(index) = axis else { return Vec::new() };
    let known = lexicon.reading.dimensions.get(usize::from(index));
    let names = known.map_or_else(Vec::new, |known| vec![&known.label.vi, &known.label.en]);
    names.into_iter().map(|name| text::fold(name)).filter(|name| !name.is_empty()).collect()
}

fn line(
    lexicon: &Lexicon,
    column: u32,
    stack: &[Piece],
    across: &[Axis],
    headings: &BTreeSet<Address>,
) -> Option<Line> {
    let own = stack.iter().rev().find(|piece| piece.is_own)?;
    let taken = best(lexicon, stack, across);
    let mut said = vec![Said::Nothing; across.len()];
    let mut used = vec![None; stack.len()];
    let mut is_of_which = false;
    for part in &taken {
        if let Some(slot) = said.get_mut(part.level) {
            *slot = part.said.clone();
        }
        used.iter_mut().take(part.end).skip(part.start).for_each(|slot| *slot = Some(part.level));
        is_of_which |= part.is_of_which;
    }
    let free = |at: usize| {
        used.get(at) == Some(&None)
            && stack.get(at).is_some_and(|piece| !headings.contains(&piece.at) && !is_marginal(&piece.text))
    };
    let first = taken.first().map_or(stack.len(), |part| part.start);
    let last = taken.last().map_or(0, |part| part.end);
    let outer = (0..first).rev().find(|&at| free(at));
    let inner = (last..stack.len()).find(|&at| free(at));
    let text_at = |at: usize| stack.get(at).map(|piece| piece.text.tidy.clone());
    if taken.is_empty() {
        // A column that nothing known stands over is never the whole.
        if let (Some(slot), Some(text)) = (said.last_mut(), text_at(stack.len().saturating_sub(1))) {
            *slot = Said::Unknown(text);
        }
    } else {
        let is_free_level = |level: usize| !taken.iter().any(|part| part.level == level);
        let levels = taken.first().map_or(0, |part| part.level);
        let above = (0..levels).rev().find(|&level| is_free_level(level)).zip(outer);
        let below = taken.last().map(|part| part.level + 1).filter(|level| *level < across.len()).zip(inner);
        for (level, at) in above.into_iter().chain(below) {
            if let (Some(slot), Some(text)) = (said.get_mut(level), text_at(at)) {
                *slot = Said::Unknown(text);
            }
        }
    }
    let mut texts: Vec<&str> = stack.iter().map(|piece| &*piece.text.tidy).collect();
    texts.dedup();
    Some(Line { index: column, said, text: Arc::from(texts.join(" › ")), at: own.at, is_of_which })
}

/// Whether a text beside a level is no word for one: a unit in parentheses, a number of the column.
fn is_marginal(text: &Text) -> bool {
    let tidy = &*text.tidy;
    (tidy.starts_with('(') && tidy.ends_with(')'))
        || tidy.chars().count() < 2
        || !tidy.contains(char::is_alphanumeric)
}

/// Some pieces of a stack that one level knows.
#[derive(Clone)]
struct Part {
    level: usize,
    start: usize,
    end: usize,
    said: Said,
    is_of_which: bool,
}

/// The reading of a stack that knows most levels and leaves the fewest texts over; of equal ones the lowest.
fn best(lexicon: &Lexicon, stack: &[Piece], across: &[Axis]) -> Vec<Part> {
    // The stack is as high as the band, a handful of rows: every reading can be tried.
    let mut all = vec![(Vec::new(), 0, 0)];
    let mut found: (Vec<Part>, usize, usize) = (Vec::new(), 0, 0);
    while let Some((parts, at, level)) = all.pop() {
        let covered: usize = parts.iter().map(|part: &Part| part.end - part.start).sum();
        let score = (parts.len(), covered);
        if score > (found.1, found.2) {
            found = (parts.clone(), score.0, score.1);
        }
        for start in at..stack.len() {
            for end in start + 1..=(start + BROKEN).min(stack.len()) {
                for (known, &axis) in across.iter().enumerate().skip(level) {
                    if let Some((said, is_of_which)) = recognised(lexicon, stack.get(start..end), axis) {
                        let mut longer = parts.clone();
                        longer.push(Part { level: known, start, end, said, is_of_which });
                        all.push((longer, end, known + 1));
                    }
                }
            }
        }
    }
    found.0
}

fn recognised(lexicon: &Lexicon, pieces: Option<&[Piece]>, axis: Axis) -> Option<(Said, bool)> {
    match pieces? {
        [] => None,
        [one] => Some((one.text.on(axis, lexicon)?, one.text.is_of_which())),
        several => {
            let texts: Vec<&Text> = several.iter().map(|piece| &*piece.text).collect();
            let whole = super::side::is_closed(axis, lexicon).then(|| Text::joined(lexicon, &texts))?;
            Some((whole.on(axis, lexicon)?, whole.is_of_which()))
        }
    }
}

/// A total that is spanned by the last group only because nothing stands over it is the total of all groups, where no other group has one.
fn free_grand_totals(lines: &mut [Line], fills: &HashMap<u32, bool>) {
    let is_total = |line: &Line| {
        line.said.len() > 1
            && line.said.last() == Some(&Said::All)
            && matches!(line.said.first(), Some(Said::Category(_) | Said::Indicators(_)))
    };
    let totals: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_total(line)).map(|(at, _)| at).collect();
    let [only] = totals.as_slice() else { return };
    let groups: BTreeSet<String> =
        lines.iter().filter_map(|line| line.said.first()).map(|said| format!("{said:?}")).collect();
    let is_filled = |line: &Line| fills.get(&line.index).copied().unwrap_or(false);
    if let Some(line) = lines.get_mut(*only).filter(|line| groups.len() > 1 && is_filled(line)) {
        line.said.iter_mut().for_each(|said| *said = Said::All);
    }
}
