use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::*;
use crate::error::ErrorKind;
use crate::error::service_error::ServiceError;
use crate::message::{self, RawResponse, TransportError, TransportErrorKind};
use crate::testing::FakeClock;

fn response(status: u16, retry_after: Option<&str>) -> RawResponse {
    let mut headers = HeaderMap::new();
    if let Some(delay) = retry_after {
        headers.insert("retry-after", HeaderValue::from_str(delay).expect("a header value"));
    }
    let status = StatusCode::from_u16(status).expect("a status");
    let retry_after = message::retry_after(&headers, || SystemTime::UNIX_EPOCH);
    RawResponse { operation: "Echo", status, headers, body: bytes::Bytes::new(), file: None, retry_after }
}

fn status(status: u16) -> Error {
    Error::service(&response(status, None), ServiceError::default())
}

fn retry_after(delay: &str) -> Error {
    Error::service(&response(503, Some(delay)), ServiceError::default())
}

fn transport_error(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "made to fail")
}

fn transport(kind: TransportErrorKind) -> Error {
    Error::transport("Echo", "", transport_error(kind))
}

struct Fixture {
    config: RetryConfig,
    budget: RetryBudget,
    clock: Clock,
}

impl Fixture {
    fn new(config: RetryConfig) -> Self {
        let clock = FakeClock::default();
        let clock = Clock { time: Arc::new(clock.clone()), sleep: Arc::new(clock) };
        Self { config, budget: RetryBudget::new(), clock }
    }

    /// Returns the policy for a GET request without a deadline.
    fn policy(&self) -> RetryPolicy<'_> {
        RetryPolicy {
            config: &self.config,
            budget: &self.budget,
            clock: &self.clock,
            deadline: None,
            idempotent: true,
            retry_throttled: true,
        }
    }
}

fn retries(policy: &RetryPolicy<'_>, error: &Error) -> bool {
    matches!(policy.decide(1, error), RetryDecision::RetryAfter(_))
}

/// Returns errors, and whether a GET, a POST and a login are retried after them.
fn cases() -> Vec<(&'static str, Error, [bool; 3])> {
    use TransportErrorKind::{Configuration, Connect, ConnectTimeout, Other, Timeout, Untrusted};
    let interrupted = |code| Error::interrupted_body(&response(code, None), transport_error(Other));
    let unexpected = |code| Error::unexpected_response(&response(code, None), String::new());
    let credentials = |cause| Error::credentials("Echo", Arc::new(cause));
    vec![
        ("connect", transport(Connect), [true; 3]),
        ("connect timeout", transport(ConnectTimeout), [true; 3]),
        ("untrusted certificate", transport(Untrusted), [false; 3]),
        ("transport configuration", transport(Configuration), [false; 3]),
        ("response timeout", transport(Timeout), [true, false, true]),
        ("broken connection", transport(Other), [true, false, true]),
        ("broken body of a 200", interrupted(200), [true, false, true]),
        ("broken body of a 400", interrupted(400), [true, false, true]),
        ("attempt timeout", Error::deadline_exceeded("Echo", "the attempt", Duration::ZERO), [true, false, true]),
        ("429", status(429), [true, true, false]),
        ("500", status(500), [true, false, true]),
        ("503", status(503), [true, false, true]),
        ("599", status(599), [true, false, true]),
        ("unexpected 429", unexpected(429), [true, true, false]),
        ("unexpected 502", unexpected(502), [true, false, true]),
        ("unexpected 200", unexpected(200), [false; 3]),
        ("200", status(200), [false; 3]),
        ("302", status(302), [false; 3]),
        ("400", status(400), [false; 3]),
        ("401", status(401), [false; 3]),
        ("403", status(403), [false; 3]),
        ("408", status(408), [false; 3]),
        ("499", status(499), [false; 3]),
        ("600", status(600), [false; 3]),
        ("invalid request", Error::invalid_request("Echo", Vec::new()), [false; 3]),
        ("configuration", Error::configuration(Vec::new()), [false; 3]),
        ("rejected credentials", credentials(status(403)), [false; 3]),
        ("paging", Error::paging("Echo", String::new()), [false; 3]),
    ]
}

#[test]
fn retries_only_what_is_safe() {
    let fixture = Fixture::new(RetryConfig::standard());
    for (name, error, expected) in cases() {
        let post = RetryPolicy { idempotent: false, ..fixture.policy() };
        let login = RetryPolicy { retry_throttled: false, ..fixture.policy() };
        let found = [fixture.policy(), post, login].map(|policy| retries(&policy, &error));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn is_retryable_agrees_with_the_default_policy_for_a_get() {
    let fixture = Fixture::new(RetryConfig::default());
    let mut kinds = Vec::new();
    for (name, error, _) in cases() {
        assert_eq!(error.is_retryable(), retries(&fixture.policy(), &error), "{name}");
        kinds.push(error.kind());
    }
    for kind in [
        ErrorKind::Configuration,
        ErrorKind::InvalidRequest,
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Transport,
        ErrorKind::Service,
        ErrorKind::Credentials,
        ErrorKind::Response,
        ErrorKind::Paging,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} has a case");
    }
}

#[test]
fn a_transient_failure_of_iam_is_retryable_but_only_later() {
    let fixture = Fixture::new(RetryConfig::standard());
    let credentials = |cause| Error::credentials("Echo", Arc::new(cause));
    for (cause, expected) in [
        (transport(TransportErrorKind::Connect), true),
        (Error::deadline_exceeded("IAM token", "the attempt", Duration::ZERO), true),
        (status(503), true),
        (credentials(status(503)), true),
        (status(429), false),
        (status(401), false),
        (Error::provider("sealed".into()), false),
    ] {
        let error = credentials(cause);
        assert_eq!(error.is_retryable(), expected, "{error}");
        assert!(!retries(&fixture.policy(), &error), "{error}");
    }
}

#[test]
fn disabled_never_retries() {
    let fixture = Fixture::new(RetryConfig::disabled());
    for (name, error, _) in cases() {
        assert!(!retries(&fixture.policy(), &error), "{name}");
    }
}

#[test]
fn stops_at_the_maximum_number_of_attempts() {
    for (max, attempts, expected) in [(0, 1, false), (1, 1, false), (2, 1, true), (2, 2, false), (3, 2, true)] {
        let fixture = Fixture::new(RetryConfig::standard().max_attempts(max));
        let decision = fixture.policy().decide(attempts, &status(503));
        assert_eq!(matches!(decision, RetryDecision::RetryAfter(_)), expected, "{attempts} of {max}");
    }
}

#[test]
fn backoff_doubles_up_to_its_maximum() {
    let config = RetryConfig::standard().initial_backoff(Duration::from_secs(1)).max_backoff(Duration::from_secs(9));
    let delays = [1, 2, 3, 4, 5, 40, u32::MAX].map(|attempts| config.max_delay(attempts).as_secs());
    assert_eq!(delays, [1, 2, 4, 8, 9, 9, 9]);
    let unlimited = RetryConfig::standard().initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
    assert_eq!(unlimited.max_delay(u32::MAX), Duration::MAX);
}

#[test]
fn jitter_covers_the_whole_delay() {
    for max in [Duration::ZERO, Duration::from_nanos(1), Duration::from_secs(2), Duration::MAX] {
        assert!((0..1000).all(|_| full_jitter(max) <= max));
    }
    let delays: Vec<_> = (0..1000).map(|_| full_jitter(Duration::from_secs(1)).as_millis()).collect();
    assert!(delays.iter().any(|delay| *delay < 250) && delays.iter().any(|delay| *delay > 750));
}

#[test]
fn retry_after_overrides_the_backoff() {
    let fixture = Fixture::new(RetryConfig::standard().max_backoff(Duration::from_secs(2)));
    for (header, delay) in [("30", Duration::from_secs(30)), ("0", Duration::ZERO)] {
        assert_eq!(fixture.policy().decide(1, &retry_after(header)), RetryDecision::RetryAfter(delay));
    }
}

#[test]
fn gives_up_if_the_delay_exceeds_the_time_left() {
    for (delay, left, expected) in [
        ("9", Some(Duration::from_secs(10)), true),
        ("10", Some(Duration::from_secs(10)), false),
        ("11", Some(Duration::from_secs(10)), false),
        ("18446744073709551615", Some(Duration::from_secs(10)), false),
        ("0", Some(Duration::ZERO), false),
        ("9", Some(Duration::MAX), true),
        ("9", None, true),
    ] {
        let fixture = Fixture::new(RetryConfig::standard());
        let policy = RetryPolicy { deadline: left.and_then(|left| fixture.clock.after(left)), ..fixture.policy() };
        match policy.decide(1, &retry_after(delay)) {
            RetryDecision::RetryAfter(_) => assert!(expected, "{delay} of {left:?}"),
            RetryDecision::GiveUp(note) => {
                assert!(!expected, "{delay} of {left:?}");
                assert!(note.is_some_and(|note| note.contains("s left for the call")));
            }
        }
    }
}

#[test]
fn gives_up_after_the_deadline() {
    let fixture = Fixture::new(RetryConfig::standard());
    let policy = RetryPolicy { deadline: Some(SystemTime::UNIX_EPOCH), ..fixture.policy() };
    assert!(!retries(&policy, &status(503)));
}

#[test]
fn budget_is_used_up_and_refilled() {
    let budget = RetryBudget::new();
    assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
    (0..5).for_each(|_| budget.on_success());
    assert!(budget.take() && !budget.take());
    (0..10_000).for_each(|_| budget.on_success());
    assert_eq!((0..1000).filter(|_| budget.take()).count(), 100, "never exceeds its capacity");
}

#[test]
fn gives_up_without_a_budget() {
    let fixture = Fixture::new(RetryConfig::standard());
    while fixture.budget.take() {}
    match fixture.policy().decide(1, &status(503)) {
        RetryDecision::GiveUp(Some(note)) => assert!(note.contains("too many calls"), "{note}"),
        decision => panic!("{decision:?}"),
    }
    assert_eq!(fixture.policy().decide(1, &status(400)), RetryDecision::GiveUp(None), "needs no budget");
}
