mod download;
mod failed_requests;
mod secrets;
mod states;
mod timing;

use std::sync::{Arc, Mutex};

use super::*;
use crate::Client;
use crate::auth::credentials::Credentials;
use crate::codegen::object;
use crate::codegen::table::{
    ENTERPRISE_PROJECT, FILE, field, fields, follow_up, one_of, operation, path, query, string, task_states,
};
use crate::descriptor::{OperationDescriptor, Parameter};
use crate::error::ErrorKind;
use crate::testing::{FakeClock, FakeTransport, now};
use crate::time::TimeSource;

/// An operation that orders a painting.
#[derive(Clone, Debug, Default, PartialEq)]
struct OrderRequest {
    code: Option<String>,
}

object!(strict OrderRequest { code });

#[derive(Clone, Debug, Default, PartialEq)]
struct OrderResponse {
    order_number: Option<String>,
}

object!(lenient OrderResponse { order_number });

/// An operation that looks at it.
#[derive(Clone, Debug, Default, PartialEq)]
struct LookRequest {
    order: Option<String>,
    key: Option<String>,
}

object!(strict LookRequest { order, key });

#[derive(Clone, Debug, Default, PartialEq)]
struct LookResponse {
    mood: Option<String>,
    canvas: Option<String>,
}

object!(lenient LookResponse { mood, canvas });

/// An operation that fetches it.
#[derive(Clone, Debug, Default, PartialEq)]
struct FetchRequest {
    canvas_id: Option<String>,
}

object!(strict FetchRequest { canvas_id });

const MOODS: &[&str] = &["wet", "varnished", "dry", "framed", "burnt"];
const PROJECT: Parameter = query("enterprise_project_id", string()).from_client(ENTERPRISE_PROJECT);

impl Operation for OrderRequest {
    type Response = OrderResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &operation("Order", "POST", "/orders")
        .parameters(&[PROJECT, query("code", string().secret())])
        .response(fields(&[field("order_number", string())]))
        .task(follow_up("Look", &[("order", "order_number")]));
}

impl CreatesTask for OrderRequest {
    type Status = LookRequest;
}

impl Operation for LookRequest {
    type Response = LookResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &operation("Look", "GET", "/orders/{order}")
        .parameters(&[path("order", string()), PROJECT, query("key", string().secret())])
        .response(fields(&[field("mood", one_of(MOODS)), field("canvas", string())]))
        .wait(task_states("mood", &["dry", "framed"], &["burnt"]).file(follow_up("Fetch", &[("canvas_id", "canvas")])));
}

impl TaskStatus for LookRequest {}

impl Operation for FetchRequest {
    type Response = Download;

    const DESCRIPTOR: &'static OperationDescriptor = &operation("Fetch", "GET", "/canvases/{canvas_id}")
        .parameters(&[path("canvas_id", string()), PROJECT])
        .response(FILE);
}

impl TaskFile for LookRequest {
    type File = FetchRequest;
}

/// Returns a transport whose first response is that of the order.
fn ordered() -> FakeTransport {
    FakeTransport::json(200, r#"{"order_number": "o/1"}"#)
}

fn mood(transport: FakeTransport, mood: &str) -> FakeTransport {
    transport.then_json(200, format!(r#"{{"mood": "{mood}"}}"#))
}

fn moods(transport: FakeTransport, moods: &[&str]) -> FakeTransport {
    moods.iter().fold(transport, |transport, next| mood(transport, next))
}

fn client(transport: &FakeTransport, clock: &FakeClock) -> Client {
    transport.client().time_source(clock.clone()).sleep(clock.clone()).build().expect("a client")
}

fn order(transport: &FakeTransport) -> Wait<LookRequest> {
    client(transport, &FakeClock::default()).call(OrderRequest::default()).send_and_wait()
}

type Look = Result<LookResponse, WaitError<LookResponse>>;

fn run(wait: Wait<LookRequest>) -> Look {
    now(wait.into_future())
}

/// Returns the outcome, and when each response with a state arrived, in milliseconds.
fn timed(transport: &FakeTransport, change: impl FnOnce(Wait<LookRequest>) -> Wait<LookRequest>) -> (Look, Vec<u128>) {
    let (clock, times) = (FakeClock::default(), Arc::new(Mutex::new(Vec::new())));
    let (start, log, ticking) = (clock.now(), Arc::clone(&times), clock.clone());
    let wait = change(client(transport, &clock).call(OrderRequest::default()).send_and_wait());
    let wait = wait.on_state(move |_| {
        let elapsed = ticking.now().duration_since(start).expect("time passes");
        log.lock().expect("a log").push(elapsed.as_millis());
    });
    let outcome = run(wait);
    let times = times.lock().expect("a log").clone();
    (outcome, times)
}

fn paths(transport: &FakeTransport) -> Vec<String> {
    transport.requests().iter().map(|request| format!("{} {}", request.method(), request.uri().path())).collect()
}

/// Adds a response of IAM with a token.
fn issued(transport: FakeTransport, token: &str) -> FakeTransport {
    let body = r#"{"token": {"expires_at": "2027-01-03T03:04:05Z", "project": {"id": "p"}}}"#;
    transport.then(201, &[("x-subject-token", token)], body)
}
