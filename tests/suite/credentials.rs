//! Credentials over real sockets: one question to IAM for however many calls, and signatures that the other side
//! can recompute.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use hss_tests::server::{Request, Server, kept_open};
use huaweicloud_hss::operation::ListGlobalImageAppsResponse;
use huaweicloud_hss::types::ContainerColumn;
use huaweicloud_hss::{
    Client, ClientBuilder, Credentials, Error, ErrorKind, ReqwestTransport, Transport, TransportFuture,
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

const PASSWORD: &str = "s3cret-password";
const IAM: &str = "/v3/auth/tokens";
const CALLS: usize = 1000;

/// The one transport, with no more requests at a time than there are files to open.
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

/// IAM and the service in one: each further request to IAM is answered by `iam`, which is told how many came before.
fn server(iam: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let asked = AtomicUsize::new(0);
    Server::concurrent(move |request| match request.path() {
        IAM => iam(asked.fetch_add(1, Ordering::SeqCst)),
        _ => kept_open("200 OK", "", r#"{"total_num": 0, "data_list": []}"#),
    })
}

fn token(name: &str, expires_at: &str) -> Vec<u8> {
    let body = format!(r#"{{"token": {{"expires_at": "{expires_at}", "project": {{"id": "p-1"}}}}}}"#);
    kept_open("201 Created", &format!("x-subject-token: {name}\r\n"), &body)
}

type Sent = JoinHandle<Result<ListGlobalImageAppsResponse, Error>>;

fn send_all(client: &Client, calls: usize) -> Vec<Sent> {
    (0..calls).map(|_| tokio::spawn(client.list_global_image_apps().send())).collect()
}

fn requests(server: &Server, iam: bool) -> Vec<Request> {
    server.requests().into_iter().filter(|request| (request.path() == IAM) == iam).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_replaced_by_one_request() {
    let server = server(|asked| {
        if asked == 0 {
            return token("expired", "2000-01-01T00:00:00.000000Z");
        }
        thread::sleep(Duration::from_millis(50));
        token("fresh", "2999-01-01T00:00:00.000000Z")
    });
    let client = client(&server).build().expect("a client");
    client.list_global_image_apps().send().await.expect("used for this once");
    for call in send_all(&client, CALLS) {
        call.await.expect("no panic").expect("an answer");
    }
    assert_eq!(requests(&server, true).len(), 2, "the expired one, and one for all calls");
    let calls = requests(&server, false);
    assert_eq!(calls.len(), 1 + CALLS);
    assert_eq!(calls[0].header("x-auth-token"), ["expired"]);
    assert!(calls[1..].iter().all(|call| call.header("x-auth-token") == ["fresh"] && call.path().contains("/p-1/")));
    assert!(calls.iter().all(|call| !call.to_string().contains(PASSWORD)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_tried_once() {
    let server = server(|_| {
        let body = format!(r#"{{"error": {{"code": 401, "message": "wrong: {PASSWORD}", "title": "Unauthorized"}}}}"#);
        kept_open("401 Unauthorized", "", &body)
    });
    let client = client(&server).build().expect("a client");
    for call in send_all(&client, CALLS) {
        let error = call.await.expect("no panic").expect_err("no token");
        let shown = format!("{error} {error:?}");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(shown.contains("401 Unauthorized") && !shown.contains(PASSWORD), "{shown}");
    }
    assert_eq!((requests(&server, true).len(), requests(&server, false).len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_is_cancelled_hands_over() {
    let server = server(|asked| {
        thread::sleep(Duration::from_millis(if asked == 0 { 2000 } else { 20 }));
        token("fresh", "2999-01-01T00:00:00.000000Z")
    });
    let client = client(&server).build().expect("a client");
    let leader = send_all(&client, 1);
    while requests(&server, true).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let followers = send_all(&client, CALLS - 1);
    tokio::time::sleep(Duration::from_millis(50)).await;
    leader.iter().for_each(JoinHandle::abort);
    for call in followers {
        call.await.expect("no panic").expect("an answer");
    }
    assert_eq!(requests(&server, true).len(), 2);
    assert!(requests(&server, false).iter().all(|call| call.header("x-auth-token") == ["fresh"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_for_a_token_counts_against_the_call() {
    let server = server(|_| {
        thread::sleep(Duration::from_secs(3));
        token("late", "2999-01-01T00:00:00.000000Z")
    });
    let client = client(&server).operation_timeout(Duration::from_millis(300)).build().expect("a client");
    let start = Instant::now();
    for call in send_all(&client, 10) {
        let error = call.await.expect("no panic").expect_err("too late");
        assert!(error.kind() == ErrorKind::Timeout && error.is_timeout(), "{error}");
    }
    assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
    assert!(requests(&server, false).is_empty());
}

#[tokio::test]
async fn a_refused_token_is_replaced_for_all() {
    let asked = AtomicUsize::new(0);
    let server = Server::concurrent(move |request| match (request.path(), request.header("x-auth-token").as_slice()) {
        (IAM, _) => {
            let name = if asked.fetch_add(1, Ordering::SeqCst) == 0 { "revoked" } else { "fresh" };
            token(name, "2999-01-01T00:00:00.000000Z")
        }
        (_, ["revoked"]) => kept_open("401 Unauthorized", "", r#"{"error_code": "APIGW.0301"}"#),
        _ => kept_open("200 OK", "", r#"{"total_num": 0}"#),
    });
    let client = client(&server).build().expect("a client");
    for call in send_all(&client, 100) {
        call.await.expect("no panic").expect("the second attempt");
    }
    assert_eq!(requests(&server, true).len(), 2, "refused once, whoever was refused");
}

/// What the other side does: the signature of the bytes that came.
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
async fn signatures_are_those_of_the_bytes_that_arrive() {
    let temporary = Credentials::temporary_access_key("AKID", "s3cret-key", "security+token/==");
    for (credentials, more) in [(Credentials::access_key("AKID", "s3cret-key"), ""), (temporary, ";x-security-token")] {
        let server = Server::json(r#"{"task_id": "t", "total_num": 0}"#);
        let client = client(&server).credentials(credentials).project_id("5f3b1c2d").build().expect("a client");
        let call =
            client.list_global_image_apps().limit(200).offset(0).image_type("registry").app_name("a b/ü+&=~*%2F");
        call.customize().enterprise_project_id("all_granted_eps").send().await.expect("an answer");
        let columns = [(ContainerColumn::ContainerName, "名 \"Container\"")];
        client.export_container_list(columns).container_name("c/1 é").send().await.expect("an answer");
        let arrived = server.requests();
        assert_eq!(arrived.iter().map(|request| request.method.as_str()).collect::<Vec<_>>(), ["GET", "POST"]);
        for (request, names) in arrived.iter().zip(["host;region", "content-type;host"]) {
            assert_eq!(request.header("authorization"), [recomputed(request, "s3cret-key")]);
            let names = format!("SignedHeaders={names};x-project-id;x-sdk-date{more}, ");
            assert!(request.header("authorization")[0].contains(&names), "{names}: {request}");
            assert_eq!(format!("http://{}", request.header("host")[0]), server.endpoint(), "with its port");
            assert!(request.header("x-auth-token").is_empty() && !request.to_string().contains("s3cret-key"));
        }
    }
}

#[tokio::test]
async fn the_project_of_an_access_key_is_looked_up_by_a_signed_request() {
    let server = Server::json(r#"{"projects": [{"id": "p-7", "name": "cn-north-4"}]}"#);
    let client = client(&server).credentials(Credentials::access_key("AKID", "s3cret-key"));
    let client = client.resolve_project_id().await.expect("a project").build().expect("a client");
    let request = server.only_request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/v3/projects?name=cn-north-4"));
    assert_eq!(request.header("authorization"), [recomputed(&request, "s3cret-key")]);
    assert!(request.header("authorization")[0].contains("SignedHeaders=host;x-sdk-date, "));
    assert!(format!("{client:?}").contains("p-7"));
}
