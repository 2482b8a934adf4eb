//! The text of a help page as numbered lines.

use super::ReadError;

/// A line that is not empty, or one cell of it if tabs separate cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number, from 1.
    pub number: usize,
    /// The text, with white space folded.
    pub text: String,
}

/// Characters that start a list item.
const BULLETS: [char; 8] = ['•', '-', '*', '·', '●', '○', '▪', '–'];

impl Line {
    /// Returns the text after the bullet, if the line is a list item.
    pub(super) fn item(&self) -> Option<&str> {
        if self.text.starts_with("**") {
            return None;
        }
        let item = self.text.strip_prefix(BULLETS)?.trim_start();
        if item.is_empty() { None } else { Some(item) }
    }

    /// Returns the text without Markdown emphasis around it.
    pub(super) fn plain(&self) -> &str {
        without_emphasis(&self.text)
    }
}

/// Strips Markdown emphasis from both ends.
pub(super) fn without_emphasis(text: &str) -> &str {
    text.trim_matches('*').trim()
}

/// Splits text into lines, and lines into cells at tabs, which is how browsers copy tables.
pub(super) fn split(text: &str) -> Result<Vec<Line>, ReadError> {
    check_format(text)?;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for cell in line.split(['\t', '\r']) {
            let text = visible(cell);
            if !text.is_empty() {
                lines.push(Line { number: index + 1, text });
            }
        }
    }
    Ok(lines)
}

fn check_format(text: &str) -> Result<(), ReadError> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let message = if text.contains('\0') {
        "the file is not plain text: save the help page as plain text"
    } else if start.is_empty() {
        "the file is empty: save the help page again"
    } else if start.starts_with('<') {
        "the file looks like HTML: save the help page as plain text"
    } else {
        return Ok(());
    };
    Err(ReadError { line: 1, message: message.to_owned() })
}

/// Removes invisible characters and folds white space.
fn visible(cell: &str) -> String {
    let visible: String = cell.chars().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

/// Characters that browsers insert for line breaking or text direction.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
