//! Credentials over real sockets: concurrent calls share one request to IAM, and the service can verify signatures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use hss_tests::counter::Counter;
use hss_tests::server::{Request, Server, kept_open};
use huaweicloud_museum::operation::ListPaintingsResponse;
use huaweicloud_museum::types::Column;
use huaweicloud_museum::{
    Client, ClientBuilder, Credentials, Error, ErrorKind, ReqwestTransport, Transport, TransportFuture,
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::clock::VirtualClock;

const PASSWORD: &str = "s3cret-password";
const IAM: &str = "/v3/auth/tokens";
const CALLS: usize = 1000;

/// The default transport, with fewer concurrent requests than the process may open files.
struct Limited {
    transport: ReqwestTransport,
    permits: Semaphore,
}

impl Transport for Limited {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let _permit = self.permits.acquire().await;
            self.transport.send(request).await
        })
    }
}

fn client(server: &Server) -> ClientBuilder {
    let transport = ReqwestTransport::builder().build().expect("a transport");
    let client = Client::builder().transport(Limited { transport, permits: Semaphore::new(64) });
    let client = client.endpoint(server.endpoint()).iam_endpoint(server.endpoint()).region("cn-north-4");
    client.credentials(Credentials::password("domain", "user", PASSWORD))
}

/// Starts IAM and the service in one server. `iam` gets the number of earlier requests to IAM.
fn server(iam: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let asked = AtomicUsize::new(0);
    Server::concurrent(move |request| match request.path() {
        IAM => iam(asked.fetch_add(1, Ordering::SeqCst)),
        _ => kept_open("200 OK", "", r#"{"total": 0, "paintings": []}"#),
    })
}

fn token(name: &str, expires_at: &str) -> Vec<u8> {
    let body = format!(r#"{{"token": {{"expires_at": "{expires_at}", "project": {{"id": "p-1"}}}}}}"#);
    kept_open("201 Created", &format!("x-subject-token: {name}\r\n"), &body)
}

type Sent = JoinHandle<Result<ListPaintingsResponse, Error>>;

fn send_all(client: &Client, calls: usize) -> Vec<Sent> {
    (0..calls).map(|_| tokio::spawn(client.list_paintings().send())).collect()
}

fn is_iam(request: &Request) -> bool {
    request.path() == IAM
}

/// Returns the requests to IAM, and those to the service.
fn requests(server: &Server) -> (Vec<Request>, Vec<Request>) {
    server.requests().into_iter().partition(is_iam)
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_tokens_are_replaced_by_one_request() {
    let calls_sent = Counter::default();
    let sent = calls_sent.clone();
    let server = server(move |asked| {
        if asked == 0 {
            return token("expired", "2000-01-01T00:00:00.000000Z");
        }
        sent.wait_for(1);
        token("fresh", "2999-01-01T00:00:00.000000Z")
    });
    let client = client(&server).build().expect("a client");
    client.list_paintings().send().await.expect("the call that got the token uses it");
    let calls = send_all(&client, CALLS);
    calls_sent.increment();
    for call in calls {
        call.await.expect("no panic").expect("a response");
    }
    let (iam, calls) = requests(&server);
    assert_eq!(iam.len(), 2, "one for the expired token, and one for all calls after it");
    assert_eq!(calls.len(), 1 + CALLS);
    assert_eq!(calls[0].header("x-auth-token"), ["expired"]);
    assert!(calls[1..].iter().all(|call| call.header("x-auth-token") == ["fresh"] && call.path().contains("/p-1/")));
    assert!(calls.iter().all(|call| !call.to_string().contains(PASSWORD)));
}

#[tokio::test(flavor = "multi_thread")]
async fn operation_timeout_covers_the_wait_for_a_token() {
    const TIMEOUT: Duration = Duration::from_secs(33);
    const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(44);
    let timed_out = Counter::default();
    let released = timed_out.clone();
    let server = server(move |_| {
        released.wait_for(1);
        token("late", "2999-01-01T00:00:00.000000Z")
    });
    let clock = VirtualClock::new(&[TIMEOUT, ATTEMPT_TIMEOUT]);
    let client = client(&server).time_source(clock.clone()).sleep(clock.clone());
    let client = client.operation_timeout(TIMEOUT).operation_attempt_timeout(ATTEMPT_TIMEOUT);
    let calls = send_all(&client.build().expect("a client"), 10);
    clock.wait_for_timers(10, TIMEOUT).await;
    clock.advance();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("a timeout");
        assert!(error.kind() == ErrorKind::Timeout && error.is_timeout(), "{error}");
        assert!(
            error.to_string().contains("nothing was sent: the credentials or the project took too long"),
            "{error}"
        );
    }
    timed_out.increment();
    assert!(requests(&server).1.is_empty());
}

#[tokio::test]
async fn rejected_tokens_are_replaced_by_one_request() {
    let asked = AtomicUsize::new(0);
    let server = Server::concurrent(move |request| match (request.path(), request.header("x-auth-token").as_slice()) {
        (IAM, _) => {
            let name = if asked.fetch_add(1, Ordering::SeqCst) == 0 { "revoked" } else { "fresh" };
            token(name, "2999-01-01T00:00:00.000000Z")
        }
        (_, ["revoked"]) => kept_open("401 Unauthorized", "", r#"{"error_code": "APIGW.0301"}"#),
        _ => kept_open("200 OK", "", r#"{"total": 0}"#),
    });
    let client = client(&server).build().expect("a client");
    for call in send_all(&client, 100) {
        call.await.expect("no panic").expect("the second attempt succeeds");
    }
    assert_eq!(requests(&server).0.len(), 2, "one for the revoked token, and one for all calls after it");
}

/// Computes the `Authorization` header from the bytes that arrived, as the service does.
fn recomputed(request: &Request, secret_key: &str) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let authorization = request.header("authorization")[0];
    let names = authorization.split("SignedHeaders=").nth(1).and_then(|rest| rest.split(", ").next()).expect("names");
    let headers: Vec<_> = names.split(';').map(|name| format!("{name}:{}\n", request.header(name)[0])).collect();
    let canonical = [
        &request.method,
        &format!("{}/", request.path()),
        request.query(),
        &headers.concat(),
        names,
        &hex(&Sha256::digest(&request.body)),
    ];
    let date = request.header("x-sdk-date")[0];
    let to_sign = format!("SDK-HMAC-SHA256\n{date}\n{}", hex(&Sha256::digest(canonical.join("\n"))));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()).expect("a key");
    mac.update(to_sign.as_bytes());
    let signature = hex(&mac.finalize().into_bytes());
    format!("SDK-HMAC-SHA256 Access=AKID, SignedHeaders={names}, Signature={signature}")
}

#[tokio::test]
async fn signatures_match_the_bytes_that_arrive() {
    let temporary = Credentials::temporary_access_key("AKID", "s3cret-key", "security+token/==");
    for (credentials, more) in [(Credentials::access_key("AKID", "s3cret-key"), ""), (temporary, ";x-security-token")] {
        let server = Server::json(r#"{"task_id": "t", "total": 0}"#);
        let client = client(&server).credentials(credentials).project_id("5f3b1c2d").build().expect("a client");
        let call = client.list_paintings().limit(200).offset(0).origin("gift").title("a b/ü+&=~*%2F");
        call.customize().enterprise_project_id("all_granted_eps").send().await.expect("a response");
        let headings = [(Column::Title, "名 \"Container\"")];
        client.export_paintings(headings).title("c/1 é").send().await.expect("a response");
        let arrived = server.requests();
        assert_eq!(arrived.iter().map(|request| request.method.as_str()).collect::<Vec<_>>(), ["GET", "POST"]);
        for (request, names) in arrived.iter().zip(["host;region", "content-type;host"]) {
            assert_eq!(request.header("authorization"), [recomputed(request, "s3cret-key")]);
            let names = format!("SignedHeaders={names};x-project-id;x-sdk-date{more}, ");
            assert!(request.header("authorization")[0].contains(&names), "{names}: {request}");
            assert_eq!(
                format!("http://{}", request.header("host")[0]),
                server.endpoint(),
                "the host header includes the port"
            );
            assert!(request.header("x-auth-token").is_empty() && !request.to_string().contains("s3cret-key"));
        }
    }
}

#[tokio::test]
async fn project_ids_are_resolved_by_a_signed_request() {
    let server = Server::json(r#"{"projects": [{"id": "p-7", "name": "cn-north-4"}]}"#);
    let client = client(&server).credentials(Credentials::access_key("AKID", "s3cret-key"));
    let client = client.resolve_project_id().build().expect("a client");
    // The server lists a project in place of paintings.
    client.list_paintings().send().await.expect_err("no paintings");
    let [request, call] = server.requests().try_into().expect("two requests");
    assert_eq!(call.target, "/v1/p-7/paintings");
    assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/v3/projects?name=cn-north-4"));
    assert_eq!(request.header("authorization"), [recomputed(&request, "s3cret-key")]);
    assert!(request.header("authorization")[0].contains("SignedHeaders=host;x-sdk-date, "));
}

#[tokio::test]
async fn a_project_that_iam_returns_must_fit_in_a_path_and_in_memory() {
    for (id, limit, reason) in [
        ("..", 1000, "the project ID \"..\" is invalid: set project_id"),
        ("", 1000, "the project ID \"\" is invalid: set project_id"),
        ("p\\n", 1000, "the project ID \"p\\u{a}\" is invalid: set project_id"),
        ("p-7", 9, "its body exceeds max_response_bytes, 9 bytes"),
    ] {
        let server = Server::json(&format!(r#"{{"projects": [{{"id": "{id}"}}]}}"#));
        let client = client(&server).credentials(Credentials::access_key("AKID", "s3cret-key"));
        let client = client.resolve_project_id().max_response_bytes(limit).build().expect("a client");
        let error = client.list_paintings().send().await.expect_err("an unusable response");
        let (shown, expected) = (error.to_string(), format!("IAM projects: unexpected response 200 OK: {reason}"));
        assert!(shown.starts_with(&expected) && !shown.contains("request less"), "{shown}");
        assert_eq!(server.requests().len(), 1, "{id}");
    }
}
