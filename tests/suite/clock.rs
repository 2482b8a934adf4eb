//! A clock for clients under test, so that nothing waits for real time.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hss_tests::PATIENCE;
use hss_tests::script::ScriptedServer;
use huaweicloud_museum::{Sleep, SleepFuture, TimeSource};
use tokio::sync::watch;

/// A clock that begins at 2026-01-02 03:04:05 UTC and moves only when it has to.
///
/// A pause ends at once, and moves the clock. A sleep of one of the durations given to [`VirtualClock::new`] is a
/// timer: it ends only when the clock is moved beyond it, by [`VirtualClock::advance`] or by a pause.
#[derive(Clone)]
pub(crate) struct VirtualClock {
    timers: Arc<[Duration]>,
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    pauses: Vec<Duration>,
    /// When each pending timer ends.
    timers: Vec<Duration>,
}

impl VirtualClock {
    pub(crate) fn new(timers: &[Duration]) -> Self {
        Self { timers: timers.into(), state: watch::Sender::default() }
    }

    /// Returns the pauses so far.
    pub(crate) fn pauses(&self) -> Vec<Duration> {
        self.state.borrow().pauses.clone()
    }

    /// Returns the number of pending timers.
    pub(crate) fn timers(&self) -> usize {
        self.state.borrow().timers.len()
    }

    /// Waits until `count` timers run that end when `elapsed` has passed since the clock's beginning.
    pub(crate) async fn wait_for_timers(&self, count: usize, elapsed: Duration) {
        let mut receiver = self.state.subscribe();
        let running = |state: &State| state.timers.iter().filter(|end| **end == elapsed).count();
        let wait = tokio::time::timeout(PATIENCE, receiver.wait_for(|state| running(state) == count)).await;
        assert!(wait.is_ok(), "expected {count} timers that end at {elapsed:?}: {:?}", self.state.borrow());
    }

    /// Moves the clock to the end of the timer that ends first.
    pub(crate) fn advance(&self) {
        self.state.send_modify(|state| state.elapsed = state.timers.iter().min().copied().unwrap_or(state.elapsed));
    }

    /// Advances the clock each time that a connection of the server stalls.
    pub(crate) fn advance_when_stalled(&self, server: &ScriptedServer) {
        let (clock, mut observed) = (self.clone(), server.subscribe());
        tokio::spawn(async move {
            let mut stalled = 0;
            // The error says that the server is gone.
            while observed.wait_for(|observed| observed.stalled > stalled).await.is_ok() {
                stalled += 1;
                clock.advance();
            }
        });
    }
}

impl TimeSource for VirtualClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045) + self.state.borrow().elapsed
    }
}

impl Sleep for VirtualClock {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        if !self.timers.contains(&duration) {
            self.state.send_modify(|state| {
                state.pauses.push(duration);
                state.elapsed += duration;
            });
            return Box::pin(std::future::ready(()));
        }
        let timer = Timer::start(self.state.clone(), duration);
        Box::pin(async move {
            let mut receiver = timer.state.subscribe();
            // The timer holds a sender, so that this cannot fail.
            let _ = receiver.wait_for(|state| state.elapsed >= timer.end).await;
        })
    }
}

/// A timer that runs until it is dropped.
struct Timer {
    state: watch::Sender<State>,
    end: Duration,
}

impl Timer {
    fn start(state: watch::Sender<State>, duration: Duration) -> Self {
        let end = state.borrow().elapsed + duration;
        state.send_modify(|state| state.timers.push(end));
        Self { state, end }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.state.send_modify(|state| {
            if let Some(index) = state.timers.iter().position(|end| *end == self.end) {
                state.timers.remove(index);
            }
        });
    }
}
