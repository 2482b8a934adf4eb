//! Compares examples.

use hss_generator::description::Node;
use hss_generator::ir::{self, Type};
use hss_generator::syntax::query;
use serde_json::{Map, Value as Json};

use super::PageComparer;
use super::difference::{DifferenceKind, FoundDifference, Highlight};
use super::suggestion::{ExampleContent, Suggestion};
use crate::notation;
use crate::read::{Located, Status, TableKind};

impl<'a> PageComparer<'a> {
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
                    suggestion: Suggestion::Decide,
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
            suggestion: Suggestion::Decide,
        });
        false
    }

    /// Reports a query that only the page has.
    fn compare_query_of_page(&mut self, query: &'a str, line: usize) {
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
                suggestion: self.new_example("query", ExampleContent::Query(query)),
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

    fn has_query(&self, described: &Map<String, Json>) -> bool {
        let mut requests = self.page.example_requests.iter();
        requests.any(|request| self.query(&request.value.query).as_ref() == Some(described))
    }

    /// Reports a query that only the description has.
    fn compare_described_query(&mut self, described: &Map<String, Json>, node: &Node<'a>) {
        let requests = &self.page.example_requests;
        if self.has_query(described) {
            return;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Example,
            message: "no example of the help page has this query".to_owned(),
            help: "remove this `query`".to_owned(),
            line: requests.first().map_or(self.page.request.line, |request| request.line),
            highlight: Highlight::Key(node.at("query")),
            suggestion: self.obsolete_example(node, "query"),
        });
    }

    /// Reports examples that only the page has.
    fn compare_examples_of_page(&mut self) {
        let described = &self.operation.examples;
        for example in &self.page.examples {
            let key = example.value.key();
            let found = described.iter().any(|known| known.part(key) == Some(example.value.json()));
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
                    suggestion: self.new_example(key, ExampleContent::Json(example.value.json())),
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

    fn compare_described_example(&mut self, key: &'static str, described: &Json, node: &Node<'a>) {
        if self.has_example(key, described) {
            return;
        }
        self.report(FoundDifference {
            kind: DifferenceKind::Example,
            message: format!("no example of the help page has this `{key}`"),
            help: format!("remove this `{key}`"),
            line: self.page.examples.first().map_or(self.page.request.line, |example| example.line),
            highlight: Highlight::Key(node.at(key)),
            suggestion: self.obsolete_example(node, key),
        });
    }

    fn has_example(&self, key: &str, described: &Json) -> bool {
        self.page.examples.iter().any(|example| example.value.key() == key && example.value.json() == described)
    }

    /// Suggests to write a part of an example that only the page has, instead of the one that only the description has.
    fn new_example(&self, key: &'static str, content: ExampleContent<'a>) -> Suggestion<'a> {
        match (self.new_contents(key).as_slice(), self.obsolete_indexes(key).as_slice()) {
            (_, []) => Suggestion::AddExample { key, content },
            // Which one replaces which is not certain.
            ([_], [index]) if self.are_examples_understood() => self.replace_example(*index, key, content),
            _ => Suggestion::Decide,
        }
    }

    /// Suggests to remove a part of an example that only the description has, unless the page has another one instead.
    fn obsolete_example(&self, node: &Node<'a>, key: &'static str) -> Suggestion<'a> {
        if !self.are_examples_understood() {
            return Suggestion::Decide;
        }
        match (self.new_contents(key).as_slice(), self.obsolete_indexes(key).as_slice()) {
            ([], _) => Suggestion::remove(&node.at(key)),
            ([content], [index]) => self.replace_example(*index, key, *content),
            _ => Suggestion::Decide,
        }
    }

    fn replace_example(&self, index: usize, key: &'static str, content: ExampleContent<'a>) -> Suggestion<'a> {
        let example = self.document.root().at("examples").at(index).pointer().to_owned();
        Suggestion::ReplaceExample { example, key, content }
    }

    /// Returns whether all examples of the page can be read.
    fn are_examples_understood(&self) -> bool {
        self.page.invalid_examples.is_empty() && self.is_understood()
    }

    /// Returns what only the page has as this part of an example.
    fn new_contents(&self, key: &str) -> Vec<ExampleContent<'a>> {
        let described = &self.operation.examples;
        let mut contents = Vec::new();
        if key == "query" {
            for request in &self.page.example_requests {
                let query = request.value.query.as_str();
                let values = self.query(query);
                let is_described = described.iter().any(|known| known.query.is_some() && known.query == values);
                if !query.is_empty() && !is_described && self.expressible.query_contradiction(query).is_none() {
                    contents.push(ExampleContent::Query(query));
                }
            }
            return contents;
        }
        for Located { value: example, .. } in &self.page.examples {
            let is_described = described.iter().any(|known| known.part(key) == Some(example.json()));
            let is_new = example.key() == key && !is_described;
            if is_new && self.expressible.contradiction(example, self.response_status()).is_none() {
                contents.push(ExampleContent::Json(example.json()));
            }
        }
        contents
    }

    /// Returns the indexes of the examples for which only the description has this part.
    fn obsolete_indexes(&self, key: &str) -> Vec<usize> {
        let mut indexes = Vec::new();
        for (index, example) in self.operation.examples.iter().enumerate() {
            let is_obsolete = match (key, &example.query) {
                ("query", query) => query.as_ref().is_some_and(|query| !self.has_query(query)),
                _ => example.part(key).is_some_and(|json| !self.has_example(key, json)),
            };
            if is_obsolete {
                indexes.push(index);
            }
        }
        indexes
    }
}
