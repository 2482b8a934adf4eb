//! Requests that are sent byte for byte.

use std::fmt::Write as _;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes to a URL such as `http://127.0.0.1:8080`, and reads until the server closes the connection.
///
/// # Panics
///
/// If nothing listens there.
pub async fn exchange(url: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).await.expect("a connection");
    // The server may close the connection before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).into_owned()
}

/// Sends a request and returns the status, with the code and message of an error. Writes the request byte for byte,
/// since an HTTP client would normalize it.
pub async fn send(url: &str, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str("host: localhost\r\n");
    }
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let response = exchange(url, format!("{request}\r\n{body}").as_bytes()).await;
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    match (body["error_code"].as_str(), body["error_msg"].as_str()) {
        (Some(code), Some(message)) => format!("{status} {code} {message}"),
        _ => status.to_owned(),
    }
}
