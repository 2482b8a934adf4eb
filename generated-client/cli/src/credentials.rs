//! Credentials, from standard input, the environment or the profile. No flag accepts a secret.

use std::env;
use std::io::{self, BufRead, Read};

use clap::ArgMatches;
use huaweicloud_hss::Credentials;

use crate::common_flags;
use crate::error::CliError;

/// The sources of credentials, for `--help`.
pub(crate) const HELP: &str = "\
Credentials come from the first of these sources that is set (no flag accepts a secret):
  --token-stdin                 IAM token on the first line of standard input
  HUAWEICLOUD_SDK_TOKEN         IAM token
  HUAWEICLOUD_SDK_AK, _SK       access key; with _SECURITY_TOKEN if it is temporary
  ~/.huaweicloud/credentials    `ak` and `sk` in the section [basic]";

/// The environment is used if one of these variables is set.
const VARIABLES: [&str; 3] = ["HUAWEICLOUD_SDK_TOKEN", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"];

/// Maximum size of the line with the token, which is larger than any token.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Returns the credentials from the first source that is set.
pub(crate) fn find(matches: &ArgMatches) -> Result<Credentials, CliError> {
    if matches.get_flag(common_flags::TOKEN_STDIN) {
        return read_token(matches);
    }
    if VARIABLES.into_iter().any(is_set) {
        return Credentials::from_env().map_err(|error| CliError::local(error.configuration_errors().join("; ")));
    }
    Credentials::from_profile().map_err(|error| {
        CliError::local(format!(
            "no credentials: set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or pass \
             --token-stdin, or fix the profile ({})",
            error.configuration_errors().join("; ")
        ))
    })
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn read_token(matches: &ArgMatches) -> Result<Credentials, CliError> {
    if common_flags::non_empty(matches, common_flags::INPUT) == Some("-") {
        return Err(CliError::usage("--token-stdin and --input - both read standard input: pass a file to --input"));
    }
    let mut line = String::new();
    let length = io::stdin()
        .lock()
        .take(MAX_LINE_BYTES + 1)
        .read_line(&mut line)
        .map_err(|error| CliError::local(format!("cannot read the token from standard input: {error}")))?;
    if length as u64 > MAX_LINE_BYTES {
        return Err(CliError::local("invalid token: the first line of standard input is longer than 1 MiB"));
    }
    Ok(Credentials::token(line.trim_end_matches(['\r', '\n'])))
}
