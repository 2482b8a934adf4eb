//! Waiting for a task: its state is requested repeatedly until it has ended.

mod wait_error;

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};

pub use self::wait_error::WaitError;
use crate::client::call::Call;
use crate::descriptor::{FollowUp, OperationDescriptor};
use crate::error::Error;
use crate::error::redaction::Redactor;
use crate::message::retry_after;
use crate::opaque::opaque_debug;
use crate::operation::{CreatesTask, Operation, TaskFile, TaskStatus};
use crate::response::{Download, Response};
use crate::text::{MAX_NAME, one_line};

const DEFAULT_INTERVAL: Duration = Duration::from_secs(2);
const DEFAULT_MAX_INTERVAL: Duration = Duration::from_secs(30);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// Minimum delay between two requests, even if the service asks for a shorter one.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// Maximum time after which the service must know a task that it has created.
const UNKNOWN_TASK_GRACE: Duration = Duration::from_secs(30);

impl<R: CreatesTask> Call<R> {
    /// Sends the request, and waits until the task that it creates has ended.
    ///
    /// The options of the call also apply to the requests for the state of the task and for its file.
    pub fn send_and_wait(mut self) -> Wait<R::Status> {
        self.share_secrets();
        let start = Box::pin(async move {
            let call = self.clone();
            let response = self.send().await?;
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

/// A future that waits until a task has ended. Returns the last response if the task has succeeded.
///
/// Returned by `send_and_wait` of operations that create a task, and by `wait` of those that return its state. A
/// program that must continue after a restart creates the task with `send`, stores its ID, and uses `wait`.
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
/// continues: to wait for it again, use the operation that returns its state.
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
        let mut polling = Polling::new(self, call);
        loop {
            let retry_after = match self.poll(&mut polling).await? {
                Polled::Succeeded(response) => return Ok((response, polling.call)),
                Polled::Continues { retry_after } => retry_after,
            };
            let Some(delay) = polling.next_delay(retry_after) else { return Err(polling.time_out()) };
            (polling.call.telemetry().wait)(S::DESCRIPTOR.id, delay);
            polling.call.clock().sleep.pause(delay).await;
        }
    }

    /// Requests the state of the task once.
    async fn poll(&mut self, polling: &mut Polling<S>) -> Outcome<S, Polled<S::Response>> {
        let response = match polling.call.clone().send_with_response().await {
            Ok(response) => response,
            Err(error) if polling.continues_after(&error) => {
                let retry_after = error.retry_after();
                polling.last_error = Some(error);
                return Ok(Polled::Continues { retry_after });
            }
            Err(error) => return Err(polling.fail(error)),
        };
        if let Some(report) = &mut self.on_state {
            report(response.get());
        }
        let call = &polling.call;
        let field = S::DESCRIPTOR.wait.as_ref().map_or("state", |wait| wait.field);
        let state = text_of(response.get(), field);
        let meaning = meaning_of(S::DESCRIPTOR, state.as_deref());
        let mut description = match state {
            // Redacted before it is shortened: the beginning of a secret would not be recognized.
            Some(state) => format!("{field} is \"{}\"", one_line(&call.redactor().text(state), MAX_NAME)),
            None => format!("{field} is missing"),
        };
        match meaning {
            StateMeaning::Success => return Ok(Polled::Succeeded(response)),
            StateMeaning::Failure => return Err(polling.task_failed(&description, response)),
            StateMeaning::Unlisted => {
                description.push_str(", which the help page does not list");
                self.report_note(&format!("{}; {description}", call.task_note()));
            }
            StateMeaning::Running => {}
        }
        let retry_after = retry_after(response.headers(), call.clock().now());
        polling.last = Some((response.into_inner(), description));
        Ok(Polled::Continues { retry_after })
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
        let response = response.into_inner();
        let follow_up = S::DESCRIPTOR.wait.as_ref().and_then(|wait| wait.file.as_ref());
        let file: Result<Call<S::File>, Error> = call.follow(follow_up, &response);
        let call = match file {
            Ok(call) => call,
            Err(error) => return Err(WaitError::new(error, Some(response))),
        };
        // The task need not be repeated if only its download fails.
        let note = format!("the task has succeeded: {}", call.describe_parameters(&call.redactor()));
        self.report_note(&note);
        match call.send().await {
            Ok(download) => Ok(download.with_error_note(note)),
            Err(error) => Err(WaitError::new(error.with_note(note), Some(response))),
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

/// What a request for the state of a task has shown.
enum Polled<T> {
    Succeeded(Response<T>),
    /// It has not ended. The service may have asked for a delay.
    Continues {
        retry_after: Option<Duration>,
    },
}

/// The state of the polling loop.
struct Polling<S: TaskStatus> {
    call: Call<S>,
    interval: Duration,
    max_interval: Duration,
    timeout: Duration,
    /// `None` if the time cannot be represented.
    deadline: Option<SystemTime>,
    /// End of the time in which the service may not know the task yet; `None` if it is not new.
    grace: Option<SystemTime>,
    /// The last response, and its state.
    last: Option<(S::Response, String)>,
    /// The error of the last request, if it failed.
    last_error: Option<Error>,
    /// The delay that the service asked for, if it exceeds the time left.
    requested_delay: Option<Duration>,
}

impl<S: TaskStatus> Polling<S> {
    fn new(wait: &Wait<S>, call: Call<S>) -> Self {
        let clock = call.clock();
        Self {
            deadline: clock.after(wait.timeout),
            grace: if wait.is_new { clock.after(UNKNOWN_TASK_GRACE) } else { None },
            call,
            interval: wait.interval.max(MIN_INTERVAL),
            max_interval: wait.max_interval.max(MIN_INTERVAL),
            timeout: wait.timeout,
            last: None,
            last_error: None,
            requested_delay: None,
        }
    }

    /// Returns whether waiting continues after an error.
    fn continues_after(&self, error: &Error) -> bool {
        let now = self.call.clock().now();
        let may_be_unknown = self.last.is_none() && self.grace.is_some_and(|grace| now < grace);
        error.is_retryable() || (may_be_unknown && error.status() == Some(StatusCode::NOT_FOUND))
    }

    /// Returns the delay before the next request, or `None` if the time is over or the service asks for a longer delay.
    fn next_delay(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let left = match self.deadline {
            Some(deadline) => deadline.duration_since(self.call.clock().now()).unwrap_or_default(),
            None => Duration::MAX,
        };
        if left.is_zero() {
            return None;
        }
        if let Some(delay) = retry_after {
            // The service asks not to be called earlier, even at the deadline.
            if delay > left {
                self.requested_delay = Some(delay);
                return None;
            }
            return Some(delay.max(MIN_INTERVAL));
        }
        let delay = self.interval.min(self.max_interval);
        self.interval = delay.saturating_mul(2);
        Some(delay.min(left))
    }

    fn task_failed(&self, state: &str, response: Response<S::Response>) -> WaitError<S::Response> {
        let error = Error::task(S::DESCRIPTOR.id, format!("the task has failed: {state}"));
        let parameters = self.call.describe_parameters(&self.call.redactor());
        WaitError::new(error.with_note(parameters), Some(response.into_inner()))
    }

    fn fail(&mut self, error: Error) -> WaitError<S::Response> {
        let may_be_running = error.status() != Some(StatusCode::NOT_FOUND);
        let error = if may_be_running { error.with_note(self.call.task_note()) } else { error };
        WaitError::new(error, self.last.take().map(|(response, _)| response))
    }

    fn time_out(mut self) -> WaitError<S::Response> {
        let mut error = Error::deadline_exceeded(S::DESCRIPTOR.id, "waiting for the task", self.timeout);
        if let Some((_, state)) = &self.last {
            error = error.with_note(format!("last state: {state}"));
        }
        if let Some(last) = &self.last_error {
            error = error.with_note(last.to_string().replacen(S::DESCRIPTOR.id, "last error", 1));
        }
        if let Some(delay) = self.requested_delay {
            error = error.with_note(format!("the service asked to wait another {} s", delay.as_secs()));
        }
        self.fail(error)
    }
}

/// What a state says about its task.
enum StateMeaning {
    Success,
    Failure,
    Running,
    /// The help page lists the states, but not this one. The task may have ended.
    Unlisted,
}

/// Returns what a state means. ASCII case is ignored.
fn meaning_of(operation: &OperationDescriptor, state: Option<&str>) -> StateMeaning {
    let (Some(states), Some(state)) = (&operation.wait, state) else { return StateMeaning::Running };
    if states.means_success(state) {
        return StateMeaning::Success;
    }
    if states.means_failure(state) {
        return StateMeaning::Failure;
    }
    let known = operation.response.field(states.field).map(|field| field.ty.known_values()).unwrap_or_default();
    let is_listed = known.is_empty() || known.iter().any(|known| known.eq_ignore_ascii_case(state));
    if is_listed { StateMeaning::Running } else { StateMeaning::Unlisted }
}

impl<R: Operation> Call<R> {
    /// Returns the call of another operation, with parameters from a response of this one and with the same options.
    fn follow<N: Operation>(&self, follow_up: Option<&FollowUp>, response: &impl Serialize) -> Result<Call<N>, Error> {
        let mut request = Map::new();
        for (parameter, field) in follow_up.map_or(&[][..], |follow_up| follow_up.parameters) {
            let Some(value) = text_of(response, field) else {
                let detail = format!("the response has no {field}, so {} cannot be called", N::DESCRIPTOR.id);
                return Err(Error::task(R::DESCRIPTOR.id, detail));
            };
            request.insert((*parameter).to_owned(), Value::String(value));
        }
        match serde_json::from_value(Value::Object(request)) {
            Ok(request) => Ok(self.with_request(request)),
            Err(error) => {
                let error = Error::not_serializable(N::DESCRIPTOR.id, &error.to_string());
                Err(error.redacted(&self.redactor()))
            }
        }
    }

    /// Returns a note for errors that identifies the task by the parameters of the call.
    fn task_note(&self) -> String {
        format!("the task may still be running: {}", self.describe_parameters(&self.redactor()))
    }

    /// Returns the names and values of the parameters that are strings and not secret.
    fn describe_parameters(&self, redactor: &Redactor) -> String {
        let mut parameters = Vec::new();
        if let Ok(Value::Object(request)) = serde_json::to_value(&self.request) {
            for (name, value) in request {
                let is_secret = R::DESCRIPTOR.secret_parameters().any(|parameter| parameter.field.name == name);
                if let Value::String(value) = value
                    && !is_secret
                {
                    parameters.push(format!("{name} \"{}\"", one_line(&redactor.text(value), MAX_NAME)));
                }
            }
        }
        parameters.join(", ")
    }
}

/// Returns a field of a response: a string that is not empty, or an integer.
fn text_of(response: &impl Serialize, field: &str) -> Option<String> {
    match serde_json::to_value(response).ok()?.get_mut(field)?.take() {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
