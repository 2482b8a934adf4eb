//! Objects: a struct and, if callers build it, a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Arguments;
use super::doc_comment::DocComment;
use super::rust_type::Scope;
use super::{argument, field_row, structure};
use crate::emit::facts;
use crate::ir::{self, Field, Object, Operation};
use crate::names::RustName;
use crate::render;

/// Emits an object that a help page defines.
pub(super) fn tokens(operation: &Operation, index: usize, object: &Object) -> TokenStream {
    let Object { in_requests, in_responses, .. } = *object;
    let scope = Scope { operation: index, in_requests, in_responses };
    let page_name = facts::page_name(&object.page_name, object.name.as_str());
    let docs = DocComment::text(&object.doc).paragraphs(page_name).defined_by(operation);
    let link = |field: &Field| (in_requests && !field.is_argument).then(|| link(field));
    let definition = definition(scope, &docs, &object.name, &object.fields, &link);
    let methods = in_requests.then(|| methods(scope, object));
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
    link: &dyn Fn(&Field) -> Option<String>,
) -> TokenStream {
    let members: Vec<_> = fields.iter().map(|field| structure::member(scope, field, link(field).as_deref())).collect();
    let rows: Vec<_> = fields.iter().map(|field| field_row::of_member(scope, field)).collect();
    // Each macro implements `Serialize` and `Deserialize`.
    let call = match ir::whole_body(fields) {
        Some(_) => "codegen::list!(",
        None if scope.in_responses => "codegen::object!(lenient",
        None => "codegen::object!(strict",
    };
    let table = render::table(call, name, &rows);
    let empty_table = fields.is_empty().then(|| {
        quote! {
            impl #name {
                pub(crate) const FIELDS: &'static [descriptor::Field] = &[];
            }
        }
    });
    let structure = structure::tokens(docs, name, true, &members);
    quote!(#structure #table #empty_table)
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
    for field in fields.iter().filter(|field| !field.is_argument) {
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
