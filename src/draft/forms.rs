//! Groups of tables with the same rows in every report become sheets of the layout `form`, their rows indicators.
//!
//! Versions of a form that share their rows become one sheet: its headers are all that were met. A row is an indicator where enough reports
//! have it; what few have is told in a comment, never silently dropped.

use super::columns::{self, Measure, ValueColumn};
use super::crosstabs::{self, Cross, cross};
use super::groups::{Group, sheet_name};
use super::items::{Item, Report, items};
use super::observe::{Observed, Role};
use super::rows::{Place, RowKind, rows};
use super::sections::{self, NamedTotal};
use super::words;
use crate::clean::{text, unit};
use crate::pipeline::Extent;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the reports of a sheet that must have a row for it to be the form's: below it, a branch added it.
const OF_THE_FORM: f64 = 0.04;
/// Share of items that two groups must have in common to be one sheet.
const SAME_SHEET: f64 = 0.3;
/// Share of reports in which a sheet must have a name to be found by it.
const NAMED: f64 = 0.1;

/// A sheet of the definition.
#[derive(Clone, Debug, Default)]
pub struct FormSheet {
    /// Its id.
    pub id: String,
    /// Names of sheets.
    pub named: Vec<String>,
    /// Headers over labels, codes, units.
    pub label: Vec<String>,
    /// Headers over codes.
    pub code: Vec<String>,
    /// Headers over units.
    pub unit: Vec<String>,
    /// Headers over values, by measure.
    pub values: BTreeMap<Measure, Vec<String>>,
    /// What a report fills.
    pub extent: Extent,
    /// In how many reports it was met.
    pub reports: usize,
    /// Of how many reports its rows are, those of other sheets with the same rows among them.
    pub asked: usize,
    /// Groups that it is made of.
    pub groups: BTreeSet<usize>,
    /// Labels of total rows with the number of reports.
    pub totals: BTreeMap<String, usize>,
    /// How it is a cross table, if it is one.
    pub cross: Option<Cross>,
    /// Totals that name what they sum.
    pub named_totals: Vec<NamedTotal>,
    /// Its rows.
    pub items: Vec<Item>,
    /// Rows that too few reports have to be the form's, with how many.
    pub strange: Vec<(String, usize)>,
}

/// The sheets of all groups whose rows are fixed.
pub fn sheets(observed: &Observed, groups: &[&Group], taken: &mut Vec<String>) -> Vec<FormSheet> {
    let crosses: Vec<Option<Cross>> = groups.iter().map(|group| cross(observed, group, taken)).collect();
    let is_cross = |at: usize| crosses.get(at).is_some_and(Option::is_some);
    let mut numbers: BTreeMap<Place, usize> = BTreeMap::new();
    let mut reports = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        for place in &group.tables {
            let next = numbers.len();
            let number = *numbers.entry(group.report_of(*place)).or_insert(next);
            reports.extend(report(observed, *place, number, (at, is_cross(at))));
        }
    }
    let named = sections::settle(&mut reports);
    let items = items(&reports);
    let unions = unions(observed, groups, &items, &is_cross);
    let mut sheets: Vec<FormSheet> =
        unions.into_iter().map(|members| sheet(observed, groups, &members, &reports)).collect();
    for sheet in &mut sheets {
        sheet.cross = sheet.groups.iter().find_map(|at| crosses.get(*at).cloned().flatten());
        let of: Vec<&&Group> = sheet.groups.iter().filter_map(|at| groups.get(*at)).collect();
        if sheet.cross.is_some() {
            let mut met = BTreeSet::new();
            let headers = of.iter().flat_map(|group| crosstabs::label_headers(observed, group));
            sheet.label = headers.filter(|header| met.insert(text::fold(header))).collect();
        }
    }
    for sheet in &mut sheets {
        let has_it = |total: &&NamedTotal| total.groups.iter().any(|group| sheet.groups.contains(group));
        let of: Vec<NamedTotal> = named.iter().filter(has_it).cloned().collect();
        sheet.named_totals = of;
    }
    // Sheets whose rows are those of another one are there all the same.
    let has_rows = |sheet: &FormSheet| items.iter().any(|item| !item.groups.is_disjoint(&sheet.groups));
    sheets.retain(has_rows);
    for item in items {
        // Of sheets with as many, the first: `max_by_key` gives the last.
        let best =
            sheets.iter_mut().rev().max_by_key(|sheet| sheet.groups.intersection(&item.groups).count());
        if let Some(sheet) = best {
            sheet.items.push(item);
        }
    }
    let of_groups: BTreeMap<usize, usize> =
        reports.iter().map(|report| (report.report, report.group)).collect();
    sheets.iter_mut().for_each(|sheet| {
        drop_strange(sheet);
        // Rows that several sheets share are asked in the reports of all of them.
        let groups: BTreeSet<usize> =
            sheet.items.iter().flat_map(|item| item.groups.iter().copied()).collect();
        let asked = of_groups.values().filter(|group| groups.contains(group)).count();
        sheet.asked = asked.max(sheet.reports);
    });
    sheets
}

fn report<'o>(
    observed: &'o Observed,
    place: Place,
    number: usize,
    (group, is_cross): (usize, bool),
) -> Option<Report<'o>> {
    let book = observed.books.get(place.0)?;
    let seat = book.tables.get(place.1)?.get(place.2)?;
    let columns = columns::values(seat, observed.locale);
    let of_sums = columns.iter().filter(|column| column.measure == Measure::Cumulative);
    let cumulative: Vec<usize> = of_sums.map(|column| column.index).collect();
    let actual = columns.into_iter().filter(|column| column.measure == Measure::Actual);
    let actual = if is_cross {
        crosstabs::actual(seat)
    } else {
        actual.map(|column| (column.index, column.whole)).collect()
    };
    let banner = banner(observed, place);
    Some(Report {
        report: number,
        group,
        rows: rows(book, place, observed.locale),
        actual,
        cumulative,
        banner,
    })
}

/// The unit that a line between the table and the one above it states, `ĐVT: triệu đồng`.
fn banner(observed: &Observed, place: Place) -> Option<String> {
    let book = observed.books.get(place.0)?;
    let table = &book.tables.get(place.1)?.get(place.2)?.table;
    let lines = book.grids.get(place.1)?.lines.get(table.above..table.first_line)?;
    let mut texts = lines.iter().rev().flat_map(|line| line.cells.iter().filter_map(|cell| cell.text()));
    texts.find_map(|text| {
        let stated = || unit::in_banner(&text.tidy, observed.locale).map(|unit| unit.text.to_string());
        currency_of_caption(&text.tidy).or_else(stated)
    })
}

/// The currency with which a caption ends in brackets, with its multiple: `Table 2. Expenditure (USD)`, `(in thousands of USD)`.
fn currency_of_caption(caption: &str) -> Option<String> {
    let inner = caption.trim_end().strip_suffix(')')?.rsplit_once('(')?.1;
    let code = inner.split(' ').find(|word| words::CURRENCIES.contains(word))?;
    let key = text::fold(inner);
    let multiple = ["thousand", "million", "billion"].into_iter().find(|word| key.contains(word));
    Some(multiple.map_or_else(|| code.to_owned(), |multiple| format!("{multiple} {code}")))
}

/// Groups that are one sheet: they share rows, or the reader could not tell their headers apart.
fn unions(
    observed: &Observed,
    groups: &[&Group],
    items: &[Item],
    is_cross: &dyn Fn(usize) -> bool,
) -> Vec<BTreeSet<usize>> {
    let sets: Vec<BTreeSet<usize>> = (0..groups.len())
        .map(|group| {
            let of = items.iter().enumerate().filter(|(_, item)| item.groups.contains(&group));
            of.map(|(index, _)| index).collect()
        })
        .collect();
    let heads: Vec<(BTreeSet<String>, BTreeSet<String>)> =
        groups.iter().map(|group| heads(observed, group)).collect();
    let mut into: Vec<usize> = (0..groups.len()).collect();
    for one in 0..groups.len() {
        for two in one + 1..groups.len() {
            let (Some(a), Some(b), Some(x), Some(y)) =
                (sets.get(one), sets.get(two), heads.get(one), heads.get(two))
            else {
                continue;
            };
            let common = a.intersection(b).count() as f64;
            let is_like = common > 0.0 && common >= SAME_SHEET * a.len().min(b.len()) as f64;
            let has_same_head = !x.0.is_disjoint(&y.0) && !x.1.is_disjoint(&y.1);
            let extent = |at: usize| groups.get(at).map(|group| group.extent);
            let is_one = has_same_head || (is_like && extent(one) == extent(two));
            if is_one && is_cross(one) == is_cross(two) {
                let (from, to) =
                    (into.get(two).copied().unwrap_or(two), into.get(one).copied().unwrap_or(one));
                into.iter_mut().filter(|at| **at == from).for_each(|at| *at = to);
            }
        }
    }
    let mut unions: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    into.into_iter().enumerate().for_each(|(group, root)| {
        unions.entry(root).or_default().insert(group);
    });
    unions.into_values().collect()
}

/// The keys of the headers over labels and over actual values.
fn heads(observed: &Observed, group: &Group) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut labels, mut values) = (BTreeSet::new(), BTreeSet::new());
    for place in &group.tables {
        let Some(book) = observed.books.get(place.0) else { continue };
        let (Some(grid), Some(seat)) =
            (book.grids.get(place.1), book.tables.get(place.1).and_then(|of| of.get(place.2)))
        else {
            continue;
        };
        labels
            .extend(columns::headers(seat, Role::Text, &grid.lines).iter().map(|header| text::fold(header)));
        let actual =
            columns::values(seat, observed.locale).into_iter().filter(|c| c.measure == Measure::Actual);
        values.extend(actual.map(|column| text::fold(&column.header)));
    }
    (labels, values)
}

/// Headers of a sheet, counted: what each was met as.
#[derive(Default)]
struct Headers {
    counts: BTreeMap<(String, Slot), (String, usize)>,
}

/// What a header is over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Label,
    Code,
    Unit,
    Value(Measure),
}

impl Headers {
    fn add(&mut self, header: &str, slot: Slot) {
        let entry = self.counts.entry((text::fold(header), slot)).or_insert_with(|| (header.to_owned(), 0));
        entry.1 += 1;
    }

    /// Each header once, over what it was met most often, most frequent first.
    fn settled(self) -> Vec<(Slot, String)> {
        let mut best: BTreeMap<String, (Slot, String, usize)> = BTreeMap::new();
        for ((key, slot), (shown, count)) in self.counts {
            let is_better = best.get(&key).is_none_or(|(_, _, most)| count > *most);
            if is_better && !key.is_empty() {
                best.insert(key, (slot, shown, count));
            }
        }
        let mut all: Vec<(Slot, String, usize)> = best.into_values().collect();
        all.sort_by(|one, two| two.2.cmp(&one.2).then_with(|| one.1.cmp(&two.1)));
        all.into_iter().map(|(slot, shown, _)| (slot, shown)).collect()
    }
}

fn sheet(observed: &Observed, groups: &[&Group], members: &BTreeSet<usize>, reports: &[Report]) -> FormSheet {
    let mut sheet = FormSheet { groups: members.clone(), ..FormSheet::default() };
    let mut headers = Headers::default();
    let of: Vec<&&Group> = members.iter().filter_map(|at| groups.get(*at)).collect();
    let labels = known_labels(reports);
    for place in of.iter().flat_map(|group| &group.tables) {
        let Some(book) = observed.books.get(place.0) else { continue };
        let (Some(grid), Some(seat)) =
            (book.grids.get(place.1), book.tables.get(place.1).and_then(|of| of.get(place.2)))
        else {
            continue;
        };
        // A row of the form that stands above a piece of it is no header.
        let is_row = |header: &String| labels.contains(&*super::grid::text_of(header).key);
        if columns::headers(seat, Role::Text, &grid.lines).iter().any(is_row) {
            continue;
        }
        for (role, slot) in [(Role::Text, Slot::Label), (Role::Code, Slot::Code), (Role::Unit, Slot::Unit)] {
            let met = columns::headers(seat, role, &grid.lines);
            met.iter().for_each(|header| headers.add(header, slot.clone()));
        }
        for ValueColumn { measure, header, .. } in columns::values(seat, observed.locale) {
            headers.add(&header, Slot::Value(measure));
        }
    }
    for (slot, header) in headers.settled() {
        match slot {
            Slot::Label => sheet.label.push(header),
            Slot::Code => sheet.code.push(header),
            Slot::Unit => sheet.unit.push(header),
            Slot::Value(measure) => sheet.values.entry(measure).or_default().push(header),
        }
    }
    let met: BTreeSet<usize> =
        reports.iter().filter(|report| members.contains(&report.group)).map(|report| report.report).collect();
    sheet.reports = met.len();
    let finest = |extent: &Extent| match extent {
        Extent::Workbook => 0,
        Extent::Sheet => 1,
        Extent::Block => 2,
    };
    sheet.extent = of.iter().map(|group| group.extent).max_by_key(finest).unwrap_or_default();
    if sheet.extent == Extent::Workbook {
        let tables: Vec<Place> = of.iter().flat_map(|group| group.tables.iter().copied()).collect();
        sheet.named = usual_names(observed, &tables);
    }
    for report in reports.iter().filter(|report| members.contains(&report.group)) {
        for row in report.rows.iter().filter(|row| row.kind == RowKind::Total) {
            *sheet.totals.entry(super::items::bare(&row.label.tidy)).or_default() += 1;
        }
    }
    sheet
}

/// Keys of the labels of rows that at least two reports have, headings among them.
fn known_labels<'r>(reports: &'r [Report]) -> BTreeSet<&'r str> {
    let mut met: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for report in reports {
        let is_known = |row: &&super::rows::Row| matches!(row.kind, RowKind::Label | RowKind::Heading);
        for row in report.rows.iter().filter(is_known) {
            met.entry(&row.label.key).or_default().insert(report.report);
        }
    }
    met.into_iter().filter(|(_, reports)| reports.len() >= 2).map(|(key, _)| key).collect()
}

/// Names of sheets that come again over books: those of at least a tenth of them.
pub fn usual_names(observed: &Observed, tables: &[Place]) -> Vec<String> {
    let mut names: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
    for place in tables {
        let name = sheet_name(&observed.books, *place);
        names.entry(text::fold(name)).or_insert_with(|| (name.to_owned(), BTreeSet::new())).1.insert(place.0);
    }
    let books: BTreeSet<usize> = tables.iter().map(|place| place.0).collect();
    let least = if observed.books.len() < 3 { 1 } else { 2 };
    let is_usual = |of: &BTreeSet<usize>| of.len() as f64 >= NAMED * books.len() as f64 && of.len() >= least;
    names.into_values().filter(|(name, of)| is_usual(of) && name != "csv").map(|(name, _)| name).collect()
}

/// Takes out the rows that too few reports have.
fn drop_strange(sheet: &mut FormSheet) {
    let least =
        if sheet.reports < 3 { 1 } else { 2.max((sheet.reports as f64 * OF_THE_FORM).ceil() as usize) };
    let (kept, strange): (Vec<Item>, Vec<Item>) =
        std::mem::take(&mut sheet.items).into_iter().partition(|item| item.reports.len() >= least);
    sheet.items = kept;
    sheet.strange = strange.iter().map(|item| (item.label().to_owned(), item.reports.len())).collect();
}
