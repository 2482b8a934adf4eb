//! Example responses are decoded without loss.

use hss_tests::server::Server;
use serde_json::Value;

use super::any_operation::operations;
use super::boundaries;
use super::client::{Client, Credentials};

#[tokio::test]
async fn example_responses_are_decoded_without_loss() {
    for operation in operations() {
        for example in operation.descriptor.examples.iter().filter_map(|example| example.response) {
            let server = Server::json(example);
            let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("t"));
            let client = client.endpoint(server.endpoint()).build().expect("a client");
            let request = boundaries::complete(operation.descriptor);
            let response = operation.send(&client, &request, &[]).await.expect("a response");
            let example: Value = serde_json::from_str(example).expect("JSON");
            assert_eq!(response, example, "{}", operation.descriptor.id);
        }
    }
}
