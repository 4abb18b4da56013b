//! Parts of a gibibyte that are never held as a whole: what comes often is compressed once.

use crate::hostile::container::{Part, zip};
use crate::hostile::form::{MAIN, Xlsx, ods_parts, xlsb_parts, xlsb_sheet};

/// Bytes that come so many times.
#[derive(Clone)]
pub struct Piece {
    bytes: Vec<u8>,
    times: usize,
}

impl Piece {
    pub fn once(text: &str) -> Self {
        Self::many(text, 1)
    }

    pub fn many(text: &str, times: usize) -> Self {
        Self { bytes: text.as_bytes().to_vec(), times }
    }
}

/// Pieces as a deflated part, which are never held as a whole: what comes often is compressed once.
pub fn part(name: &str, pieces: &[Piece]) -> Part {
    const BLOCK: usize = 1 << 20;
    let (mut packed, mut crc, mut size) = (Vec::new(), libdeflater::Crc::new(), 0u64);
    for piece in pieces.iter().filter(|piece| !piece.bytes.is_empty()) {
        let at_once = (BLOCK / piece.bytes.len()).clamp(1, piece.times);
        let block = piece.bytes.repeat(at_once);
        let of_block = flushed(&block);
        for _ in 0..piece.times / at_once {
            packed.extend_from_slice(&of_block);
            crc.update(&block);
        }
        let rest = piece.bytes.repeat(piece.times % at_once);
        packed.extend(flushed(&rest));
        crc.update(&rest);
        size += (piece.bytes.len() * piece.times) as u64;
    }
    // An empty last block.
    packed.extend_from_slice(&[3, 0]);
    Part {
        name: name.to_owned(),
        packed_size: packed.len() as u32,
        packed,
        method: 8,
        flags: 0x800,
        size: size as u32,
        crc: crc.sum(),
        shift: 0,
    }
}

/// Bytes as deflate blocks that end on a byte and refer to nothing before them.
fn flushed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::Compress::new(flate2::Compression::best(), false);
    let mut packed = Vec::with_capacity(bytes.len() + 1_024);
    encoder.compress_vec(bytes, &mut packed, flate2::FlushCompress::Full).expect("blocks");
    packed
}

/// A workbook in which one part is another.
fn with(part: Part, parts: Vec<Part>) -> Vec<u8> {
    let mut parts: Vec<Part> = parts.into_iter().filter(|known| known.name != part.name).collect();
    parts.push(part);
    zip(&parts)
}

pub fn sheet(pieces: &[Piece]) -> Vec<u8> {
    with(part("xl/sheet.xml", pieces), Xlsx::rows("").parts())
}

/// The report with a part beside its sheet: this root around this piece.
pub fn beside(kind: &str, root: &str, piece: Piece) -> Vec<u8> {
    beside_of(kind, root, &[piece])
}

pub fn beside_of(kind: &str, root: &str, pieces: &[Piece]) -> Vec<u8> {
    let around = [Piece::once(&format!("<{root} xmlns='{MAIN}'>")), Piece::once(&format!("</{root}>"))];
    let pieces = [&around[..1], pieces, &around[1..]].concat();
    with(part(&format!("xl/{kind}.xml"), &pieces), Xlsx::rows("").with(kind, "").parts())
}

pub fn ods(pieces: &[Piece]) -> Vec<u8> {
    let head = "<?xml version='1.0'?><office:document-content><office:body><office:spreadsheet>";
    let end = "</office:spreadsheet></office:body></office:document-content>";
    let pieces = [&[Piece::once(head)], pieces, &[Piece::once(end)]].concat();
    with(part("content.xml", &pieces), ods_parts(""))
}

/// The report as xlsb with a record behind it, again and again.
pub fn xlsb(piece: Piece) -> Vec<u8> {
    let [begin, end] = xlsb_sheet();
    let pieces = [Piece { bytes: begin, times: 1 }, piece, Piece { bytes: end, times: 1 }];
    with(part("xl/worksheets/sheet.bin", &pieces), xlsb_parts(&["Biểu 1"], &[]))
}
