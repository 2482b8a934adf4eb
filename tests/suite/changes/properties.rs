//! Random changes of the description, checked against what is generated from both sides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use hss_changes::{Change, Class, Kind, Report, compare_lowered};
use hss_generator::ir::Service;
use hss_generator::{Files, Source};
use hss_tests::surface::{self, Crate};
use proptest::prelude::*;

use super::dry_runs::dry_runs;
use super::edit::end_of_block;
use super::{Compared, compared, description, lowered, parse_changed};

const OPENAPI: &str = "generated-client/openapi.json";

/// A change of a file: the file and the line by position, and what to do there.
#[derive(Clone, Debug)]
struct Mutation {
    file: prop::sample::Index,
    line: prop::sample::Index,
    kind: usize,
    number: u8,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let parts = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..MUTATIONS, any::<u8>());
    parts.prop_map(|(file, line, kind, number)| Mutation { file, line, kind, number })
}

/// Number of kinds of mutations.
const MUTATIONS: usize = 9;

const TYPES: [&str; 8] =
    ["String", "Integer", "Long", "Boolean", "String(2..9)", "Integer(3..8)", "Genre", "Array<String>"];

impl Mutation {
    fn apply(&self, sources: &mut [Source]) {
        let file = self.file.index(sources.len());
        let source = &mut sources[file];
        let mut lines: Vec<String> = source.text.lines().map(str::to_owned).collect();
        let line = self.line.index(lines.len());
        self.change(&mut lines, line);
        source.text = lines.join("\n") + "\n";
    }

    fn change(&self, lines: &mut Vec<String>, line: usize) {
        let indent: String = lines[line].chars().take_while(|c| *c == ' ').collect();
        let end = end_of_block(lines, line);
        match self.kind {
            0 => drop(lines.drain(line..end)),
            1 => lines[line] = lines[line].replacen(':', "x:", 1),
            2 => {
                let block: Vec<String> = lines.drain(line..end).collect();
                let place = if line < lines.len() { end_of_block(lines, line) } else { line };
                lines.splice(place..place, block);
            }
            3 => {
                let mut block: Vec<String> = lines[line..end].to_vec();
                block[0] = block[0].replacen(':', "_new:", 1);
                lines.splice(line..line, block);
            }
            4 => lines[line] = replace_digit(&lines[line], self.number),
            5 => {
                let ty = TYPES[usize::from(self.number) % TYPES.len()];
                if lines[line].contains(" type: ") {
                    lines[line] = format!("{indent}type: {ty}");
                }
            }
            6 => {
                let keys = ["mandatory: true", "deprecated: Gone soon.", "rust_name: other", "default: 5", "unit: kg"];
                lines.insert(line, format!("{indent}{}", keys[usize::from(self.number) % keys.len()]));
            }
            7 => lines[line].push_str(" More."),
            _ => lines.insert(line, format!("{indent}# A comment.")),
        }
    }
}

fn replace_digit(line: &str, number: u8) -> String {
    match line.rfind(|c: char| c.is_ascii_digit()) {
        Some(index) => format!("{}{}{}", &line[..index], number % 10, &line[index + 1..]),
        None => line.to_owned(),
    }
}

/// Returns the lines of the command line's tables, whatever their order, the part of the request and the client's name.
fn command_line(files: &Files) -> BTreeSet<String> {
    let text = files.get("generated-client/cli/src/generated.rs").unwrap_or_default();
    let text = text.replace("ParameterHelp::header", "ParameterHelp::query");
    text.lines().filter(|line| !line.starts_with("use ")).map(str::to_owned).collect()
}

/// The root file of the client, and the part of the core that generated code implements.
const LIB: &str = "mod generated; pub use generated::{Client, operation, types};
                   pub mod mock { pub use crate::generated::MockServer; }";
const CORE: &str = "pub trait Operation {} pub trait Paginated {} pub trait CreatesTask {} pub trait TaskStatus {}
                    pub trait TaskFile {}";

/// Returns the lines of the public items, without what can change without breaking code.
fn public_items(files: &Files) -> BTreeSet<String> {
    let mut sources = BTreeMap::from([("lib.rs".to_owned(), LIB.to_owned())]);
    for (path, text) in files.iter() {
        if let Some(path) = path.strip_prefix("generated-client/src/") {
            sources.insert(path.to_owned(), text.to_owned());
        }
    }
    let core = BTreeMap::from([("lib.rs".to_owned(), CORE.to_owned())]);
    let items = surface::public_items(&[
        Crate { name: "huaweicloud_library".to_owned(), files: sources },
        Crate { name: "huaweicloud_core".to_owned(), files: core },
    ]);
    let simplified = items.lines().map(|line| {
        let line = line.replace(" (deprecated)", "").replace(" (strict)", "").replace(" (lenient)", "");
        let line = line.replace(" (list)", "").replace("super::types::", "");
        line.split(" = \"").next().unwrap_or_default().to_owned()
    });
    simplified.collect()
}

fn is_only_formatting(report: &Report) -> bool {
    report.changes.iter().all(|change: &Change| change.kind == Kind::Formatting)
}

/// What is generated from the description before any change.
struct Before {
    files: Files,
    public_items: BTreeSet<String>,
    dry_runs: String,
}

fn before() -> &'static Before {
    static BEFORE: OnceLock<Before> = OnceLock::new();
    BEFORE.get_or_init(|| {
        let files = hss_generator::generate(&description()).expect("files");
        Before { public_items: public_items(&files), dry_runs: dry_runs(&lowered().service), files }
    })
}

/// Checks the report of a change against what is generated.
fn check(new: &[Source], service: &Service, report: &Report) {
    let Before { files: old_files, public_items: old_items, dry_runs: old_dry_runs } = before();
    let (names, summary) = (super::names(report), report.summary());
    let new_files = hss_generator::generate(new).expect("files");
    let new_items = public_items(&new_files);
    let gone: Vec<&String> = old_items.difference(&new_items).collect();
    assert_eq!(summary.rust == Class::Breaking, !gone.is_empty(), "{names:?}\ngone: {gone:#?}");
    let openapi_differs = old_files.get(OPENAPI) != new_files.get(OPENAPI);
    assert_eq!(summary.openapi > Class::None, openapi_differs, "OpenAPI: {names:?}");
    if command_line(old_files) != command_line(&new_files) {
        assert!(summary.cli > Class::None, "command line: {names:?}");
    }
    let new_dry_runs = dry_runs(service);
    if *old_dry_runs != new_dry_runs {
        let class = summary.runtime.max(summary.cli);
        assert!(class >= Class::Additive, "{names:?}\n{old_dry_runs}\n{new_dry_runs}");
    }
    if is_only_formatting(report) {
        assert!(old_files.iter().eq(new_files.iter()), "{names:?}");
    }
}

/// For example, a change breaks Rust code if and only if it removes a public item.
#[test]
fn cases_agree_with_what_is_generated() {
    for Compared { case, there, .. } in compared() {
        let new = case.changed();
        let service = parse_changed(&new).expect("a valid description").service;
        check(&new, &service, there);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 50, failure_persistence: None, ..ProptestConfig::default() })]

    /// Most random changes make the description invalid. Those are skipped.
    #[test]
    fn random_changes_are_reported(mutations in prop::collection::vec(mutation(), 1..3)) {
        let mut new = description();
        for mutation in &mutations {
            mutation.apply(&mut new);
        }
        if let Ok(lowered_new) = parse_changed(&new) {
            let report = compare_lowered(lowered(), &lowered_new);
            let names = super::names(&report);
            prop_assert!(!names.iter().any(|name| name.starts_with("unexplained")), "{:?}", names);
            let is_same = description() == new;
            prop_assert_eq!(is_same, report.changes.is_empty(), "{:?}", names);
            check(&new, &lowered_new.service, &report);
        }
    }
}
