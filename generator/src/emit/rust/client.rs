//! The client of the service: a newtype around the one that all services share. The methods of the operations are in
//! their own files.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use crate::emit::markdown::escape;
use crate::ir::Service;

pub(super) fn tokens(service: &Service) -> TokenStream {
    let docs = docs(service);
    quote! {
        use std::fmt;

        use huaweicloud_core::codegen::{ServiceClient, client_builder};
        use huaweicloud_core::{Call, ClientBuilder, Operation};

        use super::SERVICE;

        #docs
        #[derive(Clone)]
        pub struct Client(huaweicloud_core::Client);

        impl Client {
            /// Returns a builder for a client of this service.
            pub fn builder() -> ClientBuilder<Self> {
                client_builder(SERVICE)
            }

            /// Returns a call with the given request, such as one that was deserialized from JSON.
            ///
            /// To set parameters one by one, use the method of the operation: its arguments are the required parameters.
            /// A request struct can lack them, which is an error of the kind
            /// [`InvalidRequest`](huaweicloud_core::ErrorKind::InvalidRequest) when it is sent.
            pub fn call<R: Operation>(&self, request: R) -> Call<R> {
                self.0.call(request)
            }
        }

        #[doc(hidden)]
        impl ServiceClient for Client {
            fn from_core(client: huaweicloud_core::Client) -> Self {
                Self(client)
            }
        }

        impl fmt::Debug for Client {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

fn docs(service: &Service) -> DocComment {
    let summary = format!("A client of the {}, with a method for each operation.", escape(&service.title));
    DocComment::markdown(&summary)
        .paragraph(
            "Create one for each region and keep it: clones are cheap and share everything, including connections and \
             credentials.",
        )
        .rust(&example(&service.crate_name()))
}

/// Returns an example that builds a client.
fn example(crate_name: &str) -> String {
    format!(
        "# fn main() -> Result<(), {crate_name}::Error> {{\n\
         use {crate_name}::{{Client, Credentials}};\n\n\
         let client = Client::builder()\n    \
             .region(\"cn-north-4\")\n    \
             .credentials(Credentials::default_chain()?)\n    \
             .build()?;\n\
         # Ok(())\n\
         # }}"
    )
}
