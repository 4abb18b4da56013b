//! How texts that tell branches look: how they differ, the shape of codes, what several of them have in common.

use super::observe::Observed;
use super::words;
use crate::clean::text;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Share of names of files that must have the common words of a pattern.
const COMMON: f64 = 0.8;
/// Share of the answers that must differ from each other: branches send a report twice.
const DISTINCT: f64 = 0.6;

/// Whether texts differ as those of branches do: nearly all of them, or within each folder, as where branches report every month.
pub fn is_varied(observed: &Observed, told: &[(usize, &str)]) -> bool {
    let folder = |book: usize| {
        let path = observed.books.get(book).map_or("", |book| book.path.as_str());
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let pairs: BTreeSet<(usize, String)> =
        told.iter().map(|(book, text)| (*book, text::fold(text))).collect();
    let texts: BTreeSet<&String> = pairs.iter().map(|(_, text)| text).collect();
    let in_folders: BTreeSet<(&str, &String)> =
        pairs.iter().map(|(book, text)| (folder(*book), text)).collect();
    let all = pairs.len() as f64;
    texts.len() as f64 >= DISTINCT * all || (texts.len() >= 3 && in_folders.len() as f64 >= DISTINCT * all)
}

/// `SO16`, `NH-04`, `0123`: letters, then digits.
pub fn is_code(answer: &str) -> bool {
    let trimmed = answer.trim();
    let letters = trimmed.chars().take_while(|c| c.is_ascii_alphabetic()).count();
    let rest = trimmed.get(letters..).unwrap_or("").trim_start_matches(['-', '_', '.']);
    letters <= 5 && (1..=8).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
}

/// The shape of a code as a pattern: `B07` is a letter and two digits.
pub fn shape_of(code: &str) -> String {
    let letters = code.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = code.chars().rev().take_while(char::is_ascii_digit).count();
    let between = code.get(letters..code.len() - digits).unwrap_or("");
    let of_letters = if letters == 0 { String::new() } else { format!("[A-Za-z]{{{letters}}}") };
    format!(r"{of_letters}{}\d{{{digits}}}", regex::escape(between))
}

/// A pattern for texts that begin and end with the same words, and what stands between them is another one in nearly all.
pub fn common_pattern(observed: &Observed, texts: &[(usize, &str)], behind: &str) -> Option<(String, Regex)> {
    if texts.len() < 2 {
        return None;
    }
    let split: Vec<Vec<&str>> = texts.iter().map(|(_, text)| text.split(' ').collect()).collect();
    let usual = |at: &dyn Fn(&Vec<&str>) -> Option<String>| -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        split.iter().filter_map(at).for_each(|word| *counts.entry(word).or_default() += 1);
        let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (count as f64 >= COMMON * split.len() as f64).then_some(word)
    };
    let digits = Regex::new(r"\d+").ok()?;
    let any = |word: &str| digits.replace_all(&regex::escape(word), r"\d+").into_owned();
    let head = |at: usize| usual(&|words: &Vec<&str>| words.get(at).map(|word| any(word)));
    let tail = |at: usize| {
        usual(&|words: &Vec<&str>| {
            let at = words.len().checked_sub(at + 1)?;
            words.get(at).map(|word| any(word))
        })
    };
    let first: Vec<String> = (0..6).map_while(head).collect();
    let last: Vec<String> = (0..6).map_while(tail).collect();
    if first.is_empty() && last.is_empty() && behind.is_empty() {
        return None;
    }
    let lead: String = first.iter().map(|word| format!("{word} ")).collect();
    let trail: String = last.iter().rev().map(|word| format!(" {word}")).collect();
    let end = if behind.is_empty() { "$" } else { behind };
    // `Chi nhánh Hải Vân` is called so; `Grafton County` may be called Grafton.
    let is_named_so = words::has(&text::fold(&lead), words::BRANCH);
    let pattern = if is_named_so {
        format!("^(?<name>{lead}.+?){trail}{end}")
    } else {
        format!("^{lead}(?<name>.+?){trail}{end}")
    };
    let regex = Regex::new(&pattern).ok()?;
    let named: Vec<(usize, String)> = texts
        .iter()
        .filter_map(|(book, text)| {
            let whole = if behind.is_empty() { (*text).to_owned() } else { format!("{text}.x") };
            Some((*book, regex.captures(&whole)?.name("name")?.as_str().to_owned()))
        })
        .collect();
    let plain: Vec<(usize, &str)> = named.iter().map(|(book, name)| (*book, name.as_str())).collect();
    (named.len() as f64 >= COMMON * texts.len() as f64 && is_varied(observed, &plain))
        .then_some((pattern, regex))
}
