//! Handles signals, so that an incomplete file is removed before the program ends.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use crate::error::CliError;

/// Runs `work` until it is done or the program is interrupted. On interruption, `work` is dropped, which removes the file.
pub(crate) async fn unless_interrupted<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let mut work = pin!(work);
    let mut interruption = pin!(interruption());
    poll_fn(|context| {
        if interruption.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(CliError::interrupted()));
        }
        work.as_mut().poll(context)
    })
    .await
}

/// Waits for Ctrl-C or a request to terminate.
async fn interruption() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return ctrl_c().await };
        let mut ctrl_c = pin!(ctrl_c());
        poll_fn(|context| {
            if ctrl_c.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            terminate.poll_recv(context).map(|_| ())
        })
        .await;
    }
    #[cfg(not(unix))]
    ctrl_c().await;
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler, the signal ends the program by itself.
        std::future::pending::<()>().await;
    }
}
