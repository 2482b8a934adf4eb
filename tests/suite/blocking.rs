//! Blocking calls from programs without an async runtime.

use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::{Server, kept_open, response};
use huaweicloud_museum::mock::MockServer;
use huaweicloud_museum::{Client, Credentials, Error, ErrorKind};

const GOOD: &str = r#"{"total":1,"paintings":[{"title":"Sunrise"}]}"#;

fn client(endpoint: String) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    client.endpoint(endpoint).build().expect("a client")
}

/// A connection lives on between blocking calls, and in an async call of the same client: the server responds only on
/// the first one. The pool may open another one if a call begins before the connection of the previous call is idle.
#[test]
fn blocking_and_async_calls_share_a_connection() {
    let answer = Step::Send(kept_open("200 OK", "", GOOD));
    let script = [Step::Read, answer.clone(), Step::Read, answer.clone(), Step::Read, answer, Step::WaitForClose];
    let server = ScriptedServer::start(vec![script.to_vec()]);
    let client = client(format!("http://{}", server.address()));
    for _ in 0..2 {
        client.list_paintings().send_blocking().expect("a response");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(client.list_paintings().send()).expect("a response");
}

#[test]
fn threads_can_block_at_the_same_time() {
    let server = Server::concurrent(|_| kept_open("200 OK", "", GOOD));
    let client = client(server.endpoint());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.list_paintings().send_blocking().expect("a response"));
        }
    });
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn items_blocking_follows_a_list_and_ends_after_an_error() {
    let page = r#"{"total":3,"paintings":[{"title":"a"},{"title":"b"}]}"#;
    let last = r#"{"total":3,"paintings":[{"title":"c"}]}"#;
    let invalid = response("400 Bad Request", "", r#"{"error_code":"MUSEUM.0001","error_msg":"no"}"#);
    let names = |second: Vec<u8>| {
        let server = Server::start_in_turn(vec![response("200 OK", "", page), second]);
        let mut items = client(server.endpoint()).list_paintings().items_blocking();
        let shown = |item: Result<_, Error>| match item {
            Ok(huaweicloud_museum::types::Painting { title, .. }) => title.expect("a name"),
            Err(error) => error.code().expect("a code").to_owned(),
        };
        let names: Vec<String> = items.by_ref().map(shown).collect();
        assert!(items.next().is_none(), "nothing follows the end");
        names
    };
    assert_eq!(names(response("200 OK", "", last)), ["a", "b", "c"]);
    assert_eq!(names(invalid), ["a", "b", "MUSEUM.0001"]);
}

/// The mock server needs a runtime; the calls do not.
#[test]
fn an_export_becomes_a_file_without_a_runtime() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let mock = runtime.block_on(MockServer::start()).expect("a mock");
    let (client, folder) = (mock.client().build().expect("a client"), tempfile::tempdir().expect("a folder"));
    let export = || client.export_paintings([("signed", "Signed")]).send_and_wait();
    assert_eq!(export().wait_blocking().expect("a task").task_id.as_deref(), Some("test"));
    let path = folder.path().join("export.zip");
    let bytes = export().download_blocking().expect("a file").save_to_blocking(path.as_path()).expect("saved");
    assert_eq!(std::fs::metadata(path).expect("a file").len(), bytes);
}

#[tokio::test]
async fn blocking_calls_in_a_runtime_are_an_error() {
    let server = Server::json(GOOD);
    let client = client(server.endpoint());
    let error = client.list_paintings().send_blocking().expect_err("in a runtime");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("send_blocking was called in a tokio runtime"), "{error}");
    let mut items = client.list_paintings().items_blocking();
    let error = items.next().expect("an error").expect_err("in a runtime");
    assert!(error.to_string().contains("items_blocking was called in a tokio runtime"), "{error}");
    assert!(items.next().is_none(), "nothing follows an error");
    assert!(server.requests().is_empty());
}

/// As the error of a blocking call says.
#[tokio::test]
async fn spawn_blocking_can_block_on_the_async_method() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let blocking = tokio::task::spawn_blocking(move || {
        assert!(client.list_paintings().send_blocking().is_err());
        tokio::runtime::Handle::current().block_on(client.list_paintings().send())
    });
    blocking.await.expect("no panic").expect("a response");
}
