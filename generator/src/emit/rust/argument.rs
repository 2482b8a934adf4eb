//! Arguments of functions, and the fields that they set.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::field;
use super::rust_type::{self, Scope};
use crate::ir::Field;
use crate::names::RustName;

/// Emits `name: type` for each required field.
pub(super) fn all<'a>(scope: Scope, fields: impl Iterator<Item = &'a Field>) -> Vec<TokenStream> {
    let mut arguments = Vec::new();
    for Field { rust_name, ty, .. } in fields.filter(|field| field.mandatory) {
        let ty = scope.argument_type(ty);
        arguments.push(quote!(#rust_name: #ty));
    }
    arguments
}

/// Allows as many arguments as the service requires; clippy warns from the eighth on.
pub(super) fn allow_many(count: usize) -> Option<TokenStream> {
    (count > 7).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the service requires all of them")]))
}

/// Emits `name: Some(name)` for each required field, and `..Default::default()` if there are others.
pub(super) fn required_members(fields: &[Field]) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| field.mandatory).collect();
    let members = required.iter().map(|field| required_member(field));
    let rest = (required.len() < fields.len()).then(|| quote!(..Default::default()));
    quote!(#(#members,)* #rest)
}

/// Emits `name: Some(name)`.
pub(super) fn required_member(Field { rust_name, ty, .. }: &Field) -> TokenStream {
    let value = rust_type::convert(ty, &quote!(#rust_name));
    quote!(#rust_name: Some(#value))
}

/// Emits `body: Some(name)` for a body that is a list.
pub(super) fn required_whole_body(Field { rust_name, ty, .. }: &Field) -> TokenStream {
    let value = rust_type::convert(ty, &quote!(#rust_name));
    quote!(body: Some(#value))
}

/// Emits a method that sets the field at `place`.
pub(super) fn setter(scope: Scope, field: &Field, place: &TokenStream, must_use: Option<&TokenStream>) -> TokenStream {
    let rust_name = &field.rust_name;
    let docs = setter_docs(field);
    let deprecated = field::deprecated(field);
    let argument = scope.argument_type(&field.ty);
    let value = rust_type::convert(&field.ty, &quote!(#rust_name));
    quote! {
        #docs
        #deprecated
        #must_use
        pub fn #rust_name(mut self, #rust_name: #argument) -> Self {
            #place = Some(#value);
            self
        }
    }
}

/// Returns the documentation of a setter. Of the required fields, only those for paging have one.
fn setter_docs(field: &Field) -> DocComment {
    let docs = DocComment::field(field);
    if field.mandatory {
        docs.paragraph("The client sets it for `items()` and `pages()` if this method does not.")
    } else {
        docs
    }
}

/// Emits the setter of a required limit, after which the request builder can send a page.
pub(super) fn limit_setter(scope: Scope, field: &Field, builder: &RustName) -> TokenStream {
    let rust_name = &field.rust_name;
    let docs = setter_docs(field);
    let deprecated = field::deprecated(field);
    let argument = scope.argument_type(&field.ty);
    quote! {
        #docs
        #deprecated
        pub fn #rust_name(mut self, #rust_name: #argument) -> #builder<huaweicloud_core::WithLimit> {
            self.call.request_mut().#rust_name = Some(#rust_name);
            #builder { call: self.call, limit: std::marker::PhantomData }
        }
    }
}
