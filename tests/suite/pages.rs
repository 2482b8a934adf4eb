//! Comparing help pages with descriptions, with the help pages of an invented service.
//!
//! `pages/*.txt` have the layouts of the vendor's pages, and `pages/spec` describes them.

use std::fmt::Write as _;

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_help_page::{Comparison, Counts, DifferenceKind};
use hss_tests::project;
use proptest::prelude::*;

mod import;
mod program;
mod queries;

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

/// Replaces the first `from` with `to`.
fn changed(mut source: Source, from: &str, to: &str) -> Source {
    assert!(source.text.contains(from), "{} contains {from:?}", source.path);
    source.text = source.text.replacen(from, to, 1);
    source
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
    let import = |page: &Source| hss_help_page::import(&description(), page, "LendTools").expect("an import");
    let (text, html) = (import(&page(LEND)), import(&html_page(LEND)));
    assert_eq!(html.file.text, text.file.text);
}

/// Returns the page of an operation that returns a file, and the description without that operation's file.
fn file_page() -> Source {
    let table = "Table 3 Response body parameters\n\nParameter\tType\tDescription\n-\tFile\tFile";
    changed(page(REMOVE), "Removed.\n\nNone", table)
}

#[test]
fn compares_responses_that_are_files() {
    let with_response = |response: &str| {
        let mut sources = description();
        for source in &mut sources {
            source.text = source.text.replace("204: none", &format!("204: {response}"));
        }
        sources
    };
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
fn reports_each_changed_fact_of_a_page() {
    let changes = [
        ("the date", LIST, "2030-01-31", "2031-02-01"),
        ("no date", LIST, "Updated on 2030-01-31 GMT+08:00\n", ""),
        ("the title", LIST, "\nListing the Plants of a Garden\n", "\nListing Plants\n"),
        ("the method", LIST, "GET /v1", "POST /v1"),
        ("the path", LIST, "/plants\n", "/all-plants\n"),
        ("a placeholder", REMOVE, "{plant_id}", "{plant}"),
        ("the mark of a deprecated operation", REMOVE, "Takes a plant", "(Deprecated) Takes a plant"),
        ("the status code", LIST, "Status code: 200", "Status code: 201"),
        ("the table of status codes", LIST, "200\n\nPlants were found.\n\n400", "202\n\nPlants were found.\n\n400"),
        ("mandatory", LIST, "offset\n\nNo", "offset\n\nYes"),
        ("not mandatory", REPLACE, "count\n\nYes", "count\n\nNo"),
        ("a type", LIST, "offset\n\nNo\n\nInteger", "offset\n\nNo\n\nLong"),
        ("the type of a list", LIST, "Array of strings", "Array of integers"),
        ("the object of a list", LIST, "Array of PlantInfo objects", "Array of Plant objects"),
        ("a type that page_says quotes", REPLACE, "Array<Array<String>>", "Array of strings"),
        ("a length", LIST, "1 to 64 characters", "1 to 65 characters"),
        ("a new length", LIST, "How many plants to skip.", "How many plants to skip.\n\nMinimum: 1"),
        ("a range", LIST, "10-200", "10-500"),
        ("no range", LIST, "Value range: 10-200", "N/A"),
        ("a number of items", REPLACE, "0 - 10241", "0 - 10242"),
        ("the length of list items", REPLACE, "up to 128 characters", "up to 129 characters"),
        ("values of a number", REPLACE, "2: full", "3: full"),
        ("a default", LIST, "The default value is 0.", "The default value is 1."),
        ("no default", LIST, "Default Value\n\n10", "Default Value\n\nN/A"),
        ("a new default", LIST, "Whether it had water today.", "Whether. Default: true"),
        ("an additional value", LIST, "  • tree: tree with a trunk\n", "  • tree: tree\n\n  • vine: vine\n"),
        ("a missing value", LIST, "-dry: it thirsts\n", ""),
        ("a renamed value", REPLACE, "- circles", "- spirals"),
        ("no values", LIST, "-fine: it grows\n\n-dry: it thirsts\n", "N/A\n"),
        ("a missing value of a boolean", LIST, "  • false: no\n", ""),
        ("a value that is no longer deprecated", LIST, "moss (Deprecated)", "moss"),
        ("a deprecated value", LIST, "herb: herb", "herb: herb (Deprecated)"),
        ("a row that is no longer deprecated", LIST, "on its sign. (Deprecated)", "on its sign."),
        ("a deprecated row", LIST, "Garden to look at.", "Garden to look at. (Deprecated)"),
        ("a unit", LIST, "in minutes of growth", "in hours of growth"),
        ("a removed special value", LIST, "to all_beds to", "to every bed to"),
        ("a removed quotation", LIST, "maximum value: 999", "maximum value: 1000"),
        ("a removed quotation of a value", LIST, "**shrub **: shrub", "shrub: shrub"),
        ("a length that beyond_page has", REPLACE, "Bed.\n", "Bed. The value can contain 1 to 36 characters.\n"),
        ("an additional row", LIST, "limit\n\nNo", "colour\n\nNo\n\nString\n\nColour.\n\nlimit\n\nNo"),
        ("a renamed row", LIST, "watered\n", "wet\n"),
        ("a renamed header", LIST, "x-garden-key", "x-garden-lock"),
        ("a renamed field of an object", REPLACE, "box_id", "crate_id"),
        ("a renamed object", REPLACE, "Table 5 SeedBox", "Table 5 SeedCrate"),
        ("an example", LIST, "thyme", "sage"),
        ("invalid JSON", LIST, "\"thyme\",", "\"thyme\""),
        ("an invalid type", LIST, "Long\n", "Lng\n"),
        ("a cell other than Yes or No", LIST, "offset\n\nNo", "offset\n\nMaybe"),
        (
            "a header without a column",
            LIST,
            "Table 2 Query Parameters\n\nParameter\n\nMandatory",
            "Table 2 Query Parameters\n\nParameter",
        ),
        ("an invalid range", LIST, "Value range: 10-200", "Rather many"),
        ("an invalid default", LIST, "Default Value\n\nherb", "Default Value\n\nwhat you like best"),
        ("a number that is too large", LIST, "0 to 9,223,372,036,854,775,807", "0 to 9,223,372,036,854,775,808"),
        (
            "the request line of an example",
            REPLACE,
            "PUT https://{endpoint}/v1/{garden_id}/beds",
            "PUT https://{endpoint}/v1/{garden_id}/bed",
        ),
        ("a query parameter of an example", REPLACE, "/beds/{bed-id}\n\n    {", "/beds/{bed-id}?day=1\n\n    {"),
        (
            "a condition",
            LIST,
            "How many plants to skip.",
            "How many plants to skip. It is mandatory if x-garden-key is set.",
        ),
        ("no condition of a rule", REPLACE, "Constraints: needs to be even if it rains.", "Constraints: N/A"),
        ("no unit", LIST, "Height, in minutes of growth.", "Height."),
        ("prose", LIST, "Whether it had water today.", "Says if it was watered."),
    ];
    let mut text = String::new();
    for (what, name, from, to) in changes {
        let _ = write!(text, "## {what}\n\n{}\n", compared(&description(), changed(page(name), from, to)));
    }
    let moved = without(page(LIST), "limit\n", "bed\n");
    let moved = changed(
        moved,
        "Response Parameters\n",
        "limit\n\nNo\n\nInteger\n\nRange: 10-200\n\nDefault: 10\n\nResponse Parameters\n",
    );
    let _ = write!(text, "## a row in another table\n\n{}\n", compared(&description(), moved));
    let swapped = without(page(LIST), "bed\n", "kind\n");
    let swapped = changed(
        swapped,
        "offset\n",
        "bed\n\nNo\n\nString\n\nDefinition\n\nBed in the garden. Set this parameter to all_beds to see every one.\n\nRange\n\nThe value contains 1 to 16 characters.\n\nDefault Value\n\n0: the bed at the gate.\n\noffset\n",
    );
    let _ = write!(text, "## another order of rows\n\n{}\n", compared(&description(), swapped));
    let dropped = without(page(LIST), "limit\n", "bed\n");
    let _ = write!(text, "## a missing row\n\n{}\n", compared(&description(), dropped));
    let dropped = without(page(REPLACE), "Table 5 SeedBox", "Response Parameters");
    let _ = write!(text, "## a missing object\n\n{}", compared(&description(), dropped));
    insta::assert_snapshot!(text);
}

/// One change of a description per fact.
#[test]
fn reports_each_changed_fact_of_a_description() {
    let changes = [
        ("the date", LIST, "updated: 2030-01-31", "updated: 2030-01-30"),
        ("the title", LIST, "title: Listing the", "title: Showing the"),
        ("the path", LIST, "/plants\n", "/all-plants\n"),
        ("deprecated", LIST, "\npath:", "deprecated: No longer used.\n\npath:"),
        ("the status code", LIST, "\n  200:\n", "\n  201:\n"),
        ("mandatory", LIST, "    default: 0\n", "    default: 0\n    mandatory: true\n"),
        ("a type", LIST, "Integer(0..2000000)", "Long(0..2000000)"),
        ("a length", LIST, "String(1..16)", "String(1..17)"),
        ("a length that the help page does not state", REMOVE, "type: String\n", "type: String(1..2)\n"),
        (
            "bounds from elsewhere without beyond_page",
            REPLACE,
            "    beyond_page:\n      length: 1..36\n      source: the gardener\n",
            "",
        ),
        ("a default", LIST, "default: 10\n", "default: 11\n"),
        ("no default", LIST, "    default: 10\n", ""),
        ("an additional value", LIST, "      fine: It grows.\n", "      fine: It grows.\n      wet: It drowns.\n"),
        ("a missing value", LIST, "      dry: It thirsts.\n", ""),
        ("a string instead of an enum", REPLACE, "type: PlantingMode\n    default: \"rows\"", "type: String"),
        (
            "only",
            LIST,
            "type: Boolean\n    doc: Whether it had",
            "type: Boolean\n    only: true\n    doc: Whether it had",
        ),
        (
            "deprecated, a row",
            LIST,
            "    doc: Garden to look at.",
            "    deprecated: No longer used.\n    doc: Garden to look at.",
        ),
        ("not deprecated, a row", LIST, "        deprecated: The help page marks this field as deprecated.\n", ""),
        ("not deprecated, a value", LIST, "        deprecated: The help page marks this value as deprecated.\n", ""),
        ("a unit", LIST, "unit: minutes", "unit: not stated"),
        (
            "no page_says",
            LIST,
            "      page_says:\n        text: \"Minimum value: 0; maximum value: 999\"\n        why: a garden has room for one more\n",
            "",
        ),
        ("a quotation", LIST, "maximum value: 999\"", "maximum value: 998\""),
        ("an additional row", LIST, "  limit:\n", "  colour:\n    type: String\n    doc: Colour.\n  limit:\n"),
        ("a missing row", LIST, "  watered:\n    type: Boolean\n    doc: Whether it had water today.\n", ""),
        ("an example", LIST, "thyme", "sage"),
    ];
    let mut text = String::new();
    for (what, name, from, to) in changes {
        let path = format!("{OPERATIONS_FOLDER}/{name}.yaml");
        let change = |source: Source| if source.path == path { changed(source, from, to) } else { source };
        let description: Vec<Source> = description().into_iter().map(change).collect();
        let result = match hss_generator::analyze(&description) {
            Ok(_) if what == "a string instead of an enum" => unreachable!("the enum is unused"),
            Ok(_) => compared(&description, page(name)),
            Err(diagnostics) => format!("{diagnostics}\n"),
        };
        let _ = write!(text, "## {what}\n\n{result}\n");
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
    for kind in DifferenceKind::ALL {
        let code = format!("error[{}]", kind.as_str());
        assert!(snapshots.contains(&code), "no snapshot shows {code}");
    }
}

/// Removes each line of each page in turn. The snapshot lists the lines whose removal is not reported: prose, labels
/// and repetitions.
#[test]
fn reports_every_removed_line_except_prose() {
    let mut text = String::new();
    for name in [LIST, REPLACE, REMOVE] {
        let page = page(name);
        let lines: Vec<&str> = page.text.lines().collect();
        let _ = writeln!(text, "## {name}");
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, line)| *line).collect();
            let result = compare(&description(), Source { text: rest.join("\n"), ..page.clone() });
            if result.is_ok_and(|comparison| comparison.differences.is_empty()) {
                let _ = writeln!(text, "{}: {line}", number + 1);
            }
        }
    }
    insta::assert_snapshot!(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A changed page is compared and imported, or rejected, without a panic. An import is always valid YAML.
    #[test]
    fn compares_and_imports_any_page(
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

/// The placeholders of an import have to be replaced before a description is complete.
#[test]
fn the_description_has_no_placeholders() {
    let unfinished =
        project::description().into_iter().filter(|source| source.text.contains(hss_help_page::PLACEHOLDER));
    let unfinished: Vec<String> = unfinished.map(|source| source.path).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
}

fn fixture(path: &str) -> std::path::PathBuf {
    let path = project::root().join(FOLDER).join(path);
    assert!(path.exists(), "{}", path.display());
    path
}
