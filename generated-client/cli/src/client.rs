//! The client, built from the connection flags.

use clap::ArgMatches;
use huaweicloud_hss::{Client, ClientBuilder, Credentials};

use crate::common_flags::{self, ENDPOINT, ENTERPRISE_PROJECT_ID, NO_VALIDATE, PROJECT_ID, REGION};
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
    builder
}

/// Builds the client.
pub(crate) fn build(matches: &ArgMatches, builder: ClientBuilder) -> Result<Client, CliError> {
    let has_region = common_flags::non_empty(matches, REGION).is_some();
    let hint = if has_region { "" } else { "; pass --region or set HUAWEICLOUD_SDK_REGION" };
    builder.build().map_err(|error| CliError::from_call(&error, hint))
}
