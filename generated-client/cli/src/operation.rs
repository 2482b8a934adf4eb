//! The operations that the program offers, with their request types.

use std::pin::Pin;

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{self, CreatesTask, OperationDescriptor, Paginated, TaskFile, TaskStatus};
use huaweicloud_hss::{Call, Download};
use serde::Serialize;

use crate::dry_run::CaptureTransport;
use crate::error::CliError;
use crate::help::ParameterHelp;
use crate::invocation::Invocation;
use crate::{common_flags, debug, output};

/// The content of a response, which determines the flags of the command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Single,
    List,
    File,
    /// A task, or its state.
    Task,
    /// A task with a file, or its state.
    FileTask,
}

/// An operation that can be run.
pub(crate) struct Operation {
    pub(crate) descriptor: &'static OperationDescriptor,
    kind: Kind,
    pub(crate) help: &'static [ParameterHelp],
    /// Details that do not fit in the summary.
    pub(crate) doc: Option<&'static str>,
    /// Group of operations that it belongs to.
    pub(crate) group: Option<&'static str>,
    /// Runs the operation with a request of its type.
    run: Run,
}

type Run = for<'a> fn(&'a Invocation<'a>) -> RunFuture<'a>;

type RunFuture<'a> = Pin<Box<dyn Future<Output = Result<(), CliError>> + 'a>>;

#[allow(dead_code, reason = "the generated table uses what the help pages need")]
impl Operation {
    /// Creates an operation with a single response.
    pub(crate) const fn single<R: descriptor::Operation<Response: Serialize>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Single, help, |invocation| Box::pin(invocation.send(Box::new(R::default()))))
    }

    /// Creates an operation that lists items, page by page.
    pub(crate) const fn list<R: Paginated>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::List, help, |invocation| Box::pin(invocation.send_list(Box::new(R::default()))))
    }

    /// Creates an operation whose response is a file.
    pub(crate) const fn file<R: descriptor::Operation<Response = Download>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::File, help, |invocation| Box::pin(invocation.download::<R>()))
    }

    /// Creates an operation that creates a task.
    pub(crate) const fn task<R: CreatesTask>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Task, help, |invocation| {
            Box::pin(invocation.send_or_wait::<R, R::Status>(Call::send_and_wait))
        })
    }

    /// Creates an operation that creates a task with a file.
    pub(crate) const fn file_task<R: CreatesTask<Status: TaskFile>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::FileTask, help, |invocation| {
            Box::pin(invocation.send_or_save::<R, R::Status>(Call::send_and_wait))
        })
    }

    /// Creates an operation that returns the state of a task.
    pub(crate) const fn status<R: TaskStatus>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Task, help, |invocation| Box::pin(invocation.send_or_wait::<R, R>(Call::wait)))
    }

    /// Creates an operation that returns the state of a task with a file.
    pub(crate) const fn file_status<R: TaskFile>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::FileTask, help, |invocation| Box::pin(invocation.send_or_save::<R, R>(Call::wait)))
    }

    const fn new<R: descriptor::Operation>(kind: Kind, help: &'static [ParameterHelp], run: Run) -> Self {
        Self { descriptor: R::DESCRIPTOR, kind, help, doc: None, group: None, run }
    }

    pub(crate) const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }

    pub(crate) const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// Returns whether the response is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.kind == Kind::List
    }

    /// Returns whether the command of this operation has the flag.
    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        match flag {
            common_flags::ALL | common_flags::MAX_ITEMS => self.is_list(),
            common_flags::WAIT | common_flags::WAIT_TIMEOUT => matches!(self.kind, Kind::Task | Kind::FileTask),
            common_flags::DOWNLOAD | common_flags::OVERWRITE => matches!(self.kind, Kind::File | Kind::FileTask),
            common_flags::OUTPUT | common_flags::COLUMNS => self.kind != Kind::File,
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
