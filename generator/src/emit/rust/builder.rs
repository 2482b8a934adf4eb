//! The request builder of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::{Scope, response_type};
use super::{argument, pagination, task};
use crate::ir::{Operation, ParameterLocation, Service};

pub(super) fn tokens(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let (builder, request) = (&operation.names.builder, &operation.names.request);
    let definition = definition(operation);
    let setters = setters(scope, operation);
    let paging = pagination::methods(scope, operation);
    let mut sending = sending(service, operation);
    let (mut parameter, mut with_limit) = (None, None);
    // A request without the required limit cannot be sent.
    if operation.required_limit().is_some() {
        parameter = Some(quote!(<L>));
        with_limit = Some(quote!(impl #builder<huaweicloud_core::WithLimit> { #sending }));
        sending = TokenStream::new();
    }
    quote! {
        #definition

        impl #parameter #builder #parameter {
            #(#setters)*

            codegen::request_methods!(#request);
            #sending
            #paging
        }

        #with_limit
    }
}

/// Emits the struct. If the service requires the limit of pages, the type says whether it is set.
fn definition(operation: &Operation) -> TokenStream {
    let (builder, request) = (&operation.names.builder, &operation.names.request);
    let limit = operation.required_limit();
    let docs = DocComment::markdown(&format!("Request builder for [`Client::{}`].", operation.names.method.in_links()));
    let docs = docs.paragraphs(limit.map(|limit| {
        format!(
            "The service requires `{}`: [`items`](Self::items) and [`pages`](Self::pages) set it if it is not set, and \
             `send` exists once it is.",
            limit.rust_name.in_links()
        )
    }));
    let parameter = limit.map(|_| quote!(<L = huaweicloud_core::NoLimit>));
    let member = limit.map(|_| quote!(limit: std::marker::PhantomData<L>));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request builder does nothing until the request is sent"]
        pub struct #builder #parameter {
            call: Call<#request>,
            #member
        }
    }
}

/// Emits the methods that send the request once, or until a task has ended.
fn sending(service: &Service, operation: &Operation) -> TokenStream {
    let response = response_type(operation);
    let waiting = task::methods(service, operation);
    quote! {
        codegen::send_methods!(#response);

        #waiting
    }
}

/// Emits a setter for each parameter and field that is not an argument.
fn setters(scope: Scope, operation: &Operation) -> Vec<TokenStream> {
    let required_limit = operation.required_limit().map(|limit| &limit.rust_name);
    let mut setters = Vec::new();
    for (location, field) in operation.inputs().filter(|(_, field)| !field.is_argument) {
        let rust_name = &field.rust_name;
        let place = match location {
            ParameterLocation::Body if field.whole_body => quote!(body),
            ParameterLocation::Body => quote!(body.#rust_name),
            _ => quote!(#rust_name),
        };
        // The names of setters are unique, so this is the limit.
        let builder = (required_limit == Some(rust_name)).then_some(&operation.names.builder);
        setters.push(argument::setter(scope, field, &quote!(self.call.request_mut().#place), None, builder));
    }
    setters
}
