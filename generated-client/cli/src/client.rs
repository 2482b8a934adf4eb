//! The client that makes the call, by the flags of the connection.

use clap::ArgMatches;
use huaweicloud_hss::{Client, ClientBuilder, Credentials};

use crate::exit::Exit;
use crate::options;

/// Where to call, for whom, and how.
pub(crate) fn builder(matches: &ArgMatches, credentials: Credentials) -> ClientBuilder {
    let text = |name| options::text(matches, name);
    let mut builder = Client::builder().credentials(credentials).app_name(env!("CARGO_PKG_NAME"));
    builder = builder.validate(!matches.get_flag(options::NO_VALIDATE));
    builder = text(options::REGION).into_iter().fold(builder, ClientBuilder::region);
    builder = text(options::PROJECT_ID).into_iter().fold(builder, ClientBuilder::project_id);
    builder = text(options::ENTERPRISE_PROJECT_ID).into_iter().fold(builder, ClientBuilder::enterprise_project_id);
    text(options::ENDPOINT).into_iter().fold(builder, ClientBuilder::endpoint)
}

/// Makes the client, or says what to give.
pub(crate) fn build(matches: &ArgMatches, builder: ClientBuilder) -> Result<Client, Exit> {
    let missing = options::text(matches, options::REGION).is_none();
    let hint = if missing { "; give --region, or set HUAWEICLOUD_SDK_REGION" } else { "" };
    builder.build().map_err(|error| Exit::failed(&error, hint))
}
