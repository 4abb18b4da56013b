//! A clinic's month becomes a sheet: titles, the form, and the cross table of cases below or above it.

use super::figures::{AGES, CAUSES, Month, ROWS, Row, SECTIONS, SEXES, SINCE_JANUARY, Time, cell_key};
use super::habits::{Clinic, Quirk};
use crate::book::{Content, Look, Shown, a1};
use crate::drawn::{Drawn, Hundredths};

pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Where the columns of the form stand.
struct Columns {
    number: u16,
    label: u16,
    unit: u16,
    month: u16,
    to_date: u16,
    remarks: Option<u16>,
}

impl Columns {
    fn of(clinic: &Clinic) -> Self {
        let shift = u16::from(clinic.has(Quirk::Remarks));
        let remarks = clinic.has(Quirk::Remarks).then_some(3);
        Self { number: 0, label: 1, unit: 2, month: 3 + shift, to_date: 4 + shift, remarks }
    }
}

/// The sheet of a month, 1 to 12.
pub fn month(clinic: &Clinic, sheet: &str, month: usize, figures: &Month) -> Drawn {
    let mut drawn = Drawn::new(sheet);
    let mut row = titles(&mut drawn, clinic, month);
    let with_formulas = clinic.has(Quirk::Formulas);
    if clinic.has(Quirk::CasesFirst) {
        row = cases(&mut drawn, clinic, figures, row) + 2;
        form(&mut drawn, clinic, figures, row, with_formulas);
    } else {
        row = form(&mut drawn, clinic, figures, row, with_formulas) + 2;
        cases(&mut drawn, clinic, figures, row);
    }
    drawn.sheet.widths = vec![(0, 5.0), (1, 38.0), (2, 12.0)];
    drawn
}

/// Who, what and when. Returns the row below.
fn titles(drawn: &mut Drawn, clinic: &Clinic, month: usize) -> u32 {
    let mut row = 0;
    if clinic.has(Quirk::Letterhead) {
        drawn.text(0, 0, "District Health Service", Look::Italic);
        drawn.text(1, 0, clinic.district, Look::Italic);
        row = 3;
    }
    drawn.named("title", (row, 0), &format!("Monthly report, {} 2024", MONTHS[month - 1]), Look::Title);
    drawn.text(row + 1, 0, "Clinic:", Look::Plain);
    drawn.named("clinic", (row + 1, 1), clinic.name, Look::Plain);
    drawn.text(row + 2, 0, "Reported on:", Look::Plain);
    let (year, next) = if month == 12 { (2025, 1) } else { (2024, month + 1) };
    drawn.named(
        "reported",
        (row + 2, 1),
        &format!("{year}-{next:02}-{:02}", 2 + clinic.code.len() + month % 4),
        Look::Plain,
    );
    row + 4
}

fn form(drawn: &mut Drawn, clinic: &Clinic, figures: &Month, top: u32, with_formulas: bool) -> u32 {
    let columns = Columns::of(clinic);
    let other = clinic.has(Quirk::OtherWords);
    let headers = [
        (columns.number, "No."),
        (columns.label, if other { "Item" } else { "Indicator" }),
        (columns.unit, "Unit"),
        (columns.month, if other { "Month" } else { "This month" }),
        (columns.to_date, if other { "Since January" } else { "Year to date" }),
    ];
    for (column, text) in headers {
        drawn.named(&format!("header {column}"), (top, column), text, Look::Header);
    }
    if let Some(column) = columns.remarks {
        drawn.text(top, column, "Remarks", Look::Header);
    }
    let mut row = top + 1;
    let mut number = 0;
    for section in clinic.sections() {
        drawn.text(row, columns.label, SECTIONS[section], Look::Section);
        row += 1;
        let first = row;
        for known in ROWS.iter().filter(|known| known.section == section) {
            number += 1;
            line(drawn, clinic, (known, figures), (row, number), &columns);
            row += 1;
            if known.id == "immunised" {
                number += 1;
                line(drawn, clinic, (&SINCE_JANUARY, figures), (row, number), &columns);
                row += 1;
            }
        }
        if section == 3 {
            spending(drawn, clinic, (first, row), &columns, with_formulas);
            row += 1;
        }
    }
    row
}

fn line(
    drawn: &mut Drawn,
    clinic: &Clinic,
    (known, figures): (&Row, &Month),
    (row, number): (u32, u32),
    columns: &Columns,
) {
    drawn.text(row, columns.number, &number.to_string(), Look::Centre);
    let label = if clinic.has(Quirk::OtherWords) { known.other } else { known.label };
    drawn.named(&format!("label {}", known.id), (row, columns.label), label, Look::Label);
    drawn.named(&format!("unit {}", known.id), (row, columns.unit), known.unit, Look::Centre);
    let look = if known.time == Time::Mean { Look::Decimal } else { Look::Count };
    if let Some(&value) = figures.values.get(known.id) {
        put(drawn, clinic, known.id, (row, columns.month), value, look);
    }
    if let Some(&value) = figures.to_date.get(known.id) {
        put(drawn, clinic, &format!("{}@to_date", known.id), (row, columns.to_date), value, look);
    }
}

/// A value as the clinic writes it, and what it means.
fn put(drawn: &mut Drawn, clinic: &Clinic, key: &str, place: (u32, u16), value: Hundredths, look: Look) {
    drawn.number(key, place, value.number(), look);
    if clinic.has(Quirk::TextNumbers) {
        drawn.say(key, &with_commas(value));
    }
    drawn.truth.insert(key.into(), value);
}

/// `1,250.5`.
pub fn with_commas(value: Hundredths) -> String {
    let text = value.text();
    let (units, rest) =
        text.split_once('.').map_or((text.as_str(), None), |(units, rest)| (units, Some(rest)));
    let mut grouped = String::new();
    for (at, digit) in units.chars().enumerate() {
        if at > 0 && (units.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    rest.map_or(grouped.clone(), |rest| format!("{grouped}.{rest}"))
}

/// The printed total of the section on spending.
fn spending(
    drawn: &mut Drawn,
    clinic: &Clinic,
    (first, row): (u32, u32),
    columns: &Columns,
    with_formulas: bool,
) {
    drawn.text(row, columns.label, "Total spending", Look::Total);
    drawn.text(row, columns.unit, "USD", Look::Centre);
    for (column, measure) in [(columns.month, ""), (columns.to_date, "@to_date")] {
        let sum = ["medicines", "maintenance"]
            .iter()
            .map(|id| drawn.truth[&format!("{id}{measure}")].0)
            .sum::<i64>();
        let key = format!("total{measure}");
        drawn.number(&key, (row, column), Hundredths(sum).number(), Look::Count);
        if clinic.has(Quirk::TextNumbers) {
            drawn.say(&key, &with_commas(Hundredths(sum)));
        } else if with_formulas {
            let formula = format!("=SUM({}:{})", a1(first, column), a1(row - 1, column));
            drawn.set(&key, Content::Formula(formula, Shown::Number(Hundredths(sum).number())));
        }
    }
}

/// The columns of the cross table.
struct Bands {
    left: u16,
    /// Whether a column stands between the ages of women and their total that the form does not have.
    has_stranger: bool,
}

impl Bands {
    /// The first column of a sex.
    fn first(&self, sex: usize) -> u16 {
        let width = AGES.len() as u16 + 1;
        self.left + 1 + sex as u16 * width + u16::from(sex > 0 && self.has_stranger)
    }

    /// The column of all ages of a sex.
    fn all_ages(&self, sex: usize) -> u16 {
        self.first(sex) + AGES.len() as u16 + u16::from(sex == 0 && self.has_stranger)
    }

    fn both_sexes(&self) -> u16 {
        self.all_ages(SEXES.len() - 1) + 1
    }
}

/// The cross table: causes down, sexes and ages across, totals on both sides. Returns the row below.
fn cases(drawn: &mut Drawn, clinic: &Clinic, figures: &Month, top: u32) -> u32 {
    drawn.text(top, 0, "New cases by cause, sex and age", Look::Section);
    let (upper, lower) = (top + 1, top + 2);
    let bands = Bands { left: 1, has_stranger: figures.has_stranger };
    drawn.text(upper, bands.left, "Cause", Look::Header);
    drawn.sheet.merges.push((upper, bands.left, lower, bands.left));
    for (at, (sex, label)) in SEXES.iter().enumerate() {
        let (first, last) = (bands.first(at), bands.all_ages(at));
        drawn.text(upper, first, label, Look::Header);
        drawn.sheet.merges.push((upper, first, upper, last));
        for (column, (age, label)) in (first..).zip(AGES) {
            drawn.named(&format!("age {sex} {age}"), (lower, column), label, Look::Header);
        }
        drawn.text(lower, last, "All ages", Look::Header);
    }
    drawn.text(upper, bands.both_sexes(), "Both sexes", Look::Header);
    drawn.sheet.merges.push((upper, bands.both_sexes(), lower, bands.both_sexes()));
    for (row, (cause, label)) in (lower + 1..).zip(CAUSES) {
        drawn.named(&format!("label {cause}"), (row, bands.left), label, Look::Label);
        for (at, (sex, _)) in SEXES.iter().enumerate() {
            for (column, (age, _)) in (bands.first(at)..).zip(AGES) {
                let key = cell_key(cause, sex, age);
                put(drawn, clinic, &key, (row, column), figures.values[&key], Look::Count);
            }
        }
    }
    if bands.has_stranger {
        stranger(drawn, figures, (lower, bands.all_ages(0) - 1));
    }
    margins(drawn, clinic, figures, (lower + 1, &bands));
    lower + 2 + CAUSES.len() as u32
}

/// A column of a clinic's own: women counted in their ages already, so that no total holds them.
fn stranger(drawn: &mut Drawn, figures: &Month, (lower, column): (u32, u16)) {
    drawn.named("stranger", (lower, column), "Pregnant", Look::Header);
    for (row, (cause, _)) in (lower + 1..).zip(CAUSES) {
        let some = figures.values[&cell_key(cause, "female", "15-49")].0 / 300;
        drawn.number(&format!("stranger {cause}"), (row, column), some as f64, Look::Count);
    }
}

/// Totals at the right of each sex, of both, and in the last row.
fn margins(drawn: &mut Drawn, clinic: &Clinic, figures: &Month, (top, bands): (u32, &Bands)) {
    let bottom = top + CAUSES.len() as u32;
    drawn.text(bottom, bands.left, "Total", Look::Total);
    let every: Vec<&str> = CAUSES.iter().map(|(cause, _)| *cause).collect();
    let rows = CAUSES.iter().map(|(cause, _)| (*cause, vec![*cause])).chain([("all", every)]);
    let ages: Vec<&str> = AGES.iter().map(|(age, _)| *age).collect();
    for (row, (name, causes)) in (top..).zip(rows) {
        for (at, (sex, _)) in SEXES.iter().enumerate() {
            if row == bottom {
                for (column, age) in (bands.first(at)..).zip(&ages) {
                    let sum = sum_of(figures, &causes, &[sex], &[age]);
                    margin(drawn, clinic, &format!("margin all {sex} {age}"), (row, column), sum);
                }
            }
            let sum = sum_of(figures, &causes, &[sex], &ages);
            margin(drawn, clinic, &format!("margin {name} {sex}"), (row, bands.all_ages(at)), sum);
        }
        let both = sum_of(figures, &causes, &["female", "male"], &ages);
        margin(drawn, clinic, &format!("margin {name}"), (row, bands.both_sexes()), both);
    }
}

/// The cases of some causes, sexes and ages together.
fn sum_of(figures: &Month, causes: &[&str], sexes: &[&str], ages: &[&str]) -> Hundredths {
    let mut sum = 0;
    for cause in causes {
        for sex in sexes {
            sum += ages.iter().map(|age| figures.values[&cell_key(cause, sex, age)].0).sum::<i64>();
        }
    }
    Hundredths(sum)
}

fn margin(drawn: &mut Drawn, clinic: &Clinic, key: &str, place: (u32, u16), value: Hundredths) {
    drawn.number(key, place, value.number(), Look::Count);
    if clinic.has(Quirk::TextNumbers) {
        drawn.say(key, &with_commas(value));
    }
}
