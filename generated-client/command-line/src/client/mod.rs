//! The client, built from the connection flags.

pub(crate) mod credentials;
pub(crate) mod curl;
pub(crate) mod debug;
pub(crate) mod dry_run;
pub(crate) mod profiles;
pub(crate) mod prompt;

use std::time::Duration;

use clap::ArgMatches;
use huaweicloud_core::codegen::{Missing, missing};
use huaweicloud_core::{Client, CredentialsOrigin, RetryConfig};

use crate::client::dry_run::CaptureTransport;
use crate::error::similar::most_similar;
use crate::error::{CliError, warn};
use crate::flags::common_flags::{
    ENDPOINT, ENTERPRISE_PROJECT_ID, IAM_ENDPOINT, METADATA_SERVICE, NO_VALIDATE, PROJECT_ID, REGION,
    RESOLVE_PROJECT_ID, RETRIES, TIMEOUT, TOKEN_STDIN, connection_setting, non_empty,
};
use crate::program::Program;

/// Builds the client with the settings of the command line. `capture` replaces the transport in a dry run.
pub(crate) fn build(
    program: &Program,
    matches: &ArgMatches,
    capture: Option<CaptureTransport>,
) -> Result<Client, CliError> {
    let credentials = credentials::find(program, matches)?;
    let region = connection_setting(matches, REGION)?.or(credentials.region()).map(str::to_owned);
    let from_flag = matches.get_flag(TOKEN_STDIN) || matches.get_flag(METADATA_SERVICE);
    let has_profile = !from_flag && credentials.origin() != &CredentialsOrigin::Environment;
    let mut builder = Client::builder(program.service)
        .credentials(credentials)
        .app_name(program.app_name)
        .validate(!matches.get_flag(NO_VALIDATE));
    if let Some(region) = &region {
        builder = builder.region(region);
    }
    if let Some(endpoint) = connection_setting(matches, ENDPOINT)? {
        builder = builder.endpoint(endpoint);
    }
    if let Some(endpoint) = connection_setting(matches, IAM_ENDPOINT)? {
        builder = builder.iam_endpoint(endpoint);
    }
    if let Some(project_id) = connection_setting(matches, PROJECT_ID)? {
        builder = builder.project_id(project_id);
    }
    if matches.get_flag(RESOLVE_PROJECT_ID) && capture.is_none() {
        builder = builder.resolve_project_id();
    }
    if let Some(enterprise_project_id) = connection_setting(matches, ENTERPRISE_PROJECT_ID)? {
        builder = builder.enterprise_project_id(enterprise_project_id);
    }
    if let Some(timeout) = matches.get_one::<Duration>(TIMEOUT) {
        builder = builder.operation_timeout(*timeout);
    }
    if let Some(retries) = matches.get_one::<u32>(RETRIES) {
        builder = builder.retry(RetryConfig::standard().max_attempts(retries.saturating_add(1)));
    }
    if let Some(capture) = capture {
        builder = builder.transport(capture).retry(RetryConfig::disabled());
    }
    let region_hint = match region {
        Some(_) => "",
        None if has_profile => "; pass --region, set HUAWEICLOUD_SDK_REGION, or add region to the profile",
        None => "; pass --region, or set HUAWEICLOUD_SDK_REGION",
    };
    let client = builder.build().map_err(|error| {
        let iam_hint = match missing(&error) {
            Some(Missing::IamEndpoint) => "; pass --iam-endpoint, or set HUAWEICLOUD_SDK_IAM_ENDPOINT",
            _ => "",
        };
        CliError::from_call(&error, &format!("{region_hint}{iam_hint}"))
    })?;
    if let Some(region) = &region {
        warn_of_unknown_region(program, matches, region);
    }
    Ok(client)
}

/// Warns of a region that this version does not know. The vendor adds regions, so it may be valid. With an endpoint, it
/// may be that of another cloud.
pub(crate) fn warn_of_unknown_region(program: &Program, matches: &ArgMatches, region: &str) {
    let known = program.service.regions;
    if known.contains(&region) || non_empty(matches, ENDPOINT).is_some() {
        return;
    }
    let advice = match most_similar(region, known) {
        Some(similar) => format!("did you mean '{similar}'?"),
        None => "check its name, unless it is newer than this version".to_owned(),
    };
    warn(&format!("unknown region '{region}': {advice}"));
}
