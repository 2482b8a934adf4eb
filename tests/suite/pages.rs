//! Comparing help pages with descriptions, with the help pages of an invented service.
//!
//! `pages/*.txt` have the layouts of the vendor's pages, and `pages/spec` describes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_help_page::{Comparison, Counts};
use hss_tests::project;
use proptest::prelude::*;

mod changes;
mod fix;
mod import;
mod program;
mod queries;

use changes::{changed_descriptions, changed_pages};

const FOLDER: &str = "tests/suite/pages";
const LIST: &str = "list_plants";
const REPLACE: &str = "replace_bed";
const REMOVE: &str = "remove_plant";
/// A page without a description, with facts that the notation cannot express.
const LEND: &str = "lend_tools";

fn description() -> Vec<Source> {
    let operations = [LIST, REPLACE, REMOVE].map(|name| format!("{OPERATIONS_FOLDER}/{name}.yaml"));
    let paths = operations.into_iter().chain([SERVICE_FILE.to_owned()]);
    paths.map(|path| Source { text: project::read(&format!("{FOLDER}/{path}")), path }).collect()
}

/// Returns the same page, saved as HTML.
fn html_page(name: &str) -> Source {
    let path = format!("{name}.html");
    Source { text: project::read(&format!("{FOLDER}/{path}")), path }
}

fn page(name: &str) -> Source {
    let path = format!("{name}.txt");
    Source { text: project::read(&format!("{FOLDER}/{path}")), path }
}

fn compare(description: &[Source], page: Source) -> Result<Comparison, String> {
    let mut report = hss_help_page::compare(description, &[page]).unwrap_or_else(|error| panic!("{error}"));
    report.pages.remove(0).map_err(|error| error.to_string())
}

/// Returns the result of comparing a page, as text.
fn compared(description: &[Source], page: Source) -> String {
    match compare(description, page) {
        Ok(comparison) if comparison.differences.is_empty() => "no difference\n".to_owned(),
        Ok(comparison) => {
            let mut text = String::new();
            for difference in &comparison.differences {
                let _ = writeln!(text, "{difference}");
            }
            text
        }
        Err(error) => format!("not compared: {error}\n"),
    }
}

/// Returns the differences of a page in two lines each: the message with the help, and the two lines with marks around
/// the text that it is about.
fn briefly(description: &[Source], page: Source) -> String {
    let differences = match compare(description, page) {
        Ok(comparison) if comparison.differences.is_empty() => return "no difference\n".to_owned(),
        Ok(comparison) => comparison.differences,
        Err(error) => return format!("not compared: {error}\n"),
    };
    let mut text = String::new();
    for difference in differences {
        let shown = difference.to_string();
        let lines: Vec<&str> = shown.lines().collect();
        let places: Vec<String> = lines.windows(2).filter_map(|pair| marked(pair[0], pair[1])).collect();
        assert_eq!(places.len(), 2, "{shown}");
        let _ = writeln!(text, "{} (help: {})\n  {}", lines[0], difference.help, places.join(" <> "));
    }
    text
}

/// Returns a line of an excerpt with its number, and with marks instead of the line of carets or hyphens below it.
fn marked(line: &str, below: &str) -> Option<String> {
    let (number, _) = line.split_once(" | ")?;
    let is_mark = |c: &char| matches!(c, '^' | '-');
    let start = below.chars().position(|c| is_mark(&c))?;
    let length = below.chars().skip(start).take_while(is_mark).count();
    let text = |from: usize, count: usize| line.chars().skip(from).take(count).collect::<String>();
    let first = number.len() + " | ".len();
    let (before, after) = (text(first, start - first), text(start + length, usize::MAX));
    Some(format!("{} {}«{}»{after}", number.trim(), before.trim_start(), text(start, length)))
}

/// Replaces the first `from` with `to`.
fn changed(mut source: Source, from: &str, to: &str) -> Source {
    assert!(source.text.contains(from), "{} contains {from:?}", source.path);
    source.text = source.text.replacen(from, to, 1);
    source
}

/// Returns the description with the first `from` in an operation file replaced by `to`.
fn description_with(name: &str, from: &str, to: &str) -> Vec<Source> {
    let path = format!("{OPERATIONS_FOLDER}/{name}.yaml");
    let change = |source: Source| if source.path == path { changed(source, from, to) } else { source };
    description().into_iter().map(change).collect()
}

/// Removes the text from `from` up to `to`.
fn without(source: Source, from: &str, to: &str) -> Source {
    let start = source.text.find(from).unwrap_or_else(|| panic!("{} contains {from:?}", source.path));
    let end = start + source.text[start..].find(to).unwrap_or_else(|| panic!("{} contains {to:?}", source.path));
    Source { text: format!("{}{}", &source.text[..start], &source.text[end..]), ..source }
}

#[test]
fn finds_no_difference_between_pages_and_their_descriptions() {
    let mut sum = Counts::default();
    for name in [LIST, REPLACE, REMOVE] {
        let comparison = compare(&description(), page(name)).expect("a page");
        assert!(comparison.differences.is_empty(), "{}", compared(&description(), page(name)));
        sum += comparison.counts;
    }
    insta::assert_snapshot!(sum, @"20 parameters, 11 fields, 12 values, 18 lengths or ranges, 7 defaults, 3 examples; not described: 2 rows of errors, response headers and other types");
}

#[test]
fn reads_the_same_facts_from_html() {
    for name in [LIST, REPLACE, REMOVE] {
        let text = compare(&description(), page(name)).expect("a page");
        let html = compare(&description(), html_page(name)).expect("a page");
        assert!(html.differences.is_empty(), "{}", compared(&description(), html_page(name)));
        assert_eq!(html.counts, text.counts, "{name}");
    }
    let service: Vec<Source> = description().into_iter().filter(|source| source.path == SERVICE_FILE).collect();
    let import = |page: &Source| hss_help_page::import(&service, page, "DoThings").expect("an import");
    assert_eq!(import(&html_page(REPLACE)).file.text, import(&page(REPLACE)).file.text);
}

/// Returns the page of an operation that returns a file, and the description without that operation's file.
fn file_page() -> Source {
    let table = "Table 3 Response body parameters\n\nParameter\tType\tDescription\n-\tFile\tFile";
    changed(page(REMOVE), "Removed.\n\nNone", table)
}

/// The page may misspell the name of the row.
#[test]
fn never_suggests_to_remove_a_placeholder_of_the_request_line() {
    let page = changed(page(REMOVE), "\nplant_id\t", "\nplant\t");
    let comparison = compare(&description(), page.clone()).expect("a page");
    let help: Vec<&str> = comparison.differences.iter().map(|difference| difference.help.as_str()).collect();
    let expected = "keep `plant_id`, which the request line has: check which row of the page is meant, and its facts";
    assert_eq!(help, [expected]);
    assert!(fix::fix(&description(), &page).applied.is_empty());
}

#[test]
fn compares_responses_that_are_files() {
    let with_response = |response: &str| description_with(REMOVE, "204: none", &format!("204: {response}"));
    let html = changed(
        html_page(REMOVE),
        "<p>Removed.</p>",
        "<div>Table 3 Response body parameters</div><table><tr><th>Parameter</th><th>Type</th><th>Description</th></tr>\
         <tr><td>-</td><td>File</td><td>File</td></tr></table>",
    );
    for page in [file_page(), html] {
        let comparison = compare(&with_response("file"), page.clone()).expect("a page");
        assert_eq!((comparison.differences.len(), comparison.counts.fields), (0, 1), "{}", page.path);
        assert_eq!(comparison.counts.not_described, 0);
    }
    let with_fields = with_response("\n    plant_id:\n      type: Long\n      doc: Plant.");
    let differences = [
        compared(&with_response("none"), file_page()),
        compared(&with_fields, file_page()),
        compared(&with_response("file"), page(REMOVE)),
    ];
    insta::assert_snapshot!(differences.join("\n"));
}

/// One change of a page per fact.
#[test]
fn reports_and_fixes_each_changed_fact_of_a_page() {
    let mut text = String::new();
    for (what, page) in changed_pages() {
        let fixed = fix::fix(&description(), &page);
        let is_fixed = !fixed.applied.is_empty();
        let fix = if is_fixed { fix::shown(&description(), &fixed) } else { "left to a person\n".to_owned() };
        let _ = writeln!(text, "## {what}\n{}{fix}", briefly(&description(), page));
    }
    insta::assert_snapshot!(text);
}

/// One change of a description per fact.
#[test]
fn reports_and_restores_each_changed_fact_of_a_description() {
    let mut text = String::new();
    for (what, name, changed) in changed_descriptions() {
        let result = match hss_generator::analyze(&changed) {
            Ok(_) if what == "a string instead of an enum" => unreachable!("the enum is unused"),
            Ok(_) => format!("{}{}", briefly(&changed, page(name)), fix::restored(&changed, &page(name))),
            Err(diagnostics) => format!("{diagnostics}\n"),
        };
        let _ = writeln!(text, "## {what}\n{result}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_snapshot_shows_every_kind_of_difference() {
    let mut snapshots = String::new();
    for path in project::files_in("tests/suite/snapshots") {
        if path.contains("__pages__") {
            snapshots += &project::read(&path);
        }
    }
    let kinds = "request title updated deprecated status-code object row mandatory type limits values default unit order \
                 rules example page-says beyond-page unrecognized";
    for kind in kinds.split_whitespace() {
        let code = format!("error[{kind}]");
        assert!(snapshots.contains(&code), "no snapshot shows {code}");
    }
}

/// Removes each line of each page in turn. The snapshot lists the lines whose removal is not reported, such as prose,
/// labels and repetitions, and how often each of them occurs. One is the mandatory field `count` of an example:
/// `examples_keep_mandatory_fields_that_the_page_omits` says why.
#[test]
fn reports_every_removed_line_except_prose() {
    let mut text = String::new();
    for name in [LIST, REPLACE, REMOVE] {
        let page = page(name);
        let lines: Vec<&str> = page.text.lines().collect();
        let mut removed: Vec<&str> = Vec::new();
        let mut pages: Vec<Source> = Vec::new();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let rest = [&lines[..number], &lines[number + 1..]].concat().join("\n");
            removed.push(line.trim());
            pages.push(Source { text: rest, ..page.clone() });
        }
        let report = hss_help_page::compare(&description(), &pages).expect("a valid description");
        let mut unreported: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, result) in removed.into_iter().zip(report.pages) {
            if result.is_ok_and(|comparison| comparison.differences.is_empty()) {
                *unreported.entry(line).or_default() += 1;
            }
        }
        let _ = writeln!(text, "## {name}");
        for (line, count) in unreported {
            let _ = writeln!(text, "{count}: {line}");
        }
    }
    insta::assert_snapshot!(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A changed page is compared, fixed and imported, or rejected, without a panic. An import is always valid YAML.
    #[test]
    fn compares_fixes_and_imports_any_page(
        name in prop::sample::select(vec![LIST, REPLACE, REMOVE, LEND]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "(?s)\\PC{0,9}|[•: -]a|.\r"), 1..9),
    ) {
        let mut page = page(name);
        let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
        for (from, to, text) in changes {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), format!("{line}{text}"));
            lines.push(text);
        }
        page.text = lines.join("\n");
        let _ = compared(&description(), page.clone());
        fix::fix(&description(), &page);
        if let Ok(imported) = hss_help_page::import(&description(), &page, "DoThings") {
            let mut description = description();
            description.push(imported.file);
            if let Err(diagnostics) = hss_generator::analyze(&description) {
                prop_assert!(!diagnostics.to_string().contains("error[yaml]"), "{diagnostics}");
            }
        }
    }
}

#[test]
fn rejects_unusable_pages() {
    let whole = page(LIST).text;
    let cut = |end: &str| whole.split(end).next().unwrap_or_default().to_owned();
    let cases = [
        ("empty", String::new()),
        ("white space", " \n\t\u{feff}\n".to_owned()),
        ("binary", "\u{0}\u{1}PNG".to_owned()),
        ("HTML without content", "<!DOCTYPE html>\n<html>".to_owned()),
        ("Chinese HTML", "<html lang=\"zh-cn\"><body><p>x</p></body></html>".to_owned()),
        ("web archive", "From: <Saved by Blink>\nMIME-Version: 1.0\n".to_owned()),
        ("Markdown", "# Things\n\n| Parameter | Type |\n|---|---|\n| a | String |\n".to_owned()),
        ("w3m", "Things\n\n┌─────────┬──────┐\n│Parameter│Type  │\n".to_owned()),
        ("lynx", "Things\n\n   Parameter Mandatory Type Description\n   a Yes String Name\n".to_owned()),
        ("in Chinese", "查询植物列表\n\n功能介绍\n\n查询花园中的植物。\n".to_owned()),
        ("in Russian", "Список растений\n\nФункция\n\nВозвращает список растений сада.\n".to_owned()),
        (
            "in Spanish",
            "Función\n\nEsta API se utiliza para consultar los datos de las plantas del jardín que una \
         persona cuida. El valor es una cadena. Para los que no lo saben, se indica por las plantas.\n"
                .to_owned(),
        ),
        ("without tables", whole.replace("Table ", "Figure ").replace("Parameter\n", "Picture\n")),
        ("prose", "Once upon a time.\n\nThe end.\n".to_owned()),
        ("Chinese", whole.replace("URI", "请求地址")),
        ("cut off in a table", cut("Table 3")),
        ("cut off in the response", cut("Table 6")),
        ("of another service", whole.replace("/plants", "/stones").replace("Plants", "Stones")),
    ];
    let mut text = String::new();
    for (what, page) in cases {
        let page = Source { path: format!("{what}.txt"), text: page };
        let _ = write!(text, "{}", compared(&description(), page));
    }
    insta::assert_snapshot!(text);
}

fn fixture(path: &str) -> std::path::PathBuf {
    let path = project::root().join(FOLDER).join(path);
    assert!(path.exists(), "{}", path.display());
    path
}
