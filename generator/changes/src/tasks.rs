//! Compares tasks: the operations that belong to one, and the states that it goes through.

use std::fmt;

use hss_generator::ir::{FollowUp, Service, TaskStates};

use super::comparer::DescriptionComparer;
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::change_of;

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
}

impl fmt::Display for Follower<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        self.parameters.iter().try_for_each(|(parameter, field)| write!(f, ", {parameter}: {field}"))
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
        self.compare_operation_fact(pair, kind, "task", old, new);
        self.compare_wait(pair);
    }

    fn compare_wait(&mut self, pair: &OperationPair<'a>) {
        let (old_wait, new_wait) = (pair.old.wait.as_ref(), pair.new.wait.as_ref());
        let kind = change_of(old_wait, new_wait, [Kind::WaitAdded, Kind::WaitRemoved, Kind::WaitChanged]);
        let states = |wait: &TaskStates| {
            // The file is compared below.
            let TaskStates { field, success, failure, file: _ } = wait;
            format!("{field}: {} or {}", success.join(", "), failure.join(", "))
        };
        self.compare_operation_fact(pair, kind, "wait", old_wait.map(states), new_wait.map(states));

        let old = Follower::new(self.old.service, old_wait.and_then(|wait| wait.file.as_ref()));
        let new = Follower::new(self.new.service, new_wait.and_then(|wait| wait.file.as_ref()));
        let kinds = [Kind::TaskFileAdded, Kind::TaskFileRemoved, Kind::TaskFileChanged];
        let kind = change_of(old.as_ref(), new.as_ref(), kinds);
        self.compare_operation_fact(pair, kind, "wait", old, new);
    }
}
