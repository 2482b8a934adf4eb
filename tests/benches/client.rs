//! What the client costs beyond what it is made of. Prints a table; `cargo bench --bench client`.
//!
//! Both sides of each ratio run in one process, in turns, and a figure is the median of its rounds:
//!
//! - `call`: a call over a kept-open loopback connection, beside bare reqwest that sends the same request and reads
//!   the same bytes. Beyond 1 is all that the client adds: building and checking the request, timers, the span,
//!   decoding a page of one record.
//! - `decode`: a page of 200 records through the client, less the same call with an empty page, over a transport
//!   in memory, beside hand-written serde structs: UTF-8 checked once, then `from_str`. Beyond 1 is collecting the body's
//!   frames, the open enum, and lists that may be null.
//! - `sign`: a call signed by an access key, less the same call with a token, over a transport in memory, beside the
//!   two SHA-256 and one HMAC that the algorithm consists of, on texts as long. Beyond 1 is writing the canonical
//!   request, the date and the headers.

#![allow(clippy::cast_precision_loss, reason = "figures are for people")]

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use hss_tests::server::{Server, kept_open};
use huaweicloud_hss::{Client, Credentials, ResponseBody, Transport, TransportFuture};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;

const ROUNDS: usize = 41;
const RECORDS: usize = 200;

fn main() {
    rustls::crypto::ring::default_provider().install_default().expect("the first provider");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("what   | client, µs | beside, µs | ratio");
    for (what, (client, beside)) in [("call", call(&runtime)), ("decode", decode(&runtime)), ("sign", sign(&runtime))] {
        println!("{what:<6} | {client:>10.2} | {beside:>10.2} | {:>5.2}", client / beside);
    }
}

fn call(runtime: &Runtime) -> (f64, f64) {
    let page = page(1);
    let server = Server::concurrent(move |_| kept_open("200 OK", "content-type: application/json\r\n", &page));
    let client = builder(Credentials::token("token")).endpoint(server.endpoint()).build().expect("a client");
    let bare = reqwest::Client::builder().no_proxy().http1_only().build().expect("reqwest");
    let url = format!("{}/v5/p/image/apps?limit=200&offset=0", server.endpoint());
    let [client, bare] = medians(
        200,
        [&|| runtime.block_on(send(&client)), &|| {
            runtime.block_on(async {
                let request = bare.get(&url).header("user-agent", "huaweicloud-hss/0.1.0");
                let request = request.header("x-auth-token", "token").header("region", "cn-north-4");
                let response = request.send().await.expect("a response");
                assert!(response.status().is_success());
                response.bytes().await.expect("a body").len()
            })
        }],
    );
    (client, bare)
}

fn decode(runtime: &Runtime) -> (f64, f64) {
    let text = page(RECORDS);
    let full = in_memory(&text, Credentials::token("token"));
    let empty = in_memory(r#"{"total_num": 200, "data_list": []}"#, Credentials::token("token"));
    let [full, empty, beside] = medians(
        40,
        [&|| runtime.block_on(send(&full)), &|| runtime.block_on(send(&empty)), &|| {
            let text = std::str::from_utf8(black_box(text.as_bytes())).expect("UTF-8");
            let page: Apps = serde_json::from_str(text).expect("a page");
            black_box(&page).data_list.len()
        }],
    );
    (full - empty, beside)
}

fn sign(runtime: &Runtime) -> (f64, f64) {
    let answer = r#"{"total_num": 0, "data_list": []}"#;
    let signed = in_memory(answer, Credentials::access_key("AKID", "a-secret-key-of-forty-characters-or-so!!"));
    let token = in_memory(answer, Credentials::token("token"));
    let (canonical, to_sign) = ("c".repeat(300), "s".repeat(98));
    let [signed, token, hashes] = medians(
        1000,
        [&|| runtime.block_on(send(&signed)), &|| runtime.block_on(send(&token)), &|| {
            let mut mac = Hmac::<Sha256>::new_from_slice(b"a-secret-key-of-forty-characters-or-so!!").expect("a key");
            mac.update(black_box(to_sign.as_bytes()));
            black_box((Sha256::digest(black_box("")), Sha256::digest(black_box(&canonical)), mac.finalize()));
            0
        }],
    );
    (signed - token, hashes)
}

/// Median times of these in µs, each called `times` a round, in turns.
fn medians<const N: usize>(times: u32, of: [&dyn Fn() -> usize; N]) -> [f64; N] {
    let mut figures = [(); N].map(|()| Vec::with_capacity(ROUNDS));
    // The first round warms up.
    for round in 0..=ROUNDS {
        for (one, figures) in of.iter().zip(&mut figures) {
            let start = Instant::now();
            for _ in 0..times {
                black_box(one());
            }
            if round > 0 {
                figures.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
            }
        }
    }
    figures.map(|mut figures| {
        figures.sort_by(f64::total_cmp);
        figures[ROUNDS / 2]
    })
}

/// The call of every measurement; how many records came.
async fn send(client: &Client) -> usize {
    let page = client.list_global_image_apps().limit(200).offset(0).send().await.expect("a page");
    page.data_list.len()
}

fn builder(credentials: Credentials) -> huaweicloud_hss::ClientBuilder {
    Client::builder().region("cn-north-4").project_id("p").credentials(credentials)
}

/// A client whose every call is answered with this text.
fn in_memory(answer: &str, credentials: Credentials) -> Client {
    builder(credentials).transport(Memory(Bytes::copy_from_slice(answer.as_bytes()))).build().expect("a client")
}

struct Memory(Bytes);

impl Transport for Memory {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        black_box(request);
        Box::pin(std::future::ready(Ok(http::Response::new(ResponseBody::from(self.0.clone())))))
    }
}

/// A page of records as the service answers them.
fn page(records: usize) -> String {
    let record = |index: usize| {
        format!(
            r#"{{"app_name":"openssl-libs-{index}","app_type":"RPM","app_version":"1:1.1.1f-{index}.h1.eulerosv2r9.x86_64","vul_num":{},"app_path":"/usr/lib64/{index}","layer_digest":"sha256:bbfa5775dc0658fde7d5e85d6cb7646f106fa04de36e142653f237eefd12{index:04x}","is_compliant":true,"latest_scan_time":{},"image_type":"registry","namespace":"library","image_name":"swr.cn-north-4/library/app-{index}","image_version":"v1.{index}","image_id":"image-{index}"}}"#,
            index % 20,
            1_700_000_000_000_u64 + index as u64,
        )
    };
    let records: Vec<_> = (0..records).map(record).collect();
    format!(r#"{{"total_num":{},"data_list":[{}]}}"#, records.len(), records.join(","))
}

/// What one would write by hand.
#[derive(Default, Deserialize)]
#[serde(default)]
#[allow(dead_code, reason = "decoding is what is measured")]
struct Apps {
    total_num: Option<i64>,
    data_list: Vec<App>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[allow(dead_code, reason = "decoding is what is measured")]
#[allow(clippy::struct_field_names, reason = "names on the wire")]
struct App {
    app_name: Option<String>,
    app_type: Option<String>,
    app_version: Option<String>,
    vul_num: Option<i64>,
    app_path: Option<String>,
    layer_digest: Option<String>,
    is_compliant: Option<bool>,
    latest_scan_time: Option<i64>,
    image_type: Option<String>,
    namespace: Option<String>,
    image_name: Option<String>,
    image_version: Option<String>,
    image_id: Option<String>,
}
