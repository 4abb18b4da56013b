//! Frames, the greeting, sizes; and that a fault of the program costs one workbook. Whole workers are tried by tests/suite/isolation.rs.

use super::frames::{send, take};
use super::process::size;
use super::{protocol, step};
use crate::locate::Memory;
use crate::model::Check;
use crate::pipeline::{Limits, Reading};
use std::io::ErrorKind;

#[test]
fn a_panic_over_one_workbook_keeps_that_workbook_out() {
    let batch = step::guarded(&mut Memory::default(), |_| panic!("a fault"));
    let flags: Vec<_> = batch.flags.iter().map(|flag| (flag.check, flag.found.as_str())).collect();
    assert_eq!(flags, [(Check::UnreadableFile, "panic")]);
}

#[test]
fn messages_come_out_of_a_pipe_as_they_went_in() {
    let long = vec![7; 3 << 20];
    let mut pipe = Vec::new();
    for message in [&b""[..], b"one", &long] {
        send(&mut pipe, message).expect("sent");
    }
    let (mut input, mut message) = (pipe.as_slice(), vec![1, 2, 3]);
    for expected in [&b""[..], b"one", &long] {
        assert!(take(&mut input, 1 << 30, &mut message).expect("taken"));
        assert!(message == expected);
    }
    assert!(!take(&mut input, 1 << 30, &mut message).expect("the end"));
}

#[test]
fn a_message_that_is_cut_off_or_too_long_is_refused() {
    let mut pipe = Vec::new();
    send(&mut pipe, b"message").expect("sent");
    let mut message = Vec::new();
    for end in 1..pipe.len() {
        let cut = take(&mut &pipe[..end], 100, &mut message).map_err(|error| error.kind());
        assert_eq!(cut, Err(ErrorKind::UnexpectedEof), "{end}");
    }
    let too_long = take(&mut pipe.as_slice(), 6, &mut message).map_err(|error| error.kind());
    assert_eq!(too_long, Err(ErrorKind::InvalidData));
    // Nothing of the claimed size is set aside.
    let claimed = [&u64::MAX.to_le_bytes()[..], b"x"].concat();
    let endless = take(&mut claimed.as_slice(), u64::MAX, &mut message).map_err(|error| error.kind());
    assert_eq!(endless, Err(ErrorKind::UnexpectedEof));
    assert!(message.capacity() <= 2 << 20);
}

#[test]
fn the_greeting_brings_limits_first_and_the_reading_half_behind_them() {
    let limits = Limits { worker_bytes: 77, worker_seconds: 3, ..Limits::default() };
    let reading = Reading::of_nothing(limits);
    let message = protocol::greeting(&reading).expect("a greeting");
    let (greeting, rest) = protocol::greeted(&message).expect("understood");
    assert_eq!((greeting.worker_bytes, greeting.worker_seconds), (77, 3));
    assert_eq!(format!("{:?}", protocol::reading(rest)), format!("{:?}", Some(reading)));
    let mut other = message.clone();
    other[1] ^= 1;
    assert!(protocol::greeted(&other).is_none(), "of another version");
    assert!(protocol::greeted(b"").is_none());
}

#[test]
fn every_definition_goes_through_the_pipe_as_it_is() {
    for name in ["doan-khoi", "clinic-monthly", "bank-monthly"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines").join(name);
        let reading = crate::pipeline::load(&folder).expect("a definition").reading;
        let message = protocol::greeting(&reading).expect("a greeting");
        let (_, rest) = protocol::greeted(&message).expect("understood");
        let arrived = protocol::reading(rest).expect("a reading half");
        assert_eq!(format!("{arrived:?}"), format!("{reading:?}"), "{name}");
    }
}

#[test]
fn sizes_are_written_as_people_write_them() {
    let sizes = [1 << 30, 64 << 20, 1536 << 20, 5 << 10, 1_000, 0].map(size);
    assert_eq!(sizes, ["1 GiB", "64 MiB", "1536 MiB", "5 KiB", "1000 B", "0 B"]);
}
