//! The clock of a mock server's client.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::cause::BoxError;
use crate::sync_cell::SyncCell;
use crate::time::{Sleep, SleepFuture, TimeSource, TokioSleep};

/// A clock that skips pauses: they take no real time, and the clock moves on by their duration. Timeouts take their
/// time, since they wait for a server.
#[derive(Clone, Default)]
pub(super) struct SkippingClock {
    skipped: Arc<SyncCell<Duration>>,
}

impl TimeSource for SkippingClock {
    fn now(&self) -> SystemTime {
        let now = SystemTime::now();
        now.checked_add(self.skipped.get()).unwrap_or(now)
    }
}

impl Sleep for SkippingClock {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        TokioSleep.sleep(duration)
    }

    fn pause(&self, duration: Duration) -> SleepFuture {
        self.skipped.update(|skipped| *skipped = skipped.saturating_add(duration));
        Box::pin(std::future::ready(()))
    }

    fn check(&self) -> Result<(), BoxError> {
        TokioSleep.check()
    }
}
