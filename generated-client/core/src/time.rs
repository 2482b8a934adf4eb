//! Clocks and timers, which tests can replace.

use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use jiff::SignedDuration;

use crate::cause::BoxError;
use crate::opaque::opaque_debug;

/// A source of the current time, for the dates of signatures, the expiry of credentials and the deadlines of calls.
///
/// The system clock suits programs. Tests replace it to get the same signatures in each run, or to let credentials
/// expire.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, SystemTime};
///
/// use huaweicloud_core::TimeSource;
/// use huaweicloud_museum::mock::MockServer;
///
/// struct Fixed;
///
/// impl TimeSource for Fixed {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
///     }
/// }
///
/// let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").time_source(Fixed).start().await?;
/// mock.client().time_source(Fixed).build()?.list_paintings().send().await?;
/// let requests = mock.received_requests();
/// assert_eq!(requests[0].headers()["x-sdk-date"], "20260102T030405Z");
/// # Ok(())
/// # }
/// ```
pub trait TimeSource: Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> SystemTime;
}

/// An asynchronous timer, for the delays between attempts and for timeouts.
///
/// Replace it to use another runtime than tokio, or in tests. It serves both purposes: with a timer that ends at once,
/// every call times out. Tests therefore replace only [`pause`](Self::pause), as the client of a mock server does:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::time::Duration;
///
/// use huaweicloud_core::{Sleep, SleepFuture, TokioSleep};
///
/// /// Skips the delays before retries, but not timeouts.
/// struct WithoutPauses;
///
/// impl Sleep for WithoutPauses {
///     fn sleep(&self, duration: Duration) -> SleepFuture {
///         TokioSleep.sleep(duration)
///     }
///
///     fn pause(&self, _: Duration) -> SleepFuture {
///         Box::pin(std::future::ready(()))
///     }
/// }
///
/// # mock.list_paintings().fail_with(huaweicloud_museum::mock::Fault::Disconnect);
/// let client = mock.client().sleep(WithoutPauses).build()?;
/// client.list_paintings().send().await?;
/// # assert_eq!(mock.received_requests().len(), 2);
/// # Ok(())
/// # }
/// ```
pub trait Sleep: Send + Sync + 'static {
    /// Returns a future that completes after `duration`. Dropping it cancels the timer.
    fn sleep(&self, duration: Duration) -> SleepFuture;

    /// Returns a future that completes after a pause of `duration`: before a retry, or before the state of a task is
    /// requested again. The default implementation is [`sleep`](Self::sleep), which timeouts use.
    ///
    /// A timer for tests can end pauses at once while timeouts still take their time.
    fn pause(&self, duration: Duration) -> SleepFuture {
        self.sleep(duration)
    }

    /// Returns an error if the timer cannot be used by the current thread, for example outside of its runtime. A call
    /// starts with this check. The default implementation always returns `Ok`.
    ///
    /// # Errors
    ///
    /// Says what is missing. The call fails with [`ErrorKind::Configuration`](crate::ErrorKind::Configuration).
    fn check(&self) -> Result<(), BoxError> {
        Ok(())
    }
}

/// Future returned by [`Sleep::sleep`], which has an example: `Box::pin(async { … })`.
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The system clock. This is the default, so programs need it only within a [`TimeSource`] of their own, such as one
/// for a machine with a wrong clock:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, SystemTime};
///
/// use huaweicloud_core::{SystemTimeSource, TimeSource};
/// use huaweicloud_museum::mock::MockServer;
///
/// struct AnHourAhead;
///
/// impl TimeSource for AnHourAhead {
///     fn now(&self) -> SystemTime {
///         SystemTimeSource.now() + Duration::from_secs(60 * 60)
///     }
/// }
///
/// let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
/// let client = mock.client().time_source(AnHourAhead).build()?;
/// client.list_paintings().send().await?;
/// // The first signature was rejected. The second one has the time of the response.
/// assert_eq!(mock.received_requests().len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTimeSource;

impl TimeSource for SystemTimeSource {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Tokio's timer. This is the default with the feature `reqwest`, and requires a tokio runtime with time enabled:
/// outside of one, a call fails with the kind [`Configuration`](crate::ErrorKind::Configuration).
///
/// Programs need it only to call it from a [`Sleep`] of their own, and to make the pauses of a mock server's client
/// real:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use huaweicloud_core::TokioSleep;
///
/// let client = mock.client().sleep(TokioSleep).build()?;
/// client.list_paintings().send().await?;
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleep;

#[cfg(feature = "reqwest")]
impl Sleep for TokioSleep {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        // Creates the timer when polled, since creating it outside of a runtime panics.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn check(&self) -> Result<(), BoxError> {
        crate::async_runtime::require_tokio()
    }
}

/// The clock and timer of a client.
#[derive(Clone)]
pub(crate) struct Clock {
    pub(crate) time: Arc<dyn TimeSource>,
    pub(crate) sleep: Arc<dyn Sleep>,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        self.time.now()
    }

    /// Returns the time after `duration`, or `None` if it is too far in the future.
    pub(crate) fn after(&self, duration: Duration) -> Option<SystemTime> {
        self.now().checked_add(duration)
    }

    /// Returns the output of `future`, or `None` if it takes longer than `limit`.
    ///
    /// The future is pinned by the caller: a copy of it here would double the size of every call.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, mut future: Pin<&mut F>) -> Option<F::Output> {
        // A future that is ready at once needs no timer.
        let mut timer = None;
        std::future::poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => {
                let timer = timer.get_or_insert_with(|| self.sleep.sleep(limit));
                timer.as_mut().poll(context).map(|()| None)
            }
        })
        .await
    }
}

opaque_debug!(Clock);

/// Adds an offset, which can be negative, to a time. Returns it unchanged if the result cannot be represented.
pub(crate) fn shifted(time: SystemTime, offset: SignedDuration) -> SystemTime {
    let by = offset.unsigned_abs();
    let shifted = if offset.is_negative() { time.checked_sub(by) } else { time.checked_add(by) };
    shifted.unwrap_or(time)
}
