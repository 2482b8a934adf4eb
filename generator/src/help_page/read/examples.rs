//! Examples: blocks of JSON.

use serde_json::Value as Json;

use super::sections::Heading;
use super::status::is_status;
use super::{Example, HelpPage, Line, Located, Status};

/// How many blocks of JSON a section has at most.
const MAX_EXAMPLES: usize = 64;

/// The JSON blocks of a section, below the status codes that they belong to.
pub(super) fn examples(page: &mut HelpPage, heading: Heading, lines: &[Line]) {
    let (mut success, mut rest, mut blocks) = (true, lines, 0);
    while let Some((line, behind)) = rest.split_first() {
        rest = behind;
        if heading == Heading::ExampleResponses && is_status(line) {
            success = page.status(line).is_none_or(Status::is_success);
        } else if line.text.starts_with(['{', '[']) && blocks < MAX_EXAMPLES {
            blocks += 1;
            let (json, length) = json(std::iter::once(line).chain(behind));
            rest = behind.get(length..).unwrap_or_default();
            let example = match json {
                Some(json) if heading == Heading::ExampleRequests => Example::Request(json),
                Some(json) => Example::Response(json),
                None => {
                    page.broken_examples += 1;
                    continue;
                }
            };
            if success {
                page.examples.push(Located::new(example, line.number, line.text.as_str()));
            }
        }
    }
}

/// The JSON that begins here, and how many lines follow its first; without JSON, those up to a gap.
fn json<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> (Option<Json>, usize) {
    let text: Vec<&str> = lines.clone().map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Json>();
    if let Some(Ok(json)) = values.next() {
        let read = text.get(..values.byte_offset()).unwrap_or_default();
        return (Some(json), read.matches('\n').count());
    }
    let together = lines.clone().zip(lines.skip(1)).take_while(|(line, next)| next.number <= line.number + 1);
    (None, together.count())
}
