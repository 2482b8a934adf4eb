//! What a fix leaves as it is in a file: comments, quotes, the order of keys and line breaks.

use hss_generator::Source;

use super::super::{LIST, REPLACE, changed, description, page, without};
use super::{fix, operation_file};

/// Returns the text of an operation file after a fix with a page.
fn fixed_text(name: &str, text: String, page: &Source) -> String {
    let mut description = description();
    let path = operation_file(name).path;
    let source = description.iter_mut().find(|source| source.path == path).expect("the file");
    source.text = text;
    let fixed = fix(&description, page);
    fixed.files.into_iter().find(|file| file.path == path).expect("a changed file").text
}

/// Returns the text of an operation file with the first `from` replaced by `to`.
fn file_with(name: &str, from: &str, to: &str) -> String {
    changed(operation_file(name), from, to).text
}

type Style = fn(&str) -> String;

/// Comments, quotes, the order of keys and line breaks stay as they are.
#[test]
fn keeps_the_style_of_a_file() {
    let page = changed(page(LIST), "10-200", "10-500");
    let expected = |text: &str| text.replacen("Integer(10..200)", "Integer(10..500)", 1);
    let styles: [(&str, Style); 10] = [
        ("double quotes", |text| text.replace("Integer(10..200)", "\"Integer(10..200)\"")),
        ("single quotes", |text| text.replace("Integer(10..200)", "'Integer(10..200)'")),
        ("a comment after double quotes", |text| text.replace("Integer(10..200)", "\"Integer(10..200)\" # \"Why\"?")),
        ("a comment after single quotes", |text| text.replace("Integer(10..200)", "'Integer(10..200)' # 'Why'?")),
        ("comments", |text| text.replace("  limit:\n", "  # Why 10?\n  limit:\n    # At most 200.\n")),
        ("another order", |text| {
            text.replace(
                "    type: Integer(10..200)\n    default: 10\n",
                "    default: 10\n    type: Integer(10..200)\n",
            )
        }),
        ("wider indentation", |text| {
            text.replace(
                "\n  limit:\n    type: Integer(10..200)\n    default: 10\n    doc: ",
                "\n  limit:\n      type: Integer(10..200)\n      default: 10\n      doc: ",
            )
        }),
        ("a map on one line", |text| {
            text.replace("  limit:\n    type: Integer(10..200)\n    default: 10\n    doc: Number of plants on a page of the list.\n", "  limit: { type: Integer(10..200), default: 10, doc: Number. }\n")
        }),
        ("Windows", |text| text.replace('\n', "\r\n")),
        ("a byte order mark", |text| format!("\u{feff}{text}")),
    ];
    for (what, style) in styles {
        let before = style(&operation_file(LIST).text);
        assert_eq!(fixed_text(LIST, before.clone(), &page), expected(&before), "{what}");
    }
}

/// The JSON of an example keeps its layout, wherever it starts, and the comment next to it.
#[test]
fn keeps_the_layout_of_examples() {
    let body = "    body: |\n      { \"mode\": \"rows\", \"seeds\": [{ \"count\": 12 }] }\n";
    let cases = [
        (
            "    body: '{ \"mode\": \"rows\",  \"seeds\": [{ \"count\": 12 }] }' # Rows.\n",
            "    body: '{ \"mode\": \"rows\",  \"seeds\": [{ \"count\": 12 }],  \"notes\": [\"dry\"] }' # Rows.\n",
        ),
        (
            "    body: \"{ \\\"mode\\\": \\\"rows\\\", \\\"seeds\\\": [{ \\\"count\\\": 12 }] }\" # Rows.\n",
            "    body: \"{ \\\"mode\\\": \\\"rows\\\", \\\"seeds\\\": [{ \\\"count\\\": 12 }], \\\"notes\\\": [\\\"dry\\\"] }\" # Rows.\n",
        ),
        (
            "    body: '{ \"mode\": \"rows\",\n      \"seeds\": [{ \"count\": 12 }] }' # Rows.\n",
            "    body: | # Rows.\n      {\n        \"mode\": \"rows\",\n        \"seeds\": [\n          {\n            \"count\": 12\n          }\n        ],\n        \"notes\": [\n          \"dry\"\n        ]\n      }\n",
        ),
        (
            "    body: | # Rows.\n      { \"mode\": \"rows\", \"seeds\": [\n        { \"count\": 12 }\n      ] }\n",
            "    body: | # Rows.\n      { \"mode\": \"rows\", \"seeds\": [\n        { \"count\": 12 }\n      ], \"notes\": [\n        \"dry\"\n      ] }\n",
        ),
    ];
    let page = changed(
        page(REPLACE),
        "\"count\" : 12\n      } ]",
        "\"count\" : 12\n      } ],\n      \"notes\" : [ \"dry\" ]",
    );
    for (before, expected) in cases {
        let text = file_with(REPLACE, body, before);
        assert_eq!(fixed_text(REPLACE, text.clone(), &page), text.replace(before, expected));
    }
}

/// Comments right above a row, and those indented below it, belong to it.
#[test]
fn comments_follow_their_row() {
    let offset = "  offset:\n    type: Integer(0..2000000)\n    default: 0\n    doc: Number of plants to skip.\n";
    let watered = "  watered:\n    type: Boolean\n    doc: Whether it had water today.\n";
    let commented = format!("  # Only today counts.\n{watered}    # Not yesterday.\n");
    let with_comments = file_with(LIST, watered, &format!("\n  # Water\n\n{commented}  # Ripe or not?\n"));

    let removed = without(page(LIST), "watered\n", "ripe\n");
    let expected = with_comments.replace(&commented, "");
    assert_eq!(fixed_text(LIST, with_comments.clone(), &removed), expected);

    let row = "watered\n\nNo\n\nBoolean\n\nDefinition\n\nWhether it had water today.\n\nRange\n\n  • true: yes\n\n  • false: no\n";
    let moved = changed(removed, "offset\n", &format!("{row}\noffset\n"));
    let expected = with_comments.replace(&commented, "").replace(offset, &format!("{commented}{offset}"));
    assert_eq!(fixed_text(LIST, with_comments, &moved), expected);
}

/// A row that moves into an object, or out of it, keeps what people wrote about it.
#[test]
fn rows_keep_their_sentences_in_another_table() {
    let row = |mandatory| {
        let text = "What to remember. The value is up to 128 characters.\n\nArray Length: 1 - 5\n\n";
        format!("notes\n\n{mandatory}Array of strings\n\n{text}")
    };
    let without_row = without(page(REPLACE), "notes\n", "dry_run\n");
    let in_object = changed(without_row, "box\n\nNo", &format!("{}box\n\nNo", row("No\n\n")));
    let entry = |indent| {
        let (ty, doc) = ("type: Array<String(..128)>(1..5)", "doc: What to remember.");
        format!("{indent}notes:\n{indent}  {ty}\n{indent}  {doc}\n")
    };
    let old = operation_file(REPLACE).text;
    let new = fixed_text(REPLACE, old.clone(), &in_object);
    let expected = old.replacen(&entry("  "), "", 1);
    assert_eq!(new, expected.replacen("      box:\n", &format!("{}      box:\n", entry("      ")), 1));
    assert_eq!(fixed_text(REPLACE, new, &page(REPLACE)), old);
}

/// An enum that no row uses any longer takes along the comment about its name.
#[test]
fn comments_of_a_removed_enum_are_removed() {
    let with_comment = file_with(LIST, "  PlantState:\n", "  # TODO: choose a name\n  PlantState:\n");
    let text = fixed_text(LIST, with_comment, &without(page(LIST), "state\n", "place\n"));
    assert!(!text.contains("PlantState") && !text.contains("choose a name"), "{text}");
}

/// A value is removed with its own `page_says`, which quotes a line that is gone with it.
#[test]
fn removes_a_value_with_its_quotation() {
    let page = without(page(LIST), "    • **shrub **", "    • moss");
    let before = operation_file(LIST).text;
    let start = before.find("      shrub:\n").expect("the value");
    let end = before.find("      moss:\n").expect("the next value");
    let expected = format!("{}{}", &before[..start], &before[end..]);
    assert_eq!(fixed_text(LIST, before, &page), expected);
}

/// Of a file with both kinds of line breaks, a new line has that of the line before it.
#[test]
fn new_lines_end_like_the_line_before() {
    let page = changed(page(LIST), "Definition\n\nHow many plants to skip.", "Definition\n\nHow many. (Deprecated)");
    let deprecated = "    deprecated: The vendor's help page marks this as deprecated.\n";
    let before = operation_file(LIST).text;
    let expected = before.replacen("    default: 0\n", &format!("    default: 0\n{deprecated}"), 1);
    for line in ["  offset:\n", "    default: 0\n"] {
        let mixed = |text: &str| text.replacen(line, &line.replace('\n', "\r\n"), 1);
        let is_before = line.contains("default");
        let expected = if is_before {
            mixed(&expected).replace(deprecated, &deprecated.replace('\n', "\r\n"))
        } else {
            mixed(&expected)
        };
        assert_eq!(fixed_text(LIST, mixed(&before), &page), expected, "{line:?}");
    }
}

/// Entries of maps in brackets get lines of their own if one is added or removed.
#[test]
fn adds_to_maps_in_brackets() {
    let box_fields = "    fields:\n      box_id:\n        type: String(36..36)\n        mandatory: true\n        doc: ID of the box.\n";
    let brackets = "    fields: { box_id: { type: String(36..36), mandatory: true, doc: ID of the box. } }\n";
    let text = file_with(REPLACE, box_fields, brackets);
    let optional = changed(page(REPLACE), "box_id\n\nYes", "box_id\n\nNo");
    let expanded = "    fields:\n      box_id:\n        type: String(36..36)\n        doc: ID of the box.\n";
    assert_eq!(fixed_text(REPLACE, text.clone(), &optional), text.replace(brackets, expanded));
    let with_row = changed(page(REPLACE), "box_id\n\nYes", "size\n\nNo\n\nInteger\n\nSize.\n\nbox_id\n\nYes");
    let expanded = "    fields:\n      size:\n        type: Integer\n        doc: TODO\n      box_id: { type: String(36..36), mandatory: true, doc: ID of the box. }\n";
    assert_eq!(fixed_text(REPLACE, text.clone(), &with_row), text.replace(brackets, expanded));
    let values = "    values:\n      rows: In rows.\n      circles: In circles.\n";
    let brackets = "    values: { rows: In rows., circles: In circles. }\n";
    let text = file_with(REPLACE, values, brackets);
    let with_value = changed(page(REPLACE), "- circles", "- waves\n\n- circles");
    let expanded = "    values:\n      rows: In rows.\n      waves: TODO\n      circles: In circles.\n";
    assert_eq!(fixed_text(REPLACE, text.clone(), &with_value), text.replace(brackets, expanded));
}

/// The name of a new row or value can be taken by another one: a person has to choose another name in Rust.
#[test]
fn marks_names_that_are_taken() {
    let page = changed(page(LIST), "watered\n", "Watered\n\nNo\n\nBoolean\n\nWhether.\n\nwatered\n");
    let page = changed(page, "  • tree: tree", "  • HERB: herbs\n\n  • tree: tree");
    let text = fixed_text(LIST, operation_file(LIST).text, &page);
    let row = "  # TODO: `Watered`: choose a `rust_name`: the name that follows from it is taken or invalid, `watered_2` is a placeholder\n  Watered:\n    type: Boolean\n    doc: TODO\n    rust_name: watered_2\n";
    let value = "      # TODO: `HERB`: choose a `rust_name`: the name that follows from it is taken or invalid, `Herb2` is a placeholder\n      HERB:\n        doc: TODO\n        rust_name: Herb2\n";
    assert!(text.contains(row) && text.contains(value), "{text}");
}
