//! Lowers tasks: which operation returns the state of a task, when a task has ended, and which one returns its file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use hss_yaml::{Code, did_you_mean};
use indexmap::IndexMap;

use super::Lowering;
use super::pagination::names_of;
use crate::description::{Description, Document, Node, notation};
use crate::ir::{FollowUp, Operation, TaskStates, Type};

/// Why neither the state of a task nor what identifies it can be secret.
const SHOWN_BY_TASKS: &str = "messages about the task show it";

/// An operation and its file.
type Target<'a> = (&'a Operation, &'a Arc<Document<notation::Operation>>);

/// The operations that a follow-up can refer to.
struct Targets<'a> {
    /// By operation ID.
    operations: IndexMap<&'a str, Target<'a>>,
    /// Paths of files with errors in rows. References from or to their operations would only cause further errors.
    invalid_files: HashSet<String>,
    /// Whether the lists are complete. If not, a file that could not be parsed may describe another operation.
    complete: bool,
}

impl Lowering<'_> {
    /// Lowers `task` and `wait` of all operations.
    pub(super) fn lower_tasks(&mut self, description: &Description, operations: &mut [Operation]) {
        let documents = &description.operations;
        // Without the service, it is not known which parameters the client sets. Operations that were rejected are not
        // in the list, and references to them would only cause further errors.
        if self.service.is_none() || operations.len() != documents.len() {
            return;
        }
        let mut by_id = IndexMap::new();
        for (operation, document) in operations.iter().zip(documents) {
            by_id.entry(operation.id.as_str()).or_insert((operation, document));
        }
        let mut invalid_files = HashSet::new();
        for diagnostic in self.diagnostics.iter() {
            if !matches!(diagnostic.code, Code::Example | Code::Reference | Code::Deviation) {
                invalid_files.insert(diagnostic.path().to_owned());
            }
        }
        let targets = Targets { operations: by_id, invalid_files, complete: description.complete };
        let mut lowered = Vec::new();
        for target @ (_, document) in operations.iter().zip(documents) {
            if targets.invalid_files.contains(document.root().source_path()) {
                lowered.push((None, None));
                continue;
            }
            let (task_and_wait, mut errors) = Lowering::of_file(self.definitions, self.service, |lowering| {
                (lowering.lower_task(&targets, target), lowering.lower_wait(&targets, target))
            });
            lowered.push(task_and_wait);
            self.diagnostics.append(&mut errors);
        }
        for (operation, task_and_wait) in operations.iter_mut().zip(lowered) {
            (operation.task, operation.wait) = task_and_wait;
        }
    }

    fn lower_task(&mut self, targets: &Targets<'_>, (operation, document): Target<'_>) -> Option<FollowUp> {
        let node = document.root().at("task");
        let task = document.content.task.as_ref()?;
        if let Some((_, document)) = self.check_follow_up(&node, task, targets, operation)
            && document.content.wait.is_none()
        {
            let message = format!("`{}` does not return the state of a task", task.operation);
            self.report(node.at("operation").error(Code::Reference, message).with_help("add `wait` to its file"));
        }
        Some(task.clone())
    }

    fn lower_wait(&mut self, targets: &Targets<'_>, (operation, document): Target<'_>) -> Option<TaskStates> {
        let node = document.root().at("wait");
        let wait = document.content.wait.as_ref()?;
        let TaskStates { field, success, failure, file } = wait;
        self.check_state_field(&node.at("field"), field, operation);
        self.reject_reference_to_secret(&node.at("field"), field, operation.response.fields(), SHOWN_BY_TASKS);
        let state = operation.response_field(field).filter(|state| is_state(&state.ty));
        let mut meanings: HashMap<String, &str> = HashMap::new();
        for (key, values) in [("success", success), ("failure", failure)] {
            if values.is_empty() {
                let error = node.at(key).key_error(Code::Shape, format!("`{key}` has no values"));
                self.report(error.with_help("list at least one state"));
            }
            self.lower_each(values.iter().enumerate(), |lowering, (index, value)| {
                let node = node.at(key).at(index);
                if let Some(state) = state {
                    lowering.ok_or_report(&node, Code::Reference, lowering.check_state(&state.ty, value));
                }
                lowering.ok_or_report(&node, Code::Text, super::strings::check_wire_string(value));
                if let Some(first) = meanings.insert(value.to_ascii_lowercase(), key) {
                    let reason = if first == key { "is listed twice" } else { "means both success and failure" };
                    let error = node.error(Code::Value, format!("`{value}` {reason}"));
                    lowering.report(error.with_help("list each value once; their case is ignored"));
                }
                Some(())
            });
        }
        if let Some(file) = file
            && let Some((target, _)) = self.check_follow_up(&node.at("file"), file, targets, operation)
            && !target.returns_file()
        {
            let message = format!("`{}` does not return a file", file.operation);
            let error = node.at("file").at("operation").error(Code::Reference, message);
            self.report(error.with_help("name the operation with the response `file`"));
        }
        Some(wait.clone())
    }

    /// Checks that a state is a value that its field can have.
    fn check_state(&self, ty: &Type, state: &str) -> Result<(), String> {
        match ty {
            Type::Enum(definition) | Type::IntegerEnum(definition) => self.definitions.check_value(definition, state),
            Type::Integer(_) | Type::Long(_)
                if state.parse::<i64>().map(|number| number.to_string()) != Ok(state.to_owned()) =>
            {
                Err(format!("`{state}` is not an integer"))
            }
            _ => Ok(()),
        }
    }

    /// Checks that the state of a task is in a string, an integer or an enum.
    fn check_state_field(&mut self, node: &Node<'_>, name: &str, operation: &Operation) {
        let field_name = name.split(['.', '[']).next().unwrap_or(name);
        let message = match operation.response_field(field_name).map(|field| &field.ty) {
            Some(Type::Array(..)) => {
                format!("`{field_name}` is a list: which of its items describes the task is not known")
            }
            Some(_) if field_name != name => format!("`{name}` is not a field of the response itself"),
            _ => {
                let states = names_of(operation.response.fields(), is_state);
                return self.check_reference(node, name, &states, "a string, an integer or an enum in the response");
            }
        };
        let error = node.error(Code::Reference, message);
        self.report(error.with_help("leave `wait` out: callers request the state, and decide when the task has ended"));
    }

    /// Checks the references to an operation and to its parameters. Returns the operation if it is known to be valid.
    fn check_follow_up<'t>(
        &mut self,
        node: &Node<'_>,
        follow_up: &FollowUp,
        targets: &Targets<'t>,
        from: &Operation,
    ) -> Option<Target<'t>> {
        let id = &follow_up.operation;
        let Some(&(target, document)) = targets.operations.get(id.as_str()) else {
            if targets.complete {
                let error = node.at("operation").error(Code::Reference, format!("unknown operation `{id}`"));
                self.report(error.with_optional_help(did_you_mean(id, targets.operations.keys().copied())));
            }
            return None;
        };
        if targets.invalid_files.contains(document.root().source_path()) {
            return None;
        }
        self.check_parameters(&node.at("parameters"), follow_up, target, from);
        Some((target, document))
    }

    /// Checks that the parameters and fields exist and are strings, and that nothing that the operation requires is
    /// missing.
    fn check_parameters(&mut self, node: &Node<'_>, follow_up: &FollowUp, target: &Operation, from: &Operation) {
        let is_string = |ty: &Type| matches!(ty, Type::String(_));
        let parameters = names_of(target.caller_parameters(), is_string);
        let fields = names_of(from.response.fields(), is_string);
        self.lower_each(&follow_up.parameters, |lowering, (name, field)| {
            let node = node.at(name);
            if !parameters.contains(&name.as_str()) {
                let message = format!("`{}` has no string parameter `{name}`", target.id);
                let error = node.key_error(Code::Reference, message);
                lowering.report(error.with_optional_help(did_you_mean(name, parameters.iter().copied())));
            }
            lowering.check_reference(&node, field, &fields, "a string in the response");
            lowering.reject_reference_to_secret(&node, field, from.response.fields(), SHOWN_BY_TASKS);
            if target.parameters.iter().any(|parameter| parameter.field.wire_name == *name && parameter.field.secret) {
                let error = node.key_error(Code::Reference, format!("`{name}` of `{}` is secret", target.id));
                lowering.report(error.with_help(format!("remove its `secret`: {SHOWN_BY_TASKS}")));
            }
            Some(())
        });
        for (_, field) in target.inputs().filter(|(_, field)| field.mandatory) {
            if !follow_up.parameters.contains_key(&field.wire_name) {
                let message = format!("`{}` requires `{}`", target.id, field.wire_name);
                self.report(node.key_error(Code::Reference, message).with_help("name the field that provides it"));
            }
        }
    }
}

fn is_state(ty: &Type) -> bool {
    matches!(ty, Type::String(_) | Type::Integer(_) | Type::Long(_) | Type::Enum(_) | Type::IntegerEnum(_))
}
