//! Compares what a help page states about the operation as a whole.

use hss_generator::ir;

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::suggestion::Suggestion;
use crate::expressible::{unsupported_media_types, unsupported_status_codes};
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
        let (root, value) = (self.document.root(), notation::request(&request.value));
        let found = self.write(Kind::Request, request.line, &root, "request", value, "the request lines differ");
        self.report(found);
    }

    fn compare_title(&mut self) {
        let title = self.page.title.as_ref();
        if title.is_some_and(|title| title.value == self.operation.page.title) {
            return;
        }
        let page = self.document.root().at("page");
        let value = notation::scalar(title.map_or("", |title| &title.value));
        let line = title.map_or(1, |title| title.line);
        let found = self.write(Kind::Title, line, &page, "title", value, "the titles differ");
        self.report(found.decide_if(title.is_none()));
    }

    fn compare_date(&mut self) {
        let page = self.document.root().at("page");
        let (node, kind) = (page.at("updated"), Kind::Updated);
        match &self.page.updated {
            Some(updated) if updated.value == self.operation.page.updated => {}
            Some(updated) if is_older(updated, self.operation) => {
                let message = "this copy of the help page is older than the description";
                let found = self.at_value(kind, updated.line, &node, message, "compare the current help page");
                self.report(found);
            }
            Some(updated) => {
                let message = "the dates of the last update differ";
                let mut found = self.write(kind, updated.line, &page, "updated", updated.value.as_str(), message);
                found.difference.help +=
                    " after fixing all other differences, and read the sentences, which are not compared";
                self.report(found);
            }
            None if self.operation.page.date().is_none() => {}
            None => {
                let help = "save the whole page, or write `updated: not stated` if it has no date";
                let found = self.at_value(kind, 1, &node, "the page has no line `Updated on` with a date", help);
                self.report(found);
            }
        }
    }

    fn compare_deprecation(&mut self) {
        let root = self.document.root();
        let (mark, title) = (&self.page.deprecated, &self.page.title);
        if mark.is_some() == self.operation.deprecated.is_some() {
            return;
        }
        let title_line = title.as_ref().map_or(1, |title| title.line);
        let line = mark.as_ref().map_or(title_line, |mark| mark.line);
        let reason = notation::DEPRECATED_OPERATION;
        let mut found = self.deprecation_difference(line, &root, "the operation", mark.is_some(), reason);
        if mark.is_some() {
            // The file has no line for it yet.
            found.difference.span = root.at("operation").key_span().1;
        }
        self.report(found);
    }

    /// Reports media types of requests that the client does not send.
    pub(super) fn compare_media_types(&mut self) {
        let node = self.document.root().at("request");
        for Located { value: message, line, .. } in unsupported_media_types(self.page) {
            let help = "quote the line in the operation's `page_says` if the service also accepts JSON";
            let found = self.at_value(Kind::Request, line, &node, message, help);
            self.report(found);
        }
    }

    /// Reports status codes that are neither a success nor an error. The client fails on them.
    pub(super) fn compare_other_status_codes(&mut self) {
        let node = self.document.root().at("response");
        for Located { value: message, line, .. } in unsupported_status_codes(self.page) {
            let help = "find out when the service returns it, and quote the line in the operation's `page_says`";
            let found = self.at_key(Kind::StatusCode, line, &node, message, help);
            self.report(found);
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
            let message = format!("the help page states the status code {code}");
            let help = format!("write `{code}:`");
            let found = self.at_key(Kind::StatusCode, status.line, &node, message, help);
            let found = found.suggest(Suggestion::StatusCode { entry: node, code });
            self.report(found.decide_if(described.is_none() || !is_only_code || !keeps_content));
        }
    }
}

/// Returns whether a page was last updated before the one that was described. Dates are `YYYY-MM-DD`.
pub(crate) fn is_older(updated: &Located<String>, operation: &ir::Operation) -> bool {
    operation.page.date().is_some_and(|described| updated.value.as_str() < described)
}
