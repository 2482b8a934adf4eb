//! Which failed requests end a wait.

use super::*;

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
fn the_error_of_the_request_can_be_found_in_the_chain_of_sources() {
    let busy = ordered().then_json(503, r#"{"error_code": "Busy"}"#);
    let error: Box<dyn std::error::Error> = run(order(&busy).timeout(Duration::ZERO)).expect_err("a timeout").into();
    let source = error.source().and_then(|source| source.downcast_ref::<Error>()).expect("the error");
    assert_eq!((source.kind(), source.is_retryable()), (ErrorKind::Timeout, true));
    assert_eq!(source.to_string(), error.to_string());
}
