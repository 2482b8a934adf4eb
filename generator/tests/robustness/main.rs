//! For any input, the generator terminates without a panic and is deterministic.

#![allow(clippy::panic, reason = "a panic fails the test")]

mod yaml;

use std::sync::{Arc, OnceLock};

use hss_generator::description::Description;
use hss_generator::pipeline::parse_and_lower;
use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use proptest::prelude::*;

const SERVICE: &str = include_str!("../../../spec/service.yaml");
const OPERATIONS: [(&str, &str); 5] = [
    ("list_global_image_apps", include_str!("../../../spec/operations/list_global_image_apps.yaml")),
    ("export_container_list", include_str!("../../../spec/operations/export_container_list.yaml")),
    ("batch_scan_swr_image", include_str!("../../../spec/operations/batch_scan_swr_image.yaml")),
    ("list_query_export_task", include_str!("../../../spec/operations/list_query_export_task.yaml")),
    ("list_download_exported_file", include_str!("../../../spec/operations/list_download_exported_file.yaml")),
];

fn description() -> Vec<Source> {
    let operations = OPERATIONS.map(|(name, text)| source(&format!("{OPERATIONS_FOLDER}/{name}.yaml"), text));
    [source(SERVICE_FILE, SERVICE)].into_iter().chain(operations).collect()
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// Returns the generated files or the rendered diagnostics.
fn generate(description: &[Source]) -> Result<Vec<(String, String)>, String> {
    match hss_generator::generate(description) {
        Ok(files) => Ok(files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()),
        Err(diagnostics) => Err(diagnostics.to_string()),
    }
}

fn valid_description() -> &'static Description {
    static DESCRIPTION: OnceLock<Description> = OnceLock::new();
    DESCRIPTION.get_or_init(|| match parse_and_lower(&description(), None) {
        Ok(lowered) => lowered.description,
        Err(errors) => panic!("{errors}"),
    })
}

#[test]
fn parses_only_changed_files_again() {
    let mut changed = description();
    changed[1].text.push_str("# A comment.\n");
    let path = &changed[1].path;
    let parsed = parse_and_lower(&changed, Some(valid_description())).expect("a valid description").description;
    for (document, previous) in parsed.operations.iter().zip(&valid_description().operations) {
        assert_eq!(Arc::ptr_eq(document, previous), document.file.source.path != *path, "{path}");
    }
}

#[test]
fn ignores_the_order_of_files() {
    let description = description();
    let expected = generate(&description);
    assert!(expected.is_ok(), "{expected:?}");
    for shift in 1..description.len() {
        let mut reordered = description.clone();
        reordered.rotate_left(shift);
        assert_eq!(generate(&reordered), expected);
        reordered.reverse();
        assert_eq!(generate(&reordered), expected);
    }
    let mut invalid = description;
    for source in &mut invalid {
        source.text = source.text.replace("String", "Strng");
    }
    let expected = generate(&invalid);
    assert!(expected.is_err());
    invalid.reverse();
    assert_eq!(generate(&invalid), expected);
}

/// Number of repetitions of a piece of YAML.
const REPETITIONS: usize = 100_000;

/// Each of these inputs took minutes, or all memory, in some YAML parser.
fn huge_and_deeply_nested() -> Vec<String> {
    let mut cases =
        ["[", "{a: ", "- ", "{? ", "[{a: [", "!a ", "&a ", "*a ", "\"", "'", "|\n", ">\n", "#", "a: ", "? "]
            .map(|piece| piece.repeat(REPETITIONS))
            .to_vec();
    cases.push("a".repeat(1_000_000));
    cases.push(format!("\"{}\"", "\\u200b".repeat(REPETITIONS)));
    cases.push("[a, ".repeat(2_000) + &"]".repeat(2_000));
    cases.push((0..REPETITIONS).flat_map(|line| [" ".repeat(line % 12), "a:\n".to_owned()]).collect());
    cases.push((0..2_000).flat_map(|line| ["\n".to_owned(), " ".repeat(line), "a:".to_owned()]).collect());
    cases.push("k: [".to_owned() + &"a, ".repeat(3 * REPETITIONS) + "]");
    cases.push((0..REPETITIONS / 2).flat_map(|line| ["k".to_owned(), line.to_string(), ": a\n".to_owned()]).collect());
    cases.push(format!("k: |\n{}", "  a\n".repeat(2 * REPETITIONS)));
    let levels = (0..9).map(|level| format!("l{}: &l{} [{}]", level + 1, level + 1, format!("*l{level}, ").repeat(9)));
    cases.push(format!("l0: &l0 a\n{}", levels.collect::<Vec<_>>().join("\n")));
    cases.push(format!("k: &k [{}]\nl: [{}]\n", "a, ".repeat(REPETITIONS), "*k, ".repeat(REPETITIONS)));
    cases
}

/// Requires that the generator rejects `start` followed by any of the huge and deeply nested inputs, and that it ends.
fn rejects_after(start: &str) {
    for case in huge_and_deeply_nested() {
        let shown: String = case.chars().take(20).collect();
        let operation = source("spec/operations/list_things.yaml", &format!("{start}{case}"));
        assert!(generate(&[source(SERVICE_FILE, SERVICE), operation]).is_err(), "{shown}");
    }
}

#[test]
fn rejects_huge_and_deeply_nested_files() {
    rejects_after("");
}

#[test]
fn rejects_huge_and_deeply_nested_values() {
    rejects_after("operation: ListThings\nsummary: ");
}

#[test]
fn rejects_huge_and_deeply_nested_parameters() {
    rejects_after("query:\n  ");
}

/// The time must not grow with the product of two numbers of parts, or with the number of paths through nested objects.
#[test]
fn ends_for_parts_that_refer_to_many_others() {
    let head = "operation: ListThings\nsummary: S.\npage: {title: T, updated: 2026-04-03}\nrequest: POST /v5/things\n\
                response: {200: none}\nbody:\n";
    let repeat = |count, text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<String>();
    let patterns =
        repeat(2000, &|index| format!("  p{index}: {{type: String, pattern: '^[a-z]{{1,64}}$', doc: D.}}\n"));
    let examples = repeat(2000, &|_| "  - {title: T., body: '{}'}\n".to_owned());
    let fields = |level: usize| repeat(4, &|index| format!("a{index}: {{type: T{level}, mandatory: true, doc: D.}}, "));
    let objects = repeat(15, &|level| format!("  T{level}: {{doc: D., fields: {{{}}}}}\n", fields(level + 1)));
    let innermost = "  T15: {doc: D., fields: {a: {type: String, doc: D.}}}\n";
    let list = "  list: {type: Array<T0>, doc: D.}\nexamples:\n  - {title: T., body: '{\"list\": []}'}\n";
    for case in [format!("{patterns}examples:\n{examples}"), format!("{list}objects:\n{objects}{innermost}")] {
        let operation = source("spec/operations/list_things.yaml", &format!("{head}{case}"));
        let result = generate(&[source(SERVICE_FILE, SERVICE), operation]);
        assert!(result.is_ok(), "{result:?}");
    }
}

#[test]
fn limits_messages_and_patterns() {
    let long = "A".repeat(100_000);
    let size = "compiled regex exceeded size limit";
    for (row, message) in [
        (format!("type: {long}"), "unknown type `AAA"),
        (format!("type: String\n    default: {long}\n    pattern: 'b'"), "does not match the `pattern`"),
        ("type: String\n    pattern: '(a{200}){200}'".to_owned(), size),
    ] {
        let mut description = description();
        for source in &mut description {
            source.text =
                source.text.replacen("\nquery:\n", &format!("\nquery:\n  added:\n    {row}\n    doc: Added.\n"), 1);
        }
        let shown = generate(&description).expect_err("an invalid row");
        assert!(shown.contains(message) && shown.len() < 10_000, "{}", shown.chars().take(1000).collect::<String>());
    }
}

/// A random change to a file of the description.
#[derive(Clone, Debug)]
enum Mutation {
    Insert(prop::sample::Index, String),
    Remove(prop::sample::Index, usize),
    Swap(prop::sample::Index, prop::sample::Index),
    Repeat(prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let pieces = prop::sample::select(vec![
        "\"", "'", ":", ": ", "#", " #", "[", "]", "{", "}", ",", "|", "&a ", "*a", "!a ", "\t", "\n", "  ", "- ", "~",
        "null", "0", "-1", "..", "(", ")", "<", ">", "é", "名", "\u{202e}", "\u{0}", "\r", "---\n", "...\n", "%YAML",
        "? ", "type", "Self", "`",
    ]);
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), pieces).prop_map(|(at, piece)| Mutation::Insert(at, piece.to_owned())),
        (index(), ".").prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (index(), 1..30_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (index(), index()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        index().prop_map(Mutation::Repeat),
    ]
}

fn mutate(text: &str, mutation: &Mutation) -> String {
    match mutation {
        Mutation::Insert(at, piece) => {
            let mut characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            characters.splice(at..at, piece.chars());
            characters.into_iter().collect()
        }
        Mutation::Remove(at, length) => {
            let at = at.index(text.chars().count().max(1));
            text.chars().take(at).chain(text.chars().skip(at + length)).collect()
        }
        Mutation::Swap(a, b) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let count = lines.len().max(1);
            if !lines.is_empty() {
                lines.swap(a.index(count), b.index(count));
            }
            lines.concat()
        }
        Mutation::Repeat(at) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            if !lines.is_empty() {
                let line = *at.get(&lines);
                lines.insert(at.index(lines.len()), line);
            }
            lines.concat()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn terminates_for_any_text(service in "(?s).{0,80}", operation in "(\\PC|[\n :{}\\[\\]\"'#,&*!|>-]){0,200}") {
        let _ = generate(&[source(SERVICE_FILE, &service), source("spec/operations/list_things.yaml", &operation)]);
    }

    /// Most mutated descriptions are invalid. If one is valid, the generated code is Rust.
    #[test]
    fn terminates_for_a_mutated_description(
        file in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let mut description = description();
        let source = file.get_mut(&mut description);
        for mutation in &mutations {
            source.text = mutate(&source.text, mutation);
        }
        let result = generate(&description);
        for (path, text) in result.iter().flatten().filter(|(path, _)| path.contains("/generated/")) {
            prop_assert!(!text.contains("compile_error!"), "{path}: {text}");
        }
        prop_assert_eq!(&generate(&description), &result);
        let errors_after_changes = parse_and_lower(&description, Some(valid_description())).err();
        prop_assert_eq!(errors_after_changes.map(|errors| errors.to_string()), result.err());
    }
}
