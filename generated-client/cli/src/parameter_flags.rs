//! The flags of an operation: one for each parameter that the caller sets and for each field of the body.

use std::collections::BTreeSet;

use heck::ToKebabCase;
use huaweicloud_hss::descriptor::{Field, OperationDescriptor, ParameterLocation, Source};

use crate::common_flags;

/// A flag that sets a parameter.
pub(crate) struct Flag {
    /// Name without dashes, unique within the command.
    pub(crate) name: String,
    pub(crate) location: ParameterLocation,
    pub(crate) field: &'static Field,
}

impl Flag {
    /// Returns the path of the parameter as in violations, such as `limit` or `body.image_type`.
    fn path(&self) -> String {
        match self.location {
            ParameterLocation::Body if self.field.whole_body => "body".to_owned(),
            ParameterLocation::Body => format!("body.{}", self.field.name),
            _ => self.field.name.to_owned(),
        }
    }
}

/// Returns the flags of an operation, in the order of the help page.
pub(crate) fn parameter_flags(operation: &OperationDescriptor) -> Vec<Flag> {
    let mut used_names = reserved_names();
    let mut flags = Vec::new();
    for parameter in operation.parameters {
        if parameter.source == Source::Request {
            let name = unique_name(parameter.location, parameter.field.name, &mut used_names);
            flags.push(Flag { name, location: parameter.location, field: &parameter.field });
        }
    }
    for field in operation.body.unwrap_or_default() {
        let name = unique_name(ParameterLocation::Body, field.name, &mut used_names);
        flags.push(Flag { name, location: ParameterLocation::Body, field });
    }
    flags
}

/// Names of the flags that every operation has.
fn reserved_names() -> BTreeSet<String> {
    let mut names = BTreeSet::from(["help".to_owned()]);
    for arg in common_flags::connection().iter().chain(&common_flags::call()) {
        names.extend(arg.get_long().map(str::to_owned));
    }
    names
}

/// Returns a name that is not used yet, and adds it to `used_names`.
///
/// This is the wire name in kebab case, or with the location as a prefix if that is used, or with a number if that is
/// used as well.
fn unique_name(location: ParameterLocation, wire_name: &str, used_names: &mut BTreeSet<String>) -> String {
    let short_name = wire_name.to_kebab_case();
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

/// Returns the flag that sets the value at a path, such as `--image-info-list` for `body.image_info_list[1].namespace`.
pub(crate) fn find_by_path<'a>(flags: &'a [Flag], path: &str) -> Option<&'a Flag> {
    let mut found = None;
    let mut longest = 0;
    for flag in flags {
        let flag_path = flag.path();
        if flag_path.len() >= longest && is_within(path, &flag_path) {
            longest = flag_path.len();
            found = Some(flag);
        }
    }
    found
}

/// Returns whether `path` is `ancestor` or the path of a value inside it.
fn is_within(path: &str, ancestor: &str) -> bool {
    match path.strip_prefix(ancestor) {
        Some(rest) => rest.is_empty() || rest.starts_with(['.', '[']),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_hss::descriptor::ParameterLocation::{Body, Header, Path, Query};

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
                fields.into_iter().map(|(location, name)| unique_name(location, name, &mut used_names)).collect();
            assert_eq!(names, expected);
        }
    }
}
