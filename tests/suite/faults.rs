//! Calls with a misbehaving network or service.

mod secrets;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use hss_tests::counter::Counter;
use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::response;
use huaweicloud_museum::types::Column;
use huaweicloud_museum::{
    Client, ClientBuilder, Credentials, Error, ErrorKind, ReqwestTransport, RetryConfig, Transport, TransportFuture,
};

use crate::clock::VirtualClock;

use Step::{Arrive, Drip, HeadReceived, Read, Send, Stall, WaitForClose};

/// A successful response of each operation that the tests call.
const GOOD: &str = r#"{"task_id":"t","total":0,"paintings":[]}"#;

const TOKEN: &str = "MIIs3cret+token/with=signs";
// The clock treats these as timers, which end only when a server stalls.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(500);
const OPERATION_TIMEOUT: Duration = Duration::from_secs(100);
const SHORT_OPERATION_TIMEOUT: Duration = Duration::from_millis(1250);
/// A pause that does not end.
const ENDLESS_PAUSE: Duration = Duration::from_secs(11);
const MAX_RESPONSE_BYTES: usize = 1000;

fn clock() -> VirtualClock {
    VirtualClock::new(&[ATTEMPT_TIMEOUT, OPERATION_TIMEOUT, SHORT_OPERATION_TIMEOUT, ENDLESS_PAUSE])
}

fn builder(endpoint: impl std::fmt::Display, clock: &VirtualClock) -> ClientBuilder {
    Client::builder()
        .region("cn-north-4")
        .project_id("p")
        .endpoint(format!("http://{endpoint}"))
        .credentials(Credentials::token(TOKEN))
        .max_response_bytes(MAX_RESPONSE_BYTES)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .operation_timeout(OPERATION_TIMEOUT)
        .time_source(clock.clone())
        .sleep(clock.clone())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Method {
    Get,
    Post,
}

async fn call(client: &Client, method: Method) -> Result<(), Error> {
    match method {
        Method::Get => client.list_paintings().send().await.map(drop),
        Method::Post => client.export_paintings([(Column::Signed, "Signed")]).send().await.map(drop),
    }
}

/// Returns how a call ended: after how many attempts and pauses, with which kind of error and which status.
fn shown(outcome: &Result<(), Error>, attempts: usize, clock: &VirtualClock) -> String {
    let what = match outcome {
        Ok(()) => "success".to_owned(),
        Err(error) => {
            let status = error.status().map_or_else(String::new, |status| format!(" {}", status.as_u16()));
            let left = if error.to_string().contains(" s left") { ", with the time left" } else { "" };
            format!("{:?}{status}{left}", error.kind())
        }
    };
    let pauses = clock.pauses();
    // Backoff has fractions of seconds, and servers ask for whole seconds.
    let is_backoff = pauses.iter().all(|pause| pause.subsec_nanos() > 0);
    let seconds: Vec<String> = pauses.iter().map(|pause| format!("{} s", pause.as_secs_f64())).collect();
    match pauses.len() {
        0 if attempts == 1 => format!("1 attempt: {what}"),
        0 => format!("{attempts} attempts: {what}"),
        _ if is_backoff => format!("{attempts} attempts with backoff: {what}"),
        _ => format!("{attempts} attempts after pauses of {}: {what}", seconds.join(" and ")),
    }
}

/// A server, and how a GET and a POST end.
struct Row {
    name: &'static str,
    /// The script of each connection.
    scripts: Vec<Vec<Step>>,
    get: String,
    post: String,
}

fn row(name: &'static str, scripts: impl IntoIterator<Item = Vec<Step>>) -> Row {
    Row { name, scripts: scripts.into_iter().collect(), get: String::new(), post: String::new() }
}

impl Row {
    fn get(self, get: &str) -> Self {
        Self { get: get.to_owned(), ..self }
    }

    fn post(self, post: &str) -> Self {
        Self { post: post.to_owned(), ..self }
    }

    fn both(self, outcome: &str) -> Self {
        self.get(outcome).post(outcome)
    }

    fn succeeds(self) -> Self {
        self.both("1 attempt: success")
    }

    fn fails_at_once(self, error: &str) -> Self {
        self.both(&format!("1 attempt: {error}"))
    }

    fn only_get_is_retried(self, error: &str) -> Self {
        self.get(&format!("3 attempts with backoff: {error}")).post(&format!("1 attempt: {error}"))
    }
}

/// Reads the request, sends these bytes and closes the connection.
fn raw(bytes: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Read, Send(bytes.as_ref().to_vec())]
}

/// Sends a complete response on every connection.
fn all(status: &str, headers: &str, body: &str) -> Vec<Vec<Step>> {
    vec![raw(response(status, headers, body))]
}

fn good() -> Vec<Step> {
    raw(response("200 OK", "", GOOD))
}

/// Sends a response without a length on every connection: it ends when the connection does.
fn open(headers: &str, body: &str) -> Vec<Vec<Step>> {
    vec![raw(format!("HTTP/1.1 200 OK\r\n{headers}\r\n{body}"))]
}

/// The default transport, which also counts the responses whose head has arrived.
struct CountHeads {
    transport: ReqwestTransport,
    heads: Counter,
}

impl Transport for CountHeads {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let response = self.transport.send(request).await?;
            self.heads.increment();
            Ok(response)
        })
    }
}

async fn check(rows: impl IntoIterator<Item = Row>) {
    check_with(RetryConfig::default(), rows).await;
}

/// Makes the calls of all rows at the same time.
async fn check_with(retry: RetryConfig, rows: impl IntoIterator<Item = Row>) {
    let mut calls = tokio::task::JoinSet::new();
    for Row { name, scripts, get, post } in rows {
        for (method, expected) in [(Method::Get, get), (Method::Post, post)] {
            let (server, clock) = (ScriptedServer::start(scripts.clone()), clock());
            clock.advance_when_stalled(&server);
            let transport = ReqwestTransport::builder().build().expect("a transport");
            let transport = CountHeads { transport, heads: server.heads_received() };
            let client = builder(server.address(), &clock).retry(retry.clone());
            let client = client.transport(transport).build().expect("a client");
            calls.spawn(async move {
                let outcome = call(&client, method).await;
                let connections = server.observed().connections;
                let found = shown(&outcome, connections, &clock);
                if found != expected {
                    return Some(format!("{name}, {method:?}: {found}, not {expected}; {outcome:?}"));
                }
                let error = outcome.err()?;
                if error.attempts() as usize != connections {
                    return Some(format!("{name}, {method:?}: {connections} connections; {error:?}"));
                }
                everything(&error).contains("s3cret").then(|| format!("{name}, {method:?}: a secret in {error:?}"))
            });
        }
    }
    let failures: Vec<_> = calls.join_all().await.into_iter().flatten().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn broken_connections_are_errors() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n";
    let begun = format!("{head}\r\n{{");
    let begun = || Send(begun.clone().into_bytes());
    let part = || Send(head.as_bytes().to_vec());
    check([
        row("a success", [good()]).succeeds(),
        row("byte by byte", [vec![Read, Drip(response("200 OK", "", GOOD))]]).succeeds(),
        row("reset before any byte", [vec![Arrive]]).only_get_is_retried("Transport"),
        row("closed before any byte", [vec![Read]]).only_get_is_retried("Transport"),
        row("reset in the head", [vec![Arrive, part()]]).only_get_is_retried("Transport"),
        row("closed in the head", [vec![Read, part()]]).only_get_is_retried("Transport"),
        row("reset in the body", [vec![Arrive, begun(), HeadReceived]]).only_get_is_retried("Transport 200"),
        row("closed in the body", [vec![Read, begun()]]).only_get_is_retried("Transport 200"),
        row("no head in time", [vec![Read, Stall, WaitForClose]]).only_get_is_retried("Timeout"),
        row("half a head in time", [vec![Read, part(), Stall, WaitForClose]]).only_get_is_retried("Timeout"),
        row("half a body in time", [vec![Read, begun(), HeadReceived, Stall, WaitForClose]])
            .only_get_is_retried("Timeout"),
        row("a body that still drips", [vec![Read, begun(), HeadReceived, Stall, Drip(vec![b' '; 90]), WaitForClose]])
            .only_get_is_retried("Timeout"),
        row("reset, then a success", [vec![Arrive], good()])
            .get("2 attempts with backoff: success")
            .post("1 attempt: Transport"),
        row("no head, then a success", [vec![Read, Stall, WaitForClose], good()])
            .get("2 attempts with backoff: success")
            .post("1 attempt: Timeout"),
    ])
    .await;
}

#[tokio::test]
async fn broken_messages_are_errors() {
    let chunked = "transfer-encoding: chunked\r\n";
    let length = |length: &str| format!("content-length: {length}\r\n");
    let many = "x: y\r\n".repeat(5000);
    let long = format!("x: {}\r\n", "y".repeat(2_000_000));
    let early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    let early = [&early[..], &response("200 OK", "", GOOD)].concat();
    let mut endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e8\r\n".to_vec();
    endless.extend([b' '; 1000]);
    endless.extend(b"\r\n1\r\n \r\n");
    let large = " ".repeat(MAX_RESPONSE_BYTES + 1);
    let deep = format!("{{\"paintings\":{}", "[".repeat(900));
    check([
        row("no length", open("", GOOD)).succeeds(),
        row("length twice, alike", open(&length("40").repeat(2), GOOD)).succeeds(),
        row("length twice, unlike", open(&(length("40") + &length("4")), GOOD)).only_get_is_retried("Transport"),
        row("length too long", open(&length("41"), GOOD)).only_get_is_retried("Transport 200"),
        row("length too short", open(&length("39"), GOOD)).fails_at_once("Response 200"),
        row("length negative", open(&length("-1"), GOOD)).only_get_is_retried("Transport"),
        row("length beyond 64 bits", open(&length("99999999999999999999"), GOOD)).only_get_is_retried("Transport"),
        row("length not a number", open(&length("many"), GOOD)).only_get_is_retried("Transport"),
        row("chunked", open(chunked, &format!("28;x=y\r\n{GOOD}\r\n0\r\na: b\r\n\r\n"))).succeeds(),
        row("chunked garbage", open(chunked, "many\r\n{}\r\n")).only_get_is_retried("Transport 200"),
        row("chunk cut off", open(chunked, "28\r\n{")).only_get_is_retried("Transport 200"),
        row("no last chunk", open(chunked, &format!("28\r\n{GOOD}\r\n"))).only_get_is_retried("Transport 200"),
        row("chunk beyond 64 bits", open(chunked, "fffffffffffffffff\r\n{")).only_get_is_retried("Transport 200"),
        row("unknown transfer coding", open("transfer-encoding: gzip\r\n", GOOD)).fails_at_once("Response 200"),
        row("gzip and chunks", open("transfer-encoding: gzip, chunked\r\n", &format!("28\r\n{GOOD}\r\n0\r\n\r\n")))
            .fails_at_once("Response 200"),
        row("not HTTP", [raw(GOOD)]).only_get_is_retried("Transport"),
        row("a TLS alert", [raw(b"\x15\x03\x01\x00\x02\x02\x46")]).only_get_is_retried("Transport"),
        row("HTTP/2", [raw(b"\0\0\x12\x04\0\0\0\0\0")]).only_get_is_retried("Transport"),
        row("a status without a number", [raw("HTTP/1.1 abc\r\n\r\n")]).only_get_is_retried("Transport"),
        row("a header without a colon", open("x\r\n", GOOD)).only_get_is_retried("Transport"),
        row("a header with NUL", open("x: \0\r\n", GOOD)).only_get_is_retried("Transport"),
        row("too many headers", open(&many, GOOD)).only_get_is_retried("Transport"),
        row("a header too long", open(&long, GOOD)).only_get_is_retried("Transport"),
        row("early responses", [raw(early)]).succeeds(),
        row(
            "switching protocols",
            [raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n")],
        )
        .fails_at_once("Service 101"),
        row("no content", [raw("HTTP/1.1 204 No Content\r\n\r\n")]).fails_at_once("Response 204"),
        row("not modified", [raw("HTTP/1.1 304 Not Modified\r\n\r\n")]).fails_at_once("Response 304"),
        row("gzip", all("200 OK", "content-encoding: gzip\r\n", GOOD)).fails_at_once("Response 200"),
        row("gzip of a 503", all("503 Down", "content-encoding: gzip\r\n", "")).only_get_is_retried("Response 503"),
        row("too large", all("200 OK", "", &large)).fails_at_once("Response 200"),
        row("too large, not announced", open("", &large)).fails_at_once("Response 200"),
        row("too large, without end", [vec![Read, Send(endless), WaitForClose]]).fails_at_once("Response 200"),
        row("too large by far", open(&length("18446744073709551610"), "")).fails_at_once("Response 200"),
        row("too large a 503", all("503 Down", "", &large)).only_get_is_retried("Response 503"),
        row("nested too deep", open("", &deep)).fails_at_once("Response 200"),
        row("HTML", all("200 OK", "", "<html>")).fails_at_once("Response 200"),
        row("an error under 200", all("200 OK", "", r#"{"error_code":"MUSEUM.0001"}"#)).fails_at_once("Service 200"),
        row("invalid UTF-8", [raw(b"HTTP/1.1 200 OK\r\n\r\n{\"task_id\":\"\xff\"}")]).fails_at_once("Response 200"),
    ])
    .await;
}

#[tokio::test]
async fn statuses_decide_about_retries_and_pauses() {
    let (e429, e503) = ("429 Too Many Requests", "503 Service Unavailable");
    let after = |status: &str, after: &str| all(status, &format!("retry-after: {after}\r\n"), "");
    let dated = |date: &str, after: &str| all(e429, &format!("date: {date}\r\nretry-after: {after}\r\n"), "");
    let bad = |status: &str| raw(response(status, "", ""));
    check([
        row("503", [bad(e503)]).only_get_is_retried("Service 503"),
        row("429, then a success", [bad(e429), good()]).both("2 attempts with backoff: success"),
        row("two 503, then a success", [bad(e503), bad(e503), good()])
            .get("3 attempts with backoff: success")
            .post("1 attempt: Service 503"),
        row("503, then a 400", [bad(e503), bad("400 Bad Request")])
            .get("2 attempts with backoff: Service 400")
            .post("1 attempt: Service 503"),
        row("429 after 7", after(e429, "7")).both("3 attempts after pauses of 7 s and 7 s: Service 429"),
        row("503 after 0", after(e503, "0"))
            .get("3 attempts after pauses of 0 s and 0 s: Service 503")
            .post("1 attempt: Service 503"),
        row("429 too late the 2nd time", after(e429, "60"))
            .both("2 attempts after pauses of 60 s: Service 429, with the time left"),
        row("429 until a date", after(e429, "Fri, 02 Jan 2026 03:04:35 GMT"))
            .both("3 attempts after pauses of 30 s and 0 s: Service 429"),
        row("429 by another clock", dated("Wed, 01 Jan 2020 00:00:00 GMT", "Wed, 01 Jan 2020 00:00:09 GMT"))
            .both("3 attempts after pauses of 9 s and 9 s: Service 429"),
    ])
    .await;
}

#[tokio::test]
async fn retries_follow_the_configuration() {
    let down = || all("503 Service Unavailable", "", "");
    let retry = RetryConfig::standard;
    check_with(RetryConfig::disabled(), [row("off", down()).fails_at_once("Service 503")]).await;
    let two = row("2 attempts", down()).get("2 attempts with backoff: Service 503").post("1 attempt: Service 503");
    check_with(retry().max_attempts(2), [two]).await;
    let posts = [
        row("POST after a 503", down()).both("3 attempts with backoff: Service 503"),
        row("POST after a reset", [vec![Arrive]]).both("3 attempts with backoff: Transport"),
    ];
    check_with(retry().retry_posts(true), posts).await;
    let at_once = "3 attempts after pauses of 0 s and 0 s: Service 503";
    let no_pause = row("no pause", down()).get(at_once).post("1 attempt: Service 503");
    check_with(retry().max_backoff(Duration::ZERO), [no_pause]).await;
}

#[tokio::test]
async fn a_download_is_retried_until_a_byte_of_its_file_has_arrived() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ncontent-length: 4\r\n\r\n";
    let down = raw(response("503 Down", "", ""));
    let server = ScriptedServer::start(vec![raw(head), down, raw(format!("{head}PK\x03\x04"))]);
    let client = builder(server.address(), &clock()).build().expect("a client");
    let bytes = client.fetch_file("f").send().await.expect("a file").bytes().await.expect("a file");
    assert_eq!((&bytes[..], server.observed().connections), (&b"PK\x03\x04"[..], 3));
}

#[tokio::test]
async fn connections_that_are_rejected_are_retried() {
    for method in [Method::Get, Method::Post] {
        let clock = clock();
        let client = builder(ScriptedServer::unused_address(), &clock).build().expect("a client");
        let outcome = call(&client, method).await;
        let attempts = outcome.as_ref().expect_err("no connection").attempts();
        assert_eq!(shown(&outcome, attempts as usize, &clock), "3 attempts with backoff: Connect", "{outcome:?}");
    }
}

/// Two attempts fit into the time of the call, and the third is cut off.
#[tokio::test]
async fn operation_timeout_covers_all_attempts() {
    let (server, clock) = (ScriptedServer::start(vec![vec![Read, Stall, WaitForClose]]), clock());
    clock.advance_when_stalled(&server);
    let retry = RetryConfig::standard().max_attempts(99).max_backoff(Duration::ZERO);
    let client = builder(server.address(), &clock).retry(retry).build().expect("a client");
    let call = client.list_paintings().customize().operation_timeout(SHORT_OPERATION_TIMEOUT);
    let error = call.send().await.expect_err("a timeout");
    assert_eq!((error.kind(), error.is_timeout(), error.attempts()), (ErrorKind::Timeout, true, 3), "{error}");
    assert!(error.to_string().contains("the call timed out after"), "{error}");
    server.wait_until(|observed| observed.closed_by_client == 3).await;
    assert_eq!(server.observed().connections, 3);
}

#[tokio::test]
async fn operation_timeout_tells_how_the_previous_attempt_failed() {
    let error = r#"{"error_code": "MUSEUM.0099", "error_msg": "under repair"}"#;
    let down = raw(response("503 Service Unavailable", "x-request-id: r-1\r\n", error));
    let (server, clock) = (ScriptedServer::start(vec![down, vec![Read, Stall, WaitForClose]]), clock());
    clock.advance_when_stalled(&server);
    let client = builder(server.address(), &clock).operation_attempt_timeout(OPERATION_TIMEOUT);
    let client = client.operation_timeout(SHORT_OPERATION_TIMEOUT).build().expect("a client");
    let error = client.list_paintings().send().await.expect_err("a timeout");
    let expected = "ListPaintings: the call timed out after 1.2 s; last error: the service returned \
                    503 Service Unavailable, MUSEUM.0099: under repair (request ID r-1) (2 attempts)";
    assert_eq!((error.is_timeout(), error.to_string().as_str()), (true, expected));
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    for method in [Method::Get, Method::Post] {
        let (server, clock) = (ScriptedServer::start(vec![vec![Read, WaitForClose]]), clock());
        let client = builder(server.address(), &clock).build().expect("a client");
        let task = tokio::spawn(async move { call(&client, method).await });
        server.wait_until(|observed| observed.received.contains("x-auth-token")).await;
        task.abort();
        assert!(task.await.expect_err("aborted").is_cancelled());
        server.wait_until(|observed| observed.closed_by_client == 1).await;
        assert_eq!(server.observed().connections, 1, "{method:?}");
        assert_eq!((clock.pauses(), clock.timers()), (vec![], 0), "nothing is left that could make another attempt");
    }
}

#[tokio::test]
async fn dropping_a_call_in_a_pause_prevents_further_attempts() {
    let after = format!("retry-after: {}\r\n", ENDLESS_PAUSE.as_secs());
    let (server, clock) = (ScriptedServer::start(all("429 Slow", &after, "")), clock());
    let client = builder(server.address(), &clock).build().expect("a client");
    let task = tokio::spawn(async move { call(&client, Method::Post).await });
    clock.wait_for_timers(1, ENDLESS_PAUSE).await;
    task.abort();
    assert!(task.await.expect_err("aborted").is_cancelled());
    assert_eq!(clock.timers(), 0, "nothing is left that could make another attempt");
    assert_eq!(server.observed().connections, 1);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in ["300 Multiple Choices", "301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
    {
        for method in [Method::Get, Method::Post] {
            let elsewhere = ScriptedServer::start(vec![good()]);
            let location = format!("location: http://{}/v1/{TOKEN}\r\n", elsewhere.address());
            let (server, clock) = (ScriptedServer::start(all(status, &location, "")), clock());
            let client = builder(server.address(), &clock).build().expect("a client");
            let outcome = call(&client, method).await;
            let expected = format!("1 attempt: Response {}", &status[..3]);
            assert_eq!(shown(&outcome, server.observed().connections, &clock), expected, "{outcome:?}");
            let shown = everything(&outcome.expect_err("an error"));
            assert!(shown.contains(&elsewhere.address().to_string()) && !shown.contains("s3cret"), "{shown}");
            assert_eq!(elsewhere.observed().connections, 0, "{status}");
        }
    }
}

/// Returns everything that can be read from an error.
fn everything(error: &Error) -> String {
    let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
    let mut all = vec![error.to_string(), format!("{error:?} {error:#?}")];
    all.extend([text(error.code()), text(error.message()), text(error.request_id())]);
    all.push(error.raw_body().map(String::from_utf8_lossy).unwrap_or_default().into_owned());
    all.extend(error.configuration_errors().iter().cloned());
    all.extend(error.violations().iter().map(|violation| format!("{violation} {violation:?}")));
    let mut cause = error.source();
    while let Some(error) = cause {
        all.push(format!("{error} {error:?} {error:#?}"));
        cause = error.source();
    }
    all.join("\n")
}
