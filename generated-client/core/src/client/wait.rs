//! Waiting for a task: its state is requested repeatedly until it has ended.

mod follow_up;
mod polling;
mod wait_error;

use std::pin::Pin;
use std::time::Duration;

pub use self::wait_error::WaitError;
use crate::client::call::Call;
use crate::client::wait::polling::Polling;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::operation::{CreatesTask, Operation, TaskFile, TaskStatus};
use crate::response::{Download, Response};

const DEFAULT_INTERVAL: Duration = Duration::from_secs(2);
const DEFAULT_MAX_INTERVAL: Duration = Duration::from_secs(30);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15 * 60);

impl<R: CreatesTask> Call<R> {
    /// Sends the request, and waits until the task that it creates has ended.
    ///
    /// The options of the call also apply to the requests for the state of the task and for its file.
    pub fn send_and_wait(mut self) -> Wait<R::Status> {
        self.share_secrets();
        let start = Box::pin(async move {
            let call = self.clone();
            let response = self.send_with_response().await?;
            let follow_up = R::DESCRIPTOR.task.as_ref();
            call.follow(follow_up, &response)
        });
        Wait::new(start, true)
    }
}

impl<S: TaskStatus> Call<S> {
    /// Sends the request repeatedly until the task has ended.
    pub fn wait(mut self) -> Wait<S> {
        self.share_secrets();
        Wait::new(Box::pin(std::future::ready(Ok(self))), false)
    }
}

/// A wait for the end of a task. Awaiting it returns the last response if the task has succeeded.
///
/// Returned by `send_and_wait` of operations that create a task, and by `wait` of those that return its state. A
/// program that must continue after a restart creates the task with `send`, stores its ID, and uses `wait`. To pass a
/// wait to a function that takes a future, such as `tokio::spawn`, call `into_future`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::builder().task_running(0).start().await?;
/// # let client = mock.client().build()?;
/// use std::time::Duration;
///
/// let task = client.export_visits(10).everything(true).send_and_wait().timeout(Duration::from_secs(300)).await?;
/// println!("{:?}", task.file_id);
/// # Ok(())
/// # }
/// ```
///
/// The client polls immediately, then at intervals that double from [`interval`](Self::interval) to
/// [`max_interval`](Self::max_interval). If a response has the header `Retry-After`, it determines the next interval.
/// Waiting continues
///
/// - as long as the state means neither success nor failure; ASCII case is ignored. A state that the help page does not
///   list may be a new one: [`on_note`](Self::on_note) and the timeout error report it;
/// - after an error for which [`Error::is_retryable`] returns true, even if the retries of the request are exhausted;
/// - after the status 404 in the first 30 seconds after the task was created: the service may not know it yet.
///
/// Any other error ends it, as does the [`timeout`](Self::timeout). Dropping the future stops waiting. The task itself
/// continues: to wait for it again, pass [`WaitError::task_id`] to the operation that returns its state.
///
/// # Errors
///
/// A [`WaitError`] of the kind [`Task`](crate::ErrorKind::Task) if the task has failed or a response lacks its ID,
/// [`Timeout`](crate::ErrorKind::Timeout) if it has not ended in time, and otherwise those of [`Call::send`].
#[must_use = "nothing is sent unless it is awaited"]
pub struct Wait<S: TaskStatus> {
    /// Creates the task, if that is part of it, and returns the call for its state.
    start: StartFuture<S>,
    /// Whether `start` creates the task.
    is_new: bool,
    interval: Duration,
    max_interval: Duration,
    timeout: Duration,
    on_state: Option<StateReport<S>>,
    on_note: Option<NoteReport>,
}

type StartFuture<S> = Pin<Box<dyn Future<Output = Result<Call<S>, Error>> + Send>>;
type StateReport<S> = Box<dyn FnMut(&<S as Operation>::Response) + Send>;
type NoteReport = Box<dyn FnMut(&str) + Send>;
type Outcome<S, T> = Result<T, WaitError<<S as Operation>::Response>>;

impl<S: TaskStatus> Wait<S> {
    fn new(start: StartFuture<S>, is_new: bool) -> Self {
        Self {
            start,
            is_new,
            interval: DEFAULT_INTERVAL,
            max_interval: DEFAULT_MAX_INTERVAL,
            timeout: DEFAULT_TIMEOUT,
            on_state: None,
            on_note: None,
        }
    }

    /// Sets the first interval between two requests. The default is 2 seconds, and the minimum 100 milliseconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Sets the maximum interval between two requests, unless the service asks for a longer one. The default is 30
    /// seconds.
    pub fn max_interval(mut self, max_interval: Duration) -> Self {
        self.max_interval = max_interval;
        self
    }

    /// Sets how long to wait after the task was created. The default is 15 minutes.
    ///
    /// The state is requested for the last time when this time is over. The client's timeouts also apply to each
    /// request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets a function to call with each response, for example to show the state of the task.
    pub fn on_state(mut self, report: impl FnMut(&S::Response) + Send + 'static) -> Self {
        self.on_state = Some(Box::new(report));
        self
    }

    /// Sets a function to call with each note on the task, for the message of a program that stops while it waits.
    ///
    /// The notes are those of errors: `the task may still be running: task_id "t"` once the task exists, and
    /// `the task has succeeded: file_id "f"` before its file is requested. The first one is repeated, with the state,
    /// after each response with a state that the help page does not list. Each note is one line without secrets.
    pub fn on_note(mut self, report: impl FnMut(&str) + Send + 'static) -> Self {
        self.on_note = Some(Box::new(report));
        self
    }

    fn report_note(&mut self, note: &str) {
        if let Some(report) = &mut self.on_note {
            report(note);
        }
    }

    /// Waits until the task has ended, and blocks the thread.
    ///
    /// # Errors
    ///
    /// Those of [`Wait`], and [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the thread belongs to a
    /// tokio runtime, which it must not block.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(self) -> Result<S::Response, WaitError<S::Response>> {
        crate::block_on::block_on("wait_blocking", self.into_future())?
    }

    /// Waits until the task has ended, and returns the status, the headers and the body with the last response.
    ///
    /// # Errors
    ///
    /// Those of [`Wait`].
    pub async fn with_response(mut self) -> Result<Response<S::Response>, WaitError<S::Response>> {
        let (response, _) = self.run().await?;
        Ok(response)
    }

    /// Waits until the task has ended. Returns the last response, and the call that received it.
    async fn run(&mut self) -> Outcome<S, (Response<S::Response>, Call<S>)> {
        let call = self.start.as_mut().await?;
        self.report_note(&call.task_note());
        let task_id = call.task_id();
        Polling::new(self, call).run().await.map_err(|error| error.of_task(task_id))
    }
}

impl<S: TaskFile> Wait<S> {
    /// Waits until the task has ended, and requests its file.
    ///
    /// ```no_run
    /// # async fn export(client: huaweicloud_museum::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.export_visits(10).everything(true).send_and_wait().download().await?.save_to("visits.zip").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Wait`], and those of [`Call::send`] for the file.
    pub async fn download(mut self) -> Result<Download, WaitError<S::Response>> {
        let (response, call) = self.run().await?;
        let follow_up = S::DESCRIPTOR.wait.as_ref().and_then(|wait| wait.file.as_ref());
        let outcome = match call.follow(follow_up, &response) {
            Ok(file) => self.request_file(file).await,
            Err(error) => Err(error),
        };
        outcome.map_err(|error| WaitError::new(error, Some(response.into_inner())).of_task(call.task_id()))
    }

    async fn request_file(&mut self, call: Call<S::File>) -> Result<Download, Error> {
        // The task need not be repeated if only its download fails.
        let note = format!("the task has succeeded: {}", call.describe_parameters());
        self.report_note(&note);
        match call.send().await {
            Ok(download) => Ok(download.with_error_note(note)),
            Err(error) => Err(error.with_note(note)),
        }
    }

    /// Waits until the task has ended and requests its file, and blocks the thread.
    ///
    /// # Errors
    ///
    /// As for [`download`](Self::download), and [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the
    /// thread belongs to a tokio runtime, which it must not block.
    #[cfg(feature = "blocking")]
    pub fn download_blocking(self) -> Result<Download, WaitError<S::Response>> {
        crate::block_on::block_on("download_blocking", self.download())?
    }
}

impl<S: TaskStatus> IntoFuture for Wait<S> {
    type Output = Result<S::Response, WaitError<S::Response>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let (response, _) = self.run().await?;
            Ok(response.into_inner())
        })
    }
}

opaque_debug!(Wait<S: TaskStatus>, |wait| {
    operation: S::DESCRIPTOR.id,
    interval: wait.interval,
    max_interval: wait.max_interval,
    timeout: wait.timeout,
});

#[cfg(test)]
mod tests;
