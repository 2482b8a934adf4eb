//! Uses temporary access keys of agencies: from the metadata service of a cloud server, and from IAM.
//!
//! `cargo run -p huaweicloud-hss --example agency --features mock`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Agency, Credentials, ReqwestTransport, TimeSource, Transport, TransportFuture};

/// Plays the metadata service, which the mock server does not, and sends all other requests.
struct Cloud {
    service: ReqwestTransport,
    issued: AtomicU64,
}

impl Cloud {
    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Self { service: ReqwestTransport::builder().build()?, issued: AtomicU64::new(0) })
    }

    /// Returns a new access key that is valid until a certain time.
    fn access_key(&self) -> String {
        let number = self.issued.fetch_add(1, Ordering::Relaxed) + 1;
        let key = serde_json::json!({
            "access": format!("TEMPORARY-{number}"),
            "secret": format!("secret-{number}"),
            "securitytoken": "STEXAMPLE",
            "expires_at": if number == 1 { "2026-01-03T00:00:00Z" } else { "2026-01-04T00:00:00Z" },
        });
        serde_json::json!({ "credential": key }).to_string()
    }
}

impl Transport for Cloud {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let authorization = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let signer = authorization.and_then(|value| value.split([' ', ',']).find(|part| part.starts_with("Access=")));
        println!("  {} {} {}", request.method(), request.uri().path(), signer.unwrap_or("(not signed)"));
        let body = match request.uri().path() {
            "/meta-data/latest/api/token" => "TOKENEXAMPLE".to_owned(),
            "/openstack/latest/securitykey" => self.access_key(),
            _ => return self.service.send(request),
        };
        Box::pin(async move { Ok(Response::new(Bytes::from(body).into())) })
    }
}

/// A clock that stands still unless it is advanced, in seconds after 2026-01-02 00:00:00.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_312_000 + self.0.load(Ordering::Relaxed))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::default();
    let server = MockServer::builder().time_source(clock.clone());
    let server = server.access_key("TEMPORARY-1", "secret-1").access_key("TEMPORARY-2", "secret-2");
    let mock = server.start().await?;

    let credentials = Credentials::metadata_service();
    let builder = mock.client().time_source(clock.clone());
    let client = builder.transport(Cloud::new()?).credentials(credentials.clone()).build()?;
    println!("The first call requests an access key:");
    client.list_global_image_apps().send().await?;
    println!("Further calls use it:");
    client.list_global_image_apps().send().await?;
    println!("Four minutes before it expires, the next call requests another one:");
    clock.0.store(24 * 60 * 60 - 4 * 60, Ordering::Relaxed);
    client.list_global_image_apps().send().await?;

    println!("With the server's agency, the agency of another account is assumed:");
    let agency = credentials.assume_agency(Agency::of_domain_name("customer", "security-audit"));
    let client = mock.client().time_source(clock).transport(Cloud::new()?).credentials(agency).build()?;
    client.list_global_image_apps().send().await?;
    Ok(())
}
