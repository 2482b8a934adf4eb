//! The examples of an operation file.

use serde_json::Value as Json;

use super::OperationWriter;
use crate::expressible::Contradiction;
use crate::notation::PLACEHOLDER;
use crate::read::Example;

/// An example of the operation file.
#[derive(Default)]
struct NewExample<'p> {
    /// The line on the page.
    line: usize,
    query: Option<&'p str>,
    body: Option<&'p Json>,
    response: Option<&'p Json>,
}

impl<'p> OperationWriter<'p> {
    pub(super) fn write_examples(&mut self) {
        self.yaml.write_blank_line();
        self.write_invalid_examples();
        let mut parts = self.write_queries();
        parts.extend(self.write_bodies_and_responses());
        parts.sort_by_key(|part| part.line);
        let examples = joined(parts);
        if examples.is_empty() {
            return self.yaml.trim_blank_line();
        }
        self.yaml.write_key(0, "examples");
        for NewExample { query, body, response, .. } in examples {
            self.yaml.write_item(1, "title", PLACEHOLDER);
            if let Some(query) = query {
                self.yaml.write_string(2, "query", query);
            }
            if let Some(body) = body {
                self.yaml.write_json(2, "body", body);
            }
            if let Some(response) = response {
                self.yaml.write_json(2, "response", response);
            }
        }
    }

    fn write_invalid_examples(&mut self) {
        for line in &self.page.invalid_examples {
            self.yaml.write_note(0, *line, "an example is left out: it is not valid JSON");
        }
    }

    /// Returns the queries of the examples that call the operation. `write_page_says` quotes the others at the top of
    /// the file.
    fn write_queries(&mut self) -> Vec<NewExample<'p>> {
        let page = self.page;
        let mut parts = Vec::new();
        for request in &page.example_requests {
            let query = &request.value.query;
            if query.is_empty() || !self.is_example_of_operation(&request.value) {
                continue;
            }
            match self.expressible.query_contradiction(query) {
                Some(reason) => {
                    let message = format!("the query of an example is left out: {reason}");
                    self.yaml.write_note(0, request.line, &message);
                }
                None => parts.push(NewExample { line: request.line, query: Some(query), ..NewExample::default() }),
            }
        }
        parts
    }

    fn write_bodies_and_responses(&mut self) -> Vec<NewExample<'p>> {
        let page = self.page;
        let mut parts = Vec::new();
        for example in &page.examples {
            let contradictions = self.expressible.contradictions(&example.value);
            if let Some(Contradiction { reason, .. }) = contradictions.first() {
                self.yaml.write_note(0, example.line, &format!("an example is left out: {reason}"));
                continue;
            }
            let line = example.line;
            parts.push(match &example.value {
                Example::Request(json) => NewExample { line, body: Some(json), ..NewExample::default() },
                Example::Response(json) => NewExample { line, response: Some(json), ..NewExample::default() },
            });
        }
        parts
    }
}

/// Joins a query with the body that follows it. A single request and a single response become one example.
fn joined(parts: Vec<NewExample<'_>>) -> Vec<NewExample<'_>> {
    let mut examples: Vec<NewExample<'_>> = Vec::new();
    for part in parts {
        match examples.last_mut() {
            Some(NewExample { query: Some(_), body: body @ None, response: None, .. }) if part.body.is_some() => {
                *body = part.body;
            }
            _ => examples.push(part),
        }
    }
    if let [request, response] = examples.as_mut_slice()
        && request.response.is_none()
        && response.response.is_some()
    {
        request.response = response.response;
        examples.pop();
    }
    examples
}
