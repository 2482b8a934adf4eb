//! The client, built from the connection flags.

pub(crate) mod credentials;
pub(crate) mod curl;
pub(crate) mod debug;
pub(crate) mod dry_run;
pub(crate) mod profiles;
pub(crate) mod prompt;

use std::time::Duration;

use clap::ArgMatches;
use huaweicloud_core::{Client, ClientBuilder, Credentials, RetryConfig};

use crate::error::CliError;
use crate::flags::common_flags::{
    self, ENDPOINT, ENTERPRISE_PROJECT_ID, NO_VALIDATE, PROJECT_ID, REGION, RETRIES, TIMEOUT,
};
use crate::program::Program;

/// Returns a client builder with the settings of the command line.
pub(crate) fn builder(
    program: &Program,
    matches: &ArgMatches,
    credentials: Credentials,
) -> Result<ClientBuilder<Client>, CliError> {
    let mut builder = Client::builder(program.service)
        .credentials(credentials)
        .app_name(program.app_name)
        .validate(!matches.get_flag(NO_VALIDATE));
    if let Some(region) = connection_setting(matches, REGION)? {
        builder = builder.region(region);
    }
    if let Some(project_id) = connection_setting(matches, PROJECT_ID)? {
        builder = builder.project_id(project_id);
    }
    if let Some(enterprise_project_id) = connection_setting(matches, ENTERPRISE_PROJECT_ID)? {
        builder = builder.enterprise_project_id(enterprise_project_id);
    }
    if let Some(endpoint) = connection_setting(matches, ENDPOINT)? {
        builder = builder.endpoint(endpoint);
    }
    if let Some(timeout) = matches.get_one::<Duration>(TIMEOUT) {
        builder = builder.operation_timeout(*timeout);
    }
    if let Some(retries) = matches.get_one::<u32>(RETRIES) {
        builder = builder.retry(RetryConfig::standard().max_attempts(retries.saturating_add(1)));
    }
    Ok(builder)
}

fn connection_setting<'a>(matches: &'a ArgMatches, name: &str) -> Result<Option<&'a str>, CliError> {
    common_flags::connection_setting(matches, name).map_err(CliError::local)
}

/// Builds the client.
pub(crate) fn build(matches: &ArgMatches, builder: ClientBuilder<Client>) -> Result<Client, CliError> {
    let has_region = common_flags::non_empty(matches, REGION).is_some();
    let hint =
        if has_region { "" } else { "; pass --region, set HUAWEICLOUD_SDK_REGION, or add region to the profile" };
    builder.build().map_err(|error| CliError::from_call(&error, hint))
}
