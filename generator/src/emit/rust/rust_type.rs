//! Types of the description as Rust types.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

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
        match ty {
            Type::String(_) => quote!(String),
            Type::Integer(_) if self.in_responses => quote!(i64),
            Type::Integer(_) => quote!(i32),
            Type::Long(_) => quote!(i64),
            Type::Number(_) => quote!(f64),
            Type::Boolean(_) => quote!(bool),
            Type::Json => quote!(huaweicloud_core::serde_json::Value),
            Type::Map(value, _) => {
                let value = self.field_type(value);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Type::Array(item, _) => {
                let item = self.field_type(item);
                quote!(Vec<#item>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.field_type(item));
                quote!((#(#items),*))
            }
            Type::Object(definition) | Type::Enum(definition) | Type::IntegerEnum(definition) => {
                self.definition_name(definition)
            }
        }
    }

    /// Returns the type of a function's argument.
    pub(super) fn argument_type(self, ty: &Type) -> TokenStream {
        match ty {
            Type::String(_) => quote!(impl Into<String>),
            Type::Enum(definition) | Type::IntegerEnum(definition) => {
                let name = self.definition_name(definition);
                quote!(impl Into<#name>)
            }
            Type::Array(item, _) => {
                let item = self.argument_type(item);
                quote!(impl IntoIterator<Item = #item>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.argument_type(item));
                quote!((#(#items),*))
            }
            Type::Json => quote!(impl Into<huaweicloud_core::serde_json::Value>),
            Type::Map(value, _) => {
                let value = self.argument_type(value);
                quote!(impl IntoIterator<Item = (impl Into<String>, #value)>)
            }
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
    if !needs_conversion(ty) {
        return value.clone();
    }
    match ty {
        Type::Array(item, _) => {
            let map = map_items(item);
            quote!(#value.into_iter()#map.collect())
        }
        Type::Map(item, _) => {
            let converted = convert(item, &quote!(value));
            quote!(#value.into_iter().map(|(key, value)| (key.into(), #converted)).collect())
        }
        Type::Tuple(items) => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let index = Literal::usize_unsuffixed(index);
                convert(item, &quote!(#value.#index))
            });
            quote!((#(#items),*))
        }
        _ => quote!(#value.into()),
    }
}

/// Returns the call of `map` that converts the items of a list, if they need it.
fn map_items(item: &Type) -> Option<TokenStream> {
    if !needs_conversion(item) {
        return None;
    }
    Some(match item {
        Type::String(_) | Type::Enum(_) | Type::IntegerEnum(_) | Type::Json => quote!(.map(Into::into)),
        Type::Tuple(items) => {
            let mut names = Vec::new();
            let mut converted = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let name = format_ident!("item_{}", index + 1);
                converted.push(convert(item, &quote!(#name)));
                names.push(name);
            }
            quote!(.map(|(#(#names),*)| (#(#converted),*)))
        }
        _ => {
            let converted = convert(item, &quote!(item));
            quote!(.map(|item| #converted))
        }
    })
}

/// Returns whether an argument has a different type from the field that it sets.
fn needs_conversion(ty: &Type) -> bool {
    match ty {
        Type::String(_) | Type::Enum(_) | Type::IntegerEnum(_) | Type::Array(..) | Type::Map(..) | Type::Json => true,
        Type::Tuple(items) => items.iter().any(needs_conversion),
        Type::Integer(_) | Type::Long(_) | Type::Number(_) | Type::Boolean(_) | Type::Object(_) => false,
    }
}
