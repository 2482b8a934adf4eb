//! What the client does, on standard error, for `--debug`: a line for each attempt, and one for each other event.

use std::fmt::{Debug, Write as _};
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::error::escape::escape_message;

/// Prints each event from now on. The client redacts secrets.
pub(crate) fn print_events() {
    let targets = Targets::new().with_target("huaweicloud_core", LevelFilter::TRACE);
    // Ignore an error: it means that events are printed already.
    let _ = tracing_subscriber::registry().with(Lines::default().with_filter(targets)).try_init();
}

/// Prints events.
#[derive(Default)]
struct Lines {
    /// URL of the attempt in progress. Attempts do not overlap.
    url: Mutex<String>,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut url = self.url.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(next) = fields.take("url.full") {
            *url = next;
            return;
        }
        let text = if fields.message == "attempt" { fields.attempt(&url) } else { fields.text() };
        // On a terminal, the line replaces the progress.
        let start = if io::stderr().is_terminal() { "\r\u{1b}[K" } else { "" };
        // Ignore write errors: the call matters more than its log.
        let _ = writeln!(io::stderr(), "{start}debug: {}", escape_message(&text));
    }
}

/// The fields of an event as text.
#[derive(Default)]
struct Fields {
    message: String,
    others: Vec<(&'static str, String)>,
}

impl Fields {
    fn take(&mut self, name: &str) -> Option<String> {
        let index = self.others.iter().position(|(field, _)| *field == name)?;
        Some(self.others.swap_remove(index).1)
    }

    /// Returns the line of an attempt, such as `GET https://… 200 in 12 ms (request ID r-1)`.
    fn attempt(mut self, url: &str) -> String {
        let method = self.take("http.request.method").unwrap_or_default();
        let outcome = self.take("http.response.status_code").or_else(|| self.take("error.type")).unwrap_or_default();
        let milliseconds = self.take("duration_ms").and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
        let mut line = format!("{method} {url} {outcome} in {milliseconds:.0} ms");
        if let Some(request_id) = self.take("request_id") {
            let _ = write!(line, " (request ID {request_id})");
        }
        line
    }

    /// Returns the line of any other event.
    fn text(self) -> String {
        let mut line = self.message;
        for (name, value) in self.others {
            let _ = write!(line, " {name}={value}");
        }
        line
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.others.push((field.name(), value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        if field.name() == "message" { self.message = text } else { self.others.push((field.name(), text)) }
    }
}
