//! The values that completions offer.

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use huaweicloud_core::descriptor::{OperationDescriptor, Type};

use crate::client::profiles;
use crate::flags::parameter_help::ParameterHelp;
use crate::output::columns;

/// Returns candidates that are the values of a type. Known values have their meanings. An empty value is left out:
/// PowerShell rejects it, and in other shells it is what has been typed already.
pub(super) fn of_parameter(ty: Type, help: &'static ParameterHelp) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let mut values = match ty {
            Type::Boolean(Some(only)) => vec![only.to_string()],
            Type::Boolean(None) => vec!["true".to_owned(), "false".to_owned()],
            _ => ty.known_values(),
        };
        values.retain(|value| !value.is_empty());
        let candidate = |value: String| {
            let meaning = help.values.iter().find(|(known, _)| *known == value);
            CompletionCandidate::new(value).help(meaning.map(|&(_, meaning)| meaning.into()))
        };
        values.into_iter().map(candidate).collect()
    })
}

/// Returns candidates that are the columns of an operation.
pub(super) fn of_columns(operation: &'static OperationDescriptor) -> ArgValueCandidates {
    ArgValueCandidates::new(move || columns::all(operation).into_iter().map(CompletionCandidate::new).collect())
}

/// Returns candidates that are these names.
pub(super) fn of_names(names: &'static [&'static str]) -> ArgValueCandidates {
    ArgValueCandidates::new(move || names.iter().map(CompletionCandidate::new).collect())
}

/// Returns candidates that are the profiles in the credentials file.
pub(super) fn of_profiles() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let names = profiles::names().into_iter().filter(|name| profiles::is_plain_word(name));
        names.map(CompletionCandidate::new).collect()
    })
}
