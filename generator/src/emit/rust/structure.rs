//! The `Debug` of structs: derived, or written by a macro that redacts secret fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Field;
use crate::names::RustName;

/// A field of a struct.
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

/// Emits `Debug,` for the derived traits of a struct without secret fields.
pub(super) fn derived(members: &[Member]) -> Option<TokenStream> {
    (!has_secret(members)).then(|| quote!(Debug,))
}

/// Emits the implementation for a struct with secret fields.
pub(super) fn redacted(name: &RustName, members: &[Member]) -> Option<TokenStream> {
    let fields = members.iter().map(|Member { name, is_secret }| {
        let mark = is_secret.then(|| quote!(= secret));
        quote!(#name #mark)
    });
    has_secret(members).then(|| quote!(codegen::debug!(#name { #(#fields),* });))
}

fn has_secret(members: &[Member]) -> bool {
    members.iter().any(|member| member.is_secret)
}
