//! Lowers examples, and checks them against the tables and rules of the operation.

use hss_yaml::{Code, Severity};

mod checker;
mod query;
mod rules;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use self::checker::{Checker, ExampleError, Path};
use self::query::query_values;
use super::Lowering;
use super::definitions::{ExpectedField, ExpectedFields};
use super::operation::OperationFields;
use crate::description::{Node, notation};
use crate::ir::{self, ParameterLocation};
use crate::syntax::json::JsonNode;

/// Maximum number of errors reported for one part of an example.
const MAX_ERRORS: usize = 10;

/// The lowering of an operation's examples, which are checked against its tables.
struct ExampleLowering<'l, 'a> {
    lowering: &'l mut Lowering<'a>,
    /// The query parameters. Callers must set those that are required.
    query: ExpectedFields,
    body: BodyTable,
    response: BodyTable,
    checker: Checker<'a>,
    /// The number of the example on the page, from 1, for messages.
    number: usize,
}

/// The table of a body.
enum BodyTable {
    /// Fields of an object.
    Fields(ExpectedFields),
    /// The list that is the entire body.
    List(ExpectedField),
    /// The reason why there is no table.
    Missing(&'static str),
}

impl BodyTable {
    fn new(fields: &[ir::Field]) -> Self {
        match ir::whole_body(fields) {
            Some(field) => Self::List(expected(field)),
            None => Self::Fields(fields.iter().map(|field| (field.wire_name.clone(), expected(field))).collect()),
        }
    }
}

fn expected(ir::Field { ty, pattern, mandatory, .. }: &ir::Field) -> ExpectedField {
    ExpectedField::new(Some(ty.clone()), pattern.as_ref(), *mandatory)
}

impl Lowering<'_> {
    pub(super) fn lower_examples(
        &mut self,
        node: &Node<'_>,
        examples: &[notation::Example],
        fields: &OperationFields,
        rules: &[ir::Rule],
    ) -> Vec<ir::Example> {
        let mut lowered = Vec::new();
        if examples.is_empty() {
            return lowered;
        }
        let mut context = ExampleLowering::new(self, fields);
        for (index, example) in examples.iter().enumerate() {
            if context.lowering.is_full() {
                break;
            }
            context.number = index + 1;
            lowered.push(context.lower(&node.at(index), example, rules));
        }
        lowered
    }
}

impl<'l, 'a> ExampleLowering<'l, 'a> {
    fn new(lowering: &'l mut Lowering<'a>, fields: &OperationFields) -> Self {
        let mut query = ExpectedFields::new();
        for ir::Parameter { location, origin, field } in &fields.parameters {
            if *location == ParameterLocation::Query {
                let is_required = field.mandatory && *origin == ir::Origin::Request;
                query.insert(field.wire_name.clone(), ExpectedField { required: is_required, ..expected(field) });
            }
        }
        let response = match &fields.success.content {
            ir::ResponseContent::Fields(fields) => BodyTable::new(fields),
            ir::ResponseContent::File => BodyTable::Missing("the response of the operation is a file, not JSON"),
        };
        let body =
            fields.body.as_deref().map_or(BodyTable::Missing("the operation has no request body"), BodyTable::new);
        let checker = Checker::new(lowering.definitions);
        Self { lowering, query, body, response, checker, number: 0 }
    }

    fn message(&self, message: &str) -> String {
        format!("example {}: {message}", self.number)
    }

    fn lower(&mut self, node: &Node<'_>, example: &notation::Example, rules: &[ir::Rule]) -> ir::Example {
        let errors_before = self.lowering.diagnostics.len();
        let mut lowered = self.lower_parts(node, example);
        // A value with an error may be meant to satisfy a rule.
        if self.lowering.diagnostics.len() == errors_before {
            self.lowering.check_rules(node, &lowered, rules, self.number);
        }
        if !example.page_says.0.is_empty() {
            let node = node.at("page_says");
            self.acknowledge_violations(&node, errors_before);
            lowered.page_says = self.lowering.lower_quotations(&node, &example.page_says, None);
        }
        lowered
    }

    /// Removes the warnings about an example, which its `page_says` explains. Its diagnostics begin at the index
    /// `first`.
    fn acknowledge_violations(&mut self, node: &Node<'_>, first: usize) {
        let message = self.message("the client sends such a request: remove `page_says`");
        let diagnostics = &mut *self.lowering.diagnostics;
        if diagnostics.len() <= first {
            diagnostics.push(node.key_error(Code::Example, message));
            return;
        }
        let mut reported = diagnostics.split_off(first);
        reported.retain(|diagnostic| diagnostic.severity == Severity::Error);
        diagnostics.append(&mut reported);
    }

    fn lower_parts(&mut self, node: &Node<'_>, example: &notation::Example) -> ir::Example {
        let title = self.lowering.lower_prose(&node.at("title"), &example.title);
        if example.query.is_none() && example.body.is_none() && example.response.is_none() {
            let message = self.message("no `query`, `body` or `response`");
            self.lowering.report(node.at("title").key_error(Code::Example, message));
        }
        let query = example.query.as_ref().map(|query| self.lower_query(&node.at("query"), query));
        let body = self.lower_json(node, "body", example.body.as_deref());
        let response = self.lower_json(node, "response", example.response.as_deref());
        ir::Example { title, query, body, response, page_says: Vec::new() }
    }

    /// Parses the query of an example into values of the parameters' types, and checks them.
    fn lower_query(&mut self, node: &Node<'_>, query: &str) -> Map<String, Json> {
        let (parameters, checker) = (&self.query, &mut self.checker);
        checker.is_request = true;
        let values: IndexMap<String, JsonNode> = query_values(query, parameters, &mut checker.errors);
        for (name, value) in &values {
            if let Some(parameter) = parameters.get(name) {
                let path = Path::Field(&Path::Root, name);
                checker.check_text(path, value);
                checker.check_field(path, parameter, value);
            }
        }
        for (name, parameter) in parameters {
            if parameter.required && !values.contains_key(name) {
                let message = format!("the query is missing the required parameter `{name}`");
                checker.errors.push(ExampleError::violation(0..query.len(), message));
            }
        }
        self.report_errors(node);
        values.into_iter().map(|(name, value)| (name, value.into_json())).collect()
    }

    /// Lowers the body or the response of an example, and checks it against its table.
    fn lower_json(&mut self, node: &Node<'_>, key: &str, text: Option<&str>) -> Option<Json> {
        let (node, text) = (node.at(key), text?);
        let is_request = key == "body";
        let table = if is_request { &self.body } else { &self.response };
        if let BodyTable::Missing(message) = table {
            self.lowering.report(node.key_error(Code::Example, self.message(message)));
            return None;
        }
        let root = match JsonNode::read(text) {
            Ok(root) => root,
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                let message = self.message(&format!("invalid JSON: {message}"));
                self.lowering.report(node.error_at_character(error.line(), error.column(), Code::Example, message));
                return None;
            }
        };
        let checker = &mut self.checker;
        checker.is_request = is_request;
        match table {
            BodyTable::List(field) => {
                let path = Path::Field(&Path::Root, key);
                checker.check_text(path, &root);
                checker.check_field(path, field, &root);
            }
            BodyTable::Fields(fields) => {
                checker.check_text(Path::Root, &root);
                checker.check_members(Path::Root, fields, &root);
            }
            BodyTable::Missing(_) => {}
        }
        self.report_errors(&node);
        Some(root.into_json())
    }

    /// Reports the first errors of a part of an example, and the number of the others. Without errors, these are the
    /// warnings.
    fn report_errors(&mut self, node: &Node<'_>) {
        let is_minimum = self.checker.is_full();
        let mut errors = std::mem::take(&mut self.checker.errors);
        if errors.iter().any(|error| error.severity == Severity::Error) {
            errors.retain(|error| error.severity == Severity::Error);
        }
        errors.sort_by_key(|error| error.place.start);
        let omitted = errors.len().saturating_sub(MAX_ERRORS);
        errors.truncate(MAX_ERRORS);
        for ExampleError { severity, place, message, help } in errors {
            let error = node.error_in_part(place, Code::Example, self.message(&message));
            self.lowering.report(error.with_severity(severity).with_optional_help(help));
        }
        if let Some(last) = self.lowering.diagnostics.last_mut() {
            last.omitted += omitted;
            last.is_minimum |= is_minimum;
        }
    }
}
