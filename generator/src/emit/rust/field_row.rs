//! The row of a field in the tables of descriptors: its name on the wire, its type, and its constraints.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal;
use super::rust_type::Scope;
use crate::ir::{Bounds, Field, NumberBounds, Type};

/// Emits the row of a field in a struct's table: `name: row`. The row contains the name on the wire if it differs.
pub(super) fn named(scope: Scope, field: &Field) -> TokenStream {
    let Field { rust_name, wire_name, .. } = field;
    let row = if rust_name.as_str() == wire_name {
        with_facts(&type_of(scope, &field.ty), field)
    } else {
        tokens(scope, field)
    };
    quote!(#rust_name: #row)
}

/// Emits a row that contains the name on the wire.
pub(super) fn tokens(scope: Scope, field: &Field) -> TokenStream {
    let wire_name = &field.wire_name;
    let ty = type_of(scope, &field.ty);
    with_facts(&quote!(field(#wire_name, #ty)), field)
}

fn with_facts(row: &TokenStream, field: &Field) -> TokenStream {
    let pattern = field.pattern.as_ref().map(|pattern| {
        let pattern = literal::raw_string(pattern);
        quote!(.pattern(#pattern))
    });
    let mandatory = field.mandatory.then(|| quote!(.mandatory()));
    let default = field.default.as_ref().map(|default| quote!(.default(#default)));
    let whole_body = field.whole_body.then(|| quote!(.whole_body()));
    let secret = field.secret.then(|| quote!(.secret()));
    quote!(#row #pattern #mandatory #whole_body #secret #default)
}

fn type_of(scope: Scope, ty: &Type) -> TokenStream {
    match ty {
        Type::String(bounds) => with_bounds(quote!(string()), *bounds),
        Type::Integer(bounds) => with_bounds(quote!(integer()), *bounds),
        Type::Long(bounds) => with_bounds(quote!(long()), *bounds),
        Type::Number(bounds) => number(*bounds),
        Type::Boolean(None) => quote!(boolean()),
        Type::Boolean(Some(only)) => quote!(only(#only)),
        Type::Array(item, bounds) => {
            let item = type_of(scope, item);
            with_bounds(quote!(array(&#item)), *bounds)
        }
        Type::Map(value, bounds) => {
            let value = type_of(scope, value);
            with_bounds(quote!(map(&#value)), *bounds)
        }
        Type::Json => quote!(json()),
        Type::Tuple(items) => {
            let items = items.iter().map(|item| type_of(scope, item));
            quote!(tuple(&[#(#items),*]))
        }
        Type::Object(definition) => {
            let name = scope.definition_name(definition);
            quote!(object(#name::FIELDS))
        }
        Type::Enum(definition) => {
            let name = scope.definition_name(definition);
            quote!(one_of(#name::VALUES))
        }
        Type::IntegerEnum(definition) => {
            let name = scope.definition_name(definition);
            quote!(one_of_integers(#name::VALUES))
        }
    }
}

fn with_bounds(ty: TokenStream, bounds: Option<Bounds>) -> TokenStream {
    let Some(Bounds { min, max }) = bounds else { return ty };
    match (min.map(literal::integer), max.map(literal::integer)) {
        (Some(min), Some(max)) => quote!(#ty.within(#min, #max)),
        (Some(min), None) => quote!(#ty.at_least(#min)),
        (None, Some(max)) => quote!(#ty.at_most(#max)),
        (None, None) => ty,
    }
}

fn number(bounds: Option<NumberBounds>) -> TokenStream {
    let Some(NumberBounds { min, max }) = bounds else { return quote!(number()) };
    match (min.map(literal::float), max.map(literal::float)) {
        (Some(min), Some(max)) => quote!(number_within(#min, #max)),
        (Some(min), None) => quote!(number_at_least(#min)),
        (None, Some(max)) => quote!(number_at_most(#max)),
        (None, None) => quote!(number()),
    }
}
