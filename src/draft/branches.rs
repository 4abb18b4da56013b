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
    /// Each spelling with how often it was met.
    names: Vec<(String, usize)>,
    books: BTreeSet<usize>,
}

/// The branches, in the order of their codes and names.
pub fn branches(names: &[Name]) -> Vec<Branch> {
    let mut met: Vec<Met> = Vec::new();
    let mut by_part: BTreeMap<(usize, Part), Vec<&Name>> = BTreeMap::new();
    // Where parts of a book are reports, what its file is called is told of none of them.
    let in_parts: BTreeSet<usize> =
        names.iter().filter(|name| name.part != WHOLE).map(|name| name.book).collect();
    let is_told = |name: &&Name| name.part != WHOLE || name.is_inside() || !in_parts.contains(&name.book);
    let told = names.iter().filter(is_told);
    told.for_each(|name| by_part.entry((name.book, name.part)).or_default().push(name));
    // Names without marks last: only then is it known whether they fit one branch or several.
    let is_bare = |names: &[&Name]| names.iter().filter_map(|name| name.name.as_deref()).all(is_plain);
    let (bare, marked): (Vec<_>, Vec<_>) = by_part.into_iter().partition(|(_, names)| is_bare(names));
    for ((book, _), names) in marked.into_iter().chain(bare) {
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

fn first(names: &[(String, usize)]) -> &str {
    names.first().map_or("", |(name, _)| name)
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
    let has_code = |met: &Met| codes.iter().any(|code| met.codes.iter().any(|known| same_code(known, code)));
    let is_alike = |met: &Met| {
        names.is_empty()
            || met.names.is_empty()
            || names.iter().any(|name| met.names.iter().any(|(known, _)| alike(known, name) >= ALIKE))
    };
    let has_name = |met: &Met| names.iter().any(|name| met.goes_by(name));
    // A code within the book is surer than a title, which is forgotten when a sheet is copied.
    let by_code = met.iter().position(|met| has_code(met) && (is_inside || is_alike(met)));
    let by_name =
        met.iter().position(|met| has_name(met) && (codes.is_empty() || met.codes.is_empty() || !is_inside));
    // `Duong Quang Phu` is Đường or Dương: nobody can say which, so it is neither's and no third one.
    let is_open = || codes.is_empty() && met.iter().filter(|met| has_name(met)).count() > 1;
    if by_code.is_none() && is_open() {
        return;
    }
    let at = match by_code.or(by_name) {
        Some(at) => at,
        None => {
            met.push(Met::default());
            met.len() - 1
        }
    };
    let taken = |code: &String| met.iter().any(|met| met.codes.iter().any(|known| same_code(known, code)));
    let free: Vec<String> = codes.iter().filter(|code| !taken(code)).cloned().collect();
    let Some(branch) = met.get_mut(at) else { return };
    branch.books.insert(book);
    branch.codes.extend(free);
    for name in names {
        match branch.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => branch.names.push((name, 1)),
        }
    }
}

impl Met {
    /// Whether a name is one of its own but for case, blanks, where a mark stands, or for the marks that one of them lacks altogether: *Dương* and
    /// *Đường* are two, even where somebody wrote both as *Duong*.
    fn goes_by(&self, name: &str) -> bool {
        let alike: Vec<&str> = self
            .names
            .iter()
            .map(|(known, _)| known.as_str())
            .filter(|known| key(known) == key(name))
            .collect();
        let mut marked = alike.iter().filter(|known| !is_plain(known)).peekable();
        if is_plain(name) || marked.peek().is_none() {
            return !alike.is_empty();
        }
        marked.any(|known| canonical(known) == canonical(name))
    }
}

fn canonical(name: &str) -> String {
    text::canonical_tones(&text::tidy(name).0).to_lowercase()
}

/// Whether a name is written without any mark.
fn is_plain(name: &str) -> bool {
    text::unmark(name) == name.to_lowercase()
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

/// Gives each branch its code, its name and its aliases.
fn finished(mut met: Vec<Met>) -> Vec<Branch> {
    // What most reports say is the name; of as many, the spelling with the most marks is the fullest.
    let marks = |name: &str| name.chars().filter(|c| !c.is_ascii()).count();
    for met in &mut met {
        met.names.sort_by_key(|(name, count)| std::cmp::Reverse((*count, marks(name))));
    }
    let mut taken: BTreeSet<String> =
        met.iter().filter_map(|met| met.codes.first()).map(|code| code.to_lowercase()).collect();
    let spelling = |name: &str| text::canonical_tones(&text::tidy(name).0);
    let mut spellings: BTreeSet<String> = BTreeSet::new();
    let mut next = 1;
    let mut branches: Vec<Branch> = Vec::new();
    for met in &met {
        let is_made = met.codes.is_empty();
        let code =
            met.codes.first().map(|code| listed(code)).filter(|code| !code.is_empty()).unwrap_or_else(|| {
                while taken.contains(&format!("b{next:03}")) {
                    next += 1;
                }
                format!("B{next:03}")
            });
        taken.insert(code.to_lowercase());
        let free = met.names.iter().map(|(name, _)| listed(name)).filter(|name| !name.is_empty());
        let name =
            free.into_iter().find(|name| spellings.insert(spelling(name))).unwrap_or_else(|| code.clone());
        branches.push(Branch { code, is_made, name, aliases: Vec::new(), books: met.books.clone() });
    }
    // The names of all branches come before any other spelling of one.
    for (branch, met) in branches.iter_mut().zip(met) {
        let others = met.names.into_iter().map(|(name, _)| listed(&name)).filter(|name| !name.is_empty());
        branch.aliases = others.filter(|name| spellings.insert(spelling(name))).collect();
    }
    branches
}

/// A code or name as it stands in a list between `;`. A person opens the register in a spreadsheet, which calculates what begins as a formula.
fn listed(name: &str) -> String {
    let is_formula = |c: char| c.is_whitespace() || "=+-@＝＋－＠".contains(c);
    name.trim_start_matches(is_formula).replace(';', ",")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_spreadsheet_would_calculate_does_not_begin_so() {
        let met = Met {
            codes: vec!["C01".to_owned()],
            names: vec![("=cmd|' /C calc'!A0".to_owned(), 1)],
            ..Met::default()
        };
        let nothing = Met { names: vec![("=-@".to_owned(), 1)], ..Met::default() };
        let branches = finished(vec![met, nothing]);
        assert_eq!(csv(&branches), "code,name,aliases\nC01,cmd|' /C calc'!A0,\nB001,B001,\n");
    }
}
