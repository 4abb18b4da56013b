//! What is wrong with a definition: every problem with its file, line and column, what was expected, and the nearest right word.
//!
//! Enters: findings of the readers of the definition's files. Leaves: a [`LoadError`] that holds all of them, drawn with the
//! source and a caret for people ([`LoadError::drawn`]) or as one line each for editors and logs ([`LoadError::plain`]).

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, NamedSource, SourceSpan};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

/// A definition that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug, Error, Diagnostic)]
#[error("the definition in {folder} cannot be used: {}", counted(.problems.len()))]
pub struct LoadError {
    /// The folder of the definition.
    pub folder: String,
    /// Every problem, in the order of files and lines.
    #[related]
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with a definition. Displays what was found, with the file where no line can be drawn.
#[derive(Clone, Debug, Error, Diagnostic)]
#[error("{}{found}", self.file())]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 where the file as a whole is meant.
    pub column: usize,
    /// What was found.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
    /// The nearest right word, or what to do.
    pub advice: Option<String>,
    /// What stands below the drawing: the advice and, where there is no caret to say it, what was expected.
    #[help]
    below: Option<String>,
    #[source_code]
    text: NamedSource<Arc<str>>,
    #[label("expected {expected}")]
    span: Option<SourceSpan>,
}

impl LoadError {
    /// The problems of one folder, which the first of them names.
    pub fn of(problems: Vec<Problem>) -> Self {
        let folder = problems.first().and_then(|problem| Path::new(&problem.path).parent());
        Self { folder: folder.map_or_else(String::new, |folder| folder.display().to_string()), problems }
    }

    /// One problem a line: `path:line:column: found; expected …; advice`.
    pub fn plain(&self) -> String {
        self.problems.iter().map(|problem| problem.plain() + "\n").collect()
    }

    /// Each problem under the lines of the file that it stands in, with a caret.
    pub fn drawn(&self, is_coloured: bool) -> String {
        let theme = if is_coloured { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
        let mut drawn = String::new();
        // Writing to a string cannot fail; should miette fail all the same, the plain form still says everything.
        match handler.render_report(&mut drawn, self) {
            Ok(()) => drawn,
            Err(_) => self.plain(),
        }
    }
}

impl Problem {
    /// The file, where the drawing does not show it.
    fn file(&self) -> String {
        if self.line == 0 { format!("{}: ", self.path) } else { String::new() }
    }

    /// The problem in one line: `path:line:column: found; expected …; advice`. A regular expression's own caret takes more.
    pub fn plain(&self) -> String {
        let place = match self.line {
            0 => self.path.clone(),
            line => format!("{}:{line}:{}", self.path, self.column),
        };
        let advice = self.advice.as_ref().map_or(String::new(), |advice| format!("; {advice}"));
        format!("{place}: {}; expected {}{advice}", self.found, self.expected)
    }
}

/// A file of the definition, as text. Spans point into it.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The path for messages.
    pub path: String,
    /// The content in NFC, without a byte order mark.
    pub text: Arc<str>,
}

/// The problems found in one document.
pub(super) struct Findings<'d> {
    document: &'d Document,
    problems: Vec<Problem>,
}

impl<'d> Findings<'d> {
    /// None yet.
    pub fn of(document: &'d Document) -> Self {
        Self { document, problems: Vec::new() }
    }

    /// The document that they are about.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// Adds a problem at a place.
    pub fn add(&mut self, at: Range<usize>, found: impl Into<String>, expected: impl Into<String>) {
        self.push(Some(at), found.into(), expected.into(), None);
    }

    /// Adds a problem at a place, with the nearest right word or what to do.
    pub fn advise(
        &mut self,
        at: Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
        advice: Option<String>,
    ) {
        self.push(Some(at), found.into(), expected.into(), advice);
    }

    /// Adds a problem of the file as a whole.
    pub fn add_to_file(&mut self, found: impl Into<String>, expected: impl Into<String>) {
        self.push(None, found.into(), expected.into(), None);
    }

    /// The line of an offset, for references to another place.
    pub fn line_of(&self, offset: usize) -> usize {
        position(&self.document.text, offset).0
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The problems, in the order of the file.
    pub fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }

    fn push(&mut self, at: Option<Range<usize>>, found: String, expected: String, advice: Option<String>) {
        let text = &self.document.text;
        // An empty file has no place to point at.
        let at = at.filter(|_| !text.is_empty());
        let (line, column) = at.as_ref().map_or((0, 0), |at| position(text, at.start));
        let below = match &at {
            Some(_) => advice.clone(),
            None => Some(format!("expected {expected}")),
        };
        self.problems.push(Problem {
            path: self.document.path.clone(),
            line,
            column,
            found,
            expected,
            advice,
            below,
            text: NamedSource::new(&self.document.path, Arc::clone(text)),
            span: at.map(|at| drawable(text, at).into()),
        });
    }
}

/// Line and column of an offset, both from 1, the column in characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The place under which a caret can be drawn: at the end of the file, where there is nothing to draw under, its last character.
fn drawable(text: &str, at: Range<usize>) -> Range<usize> {
    let last = text.char_indices().next_back().map_or(0, |(last, _)| last);
    let start = at.start.min(last);
    start..at.end.clamp(start, text.len())
}

/// `1 problem`, `2 problems`.
fn counted(count: usize) -> String {
    format!("{count} problem{}", if count == 1 { "" } else { "s" })
}
