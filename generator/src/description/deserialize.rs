//! Deserializes a YAML file into a type of the notation, and translates serde's errors into diagnostics.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::diagnostic::{Code, Diagnostic, did_you_mean};
use super::positions::{Positions, line_span};
use crate::Source;

const SEE_NOTATION: &str = "see spec/README.md for the notation";

/// Deserializes a file that has passed the [scan](super::scan).
pub(super) fn deserialize<T: DeserializeOwned>(source: &Arc<Source>, positions: &Positions) -> Result<T, Diagnostic> {
    serde_yaml::from_str(&source.text).map_err(|error| diagnostic(source, positions, &error))
}

fn diagnostic(source: &Arc<Source>, positions: &Positions, error: &serde_yaml::Error) -> Diagnostic {
    let offset = error.location().map_or(0, |location| location.index());
    let line = line_span(&source.text, offset..source.text.len(), 1);
    let text = error.to_string();
    let message = without_context(&text);
    let mut quoted = message.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    if message.starts_with("unknown field") {
        let expected: Vec<&str> = quoted.collect();
        Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`"), source, offset..offset + name.len())
            .with_help(suggestion(name, &expected))
    } else if message.starts_with("unknown variant") {
        let expected: Vec<&str> = quoted.collect();
        Diagnostic::new(Code::Shape, format!("unknown value `{name}`"), source, line)
            .with_help(suggestion(name, &expected))
    } else if message.starts_with("missing field") {
        let span = key_of_map_at(positions, offset).unwrap_or(line);
        Diagnostic::new(Code::MissingKey, format!("missing key `{name}`"), source, span).with_help(SEE_NOTATION)
    } else {
        Diagnostic::new(Code::Shape, expected_and_found(message), source, line).with_help(SEE_NOTATION)
    }
}

/// Removes the path before serde's message and the position after it.
fn without_context(error: &str) -> &str {
    let message = error.rsplit_once(" at line ").map_or(error, |(message, _)| message);
    match message.split_once(": ") {
        Some((path, message)) if !path.contains(' ') => message,
        _ => message,
    }
}

fn key_of_map_at(positions: &Positions, offset: usize) -> Option<Range<usize>> {
    let map = positions.values().find(|position| position.value.start == offset && position.key.start != offset)?;
    Some(map.key.clone())
}

fn suggestion(name: &str, expected: &[&str]) -> String {
    if expected.is_empty() {
        return SEE_NOTATION.to_owned();
    }
    did_you_mean(name, expected.iter().copied())
        .unwrap_or_else(|| format!("expected one of `{}`", expected.join("`, `")))
}

/// Rewords serde's `invalid type: X, expected Y` as `expected Y, found X`, with YAML's names for types.
fn expected_and_found(message: &str) -> String {
    let mismatch = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = mismatch.and_then(|mismatch| mismatch.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let found = match found {
        "sequence" => "a list".to_owned(),
        "map" => "a map".to_owned(),
        "unit value" => "null".to_owned(),
        _ => match found.strip_prefix("floating point ") {
            Some(number) => format!("number {number}"),
            None => found.to_owned(),
        },
    };
    let expected = match expected {
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        other => other,
    };
    format!("expected {expected}, found {found}")
}
