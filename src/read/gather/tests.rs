use super::*;

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
