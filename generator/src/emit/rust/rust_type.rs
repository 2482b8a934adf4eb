//! Types of the description to types of Rust.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Definition, Type};

/// Where a type is written: names of another page's file are reached by path.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// Index of the operation whose file it is.
    pub(super) operation: usize,
    /// Whether the value comes from a response: integers are wider there than the page says.
    pub(super) in_responses: bool,
}

impl Scope {
    /// The type as a field holds it.
    pub(super) fn owned(self, ty: &Type) -> TokenStream {
        match ty {
            Type::String(_) => quote!(String),
            Type::Integer(_) => self.integer(),
            Type::Long(_) => quote!(i64),
            Type::Boolean(_) => quote!(bool),
            Type::Array(items, _) => {
                let items = self.owned(items);
                quote!(Vec<#items>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.owned(item));
                quote!((#(#items),*))
            }
            Type::Object(definition) | Type::Enum(definition) => self.named(definition),
        }
    }

    /// The type as a function takes it.
    pub(super) fn argument(self, ty: &Type) -> TokenStream {
        match ty {
            Type::String(_) => quote!(impl Into<String>),
            Type::Enum(definition) => {
                let name = self.named(definition);
                quote!(impl Into<#name>)
            }
            Type::Array(items, _) => {
                let items = self.argument(items);
                quote!(impl IntoIterator<Item = #items>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.argument(item));
                quote!((#(#items),*))
            }
            _ => self.owned(ty),
        }
    }

    fn integer(self) -> TokenStream {
        if self.in_responses { quote!(i64) } else { quote!(i32) }
    }

    fn named(self, definition: &Definition) -> TokenStream {
        let name = &definition.name;
        if definition.operation == self.operation { quote!(#name) } else { quote!(crate::types::#name) }
    }
}

/// `value`, taken as [`Scope::argument`], as [`Scope::owned`].
pub(super) fn convert(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::String(_) | Type::Enum(_) => quote!(#value.into()),
        Type::Array(items, _) => {
            let map = map(items);
            quote!(#value.into_iter()#map.collect())
        }
        Type::Tuple(items) if !is_taken_as_it_is(ty) => {
            let converted = items.iter().enumerate().map(|(index, item)| {
                let index = proc_macro2::Literal::usize_unsuffixed(index);
                convert(item, &quote!(#value.#index))
            });
            quote!((#(#converted),*))
        }
        _ => value.clone(),
    }
}

/// What turns an iterator over items as they are taken into one over items as they are held.
fn map(items: &Type) -> Option<TokenStream> {
    match items {
        _ if is_taken_as_it_is(items) => None,
        Type::String(_) | Type::Enum(_) => Some(quote!(.map(Into::into))),
        Type::Tuple(items) => {
            let names = [quote!(first), quote!(second), quote!(third), quote!(fourth)];
            let (names, converted): (Vec<_>, Vec<_>) =
                items.iter().zip(names).map(|(item, name)| (name.clone(), convert(item, &name))).unzip();
            Some(quote!(.map(|(#(#names),*)| (#(#converted),*))))
        }
        _ => {
            let converted = convert(items, &quote!(item));
            Some(quote!(.map(|item| #converted)))
        }
    }
}

fn is_taken_as_it_is(ty: &Type) -> bool {
    match ty {
        Type::Integer(_) | Type::Long(_) | Type::Boolean(_) | Type::Object(_) => true,
        Type::Tuple(items) => items.iter().all(is_taken_as_it_is),
        Type::String(_) | Type::Enum(_) | Type::Array(..) => false,
    }
}
