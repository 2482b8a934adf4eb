//! Shows which failures are retried, and what limits retries:
//! `cargo run -p huaweicloud-hss --example retries --features mock`

use std::time::Duration;

use http::StatusCode;
use huaweicloud_hss::mock::{Fault, MockResponse, MockServer};
use huaweicloud_hss::{Client, Error, ErrorKind, RetryConfig};

/// Returns the number of attempts of a call.
fn attempts<T>(outcome: Result<T, Error>) -> u32 {
    outcome.err().map_or(1, |error| error.attempts())
}

/// Lists software, which is a GET request.
async fn list(client: &Client, retry: RetryConfig) -> u32 {
    attempts(client.list_global_image_apps().customize().retry(retry).send().await)
}

/// Creates an export, which is a POST request.
async fn export(client: &Client, retry: RetryConfig) -> u32 {
    let export = client.export_container_list([("container_name", "Container")]);
    attempts(export.customize().retry(retry).send().await)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let busy = || MockResponse::error(StatusCode::SERVICE_UNAVAILABLE, "HSS.0004", "busy");
    let failures = [
        ("throttled (429)", MockResponse::error(StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "throttled")),
        ("busy (503)", busy()),
        ("no permission (400)", MockResponse::error(StatusCode::BAD_REQUEST, "HSS.0013", "insufficient permissions")),
        ("connection closed", MockResponse::fault(Fault::Disconnect)),
        ("response cut off", MockResponse::fault(Fault::TruncateBody)),
        ("too late", MockResponse::fault(Fault::Delay(Duration::from_secs(60)))),
    ];
    println!("attempts with {:20} GET POST POST with retry_posts", "");
    for (name, failure) in failures {
        // A new client for each failure, with its own retry budget. The pauses of `mock.client()` take no real time.
        let mock = MockServer::start().await?;
        let client = mock.client().operation_attempt_timeout(Duration::from_millis(200)).build()?;
        mock.list_global_image_apps().respond_always(failure.clone());
        mock.export_container_list().respond_always(failure);
        let get = list(&client, RetryConfig::standard()).await;
        let post = export(&client, RetryConfig::standard()).await;
        let repeated = export(&client, RetryConfig::standard().retry_posts(true)).await;
        println!("{name:34} {get:3} {post:4} {repeated:4}");
    }

    let mock = MockServer::start().await?;
    mock.list_global_image_apps().respond_always(busy());
    let client = mock.client().build()?;
    println!("with max_attempts(5): {} attempts", list(&client, RetryConfig::standard().max_attempts(5)).await);
    println!("with disabled(): {} attempt", list(&client, RetryConfig::disabled()).await);

    // The service asks for a delay that is longer than the call may take, so the client does not wait.
    let response = http::Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).header("Retry-After", "3600");
    mock.list_global_image_apps().respond_with_http(response.body(bytes::Bytes::new())?);
    let Err(error) = client.list_global_image_apps().send().await else { return Err("the call succeeded".into()) };
    println!("Retry-After {:?}: {} attempt", error.retry_after().unwrap_or_default(), error.attempts());

    // While everything fails, the budget of the client suspends retries: 3 attempts each would be 600 requests.
    let client = mock.client().build()?;
    let before = mock.received_requests().len();
    let mut last = None;
    for _ in 0..200 {
        last = client.list_global_image_apps().send().await.err();
    }
    println!("200 failed calls: {} requests", mock.received_requests().len() - before);
    println!("the last one: {}", last.map(|error| error.to_string()).unwrap_or_default());

    // Nothing listens on this port, so nothing was sent, and any request is retried.
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let client = mock.client().endpoint(format!("http://{address}")).build()?;
    let export = client.export_container_list([("container_name", "Container")]).send().await;
    let Err(error) = export else { return Err("the call succeeded".into()) };
    assert_eq!(error.kind(), ErrorKind::Connect);
    println!("no connection: {} attempts of a POST request", error.attempts());
    Ok(())
}
