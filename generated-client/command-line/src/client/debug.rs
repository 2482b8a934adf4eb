//! The events of the client on standard error, for `--debug`.

use std::io;

use huaweicloud_core::descriptor::ServiceDescriptor;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Prints each event from now on as one line. The client redacts secrets.
pub(crate) fn print_events(service: &ServiceDescriptor) {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false).with_target(false);
    let targets = Targets::new().with_target(service.telemetry.target, LevelFilter::DEBUG);
    // Ignore an error: it means that events are printed already.
    let _ = tracing_subscriber::registry().with(lines).with(targets).try_init();
}
