//! Lines of YAML, and what a person has to decide about them.

use super::Unsure;
use crate::help_page::notation;

/// The text so far.
pub(super) struct Yaml {
    pub(super) text: String,
    pub(super) unsure: Vec<Unsure>,
}

impl Yaml {
    pub(super) fn new() -> Self {
        Self { text: String::new(), unsure: Vec::new() }
    }

    fn line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn comment_line(&mut self, depth: usize, comment: &str) {
        self.line(depth, &format!("# {comment}"));
    }

    /// Notes what to decide, above the line that it is about.
    pub(super) fn unsure(&mut self, depth: usize, page_line: usize, what: &str) {
        let what: String = what.chars().filter(|c| !c.is_control()).collect();
        self.comment_line(depth, &format!("{}: {what}", super::TO_WRITE));
        self.unsure.push(Unsure { line: page_line, what });
    }

    /// A key with what is below it.
    pub(super) fn key(&mut self, depth: usize, key: &str) {
        let line = format!("{}:", key_text(key));
        self.line(depth, &line);
    }

    /// A key with a value that YAML takes as it stands.
    pub(super) fn entry(&mut self, depth: usize, key: &str, value: &str) {
        let line = format!("{}: {value}", key_text(key));
        self.line(depth, &line);
    }

    /// A key with a text, quoted where it must be.
    pub(super) fn text(&mut self, depth: usize, key: &str, value: &str) {
        let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || " /{}._~-".contains(c));
        let request = plain && value.contains(" /");
        let value = if request { value.to_owned() } else { notation::scalar(value) };
        self.entry(depth, key, &value);
    }

    /// The first key of an item of a list.
    pub(super) fn item(&mut self, depth: usize, key: &str, value: &str) {
        self.line(depth, &format!("- {key}: {value}"));
    }

    /// JSON as a text of several lines.
    pub(super) fn json(&mut self, depth: usize, key: &str, json: &serde_json::Value) {
        self.line(depth, &format!("{key}: |"));
        for line in format!("{json:#}").lines() {
            self.line(depth + 1, line);
        }
    }
}

/// Keys that are digits stay as they are: status codes.
fn key_text(key: &str) -> String {
    let status = key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit());
    if status { key.to_owned() } else { notation::scalar(key) }
}
