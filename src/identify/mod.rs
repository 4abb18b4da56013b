//! A batch gets its branch and its period: what the workbook says and what its path says, in the pipeline's order of trust.
//!
//! Enters: a batch and where it came from. Leaves: a [`Submission`]. Where two places disagree the more trusted one is followed and a
//! flag says so; where a text fits several branches, or none, nothing is guessed.

mod asked;
mod names;
mod when;

use crate::clean::{date, period, text};
use crate::model::flag::Place;
use crate::model::outcome::{Status, Submission};
use crate::model::{Batch, Candidate, CandidateKind, Check, Date, Flag, Period};
use crate::pipeline::{Definition, Pattern, Reading, Source};
use names::{Known, Names};

/// Where a batch came from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Path relative to the input folder, with `/`.
    pub relative: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Twelve hex digits that name the submission.
    pub id: String,
    /// Day of receipt from `received.csv`.
    pub received: Option<Date>,
}

/// The register ready for lookups, and the periods that count.
pub struct Identifier<'a> {
    definition: &'a Definition,
    names: Names<'a>,
    /// The periods that count; empty for any.
    periods: Vec<Period>,
}

impl<'a> Identifier<'a> {
    /// Indexes the register. `period`, where given, is the only one that counts.
    pub fn new(definition: &'a Definition, period: Option<Period>) -> Self {
        Self {
            definition,
            names: Names::new(&definition.judging.register),
            periods: period.map_or_else(|| definition.judging.periods.clone(), |period| vec![period]),
        }
    }

    /// Turns a batch into a submission with its branch and period.
    pub fn submission(&self, mut batch: Batch, from: Provenance) -> Submission {
        flag_misnamed(&mut batch, &from.relative);
        flag_blank_form(&mut batch);
        self.add_path_candidates(&mut batch, &from.relative);
        let (branch, matched_by) = self.branch(&mut batch);
        let period = self.period(&mut batch);
        if let Some(branch) = branch {
            asked::settle(&mut batch, branch, self.definition);
        }
        let status = if batch.is_fatal() { Status::Rejected } else { Status::Accepted };
        let template_version = self.template(&mut batch);
        Submission {
            id: from.id,
            source_file: from.relative,
            sheet: String::new(),
            sha256: from.sha256,
            bytes: from.bytes,
            branch,
            matched_by,
            period,
            template_version,
            status,
            superseded_by: None,
            received: from.received.or_else(|| self.date(&batch)).or_else(|| modified(&batch)),
            reason: String::new(),
            batch,
        }
        .settled()
    }

    /// Adds what the file's name and folder say.
    fn add_path_candidates(&self, batch: &mut Batch, relative: &str) {
        let (folder, name) = relative.rsplit_once('/').unwrap_or(("", relative));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (folder, stem) = (text::tidy(folder).0, text::tidy(stem).0);
        for (kind, sources) in &self.definition.reading.sources {
            for (index, source) in (0u16..).zip(sources) {
                let answer = match source {
                    Source::FileName(pattern) => self.captured(pattern, &stem, *kind),
                    Source::Folder(pattern) => self.captured(pattern, &folder, *kind),
                    _ => None,
                };
                batch.candidates.extend(answer.map(|text| Candidate {
                    kind: *kind,
                    source: index,
                    text: text.into(),
                    sheet: None,
                    at: None,
                    report: None,
                }));
            }
        }
    }

    /// What a pattern cuts out of a path; of a period all that its words say, `6 tháng đầu năm 2023` and not its year alone.
    fn captured(&self, pattern: &Pattern, text: &str, kind: CandidateKind) -> Option<String> {
        if kind != CandidateKind::Period {
            return pattern.captured(text);
        }
        let reading = &self.definition.reading;
        let (cut_out, phrase) = pattern.all_captured(text).into_iter().next()?;
        let narrower = period::narrower(&cut_out, phrase, reading.locale, reading.year_starts);
        Some(narrower.map_or(cut_out, |period| period.to_string()))
    }

    /// The branch, by the most trusted source that names one, and how it was matched.
    fn branch(&self, batch: &mut Batch) -> (Option<u32>, String) {
        if batch.is_fatal() {
            return self.branch_of_unread(batch);
        }
        let candidates = ordered(batch, CandidateKind::Branch);
        let named: Vec<(Candidate, Known)> = candidates
            .into_iter()
            .map(|candidate| (candidate.clone(), self.names.known(&candidate.text)))
            .collect();
        let decided = named.iter().find_map(|(candidate, known)| match known {
            Known::One(index, tier) => Some((*index, *tier, candidate.clone())),
            _ => None,
        });
        match decided {
            Some((index, tier, candidate)) => {
                if self.is_contradicted(index, candidate.source, &named) {
                    return (None, self.flag_undecided(batch, &named));
                }
                self.flag_other_names(batch, index, &named);
                (Some(index), format!("{}:{tier}", self.source_name(CandidateKind::Branch, candidate.source)))
            }
            None => (None, self.flag_undecided(batch, &named)),
        }
    }

    /// A file that could not be read is put down to the branch that its name tells, so that the branch hears of it.
    fn branch_of_unread(&self, batch: &Batch) -> (Option<u32>, String) {
        let candidates = ordered(batch, CandidateKind::Branch);
        let decided = candidates.iter().find_map(|candidate| match self.names.known(&candidate.text) {
            Known::One(index, tier) => Some((index, tier, candidate.source)),
            _ => None,
        });
        decided.map_or((None, String::new()), |(index, tier, source)| {
            (Some(index), format!("{}:{tier}", self.source_name(CandidateKind::Branch, source)))
        })
    }

    /// Whether a source at least as trusted names another branch, or fits several without this one.
    fn is_contradicted(&self, index: u32, source: u16, named: &[(Candidate, Known)]) -> bool {
        named.iter().filter(|(candidate, _)| candidate.source <= source).any(|(_, known)| match known {
            Known::One(other, _) => *other != index,
            Known::Several(several) => !several.contains(&index),
            Known::Unknown => false,
        })
    }

    fn flag_undecided(&self, batch: &mut Batch, named: &[(Candidate, Known)]) -> String {
        let mut fitting: Vec<u32> = Vec::new();
        for (_, known) in named {
            match known {
                Known::One(index, _) => fitting.push(*index),
                Known::Several(several) => fitting.extend(several),
                Known::Unknown => {}
            }
        }
        fitting.sort_unstable();
        fitting.dedup();
        let first = named.first().map(|(candidate, _)| candidate);
        let found = first.map_or_else(String::new, |candidate| candidate.text.to_string());
        let place = first.map_or_else(Place::file, place_of);
        let (check, expected) = if fitting.is_empty() {
            (Check::UnknownBranch, self.names.nearest(&found))
        } else {
            (Check::AmbiguousBranch, fitting.iter().filter_map(|&index| self.names.shown(index)).collect())
        };
        batch.flags.push(Flag::new(check, place, found).expected(expected.join("; ")));
        String::new()
    }

    fn flag_other_names(&self, batch: &mut Batch, index: u32, named: &[(Candidate, Known)]) {
        for (candidate, known) in named {
            let is_same = match known {
                Known::One(other, _) => *other == index,
                Known::Several(several) => several.contains(&index),
                Known::Unknown => false,
            };
            if !is_same {
                let flag =
                    Flag::new(Check::BranchNamedDifferently, place_of(candidate), candidate.text.to_string());
                batch.flags.push(flag.expected(self.names.shown(index).unwrap_or_default()));
            }
        }
    }

    /// The day on which the report says that it was made.
    fn date(&self, batch: &Batch) -> Option<Date> {
        let locale = self.definition.reading.locale;
        let candidates = ordered(batch, CandidateKind::Date);
        candidates.iter().find_map(|candidate| {
            Date::parse_iso(&candidate.text).or(date::read_date(&candidate.text, locale, None))
        })
    }

    /// The version of the form: what a source states, else what the content tells. One that the pipeline does not know is flagged.
    fn template(&self, batch: &mut Batch) -> String {
        let versions = &self.definition.reading.versions;
        let candidates = ordered(batch, CandidateKind::Template);
        let Some(stated) = candidates.first().cloned() else { return self.told_by_content(batch) };
        let is_stated = |text: &String| text::fold(text) == text::fold(&stated.text);
        let version = versions.iter().position(|of| is_stated(&of.id) || of.has.iter().any(is_stated));
        if let Some(version) = version {
            batch.version = u16::try_from(version).ok();
        }
        let known = &self.definition.judging.templates;
        if !known.iter().any(is_stated) && version.is_none() && !(known.is_empty() && versions.is_empty()) {
            let ids = versions.iter().map(|version| &version.id);
            let expected: Vec<&str> = known.iter().chain(ids).map(String::as_str).collect();
            let flag = Flag::new(Check::TemplateVersionUnknown, place_of(&stated), stated.text.to_string());
            batch.flags.push(flag.expected(expected.join("; ")));
        }
        stated.text.to_string()
    }

    /// The version that the content tells, where no source states one.
    fn told_by_content(&self, batch: &mut Batch) -> String {
        let versions = &self.definition.reading.versions;
        let told = batch.version.and_then(|version| versions.get(usize::from(version)));
        if told.is_none() && !versions.is_empty() && !batch.labels.is_empty() && !batch.is_fatal() {
            let ids: Vec<&str> = versions.iter().map(|version| version.id.as_str()).collect();
            let flag = Flag::new(Check::TemplateVersionUnknown, Place::file(), String::new());
            batch.flags.push(flag.expected(ids.join("; ")));
        }
        told.map_or_else(String::new, |version| version.id.clone())
    }

    fn source_name(&self, kind: CandidateKind, source: u16) -> &'static str {
        source_name(&self.definition.reading, kind, source)
    }
}

impl Submission {
    /// The status that the flags of the batch demand.
    fn settled(mut self) -> Self {
        let has = |check: Check| self.batch.flags.iter().any(|flag| flag.check == check);
        let fatal = self.batch.flags.iter().find(|flag| flag.check.is_fatal());
        let (status, reason) = if let Some(flag) = fatal {
            (Status::Rejected, flag.check.code())
        } else if has(Check::UnknownBranch) {
            (Status::Unidentified, Check::UnknownBranch.code())
        } else if has(Check::AmbiguousBranch) {
            (Status::Unidentified, Check::AmbiguousBranch.code())
        } else if has(Check::MissingPeriod) {
            (Status::Rejected, Check::MissingPeriod.code())
        } else if has(Check::WrongPeriod) {
            (Status::Rejected, Check::WrongPeriod.code())
        } else if self.batch.labels.is_empty() {
            (Status::Rejected, Check::SheetMissing.code())
        } else {
            (Status::Accepted, "")
        };
        self.status = status;
        self.reason = reason.to_owned();
        self
    }
}

/// The day on which the document's properties say that it was last saved.
fn modified(batch: &Batch) -> Option<Date> {
    Date::parse_iso(batch.properties.modified.as_deref()?)
}

/// Flags a form in which nobody wrote a value: received, it would make a branch look as if it had reported.
fn flag_blank_form(batch: &mut Batch) {
    let is_blank = batch.facts.iter().all(|fact| fact.raw.is_empty());
    // What the reader left out (a broken cell, a text beyond the limit) is in no disposition, but somebody wrote it.
    let is_left_out = |flag: &Flag| flag.place.cell.is_some() && flag.check.is_excluding();
    let has_rejected = batch.dispositions().rejected > 0 || batch.flags.iter().any(is_left_out);
    if !batch.is_fatal() && !batch.labels.is_empty() && is_blank && !has_rejected {
        batch.flags.push(Flag::new(Check::EmptyFile, Place::file(), "0"));
    }
}

/// The candidates of one kind, most trusted first, in the order in which they were found.
pub fn ordered(batch: &Batch, kind: CandidateKind) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> =
        batch.candidates.iter().filter(|candidate| candidate.kind == kind).cloned().collect();
    candidates.sort_by_key(|candidate| candidate.source);
    candidates
}

fn place_of(candidate: &Candidate) -> Place {
    Place { sheet: candidate.sheet.clone(), cell: candidate.at }
}

fn source_name(reading: &Reading, kind: CandidateKind, source: u16) -> &'static str {
    match reading.sources_of(kind).get(usize::from(source)) {
        Some(Source::RightOf(_)) => "right_of",
        Some(Source::Below(_)) => "below",
        Some(Source::Title(_)) => "title",
        Some(Source::SheetName(_)) => "sheet_name",
        Some(Source::FileName(_)) => "file_name",
        Some(Source::Folder(_)) => "folder",
        Some(Source::Header(_)) => "header",
        Some(Source::Column(_)) => "column",
        None => "",
    }
}

/// Notes a name whose ending tells another format than the content.
fn flag_misnamed(batch: &mut Batch, relative: &str) {
    let Some(format) = batch.format else { return };
    let ending = relative.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let expected = match ending.as_str() {
        "xlsx" | "xlsm" | "xltx" | "xltm" => "xlsx",
        "xls" | "xlt" => "xls",
        "xlsb" => "xlsb",
        "ods" | "ots" => "ods",
        "csv" | "tsv" | "txt" => "csv",
        other => other,
    };
    if expected != format.as_str() {
        let flag = Flag::new(Check::MisnamedFile, Place::file(), format.as_str());
        batch.flags.push(flag.expected(if ending.is_empty() { "—".to_owned() } else { ending }));
    }
}
