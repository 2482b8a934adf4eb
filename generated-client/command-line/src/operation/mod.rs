//! The operations that a program offers, with their request types.

pub(crate) mod catalog;
pub(crate) mod listing;

use std::pin::Pin;

use clap::ArgMatches;
use huaweicloud_core::descriptor::OperationDescriptor;
use huaweicloud_core::{Call, CreatesTask, Download, Paginated, TaskFile, TaskStatus};
use serde::Serialize;

use crate::client::dry_run::{CaptureTransport, RedactedRequest};
use crate::client::{curl, debug};
use crate::error::CliError;
use crate::flags::common_flags;
use crate::flags::parameter_flags::{Flag, parameters};
use crate::flags::parameter_help::ParameterHelp;
use crate::invocation::Invocation;
use crate::output::stdout;
use crate::program::{Program, command_name};

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

/// An operation that a program offers as a command. A table of operations is generated from their description.
pub struct Operation {
    pub(crate) descriptor: &'static OperationDescriptor,
    kind: Kind,
    help: &'static [ParameterHelp],
    /// Details that do not fit in the summary.
    pub(crate) doc: Option<&'static str>,
    /// Group of operations that it belongs to.
    pub(crate) group: Option<&'static str>,
    /// Runs the operation with a request of its type.
    run: Run,
}

type Run = for<'a> fn(&'a Invocation<'a>) -> RunFuture<'a>;

type RunFuture<'a> = Pin<Box<dyn Future<Output = Result<(), CliError>> + 'a>>;

impl Operation {
    /// Creates an operation with a single response.
    #[must_use]
    pub const fn single<R: huaweicloud_core::Operation<Response: Serialize>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Single, help, |invocation| Box::pin(invocation.send(Box::new(R::default()))))
    }

    /// Creates an operation that lists items, page by page.
    #[must_use]
    pub const fn list<R: Paginated>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::List, help, |invocation| Box::pin(invocation.send_list(Box::new(R::default()))))
    }

    /// Creates an operation that returns a file.
    #[must_use]
    pub const fn file<R: huaweicloud_core::Operation<Response = Download>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::File, help, |invocation| Box::pin(invocation.download::<R>()))
    }

    /// Creates an operation that creates a task.
    #[must_use]
    pub const fn task<R: CreatesTask>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Task, help, |invocation| {
            Box::pin(invocation.send_or_wait::<R, R::Status>(Call::send_and_wait))
        })
    }

    /// Creates an operation that creates a task with a file.
    #[must_use]
    pub const fn file_task<R: CreatesTask<Status: TaskFile>>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::FileTask, help, |invocation| {
            Box::pin(invocation.send_or_save::<R, R::Status>(Call::send_and_wait))
        })
    }

    /// Creates an operation that returns the state of a task.
    #[must_use]
    pub const fn status<R: TaskStatus>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::Task, help, |invocation| Box::pin(invocation.send_or_wait::<R, R>(Call::wait)))
    }

    /// Creates an operation that returns the state of a task with a file.
    #[must_use]
    pub const fn file_status<R: TaskFile>(help: &'static [ParameterHelp]) -> Self {
        Self::new::<R>(Kind::FileTask, help, |invocation| Box::pin(invocation.send_or_save::<R, R>(Call::wait)))
    }

    const fn new<R: huaweicloud_core::Operation>(kind: Kind, help: &'static [ParameterHelp], run: Run) -> Self {
        Self { descriptor: R::DESCRIPTOR, kind, help, doc: None, group: None, run }
    }

    /// Sets the details that do not fit in the summary.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }

    /// Sets the group of operations that it belongs to.
    #[must_use]
    pub const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// Returns the name of its command.
    pub(crate) fn command_name(&self) -> String {
        command_name(self.descriptor)
    }

    /// Returns its one-line summary.
    pub(crate) fn summary(&self) -> String {
        let mark = if self.descriptor.deprecated.is_some() { "Deprecated. " } else { "" };
        format!("{mark}{}", self.descriptor.summary)
    }

    /// Returns the flags of its parameters.
    pub(crate) fn flags(&self) -> Vec<Flag> {
        parameters(self.descriptor, self.help, false)
    }

    /// Returns its secret parameters, which no flag sets.
    pub(crate) fn secrets(&self) -> Vec<Flag> {
        parameters(self.descriptor, self.help, true)
    }

    /// Returns whether the command of this operation has the flag.
    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        match flag {
            common_flags::ALL | common_flags::MAX_ITEMS => self.kind == Kind::List,
            common_flags::WAIT | common_flags::WAIT_TIMEOUT => matches!(self.kind, Kind::Task | Kind::FileTask),
            common_flags::DOWNLOAD | common_flags::OVERWRITE => matches!(self.kind, Kind::File | Kind::FileTask),
            common_flags::COLUMNS | common_flags::ANY_RESPONSE => self.kind != Kind::File,
            _ => true,
        }
    }

    /// Runs the operation and prints its response, or its request in a dry run.
    pub(crate) async fn run(&self, program: &Program, matches: &ArgMatches) -> Result<(), CliError> {
        let format = matches.try_get_one::<String>(common_flags::OUTPUT).ok().flatten();
        let prints_curl = format.is_some_and(|format| format == common_flags::CURL);
        let is_dry_run = matches.get_flag(common_flags::DRY_RUN);
        // A dry run sends nothing, so it has no attempt to print.
        if matches.get_flag(common_flags::DEBUG) && !is_dry_run {
            debug::print_events();
        }
        let capture = is_dry_run.then(CaptureTransport::default);
        let operation = self.descriptor;
        let (flags, secrets) = (self.flags(), self.secrets());
        let invocation = Invocation { program, operation, flags, secrets, matches, capture: capture.clone() };
        let outcome = (self.run)(&invocation).await;
        match capture.and_then(|transport| transport.take_request()) {
            Some(request) if prints_curl => stdout::print_text(&curl::command(&request, operation)),
            Some(request) => stdout::print_document(&RedactedRequest::new(&request, operation)),
            // Either this is not a dry run, or it failed before a request was built.
            None => outcome,
        }
    }
}
