//! Drafts of the three samples and of folders that nobody has described: `init`, then a run without any editing.
//!
//! What a draft came to is set beside what the given pipeline came to: every figure of every branch, matched by the cells that the two read, by
//! the branch that they found in a report, by the wording of a category. The report of each comparison is printed.

use crate::book;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tonghop::clean::text::fold;
use tonghop::discover::discover;
use tonghop::draft::{self, File};
use tonghop::model::Amount;
use tonghop::model::outcome::{BranchRow, Outcome};
use tonghop::pipeline::{self, Computation, Definition, Indicator, Layout, Origins};
use tonghop::run::{self, Options};

/// Share of the figures that must agree.
const ENOUGH: f64 = 0.95;

/// A definition with what a folder comes to by it.
struct Side {
    definition: Definition,
    outcome: Outcome,
}

impl Side {
    fn run(definition: Definition, input: &Path) -> Self {
        let options = Options {
            jobs: 0,
            period: None,
            skip: None,
            history: &[],
            isolation: crate::office::isolation(),
            progress: &|_| {},
        };
        let run = run::consolidate(&definition, input, &options).expect("the run ends");
        Self { definition, outcome: run.outcome }
    }

    fn drafted(input: &Path) -> Self {
        let found = discover(input, &[]).expect("a folder");
        let kept = found.sources.into_iter().filter(|source| !source.is_stray);
        let files: Vec<(String, Vec<u8>)> =
            kept.map(|source| (source.relative, std::fs::read(source.path).expect("a file"))).collect();
        let files: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        let draft = draft::folder(&files, "drafted").expect("a draft");
        let place = TempDir::new().expect("a folder");
        draft.write(place.path()).expect("the draft is written");
        let definition = pipeline::load(place.path())
            .unwrap_or_else(|error| panic!("{}\n{}", error.plain(), draft.pipeline));
        Self::run(definition, input)
    }

    fn indicator(&self, at: u32) -> &Indicator {
        &self.definition.reading.indicators[at as usize]
    }

    /// Where each figure was read: the cells of each indicator and measure.
    fn cells(&self) -> HashMap<(String, String, String), (u32, u16)> {
        let mut cells = HashMap::new();
        for submission in &self.outcome.submissions {
            for fact in &submission.batch.facts {
                let sheet = submission.batch.sheets[usize::from(fact.sheet)].name.to_string();
                let at = (submission.source_file.clone(), sheet, fact.at.to_string());
                cells.insert(at, (fact.indicator, fact.measure));
            }
        }
        cells
    }

    /// The branch of each report, by file and part.
    fn branches(&self) -> BTreeMap<(String, String), u32> {
        let of = self.outcome.submissions.iter();
        of.filter_map(|one| Some(((one.source_file.clone(), one.sheet.clone()), one.branch?))).collect()
    }

    /// Of which column, where of which category, a computed indicator is the sum or the count.
    fn computed(&self, at: u32) -> Option<(String, Option<String>)> {
        self.definition.reading.sheets.iter().find_map(|sheet| {
            let Layout::Table(table) = &sheet.layout else { return None };
            let computed = table.computed.iter().find(|computed| computed.indicator == at)?;
            let header = |column: usize| table.columns[column].headers[0].clone();
            let what = match computed.what {
                Computation::Count => "count".to_owned(),
                Computation::Sum(column) => header(column),
            };
            let category = computed.filter.first().and_then(|(_, words)| words.first());
            // A text that is a category of the column's dimension stands there by its id.
            let known = self.definition.reading.dimensions.iter().flat_map(|known| &known.categories);
            let shown = |word: &String| {
                known.clone().find(|known| known.id == *word).map(|known| fold(&known.label.vi))
            };
            Some((what, category.map(|word| shown(word).unwrap_or_else(|| fold(word)))))
        })
    }

    /// A breakdown by the wordings of its categories, without the names of its dimensions: both definitions name them in their own way.
    fn worded(&self, breakdown: &str) -> BTreeSet<String> {
        let dimensions = &self.definition.reading.dimensions;
        let word = |part: &str| {
            let (dimension, category) = part.split_once('=')?;
            let known = dimensions.iter().find(|known| known.id == dimension)?;
            let known = known.categories.iter().find(|known| known.id == category)?;
            let vi = self.definition.reading.locale == pipeline::Locale::Vi;
            Some(fold(if vi { &known.label.vi } else { &known.label.en }))
        };
        breakdown.split(';').filter_map(word).collect()
    }
}

type Key = (String, u32, u32, u16, BTreeSet<String>);

/// Figures of a side by period, branch, indicator, measure and breakdown.
fn figures(side: &Side) -> BTreeMap<Key, Amount> {
    let of = |row: &BranchRow| {
        let key =
            (row.period.to_string(), row.branch, row.indicator, row.measure, side.worded(&row.breakdown));
        Some((key, row.value?))
    };
    side.outcome.branches.iter().filter_map(of).collect()
}

/// What the drafted figure of a given one is called: the one that most of its cells were read as.
fn matched(given: &Side, drafted: &Side) -> HashMap<(u32, u16), Vec<(u32, u16)>> {
    let cells = drafted.cells();
    let mut counts: HashMap<(u32, u16), BTreeMap<(u32, u16), usize>> = HashMap::new();
    for (at, of) in given.cells() {
        if let Some(other) = cells.get(&at) {
            *counts.entry(of).or_default().entry(*other).or_default() += 1;
        }
    }
    let sorted = |counts: BTreeMap<(u32, u16), usize>| {
        let mut all: Vec<((u32, u16), usize)> = counts.into_iter().collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all.into_iter().map(|(of, _)| of).collect()
    };
    counts.into_iter().map(|(of, counts)| (of, sorted(counts))).collect()
}

/// Compares every figure of every branch; longer periods by their actual values, as the given pipelines say nothing of others there.
fn compare(id: &str, year: &str) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let input = root.join("sample_data").join(id).join(year);
    let given = pipeline::load(&root.join("pipelines").join(id)).expect("a definition");
    let (given, drafted) = (Side::run(given, &input), Side::drafted(&input));
    let matched = matched(&given, &drafted);
    let branches: HashMap<u32, u32> = {
        let of = drafted.branches();
        let both = given.branches().into_iter().filter_map(|(at, one)| Some((one, *of.get(&at)?)));
        both.collect()
    };
    let found = figures(&drafted);
    let (mut agree, mut missed) = (0, BTreeMap::<String, Vec<String>>::new());
    for ((period, branch, indicator, measure, breakdown), value) in figures(&given) {
        let wanted = given.indicator(indicator);
        let is_collected = given.definition.judging.periods.iter().any(|known| known.to_string() == period);
        if matches!(wanted.origin, Origins::Register(_)) || (!is_collected && measure != 0) {
            continue;
        }
        let computed = given.computed(indicator);
        let of_columns = (0..drafted.definition.reading.indicators.len() as u32)
            .filter(|at| {
                computed.is_some()
                    && drafted.computed(*at).map(|of| of.0) == computed.as_ref().map(|of| of.0.clone())
            })
            .map(|at| (at, 0));
        let of_cells = matched.get(&(indicator, measure)).into_iter().flatten().copied();
        let names: Vec<(u32, u16)> = of_columns.chain(of_cells).collect();
        let mut breakdown = breakdown;
        breakdown.extend(computed.and_then(|(_, category)| category));
        let own = branches.get(&branch);
        let values: Vec<Amount> = names
            .iter()
            .filter_map(|(at, of)| found.get(&(period.clone(), *own?, *at, *of, breakdown.clone())))
            .copied()
            .collect();
        if values.contains(&value) {
            agree += 1;
        } else {
            let code = &given.definition.judging.register.branches[branch as usize].code;
            let line = format!("{period} {code} {breakdown:?}: {value:?}, not {values:?}");
            missed.entry(format!("{} ({measure})", wanted.id)).or_default().push(line);
        }
    }
    let lost: usize = missed.values().map(Vec::len).sum();
    let share = agree as f64 / (agree + lost).max(1) as f64;
    let mut report = format!("{id}: {agree} of {} figures agree ({:.1} %)\n", agree + lost, share * 100.0);
    for (what, lines) in &missed {
        report.push_str(&format!("  {what}: {} missed, as {}\n", lines.len(), lines[0]));
    }
    println!("{report}");
    assert!(agree > 100, "{report}");
    assert!(share >= ENOUGH, "{report}");
}

#[test]
fn an_unedited_draft_of_the_yearly_form_gives_the_figures_of_the_given_pipeline() {
    compare("doan-khoi", "2023");
}

#[test]
fn an_unedited_draft_of_the_monthly_form_and_its_cross_table_gives_the_figures_of_the_given_pipeline() {
    compare("clinic-monthly", "2024");
}

#[test]
fn an_unedited_draft_of_balances_and_transactions_gives_the_figures_of_the_given_pipeline() {
    compare("bank-monthly", "2024");
}

/// Workbooks of a folder, written.
fn folder(files: &[(String, Vec<u8>)]) -> TempDir {
    let place = TempDir::new().expect("a folder");
    for (path, bytes) in files {
        let path = place.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    place
}

/// Every draft of a folder, each run on the whole folder.
fn runs(files: &[(String, Vec<u8>)]) -> Vec<(draft::Draft, Side)> {
    let input = folder(files);
    let borrowed: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let load = |at: usize| files.get(at).map(|(_, bytes)| bytes.clone());
    let drafts = draft::folders(
        &draft::Input { paths: &borrowed, load: &load, read: &draft::in_process, left_out: 0 },
        "forms",
    );
    let run = |draft: draft::Draft| {
        let place = TempDir::new().expect("a folder");
        draft.write(place.path()).expect("the draft is written");
        let definition = pipeline::load(place.path())
            .unwrap_or_else(|error| panic!("{}\n{}", error.plain(), draft.pipeline));
        let side = Side::run(definition, input.path());
        (draft, side)
    };
    drafts.expect("drafts").into_iter().map(run).collect()
}

/// The totals of the actual values of a period, by the ids of their indicators.
fn totals(side: &Side, period: &str) -> BTreeMap<String, String> {
    let of_period = side.outcome.totals.iter().filter(|row| {
        row.period.to_string() == period && row.measure == 0 && row.breakdown.is_empty() && row.group == "all"
    });
    let shown = |value: Option<Amount>| value.map(|value| value.to_string()).unwrap_or_default();
    of_period.map(|row| (side.indicator(row.indicator).id.clone(), shown(row.value))).collect()
}

/// Returns of four counties in two elections, the county in the header over its towns, with a row of totals.
fn returns(office: &str, candidates: [&str; 2], first: u32) -> Vec<(String, Vec<u8>)> {
    let counties = [
        ("Alder", "Elk*|Fox"),
        ("Birch", "Gull|Hare|Ibis"),
        ("Cedar", "Jay|Kite"),
        ("Dogwood", "Lark|Moth  "),
    ];
    let one = |(at, (county, towns)): (u32, (&str, &str))| {
        let rows: Vec<(String, u32, u32)> = (0u32..)
            .zip(towns.split('|'))
            .map(|(row, town)| (town.to_owned(), first + 10 * at + row, first + 7 * at + 3 * row))
            .collect();
        let mut text = format!(
            "State of Arcadia - General Election\n\n{county} County | {} | {} | Scatter\n",
            candidates[0], candidates[1]
        );
        rows.iter().for_each(|(town, one, two)| text.push_str(&format!("{town} | #{one} | #{two} | #1\n")));
        let sum = |of: fn(&(String, u32, u32)) -> u32| rows.iter().map(of).sum::<u32>();
        text.push_str(&format!("TOTALS | #{} | #{} | #{}", sum(|row| row.1), sum(|row| row.2), rows.len()));
        let sheet = format!("{}{}", county.to_lowercase(), office.to_lowercase());
        (format!("{office} {county} County 2014.xlsx"), book::workbook(&[(&sheet, &text)]))
    };
    (0u32..).zip(counties).map(one).collect()
}

#[test]
fn two_forms_of_the_same_branches_are_two_drafts_and_each_adds_up() {
    let mut files = returns("Gov", ["Rivers, r", "Woods, d"], 100);
    files.extend(returns("Sen", ["Stone, r", "Marsh, d"], 500));
    files.sort();
    let runs = runs(&files);
    let [(one, governor), (two, senate)] = runs.as_slice() else { panic!("{} drafts", runs.len()) };
    assert_eq!((one.id.as_str(), two.id.as_str()), ("forms", "forms-2"));
    assert_eq!((one.elsewhere.len(), two.elsewhere.len()), (4, 4));
    assert!(one.pipeline.contains("header = '^(?<name>.+?) County$'"), "{}", one.pipeline);
    let headers = one.pipeline.matches("\"Alder County\"").count();
    assert!(headers == 1 && one.pipeline.contains("id = \"name\""), "one column of towns\n{}", one.pipeline);
    assert!(!one.pipeline.contains("\"?\""), "{}", one.pipeline);
    let names: Vec<&str> = one.branches.iter().map(|branch| branch.name.as_str()).collect();
    assert_eq!(names, ["Alder", "Birch", "Cedar", "Dogwood"]);
    let governor = totals(governor, "2014");
    assert_eq!((governor["rivers_r"].as_str(), governor["scatter"].as_str()), ("1036", "9"), "{governor:?}");
    let senate = totals(senate, "2014");
    assert_eq!(senate["stone_r"], "4636", "{senate:?}");
}

#[test]
fn names_that_differ_in_their_marks_are_two_branches_and_without_marks_neither() {
    let report = |name: &str, at: u32| {
        let text = format!(
            "BÁO CÁO NĂM 2023\nĐơn vị báo cáo: | {name}\nNội dung | ĐVT | Kết quả\nCây xanh | cây | #{at}\nSách | cuốn | #{}",
            at * 7
        );
        (format!("bao cao {at}.xlsx"), book::workbook(&[("Biểu 1", &text)]))
    };
    let names =
        ["Công ty Dương Quảng", "Cong ty Duong Quang", "Công ty Đường Quảng", "Trạm Y tế", "Sở Giáo dục"];
    let files: Vec<(String, Vec<u8>)> = (3u32..).zip(names).map(|(at, name)| report(name, at)).collect();
    let runs = runs(&files);
    let (draft, side) = &runs[0];
    let found: BTreeSet<&str> = draft.branches.iter().map(|branch| branch.name.as_str()).collect();
    assert_eq!(found, BTreeSet::from([names[0], names[2], names[3], names[4]]), "{}", draft.branches_csv);
    assert!(draft.branches.iter().all(|branch| branch.aliases.is_empty()), "{}", draft.branches_csv);
    assert_eq!(totals(side, "2023")["cay_xanh"], (3 + 5 + 6 + 7).to_string());
}

#[test]
fn the_latest_of_years_as_columns_is_the_report_and_versions_in_names_decide() {
    let report = |name: &str, file: &str, at: u32| {
        let text = format!(
            "Ministry of Works\nAnnual return 2023\nSchool: | {name}\n\nItem | Unit | FY 2021 | FY 2022 | FY 2023\nPupils enrolled | pupils | #{at} | #{} | #{}\n\
             Grants received | USD | #{}.5 | #{}.5 | #{}.5\nAverage class size | pupils | #20.5 | #21.5 | #22.5",
            at + 1,
            at + 2,
            at * 3,
            at * 4,
            at * 5
        );
        (file.to_owned(), book::workbook(&[("Return", &text)]))
    };
    let files = vec![
        report("North School", "north return.xlsx", 100),
        report("South School", "south return.xlsx", 200),
        report("South School", "south return v2.xlsx", 300),
        report("West School", "west return.xlsx", 400),
        report("East School", "east return.xlsx", 500),
    ];
    let runs = runs(&files);
    let (draft, side) = &runs[0];
    assert_eq!(runs.len(), 1, "a second version is no second form");
    assert!(draft.pipeline.contains("version = ["), "{}", draft.pipeline);
    let totals = totals(side, "2023");
    assert_eq!(totals["pupils_enrolled"], (102 + 302 + 402 + 502).to_string(), "{}", draft.pipeline);
    assert_eq!(totals["average_class_size"], "22.5", "a mean is not added");
}

#[test]
fn words_in_brackets_that_are_no_unit_stay_in_the_label() {
    let report = |name: &str, at: u32| {
        let text = format!(
            "Annual return 2023\nSchool: | {name}\n\nItem | Number\nPupils (girls) | #{at}\nPupils (boys) | #{}\nTaxes (milliers EUR) | #{}\nTrees (under two metres) | #{}",
            at * 3,
            at * 5,
            at * 7
        );
        (format!("{name}.xlsx"), book::workbook(&[("Return", &text)]))
    };
    let files: Vec<(String, Vec<u8>)> =
        ["North", "South", "West"].into_iter().zip([10, 23, 41]).map(|(name, at)| report(name, at)).collect();
    let runs = runs(&files);
    let (draft, side) = &runs[0];
    let totals = totals(side, "2023");
    let values: Vec<&str> = totals.values().map(String::as_str).collect();
    assert_eq!(values, ["222", "74", "370", "518"], "{totals:?}\n{}", draft.pipeline);
}
