//! The row of a field in the tables of descriptors: its name on the wire, its type, and its constraints.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust_type::Scope;
use super::{literal, structure};
use crate::ir::{Bounds, Field, NumberBounds, ParameterLocation, Type};

/// Emits the row of a field in a struct's table: `name: row`.
pub(super) fn of_member(scope: Scope, field: &Field) -> TokenStream {
    let names = structure::names(field);
    let row = row(scope, field, field.mandatory);
    quote!(#names: #row)
}

/// Emits the row of a field that is the whole body.
pub(super) fn of_body(scope: Scope, field: &Field) -> TokenStream {
    let wire_name = &field.wire_name;
    let row = row(scope, field, field.mandatory);
    quote!(field(#wire_name, #row))
}

/// Emits the row of a parameter in a path, a query or a header.
pub(super) fn of_parameter(scope: Scope, location: ParameterLocation, field: &Field) -> TokenStream {
    let wire_name = &field.wire_name;
    // A parameter in the path is required in any case.
    let row = row(scope, field, field.mandatory && location != ParameterLocation::Path);
    let function = format_ident!("{}", location.as_str());
    quote!(#function(#wire_name, #row))
}

/// Emits the type of a field with its constraints, and what else its row says, each as a call.
fn row(scope: Scope, field: &Field, says_mandatory: bool) -> TokenStream {
    let ty = type_of(scope, &field.ty);
    let mandatory = says_mandatory.then(|| quote!(.mandatory()));
    let pattern = field.pattern.as_deref().map(literal::string).map(|pattern| quote!(.pattern(#pattern)));
    let whole_body = field.whole_body.then(|| quote!(.whole_body()));
    let secret = field.secret.then(|| quote!(.secret()));
    let default = field.default.as_ref().map(|default| quote!(.default(#default)));
    quote!(#ty #mandatory #pattern #whole_body #secret #default)
}

fn type_of(scope: Scope, ty: &Type) -> TokenStream {
    // A list and a map have one part.
    let parts = ty.parts().iter().map(|part| type_of(scope, part));
    let name = ty.definition().map(|definition| scope.definition_name(definition));
    match ty {
        Type::String(bounds) => with_bounds(quote!(string()), *bounds),
        Type::Integer(bounds) => with_bounds(quote!(integer()), *bounds),
        Type::Long(bounds) => with_bounds(quote!(long()), *bounds),
        Type::Number(bounds) => number(*bounds),
        Type::Boolean(None) => quote!(boolean()),
        Type::Boolean(Some(only)) => quote!(only(#only)),
        Type::Array(_, bounds) => with_bounds(quote!(array(#(&#parts)*)), *bounds),
        Type::Map(_, bounds) => with_bounds(quote!(map(#(&#parts)*)), *bounds),
        Type::Json => quote!(json()),
        Type::Tuple(_) => quote!(tuple(&[#(#parts.ty),*])),
        Type::Object(_) => quote!(object(#name::FIELDS)),
        Type::Enum(_) => quote!(one_of(#name::VALUES)),
        Type::IntegerEnum(_) => quote!(one_of_integers(#name::VALUES)),
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
