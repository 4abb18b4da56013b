//! What stands below the rows of a table: rows repeated, sums, the printed total, signatures.

use super::labels::{Generation, entries};
use super::table::Table;
use super::{Filled, Measure, Quirk};
use crate::book::{Content, Look, Shown, a1};
use crate::written::{Meaning, Written};

impl Table<'_> {
    pub(super) fn repeated(&mut self) {
        for quirk in &self.report.quirks {
            let Quirk::Repeated(indicator) = quirk else { continue };
            let entry = entries().find(|entry| entry.indicator == *indicator).expect("an indicator");
            self.describe(entry, entry.label(self.report.generation).unwrap_or_default());
            let written = self.report.cells[&(*indicator, Measure::Actual)].clone();
            self.cell(self.actual_column(), &written);
            self.plant(&a1(self.row, self.actual_column()), "label-repeated");
            self.row += 1;
        }
    }

    fn address_of(&self, indicator: &str) -> Option<(String, u32)> {
        self.drawn.iter().find(|(known, ..)| *known == indicator).map(|(_, cell, row)| (cell.clone(), *row))
    }

    pub(super) fn sum_members(&mut self) {
        let (Some((_, row)), Some((male, _)), Some((female, _))) =
            (self.address_of("members"), self.address_of("members_male"), self.address_of("members_female"))
        else {
            return;
        };
        if self.report.has(Quirk::Sum) {
            let formula = format!("={male}+{female}");
            let written = self.report.cells[&("members", Measure::Actual)].clone().calculated(&formula);
            self.cell_at(row, &written);
        }
    }

    fn cell_at(&mut self, row: u32, written: &Written) {
        let below = std::mem::replace(&mut self.row, row);
        self.cell(self.actual_column(), written);
        self.row = below;
    }

    /// `Tổng cộng` under the money, by formula; a wrong one was typed over.
    pub(super) fn total(&mut self, filled: &Filled) {
        let sum: i64 = self.drawn.iter().map(|(indicator, ..)| amount(filled, indicator)).sum();
        let shown = sum as f64 / self.report.money.multiplier() as f64;
        let column = self.actual_column();
        let content = if self.report.has(Quirk::WrongTotal) {
            self.plant(&a1(self.row, column), "printed-total");
            Content::Number((shown * 1.25).round())
        } else {
            let rows = self.drawn.iter().map(|(_, cell, _)| cell.clone()).collect::<Vec<_>>();
            Content::Formula(format!("=SUM({}:{})", rows[0], rows[rows.len() - 1]), Shown::Number(shown))
        };
        self.sheet.write(
            self.row,
            self.label_column(),
            self.report.script.store_label("Tổng cộng"),
            Look::Total,
        );
        self.sheet.put(self.row, column, content, Look::Total);
        self.row += 1;
    }

    pub(super) fn signatures(&mut self) {
        let (label, actual) = (self.label_column(), self.actual_column());
        let store = |text: &str| self.report.script.store(text);
        let chief = match self.report.generation {
            Generation::Y2019 | Generation::Y2020 => "T/M BAN CHẤP HÀNH",
            _ => "THỦ TRƯỞNG ĐƠN VỊ",
        };
        if self.report.generation == Generation::Y2023 {
            let note = format!("Ghi chú: Số liệu tính đến hết ngày 30/11/{}.", self.report.year);
            self.sheet.write(self.row, label, store(&note), Look::Italic);
        }
        let row = self.row + 2;
        self.sheet.write(row, label, store("Người lập biểu"), Look::Title);
        self.sheet.write(row, actual, store(chief), Look::Title);
        self.sheet.write(row + 1, label, store("(Ký, ghi rõ họ tên)"), Look::Italic);
        self.sheet.write(row + 1, actual, store("(Ký, đóng dấu)"), Look::Italic);
        if self.report.generation == Generation::Y2023 {
            self.sheet.write(row + 4, 0, store("Nơi nhận:"), Look::Italic);
            self.sheet.write(row + 5, 0, store("- Ban Thường vụ Đoàn Khối;"), Look::Plain);
            self.sheet.write(row + 6, 0, store("- Lưu: Văn phòng."), Look::Plain);
        }
    }
}

fn amount(filled: &Filled, indicator: &'static str) -> i64 {
    match filled.facts.get(&(indicator, Measure::Actual)) {
        Some(Meaning::Amount(value, _)) => *value,
        _ => 0,
    }
}
