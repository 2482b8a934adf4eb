//! What a page and the description say differently: for people.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::Source;
use crate::description::Node;

/// The fact that differs; its name stands in brackets behind `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fact {
    /// Method and path.
    Request,
    /// Title of the page.
    Title,
    /// Date of the page.
    Updated,
    /// Whether something is deprecated.
    Deprecated,
    /// Status code of a success.
    StatusCode,
    /// A table of an object.
    Object,
    /// A row of a table.
    Row,
    /// Whether a row is mandatory.
    Mandatory,
    /// Type of a row.
    Type,
    /// Length or range.
    Limits,
    /// Values that are listed.
    Values,
    /// Default of a row.
    Default,
    /// Unit of a number.
    Unit,
    /// An example.
    Example,
    /// A `page_says` whose text is gone from the page.
    PageSays,
    /// A `beyond_page` that the page now states itself.
    BeyondPage,
    /// A line of the page that should state a fact and could not be understood.
    Unclear,
}

impl Fact {
    /// The name, in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Title => "title",
            Self::Updated => "updated",
            Self::Deprecated => "deprecated",
            Self::StatusCode => "status-code",
            Self::Object => "object",
            Self::Row => "row",
            Self::Mandatory => "mandatory",
            Self::Type => "type",
            Self::Limits => "limits",
            Self::Values => "values",
            Self::Default => "default",
            Self::Unit => "unit",
            Self::Example => "example",
            Self::PageSays => "page-says",
            Self::BeyondPage => "beyond-page",
            Self::Unclear => "unclear",
        }
    }
}

/// One difference, with both places and what to write.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What differs.
    pub fact: Fact,
    /// How, in one sentence.
    pub message: String,
    /// What to write.
    pub help: String,
    /// Line of the page, from 1.
    pub page_line: usize,
    page: Arc<Source>,
    description: Arc<Source>,
    span: Range<usize>,
}

/// A node in the description.
pub(super) enum Spot<'a> {
    /// The key there.
    Key(&'a Node<'a>),
    /// The value there.
    Value(&'a Node<'a>),
}

impl Difference {
    pub(super) fn new(fact: Fact, message: String, help: String, page: (&Arc<Source>, usize), spot: &Spot<'_>) -> Self {
        let (source, span) = match spot {
            Spot::Key(node) => node.key_span(),
            Spot::Value(node) => node.value_span(),
        };
        let (page, page_line) = (Arc::clone(page.0), page.1);
        Self { fact, message, help, page_line, page, description: Arc::clone(source), span }
    }

    /// The line of the page, without white space at its ends.
    fn page_span(&self) -> Range<usize> {
        let text = self.page.text.as_str();
        let before: usize = text.split_inclusive('\n').take(self.page_line.saturating_sub(1)).map(str::len).sum();
        let line = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let start = before + line.len() - line.trim_start().len();
        start..start + line.trim().len()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, help) = (normalize_untrusted_str(&self.message), normalize_untrusted_str(&self.help));
        let described = AnnotationKind::Primary.span(self.span.clone()).label("the description");
        let said = AnnotationKind::Context.span(self.page_span()).label("the page");
        let group = Group::with_title(Level::ERROR.primary_title(&message).id(self.fact.as_str()))
            .element(Snippet::source(&self.description.text).path(&self.description.path).annotation(described))
            .element(Snippet::source(&self.page.text).path(&self.page.path).annotation(said))
            .element(Level::HELP.message(help.as_str()));
        f.write_str(&Renderer::plain().render(&[group]))
    }
}
