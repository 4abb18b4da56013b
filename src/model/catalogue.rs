//! The catalogue of checks: one entry a code, with family, default severity, effect on the total and both messages.
//!
//! A message names what was found, what was expected and what to do. `{found}`, `{expected}`, `{suggested}`, `{indicator}`,
//! `{branch}`, `{rule}` and `{line}` are filled in when the flag is published. A code without a message in either language does not compile.

use super::Severity;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A family of checks, in the order of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Files, branches, periods.
    Intake,
    /// Sheets, tables, labels.
    Layout,
    /// Single cells.
    Cells,
    /// Sums and parts.
    Arithmetic,
    /// Values that are far from what is usual, and reports that are alike.
    Statistical,
    /// Decisions of people that no longer hold.
    Review,
}

/// What a flag does to the value it is raised on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The value counts, and is flagged.
    Kept,
    /// The value does not count, and the total's coverage says so.
    Excluded,
}

/// What the catalogue knows of a check.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Family.
    pub family: Family,
    /// Severity unless the pipeline declares another.
    pub severity: Severity,
    /// Whether the flagged value counts.
    pub effect: Effect,
    /// What it means, in one line of English.
    pub meaning: &'static str,
    /// Message in Vietnamese.
    pub vi: &'static str,
    /// Message in English.
    pub en: &'static str,
}

macro_rules! catalogue {
    ($( $name:ident $code:literal $family:ident $severity:ident $effect:ident
        $meaning:literal $vi:literal $en:literal )*) => {
        /// A check of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check { $( #[doc = $meaning] $name, )* }

        impl Check {
            /// Every check, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// What the catalogue says of it.
            pub const fn entry(self) -> &'static Entry {
                match self { $( Self::$name => &Entry {
                    code: $code,
                    family: Family::$family,
                    severity: Severity::$severity,
                    effect: Effect::$effect,
                    meaning: $meaning,
                    vi: $vi,
                    en: $en,
                }, )* }
            }
        }
    };
}

impl Check {
    /// The stable code, `not-a-number`.
    pub const fn code(self) -> &'static str {
        self.entry().code
    }

    /// The check behind a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.code() == code)
    }

    /// Whether it keeps the whole workbook out. This belongs to the check: a pipeline cannot make a file readable.
    pub fn is_fatal(self) -> bool {
        self.entry().severity == Severity::Fatal
    }

    /// Whether the flagged value does not count.
    pub fn is_excluding(self) -> bool {
        self.entry().effect == Effect::Excluded
    }
}

/// A check travels by its code, which outlasts its place in the catalogue.
impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <&str>::deserialize(deserializer)?;
        Self::parse(code).ok_or_else(|| D::Error::custom("a check that is not in the catalogue"))
    }
}

catalogue! {
    UnreadableFile "unreadable-file" Intake Fatal Excluded
        "The file is damaged or cut off and cannot be read."
        "Không đọc được tệp: {found}. Hãy mở tệp, lưu lại và gửi lại."
        "The file cannot be read: {found}. Open it, save it again and send it again."
    Encrypted "encrypted" Intake Fatal Excluded
        "The workbook is protected by a password."
        "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) và gửi lại."
        "The workbook is protected by a password. Remove it (File › Info › Protect Workbook) and send it again."
    WrongType "wrong-type" Intake Fatal Excluded
        "The content is no spreadsheet, whatever the name says."
        "Tệp không phải là bảng tính mà là {found}. Hãy gửi tệp xlsx, xls, ods hoặc csv."
        "The file is no spreadsheet but {found}. Send an xlsx, xls, ods or csv file."
    MisnamedFile "misnamed-file" Intake Info Kept
        "The content is a spreadsheet of another format than the name says; it was read by its content."
        "Tên tệp cho biết là {expected} nhưng nội dung là {found}; đã đọc theo nội dung."
        "The name says {expected}, the content is {found}; it was read by its content."
    LimitFileSize "limit-file-size" Intake Fatal Excluded
        "The file is larger than the limit."
        "Tệp lớn {found} byte, giới hạn là {expected}. Hãy xoá hình ảnh, trang tính thừa và gửi lại."
        "The file has {found} bytes, the limit is {expected}. Remove pictures and unused sheets and send it again."
    FileUnavailable "file-unavailable" Intake Fatal Excluded
        "The system does not give the file: it vanished while the run was reading or became a pipe or a link, may not be read, or its disk fails; or it is a folder that cannot be listed."
        "Hệ thống không đọc được tệp: {found}. Hãy kiểm tra quyền truy cập, ổ đĩa rồi tổng hợp lại."
        "The system does not give the file: {found}. Check permissions and disk, and run again."
    FileChanged "file-changed" Intake Fatal Excluded
        "The file was changed while it was being read; nothing of it counts."
        "Tệp bị thay đổi trong khi đang đọc ({found} byte); chưa được tính. Hãy tổng hợp lại khi tệp đã được lưu xong."
        "The file was changed while it was being read ({found} bytes); it does not count. Run again when it has been saved."
    LimitInflatedSize "limit-inflated-size" Intake Fatal Excluded
        "The content is larger than the limit once decompressed."
        "Nội dung tệp khi giải nén là {found} byte, giới hạn là {expected}. Hãy xoá các trang tính thừa và gửi lại."
        "The content has {found} bytes once decompressed, the limit is {expected}. Remove unused sheets and send it again."
    LimitPartSize "limit-part-size" Intake Fatal Excluded
        "A part of the workbook (a sheet, the texts, the styles) is larger than the limit once decompressed."
        "Một phần của tệp (trang tính, văn bản hoặc định dạng) khi giải nén là {found} byte, giới hạn là {expected}. Hãy xoá các dòng, trang tính thừa và gửi lại."
        "A part of the workbook (a sheet, the texts, the styles) has {found} bytes once decompressed, the limit is {expected}. Remove unused rows and sheets and send it again."
    LimitRatio "limit-ratio" Intake Fatal Excluded
        "A part of the workbook is more times larger than its compressed form than the limit: a trap, or the same content without end."
        "Một phần của tệp khi giải nén lớn gấp {found} lần, giới hạn là {expected}. Hãy mở tệp bằng Excel, lưu lại và gửi lại."
        "A part of the workbook grows {found} times when it is decompressed, the limit is {expected}. Open it in Excel, save it again and send it again."
    LimitStrings "limit-strings" Intake Fatal Excluded
        "The workbook has more shared strings than the limit."
        "Tệp có hơn {expected} chuỗi văn bản. Hãy xoá các trang tính thừa và gửi lại."
        "The workbook has more than {expected} shared strings. Remove unused sheets and send it again."
    LimitRows "limit-rows" Intake Fatal Excluded
        "A cell is filled in a row beyond the limit."
        "Có dữ liệu ở dòng {found}, giới hạn là dòng {expected}. Hãy xoá các dòng thừa và gửi lại."
        "A cell is filled in row {found}, the limit is row {expected}. Remove the unused rows and send it again."
    LimitColumns "limit-columns" Intake Fatal Excluded
        "A cell is filled in a column beyond the limit."
        "Có dữ liệu ở cột thứ {found}, giới hạn là {expected} cột. Hãy xoá các cột thừa và gửi lại."
        "A cell is filled in column {found}, the limit is {expected} columns. Remove the unused columns and send it again."
    LimitCells "limit-cells" Intake Fatal Excluded
        "The workbook has more cells than the limit."
        "Tệp có hơn {expected} ô có dữ liệu. Hãy xoá các trang tính thừa và gửi lại."
        "The workbook has more than {expected} filled cells. Remove unused sheets and send it again."
    LimitSheets "limit-sheets" Intake Fatal Excluded
        "The workbook has more sheets than the limit."
        "Tệp có {found} trang tính, giới hạn là {expected}. Hãy xoá các trang tính thừa và gửi lại."
        "The workbook has {found} sheets, the limit is {expected}. Remove unused sheets and send it again."
    LimitTextLength "limit-text-length" Intake Error Excluded
        "A cell holds a longer text than the limit; the text was not read."
        "Ô chứa văn bản dài {found} ký tự, giới hạn là {expected}. Hãy rút ngắn nội dung."
        "The cell holds a text of {found} characters, the limit is {expected}. Shorten it."
    LimitMemory "limit-memory" Intake Fatal Excluded
        "Reading the file takes more memory than the limit."
        "Đọc tệp cần nhiều bộ nhớ hơn giới hạn {expected}. Hãy xoá các trang tính thừa, lưu thành xlsx và gửi lại."
        "Reading the file ran out of memory at {expected}. Remove unused sheets, save it as xlsx and send it again."
    LimitTime "limit-time" Intake Fatal Excluded
        "Reading the file takes longer than the limit."
        "Không đọc xong tệp trong {expected}. Hãy xoá các trang tính thừa, lưu thành xlsx và gửi lại."
        "Reading the file gave no answer in {expected}. Remove unused sheets, save it as xlsx and send it again."
    ReaderCrashed "reader-crashed" Intake Fatal Excluded
        "The process that read the file broke down: the file is damaged, or made to do harm."
        "Chương trình đọc tệp bị dừng ({found}): tệp hỏng hoặc được tạo để gây hại. Hãy mở tệp, lưu thành xlsx và gửi lại."
        "The process that read the file broke down ({found}): the file is damaged, or made to do harm. Open it, save it as xlsx and send it again."
    EmptyFile "empty-file" Intake Fatal Excluded
        "The file has no bytes, no filled cell, or no value in any row of the form."
        "Tệp không có dữ liệu. Hãy điền mẫu biểu và gửi lại."
        "The file holds no data. Fill in the form and send it again."
    DuplicateFile "duplicate-file" Intake Info Kept
        "The file says exactly what another file says; one of them counts."
        "Tệp trùng nội dung với {expected}; chỉ tính một tệp."
        "The file says the same as {expected}; one of the two counts."
    Resubmission "resubmission" Intake Info Kept
        "A later report of the same branch and period replaces this one."
        "Báo cáo này đã được thay bằng báo cáo gửi lại {expected} (căn cứ: {found})."
        "This report is replaced by the later one, {expected} (decided by: {found})."
    ConflictingResubmission "conflicting-resubmission" Intake Error Excluded
        "Two different reports of one branch and period, and no rule tells which is the later: both are kept out."
        "Có nhiều báo cáo khác nhau cho cùng kỳ và không xác định được bản mới nhất: {found}. Các bản này chưa được tính. Hãy cho biết bản nào là bản cuối (ghi ngày báo cáo hoặc lập tệp received.csv)."
        "Several different reports for the same period, and nothing tells which is the latest: {found}. None of them counts. Say which is final (write the report's date in it, or list it in received.csv)."
    UnknownBranch "unknown-branch" Intake Error Excluded
        "No branch of the register goes by the name or code in the workbook."
        "Không tìm thấy đơn vị “{found}” trong danh mục. Gần giống: {expected}. Hãy sửa tên đơn vị hoặc bổ sung vào branches.csv."
        "No branch of the register is called “{found}”. Nearest: {expected}. Correct the name, or add it to branches.csv."
    MissingBranch "missing-branch" Intake Error Excluded
        "Nothing in the submission says whose report it is."
        "Không xác định được đơn vị báo cáo. Hãy ghi rõ tên hoặc mã đơn vị (đã tìm ở: {expected})."
        "Nothing says whose report it is. Write the branch's name or code into the form (looked at: {expected})."
    AmbiguousBranch "ambiguous-branch" Intake Error Excluded
        "The name fits several branches of the register."
        "Tên đơn vị “{found}” khớp với nhiều đơn vị: {expected}. Hãy ghi rõ mã đơn vị."
        "The name “{found}” fits several branches: {expected}. Write the branch's code."
    BranchNamedDifferently "branch-named-differently" Intake Warning Kept
        "Two places of the submission name different branches; the more trusted one was followed."
        "Nơi khác ghi đơn vị “{found}”, báo cáo được tính cho “{expected}”. Hãy kiểm tra tên tệp và tên đơn vị trong biểu."
        "Another place names the branch “{found}”; the report was counted for “{expected}”. Check the file name against the name in the form."
    WrongPeriod "wrong-period" Intake Error Excluded
        "The report is for another period than the one being consolidated."
        "Báo cáo của kỳ {found}, kỳ đang tổng hợp là {expected}. Hãy gửi báo cáo đúng kỳ."
        "The report is for {found}, being consolidated is {expected}. Send the report of that period."
    PeriodNotAsked "period-not-asked" Intake Info Excluded
        "The report is for a period that is collected, but not the one that the run was asked for; it was set aside."
        "Báo cáo của kỳ {found}; lần tổng hợp này chỉ lấy kỳ {expected}, nên báo cáo chưa được tính."
        "The report is for {found}; this run was asked for {expected} alone, so it was set aside."
    MissingPeriod "missing-period" Intake Error Excluded
        "Nothing in the submission says for which period it is."
        "Không xác định được kỳ báo cáo (tìm thấy: “{found}”). Hãy ghi rõ kỳ báo cáo vào biểu (đã tìm ở: {expected})."
        "Nothing says for which period the report is (found: “{found}”). Write the period into the form (looked at: {expected})."
    SheetOfAnotherReport "sheet-of-another-report" Intake Error Excluded
        "A sheet names another branch or period than the report that it is part of; its values do not count."
        "Trang tính này ghi “{found}” trong khi báo cáo được tính cho “{expected}”; số liệu của trang chưa được tính. Hãy gửi thành báo cáo riêng hoặc sửa lại tiêu đề."
        "The sheet says “{found}”, the report is for “{expected}”; the values of the sheet do not count. Send them as a report of their own, or correct the title."
    PeriodNamedDifferently "period-named-differently" Intake Warning Kept
        "Two places of the submission name different periods; the more trusted one was followed."
        "Nơi khác ghi kỳ {found}, báo cáo được tính cho kỳ {expected}. Hãy kiểm tra tiêu đề và tên tệp, thư mục."
        "Another place says {found}; the report was counted for {expected}. Check the title against file and folder names."
    BranchMissing "branch-missing" Intake Warning Kept
        "A branch that should have reported has no accepted report."
        "Đơn vị chưa có báo cáo hợp lệ cho kỳ {expected}. Hãy liên hệ: {found}."
        "The branch has no accepted report for {expected}. Contact: {found}."
    BranchLate "branch-late" Intake Info Kept
        "The report was made after the day it was due."
        "Báo cáo đề ngày {found}, hạn nộp là {expected}."
        "The report is of {found}, it was due on {expected}."
    SameWorkbookTwoBranches "same-workbook-two-branches" Intake Warning Kept
        "Two branches sent the same figures in every cell."
        "Mọi số liệu trùng với báo cáo của {expected}. Hãy kiểm tra có gửi nhầm tệp của đơn vị khác không."
        "Every figure is the same as in the report of {expected}. Check that it is not another branch's file."
    TemplateVersionUnknown "template-version-unknown" Intake Warning Kept
        "The form states a version that the pipeline does not know."
        "Mẫu biểu “{found}” không có trong danh sách: {expected}. Số liệu vẫn được tính; hãy dùng mẫu hiện hành."
        "The form's version “{found}” is none of: {expected}. The figures count; use the current form."

    SheetMissing "sheet-missing" Layout Error Kept
        "A sheet that the pipeline asks for is not in the workbook."
        "Thiếu trang tính {expected}; tệp có: {found}. Hãy bổ sung trang tính hoặc sửa lại tên."
        "The sheet {expected} is missing; the workbook has: {found}. Add it, or correct its name."
    HeaderNotFound "header-not-found" Layout Error Kept
        "No row of the sheet holds the headers of the table."
        "Không tìm thấy dòng tiêu đề bảng (cần: {expected}). Hãy khôi phục dòng tiêu đề của mẫu."
        "No row holds the table's headers (needed: {expected}). Restore the header row of the form."
    HeaderAmbiguous "header-ambiguous" Layout Error Excluded
        "Two columns carry the header of the same measure."
        "Nhiều cột có cùng tiêu đề “{found}”: {expected}. Hãy chỉ giữ một cột số liệu."
        "Several columns carry the header “{found}”: {expected}. Keep one column of figures."
    ColumnMissing "column-missing" Layout Error Kept
        "A table lacks a column that the pipeline asks for; none of its records was read."
        "Bảng thiếu cột {expected} (gần giống: {found}); các dòng của bảng chưa được đọc. Hãy khôi phục tiêu đề cột của mẫu."
        "The table lacks the column {expected} (nearest: {found}); none of its records was read. Restore the column's header."
    NameNotFound "name-not-found" Layout Warning Kept
        "A defined name or fixed cell that the pipeline reads is not in the workbook, is broken, or covers several cells."
        "Không có ô cho “{expected}” (tìm thấy: {found}). Hãy dùng lại mẫu gốc, không xoá hoặc đổi tên vùng."
        "There is no cell for “{expected}” (found: {found}). Use the original form; do not delete or rename its ranges."
    CategoryUnknown "category-unknown" Layout Warning Excluded
        "A category that the pipeline does not know; the values under it are kept out."
        "Không nhận ra “{found}”; các giá trị thuộc nhóm này chưa được tính. Gần giống: {expected}. Hãy sửa lại tên nhóm."
        "The category “{found}” is not known; its values do not count. Nearest: {expected}. Correct it."
    LabelUnknown "label-unknown" Layout Warning Excluded
        "A row with a value carries a label that the pipeline does not know."
        "Không nhận ra chỉ tiêu “{found}”; giá trị chưa được tính. Gần giống: {expected}. Hãy khôi phục tên chỉ tiêu của mẫu."
        "The label “{found}” is not known; its value does not count. Nearest: {expected}. Restore the form's label."
    LabelAmbiguous "label-ambiguous" Layout Warning Excluded
        "A label fits several indicators: without its diacritics, without its heading, or against its code."
        "Chỉ tiêu “{found}” khớp với nhiều chỉ tiêu: {expected}; giá trị chưa được tính. Hãy kiểm tra mã và đề mục, và ghi đủ dấu."
        "The label “{found}” fits several indicators: {expected}; its value does not count. Check its code and the heading above it, and write it with all its diacritics."
    LabelTwice "label-twice" Layout Error Excluded
        "An indicator stands twice in a workbook with different values; neither counts."
        "Chỉ tiêu “{indicator}” xuất hiện nhiều lần với giá trị khác nhau: {found}; không giá trị nào được tính. Hãy chỉ giữ một dòng."
        "“{indicator}” stands several times with different values: {found}; none of them counts. Keep one row."
    LabelRepeated "label-repeated" Layout Info Kept
        "An indicator stands twice in a workbook with the same value; it counts once."
        "Chỉ tiêu “{indicator}” lặp lại cùng giá trị ở {expected}; chỉ tính một lần."
        "“{indicator}” is repeated with the same value, first in {expected}; it counts once."
    RequiredLabelMissing "required-label-missing" Layout Error Kept
        "A row that every form must have is not in the workbook."
        "Thiếu dòng bắt buộc “{indicator}”. Hãy khôi phục dòng này của mẫu."
        "The required row “{indicator}” is missing. Restore it from the form."
    NotAsked "not-asked" Layout Warning Excluded
        "A branch reports a figure that the pipeline does not ask of it."
        "“{expected}” không phải báo cáo chỉ tiêu “{indicator}”; giá trị {found} chưa được tính. Hãy để trống ô này."
        "“{expected}” is not asked for “{indicator}”; {found} does not count. Leave the cell blank."
    SectionOutOfPlace "section-out-of-place" Layout Warning Kept
        "An indicator stands under another section than its own."
        "Chỉ tiêu “{indicator}” nằm trong mục “{found}”, đúng ra thuộc mục “{expected}”. Hãy kiểm tra vị trí của dòng."
        "“{indicator}” stands under the section “{found}”; it belongs to “{expected}”. Check where the row stands."
    DataOutsideTable "data-outside-table" Layout Info Kept
        "A number stands outside the table; it was not read."
        "Có số liệu nằm ngoài bảng: {found}; không được tính."
        "A number stands outside the table: {found}; it was not counted."
    ColumnUnknown "column-unknown" Layout Info Kept
        "A column of numbers stands under a header that the pipeline does not know; it was not read."
        "Không nhận ra cột “{found}”; số liệu của cột chưa được tính. Gần giống: {expected}. Hãy bổ sung cột vào pipeline.toml, hoặc xoá cột."
        "The column “{found}” is not known; its numbers do not count. Nearest: {expected}. Add it to pipeline.toml, or remove it."
    HiddenRow "hidden-row" Layout Info Kept
        "A hidden row holds data."
        "Dòng ẩn có số liệu: {found}. Hãy hiện dòng và kiểm tra."
        "A hidden row holds data: {found}. Unhide it and check it."
    HiddenColumn "hidden-column" Layout Info Kept
        "A hidden column holds data."
        "Cột ẩn có số liệu: {found}. Hãy hiện cột và kiểm tra."
        "A hidden column holds data: {found}. Unhide it and check it."
    HiddenSheet "hidden-sheet" Layout Info Kept
        "A hidden sheet holds data."
        "Trang tính ẩn “{found}” có số liệu. Hãy hiện trang tính và kiểm tra."
        "The hidden sheet “{found}” holds data. Unhide it and check it."
    MergedDataCell "merged-data-cell" Layout Info Kept
        "A value stands in a merged cell that spans several rows or columns of the table."
        "Giá trị {found} nằm trong ô gộp {expected}. Hãy bỏ gộp ô và ghi giá trị cho từng dòng."
        "The value {found} stands in the merged cell {expected}. Unmerge it and write a value for each row."

    NotANumber "not-a-number" Cells Error Excluded
        "The cell holds something that is no number."
        "Ô ghi “{found}”, không phải là số. Hãy chỉ ghi số."
        "The cell holds “{found}”, which is no number. Write the number alone."
    AmbiguousNumber "ambiguous-number" Cells Warning Excluded
        "The number can be read in two ways, or names no definite value."
        "Không thể hiểu chắc chắn “{found}” ({expected}); giá trị chưa được tính. Hãy ghi lại bằng số."
        "“{found}” cannot be read with certainty ({expected}); it does not count. Write it as a plain number."
    ForeignGrouping "foreign-grouping" Cells Info Kept
        "Thousands or decimals are marked by the other convention; the reading is certain."
        "“{found}” dùng dấu phân cách kiểu khác, đã đọc là {expected}."
        "“{found}” uses the other convention of marks; it was read as {expected}."
    UnitConflict "unit-conflict" Cells Warning Kept
        "Two places state different units; the more specific one was followed."
        "Đơn vị tính không thống nhất: {found}; đã dùng {expected}. Hãy kiểm tra đơn vị tính."
        "The units disagree: {found}; {expected} was used. Check the unit."
    UnitUnknown "unit-unknown" Cells Warning Kept
        "The unit stated beside or above the value is not one that the indicator may have."
        "Đơn vị tính “{found}” không phù hợp với chỉ tiêu (cần: {expected}). Hãy kiểm tra đơn vị tính."
        "The unit “{found}” is none that the indicator has (expected: {expected}). Check the unit."
    FractionInCount "fraction-in-count" Cells Warning Excluded
        "A count has a fraction: probably a mark of thousands was read as a decimal point."
        "Số đếm có phần lẻ: {found}. Có thể là {suggested}. Giá trị chưa được tính; hãy sửa lại."
        "A count with a fraction: {found}. Probably {suggested}. It does not count; correct it."
    NegativeValue "negative-value" Cells Error Excluded
        "A value that cannot be negative is."
        "Giá trị âm: {found}. Giá trị chưa được tính; hãy kiểm tra lại."
        "A negative value: {found}. It does not count; check it."
    OutsideDomain "outside-domain" Cells Error Excluded
        "The value lies outside what the pipeline declares possible."
        "Giá trị {found} nằm ngoài khoảng cho phép {expected}; chưa được tính. Hãy kiểm tra lại."
        "The value {found} lies outside {expected}; it does not count. Check it."
    DateInNumber "date-in-number" Cells Error Excluded
        "A number column holds a date: the program that filled it took a number for one."
        "Ô số lại chứa ngày tháng: {found}. Có thể phần mềm đã đổi số thành ngày. Hãy định dạng ô là số và nhập lại."
        "A date stands where a number belongs: {found}. The program probably took a number for a date. Format the cell as a number and enter it again."
    NotFinite "not-finite" Cells Error Excluded
        "The number is infinite or not a number, or too large to be one that was counted."
        "Giá trị không hợp lệ: {found}. Hãy nhập lại."
        "The value is not finite or too large: {found}. Enter it again."
    ErrorCell "error-cell" Cells Error Excluded
        "A formula gives an error."
        "Công thức báo lỗi {found}. Hãy sửa công thức hoặc nhập số."
        "The formula gives {found}. Correct the formula, or enter the number."
    FormulaNotCalculated "formula-not-calculated" Cells Error Excluded
        "A formula has no calculated value in the file."
        "Công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại và gửi lại."
        "A formula was never calculated. Open the file in Excel, save it and send it again."
    BrokenCell "broken-cell" Cells Error Excluded
        "The file's record of a cell is broken; the cell was not read."
        "Không đọc được ô: {found}. Hãy lưu lại tệp và gửi lại."
        "The cell cannot be read: {found}. Save the file again and send it again."
    CellTwice "cell-twice" Cells Error Excluded
        "The file holds a cell or a sheet name twice; only the first was read."
        "Tệp chứa {found} hai lần; chỉ đọc lần đầu. Hãy lưu lại tệp bằng Excel và gửi lại."
        "The file holds {found} twice; only the first was read. Save it again in Excel and send it again."
    BeyondLimits "beyond-limits" Cells Error Excluded
        "A cell's address lies beyond the last row or column that a spreadsheet has; it was not read."
        "Địa chỉ ô {found} vượt quá giới hạn của bảng tính; không được đọc. Hãy lưu lại tệp bằng Excel."
        "The address {found} lies beyond the limits of a spreadsheet; it was not read. Save the file again in Excel."
    LegacyFont "legacy-font" Cells Info Kept
        "The text is written in a legacy font encoding and was converted to Unicode."
        "Văn bản dùng bảng mã cũ {found}, đã chuyển sang Unicode. Nên gõ bằng Unicode."
        "The text is in the legacy encoding {found} and was converted to Unicode. Type in Unicode."
    MixedDates "mixed-dates" Cells Warning Kept
        "A column mixes serial dates with days up to 12 and text dates with days above: half of them were probably read month first."
        "Cột ngày tháng lẫn lộn ngày dạng số và ngày dạng văn bản ({found}); có thể ngày và tháng bị đảo. Hãy nhập lại cột này theo dạng ngày/tháng/năm."
        "The column mixes serial and text dates ({found}); day and month were probably swapped in some. Enter the column again, day first."
    NotADate "not-a-date" Cells Error Excluded
        "A date column holds something that is no date."
        "Ô ghi “{found}”, không phải là ngày tháng. Hãy ghi theo dạng ngày/tháng/năm."
        "The cell holds “{found}”, which is no date. Write day/month/year."
    ApproximateValue "approximate-value" Cells Info Kept
        "The value is a bound or approximate; the total is marked accordingly."
        "“{found}” là số ước lượng, được tính là {expected}. Nên ghi số chính xác."
        "“{found}” is a bound or approximate; it counts as {expected}. Write the exact number."
    RoundedValue "rounded-value" Cells Info Kept
        "The number has more digits than are kept; it was rounded."
        "Số {found} có quá nhiều chữ số, đã làm tròn thành {expected}."
        "The number {found} has more digits than are kept; it was rounded to {expected}."

    Balance "balance" Arithmetic Error Kept
        "Parts that must add up to their whole do not."
        "“{indicator}” là {found} nhưng các phần cộng lại là {expected}. Hãy kiểm tra các dòng thành phần."
        "“{indicator}” is {found}, its parts add up to {expected}. Check the rows of the parts."
    PrintedTotal "printed-total" Arithmetic Error Kept
        "A total row differs from the rows that it claims to sum."
        "Dòng tổng ghi {found}, cộng các dòng là {expected}. Hãy kiểm tra công thức của dòng tổng."
        "The total row says {found}, the rows add up to {expected}. Check the formula of the total row."
    TotalWithoutParts "total-without-parts" Arithmetic Warning Kept
        "A printed total stands alone: its parts are blank, or not all of them are in the table. It counts as the whole."
        "Chỉ có số tổng {found}, các phần chưa được ghi đủ (cộng được: {expected}); số tổng được tính. Hãy điền các ô thành phần."
        "Only the total {found} is filled in, its parts are not, or not all (they add up to: {expected}); the total counts. Fill in the parts."
    PartExceedsWhole "part-exceeds-whole" Arithmetic Error Kept
        "An “of which” value exceeds its whole."
        "“{indicator}” là {found}, lớn hơn tổng của nó là {expected}. Hãy kiểm tra cả hai dòng."
        "“{indicator}” is {found}, more than its whole, {expected}. Check both rows."
    ParentChildren "parent-children" Arithmetic Warning Kept
        "A parent unit's own report differs from the sum of its children's."
        "Đơn vị cấp trên báo cáo {found}, cộng các đơn vị trực thuộc là {expected} cho “{indicator}”. Hãy đối chiếu."
        "The parent reports {found}, its children add up to {expected} for “{indicator}”. Reconcile them."
    LevelNotCounted "level-not-counted" Arithmetic Info Kept
        "A parent and its children both report; the pipeline counts the other level."
        "Đơn vị cấp trên và đơn vị trực thuộc cùng báo cáo; theo quy định chỉ tính cấp {expected}, báo cáo này không cộng vào tổng."
        "A parent and its children both report; the pipeline counts the {expected}, so this report is not added."
    PublishedDiffers "published-differs" Arithmetic Warning Kept
        "A consolidated total differs from the announced figure."
        "“{indicator}” tổng hợp được {found}, số đã công bố là {expected}. Hãy đối chiếu."
        "“{indicator}” consolidates to {found}, announced was {expected}. Reconcile them."
    PublishedParts "published-parts" Arithmetic Warning Kept
        "Announced parts do not add up to the announced whole."
        "Các số đã công bố không khớp: các phần của “{indicator}” là {found}, tổng công bố là {expected}."
        "The announced figures disagree: the parts of “{indicator}” are {found}, the announced whole is {expected}."
    CumulativeMismatch "cumulative-mismatch" Arithmetic Warning Kept
        "A figure since the beginning of the year differs from the sum of its periods so far."
        "“{indicator}” ghi {found}, cộng các kỳ từ đầu năm là {expected}. Hãy đối chiếu với các báo cáo trước."
        "“{indicator}” is {found}, the periods since the beginning of the year add up to {expected}. Compare it with the earlier reports."
    RestatedDifferently "restated-differently" Arithmetic Warning Kept
        "A figure in somebody's summary differs from the branch's own, or was left out of it."
        "“{indicator}” trong bảng tổng hợp ghi {found}, đơn vị báo cáo {expected}. Số của đơn vị được tính; hãy sửa bảng tổng hợp."
        "The summary says {found} for “{indicator}”, the branch itself reports {expected}. The branch's figure counts; correct the summary."
    EarlierRestated "earlier-restated" Arithmetic Info Kept
        "A report gives another value for an earlier period than was published for it."
        "Báo cáo ghi số của kỳ trước cho “{indicator}” là {found}, số đã công bố là {expected}. Hãy giải trình thay đổi hoặc sửa lại báo cáo."
        "The report says {found} for “{indicator}” of an earlier period, published was {expected}. Explain the change, or correct the report."
    PeriodIncomplete "period-incomplete" Arithmetic Info Kept
        "A longer period is made of fewer periods than it has: for the others nobody reported."
        "Kỳ này mới tổng hợp từ một phần: chưa có báo cáo nào cho {found}."
        "The period is made of a part of its periods only: nobody reported for {found}."
    Rule "rule" Arithmetic Error Kept
        "A rule of the pipeline does not hold; the rule may be declared less severe."
        "{rule} ({found}). Quy tắc: {expected}. Hãy kiểm tra và sửa các số này, hoặc ghi nhận kèm lý do."
        "{rule} ({found}). The rule is {expected}. Check these figures and correct them, or accept them with a reason."
    RuleNotEvaluated "rule-not-evaluated" Arithmetic Info Kept
        "A rule of the pipeline says nothing of a branch, although its figures are there."
        "Chưa kiểm tra được quy tắc “{rule}”: {found}."
        "The rule “{rule}” could not be checked: {found}."
    AccountUnbalanced "account-unbalanced" Arithmetic Fatal Excluded
        "The two counts of the conservation account differ: the workbook was not read completely, and is kept out."
        "Số ô đọc được ({found}) khác số ô đã xử lý ({expected}); tệp bị loại. Đây là lỗi của chương trình, hãy báo lại."
        "Cells read ({found}) and cells accounted for ({expected}) differ; the workbook is kept out. This is a fault of the program: please report it."

    PeerOutlier "peer-outlier" Statistical Warning Kept
        "A value is far from what branches of its size report."
        "“{indicator}” là {found}; so với quy mô của đơn vị, các đơn vị tương tự báo cáo khoảng {expected}. Hãy sửa lại số này, hoặc xác nhận và nêu lý do."
        "“{indicator}” is {found}; branches like this one report about {expected} for their size. Correct it, or accept it with a reason."
    HistoryOutlier "history-outlier" Statistical Warning Kept
        "A value is far from the branch's own earlier ones, seen against how all branches changed."
        "“{indicator}” là {found}; theo các kỳ trước của chính đơn vị và mức thay đổi chung thì vào khoảng {expected}. Hãy sửa lại số này, hoặc xác nhận và nêu lý do."
        "“{indicator}” is {found}; going by the branch's own earlier periods and how all branches changed, about {expected} was expected. Correct it, or accept it with a reason."
    ScaleError "scale-error" Statistical Warning Kept
        "A value is thousands of times too large or too small: probably in the wrong unit."
        "“{indicator}” là {found}, mức thường gặp khoảng {expected}: có thể nhầm đơn vị tính (đơn vị, nghìn, triệu), có lẽ phải là {suggested}. Hãy kiểm tra đơn vị tính và sửa lại."
        "“{indicator}” is {found}, usual would be about {expected}: probably the wrong unit (ones, thousands, millions), and {suggested} is meant. Check the unit and correct it."
    SizeDoubtful "size-doubtful" Statistical Warning Kept
        "Most figures of a branch, counts among them, are off by the same power of a thousand for its size: the size is probably wrong."
        "Phần lớn số liệu của báo cáo không khớp với quy mô của đơn vị là {found}; với quy mô khoảng {expected} thì khớp. Hãy kiểm tra quy mô (trong danh sách đơn vị hoặc trong báo cáo), rồi đến đơn vị tính của các số liệu."
        "Most figures of this report do not fit the size of the branch, {found}; they would fit a size of about {expected}. Check the size (in the register or in the report), then the units of the figures."
    ModifiedZ "modified-z" Statistical Info Kept
        "Evidence: the modified z of a value among its peers is large."
        "Tham khảo: “{indicator}” là {found}, nằm ngoài khoảng {expected} tính theo trung vị và độ lệch tuyệt đối trung vị của các đơn vị tương tự."
        "For information: “{indicator}” is {found}, outside {expected} by the median and the median absolute deviation of its peers."
    Tukey "tukey" Statistical Info Kept
        "Evidence: a value lies outside Tukey's fences around the quartiles of its peers."
        "Tham khảo: “{indicator}” là {found}, nằm ngoài khoảng {expected} tính theo các tứ phân vị của các đơn vị tương tự (Tukey)."
        "For information: “{indicator}” is {found}, outside {expected} by the quartiles of its peers (Tukey)."
    AdjustedBoxplot "adjusted-boxplot" Statistical Info Kept
        "Evidence: a value lies outside fences that allow for the skewness of its peers."
        "Tham khảo: “{indicator}” là {found}, nằm ngoài khoảng {expected} tính theo các tứ phân vị có xét độ lệch của phân bố."
        "For information: “{indicator}” is {found}, outside {expected} by the quartiles of its peers, their skewness allowed for."
    HidiroglouBerthelot "hidiroglou-berthelot" Statistical Info Kept
        "Evidence: the change from the period before stands out among the changes of all branches; a warning from `c_warning` on, unless `peer-outlier`, `history-outlier` or `scale-error` warns of the value."
        "“{indicator}” là {found}; nếu thay đổi như các đơn vị khác so với kỳ trước thì vào khoảng {expected}. Hãy kiểm tra số của cả hai kỳ."
        "“{indicator}” is {found}; had it changed like the other branches since the period before, it would be about {expected}. Check the figures of both periods."
    OwnHistory "own-history" Statistical Info Kept
        "Evidence: a value is far from the mean of the branch's own earlier periods."
        "Tham khảo: “{indicator}” là {found}, nằm ngoài khoảng {expected} tính theo trung bình và độ lệch chuẩn các kỳ trước của đơn vị."
        "For information: “{indicator}” is {found}, outside {expected} by the mean and the standard deviation of the branch's own earlier periods."
    ZeroJump "zero-jump" Statistical Warning Kept
        "Zero after three periods with values, of a `regular` indicator after one; info where that is nothing unusual."
        "“{indicator}” kỳ này là 0, trong khi trước đó đơn vị có số liệu (gần nhất là {expected}). Hãy bổ sung số liệu, hoặc xác nhận là không có."
        "“{indicator}” is 0, though the branch had values before (the last one {expected}). Fill it in, or confirm that there was none."
    CopiedForward "copied-forward" Statistical Warning Kept
        "Nearly all figures of a report are those of the period before."
        "{found} số liệu giống hệt báo cáo kỳ {expected}. Hãy kiểm tra có gửi lại số liệu cũ không, và gửi số liệu của kỳ này."
        "{found} figures are the same as in the report for {expected}. Check whether the old figures were sent again, and send those of this period."
    BranchClone "branch-clone" Statistical Warning Kept
        "Nearly all figures of a report are those of another branch."
        "{found} số liệu giống hệt báo cáo của {expected}. Hãy kiểm tra có dùng nhầm tệp của đơn vị khác không."
        "{found} figures are the same as in the report of {expected}. Check that it is not another branch's workbook under this name."
    AcceptanceLapsed "acceptance-lapsed" Review Info Kept
        "A flag that somebody had accepted is no longer raised: its value has changed."
        "Ghi nhận của {expected} ở dòng {line} của accepted.csv không còn hiệu lực ({found}): số liệu đã thay đổi hoặc đã được sửa. Hãy xem lại cờ mới nếu có, rồi xoá dòng này."
        "What {expected} accepted on line {line} of accepted.csv no longer applies ({found}): the value has changed or was corrected. Look at the new flag, if there is one, and delete the line."
    CorrectionLapsed "correction-lapsed" Review Warning Kept
        "A correction does not apply: the value that it corrects no longer stands in the report."
        "Bản sửa “{indicator}” ở dòng {line} của corrections.csv không được áp dụng: bản sửa thay số “{expected}”, báo cáo nay ghi “{found}”, và số trong báo cáo được tính. Hãy xoá hoặc sửa dòng đó."
        "The correction of “{indicator}” on line {line} of corrections.csv is not applied: it replaces “{expected}”, the report now says “{found}”, and what the report says counts. Delete the line or change it."
}
