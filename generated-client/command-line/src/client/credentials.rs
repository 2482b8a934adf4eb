//! Credentials, from standard input, the metadata service, the environment or the profile. No flag accepts a secret.

use std::fmt::Write as _;

use clap::ArgMatches;
use huaweicloud_core::codegen::{Missing, check_setting, missing, without_requests};
use huaweicloud_core::{Agency, Credentials};
use serde_json::Value;

use crate::client::{profiles, prompt};
use crate::error::CliError;
use crate::flags::common_flags::{self, connection_setting};
use crate::flags::flag_value;
use crate::flags::parameter_flags::Flag;
use crate::program::{CONFIGURE, Program};

/// The sources of credentials, for `--help`.
pub(crate) const HELP: &str = "\
Credentials come from the first of these sources that is set (no flag accepts a secret):
  --token-stdin                 IAM token on the first line of standard input
  --metadata-service            temporary access keys of this cloud server's agency
  --profile NAME                `ak` and `sk` in the section [NAME] of the credentials file
  HUAWEICLOUD_SDK_TOKEN         IAM token
  HUAWEICLOUD_SDK_AK, _SK       access key; with _SECURITY_TOKEN if it is temporary
  the credentials file          `ak` and `sk` in the section [basic], or the one that
                                HUAWEICLOUD_SDK_PROFILE names
A section can also contain `security_token`, `region`, `project_id` and `iam_endpoint`. The
credentials file is ~/.huaweicloud/credentials, or the one that HUAWEICLOUD_SDK_CREDENTIALS_FILE
names. With --agency-name, the credentials assume an agency, and the project is one of its account.";

/// Returns the credentials from the first source that is set or, with `--agency-name`, those of the agency that they
/// assume. A dry run sends no request for them, and works if none are set.
pub(crate) fn find(program: &Program, matches: &ArgMatches) -> Result<Credentials, CliError> {
    common_flags::check_credentials(matches)?;
    let is_dry_run = matches.try_get_one::<bool>(common_flags::DRY_RUN).is_ok_and(|flag| flag == Some(&true));
    let mut credentials = find_source(program, matches, is_dry_run)?;
    let domain = connection_setting(matches, common_flags::AGENCY_DOMAIN_NAME)?;
    if let (Some(name), Some(domain)) = (connection_setting(matches, common_flags::AGENCY_NAME)?, domain) {
        credentials = credentials.assume_agency(Agency::of_domain_name(domain, name));
    }
    Ok(if is_dry_run { without_requests(credentials) } else { credentials })
}

fn find_source(program: &Program, matches: &ArgMatches, is_dry_run: bool) -> Result<Credentials, CliError> {
    if matches.get_flag(common_flags::TOKEN_STDIN) {
        return read_token();
    }
    if matches.get_flag(common_flags::METADATA_SERVICE) {
        return Ok(Credentials::metadata_service());
    }
    let profile = common_flags::non_empty(matches, common_flags::PROFILE);
    let found = match profile {
        Some(name) => Credentials::from_named_profile(name),
        // Any token will do, since it is not shown.
        None if is_dry_run => Credentials::default_chain_or(Credentials::token("none")),
        None => Credentials::default_chain(),
    };
    found.map_err(|error| {
        let mut message = error.configuration_errors().join("; ");
        if missing(&error) == Some(Missing::Profile) && profile.is_none_or(profiles::is_plain_word) {
            let flag = profile.map(|name| format!(" --{} {name}", common_flags::PROFILE)).unwrap_or_default();
            let _ = write!(message, "; '{}{flag}' writes it", program.built_in(CONFIGURE));
        }
        CliError::local(message)
    })
}

/// Checks that not more than one flag reads standard input.
pub(crate) fn check_standard_input(matches: &ArgMatches, flags: &[Flag]) -> Result<(), CliError> {
    let mut readers = Vec::new();
    if matches.get_flag(common_flags::TOKEN_STDIN) {
        readers.push((common_flags::TOKEN_STDIN, ""));
    }
    if common_flags::non_empty(matches, common_flags::INPUT) == Some("-") {
        readers.push((common_flags::INPUT, " -"));
    }
    for flag in flags.iter().filter(|flag| flag.field.ty.contains_secret()) {
        for value in matches.get_many::<Value>(flag.name).into_iter().flatten() {
            if value.as_str().and_then(flag_value::file_name) == Some("-") {
                readers.push((flag.name, " @-"));
            }
        }
    }
    let [(first, first_value), (second, second_value), ..] = readers.as_slice() else { return Ok(()) };
    Err(CliError::usage(format!(
        "--{first}{first_value} and --{second}{second_value} both read standard input: pass a file to --{second}"
    )))
}

fn read_token() -> Result<Credentials, CliError> {
    let token = prompt::secret("IAM token (not shown): ")
        .map_err(|error| prompt::failed("the token from standard input", &error))?;
    if token.is_empty() {
        return Err(CliError::local("the token on standard input is empty: pipe a token to it"));
    }
    check_setting("the token on standard input", &token).map_err(CliError::local)?;
    Ok(Credentials::token(token))
}
