//! The parameters that the caller sets and the fields of the body, with their flags.

use huaweicloud_core::descriptor::{Field, OperationDescriptor, ParameterLocation};

use crate::flags::parameter_help::ParameterHelp;

/// A parameter with its flag.
pub(crate) struct Flag {
    /// Name without dashes, unique within the command.
    pub(crate) name: &'static str,
    pub(crate) location: ParameterLocation,
    pub(crate) field: &'static Field,
    pub(crate) help: &'static ParameterHelp,
}

impl Flag {
    /// Returns the path of the parameter as in violations, such as `limit` or `body.image_type`.
    pub(crate) fn path(&self) -> String {
        match self.location {
            ParameterLocation::Body if self.field.whole_body => "body".to_owned(),
            ParameterLocation::Body => format!("body.{}", self.field.name),
            _ => self.field.name.to_owned(),
        }
    }
}

/// Returns the secret parameters of an operation, or the others, in the order of the help page.
pub(crate) fn parameters(
    operation: &OperationDescriptor,
    table: &'static [ParameterHelp],
    are_secret: bool,
) -> Vec<Flag> {
    let mut parameters = Vec::new();
    for help in table {
        match find_field(operation, help.location, help.name) {
            Some(field) if field.secret == are_secret => {
                parameters.push(Flag { name: help.flag, location: help.location, field, help });
            }
            _ => {}
        }
    }
    parameters
}

fn find_field(operation: &OperationDescriptor, location: ParameterLocation, name: &str) -> Option<&'static Field> {
    if location == ParameterLocation::Body {
        return operation.body?.iter().find(|field| field.name == name);
    }
    let mut parameters = operation.parameters.iter();
    let found = parameters.find(|parameter| parameter.location == location && parameter.field.name == name)?;
    Some(&found.field)
}

/// Returns the flag that sets the value at a path, such as `--image-info-list` for `body.image_info_list[1].namespace`.
pub(crate) fn find_by_path<'a>(flags: &'a [Flag], path: &str) -> Option<&'a Flag> {
    let around = flags.iter().filter(|flag| is_within(path, &flag.path()));
    around.max_by_key(|flag| flag.path().len())
}

/// Returns whether `path` is `ancestor` or the path of a value inside it.
fn is_within(path: &str, ancestor: &str) -> bool {
    match path.strip_prefix(ancestor) {
        Some(rest) => rest.is_empty() || rest.starts_with(['.', '[']),
        None => false,
    }
}
