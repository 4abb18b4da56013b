//! A zip writer with one fixed time and libdeflate, whose output depends neither on the clock nor on the processor.

use libdeflater::{CompressionLvl, Compressor, crc32};

/// 1 January 2023, 00:00, in the date format of MS-DOS.
const DATE: u16 = (2023 - 1980) << 9 | 1 << 5 | 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A part of an archive.
pub struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// An archive of the parts in their order. `mimetype`, which OpenDocument wants to be readable as it is, is stored.
pub fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let (method, packed) = pack(part);
        let offset = out.len() as u32;
        let fields = entry_fields(part, method, &packed);
        out.extend(0x0403_4B50u32.to_le_bytes());
        out.extend(&fields);
        out.extend(part.name.as_bytes());
        out.extend(&packed);
        directory.extend(0x0201_4B50u32.to_le_bytes());
        directory.extend(20u16.to_le_bytes());
        directory.extend(&fields);
        // Comment length, disk, internal and external attributes: all nothing.
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(0x0605_4B50u32.to_le_bytes());
    out.extend([0u8; 4]);
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0u8; 2]);
    out
}

fn pack(part: &Part) -> (u16, Vec<u8>) {
    if part.name == "mimetype" {
        return (STORED, part.bytes.clone());
    }
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut packed = vec![0; compressor.deflate_compress_bound(part.bytes.len())];
    let length = compressor.deflate_compress(&part.bytes, &mut packed).expect("the bound is enough");
    packed.truncate(length);
    (DEFLATED, packed)
}

/// The fields that the local header and the directory share.
fn entry_fields(part: &Part, method: u16, packed: &[u8]) -> Vec<u8> {
    let mut fields = Vec::new();
    // Version needed 2.0; bit 11: names are UTF-8.
    for short in [20, 0x0800, method, 0, DATE] {
        fields.extend(short.to_le_bytes());
    }
    for long in [crc32(&part.bytes), packed.len() as u32, part.bytes.len() as u32] {
        fields.extend(long.to_le_bytes());
    }
    fields.extend((part.name.len() as u16).to_le_bytes());
    fields.extend([0u8; 2]);
    fields
}
