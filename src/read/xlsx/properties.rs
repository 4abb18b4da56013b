//! Document properties: when a workbook was made and changed, and by whom.
//!
//! Enters: the archive. Leaves: [`Properties`]. What can go wrong: properties that cannot be read are as good as none.

use super::package::{Relation, Relations};
use crate::model::Properties;
use crate::read::Spare;
use crate::read::archive::Archive;
use crate::read::gather::Stop;
use crate::read::xml::{Event, Scanner, Trouble, local};

/// Reads the core properties. Only a damaged archive is worth a failure.
pub(super) fn read(archive: &Archive, package: &Relations, spare: &mut Spare) -> Result<Properties, Stop> {
    let Some(target) = package.target(Relation::CoreProperties) else { return Ok(Properties::default()) };
    match super::part(archive, target, spare) {
        Ok(bytes) => Ok(parse(&bytes).unwrap_or_default()),
        Err(Stop::Refused(_)) => Ok(Properties::default()),
        Err(stop) => Err(stop),
    }
}

fn parse(bytes: &[u8]) -> Result<Properties, Trouble> {
    let mut scanner = Scanner::new(bytes);
    let mut properties = Properties::default();
    let mut creator = None;
    loop {
        let Event::Open(name) = (match scanner.event()? {
            Event::End => break,
            event => event,
        }) else {
            continue;
        };
        let slot = match local(name) {
            b"created" => &mut properties.created,
            b"modified" => &mut properties.modified,
            b"lastModifiedBy" => &mut properties.author,
            b"creator" => &mut creator,
            _ => continue,
        };
        let text = scanner.leaf()?;
        let text = String::from_utf8_lossy(&text);
        let text = text.trim();
        if !text.is_empty() {
            *slot = Some(text.into());
        }
    }
    properties.author = properties.author.or(creator);
    Ok(properties)
}
