//! The methods of an operation: the client's, and the mock server's.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Arguments;
use super::doc_comment::DocComment;
use super::example;
use super::rust_type::Scope;
use crate::emit::facts;
use crate::emit::markdown::escape;
use crate::ir::{Example, Operation, Service};

/// Emits the method of the client, which returns a request builder.
pub(super) fn tokens(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let names = &operation.names;
    let (method, builder, request) = (&names.method, &names.builder, &names.request);
    let docs = docs(service, operation);
    let deprecated = operation.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
    let arguments = Arguments::of_method(operation);
    let definition = arguments.definition(
        scope,
        &DocComment::markdown(&format!(
            "Arguments of [`Client::{}`]: its required parameters. Callers set them by name, since there are more than four.",
            method.in_links()
        )),
    );
    let signature = arguments.signature(scope);
    let value = request_value(operation, &arguments);
    let limit = operation.required_limit().map(|_| quote!(limit: std::marker::PhantomData));
    quote! {
        impl Client {
            #docs
            #deprecated
            pub fn #method(&self, #signature) -> #builder {
                let request = #request #value;
                #builder { call: self.call(request), #limit }
            }
        }

        #definition
    }
}

/// Emits the method of the mock server.
pub(super) fn mock(operation: &Operation) -> TokenStream {
    let (method, request) = (&operation.names.method, &operation.names.request);
    let docs = DocComment::markdown(&format!(
        "Returns the mock of [`Client::{}`], to script responses and inspect requests.",
        method.in_links()
    ));
    quote! {
        #[cfg(feature = "mock")]
        impl super::MockServer {
            #docs
            #[must_use]
            pub fn #method(&self) -> huaweicloud_core::mock::MockOperation<#request> {
                self.operation()
            }
        }
    }
}

/// Emits what follows the name of the request struct: its arguments, or `::default()`.
fn request_value(operation: &Operation, arguments: &Arguments<'_>) -> TokenStream {
    if arguments.is_empty() {
        return quote!(::default());
    }
    let parameters = operation.caller_parameters().filter(|field| field.is_argument);
    let members = parameters.map(|field| arguments.member(field));
    let body = request_body(operation, arguments);
    let has_optional = operation.caller_parameters().any(|field| !field.is_argument);
    let has_default_body = operation.body.is_some() && body.is_none();
    let rest = (has_optional || has_default_body).then(|| quote!(..Default::default()));
    quote!({ #(#members,)* #body #rest })
}

/// Emits the member `body`, if any argument belongs to it.
fn request_body(operation: &Operation, arguments: &Arguments<'_>) -> Option<TokenStream> {
    let fields = operation.body_fields();
    if !fields.iter().any(|field| field.is_argument) {
        return None;
    }
    if let Some(field) = operation.whole_body() {
        let value = arguments.value(field);
        return Some(quote!(body: Some(#value),));
    }
    let name = &operation.names.body;
    let members = arguments.members(fields);
    Some(quote!(body: #name { #members },))
}

fn docs(service: &Service, operation: &Operation) -> DocComment {
    let mut docs = DocComment::text(&operation.summary)
        .paragraphs(operation.doc.as_deref().map(escape))
        .paragraph(&facts::help_page(&operation.page));
    if operation.names.arguments.is_none() {
        docs = docs.arguments(operation.arguments());
    }
    docs = docs.paragraphs(operation.rules.iter().map(facts::rule));
    for (index, example) in operation.examples.iter().enumerate() {
        let has_request = example.query.is_some() || example.body.is_some();
        let code = if has_request || index == 0 { example::text(service, operation, Some(example)) } else { None };
        docs = add_example(docs, example, code.as_deref());
    }
    match example::text(service, operation, None) {
        Some(code) if operation.returns_file() && operation.examples.is_empty() => {
            docs.paragraph("Example: save the file.").rust(&code)
        }
        _ => docs,
    }
}

fn add_example(docs: DocComment, example: &Example, code: Option<&str>) -> DocComment {
    let title = escape(&example.title);
    match (code, &example.response) {
        (Some(code), Some(response)) => {
            docs.paragraph(&format!("Example of a request and its response: {title}")).rust(code).json(response)
        }
        (Some(code), None) => docs.paragraph(&format!("Example of a request: {title}")).rust(code),
        (None, Some(response)) => docs.paragraph(&format!("Example of a response: {title}")).json(response),
        (None, None) => docs,
    }
}
