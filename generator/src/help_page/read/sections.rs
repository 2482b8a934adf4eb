//! A page's lines as sections.

use super::Line;

/// Headings, in the order of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    Head,
    Function,
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
    fn of(text: &str) -> Option<Self> {
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
}

/// Cuts the page at its headings; one that stands out of order is a cell.
pub(super) fn sections(lines: &[Line]) -> Vec<(Heading, &[Line])> {
    let (mut sections, mut heading, mut rest) = (Vec::new(), Heading::Head, lines);
    loop {
        let next = |line: &Line| {
            Heading::of(line.plain())
                .filter(|next| *next > heading || *next == Heading::Skipped && heading < Heading::Uri)
        };
        let found = rest.iter().enumerate().find_map(|(index, line)| Some((index, next(line)?)));
        let Some((index, next)) = found else {
            sections.push((heading, rest));
            return sections;
        };
        let (before, after) = rest.split_at(index);
        sections.push((heading, before));
        (heading, rest) = (next, after.get(1..).unwrap_or_default());
    }
}
