//! The branches of the bank and how each of them reports.

use crate::collected::Format;

/// Where a branch's report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// A workbook a branch: balance and transactions.
    Alone,
    /// The region's workbook, a sheet a branch: balance.
    InSheets,
    /// The region's workbook, a block a branch in one sheet: balance.
    InBlocks,
    /// The region's list for the whole quarter, a column that says whose a record is: transactions.
    InList,
}

/// A unit of money, with the đồng in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub words: &'static str,
    pub of: i64,
}

pub const DONG: Unit = Unit { words: "đồng", of: 1 };
pub const THOUSAND: Unit = Unit { words: "nghìn đồng", of: 1_000 };
pub const MILLION: Unit = Unit { words: "triệu đồng", of: 1_000_000 };
pub const BILLION: Unit = Unit { words: "tỷ đồng", of: 1_000_000_000 };

/// What a branch of its own does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// A column of remarks between others.
    Remarks,
    /// The kind of a transaction before its day.
    KindFirst,
    /// Amounts typed as text, `1.250.000`.
    TextNumbers,
    /// Balance and transactions on one sheet.
    OneSheet,
    /// The unit of the transactions above the table instead of in its header.
    Banner,
}

/// A branch.
#[derive(Clone, Copy)]
pub struct Branch {
    pub code: &'static str,
    pub name: &'static str,
    pub region: &'static str,
    pub reports: Reports,
    pub unit: Unit,
    pub format: Format,
    pub quirks: &'static [Quirk],
}

impl Branch {
    /// Whether it does so.
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// Its kind: what it is asked depends on it.
    pub fn kind(&self) -> &'static str {
        match self.reports {
            Reports::Alone => "Chi nhánh cấp I",
            Reports::InSheets | Reports::InBlocks => "Chi nhánh cấp II",
            Reports::InList => "Phòng giao dịch",
        }
    }
}

const NORTH: &str = "Miền Bắc";
const CENTRE: &str = "Miền Trung";
const SOUTH: &str = "Miền Nam";

const fn of_region(
    code: &'static str,
    name: &'static str,
    region: &'static str,
    reports: Reports,
    unit: Unit,
) -> Branch {
    Branch { code, name, region, reports, unit, format: Format::Xlsx, quirks: &[] }
}

const fn alone(
    (code, name): (&'static str, &'static str),
    region: &'static str,
    unit: Unit,
    format: Format,
    quirks: &'static [Quirk],
) -> Branch {
    Branch { code, name, region, reports: Reports::Alone, unit, format, quirks }
}

/// Every branch, in the order of the register.
pub const BRANCHES: [Branch; 20] = {
    use Format::{Ods, Xlsx};
    use Quirk::{Banner, KindFirst, OneSheet, Remarks, TextNumbers};
    use Reports::{InBlocks, InList, InSheets};
    [
        of_region("B01", "Chi nhánh Hà Khê", NORTH, InSheets, MILLION),
        of_region("B02", "Chi nhánh Sông Cầu", NORTH, InSheets, MILLION),
        of_region("B03", "Chi nhánh Tam Sơn", NORTH, InSheets, MILLION),
        of_region("B04", "Chi nhánh Vân Đài", NORTH, InSheets, MILLION),
        of_region("B05", "Chi nhánh Đông Triều", NORTH, InSheets, MILLION),
        of_region("B06", "Chi nhánh Phong Châu", NORTH, InSheets, MILLION),
        alone(("B07", "Chi nhánh Kinh Bắc"), NORTH, DONG, Xlsx, &[TextNumbers]),
        alone(("B08", "Chi nhánh Hồng Hà"), NORTH, THOUSAND, Xlsx, &[]),
        of_region("B09", "Chi nhánh Hải Vân", CENTRE, InBlocks, BILLION),
        of_region("B10", "Chi nhánh Trà Kiệu", CENTRE, InBlocks, BILLION),
        of_region("B11", "Chi nhánh Cù Lao", CENTRE, InBlocks, BILLION),
        of_region("B12", "Chi nhánh Sa Kỳ", CENTRE, InBlocks, BILLION),
        alone(("B13", "Chi nhánh Sông Hàn"), CENTRE, MILLION, Ods, &[Banner]),
        alone(("B14", "Chi nhánh Thiên Ấn"), CENTRE, BILLION, Xlsx, &[Remarks]),
        of_region("B15", "Phòng giao dịch Bến Nghé", SOUTH, InList, DONG),
        of_region("B16", "Phòng giao dịch Chợ Gạo", SOUTH, InList, DONG),
        of_region("B17", "Phòng giao dịch Gò Công", SOUTH, InList, DONG),
        of_region("B18", "Phòng giao dịch Cái Bè", SOUTH, InList, DONG),
        of_region("B19", "Phòng giao dịch Vàm Cỏ", SOUTH, InList, DONG),
        alone(("B20", "Chi nhánh Cửu Long"), SOUTH, THOUSAND, Xlsx, &[KindFirst, OneSheet]),
    ]
};
