use super::*;

#[test]
fn hidden_columns_are_joined() {
    assert_eq!(joined(vec![(5, 5), (1, 2), (3, 3), (5, 9), (7, 7), (11, 11)]), [(1, 3), (5, 9), (11, 11)]);
}

#[test]
fn ranges_that_end_before_they_begin_or_beyond_the_sheet_are_none() {
    assert_eq!(joined(vec![(300, 255), (3, 4)]), [(3, 4)]);
    let limits = Limits::default();
    let mut gather = Gather::new("S");
    let range = |first: (u32, u32), last: (u32, u32)| Merge {
        first: Address::new(first.0, first.1),
        last: Address::new(last.0, last.1),
    };
    let whole = range((0, 0), (1, 2));
    let wrong = [
        range((5, 0), (4, 0)),
        range((0, 3), (0, 2)),
        range((0, 0), (0, 65_535)),
        range((0, 0), (LAST_ROW + 1, 0)),
    ];
    gather.sheet().merges.extend(wrong.into_iter().chain([whole]));
    assert_eq!(gather.finish(&mut Tally::new(&limits)).merges, [whole]);
}

#[test]
fn cells_that_are_left_out_count_against_the_limit() {
    let limits = Limits { cells: 3, ..Limits::default() };
    let mut tally = Tally::new(&limits);
    let mut gather = Gather::new("S");
    let mut push = |row| gather.push(&mut tally, cell(row, 0, Value::Number(f64::NAN)));
    assert!((0..3).all(|row| push(row).is_ok()));
    assert!(matches!(push(3), Err(Stop::Fatal(flag)) if flag.check == Check::LimitCells));
}

#[test]
fn no_reader_delivers_a_cell_beyond_the_last() {
    let limits = Limits::default();
    let mut tally = Tally::new(&limits);
    let mut gather = Gather::new("S");
    for (row, column) in [(LAST_ROW + 1, 0), (0, LAST_COLUMN + 1), (u32::MAX, u32::MAX)] {
        gather.push(&mut tally, cell(row, column, Value::Number(1.0))).expect("within the limits");
    }
    assert!(gather.finish(&mut tally).cells.is_empty());
    let found: Vec<_> = tally.into_flags().into_iter().map(|flag| flag.found).collect();
    assert_eq!(found, ["R1048577C1", "R1C16385", "R4294967296C4294967296"]);
}

#[test]
fn a_broken_cell_beyond_the_last_is_said_to_be_nowhere() {
    let limits = Limits::default();
    let mut tally = Tally::new(&limits);
    let gather = Gather::new("S");
    // An xls may name a string that is not there in a column that is not there either.
    let at = Address::new(28_277, 29_801);
    gather.reject(&mut tally, Check::BrokenCell, at, "isst=9").expect("within the limits");
    let flags = tally.into_flags();
    let told: Vec<_> = flags.iter().map(|flag| (flag.check, flag.place.cell, &*flag.found)).collect();
    assert_eq!(told, [(Check::BeyondLimits, None, "R28278C29802")]);
}

fn cell(row: u32, column: u32, value: Value) -> Cell {
    Cell { at: Address::new(row, column), value, is_formula: false, style: 0 }
}

#[test]
fn counts_exactly_what_it_delivers() {
    let limits = Limits { text_chars: 3, ..Limits::default() };
    let mut tally = Tally::new(&limits);
    let mut gather = Gather::new("S");
    let cells = [
        cell(1, 0, Value::Number(1.0)),
        cell(0, 0, Value::Text("đđđ".into())),
        cell(0, 1, Value::Text("đđđđ".into())),
        cell(0, 2, Value::Text("".into())),
        cell(0, 3, Value::Number(f64::NAN)),
        cell(1, 0, Value::Boolean(true)),
    ];
    for cell in cells {
        gather.push(&mut tally, cell).expect("within the limits");
    }
    let sheet = gather.finish(&mut tally);
    assert_eq!((sheet.cells.len(), sheet.cells_read), (2, 2));
    assert_eq!(sheet.cells[1].value, Value::Number(1.0), "the first of the file stays");
    let codes: Vec<_> = tally.into_flags().iter().map(|flag| flag.check.code()).collect();
    assert_eq!(codes, ["limit-text-length", "not-finite", "cell-twice"]);
}
