//! Each line of ECMA-376 that a sheet may hold, in the smallest workbook that shows it.

mod package;
pub(super) mod parts;
mod stream;

use crate::model::{SheetState, Workbook};
use crate::read::tests::{flags, shown};
use parts::{MAIN, OFFICE, Parts};

fn sheet(xml: &str) -> Workbook {
    Parts::new(xml).read()
}

fn rows(xml: &str) -> Workbook {
    sheet(&format!("<sheetData>{xml}</sheetData>"))
}

fn cells(xml: &str) -> Vec<String> {
    let workbook = rows(xml);
    assert_eq!(flags(&workbook), Vec::<String>::new());
    shown(&workbook.sheets[0])
}

#[test]
fn every_type_of_cell() {
    let found = cells(
        "<row r='1'><c r='A1'><v>1.5</v></c><c r='B1' t='n'><v> -2E3 </v></c><c r='C1' t='s'><v>1</v></c>\
         <c r='D1' t='b'><v>1</v></c><c r='E1' t='b'><v>false</v></c><c r='F1' t='e'><v>#SPILL!</v></c>\
         <c r='G1' t='str'><f>A1&amp;\"x\"</f><v>1.5x</v></c><c r='H1' t='inlineStr'><is><t>in</t></is></c>\
         <c r='I1' t='d'><v>2023-12-16</v></c></row>",
    );
    let expected = [
        "A1=1.5",
        "B1=-2000",
        "C1='two'",
        "D1=true",
        "E1=false",
        "F1=error #SPILL!",
        "fG1='1.5x'",
        "H1='in'",
        "I1=date 2023-12-16",
    ];
    assert_eq!(found, expected);
}

#[test]
fn any_error_is_one() {
    for error in [
        "#NULL!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#BLOCKED!",
        "#FIELD!",
        "#UNKNOWN!",
        "#CONNECT!",
        "#PYTHON!",
    ] {
        let found = cells(&format!("<row r='1'><c r='A1' t='e'><f>x</f><v>{error}</v></c></row>"));
        assert_eq!(found, [format!("fA1=error {error}")]);
    }
}

#[test]
fn an_inline_string_needs_no_type_but_may_not_have_another() {
    let workbook = rows(
        "<row r='1'><c r='A1'><is><t>a</t></is></c><c r='B1' t='inlineStr'><v>1</v><is><t>b</t></is></c><c r='C1' t='n'><is><t>c</t></is></c>\
         <c r='D1'><v>4</v><is><t>d</t></is></c><c r='E1' t='inlineStr'><v>e</v></c><c r='F1'><v>6</v><is><t/></is></c></row>",
    );
    assert_eq!(shown(&workbook.sheets[0]), ["A1='a'", "B1='b'", "F1=6"]);
    assert_eq!(
        flags(&workbook),
        ["broken-cell S!C1 t=n, is=c", "broken-cell S!D1 t=, is=d", "broken-cell S!E1 t=inlineStr, v=e"]
    );
}

#[test]
fn cells_that_hold_nothing_are_no_cells() {
    let found = cells(
        "<row r='1'><c r='A1' s='2'/><c r='B1' s='1'></c><c r='C1'><v></v></c><c r='D1' t='s'><v/></c>\
         <c r='E1' t='inlineStr'><is><t/></is></c><c r='F1' t='str'><v></v></c><c r='G1'><v>7</v></c></row><row r='2'/>",
    );
    assert_eq!(found, ["G1=7"]);
}

#[test]
fn a_formula_without_a_value_is_not_calculated_and_one_that_gives_the_empty_text_is() {
    let found = cells(
        "<row r='1'><c r='A1'><f>B1*2</f></c><c r='B1'><f>1</f><v></v></c><c r='C1'><f/><v/></c>\
         <c r='D1' t='str'><f>IF(1,\"\")</f><v></v></c><c r='E1'><f t='shared' si='0'/><v>3</v></c>\
         <c r='F1'><f t='array' ref='F1:F2'>X</f><v>4</v></c><c r='G1'><f>1</f><v>0</v></c></row>",
    );
    assert_eq!(found, ["fA1=?", "fB1=?", "fC1=?", "fE1=3", "fF1=4", "fG1=0"]);
}

#[test]
fn texts_keep_what_belongs_to_them() {
    let mut parts = Parts::new(
        "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>\
        <c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c><c r='E1' t='str'><f>x</f><v> a </v></c>\
        <c r='F1' t='str'><f>x</f><v>_x0041_&#x1EA1;&#7841;&lt;&amp;</v></c></row></sheetData>",
    );
    parts.strings = format!(
        "<sst xmlns='{MAIN}'><si><t> trimmed </t></si><si><t xml:space='preserve'> kept </t></si>\
        <si><r><rPr><b/></rPr><t>Đo</t></r><r><t xml:space='preserve'>àn </t></r><rPh sb='0' eb='1'><t>phonetic</t></rPh><phoneticPr fontId='1'/></si>\
        <si><t>a_x000D_b<![CDATA[<\r\n&]]><!-- no text --></t></si></sst>"
    );
    let workbook = parts.read();
    let expected = ["A1='trimmed'", "B1=' kept '", "C1='Đoàn '", "D1='a\rb<\n&'", "fE1=' a '", "fF1='Aạạ<&'"];
    assert_eq!(shown(&workbook.sheets[0]), expected);
}

#[test]
fn cells_and_rows_without_an_address_follow_the_last_one() {
    let found = cells(
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r='5'><c r='C5'><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>",
    );
    assert_eq!(found, ["A1=1", "C1=2", "C5=3", "D5=4", "A6=5"]);
}

#[test]
fn rows_out_of_order_are_put_in_order() {
    let found = cells(
        "<row r='3'><c r='A3'><v>3</v></c></row><row r='1'><c r='B1'><v>2</v></c><c r='A1'><v>1</v></c></row>",
    );
    assert_eq!(found, ["A1=1", "B1=2", "A3=3"]);
}

#[test]
fn what_cannot_be_is_flagged_and_left_out() {
    let workbook = rows(
        "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c><c r='XFE1'><v>3</v></c><c r='A1048577'><v>4</v></c>\
         <c r='$B$1'><v>5</v></c><c r='B1'><v>1e999</v></c><c r='C1'><v>NaN</v></c><c r='D1' t='s'><v>2</v></c>\
         <c r='E1'><v>12,5</v></c><c r='F1' t='b'><v>2</v></c><c r='G1' t='x'><v>1</v></c><c r='H1' s='3'><v>1</v></c>\
         <c r='I1'><v>9</v></c></row><row r='1048577'><c><v>1</v></c></row>",
    );
    assert_eq!(shown(&workbook.sheets[0]), ["A1=1", "I1=9"]);
    let expected = [
        "cell-twice S!A1 A1",
        "beyond-limits S! XFE1",
        "beyond-limits S! A1048577",
        "broken-cell S! $B$1",
        "not-finite S!B1 1e999",
        "not-finite S!C1 NaN",
        "broken-cell S!D1 t=s, v=2",
        "broken-cell S!E1 12,5",
        "broken-cell S!F1 2",
        "broken-cell S!G1 t=x, v=1",
        "broken-cell S!H1 s=3",
        "beyond-limits S! 1",
    ];
    assert_eq!(flags(&workbook), expected);
}

#[test]
fn a_cell_twice_out_of_order_is_seen_and_the_first_of_the_file_stays() {
    let workbook = rows(
        "<row r='2'><c r='A2'><v>1</v></c></row><row r='1'><c r='A1'><v>2</v></c></row><row r='2'><c r='A2'><v>3</v></c></row>",
    );
    assert_eq!(shown(&workbook.sheets[0]), ["A1=2", "A2=1"]);
    assert_eq!(flags(&workbook), ["cell-twice S!A2 A2"]);
}

#[test]
fn flags_on_cells_are_capped_and_the_rest_is_counted() {
    let broken: String =
        (1..=150).map(|row| format!("<row r='{row}'><c r='A{row}'><v>x</v></c></row>")).collect();
    let workbook = rows(&broken);
    assert_eq!((workbook.flags.len(), workbook.sheets[0].cells_read), (101, 0));
    assert_eq!(flags(&workbook)[100], "broken-cell ! +50");
}

#[test]
fn what_the_eye_sees_around_the_cells() {
    let workbook = sheet(
        "<cols><col min='2' max='3' hidden='1'/><col min='4' max='4' width='3'/></cols>\
         <sheetData><row r='2' hidden='1'><c r='A2'><v>1</v></c></row><row r='4' hidden='true'/><row r='5' hidden='0'/></sheetData>\
         <mergeCells count='1'><mergeCell ref='A2:C4'/></mergeCells><extLst><ext><x14:c xmlns:x14='x'/></ext></extLst>",
    );
    let sheet = &workbook.sheets[0];
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), (&[1, 3][..], &[(1, 2)][..]));
    assert_eq!(format!("{}:{}", sheet.merges[0].first, sheet.merges[0].last), "A2:C4");
}

#[test]
fn styles_tell_format_font_and_date() {
    let workbook = rows(
        "<row r='1'><c r='A1' s='1'><v>45000</v></c><c r='B1' s='2'><v>1</v></c><c r='C1'><v>1</v></c></row>",
    );
    let style = |at: usize| &workbook.styles[workbook.sheets[0].cells[at].style as usize];
    assert_eq!((&*style(0).number_format, &*style(0).font, style(0).is_date), ("mm-dd-yy", ".VnTime", true));
    assert_eq!(
        (&*style(1).number_format, &*style(1).font, style(1).is_date),
        ("#,##0 \"triệu\"", "Arial", false)
    );
    assert_eq!((&*style(2).number_format, &*style(2).font, style(2).is_date), ("", "Arial", false));
}

#[test]
fn a_rich_text_wholly_in_a_legacy_font_has_that_font() {
    let run = |font: &str, text: &str| {
        format!("<r><rPr><rFont val='{font}'/></rPr><t xml:space='preserve'>{text}</t></r>")
    };
    let mut parts = Parts::new(
        "<sheetData><row r='1'><c r='A1' t='s' s='2'><v>0</v></c><c r='B1' t='s'><v>1</v></c>\
         <c r='C1' t='inlineStr'><is><r><rPr><rFont val='VNI-Times'/></rPr><t>Ñoaøn</t></r></is></c></row></sheetData>",
    );
    let all = format!("<si>{}{}{}</si>", run(".VnTime", "§"), run("Arial", " "), run(".VnTime", "oµn"));
    let mixed = format!("<si>{}{}</si>", run(".VnTime", "§"), run("Arial", "x"));
    parts.strings = format!("<sst xmlns='{MAIN}'>{all}{mixed}</sst>");
    let workbook = parts.read();
    let style = |at: usize| &workbook.styles[workbook.sheets[0].cells[at].style as usize];
    assert_eq!((&*style(0).font, &*style(0).number_format), (".VnTime", "#,##0 \"triệu\""));
    assert_eq!(&*style(1).font, "Arial");
    assert_eq!(&*style(2).font, "VNI-Times");
}

#[test]
fn sheets_names_and_the_date_system() {
    let mut parts = Parts::new("<sheetData><row><c><v>1</v></c></row></sheetData>");
    parts.book = format!(
        "<workbook xmlns='{MAIN}' xmlns:q='{OFFICE}'><workbookPr date1904='true'/><sheets>\
        <sheet name='A &amp; B' q:id='s1'/><sheet name='Ẩn' state='hidden' q:id='s1'/><sheet name='X' state='veryHidden' q:id='s1'/>\
        <sheet name='a &amp; b' q:id='s1'/></sheets><definedNames><definedName name='Vùng'>'A &amp; B'!$A$1</definedName></definedNames></workbook>"
    );
    let workbook = parts.read();
    let states: Vec<_> = workbook.sheets.iter().map(|sheet| (&*sheet.name, sheet.state)).collect();
    assert_eq!(
        states,
        [("A & B", SheetState::Visible), ("Ẩn", SheetState::Hidden), ("X", SheetState::VeryHidden)]
    );
    assert!(workbook.is_1904);
    assert_eq!(workbook.names, [("Vùng".into(), "'A & B'!$A$1".into())]);
    assert_eq!(flags(&workbook), ["cell-twice a & b! a & b"], "names differ by more than case");
}

#[test]
fn a_zero_that_waits_to_be_calculated_is_no_value() {
    let mut parts = Parts::new(
        "<sheetData><row><c><f>2+3</f><v>0</v></c><c><f>2+3</f><v>5</v></c><c><v>0</v></c></row></sheetData>",
    );
    assert_eq!(shown(&parts.read().sheets[0]), ["fA1=0", "fB1=5", "C1=0"]);
    parts.book = parts.book.replace("</workbook>", "<calcPr calcId='124519' fullCalcOnLoad='1'/></workbook>");
    assert_eq!(shown(&parts.read().sheets[0]), ["fA1=?", "fB1=5", "C1=0"]);
}
