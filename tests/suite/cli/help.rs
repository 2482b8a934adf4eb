//! Help, completions and warnings.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use hss_tests::command_line::{Run, text, without_repetitions};
use hss_tests::server::Server;
use huaweicloud_museum::OPERATIONS;
use huaweicloud_museum::descriptor::ParameterSource;

use super::museum;

#[test]
fn prints_help_and_version() {
    let (mut help, mut sections) = (String::new(), BTreeSet::new());
    for line in ["--help", "list-paintings --help", "inspect-paintings --help", "arm-room --help", "mock --help"] {
        let printed = museum(line).printed();
        let _ = writeln!(help, "$ museum {line}\n{}", without_repetitions(&printed, &mut sections));
    }
    insta::assert_snapshot!(help);
    for command in ["list-paintings", "mock", "completions"] {
        let help = museum(&format!("help {command}")).printed();
        assert_eq!(help, museum(&format!("{command} --help")).printed());
    }
    assert_eq!(museum("help").printed(), museum("--help").printed());
    assert_eq!(museum("--version").printed(), concat!("museum ", env!("CARGO_PKG_VERSION"), "\n"));
    for run in [museum(""), museum("").with_region_and_project()] {
        let output = run.output();
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
        assert_eq!(text(&output.stderr), museum("--help").printed(), "a missing command prints help");
    }
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
fn help_finds_operations_by_words() {
    let rooms = "Operations:\n  label-rooms  Labels rooms. Its request and its response are lists.\n  \
                 list-rooms   Lists the rooms of the museum. The help page documents no limits.\n";
    assert_eq!(museum("help --search 'LIST rooms'").printed(), rooms);
    assert_eq!(museum("help --search LIST rooms").printed(), rooms);
    let error = museum("help --search 'list nothing'").failed(2);
    assert_eq!(error, "error: no operation matches 'list nothing': use fewer words of its name, summary or group\n");
    for (line, message) in [
        ("help --search ''", "the value of --search is empty: pass words to search for".to_owned()),
        ("help --search '   '", "the value of --search is empty: pass words to search for".to_owned()),
        (
            &format!("help --search {}", "ü".repeat(61)),
            format!("no operation matches '{}…': use fewer words of its name, summary or group", "ü".repeat(60)),
        ),
    ] {
        assert_eq!(museum(line).failed(2), format!("error: {message}\n"));
    }
}

/// Whatever the number of operations is: the shell runs the program to get completions.
#[test]
fn completion_scripts_are_small() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = museum(&format!("completions {shell}")).printed();
        assert!(script.len() < 2000 && script.contains("museum"), "{script}");
    }
}

/// Runs the program as the completion script of a shell does.
fn completion<'a>(line: &'a str, shell: &'a str) -> Run<'a> {
    museum(line).with("HUAWEICLOUD_COMPLETE", shell)
}

#[test]
fn completes_commands_flags_and_values() {
    const FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

    let folder = tempfile::tempdir().expect("a folder");
    let profiles = folder.path().join("credentials");
    let unsafe_names = "[$(id)]\n[a;b]\n[a b]\n[-x]\n[~]\n[a\u{202e}b]\n[a\u{1b}b]\n[`a`]\n[a'b]\n[a*]\n[]\n";
    fs::write(&profiles, format!("[basic]\nak = a\n[audit]\n{unsafe_names}[basic]\n")).expect("a file");
    let profiles = profiles.to_str().expect("a path");
    let mut transcript = String::new();
    for line in [
        "list",
        "list-paintings --o",
        "list-paintings --origin ''",
        "list-paintings --origin=g",
        "list-paintings --on-loan ''",
        "list-paintings --columns title,sk",
        "list-paintings --title ''",
        "restore-painting --grade ''",
        "list-paintings --output ''",
        "list-paintings --region c",
        "list-paintings --profile ''",
        "help re",
        "completions ''",
        "unknown-command ''",
    ] {
        let words = format!("-- museum {line}");
        writeln!(transcript, "$ museum {line}\n{}", completion(&words, "fish").with(FILE, profiles).printed())
            .expect("text");
    }
    insta::assert_snapshot!(transcript);
    for (shell, separator, expected) in [
        ("bash", "\u{b}", "purchase\u{b}gift\u{b}found"),
        ("zsh", "\n", "purchase:The museum bought it.\ngift:Someone donated it.\nfound:It was in the cellar."),
    ] {
        let run = completion("-- museum list-paintings --origin ''", shell);
        assert_eq!(run.with("_CLAP_COMPLETE_INDEX", "3").with("_CLAP_IFS", separator).printed(), expected);
    }
    let run =
        Run::new("edge-cases", "-- edge-cases require-pages --state ''").with("HUAWEICLOUD_COMPLETE", "powershell");
    assert_eq!(run.printed().lines().next(), Some("0\tIt is off."), "an empty value is no candidate");
    let error = completion("-- museum ''", "csh").failed(2);
    assert!(error.contains("unknown shell 'csh' in HUAWEICLOUD_COMPLETE"), "{error}");
    let error = completion("list-paintings", "bash").failed(2);
    assert!(error.contains("pass the words of the command line after --"), "{error}");
}

/// PowerShell inserts candidates without quotes, and its script runs what is in the line.
#[test]
fn powershell_gets_no_names_of_files_that_it_would_run() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a-b.json", "$(id).json", "`id`", "a;b", "a b", "@a", "'a", "‘a", "{a}", "(a)", "a&b", "#a"] {
        fs::write(folder.path().join(name), "").expect("a file");
    }
    let start = folder.path().join("").display().to_string();
    let words = format!("-- museum list-paintings --input {start}");
    let expected = format!("{start}a-b.json\n");
    assert_eq!(completion(&words, "powershell").printed().trim_end(), expected.trim_end());
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
