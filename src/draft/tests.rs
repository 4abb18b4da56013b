//! How much of the given pipelines a draft finds, from their samples alone, and what it does with next to nothing.

use super::*;
use crate::clean::text::fold;
use crate::discover::discover;
use crate::locate::{self, Lexicon, Memory};
use crate::pipeline::{self, Computation, Definition, Indicator, Layout, Locale, Origins};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Share of the indicators that a draft must find.
const ENOUGH: f64 = 0.95;

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let found = discover(folder, &[]).unwrap();
    let kept = found.sources.into_iter().filter(|source| !source.is_stray);
    kept.map(|source| (source.relative, std::fs::read(source.path).unwrap())).collect()
}

fn drafted(folder: &Path) -> (Draft, Definition) {
    let files = files(folder);
    let files: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let draft = super::folder(&files, "drafted").unwrap();
    let place = tempfile::tempdir().unwrap();
    draft.write(place.path()).unwrap();
    let loaded = pipeline::load(place.path());
    let definition = loaded.unwrap_or_else(|error| panic!("{}\n{}", error.plain(), draft.pipeline));
    (draft, definition)
}

/// What was missed, a line each, and the share that was found.
#[derive(Default)]
struct Recall {
    found: usize,
    missed: Vec<String>,
}

impl Recall {
    fn add(&mut self, is_found: bool, what: impl FnOnce() -> String) {
        if is_found { self.found += 1 } else { self.missed.push(what()) }
    }

    fn share(&self) -> f64 {
        self.found as f64 / (self.found + self.missed.len()).max(1) as f64
    }

    fn report(&self, what: &str) -> String {
        let all = self.found + self.missed.len();
        let missed: String = self.missed.iter().map(|line| format!("\n    missed: {line}")).collect();
        format!("  {what}: {} of {all}{missed}\n", self.found)
    }
}

fn labels(indicator: &Indicator, locale: Locale) -> Vec<String> {
    let own = if locale == Locale::Vi { &indicator.label.vi } else { &indicator.label.en };
    std::iter::once(own).chain(&indicator.aliases).map(|label| fold(label)).collect()
}

/// The header of a column with the computation's kind, as far as two definitions agree on it: `sum > so tien > no`, `count`.
fn computed(definition: &Definition, indicator: u32) -> Option<String> {
    definition.reading.sheets.iter().find_map(|sheet| {
        let Layout::Table(table) = &sheet.layout else { return None };
        let computed = table.computed.iter().find(|computed| computed.indicator == indicator)?;
        Some(match computed.what {
            Computation::Count => "count".to_owned(),
            Computation::Sum(column) => format!("sum {}", fold(table.columns.get(column)?.headers.first()?)),
        })
    })
}

/// Indicators that stand in cells or are computed from them: what is counted from the register stands in no file.
fn indicators(given: &Definition, drafted: &Definition) -> Recall {
    let mut recall = Recall::default();
    for (at, wanted) in (0u32..).zip(&given.reading.indicators) {
        if matches!(wanted.origin, Origins::Register(_)) {
            continue;
        }
        let is_found = match computed(given, at) {
            Some(what) => (0u32..)
                .zip(&drafted.reading.indicators)
                .any(|(at, _)| computed(drafted, at) == Some(what.clone())),
            None => {
                drafted.reading.indicators.iter().any(|found| is_like(wanted, found, given.reading.locale))
            }
        };
        recall.add(is_found, || format!("{} ({})", wanted.id, wanted.label.en));
    }
    recall
}

/// Whether a drafted indicator reads the rows of a given one: their labels meet, and so do the headings above.
fn is_like(wanted: &Indicator, found: &Indicator, locale: Locale) -> bool {
    let (wanted_labels, found_labels) = (labels(wanted, locale), labels(found, locale));
    let last = |indicator: &Indicator| indicator.path.last().map(|heading| fold(heading));
    found_labels.iter().any(|label| wanted_labels.contains(label)) && last(wanted) == last(found)
}

/// Indicators that a draft makes two of: their labels were not brought together.
fn split(given: &Definition, drafted: &Definition) -> Vec<String> {
    let locale = given.reading.locale;
    let cells = given.reading.indicators.iter().filter(|indicator| indicator.origin == Origins::Cells);
    let count = |wanted: &Indicator| {
        drafted.reading.indicators.iter().filter(|found| is_like(wanted, found, locale)).count()
    };
    cells.filter(|wanted| count(wanted) > 1).map(|wanted| wanted.id.clone()).collect()
}

fn totals(given: &Definition, draft: &Draft, drafted: &Definition) -> Recall {
    let mut recall = Recall::default();
    let known: Vec<String> = draft.totals.iter().map(|label| fold(label)).collect();
    let rows = given.reading.sheets.iter().filter_map(|sheet| match &sheet.layout {
        Layout::Form(form) => Some(&form.totals),
        _ => None,
    });
    let met = |label: &str| draft.pipeline.contains(label) || known.contains(&fold(label));
    for total in rows.flatten() {
        let is_indicator = |label: &String| {
            drafted
                .reading
                .indicators
                .iter()
                .any(|found| labels(found, given.reading.locale).contains(&fold(label)))
        };
        let is_found = total.labels.iter().any(|label| met(label)) && !total.labels.iter().any(is_indicator);
        recall.add(is_found, || total.labels.join(" / "));
    }
    recall
}

/// Branches whose reports are among the files, as the sample's own list of submissions says.
fn branches(given: &Definition, draft: &Draft, submissions: &Path) -> Recall {
    let mut recall = Recall::default();
    let mut reader = csv::Reader::from_path(submissions).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (branch, status) = (column("branch"), column("status"));
    let mut met = BTreeSet::new();
    for record in reader.records().map(Result::unwrap) {
        if record[status].starts_with("accepted") {
            met.insert(record[branch].to_owned());
        }
    }
    for code in met.iter().filter(|code| !code.is_empty()) {
        let Some(known) = given.judging.register.branches.iter().find(|known| known.code == *code) else {
            continue;
        };
        let names: Vec<String> =
            std::iter::once(&known.name).chain(&known.aliases).map(|name| fold(name)).collect();
        let is_it = |found: &Branch| {
            (!found.is_made && found.code == *code)
                || std::iter::once(&found.name).chain(&found.aliases).any(|name| names.contains(&fold(name)))
        };
        recall.add(draft.branches.iter().any(is_it), || format!("{code} {}", known.name));
    }
    recall
}

/// A name with its marks, which tell *Đường* from *Dương*.
fn marked(name: &str) -> String {
    crate::clean::text::canonical_tones(name).to_lowercase()
}

/// Drafted branches that are several branches of the given register.
fn lumped(given: &Definition, draft: &Draft) -> Vec<String> {
    let names = |known: &pipeline::Branch| -> Vec<String> {
        std::iter::once(&known.name).chain(&known.aliases).map(|name| marked(name)).collect()
    };
    let known: Vec<Vec<String>> = given.judging.register.branches.iter().map(names).collect();
    let owners = |found: &Branch| {
        let spellings: Vec<String> =
            std::iter::once(&found.name).chain(&found.aliases).map(|name| marked(name)).collect();
        known.iter().filter(|names| spellings.iter().any(|spelling| names.contains(spelling))).count()
    };
    draft.branches.iter().filter(|found| owners(found) > 1).map(|found| format!("{found:?}")).collect()
}

fn measure(id: &str, year: &str) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let given = pipeline::load(&root.join("pipelines").join(id)).unwrap();
    let sample = root.join("sample_data").join(id);
    let (draft, drafted) = drafted(&sample.join(year));
    let of = [
        indicators(&given, &drafted),
        totals(&given, &draft, &drafted),
        branches(&given, &draft, &sample.join(format!("submissions-{year}.csv"))),
    ];
    let [indicators, totals, branches] = &of;
    let report = format!(
        "{id}\n{}{}{}  in two or more pieces: {}\n",
        indicators.report("indicators"),
        totals.report("total rows"),
        branches.report("branches"),
        split(&given, &drafted).join(", ")
    );
    println!("{report}");
    assert!(indicators.share() >= ENOUGH, "{report}");
    assert!(totals.missed.is_empty(), "{report}");
    assert!(branches.missed.is_empty(), "{report}");
    let several = lumped(&given, &draft);
    assert!(several.is_empty(), "several branches in one: {several:?}\n{report}");
    assert!(
        draft.branches.len() <= branches.found + branches.found / 5 + 2,
        "{}\n{report}",
        draft.branches_csv
    );
    assert_eq!(drafted.judging.period_kind, given.judging.period_kind, "{report}");
    assert_eq!(drafted.judging.periods, given.judging.periods, "{report}");
    assert_eq!(drafted.reading.locale, given.reading.locale, "{report}");
}

#[test]
fn a_form_of_five_versions_is_found() {
    measure("doan-khoi", "2023");
}

/// Every value that a definition reads, by file, sheet and cell.
fn values(files: &[(String, Vec<u8>)], definition: Definition) -> BTreeMap<String, String> {
    let lexicon = Lexicon::new(definition.reading);
    let mut memory = Memory::default();
    let mut all = BTreeMap::new();
    for (path, bytes) in files {
        let Ok(workbook) = crate::read::workbook(bytes, &lexicon.reading.limits) else { continue };
        for fact in locate::batch(workbook, &lexicon, &mut memory).facts {
            let at = format!("{path} {}!{} {}", fact.sheet, fact.at, fact.measure);
            all.insert(at, format!("{:?}", fact.value));
        }
    }
    all
}

#[test]
fn a_draft_reads_the_values_that_the_given_pipeline_reads() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let files = files(&root.join("sample_data/doan-khoi/2023"));
    let given = values(&files, pipeline::load(&root.join("pipelines/doan-khoi")).unwrap());
    let drafted = values(&files, drafted(&root.join("sample_data/doan-khoi/2023")).1);
    let differing: Vec<String> = given
        .iter()
        .filter(|(at, value)| drafted.get(*at) != Some(value))
        .map(|(at, value)| format!("{at}: {value}, not {:?}", drafted.get(at)))
        .collect();
    let share = 1.0 - differing.len() as f64 / given.len().max(1) as f64;
    println!(
        "doan-khoi: {} of {} values alike\n{}",
        given.len() - differing.len(),
        given.len(),
        differing.join("\n")
    );
    assert!(share >= ENOUGH, "{share}: {}", differing.join("\n"));
}

#[test]
fn forms_and_cross_tables_by_the_month_are_found() {
    measure("clinic-monthly", "2024");
}

#[test]
fn records_sheets_and_blocks_of_branches_are_found() {
    measure("bank-monthly", "2024");
}

#[test]
fn the_order_of_files_does_not_matter() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample_data/bank-monthly/2024");
    let files = files(&root);
    let mut refs: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let one = super::folder(&refs, "x").unwrap();
    refs.reverse();
    let two = super::folder(&refs, "x").unwrap();
    let ids = |draft: &Draft| {
        draft.indicators.iter().map(|indicator| indicator.id.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&one), ids(&two));
    assert_eq!(one.branches.len(), two.branches.len());
}

#[test]
fn nothing_to_draft_from_is_said() {
    assert!(super::folder(&[], "x").unwrap_err().to_string().contains("no file"));
    let broken = super::folder(&[("a.xlsx", b"PK\x03\x04broken")], "x").unwrap_err().to_string();
    assert!(broken.contains("a.xlsx"), "{broken}");
    let prose =
        super::folder(&[("a.csv", "Kính gửi,Ban\nđây là,thư\n".as_bytes())], "x").unwrap_err().to_string();
    assert!(prose.contains("no table"), "{prose}");
}

/// A form that no word list knows: made-up words, three files of two branches.
fn unknown(name: &str, values: [u32; 3]) -> (String, Vec<u8>) {
    let [a, b, c] = values;
    let text = format!(
        "Ordo menstruus\nStatio: {name}\n\nNr;Quaestio;Mensura;Numerus\n1;Arbores satae;arbor;{a}\n2;Libri lecti;liber;{b}\n3;Viae factae;via;{c}\n"
    );
    (format!("2024-0{}/{name}.csv", 1 + values[0] % 3), text.into_bytes())
}

#[test]
fn structure_is_found_without_words() {
    let names = ["Alba", "Roma", "Ostia", "Tibur", "Capua", "Cumae", "Nola", "Velia"];
    let files: Vec<(String, Vec<u8>)> =
        (0u32..).zip(names).map(|(at, name)| unknown(name, [at + 3, at * 7 + 20, at * 3 + 41])).collect();
    let files: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let draft = super::folder(&files, "x").unwrap();
    let ids: Vec<&str> = draft.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
    assert_eq!(ids, ["arbores_satae", "libri_lecti", "viae_factae"], "{}", draft.pipeline);
    assert_eq!(draft.branches.len(), 8, "{}", draft.pipeline);
    assert!(draft.pipeline.contains("right_of = \"Statio\""), "{}", draft.pipeline);
}
