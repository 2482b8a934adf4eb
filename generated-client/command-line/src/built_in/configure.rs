//! The command `configure`: writes a profile to the credentials file, and shows where each setting comes from.

use std::io;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use huaweicloud_core::Credentials;
use huaweicloud_core::codegen::{DEFAULT_PROFILE, access_key_id, check_endpoint, check_setting, is_invisible};
use serde_json::json;

use crate::client::{credentials, profiles, prompt};
use crate::error::CliError;
use crate::error::escape::escape_cell;
use crate::flags::common_flags::{
    self, ENDPOINT, ENTERPRISE_PROJECT_ID, METADATA_SERVICE, PROFILE, PROJECT_ID, REGION, TOKEN_STDIN,
};
use crate::output::stdout;
use crate::output::table::Table;

const LIST: &str = "list";

pub(crate) fn command(name: String) -> Command {
    Command::new(name)
        .about("Writes a profile to the credentials file, or shows where settings come from")
        .after_help(
            "Asks for the access key, the secret key, a security token, the region and the project, and writes them to \
             the section that --profile names, or else to [basic]. Other sections stay as they are. An empty answer \
             keeps the current value. A new access key replaces all three: key, secret key and security token. If \
             standard input is not a terminal, its lines are the answers.",
        )
        .subcommand(Command::new(LIST).about("Shows each setting, its value and where it comes from, without secrets"))
}

pub(crate) fn run(matches: &ArgMatches) -> Result<(), CliError> {
    match matches.subcommand() {
        Some((LIST, matches)) => list(matches),
        _ => write(matches),
    }
}

/// Asks for the settings of a profile, and writes them.
fn write(matches: &ArgMatches) -> Result<(), CliError> {
    let name = common_flags::non_empty(matches, PROFILE).unwrap_or(DEFAULT_PROFILE);
    if name.trim() != name || name.chars().any(|c| is_invisible(c) || matches!(c, '[' | ']')) {
        return Err(CliError::usage(format!(
            "invalid --{PROFILE}: remove brackets, invisible characters and leading or trailing spaces"
        )));
    }
    let current = Credentials::from_named_profile(name).ok();
    let has_key = if current.is_some() { " [keep]" } else { "" };
    let access_key = ask("the access key", prompt::line(&format!("Access key (AK){has_key}: ")))?;
    let mut settings = Vec::new();
    let mut secrets = (String::new(), String::new());
    if !access_key.is_empty() {
        secrets.0 = ask("the secret key", prompt::secret("Secret key (SK, not shown): "))?;
        secrets.1 = ask("the security token", prompt::secret("Security token of a temporary key (not shown): "))?;
        settings.push(("ak", Some(access_key.as_str())));
        settings.push(("sk", Some(secrets.0.as_str()).filter(|key| !key.is_empty())));
        // The security token of another access key would be wrong.
        settings.push(("security_token", Some(secrets.1.as_str()).filter(|token| !token.is_empty())));
    }
    let region = setting(matches, REGION, "Region", current.as_ref().and_then(Credentials::region))?;
    let project = setting(matches, PROJECT_ID, "Project ID", current.as_ref().and_then(Credentials::project_id))?;
    for (key, value) in [("region", &region), ("project_id", &project)] {
        if !value.is_empty() {
            settings.push((key, Some(value)));
        }
    }
    let path = profiles::write(name, &settings).map_err(CliError::local)?;
    stdout::print_document(&json!({ "profile": name, "file": path.display().to_string() }))
}

/// Returns a setting of the command line, or else asks for it.
fn setting(matches: &ArgMatches, flag: &str, label: &str, current: Option<&str>) -> Result<String, CliError> {
    if matches.value_source(flag) == Some(ValueSource::CommandLine) {
        let value = common_flags::connection_setting(matches, flag).map_err(CliError::local)?;
        return Ok(value.unwrap_or_default().to_owned());
    }
    let current = current.map(|value| format!(" [{}]", escape_cell(value))).unwrap_or_default();
    ask(label, prompt::line(&format!("{label}{current}: ")))
}

/// Checks an answer.
fn ask(name: &str, answer: io::Result<String>) -> Result<String, CliError> {
    let answer = answer.map_err(|error| prompt::failed(name, &error))?;
    check_setting(name, &answer).map_err(CliError::local)?;
    Ok(answer)
}

/// Prints each setting with its value and its source.
fn list(matches: &ArgMatches) -> Result<(), CliError> {
    let flags = [(TOKEN_STDIN, "token [redacted]"), (METADATA_SERVICE, "access key of this server's agency")];
    let flag = flags.into_iter().find(|(flag, _)| matches.get_flag(flag));
    // Nothing is read from standard input.
    let found = if flag.is_some() { None } else { Some(credentials::find(matches)) };
    let credentials = found.as_ref().and_then(|found| found.as_ref().ok());
    let (value, source) = match (flag, &found) {
        (Some((flag, value)), _) => (value.to_owned(), format!("--{flag}")),
        (None, Some(Ok(credentials))) => (shown(credentials), credentials.origin().to_string()),
        (None, Some(Err(error))) => (String::new(), error.message().to_owned()),
        (None, None) => (String::new(), String::new()),
    };
    let mut rows = vec![["credentials".to_owned(), value, source]];
    for (flag, of_profile) in [
        (REGION, credentials.and_then(Credentials::region)),
        (PROJECT_ID, credentials.and_then(Credentials::project_id)),
        (ENTERPRISE_PROJECT_ID, None),
        (ENDPOINT, None),
    ] {
        let value = common_flags::connection_setting(matches, flag).map_err(CliError::local)?;
        let (value, source) = match (value, of_profile, credentials) {
            (Some(value), ..) => {
                let source = common_flags::source_of(matches, flag);
                match check_endpoint(value) {
                    // It may contain a password.
                    Err(reason) if flag == ENDPOINT => ("<invalid>", format!("{source}: {reason}")),
                    _ => (value, source),
                }
            }
            (None, Some(value), Some(credentials)) => (value, credentials.origin().to_string()),
            _ => ("", String::new()),
        };
        rows.push([flag.to_owned(), value.to_owned(), source]);
    }
    let header = ["setting", "value", "source"].map(str::to_owned).to_vec();
    let mut table = Table::new(header, stdout::terminal_width(), false);
    for row in rows {
        table.add(&row.map(|cell| escape_cell(&cell)))?;
    }
    table.finish()?;
    Ok(())
}

/// Returns credentials without their secrets.
fn shown(credentials: &Credentials) -> String {
    match access_key_id(credentials) {
        Some(id) => format!("access key {id}, secret key [redacted]"),
        None => "token [redacted]".to_owned(),
    }
}
