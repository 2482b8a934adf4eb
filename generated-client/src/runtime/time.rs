//! What time it is, and waiting: seams, so that nothing has to wait in a test.

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// Tells what time it is.
pub trait TimeSource: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// Waits.
pub trait Sleep: Send + Sync + 'static {
    /// A future that is ready once `duration` has passed. Dropping it ends the wait.
    fn sleep(&self, duration: Duration) -> SleepFuture;
}

/// What [`Sleep::sleep`] returns.
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The time of the system's clock: the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTimeSource;

impl TimeSource for SystemTimeSource {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Waits by tokio's timer: the default with the feature `reqwest`. It needs a tokio runtime with its timer enabled.
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleep;

#[cfg(feature = "reqwest")]
impl Sleep for TokioSleep {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        // Not before the first poll: the timer wants its runtime.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

/// Both seams, as a client holds them.
#[derive(Clone)]
pub(crate) struct Clock {
    pub(crate) time: Arc<dyn TimeSource>,
    pub(crate) sleep: Arc<dyn Sleep>,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        self.time.now()
    }

    /// The point in time after `duration`; `None` if there is none.
    pub(crate) fn after(&self, duration: Option<Duration>) -> Option<SystemTime> {
        self.now().checked_add(duration?)
    }

    /// The outcome of `future`, or `None` if it takes longer than `limit`.
    pub(crate) async fn within<F: Future>(&self, limit: Option<Duration>, future: F) -> Option<F::Output> {
        let Some(limit) = limit else { return Some(future.await) };
        let (mut future, mut sleep) = (pin!(future), self.sleep.sleep(limit));
        std::future::poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
        })
        .await
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}

/// How far the service's clock is from ours.
#[derive(Clone, Copy, Default)]
pub(crate) struct ClockOffset {
    ahead: bool,
    pub(crate) by: Duration,
}

impl ClockOffset {
    pub(crate) fn between(ours: SystemTime, theirs: SystemTime) -> Self {
        match theirs.duration_since(ours) {
            Ok(by) => Self { ahead: true, by },
            Err(error) => Self { ahead: false, by: error.duration() },
        }
    }

    /// Our time as the service sees it.
    pub(crate) fn shift(self, now: SystemTime) -> SystemTime {
        let shifted = if self.ahead { now.checked_add(self.by) } else { now.checked_sub(self.by) };
        shifted.unwrap_or(now)
    }
}
