//! Compares examples.

use hss_generator::description::Node;
use hss_generator::ir::{self, Type};
use hss_generator::syntax::query;
use serde_json::{Map, Value as Json};

use super::PageComparer;
use super::difference::{DifferenceKind, FoundDifference, Highlight};
use crate::notation;
use crate::read::{Example, Status, TableKind};

impl PageComparer<'_> {
    pub(super) fn compare_examples(&mut self) {
        self.counts.examples = self.page.examples.len();
        self.counts.invalid_examples = self.page.invalid_examples.len();
        self.compare_example_requests();
        self.compare_examples_of_page();
        self.compare_examples_of_description();
    }

    /// Reports request lines inside examples that do not call the operation.
    fn compare_example_requests(&mut self) {
        for request in &self.page.example_requests {
            let is_path = request.value.line.fills_in(&self.operation.path);
            if request.value.line.method != self.operation.method.as_str() || !is_path {
                self.report(FoundDifference {
                    kind: DifferenceKind::Example,
                    message: format!("an example of the page calls `{}`", request.value.line),
                    help: "correct `request`, or quote the line in the operation's `page_says`".to_owned(),
                    line: request.line,
                    highlight: Highlight::Value(self.document.root().at("request")),
                });
            }
            if request.value.query.is_empty() {
                continue;
            }
            let names: Vec<&str> = request.value.query_names().collect();
            let mut is_known = true;
            for name in names {
                is_known &= self.check_query_parameter(name, request.line);
            }
            if is_known {
                self.compare_query_of_page(&request.value.query, request.line);
            }
        }
    }

    /// Returns whether a query parameter is in a table, and reports it if not.
    fn check_query_parameter(&mut self, name: &str, line: usize) -> bool {
        let is_described = self.fields(&TableKind::Query).iter().any(|field| field.wire_name == name);
        if is_described || self.row_on_page(&TableKind::Query, name).is_some() {
            return true;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Example,
            message: format!("an example of the page has the query parameter `{name}`, which is in no table"),
            help: "describe it, or quote the line in the operation's `page_says`".to_owned(),
            line,
            highlight: Highlight::Key(self.document.root().at("query")),
        });
        false
    }

    /// Reports a query that only the page has.
    fn compare_query_of_page(&mut self, query: &str, line: usize) {
        let values = self.query(query);
        let described = |example: &ir::Example| example.query.is_some() && example.query == values;
        let found = self.operation.examples.iter().any(described);
        if !found && self.expressible.query_contradiction(query).is_some() {
            self.counts.contradictory_examples += 1;
            return;
        }
        self.counts.examples += 1;
        if !found {
            self.report(FoundDifference {
                kind: DifferenceKind::Example,
                message: "no example of the description has this query".to_owned(),
                help: format!("write `query: {}` in an example", notation::scalar(query)),
                line,
                highlight: Highlight::Key(self.document.root().at("examples")),
            });
        }
    }

    /// Parses a query as the described types, for comparison with described queries. Returns `None` if it contains an
    /// unknown parameter or invalid percent-encoding.
    fn query(&self, query: &str) -> Option<Map<String, Json>> {
        let mut values = Map::new();
        for pair in query::pairs(query) {
            let (name, text) = pair.ok()?;
            let fields = self.fields(&TableKind::Query);
            let field = fields.iter().find(|field| field.wire_name == name)?;
            match (&field.ty, values.get_mut(&name)) {
                (Type::Array(item, _), Some(Json::Array(items))) => items.push(query::value(item, text)),
                (Type::Array(item, _), _) => {
                    values.insert(name, Json::Array(vec![query::value(item, text)]));
                }
                (ty, _) => {
                    values.insert(name, query::value(ty, text));
                }
            }
        }
        Some(values)
    }

    /// Reports a query that only the description has.
    fn compare_described_query(&mut self, described: &Map<String, Json>, node: &Node<'_>) {
        let requests = &self.page.example_requests;
        if requests.iter().any(|request| self.query(&request.value.query).as_ref() == Some(described)) {
            return;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Example,
            message: "no example of the help page has this query".to_owned(),
            help: "remove this `query`".to_owned(),
            line: requests.first().map_or(self.page.request.line, |request| request.line),
            highlight: Highlight::Key(node.at("query")),
        });
    }

    /// Reports examples that only the page has.
    fn compare_examples_of_page(&mut self) {
        let described = &self.operation.examples;
        for example in &self.page.examples {
            let (key, found) = match &example.value {
                Example::Request(json) => ("body", described.iter().any(|known| known.body.as_ref() == Some(json))),
                Example::Response(json) => {
                    ("response", described.iter().any(|known| known.response.as_ref() == Some(json)))
                }
            };
            if !found && self.expressible.contradiction(&example.value, self.response_status()).is_some() {
                self.counts.examples -= 1;
                self.counts.contradictory_examples += 1;
            } else if !found {
                self.report(FoundDifference {
                    kind: DifferenceKind::Example,
                    message: format!("no example of the description has this `{key}`"),
                    help: format!("write the help page's JSON as `{key}` of an example"),
                    line: example.line,
                    highlight: Highlight::Key(self.document.root().at("examples")),
                });
            }
        }
    }

    /// Returns the status code of success that the page names first.
    fn response_status(&self) -> Option<Status> {
        let status = self.page.statuses.iter().find(|status| status.value.is_success())?;
        Some(status.value)
    }

    /// Reports examples that only the description has.
    fn compare_examples_of_description(&mut self) {
        for (index, example) in self.operation.examples.iter().enumerate() {
            let node = self.document.root().at("examples").at(index);
            if let Some(query) = &example.query {
                self.compare_described_query(query, &node);
            }
            if let Some(body) = &example.body {
                self.compare_described_example("body", body, &node);
            }
            if let Some(response) = &example.response {
                self.compare_described_example("response", response, &node);
            }
        }
    }

    fn compare_described_example(&mut self, key: &str, described: &Json, node: &Node<'_>) {
        let on_page = self.page.examples.iter().any(|example| match &example.value {
            Example::Request(json) => key == "body" && json == described,
            Example::Response(json) => key == "response" && json == described,
        });
        if on_page {
            return;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Example,
            message: format!("no example of the help page has this `{key}`"),
            help: format!("remove this `{key}`"),
            line: self.page.examples.first().map_or(self.page.request.line, |example| example.line),
            highlight: Highlight::Key(node.at(key)),
        });
    }
}
