//! Wraps the default transport: `cargo run -p huaweicloud-hss --example custom_transport --features mock`

use bytes::Bytes;
use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{ReqwestTransport, Transport, TransportFuture};

/// A transport that logs requests and responses. A transport can also be based on another HTTP library.
struct LoggingTransport<T>(T);

impl<T: Transport> Transport for LoggingTransport<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        println!("> {} {}", request.method(), request.uri().path());
        Box::pin(async move {
            let response = self.0.send(request).await?;
            println!("< {}", response.status());
            Ok(response)
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::start().await?;
    let transport = LoggingTransport(ReqwestTransport::builder().build()?);
    let client = mock.client().transport(transport).build()?;

    let page = client.list_local_image_containers().send().await?;
    println!("{} containers in total", page.total_num.unwrap_or_default());
    Ok(())
}
