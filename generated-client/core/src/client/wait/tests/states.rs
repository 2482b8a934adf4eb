//! What the states of a task mean.

use super::*;

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
fn errors_about_the_content_of_a_response_have_its_request_id() {
    let with_id = |transport: FakeTransport, id: &str, body: &str| transport.then(200, &[("x-request-id", id)], body);
    for (transport, end) in [
        (with_id(ordered(), "r-1", r#"{"mood": "burnt"}"#), r#"mood is "burnt"; order "o/1" (request ID r-1)"#),
        (with_id(ordered(), "r-1", r#"{"mood": "wet"}"#), r#"running: order "o/1" (request ID r-1)"#),
        (
            with_id(FakeTransport::default(), "r-1", r#"{"order_number": ""}"#),
            "so Look cannot be called (request ID r-1)",
        ),
        (with_id(ordered(), "r-1", r#"{"mood": "dry"}"#), "so Fetch cannot be called (request ID r-1)"),
        (with_id(ordered(), "s3cret+token", r#"{"mood": "burnt"}"#), "(request ID [redacted])"),
    ] {
        let error = Error::from(now(order(&transport).timeout(Duration::ZERO).download()).expect_err(end));
        assert!(error.to_string().ends_with(end), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{error}");
        assert_eq!(error.is_retryable(), error.kind() == ErrorKind::Timeout, "{error}");
    }
}

/// The request ID of an earlier response would look like that of the failed request.
#[test]
fn a_timeout_has_the_request_id_of_the_last_request() {
    let wet = |transport: FakeTransport, id| transport.then(200, &[("x-request-id", id)], r#"{"mood": "wet"}"#);
    let busy = |transport: FakeTransport, id| transport.then(503, &[("x-request-id", id)], r#"{"error_code": "Busy"}"#);
    let running = r#"the task may still be running: order "o/1""#;
    for (transport, end, id) in [
        (busy(wet(ordered(), "r-1"), "r-2"), format!("(request ID r-2); {running}"), None),
        (wet(busy(ordered(), "r-1"), "r-2"), format!("(request ID r-1); {running} (request ID r-2)"), Some("r-2")),
    ] {
        let error = run(order(&transport).timeout(Duration::from_secs(2))).expect_err("a timeout");
        assert!(error.to_string().ends_with(&end), "{error}");
        assert_eq!(error.error().request_id(), id);
        assert_eq!(error.error().status().is_some(), id.is_some());
        assert!(error.last_response().is_some());
    }
}

#[test]
fn states_are_compared_without_regard_to_case() {
    for state in ["Framed", "DRY"] {
        run(order(&mood(ordered(), state))).expect(state);
    }
    let error = run(order(&mood(ordered(), "BURNT"))).expect_err("burnt");
    assert_eq!(error.to_string(), r#"Look: the task has failed: mood is "BURNT"; order "o/1""#);
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
