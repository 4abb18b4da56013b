//! The XML of a random workbook, and where in it a difference of the table stands.

use super::known::{DIFFERENCES, Difference, Markup};
use super::random::{Book, Cell, Content, Formula, Hand, Piece, Rich, Row, Sheet, Text};
use super::reading::At;
use crate::model::Address;
use crate::read::xlsx::tests::parts::{MAIN, OFFICE, STRICT};
use std::fmt::Write;
use zip::write::SimpleFileOptions;

const STRICT_OFFICE: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

type Known = Vec<(At, &'static Difference)>;

/// The archive, and the cells that the two readers see differently.
pub(super) fn write(book: &Book) -> (Vec<u8>, Known) {
    let mut known = Known::new();
    let mut parts = vec![
        ("_rels/.rels".to_owned(), package_relations(book.hand)),
        ("xl/workbook.xml".to_owned(), workbook(book)),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(book)),
        ("xl/sharedStrings.xml".to_owned(), strings(book)),
        ("xl/styles.xml".to_owned(), styles(book)),
    ];
    for (at, sheet) in book.sheets.iter().enumerate() {
        parts.push((format!("xl/sheets/{at}.xml"), Writing { book, at, known: &mut known }.sheet(sheet)));
    }
    (archive(&parts, book.hand), known)
}

fn archive(parts: &[(String, String)], hand: Hand) -> Vec<u8> {
    use zip::CompressionMethod::{Deflated, Stored};
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let method = if hand.is_deflated { Deflated } else { Stored };
    for (name, xml) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(name, options).expect("a part can be begun");
        let mark = if hand.has_mark { "\u{FEFF}" } else { "" };
        std::io::Write::write_all(&mut writer, format!("{mark}{xml}").as_bytes())
            .expect("a part can be written");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

/// Markup in the hand of the book: `@` before a name is its prefix, `'` its quote.
fn in_hand(hand: Hand, markup: &str) -> String {
    markup
        .replace('\'', &hand.quote.to_string())
        .replace("<@", &format!("<{}", hand.prefix))
        .replace("</@", &format!("</{}", hand.prefix))
}

/// A root element of the main namespace around its content.
fn root(hand: Hand, name: &str, content: &str) -> String {
    let namespace = if hand.is_strict { STRICT } else { MAIN };
    let prefix = hand.prefix.trim_end_matches(':');
    let declared = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let open = in_hand(hand, &format!("<@{name} {declared}='{namespace}' xmlns:r='{}'>", office(hand)));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n{open}{content}</{}{name}>",
        hand.prefix
    )
}

fn office(hand: Hand) -> &'static str {
    if hand.is_strict { STRICT_OFFICE } else { OFFICE }
}

fn package_relations(hand: Hand) -> String {
    let office = office(hand);
    format!(
        "<Relationships><Relationship Id='a' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    )
}

fn relations(book: &Book) -> String {
    let office = office(book.hand);
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Target='{target}' Type='{office}/{kind}' Id='{id}'/>")
    };
    let sheets = (0..book.sheets.len())
        .map(|at| relation(&format!("s{at}"), "worksheet", &format!("sheets/{at}.xml")));
    let others =
        [relation("t", "sharedStrings", "sharedStrings.xml"), relation("f", "styles", "/xl/styles.xml")];
    format!("<Relationships>{}{}</Relationships>", sheets.collect::<String>(), others.concat())
}

fn workbook(book: &Book) -> String {
    let mut out = String::new();
    if let Some(system) = book.date_system {
        write!(out, "<@workbookPr date1904='{system}'/>").expect("written");
    }
    out.push_str("<@sheets>");
    for (at, sheet) in book.sheets.iter().enumerate() {
        let state = sheet.state.map_or(String::new(), |state| format!(" state='{state}'"));
        write!(out, "<@sheet name='Bảng &amp; {at}' sheetId='{}'{state} r:id='s{at}'/>", at + 1)
            .expect("written");
    }
    out.push_str(
        "</@sheets><@definedNames><@definedName name='Vùng'>A&amp;B!$A$1</@definedName></@definedNames>",
    );
    root(book.hand, "workbook", &in_hand(book.hand, &out))
}

fn styles(book: &Book) -> String {
    let (mut codes, mut formats) = (String::new(), String::new());
    for (at, format) in book.formats.iter().enumerate() {
        let id = match format {
            Ok(id) => usize::from(*id),
            Err(code) => {
                let code = code.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
                write!(codes, "<@numFmt numFmtId='{}' formatCode='{code}'/>", 164 + at).expect("written");
                164 + at
            }
        };
        write!(formats, "<@xf numFmtId='{id}' fontId='0'><@alignment wrapText='1'/></@xf>").expect("written");
    }
    let all = format!(
        "<@numFmts>{codes}</@numFmts><@fonts><@font><@name val='.VnTime'/></@font></@fonts>\
         <@cellStyleXfs><@xf numFmtId='14'/></@cellStyleXfs><@cellXfs>{formats}</@cellXfs>\
         <@dxfs><@dxf><@numFmt numFmtId='164' formatCode='yyyy'/></@dxf></@dxfs>"
    );
    root(book.hand, "styleSheet", &in_hand(book.hand, &all))
}

fn strings(book: &Book) -> String {
    let all: String = book
        .strings
        .iter()
        .map(|rich| format!("{}{}", rich_xml(book.hand, "si", rich), blank(book.hand)))
        .collect();
    root(book.hand, "sst", &all)
}

fn blank(hand: Hand) -> &'static str {
    if hand.is_indented { "\n  " } else { "" }
}

fn rich_xml(hand: Hand, name: &str, rich: &Rich) -> String {
    let mut out = in_hand(hand, &format!("<@{name}>"));
    out.extend(rich.plain.iter().map(|text| text_xml(hand, text)));
    for (has_properties, text) in &rich.runs {
        let properties = "<@rPr><@b/><@rFont val='Arial'/></@rPr>";
        let properties = if *has_properties { in_hand(hand, properties) } else { String::new() };
        let run = in_hand(hand, "<@r>");
        write!(out, "{run}{properties}{}</{}r>{}", text_xml(hand, text), hand.prefix, blank(hand))
            .expect("written");
    }
    if let Some(text) = &rich.phonetic {
        let open = in_hand(hand, "<@rPh sb='0' eb='1'>");
        let close = in_hand(hand, "</@rPh><@phoneticPr fontId='1'/>");
        write!(out, "{open}{}{close}", text_xml(hand, text)).expect("written");
    }
    out + &in_hand(hand, &format!("</@{name}>"))
}

fn text_xml(hand: Hand, text: &Text) -> String {
    let space = if text.is_preserved { " xml:space='preserve'" } else { "" };
    if text.pieces.is_empty() {
        return in_hand(hand, &format!("<@t{space}/>"));
    }
    let open = in_hand(hand, &format!("<@t{space}>"));
    format!("{open}{}</{}t>", pieces(&text.pieces), hand.prefix)
}

fn pieces(all: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(text) => text.clone(),
        Piece::Decimal(character) => format!("&#{};", *character as u32),
        Piece::Hexadecimal(character) => format!("&#x{:X};", *character as u32),
        Piece::Verbatim(markup) => (*markup).to_owned(),
        Piece::Cdata(text) => format!("<![CDATA[{}]]>", text.replace("]]>", "")),
    };
    all.iter().map(piece).collect()
}

/// A sheet under way.
struct Writing<'b> {
    book: &'b Book,
    at: usize,
    known: &'b mut Known,
}

impl Writing<'_> {
    fn sheet(&mut self, sheet: &Sheet) -> String {
        let mut rows = Vec::new();
        let mut next = 0;
        for row in &sheet.rows {
            let number = next + u32::from(row.gap.unwrap_or(0));
            rows.push(self.row(row, number, sheet.is_reversed));
            next = number + 1;
        }
        if sheet.is_reversed {
            rows.reverse();
        }
        let merges = sheet.merges.iter().map(|(start, size)| {
            let first = Address::new((*start).into(), (*start).into());
            format!(
                "<@mergeCell ref='{first}:{}'/>",
                Address::new(first.row + u32::from(*size), first.column)
            )
        });
        let merges =
            in_hand(self.book.hand, &format!("<@mergeCells>{}</@mergeCells>", merges.collect::<String>()));
        // An empty workbook is a flag to us.
        let last = in_hand(self.book.hand, "<@row r='99999'><@c r='A99999'><@v>1</@v></@c></@row>");
        let data = format!(
            "{}{}{last}{}",
            in_hand(self.book.hand, "<@sheetData>"),
            rows.concat(),
            in_hand(self.book.hand, "</@sheetData>")
        );
        let foreign = "<extLst><ext><q:c xmlns:q=\"urn:other\" r=\"A1\"><q:v>9</q:v></q:c></ext></extLst>";
        root(self.book.hand, "worksheet", &format!("{data}{merges}{foreign}"))
    }

    fn row(&mut self, row: &Row, number: u32, is_placed: bool) -> String {
        let hand = self.book.hand;
        let place =
            if row.gap.is_some() || is_placed { format!(" r='{}'", number + 1) } else { String::new() };
        let hidden = if row.is_hidden { " hidden='1'" } else { "" };
        if row.cells.is_empty() {
            return in_hand(hand, &format!("<@row{place}{hidden}/>"));
        }
        let mut out = in_hand(hand, &format!("<@row{place} spans='1:9'{hidden}>"));
        let (mut next, mut is_behind_difference) = (0, false);
        for cell in &row.cells {
            let difference = difference(&cell.content);
            let at = Address::new(number, next + u32::from(cell.gap.unwrap_or(0)));
            // calamine loses count behind an error, which is a line of the table by itself.
            let is_placed = cell.gap.is_some() || is_behind_difference || difference.is_some();
            out.push_str(&match difference {
                Some((xml, difference)) => {
                    self.known.push(((self.at, at), difference));
                    self.known_cell(xml, at)
                }
                None => self.cell(cell, is_placed.then_some(at)),
            });
            out.push_str(blank(hand));
            next = at.column + 1;
            is_behind_difference = difference.is_some();
        }
        out + &in_hand(hand, "</@row>")
    }

    fn known_cell(&self, xml: &str, at: Address) -> String {
        let mut xml = xml.replace('@', &at.to_string());
        for name in ["c", "v", "f", "is", "t", "extLst", "ext"] {
            for (open, end) in [("<", " "), ("<", ">"), ("</", ">")] {
                xml = xml.replace(
                    &format!("{open}{name}{end}"),
                    &format!("{open}{}{name}{end}", self.book.hand.prefix),
                );
            }
        }
        xml
    }

    fn cell(&self, cell: &Cell, at: Option<Address>) -> String {
        let hand = self.book.hand;
        let place = at.map_or(String::new(), |at| format!(" r='{at}'"));
        let style =
            cell.style.map_or(String::new(), |style| format!(" s='{}'", style % self.book.formats.len()));
        let (kind, content) = self.content(&cell.content);
        let kind = if kind.is_empty() { String::new() } else { format!(" t='{kind}'") };
        let open = in_hand(hand, &format!("<@c{place}{style}{kind}>"));
        let formula = in_hand(hand, cell.formula.map_or("", formula));
        format!("{open}{formula}{content}</{}c>", hand.prefix)
    }

    /// Type and content of a cell.
    fn content(&self, content: &Content) -> (&'static str, String) {
        let hand = self.book.hand;
        let value = |text: &str| format!("<{0}v>{text}</{0}v>", hand.prefix);
        match content {
            Content::Nothing(markup) => ("", in_hand(hand, markup)),
            Content::Number(number, is_said) => (if *is_said { "n" } else { "" }, value(number)),
            Content::Shared(index) => ("s", value(&(index % self.book.strings.len()).to_string())),
            Content::Inline(rich) => ("inlineStr", rich_xml(hand, "is", rich)),
            Content::Text(text) => ("str", value(&pieces(text))),
            Content::Boolean(text) => ("b", value(text)),
            Content::Error(text) => ("e", value(text)),
            Content::IsoDate(text) => ("d", value(text)),
            Content::Difference(_) => ("", String::new()),
        }
    }
}

/// The markup and the line of the table that a cell shows.
fn difference(content: &Content) -> Option<(&'static str, &'static Difference)> {
    let Content::Difference(at) = content else { return None };
    let single = |difference: &'static Difference| match difference.markup {
        Markup::Cell(xml) => Some((xml, difference)),
        Markup::Rows(_) | Markup::Package(_) => None,
    };
    let all: Vec<_> = DIFFERENCES.iter().filter_map(single).collect();
    all.get(at % all.len()).copied()
}

fn formula(formula: Formula) -> &'static str {
    match formula {
        Formula::Ordinary => "<@f>A1&amp;&quot;x&quot;</@f>",
        Formula::Empty => "<@f/>",
        Formula::SharedFirst => "<@f t='shared' ref='A1:C9' si='0'>A1+1</@f>",
        Formula::SharedFurther => "<@f t='shared' si='0'/>",
        Formula::Array => "<@f t='array' ref='A1'>SUM(A1)</@f>",
    }
}
