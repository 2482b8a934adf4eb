//! Help, completions and warnings.

use std::fmt::Write as _;

use hss_tests::command_line::text;
use hss_tests::server::Server;
use huaweicloud_museum::OPERATIONS;
use huaweicloud_museum::descriptor::ParameterSource;

use super::museum;

#[test]
fn prints_help_and_version() {
    insta::assert_snapshot!("help", museum("--help").printed());
    insta::assert_snapshot!("help_of_a_list", museum("list-paintings --help").printed());
    insta::assert_snapshot!("help_of_a_body", museum("inspect-paintings --help").printed());
    insta::assert_snapshot!("help_of_the_mock", museum("mock --help").printed());
    for command in ["list-paintings", "mock", "completions"] {
        let help = museum(&format!("help {command}")).printed();
        assert_eq!(help, museum(&format!("{command} --help")).printed());
    }
    assert_eq!(museum("help").printed(), museum("--help").printed());
    assert_eq!(museum("--version").printed(), concat!("museum ", env!("CARGO_PKG_VERSION"), "\n"));
    let output = museum("").output();
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    assert_eq!(text(&output.stderr), museum("--help").printed(), "a missing command prints help");
}

#[test]
fn every_parameter_that_is_not_secret_has_a_flag() {
    for operation in OPERATIONS {
        let kebab = |name: &str| name.replace('_', "-").to_lowercase();
        let command: String = operation.id.chars().fold(String::new(), |name, c| match c {
            c if c.is_ascii_uppercase() && !name.is_empty() => name + "-" + &c.to_lowercase().to_string(),
            c => name + &c.to_lowercase().to_string(),
        });
        let help = museum(&format!("{command} --help")).printed();
        let parameters =
            operation.parameters.iter().filter(|parameter| parameter.source != ParameterSource::Credentials);
        let parameters = parameters.map(|parameter| &parameter.field);
        for field in parameters.chain(operation.body.unwrap_or_default()).filter(|field| !field.secret) {
            let name = field.name;
            let flags = [format!("--{} ", kebab(name)), format!("--body-{} ", kebab(name))];
            assert!(flags.iter().any(|flag| help.contains(flag)), "{command} {name}: {help}");
        }
        assert_eq!(help.contains("--all"), operation.pagination.is_some(), "{command}");
    }
}

#[test]
fn completions_know_all_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = museum(&format!("completions {shell}")).printed();
        for name in ["list-paintings", "origin", "max-items", "mock"] {
            assert!(script.contains(name), "{shell} {name}");
        }
    }
}

#[test]
fn warns_of_deprecated_commands_and_unlisted_values() {
    let server = Server::json(r#"{"total": 0, "task_id": "t-1"}"#);
    let endpoint = server.endpoint();
    let mut transcript = String::new();
    for line in [
        "list-paintings --origin of_tomorrow",
        "list-paintings --origin gift",
        "inspect-paintings --method photo --everything",
        "export-paintings --headings '[\"colour\", \"Colour\"]' --style newer",
    ] {
        let (_, warnings) = museum(line).at(&endpoint).printed_with_warnings();
        writeln!(transcript, "$ museum {line}\n{warnings}").expect("text");
    }
    insta::assert_snapshot!(transcript);
}
