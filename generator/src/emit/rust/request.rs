//! The request of an operation, and its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::object;
use super::rust_type::Scope;
use super::structure::{self, Member};
use crate::ir::{Field, Operation};

pub(super) fn tokens(scope: Scope, operation: &Operation) -> TokenStream {
    let request = &operation.names.request;
    let method = operation.names.method.in_links();
    let docs = DocComment::markdown(&format!("Request of [`Client::{method}`]: the parameters that callers set."));
    let link = |field: &Field| link(operation, field);
    let (mut members, mut names) = (Vec::new(), Vec::new());
    for field in operation.caller_parameters() {
        members.push(structure::member(scope, field, Some(&link(field))));
        names.push(structure::names(field));
    }
    let mut body_definition = None;
    if let Some(field) = operation.whole_body() {
        members.push(structure::whole_body_member(scope, field, &link(field)));
        names.push(quote!(body));
    } else if let Some(fields) = &operation.body {
        let body = &operation.names.body;
        let docs = DocComment::markdown(&format!("Body of [`{request}`]."));
        let declaration = quote!(#[doc = " Request body."] pub body: #body);
        members.push(Member { name: quote!(body), is_secret: false, declaration });
        names.push(quote!(body));
        body_definition = Some(object::definition(scope, &docs, body, fields, &|field| Some(link(field))));
    }
    let table = quote!(codegen::object!(strict #request { #(#names),* }););
    let structure = structure::tokens(&docs, request, true, &members);
    quote!(#structure #table #body_definition)
}

/// Refers to the function that sets a field, and documents it.
fn link(operation: &Operation, field: &Field) -> String {
    let names = &operation.names;
    if field.is_argument {
        return format!("Required: an argument of [`Client::{}`].", names.method.in_links());
    }
    format!("See [`{}::{}`].", names.builder, field.rust_name.in_links())
}
