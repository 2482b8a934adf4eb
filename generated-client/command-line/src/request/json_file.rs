//! JSON in files and in standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use huaweicloud_core::codegen::decode_file;
use serde_json::{Map, Value};

use crate::error::CliError;
use crate::flags::json_value;

/// Maximum size of a file; no request is larger.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The file name that stands for standard input.
const STDIN: &str = "-";

/// Reads the JSON object in the file that a flag names, or in standard input if the name is `-`.
pub(crate) fn read(flag: &str, path: &str) -> Result<Map<String, Value>, CliError> {
    match read_value(flag, path)? {
        Value::Object(object) => Ok(object),
        _ => Err(CliError::usage(format!("invalid --{flag}: {} must contain a JSON object", source_name(path)))),
    }
}

/// Reads the JSON in the file that a flag names, or in standard input if the name is `-`.
pub(crate) fn read_value(flag: &str, path: &str) -> Result<Value, CliError> {
    if path.trim_start().starts_with(['{', '[', '"']) && !Path::new(path).exists() {
        return Err(CliError::usage(format!(
            "invalid --{flag}: expected a file name, but the value is JSON: save it to a file, or pass - and pipe it to \
             standard input"
        )));
    }
    let source = source_name(path);
    let bytes = if path == STDIN { read_bytes(io::stdin()) } else { File::open(path).and_then(read_bytes) };
    let hint =
        if path.starts_with('@') || path.starts_with("file://") { "; pass the name of the file only" } else { "" };
    let bytes = bytes.map_err(|error| CliError::usage(format!("cannot read --{flag} from {source}: {error}{hint}")))?;
    let text = match decode_file(&bytes) {
        Ok(text) => text,
        Err(reason) => return Err(CliError::usage(format!("invalid --{flag}: {source}: {reason}"))),
    };
    json_value::parse(text)
        .map_err(|error| CliError::usage(format!("invalid --{flag}: {source} is not valid JSON: {error}")))
}

/// Returns the name of a file or of standard input, for a message.
pub(crate) fn source_name(path: &str) -> &str {
    if path == STDIN { "standard input" } else { path }
}

fn read_bytes(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if length as u64 > MAX_BYTES {
        return Err(io::Error::other("larger than 64 MiB"));
    }
    Ok(bytes)
}
