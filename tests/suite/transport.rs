//! Options of the default transport: certificates, proxies and idle connections.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hss_tests::PATIENCE;
use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::{Server, kept_open, response};
use huaweicloud_museum::{
    Client, ClientBuilder, Credentials, Error, ErrorKind, ReqwestTransport, ReqwestTransportBuilder, RetryConfig,
};
use tempfile::{NamedTempFile, TempDir};

use crate::tls::{Authority, Identity, TlsServer};

const GOOD: &str = r#"{"total":0,"paintings":[]}"#;
const TOKEN: &str = "s3cret-token";

fn builder(endpoint: impl Into<String>) -> ClientBuilder {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token(TOKEN));
    client.endpoint(endpoint).retry(RetryConfig::disabled())
}

async fn call(endpoint: &str, transport: ReqwestTransportBuilder) -> Result<(), Error> {
    let client = builder(endpoint).transport(transport.build()?).build()?;
    client.list_paintings().send().await.map(drop)
}

/// Makes a call that must fail after its first attempt, although it may be retried.
async fn rejected(endpoint: &str, transport: ReqwestTransportBuilder) -> Error {
    let client = builder(endpoint).transport(transport.build().expect("a transport"));
    let client = client.retry(RetryConfig::standard()).build().expect("a client");
    let error = client.list_paintings().send().await.expect_err("rejected");
    assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Connect, false, 1), "{error}");
    error
}

fn direct() -> ReqwestTransportBuilder {
    ReqwestTransport::builder().no_proxy()
}

fn good() -> Vec<u8> {
    response("200 OK", "", GOOD)
}

/// Creates a file that is removed when it is dropped.
fn temporary_file(content: impl AsRef<[u8]>) -> NamedTempFile {
    let file = NamedTempFile::new().expect("a file");
    fs::write(&file, content).expect("its content");
    file
}

#[tokio::test]
async fn added_root_certificates_are_trusted() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority.issue(), good());
    let both = other.pem() + &authority.pem();
    call(&server.endpoint(), direct().add_root_certificates(both)).await.expect("a response");
    assert!(server.received.recv_timeout(PATIENCE).expect("a request").contains(TOKEN));
    let file = temporary_file(authority.pem());
    call(&server.endpoint(), direct().add_root_certificates_file(file.path())).await.expect("a response");
    assert!(server.received.recv_timeout(PATIENCE).expect("a request").contains(TOKEN));

    rejected(&server.endpoint(), direct().add_root_certificates(other.pem())).await;
    assert_eq!(server.received.recv_timeout(PATIENCE).as_deref(), Ok(""), "the connection carries no request");
    assert!(server.received.try_recv().is_err(), "there is only one connection");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn errors_of_unknown_certificates_name_ssl_cert_file() {
    let server = TlsServer::start(&Authority::new().issue(), good());
    let error = call(&server.endpoint(), direct()).await.expect_err("untrusted");
    let hint = match std::env::var("SSL_CERT_FILE") {
        Ok(path) => format!("add the root certificate to {path}, which SSL_CERT_FILE names, or to the transport"),
        Err(_) => "set SSL_CERT_FILE to a PEM file with the root certificates, or add them to the transport".to_owned(),
    };
    let expected = format!(
        "ListPaintings: the server's certificate is not trusted ({}): its issuer is unknown; {hint}",
        server.address
    );
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn errors_of_self_signed_certificates_say_what_is_wrong() {
    let identity = Identity::self_signed_authority();
    let server = TlsServer::start(&identity, good());
    for transport in [direct(), direct().add_root_certificates(identity.certificate_pem())] {
        let error = rejected(&server.endpoint(), transport).await.to_string();
        let expected = format!(
            "ListPaintings: the server's certificate is not trusted ({}): it is the certificate of an authority, such as a \
             self-signed one, which cannot identify a server: issue another certificate for the server",
            server.address
        );
        assert_eq!(error, expected);
    }
}

#[tokio::test]
async fn a_server_without_tls_is_reported_and_not_retried() {
    let bad_request = Step::Send(response("400 Bad Request", "", ""));
    let server = ScriptedServer::start(vec![vec![Step::Arrive, bad_request, Step::WaitForClose]]);
    let error = rejected(&format!("https://{}", server.address()), direct()).await.to_string();
    let expected = format!(
        "ListPaintings: connection rejected ({}): the server does not use TLS on this port; check the port of the \
         endpoint, or use http if it is on loopback",
        server.address()
    );
    server.wait_until(|observed| observed.closed_by_client == 1).await;
    let observed = server.observed();
    assert_eq!((error, observed.connections), (expected, 1));
    assert!(!observed.received.contains("HTTP/1.1") && !observed.received.contains(TOKEN), "{}", observed.received);
}

#[tokio::test]
async fn client_certificates_are_sent_to_servers_that_ask_for_one() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = TlsServer::start_with_clients(&authority.issue(), Some(&clients), good());
    let trusting = || direct().add_root_certificates(authority.pem());
    call(&server.endpoint(), trusting()).await.expect_err("no client certificate");
    assert_eq!(server.received.recv_timeout(PATIENCE).as_deref(), Ok(""));

    let identity = clients.issue().pem();
    let file = temporary_file(&identity);
    for transport in [trusting().client_certificate(identity), trusting().client_certificate_file(file.path())] {
        call(&server.endpoint(), transport).await.expect("a response");
        assert!(server.received.recv_timeout(PATIENCE).expect("a request").contains(TOKEN));
    }
}

#[test]
fn errors_of_certificates_name_the_file_and_the_reason() {
    let (authority, identity) = (Authority::new(), Authority::new().issue());
    let malformed = authority.pem() + "-----BEGIN CERTIFICATE-----\nczNjcmV0\n-----END CERTIFICATE-----\n";
    let two_identities = Authority::new().issue().certificate_pem() + &identity.pem();
    let none = "no certificate found: use PEM, with -----BEGIN CERTIFICATE-----";
    let no_key = "the private key is missing: add it in PEM format, not encrypted";
    for (is_root, text, reason) in [
        (true, "", none),
        (true, "s3cret", none),
        (true, "-----BEGIN CERTIFICATE-----\ns3cret", "it is not valid PEM"),
        (true, malformed.as_str(), "certificate 2 is malformed"),
        (false, &identity.certificate_pem(), no_key),
        (false, &two_identities, "the certificate and its key cannot be used: keys may not be consistent: KeyMismatch"),
    ] {
        let file = temporary_file(text);
        let path = file.path().to_str().expect("a path");
        let (what, from_file, from_memory) = if is_root {
            ("root certificates", direct().add_root_certificates_file(path), direct().add_root_certificates(text))
        } else {
            ("client certificate", direct().client_certificate_file(path), direct().client_certificate(text))
        };
        let errors = |transport: ReqwestTransportBuilder| {
            let error = transport.build().expect_err(reason);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            error.configuration_errors().concat()
        };
        assert_eq!(errors(from_file), format!("{what} {path}: {reason}"));
        assert_eq!(errors(from_memory), format!("{what}: {reason}"));
    }
    for path in ["/nowhere/ca.pem", "/dev/zero"] {
        let error = direct().add_root_certificates_file(path).build().expect_err("unreadable").to_string();
        assert!(error.contains(&format!("root certificates {path}: ")) && !error.contains('\n'), "{error}");
    }
}

#[test]
fn debug_shows_neither_keys_nor_the_password_of_a_proxy() {
    let identity = Authority::new().issue().pem();
    let builder = direct().proxy("http://user:s3cret@127.0.0.1:1").client_certificate(identity.clone());
    let shown = format!("{builder:?} {:?}", builder.clone().build().expect("a transport"));
    let bytes = format!("{:?}", identity.as_bytes());
    assert!(
        !shown.contains("s3cret") && !shown.contains("PRIVATE KEY") && !shown.contains(bytes.trim_matches(['[', ']'])),
        "{shown}"
    );
}

/// A proxy that connects each client to the server that it names. It keeps the heads of the requests.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts a proxy that sends `response`, and then connects if that is a success.
    fn start(response: &str) -> Self {
        let response = response.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let head = read_head(&client);
                kept.lock().expect("heads").push(head.clone());
                let _ = (&client).write_all(response.as_bytes());
                let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
                if response.contains(" 200 ")
                    && let Ok(server) = TcpStream::connect(target)
                {
                    tunnel(client, server);
                }
            }
        });
        Self { address, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("heads").clone()
    }
}

fn read_head(client: &TcpStream) -> String {
    let _ = client.set_read_timeout(Some(PATIENCE));
    // One byte at a time: what follows the head belongs to the tunnel.
    let mut reader = BufReader::with_capacity(1, client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && matches!(reader.read_line(&mut head), Ok(1..)) {}
    head
}

/// Copies in both directions until the connections close.
fn tunnel(client: TcpStream, server: TcpStream) {
    for (mut from, mut to) in
        [(client.try_clone().expect("a socket"), server.try_clone().expect("a socket")), (server, client)]
    {
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Write);
        });
    }
}

const CONNECTED: &str = "HTTP/1.1 200 OK\r\n\r\n";

#[tokio::test]
async fn https_requests_go_through_the_proxy_unread() {
    let (authority, proxy) = (Authority::new(), Proxy::start(CONNECTED));
    let server = TlsServer::start(&authority.issue(), good());
    let transport = ReqwestTransport::builder().add_root_certificates(authority.pem());
    let transport = transport.proxy(format!("http://user:password@{}", proxy.address));
    call(&server.endpoint(), transport).await.expect("a response");
    assert!(server.received.recv_timeout(PATIENCE).expect("a request").contains(TOKEN));
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with(&format!("CONNECT {} HTTP/1.1\r\n", server.address)), "{heads:?}");
    assert!(heads[0].to_ascii_lowercase().contains("proxy-authorization: basic ") && !heads[0].contains(TOKEN));
}

#[tokio::test]
async fn errors_of_a_proxy_name_the_proxy_and_its_status() {
    for (head, cause, is_retryable) in [
        ("403 Forbidden", "the proxy returned 403 Forbidden", false),
        ("407 Authenticate", "the proxy returned 407 Proxy Authentication Required", false),
        ("429 Slow Down", "the proxy returned 429 Too Many Requests", true),
        ("502 Bad Gateway", "the proxy returned 502 Bad Gateway", true),
        ("504 Too Late", "the proxy returned 504 Gateway Timeout", true),
    ] {
        let proxy = Proxy::start(&format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n"));
        let transport = ReqwestTransport::builder().proxy(format!("http://user:s3cret@{}", proxy.address));
        let error = call("https://127.0.0.1:1", transport).await.expect_err("rejected");
        let what = if is_retryable { "connection failed" } else { "connection rejected" };
        let expected = format!("ListPaintings: {what} (127.0.0.1:1 via the proxy http://{}): {cause}", proxy.address);
        assert_eq!((error.to_string(), error.is_retryable()), (expected, is_retryable));
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        let heads = proxy.heads();
        // Of the others, the transport does not know the status, so that the client asks the proxy again.
        assert_eq!(heads.len(), if head.starts_with("407") { 1 } else { 2 }, "{head}");
        let is_tunnel = |head: &String| head.starts_with("CONNECT 127.0.0.1:1 HTTP/1.1\r\n");
        let is_authorized = |head: &String| head.to_ascii_lowercase().contains("proxy-authorization: basic ");
        assert!(heads.iter().all(|head| is_tunnel(head) && is_authorized(head)), "{heads:?}");
    }
}

#[tokio::test]
async fn errors_of_an_unreachable_proxy_name_the_proxy() {
    let closing = Proxy::start("");
    for (address, cause) in [
        (ScriptedServer::unused_address(), "cannot connect to the proxy: Connection refused"),
        (closing.address, "the proxy closed the connection"),
    ] {
        let transport = ReqwestTransport::builder().proxy(format!("http://user:s3cret@{address}"));
        let error = call("https://127.0.0.1:1", transport).await.expect_err("unreachable");
        let expected = format!("connection failed (127.0.0.1:1 via the proxy http://{address}): {cause}");
        assert!(error.to_string().contains(&expected) && error.is_retryable(), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}

#[tokio::test]
async fn http_requests_never_use_a_proxy() {
    let (server, proxy) = (Server::json(GOOD), Proxy::start(CONNECTED));
    let transport = ReqwestTransport::builder().proxy(format!("http://{}", proxy.address));
    call(&server.endpoint(), transport).await.expect("a response");
    assert_eq!((server.requests().len(), proxy.heads()), (1, Vec::new()));
}

#[test]
fn invalid_proxies_are_an_error_without_their_password() {
    for url in [
        "",
        "127.0.0.1:3128",
        "socks5://user:s3cret@127.0.0.1:1",
        "http://user:s3cret@",
        "http://user:s3cret@a b",
        "http://user:s3cret@a{b",
    ] {
        let error = ReqwestTransport::builder().proxy(url).build().expect_err(url);
        let expected = "invalid proxy: it must be an http or https URL, such as http://proxy.example.com:3128";
        assert_eq!(error.configuration_errors(), [expected], "{url}");
    }
}

#[tokio::test]
async fn idle_connections_are_reused_until_the_idle_timeout() {
    let answer = [Step::Read, Step::Send(kept_open("200 OK", "", GOOD))];
    for (transport, connections) in [(direct(), 1), (direct().idle_timeout(Duration::ZERO), 2)] {
        let server = ScriptedServer::start(vec![[answer.clone(), answer.clone()].concat()]);
        let client = builder(format!("http://{}", server.address())).transport(transport.build().expect("a transport"));
        let client = client.build().expect("a client");
        for _ in 0..2 {
            client.list_paintings().send().await.expect("a response");
        }
        assert_eq!(server.observed().connections, connections);
    }
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_is_not_used_again() {
    let close = [Step::Read, Step::Send(kept_open("200 OK", "", GOOD)), Step::Finish, Step::Stall, Step::WaitForClose];
    let server = ScriptedServer::start(vec![close.to_vec()]);
    let transport = direct().build().expect("a transport");
    let client = builder(format!("http://{}", server.address())).transport(transport).build().expect("a client");
    for call in 1..=3 {
        client.list_paintings().send().await.expect("a response");
        // Blocks the runtime, as a program does that is busy between two calls.
        while server.observed().stalled < call {
            std::thread::yield_now();
        }
    }
    assert_eq!(server.observed().connections, 3);
}

#[tokio::test]
async fn responses_can_have_many_headers() {
    let mut headers = String::new();
    for number in 0..500 {
        headers.extend(["x-header-", &number.to_string(), ": value\r\n"]);
    }
    let server = Server::answering(response("200 OK", &headers, GOOD));
    call(&server.endpoint(), direct()).await.expect("a response");
}

const PROXIES: [&str; 6] = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// Runs another test of this binary, which is ignored by itself, with these environment variables.
fn run_with_environment(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(["--ignored", "--exact", test]);
    for name in PROXIES.iter().chain(&["NO_PROXY", "no_proxy", "SSL_CERT_FILE"]) {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().expect("an output");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn environment_variables_set_root_certificates_and_the_proxy() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority.issue(), good());
    let file = temporary_file(format!("\u{feff}{}", authority.pem()));
    let (endpoint, proxy) = (server.endpoint(), Proxy::start(CONNECTED));
    let proxy_url = format!("http://{}", proxy.address);
    let mut variables = PROXIES.map(|name| (name, proxy_url.as_str())).to_vec();
    variables.extend([("TEST_ENDPOINT", endpoint.as_str()), ("SSL_CERT_FILE", file.path().to_str().expect("a path"))]);
    run_with_environment("transport::with_variables::calls_with_the_default_transport", &variables);
    assert_eq!(proxy.heads().len(), 1, "the default transport uses the proxy");
    run_with_environment("transport::with_variables::calls_without_a_proxy", &variables);
    assert_eq!(proxy.heads().len(), 1, "`no_proxy` overrides the variable");
    assert_eq!(server.received.iter().take(2).filter(|head| head.contains(TOKEN)).count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn only_tls_connections_need_root_certificates() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority.issue(), good());
    let (roots, endpoint, pem) = (TempDir::new().expect("a folder"), server.endpoint(), authority.pem());
    let folder = roots.path().to_str().expect("a path");
    let variables = [("SSL_CERT_DIR", folder), ("TEST_ENDPOINT", &endpoint), ("TEST_ROOTS", &pem)];
    run_with_environment("transport::with_variables::calls_without_root_certificates", &variables);
    let requests: Vec<_> = server.received.iter().take(2).collect();
    assert!(requests[0].is_empty() && requests[1].contains(TOKEN), "{requests:?}");
}

#[test]
fn errors_name_the_proxy_of_the_environment() {
    let address = ScriptedServer::unused_address().to_string();
    let url = format!("http://user:s3cret@{address}");
    for name in ["HTTPS_PROXY", "ALL_PROXY"] {
        let variables = [("TEST_PROXY", address.as_str()), (name, &url)];
        run_with_environment("transport::with_variables::fails_at_the_proxy", &variables);
    }
}

#[test]
fn an_invalid_proxy_in_the_environment_is_an_error() {
    for (name, value) in [("HTTPS_PROXY", "s3cret here"), ("ALL_PROXY", "socks5://user:s3cret@127.0.0.1:1")] {
        let variables = [("TEST_VARIABLE", name), (name, value)];
        run_with_environment("transport::with_variables::rejects_the_proxy", &variables);
    }
}

#[test]
fn no_proxy_with_an_asterisk_covers_ip_addresses() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority.issue(), good());
    let file = temporary_file(authority.pem());
    let (endpoint, proxy) = (server.endpoint(), Proxy::start(CONNECTED));
    let proxy_url = format!("http://{}", proxy.address);
    let variables = [
        ("TEST_ENDPOINT", endpoint.as_str()),
        ("TEST_ROOTS", file.path().to_str().expect("a path")),
        ("HTTPS_PROXY", &proxy_url),
        ("NO_PROXY", "*"),
    ];
    run_with_environment("transport::with_variables::calls_with_the_proxy_of_the_environment", &variables);
    assert!(proxy.heads().is_empty(), "{:?}", proxy.heads());
}

/// Run by [`run_with_environment`].
mod with_variables {
    use super::*;

    fn variable(name: &str) -> String {
        std::env::var(name).expect(name)
    }

    fn endpoint() -> String {
        variable("TEST_ENDPOINT")
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn calls_with_the_default_transport() {
        let client = builder(endpoint()).build().expect("a client");
        client.list_paintings().send().await.expect("a response");
        // Requests over http never use the proxy.
        let server = Server::json(GOOD);
        let client = builder(server.endpoint()).build().expect("a client");
        client.list_paintings().send().await.expect("a response");
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn calls_without_root_certificates() {
        let transport = direct().build().expect("a transport");
        let calls = async |endpoint: &str| {
            let client = builder(endpoint).transport(transport.clone()).retry(RetryConfig::standard());
            client.build().expect("a client").list_paintings().send().await
        };
        calls(&Server::json(GOOD).endpoint()).await.expect("a response without TLS");
        let error = calls(&endpoint()).await.expect_err("no root certificates");
        assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Connect, false, 1), "{error}");
        let expected = format!(
            "ListPaintings: the server's certificate is not trusted ({}): the system has no root certificates; set \
             SSL_CERT_FILE to a PEM file with the root certificates, or add them to the transport",
            endpoint().trim_start_matches("https://")
        );
        assert_eq!(error.to_string(), expected);
        // The certificates of a system may be installed while a program runs.
        fs::write(Path::new(&variable("SSL_CERT_DIR")).join("ca.pem"), variable("TEST_ROOTS")).expect("a file");
        calls(&endpoint()).await.expect("a response");
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn calls_with_the_proxy_of_the_environment() {
        let transport = ReqwestTransport::builder().add_root_certificates_file(variable("TEST_ROOTS"));
        call(&endpoint(), transport).await.expect("a response");
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn fails_at_the_proxy() {
        let error = call("https://127.0.0.1:1", ReqwestTransport::builder()).await.expect_err("no proxy");
        let shown = error.to_string();
        let proxy =
            format!("(127.0.0.1:1 via the proxy http://{}): cannot connect to the proxy", variable("TEST_PROXY"));
        assert!(shown.contains(&proxy) && !shown.contains("s3cret"), "{shown}");
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn rejects_the_proxy() {
        let reason = "it must be an http or https URL, such as http://proxy.example.com:3128";
        let expected = format!("invalid {}: {reason}", variable("TEST_VARIABLE"));
        let error = ReqwestTransport::builder().build().expect_err("invalid");
        assert_eq!(error.configuration_errors(), [expected.as_str()]);
        let error = builder("https://127.0.0.1:1").build().expect_err("invalid");
        assert_eq!(error.configuration_errors(), [expected.as_str()]);
        // Requests over http never use the proxy.
        let server = Server::json(GOOD);
        let client = builder(server.endpoint()).build().expect("a client");
        client.list_paintings().send().await.expect("a response");
    }

    #[tokio::test]
    #[ignore = "needs environment variables, which another test sets"]
    async fn calls_without_a_proxy() {
        call(&endpoint(), direct()).await.expect("a response");
    }
}
