//! Fixes of the description.

mod contradictions;
mod doubtful;
mod random;
mod style;
mod writer;

use std::fmt::Write as _;

use hss_generator::{OPERATIONS_FOLDER, Source};
use hss_help_page::Fixed;
use similar::{ChangeTag, TextDiff};

use super::{LIST, REMOVE, REPLACE, changed, description, file_page, page, without};

/// Fixes a description. Checks that a second fix changes nothing and finds as many differences.
pub(super) fn fix(description: &[Source], page: &Source) -> Fixed {
    let fixed = hss_help_page::fix(description, std::slice::from_ref(page)).unwrap_or_else(|error| panic!("{error}"));
    let result = with_files(description, &fixed);
    let again = hss_help_page::fix(&result, std::slice::from_ref(page)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(differences_left(&fixed), differences_left(&again), "{}", page.path);
    assert_eq!((again.files, again.applied), (Vec::new(), Vec::new()), "{}", page.path);
    fixed
}

/// Returns the number of differences that are left, unless the page was not compared.
fn differences_left(fixed: &Fixed) -> Option<usize> {
    let comparison = fixed.report.pages.first().expect("the page").as_ref().ok()?;
    Some(comparison.differences.len())
}

/// Returns the description with the files that were fixed.
fn with_files(description: &[Source], fixed: &Fixed) -> Vec<Source> {
    let mut result = description.to_vec();
    for source in &mut result {
        if let Some(file) = fixed.files.iter().find(|file| file.path == source.path) {
            source.text.clone_from(&file.text);
        }
    }
    result
}

/// Returns the changed lines of a description, and the differences that are left.
pub(super) fn shown(description: &[Source], fixed: &Fixed) -> String {
    let mut text = changed_lines(description, &with_files(description, fixed));
    for fix in fixed.applied.iter().filter(|fix| fix.message.contains("is removed")) {
        let _ = writeln!(text, "{}", fix.message);
    }
    match fixed.report.pages.first().expect("the page") {
        Ok(comparison) => {
            for difference in &comparison.differences {
                let _ = writeln!(text, "line {}: {}", difference.page_line, difference.message);
            }
        }
        Err(error) => {
            let _ = writeln!(text, "{error}");
        }
    }
    if text.is_empty() { "no change\n".to_owned() } else { text }
}

/// Fixes the description with each page. Returns what changed and what is left, below the name of each case.
fn shown_cases(cases: &[(&str, Source)]) -> String {
    let mut text = String::new();
    for (what, page) in cases {
        let _ = write!(text, "## {what}\n\n{}\n", shown(&description(), &fix(&description(), page)));
    }
    text
}

/// Returns the lines that differ in two descriptions, with their numbers.
fn changed_lines(old: &[Source], new: &[Source]) -> String {
    let mut text = String::new();
    for (old, new) in old.iter().zip(new) {
        for change in TextDiff::from_lines(&old.text, &new.text).iter_all_changes() {
            let (number, line) = (change.new_index().or(change.old_index()).unwrap_or_default() + 1, change.value());
            match change.tag() {
                ChangeTag::Equal => {}
                ChangeTag::Delete => {
                    let _ = write!(text, "-{number:<4}{line}");
                }
                ChangeTag::Insert => {
                    let _ = write!(text, "+{number:<4}{line}");
                }
            }
        }
    }
    text
}

/// Fixes a changed description, and returns how the result differs from the description before the change.
pub(super) fn restored(changed: &[Source], page: &Source) -> String {
    let lines = changed_lines(&description(), &with_files(changed, &fix(changed, page)));
    if lines.is_empty() { "restored\n".to_owned() } else { format!("restored, except:\n{lines}") }
}

fn operation_file(name: &str) -> Source {
    let path = format!("{OPERATIONS_FOLDER}/{name}.yaml");
    description().into_iter().find(|source| source.path == path).expect("the file")
}

const COLOUR: &str = "colour\n\nString\n\nColour. The options are as follows:\n\n-red: it is red\n\n-green: it is green (Deprecated)\n\n";

/// Changes that need more than one edit.
#[test]
fn fixes_facts_that_depend_on_each_other() {
    let object = "maker\n\nArray of MakerInfo objects\n\nWho made it.\n\n";
    let table = "Table 9 MakerInfo\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\nname\n\nYes\n\nString\n\nThe value can contain 1 to 9 characters.\n\nhome\n\nNo\n\nMakerHome object\n\nHome.\n\nTable 10 MakerHome\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\ntown\n\nNo\n\nString\n\nTown.\n\n";
    let with_object = changed(
        changed(page(REPLACE), "notes\n", &format!("{object}notes\n")),
        "Table 4 SeedInfo",
        &format!("{table}Table 4 SeedInfo"),
    );
    let placeholder = "plant_id\tYes";
    let cases = [
        ("a row with an enum", changed(page(REPLACE), "notes\n", &format!("{COLOUR}notes\n"))),
        ("a row with objects", with_object),
        (
            "a list of strings that becomes one of enums",
            changed(
                page(REPLACE),
                "What to remember. The value is up to 128 characters.",
                "What to remember. The options are as follows:\n\n-soil: of the soil\n\n-sun: of the sun",
            ),
        ),
        (
            "a placeholder with its row",
            changed(
                changed(page(REMOVE), "/plants/{plant_id}", "/beds/{bed_id}/plants/{plant_id}"),
                placeholder,
                &format!("bed_id\tYes\tString\tBed.\n{placeholder}"),
            ),
        ),
        (
            "the first fields of a response",
            changed(
                page(REMOVE),
                "Removed.\n\nNone",
                "Table 3 Response body parameters\n\nParameter\n\nType\n\nDescription\n\nname\n\nString\n\nName.\n\nweight\n\nLong\n\nWeight, in grams.\n\n",
            ),
        ),
        (
            "an object without rows of its type",
            without(without(page(REPLACE), "box\n", "Table 5 SeedBox"), "Table 5 SeedBox", "Response Parameters"),
        ),
        (
            "the first header",
            changed(
                page(REMOVE),
                "Request Parameters\n",
                "Request Parameters\n\nTable 2 Request header parameters\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\nX-Bed\n\nYes\n\nString\n\nBed.\n",
            ),
        ),
        ("an example", changed(page(REPLACE), "\"count\" : 12", "\"count\" : 13")),
        ("a response that becomes a file", file_page()),
        (
            "a response that becomes a list",
            changed(
                page(REMOVE),
                "Removed.\n\nNone",
                "Table 3 Response body parameters\n\nParameter\tType\tDescription\n[items]\tArray of strings\tNames.",
            ),
        ),
        (
            "an integer that becomes a string, whose number has a range",
            changed(page(LIST), "height\n\nLong", "height\n\nString"),
        ),
    ];
    insta::assert_snapshot!(shown_cases(&cases));
}

/// Sentences are not compared, so that a new date may be all that shows that one of them changed.
#[test]
fn a_new_date_asks_to_read_the_sentences() {
    let fixed = fix(&description(), &changed(page(LIST), "Updated on 2030-01-31", "Updated on 2030-02-28"));
    let messages: Vec<&str> = fixed.applied.iter().map(|fix| fix.message.as_str()).collect();
    let expected = "the dates of the last update differ: read the sentences of the page, which are not compared";
    assert_eq!(messages, [expected]);
}

#[test]
fn does_not_choose_between_pages() {
    let current = page(LIST);
    let changed = Source { path: "copy.txt".to_owned(), text: current.text.replacen("Yes", "No", 1) };
    let (old, new) = ("Updated on 2030-01-31", "Updated on 2029-01-31");
    assert!(changed.text != current.text && changed.text.contains(old), "{}", changed.text);
    let older = Source { text: changed.text.replace(old, new), ..changed.clone() };
    for pages in [vec![current.clone(), changed.clone()], vec![changed, current], vec![older]] {
        let fixed = hss_help_page::fix(&description(), &pages).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((fixed.files, fixed.applied), (Vec::new(), Vec::new()), "{pages:?}");
    }
}

#[test]
fn does_not_choose_between_rows_of_one_name() {
    let page = page(LIST);
    let row = "\nlimit\n\nYes\n\nString\n\nAnother row.\n";
    let text = page.text.replacen("\nlimit\n", &format!("{row}\nlimit\n"), 1);
    assert!(text != page.text, "{text}");
    let fixed = fix(&description(), &Source { text, ..page });
    assert_eq!((fixed.files, fixed.applied), (Vec::new(), Vec::new()));
}
