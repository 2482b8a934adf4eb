//! Decides whether and when a request is retried.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Retryability};
use crate::retry_config::RetryConfig;
use crate::time::Clock;

/// A token bucket that keeps the calls of a client from multiplying the load of a failing service: each retry takes
/// tokens, each success returns one.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    const CAPACITY: u32 = 500;
    const RETRY_COST: u32 = 5;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::CAPACITY))
    }

    /// Takes the tokens for a retry. Returns `false` if there are not enough.
    fn take(&self) -> bool {
        self.update(|tokens| tokens.checked_sub(Self::RETRY_COST))
    }

    pub(crate) fn on_success(&self) {
        self.update(|tokens| (tokens < Self::CAPACITY).then_some(tokens + 1));
    }

    /// Changes the number of tokens unless `change` returns `None`. Returns whether it was changed.
    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
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
            Retryability::Permanent | Retryability::RetriedAlready => false,
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
