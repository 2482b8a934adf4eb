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
