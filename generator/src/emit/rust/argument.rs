//! Arguments of functions, and the fields that they set.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::{self, Scope};
use super::{field, structure};
use crate::ir::{Field, MAX_POSITIONAL_ARGUMENTS, Object, Operation};
use crate::names::RustName;

/// The arguments of a function: its required fields.
pub(super) struct Arguments<'a> {
    fields: Vec<&'a Field>,
    /// The struct of the arguments, if there are too many to tell them apart by position.
    by_name: Option<RustName>,
}

impl<'a> Arguments<'a> {
    pub(super) fn of_method(operation: &'a Operation) -> Self {
        Self::new(operation.arguments().collect(), &operation.names.arguments)
    }

    pub(super) fn of_constructor(object: &'a Object) -> Self {
        Self::new(object.fields.iter().filter(|field| field.mandatory).collect(), &object.arguments_name())
    }

    fn new(fields: Vec<&'a Field>, struct_name: &RustName) -> Self {
        let by_name = (fields.len() > MAX_POSITIONAL_ARGUMENTS).then(|| struct_name.clone());
        Self { fields, by_name }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Returns the name of the struct, unless the arguments are positional.
    pub(super) fn struct_name(&self) -> Option<&RustName> {
        self.by_name.as_ref()
    }

    /// Emits the parameters of the function.
    pub(super) fn signature(&self, scope: Scope) -> TokenStream {
        if let Some(name) = &self.by_name {
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
        let name = self.by_name.as_ref()?;
        let members: Vec<_> = self.fields.iter().map(|field| field::required_member(scope, field)).collect();
        Some(structure::tokens(docs, name, false, &members))
    }

    /// Emits `name: Some(name)`.
    pub(super) fn member(&self, field: &Field) -> TokenStream {
        let (rust_name, value) = (&field.rust_name, self.value(field));
        quote!(#rust_name: Some(#value))
    }

    /// Emits `body: Some(name)` for a body that is a list.
    pub(super) fn whole_body(&self, field: &Field) -> TokenStream {
        let value = self.value(field);
        quote!(body: Some(#value))
    }

    /// Emits `name: Some(name)` for each required field, and `..Default::default()` if there are others.
    pub(super) fn members(&self, fields: &[Field]) -> TokenStream {
        let required: Vec<&Field> = fields.iter().filter(|field| field.mandatory).collect();
        let members = required.iter().map(|field| self.member(field));
        let rest = (required.len() < fields.len()).then(|| quote!(..Default::default()));
        quote!(#(#members,)* #rest)
    }

    fn value(&self, Field { rust_name, ty, .. }: &Field) -> TokenStream {
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
    let docs = setter_docs(field);
    let deprecated = field::deprecated(field);
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

/// Returns the documentation of a setter. Of the required fields, only those for paging have one.
fn setter_docs(field: &Field) -> DocComment {
    let docs = DocComment::field(field);
    if field.mandatory {
        docs.paragraph("The client sets it for `items()` and `pages()` if this method does not.")
    } else {
        docs
    }
}
