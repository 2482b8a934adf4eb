//! Quotations of the help page in `page_says`. Quoted text is not a difference.

use crate::read::{Line, Value, marks_deprecation};

/// A quotation, and a line of the page that contains it.
struct Quotation<'a> {
    text: &'a str,
    /// The text as it is compared.
    plain: String,
    line: usize,
}

impl Quotation<'_> {
    fn covers(&self, line: usize, text: &str) -> bool {
        self.line == line && (text.contains(&self.plain) || self.plain.contains(text))
    }
}

/// The quotations of a row.
#[derive(Default)]
pub(super) struct Quotations<'a>(Vec<Quotation<'a>>);

impl<'a> Quotations<'a> {
    /// Adds a quotation. Returns whether one of these lines contains it. HTML does not show emphasis, so that only
    /// plain text can contain a quotation with emphasis.
    pub(super) fn add(&mut self, text: &'a str, lines: &[Line], is_html: bool) -> bool {
        let plain = without_emphasis(text);
        let ignores_emphasis = !plain.is_empty() && (is_html || !text.contains(['*', '`']));
        let mut found = false;
        for line in lines {
            if line.text.contains(text) || (ignores_emphasis && without_emphasis(&line.text).contains(&plain)) {
                self.0.push(Quotation { text, plain: plain.clone(), line: line.number });
                found = true;
            }
        }
        found
    }

    /// Returns whether a quotation covers a fact that was read from `text` in this line.
    pub(super) fn cover(&self, line: usize, text: &str) -> bool {
        let text = without_emphasis(text);
        self.0.iter().any(|quotation| quotation.covers(line, &text))
    }

    /// Returns whether a quotation covers none of these values.
    pub(super) fn cover_more_than(&self, values: &[Value]) -> bool {
        let covers_value = |quotation: &Quotation<'_>| {
            values.iter().any(|Value { name, .. }| quotation.covers(name.line, &without_emphasis(&name.text)))
        };
        !self.0.iter().all(covers_value)
    }

    /// Returns whether a quotation is from this line.
    pub(super) fn cover_line(&self, line: usize) -> bool {
        self.0.iter().any(|quotation| quotation.line == line)
    }

    /// Returns whether a quotation is about a deprecation.
    pub(super) fn cover_deprecation(&self) -> bool {
        self.0.iter().any(|quotation| marks_deprecation(quotation.text))
    }
}

/// Removes the characters of emphasis, which only some formats show, and the white space that may be next to them.
fn without_emphasis(text: &str) -> String {
    let is_kept = |c: &char| !matches!(c, '*' | '`') && !c.is_whitespace();
    text.replace('：', ":").chars().filter(is_kept).collect()
}
