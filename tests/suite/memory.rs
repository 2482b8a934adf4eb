//! The memory that a response takes, as a multiple of its body. Each case runs in a separate process, whose peak is
//! that of the case alone.

#![cfg(target_os = "linux")]

use std::io::Read as _;
use std::process::Command;

use hss_tests::command_line::Run;
use hss_tests::server::Server;
use huaweicloud_museum::bytes::Bytes;
use huaweicloud_museum::http;
use huaweicloud_museum::{Client, Credentials, ResponseBody, Transport, TransportFuture};

/// Stated in the documentation of `ClientBuilder::max_response_bytes`.
const MAX_FACTOR: usize = 40;

/// A JSON call keeps the response as it is.
const MAX_JSON_FACTOR: usize = 8;

const BODY_BYTES: usize = 2 << 20;

/// Bodies by their beginning, the item that they repeat, and their end.
const BODIES: &[[&str; 3]] = &[
    [r#"{"total": 1, "paintings": ["#, "{}", "]}"],
    [r#"{"paintings": ["#, "null", "]}"],
    [r#"{"paintings": ["#, r#"{"title": "a"}"#, "]}"],
    [r#"{"paintings": ["#, r#"{"a": 0}"#, r#", {"title": []}]}"#],
    [r#"{"total": 0, "error": ["#, r#"{"a": 0}"#, "]}"],
    [r#"{"new": ["#, r#"{"a": 0}"#, "]}"],
    [r#"{"total": 0, "error_code": "A", "error_msg": [["#, "{}", "]]}"],
    ["[", "{}", "]"],
    [r#"{"total": ""#, "%5c", r#""}"#],
];

struct Memory(Bytes);

impl Transport for Memory {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        let body = ResponseBody::from(self.0.clone());
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
}

/// Returns a body of at least `length` bytes.
fn body([start, item, end]: [&str; 3], length: usize) -> String {
    let mut body = String::with_capacity(length + 100);
    body.push_str(start);
    body.push_str(item);
    while body.len() < length {
        body.push(',');
        body.push_str(item);
    }
    body.push_str(end);
    body
}

async fn call(body: Bytes, kind: &str) {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("s3cret-token"));
    let client = client.transport(Memory(body)).max_response_bytes(2 * BODY_BYTES).build().expect("a client");
    if kind == "typed" {
        let _ = client.list_paintings().send().await;
    } else {
        let _ = client.list_paintings().customize().json().send().await;
    }
}

/// Returns a size from the status of a process, in bytes.
fn status(process: &str, name: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a size");
    let kibibytes: usize = line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").parse().expect("a number");
    kibibytes * 1024
}

#[tokio::test]
#[ignore = "run by a_response_takes_a_bounded_multiple_of_its_body"]
async fn prints_the_memory_of_a_response() {
    let case = std::env::var("MEMORY_CASE").expect("a case");
    let (index, kind) = case.split_once(' ').expect("a body and a kind");
    let parts = BODIES[index.parse::<usize>().expect("a number")];
    let body = Bytes::from(body(parts, BODY_BYTES));
    let length = body.len();
    // The first call also allocates memory that does not depend on the body.
    call(Bytes::from(self::body(parts, 0)), kind).await;
    let before = status("self", "VmRSS") - length;
    call(body, kind).await;
    println!("factor: {}", (status("self", "VmHWM") - before).div_ceil(length));
}

#[test]
fn a_response_takes_a_bounded_multiple_of_its_body() {
    for (index, body) in BODIES.iter().enumerate() {
        for (kind, max) in [("typed", MAX_FACTOR), ("json", MAX_JSON_FACTOR)] {
            let mut command = Command::new(std::env::current_exe().expect("this program"));
            command.args(["--exact", "memory::prints_the_memory_of_a_response", "--ignored", "--nocapture"]);
            let output = command.env("MEMORY_CASE", format!("{index} {kind}")).output().expect("an output");
            let output = String::from_utf8_lossy(&output.stdout);
            let factor = output.lines().find_map(|line| line.strip_prefix("factor: ")).expect("a factor");
            let factor: usize = factor.parse().expect("a number");
            assert!(factor <= max, "{body:?} {kind}: {factor} times its body");
        }
    }
}

#[test]
fn the_command_line_prints_a_response_with_a_bounded_multiple_of_its_body() {
    let body = body([r#"{"paintings": ["#, r#"{"":0}"#, "]}"], BODY_BYTES);
    let server = Server::json(&body);
    let endpoint = server.endpoint();
    let run = Run::new("museum", "list-paintings --any-response").at(&endpoint);
    let mut child = run.command().spawn().expect("the program runs");
    // After its first byte, the program waits for the rest of its output to be read.
    let mut output = child.stdout.take().expect("an output");
    output.read_exact(&mut [0]).expect("a byte");
    let factor = status(&child.id().to_string(), "VmHWM").div_ceil(body.len());
    child.kill().expect("the program is stopped");
    child.wait().expect("the program ends");
    assert!(factor <= MAX_FACTOR, "{factor} times its body");
}
