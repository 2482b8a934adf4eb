//! Compares examples.

use serde_json::Value as Json;

use super::Comparer;
use super::difference::{DifferenceKind, Finding, Highlight};
use crate::description::Node;
use crate::help_page::read::Example;

impl Comparer<'_> {
    pub(super) fn examples(&mut self) {
        self.counts.examples = self.page.examples.len();
        self.counts.invalid_examples = self.page.invalid_examples;
        self.examples_of_page();
        self.examples_of_description();
    }

    /// Reports examples that only the page has.
    fn examples_of_page(&mut self) {
        let described = &self.operation.examples;
        for example in &self.page.examples {
            let (key, found) = match &example.value {
                Example::Request(json) => ("body", described.iter().any(|known| known.body.as_ref() == Some(json))),
                Example::Response(json) => {
                    ("response", described.iter().any(|known| known.response.as_ref() == Some(json)))
                }
            };
            if !found {
                self.report(Finding {
                    kind: DifferenceKind::Example,
                    message: format!("no example of the description has this `{key}`"),
                    help: format!("write the help page's JSON as `{key}` of an example"),
                    line: example.line,
                    highlight: Highlight::Key(self.document.root().at("examples")),
                });
            }
        }
    }

    /// Reports examples that only the description has.
    fn examples_of_description(&mut self) {
        for (index, example) in self.operation.examples.iter().enumerate() {
            let node = self.document.root().at("examples").at(index);
            if let Some(body) = &example.body {
                self.described_example("body", body, &node);
            }
            if let Some(response) = &example.response {
                self.described_example("response", response, &node);
            }
        }
    }

    fn described_example(&mut self, key: &str, described: &Json, node: &Node<'_>) {
        let on_page = self.page.examples.iter().any(|example| match &example.value {
            Example::Request(json) => key == "body" && json == described,
            Example::Response(json) => key == "response" && json == described,
        });
        if on_page {
            return;
        }
        self.report(Finding {
            kind: DifferenceKind::Example,
            message: format!("no example of the help page has this `{key}`"),
            help: format!("remove this `{key}`"),
            line: self.page.examples.first().map_or(self.page.request.line, |example| example.line),
            highlight: Highlight::Key(node.at(key)),
        });
    }
}
