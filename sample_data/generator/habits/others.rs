//! The bloc, mass organisations, banks and enterprises.

use super::Container::{Csv, Ods, Xlsb};
use super::{Days, Habit, of};
use crate::container::csv::Dialect;
use crate::forms::Named::{BehindMerge, CodeOnly, NextCell, WithCode};
use crate::forms::Quirk::*;
use crate::forms::columns::Inserted::{Gap, Note, Previous};
use crate::forms::columns::Stated;
use crate::forms::labels::Generation::{Y2019, Y2020, Y2021, Y2022, Y2023};
use crate::written::Manner::{Blanks, Commas, Dotted, Over, OwnUnit, Plain, Words};
use crate::written::Money::{Dong, Thousand};

pub const BODIES: [Habit; 7] = [
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
    Habit {
        quirks: &[
            Macros,
            Guide,
            UnitSays("blood_units", "đơn vị máu"),
            UnitSays("medical_visits", "lượt người"),
        ],
        ..of("DT05", Y2023, "Đoàn thể/DT05_Tinh Doan.xlsm")
    },
    Habit {
        says: &[("medical_visits", Over)], ..of("DT06", Y2020, "Đoàn thể/Hội Chữ thập đỏ.xlsx")
    },
];

pub const BANKS: [Habit; 10] = [
    Habit {
        stated: Stated::Header,
        money: Dong,
        named: BehindMerge,
        ..of("NH01", Y2022, "Ngân hàng/NHNN.xlsx")
    },
    Habit { quirks: &[Sum, HiddenPlan], ..of("NH02", Y2021, "Ngân hàng/NH02 Agribank 2023.xlsx") },
    Habit { inserted: Some(Gap), alias: Some(0), ..of("NH03", Y2020, "Ngân hàng/VietinBank_sua loi.xlsx") },
    Habit {
        named: CodeOnly,
        days: Days::Slashed,
        plans: &[("members", 60, &[]), ("members_male", 65, &["part-exceeds-whole"])],
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

pub const ENTERPRISES: [Habit; 14] = [
    Habit {
        money: Dong,
        says: &[("youth_works_value", Commas)],
        quirks: &[Sum],
        ..of("DN01", Y2023, "Doanh nghiệp/DN01_PC Dong Giang_BC tong ket 2023.xlsx")
    },
    Habit {
        stated: Stated::Banner,
        days: Days::Dotted,
        ..of("DN02", Y2022, "Doanh nghiệp/VNPT - gui lai.xlsx")
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
