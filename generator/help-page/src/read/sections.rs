//! The sections of a help page.

use std::collections::HashSet;

use super::lines::{Line, Markup};

/// The headings, in the order of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Parses the heading of the usual layout.
    fn parse(text: &str) -> Option<Self> {
        Some(match text.trim_end_matches([':', '：']) {
            "Function" | "Functions" => Self::Function,
            "Authorization Information" | "Debugging" | "Calling Method" => Self::Skipped,
            "URI" => Self::Uri,
            "Request Parameters" | "Request Parameter" => Self::Request,
            "Response Parameters" | "Response Parameter" => Self::Response,
            "Example Requests" | "Example Request" => Self::ExampleRequests,
            "Example Responses" | "Example Response" => Self::ExampleResponses,
            "SDK Sample Code" => Self::SampleCode,
            "Status Codes" => Self::StatusCodes,
            "Error Codes" => Self::ErrorCodes,
            _ => return None,
        })
    }

    /// Parses a heading that only some pages use, in the singular or plural. As cells of a table, some of these words
    /// are common.
    fn parse_variant(text: &str) -> Option<Self> {
        let lower_case = text.trim_end_matches([':', '：']).to_ascii_lowercase();
        let singular = lower_case.strip_suffix('s').unwrap_or(&lower_case);
        Some(match singular {
            "function" | "function description" | "api function" | "functionality" => Self::Function,
            "uri" | "url" | "request uri" | "uri format" | "api format" | "calling uri" | "api uri" => Self::Uri,
            "request" | "request message" | "request parameter" | "request body" => Self::Request,
            "response" | "response message" | "response parameter" | "response body" => Self::Response,
            "sample request" | "request example" | "example request" | "example of request" | "example" | "sample" => {
                Self::ExampleRequests
            }
            "sample response" | "response example" | "example response" | "example of response" => {
                Self::ExampleResponses
            }
            "status code" | "http status code" | "returned value" | "return value" | "return code"
            | "returned code" => Self::StatusCodes,
            "error code" => Self::ErrorCodes,
            _ => return None,
        })
    }

    /// Returns whether this heading can follow `current`. A heading that appears out of order is the cell of a table.
    fn can_follow(self, current: Self) -> bool {
        match (current, self) {
            // Some pages have the example of a request below the request.
            (Self::ExampleRequests, Self::Response) => true,
            (_, Self::Skipped) => current < Self::Uri,
            _ => self > current,
        }
    }
}

/// A heading and the lines below it.
pub(super) struct Section<'l> {
    pub heading: Heading,
    pub lines: &'l [Line],
}

/// Splits a page at its headings. A variant of a heading counts only if the page does not have the usual one.
pub(super) fn sections(lines: &[Line]) -> Vec<Section<'_>> {
    let usual: HashSet<Heading> = lines.iter().filter_map(|line| Heading::parse(line.plain())).collect();
    let is_marked = |line: &&Line| line.markup == Markup::Heading && Heading::parse(line.plain()).is_some();
    let has_markup = lines.iter().filter(is_marked).count() > 1;
    let heading_of = |line: &Line| match Heading::parse(line.plain()) {
        Some(heading) => Some(heading),
        None => Heading::parse_variant(line.plain()).filter(|heading| !usual.contains(heading)),
    };
    let mut sections = Vec::new();
    let mut heading = Heading::Head;
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        if (has_markup && line.markup != Markup::Heading) || line.cell().is_some() {
            continue;
        }
        let Some(next) = heading_of(line) else {
            continue;
        };
        if next.can_follow(heading) && !sections.iter().any(|section: &Section<'_>| section.heading == next) {
            sections.push(Section { heading, lines: lines.get(start..index).unwrap_or_default() });
            heading = next;
            start = index + 1;
        }
    }
    sections.push(Section { heading, lines: lines.get(start..).unwrap_or_default() });
    sections
}
