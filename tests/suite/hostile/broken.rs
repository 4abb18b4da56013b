//! Archives that lie, files that are something else, and files that nobody can open.

use super::Verdict::{Out, Right};
use super::container::{Part, compound, zip};
use super::form::{Xlsx, csv, ods, ods_parts, xls, xlsb};
use super::{Hostile, hostile};

/// Saved with a password by LibreOffice; no Rust crate writes such a file.
const ENCRYPTED: &[u8] = include_bytes!("../../../tests/fixtures/encrypted.xlsx");

pub fn table() -> Vec<Hostile> {
    [lies(), others(), under_other_names()].into_iter().flatten().collect()
}

/// The report with one part changed.
fn part(name: &str, change: impl Fn(&mut Part)) -> Vec<u8> {
    let mut parts = Xlsx::rows("").parts();
    parts.iter_mut().filter(|part| part.name == name).for_each(change);
    zip(&parts)
}

fn lies() -> Vec<Hostile> {
    let sheet = |change: &dyn Fn(&mut Part)| part("xl/sheet.xml", change);
    let out =
        |name: &str, bytes: Vec<u8>| hostile(&format!("zip {name}.xlsx"), bytes, Out("unreadable-file"));
    let whole = Xlsx::rows("").bytes();
    let mut parts = Xlsx::rows("").parts();
    let twice = Part::deflated("xl/sheet.xml", Xlsx::rows("<row r='7'/>").sheet.as_slice());
    parts.push(twice);
    let climbing = [
        Xlsx::rows("").parts(),
        vec![Part::stored("../../../../etc/cron.d/x", b"x"), Part::stored("/etc/passwd", b"x")],
    ]
    .concat();
    let count = {
        let mut bytes = whole.clone();
        let end = bytes.len() - 12;
        bytes.get_mut(end..end + 4).expect("the counts").fill(0x7F);
        bytes
    };
    vec![
        out("size too small", sheet(&|part| part.size /= 2)),
        out("size too large", sheet(&|part| part.size *= 2)),
        out("packed size too small", sheet(&|part| part.packed_size /= 2)),
        out("packed size beyond the file", sheet(&|part| part.packed_size = 900_000_000)),
        out("checksum wrong", sheet(&|part| part.crc ^= 1)),
        out("offset beyond the file", sheet(&|part| part.shift = 0x7000_0000)),
        out("offset inside a part", sheet(&|part| part.shift = 7)),
        out("method unknown", sheet(&|part| part.method = 99)),
        out("stored that is deflated", sheet(&|part| part.method = 0)),
        out("sheet missing", sheet(&|part| part.name = "xl/elsewhere.xml".into())),
        hostile(
            "zip book missing.xlsx",
            part("xl/workbook.xml", |part| part.name = "x".into()),
            Out("empty-file"),
        ),
        out("counts lie", count),
        out("relationships missing", part("xl/_rels/workbook.xml.rels", |part| part.name = "x".into())),
        out("first half", whole.get(..whole.len() / 2).expect("a half").to_vec()),
        out(
            "last half",
            whole.get(whole.len() / 2..).expect("a half").to_vec().into_iter().rev().collect::<Vec<u8>>(),
        )
        .but("zip last half.xlsx", Out("wrong-type")),
        hostile("zip encrypted part.xlsx", sheet(&|part| part.flags |= 1), Out("encrypted")),
        hostile("zip part twice.xlsx", zip(&parts), Right(&[])),
        hostile("zip parts that climb.xlsx", zip(&climbing), Right(&[])),
        hostile("zip with a tail.xlsx", [whole.as_slice(), &[0; 100]].concat(), Right(&[])),
        hostile("zip that is empty.xlsx", zip(&[]), Out("wrong-type")),
        hostile("zip of another kind.xlsx", zip(&[Part::stored("a.txt", b"a")]), Out("wrong-type")),
    ]
}

impl Hostile {
    fn but(self, name: &str, verdict: super::Verdict) -> Self {
        Self { name: name.to_owned(), verdict, ..self }
    }
}

fn others() -> Vec<Hostile> {
    let encrypted_ods = {
        let mut parts = ods_parts("");
        parts.push(Part::stored("META-INF/manifest.xml", b"<manifest:encryption-data/>"));
        zip(&parts)
    };
    let whole_ods = {
        let mut parts = ods_parts("");
        parts.push(Part::stored("encrypted-package", b"x"));
        zip(&parts)
    };
    vec![
        hostile("zero bytes.xlsx", "", Out("empty-file")),
        hostile("blank.csv", "\n\n,,\n", Out("empty-file")),
        hostile("encrypted.xlsx", ENCRYPTED, Out("encrypted")),
        hostile("encrypted.ods", encrypted_ods, Out("encrypted")),
        hostile("encrypted whole.ods", whole_ods, Out("encrypted")),
        hostile("page.xls", "<html><table><tr><td>12</td></tr></table></html>", Out("wrong-type")),
        hostile(
            "spreadsheet 2003.xls",
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            Out("wrong-type"),
        ),
        hostile(
            "flat.ods",
            "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>",
            Out("wrong-type"),
        ),
        hostile("letter.xlsx", compound("WordDocument", b"x"), Out("wrong-type")),
        hostile("mail.xls", compound("__properties_version1.0", b"x"), Out("wrong-type")),
        hostile("document.xlsx", "%PDF-1.7\n", Out("wrong-type")),
        hostile("program.xlsx", [b"MZ".as_slice(), &[0; 200]].concat(), Out("wrong-type")),
        hostile("picture.xlsx", b"\x89PNG\r\n\x1a\n".as_slice(), Out("wrong-type")),
        hostile("packed.xlsx", b"\x1F\x8B\x08\0\0\0\0\0".as_slice(), Out("wrong-type")),
        hostile(
            "container alone.xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(),
            Out("unreadable-file"),
        ),
        hostile(
            "container in circles.xls",
            {
                let mut bytes = xls(&[]);
                // The directory's sector leads to itself.
                bytes.get_mut(516..520).expect("the table").copy_from_slice(&1u32.to_le_bytes());
                bytes
            },
            Out("unreadable-file"),
        ),
    ]
}

/// Each format under the name of each other, and under none.
fn under_other_names() -> Vec<Hostile> {
    /// A format, and the nth workbook of it.
    type Format<'a> = (&'static str, &'a dyn Fn(usize) -> Vec<u8>);
    let formats: [Format; 5] = [
        ("xlsx", &|at| Xlsx::rows(&format!("<row r='{}'/>", at + 20)).bytes()),
        ("xlsb", &|at| xlsb(&["Biểu 1"], &super::form::xlsb_row(20 + at as u32))),
        ("xls", &|at| xls(&super::form::record(0x0055, &[at as u8, 0]))),
        ("ods", &|at| ods(&format!("<table:table-row table:number-rows-repeated='{}'/>", at + 1))),
        ("csv", &|at| csv(&"\n".repeat(at + 1))),
    ];
    let endings = ["xlsx", "xlsb", "xls", "ods", "csv", "pdf", ""];
    let mut files = Vec::new();
    for (format, bytes) in &formats {
        for (at, ending) in endings.iter().enumerate() {
            let name = format!("really {format}{}{ending}", if ending.is_empty() { "" } else { "." });
            let verdict = if ending == format { Right(&[]) } else { Right(&["misnamed-file"]) };
            files.push(hostile(&name, bytes(at), verdict));
        }
    }
    files
}
