//! The descriptor of an operation: the facts that the client's runtime and its mock server read.
//!
//! Its tables are made of calls to the functions of `descriptor::table`, one row each.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::response_type;
use super::rust_type::Scope;
use super::task;
use crate::emit::facts;
use crate::ir::{
    Bounds, Condition, Example, Field, NumberBounds, Operation, Pagination, Parameter, ParameterLocation, Predicate,
    Rule, Service, Setting, Source, Type,
};

/// Emits the implementation of `Operation`, and the table of its parameters.
pub(super) fn tokens(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let Operation { id, summary, path, page, names, .. } = operation;
    let (request, response) = (&names.request, response_type(operation));
    let method = operation.method.as_str();
    let (title, updated) = (&page.title, &page.updated);
    let parameters = operation.parameters.iter().map(|row| parameter(scope, row));
    let others = other_facts(service, scope, operation);
    quote! {
        const PARAMETERS: &[descriptor::Parameter] = &[#(#parameters),*];

        impl descriptor::Operation for #request {
            type Response = #response;

            const DESCRIPTOR: &'static descriptor::OperationDescriptor = &descriptor::OperationDescriptor {
                id: #id,
                summary: #summary,
                page: descriptor::HelpPage { title: #title, updated: #updated },
                method: #method,
                path: #path,
                parameters: PARAMETERS,
                #others
            };
        }
    }
}

/// Emits the facts that only some operations have, and takes the rest from an operation without any.
fn other_facts(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let body = request_body(scope, operation).map(|body| quote!(body: Some(#body),));
    let response = response_content(operation);
    let response = Some(quote!(response: #response,));
    let rules = operation.rules.iter().map(rule);
    let rules = (rules.len() > 0).then(|| quote!(rules: &[#(#rules),*],));
    let pagination = operation.pagination.as_ref().map(pagination);
    let pagination = pagination.map(|pagination| quote!(pagination: Some(#pagination),));
    let task = task::task_descriptor(service, operation).map(|task| quote!(task: Some(#task),));
    let wait = task::wait_descriptor(service, operation).map(|wait| quote!(wait: Some(#wait),));
    let deprecated = operation.deprecated.as_ref().map(|why| quote!(deprecated: Some(#why),));
    let examples = operation.examples.iter().map(example);
    let examples = (examples.len() > 0).then(|| quote!(examples: &[#(#examples),*],));
    let facts = [body, response, rules, pagination, task, wait, deprecated, examples];
    // If there is nothing left to take, clippy rejects it.
    let rest = facts.iter().any(Option::is_none).then(|| quote!(..OPERATION));
    let facts = facts.iter().flatten();
    quote!(#(#facts)* #rest)
}

/// Emits the table of the fields of the request body.
fn request_body(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    operation.body.as_ref()?;
    if let Some(field) = operation.whole_body() {
        let row = self::field(scope, field);
        return Some(quote!(&[#row]));
    }
    let name = &operation.names.body;
    Some(quote!(#name::FIELDS))
}

fn response_content(operation: &Operation) -> TokenStream {
    if operation.returns_file() {
        return quote!(FILE);
    }
    let response = &operation.names.response;
    quote!(fields(#response::FIELDS))
}

/// Emits a row of the table of an object's fields.
pub(super) fn field(scope: Scope, field: &Field) -> TokenStream {
    let wire = &field.wire;
    let ty = type_of(scope, &field.ty);
    let pattern = field.pattern.as_ref().map(|pattern| {
        let pattern = raw_string(pattern);
        quote!(.pattern(#pattern))
    });
    let mandatory = field.mandatory.then(|| quote!(.mandatory()));
    let default = field.default.as_ref().map(|default| quote!(.default(#default)));
    let whole_body = field.whole_body.then(|| quote!(.whole_body()));
    quote!(field(#wire, #ty)#pattern #mandatory #whole_body #default)
}

fn parameter(scope: Scope, parameter: &Parameter) -> TokenStream {
    let field = field(scope, &parameter.field);
    let location = match parameter.location {
        ParameterLocation::Path => quote!(path),
        ParameterLocation::Query => quote!(query),
        ParameterLocation::Header | ParameterLocation::Body => quote!(header),
    };
    let source = match parameter.source {
        Source::Request => None,
        Source::Credentials => Some(quote!(.from_credentials())),
        Source::Reserved => Some(quote!(.reserved())),
        Source::Client(Setting::Project) => Some(quote!(.from_client(PROJECT))),
        Source::Client(Setting::Region) => Some(quote!(.from_client(REGION))),
        Source::Client(Setting::EnterpriseProject) => Some(quote!(.from_client(ENTERPRISE_PROJECT))),
    };
    quote!(#location(#field)#source)
}

fn type_of(scope: Scope, ty: &Type) -> TokenStream {
    match ty {
        Type::String(bounds) => with_bounds(quote!(string()), *bounds),
        Type::Integer(bounds) => with_bounds(quote!(integer()), *bounds),
        Type::Long(bounds) => with_bounds(quote!(long()), *bounds),
        Type::Number(bounds) => number(*bounds),
        Type::Boolean(None) => quote!(boolean()),
        Type::Boolean(Some(only)) => quote!(only(#only)),
        Type::Array(item, bounds) => {
            let item = type_of(scope, item);
            with_bounds(quote!(array(&#item)), *bounds)
        }
        Type::Map(value, bounds) => {
            let value = type_of(scope, value);
            with_bounds(quote!(map(&#value)), *bounds)
        }
        Type::Json => quote!(json()),
        Type::Tuple(items) => {
            let items = items.iter().map(|item| type_of(scope, item));
            quote!(tuple(&[#(#items),*]))
        }
        Type::Object(definition) => {
            let name = scope.definition_name(definition);
            quote!(object(#name::FIELDS))
        }
        Type::Enum(definition) => {
            let name = scope.definition_name(definition);
            quote!(one_of(#name::VALUES))
        }
        Type::IntegerEnum(definition) => {
            let name = scope.definition_name(definition);
            quote!(one_of_integers(#name::VALUES))
        }
    }
}

fn with_bounds(ty: TokenStream, bounds: Option<Bounds>) -> TokenStream {
    let Some(Bounds { min, max }) = bounds else { return ty };
    match (min.map(literal), max.map(literal)) {
        (Some(min), Some(max)) => quote!(#ty.within(#min, #max)),
        (Some(min), None) => quote!(#ty.at_least(#min)),
        (None, Some(max)) => quote!(#ty.at_most(#max)),
        (None, None) => ty,
    }
}

fn number(bounds: Option<NumberBounds>) -> TokenStream {
    let Some(NumberBounds { min, max }) = bounds else { return quote!(number()) };
    match (min.map(float), max.map(float)) {
        (Some(min), Some(max)) => quote!(number_within(#min, #max)),
        (Some(min), None) => quote!(number_at_least(#min)),
        (None, Some(max)) => quote!(number_at_most(#max)),
        (None, None) => quote!(number()),
    }
}

/// Emits a float with its digits in groups.
fn float(number: f64) -> TokenStream {
    let mut text = facts::grouped_number(number, '_');
    if !text.contains('.') {
        text.push_str(".0");
    }
    text.parse().unwrap_or_else(|_| quote!(#number))
}

/// Emits a number with its digits in groups.
pub(super) fn literal(number: i64) -> TokenStream {
    facts::grouped(number, '_').parse().unwrap_or_else(|_| quote!(#number))
}

fn rule(Rule::AnyOf { conditions, why }: &Rule) -> TokenStream {
    let conditions = conditions.iter().map(condition);
    quote!(any_of(&[#(#conditions),*], #why))
}

fn condition(Condition { location, wire, predicate }: &Condition) -> TokenStream {
    let location = match location {
        ParameterLocation::Path => quote!(PATH),
        ParameterLocation::Query => quote!(QUERY),
        ParameterLocation::Header => quote!(HEADER),
        ParameterLocation::Body => quote!(BODY),
    };
    let predicate = match predicate {
        Predicate::Set => quote!(SET),
        Predicate::NonEmpty => quote!(NON_EMPTY),
        Predicate::Is(value) => quote!(is(#value)),
    };
    quote!(condition(#location, #wire, #predicate))
}

fn pagination(Pagination { offset, limit, items, total }: &Pagination) -> TokenStream {
    let total = option(total.as_ref().map(|total| quote!(#total)));
    quote!(descriptor::Pagination { offset: #offset, limit: #limit, items: #items, total: #total })
}

fn example(Example { title, query, body, response }: &Example) -> TokenStream {
    let query = query.as_ref().map(|query| json(&serde_json::json!(query)));
    let query = query.map(|query| quote!(.query(#query)));
    let body = body.as_ref().map(json).map(|body| quote!(.body(#body)));
    let response = response.as_ref().map(json).map(|response| quote!(.response(#response)));
    quote!(example(#title)#query #body #response)
}

fn json(value: &serde_json::Value) -> TokenStream {
    raw_string(&value.to_string())
}

/// Emits a value that can be absent.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    if let Some(value) = value { quote!(Some(#value)) } else { quote!(None) }
}

/// Emits a raw string, which needs no escapes for the quotes of JSON; a plain one if a character needs escapes anyway.
fn raw_string(text: &str) -> TokenStream {
    let is_printable = |c: char| matches!(c, '"' | '\\' | '\'') || c.escape_debug().len() == 1;
    if !text.chars().all(is_printable) || !text.contains(['"', '\\']) {
        return quote!(#text);
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| quote!(#text))
}
