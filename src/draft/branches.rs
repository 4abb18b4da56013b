//! The branches met: what each report says of its branch, brought together.
//!
//! Names that differ in case, blanks or marks only are one branch; so are names that stand beside the same code within a workbook. A code that
//! only the name of a file gives joins two names only where they are alike: copied files keep the code of another branch.

use super::identity::{Name, Part, WHOLE};
use crate::clean::text;
use std::collections::{BTreeMap, BTreeSet};

/// How alike two names must be for the code in a file's name to join them.
const ALIKE: f64 = 0.5;

/// A branch that was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branch {
    /// Its code, found or made.
    pub code: String,
    /// Whether the code was made.
    pub is_made: bool,
    /// Its name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Books that are its reports.
    pub books: BTreeSet<usize>,
}

/// What is known of a branch before it has its code.
#[derive(Debug, Default)]
struct Met {
    codes: Vec<String>,
    names: Vec<String>,
    books: BTreeSet<usize>,
}

/// The branches, in the order of their codes and names.
pub fn branches(names: &[Name]) -> Vec<Branch> {
    let mut met: Vec<Met> = Vec::new();
    let mut by_part: BTreeMap<(usize, Part), Vec<&Name>> = BTreeMap::new();
    // Where parts of a book are reports, what its file is called is told of none of them.
    let in_parts: BTreeSet<usize> = names.iter().filter(|name| name.part != WHOLE).map(|name| name.book).collect();
    let is_told = |name: &&Name| name.part != WHOLE || name.is_inside() || !in_parts.contains(&name.book);
    let told = names.iter().filter(is_told);
    told.for_each(|name| by_part.entry((name.book, name.part)).or_default().push(name));
    for ((book, _), names) in by_part {
        add_book(book, &names, &mut met);
    }
    let is_named = |met: &Met| !met.names.is_empty();
    // Branches with a code first; made codes go on after them.
    met.sort_by(|one, two| {
        let key = |met: &Met| (met.codes.is_empty(), met.codes.first().cloned(), !is_named(met));
        key(one).cmp(&key(two)).then_with(|| text::compare(first(&one.names), first(&two.names)))
    });
    finished(met)
}

fn first(names: &[String]) -> &str {
    names.first().map_or("", String::as_str)
}

/// A report: its codes and names belong together. Where it has too many of them, every name is a branch.
fn add_book(book: usize, names: &[&Name], met: &mut Vec<Met>) {
    let distinct: BTreeSet<String> = names.iter().filter_map(|name| name.name.as_deref()).map(key).collect();
    let codes: BTreeSet<&str> = names.iter().filter_map(|name| name.code.as_deref()).collect();
    if distinct.len() > 2 || codes.len() > 2 {
        for name in names {
            add(book, name.code.iter().cloned().collect(), name.name.iter().cloned().collect(), true, met);
        }
        return;
    }
    let inside = names.iter().filter(|name| name.is_code_inside).find_map(|name| name.code.clone());
    let outside = names.iter().filter(|name| !name.is_code_inside).find_map(|name| name.code.clone());
    let is_inside = inside.is_some();
    // Where the file's name says another code, the book is right.
    let codes: Vec<String> = inside.or(outside).into_iter().collect();
    let names: Vec<String> = names.iter().filter_map(|name| name.name.clone()).collect();
    add(book, codes, names, is_inside, met);
}

fn add(book: usize, codes: Vec<String>, names: Vec<String>, is_inside: bool, met: &mut Vec<Met>) {
    let by_name = met.iter().position(|met| names.iter().any(|name| met.names.iter().any(|known| is_same(known, name))));
    let by_code = met.iter().position(|met| {
        let has_code = codes.iter().any(|code| met.codes.iter().any(|known| same_code(known, code)));
        let is_alike = || {
            names.is_empty()
                || met.names.is_empty()
                || names.iter().any(|name| met.names.iter().any(|known| alike(known, name) >= ALIKE))
        };
        has_code && (is_inside || is_alike())
    });
    let taken = |met: &[Met], code: &String| {
        met.iter().any(|met| met.codes.iter().any(|known| same_code(known, code)))
    };
    let at = match by_name.or(by_code) {
        Some(at) => at,
        None => {
            met.push(Met::default());
            met.len() - 1
        }
    };
    let free: Vec<String> = codes.into_iter().filter(|code| !taken(met, code)).collect();
    let Some(branch) = met.get_mut(at) else { return };
    branch.books.insert(book);
    branch.codes.extend(free);
    for name in names {
        if !branch.names.contains(&name) {
            branch.names.push(name);
        }
    }
}

/// Whether two names are one but for case, blanks, where a mark stands, or for the marks that one of them lacks altogether: *Dương* and *Đường*
/// are two.
fn is_same(one: &str, two: &str) -> bool {
    let canonical = |name: &str| text::canonical_tones(&text::tidy(name).0).to_lowercase();
    let is_plain = |name: &str| text::unmark(name) == name.to_lowercase();
    key(one) == key(two) && (canonical(one) == canonical(two) || is_plain(one) || is_plain(two))
}

fn same_code(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two)
}

fn key(name: &str) -> String {
    text::fold(name.trim_end_matches(['.', '*', ' ']))
}

fn alike(one: &str, two: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&key(one), &key(two))
}

/// Gives each branch its code and its aliases.
fn finished(met: Vec<Met>) -> Vec<Branch> {
    let mut taken: BTreeSet<String> =
        met.iter().filter_map(|met| met.codes.first()).map(|code| code.to_lowercase()).collect();
    let mut spellings: BTreeSet<String> = BTreeSet::new();
    let mut next = 1;
    let mut branches = Vec::new();
    for met in met {
        let made = || {
            while taken.contains(&format!("b{next:03}")) {
                next += 1;
            }
            format!("B{next:03}")
        };
        let is_made = met.codes.is_empty();
        let code = met.codes.first().cloned().unwrap_or_else(made);
        taken.insert(code.to_lowercase());
        let mut names: Vec<String> = Vec::new();
        for name in met.names.iter().map(|name| name.replace(';', ",")) {
            if spellings.insert(text::canonical_tones(&text::tidy(&name).0)) {
                names.push(name);
            }
        }
        // The spelling with the most marks is the fullest.
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().filter(|c| !c.is_ascii()).count()));
        let name = if names.is_empty() { code.clone() } else { names.remove(0) };
        branches.push(Branch { code, is_made, name, aliases: names, books: met.books });
    }
    branches
}

/// The register as `branches.csv`.
pub fn csv(branches: &[Branch]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(["code", "name", "aliases"]);
    for branch in branches {
        let _ = writer.write_record([&branch.code, &branch.name, &branch.aliases.join(";")]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
