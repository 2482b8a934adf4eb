//! One run of an operation: builds the request and the client, sends the call and prints the response.

mod list;
mod wait;

use clap::ArgMatches;
use huaweicloud_core::descriptor::{OperationDescriptor, ParameterSource, Setting};
use huaweicloud_core::{Call, Client, Download, Error, Operation, Violation};
use serde_json::value::RawValue;

use crate::client::dry_run::CaptureTransport;
use crate::client::{self, credentials};
use crate::download::Destination;
use crate::error::CliError;
use crate::flags::common_flags;
use crate::flags::parameter_flags::{Flag, find_by_path};
use crate::interrupt::task_note::TaskNote;
use crate::output::json::Json;
use crate::output::printer::{Format, Printer};
use crate::output::stdout;
use crate::program::Program;
use crate::request::typed::{JsonRequest, Request};
use crate::request::{self, warnings};

/// An operation with the arguments of its command.
pub(crate) struct Invocation<'a> {
    pub(crate) program: &'a Program,
    pub(crate) operation: &'static OperationDescriptor,
    pub(crate) flags: Vec<Flag>,
    /// The parameters that no flag sets.
    pub(crate) secrets: Vec<Flag>,
    pub(crate) matches: &'a ArgMatches,
    /// Set in a dry run.
    pub(crate) capture: Option<CaptureTransport>,
}

impl Invocation<'_> {
    /// Sends the request and prints the response.
    pub(crate) async fn send(&self, request: Box<dyn JsonRequest>) -> Result<(), CliError> {
        let printer = Printer::new(self.operation, self.matches, Format::Json)?;
        print_response(printer, Json::new(&self.response(request).await?))
    }

    /// Sends the request and saves the file that it returns.
    pub(crate) async fn download<R: Operation<Response = Download>>(&self) -> Result<(), CliError> {
        let destination = match self.destination()? {
            Some(destination) => destination,
            None if self.capture.is_some() => Destination::Stdout,
            None => {
                let message = format!("missing --{} FILE: the response is a file", common_flags::DOWNLOAD);
                return Err(CliError::usage(format!("{message}; - prints it to standard output")));
            }
        };
        let download = self.call::<R>()?.send().await.map_err(|error| self.call_error(&error))?;
        destination.save(download, &TaskNote::default()).await
    }

    /// Returns the destination that `--download` names, if it is set. Checks that it can be written, except in a dry
    /// run.
    fn destination(&self) -> Result<Option<Destination>, CliError> {
        let destination = Destination::from_matches(self.matches);
        if let (Some(destination), None) = (&destination, &self.capture) {
            destination.check()?;
        }
        Ok(destination)
    }

    /// Sends the request and returns the response.
    async fn response(&self, mut request: Box<dyn JsonRequest>) -> Result<Box<RawValue>, CliError> {
        let client = self.prepare(request.as_mut())?;
        let call = request.call(&client).checked(!self.accepts_any_response());
        let response = call.send_with_response().await.map_err(|error| self.call_error(&error))?;
        warnings::print_skipped_nulls(response.skipped_nulls());
        Ok(response.into_inner())
    }

    /// Returns whether responses that do not match the help page are printed too.
    fn accepts_any_response(&self) -> bool {
        self.matches.get_flag(common_flags::ANY_RESPONSE)
    }

    /// Builds the call.
    fn call<R: Operation>(&self) -> Result<Call<R>, CliError> {
        let mut request = R::default();
        let client = self.prepare(&mut request)?;
        Ok(client.call(request))
    }

    /// Sets the parameters of the request, which is empty, builds the client for it, and prints warnings about it. An
    /// invalid request is reported before missing credentials.
    fn prepare(&self, request: &mut dyn Request) -> Result<Client, CliError> {
        credentials::check_standard_input(self.matches, &self.flags)?;
        let values = request::values(self.operation, &self.flags, self.matches)?;
        request::read(self.operation, request, values, &self.flags, self.matches)?;
        let request = request.to_json().map_err(|error| CliError::from_serialization(&error))?;
        let client = client::build(self.program, self.matches, self.capture.clone())?;
        warnings::print(self.operation, &self.flags, &request);
        Ok(client)
    }

    /// Returns the error of a failed call. It names the flags of invalid parameters, each once.
    fn call_error(&self, error: &Error) -> CliError {
        let mut flags = Vec::new();
        for violation in error.violations() {
            for path in violation.parameter().split(", ") {
                match self.flag_hint(path, violation) {
                    Some(flag) if !flags.contains(&flag) => flags.push(flag),
                    _ => {}
                }
            }
        }
        let hint = if flags.is_empty() { String::new() } else { format!("; check {}", flags.join(", ")) };
        CliError::from_call(error, &hint)
    }

    fn flag_hint(&self, path: &str, violation: &Violation) -> Option<String> {
        if let Some(flag) = find_by_path(&self.flags, path) {
            return Some(format!("--{}", flag.name));
        }
        if find_by_path(&self.secrets, path).is_some() {
            return Some(format!("--{}", common_flags::INPUT));
        }
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.field.name == path)?;
        match parameter.source {
            ParameterSource::Client(setting) => {
                let more = match (setting, violation.actual(), &self.capture) {
                    (Setting::Project, None, None) => ", or --resolve-project-id",
                    (Setting::Project, None, Some(_)) => "; a dry run does not look it up",
                    _ => "",
                };
                common_flags::setting_hint(setting, more)
            }
            _ => None,
        }
    }
}

fn print_response(printer: Printer, response: Json<'_>) -> Result<(), CliError> {
    if printer.format() == Format::Json {
        return stdout::print_document(&response);
    }
    print_records(printer, response.records())
}

fn print_records(mut printer: Printer, records: Vec<Json<'_>>) -> Result<(), CliError> {
    for record in records {
        printer.record(record)?;
    }
    printer.finish()
}
