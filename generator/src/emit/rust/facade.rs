//! The root of the generated code: its modules, and the names that the crate makes public.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, Service};

pub(super) fn tokens(service: &Service) -> TokenStream {
    let modules = service.operations.iter().map(|operation| &operation.names.module);
    let operations = service.operations.iter().map(operation_names);
    let types = service.operations.iter().filter_map(type_names);
    quote! {
        mod client;
        #[cfg(feature = "mock")]
        mod mock_server;
        mod service;

        #(mod #modules;)*

        pub use client::Client;
        #[cfg(feature = "mock")]
        pub use mock_server::MockServer;
        pub use service::SERVICE;

        /// Requests, request builders and responses of the operations.
        ///
        /// The methods of [`Client`] return them, so most programs need these names only to store a request or in
        /// the signature of a function.
        pub mod operation {
            pub use huaweicloud_core::{CreatesTask, Operation, Paginated, TaskFile, TaskStatus};
            #(#operations)*
        }

        /// Objects and enums that requests and responses contain.
        ///
        /// Setters also accept the strings and integers that enums stand for, even those that are not listed here.
        pub mod types {
            pub use huaweicloud_core::{UnknownInteger, UnknownValue};
            #(#types)*
        }
    }
}

fn operation_names(operation: &Operation) -> TokenStream {
    let names = &operation.names;
    let (module, builder, request) = (&names.module, &names.builder, &names.request);
    let has_body_struct = operation.body.is_some() && operation.whole_body().is_none();
    let body = has_body_struct.then(|| {
        let body = &names.body;
        quote!(#body,)
    });
    let arguments = names.arguments.as_ref().map(|name| quote!(#name,));
    let response = (!operation.returns_file()).then_some(&names.response);
    quote!(pub use super::#module::{#builder, #arguments #request, #body #response};)
}

/// Emits the re-export of a help page's objects and enums, if it defines any.
fn type_names(operation: &Operation) -> Option<TokenStream> {
    let mut names = Vec::new();
    for object in &operation.objects {
        names.push(&object.name);
        // The struct of its constructor's arguments.
        names.extend(&object.arguments);
    }
    names.extend(operation.enums.iter().map(|r#enum| &r#enum.name));
    let module = &operation.names.module;
    (!names.is_empty()).then(|| quote!(pub use super::#module::{#(#names),*};))
}
