//! The retry loop: attempts a request until it succeeds or the retry policy gives up.

use std::time::Duration;

use crate::attempt_log::AttemptLog;
use crate::error::Error;
use crate::message::RawResponse;
use crate::send::retry_policy::{RetryDecision, RetryPolicy};

/// A request that can be sent several times.
pub(crate) trait RetryableRequest {
    /// Sends the request once. Returns a response with a 2xx status.
    fn send(&mut self, log: &mut AttemptLog) -> impl Future<Output = Result<RawResponse, Error>> + Send;

    /// Tries to remove the cause of a failure, such as an outdated token. Returns whether to retry immediately.
    fn recover(&mut self, error: &Error) -> bool;
}

/// Sends a request until it succeeds or the policy gives up. It recovers at most once.
pub(crate) async fn send_with_retries<R: RetryableRequest>(
    request: &mut R,
    policy: &RetryPolicy<'_>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    let mut recovered = false;
    loop {
        let error = match request.send(log).await {
            Ok(response) => {
                policy.budget.on_success();
                return Ok(response);
            }
            Err(error) => error,
        };
        if !recovered && request.recover(&error) {
            recovered = true;
            log.record_retry(error, Duration::ZERO);
            continue;
        }
        match policy.decide(log.started, &error) {
            RetryDecision::GiveUp(None) => return Err(error),
            RetryDecision::GiveUp(Some(note)) => return Err(error.with_note(note)),
            RetryDecision::RetryAfter(delay) => {
                log.record_retry(error, delay);
                policy.clock.sleep.pause(delay).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::retry_config::RetryConfig;
    use crate::secret::Secret;
    use crate::send::retry_policy::RetryBudget;
    use crate::send::status::require_success;
    use crate::testing::{FakeTransport, now};

    /// Fails once with this body.
    struct FailsOnce(Option<String>);

    impl RetryableRequest for FailsOnce {
        async fn send(&mut self, _: &mut AttemptLog) -> Result<RawResponse, Error> {
            let (status, body) = match self.0.take() {
                Some(body) => (StatusCode::INTERNAL_SERVER_ERROR, body),
                None => (StatusCode::OK, String::new()),
            };
            let received = SystemTime::UNIX_EPOCH;
            require_success(RawResponse {
                operation: "Echo",
                status,
                headers: HeaderMap::new(),
                body: body.into(),
                file: None,
                received,
            })
        }

        fn recover(&mut self, _: &Error) -> bool {
            false
        }
    }

    #[test]
    fn redacts_a_secret_that_is_cut_in_the_last_error() {
        let secret = "s3cret-token";
        for padding in 85..100 {
            let body = format!(r#"{{"error_code": "{}{secret}", "error_msg": "m"}}"#, "x".repeat(padding));
            let client = FakeTransport::default().client().build().expect("a client");
            let policy = RetryPolicy {
                config: &RetryConfig::standard(),
                budget: &RetryBudget::new(),
                clock: &client.state().connection.clock,
                deadline: None,
                idempotent: true,
                retry_throttled: true,
            };
            let mut log =
                AttemptLog::new(client.state().connection.telemetry, vec![Secret::new(secret.to_owned())].into());
            now(send_with_retries(&mut FailsOnce(Some(body)), &policy, &mut log)).expect("a success");
            let error = log.timeout_error("Echo", None);
            let error = log.complete(error).to_string();
            assert!(error.contains("last error: the service returned 500") && !error.contains("s3"), "{error}");
        }
    }
}
