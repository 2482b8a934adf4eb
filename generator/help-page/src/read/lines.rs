//! The text of a help page as numbered lines.

use hss_generator::text::is_invisible;

use super::error::ReadError;

/// A line that is not empty, or one cell of it if tabs separate cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number, from 1.
    pub number: usize,
    /// The text, with white space folded.
    pub text: String,
    /// How far the line is indented: the number of spaces, or of the list items around it.
    pub(super) level: usize,
    /// What the markup says about the line. Plain text has none.
    pub(super) markup: Markup,
    /// Whether styles that are not understood may hide a part of the line.
    pub(super) may_be_hidden: bool,
}

/// The element that a line belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Markup {
    #[default]
    None,
    Heading,
    Cell(TableCell),
}

/// The position of a line in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableCell {
    /// Number of the table on the page.
    pub table: usize,
    pub row: usize,
    pub column: usize,
    /// Number of columns that the cells of the row cover.
    pub columns: usize,
}

/// Characters that start a list item.
const BULLETS: [char; 16] = ['•', '-', '*', '·', '●', '○', '▪', '–', '◾', '➢', '■', '+', '‣', '◦', '◆', '►'];

impl Line {
    /// Creates a line without markup.
    pub(super) fn plain_text(number: usize, text: impl Into<String>) -> Self {
        Self { number, text: text.into(), level: 0, markup: Markup::None, may_be_hidden: false }
    }

    /// Returns the position in a table, if the markup states it.
    pub(super) fn cell(&self) -> Option<TableCell> {
        match self.markup {
            Markup::Cell(cell) => Some(cell),
            _ => None,
        }
    }

    /// Returns the text after the bullet, if the line is a list item.
    pub(super) fn item(&self) -> Option<&str> {
        if self.text.starts_with("**") {
            return None;
        }
        let item = self.text.strip_prefix(BULLETS)?.trim_start();
        if item.is_empty() { None } else { Some(item) }
    }

    /// Returns the text without Markdown emphasis around it.
    pub(crate) fn plain(&self) -> &str {
        without_emphasis(&self.text)
    }
}

/// Strips Markdown emphasis from both ends.
pub(super) fn without_emphasis(text: &str) -> &str {
    text.trim_matches('*').trim()
}

/// Returns the text with ASCII colons and without Markdown emphasis around words.
pub(super) fn without_inline_emphasis(text: &str) -> String {
    let words: Vec<String> = text.replace('：', ": ").split_whitespace().map(plain_word).collect();
    words.join(" ")
}

/// Strips emphasis around a word, and between the word and punctuation after it.
fn plain_word(word: &str) -> String {
    let start = word.trim_start_matches("**").trim_start_matches('`');
    let core = start.trim_end_matches(['.', ',', ';', ':', ')']);
    let punctuation = start.get(core.len()..).unwrap_or_default();
    format!("{}{punctuation}", core.trim_end_matches("**").trim_end_matches('`'))
}

/// Splits text into lines, and lines into cells at tabs, which is how browsers copy tables.
pub(super) fn split(text: &str) -> Result<Vec<Line>, ReadError> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut lines = Vec::new();
    let mut size = 0;
    for (index, line) in text.lines().enumerate() {
        if size > MAX_TEXT {
            break;
        }
        for cell in line.split(['\t', '\r']) {
            size += cell.len();
            let text = visible(cell.get(..MAX_TEXT).unwrap_or(cell));
            if !text.is_empty() {
                let level = cell.len() - cell.trim_start().len();
                lines.push(Line { level, ..Line::plain_text(index + 1, text) });
            }
        }
    }
    match unsupported_format(text, start, &lines) {
        Some((line, message)) => Err(ReadError::new(line, message)),
        None => Ok(lines),
    }
}

/// Maximum length of a line in bytes. Help pages have a tenth of it or less.
const MAX_LINE: usize = 64 << 10;

/// Number of bytes at which reading stops. Text with more than half of it is rejected, since help pages are much
/// shorter.
pub(super) const MAX_TEXT: usize = 2 << 20;

/// Rejects text that is much longer than a help page.
pub(super) fn require_size_of_a_page(lines: &[Line]) -> Result<(), ReadError> {
    let mut size = 0;
    for line in lines {
        size += line.text.len() + 1;
        if line.text.len() > MAX_LINE || size > MAX_TEXT / 2 {
            let message = "the text is too long for a help page: save the help page of one operation";
            return Err(ReadError::new(line.number, message));
        }
    }
    Ok(())
}

/// Returns the line that shows that the text has an unsupported format, and a message.
fn unsupported_format(text: &str, start: &str, lines: &[Line]) -> Option<(usize, &'static str)> {
    if text.contains('\0') {
        return Some((1, "the file is not plain text: save the page as text or HTML"));
    }
    if start.is_empty() {
        return Some((1, "the file is empty: save the page again"));
    }
    if start.starts_with("From: <Saved by") || start.starts_with("MIME-Version:") {
        return Some((1, "the file is a web archive (MHTML): save the page as HTML only"));
    }
    for line in lines {
        if line.text.starts_with("CAPTION: ") {
            return Some((line.number, "the file is the output of lynx: save the page as HTML"));
        }
        let is_rule = line.text.starts_with('|') && line.text.contains("---");
        if is_rule && line.text.chars().all(|c| "|-: ".contains(c)) {
            return Some((line.number, "the tables are in Markdown: save the page as HTML or plain text"));
        }
        if line.text.starts_with(['│', '┌', '├', '┃', '┏']) || line.text.starts_with("+---") {
            return Some((line.number, "the tables are drawn with borders, as by w3m: save the page as HTML"));
        }
        let header = line.plain().to_ascii_lowercase();
        let is_header = header.starts_with("parameter ") || header.starts_with("name ");
        if is_header && header.ends_with(" type description") {
            return Some((line.number, "the rows of tables are on one line, as by lynx or w3m: save the page as HTML"));
        }
    }
    let line = wrapped_line(text)?;
    Some((line, "the lines are wrapped, as by lynx: save the page as HTML"))
}

/// Returns the first line that was wrapped at the width of a screen, if there are several and no line is longer.
fn wrapped_line(text: &str) -> Option<usize> {
    const WIDTHS: std::ops::RangeInclusive<usize> = 60..=80;
    let mut first = None;
    let mut count = 0;
    let mut previous: &str = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let width = line.chars().count();
        if width > *WIDTHS.end() {
            return None;
        }
        let is_continuation =
            line.trim_start().starts_with(|c: char| c.is_ascii_lowercase()) && line.trim_start().contains(' ');
        if is_continuation && WIDTHS.contains(&previous.chars().count()) && !previous.ends_with(['.', ':', ';']) {
            first.get_or_insert(index);
            count += 1;
        }
        previous = line;
    }
    first.filter(|_| count > 2)
}

/// Removes invisible characters and folds white space.
pub(super) fn visible(text: &str) -> String {
    let mut folded = String::new();
    for word in text.split_whitespace() {
        let start = folded.len();
        if start > 0 {
            folded.push(' ');
        }
        let before = folded.len();
        folded.extend(word.chars().filter(|c| !is_invisible(*c)));
        if folded.len() == before {
            folded.truncate(start);
        }
    }
    // The permanent link of a heading.
    while folded.ends_with(['¶', '\u{f0c1}']) {
        folded.pop();
    }
    folded.truncate(folded.trim_end().len());
    folded
}
