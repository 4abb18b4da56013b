//! Archives and compound files written by hand: no library writes one that lies.

use libdeflater::{CompressionLvl, Compressor, crc32};

/// A part of a zip archive; every field may lie.
#[derive(Clone)]
pub struct Part {
    pub name: String,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    /// Bytes once inflated, as the directory says.
    pub size: u32,
    pub crc: u32,
    /// Bytes in the archive, as the directory says.
    pub packed_size: u32,
    /// Added to where the directory says that the part begins.
    pub shift: u32,
}

impl Part {
    /// A part that is stored as it is.
    pub fn stored(name: &str, bytes: &[u8]) -> Self {
        Self::of(name, bytes.to_vec(), 0, bytes)
    }

    /// A compressed part.
    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        Self::of(name, deflate(bytes), 8, bytes)
    }

    fn of(name: &str, packed: Vec<u8>, method: u16, bytes: &[u8]) -> Self {
        let packed_size = packed.len() as u32;
        Self {
            name: name.to_owned(),
            packed,
            method,
            flags: 0x800,
            size: bytes.len() as u32,
            crc: crc32(bytes),
            packed_size,
            shift: 0,
        }
    }

    /// What the local header and the directory say alike.
    fn head(&self) -> Vec<u8> {
        let mut head = Vec::new();
        for number in [20, self.flags, self.method, 0, 0x21] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.crc, self.packed_size, self.size] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        head.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        head
    }
}

/// Bytes as a deflate stream.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::new(6).expect("a level"));
    let mut packed = vec![0; compressor.deflate_compress_bound(bytes.len())];
    let length = compressor.deflate_compress(bytes, &mut packed).expect("compressed");
    packed.truncate(length);
    packed
}

/// A zip archive.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = (archive.len() as u32).wrapping_add(part.shift);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend(part.head());
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(part.name.as_bytes());
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend(part.head());
        archive.extend_from_slice(part.name.as_bytes());
        archive.extend_from_slice(&part.packed);
    }
    let (start, count) = (archive.len() as u32, (parts.len() as u16).to_le_bytes());
    let size = (directory.len() as u32).to_le_bytes();
    archive.extend(directory);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    [&count[..], &count, &size, &start.to_le_bytes(), &[0, 0]]
        .iter()
        .for_each(|field| archive.extend_from_slice(field));
    archive
}

/// A compound file (MS-CFB, version 3) with one stream, which is filled up to where it need not be a small one.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() as u32 / 512;
    // Each sector of the table has room for 128 sectors, its own and that of the directory among them.
    let tables = (sectors + 1).div_ceil(127);
    assert!(tables <= 109, "the header lists no more");
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    [0x3Eu16, 3, 0xFFFE, 9, 6].iter().for_each(|field| file.extend_from_slice(&field.to_le_bytes()));
    file.resize(44, 0);
    // The sectors of the table come first, then the directory; no small sectors, no further table.
    [tables, tables, 0, 4096, END, 0, END, 0]
        .into_iter()
        .chain(0..tables)
        .for_each(|field: u32| file.extend_from_slice(&field.to_le_bytes()));
    file.resize(512, 0xFF);
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables as usize];
    table.push(END);
    let last = tables + 1 + sectors;
    table.extend((tables + 2..=last).map(|next| if next == last { END } else { next }));
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    file.resize(512 * (1 + tables as usize), 0xFF);
    file.extend(entry("Root Entry", 5, END, 0));
    file.extend(entry(name, 2, tables + 1, stream.len() as u32));
    file.resize(512 * (2 + tables as usize), 0);
    file.extend(stream);
    file
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend_from_slice(&length.to_le_bytes());
    entry.extend_from_slice(&[kind, 1]);
    entry.extend_from_slice(&[0xFF; 8]);
    entry.extend_from_slice(&u32::from(kind == 5).wrapping_sub(u32::from(kind != 5)).to_le_bytes());
    entry.resize(116, 0);
    entry.extend_from_slice(&start.to_le_bytes());
    entry.extend_from_slice(&size.to_le_bytes());
    entry.resize(128, 0);
    entry
}
