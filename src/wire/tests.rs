//! What goes in comes out: every sample of the repository, batches at random; and bytes that are no batch never do harm.

mod random;

use super::{WireError, decode, encode, fits};
use crate::isolation;
use crate::locate::{Lexicon, Memory};
use crate::model::fact::FactValue;
use crate::model::{Amount, Batch, Bound, Check, Dispositions, Flag, Place, Report, SheetSummary};
use crate::pipeline::{self, Limits, Reading};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every sample file of a pipeline with the batch that it gives.
fn samples(name: &str) -> (Reading, Vec<(PathBuf, Batch)>) {
    let reading = pipeline::load(&root().join("pipelines").join(name)).expect("a definition").reading;
    let lexicon = Lexicon::new(reading.clone());
    let mut memory = Memory::default();
    let files = walkdir::WalkDir::new(root().join("sample_data").join(name)).into_iter();
    let files = files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let batches = files.map(|file| {
        let bytes = std::fs::read(file.path()).expect("a file");
        (file.into_path(), isolation::batch(&bytes, &lexicon, &mut memory))
    });
    (reading, batches.collect())
}

fn assert_comes_out(batch: &Batch, path: &Path) -> Batch {
    let bytes = encode(batch).expect("bytes");
    let arrived = decode(&bytes).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    assert_eq!(arrived, *batch, "{path:?}");
    arrived
}

#[test]
fn every_sample_comes_out_as_it_went_in() {
    let mut facts = 0;
    for name in ["doan-khoi", "clinic-monthly", "bank-monthly"] {
        let (reading, batches) = samples(name);
        for (path, batch) in &batches {
            let arrived = assert_comes_out(batch, path);
            assert_eq!(fits(&arrived, &reading), Ok(()), "{path:?}");
            facts += arrived.facts.len();
        }
    }
    assert!(facts > 5_000, "{facts}");
}

#[test]
fn texts_that_facts_share_are_shared_where_they_arrive() {
    let (_, batches) = samples("doan-khoi");
    let (_, batch) = batches.iter().max_by_key(|(_, batch)| batch.facts.len()).expect("a batch");
    let arrived = decode(&encode(batch).expect("bytes")).expect("a batch");
    let of = |batch: &Batch| {
        let headers = batch.facts.iter().map(|fact| fact.header.as_ptr() as usize);
        headers.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(of(&arrived) <= of(batch));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn batches_at_random_come_out_as_they_went_in(batch in random::batch()) {
        let bytes = encode(&batch).expect("bytes");
        prop_assert_eq!(decode(&bytes).expect("a batch"), batch);
    }

    #[test]
    fn bytes_at_random_are_no_batch(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(decode(&bytes).is_err());
    }

    /// With the checksum made right, so that what lies behind it is reached.
    #[test]
    fn garbled_batches_do_no_harm(
        batch in random::batch(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = encode(&batch).expect("bytes");
        let content = header();
        for (place, byte) in changes {
            let at = content + place.index(bytes.len() - content);
            bytes[at] = byte;
        }
        if let Ok(batch) = decode(&sealed(bytes)) {
            // What the later stages do first.
            let _ = (batch.dispositions(), batch.cells_read(), fits(&batch, &Reading::of_nothing(Limits::default())));
            prop_assert!(encode(&batch).is_ok());
        }
    }
}

/// Where the content begins.
fn header() -> usize {
    8 + 2 + 1 + env!("CARGO_PKG_VERSION").len() + 4
}

/// Bytes with the checksum that belongs to them.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let content = header();
    let checksum = crc32fast::hash(&bytes[content..]);
    bytes[content - 4..content].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn a_batch_that_is_cut_off_anywhere_is_none() {
    let (_, batches) = samples("clinic-monthly");
    let (_, batch) = batches.iter().find(|(_, batch)| !batch.facts.is_empty()).expect("a batch");
    let bytes = encode(batch).expect("bytes");
    for end in 0..bytes.len() {
        let mut cut = bytes[..end].to_vec();
        assert!(decode(&cut).is_err(), "{end}");
        if end >= header() {
            cut = sealed(cut);
            assert_eq!(decode(&cut), Err(WireError::Malformed), "{end}");
        }
    }
    let longer = sealed([bytes.as_slice(), b"x"].concat());
    assert_eq!(decode(&longer), Err(WireError::Malformed));
}

#[test]
fn another_version_and_a_flipped_bit_are_told() {
    let bytes = encode(&Batch::default()).expect("bytes");
    let changed = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        decode(&bytes)
    };
    assert_eq!(changed(0), Err(WireError::NoBatch));
    assert_eq!(changed(8), Err(WireError::OtherVersion));
    assert_eq!(changed(11), Err(WireError::OtherVersion));
    assert_eq!(changed(header()), Err(WireError::Damaged));
    assert_eq!(decode(&bytes), Ok(Batch::default()));
}

/// A count of a thousand million, of which there is nothing: no room is made for them.
#[test]
fn claimed_lengths_set_nothing_aside() {
    let mut bytes = encode(&Batch::default()).expect("bytes")[..header()].to_vec();
    // No format, a reader of no letters, then so many sheets.
    bytes.extend([0, 0, 0x80, 0x94, 0xEB, 0xDC, 0x03]);
    assert_eq!(decode(&sealed(bytes)), Err(WireError::Malformed));
    // The number of facts is the last of an empty batch.
    let mut bytes = encode(&Batch::default()).expect("bytes");
    bytes.pop();
    bytes.extend([0x80, 0x94, 0xEB, 0xDC, 0x03]);
    assert_eq!(decode(&sealed(bytes)), Err(WireError::Malformed));
}

fn sheet() -> SheetSummary {
    SheetSummary {
        name: "S".into(),
        state: Default::default(),
        read_as: None,
        cells_read: 1,
        dispositions: Dispositions { fact: 1, ..Dispositions::default() },
    }
}

#[test]
fn what_points_nowhere_is_unsound() {
    let sound = || Batch {
        sheets: vec![sheet()],
        facts: vec![random::fact()],
        reports: vec![Report::default(), Report { sheet: Some(0), within: Some(0), ..Report::default() }],
        ..Batch::default()
    };
    let told = |change: &dyn Fn(&mut Batch)| {
        let mut batch = sound();
        change(&mut batch);
        decode(&encode(&batch).expect("bytes")).err()
    };
    assert_eq!(told(&|_| ()), None);
    let unsound = |what| Some(WireError::Unsound(what));
    assert_eq!(told(&|batch| batch.facts[0].sheet = 1), unsound("sheet of a fact"));
    assert_eq!(told(&|batch| batch.facts[0].report = 2), unsound("report of a fact"));
    let huge = FactValue::Amount(Amount::from_scaled(i128::MAX), Bound::Exact);
    assert_eq!(told(&|batch| batch.facts[0].value = huge.clone()), unsound("amount"));
    assert_eq!(told(&|batch| batch.reports[1].within = Some(1)), unsound("report within a later one"));
    assert_eq!(told(&|batch| batch.reports[1].sheet = Some(9)), unsound("sheet of a report"));
    assert_eq!(told(&|batch| batch.sheets[0].cells_read = u64::MAX), unsound("cells"));
    assert_eq!(told(&|batch| batch.sheets[0].dispositions.note = u64::MAX), unsound("account"));
    assert_eq!(told(&|batch| batch.reader = "somebody"), unsound("reader"));
    let flag = || Flag::new(Check::CellTwice, Place::file(), "");
    assert_eq!(told(&|batch| batch.flags.push(Flag { report: Some(7), ..flag() })), unsound("report"));
    let later = |batch: &mut Batch| batch.flags.push(Flag { rule: Some(0), ..flag() });
    assert_eq!(told(&later), unsound("flag of a later stage"));
}

#[test]
fn what_a_definition_does_not_have_does_not_fit() {
    let nothing = Reading::of_nothing(Limits::default());
    let batch = Batch { sheets: vec![sheet()], facts: vec![random::fact()], ..Batch::default() };
    assert_eq!(fits(&batch, &nothing), Err(WireError::Unsound("indicator of a fact")));
    let batch = Batch { version: Some(0), ..Batch::default() };
    assert_eq!(fits(&batch, &nothing), Err(WireError::Unsound("version")));
    let batch = Batch { labels: vec![0], ..Batch::default() };
    assert_eq!(fits(&batch, &nothing), Err(WireError::Unsound("label")));
    assert_eq!(fits(&Batch::default(), &nothing), Ok(()));
}
