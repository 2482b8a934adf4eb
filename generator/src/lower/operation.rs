//! One help page: request line, tables, rules, paging.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::fields::{OwnType, Role};
use super::{Lowering, text};
use crate::description::diagnostic::{Code, did_you_mean};
use crate::description::notation::{self, Response};
use crate::description::parse::{Document, Node};
use crate::ir::{self, Method, Type};
use crate::names::RustName;
use crate::{OPERATIONS_FOLDER, SERVICE_FILE};

impl Lowering<'_> {
    pub(super) fn operation(&mut self, document: &Document<notation::Operation>) -> Option<ir::Operation> {
        let (root, spec) = (document.root(), &document.spec);
        let names = self.operation_names(&root, &spec.operation);
        let request = self.request_line(&root, spec);
        let before = self.diagnostics.len();
        let parameters = self.parameters(&root, spec);
        let body = spec.body.as_ref().map(|rows| self.rows(&root.at("body"), rows, Role::BodyField));
        self.members(&root, &parameters, body.as_deref());
        let (status, response) = self.response(&root.at("response"), &spec.response);
        let objects = spec
            .objects
            .iter()
            .filter_map(|(name, object)| self.object(&root.at("objects").at(name), name, object))
            .collect();
        let enums = spec
            .enums
            .iter()
            .filter_map(|(name, r#enum)| self.r#enum(&root.at("enums").at(name), name, r#enum))
            .collect();
        let tables = Tables { parameters: &parameters, body: body.as_deref(), response: &response };
        // A mistake in the tables would only be repeated by what refers to them.
        let whole = self.diagnostics.len() == before;
        let (rules, pagination, examples) =
            if whole { self.references(&root, spec, &tables) } else { Default::default() };
        let page = self.page(&root.at("page"), &spec.page);
        let (method, path) = request?;
        Some(ir::Operation {
            id: spec.operation.clone(),
            file: document.source.path.clone(),
            names: names?,
            summary: self.prose(&root.at("summary"), &spec.summary),
            page,
            method,
            path,
            deprecated: self.note(&root.at("deprecated"), spec.deprecated.as_ref()),
            page_says: self.quotations(&root.at("page_says"), &spec.page_says, OwnType::Operation),
            parameters,
            body,
            status,
            response,
            rules,
            pagination,
            objects,
            enums,
            examples,
        })
    }

    /// What refers to the tables.
    fn references(&mut self, root: &Node<'_>, spec: &notation::Operation, tables: &Tables<'_>) -> References {
        let rules = spec.rules.iter().enumerate();
        let rules = rules.map(|(index, rule)| self.rule(&root.at("rules").at(index), rule, tables)).collect();
        let pagination = spec.pagination.as_ref().map(|spec| self.pagination(&root.at("pagination"), spec, tables));
        let examples = spec.examples.iter().enumerate();
        let examples = examples.map(|(index, example)| self.example(&root.at("examples").at(index), example, tables));
        (rules, pagination, examples.collect())
    }

    fn operation_names(&mut self, root: &Node<'_>, id: &str) -> Option<ir::OperationNames> {
        let node = root.at("operation");
        let names = RustName::type_name(id).and_then(|name| Ok((name, RustName::method(id)?, RustName::module(id)?)));
        let (name, method, module) = self.accept(&node, Code::Name, names)?;
        let expected = format!("{OPERATIONS_FOLDER}/{module}.yaml");
        if root.source_path() != expected {
            let help = format!("move the file to {expected}");
            self.report(node.error(Code::FileName, format!("the file of `{id}` has another name")).help(help));
        }
        let suffixed = |suffix| name.with_suffix(suffix);
        let (request, body) = (suffixed("Request"), suffixed("RequestBody"));
        Some(ir::OperationNames {
            module,
            method,
            request,
            body,
            response: suffixed("Response"),
            builder: suffixed("Builder"),
        })
    }

    fn page(&mut self, node: &Node<'_>, page: &notation::HelpPage) -> ir::HelpPage {
        if page.updated != ir::HelpPage::NO_DATE {
            self.accept(&node.at("updated"), Code::Value, text::date(&page.updated));
        }
        ir::HelpPage { title: self.prose(&node.at("title"), &page.title), updated: page.updated.clone() }
    }

    /// `METHOD /path/{placeholder}`, each placeholder a path parameter and each path parameter a placeholder.
    fn request_line(&mut self, root: &Node<'_>, spec: &notation::Operation) -> Option<(Method, String)> {
        let node = root.at("request");
        let line = spec.request.split_once(' ').and_then(|(method, path)| {
            let method = Method::ALL.into_iter().find(|known| known.as_str() == method)?;
            path.starts_with('/').then_some((method, path))
        });
        let Some((method, path)) = line else {
            let help = "write it as `GET /v5/{project}/things`; the methods are DELETE, GET, POST and PUT";
            self.report(node.error(Code::RequestLine, "this is no request line").help(help));
            return None;
        };
        let placeholders = self.placeholders(&node, path, &spec.path);
        for name in spec.path.keys().filter(|name| !placeholders.contains(&name.as_str())) {
            let message = format!("the path has no placeholder `{{{name}}}`");
            self.report(root.at("path").at(name).key_error(Code::RequestLine, message));
        }
        if method == Method::Get && spec.body.is_some() {
            self.report(root.at("body").key_error(Code::RequestLine, "a GET request has no body"));
        }
        Some((method, path.to_owned()))
    }

    /// The placeholders of a path, each of them described once.
    fn placeholders<'p>(
        &mut self,
        node: &Node<'_>,
        path: &'p str,
        rows: &IndexMap<String, notation::Parameter>,
    ) -> Vec<&'p str> {
        let mut placeholders = Vec::new();
        for segment in path.split('/').skip(1) {
            let report = |message: String| node.error_in_part(segment, Code::RequestLine, message);
            let name = ir::placeholder(segment);
            let mistake = match name {
                Some(name) if placeholders.contains(&name) => {
                    Some(report(format!("the placeholder `{name}` stands twice in the path")))
                }
                Some(name) if !rows.contains_key(name) => {
                    let help = did_you_mean(name, rows.keys().map(String::as_str))
                        .unwrap_or_else(|| "describe it under `path`".to_owned());
                    Some(report(format!("the placeholder `{name}` has no path parameter")).help(help))
                }
                None if !text::segment(segment) => {
                    let help = "a segment is letters, digits, `-`, `.`, `_` and `~`, or one placeholder";
                    Some(report(format!("`{segment}` cannot be a segment of a path")).help(help))
                }
                _ => None,
            };
            self.diagnostics.extend(mistake);
            placeholders.extend(name);
        }
        placeholders
    }

    fn parameters(&mut self, root: &Node<'_>, spec: &notation::Operation) -> Vec<ir::Parameter> {
        let sections = [
            ("path", &spec.path, ir::ParameterLocation::Path, Role::Path),
            ("query", &spec.query, ir::ParameterLocation::Query, Role::Query),
            ("headers", &spec.headers, ir::ParameterLocation::Header, Role::Header),
        ];
        let mut parameters: Vec<ir::Parameter> = Vec::new();
        for (section, rows, location, role) in sections {
            let section = root.at(section);
            for field in self.rows(&section, rows, role) {
                let at = section.at(&field.wire);
                let source = self.source(&at, &field, location);
                let wire = &field.wire;
                let one_name = |other: &ir::Parameter| match (location, other.location) {
                    (ir::ParameterLocation::Header, ir::ParameterLocation::Header) => {
                        other.field.wire.eq_ignore_ascii_case(wire)
                    }
                    _ => other.field.wire == *wire,
                };
                if parameters.iter().any(one_name) {
                    let message = format!("two parameters outside the body are called `{wire}`");
                    self.report(
                        at.key_error(Code::DuplicateName, message).help("no page does so: check where the row stands"),
                    );
                }
                if wire == "body" && spec.body.is_some() {
                    let message = "a parameter beside a body cannot be called `body`";
                    self.report(
                        at.key_error(Code::DuplicateName, message).help("no page does so: check where the row stands"),
                    );
                }
                parameters.push(ir::Parameter { location, source, field });
            }
        }
        parameters
    }

    /// Who supplies a parameter, as the service's file says.
    fn source(&mut self, at: &Node<'_>, field: &ir::Field, location: ir::ParameterLocation) -> ir::Source {
        let Some(service) = self.service else {
            return ir::Source::Request;
        };
        let source = if location == ir::ParameterLocation::Header
            && field.wire.eq_ignore_ascii_case(&service.credential_header)
        {
            ir::Source::Credentials
        } else {
            match service.client_parameters.get(&field.wire) {
                Some(setting) => ir::Source::Client(lower_setting(*setting)),
                None => return ir::Source::Request,
            }
        };
        if !matches!(field.ty, Type::String(_)) {
            self.report(
                at.at("type")
                    .error(Code::Value, format!("{SERVICE_FILE} lets the client fill this in: that takes a String")),
            );
        }
        source
    }

    /// Parameters and body fields are setters of one builder, whatever table they stand in.
    fn members(&mut self, root: &Node<'_>, parameters: &[ir::Parameter], body: Option<&[ir::Field]>) {
        let callers = parameters.iter().filter(|parameter| parameter.source == ir::Source::Request);
        let outside = callers.map(|parameter| (section(parameter.location), &parameter.field));
        let inside = body.unwrap_or_default().iter().map(|field| (section(ir::ParameterLocation::Body), field));
        let mut taken: HashMap<&RustName, (&str, &str)> = HashMap::new();
        for (section, field) in outside.chain(inside) {
            let ir::Field { wire, rust, .. } = field;
            let report = |message| root.at(section).at(wire).key_error(Code::DuplicateName, message);
            if body.is_some() && section != "body" && rust.as_str() == "body" && wire != "body" {
                let message = format!("`{wire}` is `body` in Rust, as the body of the request is");
                self.report(report(message).help("give it a `rust_name` in snake_case"));
            }
            match taken.insert(rust, (section, wire)) {
                Some((other, first)) if other != section && (first != wire || section == "body") => {
                    let message = format!("`{first}` of `{other}` and `{wire}` are both `{rust}` in Rust");
                    self.report(report(message).help("give one of them a `rust_name` in snake_case"));
                }
                _ => {}
            }
        }
    }

    /// Status code and fields of a success.
    fn response(&mut self, node: &Node<'_>, responses: &IndexMap<String, Response>) -> (u16, Vec<ir::Field>) {
        let success = |status: &str| status.parse().ok().filter(|code| (200..=299).contains(code) && status.len() == 3);
        let help = "write `200: none`, or `200:` and the fields; errors are understood without a description";
        if responses.is_empty() {
            self.report(node.error(Code::Shape, "a response has a status code").help(help));
        }
        let (mut code, mut fields) = (200, Vec::new());
        for (index, (status, response)) in responses.iter().enumerate() {
            let node = node.at(status);
            match success(status) {
                None => {
                    let message = format!("`{status}` is no status code of success");
                    self.report(node.key_error(Code::Shape, message).help(help));
                }
                Some(_) if index > 0 => {
                    self.report(node.key_error(Code::Shape, "a response has one status code").help(help));
                }
                Some(success) => code = success,
            }
            if let Response::Fields(rows) = response {
                fields = self.rows(&node, rows, Role::ResponseField);
            }
        }
        (code, fields)
    }

    fn rule(&mut self, node: &Node<'_>, rule: &notation::Rule, tables: &Tables<'_>) -> ir::Rule {
        let mut conditions = Vec::new();
        for (index, condition) in rule.any_of.iter().enumerate() {
            let at = node.at("any_of").at(index);
            match condition.first() {
                Some((wire, predicate)) if condition.len() == 1 => {
                    conditions.extend(self.condition(&at.at(wire), wire, *predicate, tables));
                }
                _ => self.report(at.error(Code::Shape, "a condition is one parameter and what it must be")),
            }
        }
        if rule.any_of.len() < 2 {
            self.report(node.at("any_of").key_error(Code::Shape, "`any_of` chooses among two conditions or more"));
        }
        ir::Rule::AnyOf { conditions, why: self.prose(&node.at("why"), &rule.why) }
    }

    fn condition(
        &mut self,
        at: &Node<'_>,
        wire: &str,
        predicate: notation::Predicate,
        tables: &Tables<'_>,
    ) -> Option<ir::Condition> {
        let outside = tables.callers().map(|parameter| (parameter.location, &parameter.field));
        let inside = tables.body.unwrap_or_default().iter().map(|field| (ir::ParameterLocation::Body, field));
        let all: Vec<_> = outside.chain(inside).collect();
        let matching: Vec<_> = all.iter().filter(|(_, field)| field.wire == wire).collect();
        let &[(location, field)] = matching.as_slice() else {
            let message = match matching.len() {
                0 if tables.fills_in(wire) => format!("the client fills `{wire}` in: no rule can ask for it"),
                0 => format!("the request has no parameter `{wire}`"),
                _ => format!("`{wire}` stands in the body and outside of it: a rule cannot tell them apart"),
            };
            let others = all.iter().map(|(_, field)| field.wire.as_str()).filter(|name| *name != wire);
            let diagnostic = at.key_error(Code::Reference, message).help_if(did_you_mean(wire, others));
            self.report(diagnostic);
            return None;
        };
        let mistake = match predicate {
            notation::Predicate::NonEmpty if !matches!(field.ty, Type::String(_) | Type::Array(..)) => {
                Some("`non_empty` is asked of a String or an Array")
            }
            notation::Predicate::Is(_) if !matches!(field.ty, Type::Boolean(_)) => {
                Some("`true` and `false` are asked of a Boolean")
            }
            _ => None,
        };
        if let Some(mistake) = mistake {
            self.report(at.error(Code::Reference, format!("{mistake}, which `{wire}` is not")));
        }
        Some(ir::Condition { location: *location, wire: wire.to_owned(), predicate: lower_predicate(predicate) })
    }

    fn pagination(&mut self, node: &Node<'_>, spec: &notation::Pagination, tables: &Tables<'_>) -> ir::Pagination {
        let query: Vec<_> = tables
            .callers()
            .filter(|parameter| parameter.location == ir::ParameterLocation::Query)
            .map(|parameter| &parameter.field)
            .collect();
        let response: Vec<_> = tables.response.iter().collect();
        let number = |ty: &Type| matches!(ty, Type::Integer(_) | Type::Long(_));
        let list = |ty: &Type| matches!(ty, Type::Array(..));
        self.reference(&node.at("offset"), &spec.offset, &query, "a number of the query", number);
        self.reference(&node.at("limit"), &spec.limit, &query, "a number of the query", number);
        if spec.limit == spec.offset {
            let message = "offset and limit are the same parameter";
            self.report(node.at("limit").error(Code::Reference, message).help("name the one that says how many"));
        }
        self.reference(&node.at("items"), &spec.items, &response, "a list of the response", list);
        if let Some(total) = &spec.total {
            self.reference(&node.at("total"), total, &response, "a number of the response", number);
        }
        let notation::Pagination { offset, limit, items, total } = spec;
        ir::Pagination { offset: offset.clone(), limit: limit.clone(), items: items.clone(), total: total.clone() }
    }

    fn reference(
        &mut self,
        node: &Node<'_>,
        name: &str,
        fields: &[&ir::Field],
        what: &str,
        fits: impl Fn(&Type) -> bool,
    ) {
        if !fields.iter().any(|field| field.wire == name && fits(&field.ty)) {
            let candidates = fields.iter().filter(|field| fits(&field.ty)).map(|field| field.wire.as_str());
            let diagnostic = node.error(Code::Reference, format!("`{name}` is not {what}"));
            self.report(diagnostic.help_if(did_you_mean(name, candidates)));
        }
    }
}

type References = (Vec<ir::Rule>, Option<ir::Pagination>, Vec<ir::Example>);

/// The tables that rules, paging and examples refer to.
pub(super) struct Tables<'a> {
    pub parameters: &'a [ir::Parameter],
    pub body: Option<&'a [ir::Field]>,
    pub response: &'a [ir::Field],
}

impl Tables<'_> {
    /// The parameters outside the body that the caller supplies.
    fn callers(&self) -> impl Iterator<Item = &ir::Parameter> {
        self.parameters.iter().filter(|parameter| parameter.source == ir::Source::Request)
    }

    /// Whether a parameter of this name is not the caller's.
    fn fills_in(&self, wire: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.source != ir::Source::Request && parameter.field.wire == wire)
    }
}

/// The key of the table that holds the parameters of a location.
fn section(location: ir::ParameterLocation) -> &'static str {
    match location {
        ir::ParameterLocation::Path => "path",
        ir::ParameterLocation::Query => "query",
        ir::ParameterLocation::Header => "headers",
        ir::ParameterLocation::Body => "body",
    }
}

fn lower_setting(setting: notation::Setting) -> ir::Setting {
    match setting {
        notation::Setting::Project => ir::Setting::Project,
        notation::Setting::Region => ir::Setting::Region,
        notation::Setting::EnterpriseProject => ir::Setting::EnterpriseProject,
    }
}

fn lower_predicate(predicate: notation::Predicate) -> ir::Predicate {
    match predicate {
        notation::Predicate::Set => ir::Predicate::Set,
        notation::Predicate::NonEmpty => ir::Predicate::NonEmpty,
        notation::Predicate::Is(value) => ir::Predicate::Is(value),
    }
}
