//! The root of the generated code: modules, and the names that the crate makes public.

use quote::quote;

use super::header;
use super::render;
use crate::ir::Service;

pub(in crate::emit) fn file(service: &Service) -> String {
    let modules = service.operations.iter().map(|operation| &operation.names.module);
    let operations = service.operations.iter().map(|operation| {
        let names = &operation.names;
        let (module, builder, request, response) = (&names.module, &names.builder, &names.request, &names.response);
        let body = operation.body.as_ref().map(|_| &names.body).into_iter();
        quote!(pub use super::#module::{#builder, #request, #(#body,)* #response};)
    });
    let types =
        service.operations.iter().filter(|operation| !(operation.objects.is_empty() && operation.enums.is_empty()));
    let types = types.map(|operation| {
        let module = &operation.names.module;
        let objects = operation.objects.iter().map(|object| &object.name);
        let names = objects.chain(operation.enums.iter().map(|r#enum| &r#enum.name));
        quote!(pub use super::#module::{#(#names),*};)
    });
    let requests = service.operations.iter().map(|operation| &operation.names.request);
    let tokens = quote! {
        use crate::descriptor::{Operation, OperationDescriptor};

        #(mod #modules;)*
        mod service;

        pub(crate) use service::SERVICE;

        pub(crate) const OPERATIONS: &[&OperationDescriptor] = &[#(operation::#requests::DESCRIPTOR),*];

        #[doc = " Requests, responses and builders of the operations."]
        pub mod operation {
            #(#operations)*
        }

        #[doc = " Objects and enums that requests and responses hold."]
        pub mod types {
            pub use crate::runtime::UnknownValue;
            #(#types)*
        }
    };
    render::rust(&header("emit/facade.rs", "spec/"), &tokens)
}
