//! What errors and notes do not show.

use super::*;

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
