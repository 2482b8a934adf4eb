//! One run of an operation: builds the request and the client, sends the call and prints the response.

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{self, OperationDescriptor, Paginated, Source};
use huaweicloud_hss::{Call, Credentials, Error, RetryConfig};
use serde::Serialize;

use crate::dry_run::CaptureTransport;
use crate::error::CliError;
use crate::parameter_flags::{self, Flag, parameter_flags};
use crate::progress::Progress;
use crate::{client, common_flags, credentials, output, request};

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
    pub(crate) async fn send<R: descriptor::Operation>(&self) -> Result<(), CliError> {
        match self.call::<R>()?.send().await {
            Ok(response) => output::print_document(&response),
            Err(error) => Err(self.call_error(&error)),
        }
    }

    /// Sends the request and prints the response, or with `--all` the items of all pages.
    pub(crate) async fn send_list<R: Paginated<Item: Serialize>>(&self) -> Result<(), CliError> {
        if !self.matches.get_flag(common_flags::ALL) {
            return self.send::<R>().await;
        }
        let mut items = self.call::<R>()?.items();
        let mut progress = Progress::on_stderr();
        loop {
            match items.try_next().await {
                Ok(Some(item)) => output::print_line(&item)?,
                Ok(None) => return Ok(()),
                Err(error) => return Err(self.call_error(&error)),
            }
            progress.count();
        }
    }

    /// Builds the call. An invalid request is reported before missing credentials.
    fn call<R: descriptor::Operation>(&self) -> Result<Call<R>, CliError> {
        credentials::check_standard_input(self.matches)?;
        let request = request::build::<R>(&self.flags, self.matches)?;
        let credentials = credentials::find(self.matches);
        let builder = match &self.capture {
            Some(capture) => {
                // Any credentials will do, since they are not shown.
                let credentials = credentials.unwrap_or_else(|_| Credentials::token("none"));
                client::builder(self.matches, credentials).transport(capture.clone()).retry(RetryConfig::disabled())
            }
            None => client::builder(self.matches, credentials?),
        };
        Ok(client::build(self.matches, builder)?.call(request))
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
