//! What a call tells to `tracing`: one span, and nothing that is secret.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use hss_tests::server::{Server, response};
use huaweicloud_hss::{Client, ClientBuilder, Credentials, RetryConfig};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Keeps every span and every event, one a line: its name, and its fields in the order of their values.
#[derive(Clone, Default)]
pub(crate) struct Spans {
    kept: Arc<Mutex<Kept>>,
    /// Targets that are left out.
    deaf_to: Option<&'static str>,
}

#[derive(Default)]
struct Kept {
    lines: Vec<String>,
    spans: Vec<Option<&'static Metadata<'static>>>,
    /// Which spans are entered, the innermost last.
    entered: Vec<u64>,
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a string has room");
    }
}

impl Spans {
    /// All lines.
    pub(crate) fn text(&self) -> String {
        self.kept().lines.join("\n")
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().expect("spans")
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64() - 1).expect("an index")
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.deaf_to.is_none_or(|target| !metadata.target().starts_with(target))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut kept = self.kept();
        let mut line = attributes.metadata().name().to_owned();
        attributes.record(&mut Line(&mut line));
        kept.lines.push(line);
        kept.spans.push(Some(attributes.metadata()));
        Id::from_u64(kept.lines.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut kept = self.kept();
        values.record(&mut Line(&mut kept.lines[index(span)]));
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = format!("event of {}", event.metadata().target());
        event.record(&mut Line(&mut line));
        let mut kept = self.kept();
        kept.lines.push(line);
        kept.spans.push(None);
    }

    fn enter(&self, span: &Id) {
        self.kept().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        let mut kept = self.kept();
        let last = kept.entered.iter().rposition(|entered| *entered == span.into_u64());
        last.map(|last| kept.entered.remove(last));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn current_span(&self) -> Current {
        let kept = self.kept();
        let current = kept.entered.last().map(|&id| Id::from_u64(id));
        let current = current.and_then(|id| Some((kept.spans[index(&id)]?, id)));
        current.map_or_else(Current::none, |(metadata, id)| Current::new(id, metadata))
    }
}

async fn spans_of(answers: &[&'static str], spans: &Spans, change: impl Fn(ClientBuilder) -> ClientBuilder) -> String {
    let answers: Vec<_> = answers.iter().map(|status| response(status, "", r#"{"total_num":0}"#)).collect();
    let (server, count) = (Server::start_in_turn(answers), spans.kept().lines.len());
    let client = Client::builder().region("cn-north-4").project_id("s3cret-project").endpoint(server.endpoint());
    let client = client.credentials(Credentials::token("s3cret-token"));
    let client = client.retry(RetryConfig::standard().max_backoff(std::time::Duration::ZERO));
    let client = change(client).build().expect("a client");
    let guard = tracing::subscriber::set_default(spans.clone());
    // Its outcome is not what this is about.
    let _ = client.list_global_image_apps().app_name("s3cret-name").send().await;
    drop(guard);
    let kept = spans.kept();
    let lines = &kept.lines[count..];
    assert!(!lines.concat().contains("s3cret"), "{lines:#?}");
    // What hyper says of its connections stands beside.
    let own: Vec<_> = lines.iter().map(String::as_str).filter(|line| !line.starts_with("event of hyper")).collect();
    own.join("\n")
}

#[tokio::test]
async fn one_span_a_call() {
    let table: [(&[&str], &str); 4] = [
        (&["200 OK"], "attempts=1 status=200"),
        (&["503 Down", "200 OK"], "attempts=1 attempts=2 status=200"),
        (&["400 Bad"], "attempts=1 status=400"),
        (&["503 Down"], "attempts=1 attempts=2 attempts=3 status=503"),
    ];
    for (answers, expected) in table {
        let spans = spans_of(answers, &Spans::default(), |client| client).await;
        assert_eq!(spans, format!(r#"call operation="ListGlobalImageApps" {expected}"#));
    }
    let unsent = spans_of(&["200 OK"], &Spans::default(), |client| client.project_id("")).await;
    assert_eq!(unsent, r#"call operation="ListGlobalImageApps""#);
}

/// What the caller's own span says is the caller's.
#[tokio::test]
async fn where_nobody_listens_to_the_span_the_callers_stays_as_it_is() {
    let spans = Spans { deaf_to: Some("huaweicloud_hss"), ..Spans::default() };
    let span = tracing::subscriber::with_default(spans.clone(), || {
        tracing::info_span!("mine", status = tracing::field::Empty, attempts = "none")
    });
    let entered = span.clone().entered();
    let others = spans_of(&["200 OK"], &spans, |client| client).await;
    drop(entered);
    assert_eq!((others.as_str(), spans.kept().lines[0].as_str()), ("", r#"mine attempts="none""#));
}
