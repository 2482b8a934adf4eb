//! The descriptor of an operation: the facts that the core and its mock server read.
//!
//! Its tables are made of calls to the functions of `codegen::table`, one row each.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust_type::{Scope, response_type};
use super::{field_row, literal, task};
use crate::ir::{Condition, Example, Operation, Origin, Pagination, Parameter, Predicate, Rule, Setting};

/// Emits the implementation of `Operation`, and the table of its parameters.
pub(super) fn tokens(scope: Scope, operation: &Operation) -> TokenStream {
    let Operation { id, summary, path, page, names, .. } = operation;
    let (request, response) = (&names.request, response_type(operation));
    let method = operation.method.as_str();
    let title = &page.title;
    let page = if let Some(date) = page.date() { quote!(page(#title, #date)) } else { quote!(undated_page(#title)) };
    let parameters = operation.parameters.iter().map(|row| parameter(scope, row));
    let others = other_facts(scope, operation);
    quote! {
        const PARAMETERS: &[descriptor::Parameter] = &rows([#(#parameters),*]);

        impl huaweicloud_core::Operation for #request {
            type Response = #response;

            const DESCRIPTOR: &'static descriptor::OperationDescriptor = &operation(#id, #method, #path)
                .summary(#summary)
                .#page
                .parameters(PARAMETERS)
                #others;
        }
    }
}

/// Emits the facts that only some operations have, each as a call.
fn other_facts(scope: Scope, operation: &Operation) -> TokenStream {
    let body = request_body(scope, operation).map(|body| quote!(.body(#body)));
    let response = response_content(operation);
    let rules = list(&operation.rules, rule).map(|rules| quote!(.rules(#rules)));
    let pagination = operation.pagination.as_ref().map(pagination).map(|pagination| quote!(.pagination(#pagination)));
    let task = operation.task.as_ref().map(task::follow_up).map(|task| quote!(.task(#task)));
    let wait = operation.wait.as_ref().map(task::wait_descriptor).map(|wait| quote!(.wait(#wait)));
    let deprecated = operation.deprecated.as_ref().map(|why| quote!(.deprecated(#why)));
    let examples = list(&operation.examples, example);
    let examples = examples.map(|examples| quote!(.examples(cfg!(feature = "mock"), #examples)));
    quote!(#body .response(#response) #rules #pagination #task #wait #deprecated #examples)
}

/// Emits a list, unless it is empty.
fn list<T>(items: &[T], emit: fn(&T) -> TokenStream) -> Option<TokenStream> {
    let items = items.iter().map(emit);
    (items.len() > 0).then(|| quote!(&[#(#items),*]))
}

/// Emits the table of the fields of the request body.
fn request_body(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    operation.body.as_ref()?;
    if let Some(field) = operation.whole_body() {
        let row = field_row::of_body(scope, field);
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

fn parameter(scope: Scope, parameter: &Parameter) -> TokenStream {
    let row = field_row::of_parameter(scope, parameter.location, &parameter.field);
    let source = match parameter.origin {
        Origin::Request => None,
        Origin::Credentials => Some(quote!(.from_credentials())),
        Origin::Reserved => Some(quote!(.reserved())),
        Origin::Client(Setting::Project) => Some(quote!(.from_client(PROJECT))),
        Origin::Client(Setting::Region) => Some(quote!(.from_client(REGION))),
        Origin::Client(Setting::EnterpriseProject) => Some(quote!(.from_client(ENTERPRISE_PROJECT))),
    };
    quote!(#row #source)
}

fn rule(Rule { any_of, why }: &Rule) -> TokenStream {
    let conditions = any_of.iter().map(condition);
    quote!(any_of(&[#(#conditions),*], #why))
}

fn condition(Condition { location, wire_name, predicate }: &Condition) -> TokenStream {
    let location = format_ident!("{}", location.as_str().to_uppercase());
    let predicate = match predicate {
        Predicate::Set => quote!(SET),
        Predicate::NonEmpty => quote!(NON_EMPTY),
        Predicate::Is(value) => quote!(is(#value)),
    };
    quote!(condition(#location, #wire_name, #predicate))
}

fn pagination(Pagination { offset, limit, items, total }: &Pagination) -> TokenStream {
    let total = total.as_ref().map(|total| quote!(.total(#total)));
    quote!(pagination(#offset, #limit, #items)#total)
}

fn example(Example { title, query, body, response, page_says: _ }: &Example) -> TokenStream {
    let query = query.as_ref().map(|query| literal::json(&serde_json::json!(query)));
    let query = query.map(|query| quote!(.query(#query)));
    let body = body.as_ref().map(literal::json).map(|body| quote!(.body(#body)));
    let response = response.as_ref().map(literal::json).map(|response| quote!(.response(#response)));
    quote!(example(#title)#query #body #response)
}
