//! The folder being filled: files, and for each what the ledgers must say of it.

use crate::book::Book;
use crate::container::xlsx;
use crate::flawed::of_file;
use crate::forms::{Filled, Measure, Plant};
use crate::habits::Container;
use crate::random::fingerprint;
use crate::submission;
use crate::written::Meaning;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the ledger of submissions says of a file.
#[derive(Clone)]
pub struct File {
    pub path: String,
    pub branch: String,
    pub status: &'static str,
}

impl File {
    /// A file with its branch, empty where nothing in it can say, and the status it must get.
    pub fn of(path: &str, branch: &str, status: &'static str) -> Self {
        Self { path: path.into(), branch: branch.into(), status }
    }
}

/// A value that must come out.
pub type Fact = (String, &'static str, Measure, Meaning);

/// Files with their ledgers.
pub struct Folder {
    /// Where the files made once by other programs are kept.
    made_once: PathBuf,
    pub files: BTreeMap<String, Vec<u8>>,
    pub submissions: Vec<File>,
    pub plants: Vec<(String, Plant)>,
    pub facts: Vec<Fact>,
    /// The generator's own workbooks behind the files made once, by path.
    pub sources: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// An empty folder.
    pub fn new(made_once: PathBuf) -> Self {
        Self {
            made_once,
            files: BTreeMap::new(),
            submissions: vec![],
            plants: vec![],
            facts: vec![],
            sources: BTreeMap::new(),
        }
    }

    /// A unit's valid report in its own format.
    pub fn add_valid(
        &mut self,
        path: &str,
        code: &str,
        filled: &Filled,
        container: Container,
        flags: &[&'static str],
    ) {
        for ((indicator, measure), meaning) in &filled.facts {
            self.facts.push((code.into(), indicator, *measure, meaning.clone()));
        }
        let file = File::of(path, code, "accepted");
        let is_csv = matches!(container, Container::Csv(_));
        match submission::bytes(&filled.book, container) {
            Some(bytes) => self.add(file, bytes, filled, flags, is_csv),
            None => {
                self.add_source(path, &filled.book);
                let bytes = self.read_made_once(path);
                self.add(file, bytes, filled, flags, is_csv);
            }
        }
    }

    /// Any other workbook, as xlsx.
    pub fn add_workbook(&mut self, file: File, filled: &Filled, flags: &[&'static str]) {
        self.add(file, xlsx::write(&filled.book), filled, flags, false);
    }

    fn add(&mut self, file: File, bytes: Vec<u8>, filled: &Filled, flags: &[&'static str], is_csv: bool) {
        for plant in &filled.plants {
            let sheet = if is_csv { String::new() } else { plant.sheet.clone() };
            self.plants.push((file.path.clone(), Plant { sheet, ..plant.clone() }));
        }
        self.add_bytes(file, bytes, flags);
    }

    /// Bytes that are no workbook of ours.
    pub fn add_bytes(&mut self, file: File, bytes: Vec<u8>, flags: &[&'static str]) {
        flags.iter().for_each(|flag| self.plants.push((file.path.clone(), of_file(flag))));
        let before = self.files.insert(file.path.clone(), bytes);
        assert!(before.is_none(), "two files are called {}", file.path);
        self.submissions.push(file);
    }

    /// The same bytes under another name.
    pub fn add_copy(&mut self, original: &str, file: File) {
        let bytes = self.bytes_of(original);
        self.add_bytes(file, bytes, &["duplicate-file"]);
    }

    /// A file that only another program could make.
    pub fn add_made_once(&mut self, file: File, flags: &[&'static str]) {
        let bytes = self.read_made_once(&file.path);
        self.add_bytes(file, bytes, flags);
    }

    /// The workbook that another program makes the file from.
    pub fn add_source(&mut self, path: &str, book: &Book) {
        self.sources.insert(path.into(), xlsx::write(book));
    }

    /// The bytes of a file already there.
    pub fn bytes_of(&self, path: &str) -> Vec<u8> {
        self.files[path].clone()
    }

    fn read_made_once(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.made_once.join(file_name(path))).unwrap_or_default()
    }

    /// Fingerprints of the sources, one a line: the committed list must equal it.
    pub fn source_list(&self) -> String {
        let line =
            |(path, bytes): (&String, &Vec<u8>)| format!("{},{:016x}\n", file_name(path), fingerprint(bytes));
        format!("file,source\n{}", self.sources.iter().map(line).collect::<String>())
    }
}

/// The last part of a path with `/`.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Empties the folder and writes the files into it.
pub fn write_all(files: &BTreeMap<String, Vec<u8>>, to: &Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).expect("the old folder goes");
    }
    for (path, bytes) in files {
        let target = to.join(path);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        std::fs::write(target, bytes).expect("a file");
    }
}
