//! Facts that another part of the page contradicts: a description cannot repeat both.

use std::fmt::Write as _;

use hss_help_page::Remark;

use super::super::{LIST, REPLACE, changed, compare, description, description_with, page, without};
use super::doubtful::assert_leaves;
use super::{fix, operation_file, shown, shown_cases};

/// An example follows the tables of its page: only the parts that contradict them change.
#[test]
fn examples_follow_the_tables() {
    let cases = [
        ("an optional field becomes mandatory", changed(page(REPLACE), "box\n\nNo", "box\n\nYes")),
        ("a number becomes a string", changed(page(LIST), "row\n\nInteger", "row\n\nString")),
        ("a number becomes a boolean", changed(page(LIST), "row\n\nInteger", "row\n\nBoolean")),
        ("an object becomes a list", changed(page(LIST), "place\n\nplace object", "place\n\nArray of place objects")),
        ("a field is gone", without(page(LIST), "name\n\nString", "height\n")),
        ("a number gets a fraction", changed(page(LIST), "\"total\" : 1,", "\"total\" : 12.50,")),
        (
            "a number gets too many digits",
            changed(page(LIST), "\"row\" : 3", "\"row\" : 123456789012345678901234567890"),
        ),
        ("a value gets an invisible character", changed(page(LIST), "\"thyme\"", "\"th\\u200byme\"")),
        ("a value is another one", changed(page(LIST), "\"thyme\"", "\"sage\"")),
        ("a field is added", changed(page(LIST), "\"thyme\",", "\"thyme\",\n    \"height\" : 7,")),
        (
            "an item is added",
            changed(
                page(REPLACE),
                "\"count\" : 12\n      } ]",
                "\"count\" : 12\n      }, {\n        \"count\" : 13\n      } ]",
            ),
        ),
    ];
    insta::assert_snapshot!(shown_cases(&cases));
}

/// A new type and a new example each contradict the description without the other. Both are fixed, even if other
/// differences are left to a person.
#[test]
fn rows_change_together_with_examples() {
    let (rows, circles) = (r#""mode" : "rows""#, r#"{ "mode": "circles" }"#);
    let description = description_with(REPLACE, "{}", circles);
    let page = changed(page(REPLACE), "{ }", circles);
    let colour = r#", "colour" : "red""#;
    let with_row = changed(page.clone(), "notes\n\n", "colour\n\nString\n\nColour.\n\nnotes\n\n");
    let with_row = changed(with_row, circles, r#"{ "mode": "circles", "colour": "red" }"#);
    let with_row = changed(with_row, rows, &format!("{rows}{colour}"));
    let others = changed(changed(page.clone(), circles, r#"{ "depth" : 4 }"#), &format!("{rows},"), r#""depth" : 6"#);
    let others = without(others, "\"seeds\" : [", "}\n  - Sow");
    let with_list = changed(page, "mode\n\nString", "mode\n\nArray of strings");
    let with_list = without(with_list, "Default: rows", "Enumerated values");
    let one_example = changed(with_list, rows, r#""mode" : [ "rows" ]"#);
    let both_examples = changed(one_example.clone(), r#""circles""#, r#"[ "circles", "rows" ]"#);
    let both_examples = changed(both_examples, r#""count" : 12"#, r#""count" : 13"#);
    let contradiction = changed(both_examples.clone(), "box_id\n\nYes\n\nString", "box_id\n\nYes\n\nInteger");
    let without_condition = changed(contradiction.clone(), "dry_run\n\nBoolean", "dry_run\n\nString");
    let cases = [
        ("a new row in both examples", with_row),
        ("other examples, equally similar", others),
        ("one example", one_example),
        ("both examples", both_examples),
        ("also a type that the text of its row contradicts", contradiction),
        ("also a type that a rule of the description does not allow", without_condition),
    ];
    let mut text = String::new();
    for (what, page) in cases {
        let _ = write!(text, "## {what}\n\n{}\n", shown(&description, &fix(&description, &page)));
    }
    insta::assert_snapshot!(text);
}

/// Each placeholder is marked, and what a person wrote instead of it is not a difference.
#[test]
fn placeholders_can_be_replaced() {
    let weight = "weight\n\nYes\n\nLong\n\nWeight.\n\nbox\n\nNo";
    let comment = "    # TODO: replace the placeholders of the example: `seeds/0/weight`\n";
    let seeds = "body: |\n      { \"mode\": \"rows\", \"seeds\": [{ \"count\": 12,";
    let cases = [
        ("box\n\nYes", "\"box_id\": \"TODO\"".to_owned(), "\"box_id\": \"a box\"".to_owned()),
        (weight, format!("{comment}    {seeds} \"weight\": 0"), format!("    {seeds} \"weight\": 7")),
    ];
    for (row, placeholder, written) in cases {
        let page = changed(page(REPLACE), "box\n\nNo", row);
        let mut files = description();
        let fixed = fix(&files, &page).files.remove(0);
        assert!(fixed.text.contains(&placeholder), "{}", fixed.text);
        let source = files.iter_mut().find(|source| source.path == fixed.path).expect("the file");
        source.text = fixed.text.replace(&placeholder, &written);
        assert_eq!(fix(&files, &page).files, Vec::new());
    }
}

/// The mark of a placeholder is one line, even if a key of the example contains line breaks.
#[test]
fn marks_placeholders_below_any_key() {
    let row = "more\n\nMap<String, SeedInfo object>\n\nMore seeds.\n\nnotes\n\n";
    let example = r#"{ "more": { "a\n- title: b\n": { "count": 7 } } }"#;
    let page = changed(changed(page(REPLACE), "notes\n\n", row), "{ }", example);
    let mut files =
        description_with(REPLACE, "  notes:\n", "  more:\n    type: Map<SeedInfo>\n    doc: More.\n  notes:\n");
    let source = files.iter_mut().find(|source| source.path.ends_with("replace_bed.yaml")).expect("the file");
    *source = changed(source.clone(), "{}", example);
    assert_eq!(fix(&files, &page).files, Vec::new());
    let mandatory = changed(page, "box\n\nNo", "weight\n\nYes\n\nLong\n\nWeight.\n\nbox\n\nNo");
    let fixed = fix(&files, &mandatory).files.remove(0).text;
    let mark = "    # TODO: replace the placeholders of the example: `more/a - title: b /weight`\n    body: |\n";
    assert!(fixed.contains(mark), "{fixed}");
}

/// If only the example of the page loses a mandatory field, that of the description keeps it, and is not fully compared.
#[test]
fn examples_keep_mandatory_fields_that_the_page_omits() {
    let page = changed(page(REPLACE), "{\n        \"count\" : 12\n      }", "{ }");
    assert_eq!(fix(&description(), &page).files, Vec::new());
    let line = page.text.lines().position(|line| line == "    {").expect("an example") + 1;
    let uncompared = compare(&description(), page).expect("a help page").uncompared;
    assert_eq!(uncompared, [Remark { line, message: "its mandatory field `count` is missing".to_owned() }]);
}

#[test]
fn removes_the_placeholder_and_its_mark_if_the_field_becomes_optional() {
    let mandatory = changed(page(REPLACE), "box\n\nNo", "weight\n\nYes\n\nLong\n\nWeight.\n\nbox\n\nNo");
    let optional = changed(mandatory.clone(), "weight\n\nYes", "weight\n\nNo");
    let mut files = description();
    let fixed = fix(&files, &mandatory).files.remove(0);
    let source = files.iter_mut().find(|source| source.path == fixed.path).expect("the file");
    *source = fixed;
    let fixed = fix(&files, &optional).files.remove(0);
    assert_eq!(fixed.text, fix(&description(), &optional).files.remove(0).text);
}

/// The page is quoted if the description cannot repeat what it says.
#[test]
fn quotes_what_cannot_be_described() {
    let key = "x-garden-key\n\nYes\n\nString";
    let cases = [
        ("the type of the project", changed(page(LIST), "garden_id\n\nYes\n\nString", "garden_id\n\nYes\n\nInteger")),
        (
            "the type of the project and its range",
            changed(
                changed(page(LIST), "garden_id\n\nYes\n\nString", "garden_id\n\nYes\n\nLong"),
                "The value can contain 1 to 64 characters.",
                "The value range is 1 to 64.",
            ),
        ),
        ("the type of the credentials", changed(page(LIST), key, &key.replace("String", "Array of strings"))),
        ("a request line that its example does not have", changed(page(REPLACE), "\nPUT /v1/", "\nPUT /v2/")),
    ];
    insta::assert_snapshot!(shown_cases(&cases));
}

/// A special value that the page explained as the default goes with it. Others are left to a person.
#[test]
fn removes_the_special_value_of_an_old_default() {
    for (new, default) in [("1: the bed at the wall.", "    default: \"1\"\n"), ("N/A", "")] {
        let page = changed(page(LIST), "0: the bed at the gate.", new);
        let fixed = fix(&description(), &page);
        let before = operation_file("list_plants").text.replace("    default: \"0\"\n", default);
        let expected = before.replace("      \"0\": the bed at the gate\n", "");
        assert_eq!(fixed.files.first().map(|file| &file.text), Some(&expected));
    }
    let files = description_with(LIST, "      all_beds: every bed\n", "");
    let page = changed(changed(page(LIST), "0: the bed at the gate.", "N/A"), " Set this parameter to all_beds", "");
    let fixed = fix(&files, &page);
    assert!(!fixed.files.first().expect("a changed file").text.contains("special:"));
}

/// `page_says` is about the old facts: a person decides what the new ones mean.
#[test]
fn leaves_quoted_facts_to_a_person() {
    let cases = [
        ("the type of a row whose range is quoted", changed(page(LIST), "total\n\nInteger", "total\n\nLong")),
        (
            "the type of a row whose values are quoted",
            changed(page(LIST), "ripe\n\nNo\n\nBoolean", "ripe\n\nNo\n\nString"),
        ),
        ("the name of a row whose type is quoted", changed(page(REPLACE), "\npairs\n", "\ncouples\n")),
    ];
    for (what, page) in cases {
        assert_leaves(&fix(&description(), &page), what);
    }
}

/// A quotation covers only the sentence that it quotes.
#[test]
fn reads_defaults_next_to_a_quotation() {
    let page = changed(page(LIST), "for example, 5 letters.", "for example, 5 letters. The default value is rose.");
    let left = fix(&description(), &page).report.pages.remove(0).expect("a comparison").differences;
    assert!(left.is_empty(), "{left:?}");
    let page = changed(page, "The default value is rose.", "The default value is rose or thyme.");
    let left = fix(&description(), &page).report.pages.remove(0).expect("a comparison").differences;
    assert!(!left.is_empty());
}
