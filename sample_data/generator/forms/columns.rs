//! Which columns each generation of the form has, and what stands over them.

use super::Report;
use super::labels::Generation;
use crate::written::Money;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Number,
    Code,
    Label,
    Unit,
    Plan,
    Actual,
    /// Last year's result, which nobody asked for.
    Previous,
    Note,
    Gap,
}

/// A column: role, header, width.
pub type Column = (Role, String, f64);

/// Where a form says in which unit its money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// In a column of its own.
    Column,
    /// Behind the header.
    Header,
    /// In a line above the table.
    Banner,
}

/// A change to the columns that a branch made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    Gap,
    Note,
    Previous,
    /// An empty first column.
    Margin,
}

/// The columns of the sheet with the figures.
pub fn of_figures(report: &Report) -> Vec<Column> {
    let columns: &[(Role, &str, f64)] = match report.generation {
        Generation::Y2019 => &[(Role::Label, "Nội dung", 44.0), (Role::Actual, "Kết quả", 16.0)],
        Generation::Y2020 => &[
            (Role::Number, "STT", 6.0),
            (Role::Label, "Nội dung", 42.0),
            (Role::Unit, "ĐVT", 13.0),
            (Role::Actual, "Kết quả", 15.0),
        ],
        Generation::Y2021 => &[
            (Role::Number, "TT", 5.0),
            (Role::Code, "Mã số", 7.0),
            (Role::Label, "Chỉ tiêu", 42.0),
            (Role::Unit, "Đơn vị tính", 13.0),
            (Role::Plan, "Chỉ tiêu giao", 12.0),
            (Role::Actual, "Thực hiện", 14.0),
        ],
        Generation::Y2022 => &[
            (Role::Number, "TT", 5.0),
            (Role::Label, "Nội dung", 44.0),
            (Role::Unit, "ĐVT", 13.0),
            (Role::Actual, "Số lượng", 15.0),
        ],
        Generation::Y2023 => &[
            (Role::Number, "STT", 6.0),
            (Role::Code, "Mã số", 7.0),
            (Role::Label, "Nội dung hoạt động", 46.0),
            (Role::Unit, "Đơn vị tính", 13.0),
            (Role::Plan, "Kế hoạch", 12.0),
            (Role::Actual, "Thực hiện", 16.0),
            (Role::Note, "Ghi chú", 20.0),
        ],
    };
    with_inserted(report, columns.iter().map(|&(role, header, width)| (role, header.into(), width)).collect())
}

/// The columns of the sheet with the money, which the form of 2022 has.
pub fn of_money(report: &Report) -> Vec<Column> {
    let header = match report.stated {
        Stated::Header => format!("Số tiền ({})", report.money.words()),
        _ => "Số tiền".into(),
    };
    let mut columns = vec![(Role::Number, "TT".into(), 5.0), (Role::Label, "Nội dung chi".into(), 44.0)];
    if report.stated == Stated::Column {
        columns.push((Role::Unit, "ĐVT".into(), 13.0));
    }
    columns.push((Role::Actual, header, 22.0));
    columns
}

fn with_inserted(report: &Report, mut columns: Vec<Column>) -> Vec<Column> {
    let at = columns.iter().position(|(role, ..)| *role == Role::Actual).expect("a column of results");
    match report.inserted {
        Some(Inserted::Gap) => columns.insert(at, (Role::Gap, String::new(), 3.0)),
        Some(Inserted::Note) => columns.push((Role::Note, "Ghi chú".into(), 20.0)),
        Some(Inserted::Previous) => {
            columns.insert(at, (Role::Previous, "Cùng kỳ năm trước".into(), 12.0));
        }
        Some(Inserted::Margin) => columns.insert(0, (Role::Gap, String::new(), 2.0)),
        None => {}
    }
    columns
}

/// The unit of a row.
pub fn unit_words(unit: &'static str, is_money: bool, money: Money) -> &'static str {
    if is_money { money.words() } else { unit }
}
