//! Cell references, rectangles, numbers and indexes as they stand in the XML of a sheet.
//!
//! No address wraps round to a valid one, both readers of addresses agree, rectangles have their corners in order, and a number is the double that the
//! standard library reads.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::model::Address;
use tonghop::model::cell::{LAST_COLUMN, LAST_ROW};
use tonghop::read::fuzzing::{address, index, number, rectangle};

fuzz_target!(|data: &[u8]| {
    let fast = address(data);
    let text = std::str::from_utf8(data).ok();
    let careful = text.and_then(Address::parse);
    if let Some(at) = careful {
        assert_eq!(fast, Some(at));
    }
    if let Some(at) = fast {
        assert!(at.row <= LAST_ROW && at.column <= LAST_COLUMN);
        assert_eq!(Address::parse(&at.to_string()), Some(at));
    }
    if let Some(merge) = rectangle(data) {
        assert!(merge.first.row <= merge.last.row && merge.first.column <= merge.last.column);
        assert!(merge.contains(merge.first) && merge.contains(merge.last));
        assert!(merge.last.row <= LAST_ROW && merge.last.column <= LAST_COLUMN);
    }
    let standard = text.and_then(|text| text.parse::<f64>().ok());
    assert_eq!(number(data).map(f64::to_bits), standard.map(f64::to_bits));
    if let Some(found) = index(data) {
        assert_eq!(text.and_then(|text| text.parse().ok()), Some(found));
    }
});
