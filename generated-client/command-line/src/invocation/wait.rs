//! Operations that create a task: waiting for its end, and saving its file.

use std::time::Duration;

use huaweicloud_core::{Call, Operation, TaskFile, TaskStatus, Wait};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Invocation, print_response};
use crate::error::CliError;
use crate::error::escape::escape_message;
use crate::flags::common_flags;
use crate::interrupt::task_note::TaskNote;
use crate::interrupt::unless_interrupted;
use crate::output::json::Json;
use crate::output::printer::{Format, Printer};
use crate::output::progress::Progress;
use crate::request::warnings;

impl Invocation<'_> {
    /// Sends the request and prints the response or, with `--wait`, the last state of the task.
    pub(crate) async fn send_or_wait<R, S>(&self, wait: fn(Call<R>) -> Wait<S>) -> Result<(), CliError>
    where
        R: Operation<Response: Serialize>,
        S: TaskStatus,
    {
        if !self.matches.get_flag(common_flags::WAIT) {
            return self.send(Box::new(R::default())).await;
        }
        let printer = Printer::new(S::DESCRIPTOR, self.matches, Format::Json)?;
        if self.capture.is_some() {
            return print_response(printer, Json::new(&self.response(Box::new(R::default())).await?));
        }
        let note = TaskNote::default();
        let wait = self.wait(wait, &note)?;
        let response = async { wait.with_response().await.map_err(|error| self.call_error(error.error())) };
        let response = unless_interrupted(response, &note).await?;
        warnings::print_skipped_nulls(response.skipped_nulls());
        let json: &RawValue =
            serde_json::from_slice(response.raw_body()).map_err(|error| CliError::from_serialization(&error))?;
        print_response(printer, Json::new(json))
    }

    /// Saves the file of the task with `--download`. Otherwise does the same as [`send_or_wait`](Self::send_or_wait).
    pub(crate) async fn send_or_save<R, S>(&self, wait: fn(Call<R>) -> Wait<S>) -> Result<(), CliError>
    where
        R: Operation<Response: Serialize>,
        S: TaskFile,
    {
        let Some(destination) = self.destination()? else {
            return self.send_or_wait(wait).await;
        };
        let download = common_flags::DOWNLOAD;
        if !self.matches.get_flag(common_flags::WAIT) {
            let wait = common_flags::WAIT;
            return Err(CliError::usage(format!(
                "--{download} requires --{wait}: the file exists once the task has ended"
            )));
        }
        if self.capture.is_some() {
            return self.send_or_wait(wait).await;
        }
        for flag in [common_flags::OUTPUT, common_flags::COLUMNS] {
            if self.matches.contains_id(flag) {
                return Err(CliError::usage(format!(
                    "--{flag} does not apply to --{download}: the response is a file"
                )));
            }
        }
        let note = TaskNote::default();
        let wait = self.wait(wait, &note)?;
        let download = async { wait.download().await.map_err(|error| self.call_error(error.error())) };
        let download = unless_interrupted(download, &note).await?;
        destination.save(download, &note).await
    }

    /// Returns the future that waits for the task. It shows the state of the task, and updates `note`.
    fn wait<R: Operation, S: TaskStatus>(
        &self,
        wait: fn(Call<R>) -> Wait<S>,
        note: &TaskNote,
    ) -> Result<Wait<S>, CliError> {
        let mut waiting = wait(self.call::<R>()?);
        if let Some(timeout) = self.matches.get_one::<Duration>(common_flags::WAIT_TIMEOUT) {
            waiting = waiting.timeout(*timeout);
        }
        let mut progress = Progress::on_stderr("waiting");
        let field = S::DESCRIPTOR.wait.as_ref().map_or("", |wait| wait.field);
        let note = note.clone();
        let waiting = waiting.on_note(move |text| note.set(text));
        Ok(waiting.on_state(move |response| {
            let Ok(response) = serde_json::to_value(response) else { return };
            let state = match response.get(field) {
                Some(Value::String(state)) => state.clone(),
                Some(Value::Number(state)) => state.to_string(),
                _ => String::new(),
            };
            progress.show_text(&escape_message(&state));
        }))
    }
}
