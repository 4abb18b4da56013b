//! The one table of differences between calamine and us, in each of which the standard is with us.
//!
//! Paragraphs are of ECMA-376 part 1 where nothing else is said. Each line is read by both, and must still be read as it says: the test
//! fails where calamine was repaired as much as where we changed.

use super::packages;
use super::reading::{ours, theirs};
use crate::read::xlsx::tests::parts::Parts;

/// A difference: what both readers make of the same markup.
pub(super) struct Difference {
    pub(super) what: &'static str,
    pub(super) markup: Markup,
    pub(super) calamine: &'static str,
    pub(super) ours: &'static str,
    pub(super) standard: &'static str,
}

/// Where a difference shows.
pub(super) enum Markup {
    /// In a cell, whatever stands around it; `@` is its address. The readings are of this cell alone.
    Cell(&'static str),
    /// In the rows of a sheet. The readings are whole lines.
    Rows(&'static str),
    /// In the package.
    Package(fn() -> Vec<u8>),
}
use Markup::{Cell, Package, Rows};

const fn difference(
    what: &'static str,
    markup: Markup,
    calamine: &'static str,
    ours: &'static str,
    standard: &'static str,
) -> Difference {
    Difference { what, markup, calamine, ours, standard }
}

/// The table: what, where, calamine's reading, ours, and the paragraph.
pub(super) static DIFFERENCES: &[Difference] = &[
    difference(
        "a number with a comment inside ends there",
        Cell("<c r='@'><v>1<!-- c -->2</v></c>"),
        "1",
        "12",
        "18.3.1.96; XML 1.0, 2.5: comments are no part of the character data",
    ),
    difference(
        "a number in a CDATA section is nothing",
        Cell("<c r='@'><v><![CDATA[12]]></v></c>"),
        "",
        "12",
        "18.3.1.96; XML 1.0, 2.7: a CDATA section is character data",
    ),
    difference(
        "a number with a character reference is nothing",
        Cell("<c r='@'><v>&#49;2</v></c>"),
        "",
        "12",
        "18.3.1.96; XML 1.0, 4.1: a reference stands for its character",
    ),
    difference(
        "a CDATA section in the text of a formula is left out",
        Cell("<c r='@' t='str'><f>x</f><v>a<![CDATA[b]]></v></c>"),
        "f 'a'",
        "f 'ab'",
        "18.3.1.96; XML 1.0, 2.7",
    ),
    difference(
        "a number with blanks around it is text",
        Cell("<c r='@'><v> 12\n</v></c>"),
        "' 12\n'",
        "12",
        "18.18.11, n: a number; XML Schema 2, 4.3.6: blanks around a double are no part of it",
    ),
    difference(
        "a number with blanks around it is an error where its type is said",
        Cell("<c r='@' t='n'><v> 12 </v></c>"),
        "error",
        "12",
        "18.18.11, n; XML Schema 2, 4.3.6",
    ),
    difference(
        "a number of blanks alone is text",
        Cell("<c r='@'><v> </v></c>"),
        "' '",
        "",
        "18.18.11, n: such a cell holds a number or nothing",
    ),
    difference(
        "a number that is none is text",
        Cell("<c r='@'><v>12,5</v></c>"),
        "'12,5'",
        "flag broken-cell",
        "18.18.11, n: a cell without a type holds a number",
    ),
    difference(
        "a number beyond all doubles is infinite",
        Cell("<c r='@'><v>1e999</v></c>"),
        "inf",
        "flag not-finite",
        "18.18.11, n: there is no such number in a cell, and no sum survives it",
    ),
    difference(
        "a number that is not a number is one",
        Cell("<c r='@'><v>NaN</v></c>"),
        "NaN",
        "flag not-finite",
        "18.18.11, n",
    ),
    difference(
        "errors newer than 2007 stop the cell",
        Cell("<c r='@' t='e'><v>#SPILL!</v></c>"),
        "error",
        "error #SPILL!",
        "18.18.11, e: an error; 18.3.1.96 has any text",
    ),
    difference(
        "an ISO date keeps the blanks around it",
        Cell("<c r='@' t='d'><v> 2023-12-16 </v></c>"),
        "iso  2023-12-16 ",
        "iso 2023-12-16",
        "18.18.11, d: a date in the ISO 8601 format",
    ),
    difference(
        "half of a surrogate pair becomes a replacement character",
        Cell("<c r='@' t='str'><f>x</f><v>a_xD83D_b</v></c>"),
        "f 'a\u{FFFD}b'",
        "f 'a_xD83D_b'",
        "22.9.2.19: an escape stands for a character, and half of a pair is none",
    ),
    difference(
        "an inline string in the wrong element vanishes",
        Cell("<c r='@' t='inlineStr'><v>text</v></c>"),
        "",
        "flag broken-cell",
        "18.18.11, inlineStr: the value is in the is element; what stands elsewhere must not go without a trace",
    ),
    difference(
        "text in a cell of another type is its value",
        Cell("<c r='@' t='b'><is><t>text</t></is></c>"),
        "'text'",
        "flag broken-cell",
        "18.18.11, b: the cell holds a Boolean",
    ),
    difference(
        "an extension of a cell stops it",
        Cell("<c r='@'><v>1</v><extLst><ext uri='x'/></extLst></c>"),
        "error",
        "1",
        "18.3.1.4: extLst is a child of c",
    ),
    difference(
        "an element of another namespace is taken for the value",
        Cell("<c r='@'><v>1</v><q:v xmlns:q='urn:other'>9</q:v></c>"),
        "9",
        "1",
        "18.3.1.4; Namespaces in XML 1.0, 6: v is an element of the main namespace",
    ),
    difference(
        "a style that does not exist is none",
        Cell("<c r='@' s='9999'><v>1</v></c>"),
        "1",
        "flag broken-cell",
        "18.3.1.4, s: an index into the cell formats (18.8.10)",
    ),
    difference(
        "blanks around the index of a shared string make it 0",
        Rows("<row r='1'><c r='A1' t='s'><v> 1 </v></c></row>"),
        "A1='one'",
        "A1='two'",
        "18.18.11, s; XML Schema 2, 4.3.6",
    ),
    difference(
        "an index that is no number is 0",
        Rows("<row r='1'><c r='A1' t='s'><v>x</v></c></row>"),
        "A1='one'",
        "A1=flag broken-cell",
        "18.18.11, s; 18.4.8: the index of a string",
    ),
    difference(
        "a cell behind an error and without an address stands one column too far left",
        Rows("<row r='1'><c t='e'><v>#SPILL!</v></c><c><v>2</v></c></row>"),
        "A1=2; error",
        "A1=error #SPILL!; B1=2",
        "18.3.1.4, r: without it a cell follows the one before",
    ),
    difference(
        "a cell that stands there twice has two values",
        Rows("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"),
        "A1=1 and 2",
        "A1=1 and flag cell-twice",
        "18.3.1.4, r: the location of this cell",
    ),
    difference(
        "a column behind the last one is a cell",
        Rows("<row r='1'><c r='XFD1'><v>1</v></c><c r='XFE1'><v>2</v></c></row>"),
        "XFD1=1; XFE1=2",
        "XFD1=1; flag beyond-limits",
        "18.17, limits: cells are A1 to XFD1048576",
    ),
    difference(
        "a row behind the last one holds cells",
        Rows("<row r='1'><c><v>1</v></c></row><row r='1048577'><c r='A1048577'><v>2</v></c></row>"),
        "A1=1; A1048577=2",
        "A1=1; flag beyond-limits",
        "18.17, limits",
    ),
    difference(
        "cells of another namespace are cells",
        Rows("<row r='1'><c r='A1'><v>1</v></c><q:c xmlns:q='urn:other' r='B1'><v>9</v></q:c></row>"),
        "A1=1; B1=9",
        "A1=1",
        "18.3.1.73; Namespaces in XML 1.0, 6: c is an element of the main namespace",
    ),
    difference(
        "shared strings are found only under their usual name",
        Package(packages::strings_of_another_name),
        "error",
        "A1='one'",
        "12.3.15: the part is the target of a relationship, whatever its name",
    ),
    difference(
        "styles are found only under their usual name",
        Package(packages::styles_of_another_name),
        "A1=45000",
        "A1=date 45000",
        "12.3.20: the part is the target of a relationship, whatever its name",
    ),
    difference(
        "a cell without a style is in none",
        Package(packages::first_style_is_a_date),
        "A1=45000; B1=date 45000",
        "A1=date 45000; B1=date 45000",
        "18.3.1.4, s: its default is 0, the first of the cell formats",
    ),
    difference(
        "a target that goes up is not found",
        Package(|| packages::sheet_target("xl/deep/../sheet.xml", "xl/xl/sheet.xml")),
        "refused",
        "A1=1",
        "part 2, 9.3.2: a target is a relative reference, resolved as RFC 3986, 5.2 says",
    ),
    difference(
        "a target with an encoded character is not found",
        Package(|| packages::sheet_target("sheet%201.xml", "xl/sheet 1.xml")),
        "refused",
        "A1=1",
        "part 2, 10.2.3: part names are percent-encoded where the names of zip items are not",
    ),
    difference(
        "of two sheets of one name the first is read twice",
        Package(packages::sheet_name_twice),
        "A1=1; 2!A1=1",
        "A1=1; flag cell-twice",
        "18.2.19, name: it shall be unique",
    ),
];

#[test]
fn every_difference_of_the_table_is_still_one() {
    for Difference { what, markup, calamine, ours: expected, standard } in DIFFERENCES {
        let (bytes, calamine, expected) = match markup {
            Cell(xml) => {
                let row = format!("<row r='1'>{}<c r='B1'><v>7</v></c></row>", xml.replace('@', "A1"));
                let line = |reading: &str| match reading {
                    "" => "B1=7".to_owned(),
                    "error" => "B1=7; error".to_owned(),
                    shown => format!("A1={shown}; B1=7"),
                };
                (Parts::rows(&row).bytes(), line(calamine), line(expected))
            }
            Rows(xml) => (Parts::rows(xml).bytes(), (*calamine).to_owned(), (*expected).to_owned()),
            Package(bytes) => (bytes(), (*calamine).to_owned(), (*expected).to_owned()),
        };
        let found = theirs(&bytes).map_or("refused".to_owned(), |reading| reading.line());
        assert_eq!(found, calamine, "calamine: {what} ({standard})");
        assert_eq!(ours(&bytes).expect("we read it").line(), expected, "ours: {what} ({standard})");
        assert_ne!(found, expected, "{what}: no difference any more");
    }
    println!("{} documented differences", DIFFERENCES.len());
    assert!(DIFFERENCES.len() >= 25, "the table was emptied");
}
