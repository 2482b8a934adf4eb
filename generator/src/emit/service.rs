//! Facts of the whole service.

use quote::quote;

use super::header;
use crate::ir::Service;
use crate::{SERVICE_FILE, render};

pub(super) fn file(service: &Service) -> String {
    let Service { name, endpoint, regions, .. } = service;
    let exceptions = service.endpoint_exceptions.iter().map(|(region, origin)| quote!((#region, #origin)));
    let tokens = quote! {
        use crate::descriptor::ServiceDescriptor;

        pub(crate) const SERVICE: ServiceDescriptor = ServiceDescriptor {
            name: #name,
            endpoint: #endpoint,
            endpoint_exceptions: &[#(#exceptions),*],
            regions: &[#(#regions),*],
        };
    };
    render::rust(&header("emit/service.rs", SERVICE_FILE), &tokens)
}
