//! The mock server: its checks, responses, scripts and request history.

#![allow(deprecated, reason = "deprecated operations are mocked like all others")]

mod checks;
mod records;
mod responses;
mod server;
mod tasks;

use huaweicloud_museum::{Client, Error};
use serde_json::{Value, json};

const PAINTINGS: &str = "/v1/p/paintings";
const EXPORT: &str = "/v1/p/paintings/export";
const INSPECT: &str = "/v1/p/paintings/inspect";
const VISITS: &str = "/v1/p/visits/export?count=1";
const ROOMS: &str = "/v1/p/rooms";
const TOKEN: (&str, &str) = ("X-Auth-Token", "t");

/// Calls each operation once, with a valid request.
async fn call_all(client: &Client) -> Result<(), Error> {
    client.export_visits(1).longer_than(i64::MIN).visit_ids(["ä", ""]).send().await?;
    client.inspect_paintings("of_tomorrow").everything(true).send().await?;
    client.export_paintings([("signed", "Signed %20 \"")]).count(10).send().await?;
    client.list_paintings().limit(10).title("a&b=c").on_loan(false).send().await?;
    client.list_rooms().wing(String::new()).offset(i32::MAX).send().await?;
    Ok(())
}

/// Returns a painting with a title and an artist.
fn painting(title: &str, artist: &str) -> Value {
    json!({ "title": title, "artist": artist })
}
