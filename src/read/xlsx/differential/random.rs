//! Workbooks of random markup: what the standard allows, and no program writes all of.

use super::markup;
use super::reading::ours;
use super::{Count, compare, report, runner};
use proptest::prelude::*;
use proptest::sample::select;

/// A piece of text and how it stands in the XML.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Plain(String),
    Decimal(char),
    Hexadecimal(char),
    /// Markup as it is: entities, escapes of Excel, comments, line ends.
    Verbatim(&'static str),
    Cdata(String),
}

/// The text of a `t` and whether its blanks count.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) pieces: Vec<Piece>,
    pub(super) is_preserved: bool,
}

/// An `si` or `is`.
#[derive(Clone, Debug)]
pub(super) struct Rich {
    /// One text without runs, or runs, each with or without properties.
    pub(super) plain: Option<Text>,
    pub(super) runs: Vec<(bool, Text)>,
    pub(super) phonetic: Option<Text>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    Ordinary,
    Empty,
    SharedFirst,
    SharedFurther,
    Array,
}

/// What is in a cell.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Nothing(&'static str),
    Number(String, bool),
    Shared(usize),
    Inline(Rich),
    Text(Vec<Piece>),
    Boolean(&'static str),
    Error(&'static str),
    IsoDate(&'static str),
    /// A line of the table of differences, by its place among those that are single cells.
    Difference(usize),
}

#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Columns left out before it; without that it has no `r` and follows the one before.
    pub(super) gap: Option<u8>,
    pub(super) style: Option<usize>,
    pub(super) formula: Option<Formula>,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) gap: Option<u16>,
    pub(super) is_hidden: bool,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) state: Option<&'static str>,
    /// Whether the rows stand in the file from the last to the first.
    pub(super) is_reversed: bool,
    pub(super) merges: Vec<(u8, u8)>,
    pub(super) rows: Vec<Row>,
}

/// How the XML is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub(super) prefix: &'static str,
    pub(super) quote: char,
    pub(super) is_strict: bool,
    pub(super) is_indented: bool,
    pub(super) is_deflated: bool,
    pub(super) has_mark: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) hand: Hand,
    pub(super) date_system: Option<&'static str>,
    pub(super) strings: Vec<Rich>,
    /// Number formats of the cell formats: a built-in one or a code.
    pub(super) formats: Vec<Result<u8, String>>,
    pub(super) sheets: Vec<Sheet>,
}

fn piece(has_cdata: bool) -> impl Strategy<Value = Piece> {
    const VERBATIM: [&str; 22] = [
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#13;",
        "&#10;",
        "&#9;",
        "&#32;",
        "<!-- x < y -->",
        "<?p q?>",
        "\r\n",
        "\r",
        "\t",
        "_x000D_",
        "_x000a_",
        "_x005F_x0041_",
        "_x1EA1_",
        "_xD83D__xDE00_",
        "_x00_",
        "_xZZZZ_",
        "_x0041",
    ];
    let cdata = if has_cdata { 2 } else { 0 };
    prop_oneof![
        8 => "[ a-zA-Z0-9ĐđàạÊ_x#;>\"'\u{A0}]{1,8}".prop_map(Piece::Plain),
        1 => any::<char>().prop_filter("a character of XML", |c| is_xml(*c)).prop_map(Piece::Decimal),
        1 => any::<char>().prop_filter("a character of XML", |c| is_xml(*c)).prop_map(Piece::Hexadecimal),
        4 => select(&VERBATIM[..]).prop_map(Piece::Verbatim),
        cdata => "[ a-z<&>\r\n_x0-9à]{0,8}".prop_map(Piece::Cdata),
    ]
}

fn is_xml(character: char) -> bool {
    matches!(character, ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn text() -> impl Strategy<Value = Text> {
    let pieces = prop::collection::vec(piece(true), 0..4);
    (pieces, any::<bool>()).prop_map(|(pieces, is_preserved)| Text { pieces, is_preserved })
}

fn rich() -> impl Strategy<Value = Rich> {
    let runs = prop::collection::vec((any::<bool>(), text()), 0..4);
    let phonetic = prop::option::weighted(0.2, text());
    prop_oneof![
        3 => (text(), prop::option::weighted(0.1, text()))
            .prop_map(|(text, phonetic)| Rich { plain: Some(text), runs: Vec::new(), phonetic }),
        1 => (runs, phonetic).prop_map(|(runs, phonetic)| Rich { plain: None, runs, phonetic }),
    ]
}

fn number() -> impl Strategy<Value = String> {
    let shape = select(
        &["007", "-0", ".5", "5.", "1E+5", "1e-7", "-2.50", "123456789012345678", "0.1000000000000000055"][..],
    );
    prop_oneof![
        any::<i32>().prop_map(|n| n.to_string()),
        (any::<i32>(), 0u32..12)
            .prop_map(|(n, scale)| format!("{}", f64::from(n) / 10f64.powi(scale as i32))),
        prop::num::f64::NORMAL.prop_map(|n| format!("{n:?}")),
        shape.prop_map(str::to_owned),
    ]
}

fn content() -> impl Strategy<Value = Content> {
    let nothing = ["", "<@v/>", "<@v></@v>", "<!-- nothing -->"];
    let errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];
    let dates = ["2023-12-16", "2023-12-16T08:30:00", "1976-11-22T08:30Z", "08:30:00"];
    prop_oneof![
        2 => select(nothing.to_vec()).prop_map(Content::Nothing),
        6 => (number(), any::<bool>()).prop_map(|(number, is_said)| Content::Number(number, is_said)),
        5 => (0usize..20).prop_map(Content::Shared),
        2 => rich().prop_map(Content::Inline),
        2 => prop::collection::vec(piece(false), 0..4).prop_map(Content::Text),
        1 => select(vec!["0", "1", "true", "false"]).prop_map(Content::Boolean),
        1 => select(errors.to_vec()).prop_map(Content::Error),
        1 => select(dates.to_vec()).prop_map(Content::IsoDate),
        1 => any::<prop::sample::Index>().prop_map(|at| Content::Difference(at.index(1_000))),
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    use Formula::{Array, Empty, Ordinary, SharedFirst, SharedFurther};
    let formula = select(vec![Ordinary, Ordinary, Empty, SharedFirst, SharedFurther, Array]);
    (
        prop::option::weighted(0.8, prop_oneof![6 => Just(0), 2 => 0u8..3, 1 => 0u8..200]),
        prop::option::weighted(0.6, 0usize..20),
        prop::option::weighted(0.2, formula),
        content(),
    )
        .prop_map(|(gap, style, formula, content)| Cell { gap, style, formula, content })
}

fn row() -> impl Strategy<Value = Row> {
    let gap = prop::option::weighted(0.8, prop_oneof![4 => Just(0), 2 => 0u16..4, 1 => 0u16..5_000]);
    (gap, prop::bool::weighted(0.1), prop::collection::vec(cell(), 0..10))
        .prop_map(|(gap, is_hidden, cells)| Row { gap, is_hidden, cells })
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let state = prop::option::weighted(0.4, select(vec!["visible", "hidden", "veryHidden"]));
    let merges = prop::collection::vec((0u8..20, 1u8..9), 0..3);
    (state, prop::bool::weighted(0.15), merges, prop::collection::vec(row(), 1..16))
        .prop_map(|(state, is_reversed, merges, rows)| Sheet { state, is_reversed, merges, rows })
}

/// A format that is built in, or a code of pieces that mean, and do not mean, a date.
fn format() -> impl Strategy<Value = Result<u8, String>> {
    const PIECES: [&str; 28] = [
        "d",
        "mm",
        "yyyy",
        "h",
        "ss",
        "0",
        "#,##0",
        ".00",
        "\" ngày d\"",
        "\\d",
        "_d",
        "*d",
        "[Red]",
        "[$-42A]",
        "[$₫-42A]",
        "[h]",
        "[mm]",
        "[Magenta]",
        "[>=100]",
        ";",
        "@",
        "E+00",
        "/",
        "-",
        " ",
        "AM/PM",
        "%",
        "(",
    ];
    let code = prop::collection::vec(select(&PIECES[..]), 1..6).prop_map(|pieces| pieces.concat());
    let general = select(vec!["General", "GENERAL;@", "0.0", "#,##0 \"triệu\"", "dd/mm/yyyy;@"]);
    prop_oneof![
        2 => (0u8..60).prop_map(Ok),
        3 => code.prop_map(Err),
        1 => general.prop_map(|code| Err(code.to_owned())),
    ]
}

fn hand() -> impl Strategy<Value = Hand> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (select(vec!["", "", "x:", "Bảng:"]), select(vec!['"', '\'']), flags).prop_map(
        |(prefix, quote, flags)| {
            let (is_strict, is_indented, is_deflated, has_mark) = flags;
            Hand { prefix, quote, is_strict, is_indented, is_deflated, has_mark }
        },
    )
}

fn book() -> impl Strategy<Value = Book> {
    (
        hand(),
        select(vec![None, Some("1"), Some("true"), Some("0")]),
        prop::collection::vec(rich(), 1..12),
        prop::collection::vec(format(), 1..8),
        prop::collection::vec(sheet(), 1..4),
    )
        .prop_map(|(hand, date_system, strings, mut formats, sheets)| {
            // What a cell without `s` is in is a line of the table.
            formats.insert(0, Ok(0));
            Book { hand, date_system, strings, formats, sheets }
        })
}

#[test]
fn agrees_with_calamine_on_random_markup_but_for_the_differences_of_the_table() {
    let count = std::cell::Cell::new(Count::default());
    let done = runner(240).run(&book(), |book| {
        let (bytes, known) = markup::write(&book);
        let found = compare(&bytes, &known);
        let Count { cells, differences } = count.get();
        count.set(Count { cells: cells + found.cells, differences: differences + found.differences });
        Ok(())
    });
    done.expect("no undocumented difference");
    report("random markup", count.get(), 12_000, 700);
}

#[test]
fn cells_read_at_a_glance_are_what_the_scanner_makes_of_them() {
    let count = std::cell::Cell::new(0);
    let done = runner(60).run(&book(), |mut book| {
        let mut read = |prefix: &'static str, quote: char| {
            book.hand = Hand { prefix, quote, ..book.hand };
            ours(&markup::write(&book).0).expect("we read it")
        };
        let at_a_glance = read("", '"');
        // Neither a prefix nor a single quote is in the usual form.
        prop_assert_eq!(&at_a_glance, &read("x:", '"'));
        prop_assert_eq!(&at_a_glance, &read("", '\''));
        count.set(count.get() + at_a_glance.cells.len());
        Ok(())
    });
    done.expect("both ways come to the same");
    assert!(count.get() > 2_000, "only {} cells", count.get());
}
