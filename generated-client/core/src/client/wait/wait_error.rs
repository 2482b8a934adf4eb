//! Errors of waiting for a task.

use std::error::Error as StdError;
use std::fmt;

use crate::error::{Error, ErrorKind};

/// Errors returned by [`Wait`](crate::Wait), with the last response if there was one.
///
/// [`kind`](Self::kind) is [`Task`](ErrorKind::Task) if the task has failed, [`Timeout`](ErrorKind::Timeout) if it has
/// not ended in time, and otherwise that of the request that failed. It converts into an [`Error`], so that `?` works
/// in functions that return one.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_core::ErrorKind;
/// use huaweicloud_museum::mock::{MockServer, TaskOutcome};
///
/// let mock = MockServer::builder().task_outcome(TaskOutcome::Failure).start().await?;
/// let client = mock.client().build()?;
///
/// let error = client.export_visits(10).everything(true).send_and_wait().await.unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Task);
/// if let Some(task) = error.last_response() {
///     println!("{:?}: {:?}", task.task_id, task.task_status);
/// }
/// # Ok(())
/// # }
/// ```
///
/// The error is also its [`source`](StdError::source), so that it can be found in a `Box<dyn Error>`. `Display` is the
/// same for both:
///
/// ```
/// use std::error::Error as StdError;
///
/// fn is_retryable(error: &(dyn StdError + 'static)) -> bool {
///     let mut next = Some(error);
///     while let Some(error) = next {
///         if let Some(error) = error.downcast_ref::<huaweicloud_core::Error>() {
///             return error.is_retryable();
///         }
///         next = error.source();
///     }
///     false
/// }
/// ```
pub struct WaitError<T> {
    error: Error,
    task_id: Option<String>,
    /// Boxed, since responses can be large.
    last_response: Option<Box<T>>,
}

impl<T> WaitError<T> {
    pub(super) fn new(error: Error, last_response: Option<T>) -> Self {
        Self { error, task_id: None, last_response: last_response.map(Box::new) }
    }

    pub(super) fn of_task(mut self, id: Option<String>) -> Self {
        self.task_id = id;
        self
    }

    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns the error without the response.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Returns the ID of the task, with which the operation that returns its state can wait for it again.
    ///
    /// Returns `None` if the task was not created, or if that operation does not have exactly one required parameter.
    #[must_use]
    pub fn task_id(&self) -> Option<&str> {
        self.task_id.as_deref()
    }

    /// Returns the last response with the state of the task. If the task has failed, it says so.
    #[must_use]
    pub fn last_response(&self) -> Option<&T> {
        self.last_response.as_deref()
    }
}

impl<T> From<Error> for WaitError<T> {
    fn from(error: Error) -> Self {
        Self::new(error, None)
    }
}

impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        error.error
    }
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// Shows the error, and not the response.
impl<T> fmt::Debug for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl<T> StdError for WaitError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.error)
    }
}
