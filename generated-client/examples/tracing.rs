//! Shows the spans and events of calls, and that they contain no secrets:
//! `cargo run -p huaweicloud-hss --example tracing --features mock`

use std::time::Duration;

use http::StatusCode;
use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Credentials, RetryConfig};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // One line for each span that ends. A layer of tracing-opentelemetry would export the same spans.
    let lines = tracing_subscriber::fmt::layer().with_span_events(FmtSpan::CLOSE).without_time();
    // At the level info, there are only the spans of calls; at debug, also attempts and retries.
    let levels = Targets::new().with_target("huaweicloud_core", LevelFilter::DEBUG);
    tracing_subscriber::registry().with(lines).with(levels).init();

    let mock = MockServer::start().await?;
    // Delays are random, but this output must not change.
    let retry = RetryConfig::standard().max_backoff(Duration::ZERO);
    let client = mock.client().retry(retry).credentials(Credentials::token("MIIEexample+token==")).build()?;

    // The second attempt succeeds. The error of the first one repeats the token, as some gateways do, with `+` escaped.
    let apps = mock.list_global_image_apps();
    apps.respond_with_error(StatusCode::SERVICE_UNAVAILABLE, "HSS.0004", "busy, token MIIEexample%2Btoken==");
    client.list_global_image_apps().send().await?;

    // The service rejects the request.
    let exports = mock.export_container_list();
    exports.respond_with_error(StatusCode::BAD_REQUEST, "HSS.0013", "insufficient permissions");
    let rejected = client.export_container_list([("container_name", "Container")]).send().await;
    println!("rejected: {}", rejected.is_err());
    Ok(())
}
