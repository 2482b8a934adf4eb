//! The configuration of retries.

use std::time::Duration;

/// Configuration of retries, for a client or a call.
///
/// The default suits most programs. Raise [`max_attempts`](Self::max_attempts) for jobs that may take long, and use
/// [`disabled`](Self::disabled) if the caller retries by itself: nested retries multiply.
///
/// Transient failures are retried with exponential backoff and full jitter, until the maximum number of attempts or the
/// operation timeout is reached. Any request is retried after a failed connection and after the status 429. A GET, PUT
/// or DELETE request is also retried after a timeout, a broken connection, or a 5xx status, since it is idempotent. A
/// POST request is not, since it might create a second task, unless [`retry_posts`](Self::retry_posts) is set.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::time::Duration;
///
/// use huaweicloud_core::RetryConfig;
/// use huaweicloud_core::http::StatusCode;
///
/// let patient = RetryConfig::standard().max_attempts(5).max_backoff(Duration::from_secs(60));
/// let client = mock.client().retry(patient).build()?;
///
/// let paintings = mock.list_paintings();
/// for _ in 0..4 {
///     paintings.respond_with_error(StatusCode::SERVICE_UNAVAILABLE, "MUSEUM.0503", "closed");
/// }
/// client.list_paintings().send().await?;
/// assert_eq!(paintings.requests().len(), 5);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryConfig {
    pub(crate) max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    pub(crate) retry_posts: bool,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self::standard()
    }
}

impl RetryConfig {
    /// Returns the default: at most 3 attempts, with random delays of up to 1, 2, 4, … seconds and at most 20 seconds.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_secs(1),
            max_backoff: Duration::from_secs(20),
            retry_posts: false,
        }
    }

    /// Disables retries, except once after a 401: with a new token, or with the service's time.
    #[must_use]
    pub fn disabled() -> Self {
        Self { max_attempts: 1, ..Self::standard() }
    }

    /// Sets the maximum number of attempts, including the first. 3 by default; 0 counts as 1. The attempt that follows
    /// a 401 counts too, but is made in any case.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the maximum delay before the second attempt, 1 second by default. It doubles with each further attempt.
    #[must_use]
    pub fn initial_backoff(mut self, delay: Duration) -> Self {
        self.initial_backoff = delay;
        self
    }

    /// Sets the maximum delay before any attempt, 20 seconds by default. The service can ask for a longer one in
    /// `Retry-After`.
    #[must_use]
    pub fn max_backoff(mut self, delay: Duration) -> Self {
        self.max_backoff = delay;
        self
    }

    /// Sets whether POST requests are retried like GET requests, although the service may then execute them twice. Off
    /// by default.
    #[must_use]
    pub fn retry_posts(mut self, retry: bool) -> Self {
        self.retry_posts = retry;
        self
    }

    /// Returns the maximum delay after `attempts` attempts.
    pub(crate) fn max_delay(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.initial_backoff.saturating_mul(factor).min(self.max_backoff)
    }
}
