//! Descriptions of any size, made of renamed copies of the project's own operations.

use std::collections::BTreeSet;

use hss_generator::{SERVICE_FILE, Source};

/// Returns a description with `count` operations: those of `description`, then copies of them with other names.
#[must_use]
pub fn description(description: &[Source], count: usize) -> Vec<Source> {
    let (service, mut operations): (Vec<_>, Vec<_>) =
        description.iter().partition(|source| source.path == SERVICE_FILE);
    // A small description needs the operations that others refer to.
    operations.sort_by_key(|operation| !is_named_in_other_files(operation, description));
    let mut sources: Vec<Source> = service.into_iter().cloned().collect();
    for (index, operation) in operations.iter().cycle().take(count).enumerate() {
        let round = index / operations.len();
        sources.push(if round == 0 { (*operation).clone() } else { renamed(operation, round) });
    }
    sources
}

fn is_named_in_other_files(operation: &Source, description: &[Source]) -> bool {
    let Some(id) = operation.text.lines().find_map(|line| line.strip_prefix("operation: ")) else { return false };
    description.iter().any(|other| other.path != operation.path && other.text.contains(id))
}

/// Returns a copy of an operation file that appends a number to the names of the operation and its types.
fn renamed(source: &Source, number: usize) -> Source {
    let names = defined_names(&source.text);
    let mut text = String::with_capacity(source.text.len() * 2);
    for word in source.text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
        let name = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
        text.push_str(name);
        if names.contains(name) {
            text.push_str("Clone");
            text.push_str(&number.to_string());
        }
        text.push_str(word.strip_prefix(name).unwrap_or_default());
    }
    let text = text.replacen("/v5/", &format!("/v5/clone{number}/"), 1);
    let path = source.path.replace(".yaml", &format!("_clone{number}.yaml"));
    Source { path, text }
}

/// Returns the names of the operation, and of its objects and enums: keys in UpperCamelCase that are indented once.
fn defined_names(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("operation: ") {
            names.insert(id);
        }
        if let Some(key) = line.strip_prefix("  ").and_then(|line| line.strip_suffix(':'))
            && key.starts_with(|c: char| c.is_ascii_uppercase())
            && key.chars().all(char::is_alphanumeric)
        {
            names.insert(key);
        }
    }
    names
}
