//! The command `mock`: runs a mock server on loopback.

use std::env::{self, VarError};
use std::future;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command, ValueHint};
use huaweicloud_core::codegen::check_setting;
use huaweicloud_core::mock::{MockServer, TaskOutcome};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::flags::common_flags::{self, number, option, seconds};
use crate::output::stdout;
use crate::program::Program;
use crate::request::json_file;

const LISTEN: &str = "listen";
const RECORDS: &str = "records";
const DATA: &str = "data";
const LATENCY: &str = "latency";
const TASK_RUNNING: &str = "task-running";
const TASK_OUTCOME: &str = "task-outcome";
const OUTCOMES: [(&str, TaskOutcome); 4] = [
    ("success", TaskOutcome::Success),
    ("failure", TaskOutcome::Failure),
    ("endless", TaskOutcome::Endless),
    ("file-gone", TaskOutcome::FileGone),
];
const ACCESS_KEY: &str = "access-key";
const SECRET_KEY_VARIABLE: &str = "HUAWEICLOUD_SDK_SK";

pub(crate) fn command() -> Command {
    let data = "Read the records of lists from a file with a JSON object: its keys are operation IDs, its values lists of \
                records. A parameter with the name of a field then selects records by equality";
    let task_outcome = "How tasks end: they succeed, fail, never end, or succeed although their files are gone";
    let access_key = format!(
        "Accept only requests signed with this access key; {SECRET_KEY_VARIABLE} holds its secret key. Without this \
         flag, all credentials are accepted"
    );
    Command::new(super::MOCK)
        .about("Runs a mock server on loopback that checks requests as the service does")
        .after_help(
            "Prints its URL as one line of JSON. Set HUAWEICLOUD_SDK_ENDPOINT to it, and HUAWEICLOUD_SDK_IAM_ENDPOINT \
             too for --agency-name and --resolve-project-id.",
        )
        .args([
            option(LISTEN, "ADDRESS", "Loopback address to listen on; port 0 picks a free port")
                .default_value("127.0.0.1:0")
                .value_parser(parse_address),
            number(RECORDS, 0, "Number of records in each list without records of its own").default_value("25"),
            option(DATA, "FILE", data).value_hint(ValueHint::FilePath),
            seconds(LATENCY, "Delay before each response"),
            number(TASK_RUNNING, 0, "Number of times that a task is reported as running before it ends")
                .default_value("2"),
            option(TASK_OUTCOME, "OUTCOME", task_outcome)
                .default_value("success")
                .value_parser(PossibleValuesParser::new(OUTCOMES.map(|(name, _)| name))),
            option(ACCESS_KEY, "AK", access_key),
        ])
}

/// Runs the mock server until the program is stopped.
pub(crate) async fn run(program: &Program, matches: &ArgMatches) -> Result<(), CliError> {
    let mut builder = MockServer::builder(program.service);
    if let Some(address) = matches.get_one::<SocketAddr>(LISTEN) {
        builder = builder.listen(*address);
    }
    if let Some(records) = matches.get_one::<u32>(RECORDS) {
        builder = builder.records(*records);
    }
    if let Some(path) = common_flags::non_empty(matches, DATA) {
        let data = Value::Object(json_file::read(DATA, path)?);
        let source = json_file::source_name(path);
        builder =
            builder.data(data).map_err(|error| CliError::usage(format!("invalid --{DATA}: {source}: {error}")))?;
    }
    if let Some(latency) = matches.get_one::<Duration>(LATENCY) {
        builder = builder.latency(*latency);
    }
    if let Some(times) = matches.get_one::<u32>(TASK_RUNNING) {
        builder = builder.task_running(*times);
    }
    let outcome = common_flags::non_empty(matches, TASK_OUTCOME);
    if let Some((_, outcome)) = OUTCOMES.iter().find(|(name, _)| Some(*name) == outcome) {
        builder = builder.task_outcome(*outcome);
    }
    if let Some(access_key) = common_flags::non_empty(matches, ACCESS_KEY) {
        check_setting(&format!("--{ACCESS_KEY}"), access_key).map_err(CliError::local)?;
        builder = builder.access_key(access_key, secret_key()?);
    }
    let mock = builder.start().await.map_err(|error| start_error(matches, &error))?;
    stdout::print_line(&json!({ "url": mock.url() }))?;
    future::pending().await
}

fn start_error(matches: &ArgMatches, error: &io::Error) -> CliError {
    let address = matches.get_one(LISTEN).map(SocketAddr::to_string).unwrap_or_default();
    let hint = match error.kind() {
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied => "; pass another port, or port 0 to pick a free one",
        _ => "",
    };
    CliError::local(format!("cannot start the mock server at --{LISTEN} {address}: {error}{hint}"))
}

fn secret_key() -> Result<String, CliError> {
    let missing = format!("missing secret key: set {SECRET_KEY_VARIABLE} to the secret key of --{ACCESS_KEY}");
    match env::var(SECRET_KEY_VARIABLE) {
        Ok(secret_key) if !secret_key.is_empty() => {
            check_setting(SECRET_KEY_VARIABLE, &secret_key).map_err(CliError::local)?;
            Ok(secret_key)
        }
        Err(VarError::NotUnicode(_)) => {
            Err(CliError::local(format!("{SECRET_KEY_VARIABLE} is not valid UTF-8: set it to text")))
        }
        _ => Err(CliError::local(missing)),
    }
}

fn parse_address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "expected an IP address with a port, such as 127.0.0.1:8080")
}
