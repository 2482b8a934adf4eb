//! Snapshots of the diagnostics for descriptions with errors or warnings.
//!
//! Each fixture has its snapshot next to it. `<case>.yaml` is an operation file, `service_<case>.yaml` is the file of
//! the service, and a folder is an entire description.

use std::fs;
use std::path::Path;

use hss_generator::{Diagnostics, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::project;

const FOLDER: &str = "tests/suite/diagnostics";

#[test]
fn reports_errors_in_one_file() {
    insta::glob!("diagnostics/*.yaml", |path| {
        let case = stem(path);
        let text = fs::read_to_string(path).expect("a readable fixture");
        assert_diagnostics(&case, &diagnostics(&single_file(&case, text)));
    });
}

#[test]
fn reports_errors_across_files() {
    for (case, description) in folders() {
        assert_diagnostics(&case, &diagnostics(&description));
    }
}

#[test]
fn every_code_has_a_fixture() {
    let source = syn::parse_file(&project::read("generator/src/diagnostic.rs")).expect("valid Rust");
    let variants = source.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "Code" => Some(&item.variants),
        _ => None,
    });
    let snapshots = project::files_in(FOLDER).into_iter().filter(|path| path.contains(".snap"));
    let snapshots: String = snapshots.map(|path| project::read(&path)).collect();
    for variant in variants.expect("the enum `Code`") {
        let code = format!("error[{}]", kebab(&variant.ident.to_string()));
        assert!(snapshots.contains(&code), "no fixture for {code}");
    }
}

/// Returns the texts with the numbers up to `count`.
fn repeat(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

/// However many errors a file has, the first hundred are shown, and the work ends with them.
#[test]
fn reports_at_most_100_errors_of_a_file() {
    let row = |name: &str, ty: &str| format!("  {name}:\n    type: {ty}\n    doc: D.\n");
    let rows = |ty: &str| repeat(8000, |index| row(&format!("p{index}"), ty));
    let rules = repeat(20_000, |index| format!("  - any_of: [r{index}: set, s: set]\n    why: W.\n"));
    let object = |index| format!("  Thing{index}:\n    doc: D.\n    fields: {{a: {{type: Json, doc: D.}}}}\n");
    let objects = repeat(4000, object);
    let examples = repeat(2000, |index| format!("  - title: T.\n    response: '[{index}]'\n"));
    let cases = [
        ("wrong bounds", format!("query:\n{}", rows("Integer(2..1)")), true),
        ("unknown types", format!("query:\n{}", rows("Thing")), true),
        ("rules", format!("rules:\n{rules}"), true),
        ("examples", format!("examples:\n{examples}"), true),
        // All of them are found, since that needs no more work than finding none.
        ("unused objects", format!("objects:\n{objects}"), false),
    ];
    for (case, content, is_cut) in cases {
        let text = format!("{HEAD}{content}");
        let diagnostics = diagnostics(&single_file(case, text));
        let shown = diagnostics.to_string();
        assert_eq!((diagnostics.iter().count(), is_cut), (100, shown.contains("at least 10")), "{case}");
        assert!(shown.len() < 100_000, "{case}: {} bytes", shown.len());
    }
}

#[test]
fn shows_at_most_20_errors_of_a_file() {
    let rows =
        |count, row: &str| format!("{HEAD}query:\n{}", repeat(count, |index| row.replace('#', &index.to_string())));
    for (count, row, code, ends_with) in [
        (22, "  p#: {type: &a# String, doc: D.}\n", "yaml", "note: 2 more errors in this file\n\n22 errors"),
        (25, "  p#: {typ: String, doc: D.}\n", "unknown-key", "note: 5 more errors in this file\n\n25 errors"),
        (251, "  p#: String\n", "shape", "note: at least 180 more errors in this file\n\nat least 200 errors"),
    ] {
        let shown = diagnostics(&single_file(code, rows(count, row))).to_string();
        assert_eq!(shown.matches(&format!("error[{code}]: ")).count(), 20, "{shown}");
        assert!(
            shown.trim_end().ends_with(&format!("{ends_with} in the description; nothing was generated")),
            "{shown}"
        );
    }
}

#[test]
fn rejects_files_larger_than_1_mib() {
    let text = format!("{HEAD}# {}\n", "x".repeat(hss_generator::MAX_DESCRIPTION_FILE));
    let shown = diagnostics(&single_file("large", text)).to_string();
    assert!(shown.contains("error[yaml]: the file is larger than 1 MiB") && shown.len() < 1000, "{}", shown.len());
}

/// The beginning of an operation file.
const HEAD: &str = "operation: ListThings\nsummary: Lists things.\npage: {title: Listing Things, updated: 2026-04-03}\n\
                    request: GET /v5/things\nresponse: {200: {r: {type: String, doc: R.}}}\n";

/// Converts `UnknownKey` to `unknown-key`.
pub(crate) fn kebab(name: &str) -> String {
    let words = name.char_indices().map(|(index, c)| match c {
        'A'..='Z' if index > 0 => format!("-{}", c.to_ascii_lowercase()),
        _ => c.to_ascii_lowercase().to_string(),
    });
    words.collect()
}

fn assert_diagnostics(case: &str, diagnostics: &Diagnostics) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("diagnostics");
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.remove_input_file();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(case, diagnostics.to_string()));
}

/// Returns the errors; if the description has none, its warnings.
fn diagnostics(description: &[Source]) -> Diagnostics {
    let paths: Vec<&str> = description.iter().map(|source| source.path.as_str()).collect();
    let diagnostics = hss_generator::generate(description).map_or_else(|errors| errors, |files| files.warnings);
    assert!(!diagnostics.is_empty(), "{paths:?} has neither errors nor warnings");
    diagnostics
}

/// Completes a fixture to form a description.
fn single_file(case: &str, text: String) -> Vec<Source> {
    if case.starts_with("service_") {
        return vec![Source { path: SERVICE_FILE.to_owned(), text }];
    }
    let service = Source { path: SERVICE_FILE.to_owned(), text: project::read(SERVICE_FILE) };
    vec![service, Source { path: format!("{OPERATIONS_FOLDER}/list_things.yaml"), text }]
}

/// Returns the fixtures that are folders, with their names.
fn folders() -> Vec<(String, Vec<Source>)> {
    let root = project::root().join(FOLDER);
    let mut cases = Vec::new();
    for entry in fs::read_dir(&root).expect("the fixtures") {
        let path = entry.expect("a fixture").path();
        if path.is_dir() {
            cases.push((stem(&path), read_description(&path)));
        }
    }
    cases.sort_by(|(a, _), (b, _)| a.cmp(b));
    cases
}

/// Reads the description below `root`, which may have no service file.
fn read_description(root: &Path) -> Vec<Source> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    for entry in fs::read_dir(root.join(OPERATIONS_FOLDER)).expect("a folder of operations") {
        let name = entry.expect("an operation file").file_name().to_string_lossy().into_owned();
        paths.push(format!("{OPERATIONS_FOLDER}/{name}"));
    }
    let mut sources = Vec::new();
    for path in paths {
        if let Ok(text) = fs::read_to_string(root.join(&path)) {
            sources.push(Source { path, text });
        }
    }
    sources
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
