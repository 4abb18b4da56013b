use super::*;
use crate::read::tests::archive;
use memchr::memmem;

fn part(bytes: &[u8], name: &str) -> Result<Vec<u8>, Damage> {
    let archive = Archive::open(bytes)?;
    let entry = archive.find(name).ok_or(Damage::Directory)?;
    archive.part(entry, &mut Inflater::new(), &mut Vec::new()).map(<[u8]>::to_vec)
}

/// An archive of one deflated part that declares `size` bytes.
fn deflated(content: &[u8], size: u32) -> Vec<u8> {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut data = vec![0; compressor.deflate_compress_bound(content.len())];
    let length = compressor.deflate_compress(content, &mut data).expect("compressed");
    data.truncate(length);
    let mut bytes = archive(&[("a.xml", &data)]);
    let directory = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    bytes[directory + 10] = 8;
    bytes[directory + 16..directory + 20].copy_from_slice(&crc32(content).to_le_bytes());
    bytes[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn finds_parts_whatever_their_case_and_slashes() {
    let bytes = archive(&[("XL\\Book.xml", b"1"), ("/abs.xml", b"2"), ("two.xml", b"3"), ("x", b"")]);
    assert_eq!(part(&bytes, "xl/book.xml"), Ok(b"1".to_vec()));
    assert_eq!(part(&bytes, "abs.xml"), Ok(b"2".to_vec()));
    assert_eq!(part(&bytes, "three.xml"), Err(Damage::Directory));
}

#[test]
fn an_archive_may_have_something_before_and_behind_it() {
    let mut bytes = b"#!/bin/sh\n".to_vec();
    bytes.extend(archive(&[("a.xml", b"content")]));
    assert_eq!(part(&bytes, "a.xml"), Ok(b"content".to_vec()));
    bytes.extend_from_slice(b"comment");
    assert_eq!(part(&bytes, "a.xml"), Ok(b"content".to_vec()));
}

#[test]
fn a_part_that_lies_about_its_size_is_caught_either_way() {
    let content = vec![b'x'; 100_000];
    assert_eq!(part(&deflated(&content, 100_000), "a.xml"), Ok(content.clone()));
    for size in [99_999, 100_001, 1_000, u32::MAX - 1] {
        let bytes = deflated(&content, size);
        assert_eq!(part(&bytes, "a.xml"), Err(Damage::Part), "{size}");
        let archive = Archive::open(&bytes).expect("opened");
        assert_eq!(archive.verify_each(&mut Vec::new(), |_, _| {}), Err(Damage::Part), "{size}");
    }
}

#[test]
fn a_stream_gives_the_same_bytes_and_checks_them() {
    let content: Vec<u8> = (0..200_000u32).map(|at| (at % 251) as u8).collect();
    let bytes = deflated(&content, 200_000);
    let archive = Archive::open(&bytes).expect("opened");
    let entry = archive.find("a.xml").expect("a part");
    let mut stream = archive.stream(entry).expect("a stream");
    let (mut all, mut chunk) = (Vec::new(), vec![0; 7_777]);
    loop {
        match stream.fill(&mut chunk).expect("bytes") {
            0 => break,
            count => all.extend_from_slice(&chunk[..count]),
        }
    }
    assert!(all == content);
}

#[test]
fn a_wrong_crc_and_an_encrypted_part_are_told() {
    let mut bytes = archive(&[("a.xml", b"content")]);
    let directory = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    bytes[directory + 16] ^= 1;
    assert_eq!(part(&bytes, "a.xml"), Err(Damage::Part));
    bytes[directory + 8] |= 1;
    assert_eq!(part(&bytes, "a.xml"), Err(Damage::Encrypted));
}

#[test]
fn zip64_sizes_and_directories_are_read() {
    let content = b"content";
    let mut bytes = archive(&[("a.xml", content)]);
    let directory = memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    bytes.truncate(directory);
    let extra: Vec<u8> =
        [&[1u8, 0, 24, 0][..], &7u64.to_le_bytes(), &7u64.to_le_bytes(), &0u64.to_le_bytes()].concat();
    let mut entry = b"PK\x01\x02".to_vec();
    entry.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    entry.extend_from_slice(&crc32(content).to_le_bytes());
    entry.extend_from_slice(&[0xFF; 8]);
    entry.extend_from_slice(&[5, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    entry.extend_from_slice(b"a.xml");
    entry.extend_from_slice(&extra);
    let size = entry.len() as u64;
    bytes.extend(entry);
    let end = bytes.len() as u64;
    bytes.extend_from_slice(b"PK\x06\x06");
    bytes.extend_from_slice(&44u64.to_le_bytes());
    bytes.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for value in [1, 1, size, directory as u64] {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    bytes.extend_from_slice(&end.to_le_bytes());
    bytes.extend_from_slice(&1u32.to_le_bytes());
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0");
    assert_eq!(part(&bytes, "a.xml"), Ok(content.to_vec()));
}
