//! Forms as branches return them: other encodings, other rows, other columns, other headers.

use crate::book;
use crate::definition::report;
use crate::office::{Office, Told};
use rust_xlsxwriter::Format;
use unicode_normalization::UnicodeNormalization;

const PLAIN: &str = "Đơn vị báo cáo | Sở Y tế
Báo cáo năm 2023
Nội dung | ĐVT | Kết quả
Cây xanh trồng mới | cây | trên 12
Mô hình | | Đội hình thanh niên";

fn sheet(text: &str) -> Told {
    Office::new().sheet("sent.xlsx", text).run()
}

/// A sheet whose every text is in a font.
fn in_font(font: &str, text: &str) -> Told {
    let bytes = book::crafted(&[("Sheet1", text)], |_, sheet| {
        let format = Format::new().set_font_name(font);
        for (row, line) in (0u32..).zip(text.lines()) {
            for (column, cell) in (0u16..).zip(line.split('|').map(|cell| cell.trim_matches(' '))) {
                if !cell.is_empty() && !cell.starts_with('#') {
                    sheet.write_string_with_format(row, column, cell, &format).expect("a cell");
                }
            }
        }
    });
    Office::new().file("sent.xlsx", bytes).run()
}

const ACCEPTED: &str = "sent.xlsx accepted A01 2023";

#[test]
fn decomposed_text_says_what_composed_text_says() {
    let decomposed: String = PLAIN.nfd().collect();
    assert_ne!(decomposed, PLAIN);
    let run = sheet(&decomposed);
    assert_eq!(run.submissions(), [ACCEPTED]);
    assert_eq!(run.facts(), ["C4 trees 12 at_least", "C5 model Đội hình thanh niên"]);
    assert_eq!(run.transforms("C5"), "nfc");
    assert_eq!(run.flags(), sheet(PLAIN).flags());
}

#[test]
fn tcvn3_is_read_by_its_font_with_one_flag() {
    let run = in_font(
        ".VnTime",
        "§¬n vÞ b¸o c¸o | Së Y tÕ\nB¸o c¸o n¨m 2023\nNéi dung | §VT | KÕt qu¶\nC©y xanh trång míi | c©y | #12\nTrÞ gi¸ c«ng tr×nh | triÖu ®ång | #5",
    );
    assert_eq!(run.submissions(), [ACCEPTED]);
    assert_eq!(run.facts(), ["C4 trees 12 exact", "C5 value 5000000 exact"]);
    assert_eq!(run.flags(), ["legacy-font sent.xlsx!Sheet1!A1"]);
}

#[test]
fn vni_is_read_by_its_font_with_one_flag() {
    let run = in_font(
        "VNI-Times",
        "Ñôn vò baùo caùo | Sôû Y teá\nBaùo caùo naêm 2023\nNoäi dung | ÑVT | Keát quaû\nCaây xanh troàng môùi | caây | #12",
    );
    assert_eq!(run.submissions(), [ACCEPTED]);
    assert_eq!(run.facts(), ["C4 trees 12 exact"]);
    assert_eq!(run.flags(), ["legacy-font sent.xlsx!Sheet1!A1"]);
}

#[test]
fn a_text_value_in_a_legacy_font_is_decoded_and_recorded() {
    let run = in_font(
        ".VnTime",
        "§¬n vÞ b¸o c¸o | Së Y tÕ\nB¸o c¸o n¨m 2023\nNéi dung | §VT | KÕt qu¶\nM« h×nh | | §oµn viªn",
    );
    assert_eq!(run.facts(), ["C4 model Đoàn viên"]);
    assert_eq!(run.transforms("C4"), "tcvn3");
}

#[test]
fn labels_are_known_by_tones_case_numbering_and_without_marks() {
    let run = sheet(&report(
        "Sở Y tế",
        "1. CÂY XANH TRỒNG MỚI: | | #1\nb) Số Đoàn viên | | #4\n- doan vien nam | | #2\n+ Đoàn viên  nữ (người) | | #2\nII. Trị giá công trình* | | #3",
    ));
    assert_eq!(
        run.facts(),
        [
            "C4 trees 1 exact",
            "C5 members 4 exact",
            "C6 men 2 exact",
            "C7 women 2 exact",
            "C8 value 3000000 exact"
        ]
    );
    assert_eq!(run.flags(), [""; 0]);
}

#[test]
fn tables_are_found_wherever_they_were_moved() {
    let run = sheet(
        "\nTỈNH ĐOÀN\n\n| | Báo cáo kết quả năm 2023\n\n| | Đơn vị báo cáo: Sở Y tế\n\n\n\
         | STT | Nội dung | Ghi chú | ĐVT | Năm trước | Kết quả | Kế hoạch\n\
         | 1 | Số cây đường | tốt | cây | #8 | #5 | #6\n\
         | 2 | Cây xanh trồng mới | | cây | #9 | #12 | #10\n\
         | | | | | | |\n\
         | | Người lập biểu | | | | Nguyễn Văn An",
    );
    assert_eq!(run.submissions(), [ACCEPTED]);
    assert_eq!(
        run.facts(),
        ["G10 roads 5 exact", "H10 roads/plan 6 exact", "G11 trees 12 exact", "H11 trees/plan 10 exact"]
    );
    assert_eq!(run.flags(), ["column-unknown sent.xlsx!Biểu 1!F9"], "last year's figures are nobody's");
    assert_eq!(run.total("trees"), "12 exact 1/2");
    assert_eq!(run.total("trees/plan"), "10 exact 1/2");
}

#[test]
fn two_header_rows_with_merged_cells_are_one_header() {
    let text = "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nNội dung | ĐVT | Năm 2023 |\n | | Kế hoạch | Kết quả\nCây xanh trồng mới | cây | #10 | #12";
    let bytes = book::crafted(&[("Biểu 1", text)], |_, sheet| {
        let plain = Format::new();
        sheet.merge_range(2, 0, 3, 0, "Nội dung", &plain).expect("a merge");
        sheet.merge_range(2, 1, 3, 1, "ĐVT", &plain).expect("a merge");
        sheet.merge_range(2, 2, 2, 3, "Kết quả", &plain).expect("a merge");
        sheet.merge_range(1, 0, 1, 3, "BÁO CÁO NĂM 2023", &plain).expect("a merge");
    });
    let run = Office::new().file("sent.xlsx", bytes).run();
    assert_eq!(run.submissions(), [ACCEPTED]);
    assert_eq!(run.facts(), ["C5 trees/plan 10 exact", "D5 trees 12 exact"]);
    assert_eq!(run.flags(), [""; 0]);
}

#[test]
fn sections_decide_between_rows_of_one_label() {
    let office = Office::new().define(
        "label = { vi = \"Chi thuê nhà\", en = \"Rent B\" }",
        "label = { vi = \"Chi lương\", en = \"Pay B\" }",
    );
    let text =
        report("Sở Y tế", "I. Phòng A\n1. Chi lương | đồng | #5\nII. Phòng B\n1. Chi lương | đồng | #7");
    let run = office.sheet("sent.xlsx", &text).run();
    assert_eq!(run.facts(), ["C5 pay_a 5 exact", "C7 rent_b 7 exact"]);
    assert_eq!(run.flags(), [""; 0]);
}

#[test]
fn a_code_decides_where_the_label_was_rewritten() {
    let run = sheet(
        "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nMã số | Nội dung | Kết quả\n#2 | Trồng thêm cây | #5\n01 | Đoàn viên cuối năm | #8",
    );
    // A spreadsheet turns a code `02` that was typed into the number 2.
    assert_eq!(run.flags(), [""; 0]);
    assert_eq!(run.facts(), ["C4 trees 5 exact", "C5 members 8 exact"]);
}

#[test]
fn parts_of_a_whole_are_never_added_to_a_total_row() {
    let run = sheet(&report(
        "Sở Y tế",
        "Số đoàn viên | | #10\nTrong đó:\n- Đoàn viên nam | | #4\n- Đoàn viên nữ | | #6\nSố cây đường | | #3\nTổng cộng | | #13",
    ));
    assert_eq!(
        run.facts(),
        ["C4 members 10 exact", "C6 men 4 exact", "C7 women 6 exact", "C8 roads 3 exact"]
    );
    assert_eq!(run.flags(), [""; 0]);
}

#[test]
fn the_unit_nearest_to_the_cell_is_followed() {
    let of = |banner: &str, header: &str, unit: &str, cell: &str| {
        let run = sheet(&format!(
            "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023 | {banner}\nNội dung | ĐVT | {header}\nTrị giá công trình | {unit} | {cell}\nCây xanh trồng mới | | #12"
        ));
        assert_eq!(run.total("trees"), "12 exact 1/2", "money's unit is none of a count");
        let flags = run.flags().len();
        (run.total("value"), flags)
    };
    let in_dong = |value: &str, flags: usize| (format!("{value} exact 1/2"), flags);
    assert_eq!(of("", "Kết quả", "", "#5"), in_dong("5000000", 0));
    assert_eq!(of("ĐVT: triệu đồng", "Kết quả", "", "#5"), in_dong("5000000", 0));
    assert_eq!(of("(Đơn vị tính: nghìn đồng)", "Kết quả", "", "#5"), in_dong("5000", 1));
    assert_eq!(of("ĐVT: nghìn đồng", "Kết quả (tỷ đồng)", "", "#5"), in_dong("5000000000", 1));
    assert_eq!(of("ĐVT: nghìn đồng", "Kết quả (tỷ đồng)", "triệu đồng", "#5"), in_dong("5000000", 1));
    assert_eq!(of("ĐVT: nghìn đồng", "Kết quả (tỷ đồng)", "triệu đồng", "5 đồng"), in_dong("5", 1));
}

#[test]
fn csv_in_old_encodings_is_read_like_a_workbook() {
    let text =
        "Đơn vị báo cáo;Sở Y tế\nBáo cáo năm 2023\nNội dung;ĐVT;Kết quả\nCây xanh trồng mới;cây;1.250\n";
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let tabs = text.replace(';', "\t").into_bytes();
    let commas = [b"\xEF\xBB\xBF", text.replace(';', ",").as_bytes()].concat();
    let files = [("utf-16", utf16), ("tabs", tabs), ("commas", commas), ("windows-1258", windows_1258(text))];
    for (name, bytes) in files {
        let run = Office::new().file("sent.csv", bytes).run();
        assert_eq!(run.submissions(), ["sent.csv accepted A01 2023"], "{name}");
        assert_eq!(run.facts(), ["C4 trees 1250 exact"], "{name}");
    }
}

/// Vietnamese as windows-1258 writes it: letters with circumflex, breve or horn whole, tone marks behind them.
fn windows_1258(text: &str) -> Vec<u8> {
    let mut letters: Vec<String> = Vec::new();
    for c in text.nfd() {
        match c {
            '\u{302}' | '\u{306}' | '\u{31b}' => {
                let base = letters.iter_mut().rev().find(|letter| letter.chars().all(char::is_alphabetic));
                let base = base.expect("a letter before its mark");
                *base = format!("{base}{c}").nfc().collect();
            }
            _ => letters.push(c.to_string()),
        }
    }
    let letters = letters.concat();
    let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1258.encode(&letters);
    assert!(!is_lossy, "every letter is in the code page");
    bytes.into_owned()
}

#[test]
fn a_unit_that_only_the_definition_knows_is_followed_in_headers_and_banners() {
    let rice = "[[indicator]]\nid = \"rice\"\nlabel = { vi = \"Sản lượng lúa\", en = \"Rice\" }\nkind = \"amount\"\nunit = \"tấn\"\nasked_in = \"nghìn tấn\"\n\n[[indicator]]\nid    = \"launch\"";
    let of = |above: &str, header: &str| {
        let text = format!(
            "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\n{above}\nNội dung | {header}\nSản lượng lúa | #9500"
        );
        let office = Office::new().define("[[indicator]]\nid    = \"launch\"", rice);
        office.sheet("a01.xlsx", &text).run().total("rice")
    };
    assert_eq!(of("", "Kết quả"), "9500000 exact 1/2");
    assert_eq!(of("", "Kết quả (tấn)"), "9500 exact 1/2");
    assert_eq!(of("ĐVT: tấn", "Kết quả"), "9500 exact 1/2");
    assert_eq!(of("ĐVT: nghìn tấn", "Kết quả"), "9500000 exact 1/2");
}

#[test]
fn a_header_with_a_plan_alone_says_that_the_values_are_not_found() {
    let run = sheet(
        "Đơn vị báo cáo | Sở Y tế\nBáo cáo năm 2023\nNội dung | Kế hoạch | Đạt được\nCây xanh trồng mới | #90 | #100",
    );
    assert_eq!(run.flags(), ["column-unknown sent.xlsx!Biểu 1!C3", "header-not-found sent.xlsx!Biểu 1!A3"]);
    assert_eq!(run.facts(), ["B4 trees/plan 90 exact"]);
}
