//! The operations that the program offers, with their request types.

use std::pin::Pin;

use clap::ArgMatches;
use huaweicloud_hss::Download;
use huaweicloud_hss::descriptor::{self, OperationDescriptor, Paginated};
use serde::Serialize;

use crate::dry_run::CaptureTransport;
use crate::error::CliError;
use crate::help::ParameterHelp;
use crate::invocation::Invocation;
use crate::{common_flags, debug, output};

/// An operation that can be run.
pub(crate) struct Operation {
    pub(crate) descriptor: &'static OperationDescriptor,
    pub(crate) is_list: bool,
    pub(crate) help: &'static [ParameterHelp],
    /// More about it than the summary says.
    pub(crate) doc: Option<&'static str>,
    /// Group of operations that it belongs to.
    pub(crate) group: Option<&'static str>,
    /// Runs the operation with its request type, which is erased here.
    run: for<'a> fn(&'a Invocation<'a>) -> RunFuture<'a>,
}

type RunFuture<'a> = Pin<Box<dyn Future<Output = Result<(), CliError>> + 'a>>;

impl Operation {
    /// Creates an operation with a single response.
    pub(crate) const fn single<R: descriptor::Operation<Response: Serialize>>(help: &'static [ParameterHelp]) -> Self {
        Self::new(R::DESCRIPTOR, false, help, |invocation| Box::pin(invocation.send::<R>()))
    }

    /// Creates an operation that lists items, page by page.
    pub(crate) const fn list<R: Paginated<Item: Serialize>>(help: &'static [ParameterHelp]) -> Self {
        Self::new(R::DESCRIPTOR, true, help, |invocation| Box::pin(invocation.send_list::<R>()))
    }

    /// Creates an operation whose response is a file.
    #[allow(dead_code, reason = "the generated table uses what the help pages need")]
    pub(crate) const fn file<R: descriptor::Operation<Response = Download>>(help: &'static [ParameterHelp]) -> Self {
        Self::new(R::DESCRIPTOR, false, help, |invocation| Box::pin(invocation.download::<R>()))
    }

    const fn new(
        descriptor: &'static OperationDescriptor,
        is_list: bool,
        help: &'static [ParameterHelp],
        run: for<'a> fn(&'a Invocation<'a>) -> RunFuture<'a>,
    ) -> Self {
        Self { descriptor, is_list, help, doc: None, group: None, run }
    }

    #[allow(dead_code, reason = "the generated table uses what the help pages need")]
    pub(crate) const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }

    #[allow(dead_code, reason = "the generated table uses what the help pages need")]
    pub(crate) const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// Whether the command of this operation has the flag.
    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        match flag {
            common_flags::ALL | common_flags::MAX_ITEMS => self.is_list,
            common_flags::DOWNLOAD | common_flags::OVERWRITE => self.descriptor.response.is_file(),
            common_flags::OUTPUT | common_flags::COLUMNS => !self.descriptor.response.is_file(),
            _ => true,
        }
    }

    /// Runs the operation and prints its response, or its request in a dry run.
    pub(crate) async fn run(&self, matches: &ArgMatches) -> Result<(), CliError> {
        if matches.get_flag(common_flags::DEBUG) {
            debug::print_events();
        }
        if !matches.get_flag(common_flags::DRY_RUN) {
            return (self.run)(&Invocation::new(self.descriptor, matches, None)).await;
        }
        let transport = CaptureTransport::default();
        let outcome = (self.run)(&Invocation::new(self.descriptor, matches, Some(transport.clone()))).await;
        match transport.take_request() {
            Some(request) => output::print_document(&request),
            // The call failed before anything was sent.
            None => outcome,
        }
    }
}
