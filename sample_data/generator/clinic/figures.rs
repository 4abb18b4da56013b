//! What the clinics really did: a year of figures for each, month by month, before anyone writes them down.

use crate::drawn::Hundredths;
use crate::random::Random;
use std::collections::BTreeMap;

/// How an indicator relates to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    Flow,
    Stock,
    /// Since January.
    Cumulative,
    /// A mean: no sum over anything.
    Mean,
}

/// A row of the form.
pub struct Row {
    pub id: &'static str,
    pub section: usize,
    pub label: &'static str,
    /// What some clinics call it.
    pub other: &'static str,
    pub unit: &'static str,
    pub time: Time,
}

pub const SECTIONS: [&str; 4] = ["A. Beds and staff", "B. Patients", "C. Prevention", "D. Spending"];

const fn row(
    section: usize,
    (id, time): (&'static str, Time),
    label: &'static str,
    other: &'static str,
    unit: &'static str,
) -> Row {
    Row { id, section, label, other, unit, time }
}

/// The rows in the order of the form.
pub const ROWS: [Row; 15] = [
    row(0, ("beds", Time::Stock), "Beds", "Beds available", "beds"),
    row(0, ("staff", Time::Stock), "Staff in post", "Staff", "people"),
    row(0, ("doctors", Time::Stock), "Doctors", "of which: Doctors", "people"),
    row(0, ("nurses", Time::Stock), "Nurses and midwives", "of which: Nurses", "people"),
    row(0, ("other_staff", Time::Stock), "Other staff", "of which: Other staff", "people"),
    row(1, ("outpatient_visits", Time::Flow), "Outpatient visits", "OPD visits", "visits"),
    row(1, ("admissions", Time::Flow), "Admissions", "Patients admitted", "patients"),
    row(1, ("discharges", Time::Flow), "Discharges", "Patients discharged", "patients"),
    row(1, ("bed_days", Time::Flow), "Bed days of those discharged", "Inpatient days", "days"),
    row(1, ("average_stay", Time::Mean), "Average stay", "Average length of stay", "days"),
    row(1, ("deliveries", Time::Flow), "Deliveries", "Births attended", "deliveries"),
    row(2, ("vaccinations", Time::Flow), "Vaccine doses given", "Vaccinations", "doses"),
    row(2, ("immunised", Time::Flow), "Children fully immunised", "Fully immunised children", "children"),
    row(3, ("medicines", Time::Flow), "Medicines and supplies", "Drugs and supplies", "USD"),
    row(3, ("maintenance", Time::Flow), "Buildings and equipment", "Maintenance", "USD"),
];

/// The indicator that is itself cumulative, below the vaccinations.
pub const SINCE_JANUARY: Row = row(
    2,
    ("immunised_since_january", Time::Cumulative),
    "Children fully immunised since 1 January",
    "Fully immunised children since 1 January",
    "children",
);

pub const CAUSES: [(&str, &str); 4] = [
    ("respiratory", "Respiratory infections"),
    ("diarrhoea", "Diarrhoeal diseases"),
    ("malaria", "Malaria"),
    ("injuries", "Injuries and burns"),
];
pub const SEXES: [(&str, &str); 2] = [("female", "Female"), ("male", "Male")];
pub const AGES: [(&str, &str); 4] =
    [("0-4", "0-4"), ("5-14", "5-14"), ("15-49", "15-49"), ("50-plus", "50+")];

/// The key of a cell of the cross table.
pub fn cell_key(cause: &str, sex: &str, age: &str) -> String {
    format!("{cause} age={age};sex={sex}")
}

/// A clinic's figures of one month.
#[derive(Clone, Default)]
pub struct Month {
    pub values: BTreeMap<String, Hundredths>,
    /// Flows since January.
    pub to_date: BTreeMap<&'static str, Hundredths>,
    /// Whether the clinic counts something in the cross table that the form does not ask.
    pub has_stranger: bool,
}

/// A year of a clinic with so many beds.
pub fn year(code: &str, beds: i64) -> Vec<Month> {
    let mut random = Random::named(&format!("clinic {code}"));
    let mut to_date = BTreeMap::new();
    let mut staff = [beds / 8 + 1, beds / 2 + 2, beds / 3 + 2];
    let mut months = Vec::new();
    for month in 1..=12 {
        staff[1] += random.between(-1, 1);
        staff[2] += random.between(-1, 1);
        let beds = beds + if month > 6 { beds / 10 } else { 0 };
        let mut values = month_of(beds, staff, &mut random);
        if (code, month) == super::flaws::WITHOUT_DELIVERIES {
            values.insert("deliveries".into(), Hundredths(0));
        }
        for row in ROWS.iter().filter(|row| row.time == Time::Flow) {
            to_date.entry(row.id).or_insert(Hundredths(0)).0 += values[row.id].0;
        }
        let mut of_month = Month {
            values,
            to_date: to_date.clone(),
            has_stranger: (code, month) == super::flaws::WITH_STRANGER,
        };
        let since = of_month.to_date["immunised"];
        of_month.values.insert(SINCE_JANUARY.id.into(), since);
        cross(beds, &mut of_month, &mut random);
        months.push(of_month);
    }
    months
}

fn month_of(
    beds: i64,
    [doctors, nurses, other]: [i64; 3],
    random: &mut Random,
) -> BTreeMap<String, Hundredths> {
    let discharges = random.between(beds * 2, beds * 3);
    // Half a day more or less than four days on average.
    let bed_days = discharges * random.between(34, 46) / 10;
    let whole = [
        ("beds", beds),
        ("staff", doctors + nurses + other),
        ("doctors", doctors),
        ("nurses", nurses),
        ("other_staff", other),
        ("outpatient_visits", random.between(beds * 30, beds * 45)),
        ("admissions", discharges + random.between(-2, 4)),
        ("discharges", discharges),
        ("bed_days", bed_days),
        ("deliveries", random.between(beds / 4, beds / 2) + 1),
        ("vaccinations", random.between(beds * 6, beds * 9)),
        ("immunised", random.between(beds / 2, beds)),
        ("medicines", random.between(beds * 18, beds * 26) * 10),
        ("maintenance", random.between(beds * 2, beds * 5) * 10),
    ];
    let mut values: BTreeMap<String, Hundredths> =
        whole.iter().map(|(id, value)| ((*id).to_owned(), Hundredths::whole(*value))).collect();
    // Rounded to a tenth, as the form asks.
    let tenths = (bed_days * 100 / discharges + 5) / 10;
    values.insert("average_stay".into(), Hundredths(tenths * 10));
    values
}

fn cross(beds: i64, month: &mut Month, random: &mut Random) {
    for (at, (cause, _)) in CAUSES.iter().enumerate() {
        for (sex, _) in SEXES {
            for (age, _) in AGES {
                let many = random.between(beds / 4, beds) / (at as i64 + 1);
                month.values.insert(cell_key(cause, sex, age), Hundredths::whole(many));
            }
        }
    }
}
