//! Bad descriptions, each with what is said of it.
//!
//! `<case>.yaml` stands for the file of an operation, `service_<case>.yaml` for that of the service, and a folder for a
//! whole description. The expected text is beside it.

use std::fs;
use std::path::Path;

use hss_generator::{Diagnostics, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::project;

const FOLDER: &str = "tests/suite/diagnostics";

#[test]
fn one_file() {
    insta::glob!("diagnostics/*.yaml", |path| {
        let case = stem(path);
        expect(&case, &refused(&one(&case, fs::read_to_string(path).expect("a fixture"))));
    });
}

#[test]
fn several_files() {
    for (case, description) in several() {
        expect(&case, &refused(&description));
    }
}

/// A mistake that no fixture shows is one whose message nobody has read.
#[test]
fn every_code_has_a_fixture() {
    let source = syn::parse_file(&project::read("generator/src/description/diagnostic.rs")).expect("Rust");
    let codes = source.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "Code" => Some(&item.variants),
        _ => None,
    });
    let snapshots = project::files_in(FOLDER).into_iter().filter(|path| path.contains(".snap"));
    let shown: String = snapshots.map(|path| project::read(&path)).collect();
    let codes = codes.expect("the codes").iter().map(|variant| format!("error[{}]", kebab(&variant.ident.to_string())));
    let missing: Vec<String> = codes.filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

/// `UnknownKey` as `unknown-key`.
pub(crate) fn kebab(name: &str) -> String {
    let words = name.char_indices().map(|(index, c)| match c {
        'A'..='Z' if index > 0 => format!("-{}", c.to_ascii_lowercase()),
        _ => c.to_ascii_lowercase().to_string(),
    });
    words.collect()
}

fn expect(case: &str, diagnostics: &Diagnostics) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("diagnostics");
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.remove_input_file();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(case, diagnostics.to_string()));
}

fn refused(description: &[Source]) -> Diagnostics {
    let paths: Vec<&str> = description.iter().map(|source| source.path.as_str()).collect();
    hss_generator::generate(description).err().unwrap_or_else(|| panic!("{paths:?} was taken for right"))
}

/// The description that consists of a fixture, and of what it needs besides.
fn one(case: &str, text: String) -> Vec<Source> {
    if case.starts_with("service_") {
        return vec![Source { path: SERVICE_FILE.to_owned(), text }];
    }
    let service = Source { path: SERVICE_FILE.to_owned(), text: project::read(SERVICE_FILE) };
    vec![service, Source { path: format!("{OPERATIONS_FOLDER}/list_things.yaml"), text }]
}

/// The descriptions that are folders, by name.
fn several() -> Vec<(String, Vec<Source>)> {
    let folder = project::root().join(FOLDER);
    let entries = fs::read_dir(&folder).expect("the fixtures").map(|entry| entry.expect("a fixture").path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).map(|path| stem(&path)).collect();
    cases.sort();
    let read = |case: String| (case.clone(), read(&folder.join(case)));
    cases.into_iter().map(read).collect()
}

/// All files below `folder`, as if it were the project's root.
fn read(folder: &Path) -> Vec<Source> {
    let operations = fs::read_dir(folder.join(OPERATIONS_FOLDER)).expect("operations");
    let names = operations.map(|entry| entry.expect("an operation").file_name().to_string_lossy().into_owned());
    let paths = names.map(|name| format!("{OPERATIONS_FOLDER}/{name}")).chain([SERVICE_FILE.to_owned()]);
    paths.filter_map(|path| fs::read_to_string(folder.join(&path)).ok().map(|text| Source { path, text })).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
