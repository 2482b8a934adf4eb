//! Whether a call is tried again, and after how long.

use std::time::{Duration, SystemTime};

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::Clock;

/// How a client tries again.
///
/// A call is tried again where no connection came about or the service throttles it (429). A GET, PUT or DELETE is
/// tried again as well where it took too long, broke off, or was answered 5xx: doing it twice does no harm. A POST
/// creates a task, so that it is not, unless [`retry_posts`](Self::retry_posts) says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryConfig {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    retry_posts: bool,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self::standard()
    }
}

impl RetryConfig {
    /// At most 3 attempts, with pauses at random of up to 1, 2, 4, … seconds and never more than 20 seconds.
    #[must_use]
    pub fn standard() -> Self {
        let (initial_backoff, max_backoff) = (Duration::from_secs(1), Duration::from_secs(20));
        Self { max_attempts: 3, initial_backoff, max_backoff, retry_posts: false }
    }

    /// One attempt only, but for what a 401 can be answered with: once, another token, or the right time.
    #[must_use]
    pub fn disabled() -> Self {
        Self { max_attempts: 1, ..Self::standard() }
    }

    /// How many attempts there are at most, the first among them. 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The longest pause before the second attempt. Each further one doubles it.
    #[must_use]
    pub fn initial_backoff(mut self, pause: Duration) -> Self {
        self.initial_backoff = pause;
        self
    }

    /// The longest pause before any attempt, except where the service asks for a longer one.
    #[must_use]
    pub fn max_backoff(mut self, pause: Duration) -> Self {
        self.max_backoff = pause;
        self
    }

    /// Whether a POST is tried again like a GET, although the service may then do its work twice. Off by default.
    #[must_use]
    pub fn retry_posts(mut self, retry: bool) -> Self {
        self.retry_posts = retry;
        self
    }

    /// The longest pause after `attempts` attempts.
    fn longest_backoff(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.initial_backoff.saturating_mul(factor).min(self.max_backoff)
    }
}

/// Keeps a client from multiplying the load of a service that is down: each further attempt costs, each success pays
/// back, and all calls of a client share it.
#[derive(Debug)]
pub(crate) struct RetryBudget(SyncCell<u32>);

impl RetryBudget {
    const FULL: u32 = 500;
    const PRICE: u32 = 5;

    pub(crate) fn new() -> Self {
        Self(SyncCell::new(Self::FULL))
    }

    fn take(&self) -> bool {
        self.0.update(|left| match left.checked_sub(Self::PRICE) {
            Some(rest) => {
                *left = rest;
                true
            }
            None => false,
        })
    }

    fn succeeded(&self) {
        self.0.update(|left| *left = left.saturating_add(1).min(Self::FULL));
    }
}

/// The attempts of one call.
pub(crate) struct RetryPolicy<'a> {
    pub(crate) config: &'a RetryConfig,
    pub(crate) budget: &'a RetryBudget,
    pub(crate) clock: &'a Clock,
    /// When the whole call must be over.
    pub(crate) deadline: Option<SystemTime>,
    pub(crate) repeatable: Idempotency,
}

/// Whether a request that the service may have seen is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// It does no harm when it is done twice.
    Yes,
    /// Only if the user says so: it creates something.
    IfAsked,
    /// It does no harm unless the service refuses it, which counts as a failed attempt to log in.
    UnlessRefused,
}

impl RetryPolicy<'_> {
    /// The same way for another request of the same call.
    pub(crate) fn of(&self, repeatable: Idempotency) -> Self {
        Self { repeatable, ..*self }
    }

    pub(crate) fn succeeded(&self) {
        self.budget.succeeded();
    }

    /// Waits until the next attempt is due, after `attempts`; the error if there is none.
    pub(crate) async fn pause(&self, attempts: u32, error: Error) -> Result<(), Error> {
        if attempts >= self.config.max_attempts || !self.retryable(&error) {
            return Err(error);
        }
        let pause = error.retry_after().unwrap_or_else(|| full_jitter(self.config.longest_backoff(attempts)));
        let left = self.deadline.map(|deadline| deadline.duration_since(self.clock.now()).unwrap_or_default());
        if let Some(left) = left.filter(|left| pause >= *left) {
            let (pause, left) = (seconds(pause), seconds(left));
            return Err(error.noting(format!("not tried again: the pause of {pause} s is more than the {left} s left")));
        }
        if !self.budget.take() {
            return Err(error.noting("not tried again: too many calls of this client failed lately".to_owned()));
        }
        self.clock.sleep.sleep(pause).await;
        Ok(())
    }

    fn retryable(&self, error: &Error) -> bool {
        let repeatable = self.repeatable != Idempotency::IfAsked || self.config.retry_posts;
        match error.kind() {
            ErrorKind::Connect => error.is_retryable(),
            ErrorKind::Timeout | ErrorKind::Transport => repeatable,
            ErrorKind::Service | ErrorKind::Response => match error.status().map(|status| status.as_u16()) {
                Some(429) => self.repeatable != Idempotency::UnlessRefused,
                Some(500..=599) => repeatable,
                _ => false,
            },
            _ => false,
        }
    }
}

/// Anything from nothing to `longest`, so that clients which failed together do not come back together.
fn full_jitter(longest: Duration) -> Duration {
    longest.mul_f64(fastrand::f64())
}

fn seconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64())
}

#[cfg(test)]
mod tests;
