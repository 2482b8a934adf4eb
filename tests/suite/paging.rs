//! A list of several pages, over a real socket.

use hss_tests::server::{Request, Server, response};
use huaweicloud_museum::{Client, Credentials};
use serde_json::json;

/// Serves a list of `total` paintings in pages of at most `largest`. The title of each is its number.
fn list(total: usize, largest: usize) -> Server {
    Server::start(move |request| {
        let (offset, limit) = (parameter(request, "offset").unwrap_or(0), parameter(request, "limit"));
        let end = total.min(offset + limit.unwrap_or(largest).min(largest));
        let paintings: Vec<_> = (offset..end).map(|number| json!({ "title": number.to_string() })).collect();
        response("200 OK", "", &json!({ "total": total, "paintings": paintings }).to_string())
    })
}

fn parameter(request: &Request, name: &str) -> Option<usize> {
    let value = request.query().split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.parse().expect("a number"))
}

#[tokio::test]
async fn items_use_the_largest_page() {
    let server = list(450, 200);
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    let client = client.endpoint(server.endpoint()).build().expect("a client");
    let mut paintings = client.list_paintings().title("a b").items();
    let mut titles = Vec::new();
    while let Some(painting) = paintings.try_next().await.expect("an item") {
        titles.push(painting.title.expect("a title"));
    }
    assert_eq!(titles, (0..450).map(|number| number.to_string()).collect::<Vec<_>>());
    let sent = ["limit=200&title=a%20b", "limit=200&offset=200&title=a%20b", "limit=200&offset=400&title=a%20b"];
    let queries: Vec<String> = server.requests().iter().map(|request| request.query().to_owned()).collect();
    assert_eq!(queries, sent, "pages are as large as the help page allows");
}
