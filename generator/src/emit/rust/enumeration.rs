//! Enums: a variant for each known value, and one for all others.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::literal;
use crate::ir::{Enum, Operation, Value};
use crate::render;

pub(super) fn tokens(operation: &Operation, r#enum: &Enum) -> TokenStream {
    let Enum { name, is_integer, doc, values } = r#enum;
    let docs = DocComment::text(doc).defined_by(operation);
    let variants = values.iter().map(variant);
    let rows: Vec<_> = values.iter().map(|value| table_row(value, *is_integer)).collect();
    let (unknown, call) = if *is_integer {
        (quote!(UnknownInteger), "codegen::open_integer_enum!(")
    } else {
        (quote!(UnknownValue), "codegen::open_enum!(")
    };
    let table = render::table(call, name, &rows);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this version of the crate does not know."]
            Unknown(huaweicloud_core::#unknown),
        }

        #table
    }
}

/// Emits a variant with its value on the wire.
fn table_row(Value { variant, wire_value, .. }: &Value, is_integer: bool) -> TokenStream {
    if !is_integer {
        return quote!(#variant: #wire_value);
    }
    // Lowering has checked that it is an integer.
    let number = literal::integer(wire_value.parse().unwrap_or_default());
    quote!(#variant: #number)
}

fn variant(value: &Value) -> TokenStream {
    let variant = &value.variant;
    let docs = DocComment::enum_value(value);
    let deprecated = value.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
    quote!(#docs #deprecated #variant)
}
