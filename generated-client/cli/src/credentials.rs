//! Who is calling: from the standard input, the environment or the profile, and never from a flag.

use std::env;
use std::io::{self, BufRead, Read};

use clap::ArgMatches;
use huaweicloud_hss::Credentials;

use crate::exit::Exit;
use crate::options;

/// Where credentials are looked for, for `--help`.
pub(crate) const SOURCES: &str = "\
Credentials, the first that is there; no flag takes a secret:
  --token-stdin                 a token of IAM, on the first line of the standard input
  HUAWEICLOUD_SDK_TOKEN         a token of IAM
  HUAWEICLOUD_SDK_AK, _SK       an access key, with _SECURITY_TOKEN if it is temporary
  ~/.huaweicloud/credentials    ak and sk in its section [basic]";

/// One of them is enough for the environment to be meant.
const VARIABLES: [&str; 3] = ["HUAWEICLOUD_SDK_TOKEN", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"];

/// Longer than any token.
const LONGEST: u64 = 1024 * 1024;

/// The credentials to call with.
pub(crate) fn find(matches: &ArgMatches) -> Result<Credentials, Exit> {
    if matches.get_flag(options::TOKEN_STDIN) {
        return token(matches);
    }
    if VARIABLES.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Credentials::from_env().map_err(|error| Exit::refused(error.configuration_errors().join("; ")));
    }
    Credentials::from_profile().map_err(|error| {
        Exit::refused(format!(
            "there are no credentials: set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, \
             or give --token-stdin, or mend {}",
            error.configuration_errors().join("; ")
        ))
    })
}

fn token(matches: &ArgMatches) -> Result<Credentials, Exit> {
    if options::text(matches, options::INPUT) == Some("-") {
        return Err(Exit::usage("the standard input cannot be the token and the input: give --input a file"));
    }
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_line(&mut line);
    let read =
        read.map_err(|error| Exit::refused(format!("cannot read the token from the standard input: {error}")))?;
    if read as u64 > LONGEST {
        return Err(Exit::refused("the first line of the standard input is too long to be a token"));
    }
    Ok(Credentials::token(line.trim_end_matches(['\r', '\n'])))
}
