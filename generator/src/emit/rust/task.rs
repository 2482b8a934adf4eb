//! Additional code of operations with tasks: methods of the request builder, and the traits for waiting.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use crate::emit::facts;
use crate::ir::{FollowUp, Operation, Service, TaskStates};

/// Emits `send_and_wait` of an operation that creates a task, and `wait` of one that returns the state of a task.
pub(super) fn methods(service: &Service, operation: &Operation) -> TokenStream {
    let send_and_wait = service.status_of(operation).map(send_and_wait);
    let wait = operation.wait.as_ref().map(|wait| self::wait(operation, wait));
    quote!(#send_and_wait #wait)
}

/// Returns whether the code of an operation names requests of others.
pub(super) fn refers_to_operations(operation: &Operation) -> bool {
    let has_file = operation.wait.as_ref().is_some_and(|wait| wait.file.is_some());
    operation.task.is_some() || has_file
}

fn send_and_wait(status: &Operation) -> TokenStream {
    let (method, request) = (status.names.method.in_links(), &status.names.request);
    let docs = DocComment::markdown(&format!(
        "Sends the request and waits until the task that it creates has ended: awaiting it returns the response of \
         [`Client::{method}`]. See [`Wait`](huaweicloud_core::Wait)."
    ));
    let docs = docs.paragraphs(status.wait.as_ref().map(facts::wait));
    quote! {
        #docs
        pub fn send_and_wait(self) -> huaweicloud_core::Wait<operation::#request> {
            self.call.send_and_wait()
        }
    }
}

fn wait(operation: &Operation, wait: &TaskStates) -> TokenStream {
    let request = &operation.names.request;
    let docs = DocComment::markdown(
        "Sends the request repeatedly until the task has ended: awaiting it returns the last response. See \
         [`Wait`](huaweicloud_core::Wait).",
    );
    let docs = docs.paragraph(&facts::wait(wait));
    quote! {
        #docs
        pub fn wait(self) -> huaweicloud_core::Wait<#request> {
            self.call.wait()
        }
    }
}

/// Emits the implementations of the traits.
pub(super) fn implementations(service: &Service, operation: &Operation) -> TokenStream {
    let request = &operation.names.request;
    let creates = service.status_of(operation).map(|status| {
        let status = &status.names.request;
        quote! {
            impl huaweicloud_core::CreatesTask for #request {
                type Status = operation::#status;
            }
        }
    });
    let returns_state = operation.wait.as_ref().map(|_| quote!(impl huaweicloud_core::TaskStatus for #request {}));
    let file = service.file_of(operation).map(|file| {
        let file = &file.names.request;
        quote! {
            impl huaweicloud_core::TaskFile for #request {
                type File = operation::#file;
            }
        }
    });
    quote!(#creates #returns_state #file)
}

/// Emits the value of `wait` in a descriptor.
pub(super) fn wait_descriptor(TaskStates { field, success, failure, file }: &TaskStates) -> TokenStream {
    let file = file.as_ref().map(follow_up).map(|file| quote!(.file(#file)));
    quote!(task_states(#field, &[#(#success),*], &[#(#failure),*])#file)
}

/// Emits the value of `task` in a descriptor, or the file of a task.
pub(super) fn follow_up(FollowUp { operation, parameters }: &FollowUp) -> TokenStream {
    let parameters = parameters.iter().map(|(parameter, field)| quote!((#parameter, #field)));
    quote!(follow_up(#operation, &[#(#parameters),*]))
}
