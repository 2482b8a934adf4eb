//! Tasks: the operations that belong to one, and the states that it goes through.

/// Another operation, with parameters from the response of an operation.
#[derive(Debug)]
pub struct FollowUp {
    /// Index of the other operation.
    pub operation: usize,
    /// Parameters of the other operation, each with the response field that provides its value.
    pub parameters: Vec<(String, String)>,
}

/// How a response tells whether a task has ended.
#[derive(Debug)]
pub struct TaskStates {
    /// Response field with the state of the task.
    pub field: String,
    /// States of a task that has succeeded.
    pub success: Vec<String>,
    /// States of a task that has failed. In any other state, the task continues.
    pub failure: Vec<String>,
    /// The operation that returns the file of a task that has succeeded.
    pub file: Option<FollowUp>,
}
