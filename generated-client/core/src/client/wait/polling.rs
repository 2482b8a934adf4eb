//! The polling loop: requests the state of a task until it has ended.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use tracing::debug;

use crate::client::call::Call;
use crate::client::wait::follow_up::text_of;
use crate::client::wait::{Outcome, Wait, WaitError};
use crate::descriptor::OperationDescriptor;
use crate::error::Error;
use crate::message::{ResponseHead, retry_after};
use crate::operation::TaskStatus;
use crate::response::Response;
use crate::telemetry::TARGET;
use crate::text::{MAX_NAME, one_line};

/// Minimum delay between two requests, even if the service asks for a shorter one.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// Maximum time after which the service must know a task that it has created.
const UNKNOWN_TASK_GRACE: Duration = Duration::from_secs(30);

/// The state of the polling loop.
pub(super) struct Polling<'a, S: TaskStatus> {
    wait: &'a mut Wait<S>,
    call: Call<S>,
    /// The next interval, unless the service asks for another delay.
    interval: Duration,
    /// `None` if the time cannot be represented.
    deadline: Option<SystemTime>,
    /// End of the time in which the service may not know the task yet; `None` if it is not new.
    grace: Option<SystemTime>,
    /// The last response, and its state.
    last: Option<(S::Response, String)>,
    /// The head of the last response; `None` if the last request failed, since a note has the request ID of its error.
    last_head: Option<ResponseHead>,
    /// The error of the last request that failed.
    last_error: Option<Error>,
    /// The delay that the service asked for with the last response.
    retry_after: Option<Duration>,
}

impl<'a, S: TaskStatus> Polling<'a, S> {
    pub(super) fn new(wait: &'a mut Wait<S>, call: Call<S>) -> Self {
        let clock = call.clock();
        Self {
            interval: wait.interval.max(MIN_INTERVAL),
            deadline: clock.after(wait.timeout),
            grace: if wait.is_new { clock.after(UNKNOWN_TASK_GRACE) } else { None },
            wait,
            call,
            last: None,
            last_head: None,
            last_error: None,
            retry_after: None,
        }
    }

    /// Requests the state until the task has ended or the time is over.
    pub(super) async fn run(mut self) -> Outcome<S, (Response<S::Response>, Call<S>)> {
        loop {
            if let Some(response) = self.poll().await? {
                return Ok((response, self.call));
            }
            let Some(delay) = self.next_delay() else { return Err(self.time_out()) };
            debug!(target: TARGET, operation = S::DESCRIPTOR.id, ?delay, "waiting for a task");
            self.call.clock().sleep.pause(delay).await;
        }
    }

    /// Requests the state of the task once. Returns the response if the task has succeeded, and `None` if it has not
    /// ended.
    async fn poll(&mut self) -> Outcome<S, Option<Response<S::Response>>> {
        let response = match self.call.clone().send_with_response().await {
            Ok(response) => response,
            Err(error) if self.continues_after(&error) => {
                self.retry_after = error.retry_after();
                self.last_head = None;
                self.last_error = Some(error);
                return Ok(None);
            }
            Err(error) => return Err(self.fail(error)),
        };
        if let Some(report) = &mut self.wait.on_state {
            report(response.get());
        }
        let field = S::DESCRIPTOR.wait.as_ref().map_or("state", |wait| wait.field);
        let state = text_of(response.get(), field);
        let meaning = meaning_of(S::DESCRIPTOR, state.as_deref());
        let mut description = match state {
            // Redacted before it is shortened: the beginning of a secret would not be recognized.
            Some(state) => format!("{field} is \"{}\"", one_line(&self.call.redactor().text(state), MAX_NAME)),
            None => format!("{field} is missing"),
        };
        match meaning {
            StateMeaning::Success => return Ok(Some(response)),
            StateMeaning::Failure => return Err(self.task_failed(&description, response)),
            StateMeaning::Unlisted => {
                description.push_str(", which the help page does not list");
                self.wait.report_note(&format!("{}; {description}", self.call.task_note()));
            }
            StateMeaning::Running => {}
        }
        self.retry_after = retry_after(response.headers(), || self.call.clock().now());
        self.last_head = Some(response.error_head());
        self.last = Some((response.into_inner(), description));
        Ok(None)
    }

    /// Returns whether waiting continues after an error.
    fn continues_after(&self, error: &Error) -> bool {
        let now = self.call.clock().now();
        let may_be_unknown = self.last.is_none() && self.grace.is_some_and(|grace| now < grace);
        error.is_retryable() || (may_be_unknown && error.status() == Some(StatusCode::NOT_FOUND))
    }

    /// Returns the delay before the next request, or `None` if the time is over or the service asks for a longer delay.
    fn next_delay(&mut self) -> Option<Duration> {
        let left = self.time_left();
        if left.is_zero() {
            return None;
        }
        if let Some(delay) = self.retry_after {
            // The service asks not to be called earlier, even at the deadline.
            return if delay > left { None } else { Some(delay.max(MIN_INTERVAL)) };
        }
        let delay = self.interval.min(self.wait.max_interval.max(MIN_INTERVAL));
        self.interval = delay.saturating_mul(2);
        Some(delay.min(left))
    }

    fn time_left(&self) -> Duration {
        match self.deadline {
            Some(deadline) => deadline.duration_since(self.call.clock().now()).unwrap_or_default(),
            None => Duration::MAX,
        }
    }

    fn task_failed(&self, state: &str, response: Response<S::Response>) -> WaitError<S::Response> {
        let error = Error::task(S::DESCRIPTOR.id, format!("the task has failed: {state}"))
            .with_note(self.call.describe_parameters())
            .with_head(response.error_head())
            .redacted(&self.call.redactor());
        WaitError::new(error, Some(response.into_inner()))
    }

    fn fail(&mut self, error: Error) -> WaitError<S::Response> {
        let may_be_running = error.status() != Some(StatusCode::NOT_FOUND);
        let error = if may_be_running { error.with_note(self.call.task_note()) } else { error };
        WaitError::new(error, self.last.take().map(|(response, _)| response))
    }

    fn time_out(mut self) -> WaitError<S::Response> {
        let mut error = Error::deadline_exceeded(S::DESCRIPTOR.id, "waiting for the task", self.wait.timeout);
        if let Some((_, state)) = &self.last {
            error = error.with_note(format!("last state: {state}"));
        }
        if let Some(head) = self.last_head.take() {
            error = error.with_head(head).redacted(&self.call.redactor());
        }
        if let Some(last) = &self.last_error {
            error = error.with_note(last.to_string().replacen(S::DESCRIPTOR.id, "last error", 1));
        }
        if let Some(delay) = self.retry_after.filter(|delay| *delay > self.time_left()) {
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
