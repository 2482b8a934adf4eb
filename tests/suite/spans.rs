//! Tracing: a span per call and one per attempt, without secrets.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hss_tests::script::ScriptedServer;
use hss_tests::server::{Server, response};
use huaweicloud_museum::{Client, ClientBuilder, Credentials, RetryConfig};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
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

impl Recorded {
    /// Returns the span that is entered.
    fn current(&self) -> Option<(&'static Metadata<'static>, Id)> {
        let id = Id::from_u64(*self.entered.last()?);
        Some((self.spans[index(&id)]?, id))
    }

    /// Returns the beginning of a line: a name, and the name of the span in which it occurs.
    fn within_current(&self, name: &str) -> String {
        match self.current() {
            Some((metadata, _)) => format!("{name} within {}", metadata.name()),
            None => name.to_owned(),
        }
    }
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
        // At the level TRACE, URLs with the caller's parameters are shown.
        *metadata.level() <= Level::DEBUG && self.disabled.is_none_or(|target| !metadata.target().starts_with(target))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut recorded = self.recorded();
        let mut line = recorded.within_current(attributes.metadata().name());
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
        let mut recorded = self.recorded();
        let mut line = recorded.within_current(&format!("event of {}", event.metadata().target()));
        event.record(&mut Line(&mut line));
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
        self.recorded().current().map_or_else(Current::none, |(metadata, id)| Current::new(id, metadata))
    }
}

const TOKEN: &str = "s3cret-token";

fn client(server: &Server) -> ClientBuilder {
    Client::builder()
        .region("cn-north-4")
        .project_id("s3cret-project")
        .endpoint(server.endpoint())
        .credentials(Credentials::token(TOKEN))
        .retry(RetryConfig::standard().max_backoff(Duration::ZERO))
}

/// Calls the server and returns the new lines of `spans`, without those of hyper and with 0 as the server's port.
async fn lines_of(server: &Server, spans: &Spans, client: ClientBuilder) -> Vec<String> {
    let count = spans.recorded().lines.len();
    let client = client.build().expect("a client");
    let guard = tracing::subscriber::set_default(spans.clone());
    // Succeeds or fails: only the span matters.
    let _ = client.list_paintings().title("s3cret-name").send().await;
    drop(guard);
    own_lines(server, &spans.recorded().lines[count..])
}

fn own_lines(server: &Server, lines: &[String]) -> Vec<String> {
    assert!(!lines.concat().contains("s3cret"), "{lines:#?}");
    let endpoint = server.endpoint();
    let (_, port) = endpoint.rsplit_once(':').expect("a port");
    let port = format!("server.port={port}");
    let own = lines.iter().filter(|line| !line.starts_with("event of hyper"));
    own.map(|line| without_duration(&line.replace(&port, "server.port=0"))).collect()
}

fn without_duration(line: &str) -> String {
    let words = line.split(' ').filter(|word| !word.starts_with("duration_ms="));
    words.collect::<Vec<_>>().join(" ")
}

/// A call's span until the request is sent.
const START: &str = concat!(
    r#"call service="MUSEUM" operation="ListPaintings" otel.name=GET /v1/{project_id}/paintings otel.kind="client""#,
    r#" http.request.method="GET" server.address="127.0.0.1" server.port=0"#,
);

#[tokio::test]
async fn each_call_has_one_span() {
    let failed = r#"error.type="400" otel.status_code="ERROR""#;
    let down = r#"error.type="503" otel.status_code="ERROR""#;
    let table: [(&[&str], u32, &str); 4] = [
        (&["200 OK"], 1, "http.response.status_code=200"),
        (&["503 Down", "200 OK"], 2, "http.response.status_code=200"),
        (&["400 Bad"], 1, &format!("http.response.status_code=400 {failed}")),
        (&["503 Down"], 3, &format!("http.response.status_code=503 {down}")),
    ];
    for (statuses, attempts, expected) in table {
        let responses = statuses.iter().map(|status| response(status, "", r#"{"total":0}"#)).collect();
        let server = Server::start_in_turn(responses);
        let mut lines = lines_of(&server, &Spans::default(), client(&server)).await;
        lines.retain(|line| !line.starts_with("event") && !line.starts_with("attempt within call "));
        assert_eq!(lines, [format!("{START} attempts={attempts} {expected}")]);
    }
}

#[tokio::test]
async fn each_attempt_has_a_span_within_the_span_of_its_call() {
    let down = response("503 Down", "x-request-id: r1\r\n", r#"{"error_msg":"down"}"#);
    let server = Server::start_in_turn(vec![down, response("200 OK", "", r#"{"total":0}"#)]);
    let mut lines = lines_of(&server, &Spans::default(), client(&server)).await;
    lines.retain(|line| line.starts_with("attempt "));
    let start = concat!(
        r#"attempt within call operation="ListPaintings" otel.name=GET /v1/{project_id}/paintings"#,
        r#" http.request.method="GET""#,
    );
    let failed = r#"http.response.status_code=503 request_id="r1" error.type="503" otel.status_code="ERROR""#;
    let retried = "http.request.resend_count=1 http.response.status_code=200";
    assert_eq!(lines, [format!("{start} {failed}"), format!("{start} {retried}")]);

    let unreachable =
        client(&server).endpoint(format!("http://{}", ScriptedServer::unused_address())).retry(RetryConfig::disabled());
    let lines = lines_of(&server, &Spans::default(), unreachable).await;
    assert!(lines.contains(&format!(r#"{start} error.type="connect" otel.status_code="ERROR""#)), "{lines:#?}");
}

#[tokio::test]
async fn skipped_nulls_are_in_the_span() {
    let server = Server::json(r#"{"total":2,"paintings":[null,{"title":"Sunrise"},null]}"#);
    let lines = lines_of(&server, &Spans::default(), client(&server)).await;
    assert_eq!(lines[0], format!("{START} attempts=1 http.response.status_code=200 skipped_nulls=2"));
}

#[tokio::test]
async fn a_request_that_is_not_sent_has_a_span_without_attempts() {
    let server = Server::json("{}");
    let lines = lines_of(&server, &Spans::default(), client(&server).project_id("")).await;
    assert_eq!(lines, [format!(r#"{START} attempts=0 error.type="invalid_request" otel.status_code="ERROR""#)]);
}

#[tokio::test]
async fn a_call_that_is_dropped_records_its_attempts() {
    let server = Server::json("{}");
    let (spans, client) = (Spans::default(), client(&server).build().expect("a client"));
    let guard = tracing::subscriber::set_default(spans.clone());
    let mut call = Box::pin(client.list_paintings().send());
    // The first poll starts the first attempt, which has to wait for the connection.
    std::future::poll_fn(|context| {
        assert!(call.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    drop(call);
    drop(guard);
    assert_eq!(own_lines(&server, &spans.recorded().lines)[0], format!("{START} attempts=1"));
}

#[tokio::test]
async fn each_attempt_and_each_retry_is_an_event() {
    let down = response("503 Down", "x-request-id: r1\r\n", r#"{"error_msg":"down"}"#);
    let server = Server::start_in_turn(vec![down, response("200 OK", "", r#"{"total":0}"#)]);
    let mut lines = lines_of(&server, &Spans::default(), client(&server)).await;
    let attempt = "event of huaweicloud_core within attempt message=attempt operation=\"ListPaintings\" \
                   http.request.method=\"GET\" url.template=\"/v1/{project_id}/paintings\" http.response.status_code=";
    let retry = "event of huaweicloud_core within call message=retrying attempts=1 delay=0ns \
                 cause=ListPaintings: the service returned 503 Service Unavailable: down (request ID r1)";
    lines.retain(|line| line.starts_with("event"));
    assert_eq!(lines, [format!("{attempt}503 request_id=\"r1\""), retry.to_owned(), format!("{attempt}200")]);

    let unreachable =
        client(&server).endpoint(format!("http://{}", ScriptedServer::unused_address())).retry(RetryConfig::disabled());
    let lines = lines_of(&server, &Spans::default(), unreachable).await;
    assert!(lines[2].ends_with("url.template=\"/v1/{project_id}/paintings\" error.type=\"connect\""), "{lines:#?}");
}

/// `lines_of` fails if a line contains a secret.
#[tokio::test]
async fn events_and_request_ids_contain_no_secrets() {
    let header = format!("x-request-id: id-{TOKEN}\r\n");
    let down = response("503 Down", &header, &format!(r#"{{"error_msg":"invalid token {TOKEN}"}}"#));
    let server = Server::start_in_turn(vec![down, response("200 OK", &header, r#"{"total":0}"#)]);
    let lines = lines_of(&server, &Spans::default(), client(&server)).await;
    assert!(lines[0].contains(r#"request_id="id-[redacted]""#), "{lines:#?}");
    assert!(lines[1].contains(r#"http.response.status_code=503 request_id="id-[redacted]""#), "{lines:#?}");
    assert!(lines[2].ends_with(r#"http.response.status_code=503 request_id="id-[redacted]""#), "{lines:#?}");
    assert!(lines[3].contains("invalid token [redacted] (request ID id-[redacted])"), "{lines:#?}");
}

#[tokio::test]
async fn long_request_ids_are_cut() {
    let header = format!("x-request-id: a\t{}\r\n", "b".repeat(5000));
    let server = Server::answering(response("400 Bad", &header, r#"{"error_msg":"bad"}"#));
    let lines = lines_of(&server, &Spans::default(), client(&server)).await;
    let shown = format!("request_id={:?}", format!(r"a\u{{9}}{}…", "b".repeat(126)));
    assert_eq!(lines.iter().filter(|line| line.contains(&shown)).count(), 3, "{lines:#?}");
    assert!(lines.iter().all(|line| line.len() < 700), "{lines:#?}");
}

#[tokio::test]
async fn disabled_spans_leave_the_callers_span_unchanged() {
    let spans = Spans { disabled: Some("huaweicloud_core"), ..Spans::default() };
    let span = tracing::subscriber::with_default(spans.clone(), || {
        tracing::info_span!("mine", http.response.status_code = tracing::field::Empty, attempts = "none")
    });
    let entered = span.clone().entered();
    let server = Server::json(r#"{"total":0}"#);
    let others = lines_of(&server, &spans, client(&server)).await;
    drop(entered);
    assert_eq!((others.len(), spans.recorded().lines[0].as_str()), (0, r#"mine attempts="none""#));
}
