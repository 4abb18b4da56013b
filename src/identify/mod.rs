//! A batch gets its branch and its period: what the workbook says and what its path says, in the pipeline's order of trust.
//!
//! Enters: a batch and where it came from. Leaves: a [`Submission`] for each report that it holds. Where two places disagree the more trusted one is followed and a
//! flag says so; where a text fits several branches, or none, nothing is guessed.

mod added;
mod asked;
mod elsewhere;
mod joined;
mod names;
mod parts;
mod places;
mod repeats;
mod when;
mod whose;

#[cfg(test)]
mod tests;

use crate::clean::{date, period, text};
use crate::model::flag::Place;
use crate::model::outcome::{Status, Submission};
use crate::model::{Batch, Candidate, CandidateKind, Check, Date, Flag, Period};
use crate::pipeline::{Definition, Pattern, Reading, Source};
use names::Names;
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

    /// The day on which the report says that it was made.
    fn date(&self, batch: &Batch) -> Option<Date> {
        let locale = self.definition.reading.locale;
        let candidates = ordered(&batch.candidates, CandidateKind::Date);
        candidates.iter().find_map(|candidate| {
            Date::parse_iso(&candidate.text).or(date::read_date(&candidate.text, locale, None))
        })
    }

    /// The version of the form: what a source states, else what the content tells. One that the pipeline does not know is flagged.
    fn template(&self, batch: &mut Batch) -> String {
        let versions = &self.definition.reading.versions;
        let candidates = ordered(&batch.candidates, CandidateKind::Template);
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
    let of_no_period = [Check::MissingPeriod, Check::WrongPeriod, Check::PeriodNotAsked];
    if let Some(check) = of_no_period.iter().find(|check| has(check)) {
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
