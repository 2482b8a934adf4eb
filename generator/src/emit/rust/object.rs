//! Objects: a struct and, if callers build it, a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::descriptor;
use super::doc_comment::DocComment;
use super::rust_type::{self, Scope};
use crate::emit::facts;
use crate::ir::{self, Field, Object, Operation, Type};
use crate::names::RustName;

/// Emits an object that a help page defines.
pub(super) fn tokens(operation: &Operation, index: usize, object: &Object) -> TokenStream {
    let scope = Scope { operation: index, in_responses: object.in_responses };
    let mut docs = DocComment::text(&object.doc);
    if let Some(page_name) = facts::page_name(&object.page_name, object.name.as_str()) {
        docs = docs.paragraph(&page_name);
    }
    let docs = docs.paragraph(&origin(operation));
    let usage = match (object.in_requests, object.in_responses) {
        (true, true) => Usage::Both,
        (true, false) => Usage::Request,
        (false, _) => Usage::Response,
    };
    let definition = definition(scope, &docs, &object.name, &object.fields, usage);
    let methods = object.in_requests.then(|| methods(scope, object));
    quote!(#definition #methods)
}

/// Refers to the operation whose help page defines a type.
pub(super) fn origin(operation: &Operation) -> String {
    format!("Defined on the help page of [`Client::{}`].", operation.names.method.in_links())
}

/// Who fills a struct in: callers, the service, or both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    Request,
    Response,
    Both,
}

/// Emits a struct and the table of its fields.
pub(super) fn definition(
    scope: Scope,
    docs: &DocComment,
    name: &RustName,
    fields: &[Field],
    usage: Usage,
) -> TokenStream {
    let members = fields.iter().map(|field| member(scope, field, usage));
    let names: Vec<_> = fields.iter().map(names).collect();
    let conversions = match ir::whole_body(fields) {
        Some(Field { rust, .. }) => quote!(crate::runtime::list!(#name { #rust });),
        None => conversions(name, &names, usage),
    };
    let table = fields.iter().map(|field| descriptor::field(scope, field));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
        }

        impl #name {
            pub(crate) const FIELDS: &'static [descriptor::Field] = &[#(#table),*];
        }

        #conversions
    }
}

/// Emits a field's name in the struct and on the wire, for [`conversions`].
pub(super) fn names(Field { rust, wire, .. }: &Field) -> TokenStream {
    let wire = (rust.as_str() != wire).then(|| quote!(= #wire));
    quote!(#rust #wire)
}

/// Emits the implementations of `Serialize` and `Deserialize`.
pub(super) fn conversions(name: &RustName, names: &[TokenStream], usage: Usage) -> TokenStream {
    let mode = if usage == Usage::Request { quote!(strict) } else { quote!(lenient) };
    quote!(crate::runtime::object!(#mode #name { #(#names),* });)
}

/// Emits a field of a struct. Any field can be absent: a list of a response is empty then, anything else is `None`.
pub(super) fn member(scope: Scope, field: &Field, usage: Usage) -> TokenStream {
    let rust = &field.rust;
    let docs = DocComment::field(field);
    let deprecated = deprecated(field);
    let field_type = scope.field_type(&field.ty);
    let is_response_list = usage == Usage::Response && matches!(field.ty, Type::Array(..));
    let ty = if is_response_list { field_type } else { quote!(Option<#field_type>) };
    quote!(#docs #deprecated pub #rust: #ty)
}

/// Emits the field `body` of a request whose body is a list.
pub(super) fn whole_body_member(scope: Scope, field: &Field) -> TokenStream {
    let docs = DocComment::field(field);
    let deprecated = deprecated(field);
    let ty = scope.field_type(&field.ty);
    quote!(#docs #deprecated pub body: Option<#ty>,)
}

fn deprecated(field: &Field) -> Option<TokenStream> {
    field.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]))
}

/// Emits `name: Some(name)` for each required field, and `..Default::default()` if there are others.
pub(super) fn required_members(fields: &[Field]) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| field.mandatory).collect();
    let members = required.iter().map(|field| required_member(field));
    let rest = (required.len() < fields.len()).then(|| quote!(..Default::default()));
    quote!(#(#members,)* #rest)
}

/// Emits `name: Some(name)`.
pub(super) fn required_member(Field { rust, ty, .. }: &Field) -> TokenStream {
    let value = rust_type::convert(ty, &quote!(#rust));
    quote!(#rust: Some(#value))
}

/// Emits `body: Some(name)` for a body that is a list.
pub(super) fn required_whole_body(Field { rust, ty, .. }: &Field) -> TokenStream {
    let value = rust_type::convert(ty, &quote!(#rust));
    quote!(body: Some(#value))
}

/// Emits `name: type` for each required field.
pub(super) fn arguments<'a>(scope: Scope, fields: impl Iterator<Item = &'a Field>) -> Vec<TokenStream> {
    let mut arguments = Vec::new();
    for Field { rust, ty, .. } in fields.filter(|field| field.mandatory) {
        let ty = scope.argument_type(ty);
        arguments.push(quote!(#rust: #ty));
    }
    arguments
}

/// Allows as many arguments as the service requires; clippy warns from the eighth on.
pub(super) fn allow_many_arguments(count: usize) -> Option<TokenStream> {
    (count > 7).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the service requires all of them")]))
}

/// Emits the constructor and the setters.
fn methods(scope: Scope, object: &Object) -> TokenStream {
    let Object { name, fields, .. } = object;
    let arguments = arguments(scope, fields.iter());
    let allow = allow_many_arguments(arguments.len());
    let (docs, value) = if arguments.is_empty() {
        (" Creates an object without any field set.", quote!(Self::default()))
    } else {
        let members = required_members(fields);
        (" Creates an object with its required fields.", quote!(Self { #members }))
    };
    let must_use = quote!(#[must_use]);
    let mut setters = Vec::new();
    for field in fields.iter().filter(|field| !field.mandatory) {
        let rust = &field.rust;
        setters.push(setter(scope, field, &quote!(self.#rust), Some(&must_use)));
    }
    quote! {
        impl #name {
            #[doc = #docs]
            #allow
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                #value
            }

            #(#setters)*
        }
    }
}

/// Emits a method that sets the field at `place`.
pub(super) fn setter(scope: Scope, field: &Field, place: &TokenStream, must_use: Option<&TokenStream>) -> TokenStream {
    let rust = &field.rust;
    let docs = DocComment::field(field);
    let deprecated = deprecated(field);
    let argument = scope.argument_type(&field.ty);
    let value = rust_type::convert(&field.ty, &quote!(#rust));
    quote! {
        #docs
        #deprecated
        #must_use
        pub fn #rust(mut self, #rust: #argument) -> Self {
            #place = Some(#value);
            self
        }
    }
}
