//! Examples: blocks of JSON.

use serde_json::Value as Json;

use super::content::{Example, HelpPage, Status};
use super::lines::Line;
use super::located::{Located, Unrecognized};
use super::patterns::{EXAMPLE_HEADING, REQUEST_WITH_QUERY};
use super::request::ExampleRequest;
use super::sections::Heading;
use super::status::is_status_line;

/// Maximum number of JSON blocks read from a section.
const MAX_EXAMPLES: usize = 64;

/// Reads the JSON blocks of a section. Keeps only successful responses.
pub(super) fn read_examples(page: &mut HelpPage, section: Heading, lines: &[Line]) {
    let mut reader = ExampleReader { page, heading: section, is_success: true };
    let mut blocks = 0;
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        if line.text.starts_with(['{', '[']) && blocks < MAX_EXAMPLES {
            blocks += 1;
            let block = Block::read(rest);
            rest = rest.get(block.lines..).unwrap_or_default();
            reader.add_example(line, block.json);
        } else {
            rest = after;
            reader.read_line(line);
        }
    }
}

struct ExampleReader<'p> {
    page: &'p mut HelpPage,
    /// What the next blocks are. A section of both requests and responses has a line such as `Sample response` in front
    /// of each response.
    heading: Heading,
    /// Whether the next response is successful.
    is_success: bool,
}

impl ExampleReader<'_> {
    /// Reads a line between the blocks.
    fn read_line(&mut self, line: &Line) {
        let text = line.plain();
        if let Some(found) = EXAMPLE_HEADING.captures(text) {
            let is_request = found.name("request").is_some();
            self.heading = if is_request { Heading::ExampleRequests } else { Heading::ExampleResponses };
            self.is_success = found.name("failed").is_none();
        } else if self.heading == Heading::ExampleResponses && is_status_line(line) {
            self.is_success = self.page.add_status(line).is_none_or(Status::is_success);
        } else if self.heading == Heading::ExampleRequests {
            if let Some(request) = ExampleRequest::parse(text) {
                self.page.example_requests.push(Located::on_line(request, line));
            } else if REQUEST_WITH_QUERY.is_match(text) {
                let reason = "this looks like a request line, but its query contains a space";
                self.page.unrecognized.push(Unrecognized::on_line(line, reason));
            }
        }
    }

    /// Adds a block of JSON, which is `None` if it is invalid.
    fn add_example(&mut self, line: &Line, json: Option<Json>) {
        match (json, self.heading) {
            (None, _) => self.page.invalid_examples.push(line.number),
            (Some(_), _) if !self.is_success => {}
            (Some(json), Heading::ExampleRequests) => {
                self.page.examples.push(Located::on_line(Example::Request(json), line));
            }
            (Some(json), _) => self.page.examples.push(Located::on_line(Example::Response(json), line)),
        }
    }
}

/// A block of JSON, valid or not.
pub(super) struct Block {
    pub json: Option<Json>,
    /// Number of lines that the block takes.
    pub lines: usize,
}

impl Block {
    /// Reads the block that starts with the first line. Invalid JSON ends at the next gap.
    pub(super) fn read(lines: &[Line]) -> Self {
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let text = texts.join("\n");
        let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Json>();
        if let Some(Ok(json)) = values.next() {
            let read = text.get(..values.byte_offset()).unwrap_or_default();
            return Self { json: Some(json), lines: read.matches('\n').count() + 1 };
        }
        let mut length = 1;
        for pair in lines.windows(2) {
            if let [line, next] = pair
                && next.number > line.number + 1
            {
                break;
            }
            length += 1;
        }
        Self { json: None, lines: length.min(lines.len()) }
    }
}
