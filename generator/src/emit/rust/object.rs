//! Objects: a struct and, if callers build it, a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Arguments;
use super::doc_comment::DocComment;
use super::field::{self, Usage};
use super::rust_type::Scope;
use super::{argument, debug, field_row};
use crate::emit::facts;
use crate::ir::{self, Field, Object, Operation};
use crate::names::RustName;

/// Emits an object that a help page defines.
pub(super) fn tokens(operation: &Operation, index: usize, object: &Object) -> TokenStream {
    let scope = Scope { operation: index, in_responses: object.in_responses };
    let mut docs = DocComment::text(&object.doc);
    if let Some(page_name) = facts::page_name(&object.page_name, object.name.as_str()) {
        docs = docs.paragraph(&page_name);
    }
    let docs = docs.defined_by(operation);
    let usage = match (object.in_requests, object.in_responses) {
        (true, true) => Usage::Both,
        (true, false) => Usage::Request,
        (false, _) => Usage::Response,
    };
    let link = |field: &Field| (object.in_requests && !field.mandatory).then(|| link(field));
    let definition = definition(scope, &docs, &object.name, &object.fields, usage, &link);
    let methods = object.in_requests.then(|| methods(scope, object));
    quote!(#definition #methods)
}

/// Refers to the setter of a field, which documents it.
fn link(field: &Field) -> String {
    let name = field.rust_name.in_links();
    format!("See [`{name}`](Self::{name}()).")
}

/// Emits a struct and the table of its fields. `link` returns the documentation of a field that a function documents.
pub(super) fn definition(
    scope: Scope,
    docs: &DocComment,
    name: &RustName,
    fields: &[Field],
    usage: Usage,
    link: &dyn Fn(&Field) -> Option<String>,
) -> TokenStream {
    let members = fields.iter().map(|field| field::member(scope, field, usage, link(field).as_deref()));
    let rows: Vec<_> = fields.iter().map(|field| field_row::named(scope, field)).collect();
    let table = match ir::whole_body(fields) {
        Some(_) => quote!(codegen::list!(#name { #(#rows),* });),
        None => table(name, &rows, usage),
    };
    let empty_table = fields.is_empty().then(|| {
        quote! {
            impl #name {
                pub(crate) const FIELDS: &'static [descriptor::Field] = &[];
            }
        }
    });
    let shown: Vec<_> = fields.iter().map(debug::Member::of).collect();
    let structure = structure(docs, name, &quote!(#(#members,)*), &shown);
    quote!(#structure #table #empty_table)
}

/// Emits a struct of which any field can be absent.
pub(super) fn structure(
    docs: &DocComment,
    name: &RustName,
    members: &TokenStream,
    shown: &[debug::Member],
) -> TokenStream {
    let derived_debug = debug::derived(shown);
    let redacted_debug = debug::redacted(name, shown);
    quote! {
        #docs
        #[derive(Clone, #derived_debug Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #members
        }

        #redacted_debug
    }
}

/// Emits the table of a struct's fields, which implements `Serialize` and `Deserialize`.
pub(super) fn table(name: &RustName, rows: &[TokenStream], usage: Usage) -> TokenStream {
    let mode = if usage == Usage::Request { quote!(strict) } else { quote!(lenient) };
    quote!(codegen::object!(#mode #name { #(#rows),* });)
}

/// Emits the constructor and the setters.
fn methods(scope: Scope, object: &Object) -> TokenStream {
    let Object { name, fields, .. } = object;
    let arguments = Arguments::of_constructor(object);
    let definition = arguments.definition(
        scope,
        &DocComment::markdown(&format!(
            "Arguments of [`{name}::new`]: the required fields. Callers set them by name, since there are more than four."
        )),
    );
    let signature = arguments.signature(scope);
    let (docs, value) = if arguments.is_empty() {
        (" Creates an object without any field set.", quote!(Self::default()))
    } else {
        let members = arguments.members(fields);
        (" Creates an object with its required fields.", quote!(Self { #members }))
    };
    let must_use = quote!(#[must_use]);
    let mut setters = Vec::new();
    for field in fields.iter().filter(|field| !field.mandatory) {
        let rust_name = &field.rust_name;
        setters.push(argument::setter(scope, field, &quote!(self.#rust_name), Some(&must_use), None));
    }
    quote! {
        impl #name {
            #[doc = #docs]
            #[must_use]
            pub fn new(#signature) -> Self {
                #value
            }

            #(#setters)*
        }

        #definition
    }
}
