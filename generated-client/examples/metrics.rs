//! Counts attempts by path and status, as a metrics library would:
//! `cargo run -p huaweicloud-hss --example metrics --features mock`

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use huaweicloud_hss::mock::{Fault, MockServer};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The labels of a counter. They have few values: a path has placeholders in place of IDs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Labels {
    template: String,
    /// The status, or the kind of the error if no valid response arrived.
    result: String,
}

impl Visit for Labels {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "url.template" => self.template = format!("{value:?}"),
            "http.response.status_code" | "error.type" => self.result = format!("{value:?}"),
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

/// A layer that counts the events `attempt` of the client.
#[derive(Clone, Default)]
struct Attempts(Arc<Mutex<BTreeMap<Labels, u32>>>);

impl<S: Subscriber> Layer<S> for Attempts {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        // Only this event has a template of the path.
        if event.metadata().target() != "huaweicloud_core" || event.fields().all(|field| field.name() != "url.template")
        {
            return;
        }
        let mut labels = Labels::default();
        event.record(&mut labels);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(labels).or_default() += 1;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let attempts = Attempts::default();
    tracing_subscriber::registry().with(attempts.clone()).init();

    let mock = MockServer::start().await?;
    let client = mock.client().build()?;
    let apps = mock.list_global_image_apps();
    apps.respond_with_error(StatusCode::SERVICE_UNAVAILABLE, "HSS.0004", "busy");
    apps.fail_with(Fault::Disconnect);
    for _ in 0..5 {
        client.list_global_image_apps().send().await?;
    }
    client.list_query_export_task("b3e83d25-d92f-4963-a293-e056e81ec44d").send().await?;

    for (Labels { template, result }, count) in &*attempts.0.lock().unwrap_or_else(PoisonError::into_inner) {
        println!("{template} {result}: {count}");
    }
    Ok(())
}
