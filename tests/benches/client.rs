//! Measures the overhead of a call compared with hand-written code. Run with `cargo bench --bench client`.
//!
//! All measurements are in memory: the transport returns a prepared response. Both sides of a ratio take turns in one
//! process, and each figure is the minimum of many rounds, so that other programs hardly influence it.
//!
//! | row | client | baseline |
//! |---|---|---|
//! | `call` | a call with a token, whose response is a page of one record | the same request and response, written by hand |
//! | `signed call` | the same call with an access key | the same, plus the hashes that signing consists of |
//! | `decode` | a page of 200 records, less the same call with an empty page | `serde_json` and hand-written structs |
//! | `sign` | a call with an access key, less the same call with a token | the hashes that signing consists of |

#![allow(clippy::cast_precision_loss, reason = "the results are for people")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic ends the benchmark"
)]

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use huaweicloud_museum::{Client, Credentials, ResponseBody, Transport, TransportFuture};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;

const ROUNDS: usize = 200;
const CALLS_PER_ROUND: u32 = 40;
const SECRET_KEY: &str = "a-secret-key-of-forty-characters-or-so!!";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("what        | client, µs | baseline, µs | ratio");
    call(&runtime);
    decode(&runtime);
    sign(&runtime);
}

fn report(what: &str, client: f64, baseline: f64) {
    println!("{what:<11} | {client:>10.2} | {baseline:>12.2} | {:>5.2}", client / baseline);
}

fn call(runtime: &Runtime) {
    let page = page(1);
    let with_token = client(&page, token());
    let with_access_key = client(&page, access_key());
    let by_hand = Memory::new(&page);
    let [token, signed, by_hand, hashes] = minima([
        &|| send(runtime, &with_token),
        &|| send(runtime, &with_access_key),
        &|| send_by_hand(runtime, &by_hand),
        &hash,
    ]);
    report("call", token, by_hand);
    report("signed call", signed, by_hand + hashes);
}

fn decode(runtime: &Runtime) {
    let page = page(200);
    let full = client(&page, token());
    let empty = client(r#"{"total": 200, "paintings": []}"#, token());
    let [full, empty, by_hand] =
        minima([&|| send(runtime, &full), &|| send(runtime, &empty), &|| decode_by_hand(page.as_bytes())]);
    report("decode", full - empty, by_hand);
}

fn sign(runtime: &Runtime) {
    let empty = r#"{"total": 0, "paintings": []}"#;
    let (signed, token) = (client(empty, access_key()), client(empty, token()));
    let [signed, token, hashes] = minima([&|| send(runtime, &signed), &|| send(runtime, &token), &hash]);
    report("sign", signed - token, hashes);
}

/// Returns the shortest time of each function in µs. The functions take turns.
fn minima<const N: usize>(functions: [&dyn Fn() -> usize; N]) -> [f64; N] {
    let mut minima = [f64::INFINITY; N];
    // The first round warms up.
    for round in 0..=ROUNDS {
        for (function, minimum) in functions.iter().zip(&mut minima) {
            let start = Instant::now();
            for _ in 0..CALLS_PER_ROUND {
                black_box(function());
            }
            if round > 0 {
                *minimum = minimum.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS_PER_ROUND));
            }
        }
    }
    minima
}

/// Makes the call that is measured, and returns the number of records.
fn send(runtime: &Runtime, client: &Client) -> usize {
    let page = runtime.block_on(client.list_paintings().limit(200).offset(0).send()).expect("a page");
    page.paintings.len()
}

fn send_by_hand(runtime: &Runtime, transport: &Memory) -> usize {
    let (project, limit, offset) = black_box(("p", 200, 0));
    let request = http::Request::get(format!("{ENDPOINT}/v1/{project}/paintings?limit={limit}&offset={offset}"))
        .header("host", "museum.example.com")
        .header("region", "cn-north-4")
        .header("user-agent", "huaweicloud-hss/0.1.0")
        .header("x-auth-token", "token")
        .body(Bytes::new())
        .expect("a request");
    let response = runtime.block_on(transport.send(request)).expect("a response");
    assert!(response.status().is_success());
    decode_by_hand(&transport.0)
}

fn decode_by_hand(body: &[u8]) -> usize {
    let text = std::str::from_utf8(black_box(body)).expect("UTF-8");
    let page: Page = serde_json::from_str(text).expect("a page");
    black_box(&page).paintings.len()
}

/// Computes two SHA-256 and one HMAC, over strings as long as those that a signature covers.
fn hash() -> usize {
    let (canonical, to_sign) = black_box(([b'c'; 300], [b's'; 98]));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes()).expect("a key");
    mac.update(&to_sign);
    black_box((Sha256::digest(black_box("")), Sha256::digest(canonical), mac.finalize()));
    0
}

const ENDPOINT: &str = "https://museum.example.com";

fn token() -> Credentials {
    Credentials::token("token")
}

fn access_key() -> Credentials {
    Credentials::access_key("AKID", SECRET_KEY)
}

/// Returns a client that gets this response to each call.
fn client(response: &str, credentials: Credentials) -> Client {
    let client = Client::builder().region("cn-north-4").endpoint(ENDPOINT).project_id("p").credentials(credentials);
    client.transport(Memory::new(response)).build().expect("a client")
}

struct Memory(Bytes);

impl Memory {
    fn new(response: &str) -> Self {
        Self(Bytes::copy_from_slice(response.as_bytes()))
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        black_box(request);
        Box::pin(std::future::ready(Ok(http::Response::new(ResponseBody::from(self.0.clone())))))
    }
}

/// Returns a page of records.
fn page(records: usize) -> String {
    let record = |index: usize| {
        format!(
            r#"{{"title":"The view from the window in the evening, {index}","artist":"Amaya of the studio {index}","sketches":{},"on_loan":true,"painted":{},"origin":"Japan"}}"#,
            index % 20,
            1_700_000_000_000_u64 + index as u64,
        )
    };
    let records: Vec<_> = (0..records).map(record).collect();
    format!(r#"{{"total":{},"paintings":[{}]}}"#, records.len(), records.join(","))
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[allow(dead_code, reason = "only decoding is measured")]
struct Page {
    total: Option<i64>,
    paintings: Vec<Painting>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[allow(dead_code, reason = "only decoding is measured")]
struct Painting {
    title: Option<String>,
    artist: Option<String>,
    sketches: Option<i64>,
    on_loan: Option<bool>,
    painted: Option<i64>,
    origin: Option<String>,
}
