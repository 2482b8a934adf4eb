//! The client, built from the connection flags.

use std::time::Duration;

use clap::ArgMatches;
use huaweicloud_hss::{Client, ClientBuilder, Credentials, RetryConfig};

use crate::common_flags::{self, ENDPOINT, ENTERPRISE_PROJECT_ID, NO_VALIDATE, PROJECT_ID, REGION, RETRIES, TIMEOUT};
use crate::error::CliError;

/// Returns a client builder with the settings of the command line.
pub(crate) fn builder(matches: &ArgMatches, credentials: Credentials) -> ClientBuilder {
    let mut builder = Client::builder()
        .credentials(credentials)
        .app_name(env!("CARGO_PKG_NAME"))
        .validate(!matches.get_flag(NO_VALIDATE));
    if let Some(region) = common_flags::non_empty(matches, REGION) {
        builder = builder.region(region);
    }
    if let Some(project_id) = common_flags::non_empty(matches, PROJECT_ID) {
        builder = builder.project_id(project_id);
    }
    if let Some(enterprise_project_id) = common_flags::non_empty(matches, ENTERPRISE_PROJECT_ID) {
        builder = builder.enterprise_project_id(enterprise_project_id);
    }
    if let Some(endpoint) = common_flags::non_empty(matches, ENDPOINT) {
        builder = builder.endpoint(endpoint);
    }
    if let Some(timeout) = matches.get_one::<Duration>(TIMEOUT) {
        builder = builder.operation_timeout(*timeout);
    }
    if let Some(retries) = matches.get_one::<u32>(RETRIES) {
        builder = builder.retry(RetryConfig::standard().max_attempts(retries.saturating_add(1)));
    }
    builder
}

/// Builds the client.
pub(crate) fn build(matches: &ArgMatches, builder: ClientBuilder) -> Result<Client, CliError> {
    let has_region = common_flags::non_empty(matches, REGION).is_some();
    let hint =
        if has_region { "" } else { "; pass --region, set HUAWEICLOUD_SDK_REGION, or add region to the profile" };
    builder.build().map_err(|error| CliError::from_call(&error, hint))
}
