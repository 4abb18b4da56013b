//! Files, branches, periods.

use super::{Case, case};
use crate::book::{self, workbook, zipped};
use crate::definition::report;
use crate::hostile::killers;
use crate::office::Office;
use tonghop::model::Check;

/// A report of A01 that nothing is wrong with.
const CLEAN: &str = "Cây xanh trồng mới | cây | #12";
/// Saved with a password by LibreOffice; no Rust crate writes such a file.
const ENCRYPTED: &[u8] = include_bytes!("../../../sample_data/made-once/Vietcombank.xlsx");

fn clean() -> Office {
    Office::with_table(CLEAN)
}

fn two(one: &str, two: &str) -> Office {
    Office::new().report("a01.xlsx", "Sở Y tế", one).report("a02.xlsx", "Sở Giáo dục", two)
}

/// A file in which no branch is named.
fn nobodys(path: &str) -> Office {
    Office::new().sheet(path, &format!("Báo cáo năm 2023\nNội dung | ĐVT | Kết quả\n{CLEAN}"))
}

/// A report of 2023 with a second sheet under a title of its own.
fn two_sheets(title: &str) -> Office {
    let second = format!("{title}\nNội dung | ĐVT | Kết quả\nSố cây dương | | #7");
    let first = report("Sở Y tế", CLEAN);
    Office::new().file("a01.xlsx", book::workbook(&[("Biểu 1", &first), ("Biểu 2", &second)]))
}

fn text(rows: &str) -> Office {
    Office::new().sheet("a01.xlsx", rows)
}

fn limited(limit: &str) -> Office {
    clean().define("[submission]", &format!("[limits]\n{limit}\n\n[submission]"))
}

pub fn cases() -> Vec<Case> {
    let mut all = files();
    all.extend(limits());
    all.extend(several());
    all.extend(branches());
    all.extend(periods());
    all
}

fn files() -> Vec<Case> {
    let whole = workbook(&[("Biểu 1", &report("Sở Y tế", CLEAN))]);
    let cut = whole[..whole.len() / 2].to_vec();
    let word = zipped(&[
        ("_rels/.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#.to_owned()),
        ("word/document.xml", "<document/>".to_owned()),
    ]);
    let csv = "Đơn vị báo cáo,Sở Y tế\nBáo cáo năm 2023\nNội dung,Kết quả\nCây xanh trồng mới,12\n";
    vec![
        case(
            Check::UnreadableFile,
            Office::new().file("a01.xlsx", cut),
            [
                "a01.xlsx: The file cannot be read: ZIP (central directory). Open it, save it again and send it again.",
            ],
            Office::new().file("a01.xlsx", whole),
        ),
        case(
            Check::Encrypted,
            Office::new().file("a01.xlsx", ENCRYPTED),
            [
                "a01.xlsx: The workbook is protected by a password. Remove it (File › Info › Protect Workbook) and send it again.",
            ],
            clean(),
        ),
        case(
            Check::WrongType,
            Office::new()
                .file("a01.xls", "<html><table><tr><td>12</td></tr></table></html>")
                .file("a02.xlsx", word),
            [
                "a01.xls: The file is no spreadsheet but HTML. Send an xlsx, xls, ods or csv file.",
                "a02.xlsx: The file is no spreadsheet but Word (docx). Send an xlsx, xls, ods or csv file.",
            ],
            Office::new().file("a01.csv", csv),
        ),
        case(
            Check::MisnamedFile,
            Office::new().file("a01.xls", csv),
            ["a01.xls: The name says xls, the content is csv; it was read by its content."],
            Office::new().file("a01.csv", csv),
        ),
        case(
            Check::EmptyFile,
            Office::new().file("a01.xlsx", "").file("a02.xlsx", workbook(&[("Biểu 1", "")])),
            [
                "a01.xlsx: The file holds no data. Fill in the form and send it again.",
                "a02.xlsx: The file holds no data. Fill in the form and send it again.",
            ],
            clean(),
        ),
    ]
}

fn limits() -> Vec<Case> {
    let bytes = workbook(&[("Biểu 1", &report("Sở Y tế", CLEAN))]).len();
    let size = |limit: usize| limited(&format!("file_bytes = {limit}"));
    let size_message = Box::leak(
        format!(
            "a01.xlsx: The file has {} bytes, the limit is 1,000. Remove pictures and unused sheets and send it again.",
            grouped(bytes)
        )
        .into_boxed_str(),
    );
    let long = Office::with_table("Mô hình | | Đội thanh niên tình nguyện");
    let text_chars = |limit: u32| {
        long.clone().define("[submission]", &format!("[limits]\ntext_chars = {limit}\n\n[submission]"))
    };
    vec![
        case(Check::LimitFileSize, size(1_000), [&*size_message], size(bytes)),
        case(
            Check::LimitInflatedSize,
            limited("inflated_bytes = 100").file("b.txt", "x"),
            [inflated()],
            limited("inflated_bytes = 1000000"),
        ),
        case(
            Check::LimitPartSize,
            limited("part_bytes = 100").file("b.txt", "x"),
            [part_size()],
            limited("part_bytes = 1000000"),
        ),
        case(
            Check::LimitRatio,
            Office::new().file("a01.xlsx", blank_part()),
            [
                "a01.xlsx: A part of the workbook grows 1,023 times when it is decompressed, the limit is 500. Open it in Excel, save it again and send it again.",
            ],
            Office::new()
                .file("a01.xlsx", blank_part())
                .define("[submission]", "[limits]\nratio = 1023\n\n[submission]"),
        ),
        case(
            Check::LimitStrings,
            limited("strings = 5"),
            [
                "a01.xlsx: The workbook has more than 5 shared strings. Remove unused sheets and send it again.",
            ],
            limited("strings = 9"),
        ),
        case(
            Check::LimitRows,
            limited("rows = 3"),
            [
                "a01.xlsx: A cell is filled in row 4, the limit is row 3. Remove the unused rows and send it again.",
            ],
            limited("rows = 4"),
        ),
        case(
            Check::LimitColumns,
            limited("columns = 3"),
            [
                "a01.xlsx: A cell is filled in column 4, the limit is 3 columns. Remove the unused columns and send it again.",
            ],
            limited("columns = 4"),
        ),
        case(
            Check::LimitCells,
            limited("cells = 9"),
            ["a01.xlsx: The workbook has more than 9 filled cells. Remove unused sheets and send it again."],
            limited("cells = 10"),
        ),
        case(
            Check::LimitSheets,
            limited("sheets = 1").file("b.xlsx", workbook(&[("Biểu 1", CLEAN), ("Biểu 2", "x")])),
            ["b.xlsx: The workbook has 2 sheets, the limit is 1. Remove unused sheets and send it again."],
            limited("sheets = 1"),
        ),
        case(
            Check::LimitMemory,
            limited("worker_bytes = 67108864").file("b.xls", killers::of_memory()),
            [
                "b.xls: Reading the file ran out of memory at 64 MiB. Remove unused sheets, save it as xlsx and send it again.",
            ],
            limited("worker_bytes = 67108864").file("b.xls", killers::harmless()),
        ),
        case(
            Check::LimitTime,
            limited("worker_seconds = 3").file("b.xls", killers::of_time()),
            [
                "b.xls: Reading the file gave no answer in 3 s. Remove unused sheets, save it as xlsx and send it again.",
            ],
            limited("worker_seconds = 3").file("b.xls", killers::harmless()),
        ),
        case(
            Check::LimitTextLength,
            text_chars(25),
            ["a01.xlsx!Biểu 1!C4: The cell holds a text of 26 characters, the limit is 25. Shorten it."],
            text_chars(26),
        ),
    ]
}

/// The size of the report once decompressed, as the archive's own directory tells it.
fn inflated() -> &'static str {
    let bytes = workbook(&[("Biểu 1", &report("Sở Y tế", CLEAN))]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let sizes = (0..archive.len()).map(|at| archive.by_index(at).expect("a part").size());
    let size: u64 = sizes.sum();
    Box::leak(
        format!(
            "a01.xlsx: The content has {} bytes once decompressed, the limit is 100. Remove unused sheets and send it again.",
            grouped(size as usize)
        )
        .into_boxed_str(),
    )
}

/// The size of its largest part, in the same way.
fn part_size() -> &'static str {
    let bytes = workbook(&[("Biểu 1", &report("Sở Y tế", CLEAN))]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let sizes = (0..archive.len()).map(|at| archive.by_index(at).expect("a part").size());
    let size = sizes.max().expect("parts");
    Box::leak(
        format!(
            "a01.xlsx: A part of the workbook (a sheet, the texts, the styles) has {} bytes once decompressed, the limit is 100. Remove unused rows and sheets and send it again.",
            grouped(size as usize)
        )
        .into_boxed_str(),
    )
}

/// A workbook with a part of two MiB that says nothing.
fn blank_part() -> Vec<u8> {
    let bytes = workbook(&[("Biểu 1", &report("Sở Y tế", CLEAN))]);
    let mut archive = zip::ZipWriter::new_append(std::io::Cursor::new(bytes)).expect("an archive");
    let packed =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/blank.xml", packed).expect("a part");
    std::io::Write::write_all(&mut archive, &vec![b' '; 2 << 20]).expect("a part");
    archive.finish().expect("an archive").into_inner()
}

/// Thousands marked, for numbers below a million.
fn grouped(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

fn several() -> Vec<Case> {
    let five = |trees: u32| {
        format!(
            "Cây xanh trồng mới | | #{trees}\nSố đoàn viên | | #3\nĐoàn viên nam | | #1\nĐoàn viên nữ | | #2\nSố cây dương | | #7"
        )
    };
    let dated = |day: &str, trees: u32| {
        format!(
            "Đơn vị báo cáo | Sở Y tế\nNgày báo cáo | {day}\nBáo cáo năm 2023\nNội dung | | Kết quả\nCây xanh trồng mới | | #{trees}"
        )
    };
    let again =
        |day: &str| Office::new().sheet("a.xlsx", &dated("05/12/2023", 1)).sheet("b.xlsx", &dated(day, 2));
    vec![
        case(
            Check::DuplicateFile,
            clean().report("sub/again.xlsx", "Sở Y tế", CLEAN),
            ["sub/again.xlsx: The file says the same as a01.xlsx; one of the two counts."],
            clean().report("sub/other.xlsx", "Sở Giáo dục", CLEAN),
        ),
        case(
            Check::Resubmission,
            again("06/12/2023"),
            ["a.xlsx: This report is replaced by the later one, b.xlsx (decided by: date-in-sheet)."],
            again("05/12/2023"),
        ),
        case(
            Check::ConflictingResubmission,
            again("05/12/2023"),
            [
                "a.xlsx: Several different reports for the same period, and nothing tells which is the latest: a.xlsx; b.xlsx. None of them counts. Say which is final (write the report's date in it, or list it in received.csv).",
                "b.xlsx: Several different reports for the same period, and nothing tells which is the latest: a.xlsx; b.xlsx. None of them counts. Say which is final (write the report's date in it, or list it in received.csv).",
            ],
            again("06/12/2023"),
        ),
        case(
            Check::SameWorkbookTwoBranches,
            two(&five(9), &five(9)),
            [
                "a01.xlsx: Every figure is the same as in the report of A02 Sở Giáo dục. Check that it is not another branch's file.",
                "a02.xlsx: Every figure is the same as in the report of A01 Sở Y tế. Check that it is not another branch's file.",
            ],
            two(&five(9), &five(10)),
        ),
        case(
            Check::BranchMissing,
            clean(),
            ["A02: The branch has no accepted report for 2023. Contact: binh@example.vn."],
            two(CLEAN, "Trồng cây | | #3"),
        ),
        case(
            Check::BranchLate,
            Office::new().sheet("a.xlsx", &dated("11/12/2023", 1)),
            ["a.xlsx: The report is of 2023-12-11, it was due on 2023-12-10."],
            Office::new().sheet("a.xlsx", &dated("10/12/2023", 1)),
        ),
    ]
}

fn branches() -> Vec<Case> {
    let named = |name: &str| Office::new().report("bao cao.xlsx", name, CLEAN);
    let twins = |name: &str| {
        let office = named(name).register("A01,Sở Y tế,,", "A01,Sở Y tế,Xã Dương,");
        office.register("A02,Sở Giáo dục,,", "A02,Sở Giáo dục,Xã Đường,")
    };
    vec![
        case(
            Check::UnknownBranch,
            named("Sở Y tê tỉnh"),
            [
                "bao cao.xlsx!Biểu 1!B1: No branch of the register is called “Sở Y tê tỉnh”. Nearest: A01 Sở Y tế. Correct the name, or add it to branches.csv.",
            ],
            named("So y te"),
        ),
        case(
            Check::MissingBranch,
            nobodys("bao cao.xlsx"),
            [
                "bao cao.xlsx: Nothing says whose report it is. Write the branch's name or code into the form (looked at: right_of “Đơn vị báo cáo”; file_name).",
            ],
            nobodys("A01 bao cao.xlsx"),
        ),
        case(
            Check::AmbiguousBranch,
            twins("Xa Duong"),
            [
                "bao cao.xlsx!Biểu 1!B1: The name “Xa Duong” fits several branches: A01 Sở Y tế; A02 Sở Giáo dục. Write the branch's code.",
            ],
            twins("Xã Đường"),
        ),
        case(
            Check::BranchNamedDifferently,
            Office::new().report("A02 bao cao.xlsx", "Sở Y tế", CLEAN),
            [
                "A02 bao cao.xlsx: Another place names the branch “A02”; the report was counted for “A01 Sở Y tế”. Check the file name against the name in the form.",
            ],
            Office::new().report("A01 bao cao.xlsx", "Sở Y tế", CLEAN),
        ),
        case(
            Check::TemplateVersionUnknown,
            text(&format!("Mẫu 03-BC\n{}", report("Sở Y tế", CLEAN))),
            [
                "a01.xlsx!Biểu 1!A1: The form's version “03-BC” is none of: 01-BC; 02-BC. The figures count; use the current form.",
            ],
            text(&format!("Mẫu 02-BC\n{}", report("Sở Y tế", CLEAN))),
        ),
    ]
}

fn periods() -> Vec<Case> {
    let titled = |title: &str| {
        book::workbook(&[(
            "Biểu 1",
            &format!("Đơn vị báo cáo | Sở Y tế\n{title}\nNội dung | | Kết quả\nCây xanh trồng mới | | #12"),
        )])
    };
    let year = |title: &str| Office::new().file("a01.xlsx", titled(title));
    vec![
        case(
            Check::WrongPeriod,
            year("Báo cáo năm 2022"),
            [
                "a01.xlsx!Biểu 1!A2: The report is for 2022, being consolidated is 2023. Send the report of that period.",
            ],
            year("Báo cáo năm 2023"),
        ),
        case(
            Check::PeriodNotAsked,
            year("Báo cáo năm 2022")
                .define("periods = [\"2023\"]", "periods = [\"2022\", \"2023\"]")
                .asked("2023"),
            [
                "a01.xlsx!Biểu 1!A2: The report is for 2022; this run was asked for 2023 alone, so it was set aside.",
            ],
            year("Báo cáo năm 2023")
                .define("periods = [\"2023\"]", "periods = [\"2022\", \"2023\"]")
                .asked("2023"),
        ),
        case(
            Check::MissingPeriod,
            year("Báo cáo"),
            [
                "a01.xlsx: Nothing says for which period the report is. Write the period into the form (looked at: title; folder).",
            ],
            year("Báo cáo năm 2023"),
        ),
        case(
            Check::SheetOfAnotherReport,
            two_sheets("Báo cáo năm 2022"),
            [
                "a01.xlsx!Biểu 2: The sheet says “2022”, the report is for “2023”; the values of the sheet do not count. Send them as a report of their own, or correct the title.",
            ],
            two_sheets("Báo cáo năm 2023"),
        ),
        case(
            Check::PeriodNamedDifferently,
            Office::new().file("2022/a01.xlsx", titled("Báo cáo năm 2023")),
            [
                "2022/a01.xlsx: Another place says 2022; the report was counted for 2023. Check the title against file and folder names.",
            ],
            Office::new().file("2023/a01.xlsx", titled("Báo cáo năm 2023")),
        ),
    ]
}
