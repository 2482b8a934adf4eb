//! Structs. Their `Debug` is derived, or written by a macro that redacts secret fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
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
