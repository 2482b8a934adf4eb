//! Unusual but valid descriptions: the operation files in `tests/edge-cases/spec`, each of which is a fixture. Together
//! they are one description, whose client is the package `edge-cases`.

mod calls;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hss_generator::{Files, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::command_line::{self, Mock, Run, without_repetitions};
use hss_tests::{project, snapshot};
use serde_json::{Map, Value};

const PACKAGE: &str = "tests/edge-cases";
const SESSIONS: &str = "tests/suite/edge_cases/sessions.txt";
const GENERATED: &str = "generated-client/src/generated";

/// The fixtures whose generated code and part of the OpenAPI document are snapshots.
pub(crate) const SNAPSHOTS: [&str; 5] = ["json_values", "keep_secrets", "state_facts", "task_state", "whole_pages"];

#[test]
fn generated_code_matches_its_snapshots() {
    let files = generated();
    for name in SNAPSHOTS.iter().chain(&["service"]) {
        let text = files.get(&format!("{GENERATED}/{name}.rs")).expect("a file for each fixture");
        assert_snapshot(name, text);
    }
}

pub(crate) fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("edge_cases");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn snapshots_show_every_key_of_the_notation() {
    let schema: Value = serde_json::from_str(&project::read("spec/schema.json")).expect("JSON");
    let definitions = schema["definitions"].as_object().expect("definitions");
    let keys: BTreeSet<&String> = definitions
        .values()
        .filter_map(|definition| definition["properties"].as_object())
        .flat_map(Map::keys)
        .collect();
    let mut texts = project::read(&format!("{PACKAGE}/{SERVICE_FILE}"));
    for name in SNAPSHOTS {
        texts.push_str(&project::read(&format!("{PACKAGE}/{OPERATIONS_FOLDER}/{name}.yaml")));
    }
    let is_used = |key: &&String| {
        let key = format!("{key}:");
        texts.lines().any(|line| line.trim_start_matches([' ', '-']).starts_with(&key))
    };
    // Without the URLs of the help pages, `page_url`: other tests cover them.
    let unused: Vec<&String> = keys.into_iter().filter(|key| !is_used(key) && *key != "page_url").collect();
    assert!(unused.is_empty(), "no snapshot shows {unused:?}: add them to one of {SNAPSHOTS:?}");
}

/// Runs each command of `sessions.txt` with the command line of the fixtures, against its mock server. A section of
/// help is shown once, and the sections that all programs and operations have are shown in the help of the museum.
#[test]
fn command_line_prints_unusual_names_and_values() {
    let mock = Mock::start("edge-cases", "mock --listen 127.0.0.1:0");
    let (mut text, mut sections) = (String::new(), BTreeSet::new());
    for line in ["--help", "list-paintings --help"] {
        let _ = without_repetitions(&Run::new("museum", line).printed(), &mut sections);
    }
    for line in project::read(SESSIONS).lines().filter_map(|line| line.strip_prefix("$ edge-cases ")) {
        let output = Run::new("edge-cases", line).at(&mock.url).output();
        let (mut stdout, stderr) = (command_line::text(&output.stdout), command_line::text(&output.stderr));
        if line.ends_with("--help") {
            stdout = without_repetitions(&stdout, &mut sections);
        }
        let _ = writeln!(text, "$ edge-cases {line}\n{stdout}{stderr}");
    }
    let host = mock.url.trim_start_matches("http://");
    let text = text.replace(host, "localhost").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    snapshot::assert_file(SESSIONS, &text);
}

/// Builds all commands, for which clap checks among other things that names of flags are unique.
#[test]
fn every_command_has_help() {
    let reference = Run::new("edge-cases", "reference").printed();
    let sections = reference.matches("\n## edge-cases ").count();
    assert!(sections > description().len(), "only {sections} commands");
}

/// The generator must reserve the names of the methods that `Client` and `MockServer` have.
#[test]
fn operations_do_not_use_names_of_existing_methods() {
    let files = generated();
    let mut names = Vec::new();
    for file in ["client.rs", "mock_server.rs"] {
        let text = files.get(&format!("{GENERATED}/{file}")).expect("a generated file");
        for item in syn::parse_file(text).expect("Rust").items {
            if let syn::Item::Impl(block) = item
                && block.trait_.is_none()
            {
                names.extend(block.items.into_iter().filter_map(function));
            }
        }
    }
    for expected in ["builder", "call", "received_requests"] {
        assert!(names.iter().any(|name| name == expected), "found only {names:?}");
    }
    for name in names {
        let method = generated_method(&name);
        assert_ne!(method, name, "the generator must reserve `{name}`, a method of the client or the mock server");
    }
}

fn function(item: syn::ImplItem) -> Option<String> {
    match item {
        syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    }
}

/// Returns the method of an operation whose id is `name` in UpperCamelCase.
fn generated_method(name: &str) -> String {
    let mut id = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    let text = project::read(&format!("{PACKAGE}/{OPERATIONS_FOLDER}/delete_plain.yaml")).replace("DeletePlain", &id);
    let operation = |module: &str| Source { path: format!("{OPERATIONS_FOLDER}/{module}.yaml"), text: text.clone() };
    let service = Source { path: SERVICE_FILE.to_owned(), text: project::read(&format!("{PACKAGE}/{SERVICE_FILE}")) };
    let method = [name.to_owned(), format!("{name}_")].iter().find_map(|module| {
        let service = hss_generator::analyze(&[service.clone(), operation(module)]).ok()?;
        Some(service.operations.first()?.names.method.to_string())
    });
    method.unwrap_or_else(|| format!("invalid: {id}"))
}

pub(crate) fn generated() -> Files {
    hss_generator::generate(&description()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Returns all fixtures as one description.
pub(crate) fn description() -> Vec<Source> {
    project::description_in(&project::root().join(PACKAGE)).expect("the description of the fixtures")
}
