//! Decides whether and when a request is retried.

use std::time::{Duration, SystemTime};

use crate::runtime::error::{Error, Retryability};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::Clock;

/// Configuration of retries.
///
/// Transient failures are retried with exponential backoff and full jitter, until the maximum number of attempts or the
/// operation timeout is reached. Any request is retried after a failed connection and after the status 429. A GET, PUT or
/// DELETE request is also retried after a timeout, a broken connection, or a 5xx status, since it is idempotent. A POST
/// request creates a task and is not, unless [`retry_posts`](Self::retry_posts) is set.
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

    /// Sets the maximum number of attempts, including the first. 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the maximum delay before the second attempt. It doubles with each further attempt.
    #[must_use]
    pub fn initial_backoff(mut self, delay: Duration) -> Self {
        self.initial_backoff = delay;
        self
    }

    /// Sets the maximum delay before any attempt, unless the service asks for a longer one in `Retry-After`.
    #[must_use]
    pub fn max_backoff(mut self, delay: Duration) -> Self {
        self.max_backoff = delay;
        self
    }

    /// Sets whether POST requests are retried like GET requests, although the service may then execute them twice. Off by
    /// default.
    #[must_use]
    pub fn retry_posts(mut self, retry: bool) -> Self {
        self.retry_posts = retry;
        self
    }

    pub(crate) fn retries_posts(&self) -> bool {
        self.retry_posts
    }

    /// Returns the maximum delay after `attempts` attempts.
    fn max_delay(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.initial_backoff.saturating_mul(factor).min(self.max_backoff)
    }
}

/// A token bucket that keeps the calls of a client from multiplying the load of a failing service: each retry takes
/// tokens, each success returns one.
#[derive(Debug)]
pub(crate) struct RetryBudget(SyncCell<u32>);

impl RetryBudget {
    const CAPACITY: u32 = 500;
    const RETRY_COST: u32 = 5;

    pub(crate) fn new() -> Self {
        Self(SyncCell::new(Self::CAPACITY))
    }

    /// Takes the tokens for a retry. Returns `false` if there are not enough.
    fn take(&self) -> bool {
        self.0.update(|tokens| match tokens.checked_sub(Self::RETRY_COST) {
            Some(rest) => {
                *tokens = rest;
                true
            }
            None => false,
        })
    }

    pub(crate) fn on_success(&self) {
        self.0.update(|tokens| *tokens = tokens.saturating_add(1).min(Self::CAPACITY));
    }
}

/// The policy for one request.
pub(crate) struct RetryPolicy<'a> {
    pub(crate) config: &'a RetryConfig,
    pub(crate) budget: &'a RetryBudget,
    pub(crate) clock: &'a Clock,
    /// When the entire call must be finished.
    pub(crate) deadline: Option<SystemTime>,
    /// Whether the request can be sent again although the service may have executed it.
    pub(crate) idempotent: bool,
    /// Whether the request is retried after a 429. A login is not: IAM counts it as a failed one.
    pub(crate) retry_throttled: bool,
}

/// What to do after a failed attempt.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    RetryAfter(Duration),
    /// Return the error, with a note if a retry would have been possible otherwise.
    GiveUp(Option<String>),
}

impl RetryPolicy<'_> {
    /// Decides what to do after `attempts` attempts, the last of which failed with `error`.
    pub(crate) fn decide(&self, attempts: u32, error: &Error) -> RetryDecision {
        let safe = match error.retryability() {
            Retryability::Permanent => false,
            Retryability::NotExecuted => true,
            Retryability::Throttled => self.retry_throttled,
            Retryability::MaybeExecuted => self.idempotent,
        };
        if !safe || attempts >= self.config.max_attempts {
            return RetryDecision::GiveUp(None);
        }
        let delay = match error.retry_after() {
            Some(delay) => delay,
            None => full_jitter(self.config.max_delay(attempts)),
        };
        if let Some(deadline) = self.deadline {
            let left = deadline.duration_since(self.clock.now()).unwrap_or_default();
            if delay >= left {
                let (delay, left) = (delay.as_secs_f64(), left.as_secs_f64());
                let note = format!("not retried: the delay of {delay:.1} s exceeds the {left:.1} s left for the call");
                return RetryDecision::GiveUp(Some(note));
            }
        }
        if !self.budget.take() {
            let note = "not retried: too many calls of this client failed recently".to_owned();
            return RetryDecision::GiveUp(Some(note));
        }
        RetryDecision::RetryAfter(delay)
    }
}

/// Returns a random delay of at most `max`, so that clients that failed together do not retry together.
fn full_jitter(max: Duration) -> Duration {
    max.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests;
