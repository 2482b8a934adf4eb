//! Secret parameters and fields: no flag accepts them, and nothing but a response shows them.

use hss_tests::command_line::text;
use hss_tests::server::{Server, response};

use super::museum;

/// The JSON of `--input`, with all secrets.
const INPUT: &str = r#"{
    "door_codes": ["s3cret&door"], "X-Guard-Phrase": "s3cret phrase",
    "body": {
        "alarm_code": "s3cret-\"alarm", "spare_codes": {"Ada": "s3cret-spare"},
        "guards": [{"name": "Ada", "pin": "s3cret1"}], "minutes": 5
    }
}"#;

const GUARD: &str = r#"{"name": "Bo", "pin": "s3cret2"}"#;

#[test]
fn completions_leave_out_secrets() {
    let completed = museum("-- museum arm-room --").with("HUAWEICLOUD_COMPLETE", "fish").printed();
    assert!(completed.contains("--guards") && !completed.contains("alarm-code"), "{completed}");
}

#[test]
fn input_sets_secrets() {
    let server = Server::json(r#"{"armed": true, "disarm_code": "s3cret-disarm"}"#);
    let endpoint = server.endpoint();
    let printed = museum("arm-room --room east --input -").at(&endpoint).input(INPUT).printed();
    assert!(printed.contains("s3cret-disarm"), "a response is printed as it is: {printed}");
    let request = server.only_request();
    assert_eq!(
        (request.query(), request.header("x-guard-phrase")),
        ("door_codes=s3cret%26door", vec!["s3cret phrase"])
    );
    let body = r#"{"alarm_code":"s3cret-\"alarm","spare_codes":{"Ada":"s3cret-spare"},"guards":[{"name":"Ada","pin":"s3cret1"}],"minutes":5}"#;
    assert_eq!(request.body, body);
}

#[test]
fn dry_run_redacts_secrets() {
    let run = museum("arm-room --room east --input - --dry-run").with_region_and_project().input(INPUT);
    let printed = run.printed();
    assert!(!printed.contains("s3cret"), "{printed}");
    insta::assert_snapshot!("dry_run_of_secrets", printed);
    let invalid = r#"{"body": {"alarm_code": "s3cret-code", "guards": [{"pin": "s3cret"}]}}"#;
    let run = museum("arm-room --room east --input - --dry-run --no-validate").with_region_and_project();
    let printed = run.input(invalid).printed();
    assert!(printed.contains(r#"{"alarm_code":"<redacted>","guards":[{"pin":"<redacted>"}]}"#), "{printed}");
}

#[test]
fn flags_with_json_accept_secrets_only_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("guard.json");
    std::fs::write(&file, GUARD).expect("a file");
    let line = format!("arm-room --room east --dry-run --no-validate --guards '@{}' --guards", file.display());
    for (value, input) in [("@-", GUARD), (r#"'{"name": "Bo"}'"#, ""), (r#"'{"name": "Bo", "pin": null}'"#, "")] {
        let line = format!("{line} {value}");
        let printed = museum(&line).with_region_and_project().input(input).printed();
        let guard = r#"{"name":"Bo","pin":"<redacted>"}"#;
        assert!(printed.contains(guard) && !printed.contains("s3cret"), "{value}: {printed}");
        assert_eq!(printed.matches("Bo").count(), 2, "{value}");
    }
}

#[test]
fn errors_do_not_repeat_secrets() {
    let no_argument = "no argument accepts pin, which is secret; pass --guards @FILE";
    for (arguments, input, code, says) in [
        (
            "--alarm-code s3cret",
            "",
            2,
            "no flag accepts body.alarm_code, which is secret: set it in the JSON of --input",
        ),
        ("--x-guard-phrase=s3cret", "", 2, "no flag accepts X-Guard-Phrase, which is secret"),
        ("--guard s3cret", "", 2, "unexpected argument '--guard'"),
        (r#"--guards '{"name": "Bo", "pin": "s3cret2"}'"#, "", 2, no_argument),
        (r#"--guards '{"name": "Bo", "pin": "s3cret2'"#, "", 2, "invalid --guards: the value is not valid JSON: EOF"),
        (
            r#"--guards '"s3cret"'"#,
            "",
            2,
            "invalid input at body.guards[0] (--guards): invalid value, expected an object",
        ),
        ("--guards @-", r#"{"pin": "s3cret"#, 2, "invalid --guards: standard input is not valid JSON: EOF"),
        ("--guards @/none", "", 2, "cannot read --guards from /none"),
        ("--guards @- --input -", "", 2, "--input - and --guards @- both read standard input: pass a file to --guards"),
        ("--guards @- --guards @-", "", 2, "--guards @- and --guards @- both read standard input"),
        ("--guards @- --token-stdin", "", 2, "--token-stdin and --guards @- both read standard input"),
        ("--input -", r#"{"body": {"alarm_code": "s3cret"#, 2, "standard input is not valid JSON: EOF"),
        (
            "--input -",
            r#"{"body": {"alarm_code": ["s3cret"]}}"#,
            2,
            "body.alarm_code: invalid value, expected a string",
        ),
        (
            "--input -",
            r#"{"body": {"spare_codes": "s3cret"}}"#,
            2,
            "body.spare_codes: invalid value, expected an object",
        ),
        (
            "--input -",
            r#"{"body": {"minutes": "s3cret"}}"#,
            2,
            "body.minutes (--minutes): invalid value, expected an integer",
        ),
        ("--input -", r#"{"door_codes": "s3cret"}"#, 2, "door_codes: invalid value, expected a list"),
        ("--input -", r#"{"body": {"alarm_code": "s3cr"}}"#, 1, "must have 6 to 32 characters, not 4"),
        ("--input -", r#"{"X-Guard-Phrase": "s3cret\n"}"#, 1, "`alarm_code` (body) is required"),
    ] {
        let line = format!("arm-room --room east {arguments}");
        let error = museum(&line).with_region_and_project().with_token().input(input).failed(code);
        assert!(error.contains(says) && !error.contains("s3cr"), "{line}: {error}");
    }
}

#[test]
fn debug_events_and_errors_of_the_service_do_not_show_secrets() {
    let repeat =
        r#"{"error_code": "s3cret-spare", "error_msg": "phrase s3cret phrase, code s3cret-\"alarm, s3cret%26door"}"#;
    let server = Server::start(|_| response("503 Down", "", repeat));
    let endpoint = server.endpoint();
    let line = "arm-room --room east --input - --debug --retries 1";
    let output = museum(line).at(&endpoint).input(INPUT).output();
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("[redacted]") && !error.contains("s3cret"), "{error}");
}
