//! The flags that all operations have in common. No flag accepts a secret.

use std::time::Duration;

use clap::builder::{
    NonEmptyStringValueParser, OsStringValueParser, PossibleValuesParser, StyledStr, TypedValueParser,
};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, ValueHint};
use huaweicloud_core::codegen::{check_endpoint, check_region, check_setting};
use huaweicloud_core::descriptor::Setting;

use crate::error::CliError;

pub(crate) use crate::flags::names::*;

/// The bounds of a number of seconds: a millisecond, and about 30 years.
const MIN_SECONDS: f64 = 0.001;
const MAX_SECONDS: f64 = 1e9;

/// The format that prints the request of a dry run as a command of curl.
pub(crate) const CURL: &str = "curl";

/// Returns the flags for the connection and the credentials. They may precede or follow the command.
pub(crate) fn connection() -> Vec<Arg> {
    let setting = |name, variable, value_name, help| {
        // Clap must accept invalid UTF-8: only commands that use the variable reject it.
        let lossy = OsStringValueParser::new().map(|value| value.to_string_lossy().into_owned());
        option(name, value_name, help).env(variable).hide_env_values(true).value_parser(lossy)
    };
    let enterprise_project = "Enterprise project to limit the call to";
    let endpoint = "Endpoint to call instead of the region's; must be https, except on loopback";
    let iam_endpoint = "IAM endpoint to use instead of the region's, for an agency and --resolve-project-id";
    let profile = "Profile to take credentials, region and project from: a section of the credentials file";
    let metadata_service = "Use the agency of the cloud server that this runs on";
    let agency = "Assume this agency of another account with the credentials";
    let domain = "Account (domain) that created the agency";
    let args = [
        setting(REGION, "HUAWEICLOUD_SDK_REGION", "REGION", "Region to call, such as cn-north-4"),
        setting(PROJECT_ID, "HUAWEICLOUD_SDK_PROJECT_ID", "ID", "Project that contains the resources"),
        switch(RESOLVE_PROJECT_ID, "Ask IAM for the project of the region if no project is set"),
        setting(ENTERPRISE_PROJECT_ID, "HUAWEICLOUD_SDK_ENTERPRISE_PROJECT_ID", "ID", enterprise_project),
        setting(ENDPOINT, "HUAWEICLOUD_SDK_ENDPOINT", "URL", endpoint),
        setting(IAM_ENDPOINT, "HUAWEICLOUD_SDK_IAM_ENDPOINT", "URL", iam_endpoint),
        option(PROFILE, "NAME", profile),
        switch(TOKEN_STDIN, "Read an IAM token from the first line of standard input"),
        switch(METADATA_SERVICE, metadata_service),
        // An empty value would mean that no agency is assumed.
        option(AGENCY_NAME, "NAME", agency).value_parser(NonEmptyStringValueParser::new()),
        option(AGENCY_DOMAIN_NAME, "NAME", domain).value_parser(NonEmptyStringValueParser::new()),
    ];
    // A command inherits some of them and defines others: without this, help would list its own flags first.
    let args = args.into_iter().enumerate().map(|(order, arg)| arg.display_order(order));
    args.map(|arg| arg.global(true).help_heading("Connection")).collect()
}

/// Returns the connection flags without those that a command uses.
pub(crate) fn connection_except(used: &'static [&str]) -> impl Iterator<Item = Arg> {
    connection().into_iter().filter(|arg| !used.contains(&arg.get_id().as_str()))
}

/// Returns the environment variable that can set a connection flag.
fn variable(name: &str) -> Option<String> {
    let args = connection();
    let arg = args.iter().find(|arg| arg.get_id() == name)?;
    Some(arg.get_env()?.to_str()?.to_owned())
}

/// Returns whether the command line has a flag, before or after the command.
fn is_given(matches: &ArgMatches, name: &str) -> bool {
    matches.value_source(name) == Some(ValueSource::CommandLine)
}

/// Checks the flags that select credentials: at most one source, and both parts of an agency. Clap would not compare a
/// flag before the command with one after it.
pub(crate) fn check_credentials(matches: &ArgMatches) -> Result<(), CliError> {
    let mut sources = [TOKEN_STDIN, METADATA_SERVICE, PROFILE].into_iter().filter(|name| is_given(matches, name));
    if let (Some(first), Some(second)) = (sources.next(), sources.next()) {
        return Err(CliError::usage(format!("--{first} and --{second} both select credentials: remove one of them")));
    }
    for (name, other) in [(AGENCY_NAME, AGENCY_DOMAIN_NAME), (AGENCY_DOMAIN_NAME, AGENCY_NAME)] {
        if is_given(matches, name) && !is_given(matches, other) {
            return Err(CliError::usage(format!("--{name} requires --{other}: pass both")));
        }
    }
    Ok(())
}

/// Rejects connection flags that a command does not use.
pub(crate) fn check_connection(matches: &ArgMatches, used: &'static [&str]) -> Result<(), CliError> {
    for arg in connection_except(used) {
        let name = arg.get_id().as_str();
        if is_given(matches, name) {
            return Err(CliError::usage(format!("--{name} does not apply to this command: remove it")));
        }
    }
    Ok(())
}

/// Returns the flags that control how a call is made and printed.
pub(crate) fn call() -> Vec<Arg> {
    let mut args: Vec<Arg> = request_flags().into_iter().map(|arg| arg.help_heading("Call")).collect();
    args.extend(output_flags().map(|arg| arg.help_heading("Output")));
    args
}

fn request_flags() -> [Arg; 10] {
    let input = "Read the parameters from a file with a JSON object, or from standard input if FILE is -. Its keys are the \
                 names used by the service, and `body` for the request body. Flags take precedence";
    let max_items = "Request as many pages as needed and print at most this number of items; implies --all";
    let wait = "Wait until the task has succeeded, and print its last state or save its file";
    let wait_timeout = "How long to wait for the task, checked between requests. Default: 900";
    let timeout = "Time limit of each call with its retries, such as a page of a list; each further part of a file can \
                   take 60 seconds. Default: 180";
    let retries = "Maximum number of retries after transient failures. Default: 2";
    [
        option(INPUT, "FILE", input).value_hint(ValueHint::FilePath),
        switch(ALL, "Request all pages of the list and print the items"),
        number(MAX_ITEMS, 1, max_items),
        switch(WAIT, wait),
        seconds(WAIT_TIMEOUT, wait_timeout).requires(WAIT),
        seconds(TIMEOUT, timeout),
        number(RETRIES, 0, retries),
        switch(DRY_RUN, "Print the request without its secrets instead of sending it"),
        switch(NO_VALIDATE, "Do not check the request against the help page before sending it"),
        switch(DEBUG, "Print a line for each attempt and retry to standard error"),
    ]
}

fn output_flags() -> [Arg; 5] {
    let output = "Format: an indented JSON document, JSON Lines, a table, or tab-separated values without a header; \
                  with --dry-run also curl, a curl command that sends the request";
    let columns = "Fields to print with jsonl, table or tsv, by the names used by the service and separated by commas";
    let download =
        "Save the file as FILE, which appears once it is complete, or print it to standard output if FILE is -";
    let download = option(DOWNLOAD, "FILE", download).value_hint(ValueHint::FilePath);
    [
        option(OUTPUT, "FORMAT", output)
            .value_parser(PossibleValuesParser::new(["json", "jsonl", "table", "tsv", CURL]))
            .requires_if(CURL, DRY_RUN),
        option(COLUMNS, "NAMES", columns).value_delimiter(','),
        switch(ANY_RESPONSE, "Print the response even if it does not match the help page"),
        download.value_parser(NonEmptyStringValueParser::new()),
        switch(OVERWRITE, "Replace FILE if it exists").requires(DOWNLOAD),
    ]
}

/// Returns a flag with a value.
pub(crate) fn option(name: &'static str, value_name: &'static str, help: impl Into<StyledStr>) -> Arg {
    Arg::new(name).long(name).value_name(value_name).help(help.into())
}

/// Returns a flag with an integer of at least `min`.
pub(crate) fn number(name: &'static str, min: u32, help: &'static str) -> Arg {
    let parse = move |text: &str| match text.parse::<u32>() {
        Ok(number) if number >= min => Ok(number),
        _ => Err(format!("expected an integer from {min} to {}", u32::MAX)),
    };
    // Otherwise, clap would read `-1` as another flag.
    option(name, "NUMBER", help).allow_negative_numbers(true).value_parser(parse)
}

/// Returns a flag with a number of seconds, such as `30` or `0.5`.
pub(crate) fn seconds(name: &'static str, help: &'static str) -> Arg {
    let parse = |text: &str| match text.parse::<f64>() {
        Ok(seconds) if (MIN_SECONDS..=MAX_SECONDS).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err(format!("expected a number of seconds from {MIN_SECONDS} to {MAX_SECONDS}")),
    };
    option(name, "SECONDS", help).allow_negative_numbers(true).value_parser(parse)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// Returns the value of a flag or its environment variable. An empty string counts as missing, since scripts often pass
/// on variables that are not set.
pub(crate) fn non_empty<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    match matches.get_one::<String>(name) {
        Some(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// Returns the value of a connection flag or its environment variable. White space or quotes around it are an error,
/// and so are an invalid region and an invalid endpoint. The error names the flag or the variable.
pub(crate) fn connection_setting<'a>(matches: &'a ArgMatches, name: &str) -> Result<Option<&'a str>, CliError> {
    let Some(text) = non_empty(matches, name) else { return Ok(None) };
    let source = source_of(matches, name);
    // Stands for bytes that are not UTF-8: see `connection`.
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(CliError::local(format!("{source} is not valid UTF-8: set it to text")));
    }
    check_setting(&source, text).map_err(CliError::local)?;
    check_value(name, text).map_err(|reason| CliError::local(format!("{source}: {reason}")))?;
    Ok(Some(text))
}

/// Checks the value of a flag for a region or an endpoint.
pub(crate) fn check_value(name: &str, text: &str) -> Result<(), String> {
    match name {
        REGION => check_region(text),
        ENDPOINT | IAM_ENDPOINT => check_endpoint(text),
        _ => Ok(()),
    }
}

/// Returns the connection flag or the environment variable that sets a value.
pub(crate) fn source_of(matches: &ArgMatches, name: &str) -> String {
    match variable(name) {
        Some(variable) if matches.value_source(name) == Some(ValueSource::EnvVariable) => variable,
        _ => format!("--{name}"),
    }
}

/// Returns the flag of a client setting with its environment variable, as text for a message. `more` follows.
pub(crate) fn setting_hint(setting: Setting, more: &str) -> Option<String> {
    let name = match setting {
        Setting::Project => PROJECT_ID,
        Setting::Region => REGION,
        Setting::EnterpriseProject => ENTERPRISE_PROJECT_ID,
        _ => return None,
    };
    Some(format!("--{name} (or {}{more})", variable(name)?))
}
