//! The titles of tables, and what they say about the rows.

use super::content::TableKind;
use super::sections::Heading;
use super::types::is_name;
use super::words::is_one_of;

/// Words of titles that do not say what a table lists.
const FILLERS: &str = "a an and data description descriptions describes field fields for in key list message object \
                       objects of parameter parameters string structure table the this value which";

/// What the title of a table says.
pub(super) enum Title {
    Kind(TableKind),
    /// Only that the rows are parameters.
    Parameters,
    /// Neither a known table nor the name of an object.
    Unknown,
}

impl Title {
    pub(super) fn parse(title: &str, section: Heading, has_body: bool) -> Self {
        // Many titles are the name of an object and nothing else.
        if is_name(title) && !is_known_word(title) {
            return Self::Kind(TableKind::Object(title.to_owned()));
        }
        let lower_case = title.to_ascii_lowercase();
        let words: Vec<&str> = lower_case.split_whitespace().filter(|word| !is_filler(word)).collect();
        if words.is_empty() && (title.is_empty() || lower_case.contains("parameter")) {
            return Self::Parameters;
        }
        let in_response = section == Heading::Response;
        let kind = match words.as_slice() {
            ["path"] | ["path", "request"] | ["request", "path"] => TableKind::Path,
            ["uri" | "url" | "request"] | ["request", "uri" | "url"] => return Self::Parameters,
            ["query"] | ["query", "request"] | ["request" | "uri" | "url", "query"] => TableKind::Query,
            ["request", "header" | "headers"] => TableKind::Header,
            ["header" | "headers"] if !in_response => TableKind::Header,
            ["request", "body"] => TableKind::Body,
            ["body"] if has_body && section == Heading::Request => TableKind::Body,
            ["response", "body"] | ["response" | "body"] if in_response => TableKind::Response,
            ["response", "header" | "headers"] | ["header" | "headers"] if in_response => TableKind::ResponseHeader,
            _ => return Self::object(title),
        };
        Self::Kind(kind)
    }

    /// Returns the object in `Description of the thing field` and the like.
    fn object(title: &str) -> Self {
        let mut found = None;
        for word in title.split_whitespace() {
            let word = word.trim_matches(['*', '`', '"', '(', ')']);
            let is_other = is_filler(&word.to_ascii_lowercase()) || is_known_word(word);
            if is_other {
                continue;
            }
            if found.is_some() || !is_name(word) {
                return Self::Unknown;
            }
            found = Some(word);
        }
        match found {
            Some(name) => Self::Kind(TableKind::Object(name.to_owned())),
            None => Self::Unknown,
        }
    }
}

fn is_filler(word: &str) -> bool {
    is_one_of(word, FILLERS)
}

/// Returns whether a word says which part of a message a table lists.
fn is_known_word(word: &str) -> bool {
    let words = "path query request response header headers body uri url parameter parameters description";
    is_one_of(&word.to_ascii_lowercase(), words)
}
