use http::{HeaderMap, HeaderValue, StatusCode};

use super::*;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::testing::{FakeClock, now};
use crate::runtime::transport::{TransportError, TransportErrorKind};

const START: Duration = Duration::from_secs(1_000_000);

fn answered(status: u16, retry_after: Option<&str>) -> Error {
    let mut headers = HeaderMap::new();
    if let Some(pause) = retry_after {
        headers.insert("retry-after", HeaderValue::from_str(pause).expect("a value"));
    }
    let status = StatusCode::from_u16(status).expect("a status");
    let answer =
        RawResponse { operation: "Echo", status, headers, body: bytes::Bytes::new(), received: SystemTime::UNIX_EPOCH };
    Error::service(&answer, ServiceError::default())
}

fn failed(kind: TransportErrorKind) -> Error {
    Error::transport("Echo", "", TransportError::new(kind, "made to fail"))
}

struct Scene {
    config: RetryConfig,
    budget: RetryBudget,
    clock: Clock,
    pauses: FakeClock,
}

impl Scene {
    fn new(config: RetryConfig) -> Self {
        let pauses = FakeClock::default();
        let clock = Clock { time: std::sync::Arc::new(pauses.clone()), sleep: std::sync::Arc::new(pauses.clone()) };
        Self { config, budget: RetryBudget::new(), clock, pauses }
    }

    fn retries(&self, repeatable: Idempotency, left: Option<Duration>) -> RetryPolicy<'_> {
        let deadline = self.clock.after(left);
        RetryPolicy { config: &self.config, budget: &self.budget, clock: &self.clock, deadline, repeatable }
    }

    fn goes_on(&self, repeatable: Idempotency, error: Error) -> bool {
        now(self.retries(repeatable, None).pause(1, error)).is_ok()
    }
}

#[test]
fn what_is_tried_again() {
    use Idempotency::{IfAsked, UnlessRefused, Yes};
    use TransportErrorKind::{Connect, ConnectTimeout, Other, Timeout, Untrusted};
    type Case = (&'static str, fn() -> Error, [bool; 4]);
    let cases: [Case; 19] = [
        // GET, POST, POST if the user asks, and the exchange of a password
        ("no connection", || failed(Connect), [true, true, true, true]),
        ("no connection in time", || failed(ConnectTimeout), [true, true, true, true]),
        ("not trusted", || failed(Untrusted), [false, false, false, false]),
        ("timeout", || failed(Timeout), [true, false, true, true]),
        ("broken off", || failed(Other), [true, false, true, true]),
        ("429", || answered(429, None), [true, true, true, false]),
        ("500", || answered(500, None), [true, false, true, true]),
        ("503", || answered(503, None), [true, false, true, true]),
        ("599", || answered(599, None), [true, false, true, true]),
        ("200", || answered(200, None), [false; 4]),
        ("302", || answered(302, None), [false; 4]),
        ("400", || answered(400, None), [false; 4]),
        ("401", || answered(401, None), [false; 4]),
        ("403", || answered(403, None), [false; 4]),
        ("408", || answered(408, None), [false; 4]),
        ("499", || answered(499, None), [false; 4]),
        ("600", || answered(600, None), [false; 4]),
        ("violations", || Error::invalid_request("Echo", Vec::new()), [false; 4]),
        ("configuration", || Error::configuration(Vec::new()), [false; 4]),
    ];
    for (what, error, expected) in cases {
        let (standard, asked) =
            (Scene::new(RetryConfig::standard()), Scene::new(RetryConfig::standard().retry_posts(true)));
        let found = [
            standard.goes_on(Yes, error()),
            standard.goes_on(IfAsked, error()),
            asked.goes_on(IfAsked, error()),
            standard.goes_on(UnlessRefused, error()),
        ];
        assert_eq!(found, expected, "{what}");
        assert!(!Scene::new(RetryConfig::disabled()).goes_on(Yes, error()), "{what}: one attempt only");
    }
}

#[test]
fn attempts_are_counted() {
    for (most, attempts, goes_on) in [(0, 1, false), (1, 1, false), (2, 1, true), (2, 2, false), (3, 2, true)] {
        let scene = Scene::new(RetryConfig::standard().max_attempts(most));
        let outcome = now(scene.retries(Idempotency::Yes, None).pause(attempts, answered(503, None)));
        assert_eq!(outcome.is_ok(), goes_on, "{attempts} of {most}");
    }
}

#[test]
fn backoff_doubles_up_to_its_limit() {
    let config = RetryConfig::standard().initial_backoff(Duration::from_secs(1)).max_backoff(Duration::from_secs(9));
    let pauses = [1, 2, 3, 4, 5, 40, u32::MAX].map(|attempts| config.longest_backoff(attempts).as_secs());
    assert_eq!(pauses, [1, 2, 4, 8, 9, 9, 9]);
    let longest = RetryConfig::standard().initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
    assert_eq!(longest.longest_backoff(u32::MAX), Duration::MAX);
    for longest in [Duration::ZERO, Duration::from_nanos(1), Duration::from_secs(2), Duration::MAX] {
        assert!((0..1000).all(|_| full_jitter(longest) <= longest));
    }
    let spread: Vec<_> = (0..1000).map(|_| full_jitter(Duration::from_secs(1)).as_millis()).collect();
    assert!(spread.iter().any(|pause| *pause < 250) && spread.iter().any(|pause| *pause > 750), "full jitter");
}

#[test]
fn pauses_are_jittered_or_what_the_service_asks_for() {
    let scene = Scene::new(RetryConfig::standard().max_attempts(9));
    let retries = scene.retries(Idempotency::Yes, None);
    for attempts in 1..9 {
        now(retries.pause(attempts, answered(503, None))).expect("goes on");
    }
    let longest = [1, 2, 4, 8, 16, 20, 20, 20].map(Duration::from_secs);
    assert!(scene.pauses.pauses().iter().zip(longest).all(|(pause, longest)| *pause <= longest));
    let asked = Scene::new(RetryConfig::standard().max_backoff(Duration::from_secs(2)));
    now(asked.retries(Idempotency::Yes, None).pause(1, answered(429, Some("30")))).expect("goes on");
    now(asked.retries(Idempotency::Yes, None).pause(1, answered(429, Some("0")))).expect("goes on");
    assert_eq!(asked.pauses.pauses(), [Duration::from_secs(30), Duration::ZERO], "longer and shorter than a backoff");
}

#[test]
fn a_pause_fits_into_the_time_left() {
    for (asked, left, goes_on) in [
        ("9", Some(10), true),
        ("10", Some(10), false),
        ("11", Some(10), false),
        ("18446744073709551615", Some(10), false),
        ("0", Some(0), false),
        ("9", None, true),
    ] {
        let scene = Scene::new(RetryConfig::standard());
        let retries = scene.retries(Idempotency::Yes, left.map(Duration::from_secs));
        let outcome = now(retries.pause(1, answered(503, Some(asked))));
        assert_eq!(outcome.is_ok(), goes_on, "{asked} of {left:?}");
        assert_eq!(scene.pauses.pauses().len(), usize::from(goes_on), "a pause too long is not begun");
        if let Err(error) = outcome {
            let shown = error.to_string();
            assert!(shown.contains("not tried again") && shown.contains("s left"), "{shown}");
            assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE), "the service's error stays");
        }
    }
}

#[test]
fn a_deadline_in_the_past_or_beyond_all_time_does_no_harm() {
    let scene = Scene::new(RetryConfig::standard());
    let retries =
        RetryPolicy { deadline: Some(SystemTime::UNIX_EPOCH + START), ..scene.retries(Idempotency::Yes, None) };
    now(retries.pause(1, answered(503, None))).expect_err("no time is left");
    let endless = scene.retries(Idempotency::Yes, Some(Duration::MAX));
    now(endless.pause(1, answered(503, None))).expect("goes on");
}

#[test]
fn the_budget_runs_dry_and_fills_up_again() {
    let budget = RetryBudget::new();
    assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
    (0..5).for_each(|_| budget.succeeded());
    assert!(budget.take() && !budget.take());
    (0..10_000).for_each(|_| budget.succeeded());
    assert_eq!((0..1000).filter(|_| budget.take()).count(), 100, "it is never more than full");
}

#[test]
fn without_budget_a_call_is_not_tried_again() {
    let scene = Scene::new(RetryConfig::standard());
    while scene.budget.take() {}
    let error = now(scene.retries(Idempotency::Yes, None).pause(1, answered(503, None))).expect_err("no budget");
    assert!(error.to_string().contains("too many calls"), "{error}");
    let refused = now(scene.retries(Idempotency::Yes, None).pause(1, answered(400, None))).expect_err("refused");
    assert!(!refused.to_string().contains("too many"), "what is never tried again needs no budget: {refused}");
}
