//! Who sends what: one line a unit, with the form it still uses, the file it sends and everything it does to both.

use crate::container::csv::Dialect;
use crate::forms::columns::{Inserted, Stated};
use crate::forms::labels::Generation::{self, Y2019, Y2020, Y2021, Y2022, Y2023};
use crate::forms::{Named, Quirk};
use crate::text::Script;
use crate::written::{Manner, Money};

/// The format of the file, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Xlsb,
    Ods,
    Csv(Dialect),
    /// Made once by another program from the generator's own xlsx: see `made-once/README.md`.
    MadeOnce,
}

/// How days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Serial,
    Slashed,
    Dotted,
    Words,
}

/// What a unit does every year.
#[derive(Clone)]
pub struct Habit {
    pub code: &'static str,
    /// Path below the folder of the year.
    pub path: &'static str,
    pub generation: Generation,
    pub container: Container,
    pub script: Script,
    pub manner: Manner,
    pub money: Money,
    pub stated: Stated,
    pub days: Days,
    pub named: Named,
    /// Which alias it signs with; its full name otherwise.
    pub alias: Option<usize>,
    pub has_date: bool,
    pub inserted: Option<Inserted>,
    pub mark: Option<&'static str>,
    pub quirks: &'static [Quirk],
    /// Single values written in another manner.
    pub says: &'static [(&'static str, Manner)],
    /// Flags of the whole file.
    pub flags: &'static [&'static str],
}

const fn of(code: &'static str, generation: Generation, path: &'static str) -> Habit {
    Habit {
        code,
        path,
        generation,
        container: Container::Xlsx,
        script: Script::Nfc,
        manner: Manner::Number,
        money: Money::Million,
        stated: Stated::Column,
        days: Days::Serial,
        named: Named::SameCell,
        alias: None,
        has_date: true,
        inserted: None,
        mark: None,
        quirks: &[],
        says: &[],
        flags: &[],
    }
}

use Container::{Csv, MadeOnce, Ods, Xlsb};
use Inserted::{Gap, HiddenPrevious, Margin, Note, Previous};
use Manner::{Blanks, Commas, Dotted, Over, OwnUnit, Plain, Words};
use Money::{Dong, Thousand};
use Named::{BehindMerge, CodeOnly, NextCell, WithCode};
use Quirk::{
    BlankRows, Guide, Hidden, HiddenList, Mac, Macros, Merged, Moved, Repeated, Rich, SheetOne, Sum,
    WrongTotal,
};
use Script::{Bare, Nfd, Spaced, Tcvn3, Vni};

const OFFICES: [Habit; 25] = [
    Habit { named: WithCode, quirks: &[Guide], ..of("SO01", Y2023, "So ban nganh/SO01_BC nam 2023.xlsx") },
    Habit {
        named: NextCell,
        days: Days::Slashed,
        inserted: Some(Note),
        ..of("SO02", Y2021, "So ban nganh/VP UBND tinh - bao cao 2023.xlsx")
    },
    Habit { named: BehindMerge, ..of("SO03", Y2020, "So ban nganh/bao cao so noi vu.xlsx") },
    Habit {
        stated: Stated::Header,
        ..of("SO04", Y2022, "So ban nganh/Sở Tài chính - Báo cáo công tác Đoàn 2023.xlsx")
    },
    Habit {
        container: MadeOnce,
        alias: Some(0),
        days: Days::Slashed,
        ..of("SO05", Y2020, "So ban nganh/SO05 - So KHDT.xls")
    },
    Habit {
        quirks: &[SheetOne, BlankRows],
        has_date: false,
        ..of("SO06", Y2019, "So ban nganh/SO06_baocao.xlsx")
    },
    Habit {
        manner: Dotted,
        money: Thousand,
        days: Days::Words,
        alias: Some(1),
        ..of("SO07", Y2023, "So ban nganh/So NNPTNT_bao cao cong tac Doan 2023 (ban chot).xlsx")
    },
    Habit {
        stated: Stated::Banner,
        money: Thousand,
        named: BehindMerge,
        ..of("SO08", Y2022, "So ban nganh/SO08_TNMT.xlsx")
    },
    Habit { script: Nfd, days: Days::Dotted, ..of("SO09", Y2021, "So ban nganh/Bao cao So Xay dung.xlsx") },
    Habit {
        script: Vni,
        days: Days::Slashed,
        flags: &["legacy-font"],
        ..of("SO10", Y2020, "So ban nganh/So GTVT gui Doan Khoi.xlsx")
    },
    Habit { named: WithCode, ..of("SO11", Y2021, "So ban nganh/SO11_Bao cao nam 2023_lần 2.xlsx") },
    Habit {
        named: WithCode,
        quirks: &[Guide],
        days: Days::Slashed,
        ..of("SO12", Y2023, "So ban nganh/So Y te - bao cao chinh thuc.xlsx")
    },
    Habit {
        container: MadeOnce,
        script: Tcvn3,
        has_date: true,
        flags: &["legacy-font"],
        ..of("SO13", Y2019, "So ban nganh/SO13_BC_DOAN.XLS")
    },
    Habit {
        script: Spaced,
        named: WithCode,
        money: Dong,
        ..of("SO14", Y2021, "So ban nganh/So VHTTDL  bao cao.xlsx")
    },
    Habit {
        container: Csv(Dialect::Utf8Semicolon),
        manner: Plain,
        days: Days::Slashed,
        ..of("SO15", Y2021, "So ban nganh/So TTTT xuat tu phan mem.csv")
    },
    Habit {
        mark: Some("Mẫu 04-BC/2024"),
        flags: &["template-version-unknown"],
        days: Days::Words,
        ..of("SO16", Y2021, "So ban nganh/SO16 KHCN bao cao.xlsx")
    },
    Habit {
        script: Bare,
        inserted: Some(Margin),
        alias: Some(0),
        ..of("SO17", Y2020, "So ban nganh/so tu phap.xlsx")
    },
    Habit { quirks: &[SheetOne], ..of("SO18", Y2019, "Gui qua Zalo/thanh tra.xlsx") },
    Habit {
        quirks: &[WrongTotal],
        stated: Stated::Header,
        has_date: false,
        ..of("SO19", Y2022, "So ban nganh/Cuc Thue_BC Doan nam 2023.xlsx")
    },
    Habit {
        container: Ods,
        named: NextCell,
        days: Days::Serial,
        ..of("SO20", Y2020, "So ban nganh/Kho bac.ods")
    },
    Habit { quirks: &[Mac], named: NextCell, ..of("SO21", Y2021, "So ban nganh/BHXH tinh (may Mac).xlsx") },
    Habit {
        script: Tcvn3,
        flags: &["legacy-font"],
        ..of("SO22", Y2019, "So ban nganh/TAND bao cao cuoi nam.xlsx")
    },
    Habit {
        quirks: &[Moved],
        named: WithCode,
        money: Dong,
        days: Days::Slashed,
        ..of("SO23", Y2023, "So ban nganh/VKSND-SO23.xlsx")
    },
    Habit {
        money: Thousand,
        inserted: Some(Gap),
        alias: Some(1),
        ..of("SO24", Y2022, "So ban nganh/Dai PTTH.xlsx")
    },
    Habit {
        container: Csv(Dialect::Utf16Tab),
        manner: Plain,
        days: Days::Slashed,
        ..of("SO25", Y2020, "Gui qua Zalo/bao DG.csv")
    },
];

const BODIES: [Habit; 7] = [
    Habit { named: WithCode, ..of("KH00", Y2023, "KH00_Bao cao cap khoi 2023.xlsx") },
    Habit { named: NextCell, alias: Some(0), ..of("DT01", Y2019, "Đoàn thể/MTTQ tinh.xlsx") },
    Habit {
        quirks: &[Hidden("trees")],
        days: Days::Words,
        ..of("DT02", Y2021, "Đoàn thể/Hoi LHPN - BC 2023.xlsx")
    },
    Habit {
        container: Csv(Dialect::Windows1258Comma),
        manner: Plain,
        days: Days::Slashed,
        ..of("DT03", Y2020, "Đoàn thể/hoinongdan.csv")
    },
    Habit {
        flags: &["branch-late"],
        days: Days::Slashed,
        alias: Some(0),
        ..of("DT04", Y2023, "Đoàn thể/LDLD tinh nop bo sung.xlsx")
    },
    Habit { quirks: &[Macros, Guide], money: Dong, ..of("DT05", Y2023, "Đoàn thể/DT05_Tinh Doan.xlsm") },
    Habit {
        says: &[("medical_visits", Over)], ..of("DT06", Y2020, "Đoàn thể/Hội Chữ thập đỏ.xlsx")
    },
];

const BANKS: [Habit; 10] = [
    Habit {
        stated: Stated::Header,
        money: Dong,
        named: BehindMerge,
        ..of("NH01", Y2022, "Ngân hàng/NHNN.xlsx")
    },
    Habit {
        quirks: &[Sum],
        inserted: Some(HiddenPrevious),
        flags: &["hidden-column"],
        ..of("NH02", Y2021, "Ngân hàng/NH02 Agribank 2023.xlsx")
    },
    Habit { inserted: Some(Gap), alias: Some(0), ..of("NH03", Y2020, "Ngân hàng/VietinBank_sua loi.xlsx") },
    Habit {
        named: CodeOnly,
        days: Days::Slashed,
        ..of("NH04", Y2021, "Ngân hàng/Vietcombank khong mat khau.xlsx")
    },
    Habit {
        says: &[("children_gifts_value", OwnUnit)],
        ..of("NH05", Y2023, "Ngân hàng/BIDV bao cao (gui lai vi loi tep).xlsx")
    },
    Habit {
        says: &[("children_gifts_value", Over)],
        alias: Some(1),
        ..of("NH06", Y2021, "Ngân hàng/CSXH.xlsx")
    },
    Habit {
        flags: &["branch-named-differently"],
        alias: Some(0),
        ..of("NH07", Y2022, "Ngân hàng/NH08_bao cao MB.xlsx")
    },
    Habit { quirks: &[Rich, BlankRows], ..of("NH08", Y2020, "Ngân hàng/NH08_bao cao Sacombank.xlsx") },
    Habit { flags: &["misnamed-file"], ..of("NH09", Y2019, "Ngân hàng/ACB 2023.xls") },
    Habit { manner: Words, ..of("NH10", Y2020, "Ngân hàng/LPBank.xlsx") },
];

const ENTERPRISES: [Habit; 14] = [
    Habit {
        money: Dong,
        says: &[("youth_works_value", Commas)],
        quirks: &[Sum],
        ..of("DN01", Y2023, "Doanh nghiệp/DN01_PC Dong Giang_BC tong ket 2023.xlsx")
    },
    Habit {
        stated: Stated::Banner,
        days: Days::Dotted,
        ..of("DN02", Y2022, "Doanh nghiệp/VNPT - bo sung dong doan vien.xlsx")
    },
    Habit { container: Xlsb, days: Days::Slashed, ..of("DN03", Y2021, "Doanh nghiệp/Buu dien.xlsb") },
    Habit {
        quirks: &[BlankRows, Guide, HiddenList],
        days: Days::Words,
        alias: Some(0),
        ..of("DN04", Y2023, "Doanh nghiệp/Viettel_FINAL_final.xlsx")
    },
    Habit {
        flags: &["period-named-differently"],
        inserted: Some(Previous),
        ..of("DN05", Y2020, "Doanh nghiệp/Bao cao Doan 2022_MobiFone.xlsx")
    },
    Habit { quirks: &[Repeated("trees")], ..of("DN06", Y2019, "Doanh nghiệp/cap nuoc.xlsx") },
    Habit { quirks: &[Sum], named: NextCell, ..of("DN07", Y2022, "Doanh nghiệp/DN07_Xang dau_V2.xlsx") },
    Habit {
        inserted: Some(Note),
        quirks: &[Merged("blood_units")],
        money: Thousand,
        ..of("DN08", Y2021, "Doanh nghiệp/moi truong do thi - Copy.xlsx")
    },
    Habit { named: NextCell, ..of("DN09", Y2020, "Doanh nghiệp/mia duong QP.xlsx") },
    Habit { named: WithCode, quirks: &[Moved], ..of("DN10", Y2021, "Doanh nghiệp/go QP chinh thuc.xlsx") },
    Habit {
        manner: Dotted,
        days: Days::Words,
        alias: Some(1),
        ..of("DN11", Y2023, "Doanh nghiệp/Lam nghiep DG.xlsx")
    },
    Habit { container: Ods, quirks: &[SheetOne], ..of("DN12", Y2019, "Doanh nghiệp/Bao Viet.ods") },
    Habit { ..of("DN13", Y2020, "Doanh nghiệp/XSKT bao cao nam 2023.xlsx") },
    Habit {
        manner: Blanks,
        money: Thousand,
        stated: Stated::Banner,
        ..of("DN14", Y2022, "Doanh nghiệp/giao thong.xlsx")
    },
];

/// Every unit's habit, in the order of the register's sectors.
pub fn all() -> impl Iterator<Item = &'static Habit> {
    OFFICES.iter().chain(&BODIES).chain(&BANKS).chain(&ENTERPRISES)
}
