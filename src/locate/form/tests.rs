//! Forms as branches send them, each the smallest that shows its feature.

mod drift;
mod headers;
mod moved;
mod paths;
mod sums;

use crate::locate::{Lexicon, Memory, batch};
use crate::model::fact::FactValue;
use crate::model::workbook::Merge;
use crate::model::{Address, Batch, Cell, Format, Properties, Sheet, SheetState, Style, Value, Workbook};
use crate::pipeline::{Definition, load};

/// A definition with these sheets and indicators, in the language of the forms.
pub(super) fn definition(locale: &str, rest: &str) -> Definition {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let head = format!(
        "id = \"t\"\nlocale = \"{locale}\"\nperiod = \"year\"\ntitle = \"T\"\n\n[submission]\n\
         branch = [{{ right_of = \"Branch\" }}]\nperiod = [{{ title = '(?i)(?<period>(năm|year) \\d{{4}})' }}]\n\n{rest}"
    );
    for (name, text) in [("pipeline.toml", head.as_str()), ("branches.csv", "code,name\nA1,One\n")] {
        std::fs::write(folder.path().join(name), text).unwrap_or_else(|error| panic!("{error}"));
    }
    load(folder.path()).unwrap_or_else(|error| panic!("{error:?}\n{head}"))
}

/// A sheet of counts: `id = label`, or `id = section › label`, a line each.
pub(super) fn counts(sheet: &str, indicators: &[&str]) -> String {
    let block = |line: &&str| {
        let (id, label) = line.split_once(" = ").unwrap_or((line, line));
        let mut path: Vec<&str> = label.split(" › ").collect();
        let label = path.pop().unwrap_or_default();
        let path = if path.is_empty() { String::new() } else { format!("path = {path:?}\n") };
        format!("[[indicator]]\nid = \"{id}\"\nlabel = \"{label}\"\n{path}kind = \"count\"\nunit = \"x\"\n\n")
    };
    let blocks: String = indicators.iter().map(block).collect();
    format!("[[sheet]]\nid = \"s\"\n{sheet}\n\n{blocks}")
}

/// A sheet drawn in lines, with `|` between cells; blanks before a label behind `~` stay. `#5` is a number.
pub(super) fn sheet(drawn: &str) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in (0u32..).zip(drawn.lines()) {
        for (column, text) in (0u32..).zip(line.split('|')) {
            let text = text.trim();
            let value = match text.strip_prefix('#').map(str::parse) {
                Some(Ok(number)) => Value::Number(number),
                _ if text.is_empty() => continue,
                _ => Value::Text(text.replace('~', " ").into()),
            };
            cells.push(Cell { at: Address::new(row, column), value, is_formula: false, style: 0 });
        }
    }
    let cells_read = cells.len() as u64;
    Sheet { name: "S".into(), cells, cells_read, ..Sheet::default() }
}

/// A sheet with merged cells, `B1:C1`.
pub(super) fn merged(drawn: &str, merges: &[&str]) -> Sheet {
    let merge = |text: &&str| {
        let (first, last) = text.split_once(':')?;
        Some(Merge { first: Address::parse(first)?, last: Address::parse(last)? })
    };
    Sheet { merges: merges.iter().filter_map(merge).collect(), ..sheet(drawn) }
}

/// What a workbook of these sheets says.
pub(super) fn read(definition: &Definition, sheets: Vec<Sheet>) -> Batch {
    let workbook = Workbook {
        format: Format::Xlsx,
        sheets: sheets.into_iter().map(|sheet| Sheet { state: SheetState::Visible, ..sheet }).collect(),
        styles: [Style::default()].into(),
        is_1904: false,
        properties: Properties::default(),
        names: Vec::new(),
        flags: Vec::new(),
        reader: "test",
    };
    let batch = batch(workbook, &Lexicon::new(definition.reading.clone()), &mut Memory::default());
    assert!(!batch.is_fatal(), "{:?}", batch.flags);
    batch
}

/// What counts: `id = value`, with the measure where it is not the actual one, in the order of the sheet.
pub(super) fn counted(definition: &Definition, batch: &Batch) -> Vec<String> {
    let reading = &definition.reading;
    let shown = |fact: &crate::model::Fact| {
        let id = &reading.indicators[fact.indicator as usize].id;
        let measure = match fact.measure {
            0 => String::new(),
            other => format!("@{}", reading.measures[usize::from(other)]),
        };
        match &fact.value {
            FactValue::Amount(value, _) => format!("{id}{measure} = {value}"),
            other => format!("{id}{measure} = {other:?}"),
        }
    };
    batch.facts.iter().filter(|fact| fact.is_included).map(shown).collect()
}

/// The flags: `code cell found | expected`.
pub(super) fn flags(batch: &Batch) -> Vec<String> {
    let shown = |flag: &crate::model::Flag| {
        let cell = flag.place.cell.map(|at| at.to_string()).unwrap_or_default();
        format!("{} {cell} {} | {}", flag.check.code(), flag.found, flag.expected)
    };
    batch.flags.iter().map(shown).collect()
}

/// What counts and what is flagged in one sheet.
pub(super) fn of(definition: &Definition, sheet: Sheet) -> (Vec<String>, Vec<String>) {
    let batch = read(definition, vec![sheet]);
    (counted(definition, &batch), flags(&batch))
}

pub(super) const NONE: [&str; 0] = [];
