//! Errors in the description, rendered with the lines they are about.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::Source;

/// The kind of a diagnostic, shown in brackets after `error`.
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
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingFile => "missing-file",
            Self::FileName => "file-name",
            Self::Yaml => "yaml",
            Self::DuplicateKey => "duplicate-key",
            Self::NullValue => "null-value",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::Shape => "shape",
            Self::Text => "text",
            Self::RequestLine => "request-line",
            Self::UnknownType => "unknown-type",
            Self::Bounds => "bounds",
            Self::Value => "value",
            Self::DuplicateName => "duplicate-name",
            Self::Name => "name",
            Self::Reference => "reference",
            Self::Definition => "definition",
            Self::Deviation => "deviation",
            Self::Example => "example",
        }
    }
}

/// An error in the description, with its position and how to fix it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of error.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    source: Arc<Source>,
    span: Range<usize>,
}

impl Diagnostic {
    /// Creates a diagnostic at a range of bytes of the source.
    pub(crate) fn new(code: Code, message: impl Into<String>, source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = floor_char_boundary(&source.text, span.start);
        let end = floor_char_boundary(&source.text, span.end).max(start);
        Self { code, message: message.into(), help: None, source: Arc::clone(source), span: start..end }
    }

    /// Sets the help.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets or removes the help.
    pub(crate) fn with_optional_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// Returns the line and the column, both from 1. Columns count characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or_default();
        let line_start = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line_start.chars().count() + 1)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = normalize_untrusted_str(&self.message);
        let title = Level::ERROR.primary_title(&message).id(self.code.as_str());
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(&self.source.text).path(&self.source.path).annotation(annotation);
        let mut group = Group::with_title(title).element(snippet);
        let help = self.help.as_deref().map(normalize_untrusted_str);
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}

/// All diagnostics of a description, sorted by file and line.
#[derive(Clone, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn new(mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| {
            (a.path(), a.span.start, a.code, &a.message).cmp(&(b.path(), b.span.start, b.code, &b.message))
        });
        Self(list)
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}\n")?;
        }
        let count = self.0.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} error{plural} in the description; nothing was generated")
    }
}

impl std::error::Error for Diagnostics {}

/// Minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.75;

/// Suggests the candidate most similar to `name`, if any is similar enough.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidate = most_similar(name, candidates)?;
    Some(format!("did you mean `{candidate}`?"))
}

/// Returns the candidate most similar to `name`, if any is similar enough.
pub(super) fn most_similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
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

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
