//! A page's text as numbered lines.

use super::Unreadable;

/// A line, or a cell of a line, that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number, from 1.
    pub number: usize,
    /// The text, with white space folded.
    pub text: String,
}

/// Signs that begin an item of a list.
const BULLETS: [char; 8] = ['•', '-', '*', '·', '●', '○', '▪', '–'];

impl Line {
    /// The text behind a bullet, if the line is an item of a list.
    pub(super) fn item(&self) -> Option<&str> {
        let emphasis = self.text.starts_with("**");
        let item = self.text.strip_prefix(BULLETS).filter(|_| !emphasis)?.trim_start();
        (!item.is_empty()).then_some(item)
    }

    /// The text without the asterisks of Markdown around it.
    pub(super) fn plain(&self) -> &str {
        plain(&self.text)
    }
}

/// Without emphasis.
pub(super) fn plain(text: &str) -> &str {
    text.trim_matches('*').trim()
}

/// The lines that hold something; a tab parts cells, as browsers copy tables.
pub(super) fn cut(text: &str) -> Result<Vec<Line>, Unreadable> {
    let refuse = |why: &str| Err(Unreadable { line: 1, why: why.to_owned() });
    if text.contains('\0') {
        return refuse("this is no text: save the page as plain text");
    }
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return refuse("the file is empty: save the page again");
    }
    if start.starts_with('<') {
        return refuse("this looks like HTML: save the page as plain text");
    }
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for cell in line.split(['\t', '\r']) {
            let visible: String = cell.chars().filter(|c| !is_invisible(*c)).collect();
            let text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                lines.push(Line { number: index + 1, text });
            }
        }
    }
    Ok(lines)
}

/// What browsers leave between characters, and what would reorder what is shown of them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
