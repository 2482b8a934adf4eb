//! The facts of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::reserved_headers::RESERVED_HEADERS;
use crate::ir::{Origin, Service, Setting};

pub(super) fn tokens(service: &Service) -> TokenStream {
    let Service { name, endpoint, regions, .. } = service;
    let exceptions = service.endpoint_exceptions.iter().map(|(region, origin)| quote!((#region, #origin)));
    let reserved_headers = RESERVED_HEADERS;
    let region_is_mandatory = region_is_mandatory(service);
    quote! {
        use crate::descriptor::ServiceDescriptor;

        pub(crate) const SERVICE: ServiceDescriptor = ServiceDescriptor {
            name: #name,
            endpoint: #endpoint,
            endpoint_exceptions: &[#(#exceptions),*],
            regions: &[#(#regions),*],
            region_is_mandatory: #region_is_mandatory,
            reserved_headers: &[#(#reserved_headers),*],
        };
    }
}

/// Returns whether any operation requires the region.
fn region_is_mandatory(service: &Service) -> bool {
    let mut parameters = service.operations.iter().flat_map(|operation| &operation.parameters);
    parameters.any(|parameter| parameter.field.mandatory && parameter.origin == Origin::Client(Setting::Region))
}
