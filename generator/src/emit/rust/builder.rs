//! The request builder of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::{Scope, response_type};
use super::{argument, pagination, task};
use crate::ir::{Operation, Service};

pub(super) fn tokens(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let (builder, request) = (&operation.names.builder, &operation.names.request);
    let definition = definition(operation);
    let setters = setters(scope, operation);
    let paging = pagination::methods(scope, operation);
    let sending = sending(service, operation);
    let common = quote! {
        #(#setters)*

        codegen::request_methods!(#request);
    };
    if operation.required_limit().is_none() {
        return quote! {
            #definition

            impl #builder {
                #common
                #sending
                #paging
            }
        };
    }
    quote! {
        #definition

        impl<L> #builder<L> {
            #common
            #paging
        }

        impl #builder<huaweicloud_core::WithLimit> {
            #sending
        }
    }
}

/// Emits the struct. If the service requires the limit of pages, the type says whether it is set.
fn definition(operation: &Operation) -> TokenStream {
    let (builder, request) = (&operation.names.builder, &operation.names.request);
    let docs = DocComment::markdown(&format!("Request builder for [`Client::{}`].", operation.names.method.in_links()));
    let limit = operation.required_limit();
    let docs = match limit {
        Some(limit) => docs.paragraph(&format!(
            "The service requires `{}`: [`items`](Self::items) and [`pages`](Self::pages) set it if it is not set, and \
             `send` exists once it is.",
            limit.rust_name.in_links()
        )),
        None => docs,
    };
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
    let required_limit = operation.required_limit().map(|field| &field.wire_name);
    let mut setters = Vec::new();
    for field in operation.caller_parameters().filter(|field| !operation.is_argument(field)) {
        let rust_name = &field.rust_name;
        let place = quote!(self.call.request_mut().#rust_name);
        let builder = (Some(&field.wire_name) == required_limit).then_some(&operation.names.builder);
        setters.push(argument::setter(scope, field, &place, None, builder));
    }
    for field in operation.body_fields().iter().filter(|field| !field.mandatory) {
        let rust_name = &field.rust_name;
        let place = if field.whole_body { quote!(body) } else { quote!(body.#rust_name) };
        setters.push(argument::setter(scope, field, &quote!(self.call.request_mut().#place), None, None));
    }
    setters
}
