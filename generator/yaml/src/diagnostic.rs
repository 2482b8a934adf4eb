//! Errors and warnings about the description, rendered with the lines they are about.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use heck::ToKebabCase;

use crate::source::Source;

/// Whether a diagnostic prevents the generation of files. Errors come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The files are generated.
    Warning,
}

impl Severity {
    fn noun(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The kind of a diagnostic, shown in brackets after `error` or `warning`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// A required file is missing.
    MissingFile,
    /// The name of a file does not match its operation.
    FileName,
    /// The file is not valid YAML, or uses a YAML feature that the notation does not allow.
    Yaml,
    /// A map has the same key twice.
    DuplicateKey,
    /// A key has no value.
    NullValue,
    /// A key is not part of the notation.
    UnknownKey,
    /// A required key is missing.
    MissingKey,
    /// A value has the wrong type or structure.
    Shape,
    /// A string is empty or contains invisible characters.
    Text,
    /// The request line is not `METHOD /path`, or does not match the path parameters.
    RequestLine,
    /// A type cannot be parsed, or is not defined.
    UnknownType,
    /// Bounds are inverted, or do not apply to the type.
    Bounds,
    /// A value such as a default or a unit is invalid, or does not apply to the type.
    Value,
    /// A name is used twice.
    DuplicateName,
    /// A name is not a valid Rust identifier, and none can be derived from it.
    Name,
    /// A reference to a parameter or field that does not exist or has the wrong type.
    Reference,
    /// An object or enum is not used, or an object contains itself.
    Definition,
    /// A `page_says` or `beyond_page` is incomplete or contradictory.
    Deviation,
    /// An example does not match the operation.
    Example,
}

impl Code {
    /// Returns the name in kebab case.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}").to_kebab_case()
    }
}

/// An error or a warning about the description, with its position and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it is an error.
    pub severity: Severity,
    /// The kind of error.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// Number of further diagnostics of the same file or example that are not shown.
    pub omitted: usize,
    /// Whether there may be even more of them.
    pub is_minimum: bool,
    source: Arc<Source>,
    span: Range<usize>,
}

impl Diagnostic {
    /// Creates an error at a range of bytes of the source.
    pub fn new(code: Code, message: impl Into<String>, source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = floor_char_boundary(&source.text, span.start);
        let end = floor_char_boundary(&source.text, span.end).max(start);
        Self {
            severity: Severity::Error,
            code,
            message: shorten(message.into()),
            help: None,
            omitted: 0,
            is_minimum: false,
            source: Arc::clone(source),
            span: start..end,
        }
    }

    /// Sets the severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        self.with_optional_help(Some(help.into()))
    }

    /// Sets or removes the help.
    #[must_use]
    pub fn with_optional_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(shorten);
        self
    }

    /// Returns the lines that are shown. The cost of showing a diagnostic must not grow with the file.
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let text = self.source.text.as_str();
        let before = text.get(..self.span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let after = text.get(self.span.end..).unwrap_or_default();
        let end = self.span.end + after.find('\n').unwrap_or(after.len());
        let annotation = AnnotationKind::Primary.span(self.span.start - start..self.span.end - start);
        let snippet = Snippet::source(text.get(start..end).unwrap_or_default()).path(&self.source.path);
        snippet.line_start(self.source.line(self.span.start)).annotation(annotation)
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// Returns the range of bytes of the file that it is about.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the line and the column, both from 1. Columns count characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or_default();
        let line_start = before.rsplit('\n').next().unwrap_or_default();
        (self.source.line(self.span.start), line_start.chars().count() + 1)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = normalize_untrusted_str(&self.message);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let code = self.code.name();
        let title = level.primary_title(&message).id(&code);
        let mut group = Group::with_title(title).element(self.snippet());
        let help = self.help.as_deref().map(normalize_untrusted_str);
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        if self.omitted > 0 {
            let place = if self.code == Code::Example { "example" } else { "file" };
            let count = in_words(self.omitted, self.is_minimum, &format!("more {}", self.severity.noun()));
            let note = format!("{count} in this {place}");
            group = group.element(Level::NOTE.message(note));
        } else if self.is_minimum {
            group = group.element(Level::NOTE.message("the rest of this file was not checked"));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}

/// The help of errors without a more specific one.
pub const SEE_NOTATION: &str = "see spec/README.md for the notation";

/// Maximum number of errors reported for the YAML and the structure of one file.
pub const MAX_ERRORS_OF_FILE: usize = 20;

/// Maximum number of diagnostics shown for one file. A file with more is not checked to its end.
pub const MAX_SHOWN_OF_FILE: usize = 100;

/// Maximum number of characters of a message or a help.
const MAX_TEXT: usize = 1000;

/// Adds an error to those of a file. If there are too many, the last one counts it.
pub fn add_to_file(diagnostics: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    if diagnostics.len() < MAX_ERRORS_OF_FILE {
        diagnostics.push(diagnostic);
    } else if let Some(last) = diagnostics.last_mut() {
        last.omitted += 1;
    }
}

/// All diagnostics of a description, sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Sorts diagnostics, and limits their number per file to [`MAX_SHOWN_OF_FILE`].
    #[must_use]
    pub fn new(mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| {
            (a.path(), a.span.start, a.code, &a.message).cmp(&(b.path(), b.span.start, b.code, &b.message))
        });
        Self(limit_per_file(&list))
    }

    /// Keeps only the diagnostics of one file.
    #[must_use]
    pub fn of_file(mut self, path: &str) -> Self {
        self.0.retain(|diagnostic| diagnostic.path() == path);
        self
    }

    /// Returns whether a diagnostic is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the number of errors or warnings, also in words.
    fn count(&self, severity: Severity) -> (usize, String) {
        let (mut number, mut is_minimum) = (0, false);
        for diagnostic in self.0.iter().filter(|diagnostic| diagnostic.severity == severity) {
            number += 1 + diagnostic.omitted;
            is_minimum |= diagnostic.is_minimum;
        }
        (number, in_words(number, is_minimum, severity.noun()))
    }
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

/// Keeps the first diagnostics of each file, errors rather than warnings. The last one counts the others.
fn limit_per_file(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let mut limited: Vec<Diagnostic> = Vec::new();
    for of_file in diagnostics.chunk_by(|a, b| a.path() == b.path()) {
        let only_errors = of_file.len() > MAX_SHOWN_OF_FILE && of_file.iter().any(is_error);
        let mut candidates = of_file.iter().filter(|diagnostic| !only_errors || is_error(diagnostic));
        limited.extend(candidates.by_ref().take(MAX_SHOWN_OF_FILE).cloned());
        let Some(last) = limited.last_mut() else { continue };
        for omitted in candidates {
            last.omitted += 1 + omitted.omitted;
            last.is_minimum |= omitted.is_minimum;
        }
    }
    limited
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}\n")?;
        }
        match (self.count(Severity::Error), self.count(Severity::Warning)) {
            ((0, _), (_, warnings)) => write!(f, "{warnings} about the description"),
            ((_, errors), (0, _)) => write!(f, "{errors} in the description"),
            ((_, errors), (_, warnings)) => write!(f, "{errors} in the description and {warnings}"),
        }
    }
}

/// Returns a phrase such as `at least 2 more errors`.
fn in_words(number: usize, is_minimum: bool, noun: &str) -> String {
    let limit = if is_minimum { "at least " } else { "" };
    let plural = if number == 1 { "" } else { "s" };
    format!("{limit}{number} {noun}{plural}")
}

impl std::error::Error for Diagnostics {}

/// Minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.75;

/// Suggests the candidate most similar to `name`, if any is similar enough.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidate = most_similar(name, candidates)?;
    Some(format!("did you mean `{candidate}`?"))
}

/// Returns the candidate most similar to `name`, if any is similar enough.
pub fn most_similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut best_similarity = MIN_SIMILARITY;
    for candidate in candidates {
        let similarity = strsim::jaro_winkler(name, candidate);
        if similarity > MIN_SIMILARITY && similarity >= best_similarity {
            best = Some(candidate);
            best_similarity = similarity;
        }
    }
    best
}

/// Shortens a message or a help that repeats a long name.
fn shorten(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
