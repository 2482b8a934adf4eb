//! The command line's list of operations: each as its request, and whether it is a list.

use proc_macro2::TokenStream;
use quote::quote;

use super::header;
use super::render;
use crate::ir::{self, Service};

pub(in crate::emit) fn file(service: &Service) -> String {
    let operations = service.operations.iter().map(operation);
    let tokens = quote! {
        use huaweicloud_hss::operation;
        use crate::operation::Operation;

        pub(crate) const OPERATIONS: &[Operation] = &[#(#operations),*];
    };
    render::rust(&header("emit/cli.rs", "spec/"), &tokens)
}

fn operation(operation: &ir::Operation) -> TokenStream {
    let request = &operation.names.request;
    if operation.pagination.is_some() {
        quote!(Operation::list::<operation::#request>())
    } else {
        quote!(Operation::single::<operation::#request>())
    }
}
