//! Whatever stands in the files of a description, the generator answers, soon, and always the same.

use std::time::{Duration, Instant};

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use proptest::prelude::*;

const SERVICE: &str = include_str!("../../spec/service.yaml");
const OPERATIONS: [(&str, &str); 3] = [
    ("list_global_image_apps", include_str!("../../spec/operations/list_global_image_apps.yaml")),
    ("export_container_list", include_str!("../../spec/operations/export_container_list.yaml")),
    ("batch_scan_swr_image", include_str!("../../spec/operations/batch_scan_swr_image.yaml")),
];

fn description() -> Vec<Source> {
    let operations = OPERATIONS.map(|(name, text)| source(&format!("{OPERATIONS_FOLDER}/{name}.yaml"), text));
    [source(SERVICE_FILE, SERVICE)].into_iter().chain(operations).collect()
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// Generates, and reads what is said of mistakes.
fn answer(description: &[Source]) -> Result<Vec<(String, String)>, String> {
    match hss_generator::generate(description) {
        Ok(files) => Ok(files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()),
        Err(diagnostics) => Err(diagnostics.to_string()),
    }
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let description = description();
    let expected = answer(&description);
    assert!(expected.is_ok(), "{expected:?}");
    for turn in 1..description.len() {
        let mut turned = description.clone();
        turned.rotate_left(turn);
        assert_eq!(answer(&turned), expected);
        turned.reverse();
        assert_eq!(answer(&turned), expected);
    }
    let mut wrong = description;
    for source in &mut wrong {
        source.text = source.text.replace("String", "Strng");
    }
    let expected = answer(&wrong);
    assert!(expected.is_err());
    wrong.reverse();
    assert_eq!(answer(&wrong), expected);
}

/// How often a piece is repeated.
const N: usize = 100_000;

/// No time is measured but that the test ends: each of these took minutes or all memory in some YAML reader.
#[test]
fn size_and_depth_have_an_end() {
    let prefix = "operation: ListThings\nsummary: ";
    let mut cases =
        ["[", "{a: ", "- ", "{? ", "[{a: [", "!a ", "&a ", "*a ", "\"", "'", "|\n", ">\n", "#", "a: ", "? "]
            .map(|piece| piece.repeat(N))
            .to_vec();
    cases.push("a".repeat(1_000_000));
    cases.push(format!("\"{}\"", "\\u200b".repeat(N)));
    cases.push("[a, ".repeat(2_000) + &"]".repeat(2_000));
    cases.push((0..N).flat_map(|line| [" ".repeat(line % 12), "a:\n".to_owned()]).collect());
    cases.push((0..2_000).flat_map(|line| ["\n".to_owned(), " ".repeat(line), "a:".to_owned()]).collect());
    for case in cases {
        let started = Instant::now();
        let shown: String = case.chars().take(20).collect();
        for text in [case.clone(), format!("{prefix}{case}"), format!("query:\n  {case}")] {
            let answered = answer(&[source(SERVICE_FILE, SERVICE), source("spec/operations/list_things.yaml", &text)]);
            assert!(answered.is_err(), "{shown}");
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{shown} took {:?}", started.elapsed());
    }
}

/// A change to a text of the project's description.
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
                let at = at.index(lines.len());
                lines.insert(at, lines[at]);
            }
            lines.concat()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_answer(service in "(?s).{0,80}", operation in "(\\PC|[\n :{}\\[\\]\"'#,&*!|>-]){0,200}") {
        let _ = answer(&[source(SERVICE_FILE, &service), source("spec/operations/list_things.yaml", &operation)]);
    }

    /// Most of these are wrong; what is taken for right is Rust.
    #[test]
    fn a_mutated_description_has_an_answer(
        file in 0..4_usize,
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let mut description = description();
        for mutation in &mutations {
            description[file].text = mutate(&description[file].text, mutation);
        }
        let answered = answer(&description);
        for (path, text) in answered.iter().flatten().filter(|(path, _)| path.contains("/generated/")) {
            prop_assert!(!text.contains("compile_error!"), "{path}: {text}");
        }
        prop_assert_eq!(answer(&description), answered);
    }
}
