//! Handles signals, so that an incomplete file is removed before the program ends.

pub(crate) mod task_note;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use crate::error::CliError;
use crate::interrupt::task_note::TaskNote;

/// Runs `work` until it is done or the program is interrupted. On interruption, `work` is dropped, which removes the
/// file, and `note` is appended to the error message.
pub(crate) async fn unless_interrupted<T>(
    work: impl Future<Output = Result<T, CliError>>,
    note: &TaskNote,
) -> Result<T, CliError> {
    let mut work = pin!(work);
    let mut interruption = pin!(interruption());
    poll_fn(|context| {
        if interruption.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(CliError::interrupted(&note.get())));
        }
        work.as_mut().poll(context)
    })
    .await
}

/// Waits for Ctrl-C, a request to terminate, or the end of the terminal session.
#[cfg(unix)]
async fn interruption() {
    use tokio::signal::unix::{SignalKind, signal};

    let mut signals = Vec::new();
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        if kind == SignalKind::hangup() && !ends_at_hangup() {
            continue;
        }
        // Without a handler, the signal ends the program by itself.
        signals.extend(signal(kind));
    }
    poll_fn(|context| {
        // Polls each signal, so that each of them wakes the task.
        let mut received = Poll::Pending;
        for signal in &mut signals {
            if signal.poll_recv(context).is_ready() {
                received = Poll::Ready(());
            }
        }
        received
    })
    .await;
}

/// Returns whether the program should handle SIGHUP: not if it was started with `nohup`, which ignores this signal.
/// Without unsafe code, this is only known on Linux.
#[cfg(unix)]
fn ends_at_hangup() -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // SIGHUP is signal 1, the lowest bit.
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 0))
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn interruption() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler, the signal ends the program by itself.
        std::future::pending::<()>().await;
    }
}
