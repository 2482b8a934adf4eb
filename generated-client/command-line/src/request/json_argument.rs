//! The values of flags that can contain secrets: JSON, or the name of a file with JSON.

use serde_json::Value;

use crate::error::CliError;
use crate::flags::parameter_flags::Flag;
use crate::flags::{flag_value, json_value, secrets};
use crate::request::json_file;

/// Returns the value that an argument stands for: JSON without secrets, or `@FILE` with a file that contains JSON.
///
/// Errors never repeat the argument, which may contain a secret.
pub(crate) fn read(flag: &Flag, argument: &str) -> Result<Value, CliError> {
    let name = flag.name;
    if let Some(path) = flag_value::file_name(argument) {
        return json_file::read_value(name, path);
    }
    let ty = flag_value::value_type(flag.field.ty);
    let value = json_value::parse(argument).map_err(|error| {
        let expected = flag_value::expected(ty);
        CliError::usage(format!("invalid --{name}: the value is not valid JSON: {error}{expected}"))
    })?;
    match secrets::find_set(ty, &value) {
        Some(secret) => Err(CliError::usage(format!(
            "invalid --{name}: no argument accepts {secret}, which is secret; pass --{name} @FILE with a file that contains \
             the JSON, or @- for standard input"
        ))),
        None => Ok(value),
    }
}
