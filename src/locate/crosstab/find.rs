//! Finds cross tables by the words on their sides, wherever they stand and whichever way round.
//!
//! A table is a row of words that the header's levels know, over a column of words that the levels on the left know. Both orientations of every
//! declared table are tried; the one that knows most words is taken.

use super::Grid;
use super::head::{self, Stacks};
use super::labels::{self, LabelColumn};
use super::side::{self, Line, Said, Text, is_closed};
use crate::locate::view::{Row, View};
use crate::locate::{LONGEST_TELLING, Lexicon};
use crate::model::Value;
use crate::model::workbook::Merge;
use crate::pipeline::{Axis, CrosstabLayout, Layout};
use std::collections::HashSet;

/// Rows over which a header may be spread.
const BAND: usize = 7;
/// Rows with known words that are looked at below what may be a header.
const BODY: usize = 64;
/// Rows above a header in which a title may name the indicator that fills it.
const TITLE: u32 = 6;
/// Words that a table must show on both sides together.
const TELLING: usize = 3;
/// Cells from the top of a sheet in which words broken over two rows are looked for.
const BROKEN_CELLS: usize = 4_096;

/// A declared table in one of its orientations.
#[derive(Clone)]
pub struct Shape<'a> {
    /// Index of the sheet form.
    pub form: u16,
    /// The declared layout.
    pub layout: &'a CrosstabLayout,
    /// What the texts on the left say.
    pub down: &'a [Axis],
    /// What the headers say.
    pub across: &'a [Axis],
}

/// Every orientation of every declared table, as declared first.
pub fn shapes(lexicon: &Lexicon) -> Vec<Shape<'_>> {
    let mut shapes = Vec::new();
    for (form, sheet) in (0u16..).zip(&lexicon.reading.sheets) {
        let Layout::Crosstab(layout) = &sheet.layout else { continue };
        shapes.push(Shape { form, layout, down: &layout.down, across: &layout.across });
        shapes.push(Shape { form, layout, down: &layout.across, across: &layout.down });
    }
    shapes
}

/// A row with known words: their columns and positions.
struct Hits {
    row: u32,
    marks: Vec<(u32, usize)>,
    /// Whether the words go on in the row below.
    is_broken: bool,
}

/// What may be a table.
struct Candidate<'s, 'a> {
    shape: &'s Shape<'a>,
    first_row: u32,
    first_column: u32,
    score: usize,
}

/// Every cross table of a sheet, from top to bottom. Rows at which other tables begin (`stops`) end the one above.
pub fn find(view: &View, lexicon: &Lexicon, stops: &[u32]) -> Vec<Grid> {
    let shapes = shapes(lexicon);
    if shapes.is_empty() {
        return Vec::new();
    }
    let sheet = Sheet::new(view, lexicon);
    let mut grids = sheet.with(&shapes, &sheet.hits);
    if grids.is_empty() {
        grids = sheet.with(&shapes, &sheet.broken_hits(&shapes));
    }
    let starts: Vec<u32> = grids.iter().map(|grid| grid.first_row).collect();
    for grid in &mut grids {
        let next = starts.iter().chain(stops).copied().filter(|row| *row > grid.last_row).min();
        grid.end = next.unwrap_or(u32::MAX);
    }
    grids
}

/// A sheet with what is looked up many times.
struct Sheet<'v, 'a> {
    view: &'v View<'a>,
    lexicon: &'v Lexicon,
    hits: Vec<Hits>,
    merges: Vec<Merge>,
    last_column: u32,
}

impl<'v, 'a> Sheet<'v, 'a> {
    fn new(view: &'v View<'a>, lexicon: &'v Lexicon) -> Self {
        let mut merges = view.sheet.merges.clone();
        merges.sort_unstable_by_key(|merge| merge.first);
        let mut hits = Vec::new();
        for row in &view.rows {
            let is_known = |position: usize, value: &Value| match value {
                Value::Number(number) => !lexicon.crosstabs.of_number(*number).is_empty(),
                _ => view.meaning(position).is_some_and(|meaning| {
                    !meaning.members(lexicon).is_empty()
                        || meaning.label(lexicon).is_some()
                        || meaning.row_words(lexicon).is_total
                }),
            };
            let known = view.cells(row).filter(|(position, cell)| is_known(*position, &cell.value));
            let marks: Vec<(u32, usize)> = known.map(|(position, cell)| (cell.at.column, position)).collect();
            if !marks.is_empty() {
                hits.push(Hits { row: row.index, marks, is_broken: false });
            }
        }
        let last_column = view.sheet.cells.iter().map(|cell| cell.at.column).max().unwrap_or(0);
        Self { view, lexicon, hits, merges, last_column }
    }

    /// Tables whose header begins in one of the rows.
    fn with(&self, shapes: &[Shape], anchors: &[Hits]) -> Vec<Grid> {
        let mut grids: Vec<Grid> = Vec::new();
        for anchor in anchors {
            let floor = grids.last().map_or(0, |last| last.last_row + 1);
            if anchor.row < floor {
                continue;
            }
            let candidates = shapes.iter().filter_map(|shape| self.candidate(shape, anchor, floor));
            let mut best: Vec<Candidate> = Vec::new();
            for candidate in candidates {
                match best.first().map(|first| first.score) {
                    Some(score) if score > candidate.score => {}
                    Some(score) if score == candidate.score => best.push(candidate),
                    _ => best = vec![candidate],
                }
            }
            let Some(first) = best.first() else { continue };
            let rivals: Vec<u16> =
                best.iter().map(|other| other.shape.form).filter(|form| *form != first.shape.form).collect();
            grids.extend(self.grid(first, floor, rivals));
        }
        grids
    }

    fn text(&self, position: usize) -> Option<Text> {
        Text::of(self.view, self.lexicon, position)
    }

    /// Whether a row may begin the header of a table.
    fn candidate<'s, 'l>(
        &self,
        shape: &'s Shape<'l>,
        anchor: &Hits,
        floor: u32,
    ) -> Option<Candidate<'s, 'l>> {
        let closed = |axes: &[Axis]| axes.iter().any(|&axis| is_closed(axis, self.lexicon));
        let found = if closed(shape.across) {
            self.under_known_words(shape, anchor)?
        } else {
            self.under_any_words(shape, anchor, floor)?
        };
        let (first_row, first_column, words) = found;
        let is_named = self.lexicon.form_named(&self.view.sheet.name) == Some(shape.form);
        let is_titled = self.is_titled(shape, first_row, floor);
        Some(Candidate {
            shape,
            first_row,
            first_column,
            score: words + usize::from(is_named) * 100_000 + usize::from(is_titled) * 10_000,
        })
    }

    /// The distinct words of a row that the header's levels know, right of what the levels on the left know below it.
    fn under_known_words(&self, shape: &Shape, anchor: &Hits) -> Option<(u32, u32, usize)> {
        let known: Vec<(u32, usize)> = anchor
            .marks
            .iter()
            .copied()
            .filter(|&(_, position)| self.tells_of(anchor, position, shape.across))
            .collect();
        let (first, _) = *known.first()?;
        let is_header = self.is_header_of_numbers(anchor, &known);
        let has_label = anchor.marks.iter().any(|&(column, at)| column < first && self.tells(at, shape.down));
        if !is_header || has_label {
            return None;
        }
        let words = self.distinct(known.iter().map(|&(_, at)| at));
        let below = self.labels_below(shape, anchor.row, |column| column < first);
        let is_labelled = self.is_labelled(shape, anchor.row);
        let is_open = !shape.down.iter().any(|&axis| is_closed(axis, self.lexicon));
        let is_table = match (is_open, is_labelled) {
            (true, true) => true,
            (true, false) => words > 1 && self.has_texts_below(anchor.row, first),
            (false, true) => below > 0,
            (false, false) => below > 0 && words + below >= TELLING,
        };
        is_table.then_some((anchor.row, first, words + below))
    }

    /// A header of free texts: right above the first row that the levels on the left know, or beside the header over the labels.
    fn under_any_words(&self, shape: &Shape, anchor: &Hits, floor: u32) -> Option<(u32, u32, usize)> {
        if let Some(&(column, _)) = anchor
            .marks
            .iter()
            .find(|(_, at)| self.text(*at).is_some_and(|text| text.is_over_labels(shape.form)))
        {
            let row = self.view.row(anchor.row)?;
            let first = self.view.cells(row).map(|(_, cell)| cell.at.column).find(|&next| next > column)?;
            return Some((
                anchor.row,
                first,
                TELLING + self.labels_below(shape, anchor.row, |at| at < first),
            ));
        }
        let &(column, _) = anchor.marks.iter().find(|(_, at)| self.tells(*at, shape.down))?;
        let order = self.view.rows.partition_point(|row| row.index < anchor.row);
        let above = self.view.rows.get(order.checked_sub(1)?).filter(|row| row.index >= floor)?;
        let words: Vec<u32> =
            self.view.cells(above).map(|(_, cell)| cell.at.column).filter(|&at| at > column).collect();
        let first = *words.first()?;
        let below = self.labels_below(shape, above.index, |at| at == column);
        (below > 1).then_some((above.index, first, words.len() + below))
    }

    /// Whether a cell says what only one of these levels can say.
    fn tells(&self, position: usize, axes: &[Axis]) -> bool {
        axes.iter().any(|&axis| side::tells(self.view, self.lexicon, position, axis))
    }

    /// The same of a cell of a header, with the one below it where words are broken over both.
    fn tells_of(&self, anchor: &Hits, position: usize, axes: &[Axis]) -> bool {
        if !anchor.is_broken {
            return self.tells(position, axes);
        }
        let whole = self.with_below(position);
        whole.is_some_and(|whole| axes.iter().any(|&axis| whole.is_telling(axis, self.lexicon)))
    }

    /// The text of a cell with that of the cell right below it; none of texts that are too long for a header.
    fn with_below(&self, position: usize) -> Option<Text> {
        let at = self.view.cell(position)?.at;
        let below = self.view.position(self.view.row(at.row + 1)?, at.column)?;
        if [position, below].iter().any(|&position| self.view.text(position).len() > LONGEST_TELLING) {
            return None;
        }
        Some(Text::joined(self.lexicon, &[&self.text(position)?, &self.text(below)?]))
    }

    /// Whether a cell ends a word that begins in the cell above it: `5 -` over `14`.
    fn ends_word(&self, position: usize, axes: &[Axis]) -> bool {
        let above = self.view.cell(position).and_then(|cell| {
            let row = self.view.row(cell.at.row.checked_sub(1)?)?;
            self.with_below(self.view.position(row, cell.at.column)?)
        });
        above.is_some_and(|whole| axes.iter().any(|&axis| whole.is_telling(axis, self.lexicon)))
    }

    /// Numbers are words of a header where they ascend and are all that stands beside it: elsewhere they are values.
    fn is_header_of_numbers(&self, anchor: &Hits, known: &[(u32, usize)]) -> bool {
        let number = |position: usize| match self.view.cell(position).map(|cell| &cell.value) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let numbers: Vec<f64> = known.iter().filter_map(|&(_, position)| number(position)).collect();
        let Some(row) = self.view.row(anchor.row) else { return false };
        let all = self.view.cells(row).filter(|(position, _)| number(*position).is_some()).count();
        numbers.is_empty()
            || numbers.len() > 1
                && numbers.len() == all
                && numbers.windows(2).all(|pair| matches!(pair, [one, two] if one < two))
    }

    /// How many distinct words the levels on the left know in the rows below, in columns of a kind.
    fn labels_below(&self, shape: &Shape, row: u32, is_label: impl Fn(u32) -> bool) -> usize {
        let start = self.hits.partition_point(|hits| hits.row <= row);
        let marks = self.hits.iter().skip(start).take(BODY).flat_map(|hits| hits.marks.iter());
        let labels = marks.filter(|(column, _)| is_label(*column)).map(|(_, at)| *at);
        self.distinct(labels.filter(|at| self.tells(*at, shape.down)))
    }

    /// How many different texts or numbers some cells hold.
    fn distinct(&self, positions: impl Iterator<Item = usize>) -> usize {
        let mut texts = HashSet::new();
        let mut numbers = HashSet::new();
        for position in positions {
            match self.view.cell(position).map(|cell| &cell.value) {
                Some(Value::Number(number)) => _ = numbers.insert(number.to_bits()),
                _ => _ = texts.insert(self.view.text(position)),
            }
        }
        texts.len() + numbers.len()
    }

    fn has_texts_below(&self, row: u32, before: u32) -> bool {
        let start = self.view.rows.partition_point(|known| known.index <= row);
        let mut rows = self.view.rows.iter().skip(start).take(BAND);
        rows.any(|row| {
            self.view.cells(row).any(|(at, cell)| cell.at.column < before && !self.view.text(at).is_empty())
        })
    }

    /// Whether the header over the labels stands within the rows of a header.
    fn is_labelled(&self, shape: &Shape, row: u32) -> bool {
        let start = self.hits.partition_point(|hits| hits.row + (BAND as u32) < row);
        let near = self.hits.iter().skip(start).take_while(|hits| hits.row < row + BAND as u32);
        let mut marks = near.flat_map(|hits| hits.marks.iter());
        marks.any(|(_, at)| self.text(*at).is_some_and(|text| text.is_over_labels(shape.form)))
    }

    /// Whether a text above the header names the indicator that fills the table.
    fn is_titled(&self, shape: &Shape, first_row: u32, floor: u32) -> bool {
        let Some(indicator) = shape.layout.indicator else { return false };
        let known = self.lexicon.reading.indicators.get(indicator as usize);
        let names: Vec<String> = known
            .into_iter()
            .flat_map(|known| [&known.label.vi, &known.label.en].into_iter().chain(&known.aliases))
            .map(|name| crate::clean::text::fold(name))
            .filter(|name| !name.is_empty())
            .collect();
        let end = self.view.rows.partition_point(|row| row.index < first_row);
        let rows = self
            .view
            .rows
            .iter()
            .take(end)
            .rev()
            .take_while(|row| row.index >= floor && row.index + TITLE >= first_row);
        let mut keys =
            rows.flat_map(|row| row.cells.clone()).filter_map(|at| Some(&*self.view.meaning(at)?.key));
        keys.any(|key| names.iter().any(|name| key.contains(name.as_str())))
    }

    /// Reads the header of a table.
    fn grid(&self, found: &Candidate, floor: u32, rivals: Vec<u16>) -> Option<Grid> {
        let shape = found.shape;
        let band = self.band(shape, found.first_row, found.first_column, floor);
        let (first_row, last_row) = (band.first()?.index, band.last()?.index);
        let start = self.merges.partition_point(|merge| merge.first.row < first_row);
        let end = self.merges.partition_point(|merge| merge.first.row <= last_row);
        let merges = self.merges.get(start..end).unwrap_or_default();
        let stacks = head::stacks(self.view, self.lexicon, &band, merges, self.last_column);
        let over = |is_over: fn(&Text, u16) -> bool| -> Vec<u32> {
            let is_headed =
                |stack: &Vec<head::Piece>| stack.iter().any(|piece| is_over(&piece.text, shape.form));
            stacks.iter().filter(|(_, stack)| is_headed(stack)).map(|(column, _)| *column).collect()
        };
        let headed = over(Text::is_over_labels);
        let unit = over(Text::is_over_units).first().copied();
        let values: Stacks = stacks
            .into_iter()
            .filter(|(column, _)| !headed.contains(column) && unit != Some(*column))
            .collect();
        let mut columns = head::lines(self.lexicon, &values, shape.across);
        // Left of the first word that is known a free text is no category: it stands over labels or codes.
        let is_category = |line: &Line| line.said.iter().any(|said| matches!(said, Said::Category(_)));
        columns.retain(|line| line.index >= found.first_column || !is_category(line));
        let body = self.view.rows.partition_point(|row| row.index <= last_row);
        let body = self.view.rows.get(body..).unwrap_or_default();
        let labels = labels::columns(self.view, self.lexicon, shape, body, &columns, &headed);
        let first_label = labels.iter().map(|label| label.column).min()?;
        let is_label = |column: u32| labels.iter().any(|label: &LabelColumn| label.column == column);
        columns
            .retain(|line| !is_label(line.index) && (line.unknown().is_none() || line.index > first_label));
        Some(Grid {
            form: shape.form,
            rivals,
            first_row,
            last_row,
            end: u32::MAX,
            down: shape.down.to_vec(),
            across: shape.across.to_vec(),
            columns,
            labels,
            unit,
        })
    }

    /// The rows of a header: from its first known words, and free texts of outer levels above them, down to the first row of the body.
    fn band(&self, shape: &Shape, first_row: u32, first_column: u32, floor: u32) -> Vec<Row> {
        let rows = &self.view.rows;
        let start = rows.partition_point(|row| row.index < first_row);
        let is_open = |axis: &&Axis| !is_closed(**axis, self.lexicon);
        let open_above = shape.across.iter().take_while(is_open).count().min(shape.across.len() - 1);
        let has_words = |row: &&Row| {
            row.index >= floor
                && self
                    .view
                    .cells(row)
                    .any(|(at, cell)| cell.at.column >= first_column && !self.view.text(at).is_empty())
        };
        let above = rows.iter().take(start).rev().take(open_above).take_while(has_words).count();
        let mut band: Vec<Row> = rows.get(start - above..=start).unwrap_or_default().to_vec();
        for row in rows.iter().skip(start + 1).take(BAND - 1) {
            if self.is_body(shape, row, first_column) {
                break;
            }
            band.push(row.clone());
        }
        band
    }

    /// Whether a row below the first one of a header is no row of the header.
    fn is_body(&self, shape: &Shape, row: &Row, first_column: u32) -> bool {
        let locale = self.lexicon.reading.locale;
        let mut has_words = false;
        let mut labels = Vec::new();
        for (position, cell) in self.view.cells(row) {
            let Some(text) = self.text(position) else {
                if cell.at.column >= first_column && cell.text().is_none() {
                    return true;
                }
                continue;
            };
            let is_value = cell.at.column >= first_column;
            let is_member = || shape.across.iter().any(|&axis| text.is_telling(axis, self.lexicon));
            let is_word = || labels.is_empty() && (is_member() || self.ends_word(position, shape.across));
            if is_value && self.view.is_number(position, locale) && !is_word() {
                return true;
            }
            has_words |= is_value;
            if !is_value && !text.is_over_labels(shape.form) && !text.is_over_units(shape.form) {
                labels.push(text);
            }
        }
        let is_label = |text: &Text| {
            text.is_total() || shape.down.iter().any(|&axis| text.is_telling(axis, self.lexicon))
        };
        !has_words || labels.iter().any(is_label)
    }

    /// Rows in which words of a header are broken over two cells, one below the other.
    fn broken_hits(&self, shapes: &[Shape]) -> Vec<Hits> {
        let mut all = Vec::new();
        let axes: Vec<Axis> = shapes.iter().flat_map(|shape| shape.across).copied().collect();
        for row in self.view.rows.iter().take_while(|row| row.cells.end <= BROKEN_CELLS) {
            let is_known = |&(_, position): &(u32, usize)| {
                let whole = self.with_below(position);
                whole.is_some_and(|whole| axes.iter().any(|&axis| whole.is_telling(axis, self.lexicon)))
            };
            let cells = self.view.cells(row).map(|(position, cell)| (cell.at.column, position));
            let marks: Vec<(u32, usize)> = cells.filter(is_known).collect();
            if !marks.is_empty() {
                all.push(Hits { row: row.index, marks, is_broken: true });
            }
        }
        all
    }
}
