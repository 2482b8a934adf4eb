//! `hss mock`: a server on loopback, to be called instead of the service.

use std::env;
use std::future;
use std::net::SocketAddr;

use clap::{Arg, ArgMatches, Command, value_parser};
use huaweicloud_hss::mock::{MockServer, MockServerBuilder};
use serde_json::json;

use crate::exit::Exit;
use crate::{options, output};

/// The command.
pub(crate) const NAME: &str = "mock";

const LISTEN: &str = "listen";
const RECORDS: &str = "records";
const ACCESS_KEY: &str = "access-key";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";

pub(crate) fn command() -> Command {
    let listen = Arg::new(LISTEN)
        .long(LISTEN)
        .value_name("ADDRESS")
        .default_value("127.0.0.1:0")
        .value_parser(value_parser!(SocketAddr))
        .help("Where to listen, on loopback alone; port 0 is any that is free");
    let records = Arg::new(RECORDS)
        .long(RECORDS)
        .value_name("NUMBER")
        .default_value("25")
        .value_parser(value_parser!(u32))
        .help("Records that each list has");
    let access_key = Arg::new(ACCESS_KEY).long(ACCESS_KEY).value_name("AK").help(format!(
        "Take requests that are signed by this access key alone; {SECRET_KEY} holds its secret key. \
         Otherwise all credentials are taken"
    ));
    Command::new(NAME)
        .about("Serves the operations on loopback until it is stopped, and checks requests like the service")
        .after_help("It prints its URL, for --endpoint or HUAWEICLOUD_SDK_ENDPOINT, as JSON on one line.")
        .args([listen, records, access_key])
        // It calls nobody.
        .args(options::connection().into_iter().map(|arg| arg.hide(true)))
}

/// Serves until the program is stopped.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Exit> {
    let mut builder = MockServer::builder();
    builder = matches.get_one(LISTEN).copied().into_iter().fold(builder, MockServerBuilder::listen);
    builder = matches.get_one(RECORDS).copied().into_iter().fold(builder, MockServerBuilder::records);
    if let Some(access_key) = options::text(matches, ACCESS_KEY) {
        builder = builder.access_key(access_key, secret_key()?);
    }
    let mock = builder.start().await.map_err(|error| Exit::refused(format!("the mock cannot start: {error}")))?;
    output::line(&json!({ "url": mock.url() }))?;
    future::pending().await
}

fn secret_key() -> Result<String, Exit> {
    let set = env::var(SECRET_KEY).ok().filter(|secret_key| !secret_key.is_empty());
    set.ok_or_else(|| Exit::refused(format!("there is no secret key of the access key: set {SECRET_KEY}")))
}
