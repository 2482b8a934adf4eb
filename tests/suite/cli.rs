//! `hss`, run as a separate process.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use hss_tests::script::{ScriptedServer, Step};
use hss_tests::server::{Request, Server, response};
use hss_tests::{program, project};
use huaweicloud_hss::OPERATIONS;
use huaweicloud_hss::descriptor::Source;

const ENDPOINT: &str = "HUAWEICLOUD_SDK_ENDPOINT";
const TOKEN: &str = "MIIToken-of-a-user";
const ACCESS_KEY: &str = "AKIDOFAUSER";
const SECRET_KEY: &str = "secret-key-of-a-user";
const SECURITY_TOKEN: &str = "security-token-of-a-user";

/// A command line with its environment variables and standard input. The environment of the test is not inherited.
#[derive(Default)]
struct Run<'a> {
    arguments: Vec<&'a str>,
    variables: Vec<(&'a str, &'a str)>,
    input: &'a str,
}

/// Splits a command line at spaces outside of single quotes.
fn hss(line: &str) -> Run<'_> {
    let mut arguments = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        let is_quoted = index % 2 == 1;
        if is_quoted {
            arguments.push(part);
        } else {
            arguments.extend(part.split_whitespace());
        }
    }
    Run { arguments, ..Run::default() }
}

impl<'a> Run<'a> {
    fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.variables.push((name, value));
        self
    }

    fn with_token(self) -> Self {
        self.with("HUAWEICLOUD_SDK_TOKEN", TOKEN)
    }

    fn with_access_key(self) -> Self {
        let run = self.with("HUAWEICLOUD_SDK_AK", ACCESS_KEY).with("HUAWEICLOUD_SDK_SK", SECRET_KEY);
        run.with("HUAWEICLOUD_SDK_SECURITY_TOKEN", SECURITY_TOKEN)
    }

    fn with_region_and_project(self) -> Self {
        self.with("HUAWEICLOUD_SDK_REGION", "cn-north-4").with("HUAWEICLOUD_SDK_PROJECT_ID", "p")
    }

    /// Adds everything that a call needs besides its parameters.
    fn at(self, endpoint: &'a str) -> Self {
        self.with_token().with_region_and_project().with(ENDPOINT, endpoint)
    }

    fn input(mut self, input: &'a str) -> Self {
        self.input = input;
        self
    }

    fn command(&self) -> Command {
        static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
        let mut command = Command::new(PROGRAM.get_or_init(|| program::program("hss")));
        command.args(&self.arguments).env_clear().env("HOME", "/nonexistent").envs(self.variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn output(&self) -> Output {
        let mut child = self.command().spawn().expect("hss runs");
        // Ignore write errors: the program may end without reading its input.
        let _ = child.stdin.take().expect("a standard input").write_all(self.input.as_bytes());
        child.wait_with_output().expect("hss ends")
    }

    /// Returns the output of a successful run, which must leave standard error empty.
    fn printed(&self) -> String {
        let output = self.output();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{:?}", self.arguments);
        text(&output.stdout)
    }

    /// Returns the error of a failed run, which must be one line after any warnings, and leave standard output empty.
    fn failed(&self, code: i32) -> String {
        let output = self.output();
        let error = text(&output.stderr);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(code), ""), "{error}");
        let lines: Vec<_> = error.lines().skip_while(|line| line.starts_with("warning: ")).collect();
        assert!(lines.len() == 1 && lines[0].starts_with("error: ") && error.ends_with('\n'), "{error}");
        error
    }

    /// Returns the output and the warnings of a successful run.
    fn printed_with_warnings(&self) -> (String, String) {
        let output = self.output();
        let warnings = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{warnings}");
        assert!(warnings.lines().all(|line| line.starts_with("warning: ")), "{warnings}");
        (text(&output.stdout), warnings)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A home directory with a profile, which is removed on drop.
struct Home(PathBuf);

impl Home {
    fn with_profile(profile: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let home = env::temp_dir().join(format!("hss-cli-profile-{}-{number}", std::process::id()));
        fs::create_dir_all(home.join(".huaweicloud")).expect("a directory");
        fs::write(home.join(".huaweicloud/credentials"), profile).expect("a file");
        Self(home)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn reports_errors_on_one_line_with_an_exit_code() {
    let unused_address = ScriptedServer::unused_address().to_string();
    let endpoint = format!("http://{unused_address}");
    let mut transcript = String::new();
    let mut run_and_record = |line: &str, input: &str, run: Run<'_>, code| {
        let error = run.input(input).failed(code).replace(&unused_address, "[unused-address]");
        let input = if input.is_empty() { String::new() } else { format!("echo '{input}' | ") };
        let line = line.replace('\n', "\\n").replace('\u{1b}', "\\e");
        writeln!(transcript, "$ {input}hss {line}\n{error}[exit code {code}]\n").expect("text");
    };
    for (line, input, code) in [
        ("list-global-image-apps --limt 50", "", 2),
        ("list-global-image-aps", "", 2),
        ("list-global-image-apps --limit ten", "", 2),
        ("list-global-image-apps --limit 2147483648", "", 2),
        ("list-global-image-apps --limit 20 --limit 30", "", 2),
        ("list-global-image-apps --is-compliant=no", "", 2),
        ("list-global-image-apps 'extra\u{1b}[2J\nargument'", "", 2),
        ("list-global-image-apps --token abc", "", 2),
        ("export-container-list --export-headers '[\"risky\", '", "", 2),
        ("export-container-list --export-headers '[\"risky\"]'", "", 2),
        ("export-container-list --all", "", 2),
        ("list-global-image-apps --output table --columns app_name,app_nam", "", 2),
        ("list-global-image-apps --output table --columns ''", "", 2),
        ("list-global-image-apps --columns app_name", "", 2),
        ("batch-scan-swr-image --output tsv --columns app_name", "", 2),
        ("list-global-image-apps --output yaml", "", 2),
        ("list-global-image-apps --max-items 0", "", 2),
        ("export-container-list --max-items 1", "", 2),
        ("list-global-image-apps --timeout 0", "", 2),
        ("list-global-image-apps --timeout soon", "", 2),
        ("list-global-image-apps --retries -1", "", 2),
        ("list-global-image-apps --profile a --token-stdin", "", 2),
        ("list-global-image-apps --image-type newer --limit 5", "", 1),
        ("help list-global-image-aps", "", 2),
        ("completions powershell", "", 2),
        ("completions", "", 2),
        ("list-global-image-apps --input /nonexistent/input.json", "", 2),
        ("list-global-image-apps --input -", "{\"limit\": 50", 2),
        ("list-global-image-apps --input -", "[]", 2),
        ("list-global-image-apps --input -", "{\"limt\": 50}", 2),
        ("list-global-image-apps --input -", "{\"limit\": \"50\"}", 2),
        ("list-global-image-apps --input -", "{\"project_id\": \"p\"}", 2),
        ("list-global-image-apps --input -", "{\"X-Auth-Token\": \"MIIToken\"}", 2),
        ("batch-scan-swr-image --input -", "{\"body\": {\"image_info_list\": [{\"tag\": \"1\"}]}}", 2),
        ("batch-scan-swr-image --operate-all --input -", "{\"body\": []}", 2),
        ("batch-scan-swr-image --input -", "{\"body\": [\"private_image\", true]}", 2),
        ("batch-scan-swr-image --image-info-list '[\"a\", \"b\"]'", "", 2),
        ("list-global-image-apps --input - --token-stdin", "MIIToken\n{}", 2),
        ("list-global-image-apps --limit 5 --app-name 012345678901234567890123456789012", "", 1),
        ("export-container-list", "", 1),
        ("batch-scan-swr-image --operate-all false", "", 1),
        ("list-global-image-apps --project-id ..", "", 1),
        ("list-global-image-apps --endpoint http://example.com", "", 1),
        ("list-global-image-apps", "", 4),
    ] {
        run_and_record(line, input, hss(line).at(&endpoint), code);
    }
    let line = "list-global-image-apps";
    for (note, run) in [
        ("no credentials", hss(line).with_region_and_project()),
        ("half an access key", hss(line).with_region_and_project().with("HUAWEICLOUD_SDK_AK", ACCESS_KEY)),
        ("neither region nor project", hss(line).with_token()),
        ("no project", hss(line).with_token().with("HUAWEICLOUD_SDK_REGION", "cn-north-4")),
    ] {
        run_and_record(&format!("{line} # {note}"), "", run, 1);
    }
    for (line, code) in [
        ("mock --listen 0.0.0.0:0", 1),
        ("mock --listen 127.0.0.1", 2),
        ("mock --access-key AK", 1),
        ("mock --data /nonexistent/data.json", 2),
        ("mock --latency 0", 2),
    ] {
        run_and_record(line, "", hss(line), code);
    }
    for data in [
        "",
        "[]",
        "{\"ListGlobalImageApp\": []}",
        "{\"ListGlobalImageApps\": [{\"app_nam\": \"acl\"}]}",
        "{\"ListLocalImageContainers\": [{}, {\"host_name\": 1}]}",
    ] {
        run_and_record("mock --data -", data, hss("mock --data -"), 2);
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn prints_help_and_version() {
    insta::assert_snapshot!("help", hss("--help").printed());
    insta::assert_snapshot!("help_of_a_list", hss("list-global-image-apps --help").printed());
    insta::assert_snapshot!("help_of_a_body", hss("batch-scan-swr-image --help").printed());
    insta::assert_snapshot!("help_of_the_mock", hss("mock --help").printed());
    for command in ["list-global-image-apps", "mock", "completions"] {
        let help = hss(&format!("help {command}")).printed();
        assert_eq!(help, hss(&format!("{command} --help")).printed());
    }
    assert_eq!(hss("help").printed(), hss("--help").printed());
    assert_eq!(hss("--version").printed(), concat!("hss ", env!("CARGO_PKG_VERSION"), "\n"));
    let output = hss("").output();
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    assert_eq!(text(&output.stderr), hss("--help").printed(), "a missing command prints help");
}

/// Runs the transcript in the README against a mock server on another port.
#[test]
fn readme_transcript_matches_the_output() {
    let readme = project::read("README.md");
    let transcript =
        readme.split("```console\n$ ").nth(1).and_then(|rest| rest.split("```").next()).expect("a transcript");
    let (mut mock, mut variables, mut runs) = (None, Vec::new(), 0);
    for step in transcript.split("\n$ ") {
        let (line, expected) = step.split_once('\n').unwrap_or((step, ""));
        match line.split_once(' ') {
            Some(("cargo", _)) => {}
            Some(("export", assignments)) => {
                variables.extend(assignments.split(' ').filter_map(|one| one.split_once('=')));
            }
            Some(("hss", server)) if server.starts_with("mock ") => {
                mock = Some(Mock::start(&server.replace(":8080", ":0").replace(" &", "")));
            }
            Some(("hss", line)) => {
                let url = &mock.as_ref().expect("a running mock server").url;
                let set = variables.iter().map(|(name, value)| (*name, if *name == ENDPOINT { url } else { *value }));
                let output = Run { variables: set.collect(), ..hss(line) }.output();
                let printed = text(&output.stdout) + &text(&output.stderr);
                let host = url.trim_start_matches("http://");
                assert_eq!(printed.replace(host, "127.0.0.1:8080").trim_end(), expected.trim_end(), "{line}");
                runs += 1;
            }
            _ => panic!("unknown command: {line}"),
        }
    }
    assert!(runs > 2, "{transcript}");
}

#[test]
fn every_parameter_has_a_flag() {
    for operation in OPERATIONS {
        let kebab = |name: &str| name.replace('_', "-").to_lowercase();
        let command: String = operation.id.chars().fold(String::new(), |name, c| match c {
            c if c.is_ascii_uppercase() && !name.is_empty() => name + "-" + &c.to_lowercase().to_string(),
            c => name + &c.to_lowercase().to_string(),
        });
        let help = hss(&format!("{command} --help")).printed();
        let parameters = operation.parameters.iter().filter(|parameter| parameter.source != Source::Credentials);
        let mut names: Vec<_> = parameters.map(|parameter| parameter.field.name).collect();
        names.extend(operation.body.unwrap_or_default().iter().map(|field| field.name));
        for name in names {
            let flags = [format!("--{} ", kebab(name)), format!("--body-{} ", kebab(name))];
            assert!(flags.iter().any(|flag| help.contains(flag)), "{command} {name}: {help}");
        }
        assert_eq!(help.contains("--all"), operation.pagination.is_some(), "{command}");
    }
}

/// Returns the request that a command line sends.
fn sent(line: &str, input: &str) -> Request {
    let server = Server::json(r#"{"total_num": 0, "data_list": [], "task_id": "t-1"}"#);
    let endpoint = server.endpoint();
    hss(line).at(&endpoint).input(input).printed_with_warnings();
    let mut request = server.only_request();
    request.headers.retain(|(name, _)| name != "host");
    request
}

#[test]
fn flags_and_input_build_the_same_request() {
    let flags = "export-container-list --export-size 5 --risky --cluster-container=false --cluster-type newer \
                 --create-time '{\"start_time\": -1}' --export-headers '[\"risky\", \"Risk\"]' \
                 --export-headers '[\"status\", \"State\"]'";
    let input = r#"{"export_size": 5, "body": {"risky": true, "cluster_container": false, "cluster_type": "newer",
        "create_time": {"start_time": -1}, "export_headers": [["risky", "Risk"], ["status", "State"]]}}"#;
    let request = sent(flags, "");
    assert_eq!(request, sent("export-container-list --input -", input));
    insta::assert_snapshot!(request);
}

#[test]
fn flags_take_precedence_over_input() {
    let input = r#"{"export_size": 5, "body": {"pod_name": "a", "export_headers": [["risky", "Risk"]]}}"#;
    let request = sent("export-container-list --input - --export-size 7 --pod-name b", input);
    assert_eq!(request.query(), "export_size=7");
    assert_eq!(request.body, r#"{"pod_name":"b","export_headers":[["risky","Risk"]]}"#);
}

#[test]
fn connection_flags_may_precede_or_follow_the_command_and_override_the_environment() {
    for line in [
        "--region eu-west-101 --project-id q list-global-image-apps --enterprise-project-id e",
        "list-global-image-apps --enterprise-project-id e --region eu-west-101 --project-id q",
    ] {
        let request = sent(line, "");
        assert_eq!(
            (request.target.as_str(), request.header("region")),
            ("/v5/q/image/apps?enterprise_project_id=e", vec!["eu-west-101"])
        );
        let agent = concat!("huaweicloud-hss/", env!("CARGO_PKG_VERSION"), " app/huaweicloud-hss-cli");
        assert_eq!(request.header("user-agent"), [agent]);
    }
}

#[test]
fn no_validate_skips_only_the_checks_of_the_help_page() {
    assert_eq!(sent("list-global-image-apps --limit 5 --no-validate", "").query(), "limit=5");
    let endpoint = format!("http://{}", ScriptedServer::unused_address());
    let error = hss("list-global-image-apps --no-validate --project-id ..").at(&endpoint).failed(1);
    assert!(error.contains("`project_id` (path) must be a path segment"), "{error}");
}

#[test]
fn finds_credentials_in_standard_input_environment_or_profile() {
    let server = Server::json(r#"{"total_num": 0}"#);
    let endpoint = server.endpoint();
    let home = Home::with_profile("[basic]\nak = AKIDOFPROFILE\nsk = secret-of-profile\n");
    let home = home.0.to_str().expect("a path");
    let run = |line| hss(line).with_region_and_project().with(ENDPOINT, &endpoint).with("HOME", home);
    let line = "list-global-image-apps";
    run(line).printed();
    run(line).with_access_key().printed();
    run(line).with_access_key().with_token().printed();
    let from_input = run("--token-stdin list-global-image-apps").with_access_key().with_token();
    from_input.input("MIIToken-of-input\r\nand more").printed();
    let credentials: Vec<_> = server.requests().iter().map(sent_credentials).collect();
    assert_eq!(credentials, ["Access=AKIDOFPROFILE", "Access=AKIDOFAUSER", TOKEN, "MIIToken-of-input"]);
}

#[test]
fn profile_sets_credentials_region_and_project() {
    let server = Server::json(r#"{"total_num": 0}"#);
    let endpoint = server.endpoint();
    let home = Home::with_profile(
        "[basic]\nak = AKIDOFBASIC\nsk = secret\nregion = cn-north-4\nproject_id = basic-project\n\
         [audit]\nak = AKIDOFAUDIT\nsk = secret\nregion = eu-west-101\nproject_id = audit-project\n",
    );
    let home = home.0.to_str().expect("a path");
    let run = |line| hss(line).with(ENDPOINT, &endpoint).with("HOME", home);
    run("list-global-image-apps").printed();
    // A profile that is named comes before the environment.
    run("list-global-image-apps --profile audit").with_token().printed();
    run("list-global-image-apps --profile audit --region cn-north-1 --project-id own").printed();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| (sent_credentials(request), request.header("region").join(","), request.target.clone()))
        .collect();
    let expected = [
        ("Access=AKIDOFBASIC", "cn-north-4", "/v5/basic-project/image/apps"),
        ("Access=AKIDOFAUDIT", "eu-west-101", "/v5/audit-project/image/apps"),
        ("Access=AKIDOFAUDIT", "cn-north-1", "/v5/own/image/apps"),
    ];
    assert_eq!(sent, expected.map(|(key, region, path)| (key.to_owned(), region.to_owned(), path.to_owned())));
}

#[test]
fn invalid_credentials_files_are_one_line_errors_that_name_the_file() {
    let mut transcript = String::new();
    for (profile, line) in [
        ("", "list-global-image-apps"),
        ("", "list-global-image-apps --profile audit"),
        ("[basic]\nak = s3cret\nsk = s3cret\n", "list-global-image-apps --profile audit"),
        ("[basic]\nak = s3cret\n", "list-global-image-apps"),
        ("[basic\nak = s3cret\n", "list-global-image-apps"),
        ("[basic]\ns3cret\n", "list-global-image-apps --profile basic"),
    ] {
        let home = Home::with_profile(profile);
        let home = home.0.to_str().expect("a path");
        let error = hss(line).with_region_and_project().with("HOME", home).failed(1);
        assert!(error.contains(".huaweicloud/credentials") && !error.contains("s3cret"), "{error}");
        writeln!(transcript, "{profile:?}\n$ hss {line}\n{}", error.replace(home, "[home]")).expect("text");
    }
    insta::assert_snapshot!(transcript);
}

/// Returns the access key of a signed request, or else its token.
fn sent_credentials(request: &Request) -> String {
    let authorization = request.header("authorization");
    let access_key = authorization.first().and_then(|value| value.split([' ', ',']).nth(1));
    let credentials = access_key.or(request.header("x-auth-token").first().copied());
    credentials.unwrap_or_default().to_owned()
}

#[test]
fn dry_run_prints_the_request_without_secrets() {
    let lines = [
        "list-global-image-apps --image-type cicd --dry-run --all",
        "export-container-list --export-headers '[\"risky\", \"Risk\"]' --dry-run",
    ];
    let mut transcript = String::new();
    for line in lines {
        let without_credentials = hss(line).with_region_and_project().printed();
        writeln!(transcript, "$ hss {line}\n{without_credentials}").expect("text");
        for (note, run) in [
            ("a token", hss(line).with_region_and_project().with_token()),
            ("a temporary access key", hss(line).with_region_and_project().with_access_key()),
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
    let error = hss("list-global-image-apps --limit 5 --dry-run").with_region_and_project().failed(1);
    assert!(error.contains("`limit` (query) must be 10 to 200"), "{error}");
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

#[test]
fn prints_the_response_as_json() {
    let server = Server::json(r#"{"total_num": 1, "data_list": [{"app_name": "acl", "vul_num": 0}], "more": true}"#);
    let endpoint = server.endpoint();
    insta::assert_snapshot!(hss("list-global-image-apps").at(&endpoint).printed());
}

/// Returns a server that lists `total` items, 200 per page, and fails after `good_pages` pages.
fn list_server(total: usize, good_pages: usize) -> Server {
    let mut responses = Vec::new();
    for page in 0..good_pages.min(total.div_ceil(200)) {
        let indices = page * 200..total.min((page + 1) * 200);
        let items: Vec<_> = indices.map(|index| format!(r#"{{"app_name":"app-{index}"}}"#)).collect();
        let body = format!(r#"{{"total_num":{total},"data_list":[{}]}}"#, items.join(","));
        responses.push(response("200 OK", "", &body));
    }
    let failure = r#"{"error_code":"HSS.0001","error_msg":"no"}"#;
    responses.push(response("400 Bad Request", "x-request-id: r-1\r\n", failure));
    Server::start_in_turn(responses)
}

#[test]
fn all_prints_the_items_of_all_pages_as_json_lines() {
    let server = list_server(450, 3);
    let endpoint = server.endpoint();
    let printed = hss("list-global-image-apps --all").at(&endpoint).printed();
    let expected: Vec<_> = (0..450).map(|index| format!(r#"{{"app_name":"app-{index}"}}"#)).collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
    let queries: Vec<_> = server.requests().iter().map(|request| request.query().to_owned()).collect();
    assert_eq!(queries, ["limit=200", "limit=200&offset=200", "limit=200&offset=400"]);
}

#[test]
fn all_prints_the_items_received_before_an_error() {
    let server = list_server(450, 1);
    let endpoint = server.endpoint();
    let output = hss("list-global-image-apps --all").at(&endpoint).output();
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(3), 200));
    let error = "error: ListGlobalImageApps: the service returned 400 Bad Request, HSS.0001: no (request ID r-1)\n";
    assert_eq!(text(&output.stderr), error, "no progress unless standard error is a terminal");
}

#[test]
fn all_stops_without_an_error_if_the_output_is_closed() {
    let server = list_server(20_000, 100);
    let endpoint = server.endpoint();
    let (reader, writer) = io::pipe().expect("a pipe");
    // Closed before the program starts, so that its first write fails.
    drop(reader);
    let output = hss("list-global-image-apps --all").at(&endpoint).command().stdout(writer).output().expect("hss runs");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    assert_eq!(server.requests().len(), 1, "no further page is requested");
}

#[cfg(target_os = "linux")]
#[test]
fn reports_output_that_cannot_be_written() {
    for line in ["--help", "--version", "list-global-image-apps --help", "reference"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
        let output = hss(line).command().stdout(full).output().expect("hss runs");
        let error = "error: cannot write the output: No space left on device (os error 28)\n";
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(1), error), "{line}");
    }
}

#[test]
fn max_items_requests_only_the_pages_that_are_needed() {
    let server = list_server(450, 3);
    let endpoint = server.endpoint();
    let printed = hss("list-global-image-apps --max-items 201").at(&endpoint).printed();
    assert_eq!((printed.lines().count(), server.requests().len()), (201, 2));
    let server = list_server(450, 3);
    let endpoint = server.endpoint();
    hss("list-global-image-apps --max-items 200").at(&endpoint).printed();
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn prints_records_in_each_format() {
    let body = r#"{"total_num": 3, "data_list": [
        {"app_name": "openssl", "app_version": "3.0.9", "vul_num": 3, "is_compliant": false},
        {"app_name": "tab\there", "app_version": "", "vul_num": null, "is_compliant": true},
        {"app_name": "C:\\dir\nline \u001b[2J", "vul_num": 20000}
    ]}"#;
    let mut transcript = String::new();
    for line in [
        "list-global-image-apps --output table --columns app_name,vul_num,app_version",
        "list-global-image-apps --output table --all --columns 'is_compliant, app_version'",
        "list-global-image-apps --output tsv --columns app_name,vul_num,app_version",
        "list-global-image-apps --output jsonl --columns vul_num,app_version",
        "list-global-image-apps --output jsonl",
        "list-global-image-apps --all --columns app_version",
        "list-global-image-apps --all --output json",
        "list-global-image-apps --output table",
    ] {
        let server = Server::json(body);
        let endpoint = server.endpoint();
        writeln!(transcript, "$ hss {line}\n{}", hss(line).at(&endpoint).printed()).expect("text");
    }
    for line in ["export-container-list --export-headers '[\"risky\", \"Risk\"]'", "batch-scan-swr-image --operate-all"]
    {
        for format in ["jsonl", "table", "tsv"] {
            let server = Server::json(r#"{"task_id": "t-1"}"#);
            let (endpoint, line) = (server.endpoint(), format!("{line} --image-type private_image --output {format}"));
            let line = if line.starts_with("export") { line.replace(" --image-type private_image", "") } else { line };
            let (printed, _) = hss(&line).at(&endpoint).printed_with_warnings();
            writeln!(transcript, "$ hss {line}\n{printed}").expect("text");
        }
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn an_empty_list_is_an_empty_table_with_columns() {
    let server = Server::json(r#"{"total_num": 0, "data_list": []}"#);
    let endpoint = server.endpoint();
    for (format, expected) in [("table", "app_name  vul_num\n"), ("tsv", ""), ("jsonl", "")] {
        let line = format!("list-global-image-apps --all --columns app_name,vul_num --output {format}");
        assert_eq!(hss(&line).at(&endpoint).printed(), expected, "{format}");
    }
    assert_eq!(hss("list-global-image-apps --all --output json").at(&endpoint).printed(), "[]\n");
}

#[test]
fn warns_of_deprecated_commands_and_unlisted_values() {
    let server = Server::json(r#"{"total_num": 0, "task_id": "t-1"}"#);
    let endpoint = server.endpoint();
    let mut transcript = String::new();
    for line in [
        "list-global-image-apps --image-type of_tomorrow",
        "list-global-image-apps --image-type registry",
        "batch-scan-swr-image --image-type private_image --operate-all",
        "export-container-list --export-headers '[\"colour\", \"Colour\"]' --cluster-type newer",
    ] {
        let (_, warnings) = hss(line).at(&endpoint).printed_with_warnings();
        writeln!(transcript, "$ hss {line}\n{warnings}").expect("text");
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn retries_and_timeout_limit_a_call() {
    for (retries, attempts) in [("0", 1), ("1", 2)] {
        let server = Server::answering(response("503 Service Unavailable", "retry-after: 0\r\n", ""));
        let endpoint = server.endpoint();
        hss(&format!("list-global-image-apps --retries {retries}")).at(&endpoint).failed(3);
        assert_eq!(server.requests().len(), attempts);
    }
    let mock = Mock::start("mock --latency 3600");
    let error = hss("list-global-image-apps --timeout 0.2").at(&mock.url).failed(4);
    assert!(error.contains("200ms") || error.contains("0.2"), "{error}");
}

#[test]
fn debug_prints_retries_without_secrets() {
    let unavailable = response("503 Service Unavailable", "retry-after: 0\r\n", r#"{"error_msg": "busy"}"#);
    let server = Server::start_in_turn(vec![unavailable, response("200 OK", "", r#"{"total_num": 0}"#)]);
    let endpoint = server.endpoint();
    let output = hss("list-global-image-apps --debug").at(&endpoint).output();
    let events = text(&output.stderr);
    assert_eq!((output.status.code(), events.lines().count()), (Some(0), 1), "{events}");
    assert!(events.contains("retrying") && events.contains("503") && events.contains("busy"), "{events}");
    assert!(!events.contains(TOKEN), "{events}");
}

#[test]
fn completions_know_all_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = hss(&format!("completions {shell}")).printed();
        for name in ["list-global-image-apps", "image-type", "max-items", "mock"] {
            assert!(script.contains(name), "{shell} {name}");
        }
    }
}

#[test]
fn reference_is_current() {
    let path = "generated-client/cli/REFERENCE.md";
    let printed = hss("reference").printed();
    let is_current = project::root().join(path).is_file() && project::read(path) == printed;
    assert!(is_current, "run `cargo run -p huaweicloud-hss-cli -- reference > {path}`");
}

/// Returns the pipeline in the README.
#[cfg(unix)]
fn readme_pipeline() -> String {
    let readme = project::read("generated-client/cli/README.md");
    let block = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("a pipeline").to_owned()
}

/// Which registry images contain openssl older than 3.0.14, and which containers run them?
#[cfg(unix)]
#[test]
fn readme_pipeline_prints_what_the_example_prints() {
    if Command::new("jq").arg("--version").output().is_err() {
        eprintln!("skipped: jq is not installed");
        return;
    }
    let data = project::root().join("generated-client/examples/data/images.json");
    let mock = Mock::start(&format!("mock --data {}", data.display()));
    let run = hss("").at(&mock.url);
    let folder = program::program("hss").parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-euc", &readme_pipeline()])
        .envs(run.variables.iter().copied())
        .env("PATH", path)
        .output()
        .expect("sh runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    let example = Command::new(program::example("outdated_openssl")).output().expect("the example runs");
    assert_eq!(text(&output.stdout), text(&example.stdout));
}

#[test]
fn error_responses_and_invalid_responses_have_exit_codes() {
    for (status, body, code) in [
        ("400 Bad Request", r#"{"error_code": "HSS.0001", "error_msg": "bad limit"}"#, 3),
        ("403 Forbidden", "<html>proxy</html>", 3),
        ("200 OK", "<html>proxy</html>", 4),
        ("302 Found", "", 4),
        ("200 OK", r#"{"error_code": "HSS.0001"}"#, 3),
    ] {
        let server = Server::answering(response(status, "", body));
        let endpoint = server.endpoint();
        hss("list-global-image-apps").at(&endpoint).failed(code);
    }
}

#[test]
fn redacts_secrets_that_the_service_repeats() {
    let server = Server::start(|request| {
        let headers: Vec<_> = request.headers.iter().map(|(_, value)| value.as_str()).collect();
        let body = serde_json::json!({ "error_code": "HSS.0010", "error_msg": headers.join(" "), "sk": SECRET_KEY });
        response("403 Forbidden", "", &body.to_string())
    });
    let endpoint = server.endpoint();
    let run = || hss("list-global-image-apps").with_region_and_project().with(ENDPOINT, &endpoint);
    for run in [run().with_token(), run().with_access_key()] {
        let error = run.failed(3);
        assert!(error.contains("[redacted]"), "{error}");
        for secret in [TOKEN, SECRET_KEY, SECURITY_TOKEN] {
            assert!(!error.contains(secret), "{error}");
        }
    }
}

/// A running `hss mock`, which is stopped on drop.
struct Mock {
    process: Child,
    url: String,
}

impl Mock {
    fn start(line: &str) -> Self {
        let run = hss(line).with("HUAWEICLOUD_SDK_SK", SECRET_KEY);
        let mut process = run.command().spawn().expect("hss runs");
        let mut line = String::new();
        let stdout = process.stdout.as_mut().expect("a standard output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let announcement: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        Self { process, url: announcement["url"].as_str().expect("a URL").to_owned() }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

#[test]
fn mock_serves_every_command() {
    let mock = Mock::start(&format!("mock --records 450 --access-key {ACCESS_KEY}"));
    let signed =
        |line| hss(line).with_region_and_project().with(ENDPOINT, &mock.url).with("HUAWEICLOUD_SDK_AK", ACCESS_KEY);
    for (line, lines) in [
        ("list-global-image-apps --all", 450),
        ("list-local-image-containers --all --limit 100", 450),
        ("export-container-list --export-headers '[\"risky\", \"Risk\"]'", 3),
    ] {
        let printed = signed(line).with("HUAWEICLOUD_SDK_SK", SECRET_KEY).printed();
        assert_eq!(printed.lines().count(), lines, "{line}: {printed}");
    }
    let error = signed("list-global-image-apps").with("HUAWEICLOUD_SDK_SK", "another-secret-key").failed(3);
    assert!(error.contains("401 Unauthorized, APIGW.0301"), "{error}");
    let error =
        signed("list-global-image-apps --limit 5 --no-validate").with("HUAWEICLOUD_SDK_SK", SECRET_KEY).failed(3);
    assert!(error.contains("400 Bad Request, HSS.0001"), "{error}");
}

const EXPORT: &str = "export-container-list --export-headers '[\"risky\", \"Risk\"]'";

#[test]
fn an_export_becomes_a_file_in_one_command() {
    let (mock, folder) = (Mock::start("mock"), tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("export.zip").display().to_string();
    for command in [EXPORT, "batch-export-local-vul-task --export-size 1 --operate-all"] {
        let line = format!("{command} --wait --download '{path}' --overwrite");
        let printed: serde_json::Value = serde_json::from_str(&hss(&line).at(&mock.url).printed()).expect("JSON");
        let saved = fs::read(&path).expect("a file");
        assert!(saved.starts_with(b"PK"), "{command}");
        assert_eq!(printed, serde_json::json!({ "file": path, "bytes": saved.len() }));
    }
    let state = hss(&format!("{EXPORT} --wait --columns task_status --output tsv")).at(&mock.url).printed();
    assert_eq!(state, "success\n");
    let saved = fs::read(&path).expect("a file");
    for line in [format!("{EXPORT} --wait"), "list-query-export-task --task-id t --wait".to_owned()] {
        let output = hss(&format!("{line} --download -")).at(&mock.url).output();
        assert_eq!((output.stdout, text(&output.stderr)), (saved.clone(), String::new()), "{line}");
    }
    let output = hss("list-download-exported-file --file-id a/b --download -").at(&mock.url).output();
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
        ("--wait --overwrite".to_owned(), 2, "--overwrite requires --download FILE"),
        ("--wait --download ''".to_owned(), 2, "a value is required for '--download <FILE>'"),
        ("--wait --download new.zip --output tsv".to_owned(), 2, "--output does not apply to --download"),
        ("--wait --download new.zip --columns file_id".to_owned(), 2, "--columns does not apply to --download"),
        ("--wait-timeout 5".to_owned(), 2, "--wait"),
    ] {
        let line = format!("{EXPORT} {flags}");
        let error = hss(&line).at(&endpoint).failed(code);
        assert!(error.contains(says), "{error}");
    }
    let error = hss("list-download-exported-file --file-id f").at(&endpoint).failed(2);
    assert!(error.contains("missing --download FILE"), "{error}");
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
        "list-query-export-task --task-id t --wait".to_owned(),
        format!("list-download-exported-file --file-id f --download '{existing}'"),
    ] {
        let printed = hss(&format!("{line} --dry-run")).with_region_and_project().printed();
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
        ("file-gone", 3, "404 Not Found, HSS.0003"),
    ] {
        let line = format!("mock --task-outcome {outcome} --task-running 0");
        let mock = Mock::start(&line);
        let wait = if outcome == "endless" { "0.3" } else { "600" };
        let line = format!("{EXPORT} --wait --wait-timeout {wait} --download '{}'", path.display());
        let error = hss(&line).at(&mock.url).failed(code);
        assert!(error.contains(says), "{error}");
    }
    let broken = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nPK");
    let line = format!("list-download-exported-file --file-id f --download '{}'", path.display());
    let error = hss(&line).at(&broken.endpoint()).failed(4);
    assert!(error.contains("2 of 9 bytes of the file had arrived"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error() {
    let server = Server::answering(response("200 OK", "", "PK"));
    let endpoint = server.endpoint();
    let mut command = hss("list-download-exported-file --file-id f --download -").at(&endpoint).command();
    command.stdout(fs::File::options().write(true).open("/dev/full").expect("/dev/full"));
    let output = command.output().expect("hss runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot write the output: No space left on device"));
}

/// Sends a signal to the program, and returns its error message.
#[cfg(unix)]
fn interrupt(child: Child, signal: &str) -> String {
    let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    let output = child.wait_with_output().expect("hss ends");
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
        assert!(started.elapsed() < hss_tests::PATIENCE, "hss is not interrupted before its work begins");
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
        let line = format!("list-download-exported-file --file-id f --download '{}/f.zip'", folder.path().display());
        let child = hss(&line).at(&endpoint).command().spawn().expect("hss runs");
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
    let mut child = hss("list-download-exported-file --file-id f --download -").at(&endpoint).command();
    let mut child = child.spawn().expect("hss runs");
    // The first byte arrives once the signal handlers are installed.
    let mut stdout = child.stdout.take().expect("standard output");
    io::Read::read_exact(&mut stdout, &mut [0]).expect("a byte");
    assert_eq!(interrupt(child, "-INT"), "error: interrupted\n");
}

#[cfg(unix)]
#[test]
fn an_interrupted_wait_names_the_task() {
    let server = Server::json(r#"{ "task_id": "t-1", "task_status": "running" }"#);
    let endpoint = server.endpoint();
    let child = hss(&format!("{EXPORT} --wait")).at(&endpoint).command().spawn().expect("hss runs");
    // The second request for the state follows the response to the first one.
    wait_until(|| server.requests().len() > 2);
    let error = interrupt(child, "-INT");
    assert_eq!(error, "error: interrupted; the task may still be running: task_id \"t-1\"\n");
}
