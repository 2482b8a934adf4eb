//! What a command prints: responses as JSON, lines or tables, and its progress.

pub(crate) mod columns;
pub(crate) mod help;
pub(crate) mod json;
pub(crate) mod printer;
pub(crate) mod progress;
pub(crate) mod stdout;
pub(crate) mod table;
