//! The lines of a CSV file of the definition, each field with its place, under a header that is checked first.

use super::error::{Document, Findings};
use super::suggest;
use std::ops::Range;

/// A column that a file may have.
pub(super) struct Column {
    /// Its header.
    pub name: &'static str,
    /// Whether the file must have it.
    pub is_required: bool,
}

/// A line of the file under its header.
pub(super) struct Line<'d> {
    /// Line of the file, from 1.
    pub number: u32,
    /// Name of the column, content, place; in the order of the file.
    fields: Vec<Field<'d>>,
    /// The whole line.
    pub span: Range<usize>,
}

/// A field with its column and place.
struct Field<'d> {
    column: &'d str,
    text: String,
    span: Range<usize>,
}

impl Line<'_> {
    /// The content of a column, trimmed; empty where the file does not have the column.
    pub fn text(&self, column: &str) -> &str {
        self.field(column).map_or("", |field| &field.text)
    }

    /// Where a column stands; the whole line, where the file does not have it.
    pub fn span_of(&self, column: &str) -> Range<usize> {
        self.field(column).map_or_else(|| self.span.clone(), |field| field.span.clone())
    }

    /// The parts between semicolons, without blank ones.
    pub fn parts(&self, column: &str) -> Vec<String> {
        let parts = self.text(column).split(';').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn field(&self, column: &str) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| field.column == column)
    }
}

/// Reads a file. A header that cannot be used is reported, and no line is read under it.
pub(super) fn read<'d>(
    document: &'d Document,
    columns: &'d [Column],
    findings: &mut Findings<'_>,
) -> Vec<Line<'d>> {
    let mut records = records(&document.text, findings).into_iter();
    let Some(header) = records.next() else {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        findings.add_to_file("the file is empty", format!("a header: {}", names.join(",")));
        return Vec::new();
    };
    let Some(names) = check_header(&header, columns, findings) else { return Vec::new() };
    let mut breaks = Breaks { text: &document.text, counted: 0, number: 1 };
    records.filter_map(|record| line(&mut breaks, record, &names, findings)).collect()
}

/// Counts lines on the way down a file: counted from its beginning each time, a register of 100,000 branches would take minutes.
struct Breaks<'d> {
    text: &'d str,
    /// Bytes up to which line feeds have been counted.
    counted: usize,
    /// Number of the line there, from 1.
    number: usize,
}

impl Breaks<'_> {
    /// The line, from 1, of an offset that is not above the one asked before.
    fn line_of(&mut self, offset: usize) -> usize {
        let between = self.text.as_bytes().get(self.counted..offset).unwrap_or_default();
        self.number += memchr::memchr_iter(b'\n', between).count();
        self.counted = offset.max(self.counted);
        self.number
    }
}

/// Fields with their places.
type Record = Vec<(String, Range<usize>)>;

/// All records. What is not CSV at all is reported, and ends them.
fn records(text: &str, findings: &mut Findings<'_>) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut all = Vec::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        match reader.read_record(&mut record) {
            Ok(true) => {
                let spans = field_spans(text, start);
                let fields = record.iter().zip(spans);
                all.push(fields.map(|(field, span)| (field.trim().to_owned(), span)).collect());
            }
            Ok(false) => return all,
            Err(error) => {
                findings.add(start..start, error.to_string(), "lines of fields with commas between them");
                return all;
            }
        }
    }
}

/// Where the fields of the record that begins at an offset stand, quotes included.
fn field_spans(text: &str, start: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    // The reader stands before the line feed of the record before, and before blank lines.
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let blank = bytes.iter().skip(start).take_while(|byte| is_break(byte)).count();
    let (mut from, mut is_quoted) = (start + blank, false);
    let mut spans = Vec::new();
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            // A doubled quote closes and opens again: the same in the end.
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => {
                spans.push(from..at);
                from = at + 1;
            }
            b'\r' | b'\n' if !is_quoted => {
                spans.push(from..at);
                return spans;
            }
            _ => {}
        }
    }
    spans.push(from..bytes.len());
    spans
}

/// The columns' names, or nothing where the header cannot be used.
fn check_header<'d>(
    header: &Record,
    columns: &'d [Column],
    findings: &mut Findings<'_>,
) -> Option<Vec<&'d str>> {
    let (first, span) = header.first()?;
    if header.len() == 1 && first.contains([';', '\t']) {
        let expected = "commas between the columns";
        let advice = Some("save the file as CSV UTF-8 with commas".to_owned());
        findings.advise(span.clone(), "the columns are not separated by commas", expected, advice);
        return None;
    }
    let known = || columns.iter().map(|column| column.name);
    let mut names: Vec<&str> = Vec::new();
    for (name, span) in header {
        match known().find(|known| known == name) {
            Some(known) if names.contains(&known) => {
                findings.add(span.clone(), format!("the column `{name}` is there twice"), "each column once");
                names.push("");
            }
            Some(known) => names.push(known),
            None => {
                let expected = format!("one of {}", suggest::listed(known()));
                let found = format!("unknown column `{name}`");
                findings.advise(span.clone(), found, expected, suggest::advice(name, known()));
                names.push("");
            }
        }
    }
    let missing: Vec<&str> = columns
        .iter()
        .filter(|column| column.is_required && !names.contains(&column.name))
        .map(|column| column.name)
        .collect();
    let line = span.start..header.last().map_or(span.end, |(_, last)| last.end);
    for name in &missing {
        let expected = format!("a header with `{name}`");
        findings.add(line.clone(), format!("the column `{name}` is missing"), expected);
    }
    missing.is_empty().then_some(names)
}

/// A line under the header; blank lines are none.
fn line<'d>(
    breaks: &mut Breaks,
    record: Record,
    names: &[&'d str],
    findings: &mut Findings<'_>,
) -> Option<Line<'d>> {
    let (start, end) = (record.first()?.1.start, record.last()?.1.end);
    if record.iter().all(|(field, _)| field.is_empty()) {
        return None;
    }
    let number = breaks.line_of(start);
    if record.len() != names.len() {
        let found = format!("{} fields", record.len());
        let advice = Some("put a field that holds a comma between quotes".to_owned());
        findings.advise(start..end, found, format!("{}, as in the header", names.len()), advice);
        return None;
    }
    let fields = record.into_iter().zip(names).map(|((text, span), column)| Field { column, text, span });
    Some(Line { number: u32::try_from(number).ok()?, fields: fields.collect(), span: start..end })
}
