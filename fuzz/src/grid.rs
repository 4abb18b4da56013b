//! Sheets as lines of text, so that the fuzzer reaches what looks for tables without a file format in between.
//!
//! ```text
//! =Biểu 2            a sheet; `=!` hidden
//! +A1:C1             a merged range
//! -12                a hidden row
//! |2 4               hidden columns
//! @120               the next row is row 120
//! ;trees Biểu!$C$7   a defined name
//! Cây xanh⇥cây⇥#12   a row of cells
//! ```
//!
//! Cells are parted by tabs: `#12` a number, `$2 45000` a number in a style, `"6 text` a text in a style, `!#REF!` an error, `?1` a truth value, `~2023-01-05` a date,
//! `^` a formula without a value, `&` before any of them a formula, `>12` moves to column 12.

use tonghop::model::cell::{LAST_COLUMN, LAST_ROW};
use tonghop::model::workbook::Merge;
use tonghop::model::{Address, Cell, Format, Properties, Sheet, SheetState, Style, Value, Workbook};

/// Formats, and fonts, of the styles that cells name by a digit.
const STYLES: [(&str, &str); 10] = [
    ("", ""),
    ("#,##0", ""),
    ("dd/mm/yyyy", ""),
    ("0%", ""),
    ("#,##0 \"triệu\"", ""),
    ("#,##0,", ""),
    ("", ".VnTime"),
    ("", "VNI-Times"),
    ("", ".VnTimeH"),
    ("#,##0.00", "Arial"),
];
const MOST_CELLS: usize = 4_000;
const MOST_SHEETS: usize = 8;

/// Lines become a workbook.
pub fn workbook(text: &str) -> Workbook {
    let mut names = Vec::new();
    let mut sheets = Vec::new();
    let mut open = Open::new("Sheet1");
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('=') {
            let next = Open::new(name);
            let before = std::mem::replace(&mut open, next);
            if !before.sheet.cells.is_empty() {
                sheets.push(before.finish());
            }
        } else if let Some((name, reference)) = line.strip_prefix(';').and_then(|rest| rest.split_once(' ')) {
            names.push((name.into(), reference.into()));
        } else {
            open.line(line);
        }
    }
    sheets.push(open.finish());
    sheets.truncate(MOST_SHEETS);
    let mut known = Vec::new();
    sheets.retain(|sheet: &Sheet| {
        let name = sheet.name.to_lowercase();
        let is_new = !known.contains(&name);
        known.push(name);
        is_new
    });
    let style = |(format, font): (&str, &str)| Style {
        number_format: format.into(),
        font: font.into(),
        is_date: format.contains("yy"),
    };
    Workbook {
        format: Format::Xlsx,
        sheets,
        styles: STYLES.map(style).into(),
        is_1904: text.ends_with(' '),
        properties: Properties::default(),
        names,
        flags: Vec::new(),
        reader: "own",
    }
}

/// A sheet that lines are added to.
struct Open {
    sheet: Sheet,
    row: u32,
}

impl Open {
    fn new(name: &str) -> Self {
        let (state, name) = match name.strip_prefix('!') {
            Some(name) => (SheetState::Hidden, name),
            None => (SheetState::Visible, name),
        };
        Self { sheet: Sheet { name: name.into(), state, ..Sheet::default() }, row: 0 }
    }

    fn line(&mut self, line: &str) {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let first = line.chars().next();
        let rest = first.and_then(|first| line.get(first.len_utf8()..)).unwrap_or_default();
        match first {
            Some('+') if self.merge(rest).is_some() => {}
            Some('-') if number(rest).is_some() => {
                self.sheet.hidden_rows.extend(number(rest).map(|row| row.min(LAST_ROW)))
            }
            Some('|') => {
                let range = rest.split_once(' ').and_then(|(from, to)| Some((number(from)?, number(to)?)));
                let is_behind =
                    |from: u32| self.sheet.hidden_columns.last().is_none_or(|last| last.1 + 1 < from);
                let range = range.filter(|&(from, to)| is_behind(from) && from <= to && to <= LAST_COLUMN);
                self.sheet.hidden_columns.extend(range);
            }
            Some('@') if number(rest).is_some() => {
                self.row = number(rest).unwrap_or(0).saturating_sub(1).min(LAST_ROW)
            }
            _ => {
                self.cells(line);
                self.row = (self.row + 1).min(LAST_ROW);
            }
        }
    }

    fn merge(&mut self, reference: &str) -> Option<()> {
        let (first, last) = reference.split_once(':')?;
        let merge = Merge { first: Address::parse(first)?, last: Address::parse(last)? };
        let is_ordered = merge.first.row <= merge.last.row && merge.first.column <= merge.last.column;
        is_ordered.then(|| self.sheet.merges.push(merge))
    }

    fn cells(&mut self, line: &str) {
        let mut column = 0u32;
        for text in line.split('\t') {
            if let Some(to) = text.strip_prefix('>').and_then(|to| to.parse::<u32>().ok()) {
                column = to.min(LAST_COLUMN);
                continue;
            }
            let (is_formula, text) = text.strip_prefix('&').map_or((false, text), |rest| (true, rest));
            if let Some((value, style)) = value(text)
                && self.sheet.cells.len() < MOST_CELLS
            {
                self.sheet.cells.push(Cell { at: Address::new(self.row, column), value, is_formula, style });
            }
            column = (column + 1).min(LAST_COLUMN);
        }
    }

    fn finish(mut self) -> Sheet {
        // The first of two cells at one address stays, as with every reader.
        self.sheet.cells.sort_by_key(|cell| cell.at);
        self.sheet.cells.dedup_by_key(|cell| cell.at);
        self.sheet.hidden_rows.sort_unstable();
        self.sheet.hidden_rows.dedup();
        self.sheet.cells_read = self.sheet.cells.len() as u64;
        self.sheet
    }
}

fn value(text: &str) -> Option<(Value, u32)> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    let styled = || {
        let digit = rest.chars().next()?.to_digit(10)?;
        Some((digit, rest.get(1..)?.strip_prefix(' ').unwrap_or(rest.get(1..)?)))
    };
    Some(match first {
        '#' if number(rest).is_some() => (Value::Number(number(rest)?), 0),
        '$' => {
            let (style, rest) = styled()?;
            (Value::Number(number(rest)?), style)
        }
        '"' => {
            let (style, rest) = styled().filter(|(_, rest)| !rest.is_empty())?;
            (Value::Text(rest.into()), style)
        }
        '!' if !rest.is_empty() => (Value::Error(rest.into()), 0),
        '?' => (Value::Boolean(rest == "1"), 0),
        '~' if !rest.is_empty() => (Value::IsoDate(rest.into()), 0),
        '^' => (Value::NotCalculated, 0),
        _ => (Value::Text(text.into()), 0),
    })
}

/// A workbook as lines, for seeds; what the lines cannot say is left out.
pub fn lines(workbook: &Workbook) -> String {
    let mut lines: Vec<String> =
        workbook.names.iter().map(|(name, reference)| format!(";{name} {reference}")).collect();
    for sheet in &workbook.sheets {
        let hidden = if sheet.state == SheetState::Visible { "" } else { "!" };
        lines.push(format!("={hidden}{}", sheet.name));
        lines.extend(sheet.merges.iter().map(|merge| format!("+{}:{}", merge.first, merge.last)));
        lines.extend(sheet.hidden_rows.iter().map(|row| format!("-{row}")));
        lines.extend(sheet.hidden_columns.iter().map(|(first, last)| format!("|{first} {last}")));
        let mut next = 0;
        for row in sheet.cells.chunk_by(|one, two| one.at.row == two.at.row) {
            let Some(first) = row.first() else { continue };
            if first.at.row != next {
                lines.push(format!("@{}", first.at.row + 1));
            }
            next = first.at.row + 1;
            lines.push(line(row, workbook));
        }
    }
    lines.join("\n")
}

fn line(row: &[Cell], workbook: &Workbook) -> String {
    let mut line = String::new();
    let mut next = 0;
    for cell in row {
        if cell.at.column > next + 3 {
            line.push_str(&format!(">{}\t", cell.at.column));
        } else {
            (next..cell.at.column).for_each(|_| line.push('\t'));
        }
        next = cell.at.column + 1;
        let style = workbook.styles.get(cell.style as usize);
        let same = |(format, font): &(&str, &str)| {
            style.is_some_and(|style| *style.number_format == **format && *style.font == **font)
        };
        let is_date = style.is_some_and(|style| style.is_date);
        let digit = if is_date { 2 } else { STYLES.iter().position(same).unwrap_or(0) };
        let text = match &cell.value {
            Value::Number(number) if digit == 0 => format!("#{number}"),
            Value::Number(number) => format!("${digit} {number}"),
            Value::Text(text) if digit == 0 => text.replace(['\t', '\n', '\r'], " "),
            Value::Text(text) => format!("\"{digit} {}", text.replace(['\t', '\n', '\r'], " ")),
            Value::Boolean(is_true) => format!("?{}", u8::from(*is_true)),
            Value::IsoDate(text) => format!("~{text}"),
            Value::Error(text) => format!("!{text}"),
            Value::NotCalculated => "^".to_owned(),
        };
        line.push_str(if cell.is_formula { "&" } else { "" });
        line.push_str(&text);
        line.push('\t');
    }
    line
}
