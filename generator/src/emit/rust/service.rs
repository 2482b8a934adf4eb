//! The facts of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::reserved_headers::RESERVED_HEADERS;
use crate::ir::{Origin, Service, Setting};

pub(super) fn tokens(service: &Service) -> TokenStream {
    let Service { name, endpoint, regions, .. } = service;
    let exceptions = service.endpoint_exceptions.iter().map(|(region, origin)| quote!((#region, #origin)));
    let exceptions = (exceptions.len() > 0).then(|| quote!(.endpoint_exceptions(&[#(#exceptions),*])));
    let requires_region = region_is_mandatory(service).then(|| quote!(.requires_region()));
    let requests = service.operations.iter().map(|operation| &operation.names.request);
    let reserved_headers = RESERVED_HEADERS;
    quote! {
        use huaweicloud_core::Operation as _;
        use huaweicloud_core::codegen::table;
        use huaweicloud_core::descriptor::ServiceDescriptor;

        use super::operation;

        /// The service: its operations, regions and endpoints, for programs that handle all operations alike.
        pub const SERVICE: &ServiceDescriptor = &table::service(
            #name,
            concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        )
        .endpoint(#endpoint)
        #exceptions
        .regions(&[#(#regions),*])
        #requires_region
        .reserved_headers(&[#(#reserved_headers),*])
        .operations(&[#(operation::#requests::DESCRIPTOR),*]);
    }
}

/// Returns whether any operation requires the region.
fn region_is_mandatory(service: &Service) -> bool {
    let mut parameters = service.operations.iter().flat_map(|operation| &operation.parameters);
    parameters.any(|parameter| parameter.field.mandatory && parameter.origin == Origin::Client(Setting::Region))
}
