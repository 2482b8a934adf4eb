//! Credentials from the metadata service of a cloud server, over real sockets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::{Request, Server, kept_open, response};
use huaweicloud_museum::{
    Agency, Client, ClientBuilder, Credentials, Error, ErrorKind, ReqwestTransport, Sleep as _, Transport,
    TransportFuture,
};

use crate::clock::VirtualClock;
use crate::spans::Spans;

const ORIGIN: &str = "http://169.254.169.254";
const TOKEN: &str = "/meta-data/latest/api/token";
const KEY: &str = "/openstack/latest/securitykey";
const AGENCY: &str = "/v3.0/OS-CREDENTIAL/securitytokens";

// The clock treats these as timers, which end only when a test advances it.
const METADATA_TIMEOUT: Duration = Duration::from_secs(1);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
const OPERATION_TIMEOUT: Duration = Duration::from_secs(180);
const HOUR: Duration = Duration::from_secs(3600);

/// The default transport, which finds the metadata service on loopback.
struct ToLoopback {
    transport: ReqwestTransport,
    metadata: String,
}

impl Transport for ToLoopback {
    fn send(&self, mut request: http::Request<Bytes>) -> TransportFuture<'_> {
        let url = request.uri().to_string();
        if let Some(path) = url.strip_prefix(ORIGIN) {
            *request.uri_mut() = format!("{}{path}", self.metadata).parse().expect("a URL");
        }
        self.transport.send(request)
    }
}

/// Returns a client on a cloud server. The service and IAM are at `endpoint`.
fn client(metadata: impl Into<String>, endpoint: &str, clock: &VirtualClock) -> ClientBuilder {
    let transport = ReqwestTransport::builder().build().expect("a transport");
    Client::builder()
        .transport(ToLoopback { transport, metadata: metadata.into() })
        .endpoint(endpoint)
        .iam_endpoint(endpoint)
        .region("cn-north-4")
        .project_id("p")
        .credentials(Credentials::metadata_service())
        .time_source(clock.clone())
        .sleep(clock.clone())
}

fn clock() -> VirtualClock {
    VirtualClock::new(&[METADATA_TIMEOUT, ATTEMPT_TIMEOUT, OPERATION_TIMEOUT, HOUR])
}

/// Returns a response with an access key that expires at this time. The clock begins at 03:04:05.
fn key(id: &str, expires_at: &str) -> Vec<u8> {
    let secrets = format!(r#""secret": "s3cret-key-of-{id}", "securitytoken": "s3cret-token-of-{id}""#);
    let body = format!(
        r#"{{"credential": {{"access": "{id}", {secrets}, "expires_at": "2026-01-02T{expires_at}.000000Z"}}}}"#
    );
    kept_open("200 OK", "", &body)
}

/// Starts a server that is the metadata service, IAM and the service. `key` gets the number of earlier requests for a
/// key.
fn server(key: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let asked = AtomicUsize::new(0);
    Server::concurrent(move |request| match request.path() {
        TOKEN => kept_open("200 OK", "", "s3cret-metadata-token"),
        KEY => key(asked.fetch_add(1, Ordering::SeqCst)),
        AGENCY => self::key("AGENCY", "09:00:00"),
        _ => kept_open("200 OK", "", r#"{"total": 0, "paintings": []}"#),
    })
}

/// Returns the access key that signed each request; `-` without one.
fn signers(requests: &[Request]) -> Vec<String> {
    let signer = |request: &Request| {
        let authorization = request.header("authorization").first().copied().unwrap_or("-").to_owned();
        let id = authorization.split([' ', ',']).nth(1).unwrap_or("Access=-");
        format!("{} {}", request.path(), id.trim_start_matches("Access="))
    };
    requests.iter().map(signer).collect()
}

async fn call(client: &Client) -> Result<(), Error> {
    client.list_paintings().send().await.map(drop)
}

#[tokio::test]
async fn requests_of_the_second_version_have_a_token() {
    let server = server(|_| key("A", "09:00:00"));
    let client = client(server.endpoint(), &server.endpoint(), &clock()).build().expect("a client");
    call(&client).await.expect("a response");
    let requests = server.requests();
    assert_eq!(signers(&requests), [format!("{TOKEN} -"), format!("{KEY} -"), "/v1/p/paintings A".to_owned()]);
    assert_eq!((requests[0].method.as_str(), requests[0].header("content-length")), ("PUT", vec!["0"]));
    assert_eq!(requests[0].header("x-metadata-token-ttl-seconds"), ["21600"]);
    assert_eq!(
        (requests[1].method.as_str(), requests[1].header("x-metadata-token")),
        ("GET", vec!["s3cret-metadata-token"])
    );
    // The metadata service rejects a request for a token with this header.
    assert!(requests.iter().all(|request| request.header("x-forwarded-for").is_empty()));
    assert!(requests[..2].iter().all(|request| request.header("host") == ["169.254.169.254"]));
    assert_eq!(requests[2].header("x-security-token"), ["s3cret-token-of-A"]);
}

#[tokio::test]
async fn keys_are_replaced_before_they_expire() {
    let server = server(|asked| if asked == 0 { key("A", "04:05:00") } else { key("B", "09:00:00") });
    let clock = clock();
    let client = client(server.endpoint(), &server.endpoint(), &clock).build().expect("a client");
    call(&client).await.expect("a response");
    call(&client).await.expect("the key is kept");
    // Less than five minutes before it expires.
    let _hour = clock.sleep(HOUR);
    clock.advance();
    call(&client).await.expect("the next key");
    let signers = signers(&server.requests());
    let calls: Vec<_> = signers.iter().filter(|signer| signer.starts_with("/v1/p/")).collect();
    assert_eq!(calls, ["/v1/p/paintings A", "/v1/p/paintings A", "/v1/p/paintings B"]);
    assert_eq!(signers.len(), 7, "each key takes two requests: {signers:?}");
}

#[tokio::test]
async fn an_attempt_takes_at_most_a_second() {
    let server = ScriptedServer::start(vec![vec![Step::Read, Step::Stall, Step::WaitForClose]]);
    let clock = clock();
    clock.advance_when_stalled(&server);
    let unused = format!("http://{}", ScriptedServer::unused_address());
    let client = client(format!("http://{}", server.address()), &unused, &clock).build().expect("a client");
    let error = call(&client).await.expect_err("a timeout");
    assert!(error.kind() == ErrorKind::Credentials && error.is_timeout(), "{error}");
    let expected = "metadata token: the attempt timed out after 1.0 s; only cloud servers have a metadata service";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(server.observed().connections, 3);
}

#[tokio::test]
async fn unexpected_responses_are_errors() {
    let elsewhere = Server::json("{}");
    let redirect = format!("location: {}/s3cret?s3cret\r\n", elsewhere.endpoint());
    let huge = "s3cret".repeat(1000);
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1770\r\n{huge}\r\n0\r\n\r\n");
    let good = kept_open("200 OK", "", "s3cret-metadata-token");
    let unused = response("400 Bad Request", "", "");
    for (token, key, expected) in [
        (response("307 Temporary Redirect", &redirect, ""), unused.clone(), "metadata token: unexpected response 307"),
        (good.clone(), response("302 Found", &redirect, ""), "metadata service: unexpected response 302"),
        (response("200 OK", "", &huge), unused.clone(), "metadata token: unexpected response 200 OK: its body exceeds"),
        (chunked.clone().into_bytes(), unused.clone(), "metadata token: unexpected response 200 OK: its body exceeds"),
        (good.clone(), response("200 OK", "", &huge), "metadata service: unexpected response 200 OK: its body exceeds"),
        (good.clone(), chunked.into_bytes(), "metadata service: unexpected response 200 OK: its body exceeds"),
        (good, b"s3cret\r\n\r\n".to_vec(), "metadata service: "),
    ] {
        let server =
            Server::concurrent(move |request| if request.path() == TOKEN { token.clone() } else { key.clone() });
        let client = client(server.endpoint(), &server.endpoint(), &clock()).max_response_bytes(5000);
        let error = call(&client.build().expect("a client")).await.expect_err(expected);
        let shown = format!("{error} {error:?}");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains(expected), "{expected}: {error}");
        assert!(!shown.replace("/s3cret", "").contains("s3cret"), "{shown}");
        assert!(server.requests().iter().all(|request| [TOKEN, KEY].contains(&request.path())));
    }
    assert!(elsewhere.requests().is_empty(), "redirects are not followed");
}

#[tokio::test]
async fn secrets_are_in_no_span_event_or_debug_output() {
    let server = server(|asked| match asked {
        // A transient failure that repeats a key: it becomes an event.
        0 => {
            let body = r#"{"credential": {"access": "A", "secret": "s3cret-key-of-A", "securitytoken": "s3cret-token-of-A",
                "expires_at": ""}, "error_msg": "s3cret-key-of-A s3cret-metadata-token"}"#;
            kept_open("503 Service Unavailable", "", body)
        }
        _ => key("A", "09:00:00"),
    });
    let credentials = Credentials::metadata_service().assume_agency(Agency::of_domain_id("d", "audit"));
    let client = client(server.endpoint(), &server.endpoint(), &clock()).credentials(credentials);
    let spans = Spans::default();
    let guard = tracing::subscriber::set_default(spans.clone());
    let client = client.build().expect("a client");
    call(&client).await.expect("a response");
    drop(guard);
    let text = format!("{}\n{client:?}", spans.text());
    assert!(text.contains("retrying") && text.contains("[redacted] [redacted]"), "{text}");
    assert!(text.contains("MetadataService") && text.contains("audit") && !text.contains("s3cret"), "{text}");
    let signers = signers(&server.requests());
    assert_eq!(signers[3..], [format!("{AGENCY} A"), "/v1/p/paintings AGENCY".to_owned()]);
}
