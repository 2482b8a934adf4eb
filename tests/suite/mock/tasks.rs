//! Tasks of the mock server, and their files.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hss_tests::PATIENCE;
use http::StatusCode;
use huaweicloud_museum::mock::{Fault, MockServer, MockServerBuilder, TaskOutcome};
use huaweicloud_museum::{Error, ErrorKind, RetryConfig};

use crate::clock::VirtualClock;

/// Returns the states of a task that a client receives, and the outcome of waiting for it.
async fn story(builder: MockServerBuilder) -> (Vec<String>, Result<usize, Error>) {
    let mock = builder.start().await.expect("a mock");
    let states = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&states);
    // With this clock, pauses end at once and timeouts never expire.
    let clock = VirtualClock::new(&[60, 180].map(Duration::from_secs));
    let client = mock.client().time_source(clock.clone()).sleep(clock).build().expect("a client");
    let wait = client.export_paintings([("signed", "Signed")]).send_and_wait().timeout(Duration::from_secs(1));
    let wait = wait.on_state(move |response| {
        let state = response.task_status.as_ref().expect("a state").as_str();
        let file = if response.file_id.is_some() { " with a file" } else { "" };
        log.lock().expect("a log").push(format!("{state}{file}"));
    });
    let outcome = match wait.download().await {
        Ok(download) => download.bytes().await.map(|bytes| bytes.len()),
        Err(error) => Err(error.into()),
    };
    let states = states.lock().expect("a log").clone();
    (states, outcome)
}

#[tokio::test]
async fn tasks_end_with_the_configured_outcome() {
    let (states, outcome) = story(MockServer::builder()).await;
    assert_eq!(states, ["running", "running", "success with a file"]);
    assert!(outcome.expect("a file") > 100);
    let (states, outcome) = story(MockServer::builder().task_running(0).task_outcome(TaskOutcome::Failure)).await;
    assert_eq!((states, outcome.expect_err("a failure").kind()), (vec!["failure".to_owned()], ErrorKind::Task));
    let (states, outcome) = story(MockServer::builder().task_running(1).task_outcome(TaskOutcome::FileGone)).await;
    let error = outcome.expect_err("no file");
    assert_eq!((states.len(), error.status(), error.code()), (2, Some(StatusCode::NOT_FOUND), Some("MUSEUM.0003")));
    let (states, outcome) = story(MockServer::builder().task_outcome(TaskOutcome::Endless)).await;
    assert!(outcome.expect_err("a timeout").is_timeout());
    assert_eq!(states, vec!["running"; 2]);
}

/// The wait takes 900 s by default.
#[tokio::test]
async fn waiting_takes_no_real_time() {
    let mock = MockServer::builder().task_outcome(TaskOutcome::Endless).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let wait = client.export_paintings([("signed", "Signed")]).send_and_wait();
    let outcome = tokio::time::timeout(PATIENCE, wait.into_future()).await.expect("pauses are skipped");
    assert!(outcome.expect_err("a timeout").error().is_timeout());
    // At intervals of up to 30 s.
    assert!(mock.show_export().requests().len() < 40, "{}", mock.show_export().requests().len());
}

/// An ID can be that of an earlier task.
#[tokio::test]
async fn each_task_runs_from_its_beginning() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for _ in 0..2 {
        client.export_paintings([("signed", "Signed")]).send_and_wait().await.expect("a task");
    }
    assert_eq!(mock.show_export().requests().len(), 6);
}

#[tokio::test]
async fn files_are_zip_archives_whose_id_is_signed_in_its_encoded_form() {
    let mock = MockServer::builder().access_key("AK", "SK-of-a-user").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let download = client.fetch_file("a/b ä").send().await.expect("a file");
    assert_eq!(download.content_type(), Some("application/zip"));
    assert!(download.bytes().await.expect("a file").starts_with(b"PK\x03\x04"));
    assert_eq!(mock.fetch_file().requests()[0].file_id.as_deref(), Some("a/b ä"));
    assert_eq!(mock.received_requests()[0].uri().path(), "/v1/mock-project/files/a%2Fb%20%C3%A4");
    for file_id in ["..", ".", ""] {
        let error = client.fetch_file(file_id).send().await.expect_err("another path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn truncates_downloads_on_request() {
    let mock = MockServer::start().await.expect("a mock");
    mock.fetch_file().fail_with(Fault::TruncateBody);
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let download = client.fetch_file("f").send().await.expect("the first half");
    let error = download.bytes().await.expect_err("the second half");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains(" bytes of the file had arrived"), "{error}");
}
