//! Days, their serial numbers, and the ways in which people write them.

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

/// Days between the two epochs of Excel.
const EPOCHS_APART: i64 = 1462;

impl Day {
    /// A day of 2023.
    pub const fn of(day: i64, month: i64) -> Self {
        Self { year: 2023, month, day }
    }

    /// `2023-12-05`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `05/12/2023`.
    pub fn slashed(self) -> String {
        format!("{:02}/{:02}/{}", self.day, self.month, self.year)
    }

    /// `5.12.2023`.
    pub fn dotted(self) -> String {
        format!("{}.{}.{}", self.day, self.month, self.year)
    }

    /// `ngày 05 tháng 12 năm 2023`.
    pub fn in_words(self) -> String {
        format!("ngày {:02} tháng {:02} năm {}", self.day, self.month, self.year)
    }

    /// The serial number of Excel's 1900 system (Howard Hinnant's `days_from_civil`, counted from 1899-12-30).
    pub fn serial(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year / 400;
        let of_era = year - era * 400;
        let shifted = (self.month + 9) % 12;
        let of_year = (153 * shifted + 2) / 5 + self.day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468 + 25_569
    }

    /// The serial number of the 1904 system.
    pub fn serial_1904(self) -> i64 {
        self.serial() - EPOCHS_APART
    }
}
