//! The mock server of the service: a newtype around the one that all services share. The methods of the operations are
//! in their own files.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use crate::ir::Service;

pub(super) fn tokens(service: &Service) -> TokenStream {
    let docs = DocComment::markdown(
        "A mock server of the service on the loopback interface. It stops when it is dropped.",
    )
    .paragraph(
        "It validates requests against the help pages, and responds with their examples, with records, or with what \
             a test scripts.",
    )
    .rust(&example(&service.crate_name()));
    let methods = methods();
    quote! {
        use std::{fmt, io};

        use huaweicloud_core::codegen::{ServiceMock, client_of_mock, mock_server_builder};
        use huaweicloud_core::mock::{MockOperation, MockServerBuilder};
        use huaweicloud_core::{ClientBuilder, Operation};

        use super::{Client, SERVICE};

        #docs
        pub struct MockServer(huaweicloud_core::mock::MockServer);

        #methods

        #[doc(hidden)]
        impl ServiceMock for MockServer {
            fn from_core(server: huaweicloud_core::mock::MockServer) -> Self {
                Self(server)
            }
        }

        impl fmt::Debug for MockServer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

fn methods() -> TokenStream {
    quote! {
        impl MockServer {
            /// Starts a server with default options on a free port of `127.0.0.1`.
            ///
            /// # Errors
            ///
            /// See `MockServerBuilder::start`.
            pub async fn start() -> io::Result<Self> {
                Self::builder().start().await
            }

            /// Returns a builder with default options.
            pub fn builder() -> MockServerBuilder<Self> {
                mock_server_builder(SERVICE)
            }

            /// Returns the URL of the server, such as `http://127.0.0.1:40001`.
            #[must_use]
            pub fn url(&self) -> String {
                self.0.url()
            }

            /// Returns a client builder with the server's endpoint and with a region, a project and credentials that the
            /// server accepts.
            pub fn client(&self) -> ClientBuilder<Client> {
                client_of_mock(&self.0)
            }

            /// Returns the operation with this request type, to script its responses and read its requests.
            ///
            /// The methods named after the operations do the same and need no type parameter.
            #[must_use]
            pub fn operation<R: Operation>(&self) -> MockOperation<R> {
                self.0.operation()
            }

            /// Returns the received requests, oldest first, including those that were rejected.
            ///
            /// Secrets are redacted: [`MockOperation::requests`] has them. The server keeps the latest 10,000 requests,
            /// or fewer if their bodies exceed 64 MiB in total.
            #[must_use]
            pub fn received_requests(&self) -> Vec<huaweicloud_core::http::Request<huaweicloud_core::bytes::Bytes>> {
                self.0.received_requests()
            }
        }
    }
}

/// Returns an example that starts a server and builds its client.
fn example(crate_name: &str) -> String {
    format!(
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
         let mock = {crate_name}::mock::MockServer::start().await?;\n\
         let client = mock.client().build()?;\n\
         # Ok(())\n\
         # }}"
    )
}
