//! Differences between a help page and the description.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use hss_generator::Source;

/// The kind of fact that differs, shown in brackets after `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Method and path.
    Request,
    /// Title of the page.
    Title,
    /// Date of the page.
    Updated,
    /// Deprecation of an operation, a row or a value.
    Deprecated,
    /// Status code of a successful response.
    StatusCode,
    /// Table of an object.
    Object,
    /// Row of a table.
    Row,
    /// Whether a row is mandatory.
    Mandatory,
    /// Type of a row.
    Type,
    /// Length or range.
    Limits,
    /// Listed values.
    Values,
    /// Default value.
    Default,
    /// Unit of a number.
    Unit,
    /// Order of the rows of a table.
    Order,
    /// A rule, or a condition that the page states.
    Rules,
    /// Example.
    Example,
    /// A `page_says` that quotes text that is no longer on the page.
    PageSays,
    /// A `beyond_page` for a fact that the page now states itself.
    BeyondPage,
    /// Text of the page that should state a fact but cannot be parsed.
    Unrecognized,
}

impl DifferenceKind {
    /// Returns whether the `page_says` of an operation, and not that of a row, covers such differences.
    pub(super) fn is_outside_of_rows(self) -> bool {
        matches!(
            self,
            Self::Request | Self::Title | Self::Deprecated | Self::StatusCode | Self::Example | Self::Unrecognized
        )
    }

    /// Returns the code that is shown to people.
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
            Self::Order => "order",
            Self::Rules => "rules",
            Self::Example => "example",
            Self::PageSays => "page-says",
            Self::BeyondPage => "beyond-page",
            Self::Unrecognized => "unrecognized",
        }
    }
}

/// A difference, with its location on the page and in the description, and how to fix it.
///
/// `Display` shows all of these.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Kind of the fact that differs.
    pub kind: DifferenceKind,
    /// What differs.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Line of the page, from 1.
    pub page_line: usize,
    /// Why a fix could not be written, although the page is unambiguous.
    pub not_fixed: Option<String>,
    pub(super) page: Arc<Source>,
    pub(super) description: Arc<Source>,
    pub(super) span: Range<usize>,
}

impl Difference {
    /// Returns the path of the help page.
    pub(crate) fn page_path(&self) -> &str {
        &self.page.path
    }

    /// Returns the path of the file of the description.
    pub(super) fn file(&self) -> &str {
        &self.description.path
    }

    /// Returns the span of the page's line, without white space at its ends.
    fn page_span(&self) -> Range<usize> {
        let text = self.page.text.as_str();
        let mut start = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if index + 1 == self.page_line {
                start += line.len() - line.trim_start().len();
                return start..start + line.trim().len();
            }
            start += line.len();
        }
        start..start
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = normalize_untrusted_str(&self.message);
        let help = normalize_untrusted_str(&self.help);
        let in_description = AnnotationKind::Primary.span(self.span.clone()).label("the description");
        let on_page = AnnotationKind::Context.span(self.page_span()).label("the help page");
        let mut group = Group::with_title(Level::ERROR.primary_title(&message).id(self.kind.as_str()))
            .element(Snippet::source(&self.description.text).path(&self.description.path).annotation(in_description))
            .element(Snippet::source(&self.page.text).path(&self.page.path).annotation(on_page))
            .element(Level::HELP.message(help.as_str()));
        let reason = self.not_fixed.as_ref().map(|reason| format!("not fixed: {}", normalize_untrusted_str(reason)));
        if let Some(reason) = &reason {
            group = group.element(Level::NOTE.message(reason.as_str()));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}
