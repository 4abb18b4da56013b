//! Relationships: how the parts of a package find each other, whatever their names and places (ECMA-376 part 2, clause 9).
//!
//! Enters: the archive and the part whose relationships are asked for. Leaves: targets as full part names. What can go wrong: a workbook
//! whose relationships are missing is refused.

use super::find;
use crate::read::Spare;
use crate::read::archive::Archive;
use crate::read::gather::Stop;
use crate::read::xml::{Event, Scanner, attribute_text, local};
use std::borrow::Cow;
use std::sync::Arc;

/// A kind of relationship. Transitional and strict have different addresses with the same last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// From the package to its main part.
    OfficeDocument,
    /// From the package to its core properties.
    CoreProperties,
    /// To a sheet of cells.
    Worksheet,
    /// To the styles.
    Styles,
    /// To the shared strings.
    SharedStrings,
}

impl Relation {
    fn parse(kind: &[u8]) -> Option<Self> {
        Some(match kind.rsplit(|b| *b == b'/').next()? {
            b"officeDocument" => Self::OfficeDocument,
            b"core-properties" => Self::CoreProperties,
            b"worksheet" => Self::Worksheet,
            b"styles" => Self::Styles,
            b"sharedStrings" => Self::SharedStrings,
            _ => return None,
        })
    }
}

struct Link {
    id: String,
    kind: Option<Relation>,
    target: String,
}

/// The relationships of one part.
#[derive(Clone)]
pub(crate) struct Relations(Arc<[Link]>);

impl Relations {
    /// The relationships of a part; of the package itself where its name is empty.
    pub(crate) fn of(archive: &Archive, source: &str, spare: &mut Spare) -> Result<Self, Stop> {
        let (folder, name) = source.rsplit_once('/').unwrap_or(("", source));
        let path = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let packed = archive.packed(find(archive, &path)?);
        let known = packed.and_then(|packed| spare.relations.find(&packed));
        if let Some((_, known)) = known.filter(|(of, _)| **of == *folder) {
            return Ok(known);
        }
        let relations = Self::parse(&super::part(archive, &path, spare)?, folder)?;
        packed.iter().for_each(|packed| spare.relations.keep(packed, &(folder.into(), relations.clone())));
        Ok(relations)
    }

    /// The first target of a kind.
    pub(crate) fn target(&self, kind: Relation) -> Option<&str> {
        self.0.iter().find(|link| link.kind == Some(kind)).map(|link| link.target.as_str())
    }

    /// The worksheet behind an id; `None` for a chart sheet, a dialog sheet and the like, which have no cells.
    pub(super) fn worksheet(&self, id: &str) -> Result<Option<&str>, Stop> {
        let link = self.0.iter().find(|link| link.id == id);
        let link = link.ok_or(Stop::Refused("calamine: relationship missing"))?;
        Ok((link.kind == Some(Relation::Worksheet)).then_some(link.target.as_str()))
    }

    fn parse(bytes: &[u8], folder: &str) -> Result<Self, Stop> {
        let mut scanner = Scanner::new(bytes);
        let mut links = Vec::new();
        loop {
            match scanner.event()? {
                Event::Open(name) if local(name) == b"Relationship" => {
                    links.extend(Self::link(&mut scanner, folder)?);
                }
                Event::End => return Ok(Self(links.into())),
                _ => {}
            }
        }
    }

    fn link(scanner: &mut Scanner, folder: &str) -> Result<Option<Link>, Stop> {
        let (mut id, mut kind, mut target, mut is_external) = (String::new(), None, None, false);
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"Id" => id = attribute_text(value)?,
                b"Type" => kind = Relation::parse(value),
                b"Target" => target = Some(attribute_text(value)?),
                b"TargetMode" => is_external = value == b"External",
                _ => {}
            }
        }
        let target = target.filter(|_| !is_external);
        Ok(target.map(|target| Link { id, kind, target: resolve(folder, &target) }))
    }
}

/// A target as a full part name without a leading slash.
fn resolve(folder: &str, target: &str) -> String {
    let target = decode(target);
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Undoes percent encoding: a target is an address, a part name in the archive is not.
fn decode(target: &str) -> Cow<'_, str> {
    if !target.contains('%') {
        return Cow::Borrowed(target);
    }
    let mut out = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = behind.get(2..).unwrap_or(b"");
            }
            None => {
                out.push(*first);
                rest = behind;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_targets_wherever_they_point() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/sheet1.xml"), "xl/sheet1.xml");
        assert_eq!(resolve("xl/deep", "../../other/./s.xml"), "other/s.xml");
        assert_eq!(resolve("", "a%20b.xml"), "a b.xml");
        assert_eq!(resolve("", "xl\\workbook.xml"), "xl/workbook.xml");
    }
}
