//! Lowers examples, and checks them against the tables and rules of the operation.

mod checker;
mod json;
mod query;
mod rules;

use serde_json::{Map, Value as Json};

use self::checker::{Checker, ExampleError, Path};
use self::json::JsonNode;
use self::query::query_values;
use super::Lowering;
use super::definitions::ExpectedField;
use super::deviations::Quoted;
use super::operation::OperationFields;
use crate::description::{Node, notation};
use crate::diagnostic::{Code, Severity};
use crate::ir::{self, ParameterLocation};

/// Maximum number of errors reported for one part of an example.
const MAX_ERRORS: usize = 10;

/// An example that is being lowered.
struct ExampleContext<'e> {
    /// Its number on the page, from 1, for messages.
    number: usize,
    fields: &'e OperationFields<'e>,
}

impl Lowering<'_> {
    pub(super) fn lower_examples(
        &mut self,
        node: &Node<'_>,
        examples: &[notation::Example],
        fields: &OperationFields<'_>,
        rules: &[ir::Rule],
    ) -> Vec<ir::Example> {
        self.lower_each(examples.iter().enumerate(), |lowering, (index, example)| {
            let node = node.at(index);
            let context = ExampleContext { number: index + 1, fields };
            let errors_before = lowering.diagnostics.len();
            let mut lowered = lowering.lower_example(&node, example, &context);
            // A value with an error may be meant to satisfy a rule.
            if lowering.diagnostics.len() == errors_before {
                lowering.check_rules(&node, &lowered, rules, &context);
            }
            if !example.page_says.0.is_empty() {
                let node = node.at("page_says");
                lowering.acknowledge_violations(&node, errors_before, &context);
                lowered.page_says = lowering.lower_quotations(&node, &example.page_says, Quoted::Example);
            }
            Some(lowered)
        })
    }

    /// Removes the warnings about an example after the first diagnostics: its `page_says` explains them.
    fn acknowledge_violations(&mut self, node: &Node<'_>, first: usize, context: &ExampleContext<'_>) {
        let mut reported = self.diagnostics.split_off(first.min(self.diagnostics.len()));
        if reported.is_empty() {
            let message = context.message("the client sends such a request: remove `page_says`");
            self.report(node.key_error(Code::Example, message));
        }
        reported.retain(|diagnostic| diagnostic.severity == Severity::Error);
        self.diagnostics.append(&mut reported);
    }

    fn lower_example(
        &mut self,
        node: &Node<'_>,
        example: &notation::Example,
        context: &ExampleContext<'_>,
    ) -> ir::Example {
        let title = self.lower_prose(&node.at("title"), &example.title);
        if example.query.is_none() && example.body.is_none() && example.response.is_none() {
            let message = context.message("no `query`, `body` or `response`");
            self.report(node.at("title").key_error(Code::Example, message));
        }
        let query = example.query.as_ref().map(|query| self.lower_example_query(&node.at("query"), query, context));
        let body_fields = context.fields.body.ok_or("the operation has no request body");
        let response_fields = match context.fields.response {
            ir::ResponseContent::Fields(fields) => Ok(fields.as_slice()),
            ir::ResponseContent::File => Err("the response of the operation is a file, not JSON"),
        };
        let body = self.lower_example_json(node, "body", example.body.as_deref(), body_fields, context);
        let response = self.lower_example_json(node, "response", example.response.as_deref(), response_fields, context);
        ir::Example { title, query, body, response, page_says: Vec::new() }
    }

    /// Parses the query of an example into values of the parameters' types, and checks them.
    fn lower_example_query(&mut self, node: &Node<'_>, query: &str, context: &ExampleContext<'_>) -> Map<String, Json> {
        let mut parameters = Vec::new();
        for parameter in context.fields.parameters {
            if parameter.location == ParameterLocation::Query {
                parameters.push(parameter);
            }
        }
        let mut checker = Checker::new(self.definitions, true);
        let values = query_values(query, &parameters, &mut checker.errors);
        for parameter in parameters {
            let ir::Parameter { origin, field, .. } = parameter;
            let path = Path::Field(&Path::Root, &field.wire_name);
            match values.iter().find(|value| value.key == field.wire_name) {
                Some(value) => {
                    checker.check_text(path, &value.value);
                    checker.check_field(path, &expected(field), &value.value);
                }
                None if field.mandatory && *origin == ir::Origin::Request => {
                    let message = format!("the query is missing the required parameter `{}`", field.wire_name);
                    checker.errors.push(ExampleError::violation(0..query.len(), message));
                }
                None => {}
            }
        }
        self.report_errors(node, checker, context);
        values.into_iter().map(|member| (member.key, member.value.into_json())).collect()
    }

    /// Lowers the body or the response of an example, and checks it against the fields of its table. Without a table,
    /// there is a message.
    fn lower_example_json(
        &mut self,
        node: &Node<'_>,
        key: &str,
        text: Option<&str>,
        fields: Result<&[ir::Field], &str>,
        context: &ExampleContext<'_>,
    ) -> Option<Json> {
        let (node, text) = (node.at(key), text?);
        let fields = match fields {
            Ok(fields) => fields,
            Err(message) => {
                self.report(node.key_error(Code::Example, context.message(message)));
                return None;
            }
        };
        let json = match serde_json::from_str(text) {
            Ok(json) => json,
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                let message = context.message(&format!("invalid JSON: {message}"));
                self.report(node.error_at_character(error.line(), error.column(), Code::Example, message));
                return None;
            }
        };
        let root = JsonNode::read(text);
        let mut checker = Checker::new(self.definitions, key == "body");
        if let Some(field) = ir::whole_body(fields) {
            let path = Path::Field(&Path::Root, key);
            checker.check_text(path, &root);
            checker.check_field(path, &expected(field), &root);
        } else {
            let fields = fields.iter().map(|field| (field.wire_name.as_str(), expected(field))).collect();
            checker.check_text(Path::Root, &root);
            checker.check_members(Path::Root, &fields, &root);
        }
        self.report_errors(&node, checker, context);
        Some(json)
    }

    /// Reports the first errors of a part of an example, and the number of the others. Without errors, these are the
    /// warnings.
    fn report_errors(&mut self, node: &Node<'_>, checker: Checker<'_>, context: &ExampleContext<'_>) {
        let is_minimum = checker.is_full();
        let mut errors = checker.errors;
        if errors.iter().any(|error| error.severity == Severity::Error) {
            errors.retain(|error| error.severity == Severity::Error);
        }
        errors.sort_by_key(|error| error.place.start);
        let omitted = errors.len().saturating_sub(MAX_ERRORS);
        errors.truncate(MAX_ERRORS);
        for ExampleError { severity, place, message, help } in errors {
            let error = node.error_in_part(place, Code::Example, context.message(&message));
            self.report(error.with_severity(severity).with_optional_help(help));
        }
        if let Some(last) = self.diagnostics.last_mut() {
            last.omitted += omitted;
            last.is_minimum |= is_minimum;
        }
    }
}

impl ExampleContext<'_> {
    fn message(&self, message: &str) -> String {
        format!("example {}: {message}", self.number)
    }
}

fn expected(ir::Field { ty, pattern, mandatory, .. }: &ir::Field) -> ExpectedField {
    ExpectedField::new(Some(ty.clone()), pattern.as_ref(), *mandatory)
}
