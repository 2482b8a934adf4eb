//! Names of commands and flags, made from the names that the service uses.

use std::collections::BTreeSet;

use heck::ToKebabCase;
use huaweicloud_core::descriptor::{OperationDescriptor, ParameterLocation};

/// Returns the command name of an operation.
pub(crate) fn command_name(operation: &OperationDescriptor) -> String {
    operation.id.to_kebab_case()
}

/// Returns the name of a built-in command, with the name of the program as a prefix if an operation has the name:
/// operations come first.
pub(crate) fn built_in_name(name: &str, program: &str, is_operation: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while is_operation(&name) {
        name = format!("{program}-{name}");
    }
    name
}

/// Returns the name that a flag has unless it is used already.
pub(crate) fn kebab_case(wire_name: &str) -> String {
    wire_name.to_kebab_case()
}

/// Returns a name for the flag of a parameter that is not used yet, and adds it to `used_names`.
///
/// This is the wire name in kebab case, or with the location as a prefix if that is used, or with a number if that is
/// used as well.
pub(crate) fn flag_name(location: ParameterLocation, wire_name: &str, used_names: &mut BTreeSet<String>) -> String {
    let short_name = kebab_case(wire_name);
    if !short_name.is_empty() && used_names.insert(short_name.clone()) {
        return short_name;
    }
    let location = location_name(location);
    let long_name = if short_name.is_empty() { location.to_owned() } else { format!("{location}-{short_name}") };
    let mut name = long_name.clone();
    let mut number = 1_u64;
    while !used_names.insert(name.clone()) {
        number += 1;
        name = format!("{long_name}-{number}");
    }
    name
}

fn location_name(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        _ => "body",
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::descriptor::ParameterLocation::{Body, Header, Path, Query};

    use super::*;

    #[test]
    fn flag_names_are_unique() {
        for (fields, expected) in [
            (
                vec![(Query, "page_size"), (Header, "X-Kind"), (Body, "sizeMax")],
                vec!["page-size", "x-kind", "size-max"],
            ),
            (vec![(Query, "name"), (Body, "name")], vec!["name", "body-name"]),
            (vec![(Path, "region"), (Body, "help")], vec!["path-region", "body-help"]),
            (vec![(Query, "a_b"), (Query, "a-b"), (Query, "aB")], vec!["a-b", "query-a-b", "query-a-b-2"]),
            (vec![(Query, "$"), (Query, "@"), (Body, "größe")], vec!["query", "query-2", "größe"]),
        ] {
            let mut used_names = ["region", "help"].map(str::to_owned).into();
            let names: Vec<_> =
                fields.into_iter().map(|(location, name)| flag_name(location, name, &mut used_names)).collect();
            assert_eq!(names, expected);
        }
    }
}
