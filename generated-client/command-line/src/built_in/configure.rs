//! The command `configure`: writes a profile to the credentials file, and shows where each setting comes from.

use std::io;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use huaweicloud_core::Credentials;
use huaweicloud_core::codegen::{access_key_id, check_region, check_setting, default_profile, is_invisible};
use serde_json::json;

use crate::client::profiles::Setting;
use crate::client::{self, credentials, profiles, prompt};
use crate::error::CliError;
use crate::error::escape::{escape_cell, shorten};
use crate::flags::common_flags::{
    self, AGENCY_DOMAIN_NAME, AGENCY_NAME, ENDPOINT, ENTERPRISE_PROJECT_ID, IAM_ENDPOINT, METADATA_SERVICE, PROFILE,
    PROJECT_ID, REGION, RESOLVE_PROJECT_ID, TOKEN_STDIN, connection_setting,
};
use crate::output::stdout;
use crate::output::table::Table;
use crate::program::{CONFIGURE, Program};

const LIST: &str = "list";

/// Connection flags that writing a profile uses. The others apply only to `list`.
pub(crate) const USED: &[&str] = &[PROFILE, REGION, PROJECT_ID];

/// How a token is shown.
const TOKEN: &str = "token [redacted]";

/// How an invalid value is shown.
const INVALID: &str = "<invalid>";

/// Maximum number of characters of a value that is shown.
const MAX_SHOWN: usize = 100;

pub(crate) fn command() -> Command {
    Command::new(CONFIGURE)
        .about("Writes a profile to the credentials file, or shows where settings come from")
        .after_help(
            "Asks for the access key, the secret key, a security token, the region and the project, and writes them to \
             the section that --profile or HUAWEICLOUD_SDK_PROFILE names, or else to [basic]. Other sections stay as \
             they are. An empty answer keeps the current value. A new access key replaces all three: key, secret key and \
             security token. If standard input is not a terminal, its lines are the answers.",
        )
        .subcommand(
            Command::new(LIST)
                .about("Shows each setting, its value and where it comes from, without secrets")
                .args(common_flags::connection_except(USED)),
        )
}

pub(crate) fn run(program: &Program, matches: &ArgMatches) -> Result<(), CliError> {
    match matches.subcommand() {
        Some((LIST, matches)) => list(program, matches),
        _ => write(program, matches),
    }
}

/// Asks for the settings of a profile, and writes them.
fn write(program: &Program, matches: &ArgMatches) -> Result<(), CliError> {
    common_flags::check_connection(matches, USED)?;
    let (name, source) = match common_flags::non_empty(matches, PROFILE) {
        Some(name) => (name.to_owned(), "--profile"),
        None => (default_profile().map_err(CliError::local)?, "HUAWEICLOUD_SDK_PROFILE"),
    };
    if name.trim() != name || name.chars().any(|c| is_invisible(c) || matches!(c, '[' | ']')) {
        return Err(CliError::usage(format!(
            "invalid {source}: remove brackets, invisible characters and leading or trailing spaces"
        )));
    }
    let current = Credentials::from_named_profile(&name).ok();
    let keep = if current.is_some() { " [keep]" } else { "" };
    let mut settings: Vec<Setting> = Vec::new();
    if let Some(access_key) = check_answer("the access key", prompt::line(&format!("Access key (AK){keep}: ")))? {
        let secret_key = check_answer("the secret key", prompt::secret("Secret key (SK, not shown): "))?;
        let token = check_answer(
            "the security token",
            prompt::secret("Security token, if the key is temporary (not shown): "),
        )?;
        // The security token of another access key would be wrong.
        settings = vec![("ak", Some(access_key)), ("sk", secret_key), ("security_token", token)];
    }
    if let Some(region) = setting(matches, REGION, "Region", current.as_ref().and_then(Credentials::region))? {
        check_region(&region).map_err(CliError::local)?;
        client::warn_of_unknown_region(program, matches, &region);
        settings.push(("region", Some(region)));
    }
    let project_id = current.as_ref().and_then(Credentials::project_id);
    if let Some(project_id) = setting(matches, PROJECT_ID, "Project ID", project_id)? {
        settings.push(("project_id", Some(project_id)));
    }
    let path = profiles::write(&name, &settings).map_err(CliError::local)?;
    stdout::print_document(&json!({ "profile": name, "file": path.display().to_string() }))
}

/// Returns a setting of the command line, or else asks for it.
fn setting(matches: &ArgMatches, flag: &str, label: &str, current: Option<&str>) -> Result<Option<String>, CliError> {
    if matches.value_source(flag) == Some(ValueSource::CommandLine) {
        return Ok(connection_setting(matches, flag)?.map(str::to_owned));
    }
    let current = current.map(|value| format!(" [{}]", escape_cell(value))).unwrap_or_default();
    check_answer(label, prompt::line(&format!("{label}{current}: ")))
}

/// Checks what the user typed. Returns `None` if that is empty.
fn check_answer(name: &str, answer: io::Result<String>) -> Result<Option<String>, CliError> {
    let answer = answer.map_err(|error| prompt::failed(name, &error))?;
    check_setting(name, &answer).map_err(CliError::local)?;
    Ok(if answer.is_empty() { None } else { Some(answer) })
}

/// Prints each setting with its value and its source.
fn list(program: &Program, matches: &ArgMatches) -> Result<(), CliError> {
    common_flags::check_credentials(matches)?;
    // Rows are not cut on a narrow terminal: a source can end with the reason for an error.
    let mut table = Table::new(["setting", "value", "source"].map(str::to_owned).to_vec(), None, false);
    let mut add = |name: &str, value: &str, source: &str| {
        table.add(&[name, shorten(value, MAX_SHOWN).as_str(), source].map(escape_cell))
    };
    let (credentials, value, origin) = find_credentials(program, matches);
    add("credentials", &value, &origin)?;
    if let Some(agency) = common_flags::non_empty(matches, AGENCY_NAME) {
        let domain = common_flags::non_empty(matches, AGENCY_DOMAIN_NAME).unwrap_or_default();
        add("agency", &format!("{agency} of {domain}"), &format!("--{AGENCY_NAME}"))?;
    }
    let of_profile = |value: fn(&Credentials) -> Option<&str>| Some((value(credentials.as_ref()?)?, origin.clone()));
    let looked_up =
        matches.get_flag(RESOLVE_PROJECT_ID).then(|| ("looked up in IAM", format!("--{RESOLVE_PROJECT_ID}")));
    for (flag, otherwise) in [
        (REGION, of_profile(Credentials::region)),
        (PROJECT_ID, of_profile(Credentials::project_id).or(looked_up)),
        (ENTERPRISE_PROJECT_ID, None),
        (ENDPOINT, None),
        (IAM_ENDPOINT, of_profile(Credentials::iam_endpoint)),
    ] {
        let given = match connection_setting(matches, flag) {
            Ok(value) => value.map(|value| (value, common_flags::source_of(matches, flag))),
            // The value is not shown: an invalid endpoint may contain a password.
            Err(error) => {
                add(flag, INVALID, error.message())?;
                continue;
            }
        };
        let Some((value, source)) = given.or(otherwise) else {
            add(flag, "", "")?;
            continue;
        };
        // Values from the profile have not been checked yet.
        if let Err(reason) = common_flags::check_value(flag, value) {
            add(flag, INVALID, &format!("{source}: {reason}"))?;
            continue;
        }
        add(flag, value, &source)?;
        if flag == REGION {
            client::warn_of_unknown_region(program, matches, value);
        }
    }
    table.finish()?;
    Ok(())
}

/// Returns the credentials if they can be read, the text to show for them, and their source. If they cannot be found,
/// the error takes the place of the source.
fn find_credentials(program: &Program, matches: &ArgMatches) -> (Option<Credentials>, String, String) {
    // The list shows these flags, but reads no token and asks no metadata service.
    for (flag, value) in [(TOKEN_STDIN, TOKEN), (METADATA_SERVICE, "access key of this server's agency")] {
        if matches.get_flag(flag) {
            return (None, value.to_owned(), format!("--{flag}"));
        }
    }
    let credentials = match credentials::find(program, matches) {
        Ok(credentials) => credentials,
        Err(error) => return (None, String::new(), error.message().to_owned()),
    };
    let value = match access_key_id(&credentials) {
        Some(id) => format!("access key {}, secret key [redacted]", shorten(id, MAX_SHOWN / 2)),
        None => TOKEN.to_owned(),
    };
    let origin = credentials.origin().to_string();
    (Some(credentials), value, origin)
}
