//! Arguments of functions, and the fields that they set.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::{self, Scope};
use super::structure;
use crate::ir::{Field, Object, Operation};
use crate::names::RustName;

/// The arguments of a function.
pub(super) struct Arguments<'a> {
    fields: Vec<&'a Field>,
    /// The struct of the arguments, if there are too many to tell them apart by position.
    by_name: Option<&'a RustName>,
}

impl<'a> Arguments<'a> {
    pub(super) fn of_method(operation: &'a Operation) -> Self {
        Self { fields: operation.arguments().collect(), by_name: operation.names.arguments.as_ref() }
    }

    pub(super) fn of_constructor(object: &'a Object) -> Self {
        let fields = object.fields.iter().filter(|field| field.is_argument).collect();
        Self { fields, by_name: object.arguments.as_ref() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Emits the parameters of the function.
    pub(super) fn signature(&self, scope: Scope) -> TokenStream {
        if let Some(name) = self.by_name {
            return quote!(arguments: #name);
        }
        let parameters = self.fields.iter().map(|Field { rust_name, ty, .. }| {
            let ty = scope.argument_type(ty);
            quote!(#rust_name: #ty)
        });
        quote!(#(#parameters),*)
    }

    /// Emits the struct of the arguments, if they have one.
    pub(super) fn definition(&self, scope: Scope, docs: &DocComment) -> Option<TokenStream> {
        let name = self.by_name?;
        let members: Vec<_> = self.fields.iter().map(|field| structure::required_member(scope, field)).collect();
        Some(structure::tokens(docs, name, false, &members))
    }

    /// Emits `name: Some(name)`.
    pub(super) fn member(&self, field: &Field) -> TokenStream {
        let (rust_name, value) = (&field.rust_name, self.value(field));
        quote!(#rust_name: Some(#value))
    }

    /// Emits `name: Some(name)` for each argument, and `..Default::default()` if there are other fields.
    pub(super) fn members(&self, fields: &[Field]) -> TokenStream {
        let members = fields.iter().filter(|field| field.is_argument).map(|field| self.member(field));
        let rest = fields.iter().any(|field| !field.is_argument).then(|| quote!(..Default::default()));
        quote!(#(#members,)* #rest)
    }

    /// Emits the value of an argument for its field.
    pub(super) fn value(&self, Field { rust_name, ty, .. }: &Field) -> TokenStream {
        if self.by_name.is_some() {
            return quote!(arguments.#rust_name);
        }
        rust_type::convert(ty, &quote!(#rust_name))
    }
}

/// Emits a method that sets the field at `place`. After the setter of a required limit, the request `builder` can send
/// a page.
pub(super) fn setter(
    scope: Scope,
    field: &Field,
    place: &TokenStream,
    must_use: Option<&TokenStream>,
    builder: Option<&RustName>,
) -> TokenStream {
    let rust_name = &field.rust_name;
    // Of the required fields, only those for paging have a setter.
    let paging = field.mandatory.then_some("The client sets it for `items()` and `pages()` if this method does not.");
    let docs = DocComment::field(field).paragraphs(paging.map(str::to_owned));
    let deprecated = structure::deprecated(field);
    let argument = scope.argument_type(&field.ty);
    let value = rust_type::convert(&field.ty, &quote!(#rust_name));
    let (returned, result) = match builder {
        None => (quote!(Self), quote!(self)),
        Some(builder) => (
            quote!(#builder<huaweicloud_core::WithLimit>),
            quote!(#builder { call: self.call, limit: std::marker::PhantomData }),
        ),
    };
    quote! {
        #docs
        #deprecated
        #must_use
        pub fn #rust_name(mut self, #rust_name: #argument) -> #returned {
            #place = Some(#value);
            #result
        }
    }
}
