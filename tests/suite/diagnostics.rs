//! The diagnostics for descriptions with errors or warnings.

mod topics;

use std::fmt::Write as _;

use hss_generator::{Diagnostics, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::{project, snapshot};

const FOLDER: &str = "tests/suite/diagnostics";

/// Returns the paths of the topics.
fn topics() -> Vec<String> {
    project::files_in(FOLDER).into_iter().filter(|path| !path.ends_with("topics.rs")).collect()
}

#[test]
fn reports_each_error_at_the_line_that_causes_it() {
    for path in topics() {
        let cases: Vec<String> = topics::cases(&project::read(&path)).iter().map(topics::Case::show).collect();
        snapshot::assert_file(&path, &cases.join("\n"));
    }
}

#[test]
fn shows_the_file_and_the_line_of_each_diagnostic_and_their_number() {
    let mut shown = String::new();
    for case in topics::cases(&project::read(&format!("{FOLDER}/display.txt"))) {
        let _ = writeln!(shown, "## {}\n{}\n", case.title, case.diagnostics());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn every_code_has_a_case() {
    let source = syn::parse_file(&project::read("generator/yaml/src/diagnostic.rs")).expect("valid Rust");
    let variants = source.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "Code" => Some(&item.variants),
        _ => None,
    });
    let topics: String = topics().iter().map(|path| project::read(path)).collect();
    for variant in variants.expect("the enum `Code`") {
        let code = format!("error[{}]", kebab(&variant.ident.to_string()));
        assert!(topics.contains(&code), "no case for {code}");
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
    let names = repeat(20_000, |index| format!("    p{index}: f{index}\n"));
    let cases = [
        ("wrong bounds", format!("query:\n{}", rows("Integer(2..1)")), true),
        ("unknown types", format!("query:\n{}", rows("Thing")), true),
        ("rules", format!("rules:\n{rules}"), true),
        ("examples", format!("examples:\n{examples}"), true),
        ("parameters of a task", format!("task:\n  operation: ListThings\n  parameters:\n{names}"), true),
        // All of them are found, since that needs no more work than finding none.
        ("unused objects", format!("objects:\n{objects}"), false),
    ];
    for (case, content, is_cut) in cases {
        let text = format!("{HEAD}{content}");
        let diagnostics = diagnostics(&single_file(text));
        let shown = diagnostics.to_string();
        assert_eq!((diagnostics.iter().count(), is_cut), (100, shown.contains("at least 10")), "{case}");
        assert!(shown.len() < 100_000, "{case}: {} bytes", shown.len());
    }
}

/// A state that is not a value of its enum is compared with each of them, to suggest one.
#[test]
fn reports_at_most_100_states_of_a_file() {
    let head = HEAD.replace("type: String", "type: State");
    let states = repeat(20_000, |index| format!("  - s{index}\n"));
    let values = repeat(20_000, |index| format!("      v{index}: V.\n"));
    let enums = format!("enums:\n  State:\n    doc: D.\n    values:\n{values}");
    let shown =
        diagnostics(&single_file(format!("{head}wait:\n  field: r\n  failure: [x]\n  success:\n{states}{enums}")));
    assert!(shown.to_string().ends_with("at least 100 errors in the description"), "{shown}");
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
        let shown = diagnostics(&single_file(rows(count, row))).to_string();
        assert_eq!(shown.matches(&format!("error[{code}]: ")).count(), 20, "{shown}");
        assert!(shown.trim_end().ends_with(&format!("{ends_with} in the description")), "{shown}");
    }
}

#[test]
fn rejects_files_that_end_without_a_line_break_in_a_value() {
    let text = format!("{HEAD}examples:\n  - title: T.\n    response: |\n      {{}}");
    let shown = diagnostics(&single_file(text)).to_string();
    assert!(shown.contains("error[yaml]: ambiguous YAML: parsers read this value differently"), "{shown}");
}

#[test]
fn ignores_a_byte_order_mark() {
    let text = format!("{HEAD}queri: {{}}\n");
    let shown = diagnostics(&single_file(text.clone())).to_string();
    assert!(shown.contains("list_things.yaml:6:1"), "{shown}");
    assert_eq!(diagnostics(&single_file(format!("\u{feff}{text}"))).to_string(), shown);
}

/// The work is linear: reaching from each of the objects to the end of the chain would take minutes.
#[test]
fn reports_a_long_chain_of_objects_once() {
    let object = |index| format!("  T{index}: {{doc: D., fields: {{a: {{type: T{}, doc: D.}}}}}}\n", index + 1);
    let objects = repeat(10_000, object);
    let last = "  T10000: {doc: D., fields: {a: {type: Json, doc: D.}}}\n";
    let text = format!("{HEAD}query:\n  things: {{type: T0, doc: D.}}\nobjects:\n{objects}{last}");
    let shown = diagnostics(&single_file(text)).to_string();
    let message = "the object `T9984` nests objects more than 16 levels deep";
    assert_eq!((shown.matches("levels deep").count(), shown.contains(message)), (1, true), "{shown}");
}

#[test]
fn rejects_files_larger_than_1_mib() {
    let text = format!("{HEAD}# {}\n", "x".repeat(hss_generator::MAX_DESCRIPTION_FILE));
    let shown = diagnostics(&single_file(text)).to_string();
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

/// Returns the errors; if the description has none, its warnings.
fn diagnostics(description: &[Source]) -> Diagnostics {
    hss_generator::generate(description).map_or_else(|errors| errors, |files| files.warnings)
}

/// Returns the description with one operation file.
fn single_file(text: String) -> Vec<Source> {
    let service = Source { path: SERVICE_FILE.to_owned(), text: project::read(SERVICE_FILE) };
    vec![service, Source { path: format!("{OPERATIONS_FOLDER}/list_things.yaml"), text }]
}
