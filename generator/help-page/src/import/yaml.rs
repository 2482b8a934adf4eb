//! Writes YAML, with comments for the decisions left to a person.

use crate::notation::{self, PLACEHOLDER};
use crate::read::Located;
use crate::remark::Remark;

#[derive(Default)]
pub(super) struct YamlWriter {
    pub(super) text: String,
    pub(super) decisions: Vec<Remark>,
    pub(super) notes: Vec<Remark>,
}

impl YamlWriter {
    fn write_line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn write_blank_line(&mut self) {
        self.text.push('\n');
    }

    /// Removes the last line if it is blank.
    pub(super) fn trim_blank_line(&mut self) {
        if self.text.ends_with("\n\n") {
            self.text.pop();
        }
    }

    pub(super) fn write_comment(&mut self, depth: usize, comment: &str) {
        self.write_line(depth, &format!("# {comment}"));
    }

    /// Writes a decision as a comment above the lines that it is about.
    pub(super) fn write_decision(&mut self, depth: usize, line: usize, message: &str) {
        let message = one_line(message);
        self.write_comment(depth, &format!("{PLACEHOLDER}: {message}"));
        self.decisions.push(Remark { line, message });
    }

    /// Writes a comment that needs no decision: nothing that the notation can express is missing.
    pub(super) fn write_note(&mut self, depth: usize, line: usize, message: &str) {
        let message = one_line(message);
        self.write_comment(depth, &message);
        self.notes.push(Remark { line, message });
    }

    /// Writes that a person has to choose a better `rust_name` than `name` for a row or a value.
    pub(super) fn write_rust_name_decision(&mut self, depth: usize, wire: &Located<String>, name: &str) {
        let message = format!(
            "`{}`: choose a `rust_name`: the name that follows from it is taken or invalid, `{name}` is a placeholder",
            wire.value
        );
        self.write_decision(depth, wire.line, &message);
    }

    /// Writes a key with its value on the lines below.
    pub(super) fn write_key(&mut self, depth: usize, key: &str) {
        self.write_line(depth, &format!("{}:", key_text(key)));
    }

    /// Writes a key and a value that is valid YAML.
    pub(super) fn write_entry(&mut self, depth: usize, key: &str, value: &str) {
        self.write_line(depth, &format!("{}: {value}", key_text(key)));
    }

    /// Writes a key and a string, which is quoted if necessary.
    pub(super) fn write_string(&mut self, depth: usize, key: &str, value: &str) {
        self.write_entry(depth, key, &notation::scalar(value));
    }

    /// Writes a value of an enum, without its meaning. `key` is valid YAML.
    pub(super) fn write_value(&mut self, depth: usize, key: &str, is_deprecated: bool, rust_name: Option<&str>) {
        if !is_deprecated && rust_name.is_none() {
            return self.write_line(depth, &format!("{key}: {PLACEHOLDER}"));
        }
        self.write_line(depth, &format!("{key}:"));
        self.write_entry(depth + 1, "doc", PLACEHOLDER);
        if is_deprecated {
            self.write_entry(depth + 1, "deprecated", notation::DEPRECATED_VALUE);
        }
        if let Some(rust_name) = rust_name {
            self.write_entry(depth + 1, "rust_name", rust_name);
        }
    }

    /// Writes the first key of a list item.
    pub(super) fn write_item(&mut self, depth: usize, key: &str, value: &str) {
        self.write_line(depth, &format!("- {key}: {value}"));
    }

    /// Writes the list of `page_says`. A person has to explain each text.
    pub(super) fn write_quotations(&mut self, depth: usize, texts: &[&str]) {
        for text in texts {
            self.write_item(depth, "text", &notation::quoted(text));
            self.write_entry(depth + 1, "why", PLACEHOLDER);
        }
    }

    /// Writes JSON as a block of text.
    pub(super) fn write_json(&mut self, depth: usize, key: &str, json: &serde_json::Value) {
        self.write_line(depth, &format!("{key}: |"));
        for line in format!("{json:#}").lines() {
            self.write_line(depth + 1, line);
        }
    }
}

fn one_line(message: &str) -> String {
    message.chars().filter(|c| !c.is_control()).collect()
}

/// Keys are quoted if necessary, except for status codes.
fn key_text(key: &str) -> String {
    let is_status_code = key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit());
    if is_status_code { key.to_owned() } else { notation::scalar(key) }
}
