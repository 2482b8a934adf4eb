//! Tasks, files and interruptions.

use std::fs;
use std::io;
use std::process::{Child, Command};

use hss_tests::command_line::{Mock, TOKEN, text};
use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::{Server, response};

use super::{EXPORT, museum};

#[test]
fn an_export_becomes_a_file_in_one_command() {
    let (mock, folder) = (Mock::start("museum", "mock"), tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("export.zip").display().to_string();
    for command in [EXPORT, "export-visits --count 1 --everything"] {
        let line = format!("{command} --wait --download '{path}' --overwrite");
        let printed: serde_json::Value = serde_json::from_str(&museum(&line).at(&mock.url).printed()).expect("JSON");
        let saved = fs::read(&path).expect("a file");
        assert!(saved.starts_with(b"PK"), "{command}");
        assert_eq!(printed, serde_json::json!({ "file": path, "bytes": saved.len() }));
    }
    let state = museum(&format!("{EXPORT} --wait --columns task_status --output tsv")).at(&mock.url).printed();
    assert_eq!(state, "success\n");
    let saved = fs::read(&path).expect("a file");
    for line in [format!("{EXPORT} --wait"), "show-export --task-id t --wait".to_owned()] {
        let output = museum(&format!("{line} --download -")).at(&mock.url).output();
        assert_eq!((output.stdout, text(&output.stderr)), (saved.clone(), String::new()), "{line}");
    }
    let output = museum("fetch-file --file-id a/b --download -").at(&mock.url).output();
    assert_eq!(output.stdout, saved);
}

#[test]
fn the_file_name_is_checked_before_a_task_is_created() {
    let server = Server::json("{}");
    let (endpoint, folder) = (server.endpoint(), tempfile::tempdir().expect("a folder"));
    let existing = folder.path().join("old.zip");
    fs::write(&existing, "old").expect("a file");
    let (folder, existing) = (folder.path().display(), existing.display());
    for (flags, code, says) in [
        (
            format!("--wait --download '{existing}'"),
            1,
            "already exists: choose another name, or allow overwriting it with",
        ),
        (format!("--wait --download '{folder}' --overwrite"), 1, "it is a folder; name a file in it"),
        (format!("--wait --download '{folder}/missing/new.zip'"), 1, "missing does not exist"),
        (format!("--download '{folder}/new.zip'"), 2, "--download requires --wait"),
        ("--wait --overwrite".to_owned(), 2, "the following required arguments were not provided: --download <FILE>"),
        ("--wait --download ''".to_owned(), 2, "a value is required for '--download <FILE>'"),
        (format!("--wait --download '{folder}/new.zip' --output tsv"), 2, "--output does not apply to --download"),
        (format!("--wait --download '{folder}/new.zip' --columns id"), 2, "--columns does not apply to --download"),
        ("--wait-timeout 5".to_owned(), 2, "--wait"),
    ] {
        let line = format!("{EXPORT} {flags}");
        let error = museum(&line).at(&endpoint).failed(code);
        assert!(error.contains(says), "{error}");
    }
    let error = museum("fetch-file --file-id f").at(&endpoint).failed(2);
    assert!(error.contains("missing --download FILE"), "{error}");
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let dangling = folder.path().join("link.zip");
        std::os::unix::fs::symlink("missing.zip", &dangling).expect("a link");
        let line = format!("fetch-file --file-id f --download '{}'", dangling.display());
        let error = museum(&line).at(&endpoint).failed(1);
        assert!(error.ends_with("or allow overwriting it with --overwrite\n"), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn dry_run_neither_waits_nor_checks_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let existing = folder.path().join("old.zip");
    fs::write(&existing, "old").expect("a file");
    let existing = existing.display();
    for line in [
        format!("{EXPORT} --wait"),
        format!("{EXPORT} --wait --columns task_status --output tsv"),
        format!("{EXPORT} --wait --download '{existing}'"),
        "show-export --task-id t --wait".to_owned(),
        format!("fetch-file --file-id f --download '{existing}'"),
    ] {
        let printed = museum(&format!("{line} --dry-run")).with_region_and_project().printed();
        assert!(printed.contains("\"method\": "), "{line}: {printed}");
    }
}

#[test]
fn failed_tasks_and_downloads_leave_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.zip");
    for (outcome, code, says) in [
        ("failure", 3, "the task has failed: task_status is \"failure\""),
        ("endless", 4, "waiting for the task timed out after 0.3 s; last state: task_status is \"running\""),
        ("file-gone", 3, "404 Not Found, MUSEUM.0003"),
    ] {
        let line = format!("mock --task-outcome {outcome} --task-running 0");
        let mock = Mock::start("museum", &line);
        let wait = if outcome == "endless" { "0.3" } else { "600" };
        let line = format!("{EXPORT} --wait --wait-timeout {wait} --download '{}'", path.display());
        let error = museum(&line).at(&mock.url).failed(code);
        assert!(error.contains(says), "{error}");
    }
    let broken = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nPK");
    let line = format!("fetch-file --file-id f --download '{}'", path.display());
    let error = museum(&line).at(&broken.endpoint()).failed(4);
    assert!(error.contains("2 of 9 bytes of the file had arrived"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

/// The file can be requested again without another export.
#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error_that_names_the_task() {
    let mock = Mock::start("museum", "mock --task-running 0");
    let full = "error: cannot write the output: No space left on device (os error 28)";
    for (line, note) in [
        ("fetch-file --file-id f --download -".to_owned(), ""),
        (format!("{EXPORT} --wait --download -"), "; the task has succeeded: file_id \"file-1\""),
    ] {
        let mut command = museum(&line).at(&mock.url).command();
        command.stdout(fs::File::options().write(true).open("/dev/full").expect("/dev/full"));
        let output = command.output().expect("the program runs");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), format!("{full}{note}\n")), "{line}");
    }
}

/// Sends a signal to the program, and returns its error message.
#[cfg(unix)]
fn interrupt(child: Child, signal: &str) -> String {
    let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(130), "{signal}");
    text(&output.stderr)
}

/// Returns whether the program handles SIGHUP: on Linux, unless the tests run under `nohup`, which is inherited.
#[cfg(unix)]
fn handles_hangup() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // SIGHUP is the lowest bit.
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask % 2 == 0))
}

#[cfg(unix)]
fn wait_until(condition: impl Fn() -> bool) {
    let started = std::time::Instant::now();
    while !condition() {
        assert!(started.elapsed() < hss_tests::PATIENCE, "the program is not interrupted before its work begins");
        std::thread::yield_now();
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_download_leaves_no_file() {
    let signals = if handles_hangup() { &["-INT", "-TERM", "-HUP"][..] } else { &["-INT", "-TERM"] };
    for signal in signals {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nPK".to_vec();
        let server = ScriptedServer::start(vec![vec![Step::Read, Step::Send(head), Step::WaitForClose]]);
        let (endpoint, folder) = (format!("http://{}", server.address()), tempfile::tempdir().expect("a folder"));
        let line = format!("fetch-file --file-id f --download '{}/f.zip'", folder.path().display());
        let child = museum(&line).at(&endpoint).command().spawn().expect("the program runs");
        let files = || fs::read_dir(folder.path()).expect("a folder").count();
        // The file that is checked before the request has gone when the request arrives.
        wait_until(|| !server.observed().received.is_empty() && files() > 0);
        assert_eq!(interrupt(child, signal), "error: interrupted\n");
        assert_eq!(files(), 0);
    }
}

/// The pipe of standard output is full, because nothing reads it before the program ends.
#[cfg(unix)]
#[test]
fn blocked_output_can_be_interrupted() {
    let server = Server::answering(response("200 OK", "", &"x".repeat(1_000_000)));
    let endpoint = server.endpoint();
    let mut child = museum("fetch-file --file-id f --download -").at(&endpoint).command();
    let mut child = child.spawn().expect("the program runs");
    // The first byte arrives once the signal handlers are installed.
    let mut stdout = child.stdout.take().expect("standard output");
    io::Read::read_exact(&mut stdout, &mut [0]).expect("a byte");
    assert_eq!(interrupt(child, "-INT"), "error: interrupted\n");
}

#[cfg(unix)]
#[test]
fn an_interrupted_wait_names_the_task() {
    let repeated = format!("t-{TOKEN}\\u202e");
    for (id, shown) in [("t-1", "t-1"), (repeated.as_str(), "t-[redacted]\\u{202e}")] {
        let server = Server::json(&format!(r#"{{ "task_id": "{id}", "task_status": "running" }}"#));
        let endpoint = server.endpoint();
        let child = museum(&format!("{EXPORT} --wait")).at(&endpoint).command().spawn().expect("the program runs");
        // The request for the state follows the response that names the task.
        wait_until(|| server.requests().len() > 1);
        let error = interrupt(child, "-INT");
        assert_eq!(error, format!("error: interrupted; the task may still be running: task_id \"{shown}\"\n"));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_download_names_the_task() {
    let respond =
        |body: &str| vec![Step::Read, Step::Send(response("200 OK", "content-type: application/json\r\n", body))];
    let file = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nPK".to_vec();
    let server = ScriptedServer::start(vec![
        respond(r#"{ "task_id": "t-1" }"#),
        respond(r#"{ "task_status": "success", "file_id": "f-1" }"#),
        vec![Step::Read, Step::Send(file), Step::WaitForClose],
    ]);
    let (endpoint, folder) = (format!("http://{}", server.address()), tempfile::tempdir().expect("a folder"));
    let line = format!("{EXPORT} --wait --download '{}/f.zip'", folder.path().display());
    let child = museum(&line).at(&endpoint).command().spawn().expect("the program runs");
    wait_until(|| server.observed().received.contains("/files/f-1"));
    let error = interrupt(child, "-INT");
    assert_eq!(error, "error: interrupted; the task has succeeded: file_id \"f-1\"\n");
}
