//! Fields of structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::Scope;
use super::structure::Member;
use crate::ir::{Field, Type};

/// Emits a field of a struct. Any field can be absent: a list of a response is empty then, anything else is `None`.
///
/// `link` leads to the function that sets the field and documents it.
pub(super) fn member(scope: Scope, field: &Field, link: Option<&str>) -> Member {
    let rust_name = &field.rust_name;
    let field_type = scope.field_type(&field.ty);
    let is_response_list = !scope.in_requests && matches!(field.ty, Type::Array(..));
    let ty = if is_response_list { field_type } else { quote!(Option<#field_type>) };
    documented_member(field, quote!(#rust_name), &ty, link)
}

/// Emits a field that always has a value.
pub(super) fn required_member(scope: Scope, field: &Field) -> Member {
    let rust_name = &field.rust_name;
    documented_member(field, quote!(#rust_name), &scope.field_type(&field.ty), None)
}

/// Emits the field `body` of a request with a list as its body.
pub(super) fn whole_body_member(scope: Scope, field: &Field, link: &str) -> Member {
    let ty = scope.field_type(&field.ty);
    documented_member(field, quote!(body), &quote!(Option<#ty>), Some(link))
}

fn documented_member(field: &Field, name: TokenStream, ty: &TokenStream, link: Option<&str>) -> Member {
    let docs = match link {
        Some(link) => DocComment::markdown(link),
        None => DocComment::field(field),
    };
    let deprecated = deprecated(field);
    let declaration = quote!(#docs #deprecated pub #name: #ty);
    Member { name, is_secret: field.secret, declaration }
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
