//! Structs and their fields. `Debug` is derived, or written by a macro that redacts secret fields.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::doc_comment::DocComment;
use super::rust_type::Scope;
use crate::ir::{Field, Type};
use crate::names::RustName;

/// A field of a struct.
pub(super) struct Member {
    pub(super) name: TokenStream,
    /// Whether `Debug` redacts it.
    pub(super) is_secret: bool,
    /// The field with its documentation and attributes.
    pub(super) declaration: TokenStream,
}

/// Emits a struct. If it `can_grow`, any field can be absent, and later versions can add fields.
pub(super) fn tokens(docs: &DocComment, name: &RustName, can_grow: bool, members: &[Member]) -> TokenStream {
    let has_secret = members.iter().any(|member| member.is_secret);
    let derived_debug = (!has_secret).then(|| quote!(Debug,));
    let redacted_debug = has_secret.then(|| {
        let fields = members.iter().map(|Member { name, is_secret, .. }| {
            let mark = is_secret.then(|| quote!(= secret));
            quote!(#name #mark)
        });
        quote!(codegen::debug!(#name { #(#fields),* });)
    });
    let default = can_grow.then(|| quote!(Default,));
    let non_exhaustive = can_grow.then(|| quote!(#[non_exhaustive]));
    let declarations = members.iter().map(|member| &member.declaration);
    quote! {
        #docs
        #[derive(Clone, #derived_debug #default PartialEq)]
        #non_exhaustive
        pub struct #name {
            #(#declarations),*
        }

        #redacted_debug
    }
}

/// Emits a field of a struct. Any field can be absent: a list of a response is empty then, anything else is `None`.
///
/// `link` leads to the function that sets the field and documents it.
pub(super) fn member(scope: Scope, field: &Field, link: Option<&str>) -> Member {
    let field_type = scope.field_type(&field.ty);
    let is_response_list = !scope.in_requests && matches!(field.ty, Type::Array(..));
    let ty = if is_response_list { field_type } else { quote!(Option<#field_type>) };
    documented_member(field, &field.rust_name, &ty, link)
}

/// Emits a field that always has a value.
pub(super) fn required_member(scope: Scope, field: &Field) -> Member {
    documented_member(field, &field.rust_name, &scope.field_type(&field.ty), None)
}

/// Emits the field `body` of a request with a list as its body.
pub(super) fn whole_body_member(scope: Scope, field: &Field, link: &str) -> Member {
    let ty = scope.field_type(&field.ty);
    documented_member(field, &quote!(body), &quote!(Option<#ty>), Some(link))
}

fn documented_member(field: &Field, name: &impl ToTokens, ty: &TokenStream, link: Option<&str>) -> Member {
    let docs = match link {
        Some(link) => DocComment::markdown(link),
        None => DocComment::field(field),
    };
    let deprecated = deprecated(field);
    let declaration = quote!(#docs #deprecated pub #name: #ty);
    Member { name: name.to_token_stream(), is_secret: field.secret, declaration }
}

/// Emits the attribute of a field that the help page marks as deprecated.
pub(super) fn deprecated(field: &Field) -> Option<TokenStream> {
    field.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]))
}

/// Emits a field's name in the struct and, if it differs, its name on the wire: `#[name = "on the wire"] name`.
pub(super) fn names(Field { rust_name, wire_name, .. }: &Field) -> TokenStream {
    let wire_name = (rust_name.as_str() != wire_name).then(|| quote!(#[name = #wire_name]));
    quote!(#wire_name #rust_name)
}
