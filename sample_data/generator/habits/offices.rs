//! Provincial offices: those of the sector `Sở, ban, ngành`.

use super::Container::{Csv, MadeOnce, Ods};
use super::{Days, Habit, of};
use crate::container::csv::Dialect;
use crate::forms::Named::{BehindMerge, NextCell, WithCode};
use crate::forms::Quirk::*;
use crate::forms::columns::Inserted::{Gap, Margin, Note};
use crate::forms::columns::Stated;
use crate::forms::labels::Generation::{Y2019, Y2020, Y2021, Y2022, Y2023};
use crate::text::Script::{Bare, Nfd, Spaced, Tcvn3, Vni};
use crate::written::Manner::{Dotted, Plain};
use crate::written::Money::{Dong, Thousand};

pub const ALL: [Habit; 25] = [
    Habit {
        named: WithCode,
        quirks: &[Guide, UnitSays("members", "đ/c"), UnitSays("cleanups", "lần")],
        ..of("SO01", Y2023, "So ban nganh/SO01_BC nam 2023.xlsx")
    },
    Habit {
        named: NextCell,
        days: Days::Slashed,
        inserted: Some(Note),
        plans: &[("members", 55, &["balance"]), ("members_male", 30, &[]), ("members_female", 22, &[])],
        ..of("SO02", Y2021, "So ban nganh/VP UBND tinh - bao cao 2023.xlsx")
    },
    Habit {
        named: BehindMerge,
        quirks: &[UnitSays("blood_units", "đv"), UnitSays("gifts", "suất quà")],
        ..of("SO03", Y2020, "So ban nganh/bao cao so noi vu.xlsx")
    },
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
    Habit { script: Tcvn3, ..of("SO22", Y2019, "So ban nganh/TAND bao cao cuoi nam.xlsx") },
    Habit {
        quirks: &[Moved],
        named: WithCode,
        days: Days::Slashed,
        ..of("SO23", Y2023, "So ban nganh/VKSND-SO23.xlsx")
    },
    Habit { inserted: Some(Gap), alias: Some(1), ..of("SO24", Y2022, "So ban nganh/Dai PTTH.xlsx") },
    Habit {
        container: Csv(Dialect::Utf16Tab),
        manner: Plain,
        days: Days::Slashed,
        ..of("SO25", Y2020, "Gui qua Zalo/bao DG.csv")
    },
];
