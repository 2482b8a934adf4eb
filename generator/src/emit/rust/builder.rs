//! The request builder of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::{Scope, response_type};
use super::{argument, pagination, task};
use crate::ir::{Operation, Service};

pub(super) fn tokens(service: &Service, scope: Scope, operation: &Operation) -> TokenStream {
    let names = &operation.names;
    let (builder, request, response) = (&names.builder, &names.request, response_type(operation));
    let docs = DocComment::markdown(&format!("Request builder for [`Client::{}`].", names.method.in_links()));
    let setters = setters(scope, operation);
    let paging = pagination::methods(scope, operation);
    let waiting = task::methods(service, operation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request builder does nothing until the request is sent"]
        pub struct #builder {
            call: Call<#request>,
        }

        impl #builder {
            #(#setters)*

            #[doc = " Sets options for this call: timeouts, retries, headers."]
            pub fn customize(self) -> Call<#request> {
                self.call
            }

            #[doc = " Returns the request."]
            #[must_use]
            pub fn request(&self) -> &#request {
                self.call.request()
            }

            #[doc = " Returns the request by value, for example to store it. [`Client::call`] sends it."]
            #[must_use]
            pub fn into_request(self) -> #request {
                self.call.into_request()
            }

            #[doc = " Sends the request."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " See [`Call::send`]."]
            pub async fn send(self) -> Result<#response, Error> {
                self.call.send().await
            }

            #[doc = " Sends the request, and blocks the thread until the response has arrived."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " See [`Call::send_blocking`]."]
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> Result<#response, Error> {
                self.call.send_blocking()
            }

            #paging

            #waiting
        }
    }
}

/// Emits a setter for each optional parameter and field.
fn setters(scope: Scope, operation: &Operation) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    for field in operation.caller_parameters().filter(|field| !field.mandatory) {
        let rust_name = &field.rust_name;
        setters.push(argument::setter(scope, field, &quote!(self.call.request_mut().#rust_name), None));
    }
    for field in operation.body_fields().iter().filter(|field| !field.mandatory) {
        let rust_name = &field.rust_name;
        let place = if field.whole_body { quote!(body) } else { quote!(body.#rust_name) };
        setters.push(argument::setter(scope, field, &quote!(self.call.request_mut().#place), None));
    }
    setters
}
