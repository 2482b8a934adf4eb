//! What is wrong with a description, and where: for people.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::Source;

/// The kind of a mistake; its name stands in brackets behind `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// A file that the run needs is not there.
    MissingFile,
    /// A file whose name does not say what is in it.
    FileName,
    /// Not YAML, or YAML beyond what the notation uses.
    Yaml,
    /// A key that stands twice in one map.
    DuplicateKey,
    /// A key with nothing behind it.
    NullValue,
    /// A key that the notation does not have.
    UnknownKey,
    /// A key that the notation asks for.
    MissingKey,
    /// A value of another shape than the notation asks for.
    Shape,
    /// A text that is empty or holds characters that cannot be seen.
    Text,
    /// A request line that is not `METHOD /path`, or does not agree with the path parameters.
    RequestLine,
    /// A type that cannot be read, or names nothing.
    UnknownType,
    /// Bounds that are turned around, or do not go with the type.
    Bounds,
    /// A default, `only`, `special` or `unit` that does not go with the type.
    Value,
    /// A name that is used twice.
    DuplicateName,
    /// A name for which Rust has no identifier.
    Name,
    /// A reference to a parameter or field that does not exist, or does not fit.
    Reference,
    /// An object or enum that nothing uses, or an object that holds itself.
    Definition,
    /// A `page_says` or `beyond_page` that is not well formed.
    Deviation,
    /// An example that does not go with the operation.
    Example,
}

impl Code {
    /// The name, in kebab case.
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

/// One mistake, its node and what to do about it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    source: Arc<Source>,
    span: Range<usize>,
}

impl Diagnostic {
    /// A mistake at `span`, counted in bytes of the source's text.
    pub(crate) fn new(code: Code, message: impl Into<String>, source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = floor_char_boundary(&source.text, span.start);
        let end = floor_char_boundary(&source.text, span.end).max(start);
        Self { code, message: message.into(), help: None, source: Arc::clone(source), span: start..end }
    }

    /// Adds what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do, if that is known.
    pub(crate) fn help_if(self, help: Option<String>) -> Self {
        Self { help: help.or(self.help), ..self }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// Line and column of the node, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
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

/// Everything that is wrong with a description, in the order of files and lines.
#[derive(Clone, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn new(mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| {
            (a.path(), a.span.start, a.code, &a.message).cmp(&(b.path(), b.span.start, b.code, &b.message))
        });
        Self(list)
    }

    /// One by one.
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
        let (count, plural) = (self.0.len(), if self.0.len() == 1 { "" } else { "s" });
        write!(f, "{count} error{plural} in the description; nothing was generated")
    }
}

impl std::error::Error for Diagnostics {}

/// The candidate that `name` was most likely meant to be.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
