//! The flags of the command line, one for each parameter that callers set.

use std::collections::BTreeSet;

use heck::ToKebabCase;

use crate::ir::{Field, Operation, ParameterLocation};

/// Names of the flags that all commands have.
#[allow(dead_code, unreachable_pub, reason = "the command line uses each of them")]
#[path = "../../generated-client/command-line/src/flags/names.rs"]
mod names;

/// The flag of a parameter or of a field of the body.
pub struct Flag<'a> {
    /// Where the parameter is sent.
    pub location: ParameterLocation,
    /// The parameter.
    pub field: &'a Field,
    /// Name without dashes, unique among the flags of the command. A secret has only the name of a flag, which callers
    /// would expect: no flag accepts it.
    pub name: String,
}

/// Returns the flags of an operation, in the order of the help page.
#[must_use]
pub fn flags(operation: &Operation) -> Vec<Flag<'_>> {
    let mut used: BTreeSet<String> = names::COMMON_FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    let mut flags = Vec::new();
    for (location, field) in operation.inputs() {
        let wire_name = &field.wire_name;
        let name = if field.secret { wire_name.to_kebab_case() } else { unused_name(location, wire_name, &mut used) };
        flags.push(Flag { location, field, name });
    }
    flags
}

/// Returns the wire name in kebab case, or with the location as a prefix if that is used, or with a number if that is
/// used as well. Adds it to the used names.
fn unused_name(location: ParameterLocation, wire_name: &str, used: &mut BTreeSet<String>) -> String {
    let short = wire_name.to_kebab_case();
    if !short.is_empty() && used.insert(short.clone()) {
        return short;
    }
    let location = location.as_str();
    let long = if short.is_empty() { location.to_owned() } else { format!("{location}-{short}") };
    let mut name = long.clone();
    let mut number = 1_u64;
    while !used.insert(name.clone()) {
        number += 1;
        name = format!("{long}-{number}");
    }
    name
}

#[cfg(test)]
mod tests {
    use crate::ir::ParameterLocation::{Body, Header, Path, Query};

    use super::*;

    #[test]
    fn names_are_unique() {
        for (parameters, expected) in [
            (
                vec![(Query, "page_size"), (Header, "X-Kind"), (Body, "sizeMax")],
                vec!["page-size", "x-kind", "size-max"],
            ),
            (vec![(Query, "name"), (Body, "name")], vec!["name", "body-name"]),
            (vec![(Path, "region"), (Body, "help")], vec!["path-region", "body-help"]),
            (vec![(Query, "a_b"), (Query, "a-b"), (Query, "aB")], vec!["a-b", "query-a-b", "query-a-b-2"]),
            (vec![(Query, "$"), (Query, "@"), (Body, "größe")], vec!["query", "query-2", "größe"]),
        ] {
            let mut used = ["region", "help"].map(str::to_owned).into();
            let names: Vec<_> =
                parameters.into_iter().map(|(location, name)| unused_name(location, name, &mut used)).collect();
            assert_eq!(names, expected);
        }
    }
}
