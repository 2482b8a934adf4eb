//! Objects: a struct, and for those that callers build, a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::descriptor;
use super::rust_type::{self, Scope};
use crate::emit::docs::{self, Docs};
use crate::ir::{Field, Object, Operation, Type};
use crate::names::RustName;

/// An object that the description defines.
pub(super) fn tokens(operation: &Operation, index: usize, object: &Object) -> TokenStream {
    let scope = Scope { operation: index, in_responses: object.in_responses };
    let mut docs = Docs::new(&object.doc);
    if object.page_name != object.name.as_str() {
        docs = docs.paragraph(&format!("The page calls it {}.", docs::code(&object.page_name)));
    }
    let docs = docs.paragraph(&docs::page(operation));
    let form = match (object.in_requests, object.in_responses) {
        (true, true) => Form::Both,
        (true, false) => Form::Request,
        (false, _) => Form::Response,
    };
    let strukt = structure(scope, &docs, &object.name, &object.fields, form);
    let building = object.in_requests.then(|| building(scope, object));
    quote!(#strukt #building)
}

/// Whether callers fill an object in, or the service, or the ones and the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Request,
    Response,
    Both,
}

/// A struct with its fields by wire name, and their facts.
pub(super) fn structure(scope: Scope, docs: &Docs, name: &RustName, fields: &[Field], form: Form) -> TokenStream {
    let members = fields.iter().map(|field| member(scope, field, form));
    let unknown_fields = (form == Form::Request).then(|| quote!(, deny_unknown_fields));
    let table = descriptor::fields(fields);
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default #unknown_fields)]
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
        }

        impl #name {
            pub(crate) const FIELDS: &'static [descriptor::Field] = #table;
        }
    }
}

/// A field that can be absent: lists of responses are empty then, everything else is `None`.
pub(super) fn member(scope: Scope, field: &Field, form: Form) -> TokenStream {
    let Field { rust, wire, .. } = field;
    let docs = docs::field(field);
    let deprecated = deprecated(field);
    let rename = (rust.as_str().trim_start_matches("r#") != wire).then(|| quote!(#[serde(rename = #wire)]));
    let owned = scope.owned(&field.ty);
    let (serde, ty) = match (form, &field.ty) {
        (Form::Response, Type::Array(..)) => {
            (quote!(#[serde(deserialize_with = "crate::runtime::null_as_empty")]), owned)
        }
        _ => (quote!(#[serde(skip_serializing_if = "Option::is_none")]), quote!(Option<#owned>)),
    };
    quote!(#docs #deprecated #rename #serde pub #rust: #ty)
}

pub(super) fn deprecated(field: &Field) -> Option<TokenStream> {
    field.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]))
}

/// `name: Some(name)` for each mandatory field, and the rest as by default.
pub(super) fn mandatory_fields(fields: &[Field]) -> TokenStream {
    let mandatory: Vec<_> = fields.iter().filter(|field| field.mandatory).collect();
    let members = mandatory.iter().map(|field| mandatory_field(field));
    let rest = (mandatory.len() < fields.len()).then(|| quote!(..Default::default()));
    quote!(#(#members,)* #rest)
}

/// `name: Some(name)`
pub(super) fn mandatory_field(Field { rust, ty, .. }: &Field) -> TokenStream {
    let value = rust_type::convert(ty, &quote!(#rust));
    quote!(#rust: Some(#value))
}

/// `name: type` for each mandatory field.
pub(super) fn mandatory_arguments<'a>(scope: Scope, fields: impl IntoIterator<Item = &'a Field>) -> Vec<TokenStream> {
    let mandatory = fields.into_iter().filter(|field| field.mandatory);
    mandatory
        .map(|Field { rust, ty, .. }| {
            let ty = scope.argument(ty);
            quote!(#rust: #ty)
        })
        .collect()
}

/// The lint that a function with so many arguments breaks: clippy takes seven.
pub(super) fn allowed(arguments: usize) -> Option<TokenStream> {
    (arguments > 7).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the service asks for all of them")]))
}

fn building(scope: Scope, object: &Object) -> TokenStream {
    let name = &object.name;
    let arguments = mandatory_arguments(scope, &object.fields);
    let allow = allowed(arguments.len());
    let (new_docs, value) = if arguments.is_empty() {
        (" With nothing set.", quote!(Self::default()))
    } else {
        let fields = mandatory_fields(&object.fields);
        (" With what is mandatory.", quote!(Self { #fields }))
    };
    let optional = object.fields.iter().filter(|field| !field.mandatory);
    let setters = optional.map(|field| {
        let setter = setter(scope, field, &quote!(self));
        quote!(#[must_use] #setter)
    });
    quote! {
        impl #name {
            #[doc = #new_docs]
            #allow
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                #value
            }

            #(#setters)*
        }
    }
}

/// A method that sets one field of `target`.
pub(super) fn setter(scope: Scope, field: &Field, target: &TokenStream) -> TokenStream {
    let rust = &field.rust;
    let docs = docs::field(field);
    let deprecated = deprecated(field);
    let argument = scope.argument(&field.ty);
    let value = rust_type::convert(&field.ty, &quote!(#rust));
    quote! {
        #docs
        #deprecated
        pub fn #rust(mut self, #rust: #argument) -> Self {
            #target.#rust = Some(#value);
            self
        }
    }
}
