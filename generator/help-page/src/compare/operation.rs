//! Compares what a help page states about the operation as a whole.

use super::PageComparer;
use super::difference::{DifferenceKind, FoundDifference, Highlight};
use super::suggestion::Suggestion;
use hss_generator::ir;

use crate::notation;
use crate::read::Located;

impl PageComparer<'_> {
    pub(super) fn compare_operation(&mut self) {
        self.compare_request_line();
        self.compare_title();
        self.compare_date();
        self.compare_deprecation();
    }

    fn compare_request_line(&mut self) {
        let request = &self.page.request;
        if request.value.method == self.operation.method.as_str() && request.value.path == self.operation.path {
            return;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Request,
            message: "the request lines differ".to_owned(),
            help: format!("write `request: {}`", request.value),
            line: request.line,
            highlight: Highlight::Value(self.document.root().at("request")),
            suggestion: Suggestion::write(&self.document.root(), "request", notation::request(&request.value)),
        });
    }

    fn compare_title(&mut self) {
        let title = self.page.title.as_ref();
        if title.is_some_and(|title| title.value == self.operation.page.title) {
            return;
        }
        let value = title.map_or("", |title| &title.value);
        self.report(FoundDifference {
            kind: DifferenceKind::Title,
            message: "the titles differ".to_owned(),
            help: format!("write `title: {}`", notation::scalar(value)),
            line: title.map_or(1, |title| title.line),
            highlight: Highlight::Value(self.document.root().at("page").at("title")),
            suggestion: match title {
                Some(_) => Suggestion::write(&self.document.root().at("page"), "title", notation::scalar(value)),
                None => Suggestion::Decide,
            },
        });
    }

    fn compare_date(&mut self) {
        let highlight = Highlight::Value(self.document.root().at("page").at("updated"));
        let kind = DifferenceKind::Updated;
        match &self.page.updated {
            Some(updated) if updated.value == self.operation.page.updated => {}
            Some(updated) if is_older(updated, self.operation) => self.report(FoundDifference {
                kind,
                message: "this copy of the help page is older than the description".to_owned(),
                help: "compare the current help page".to_owned(),
                line: updated.line,
                highlight,
                suggestion: Suggestion::Decide,
            }),
            Some(updated) => self.report(FoundDifference {
                kind,
                message: "the dates of the last update differ".to_owned(),
                help: format!("write `updated: {}` after fixing all other differences", updated.value),
                line: updated.line,
                highlight,
                suggestion: Suggestion::Date { date: &updated.value },
            }),
            None if self.operation.page.date().is_none() => {}
            None => self.report(FoundDifference {
                kind,
                message: "the page has no line `Updated on` with a date".to_owned(),
                help: "save the whole page, or write `updated: not stated` if it has no date".to_owned(),
                line: 1,
                highlight,
                suggestion: Suggestion::Decide,
            }),
        }
    }

    fn compare_deprecation(&mut self) {
        let root = self.document.root();
        let kind = DifferenceKind::Deprecated;
        match (&self.page.deprecated, &self.operation.deprecated) {
            (Some(mark), None) => self.report(FoundDifference {
                kind,
                message: "the help page marks the operation as deprecated".to_owned(),
                help: "write `deprecated:` and the reason".to_owned(),
                line: mark.line,
                highlight: Highlight::Key(root.at("operation")),
                suggestion: Suggestion::write(&root, "deprecated", notation::DEPRECATED_OPERATION),
            }),
            (None, Some(_)) => self.report(FoundDifference {
                kind,
                message: "the help page does not mark the operation as deprecated".to_owned(),
                help: "remove `deprecated`".to_owned(),
                line: self.page.title.as_ref().map_or(1, |title| title.line),
                highlight: Highlight::Key(root.at("deprecated")),
                suggestion: Suggestion::remove(&root.at("deprecated")),
            }),
            _ => {}
        }
    }

    pub(super) fn compare_status_codes(&mut self) {
        let node = self.document.root().at("response");
        let described = self.described_status();
        let successes: Vec<&Located<_>> =
            self.page.statuses.iter().filter(|status| status.value.is_success()).collect();
        let is_only_code = successes.windows(2).all(|pair| matches!(pair, [a, b] if a.value == b.value));
        let mut reported = Vec::new();
        for status in &successes {
            let code = status.value.0;
            if Some(code) == described || reported.contains(&code) {
                continue;
            }
            reported.push(code);
            let node = match described {
                Some(described) => node.at(described),
                None => node.clone(),
            };
            let keeps_content = match code {
                200..=203 => true,
                204 => self.operation.response.fields().is_empty() && !self.operation.returns_file(),
                // The response would be something else, such as a part of a file.
                _ => false,
            };
            let suggestion = match described {
                Some(_) if is_only_code && keeps_content => {
                    Suggestion::StatusCode { entry: node.pointer().to_owned(), code }
                }
                _ => Suggestion::Decide,
            };
            self.report(FoundDifference {
                kind: DifferenceKind::StatusCode,
                message: format!("the help page states the status code {code}"),
                help: format!("write `{code}:`"),
                line: status.line,
                highlight: Highlight::Key(node),
                suggestion,
            });
        }
    }
}

/// Returns whether a page was last updated before the one that was described. Dates are `YYYY-MM-DD`.
pub(crate) fn is_older(updated: &Located<String>, operation: &ir::Operation) -> bool {
    operation.page.date().is_some_and(|described| updated.value.as_str() < described)
}
