//! Single cells: marks, units, words around the number, fonts.

use super::{Case, case};
use crate::book;
use crate::definition::report;
use crate::office::Office;
use rust_xlsxwriter::Format;
use tonghop::model::Check;

fn trees(cell: &str) -> Office {
    Office::with_table(&format!("Cây xanh trồng mới | | {cell}"))
}

fn share(cell: &str) -> Office {
    Office::with_table(&format!("Tỷ lệ tham gia | | {cell}")).define("max   = 1\n", "")
}

fn money(unit: &str, cell: &str) -> Office {
    Office::with_table(&format!("Trị giá công trình | {unit} | {cell}"))
}

/// A text model written in a font.
fn in_font(text: &str, font: &str) -> Office {
    let rows = report("Sở Y tế", "Mô hình");
    let bytes = book::crafted(&[("Biểu 1", &rows)], |_, sheet| {
        let format = Format::new().set_font_name(font);
        sheet.write_string_with_format(3, 2, text, &format).expect("a cell");
    });
    Office::new().file("a01.xlsx", bytes)
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            Check::AmbiguousNumber,
            share("1,250"),
            [
                "a01.xlsx!Biểu 1!C4: “1,250” cannot be read with certainty (1250 | 1.25); it does not count. Write it as a plain number.",
            ],
            share("1,25"),
        ),
        case(
            Check::ForeignGrouping,
            trees("1,250,000"),
            ["a01.xlsx!Biểu 1!C4: “1,250,000” uses the other convention of marks; it was read as 1,250,000."],
            trees("1.250.000"),
        ),
        case(
            Check::UnitConflict,
            money("nghìn đồng", "#720"),
            [
                "a01.xlsx!Biểu 1!C4: The units disagree: nghìn đồng / triệu đồng; nghìn đồng was used. Check the unit.",
            ],
            money("triệu đồng", "#720"),
        ),
        case(
            Check::UnitUnknown,
            Office::with_table("Cây xanh trồng mới | bao | #12"),
            [
                "a01.xlsx!Biểu 1!C4: The unit “bao” is none that the indicator has (expected: cây). Check the unit.",
            ],
            Office::with_table("Cây xanh trồng mới | cây | #12"),
        ),
        case(
            Check::LegacyFont,
            in_font("C«ng tr×nh", ".VnTime"),
            [
                "a01.xlsx!Biểu 1!C4: The text is in the legacy encoding TCVN3 and was converted to Unicode. Type in Unicode.",
            ],
            in_font("Công trình", "Times New Roman"),
        ),
        case(
            Check::ApproximateValue,
            trees("trên 700"),
            [
                "a01.xlsx!Biểu 1!C4: “trên 700” is a bound or approximate; it counts as 700. Write the exact number.",
            ],
            trees("700"),
        ),
        case(
            Check::RoundedValue,
            share("0,12345678912"),
            [
                "a01.xlsx!Biểu 1!C4: The number 0,12345678912 has more digits than are kept; it was rounded to 0.123456789.",
            ],
            share("0,123456789"),
        ),
    ]
}
