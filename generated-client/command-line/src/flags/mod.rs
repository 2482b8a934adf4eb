//! The flags of the commands: their names, their values and their help.

pub(crate) mod common_flags;
pub(crate) mod flag_value;
pub(crate) mod json_value;
#[allow(dead_code, unreachable_pub, reason = "the generator includes this module too")]
mod names;
pub(crate) mod parameter_flags;
pub(crate) mod parameter_help;
pub(crate) mod secrets;
