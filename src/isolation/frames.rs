//! Messages through a pipe: eight bytes that say how long, little endian, then the message.
//!
//! Enters: a message, or a pipe. Leaves: the other. A message that claims to be longer than allowed is refused before anything is set aside for it, and
//! memory grows as its bytes come in.

use std::io::{Error, ErrorKind, IoSlice, Read, Result, Write};

/// Set aside before the first byte has come.
const ASIDE: u64 = 1 << 20;

/// Sends a message.
pub(super) fn send(out: &mut impl Write, message: &[u8]) -> Result<()> {
    let length = (message.len() as u64).to_le_bytes();
    // Both at once: the other side would wake up for the eight bytes alone.
    let sent = loop {
        match out.write_vectored(&[IoSlice::new(&length), IoSlice::new(message)]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => break result?,
        }
    };
    let (of_length, of_message) = (sent.min(length.len()), sent.saturating_sub(length.len()));
    out.write_all(length.get(of_length..).unwrap_or_default())?;
    out.write_all(message.get(of_message..).unwrap_or_default())?;
    out.flush()
}

/// Takes a message; `false` where the pipe ends before one begins.
pub(super) fn take(input: &mut impl Read, most: u64, message: &mut Vec<u8>) -> Result<bool> {
    message.clear();
    let mut length = [0; 8];
    let mut held = 0;
    while held < length.len() {
        match input.read(length.get_mut(held..).unwrap_or_default()) {
            Ok(0) if held == 0 => return Ok(false),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(read) => held += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(Error::new(ErrorKind::InvalidData, "a message that is too long"));
    }
    message.reserve(length.min(ASIDE) as usize);
    if input.take(length).read_to_end(message)? as u64 == length {
        Ok(true)
    } else {
        Err(ErrorKind::UnexpectedEof.into())
    }
}
