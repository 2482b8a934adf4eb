//! The flags of an operation: one for each parameter that the caller sets and for each field of the body.

use std::collections::BTreeSet;

use huaweicloud_core::descriptor::{Field, OperationDescriptor, ParameterLocation, ParameterSource};

use crate::flags::{common_flags, naming};

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

/// Returns the flags of an operation, in the order of the help page. Secret parameters have none.
pub(crate) fn parameter_flags(operation: &OperationDescriptor) -> Vec<Flag> {
    let mut used_names = reserved_names();
    let mut flags = Vec::new();
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request && !parameter.field.secret {
            let name = naming::flag_name(parameter.location, parameter.field.name, &mut used_names);
            flags.push(Flag { name, location: parameter.location, field: &parameter.field });
        }
    }
    for field in operation.body.unwrap_or_default() {
        if !field.secret {
            let name = naming::flag_name(ParameterLocation::Body, field.name, &mut used_names);
            flags.push(Flag { name, location: ParameterLocation::Body, field });
        }
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
pub(crate) fn is_within(path: &str, ancestor: &str) -> bool {
    match path.strip_prefix(ancestor) {
        Some(rest) => rest.is_empty() || rest.starts_with(['.', '[']),
        None => false,
    }
}
