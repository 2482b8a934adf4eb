//! Pages that may be incomplete or wrong: a person has to decide.

use super::super::{LIST, REMOVE, REPLACE, changed, description, file_page, page, without};
use super::fix;

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
        hss_generator::Source { text, ..page(LIST) }
    };
    let cases = [
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
        let fixed = fix(&description(), &page);
        let left = fixed.report.pages.first().expect("the page").as_ref().expect("a comparison");
        assert!(fixed.applied.is_empty() && !left.differences.is_empty(), "{what}: {:#?}", fixed.applied);
    }
}

#[test]
fn responses_become_fields_again() {
    let mut files = description();
    for source in &mut files {
        source.text = source.text.replace("204: none", "204: file");
    }
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
