//! Enums: a variant for each known value, and one for all others.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::{self, Docs};
use crate::ir::{Enum, Operation, Value};

pub(super) fn tokens(operation: &Operation, r#enum: &Enum) -> TokenStream {
    let name = &r#enum.name;
    let docs = Docs::new(&r#enum.doc).paragraph(&docs::page(operation));
    let variants = r#enum.values.iter().map(variant);
    let values = r#enum.values.iter().map(|value| &value.wire);
    let to_wire = r#enum.values.iter().map(|Value { rust, wire, .. }| quote!(Self::#rust => #wire));
    let from_wire = r#enum.values.iter().map(|Value { rust, wire, .. }| quote!(#wire => Self::#rust));
    let deprecated = r#enum.values.iter().any(|value| value.deprecated.is_some());
    let allow = deprecated.then(|| quote!(#[allow(deprecated, reason = "deprecated values are still understood")]));
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
            pub(crate) const VALUES: &'static [&'static str] = &[#(#values),*];

            #[doc = " The value as it travels."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#to_wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        #allow
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#from_wire,)*
                    _ => Self::Unknown(crate::types::UnknownValue::new(value)),
                }
            }
        }

        crate::runtime::open_enum!(#name);
    }
}

fn variant(value: &Value) -> TokenStream {
    let rust = &value.rust;
    let mut facts = vec![format!("On the wire: {}.", docs::code(&value.wire))];
    facts.extend(value.page_says.iter().map(docs::page_says));
    let docs = Docs::new(&value.doc).facts(&facts);
    let deprecated = value.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
    quote!(#docs #deprecated #rust)
}
