//! When a wait requests the state, and when it stops.

use std::pin::pin;
use std::task::{Context, Waker};

use super::*;

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
fn dropping_the_future_stops_waiting() {
    // The clock never ends a pause of a minute or more.
    let transport = ordered().then(200, &[("retry-after", "60")], r#"{"mood": "wet"}"#);
    {
        let mut waiting = pin!(order(&transport).into_future());
        assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(transport.requests().len(), 2);
}
