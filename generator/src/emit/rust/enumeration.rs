//! Enums: a variant for each known value, and one for all others.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::object;
use crate::ir::{Enum, Operation, Value};

pub(super) fn tokens(operation: &Operation, r#enum: &Enum) -> TokenStream {
    let Enum { name, doc, values } = r#enum;
    let docs = DocComment::text(doc).paragraph(&object::origin(operation));
    let variants = values.iter().map(variant);
    let wire_names = values.iter().map(|Value { rust, wire, .. }| quote!((Self::#rust, #wire)));
    let has_deprecated = values.iter().any(|value| value.deprecated.is_some());
    let allow = has_deprecated.then(|| quote!(#[allow(deprecated, reason = "deprecated values are still accepted")]));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this version of the crate does not know."]
            Unknown(crate::types::UnknownValue),
        }

        #allow
        impl #name {
            const WIRE_NAMES: &'static [(Self, &'static str)] = &[#(#wire_names),*];
        }

        crate::runtime::open_enum!(#name);
    }
}

fn variant(value: &Value) -> TokenStream {
    let rust = &value.rust;
    let docs = DocComment::enum_value(value);
    let deprecated = value.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
    quote!(#docs #deprecated #rust)
}
