//! Facts of the whole service.

use quote::quote;

use super::header;
use super::render;
use crate::SERVICE_FILE;
use crate::ir::{Service, Setting, Source};

pub(in crate::emit) fn file(service: &Service) -> String {
    let Service { name, endpoint, regions, .. } = service;
    let exceptions = service.endpoint_exceptions.iter().map(|(region, origin)| quote!((#region, #origin)));
    let mut parameters = service.operations.iter().flat_map(|operation| &operation.parameters);
    let region = Source::Client(Setting::Region);
    let region_is_mandatory = parameters.any(|parameter| parameter.source == region && parameter.field.mandatory);
    let tokens = quote! {
        use crate::descriptor::ServiceDescriptor;

        pub(crate) const SERVICE: ServiceDescriptor = ServiceDescriptor {
            name: #name,
            endpoint: #endpoint,
            endpoint_exceptions: &[#(#exceptions),*],
            regions: &[#(#regions),*],
            region_is_mandatory: #region_is_mandatory,
        };
    };
    render::rust(&header("emit/service.rs", SERVICE_FILE), &tokens)
}
