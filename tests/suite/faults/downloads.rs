//! Downloads that fail.

use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::response;
use huaweicloud_museum::{Error, ErrorKind};

use super::{builder, clock, raw};

use Step::{Finish, Read, Send};

/// Sends part of a file and then does something else.
fn file_then(length: usize, step: Step) -> Vec<Step> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ncontent-length: {length}\r\n\r\n");
    vec![Read, Send(head.into_bytes()), Send(b"PK\x03\x04".to_vec()), step]
}

/// Returns the outcome of a download that is saved, and the names and contents of the files in its folder.
async fn saved(scripts: Vec<Vec<Step>>) -> (Result<u64, Error>, Vec<Vec<u8>>, usize) {
    let (server, folder) = (ScriptedServer::start(scripts), tempfile::tempdir().expect("a folder"));
    let client = builder(server.address(), &clock()).build().expect("a client");
    let outcome = match client.fetch_file("f").send().await {
        Ok(download) => download.save_to(folder.path().join("export.zip")).await,
        Err(error) => Err(error),
    };
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    let files = entries.map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file")).collect();
    (outcome, files, server.observed().connections)
}

#[tokio::test]
async fn downloads_are_complete_or_absent() {
    let complete = b"PK\x03\x04".to_vec();
    let good = || file_then(4, Finish);
    let (outcome, files, _) = saved(vec![good()]).await;
    assert_eq!((outcome.expect("a file"), files), (4, vec![complete.clone()]));

    let (outcome, files, connections) = saved(vec![file_then(5, Finish)]).await;
    let error = outcome.expect_err("cut off");
    assert_eq!((error.kind(), files.len(), connections), (ErrorKind::Transport, 0, 1), "{error}");
    assert!(error.to_string().contains("4 of 5 bytes of the file had arrived"), "{error}");

    // Nothing of the file has arrived, so the client tries again.
    let cut = raw("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
    let (outcome, files, connections) = saved(vec![cut, raw(response("503 Down", "", "")), good()]).await;
    assert_eq!((outcome.expect("a file"), files, connections), (4, vec![complete], 3));
}
