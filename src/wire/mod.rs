//! A batch as bytes: what a worker process answers, and what a cache of batches holds.
//!
//! Enters: a [`Batch`]. Leaves: bytes that say which format and which version of the program they are of, with a checksum; and the other way
//! round. Bytes are untrusted, for they may come from a process that a hostile file has taken over, or from a disk: nothing in them is believed before it
//! was looked at. What can go wrong is a [`WireError`], never a panic; memory grows with the bytes that are there, not with what they claim.
//!
//! | bytes | |
//! |---|---|
//! | 8 | `tonghop` and a zero |
//! | 2 | [`FORMAT`], little endian |
//! | 1, then so many | the program's version |
//! | 4 | CRC-32 of the rest, little endian |
//! | the rest | the batch in the format of postcard: everything but its facts, how many these are, then one after another |

mod facts;
mod sound;

#[cfg(test)]
mod tests;

use crate::model::{Batch, Candidate, Fact, Flag, Format, Properties, Record, Report, SheetSummary};
use crate::read;
use facts::{Texts, WireFact};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thiserror::Error;

pub use sound::fits;

/// The version of the format: raised with every change of what a batch holds.
pub const FORMAT: u16 = 1;

const MAGIC: &[u8; 8] = b"tonghop\0";
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Why bytes are no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WireError {
    /// They do not begin as a batch does.
    #[error("no batch")]
    NoBatch,
    /// They are of another format, or of another version of the program.
    #[error("a batch of another version of the program")]
    OtherVersion,
    /// The checksum is wrong.
    #[error("a batch that was damaged")]
    Damaged,
    /// They end early, go on too long, or hold something that is no value of its type.
    #[error("a batch that is not well-formed")]
    Malformed,
    /// Something points to what is not there, or is beyond what can be.
    #[error("a batch that contradicts itself: {0}")]
    Unsound(&'static str),
}

/// A batch to be written.
#[derive(Serialize)]
struct Sent<'b> {
    format: Option<Format>,
    reader: &'b str,
    sheets: &'b [SheetSummary],
    texts: Vec<&'b str>,
    flags: &'b [Flag],
    candidates: &'b [Candidate],
    labels: &'b [u32],
    version: Option<u16>,
    reports: &'b [Report],
    records: &'b [Record],
    properties: &'b Properties,
    facts: u32,
}

/// The same as it is read: field by field in the same order.
#[derive(Deserialize)]
struct Received<'b> {
    format: Option<Format>,
    reader: &'b str,
    sheets: Vec<SheetSummary>,
    #[serde(borrow)]
    texts: Vec<&'b str>,
    flags: Vec<Flag>,
    candidates: Vec<Candidate>,
    labels: Vec<u32>,
    version: Option<u16>,
    reports: Vec<Report>,
    records: Vec<Record>,
    properties: Properties,
    facts: u32,
}

/// The bytes of a batch.
///
/// # Errors
/// None of a batch that a reader delivered.
pub fn encode(batch: &Batch) -> Result<Vec<u8>, WireError> {
    encode_into(batch, Vec::new())
}

/// The bytes of a batch, in the room that other bytes have taken.
///
/// # Errors
/// As [`encode`].
pub fn encode_into(batch: &Batch, mut bytes: Vec<u8>) -> Result<Vec<u8>, WireError> {
    // Named one by one: a new part of a batch that does not travel is no program.
    let Batch {
        format,
        reader,
        sheets,
        facts,
        flags,
        candidates,
        labels,
        version,
        reports,
        records,
        properties,
    } = batch;
    let mut texts = Texts::default();
    let places: Vec<(u32, u32)> = facts.iter().map(|fact| texts.places(fact)).collect();
    let sent = Sent {
        format: *format,
        reader,
        sheets,
        texts: texts.list,
        flags,
        candidates,
        labels,
        version: *version,
        reports,
        records,
        properties,
        facts: u32::try_from(facts.len()).map_err(|_| WireError::Unsound("facts"))?,
    };
    bytes.clear();
    bytes.extend(MAGIC);
    bytes.extend(FORMAT.to_le_bytes());
    bytes.push(PROGRAM.len() as u8);
    bytes.extend(PROGRAM.as_bytes());
    let checksum_at = bytes.len();
    bytes.extend([0; 4]);
    let content = bytes.len();
    let mut bytes = postcard::to_extend(&sent, bytes).map_err(|_| WireError::Malformed)?;
    for (fact, places) in facts.iter().zip(places) {
        bytes = postcard::to_extend(&WireFact::of(fact, places), bytes).map_err(|_| WireError::Malformed)?;
    }
    let checksum = crc32fast::hash(bytes.get(content..).unwrap_or_default());
    if let Some(place) = bytes.get_mut(checksum_at..content) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
    Ok(bytes)
}

/// The batch behind bytes, in which every index leads to something. Whether indicators, measures and sheets are those of a definition, [`fits`] tells.
///
/// # Errors
/// Where the bytes are of another version, damaged, or no sound batch.
pub fn decode(bytes: &[u8]) -> Result<Batch, WireError> {
    let content = content(bytes)?;
    let (received, rest) =
        postcard::take_from_bytes::<Received>(content).map_err(|_| WireError::Malformed)?;
    let texts = received.texts.into_iter().map(Into::into).collect::<Vec<_>>();
    let facts = taken_facts(rest, received.facts, &texts)?;
    let batch = Batch {
        format: received.format,
        reader: read::reader_named(received.reader).ok_or(WireError::Unsound("reader"))?,
        sheets: received.sheets,
        facts,
        flags: received.flags,
        candidates: received.candidates,
        labels: received.labels,
        version: received.version,
        reports: received.reports,
        records: received.records,
        properties: received.properties,
    };
    sound::check(&batch)?;
    Ok(batch)
}

/// So many facts, and nothing behind them.
fn taken_facts(bytes: &[u8], number: u32, texts: &[Arc<str>]) -> Result<Vec<Fact>, WireError> {
    // No fact is shorter, so that a number without facts behind it sets nothing aside.
    let most = bytes.len() / facts::SHORTEST;
    let mut facts = Vec::with_capacity(most.min(number as usize));
    let mut rest = bytes;
    for _ in 0..number {
        let (fact, behind) = postcard::take_from_bytes::<WireFact>(rest).map_err(|_| WireError::Malformed)?;
        facts.push(fact.taken(texts).ok_or(WireError::Unsound("text"))?);
        rest = behind;
    }
    if rest.is_empty() { Ok(facts) } else { Err(WireError::Malformed) }
}

/// What stands behind the header.
fn content(bytes: &[u8]) -> Result<&[u8], WireError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(WireError::NoBatch)?;
    let (format, rest) = rest.split_first_chunk().ok_or(WireError::NoBatch)?;
    let (&length, rest) = rest.split_first().ok_or(WireError::NoBatch)?;
    let (program, rest) = rest.split_at_checked(usize::from(length)).ok_or(WireError::NoBatch)?;
    if u16::from_le_bytes(*format) != FORMAT || program != PROGRAM.as_bytes() {
        return Err(WireError::OtherVersion);
    }
    let (checksum, content) = rest.split_first_chunk().ok_or(WireError::NoBatch)?;
    if u32::from_le_bytes(*checksum) != crc32fast::hash(content) {
        return Err(WireError::Damaged);
    }
    Ok(content)
}
