//! The requests that command lines send.

use std::fmt::Write as _;
use std::process::Command;

use hss_tests::command_line::{ACCESS_KEY, SECRET_KEY, SECURITY_TOKEN, TOKEN};
use hss_tests::script::ScriptedServer;
use hss_tests::server::{Request, Server};

use super::museum;

/// Returns the request that a command line sends.
fn sent(line: &str, input: &str) -> Request {
    let server = Server::json(r#"{"total": 0, "paintings": [], "task_id": "t-1"}"#);
    let endpoint = server.endpoint();
    museum(line).at(&endpoint).input(input).printed_with_warnings();
    let mut request = server.only_request();
    request.headers.retain(|(name, _)| name != "host");
    request
}

#[test]
fn flags_and_input_build_the_same_request() {
    let flags = "export-paintings --count 5 --signed --framed=false --style newer \
                 --painted '{\"start\": -1}' --headings '[\"signed\", \"Signed\"]' \
                 --headings '[\"status\", \"State\"]'";
    let input = r#"{"count": 5, "body": {"signed": true, "framed": false, "style": "newer",
        "painted": {"start": -1}, "headings": [["signed", "Signed"], ["status", "State"]]}}"#;
    let request = sent(flags, "");
    assert_eq!(request, sent("export-paintings --input -", input));
    insta::assert_snapshot!(request);
}

/// Values that other programs write for an integer and for an absent body.
#[test]
fn input_accepts_whole_fractions_and_an_absent_body() {
    assert_eq!(sent("list-paintings --input -", r#"{"limit": 20.0}"#).query(), "limit=20");
    let request = sent("export-paintings --headings '[\"signed\", \"Signed\"]' --input -", r#"{"body": null}"#);
    assert_eq!(request.body, r#"{"headings":[["signed","Signed"]]}"#);
}

#[test]
fn flags_take_precedence_over_input() {
    let input = r#"{"count": 5, "body": {"note": "a", "headings": [["signed", "Signed"]]}}"#;
    let request = sent("export-paintings --input - --count 7 --note b", input);
    assert_eq!(request.query(), "count=7");
    assert_eq!(request.body, r#"{"note":"b","headings":[["signed","Signed"]]}"#);
}

#[test]
fn connection_flags_may_precede_or_follow_the_command_and_override_the_environment() {
    for line in [
        "--region eu-west-101 --project-id q list-paintings --enterprise-project-id e",
        "list-paintings --enterprise-project-id e --region eu-west-101 --project-id q",
    ] {
        let request = sent(line, "");
        assert_eq!(
            (request.target.as_str(), request.header("region")),
            ("/v1/q/paintings?enterprise_project_id=e", vec!["eu-west-101"])
        );
        let agent = concat!("museum-client/", env!("CARGO_PKG_VERSION"), " app/museum-client");
        assert_eq!(request.header("user-agent"), [agent]);
    }
}

#[test]
fn no_validate_skips_only_the_checks_of_the_help_page() {
    assert_eq!(sent("list-paintings --limit 5 --no-validate", "").query(), "limit=5");
    let endpoint = format!("http://{}", ScriptedServer::unused_address());
    let error = museum("list-paintings --no-validate --project-id ..").at(&endpoint).failed(1);
    assert!(error.contains("`project_id` (path) must be a path segment"), "{error}");
}

#[test]
fn dry_run_prints_the_request_without_secrets() {
    let lines = [
        "list-paintings --origin found --dry-run --all",
        "export-paintings --headings '[\"signed\", \"Signed\"]' --dry-run",
    ];
    let mut transcript = String::new();
    for line in lines {
        let without_credentials = museum(line).with_region_and_project().printed();
        writeln!(transcript, "$ museum {line}\n{without_credentials}").expect("text");
        for (note, run) in [
            ("a token", museum(line).with_region_and_project().with_token()),
            ("a temporary access key", museum(line).with_region_and_project().with_access_key()),
        ] {
            // Only the headers depend on the credentials.
            let (printed, headers) = split_headers(&without_date(&run.printed()));
            assert_eq!(printed, split_headers(&without_credentials).0);
            writeln!(transcript, "with {note}:\n{headers}\n").expect("text");
        }
    }
    for secret in [TOKEN, ACCESS_KEY, SECRET_KEY, SECURITY_TOKEN, "Signature"] {
        assert!(!transcript.contains(secret), "{secret} in {transcript}");
    }
    insta::assert_snapshot!(transcript);
    let error = museum("list-paintings --limit 5 --dry-run").with_region_and_project().failed(1);
    assert!(error.contains("`limit` (query) must be 10 to 200"), "{error}");
}

#[test]
fn debug_prints_no_attempt_in_a_dry_run() {
    museum("list-paintings --dry-run --debug").with_region_and_project().printed();
}

#[test]
fn dry_run_prints_a_command_of_curl() {
    let secrets = r#"{"door_codes": ["s3cret-door"], "X-Guard-Phrase": "s3cret phrase",
        "body": {"alarm_code": "s3cret-alarm", "guards": [{"name": "O'Hara SECRET", "pin": "s3cret1"}]}}"#;
    let mut transcript = String::new();
    for (line, input) in [
        ("list-paintings --title 'a&b$(c) [d]' --all", ""),
        ("arm-room --room east --input -", secrets),
        ("remove-painting --painting-id a", ""),
        ("fetch-file --file-id a", ""),
        ("export-paintings --headings '[\"signed\", \"Signed\"]' --wait --download a.zip", ""),
    ] {
        let line = format!("{line} --dry-run --output curl");
        for run in [museum(&line).with_token(), museum(&line).with_access_key()] {
            let printed = run.with_region_and_project().input(input).printed();
            assert!(
                !printed.contains("s3cret") && !printed.contains(TOKEN) && !printed.contains(ACCESS_KEY),
                "{printed}"
            );
            if transcript.ends_with(&format!("{printed}\n")) {
                continue;
            }
            writeln!(transcript, "$ museum {line}\n{printed}").expect("text");
        }
    }
    insta::assert_snapshot!(transcript);
    let error = museum("list-paintings --output curl").with_region_and_project().with_token().failed(2);
    assert_eq!(error, "error: the following required arguments were not provided: --dry-run; try '--help'\n");
}

/// A shell with a function in place of curl shows what the quoting amounts to.
#[cfg(unix)]
#[test]
fn the_command_of_curl_can_be_pasted_into_a_shell() {
    let input = r#"{"door_codes": ["s3cret-door"], "X-Guard-Phrase": "s3cret phrase",
        "body": {"alarm_code": "s3cret-alarm", "guards": [{"name": "O'Hara \\ `x` $HOME", "pin": "1234"}]}}"#;
    let run = museum("arm-room --room 'a b$c' --input - --dry-run --output curl").with_region_and_project();
    let command = run.input(input).printed();
    let script = format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{command}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env_clear().env("HUAWEICLOUD_SDK_TOKEN", "my token");
    for (number, value) in [(1, "door"), (2, "phrase"), (3, "alarm"), (4, "pin")] {
        shell.env(format!("SECRET_{number}"), value);
    }
    let output = shell.output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8_lossy(&output.stdout);
    for expected in [
        "--globoff\n--request\nPOST\n",
        "/v1/p/rooms/a%20b%24c/alarm?door_codes=door\n",
        "--header\nX-Auth-Token: my token\n",
        "x-guard-phrase: phrase\n",
        "--data-raw\n",
        r#""alarm_code":"alarm""#,
        r#"{"name":"O'Hara \\ `x` $HOME","pin":"pin"}"#,
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    let without_token = Command::new("sh").args(["-c", &script]).env_clear().output().expect("a shell");
    assert!(!without_token.status.success(), "a variable that is not set is an error");
}

/// Returns a printed request without its headers, and the headers.
fn split_headers(printed: &str) -> (String, String) {
    let (before, rest) = printed.split_once("  \"headers\": {\n").expect("headers");
    let (headers, after) = rest.split_once("\n  }").expect("the end of the headers");
    (format!("{before}{after}"), headers.to_owned())
}

fn without_date(printed: &str) -> String {
    let date = printed.split_once("\"x-sdk-date\": \"").and_then(|(_, rest)| rest.split('"').next());
    date.map_or_else(|| printed.to_owned(), |date| printed.replace(date, "[date]"))
}
