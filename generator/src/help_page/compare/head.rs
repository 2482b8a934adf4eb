//! What a page says of the whole operation.

use super::Compare;
use super::difference::{Fact, Spot};
use crate::help_page::notation;

impl Compare<'_> {
    pub(super) fn head(&mut self) {
        let (root, page, operation) = (self.document.root(), self.page, self.operation);
        let (method, path) = &page.request.value;
        let described = format!("{} {}", operation.method.as_str(), operation.path);
        if format!("{method} {path}") != described {
            let (message, help) = ("the request lines differ".to_owned(), format!("write `request: {method} {path}`"));
            self.report(Fact::Request, message, help, page.request.line, &Spot::Value(&root.at("request")));
        }
        let title = page.title.as_ref();
        if title.is_none_or(|title| title.value != operation.page.title) {
            let (value, line) = title.map_or(("", 1), |title| (title.value.as_str(), title.line));
            let help = format!("write `title: {}`", notation::scalar(value));
            self.report(
                Fact::Title,
                "the titles differ".to_owned(),
                help,
                line,
                &Spot::Value(&root.at("page").at("title")),
            );
        }
        let node = root.at("page").at("updated");
        match &page.updated {
            Some(updated) if updated.value == operation.page.updated => {}
            Some(updated) => {
                let message = "the page has another date".to_owned();
                let help = format!("write `updated: {}` when everything else agrees", updated.value);
                self.report(Fact::Updated, message, help, updated.line, &Spot::Value(&node));
            }
            None => {
                let message = "the page has no line `Updated on` with a date".to_owned();
                self.report(Fact::Updated, message, "save the whole page", 1, &Spot::Value(&node));
            }
        }
        self.deprecated_operation();
    }

    fn deprecated_operation(&mut self) {
        let (root, page, operation) = (self.document.root(), self.page, self.operation);
        match (&page.deprecated, &operation.deprecated) {
            (Some(mark), None) => {
                let help = "write `deprecated:` and why";
                let message = "the page marks the operation as deprecated".to_owned();
                self.report(Fact::Deprecated, message, help, mark.line, &Spot::Key(&root.at("operation")));
            }
            (None, Some(_)) => {
                let message = "the page does not mark the operation as deprecated".to_owned();
                let line = page.title.as_ref().map_or(1, |title| title.line);
                self.report(Fact::Deprecated, message, "remove `deprecated`", line, &Spot::Key(&root.at("deprecated")));
            }
            _ => {}
        }
    }

    pub(super) fn statuses(&mut self) {
        let node = self.document.root().at("response");
        let described = self.status();
        let mut seen = Vec::new();
        for status in self.page.statuses.iter().filter(|status| status.value.is_success()) {
            if Some(status.value.0) != described && !seen.contains(&status.value) {
                seen.push(status.value);
                let code = status.value.0;
                let message = format!("the page names the status code {code}");
                let node = described.map_or_else(|| node.clone(), |described| node.at(described));
                self.report(Fact::StatusCode, message, format!("write `{code}:`"), status.line, &Spot::Key(&node));
            }
        }
        if !self.page.statuses.iter().any(|status| status.value.is_success()) {
            let message = "the page names no status code of success".to_owned();
            self.report(Fact::StatusCode, message, "save the whole page", self.page.request.line, &Spot::Key(&node));
        }
    }
}
