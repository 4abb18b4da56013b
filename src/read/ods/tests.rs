use crate::model::{Check, Sheet, SheetState, Workbook};
use crate::pipeline::Limits;
use crate::read::tests::{archive, fatal, fixture, flags, read_all, shown};

const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn document(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0'?><office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", MIME), ("content.xml", content.as_bytes())])
}

fn table(rows: &str) -> Workbook {
    read_all(&document("", &format!("<table:table table:name='S'>{rows}</table:table>")))
}

fn row(cells: &str) -> Vec<String> {
    let workbook = table(&format!("<table:table-row>{cells}</table:table-row>"));
    assert_eq!(flags(&workbook), Vec::<String>::new());
    shown(&workbook.sheets[0])
}

#[test]
fn reads_what_libreoffice_writes() {
    let workbook = read_all(&fixture("lo.ods"));
    let sheet: &Sheet = &workbook.sheets[0];
    let expected = [
        "A1='Đơn vị báo cáo'",
        "B1=1250",
        "C1='§oµn'",
        "D1='§oµn viªn'",
        "B2=12.5",
        "fB3=1",
        "B4=date 2023-12-16",
        "fB5=1262.5",
        "fB6=error #N/A",
        "B7=1250",
        "A10='merged'",
        "A12='  spaces  '",
        "A13='line\nbreak'",
    ];
    assert_eq!(shown(sheet), expected);
    let style = |at: usize| &workbook.styles[sheet.cells[at].style as usize];
    assert_eq!((&*style(2).font, &*style(3).font), (".VnTime", ".VnArial"), "the second is rich text");
    assert_eq!(&*style(9).number_format, "#,##0\" triệu\"");
    assert!(style(6).is_date);
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), (&[6][..], &[(3, 3)][..]));
    assert_eq!(format!("{}:{}", sheet.merges[0].first, sheet.merges[0].last), "A10:C11");
    assert_eq!(workbook.sheets[1].state, SheetState::Hidden);
    assert_eq!(shown(&workbook.sheets[2]), ["XFD1048576=1"]);
    assert_eq!(workbook.properties.author.as_deref(), Some("openpyxl"));
}

#[test]
fn every_type_of_cell() {
    let found = row(
        "<table:table-cell office:value-type='float' office:value='1.5'><text:p>1,5</text:p></table:table-cell>\
         <table:table-cell office:value-type='percentage' office:value='0.125'/>\
         <table:table-cell office:value-type='currency' office:value='720000000'/>\
         <table:table-cell office:value-type='date' office:date-value='2023-12-16'><text:p>16/12</text:p></table:table-cell>\
         <table:table-cell office:value-type='time' office:time-value='PT12H30M00S'/>\
         <table:table-cell office:value-type='boolean' office:boolean-value='true'/>\
         <table:table-cell office:value-type='string'><text:p>a</text:p><text:p>b<text:s text:c='2'/>c  d<text:span>e</text:span></text:p></table:table-cell>\
         <table:table-cell office:value-type='string' office:string-value='whole'><text:p>shown</text:p></table:table-cell>\
         <table:table-cell table:formula='of:=1'/>\
         <table:table-cell table:formula='of:=1/0' office:value-type='float' office:value='0'><text:p>#DIV/0!</text:p></table:table-cell>\
         <table:table-cell table:formula='of:=\"\"' office:value-type='string' office:string-value=''><text:p/></table:table-cell>\
         <table:table-cell><office:annotation><text:p>a comment</text:p></office:annotation></table:table-cell>",
    );
    let expected = [
        "A1=1.5",
        "B1=0.125",
        "C1=720000000",
        "D1=date 2023-12-16",
        "E1=date PT12H30M00S",
        "F1=true",
        "G1='a\nb  c de'",
        "H1='whole'",
        "fI1=?",
        "fJ1=error #DIV/0!",
    ];
    assert_eq!(found, expected);
}

#[test]
fn repeats_are_unfolded_for_cells_that_hold_something_only() {
    let workbook = table(
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
         <table:table-header-rows><table:table-row table:number-rows-repeated='2'><table:covered-table-cell/>\
         <table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='7'/></table:table-row></table:table-header-rows>\
         <table:table-row table:number-rows-repeated='48574'><table:table-cell/></table:table-row>",
    );
    assert_eq!(shown(&workbook.sheets[0]), ["B1000001=7", "C1000001=7", "B1000002=7", "C1000002=7"]);
    assert!(workbook.flags.is_empty());
}

#[test]
fn repeats_of_a_value_count_against_the_limit() {
    let rows = "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384' \
                office:value-type='float' office:value='1'/></table:table-row>";
    let bytes = document("", &format!("<table:table table:name='S'>{rows}</table:table>"));
    let limits = Limits { cells: 1_000, ..Limits::default() };
    assert_eq!(fatal(&bytes, &limits), ("limit-cells", "1001".into(), "1000".into()));
}

#[test]
fn what_cannot_be_is_flagged_and_left_out() {
    let workbook = table(
        "<table:table-row><table:table-cell office:value-type='float' office:value='12,5'/>\
         <table:table-cell office:value-type='float' office:value='NaN'/><table:table-cell table:number-columns-repeated='16383'/>\
         <table:table-cell office:value-type='float' office:value='1'/></table:table-row>",
    );
    assert_eq!(workbook.sheets[0].cells_read, 0);
    assert_eq!(
        flags(&workbook),
        ["broken-cell S!A1 12,5", "not-finite S!B1 NaN", "beyond-limits S! R1C16386"]
    );
}

#[test]
fn styles_are_inherited_and_columns_lend_theirs() {
    let styles = "<number:number-style style:name='N1'><number:number number:decimal-places='1' number:grouping='true' \
        number:display-factor='1000'/><number:text> tr</number:text></number:number-style>\
        <number:date-style style:name='N2'><number:day/></number:date-style>\
        <style:font-face style:name='F' svg:font-family=\"'.VnTime'\"/>\
        <style:style style:name='base' style:family='table-cell'><style:text-properties style:font-name='F'/></style:style>\
        <style:style style:name='a' style:family='table-cell' style:parent-style-name='base' style:data-style-name='N1'/>\
        <style:style style:name='b' style:family='table-cell' style:parent-style-name='b' style:data-style-name='N2'/>\
        <style:style style:name='off' style:family='table'><style:table-properties table:display='false'/></style:style>";
    let cell =
        |style: &str| format!("<table:table-cell {style} office:value-type='float' office:value='1'/>");
    let body = format!(
        "<table:table table:name='S' table:style-name='off'><table:table-column table:number-columns-repeated='2' table:default-cell-style-name='a'/>\
         <table:table-row>{}{}{}</table:table-row></table:table>",
        cell(""),
        cell("table:style-name='b'"),
        cell("")
    );
    let workbook = read_all(&document(styles, &body));
    let style = |at: usize| &workbook.styles[workbook.sheets[0].cells[at].style as usize];
    assert_eq!((&*style(0).number_format, &*style(0).font), ("#,##0.0,\" tr\"", ".VnTime"));
    assert_eq!((style(1).is_date, &*style(1).font), (true, ""));
    assert_eq!(style(2), &crate::model::Style::default());
    assert_eq!(workbook.sheets[0].state, SheetState::Hidden);
}

#[test]
fn copies_of_other_files_are_no_sheets_and_a_name_counts_once() {
    let rows =
        "<table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row>";
    let body = format!(
        "<table:tracked-changes><table:table table:name='old'>{rows}</table:table></table:tracked-changes>\
         <table:table table:name='S'><office:forms/><table:shapes><table:table table:name='in'>{rows}</table:table></table:shapes>{rows}</table:table>\
         <table:table table:name='s'>{rows}</table:table>\
         <table:table table:name='copy'><table:table-source/>{rows}</table:table>\
         <table:named-expressions><table:named-range table:name='Vùng' table:cell-range-address='$S.$A$1'/></table:named-expressions>"
    );
    let workbook = read_all(&document("", &body));
    let names: Vec<_> = workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["S"]);
    assert_eq!(workbook.flags.iter().map(|flag| flag.check).collect::<Vec<_>>(), [Check::CellTwice]);
    assert_eq!(workbook.names, [("Vùng".into(), "$S.$A$1".into())]);
}
