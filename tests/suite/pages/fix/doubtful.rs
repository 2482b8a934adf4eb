//! Pages that may be incomplete or wrong: a person has to decide.

use hss_generator::Source;
use hss_help_page::Fixed;
use hss_tests::project;

use super::super::{LIST, REMOVE, REPLACE, changed, compare, description, description_with, file_page, page, without};
use super::{fix, writer};

#[test]
fn leaves_doubtful_changes_to_a_person() {
    let with_default = changed(
        page(LIST),
        "Length: 1 to 32,768 characters\n",
        "Length: 1 to 32,768 characters\n\nDefault Value\n\nsesame\n",
    );
    let partial = |code: &str| {
        let text = page(LIST).text.replace("Status code: 200", &format!("Status code: {code}"));
        let text = text.replace("\n200\n\nPlants were found.", &format!("\n{code}\n\nPlants were found."));
        Source { text, ..page(LIST) }
    };
    let of_file = "Table 5 Response body parameters\n\nParameter\tType\tDescription\n-\tFile\tFile\n\n";
    let of_list = of_file.replace("-\tFile\tFile", "[names]\tArray of strings\tNames.");
    // The fields are needed for the pages of the list.
    let with_table = |table: &str| {
        let without_fields = without(page(LIST), "Table 5 Response", "Status code: 400\n\nTable 8");
        let page =
            changed(without_fields, "Status code: 400\n\nTable 8", &format!("{table}Status code: 400\n\nTable 8"));
        without(page, "{\n  \"total\"", "Status code: 400\n\nThe garden")
    };
    let cases = [
        ("a list becomes a file", with_table(of_file)),
        ("a list of pages becomes the entire body", with_table(&of_list)),
        ("a list has no fields any longer", with_table("None\n\n")),
        (
            "the name of a row is not understood",
            changed(page(LIST), "watered\n\nNo\n\nBoolean", "watered today\n\nNo\n\nBoolean"),
        ),
        ("the row of the credentials is gone", without(page(LIST), "Table 3 Request header", "Response Parameters")),
        ("the credentials have a default", with_default),
        ("half of the rows of a table are gone", without(page(LIST), "bed\n", "Request Parameters")),
        ("all rows of a table are gone", without(page(LIST), "Table 2 Query Parameters", "Request Parameters")),
        ("the response is a part of a file", partial("206")),
        ("a response with fields has no content", partial("204")),
        (
            "the text of a row contradicts its type",
            changed(page(REPLACE), "box_id\n\nYes\n\nString", "box_id\n\nYes\n\nInteger"),
        ),
        (
            "the values of a row contradict its type",
            changed(page(LIST), "kind\n\nNo\n\nString", "kind\n\nNo\n\nBoolean"),
        ),
        (
            "the length of a list of numbers is that of a string",
            changed(page(REPLACE), "notes\n\nArray of strings", "notes\n\nArray of integers"),
        ),
    ];
    for (what, page) in cases {
        assert_leaves(&fix(&description(), &page), what);
    }
}

/// Asserts that a fix changes nothing, and that differences are left.
pub(super) fn assert_leaves(fixed: &Fixed, what: &str) {
    let left = fixed.report.pages.first().expect("the page").as_ref().expect("a comparison");
    assert!(fixed.applied.is_empty() && !left.differences.is_empty(), "{what}: {:#?}", fixed.applied);
}

/// The header of the body's table is lost, and its rows seem to be those of an object. Nothing else uses that object.
#[test]
fn rows_do_not_move_into_an_unused_object() {
    let page = changed(
        page(REPLACE),
        "Parameter\n\nType\n\nDescription\n\nmode",
        "Table 9 SeedInfo\n\nType\n\nDescription\n\nmode",
    );
    for file in fix(&description(), &page).files {
        for kept in ["  mode:\n", "  seeds:\n", "  SeedInfo:\n", "  PlantingMode:\n", "\"count\": 12"] {
            assert!(file.text.contains(kept), "{}", file.text);
        }
    }
}

/// The request line needs a path parameter, whatever its row says.
#[test]
fn path_parameters_are_mandatory() {
    let page = changed(page(LIST), "garden_id\n\nYes", "garden_id\n\nNo");
    assert!(compare(&description(), page).expect("a comparison").differences.is_empty());
}

/// What is left although the page is unambiguous says why: here, another part of the file needs it.
#[test]
fn says_why_a_fix_is_not_written() {
    let mut museum = project::museum();
    museum.retain(|source| ["service", "show_export", "fetch_file"].iter().any(|name| source.path.contains(name)));
    let service = hss_generator::analyze(&museum).expect("a valid description");
    let operation = service.operations.iter().find(|operation| operation.id == "ShowExport").expect("the operation");
    let page = Source { path: "page.txt".to_owned(), text: writer::write(&service, operation) };
    let cases = [
        (
            "a value under another name",
            changed(page.clone(), "  • success:", "  • successful:"),
            "spec/operations/show_export.yaml: `success` is not a value of `TaskStatus`: did you mean `successful`?",
        ),
        (
            "a row is gone",
            without(page, "task_status\n\nString", "file_id\n"),
            "spec/operations/show_export.yaml: `task_status` is not a string, an integer or an enum in the response",
        ),
    ];
    for (what, page, reason) in cases {
        let fixed = fix(&museum, &page);
        assert_leaves(&fixed, what);
        for difference in fixed.report.pages.into_iter().flatten().flat_map(|comparison| comparison.differences) {
            let expected = format!("note: not fixed: the description would be invalid: {reason}\n");
            assert!(format!("{difference}\n").contains(&expected), "{what}: {difference}");
        }
    }
}

#[test]
fn responses_become_fields_again() {
    let files = description_with(REMOVE, "204: none", "204: file");
    let table = "Table 3 Response body parameters\n\nParameter\tType\tDescription\nname\tString\tName";
    let with_field = changed(page(REMOVE), "Removed.\n\nNone", table);
    let fixed = fix(&files, &with_field);
    let text = &fixed.files.first().expect("a changed file").text;
    assert!(text.ends_with("  204:\n    name:\n      type: String\n      doc: TODO\n"), "{text}");
    assert_eq!(fix(&files, &file_page()).applied, Vec::new());
    let without_table = fix(&files, &page(REMOVE));
    let text = &without_table.files.first().expect("a changed file").text;
    assert!(text.ends_with("  204: none\n"), "{text}");
}
