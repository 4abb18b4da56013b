//! Bytes become a workbook, whatever the file is called.
//!
//! Enters: the bytes of one file and the [`Limits`] of the definition. Leaves: a [`Workbook`] with absolute addresses and a flag for each cell
//! that could not be read, or the fatal flag that says why there is none: unreadable, encrypted, no spreadsheet, beyond a limit,
//! empty. Which reader delivered it stands in [`Workbook::reader`].
//!
//! | format | reader | not known |
//! |---|---|---|
//! | xlsx, xlsm | own; calamine for XML that it refuses (then no styles, no hidden rows) | |
//! | xls (Excel 97 and later) | own; calamine for what it refuses | defined names; a formula that was never calculated is told from one that gives the empty text by what the formula is |
//! | xls (Excel 5, 95) | calamine | styles, fonts, hidden rows and columns |
//! | xlsb | calamine, streaming | styles other than date or not, fonts, hidden rows and columns, merges, which error a formula gives |
//! | ods | own | very hidden sheets, which the format does not have; exact date formats |
//! | csv | own | everything is text |
//!
//! Only xlsx and csv have a reader that is bounded in every way. The rest, and xlsx that calamine is to read, may be handed to a process of its own, whose end costs one
//! file: see [`bounded_workbook`] and [`isolation`](crate::isolation).
//!
//! A submission is untrusted input: declared sizes are checked before anything is inflated, memory is bounded by the limits, and a panic in a
//! parser is a flag on this file alone.

mod archive;
mod biff;
mod bytes;
mod compound;
mod csv;
mod foreign;
#[cfg(fuzzing)]
pub mod fuzzing;
mod gather;
mod number_format;
mod ods;
mod ole;
mod remembered;
mod sniff;
mod texts;
mod xlsx;
mod xml;

use crate::model::{Check, Flag, Place, Workbook};
use crate::pipeline::Limits;
use archive::{Archive, Entry, Inflater};
use gather::Stop;
use remembered::Remembered;
use sniff::Kind;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use xlsx::{Relations, StringBuffers, Styles};

/// What is looked for in a sheet that is too large to hold in memory.
///
/// A list of half a million rows behind a form is read to its end, and counted; its cells need not be held, unless some text among them may
/// belong to a table that is asked for.
#[derive(Clone, Copy)]
pub struct Wanted<'w> {
    /// Whether a sheet of this name is asked for.
    pub is_named: &'w dyn Fn(&str) -> bool,
    /// Whether a text may belong to something that is asked for.
    pub is_telling: &'w dyn Fn(&str) -> bool,
}

/// Reads a workbook with every cell.
///
/// # Errors
/// The fatal flag that keeps the file out: `unreadable-file`, `encrypted`, `wrong-type`, `empty-file` or one of the limits.
pub fn workbook(bytes: &[u8], limits: &Limits) -> Result<Workbook, Box<Flag>> {
    workbook_for(bytes, limits, None)
}

/// Reads a workbook. Of huge sheets in which nothing is wanted only the beginning is held, the rest is counted: see [`Sheet::cells_passed`](crate::model::Sheet).
///
/// # Errors
/// As [`workbook`].
pub fn workbook_for(bytes: &[u8], limits: &Limits, wanted: Option<Wanted>) -> Result<Workbook, Box<Flag>> {
    guarded((bytes, limits, wanted), Reach::Everything).unwrap_or_else(|| Err(unreadable("reader")))
}

/// Reads what a bounded reader of our own reads: csv, and xlsx that it understands. `None` for everything else: a process of its own is to
/// read it.
pub fn bounded_workbook(
    bytes: &[u8],
    limits: &Limits,
    wanted: Option<Wanted>,
) -> Option<Result<Workbook, Box<Flag>>> {
    guarded((bytes, limits, wanted), Reach::Bounded)
}

/// Which readers may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Everything,
    Bounded,
}

/// Reads, and makes a flag of a panic; `None` for a file that is beyond reach.
fn guarded(
    (bytes, limits, wanted): (&[u8], &Limits, Option<Wanted>),
    reach: Reach,
) -> Option<Result<Workbook, Box<Flag>>> {
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut spare = SPARE.take().unwrap_or_default();
        let found = read((bytes, limits, wanted), reach, &mut spare);
        spare.shrink();
        SPARE.set(Some(spare));
        found
    }));
    match found {
        Ok(Ok(workbook)) => Some(Ok(workbook)),
        Ok(Err(Stop::Fatal(flag))) => Some(Err(flag)),
        Ok(Err(Stop::Refused(why))) => Some(Err(unreadable(why.trim_start_matches("calamine: ")))),
        Ok(Err(Stop::BeyondReach)) => None,
        Err(_) => Some(Err(unreadable("panic"))),
    }
}

/// Every name that a batch or workbook may give its reader.
const READERS: [&str; 20] = [
    "",
    "own",
    "calamine: XML cut off",
    "calamine: compression method",
    "calamine: document type",
    "calamine: encoding",
    "calamine: large part in UTF-16",
    "calamine: malformed XML",
    "calamine: namespace",
    "calamine: namespaces",
    "calamine: part missing",
    "calamine: relationship missing",
    "calamine: sheet without data",
    "calamine: xls before Excel 97",
    "calamine: xls globals cut off",
    "calamine: xls record cut off",
    "calamine: xls sheet cut off",
    "calamine: xls sheet missing",
    "calamine: xls without records",
    "calamine: xlsb",
];

/// A reader by its name; none where no reader has it.
pub(crate) fn reader_named(name: &str) -> Option<&'static str> {
    READERS.into_iter().find(|known| *known == name)
}

fn unreadable(why: &str) -> Box<Flag> {
    Box::new(Flag::new(Check::UnreadableFile, Place::file(), why))
}

fn read(
    (bytes, limits, wanted): (&[u8], &Limits, Option<Wanted>),
    reach: Reach,
    spare: &mut Spare,
) -> Result<Workbook, Stop> {
    let is_bounded = reach == Reach::Bounded;
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(Stop::limit(Check::LimitFileSize, size, limits.file_bytes));
    }
    spare.held_most = limits.held_bytes;
    // Whatever a compound file holds, none of it is for a bounded reader: it need not be taken apart to know.
    if is_bounded && sniff::is_compound(bytes) {
        return Err(Stop::BeyondReach);
    }
    match sniff::kind(bytes, limits, spare)? {
        Kind::Xlsb(_) | Kind::Ods(_) | Kind::Xls { .. } if is_bounded => Err(Stop::BeyondReach),
        Kind::Xlsx { archive, package, main } => {
            match xlsx::read(&archive, &package, &main, (limits, wanted), spare) {
                Err(Stop::Refused(_)) if is_bounded => Err(Stop::BeyondReach),
                Err(Stop::Refused(why)) => {
                    foreign::vet(&archive, &mut spare.part)?;
                    foreign::xlsx(bytes, limits, why)
                }
                result => result,
            }
        }
        Kind::Xlsb(archive) => {
            foreign::vet_binary(&archive, &mut spare.part)?;
            foreign::xlsb(bytes, limits)
        }
        Kind::Ods(archive) => ods::read(&archive, limits, spare),
        Kind::Xls { stream, properties } => match biff::read(&stream, properties, limits) {
            Err(Stop::Refused(why)) => {
                let area = biff::area(&stream);
                if area > limits.cells {
                    return Err(Stop::limit(Check::LimitCells, area, limits.cells));
                }
                foreign::xls(bytes, limits, why)
            }
            result => result,
        },
        Kind::Csv => csv::read(bytes, limits),
    }
}

thread_local! {
    /// What a thread keeps from one workbook to the next. A reader that panics loses it, which does no harm.
    static SPARE: Cell<Option<Box<Spare>>> = const { Cell::new(None) };
}

/// Buffers and the inflater: making them costs more than reading a small workbook.
struct Spare {
    inflater: Inflater,
    part: Vec<u8>,
    /// Bytes of the largest part that may be held whole.
    held_most: u64,
    strings: StringBuffers,
    styles: Remembered<Styles>,
    /// Relationships with the folder that their targets start from.
    relations: Remembered<(Box<str>, Relations)>,
}

impl Default for Spare {
    fn default() -> Self {
        Self {
            inflater: Inflater::new(),
            part: Vec::new(),
            held_most: 0,
            strings: StringBuffers::default(),
            styles: Remembered::default(),
            relations: Remembered::default(),
        }
    }
}

impl Spare {
    /// A part whole.
    fn held<'b>(&'b mut self, archive: &Archive<'b>, entry: &Entry<'b>) -> Result<&'b [u8], Stop> {
        if entry.size > self.held_most {
            return Err(Stop::limit(Check::LimitPartSize, entry.size, self.held_most));
        }
        archive.part(entry, &mut self.inflater, &mut self.part).map_err(xlsx::damaged)
    }

    /// Lends the buffers of the shared strings.
    fn take(&mut self) -> StringBuffers {
        std::mem::take(&mut self.strings)
    }

    /// Takes them back.
    fn keep(&mut self, strings: StringBuffers) {
        self.strings = strings;
    }

    /// Lets go of what only a huge workbook needed.
    fn shrink(&mut self) {
        const KEPT: usize = 32 << 20;
        if self.part.capacity() > KEPT {
            self.part = Vec::new();
        }
        if self.strings.capacity() > KEPT {
            self.strings = StringBuffers::default();
        }
    }
}

#[cfg(test)]
mod tests;
