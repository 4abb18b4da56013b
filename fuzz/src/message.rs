//! Messages of the worker protocol in two: the header, and the content that a fuzzer is to change.

use tonghop::model::Batch;
use tonghop::wire::encode;

/// Bytes before the program's version: the magic word, the format, a length.
const BEFORE_VERSION: usize = 11;
const CHECKSUM: usize = 4;

/// Content with the header of this version of the program and its own checksum.
pub fn around(content: &[u8]) -> Vec<u8> {
    let mut message = encode(&Batch::default()).unwrap_or_default();
    message.truncate(header(&message));
    message.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
    message.extend_from_slice(content);
    message
}

/// What stands behind the header and the checksum of a message.
pub fn content(message: &[u8]) -> &[u8] {
    &message[header(message) + CHECKSUM..]
}

/// Where the header of a message ends.
fn header(message: &[u8]) -> usize {
    BEFORE_VERSION + usize::from(message[BEFORE_VERSION - 1])
}
