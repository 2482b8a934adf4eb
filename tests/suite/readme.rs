//! The README's code is the example's, and it runs.

use hss_tests::project;
use hss_tests::server::Server;
use huaweicloud_hss::{Client, Credentials};

#[allow(dead_code, unreachable_pub, reason = "a program of its own, of which the suite calls all but `main`")]
#[path = "../../generated-client/examples/quickstart.rs"]
mod quickstart;

#[test]
fn the_readme_shows_the_example() {
    let example = project::read("generated-client/examples/quickstart.rs");
    let code = example.split_once("\n\n").map_or(example.as_str(), |(_docs, code)| code);
    let readme = project::read("README.md");
    assert!(readme.contains(&format!("```rust\n{code}```\n")), "README.md holds examples/quickstart.rs word for word");
}

#[tokio::test]
async fn the_example_runs() {
    let server = Server::start(|request| {
        let body = match request.method.as_str() {
            "GET" => r#"{"total_num": 1, "data_list": [{"app_name": "acl", "app_version": "2.2.53"}]}"#,
            _ => r#"{"task_id": "task-1"}"#,
        };
        hss_tests::server::response("200 OK", "", body)
    });
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("t"));
    let client = client.endpoint(server.endpoint()).build().expect("a client");
    quickstart::run(&client).await.expect("the example runs");
    let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/v5/p/image/apps?image_type=registry&limit=200", "/v5/p/container/export-task"]);
}
