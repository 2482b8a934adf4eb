//! The file of a task.

use super::*;

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
