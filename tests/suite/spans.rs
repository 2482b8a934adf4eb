//! Tracing: one span per call, without secrets.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use hss_tests::server::{Server, response};
use huaweicloud_hss::{Client, ClientBuilder, Credentials, RetryConfig};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Records every span and every event as a line: its name, then its fields in the order in which they were recorded.
#[derive(Clone, Default)]
pub(crate) struct Spans {
    recorded: Arc<Mutex<Recorded>>,
    /// Spans and events whose target begins with this are disabled.
    disabled: Option<&'static str>,
}

#[derive(Default)]
struct Recorded {
    lines: Vec<String>,
    spans: Vec<Option<&'static Metadata<'static>>>,
    /// The spans that are entered, innermost last.
    entered: Vec<u64>,
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a string has room");
    }
}

impl Spans {
    /// Returns all lines.
    pub(crate) fn text(&self) -> String {
        self.recorded().lines.join("\n")
    }

    fn recorded(&self) -> std::sync::MutexGuard<'_, Recorded> {
        self.recorded.lock().expect("spans")
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64() - 1).expect("an index")
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.disabled.is_none_or(|target| !metadata.target().starts_with(target))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut recorded = self.recorded();
        let mut line = attributes.metadata().name().to_owned();
        attributes.record(&mut Line(&mut line));
        recorded.lines.push(line);
        recorded.spans.push(Some(attributes.metadata()));
        Id::from_u64(recorded.lines.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut recorded = self.recorded();
        values.record(&mut Line(&mut recorded.lines[index(span)]));
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = format!("event of {}", event.metadata().target());
        event.record(&mut Line(&mut line));
        let mut recorded = self.recorded();
        recorded.lines.push(line);
        recorded.spans.push(None);
    }

    fn enter(&self, span: &Id) {
        self.recorded().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        let mut recorded = self.recorded();
        if let Some(last) = recorded.entered.iter().rposition(|entered| *entered == span.into_u64()) {
            recorded.entered.remove(last);
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn current_span(&self) -> Current {
        let recorded = self.recorded();
        let current = recorded.entered.last().map(|&id| Id::from_u64(id));
        let current = current.and_then(|id| Some((recorded.spans[index(&id)]?, id)));
        current.map_or_else(Current::none, |(metadata, id)| Current::new(id, metadata))
    }
}

async fn spans_of(
    statuses: &[&'static str],
    spans: &Spans,
    configure: impl Fn(ClientBuilder) -> ClientBuilder,
) -> String {
    let responses: Vec<_> = statuses.iter().map(|status| response(status, "", r#"{"total_num":0}"#)).collect();
    let (server, count) = (Server::start_in_turn(responses), spans.recorded().lines.len());
    let client = Client::builder().region("cn-north-4").project_id("s3cret-project").endpoint(server.endpoint());
    let client = client.credentials(Credentials::token("s3cret-token"));
    let client = client.retry(RetryConfig::standard().max_backoff(std::time::Duration::ZERO));
    let client = configure(client).build().expect("a client");
    let guard = tracing::subscriber::set_default(spans.clone());
    // Succeeds or fails: only the span matters.
    let _ = client.list_global_image_apps().app_name("s3cret-name").send().await;
    drop(guard);
    let recorded = spans.recorded();
    let lines = &recorded.lines[count..];
    assert!(!lines.concat().contains("s3cret"), "{lines:#?}");
    // hyper emits its own events.
    let own: Vec<_> = lines.iter().map(String::as_str).filter(|line| !line.starts_with("event of hyper")).collect();
    own.join("\n")
}

#[tokio::test]
async fn each_call_has_one_span() {
    let table: [(&[&str], &str); 4] = [
        (&["200 OK"], "attempts=1 status=200"),
        (&["503 Down", "200 OK"], "attempts=1 attempts=2 status=200"),
        (&["400 Bad"], "attempts=1 status=400"),
        (&["503 Down"], "attempts=1 attempts=2 attempts=3 status=503"),
    ];
    for (statuses, expected) in table {
        let spans = spans_of(statuses, &Spans::default(), |client| client).await;
        assert_eq!(spans, format!(r#"call operation="ListGlobalImageApps" {expected}"#));
    }
    let unsent = spans_of(&["200 OK"], &Spans::default(), |client| client.project_id("")).await;
    assert_eq!(unsent, r#"call operation="ListGlobalImageApps""#);
}

#[tokio::test]
async fn disabled_spans_leave_the_callers_span_unchanged() {
    let spans = Spans { disabled: Some("huaweicloud_hss"), ..Spans::default() };
    let span = tracing::subscriber::with_default(spans.clone(), || {
        tracing::info_span!("mine", status = tracing::field::Empty, attempts = "none")
    });
    let entered = span.clone().entered();
    let others = spans_of(&["200 OK"], &spans, |client| client).await;
    drop(entered);
    assert_eq!((others.as_str(), spans.recorded().lines[0].as_str()), ("", r#"mine attempts="none""#));
}
