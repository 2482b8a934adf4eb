//! Compares tasks: the operations that belong to one, and the states that it goes through.

use hss_generator::ir::TaskStates;

use super::comparer::DescriptionComparer;
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::change_of;

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_tasks(&mut self, pair: &OperationPair<'a>) {
        let (old, new) = (&pair.old.task, &pair.new.task);
        let kind = match (old, new) {
            (None, _) => Kind::TaskAdded,
            (_, None) => Kind::TaskRemoved,
            (Some(old), Some(new)) if old.operation != new.operation => Kind::TaskOperationChanged,
            _ => Kind::TaskParametersChanged,
        };
        let (old, new) = (old.as_ref().map(ToString::to_string), new.as_ref().map(ToString::to_string));
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

        let file = |wait: &TaskStates| wait.file.as_ref().map(ToString::to_string);
        let (old, new) = (old_wait.and_then(file), new_wait.and_then(file));
        let kinds = [Kind::TaskFileAdded, Kind::TaskFileRemoved, Kind::TaskFileChanged];
        let kind = change_of(old.as_ref(), new.as_ref(), kinds);
        self.compare_operation_fact(pair, kind, "wait", old, new);
    }
}
