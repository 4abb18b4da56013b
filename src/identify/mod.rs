//! A batch gets its branch and its period: what the workbook says and what its path says, in the pipeline's order of trust.
//!
//! Enters: a batch and where it came from. Leaves: a [`Submission`] for each report that it holds. Where two places disagree the more trusted one is followed and a
//! flag says so; where a text fits several branches, or none, nothing is guessed.

mod asked;
mod elsewhere;
mod joined;
mod names;
mod parts;
mod repeats;
mod when;

#[cfg(test)]
mod tests;

use crate::clean::{date, period, text};
use crate::model::flag::Place;
use crate::model::outcome::{Status, Submission};
use crate::model::{Batch, Candidate, CandidateKind, Check, Date, Flag, Period};
use crate::pipeline::{Definition, Pattern, Reading, Source};
use names::{Known, Names};
use parts::Part;
use sha2::{Digest, Sha256};

/// Where a batch came from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Path relative to the input folder, with `/`.
    pub relative: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
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

    /// Turns a batch into submissions, one a report, each with its branch and period.
    pub fn submissions(&self, mut batch: Batch, from: &Provenance) -> Vec<Submission> {
        flag_misnamed(&mut batch, &from.relative);
        self.add_path_candidates(&mut batch, &from.relative);
        parts::split(self, batch).into_iter().map(|part| self.submission(part, from)).collect()
    }

    fn submission(&self, part: Part, from: &Provenance) -> Submission {
        let Part { mut batch, place, name, fatal } = part;
        flag_blank_form(&mut batch, &place);
        let is_out = batch.is_fatal() || fatal.is_some();
        let (branch, matched_by) = self.branch(&mut batch, &place, is_out);
        let period = self.period(&mut batch, &place, is_out);
        let apart = self.settle_elsewhere(&mut batch, branch, period);
        repeats::settle(&self.definition.reading, &mut batch, &apart);
        if let Some(branch) = branch {
            asked::settle(&mut batch, branch, self.definition);
        }
        let template_version = self.template(&mut batch);
        let (status, reason) = settled(&batch, fatal);
        Submission {
            id: id_of(&from.relative, &name, &from.sha256),
            source_file: from.relative.clone(),
            sheet: name,
            sha256: from.sha256.clone(),
            bytes: from.bytes,
            branch,
            matched_by,
            period,
            template_version,
            status,
            superseded_by: None,
            received: from.received.or_else(|| self.date(&batch)).or_else(|| modified(&batch)),
            reason: reason.to_owned(),
            batch,
        }
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
    fn branch(&self, batch: &mut Batch, place: &Place, is_out: bool) -> (Option<u32>, String) {
        let named = self.known(&batch.candidates);
        let decided = decided(&named);
        let matched = |(index, tier, source): (u32, &'static str, u16)| {
            (Some(index), format!("{}:{tier}", self.source_name(CandidateKind::Branch, source)))
        };
        // A file that could not be read is put down to the branch that its name tells, so that the branch hears of it.
        if is_out {
            return decided.map_or((None, String::new()), matched);
        }
        match decided.filter(|&(index, _, source)| !is_contradicted(index, source, &named)) {
            Some(found) => {
                self.flag_other_names(batch, found.0, &named);
                matched(found)
            }
            None => {
                self.flag_undecided(batch, place, &named);
                (None, String::new())
            }
        }
    }

    /// The branch that candidates name, where no flag speaks against it.
    fn named_branch(&self, candidates: &[Candidate]) -> Option<u32> {
        let named = self.known(candidates);
        let (index, _, source) = decided(&named)?;
        (!is_contradicted(index, source, &named)).then_some(index)
    }

    /// What the register makes of the candidates for the branch, most trusted first.
    fn known(&self, candidates: &[Candidate]) -> Vec<(Candidate, Known)> {
        let candidates = ordered(candidates, CandidateKind::Branch).into_iter();
        candidates.map(|candidate| (candidate.clone(), self.names.known(&candidate.text))).collect()
    }

    fn flag_undecided(&self, batch: &mut Batch, place: &Place, named: &[(Candidate, Known)]) {
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
        let stated =
            named.iter().map(|(candidate, _)| candidate).find(|candidate| !candidate.text.is_empty());
        let Some(stated) = stated else {
            let place = named.first().map_or_else(|| place.clone(), |(candidate, _)| place_of(candidate));
            let flag = Flag::new(Check::MissingBranch, place, String::new());
            return batch.flags.push(flag.expected(self.places_of(CandidateKind::Branch)));
        };
        let (check, expected) = if fitting.is_empty() {
            (Check::UnknownBranch, self.names.nearest(&stated.text))
        } else {
            (Check::AmbiguousBranch, fitting.iter().filter_map(|&index| self.names.shown(index)).collect())
        };
        let flag = Flag::new(check, place_of(stated), stated.text.to_string());
        batch.flags.push(flag.expected(expected.join("; ")));
    }

    /// Where the definition looks for an answer, in its own words.
    fn places_of(&self, kind: CandidateKind) -> String {
        let sources = self.definition.reading.sources_of(kind);
        let shown = (0u16..).zip(sources).map(|(index, source)| match source {
            Source::RightOf(text) | Source::Below(text) | Source::Column(text) => {
                format!("{} “{text}”", self.source_name(kind, index))
            }
            _ => self.source_name(kind, index).to_owned(),
        });
        shown.collect::<Vec<_>>().join("; ")
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
        let candidates = ordered(&batch.candidates, CandidateKind::Date);
        candidates.iter().find_map(|candidate| {
            Date::parse_iso(&candidate.text).or(date::read_date(&candidate.text, locale, None))
        })
    }

    /// The version of the form. One that the pipeline does not list is flagged.
    fn template(&self, batch: &mut Batch) -> String {
        let candidates = ordered(&batch.candidates, CandidateKind::Template);
        let Some(stated) = candidates.first().cloned() else { return String::new() };
        let known = &self.definition.judging.templates;
        let is_known = known.iter().any(|template| text::fold(template) == text::fold(&stated.text));
        if !is_known && !known.is_empty() {
            let flag = Flag::new(Check::TemplateVersionUnknown, place_of(&stated), stated.text.to_string());
            batch.flags.push(flag.expected(known.join("; ")));
        }
        stated.text.to_string()
    }

    fn source_name(&self, kind: CandidateKind, source: u16) -> &'static str {
        source_name(&self.definition.reading, kind, source)
    }
}

/// The branch of the most trusted candidate that fits one only: its index, tier and source.
fn decided(named: &[(Candidate, Known)]) -> Option<(u32, &'static str, u16)> {
    named.iter().find_map(|(candidate, known)| match known {
        Known::One(index, tier) => Some((*index, *tier, candidate.source)),
        _ => None,
    })
}

/// Whether a source at least as trusted names another branch, or fits several without this one.
fn is_contradicted(index: u32, source: u16, named: &[(Candidate, Known)]) -> bool {
    named.iter().filter(|(candidate, _)| candidate.source <= source).any(|(_, known)| match known {
        Known::One(other, _) => *other != index,
        Known::Several(several) => !several.contains(&index),
        Known::Unknown => false,
    })
}

/// The status that the flags of a batch demand, and the reason. `fatal` is what keeps the whole workbook out.
fn settled(batch: &Batch, fatal: Option<Check>) -> (Status, &'static str) {
    let has = |check: &Check| batch.flags.iter().any(|flag| flag.check == *check);
    let own = batch.flags.iter().map(|flag| flag.check).find(|check| check.is_fatal());
    if let Some(check) = own.or(fatal) {
        return (Status::Rejected, check.code());
    }
    let nobodys = [Check::UnknownBranch, Check::MissingBranch, Check::AmbiguousBranch];
    if let Some(check) = nobodys.iter().find(|check| has(check)) {
        return (Status::Unidentified, check.code());
    }
    if let Some(check) = [Check::MissingPeriod, Check::WrongPeriod].iter().find(|check| has(check)) {
        return (Status::Rejected, check.code());
    }
    if batch.labels.is_empty() {
        let of_report = !has(&Check::SheetMissing) && has(&Check::HeaderNotFound);
        let check = if of_report { Check::HeaderNotFound } else { Check::SheetMissing };
        return (Status::Rejected, check.code());
    }
    (Status::Accepted, "")
}

/// Twelve hex digits of SHA-256 over relative path, sheet and content: they name a submission.
pub fn id_of(relative: &str, sheet: &str, content: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [relative, sheet, content] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The day on which the document's properties say that it was last saved.
fn modified(batch: &Batch) -> Option<Date> {
    Date::parse_iso(batch.properties.modified.as_deref()?)
}

/// Flags a form in which nobody wrote a value: received, it would make a branch look as if it had reported.
fn flag_blank_form(batch: &mut Batch, place: &Place) {
    let is_blank = batch.facts.iter().all(|fact| fact.raw.is_empty());
    // What the reader left out (a broken cell, a text beyond the limit) is in no disposition, but somebody wrote it.
    let is_left_out = |flag: &Flag| flag.place.cell.is_some() && flag.check.is_excluding();
    let has_rejected = batch.dispositions().rejected > 0 || batch.flags.iter().any(is_left_out);
    if !batch.is_fatal() && !batch.labels.is_empty() && is_blank && !has_rejected {
        batch.flags.push(Flag::new(Check::EmptyFile, place.clone(), "0"));
    }
}

/// The candidates of one kind, most trusted first; of one source the nearest first, then in the order in which they were found.
fn ordered(candidates: &[Candidate], kind: CandidateKind) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> =
        candidates.iter().filter(|candidate| candidate.kind == kind).cloned().collect();
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
