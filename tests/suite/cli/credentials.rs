//! Sources of the command line's credentials.

use std::fmt::Write as _;
use std::fs;

use hss_tests::command_line::{ENDPOINT, Run, SECRET_KEY, SECURITY_TOKEN, TOKEN, text};
use hss_tests::server::{Request, Server, response};
use tempfile::TempDir;

use super::museum;

const PROFILE: &str = "HUAWEICLOUD_SDK_PROFILE";
const ASSUME: &str = "list-paintings --agency-name audit --agency-domain-name customer --project-id theirs";

/// Creates a home directory with a profile.
fn home_with_profile(profile: &str) -> TempDir {
    let home = tempfile::tempdir().expect("a directory");
    fs::create_dir(home.path().join(".huaweicloud")).expect("a directory");
    fs::write(home.path().join(".huaweicloud/credentials"), profile).expect("a file");
    home
}

#[test]
fn finds_credentials_in_standard_input_environment_or_profile() {
    let server = Server::json(r#"{"total": 0}"#);
    let endpoint = server.endpoint();
    let home = home_with_profile("[basic]\nak = AKIDOFPROFILE\nsk = secret-of-profile\n");
    let home = home.path().to_str().expect("a path");
    let run = |line| museum(line).with_region_and_project().with(ENDPOINT, &endpoint).with("HOME", home);
    let line = "list-paintings";
    run(line).printed();
    run(line).with_access_key().printed();
    run(line).with_access_key().with_token().printed();
    let from_input = run("--token-stdin list-paintings").with_access_key().with_token();
    from_input.input("MIIToken-of-input\r\nand more").printed();
    let credentials: Vec<_> = server.requests().iter().map(sent_credentials).collect();
    assert_eq!(credentials, ["Access=AKIDOFPROFILE", "Access=AKIDOFAUSER", TOKEN, "MIIToken-of-input"]);
}

#[test]
fn profile_sets_credentials_region_and_project() {
    let server = Server::json(r#"{"total": 0}"#);
    let endpoint = server.endpoint();
    let home = home_with_profile(
        "[basic]\nak = AKIDOFBASIC\nsk = secret\nregion = cn-north-4\nproject_id = basic-project\n\
         [audit]\nak = AKIDOFAUDIT\nsk = secret\nregion = eu-west-101\nproject_id = audit-project\n",
    );
    let home = home.path().to_str().expect("a path");
    let run = |line| museum(line).with(ENDPOINT, &endpoint).with("HOME", home);
    run("list-paintings").printed();
    // A profile that is named comes before the environment.
    run("list-paintings --profile audit").with_token().printed();
    run("list-paintings --profile audit --region cn-north-1 --project-id own").printed();
    run("list-paintings").with(PROFILE, "audit").printed();
    run("list-paintings --profile basic").with(PROFILE, "audit").printed();
    // The environment comes before a profile that it names.
    run("list-paintings").with(PROFILE, "audit").with_token().with_region_and_project().printed();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| (sent_credentials(request), request.header("region").join(","), request.target.clone()))
        .collect();
    let expected = [
        ("Access=AKIDOFBASIC", "cn-north-4", "/v1/basic-project/paintings"),
        ("Access=AKIDOFAUDIT", "eu-west-101", "/v1/audit-project/paintings"),
        ("Access=AKIDOFAUDIT", "cn-north-1", "/v1/own/paintings"),
        ("Access=AKIDOFAUDIT", "eu-west-101", "/v1/audit-project/paintings"),
        ("Access=AKIDOFBASIC", "cn-north-4", "/v1/basic-project/paintings"),
        (TOKEN, "cn-north-4", "/v1/p/paintings"),
    ];
    assert_eq!(sent, expected.map(|(key, region, path)| (key.to_owned(), region.to_owned(), path.to_owned())));
}

/// A profile that is not the source of the credentials sets no region.
#[test]
fn a_missing_region_mentions_the_profile_only_if_it_can_be_set_there() {
    let home = home_with_profile("[basic]\nak = AK\nsk = s3cret\n[audit]\nak = AK\nsk = s3cret\n");
    let folder = home.path().to_str().expect("a path");
    let run = |line| museum(line).with("HOME", folder);
    for (run, mentions_profile) in [
        (run("list-paintings"), true),
        (run("list-paintings --profile audit").with_token(), true),
        (museum("list-paintings --dry-run"), true),
        (run("list-paintings").with_token(), false),
        (run("list-paintings --dry-run").with_access_key(), false),
        (run("list-paintings --token-stdin").input("MIIToken"), false),
        (run("list-paintings --metadata-service"), false),
    ] {
        let end = if mentions_profile {
            "; pass --region, set HUAWEICLOUD_SDK_REGION, or add region to the profile\n"
        } else {
            "; pass --region, or set HUAWEICLOUD_SDK_REGION\n"
        };
        let failed = run.failed(1);
        assert!(failed.ends_with(end), "{failed}");
    }
}

#[test]
fn warns_of_unknown_regions() {
    let home = home_with_profile("[audit]\nak = AK\nsk = s3cret\nregion = cn-nroth-4\nproject_id = p\n");
    let folder = home.path().to_str().expect("a path");
    let similar = "warning: unknown region 'cn-nroth-4': did you mean 'cn-north-4'?\n";
    let other = "warning: unknown region 'xx': check its name, unless it is newer than this version\n";
    for (line, answers, expected) in [
        ("list-paintings --dry-run --project-id p --region cn-nroth-4", "", similar),
        ("list-paintings --dry-run --project-id p --region xx", "", other),
        ("list-paintings --dry-run --project-id p --region eu-west-101", "", ""),
        ("list-paintings --dry-run --profile audit", "", similar),
        ("list-paintings --dry-run --profile audit --region cn-north-1", "", ""),
        // The endpoint may be that of another cloud.
        ("list-paintings --dry-run --project-id p --region xx --endpoint https://museum.example.com", "", ""),
        ("configure list --region xx", "", other),
        ("configure list --profile audit", "", similar),
        ("configure --profile new", "AK\nSK\n\ncn-nroth-4\n\n", similar),
    ] {
        let run = museum(line).with("HOME", folder).with_token().input(answers);
        assert_eq!(run.printed_with_warnings().1, expected, "{line}");
    }
}

#[test]
fn an_invalid_profile_in_the_environment_is_an_error_that_names_the_variable() {
    let home = home_with_profile("[basic]\nak = AK\nsk = s3cret\n[half]\nak = AK\n");
    let folder = home.path().to_str().expect("a path");
    for (name, reason) in [
        (
            "nope",
            "the credentials file [file] has no section [nope]: add it with ak and sk; 'museum configure' writes it",
        ),
        ("half", "the profile half in [file]: ak is set without sk: set both"),
        ("basic ", "the name of the profile starts or ends with white space or an invisible character: remove it"),
    ] {
        for line in ["list-paintings", "list-paintings --dry-run"] {
            let run = museum(line).with_region_and_project().with("HOME", folder).with(PROFILE, name);
            let error = run.failed(1).replace(&format!("{folder}/.huaweicloud/credentials"), "[file]");
            assert_eq!(error, format!("error: {PROFILE} is set: {reason}\n"));
        }
    }
    // The environment is the source, and the profile does not matter.
    let run = museum("list-paintings").with_region_and_project().with("HOME", folder).with(PROFILE, "nope");
    let error = run.with("HUAWEICLOUD_SDK_AK", "AK").failed(1);
    assert_eq!(error, "error: HUAWEICLOUD_SDK_AK is set without HUAWEICLOUD_SDK_SK: set both\n");
}

#[test]
fn invalid_credentials_files_are_one_line_errors_that_name_the_file() {
    let mut transcript = String::new();
    for (profile, line) in [
        ("", "list-paintings"),
        ("", "list-paintings --profile audit"),
        ("[basic]\nak = s3cret\nsk = s3cret\n", "list-paintings --profile audit"),
        ("[basic]\nak = s3cret\n", "list-paintings"),
        ("[basic\nak = s3cret\n", "list-paintings"),
        ("[basic]\ns3cret\n", "list-paintings --profile basic"),
    ] {
        let home = home_with_profile(profile);
        let home = home.path().to_str().expect("a path");
        let error = museum(line).with_region_and_project().with("HOME", home).failed(1);
        assert!(error.contains(".huaweicloud/credentials") && !error.contains("s3cret"), "{error}");
        writeln!(transcript, "{profile:?}\n$ museum {line}\n{}", error.replace(home, "[home]")).expect("text");
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn white_space_around_secrets_and_ids_is_an_error_that_names_the_source() {
    let run = |line| museum(line).with_region_and_project().with_token();
    let padded = "starts or ends with white space or an invisible character: remove it";
    for variable in ["REGION", "PROJECT_ID", "ENTERPRISE_PROJECT_ID", "ENDPOINT", "TOKEN", "AK", "SK", "IAM_ENDPOINT"] {
        let variable = format!("HUAWEICLOUD_SDK_{variable}");
        for (value, reason) in [("s3cret\n", padded), ("'s3cret'", "starts or ends with a quote: remove it")] {
            let error = run("list-paintings").with(&variable, value).failed(1);
            assert!(error.contains(&format!("{variable} {reason}")) && !error.contains("s3cret"), "{error}");
        }
    }
    for flag in ["--region", "--project-id", "--enterprise-project-id", "--endpoint", "--iam-endpoint"] {
        let line = format!("list-paintings {flag} \"s3cret\"");
        let error = museum(&line).with_region_and_project().with_token().failed(1);
        assert!(error.contains(&format!("{flag} starts or ends with a quote: remove it")), "{error}");
    }
    let error = run("--token-stdin list-paintings").input("s3cret \n").failed(1);
    assert!(error.contains(&format!("the token on standard input {padded}")), "{error}");
}

#[test]
fn configure_writes_a_profile_and_keeps_the_others() {
    let home = home_with_profile("# mine\n[other]\nak = s3cret\nsk = s3cret\n");
    let folder = home.path().to_str().expect("a path");
    let file = home.path().join(".huaweicloud/credentials");
    let configure = |line, answers| museum(line).with("HOME", folder).input(answers).printed();
    configure("configure", "AKIDOFME\ns3cret-key\n\ncn-north-4\np1\n");
    let expected = "# mine\n[other]\nak = s3cret\nsk = s3cret\n\n[basic]\nak = AKIDOFME\nsk = s3cret-key\n\
                    region = cn-north-4\nproject_id = p1\n";
    assert_eq!(fs::read_to_string(&file).expect("the file"), expected);
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).expect("the file").permissions()),
        0o100_600
    );

    let printed = configure("configure --profile basic --region cn-north-1", "\n\n");
    assert!(printed.contains("\"profile\": \"basic\""), "{printed}");
    let expected = expected
        .replace("sk = s3cret-key\nregion = cn-north-4\nproject_id = p1\n", "sk = s3cret-key\nproject_id = p1\n");
    let expected = expected.replace("[basic]\n", "[basic]\nregion = cn-north-1\n");
    assert_eq!(fs::read_to_string(&file).expect("the file"), expected);

    for (line, answers, error) in [
        ("configure", "AK\n\n\n\n\n", "the profile basic in [file]: ak is set without sk"),
        ("configure --profile new", "\n\n\n", "the profile new in [file] has no credentials: add ak and sk"),
        ("configure", "AK\n 's3cret\n", "the secret key starts or ends with white space"),
        ("configure", "\nCN North\n\n", "invalid region \"CN North\": it must be 1 to 63 characters of a-z, 0-9 and -"),
        ("configure --profile a]b", "", "invalid --profile: remove brackets"),
        ("configure --profile a\u{202e}b", "", "invalid --profile: remove brackets, invisible characters"),
        ("configure --profile 'a\u{2028}b'", "", "invalid --profile: remove brackets, invisible characters"),
        ("configure --profile a\u{200b}b", "", "invalid --profile: remove brackets, invisible characters"),
    ] {
        let failed = museum(line).with("HOME", folder).input(answers).output();
        let message = text(&failed.stderr).replace(file.to_str().expect("a path"), "[file]");
        assert!(message.contains(error) && !message.contains("s3cret"), "{message}");
        assert_eq!(fs::read_to_string(&file).expect("the file"), expected, "the file is as before");
    }
    let invalid = museum("configure").with("HOME", folder).with(PROFILE, "a]b").failed(2);
    assert!(invalid.contains("invalid HUAWEICLOUD_SDK_PROFILE: remove brackets"), "{invalid}");
    let files: Vec<_> = fs::read_dir(file.parent().expect("a folder")).expect("a folder").collect();
    assert_eq!(files.len(), 1, "no temporary file is left");
}

#[test]
fn configure_writes_the_profile_that_the_environment_names() {
    let home = home_with_profile("");
    let folder = home.path().to_str().expect("a path");
    museum("configure").with("HOME", folder).with(PROFILE, "me").input("AK\nSK\n\n\n\n").printed();
    let written = fs::read_to_string(home.path().join(".huaweicloud/credentials")).expect("the file");
    assert_eq!(written, "[me]\nak = AK\nsk = SK\n");
}

#[test]
fn configure_creates_the_file() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("new/credentials");
    let path = path.to_str().expect("a path");
    let run = museum("configure --profile me").with("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path);
    run.input("AK\nSK\nTOKEN\n\n\n").printed();
    let expected = "[me]\nak = AK\nsk = SK\nsecurity_token = TOKEN\n";
    assert_eq!(fs::read_to_string(path).expect("the file"), expected);
}

type SetUp = fn(Run<'_>) -> Run<'_>;

#[test]
fn configure_list_shows_where_settings_come_from() {
    let home = home_with_profile(
        "[audit]\nak = AKIDOFAUDIT\nsk = s3cret\nregion = eu-west-101\nproject_id = p2\n\
         iam_endpoint = https://iam.example.eu\n[odd]\nak = AKIDOFODD\nsk = s3cret\nregion = CN\n\
         iam_endpoint = https://user:s3cret@a.example.com\n",
    );
    let folder = home.path().to_str().expect("a path");
    let mut transcript = String::new();
    let runs: [(&str, SetUp); 16] = [
        ("", |run| run),
        ("", |run| run.with_token().with_region_and_project()),
        (" --endpoint http://127.0.0.1:1", |run| run.with_access_key()),
        (" --profile audit", |run| run.with("HUAWEICLOUD_SDK_REGION", "cn-north-1")),
        (" --region CN --endpoint http://127.0.0.1:1", |run| run.with_token()),
        (" --agency-name audit --agency-domain-name customer", |run| run.with(PROFILE, "audit")),
        (" --profile audit # a line break after the project", |run| run.with("HUAWEICLOUD_SDK_PROJECT_ID", "p\n")),
        (" --profile odd", |run| run),
        (" --resolve-project-id", |run| run.with_token()),
        (" --resolve-project-id --profile audit", |run| run),
        (" --token-stdin", |run| run),
        (" --metadata-service", |run| run),
        (" --iam-endpoint http://127.0.0.1:1", |run| run.with(PROFILE, "audit")),
        ("", |run| run.with(ENDPOINT, "https://user:s3cret@a.example.com/")),
        ("", |run| run.with(ENDPOINT, "https://a.example.com/?token=s3cret")),
        ("", |run| run.with(ENDPOINT, "http://a.example.com")),
    ];
    for (flags, set) in runs {
        let line = format!("configure list{flags}");
        let run = museum(line.split(" #").next().unwrap_or_default());
        let printed = set(run).with("HOME", folder).printed();
        writeln!(transcript, "$ museum {line}\n{}", printed.replace(folder, "[home]")).expect("text");
    }
    for secret in [TOKEN, SECRET_KEY, SECURITY_TOKEN, "s3cret"] {
        assert!(!transcript.contains(secret), "{transcript}");
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn configure_list_cuts_long_values() {
    let long = "a".repeat(500_000);
    let run =
        museum("configure list").with("HUAWEICLOUD_SDK_AK", &long[..100_000]).with("HUAWEICLOUD_SDK_SK", SECRET_KEY);
    let printed = run.with("HUAWEICLOUD_SDK_PROJECT_ID", &long[..100_000]).printed();
    assert!(printed.contains("aaa…, secret key [redacted]") && printed.len() < 2000, "{printed}");
}

#[test]
fn a_dry_run_requires_no_credentials_but_a_valid_profile() {
    let home = home_with_profile("[basic]\nak = s3cret\n");
    let folder = home.path().to_str().expect("a path");
    for (line, error) in [
        ("list-paintings --dry-run --profile nope", "has no section [nope]"),
        ("list-paintings --dry-run", "ak is set without sk"),
    ] {
        let failed = museum(line).with_region_and_project().with("HOME", folder).failed(1);
        assert!(failed.contains(error) && !failed.contains("s3cret"), "{failed}");
    }
    museum("list-paintings --dry-run").with_region_and_project().printed();
}

#[test]
fn a_dry_run_with_the_metadata_service_sends_nothing() {
    let run = museum("list-paintings --metadata-service --dry-run").with_region_and_project().with_token();
    let printed = run.printed();
    assert!(printed.contains("authorization") && printed.contains("x-security-token"), "{printed}");
    assert!(!printed.contains("169.254") && !printed.contains("x-auth-token"), "{printed}");
}

#[test]
fn credentials_assume_an_agency_of_another_account() {
    let server = Server::start(|request| {
        let body = if request.path() == "/v3.0/OS-CREDENTIAL/securitytokens" {
            r#"{"credential": {"access": "AKIDOFAGENCY", "secret": "s3cret-key", "securitytoken": "s3cret-token",
                "expires_at": "2999-01-02T03:04:05.000000Z"}}"#
        } else {
            r#"{"total": 0}"#
        };
        response("200 OK", "content-type: application/json\r\n", body)
    });
    let endpoint = server.endpoint();
    // The variable takes precedence over the profile.
    let home = home_with_profile(&format!("[me]\nak = AK\nsk = {SECRET_KEY}\niam_endpoint = http://127.0.0.1:1\n"));
    let line = format!("{ASSUME} --debug --profile me");
    let run = museum(&line).with_region_and_project().with("HOME", home.path().to_str().expect("a path"));
    let output = run.with(ENDPOINT, &endpoint).with("HUAWEICLOUD_SDK_IAM_ENDPOINT", &endpoint).output();
    let log = text(&output.stderr);
    assert!(output.status.success() && log.contains("/v3.0/OS-CREDENTIAL/securitytokens 200 in"), "{log}");
    assert!(!log.contains("s3cret") && !log.contains(SECRET_KEY), "{log}");
    let requests = server.requests();
    let sent: Vec<_> = requests.iter().map(sent_credentials).collect();
    assert_eq!(sent, ["Access=AK", "Access=AKIDOFAGENCY"]);
    assert!(requests[0].body.contains(r#""agency_name":"audit","domain_name":"customer""#), "{}", requests[0]);
    assert_eq!(requests[1].target, "/v1/theirs/paintings");
}

#[test]
fn a_failure_of_iam_decides_the_exit_code() {
    let refused = Server::answering(response("403 Forbidden", "", r#"{"error_msg": "no", "error_code": "IAM.0001"}"#));
    let login_page = Server::answering(response("200 OK", "content-type: text/html\r\n", "<html>"));
    let broken = Server::answering("");
    for (iam, expected) in [(&refused, 3), (&login_page, 4), (&broken, 4)] {
        let endpoint = iam.endpoint();
        let line = format!("{ASSUME} --retries 0 --iam-endpoint {endpoint}");
        let output = museum(&line).with_region_and_project().with_access_key().with(ENDPOINT, &endpoint).output();
        assert_eq!(output.status.code(), Some(expected), "{}", text(&output.stderr));
    }
}

#[test]
fn asks_iam_for_the_project_only_if_told_to_and_none_is_set() {
    let server = Server::start(|request| {
        let is_iam = request.path() == "/v3/projects";
        let body = if is_iam { r#"{"projects": [{"id": "resolved"}]}"# } else { r#"{"total": 0}"# };
        response("200 OK", "content-type: application/json\r\n", body)
    });
    let endpoint = server.endpoint();
    let run = |line| {
        let run = museum(line).with_access_key().with("HUAWEICLOUD_SDK_REGION", "cn-north-4");
        run.with(ENDPOINT, &endpoint).with("HUAWEICLOUD_SDK_IAM_ENDPOINT", &endpoint)
    };
    run("list-paintings").failed(1);
    run("list-paintings --resolve-project-id --dry-run").failed(1);
    run("list-paintings --resolve-project-id --project-id p").printed();
    run("list-paintings --resolve-project-id").printed();
    let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/v1/p/paintings", "/v3/projects?name=cn-north-4", "/v1/resolved/paintings"]);
}

#[test]
fn a_dry_run_of_an_agency_sends_nothing_and_has_the_region_of_its_profile() {
    let home = home_with_profile("[basic]\nak = AKIDOFBASIC\nsk = secret\nregion = eu-west-101\nproject_id = mine\n");
    let home = home.path().to_str().expect("a path");
    // Flags may precede or follow the command.
    let line =
        format!("--agency-domain-name customer {} --dry-run", ASSUME.replace("--agency-domain-name customer", ""));
    let printed = museum(&line).with("HOME", home).printed();
    assert!(printed.contains("museum.eu-west-101.example.org/v1/theirs/paintings"), "{printed}");
    assert!(printed.contains("x-security-token"), "{printed}");
}

/// Returns the access key of a signed request, or else its token.
fn sent_credentials(request: &Request) -> String {
    let authorization = request.header("authorization");
    let access_key = authorization.first().and_then(|value| value.split([' ', ',']).nth(1));
    let credentials = access_key.or(request.header("x-auth-token").first().copied());
    credentials.unwrap_or_default().to_owned()
}
