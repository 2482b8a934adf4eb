//! The retry loop: attempts a request until it succeeds or the retry policy gives up.

use std::time::Duration;

use crate::attempt_log::AttemptLog;
use crate::error::Error;
use crate::message::RawResponse;
use crate::secret::Secret;
use crate::send::retry_policy::RetryDecision;
use crate::send::retryable_request::RetryableRequest;

/// Sends a request until it succeeds or its policy gives up. It recovers at most once.
pub(crate) async fn send_with_retries(
    request: &mut RetryableRequest<'_>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    let policy = request.policy;
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

/// Sends a request for a credential or a project, which contains these secrets, and decodes the response.
pub(crate) async fn send_and_decode<T>(
    mut request: RetryableRequest<'_>,
    secrets: Vec<Secret>,
    decode: impl FnOnce(Result<RawResponse, Error>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut log = AttemptLog::new(secrets.into());
    let response = send_with_retries(&mut request, &mut log).await;
    decode(response).map_err(|error| log.complete(error))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::retry_config::RetryConfig;
    use crate::secret::Secret;
    use crate::send::exchange::Subject;
    use crate::testing::{FakeTransport, now};

    #[test]
    fn redacts_a_secret_that_is_cut_in_the_last_error() {
        let secret = "s3cret-token";
        for padding in 85..100 {
            let body = format!(r#"{{"error_code": "{}{secret}", "error_msg": "m"}}"#, "x".repeat(padding));
            let client = FakeTransport::json(500, body).then_json(200, "").client().build().expect("a client");
            let connection = &client.state().connection;
            let config = RetryConfig::standard();
            let policy = connection.retry_policy(&config, Duration::MAX);
            let request = http::Request::new(Bytes::new());
            let mut request = RetryableRequest::new(connection, Subject::new("Echo", "/"), request, &policy);
            let mut log = AttemptLog::new(vec![Secret::new(secret.to_owned())].into());
            now(send_with_retries(&mut request, &mut log)).expect("a success");
            let error = log.timeout_error("Echo", Duration::ZERO);
            let error = log.complete(error).to_string();
            assert!(error.contains("last error: the service returned 500") && !error.contains("s3"), "{error}");
        }
    }
}
