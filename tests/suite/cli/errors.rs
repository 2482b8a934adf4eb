//! Errors and exit codes.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpListener;
#[cfg(unix)]
use std::process::Command;

use hss_tests::command_line::{ACCESS_KEY, ENDPOINT, Mock, SECRET_KEY, SECURITY_TOKEN, TOKEN, text};
use hss_tests::script::ScriptedServer;
use hss_tests::server::{Server, response};
use hss_tests::{project, snapshot};

use super::museum;

const ERRORS: &str = "tests/suite/cli/errors.txt";

/// Runs each command of `errors.txt`, in which its exit code and its error follow it.
#[test]
fn reports_errors_on_one_line_with_an_exit_code() {
    let unused_address = ScriptedServer::unused_address().to_string();
    let endpoint = format!("http://{unused_address}");
    let mut transcript = String::new();
    for command in project::read(ERRORS).lines().filter(|line| line.starts_with("$ ")) {
        let unescaped = command.replace("\\n", "\n").replace("\\e", "\u{1b}");
        let (before, line) = unescaped.split_once("museum ").expect("a command");
        let input = before.trim_start_matches("$ echo '").trim_start_matches("$ ").trim_end_matches("' | ");
        let (line, note) = line.split_once(" # ").unwrap_or((line, ""));
        let run = museum(line).input(input);
        let run = match note {
            "no credentials" => run.with_region_and_project(),
            "half an access key" => run.with_region_and_project().with("HUAWEICLOUD_SDK_AK", ACCESS_KEY),
            "neither region nor project" => run.with_token(),
            "no project" => run.with_token().with("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
            _ if line.starts_with("mock") => run,
            _ => run.at(&endpoint),
        };
        let (code, error) = run.fails();
        let error = error.replace(&unused_address, "[unused-address]");
        write!(transcript, "{command}\n[{code}] {error}").expect("text");
    }
    snapshot::assert_file(ERRORS, &transcript);
}

/// Flags that are not set take their values from the environment.
#[cfg(unix)]
#[test]
fn names_what_is_not_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let invalid = OsStr::from_bytes(b"p\xff");
    let failed = |command: &mut Command, code, message: &str| {
        let output = command.output().expect("the program runs");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(code), format!("error: {message}\n")));
    };
    let variable = "HUAWEICLOUD_SDK_PROJECT_ID";
    let message = format!("{variable} is not valid UTF-8: set it to text");
    failed(
        museum("list-paintings").with_region_and_project().with_token().command().env(variable, invalid),
        1,
        &message,
    );
    for unaffected in ["help", "help list-paintings", "completions bash", "reference", "configure list"] {
        let output = museum(unaffected).command().env(variable, invalid).output().expect("the program runs");
        assert!(output.status.success(), "{unaffected}: {}", text(&output.stderr));
    }
    let message = "the argument 'p\u{fffd}' is not valid UTF-8: pass text in UTF-8";
    failed(museum("list-paintings --title").command().arg(invalid), 2, message);
    let mut mock = museum("mock --access-key AK").command();
    failed(mock.env("HUAWEICLOUD_SDK_SK", invalid), 1, "HUAWEICLOUD_SDK_SK is not valid UTF-8: set it to text");
    let variable = "HUAWEICLOUD_SDK_PROFILE";
    let message = "HUAWEICLOUD_SDK_PROFILE is not valid UTF-8: set it to text";
    for line in ["configure", "list-paintings --project-id p"] {
        failed(museum(line).command().env(variable, invalid), 1, message);
    }
    // A profile that is named comes before the environment.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("credentials");
    let message = format!("the profile x in {} has no credentials: add ak and sk", file.display());
    let mut configure = museum("configure --profile x").command();
    failed(configure.env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file).env(variable, invalid), 1, &message);
}

#[test]
fn names_input_that_is_not_utf_8() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), b"\xff\n").expect("a file");
    let path = file.path().to_str().expect("a path");
    let reason = "it is not valid UTF-8: save it as UTF-8";
    for (line, code, message) in [
        ("list-paintings --token-stdin", 1, format!("cannot read the token from standard input: {reason}")),
        ("list-paintings --input -", 2, format!("invalid --input: standard input: {reason}")),
        ("list-paintings", 1, format!("the credentials file {path}: {reason}")),
        ("configure", 1, format!("cannot read the access key: {reason}")),
    ] {
        let mut command = museum(line).with("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path).command();
        let output = command.stdin(fs::File::open(path).expect("the file")).output().expect("the program runs");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(code), format!("error: {message}\n")));
    }
}

#[test]
fn a_used_port_is_an_error_that_names_it() {
    let used = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = used.local_addr().expect("an address");
    let error = museum(&format!("mock --listen {address}")).failed(1);
    let start = format!("error: cannot start the mock server at --listen {address}: ");
    assert!(
        error.starts_with(&start) && error.ends_with("; pass another port, or port 0 to pick a free one\n"),
        "{error}"
    );
}

#[test]
fn error_responses_and_invalid_responses_have_exit_codes() {
    for (status, body, code) in [
        ("400 Bad Request", r#"{"error_code": "MUSEUM.0001", "error_msg": "bad limit"}"#, 3),
        ("403 Forbidden", "<html>proxy</html>", 3),
        ("200 OK", "<html>proxy</html>", 4),
        ("302 Found", "", 4),
        ("200 OK", r#"{"error_code": "MUSEUM.0001"}"#, 3),
    ] {
        let server = Server::answering(response(status, "", body));
        let endpoint = server.endpoint();
        museum("list-paintings").at(&endpoint).failed(code);
    }
}

#[test]
fn redacts_secrets_that_the_service_repeats() {
    let server = Server::start(|request| {
        let headers: Vec<_> = request.headers.iter().map(|(_, value)| value.as_str()).collect();
        let body = serde_json::json!({ "error_code": "MUSEUM.0010", "error_msg": headers.join(" "), "sk": SECRET_KEY });
        response("403 Forbidden", "", &body.to_string())
    });
    let endpoint = server.endpoint();
    let run = || museum("list-paintings").with_region_and_project().with(ENDPOINT, &endpoint);
    for run in [run().with_token(), run().with_access_key()] {
        let error = run.failed(3);
        assert!(error.contains("[redacted]"), "{error}");
        for secret in [TOKEN, SECRET_KEY, SECURITY_TOKEN] {
            assert!(!error.contains(secret), "{error}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn reports_output_that_cannot_be_written() {
    for line in ["--help", "--version", "list-paintings --help", "reference"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
        let output = museum(line).command().stdout(full).output().expect("the program runs");
        let error = "error: cannot write the output: No space left on device (os error 28)\n";
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(1), error), "{line}");
    }
}

#[test]
fn retries_and_timeout_limit_a_call() {
    for (retries, attempts) in [("0", 1), ("1", 2)] {
        let server = Server::answering(response("503 Service Unavailable", "retry-after: 0\r\n", ""));
        let endpoint = server.endpoint();
        museum(&format!("list-paintings --retries {retries}")).at(&endpoint).failed(3);
        assert_eq!(server.requests().len(), attempts);
    }
    let mock = Mock::start("museum", "mock --latency 3600");
    let error = museum("list-paintings --timeout 0.2").at(&mock.url).failed(4);
    assert!(error.contains("200ms") || error.contains("0.2"), "{error}");
}

#[test]
fn debug_prints_a_line_for_each_attempt_and_retry() {
    let header = format!("retry-after: 0\r\nx-request-id: r-{TOKEN}\r\n");
    let unavailable = response("503 Service Unavailable", &header, r#"{"error_msg": "busy"}"#);
    let server =
        Server::start_in_turn(vec![unavailable, response("200 OK", "x-request-id: r-2\r\n", r#"{"total": 0}"#)]);
    let endpoint = server.endpoint();
    let output = museum("list-paintings --title a --debug").at(&endpoint).output();
    assert_eq!(output.status.code(), Some(0));
    let lines = without_durations(&text(&output.stderr)).replace(&endpoint, "[endpoint]");
    let expected = "debug: GET [endpoint]/v1/p/paintings?title=a 503 in [time] ms (request ID r-[redacted])\n\
                    debug: retrying attempts=1 delay=0ns cause=ListPaintings: the service returned 503 Service \
                    Unavailable: busy (request ID r-[redacted])\n\
                    debug: GET [endpoint]/v1/p/paintings?title=a 200 in [time] ms (request ID r-2)\n";
    assert_eq!(lines, expected);
}

#[test]
fn debug_redacts_secret_parameters_in_urls() {
    let server = Server::json(r#"{"armed": true}"#);
    let endpoint = server.endpoint();
    let input = r#"{"door_codes": ["s3cret-door"], "room": "east", "body": {"alarm_code": "s3cret-alarm"}}"#;
    let output = museum("arm-room --input - --debug").at(&endpoint).input(input).output();
    let lines = without_durations(&text(&output.stderr)).replace(&endpoint, "[endpoint]");
    assert_eq!(lines, "debug: POST [endpoint]/v1/p/rooms/east/alarm?[redacted] 200 in [time] ms\n");
    let endpoint = format!("http://{}", ScriptedServer::unused_address());
    let output = museum("list-paintings --retries 0 --debug").at(&endpoint).output();
    let lines = without_durations(&text(&output.stderr)).replace(&endpoint, "[endpoint]");
    assert!(lines.starts_with("debug: GET [endpoint]/v1/p/paintings connect in [time] ms\nerror: "), "{lines}");
}

/// Replaces the number before each `ms`.
fn without_durations(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for index in 1..words.len() {
        if words[index].trim_end() == "ms" || words[index].starts_with("ms\n") {
            words[index - 1] = "[time]";
        }
    }
    words.join(" ")
}
