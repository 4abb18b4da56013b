//! What a file is, by what is in it: names lie.
//!
//! Enters: the bytes. Leaves: the [`Kind`] of spreadsheet with what was opened on the way, so that nothing is opened twice. What can go wrong: the
//! file is none (the flag names what it is), is encrypted, is cut off, or declares more than the limits allow.

use super::Spare;
use super::archive::Archive;
use super::compound::Compound;
use super::gather::Stop;
use super::xlsx::{Relation, Relations, damaged};
use super::{biff, csv, ole};
use crate::model::{Check, Flag, Place, Properties};
use crate::pipeline::Limits;
use memchr::memmem;

/// A spreadsheet, opened as far as telling it apart needed.
pub(crate) enum Kind<'a> {
    /// xlsx or xlsm.
    Xlsx {
        /// The opened archive.
        archive: Archive<'a>,
        /// The relationships of the package.
        package: Relations,
        /// The name of the main part.
        main: String,
    },
    /// xlsb.
    Xlsb(Archive<'a>),
    /// OpenDocument.
    Ods(Archive<'a>),
    /// A BIFF workbook in a compound file.
    Xls {
        /// The stream of its records.
        stream: Vec<u8>,
        /// The document properties beside it.
        properties: Properties,
    },
    /// Text.
    Csv,
}

/// Formats that are told by their first bytes and are no spreadsheet.
const SIGNATURES: [(&[u8], &str); 19] = [
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!\x1A", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"\x1F\x8B", "gzip"),
    (b"MZ", "EXE"),
    (b"SQLite format 3\0", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"ID;P", "SYLK"),
    (b"MIME-Version:", "MHTML"),
    (b"\x09\x00\x04\x00", "Excel 2 (BIFF2)"),
    (b"\x09\x02\x06\x00", "Excel 3 (BIFF3)"),
    (b"\x09\x04\x06\x00", "Excel 4 (BIFF4)"),
];
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Tells what the bytes are.
pub(crate) fn kind<'a>(bytes: &'a [u8], limits: &Limits, spare: &mut Spare) -> Result<Kind<'a>, Stop> {
    if bytes.is_empty() {
        return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), "0"))));
    }
    if is_compound(bytes) {
        return compound(bytes);
    }
    // An archive may have something before it: its end tells as well.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes, limits, spare);
    }
    let is_ambiguous = |signature: &[u8]| signature.len() == 2 && !csv::is_binary(bytes);
    let known =
        SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature) && !is_ambiguous(signature));
    if let Some((_, name)) = known {
        return Err(Stop::wrong_type(name));
    }
    match markup(bytes) {
        Some(name) => Err(Stop::wrong_type(name)),
        None if csv::is_binary(bytes) => Err(Stop::wrong_type("binary")),
        None => Ok(Kind::Csv),
    }
}

/// Whether it is a compound file, which may hold an xls.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND)
}

fn zip<'a>(bytes: &'a [u8], limits: &Limits, spare: &mut Spare) -> Result<Kind<'a>, Stop> {
    let archive = Archive::open(bytes).map_err(damaged)?;
    for (check, declared, limit) in [
        (Check::LimitInflatedSize, archive.inflated_bytes(), limits.inflated_bytes),
        (Check::LimitPartSize, archive.largest_part(), limits.part_bytes),
        (Check::LimitRatio, archive.highest_ratio(), limits.ratio),
    ] {
        if declared > limit {
            return Err(Stop::limit(check, declared, limit));
        }
    }
    if archive.find("_rels/.rels").is_some() {
        return package(archive, spare);
    }
    if archive.find("mimetype").is_some() {
        return open_document(archive, spare);
    }
    let has_types = archive.find("[Content_Types].xml").is_some();
    Err(if has_types { Stop::unreadable("ZIP (_rels/.rels)") } else { Stop::wrong_type("ZIP") })
}

fn package<'a>(archive: Archive<'a>, spare: &mut Spare) -> Result<Kind<'a>, Stop> {
    let package = match Relations::of(&archive, "", spare) {
        Err(Stop::Refused(_)) => return Err(Stop::unreadable("_rels/.rels")),
        result => result?,
    };
    let Some(main) = package.target(Relation::OfficeDocument).map(str::to_owned) else {
        return Err(Stop::wrong_type("ZIP (OPC)"));
    };
    let folded = main.to_ascii_lowercase();
    let other = [("word/", "Word (docx)"), ("ppt/", "PowerPoint (pptx)"), ("visio/", "Visio (vsdx)")];
    if let Some((_, name)) = other.iter().find(|(folder, _)| folded.starts_with(folder)) {
        return Err(Stop::wrong_type(name));
    }
    if folded.ends_with(".bin") {
        return Ok(Kind::Xlsb(archive));
    }
    Ok(Kind::Xlsx { archive, package, main })
}

fn open_document<'a>(archive: Archive<'a>, spare: &mut Spare) -> Result<Kind<'a>, Stop> {
    let kind = part(&archive, "mimetype", spare)?;
    let kind = kind.strip_prefix(b"application/vnd.oasis.opendocument.").unwrap_or(b"").trim_ascii();
    let kind = String::from_utf8_lossy(kind).into_owned();
    // LibreOffice 24.8 and later encrypt the package as a whole, earlier ones each part.
    if archive.find("encrypted-package").is_some() {
        return Err(Stop::encrypted("ODF"));
    }
    match kind.as_str() {
        "spreadsheet" | "spreadsheet-template" => {}
        "" => return Err(Stop::wrong_type("ZIP")),
        kind => return Err(Stop::wrong_type(&format!("OpenDocument ({kind})"))),
    }
    if archive.find("META-INF/manifest.xml").is_some() {
        let manifest = part(&archive, "META-INF/manifest.xml", spare)?;
        if memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(Stop::encrypted("ods"));
        }
    }
    Ok(Kind::Ods(archive))
}

fn part(archive: &Archive, name: &str, spare: &mut Spare) -> Result<Vec<u8>, Stop> {
    let Some(entry) = archive.find(name) else { return Err(Stop::unreadable("ODF")) };
    Ok(spare.held(archive, entry)?.to_vec())
}

fn compound(bytes: &[u8]) -> Result<Kind<'_>, Stop> {
    let compound = Compound::open(bytes).ok_or_else(|| Stop::unreadable("CFB"))?;
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(Stop::encrypted("xlsx"));
    }
    let name = ["Workbook", "Book"].into_iter().find(|name| compound.has(name));
    let Some(name) = name else { return Err(Stop::wrong_type(compound_type(&compound))) };
    let stream = compound.stream(name).ok_or_else(|| Stop::unreadable("CFB (Workbook)"))?;
    if biff::is_encrypted(&stream) {
        return Err(Stop::encrypted("xls"));
    }
    let summary = compound.stream(ole::SUMMARY);
    let properties = summary.and_then(|summary| ole::properties(&summary)).unwrap_or_default();
    Ok(Kind::Xls { stream, properties })
}

fn compound_type(compound: &Compound) -> &'static str {
    let known = [
        ("WordDocument", "Word (doc)"),
        ("PowerPoint Document", "PowerPoint (ppt)"),
        ("VisioDocument", "Visio (vsd)"),
        ("__properties_version1.0", "Outlook (msg)"),
    ];
    known.iter().find(|(stream, _)| compound.has(stream)).map_or("OLE", |(_, name)| name)
}

/// The name of a markup format: pages saved by a browser or exported by a program, often called xls.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    const LOOKED_AT: usize = 4096;
    let head = csv::decode_head(bytes.get(..LOOKED_AT).unwrap_or(bytes));
    let head = head.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).to_ascii_lowercase();
    if !head.starts_with('<') {
        return None;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some("Excel 2003 XML");
    }
    if head.contains("urn:oasis:names:tc:opendocument") {
        return Some("OpenDocument (flat XML)");
    }
    let html =
        ["<!doctype html", "<html", "<head", "<meta", "<style", "<table", "<body", "<div", "<script", "<tr"];
    if html.iter().any(|tag| head.contains(tag)) {
        return Some("HTML");
    }
    head.starts_with("<?xml").then_some("XML")
}

#[cfg(test)]
mod tests;
