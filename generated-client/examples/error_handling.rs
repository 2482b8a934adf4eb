//! Handles errors by their kind: `cargo run -p huaweicloud-hss --example error_handling --features mock`

use std::time::Duration;

use huaweicloud_hss::mock::{Fault, MockServer};
use huaweicloud_hss::{Error, ErrorKind, Violation};

/// Returns advice on how to handle an error.
fn advice(error: &Error) -> String {
    match error.kind() {
        ErrorKind::InvalidRequest => {
            let names: Vec<_> = error.violations().iter().map(Violation::parameter).collect();
            format!("fix {}", names.join(" and "))
        }
        ErrorKind::Service if error.is_retryable() => {
            format!("try again in {:?}", error.retry_after().unwrap_or(Duration::from_secs(1)))
        }
        ErrorKind::Service => {
            let (code, request_id) = (error.code().unwrap_or("?"), error.request_id().unwrap_or("?"));
            format!("contact the vendor about code {code} of request {request_id}")
        }
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => "check the network".to_owned(),
        _ => "read the message".to_owned(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::start().await?;
    let client = mock.client().build()?;
    let exports = mock.export_container_list();
    let export = || client.export_container_list([("container_name", "Container")]);

    // All violations of the help page are reported at once, before the request is sent.
    let invalid = export().export_size(0).cluster_name("x".repeat(256)).send().await;
    // The service rejects the request.
    exports.respond_with_error(http::StatusCode::BAD_REQUEST, "HSS.0013", "insufficient permissions");
    let rejected = export().send().await;
    // The service throttles the request. It was not carried out, so the client retries it.
    exports.respond_with_error(http::StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "throttled");
    let throttled = export().send().await;
    // The service does not respond in time. The task may exist, so the client does not retry.
    exports.fail_with(Fault::Delay(Duration::from_secs(60)));
    let late = export().customize().operation_attempt_timeout(Duration::from_millis(200)).send().await;

    for (name, outcome) in [("invalid", invalid), ("rejected", rejected), ("throttled", throttled), ("late", late)] {
        match outcome {
            Ok(task) => println!("{name}: task {}", task.task_id.unwrap_or_default()),
            Err(error) => println!("{name}: {}\n    {error}", advice(&error)),
        }
    }
    Ok(())
}
