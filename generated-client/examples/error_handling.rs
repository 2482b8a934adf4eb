//! What can go wrong, and how it is told: `cargo run -p huaweicloud-hss --example error_handling --features mock`

use std::time::Duration;

use huaweicloud_hss::mock::{Fault, MockServer};
use huaweicloud_hss::{Error, ErrorKind, Violation};

/// What a program could do about an error.
fn advice(error: &Error) -> String {
    match error.kind() {
        ErrorKind::InvalidRequest => {
            let names: Vec<_> = error.violations().iter().map(Violation::parameter).collect();
            format!("correct {}", names.join(" and "))
        }
        ErrorKind::Service if error.is_retryable() => {
            format!("come back in {:?}", error.retry_after().unwrap_or(Duration::from_secs(1)))
        }
        ErrorKind::Service => {
            format!("ask the vendor about {} {}", error.code().unwrap_or("?"), error.request_id().unwrap_or("?"))
        }
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => "look at the network".to_owned(),
        _ => "read the message".to_owned(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::start().await?;
    let client = mock.client().operation_attempt_timeout(Duration::from_millis(200)).build()?;
    let exports = mock.export_container_list();
    let export = || client.export_container_list([("container_name", "Container")]);

    // Refused before anything is sent, all of it at once.
    let broken = export().export_size(0).cluster_name("x".repeat(256)).send().await;
    // The service says no.
    exports.respond_with_error(http::StatusCode::BAD_REQUEST, "HSS.0013", "insufficient permissions");
    let refused = export().send().await;
    // The service says no for now. A throttled request was not carried out, so the client tries again by itself.
    exports.respond_with_error(http::StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "throttled");
    let throttled = export().send().await;
    // No answer. The task may exist, so the client does not ask for a second one.
    exports.fail_with(Fault::Delay(Duration::from_secs(60)));
    let late = export().send().await;

    for (name, outcome) in [("broken", broken), ("refused", refused), ("throttled", throttled), ("late", late)] {
        match outcome {
            Ok(task) => println!("{name}: task {}", task.task_id.unwrap_or_default()),
            Err(error) => println!("{name}: {}\n    {error}", advice(&error)),
        }
    }
    Ok(())
}
