//! Pieces of `pipeline.toml` to paste: what a person would write to make the program know what it met.
//!
//! Enters: a label, a header, what cells show. Leaves: TOML that the loader reads as it stands, whatever quotation marks, backslashes or line
//! breaks the text holds. Nothing goes wrong: a label of which no id can be made gets one by number.
//!
//! `inspect` prints the pieces for what no indicator and no column of the pipeline knows; `init` makes a whole folder of them.

use super::reading::{Kind, Label, Time};
use super::suggest;
use crate::model::character::is_treacherous;

/// The longest id that is made of a label: one reads it in a heading of a CSV file.
const LONGEST_ID: usize = 40;
/// Characters of a line of a list; longer lists are broken over lines.
const WIDTH: usize = 110;

/// An indicator that the pipeline does not have yet.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftIndicator {
    /// Its id, see [`id`].
    pub id: String,
    /// Its label; one text where both languages have the same.
    pub label: Label,
    /// Other labels that it goes by.
    pub aliases: Vec<String>,
    /// Its code in a column of codes.
    pub code: Option<String>,
    /// Headings above it, outermost first.
    pub path: Vec<String>,
    /// Id of its sheet, where its label is not unique over sheets.
    pub sheet: Option<String>,
    /// Kind of its values.
    pub kind: Kind,
    /// Base unit; empty where none is known. Counts, money and amounts need one, and get `đồng` or `?` then.
    pub unit: String,
    /// What the form asks it in, `triệu đồng`.
    pub asked_in: Option<String>,
    /// How it relates to time.
    pub time: Time,
    /// Further keys with their TOML values, in this order: `("part_of", text("members"))`.
    pub more: Vec<(String, String)>,
    /// What the drafter was not sure of; comments above the block.
    pub notes: Vec<String>,
}

impl DraftIndicator {
    /// An indicator of which only the label and the kind are known; the id must not be one of `taken`.
    pub fn new<'a>(label: &str, kind: Kind, taken: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            id: id(label, taken),
            label: Label { vi: label.to_owned(), en: label.to_owned() },
            aliases: Vec::new(),
            code: None,
            path: Vec::new(),
            sheet: None,
            kind,
            unit: String::new(),
            asked_in: None,
            time: Time::Flow,
            more: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A `[[indicator]]` block.
pub fn indicator(draft: &DraftIndicator) -> String {
    let mut block = Block::default();
    draft.notes.iter().for_each(|note| block.note(note));
    block.line("[[indicator]]");
    block.key("id", &text(&draft.id));
    block.some("code", draft.code.as_deref().map(text));
    block.key("label", &label(&draft.label));
    block.some("aliases", (!draft.aliases.is_empty()).then(|| list(&draft.aliases)));
    block.some("path", (!draft.path.is_empty()).then(|| list(&draft.path)));
    block.some("sheet", draft.sheet.as_deref().map(text));
    block.key("kind", &text(kind(draft.kind)));
    block.some("unit", unit(draft).as_deref().map(text));
    block.some("asked_in", draft.asked_in.as_deref().map(text));
    block.some("time", time(draft.time).map(text));
    // Shares cannot be added: the loader wants to hear what is done with them.
    let says_total = draft.more.iter().any(|(key, _)| key == "total");
    block.some("total", (draft.kind == Kind::Ratio && !says_total).then(|| text("mean")));
    draft.more.iter().for_each(|(key, value)| block.key(key, value));
    block.text
}

/// The line that makes an indicator go by one more label: its `aliases`, the known ones kept.
///
/// Above it stands, as a comment, to which block it belongs.
pub fn alias(id: &str, known: &[String], new: &str) -> String {
    format!("# [[indicator]] id = {}\naliases = {}\n", text(id), list_with(known, new))
}

/// The line that makes a column of a sheet go by one more header: `value = [...]`, `plan = [...]`, `label = [...]`.
pub fn header(sheet: &str, key: &str, known: &[String], new: &str) -> String {
    format!("# [[sheet]] id = {}\n{key} = {}\n", text(sheet), list_with(known, new))
}

/// The lines for a column of values whose measure no pipeline has yet: the measure, and its key in the sheet.
pub fn measure(sheet: &str, id: &str, header: &str) -> String {
    let both = Label { vi: header.to_owned(), en: header.to_owned() };
    format!(
        "[[measure]]\nid    = {}\nlabel = {}\n\n# [[sheet]] id = {}\n{id} = {}\n",
        text(id),
        label(&both),
        text(sheet),
        list(&[header.to_owned()])
    )
}

/// An entry of the list `column` of a sheet of records: `{ id = "debit", header = ["Số tiền > Nợ"] }`.
pub fn column(id: &str, headers: &[String], more: &[(String, String)]) -> String {
    let further: String = more.iter().map(|(key, value)| format!(", {key} = {value}")).collect();
    format!("{{ id = {}, header = {}{further} }}", text(id), list(headers))
}

/// An id made of a label: small letters without marks, digits and `_`, none of `taken`.
///
/// ```
/// use tonghop::pipeline::draft::id;
/// assert_eq!(id("1.2. Số đoàn viên (nữ)", []), "so_doan_vien_nu");
/// assert_eq!(id("Số đoàn viên", ["so_doan_vien"]), "so_doan_vien_2");
/// ```
pub fn id<'a>(label: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.into_iter().collect();
    let stem = stem(label);
    let numbered = |number: usize| if number == 1 { stem.clone() } else { format!("{stem}_{number}") };
    let is_free = |id: &String| !taken.contains(&id.as_str());
    // Among one more ids than are taken, one is free.
    (1..=taken.len() + 1).map(numbered).find(is_free).unwrap_or(stem)
}

/// The words of a label as far as they fit into an id, without the numbering before them.
fn stem(label: &str) -> String {
    let folded = suggest::folded(label);
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut id = String::new();
    let is_numbering = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    for word in words.filter(|word| !word.is_empty()) {
        if id.is_empty() && is_numbering(word) {
            continue;
        }
        if id.len() + word.len() >= LONGEST_ID {
            break;
        }
        if !id.is_empty() {
            id.push('_');
        }
        id.push_str(word);
    }
    if id.is_empty() { "indicator".to_owned() } else { id }
}

/// A text as TOML: a literal string where that spares escapes, else a basic one.
///
/// ```
/// use tonghop::pipeline::draft::text;
/// assert_eq!(text(r"^\d+"), r"'^\d+'");
/// assert_eq!(text("say \"it's\""), r#""say \"it's\"""#);
/// ```
pub fn text(value: &str) -> String {
    let needs_escape = |letter: char| letter == '"' || letter == '\\';
    let is_literal = |letter: char| letter != '\'' && !letter.is_control() && !is_treacherous(letter);
    if value.contains(needs_escape) && value.chars().all(is_literal) {
        return format!("'{value}'");
    }
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if is_treacherous(letter) => quoted.push_str(&format!("\\u{:04X}", u32::from(letter))),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Texts as a TOML list; over several lines where one would be too long.
pub fn list<T: AsRef<str>>(values: &[T]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| text(value.as_ref())).collect();
    let line = quoted.join(", ");
    if line.chars().count() <= WIDTH {
        return format!("[{line}]");
    }
    let lines: String = quoted.iter().map(|value| format!("  {value},\n")).collect();
    format!("[\n{lines}]")
}

/// A label: one text where both languages have the same, or one of them none.
pub fn label(label: &Label) -> String {
    match (label.vi.as_str(), label.en.as_str()) {
        (vi, en) if vi == en || en.is_empty() => text(vi),
        ("", en) => text(en),
        (vi, en) => format!("{{ vi = {}, en = {} }}", text(vi), text(en)),
    }
}

/// A comment: one `#` before each of its lines.
pub fn comment(note: &str) -> String {
    let is_break = |letter: char| letter.is_control() || is_treacherous(letter);
    note.split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("# {}\n", line.replace(is_break, " ").trim()))
        .collect()
}

/// The word of a kind.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Money => "money",
        Kind::Amount => "amount",
        Kind::Ratio => "ratio",
        Kind::Text => "text",
        Kind::Date => "date",
    }
}

/// The word of a relation to time; none for the default.
const fn time(time: Time) -> Option<&'static str> {
    match time {
        Time::Flow => None,
        Time::Stock => Some("stock"),
        Time::Cumulative => Some("cumulative"),
    }
}

/// The unit of a draft: the loader wants one for what is added up.
fn unit(draft: &DraftIndicator) -> Option<String> {
    let known = (!draft.unit.is_empty()).then(|| draft.unit.clone());
    match draft.kind {
        Kind::Count | Kind::Amount => Some(known.unwrap_or_else(|| "?".to_owned())),
        Kind::Money => Some(known.unwrap_or_else(|| "đồng".to_owned())),
        Kind::Ratio | Kind::Text | Kind::Date => None,
    }
}

fn list_with(known: &[String], new: &str) -> String {
    let all: Vec<&str> = known.iter().map(String::as_str).chain(std::iter::once(new)).collect();
    list(&all)
}

/// A block of TOML as it is written, line by line.
#[derive(Default)]
struct Block {
    text: String,
}

impl Block {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn note(&mut self, note: &str) {
        self.text.push_str(&comment(note));
    }

    fn key(&mut self, key: &str, value: &str) {
        self.line(&format!("{key:<8} = {value}"));
    }

    fn some(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.key(key, &value);
        }
    }
}

#[cfg(test)]
mod tests;
