//! The sections of a help page.

use super::Line;

/// The headings, in the order of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    /// What comes before the first heading: breadcrumbs, title and date.
    Head,
    Function,
    /// A section without facts.
    Skipped,
    Uri,
    Request,
    Response,
    ExampleRequests,
    ExampleResponses,
    SampleCode,
    StatusCodes,
    ErrorCodes,
}

impl Heading {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "Function" | "Functions" => Self::Function,
            "Authorization Information" | "Debugging" | "Calling Method" => Self::Skipped,
            "URI" => Self::Uri,
            "Request Parameters" => Self::Request,
            "Response Parameters" => Self::Response,
            "Example Requests" | "Example Request" => Self::ExampleRequests,
            "Example Responses" | "Example Response" => Self::ExampleResponses,
            "SDK Sample Code" => Self::SampleCode,
            "Status Codes" => Self::StatusCodes,
            "Error Codes" => Self::ErrorCodes,
            _ => return None,
        })
    }

    /// Returns whether this heading can follow `current`. A heading that appears out of order is the cell of a table.
    fn can_follow(self, current: Self) -> bool {
        self > current || (self == Self::Skipped && current < Self::Uri)
    }
}

/// A heading and the lines below it.
pub(super) struct Section<'l> {
    pub heading: Heading,
    pub lines: &'l [Line],
}

/// Splits a page at its headings.
pub(super) fn sections(lines: &[Line]) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut heading = Heading::Head;
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some(next) = Heading::parse(line.plain()) else {
            continue;
        };
        if next.can_follow(heading) {
            sections.push(Section { heading, lines: lines.get(start..index).unwrap_or_default() });
            heading = next;
            start = index + 1;
        }
    }
    sections.push(Section { heading, lines: lines.get(start..).unwrap_or_default() });
    sections
}
