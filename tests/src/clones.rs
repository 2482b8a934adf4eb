//! Descriptions of any size: the project's own, cloned under other names.

use std::collections::BTreeSet;

use hss_generator::{SERVICE_FILE, Source};

/// Returns `count` operations: clones of those in `description`, in turn. The first round keeps its names.
#[must_use]
pub fn description(description: &[Source], count: usize) -> Vec<Source> {
    let (service, operations): (Vec<_>, Vec<_>) = description.iter().partition(|source| source.path == SERVICE_FILE);
    let clones = operations.iter().cycle().take(count).enumerate();
    let clones = clones.map(|(index, source)| match index / operations.len() {
        0 => (*source).clone(),
        round => clone(source, round),
    });
    service.into_iter().cloned().chain(clones).collect()
}

/// Returns the operation and the types of this file, with a number after their names.
fn clone(source: &Source, round: usize) -> Source {
    let defined = defined(&source.text);
    let mut text = String::with_capacity(source.text.len() * 2);
    let mut word = String::new();
    for c in source.text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        text.push_str(&word);
        if defined.contains(word.as_str()) {
            text.push_str("Clone");
            text.push_str(&round.to_string());
        }
        word.clear();
        text.push(c);
    }
    let text = text.replacen("/v5/", &format!("/v5/clone{round}/"), 1);
    let path = source.path.replace(".yaml", &format!("_clone{round}.yaml"));
    Source { path, text }
}

/// Names of the operation, and of the objects and enums: keys in UpperCamelCase, indented by two spaces.
fn defined(text: &str) -> BTreeSet<&str> {
    let types = text.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    let types = types
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(char::is_alphanumeric));
    types.chain(text.lines().filter_map(|line| line.strip_prefix("operation: "))).collect()
}
