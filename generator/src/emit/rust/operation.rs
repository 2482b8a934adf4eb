//! The file of an operation: client method, request builder, request, response, and the types of its help page.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::Scope;
use super::{builder, client_method, descriptor, enumeration, object, pagination, request, task};
use crate::emit::markdown::code;
use crate::ir::{Operation, ResponseContent, Service};

pub(super) fn tokens(service: &Service, index: usize, operation: &Operation) -> TokenStream {
    let scope = Scope { operation: index, in_requests: true, in_responses: false };
    let request_line = format!("{} {}", operation.method.as_str(), operation.path);
    let docs = DocComment::markdown(&code(&request_line)).into_inner();
    let client_method = client_method::tokens(service, scope, operation);
    let builder = builder::tokens(service, scope, operation);
    let request = request::tokens(scope, operation);
    let descriptor = descriptor::tokens(scope, operation);
    let paginated = pagination::implementation(scope, operation);
    let waiting = task::implementations(service, operation);
    let response = response(scope, operation);
    let objects = operation.objects.iter().map(|object| object::tokens(operation, index, object));
    let enums = operation.enums.iter().map(|r#enum| enumeration::tokens(operation, r#enum));
    let mock_method = client_method::mock(operation);
    let follow_ups = task::refers_to_operations(operation).then(|| quote! { use super::operation; });
    quote! {
        #docs
        use huaweicloud_core::codegen::{self, table::*};
        use huaweicloud_core::{Call, descriptor};

        use super::Client;
        #follow_ups
        #client_method
        #builder
        #request
        #response
        #(#objects)*
        #(#enums)*
        #descriptor
        #paginated
        #waiting
        #mock_method
    }
}

/// Emits the struct of the response. A file has none.
fn response(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let ResponseContent::Fields(fields) = &operation.response else { return None };
    let names = &operation.names;
    let docs = DocComment::markdown(&format!("Response of [`Client::{}`].", names.method.in_links()));
    let scope = Scope { in_requests: false, in_responses: true, ..scope };
    Some(object::definition(scope, &docs, &names.response, fields, &|_| None))
}
