//! What a form asks an indicator in: the words before a base unit, as multipliers.

/// Words that multiply the unit behind them.
const MULTIPLIERS: [(&str, i64); 26] = [
    ("chục", 10),
    ("trăm", 100),
    ("hundred", 100),
    ("nghìn", 1_000),
    ("ngàn", 1_000),
    ("thousand", 1_000),
    ("thousands", 1_000),
    ("k", 1_000),
    ("1.000", 1_000),
    ("1,000", 1_000),
    ("1000", 1_000),
    ("ngđ", 1_000),
    ("triệu", 1_000_000),
    ("trđ", 1_000_000),
    ("tr.đ", 1_000_000),
    ("tr", 1_000_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("mn", 1_000_000),
    ("m", 1_000_000),
    ("1.000.000", 1_000_000),
    ("tỷ", 1_000_000_000),
    ("tỉ", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("bn", 1_000_000_000),
];
/// Words for đồng.
const MONEY: [&str; 4] = ["đồng", "đ", "vnđ", "vnd"];

/// Other words for a base unit that need not be declared.
pub(super) fn synonyms(unit: &str) -> &'static [&'static str] {
    if MONEY.contains(&plain(unit).as_str()) { &MONEY } else { &[] }
}

/// The multiplier from a unit such as `triệu đồng` to the base unit, whose words are given.
///
/// `None` where the text is neither the base unit nor a known multiplier, alone or before the base unit.
pub(super) fn multiplier(text: &str, base: &[&str]) -> Option<i64> {
    let text = plain(text);
    let is_base = |rest: &str| base.iter().any(|word| plain(word) == rest);
    // `1000đ` is written without a blank; `mm` is no million of metres.
    let is_behind = |rest: &str| {
        rest.is_empty()
            || is_base(rest) && MONEY.contains(&rest)
            || rest.strip_prefix(' ').is_some_and(is_base)
    };
    if is_base(&text) {
        return Some(1);
    }
    let mut matching = MULTIPLIERS.iter().filter(|(word, _)| text.strip_prefix(word).is_some_and(is_behind));
    matching.next().map(|(_, multiplier)| *multiplier)
}

/// Words to suggest for a unit that is none.
pub(super) fn known(unit: &str) -> Vec<String> {
    let words = ["nghìn", "triệu", "tỷ", "thousand", "million", "billion"];
    let alone = words.iter().map(|word| (*word).to_owned());
    let before_unit = words.iter().map(|word| format!("{word} {unit}"));
    std::iter::once(unit.to_owned()).chain(before_unit).chain(alone).collect()
}

/// Lower case, single blanks.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
