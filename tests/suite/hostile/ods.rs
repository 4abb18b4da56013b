//! Sheets of ods that repeat without end, nest, and say what cannot be.

use super::Verdict::{Out, Right};
use super::form::{ods, ods_of, ods_rows};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    let figure = |value: &str, repeated: &str| {
        format!(
            "<table:table-cell {repeated} office:value-type='float' office:value='{value}'><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let line = |rows: &str, cell: &str| {
        format!("<table:table-row {rows}><table:table-cell/>{cell}</table:table-row>")
    };
    let all_rows = "table:number-rows-repeated='1048573'";
    let all_columns = "table:number-columns-repeated='16383'";
    let huge = "table:number-columns-repeated='18446744073709551615'";
    let file = |name: &str, more: &str, verdict| hostile(&format!("{name}.ods"), ods(more), verdict);
    let table = |name: &str| format!("<table:table table:name='{name}'>{}</table:table>", ods_rows());
    let spans = format!(
        "<table:table-cell><text:p>{}x{}</text:p></table:table-cell>",
        "<text:span>".repeat(50_000),
        "</text:span>".repeat(50_000)
    );
    let tables = format!(
        "<table:table-cell>{}{}</table:table-cell>",
        "<table:table>".repeat(50_000),
        "</table:table>".repeat(50_000)
    );
    vec![
        file("values everywhere", &line(all_rows, &figure("1", all_columns)), Out("limit-cells")),
        file(
            "values to the edge and beyond",
            &line("", &figure("1", huge)),
            Right(&["beyond-limits", "label-unknown"]),
        ),
        file("broken everywhere", &line(all_rows, &figure("x", all_columns)), Out("limit-cells")),
        file("infinite everywhere", &line(all_rows, &figure("inf", all_columns)), Out("limit-cells")),
        file(
            "errors everywhere",
            &line(
                all_rows,
                &format!(
                    "<table:table-cell {all_columns} calcext:value-type='error'><text:p>#N/A</text:p></table:table-cell>"
                ),
            ),
            Out("limit-cells"),
        ),
        file(
            "errors without text everywhere",
            &line(all_rows, &format!("<table:table-cell {all_columns} calcext:value-type='error'/>")),
            Out("limit-cells"),
        ),
        file(
            "long texts everywhere",
            &line(
                all_rows,
                &format!(
                    "<table:table-cell {all_columns} office:value-type='string'><text:p>{}</text:p></table:table-cell>",
                    "x".repeat(33_000)
                ),
            ),
            Out("limit-inflated-size"),
        ),
        file(
            "nothing everywhere",
            &line(all_rows, &format!("<table:table-cell {all_columns}/>")),
            Right(&[]),
        ),
        file("rows without end", &line("table:number-rows-repeated='18446744073709551615'", ""), Right(&[])),
        file(
            "row behind rows without end",
            &format!(
                "{}{}",
                line("table:number-rows-repeated='18446744073709551615'", ""),
                line("", &figure("1", ""))
            ),
            Right(&["beyond-limits"]),
        ),
        file("not a number", &line("", &figure("NaN", "")), Right(&["not-finite"])),
        file("spans nested", &line("", &spans), Right(&[])),
        file("tables nested", &line("", &tables), Right(&[])),
        file(
            "blanks without end",
            &line(
                "",
                "<table:table-cell><text:p>x<text:s text:c='18446744073709551615'/></text:p></table:table-cell>",
            ),
            Right(&["limit-text-length"]),
        ),
        file(
            "spanned without end",
            &line(
                "",
                "<table:table-cell table:number-rows-spanned='18446744073709551615' table:number-columns-spanned='18446744073709551615'><text:p>x</text:p></table:table-cell>",
            ),
            Right(&[]),
        ),
        hostile(
            "sheets of one name.ods",
            ods_of(&format!("{}{}", table("Biểu 1"), table("biểu 1"))),
            Right(&["cell-twice"]),
        ),
        hostile(
            "many sheets.ods",
            ods_of(&(0..10_000).map(|at| format!("<table:table table:name='{at}'/>")).collect::<String>()),
            Out("limit-sheets"),
        ),
        hostile(
            "cut off.ods",
            ods_of(&table("Biểu 1").replace("</table:table>", "")),
            Out("unreadable-file"),
        ),
        hostile("document type.ods", ods_of("<!DOCTYPE x>"), Out("unreadable-file")),
        hostile("no table.ods", ods_of(""), Out("empty-file")),
    ]
}
