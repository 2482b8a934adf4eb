//! Compares tasks: the operations that belong to one, and the states that it goes through.

use std::fmt::Write as _;

use hss_generator::ir::{FollowUp, Service, TaskStates};

use super::comparer::DescriptionComparer;
use super::kind::Kind;
use super::operation::OperationPair;

/// An operation that follows another one, by its ID.
#[derive(PartialEq, Eq)]
struct Follower<'a> {
    operation: &'a str,
    parameters: &'a [(String, String)],
}

impl<'a> Follower<'a> {
    fn new(service: &'a Service, follow_up: Option<&'a FollowUp>) -> Option<Self> {
        let FollowUp { operation, parameters } = follow_up?;
        Some(Self { operation: &service.operations.get(*operation)?.id, parameters })
    }

    fn shown(&self) -> String {
        let mut text = self.operation.to_owned();
        for (parameter, field) in self.parameters {
            let _ = write!(text, ", {parameter}: {field}");
        }
        text
    }
}

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_tasks(&mut self, pair: &OperationPair<'a>) {
        let old = Follower::new(self.old.service, pair.old.task.as_ref());
        let new = Follower::new(self.new.service, pair.new.task.as_ref());
        let kind = match (&old, &new) {
            (None, _) => Kind::TaskAdded,
            (_, None) => Kind::TaskRemoved,
            (Some(old), Some(new)) if old.operation != new.operation => Kind::TaskOperationChanged,
            _ => Kind::TaskParametersChanged,
        };
        let shown = |follower: Option<Follower<'_>>| follower.map(|follower| follower.shown());
        self.compare_operation_fact(pair, kind, "task", shown(old), shown(new));
        self.compare_wait(pair);
    }

    fn compare_wait(&mut self, pair: &OperationPair<'a>) {
        let kind = match (&pair.old.wait, &pair.new.wait) {
            (None, _) => Kind::WaitAdded,
            (_, None) => Kind::WaitRemoved,
            _ => Kind::WaitChanged,
        };
        let states = |wait: &TaskStates| {
            // The file is compared below.
            let TaskStates { field, success, failure, file: _ } = wait;
            format!("{field}: {} or {}", success.join(", "), failure.join(", "))
        };
        let (old, new) = (pair.old.wait.as_ref().map(states), pair.new.wait.as_ref().map(states));
        self.compare_operation_fact(pair, kind, "wait", old, new);

        let old = Follower::new(self.old.service, pair.old.wait.as_ref().and_then(|wait| wait.file.as_ref()));
        let new = Follower::new(self.new.service, pair.new.wait.as_ref().and_then(|wait| wait.file.as_ref()));
        let kind = match (&old, &new) {
            (None, _) => Kind::TaskFileAdded,
            (_, None) => Kind::TaskFileRemoved,
            _ => Kind::TaskFileChanged,
        };
        let shown = |follower: Option<Follower<'_>>| follower.map(|follower| follower.shown());
        self.compare_operation_fact(pair, kind, "wait", shown(old), shown(new));
    }
}
