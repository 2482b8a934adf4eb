//! Unusual but valid descriptions. Each fixture is an operation file, and together they are one description whose
//! generated code must compile in the client.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use hss_generator::{Files, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::client_copy::ClientCopy;
use hss_tests::project;

const FOLDER: &str = "tests/suite/adversarial";
const GENERATED: &str = "generated-client/src/generated";

#[test]
fn generated_code() {
    let files = generated();
    insta::glob!("adversarial/*.yaml", |path| {
        let case = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = files.get(&format!("{GENERATED}/{case}.rs")).expect("a file for each fixture");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("adversarial");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case, text));
    });
}

/// Compiles the client with the code generated from the fixtures, and the examples in its documentation. Runs the
/// command line's tests with it, which find duplicate flags, and the calls in `calls.rs`. Neither clippy nor rustdoc
/// may warn.
#[test]
fn generated_code_compiles() {
    let calls = project::read(&format!("{FOLDER}/calls.rs"));
    let copy = ClientCopy::with_calls("adversarial", &generated(), Some(calls)).expect("a copy of the client");
    assert_success(&copy.test().expect("cargo runs"));
    assert_success(&copy.clippy().expect("cargo runs"));
    assert_success(&copy.document().expect("cargo runs"));
    let examples = copy.test_examples_of_operations().expect("cargo runs");
    assert_success(&examples);
    let shown = String::from_utf8_lossy(&examples.stdout).matches("- compile ... ok").count();
    let written: usize = generated().iter().map(|(_, text)| text.matches("/// ```no_run").count()).sum();
    assert_eq!(shown, written);
    insta::assert_snapshot!("command_line_of_fixtures", sessions(&copy.command_line().expect("the command line")));
}

/// Runs each command of `sessions.txt` with the command line of the fixtures, against its mock server. Returns the
/// commands with their output.
fn sessions(program: &Path) -> String {
    let mut mock = Command::new(program);
    mock.args(["mock", "--listen", "127.0.0.1:0"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut mock = mock.spawn().expect("a mock server");
    let mut line = String::new();
    BufReader::new(mock.stdout.take().expect("its output")).read_line(&mut line).expect("its address");
    let url: serde_json::Value = serde_json::from_str(&line).expect("its address");
    let url = url["url"].as_str().expect("its address");
    let mut text = String::new();
    for line in project::read(&format!("{FOLDER}/sessions.txt")).lines() {
        let mut command = Command::new(program);
        command.args(arguments(line)).env_clear().env("HUAWEICLOUD_SDK_ENDPOINT", url);
        command
            .env("HUAWEICLOUD_SDK_REGION", "a")
            .env("HUAWEICLOUD_SDK_PROJECT_ID", "p")
            .env("HUAWEICLOUD_SDK_TOKEN", "TOKEN-1234567");
        let output = command.output().expect("the command line");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let _ = writeln!(text, "$ hss {line}\n{stdout}{stderr}");
    }
    mock.kill().expect("the mock server ends");
    mock.wait().expect("the mock server ends");
    let host = url.trim_start_matches("http://");
    text.replace(host, "localhost").replace(concat!(env!("CARGO_PKG_VERSION"), "+adversarial"), "VERSION")
}

/// Splits a command line at its spaces, except within single quotes.
fn arguments(line: &str) -> Vec<&str> {
    let mut arguments = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            arguments.push(part);
        } else {
            arguments.extend(part.split_whitespace());
        }
    }
    arguments
}

fn assert_success(output: &Output) {
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
}

/// The generator must reserve the names of the methods that `Client` and `MockServer` have.
#[test]
fn operations_do_not_use_names_of_existing_methods() {
    let files = ["runtime/client/mod.rs", "runtime/client/builder.rs", "mock/builder.rs", "mock/server.rs"];
    let files = files.map(|file| project::read(&format!("generated-client/src/{file}")));
    let items = files.iter().flat_map(|text| syn::parse_file(text).expect("Rust").items);
    let blocks = items.filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() && has_operations(&block.self_ty) => Some(block.items),
        _ => None,
    });
    let names: Vec<String> = blocks.flatten().filter_map(function).collect();
    assert!(
        ["state", "received_requests"].iter().all(|name| names.iter().any(|known| known == name)),
        "found only {names:?}"
    );
    for name in names {
        let module = generated_method(&name);
        assert_ne!(module, name, "the generator must reserve `{name}`, a method of the client or the mock server");
    }
}

/// Returns whether a type has a method for each operation.
fn has_operations(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("Client") || path.path.is_ident("MockServer"))
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
    let text = project::read(&format!("{FOLDER}/delete_plain.yaml")).replace("DeletePlain", &id);
    let operation = |module: &str| Source { path: format!("{OPERATIONS_FOLDER}/{module}.yaml"), text: text.clone() };
    let service = Source { path: SERVICE_FILE.to_owned(), text: project::read(&format!("{FOLDER}/service.yaml")) };
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
    let fixtures = project::files_in(FOLDER).into_iter().filter(|path| path.contains(".yaml"));
    fixtures
        .map(|fixture| {
            let name = fixture.trim_start_matches(FOLDER);
            let path = match name {
                "/service.yaml" => SERVICE_FILE.to_owned(),
                _ => format!("{OPERATIONS_FOLDER}{name}"),
            };
            Source { path, text: project::read(&fixture) }
        })
        .collect()
}
