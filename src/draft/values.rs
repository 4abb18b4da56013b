//! What kind of values an item has, and in which unit: from its cells, the units beside it, its label, its headers.

use super::grid::What;
use super::items::Item;
use super::words;
use crate::clean::{text, unit, words as known};
use crate::pipeline::{Kind, Locale, Time};
use std::collections::BTreeMap;

/// Share of the cells that must be of a kind to say that all are.
const MOST: f64 = 0.6;
/// Share of numbers with decimals from which on they are no slips.
const FRACTIONS: f64 = 0.05;

/// A currency where none is stated.
pub const NO_CURRENCY: &str = "currency";

/// Rows with a column of sums beside them that are needed to tell that none is filled.
const SUMS_ASKED: usize = 3;

/// What was concluded.
#[derive(Clone, Debug, PartialEq)]
pub struct Nature {
    /// Kind.
    pub kind: Kind,
    /// Base unit; empty where nothing tells.
    pub unit: String,
    /// Other words for it.
    pub unit_aliases: Vec<String>,
    /// What the form asks it in, where that is a multiple.
    pub asked_in: Option<String>,
    /// Relation to time.
    pub time: Time,
    /// Whether it is a mean or a rate, which cannot be added.
    pub is_mean: bool,
    /// Doubts.
    pub notes: Vec<String>,
}

/// How many cells are what.
#[derive(Default)]
struct Counts {
    numbers: usize,
    fractions: usize,
    percents: usize,
    dates: usize,
    words: usize,
}

/// Concludes what an item is.
pub fn nature(item: &Item, locale: Locale) -> Nature {
    let counts = counts(item);
    let stated = stated_units(item, locale);
    let all = counts.numbers + counts.dates + counts.words;
    let is_most = |count: usize| count > 0 && count as f64 >= MOST * all as f64;
    let header = item.cells.first().map_or_else(String::new, |cell| cell.header.clone());
    let label = text::fold(&format!("{} {header}", item.label()));
    let mut nature = Nature {
        kind: Kind::Count,
        unit: String::new(),
        unit_aliases: Vec::new(),
        asked_in: None,
        time: time(&label, locale),
        is_mean: false,
        notes: Vec::new(),
    };
    if is_most(counts.dates) {
        nature.kind = Kind::Date;
    } else if is_most(counts.words) || (all == 0 && stated.is_empty()) {
        nature.kind = Kind::Text;
        if all == 0 {
            nature.notes.push("blank in all files: the kind is a guess".to_owned());
        }
    } else {
        numeric(&mut nature, item, &counts, &stated, locale);
    }
    nature.time = if nature.kind.is_numeric() { nature.time } else { Time::Flow };
    let (asked, summed) = item.since;
    if nature.time != Time::Flow {
        nature.notes.push("time: guessed from the words of its label".to_owned());
    } else if nature.kind.is_numeric() && asked >= SUMS_ASKED && summed * 10 < asked {
        nature.time = Time::Stock;
        nature.notes.push("time: nobody fills its sum since the beginning of the year".to_owned());
    }
    nature.is_mean = nature.kind.is_numeric() && words::has(&label, words::MEAN);
    if nature.is_mean {
        nature.notes.push(
            "total: by its words it is a mean or a rate, which cannot be added; its weight is not known"
                .to_owned(),
        );
    }
    nature
}

fn counts(item: &Item) -> Counts {
    let mut counts = Counts::default();
    for cell in &item.cells {
        match &cell.seen.what {
            What::Number { value, is_percent, .. } => {
                counts.numbers += 1;
                counts.fractions += usize::from(value.fract() != 0.0);
                counts.percents += usize::from(*is_percent);
            }
            What::Date(..) => counts.dates += 1,
            What::Text(_) => counts.words += 1,
            What::Nil(_) | What::Other => {}
        }
    }
    counts
}

/// Units stated beside the item, in brackets behind its label, and in its headers: the words as written with how often.
fn stated_units(item: &Item, locale: Locale) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (key, count) in &item.units {
        let shown = item.unit_texts.get(key).unwrap_or(key);
        *counts.entry(shown.clone()).or_default() += count;
    }
    if counts.is_empty() {
        for (tidy, count) in item.labels.values() {
            if let Some(inner) = bracketed(tidy) {
                *counts.entry(inner.to_owned()).or_default() += count;
            }
        }
        for cell in &item.cells {
            if let Some(unit) = unit::in_header(&cell.header, locale) {
                *counts.entry(unit.text.to_string()).or_default() += 1;
            }
        }
    }
    if counts.is_empty() {
        for banner in item.cells.iter().filter_map(|cell| cell.banner.as_ref()) {
            *counts.entry(banner.clone()).or_default() += 1;
        }
    }
    let mut units: Vec<(String, usize)> = counts.into_iter().collect();
    units.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    units
}

/// A unit in brackets at the end of a label: short, and no reference to other rows.
pub fn bracketed(tidy: &str) -> Option<&str> {
    let inner = tidy.strip_suffix(')')?.rsplit_once('(')?.1.trim();
    let is_unit =
        inner.chars().count() <= 20 && !inner.contains(|c: char| c.is_ascii_digit() || c == '+' || c == '=');
    // `Pupils (girls)`: a category, no unit.
    let key = text::fold(inner);
    let is_category = words::ALL.contains(&key.as_str())
        || words::DIMENSIONS
            .iter()
            .flat_map(|known| known.categories)
            .any(|(_, words)| words.contains(&key.as_str()));
    (is_unit && !is_category && inner.contains(char::is_alphabetic)).then_some(inner)
}

/// Whether money is stated in another multiple in a tenth of the cells or more: thousands here, millions there.
pub fn is_asked_in_several(item: &Item, locale: Locale) -> bool {
    let mut counts: BTreeMap<i128, usize> = BTreeMap::new();
    for (shown, count) in stated_units(item, locale) {
        if let Some(unit) = unit::parse(&shown, locale).filter(|unit| unit.is_money) {
            *counts.entry(i128::from(unit.multiplier)).or_default() += count;
        }
    }
    let all: usize = counts.values().sum();
    let most = counts.values().copied().max().unwrap_or(0);
    (all - most) * 10 >= all.max(1)
}

fn numeric(nature: &mut Nature, item: &Item, counts: &Counts, stated: &[(String, usize)], locale: Locale) {
    let parsed: Vec<_> =
        stated.iter().filter_map(|(shown, count)| Some((unit::parse(shown, locale)?, *count))).collect();
    let all: usize = stated.iter().map(|(_, count)| count).sum();
    let percent: usize = parsed.iter().filter(|(unit, _)| unit.is_percent()).map(|(_, count)| count).sum();
    let money: usize = parsed.iter().filter(|(unit, _)| unit.is_money).map(|(_, count)| count).sum();
    if percent * 2 > all || (stated.is_empty() && counts.percents * 2 > counts.numbers) {
        nature.kind = Kind::Ratio;
        nature.notes.push(
            "total: shares cannot be added; a mean is a guess, a ratio of two sums is better".to_owned(),
        );
        return;
    }
    let says_money = || {
        let label = text::fold(item.label());
        words::has(&label, words::MONEY)
            || item.cells.first().is_some_and(|cell| words::has(&text::fold(&cell.header), words::MONEY))
    };
    if money * 2 > all || (currency(stated).is_some()) || (stated.is_empty() && says_money()) {
        nature.kind = Kind::Money;
        money_unit(nature, stated, &parsed, locale);
        return;
    }
    let is_fractional = counts.fractions as f64 > FRACTIONS * counts.numbers as f64;
    nature.kind = if is_fractional { Kind::Amount } else { Kind::Count };
    let own = stated.iter().filter(|(shown, _)| unit::parse(shown, locale).is_none());
    let mut own = own.map(|(shown, _)| shown.clone());
    nature.unit = own.next().unwrap_or_default();
    // What is rare is a slip, unless it has a word of the unit: `suất quà` for `suất`.
    let base = text::fold(&nature.unit);
    let has_word =
        |shown: &str| text::fold(shown).split(' ').any(|word| base.split(' ').any(|own| own == word));
    let is_usual = |shown: &str, count: usize| (count >= 2 && count * 50 >= all) || has_word(shown);
    let usual = stated.iter().filter(|(shown, count)| is_usual(shown, *count));
    let usual: Vec<String> = usual.map(|(shown, _)| shown.clone()).collect();
    nature.unit_aliases = distinct(&nature.unit, own.filter(|shown| usual.contains(shown)));
    if nature.unit.is_empty() {
        nature.unit = neutral(locale).to_owned();
        nature.notes.push(format!("unit: none is stated anywhere, `{}` stands for it", nature.unit));
    }
}

/// A unit where none is known.
pub const fn neutral(locale: Locale) -> &'static str {
    match locale {
        Locale::Vi => "đơn vị",
        Locale::En { .. } => "unit",
    }
}

/// Other spellings of a unit, without those that differ in marks or case alone.
fn distinct(unit: &str, others: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = vec![text::fold(unit)];
    let mut all = Vec::new();
    for other in others {
        let key = text::fold(&other);
        if !seen.contains(&key) {
            seen.push(key);
            all.push(other);
        }
    }
    all
}

/// A currency code or sign among the stated units.
fn currency(stated: &[(String, usize)]) -> Option<String> {
    stated.iter().find_map(|(shown, _)| {
        let is_code = |word: &&str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        let sign = shown.chars().find(|c| matches!(c, '$' | '€' | '£' | '¥' | '₫'));
        sign.map(|sign| sign.to_string())
            .or_else(|| shown.split([' ', '(', ')']).find(is_code).map(str::to_owned))
    })
}

fn money_unit(
    nature: &mut Nature,
    stated: &[(String, usize)],
    parsed: &[(unit::StatedUnit, usize)],
    locale: Locale,
) {
    let base = match locale {
        Locale::Vi => "đồng".to_owned(),
        Locale::En { .. } => currency(stated).unwrap_or_else(|| NO_CURRENCY.to_owned()),
    };
    let most = parsed.iter().filter(|(unit, _)| !unit.is_percent()).max_by_key(|(_, count)| *count);
    let names = match locale {
        Locale::Vi => ["nghìn", "triệu", "tỷ"],
        Locale::En { .. } => ["thousand", "million", "billion"],
    };
    let name = most.and_then(|(unit, _)| match unit.multiplier {
        1_000 => Some(names[0]),
        1_000_000 => Some(names[1]),
        1_000_000_000 => Some(names[2]),
        _ => None,
    });
    nature.asked_in =
        name.map(|name| if base == NO_CURRENCY { name.to_owned() } else { format!("{name} {base}") });
    if stated.is_empty() {
        nature.notes.push("unit: taken for money by its words, no unit is stated".to_owned());
    }
    nature.unit = base;
}

/// Guessed from words.
fn time(label: &str, locale: Locale) -> Time {
    if known::is_cumulative(label, locale) || words::has(label, words::CUMULATIVE) {
        Time::Cumulative
    } else if words::has(label, words::STOCK) && !words::has(label, words::SPENT) {
        Time::Stock
    } else {
        Time::Flow
    }
}
