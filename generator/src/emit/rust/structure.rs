//! Structs. Their `Debug` is derived, or written by a macro that redacts secret fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use crate::ir::Field;
use crate::names::RustName;

/// A field of a struct, as `Debug` shows it.
pub(super) struct Member {
    name: TokenStream,
    is_secret: bool,
}

impl Member {
    pub(super) fn of(field: &Field) -> Self {
        let name = &field.rust_name;
        Self { name: quote!(#name), is_secret: field.secret }
    }

    /// Returns the field `body` of a request.
    pub(super) fn body(is_secret: bool) -> Self {
        Self { name: quote!(body), is_secret }
    }
}

/// Emits a struct. If it `can_grow`, any field can be absent, and later versions can add fields.
pub(super) fn tokens(
    docs: &DocComment,
    name: &RustName,
    can_grow: bool,
    members: &TokenStream,
    shown: &[Member],
) -> TokenStream {
    let has_secret = shown.iter().any(|member| member.is_secret);
    let derived_debug = (!has_secret).then(|| quote!(Debug,));
    let redacted_debug = has_secret.then(|| {
        let fields = shown.iter().map(|Member { name, is_secret }| {
            let mark = is_secret.then(|| quote!(= secret));
            quote!(#name #mark)
        });
        quote!(codegen::debug!(#name { #(#fields),* });)
    });
    let default = can_grow.then(|| quote!(Default,));
    let non_exhaustive = can_grow.then(|| quote!(#[non_exhaustive]));
    quote! {
        #docs
        #[derive(Clone, #derived_debug #default PartialEq)]
        #non_exhaustive
        pub struct #name {
            #members
        }

        #redacted_debug
    }
}
