//! Quotations of the help page in `page_says`. Quoted text is not a difference.

use super::Comparer;
use super::difference::{DifferenceKind, Finding, Highlight};
use crate::description::Node;
use crate::help_page::read::{Line, marks_deprecation};
use crate::ir::{PageSays, Says};

/// A quotation, and a line of the page that contains it.
#[derive(Clone, Copy)]
pub(super) struct Quotation<'a> {
    text: &'a str,
    line: usize,
}

/// The quotations of a row.
#[derive(Default)]
pub(super) struct Quotations<'a>(Vec<Quotation<'a>>);

impl Quotations<'_> {
    /// Returns whether a quotation covers a fact that was read from `text` in this line.
    pub(super) fn cover(&self, line: usize, text: &str) -> bool {
        for quotation in &self.0 {
            if quotation.line == line && (text.contains(quotation.text) || quotation.text.contains(text)) {
                return true;
            }
        }
        false
    }

    /// Returns whether a quotation is about a deprecation.
    pub(super) fn cover_deprecation(&self) -> bool {
        self.0.iter().any(|quotation| marks_deprecation(quotation.text))
    }
}

impl<'a> Comparer<'a> {
    /// Adds the quotation of a `page_says` at `node`, or reports that these lines no longer contain it.
    pub(super) fn quotation(
        &mut self,
        quotations: &mut Quotations<'a>,
        node: &Node<'_>,
        page_says: Option<&'a PageSays>,
        lines: &[Line],
    ) {
        let Some(PageSays { says: Says::Text(text), .. }) = page_says else {
            return;
        };
        let mut found = false;
        for line in lines {
            if line.text.contains(text.as_str()) {
                quotations.0.push(Quotation { text, line: line.number });
                found = true;
            }
        }
        if !found {
            self.report(Finding {
                kind: DifferenceKind::PageSays,
                message: "the help page no longer says this".to_owned(),
                help: "compare this row again, then remove `page_says` or quote what the help page says now".to_owned(),
                line: lines.first().map_or(self.page.request.line, |line| line.number),
                highlight: Highlight::Value(node.at("text")),
            });
        }
    }
}
