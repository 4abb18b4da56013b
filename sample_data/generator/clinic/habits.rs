//! The clinics and how each of them reports.

use crate::collected::Format;
use crate::container::csv::Dialect;

/// What a clinic does in every report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// A column of remarks between units and values.
    Remarks,
    /// Labels and headers in its own words.
    OtherWords,
    /// Prevention before patients.
    SectionsMoved,
    /// The cross table above the form.
    CasesFirst,
    /// Two lines of a letterhead above the title.
    Letterhead,
    /// Numbers typed as text, `1,250`.
    TextNumbers,
    /// Printed totals as formulas.
    Formulas,
}

/// What a clinic sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    /// A workbook a month, in the month's folder.
    Monthly,
    /// One workbook with a sheet a month, `Jan 2024`.
    Yearly,
    /// The same with sheets called `2024-01`, and a sheet that explains the form.
    YearlyWithGuide,
}

/// A clinic.
pub struct Clinic {
    pub code: &'static str,
    pub name: &'static str,
    pub aliases: &'static str,
    pub kind: &'static str,
    pub district: &'static str,
    pub beds: i64,
    pub sends: Sends,
    pub format: Format,
    pub quirks: &'static [Quirk],
}

impl Clinic {
    /// Whether it does so.
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// The sections in its order.
    pub fn sections(&self) -> [usize; 4] {
        if self.has(Quirk::SectionsMoved) { [0, 2, 1, 3] } else { [0, 1, 2, 3] }
    }

    /// The file of a month, or of the year.
    pub fn file(&self, month: usize) -> String {
        let ending = match self.format {
            Format::Xlsx => "xlsx",
            Format::Ods => "ods",
            Format::Csv(_) => "csv",
            Format::MadeOnce => "xls",
        };
        match self.sends {
            Sends::Monthly => format!("2024-{month:02}/{} {}.{ending}", self.code, self.name),
            _ => format!("{} {} 2024.{ending}", self.code, self.name),
        }
    }

    /// The tab of a month.
    pub fn tab(&self, month: usize) -> String {
        match self.sends {
            Sends::Monthly => "Report".into(),
            Sends::Yearly => format!("{} 2024", &super::draw::MONTHS[month - 1][..3]),
            Sends::YearlyWithGuide => format!("2024-{month:02}"),
        }
    }
}

const NORTH: &str = "Northern District";
const CENTRE: &str = "Central District";
const SOUTH: &str = "Southern District";

/// Every clinic.
pub const CLINICS: [Clinic; 12] = {
    use Format::{Csv, MadeOnce, Ods, Xlsx};
    use Quirk::{CasesFirst, Formulas, Letterhead, OtherWords, Remarks, SectionsMoved, TextNumbers};
    use Sends::{Monthly, Yearly, YearlyWithGuide};
    [
        clinic(("C01", "Riverside Clinic", "Riverside"), ("Clinic", NORTH, 24), (Monthly, Xlsx), &[Formulas]),
        clinic(
            ("C02", "Hilltop Clinic", "Hilltop"),
            ("Clinic", NORTH, 18),
            (Monthly, Xlsx),
            &[Remarks, SectionsMoved],
        ),
        clinic(
            ("C03", "Lakeview Hospital", "Lakeview"),
            ("Hospital", NORTH, 64),
            (Monthly, Xlsx),
            &[Letterhead, Formulas],
        ),
        clinic(("C04", "Oakfield Clinic", "Oakfield"), ("Clinic", NORTH, 16), (Monthly, Ods), &[]),
        clinic(
            ("C05", "Marketgate Clinic", "Marketgate"),
            ("Clinic", CENTRE, 30),
            (Monthly, Ods),
            &[OtherWords],
        ),
        clinic(
            ("C06", "Stonebridge Clinic", "Stonebridge"),
            ("Clinic", CENTRE, 22),
            (Monthly, Csv(Dialect::Utf8Comma)),
            &[TextNumbers],
        ),
        clinic(
            ("C07", "Millbrook Clinic", "Millbrook"),
            ("Clinic", CENTRE, 14),
            (Monthly, Csv(Dialect::Utf8Comma)),
            &[SectionsMoved],
        ),
        clinic(
            ("C08", "Central Hospital", "Central"),
            ("Hospital", CENTRE, 90),
            (Yearly, Xlsx),
            &[Letterhead],
        ),
        clinic(("C09", "Westport Clinic", "Westport"), ("Clinic", SOUTH, 20), (Yearly, Ods), &[]),
        clinic(
            ("C10", "Harbour Clinic", "Harbour"),
            ("Clinic", SOUTH, 26),
            (Yearly, MadeOnce),
            &[OtherWords],
        ),
        clinic(
            ("C11", "Southfield Hospital", "Southfield"),
            ("Hospital", SOUTH, 72),
            (YearlyWithGuide, Xlsx),
            &[Remarks],
        ),
        clinic(("C12", "Pinewood Clinic", "Pinewood"), ("Clinic", SOUTH, 12), (Monthly, Xlsx), &[CasesFirst]),
    ]
};

const fn clinic(
    (code, name, aliases): (&'static str, &'static str, &'static str),
    (kind, district, beds): (&'static str, &'static str, i64),
    (sends, format): (Sends, Format),
    quirks: &'static [Quirk],
) -> Clinic {
    Clinic { code, name, aliases, kind, district, beds, sends, format, quirks }
}
