//! An operation as a command: from its arguments to its output.

use std::pin::Pin;

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{self, OperationDescriptor, Paginated, Source};
use huaweicloud_hss::{Call, Credentials, Error, RetryConfig};
use serde::Serialize;

use crate::dry_run::Capture;
use crate::exit::Exit;
use crate::flag::{self, Flag, flags};
use crate::help::ParameterHelp;
use crate::output::{self, Progress};
use crate::{client, credentials, options, request};

/// An operation that can be run.
pub(crate) struct Operation {
    pub(crate) descriptor: &'static OperationDescriptor,
    pub(crate) is_list: bool,
    pub(crate) help: &'static [ParameterHelp],
    call: for<'a> fn(&'a Invocation<'a>) -> Outcome<'a>,
}

type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), Exit>> + 'a>>;

impl Operation {
    /// An operation with one response.
    pub(crate) const fn single<R: descriptor::Operation>(help: &'static [ParameterHelp]) -> Self {
        Self { descriptor: R::DESCRIPTOR, is_list: false, help, call: |invocation| Box::pin(invocation.send::<R>()) }
    }

    /// An operation that lists, page by page.
    pub(crate) const fn list<R: Paginated<Item: Serialize>>(help: &'static [ParameterHelp]) -> Self {
        Self { descriptor: R::DESCRIPTOR, is_list: true, help, call: |invocation| Box::pin(invocation.list::<R>()) }
    }

    /// Makes the call and prints its outcome; a dry run prints the request.
    pub(crate) async fn run(&self, matches: &ArgMatches) -> Result<(), Exit> {
        let capture = matches.get_flag(options::DRY_RUN).then(Capture::default);
        let invocation =
            Invocation { operation: self.descriptor, flags: flags(self.descriptor), matches, capture: capture.clone() };
        let outcome = (self.call)(&invocation).await;
        match capture.and_then(|capture| capture.take()) {
            Some(request) => output::document(&request),
            None => outcome,
        }
    }
}

/// One run of an operation.
struct Invocation<'a> {
    operation: &'static OperationDescriptor,
    flags: Vec<Flag>,
    matches: &'a ArgMatches,
    /// In a dry run, what takes the request.
    capture: Option<Capture>,
}

impl Invocation<'_> {
    async fn send<R: descriptor::Operation>(&self) -> Result<(), Exit> {
        let response = self.call::<R>()?.send().await.map_err(|error| self.failed(&error))?;
        output::document(&response)
    }

    async fn list<R: Paginated<Item: Serialize>>(&self) -> Result<(), Exit> {
        if !self.matches.get_flag(options::ALL) {
            return self.send::<R>().await;
        }
        let mut items = self.call::<R>()?.items();
        let mut progress = Progress::on_terminal();
        while let Some(item) = items.try_next().await.map_err(|error| self.failed(&error))? {
            output::line(&item)?;
            progress.count();
        }
        Ok(())
    }

    /// The call. What is wrong with the request is said before anybody looks for credentials.
    fn call<R: descriptor::Operation>(&self) -> Result<Call<R>, Exit> {
        let request = request::request::<R>(&self.flags, self.matches)?;
        let credentials = credentials::find(self.matches);
        let builder = match &self.capture {
            // Any will do: nobody sees them.
            Some(capture) => {
                let credentials = credentials.unwrap_or_else(|_| Credentials::token("none"));
                client::builder(self.matches, credentials).transport(capture.clone()).retry(RetryConfig::disabled())
            }
            None => client::builder(self.matches, credentials?),
        };
        Ok(client::build(self.matches, builder)?.call(request))
    }

    fn failed(&self, error: &Error) -> Exit {
        let ways = self.ways(error);
        let hint = if ways.is_empty() { String::new() } else { format!("; to be set by {}", ways.join(", ")) };
        Exit::failed(error, &hint)
    }

    /// The flags of the parameters that are wrong.
    fn ways(&self, error: &Error) -> Vec<String> {
        let mut ways = Vec::new();
        for path in error.violations().iter().flat_map(|violation| violation.parameter().split(", ")) {
            ways.extend(self.way(path).filter(|way| !ways.contains(way)));
        }
        ways
    }

    fn way(&self, path: &str) -> Option<String> {
        if let Some(flag) = flag::at(&self.flags, path) {
            return Some(format!("--{}", flag.name));
        }
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.field.name == path)?;
        match parameter.source {
            Source::Client(setting) => options::setting(setting),
            _ => None,
        }
    }
}
