//! Lists of several pages, over a real socket.

use hss_tests::server::{Request, Server, response};
use huaweicloud_museum::{Client, Credentials, ErrorKind};
use serde_json::json;

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

const PAINTINGS: (&str, &str) = ("paintings", "title");
const ROOMS: (&str, &str) = ("rooms", "name");

/// Serves a list of `total` items in pages of at most `largest`. The field `name` of each item is its number.
fn list((list, name): (&'static str, &'static str), total: usize, largest: usize) -> Server {
    Server::start(move |request| {
        let (offset, limit) = (parameter(request, "offset").unwrap_or(0), parameter(request, "limit"));
        let end = total.min(offset + limit.unwrap_or(largest).min(largest));
        let items: Vec<_> = (offset..end).map(|number| json!({ name: number.to_string() })).collect();
        response("200 OK", "", &json!({ "total": total, list: items }).to_string())
    })
}

fn parameter(request: &Request, name: &str) -> Option<usize> {
    let value = request.query().split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.parse().expect("a number"))
}

fn queries(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.query().to_owned()).collect()
}

#[tokio::test]
async fn items_use_the_largest_page() {
    let server = list(PAINTINGS, 450, 200);
    let mut paintings = client(&server).list_paintings().title("a b").items();
    let mut names = Vec::new();
    while let Some(painting) = paintings.try_next().await.expect("an item") {
        names.push(painting.title.expect("a name"));
    }
    assert_eq!(names, (0..450).map(|number| number.to_string()).collect::<Vec<_>>());
    let sent = ["limit=200&title=a%20b", "limit=200&offset=200&title=a%20b", "limit=200&offset=400&title=a%20b"];
    assert_eq!(queries(&server), sent, "pages are as large as the help page allows");
}

#[tokio::test]
async fn items_start_at_the_given_offset() {
    let server = list(ROOMS, 25, 10);
    let mut rooms = client(&server).list_rooms().offset(3).items();
    let mut names = Vec::new();
    while let Some(room) = rooms.try_next().await.expect("an item") {
        names.push(room.name.expect("a name"));
    }
    assert_eq!(names, (3..25).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(
        queries(&server),
        ["offset=3", "offset=13", "offset=23"],
        "the help page does not document a largest page"
    );
}

#[tokio::test]
async fn pages_end_after_the_last_item() {
    let server = list(PAINTINGS, 25, 200);
    let mut pages = client(&server).list_paintings().limit(20).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.expect("a page") {
        sizes.push((page.total, page.paintings.len()));
    }
    assert_eq!(sizes, [(Some(25), 20), (Some(25), 5)]);
    assert_eq!(queries(&server), ["limit=20", "limit=20&offset=20"]);

    let server = list(ROOMS, 0, 10);
    let mut pages = client(&server).list_rooms().pages();
    assert_eq!(pages.try_next().await.expect("a page").map(|page| page.rooms.len()), Some(0));
    assert!(pages.try_next().await.expect("the end").is_none());
    assert_eq!(queries(&server), [""]);
}

#[tokio::test]
async fn options_of_the_call_apply_to_every_page() {
    let server = list(PAINTINGS, 250, 200);
    let call = client(&server).list_paintings().customize();
    let mut paintings = call.project_id("other").header("X-Note", "n").enterprise_project_id("0").items();
    while paintings.try_next().await.expect("an item").is_some() {}
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.path(), "/v1/other/paintings");
        assert_eq!(request.header("x-note"), ["n"]);
        assert!(request.query().contains("enterprise_project_id=0"), "{}", request.query());
    }
}

#[tokio::test]
async fn services_that_ignore_the_offset_are_detected() {
    let server = Server::json(r#"{"total": 9, "paintings": [{"title": "Sunrise"}]}"#);
    let mut paintings = client(&server).list_paintings().items();
    assert!(paintings.try_next().await.expect("an item").is_some());
    let error = paintings.try_next().await.expect_err("the same page");
    assert_eq!(error.kind(), ErrorKind::Paging);
    let message = "ListPaintings: paging stopped at offset 1 after 1 items: \
                   the service returned the same page twice in a row";
    assert_eq!(error.to_string(), message);
    assert!(paintings.try_next().await.expect("the end").is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn items_can_be_read_on_another_thread() {
    let server = list(PAINTINGS, 30, 10);
    let mut paintings = client(&server).list_paintings().items();
    let count = tokio::spawn(async move {
        let mut count = 0;
        while paintings.try_next().await.expect("an item").is_some() {
            count += 1;
        }
        count
    });
    assert_eq!(count.await.expect("no panic"), 30);
}
