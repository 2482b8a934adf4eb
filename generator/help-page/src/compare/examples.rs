//! Compares examples.

use hss_generator::ir::{self, Type};
use hss_generator::syntax::query;
use serde_json::{Map, Value as Json};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::field_table::FieldTable;
use super::suggestion::{ExampleContent, Suggestion};
use crate::expressible::distance;
use crate::notation;
use crate::read::TableKind;
use crate::remark::Remark;

/// A part of an example on the page: a query, a body or a response.
struct PagePart {
    /// Key in the description.
    key: &'static str,
    line: usize,
    /// What the description can have of it.
    content: Option<ExampleContent>,
    /// Indexes of the examples of the description that have it.
    described_by: Vec<usize>,
    /// For each example of the description, the number of places in which its part differs, if it has one.
    distances: Vec<Option<usize>>,
    /// Why it cannot be fully compared, if it contradicts the tables of the page.
    contradiction: Option<String>,
}

impl PagePart {
    fn is_new(&self) -> bool {
        self.described_by.is_empty() && self.contradiction.is_none()
    }
}

impl<'a> PageComparer<'a> {
    pub(super) fn compare_examples(&mut self) {
        for line in &self.page.invalid_examples {
            self.uncompared.push(Remark { line: *line, message: "it is not valid JSON".to_owned() });
        }
        self.compare_example_requests();
        let parts = self.example_parts();
        for part in &parts {
            if let Some(reason) = &part.contradiction {
                self.uncompared.push(Remark { line: part.line, message: reason.clone() });
                if part.described_by.is_empty() {
                    continue;
                }
            }
            self.counts.examples += 1;
            if part.is_new() {
                self.report_new_part(part, &parts);
            }
        }
        for key in ["query", "body", "response"] {
            for index in self.obsolete_indexes(key, &parts) {
                self.report_obsolete_part(index, key, &parts);
            }
        }
    }

    /// Reports request lines inside examples that do not call the operation.
    fn compare_example_requests(&mut self) {
        for request in &self.page.example_requests {
            let is_path = request.value.line.fills_in(&self.operation.path);
            if request.value.line.method != self.operation.method.as_str() || !is_path {
                let message = format!("an example of the page calls `{}`", request.value.line);
                let help = "correct `request`, or quote the line in the operation's `page_says`";
                let found =
                    self.at_value(Kind::Example, request.line, &self.document.root().at("request"), message, help);
                self.report(found);
            }
            for name in request.value.query_names() {
                self.check_query_parameter(name, request.line);
            }
        }
    }

    /// Reports a query parameter that is in no table.
    fn check_query_parameter(&mut self, name: &str, line: usize) {
        if self.is_query_parameter(name) {
            return;
        }
        let message = format!("an example of the page has the query parameter `{name}`, which is in no table");
        let help = "describe it, or quote the line in the operation's `page_says`";
        let found = self.at_key(Kind::Example, line, &self.document.root().at("query"), message, help);
        self.report(found);
    }

    fn is_query_parameter(&self, name: &str) -> bool {
        self.query_tables().any(|table| table.has_name(name))
    }

    fn query_tables(&self) -> impl Iterator<Item = &FieldTable<'a>> {
        self.field_tables.iter().filter(|table| table.described.is_section(&TableKind::Query))
    }

    /// Returns the parts of the page's examples, except for queries with unknown parameters.
    fn example_parts(&self) -> Vec<PagePart> {
        let mut parts = Vec::new();
        for request in &self.page.example_requests {
            let query = request.value.query.as_str();
            if query.is_empty() || request.value.query_names().any(|name| !self.is_query_parameter(name)) {
                continue;
            }
            let values = self.query(query);
            let contradiction = self.expressible.query_contradiction(query);
            parts.push(PagePart {
                key: "query",
                line: request.line,
                content: contradiction.is_none().then(|| ExampleContent::Query(query.to_owned())),
                described_by: self.examples_with(|example| example.query.is_some() && example.query == values),
                distances: self.distances(|example| example.query.as_ref().zip(values.as_ref()).map(query_distance)),
                contradiction,
            });
        }
        for example in &self.page.examples {
            let (key, on_page) = (example.value.key(), &example.value);
            let is_described = |json: &Json| self.expressible.is_described_by(on_page, json);
            let distance = |json: &Json| self.expressible.distance(on_page, json);
            let contradictions = self.expressible.contradictions(on_page);
            parts.push(PagePart {
                key,
                line: example.line,
                content: self.expressible.repaired(on_page).map(ExampleContent::Json),
                described_by: self.examples_with(|example| example.part(key).is_some_and(is_described)),
                distances: self.distances(|example| example.part(key).map(distance)),
                contradiction: contradictions.into_iter().next().map(|contradiction| contradiction.reason),
            });
        }
        parts
    }

    fn distances(&self, distance: impl Fn(&ir::Example) -> Option<usize>) -> Vec<Option<usize>> {
        self.operation.examples.iter().map(distance).collect()
    }

    /// Returns the indexes of some examples of the description.
    fn examples_with(&self, is_wanted: impl Fn(&ir::Example) -> bool) -> Vec<usize> {
        let mut indexes = Vec::new();
        for (index, example) in self.operation.examples.iter().enumerate() {
            if is_wanted(example) {
                indexes.push(index);
            }
        }
        indexes
    }

    /// Parses a query as the described types, for comparison with described queries. Returns `None` if it contains an
    /// unknown parameter or invalid percent-encoding.
    fn query(&self, query: &str) -> Option<Map<String, Json>> {
        let mut values = Map::new();
        for pair in query::pairs(query) {
            let (name, text) = pair.ok()?;
            let mut fields = self.query_tables().flat_map(|table| &table.fields);
            let field = fields.find(|field| field.wire_name == name)?;
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

    /// Returns the indexes of the examples for which only the description has this part.
    fn obsolete_indexes(&self, key: &str, parts: &[PagePart]) -> Vec<usize> {
        let mut indexes = self.examples_with(|example| match key {
            "query" => example.query.is_some(),
            _ => example.part(key).is_some(),
        });
        indexes.retain(|index| !parts.iter().any(|part| part.key == key && part.described_by.contains(index)));
        indexes
    }

    fn report_new_part(&mut self, part: &PagePart, parts: &[PagePart]) {
        let PagePart { key, line, ref content, .. } = *part;
        let help = match content {
            Some(ExampleContent::Query(query)) => format!("write `query: {}` in an example", notation::scalar(query)),
            _ => format!("write the help page's JSON as `{key}` of an example"),
        };
        let suggestion = match content {
            Some(content) if self.obsolete_indexes(key, parts).is_empty() => {
                Suggestion::AddExample { key, content: content.clone() }
            }
            _ => self.replacement(key, parts, |(new, _)| std::ptr::eq(new, part)),
        };
        let message = format!("no example of the description has this `{key}`");
        let found = self.at_key(Kind::Example, line, &self.document.root().at("examples"), message, help);
        self.report(found.suggest(suggestion));
    }

    fn report_obsolete_part(&mut self, index: usize, key: &'static str, parts: &[PagePart]) {
        let node = self.document.root().at("examples").at(index).at(key);
        let first = match key {
            "query" => self.page.example_requests.first().map(|request| request.line),
            _ => self.page.examples.first().map(|example| example.line),
        };
        let line = first.unwrap_or(self.page.request.line);
        let suggestion = if replacing(key, parts).is_empty() && self.are_examples_understood() {
            Suggestion::Remove { entry: node.clone() }
        } else {
            self.replacement(key, parts, |(_, obsolete)| obsolete == index)
        };
        let message = format!("no example of the help page has this `{key}`");
        let help = format!("remove this `{key}`");
        let found = self.at_key(Kind::Example, line, &node, message, help);
        self.report(found.suggest(suggestion));
    }

    /// Suggests replacing an obsolete part with a new one, if it is certain that one replaces the other.
    fn replacement(
        &self,
        key: &'static str,
        parts: &[PagePart],
        is_wanted: impl Fn((&PagePart, usize)) -> bool,
    ) -> Suggestion<'a> {
        let pairs = pairs(&replacing(key, parts), &self.obsolete_indexes(key, parts));
        let wanted = pairs.into_iter().find(|pair| is_wanted(*pair));
        match wanted.and_then(|(part, index)| part.content.clone().zip(Some(index))) {
            Some((content, index)) if self.are_examples_understood() => {
                let example = self.document.root().at("examples").at(index);
                Suggestion::ReplaceExample { example, key, content }
            }
            _ => Suggestion::Decide,
        }
    }

    /// Returns whether all examples of the page can be read.
    fn are_examples_understood(&self) -> bool {
        self.page.invalid_examples.is_empty() && self.is_understood()
    }
}

/// Returns the parts that can replace an obsolete one: new parts of the page or, if there are none, those that
/// contradict its tables and can be repaired.
fn replacing<'p>(key: &str, parts: &'p [PagePart]) -> Vec<&'p PagePart> {
    let mut parts: Vec<&PagePart> =
        parts.iter().filter(|part| part.key == key && part.described_by.is_empty()).collect();
    if parts.iter().any(|part| part.is_new()) {
        parts.retain(|part| part.is_new());
    }
    parts.retain(|part| part.content.is_some());
    parts
}

/// Returns new parts, each with the index of the obsolete one that it replaces. There must be as many of both, and each
/// of the two must be the only one that is most similar to the other.
fn pairs<'p>(new: &[&'p PagePart], obsolete: &[usize]) -> Vec<(&'p PagePart, usize)> {
    let distance = |part: &PagePart, index: usize| part.distances.get(index).copied().flatten();
    let mut pairs = Vec::new();
    if new.len() != obsolete.len() {
        return pairs;
    }
    for part in new {
        let Some(index) = nearest(obsolete.iter().copied(), |index| distance(part, *index)) else { continue };
        let other = nearest(new.iter().copied(), |part| distance(part, index));
        if other.is_some_and(|other| std::ptr::eq(other, *part)) {
            pairs.push((*part, index));
        }
    }
    pairs
}

/// Returns the item with the smallest distance, if it is the only one.
fn nearest<T>(items: impl Iterator<Item = T>, distance: impl Fn(&T) -> Option<usize>) -> Option<T> {
    let mut sorted: Vec<(usize, T)> = items.filter_map(|item| Some((distance(&item)?, item))).collect();
    sorted.sort_by_key(|(distance, _)| *distance);
    let is_unique = sorted.windows(2).next().is_none_or(|pair| matches!(pair, [(a, _), (b, _)] if a < b));
    sorted.into_iter().next().filter(|_| is_unique).map(|(_, item)| item)
}

fn query_distance((described, on_page): (&Map<String, Json>, &Map<String, Json>)) -> usize {
    distance(&Json::Object(on_page.clone()), &Json::Object(described.clone()))
}
