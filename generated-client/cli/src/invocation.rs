//! One run of an operation: builds the request and the client, sends the call and prints the response.

use std::io::Write;
use std::pin::{Pin, pin};
use std::time::Duration;
use std::{future, mem};

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{self, OperationDescriptor, Paginated, Source, TaskFile, TaskStatus};
use huaweicloud_hss::{Call, Client, Credentials, Download, Error, Items, RetryConfig, Wait};
use serde::Serialize;
use serde_json::Value;

use crate::download::Destination;
use crate::dry_run::CaptureTransport;
use crate::error::CliError;
use crate::escape::escape_message;
use crate::interrupt::unless_interrupted;
use crate::parameter_flags::{self, Flag, parameter_flags};
use crate::printer::{Format, Printer};
use crate::progress::Progress;
use crate::task::Task;
use crate::{client, common_flags, credentials, output, request, warnings};

/// An operation with the arguments of its command.
pub(crate) struct Invocation<'a> {
    operation: &'static OperationDescriptor,
    flags: Vec<Flag>,
    matches: &'a ArgMatches,
    /// Set in a dry run.
    capture: Option<CaptureTransport>,
}

impl<'a> Invocation<'a> {
    pub(crate) fn new(
        operation: &'static OperationDescriptor,
        matches: &'a ArgMatches,
        capture: Option<CaptureTransport>,
    ) -> Self {
        Self { operation, flags: parameter_flags(operation), matches, capture }
    }

    /// Sends the request and prints the response.
    pub(crate) async fn send<R: descriptor::Operation<Response: Serialize>>(&self) -> Result<(), CliError> {
        let printer = Printer::new(self.operation, self.matches, Format::Json)?;
        print_response(printer, self.response::<R>().await?)
    }

    /// Sends the request and saves the file that it returns.
    pub(crate) async fn download<R: descriptor::Operation<Response = Download>>(&self) -> Result<(), CliError> {
        let destination = match self.destination()? {
            Some(destination) => destination,
            None if self.capture.is_some() => Destination::Stdout,
            None => {
                let message = format!("missing --{} FILE: the response is a file", common_flags::DOWNLOAD);
                return Err(CliError::usage(format!("{message}; - prints it to standard output")));
            }
        };
        let download = self.call::<R>()?.send().await.map_err(|error| self.call_error(&error))?;
        destination.save(download).await
    }

    /// Sends the request and prints the response or, with `--wait`, the last state of the task.
    pub(crate) async fn send_or_wait<R, S>(&self, wait: fn(Call<R>) -> Wait<S>) -> Result<(), CliError>
    where
        R: descriptor::Operation<Response: Serialize>,
        S: TaskStatus,
    {
        if !self.matches.get_flag(common_flags::WAIT) {
            return self.send::<R>().await;
        }
        let printer = Printer::new(S::DESCRIPTOR, self.matches, Format::Json)?;
        if self.capture.is_some() {
            return print_response(printer, self.response::<R>().await?);
        }
        let task = Task::default();
        let wait = self.wait(wait, &task)?.into_future();
        let response = async { wait.await.map_err(|error| self.call_error(error.error())) };
        let response = unless_interrupted(response, || task.note()).await?;
        print_response(printer, output::to_value(&response)?)
    }

    /// Like [`send_or_wait`](Self::send_or_wait), but with `--download`, saves the file of the task.
    pub(crate) async fn send_or_save<R, S>(&self, wait: fn(Call<R>) -> Wait<S>) -> Result<(), CliError>
    where
        R: descriptor::Operation<Response: Serialize>,
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
        for flag in [common_flags::OUTPUT, common_flags::COLUMNS] {
            if self.matches.contains_id(flag) {
                return Err(CliError::usage(format!(
                    "--{flag} does not apply to --{download}: the response is a file"
                )));
            }
        }
        if self.capture.is_some() {
            return self.send_or_wait(wait).await;
        }
        let task = Task::default();
        let wait = self.wait(wait, &task)?;
        let download = async { wait.download().await.map_err(|error| self.call_error(error.error())) };
        destination.save(unless_interrupted(download, || task.note()).await?).await
    }

    /// Returns the destination that `--download` names, if it is set. Checks that it can be written, except in a dry run.
    fn destination(&self) -> Result<Option<Destination>, CliError> {
        let destination = Destination::from_matches(self.matches)?;
        if let (Some(destination), None) = (&destination, &self.capture) {
            destination.check()?;
        }
        Ok(destination)
    }

    /// Returns the future that waits for the task. It shows the state of the task, and records the task in `task`.
    fn wait<R: descriptor::Operation, S: TaskStatus>(
        &self,
        wait: fn(Call<R>) -> Wait<S>,
        task: &Task,
    ) -> Result<Wait<S>, CliError> {
        let mut waiting = wait(self.call::<R>()?);
        if let Some(timeout) = self.matches.get_one::<Duration>(common_flags::WAIT_TIMEOUT) {
            waiting = waiting.timeout(*timeout);
        }
        let mut progress = Progress::on_stderr("waiting");
        let field = S::DESCRIPTOR.wait.as_ref().map_or("", |wait| wait.field);
        let task = task.clone();
        Ok(waiting.on_state(move |response| {
            let Ok(response) = output::to_value(response) else { return };
            let state = response.get(field).and_then(Value::as_str).unwrap_or_default();
            progress.show_text(&escape_message(state));
            task.record(S::DESCRIPTOR, &response);
        }))
    }

    /// Sends the request and prints the page, or the items of all pages.
    pub(crate) async fn send_list<R>(&self) -> Result<(), CliError>
    where
        R: Paginated<Item: Serialize, Response: Serialize>,
    {
        let max_items = self.matches.get_one::<u64>(common_flags::MAX_ITEMS).copied();
        if self.matches.get_flag(common_flags::ALL) || max_items.is_some() {
            let printer = Printer::new(self.operation, self.matches, Format::JsonLines)?;
            let mut items = self.call::<R>()?.items();
            return self.print_items(printer, &mut items, max_items.unwrap_or(u64::MAX)).await;
        }
        let printer = Printer::new(self.operation, self.matches, Format::Json)?;
        self.print_page(printer, self.response::<R>().await?)
    }

    fn print_page(&self, mut printer: Printer, mut page: Value) -> Result<(), CliError> {
        if printer.format() == Format::Json {
            return output::print_document(&page);
        }
        let items = self.operation.pagination.as_ref().map(|pagination| pagination.items);
        if let Some(Value::Array(items)) = items.and_then(|name| page.get_mut(name)) {
            for item in mem::take(items) {
                printer.record(item)?;
            }
        }
        printer.finish()
    }

    async fn print_items(
        &self,
        mut printer: Printer,
        items: &mut dyn JsonItems,
        max_items: u64,
    ) -> Result<(), CliError> {
        let mut progress = Progress::on_stderr("items");
        while progress.items() < max_items {
            let next = show_while_pending(items.next(), &mut progress).await;
            let Some(item) = next.map_err(|error| self.call_error(&error))? else { break };
            if printer.is_streaming() {
                progress.before_output();
            }
            printer.record(item?)?;
            progress.count();
        }
        drop(progress);
        printer.finish()
    }

    /// Sends the request. Returns the response as JSON, so that printing is compiled once for all operations.
    async fn response<R: descriptor::Operation<Response: Serialize>>(&self) -> Result<Value, CliError> {
        match self.call::<R>()?.send().await {
            Ok(response) => output::to_value(&response),
            Err(error) => Err(self.call_error(&error)),
        }
    }

    /// Builds the call. An invalid request is reported before missing credentials.
    fn call<R: descriptor::Operation>(&self) -> Result<Call<R>, CliError> {
        credentials::check_standard_input(self.matches)?;
        let values = request::values(self.operation, &self.flags, self.matches)?;
        let request: R = request::deserialize(values, &self.flags)?;
        let client = self.client(&output::to_value(&request)?)?;
        Ok(client.call(request))
    }

    /// Builds the client for a request, and prints warnings about the request.
    fn client(&self, request: &Value) -> Result<Client, CliError> {
        let credentials = credentials::find(self.matches);
        let builder = match &self.capture {
            Some(capture) => {
                // Any credentials will do, since they are not shown.
                let credentials = credentials.unwrap_or_else(|_| Credentials::token("none"));
                client::builder(self.matches, credentials).transport(capture.clone()).retry(RetryConfig::disabled())
            }
            None => client::builder(self.matches, credentials?),
        };
        let client = client::build(self.matches, builder)?;
        warnings::print(self.operation, &self.flags, request);
        Ok(client)
    }

    fn call_error(&self, error: &Error) -> CliError {
        let flags = self.violated_flags(error);
        let hint = if flags.is_empty() { String::new() } else { format!("; check {}", flags.join(", ")) };
        CliError::from_call(error, &hint)
    }

    /// Returns the flags of the invalid parameters, each once.
    fn violated_flags(&self, error: &Error) -> Vec<String> {
        let mut flags = Vec::new();
        for violation in error.violations() {
            for path in violation.parameter().split(", ") {
                if let Some(flag) = self.flag_hint(path)
                    && !flags.contains(&flag)
                {
                    flags.push(flag);
                }
            }
        }
        flags
    }

    fn flag_hint(&self, path: &str) -> Option<String> {
        if let Some(flag) = parameter_flags::find_by_path(&self.flags, path) {
            return Some(format!("--{}", flag.name));
        }
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.field.name == path)?;
        match parameter.source {
            Source::Client(setting) => common_flags::setting_hint(setting),
            _ => None,
        }
    }
}

/// The items of a list as JSON.
trait JsonItems {
    /// Returns the next item, or `None` at the end of the list.
    fn next(&mut self) -> NextItem<'_>;
}

type NextItem<'a> = Pin<Box<dyn Future<Output = Result<Option<Result<Value, CliError>>, Error>> + 'a>>;

impl<T: Serialize> JsonItems for Items<T> {
    fn next(&mut self) -> NextItem<'_> {
        Box::pin(async move {
            let item = self.try_next().await?;
            Ok(item.map(|item| output::to_value(&item)))
        })
    }
}

fn print_response(mut printer: Printer, response: Value) -> Result<(), CliError> {
    if printer.format() == Format::Json {
        return output::print_document(&response);
    }
    printer.record(response)?;
    printer.finish()
}

/// Awaits a future, and shows the progress while it is not ready.
async fn show_while_pending<F: Future, W: Write>(future: F, progress: &mut Progress<W>) -> F::Output {
    let mut future = pin!(future);
    future::poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        if poll.is_pending() {
            progress.show();
        }
        poll
    })
    .await
}
