//! Types of the description as Rust types.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::ir::{Definition, Operation, Type};

/// The place of a type in the generated code, which decides how it is written.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// Index of the operation whose file it is in. Types of another file need a path.
    pub(super) operation: usize,
    /// Whether callers set the value.
    pub(super) in_requests: bool,
    /// Whether the value comes from a response, where integers are wider than the help page says.
    pub(super) in_responses: bool,
}

impl Scope {
    /// Returns the type of a struct's field.
    pub(super) fn field_type(self, ty: &Type) -> TokenStream {
        // A list and a map have one part.
        let parts = ty.parts().iter().map(|part| self.field_type(part));
        match ty {
            Type::String(_) => quote!(String),
            Type::Integer(_) if self.in_responses => quote!(i64),
            Type::Integer(_) => quote!(i32),
            Type::Long(_) => quote!(i64),
            Type::Number(_) => quote!(f64),
            Type::Boolean(_) => quote!(bool),
            Type::Json => quote!(huaweicloud_core::serde_json::Value),
            Type::Map(..) => quote!(std::collections::BTreeMap<String, #(#parts)*>),
            Type::Array(..) => quote!(Vec<#(#parts)*>),
            Type::Tuple(_) => quote!((#(#parts),*)),
            Type::Object(definition) | Type::Enum(definition) | Type::IntegerEnum(definition) => {
                self.definition_name(definition)
            }
        }
    }

    /// Returns the type of a function's argument.
    pub(super) fn argument_type(self, ty: &Type) -> TokenStream {
        let parts = ty.parts().iter().map(|part| self.argument_type(part));
        match ty {
            Type::String(_) | Type::Enum(_) | Type::IntegerEnum(_) | Type::Json => {
                let ty = self.field_type(ty);
                quote!(impl Into<#ty>)
            }
            Type::Array(..) => quote!(impl IntoIterator<Item = #(#parts)*>),
            Type::Map(..) => quote!(impl IntoIterator<Item = (impl Into<String>, #(#parts)*)>),
            Type::Tuple(_) => quote!((#(#parts),*)),
            Type::Integer(_) | Type::Long(_) | Type::Number(_) | Type::Boolean(_) | Type::Object(_) => {
                self.field_type(ty)
            }
        }
    }

    /// Returns the name of a defined type, with its path if another file defines it.
    pub(super) fn definition_name(self, definition: &Definition) -> TokenStream {
        let name = &definition.name;
        if definition.operation == self.operation { quote!(#name) } else { quote!(super::types::#name) }
    }
}

/// Returns the type that `send` returns.
pub(super) fn response_type(operation: &Operation) -> TokenStream {
    if operation.returns_file() {
        return quote!(huaweicloud_core::Download);
    }
    let response = &operation.names.response;
    quote!(#response)
}

/// Converts an expression from the type of an argument to the type of a field.
pub(super) fn convert(ty: &Type, value: &TokenStream) -> TokenStream {
    conversion(ty, value).unwrap_or_else(|| value.clone())
}

/// Returns the conversion of an expression, or `None` if argument and field have the same type.
fn conversion(ty: &Type, value: &TokenStream) -> Option<TokenStream> {
    match ty {
        Type::Integer(_) | Type::Long(_) | Type::Number(_) | Type::Boolean(_) | Type::Object(_) => None,
        Type::String(_) | Type::Enum(_) | Type::IntegerEnum(_) | Type::Json => Some(quote!(#value.into())),
        Type::Array(item, _) => {
            let map = map_items(item);
            Some(quote!(#value.into_iter()#map.collect()))
        }
        Type::Map(item, _) => {
            let converted = convert(item, &quote!(value));
            Some(quote!(#value.into_iter().map(|(key, value)| (key.into(), #converted)).collect()))
        }
        Type::Tuple(items) => {
            let places = (0..items.len()).map(Literal::usize_unsuffixed).map(|index| quote!(#value.#index));
            tuple(items, &places.collect::<Vec<_>>())
        }
    }
}

/// Returns the call of `map` that converts the items of a list, if they need it.
fn map_items(item: &Type) -> Option<TokenStream> {
    match item {
        Type::String(_) | Type::Enum(_) | Type::IntegerEnum(_) | Type::Json => Some(quote!(.map(Into::into))),
        Type::Tuple(items) => {
            let names: Vec<_> = (1..=items.len()).map(|number| format_ident!("item_{number}")).collect();
            let places: Vec<_> = names.iter().map(ToTokens::to_token_stream).collect();
            let converted = tuple(items, &places)?;
            Some(quote!(.map(|(#(#names),*)| #converted)))
        }
        _ => {
            let converted = conversion(item, &quote!(item))?;
            Some(quote!(.map(|item| #converted)))
        }
    }
}

/// Returns a tuple with the items at these places converted, unless none of them needs it.
fn tuple(items: &[Type], places: &[TokenStream]) -> Option<TokenStream> {
    let mut needs_conversion = false;
    let mut values = Vec::new();
    for (item, place) in items.iter().zip(places) {
        let converted = conversion(item, place);
        needs_conversion |= converted.is_some();
        values.push(converted.unwrap_or_else(|| place.clone()));
    }
    needs_conversion.then(|| quote!((#(#values),*)))
}
