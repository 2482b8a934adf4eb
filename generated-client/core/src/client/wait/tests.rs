use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

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

#[test]
fn waits_through_all_other_states_until_success() {
    let transport = moods(ordered(), &["wet", "", "varnished", "framed"]).then_json(200, "{}");
    let (outcome, times) = timed(&transport, |wait| wait);
    assert_eq!(outcome.expect("success").mood.as_deref(), Some("framed"));
    assert_eq!(times, [0, 2000, 6000, 14_000], "the intervals double");
    assert_eq!(paths(&transport)[..2], ["POST /orders", "GET /orders/o%2F1"]);
}

#[test]
fn intervals_are_configurable_and_limited() {
    let transport = moods(ordered(), &["wet", "wet", "wet", "wet", "dry"]);
    let seconds = Duration::from_secs;
    let (outcome, times) = timed(&transport, |wait| wait.interval(seconds(1)).max_interval(seconds(3)));
    outcome.expect("success");
    assert_eq!(times, [0, 1000, 3000, 6000, 9000]);
    let transport = moods(ordered(), &["wet", "wet", "dry"]);
    let (_, times) = timed(&transport, |wait| wait.interval(Duration::ZERO).max_interval(Duration::ZERO));
    assert_eq!(times, [0, 100, 200], "the service is never called in a busy loop");
}

#[test]
fn obeys_retry_after() {
    let after = |transport: FakeTransport, seconds: &str| {
        transport.then(200, &[("retry-after", seconds)], r#"{"mood": "wet"}"#)
    };
    let transport = mood(after(after(after(ordered(), "7"), "0"), "50"), "dry");
    let (outcome, times) = timed(&transport, |wait| wait);
    outcome.expect("success");
    assert_eq!(times, [0, 7000, 7100, 57_100]);

    let transport = after(ordered(), "11");
    let (outcome, times) = timed(&transport, |wait| wait.timeout(Duration::from_secs(10)));
    assert_eq!((outcome.expect_err("too long").kind(), times), (ErrorKind::Timeout, vec![0]));
}

#[test]
fn a_failed_task_is_an_error_with_the_last_response() {
    let error = run(order(&moods(ordered(), &["wet", "burnt"]))).expect_err("burnt");
    assert_eq!(error.kind(), ErrorKind::Task);
    assert_eq!(error.to_string(), r#"Look: the task has failed: mood is "burnt"; order "o/1""#);
    assert_eq!(error.last_response().and_then(|response| response.mood.as_deref()), Some("burnt"));
    assert_eq!(error.task_id(), Some("o/1"));
    assert_eq!(Error::from(error).kind(), ErrorKind::Task);
}

#[test]
fn states_are_compared_without_regard_to_case() {
    for state in ["Framed", "DRY"] {
        run(order(&mood(ordered(), state))).expect(state);
    }
    let error = run(order(&mood(ordered(), "BURNT"))).expect_err("burnt");
    assert_eq!(error.to_string(), r#"Look: the task has failed: mood is "BURNT"; order "o/1""#);
}

#[test]
fn the_error_of_the_request_can_be_found_in_the_chain_of_sources() {
    let busy = ordered().then_json(503, r#"{"error_code": "Busy"}"#);
    let error: Box<dyn std::error::Error> = run(order(&busy).timeout(Duration::ZERO)).expect_err("a timeout").into();
    let source = error.source().and_then(|source| source.downcast_ref::<Error>()).expect("the error");
    assert_eq!((source.kind(), source.is_retryable()), (ErrorKind::Timeout, true));
    assert_eq!(source.to_string(), error.to_string());
}

#[test]
fn redacts_secrets_that_the_service_repeats_as_a_state() {
    let state = r#"{"mood": "s3cret+token"}"#;
    let waiting = order(&ordered().then_json(200, state)).timeout(Duration::ZERO);
    let error = run(waiting).expect_err("a timeout").to_string();
    assert!(error.contains(r#"mood is "[redacted]""#) && !error.contains("s3cret"), "{error}");
}

#[test]
fn redacts_the_signature_of_an_earlier_request_of_the_wait() {
    let signed = |transport: &FakeTransport| {
        let clock = FakeClock::default();
        let client = transport.client().credentials(Credentials::access_key("AK", "s3cret"));
        let client = client.project_id("p").time_source(clock.clone()).sleep(clock).build().expect("a client");
        client.call(OrderRequest::default()).send_and_wait().timeout(Duration::ZERO)
    };
    let transport = ordered();
    run(signed(&transport)).expect_err("the state of the task is not scripted");
    let authorization = transport.requests()[0].headers()["authorization"].to_str().expect("text").to_owned();
    let (_, signature) = authorization.split_once("Signature=").expect("a signature");

    // The clock is the same, and so is the signature.
    let created = FakeTransport::json(200, format!(r#"{{"order_number": "{signature}"}}"#));
    let error = run(signed(&mood(created, signature))).expect_err("a timeout").to_string();
    let expected = r#"last state: mood is "[redacted]", which the help page does not list; the task may still be running: order "[redacted]""#;
    assert!(error.ends_with(expected), "{error}");
}

/// Adds a response of IAM with a token.
fn issued(transport: FakeTransport, token: &str) -> FakeTransport {
    let body = r#"{"token": {"expires_at": "2027-01-03T03:04:05Z", "project": {"id": "p"}}}"#;
    transport.then(201, &[("x-subject-token", token)], body)
}

#[test]
fn redacts_a_token_that_was_replaced_during_the_wait() {
    let transport = issued(FakeTransport::default(), "first-token").then_json(200, r#"{"order_number": "o"}"#);
    let transport = mood(issued(transport.then_json(401, "{}"), "second-token"), "first-token");
    let client = transport.client().credentials(Credentials::password("domain", "user", "s3cret"));
    let client = client.region("cn-north-4").build().expect("a client");
    let wait = client.call(OrderRequest::default()).send_and_wait().timeout(Duration::ZERO);
    let error = run(wait).expect_err("a timeout").to_string();
    assert!(error.contains(r#"mood is "[redacted]""#), "{error}");
}

/// It may be a new state of the service, and the task may have ended.
#[test]
fn a_state_that_the_help_page_does_not_list_is_reported_while_waiting_continues() {
    let unlisted = r#"the task may still be running: order "o/1"; mood is "torn", which the help page does not list"#;
    let wait = |transport: &FakeTransport, timeout: u64| {
        let notes = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&notes);
        let waiting = order(transport).timeout(Duration::from_secs(timeout));
        let outcome = run(waiting.on_note(move |note| log.lock().expect("a log").push(note.to_owned())));
        let notes = notes.lock().expect("a log").split_off(1);
        (outcome, notes)
    };
    let (outcome, notes) = wait(&moods(ordered(), &["wet", "torn", "Varnished", "dry"]), 900);
    outcome.expect("success");
    assert_eq!(notes, [unlisted]);
    let (outcome, notes) = wait(&moods(ordered(), &["torn"; 3]), 5);
    assert_eq!(
        outcome.expect_err("a timeout").to_string(),
        r#"Look: waiting for the task timed out after 5.0 s; last state: mood is "torn", which the help page does not list; the task may still be running: order "o/1""#
    );
    assert_eq!(notes, [unlisted; 3]);
}

#[test]
fn a_task_that_never_ends_times_out() {
    let transport = moods(ordered(), &["wet"; 9]);
    let (outcome, times) = timed(&transport, |wait| wait.timeout(Duration::from_secs(10)));
    let error = outcome.expect_err("a timeout");
    assert_eq!(times, [0, 2000, 6000, 10_000], "the state is requested for the last time at the deadline");
    assert_eq!((error.kind(), error.error().is_timeout()), (ErrorKind::Timeout, true));
    assert_eq!(
        error.to_string(),
        r#"Look: waiting for the task timed out after 10.0 s; last state: mood is "wet"; the task may still be running: order "o/1""#
    );
    assert!(error.last_response().is_some());
    assert_eq!(error.task_id(), Some("o/1"), "to wait for it again");
    let endless = run(order(&moods(ordered(), &["wet", "dry"])).timeout(Duration::MAX));
    endless.expect("a timeout too far in the future means no timeout");
}

#[test]
fn a_new_task_may_be_unknown_at_first() {
    let unknown = |transport: FakeTransport| transport.then_json(404, r#"{"error_code": "E", "error_msg": "unknown"}"#);
    run(order(&moods(unknown(unknown(ordered())), &["wet", "dry"]))).expect("known later");

    let always = (0..9).fold(ordered(), |transport, _| unknown(transport));
    let error = run(order(&always)).expect_err("never known");
    assert_eq!((error.kind(), error.error().status().map(|status| status.as_u16())), (ErrorKind::Service, Some(404)));
    assert_eq!(always.requests().len(), 6, "after 0, 2, 6, 14 and 30 seconds");

    let error = run(order(&unknown(mood(ordered(), "wet")))).expect_err("forgotten");
    assert!(error.kind() == ErrorKind::Service && error.last_response().is_some());

    let transport = unknown(FakeTransport::default());
    let look = LookRequest { order: Some("old".to_owned()), key: None };
    let error = run(client(&transport, &FakeClock::default()).call(look).wait()).expect_err("not a new task");
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::Service, 1));
}

#[test]
fn continues_after_transient_errors_only() {
    let transport = ordered().then(503, &[("retry-after", "5")], "").then_json(500, "").then_json(429, "");
    let (outcome, times) = timed(&mood(transport, "dry"), |wait| wait);
    outcome.expect("success");
    assert_eq!(times, [11_000], "5 seconds, then 2 and 4");

    let error = run(order(&mood(ordered(), "wet").then_json(403, r#"{"error_code": "E"}"#))).expect_err("forbidden");
    assert_eq!((error.kind(), error.error().code()), (ErrorKind::Service, Some("E")));
    assert!(error.to_string().ends_with(r#"the task may still be running: order "o/1""#), "{error}");
    assert_eq!(error.last_response().and_then(|response| response.mood.as_deref()), Some("wet"));

    let busy = (0..9).fold(ordered(), |transport, _| transport.then_json(503, r#"{"error_code": "Busy"}"#));
    let error = run(order(&busy).timeout(Duration::from_secs(10))).expect_err("a timeout");
    assert!(error.kind() == ErrorKind::Timeout && error.last_response().is_none());
    assert_eq!(error.task_id(), Some("o/1"), "the only way to learn the ID");
    assert!(error.to_string().contains("last error: the service returned 503 Service Unavailable, Busy"), "{error}");
}

#[test]
fn continues_after_a_transient_failure_of_iam() {
    let created = issued(FakeTransport::default(), "first").then_json(200, r#"{"order_number": "o"}"#);
    let transport = mood(issued(created.then_json(401, "{}").then_json(503, ""), "second"), "dry");
    let clock = FakeClock::default();
    let client = transport.client().credentials(Credentials::password("domain", "user", "s3cret"));
    let client = client.time_source(clock.clone()).sleep(clock).build().expect("a client");
    run(client.call(OrderRequest::default()).send_and_wait()).expect("success");
    assert_eq!(transport.requests().len(), 6);
}

#[test]
fn does_not_wait_if_the_task_is_not_created() {
    for (transport, kind) in [
        (FakeTransport::json(400, r#"{"error_code": "E"}"#), ErrorKind::Service),
        (FakeTransport::json(200, r#"{"order_number": null}"#), ErrorKind::Task),
        (FakeTransport::json(200, r#"{"order_number": ""}"#), ErrorKind::Task),
    ] {
        let error = run(order(&transport)).expect_err("no task");
        assert_eq!((error.kind(), transport.requests().len()), (kind, 1), "{error}");
        assert!(error.last_response().is_none() && error.task_id().is_none());
    }
    let error = run(order(&FakeTransport::json(200, r#"{"order_number": null}"#))).expect_err("no task");
    assert_eq!(error.to_string(), "Order: the response has no order_number, so Look cannot be called");
    let transport = FakeTransport::json(200, r#"{"order_number": ".."}"#);
    assert_eq!(run(order(&transport)).expect_err("an invalid path").kind(), ErrorKind::InvalidRequest);
}

#[test]
fn options_of_the_call_apply_to_all_requests() {
    let transport = mood(ordered(), "wet").then_json(200, r#"{"mood": "dry", "canvas": "c"}"#).then(200, &[], "PK");
    let call = client(&transport, &FakeClock::default()).call(OrderRequest::default());
    let wait = call.enterprise_project_id("e").header("x-language", "de").send_and_wait();
    assert_eq!(now(now(wait.download()).expect("a file").bytes()).expect("a file"), "PK");
    assert_eq!(paths(&transport)[2..], ["GET /orders/o%2F1", "GET /canvases/c"]);
    for request in transport.requests().iter() {
        assert_eq!(request.uri().query(), Some("enterprise_project_id=e"));
        assert_eq!(request.headers()["x-language"], "de");
    }
}

#[test]
fn errors_of_the_download_keep_the_response_of_the_task() {
    let done = |transport: FakeTransport| transport.then_json(200, r#"{"mood": "dry", "canvas": "c"}"#);
    let gone = done(ordered()).then_json(404, r#"{"error_code": "E", "error_msg": "gone"}"#);
    let error = now(order(&gone).download()).expect_err("gone");
    let expected = r#"Fetch: the service returned 404 Not Found, E: gone; the task has succeeded: canvas_id "c""#;
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.last_response().and_then(|response| response.canvas.as_deref()), Some("c"));
    assert_eq!(error.task_id(), Some("o/1"));

    let error = now(order(&mood(ordered(), "dry")).download()).expect_err("no file");
    assert_eq!(error.task_id(), Some("o/1"));
    assert_eq!(error.to_string(), "Look: the response has no canvas, so Fetch cannot be called");
    let error = now(order(&mood(ordered(), "burnt")).download()).expect_err("burnt");
    assert_eq!(error.kind(), ErrorKind::Task);
}

#[test]
fn errors_of_saving_the_file_name_the_task() {
    let transport = ordered().then_json(200, r#"{"mood": "dry", "canvas": "c"}"#).then(200, &[], "PK");
    let download = now(order(&transport).download()).expect("a file");
    let error = now(download.save_to("..")).expect_err("no file name").to_string();
    assert!(error.ends_with(r#"the task has succeeded: canvas_id "c""#), "{error}");
}

#[test]
fn notes_name_the_task_and_its_file_without_secrets() {
    let transport = FakeTransport::json(200, r#"{"order_number": "o-s3cret+token"}"#);
    let transport = transport.then_json(200, r#"{"mood": "dry", "canvas": "c\n"}"#).then(200, &[], "PK");
    let notes = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&notes);
    let wait = order(&transport).on_note(move |note| log.lock().expect("a log").push(note.to_owned()));
    let _ = now(wait.download()).expect("a file");
    let expected =
        [r#"the task may still be running: order "o-[redacted]""#, r#"the task has succeeded: canvas_id "c\u{a}""#];
    assert_eq!(*notes.lock().expect("a log"), expected);
}

#[test]
fn errors_do_not_show_secret_parameters_of_any_request() {
    let code = || OrderRequest { code: Some("s3cret-code".to_owned()) };
    let client = |transport: &FakeTransport| client(transport, &FakeClock::default());
    for transport in [
        mood(FakeTransport::json(200, r#"{"order_number": "s3cret-code"}"#), "burnt"),
        ordered().then_json(200, r#"{"mood": "burnt", "canvas": "s3cret-code"}"#),
        moods(ordered(), &["s3cret-code"; 30]),
        ordered().then_json(403, r#"{"error_code": "E", "error_msg": "s3cret-code"}"#),
        mood(ordered(), "dry").then_json(404, r#"{"error_code": "E", "error_msg": "s3cret-code"}"#),
        mood(ordered(), "wet")
            .then_json(200, r#"{"mood": "dry", "canvas": "s3cret-code"}"#)
            .then_json(404, "s3cret-code"),
    ] {
        let outcome = now(client(&transport).call(code()).send_and_wait().timeout(Duration::from_secs(50)).download());
        let error = outcome.expect_err("an error");
        let body = String::from_utf8_lossy(error.error().raw_body().unwrap_or_default());
        let shown = format!("{error} {error:?} {body}");
        assert!(!shown.contains("s3cret-code"), "{shown}");
    }
    let transport = FakeTransport::json(403, r#"{"error_code": "E", "error_msg": "s3cret-key"}"#);
    let look = LookRequest { order: Some("o".to_owned()), key: Some("s3cret-key".to_owned()) };
    let error = run(client(&transport).call(look).wait()).expect_err("forbidden").to_string();
    let expected = "E: [redacted]; the task may still be running: order \"o\"";
    assert!(error.ends_with(expected), "{error}");
}

#[test]
fn dropping_the_future_stops_waiting() {
    // The clock never ends a pause of a minute or more.
    let transport = ordered().then(200, &[("retry-after", "60")], r#"{"mood": "wet"}"#);
    {
        let mut waiting = pin!(order(&transport).into_future());
        assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(transport.requests().len(), 2);
}
