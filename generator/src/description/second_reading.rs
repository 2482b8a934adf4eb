//! A second reading of each file by another parser. A file that the two read differently is rejected.

use std::sync::Arc;

use serde_json::Value;

use super::parsed_file::ParsedFile;
use super::positions::{child_path, line_span};
use super::scan::INVALID_YAML_HELP;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;

/// Checks that `serde_yaml` reads the same value as the scan, which has reported nothing.
pub(super) fn check(file: &ParsedFile, value: &Value) -> Result<(), Diagnostic> {
    let second = serde_yaml::from_str(&file.source.text).map_err(|error| invalid(&file.source, &error))?;
    match difference(String::new(), value, &second) {
        None => Ok(()),
        Some(path) => Err(ambiguous(file, &path)),
    }
}

fn invalid(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let line = error.location().map_or(1, |location| location.line());
    let span = line_span(&source.text, 0..source.text.len(), line);
    Diagnostic::new(Code::Yaml, format!("invalid YAML: {error}"), source, span).with_help(INVALID_YAML_HELP)
}

fn ambiguous(ParsedFile { source, positions }: &ParsedFile, path: &str) -> Diagnostic {
    let value = positions.get(path).map_or(0..source.text.len(), |position| position.value.clone());
    let span = line_span(&source.text, value, 1);
    Diagnostic::new(Code::Yaml, "ambiguous YAML: parsers read this value differently", source, span)
        .with_help("write special characters as escapes in double quotes, and end the file with a line break")
}

/// Returns the path of the first value that differs.
fn difference(path: String, first: &Value, second: &Value) -> Option<String> {
    match (first, second) {
        (Value::Object(first), Value::Object(second)) if first.len() == second.len() => {
            let other = |key| second.get(key).unwrap_or(&Value::Null);
            first.iter().find_map(|(key, value)| difference(child_path(&path, key), value, other(key)))
        }
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            let mut items = first.iter().zip(second).enumerate();
            items.find_map(|(index, (first, second))| difference(child_path(&path, &index.to_string()), first, second))
        }
        _ if first == second => None,
        _ => Some(path),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::parsed_file::ParsedFile;
    use super::super::scan::{self, Scan};
    use super::check;
    use crate::source::Source;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The scan decides which unquoted scalars are numbers and booleans.
        #[test]
        fn unquoted_scalars_have_one_meaning(text in "[-.0-9]{1,6}|[+-]?[0-9]{1,3}(\\.[0-9]{0,3})?|[ -~é]{1,8}|(?i:yes|no|true|false|off)") {
            let source = Arc::new(Source { path: "a.yaml".to_owned(), text: format!("- a{text}\n- {text}\n") });
            let Scan { value, positions, diagnostics, .. } = scan::scan(&source);
            if let (Some(value), []) = (value, diagnostics.as_slice()) {
                let checked = check(&ParsedFile { source, positions }, &value);
                prop_assert!(checked.is_ok(), "{value:?}: {checked:?}");
            }
        }
    }
}
