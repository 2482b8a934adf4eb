//! Values in lists, and in sentences with a label.

use super::facts;
use super::numbers::html_facts;

#[test]
fn reads_values_in_nested_lists() {
    let mut wrong = Vec::new();
    for (html, expected) in [
        ("<ul><li>Kind of the bed. The value can be:<ul><li>a: x<li>b: y</ul></ul>", "value a value b"),
        (
            "<ul><li>Kind of the bed.<li>The value can be:<ul><li>a<li>b</ul><li>It cannot be changed.</ul>",
            "value a value b",
        ),
        (
            "<ul><li>Kind of the bed.<li>The value can be:<ol><li><p>a</p><li><p>b: y</p></ol><li>Digits</ul>",
            "value a value b",
        ),
        (
            "Kind.<ul><li>The options are as follows:<ul><li>a: x<li>b: y</ul><li>Default value: a</ul>",
            "value a value b default a",
        ),
        ("<ul><li>The value can be a or b.<ul><li>a: x<li>b: y</ul></ul>", "value a value b"),
        ("<ul><li>Kind of the bed.<li>The value can be a or b.</ul>", "value a value b"),
        ("<ul><li>Kind of the bed.<li>Value range: a or b</ul>", "value a value b"),
        ("<ul><li>Kind of the bed.<li>Value range:<ul><li>a<li>b</ul></ul>", "value a value b"),
        ("<ul><li>Kind of the bed.<li>Enumeration values:<br>a<br>b</ul>", "value a value b"),
        ("<ul><li>The value can be:<br>a: x<br>b: y</ul>", "value a value b"),
        ("<ul><li>Beds:<ul><li>Kind. The values are:<ul><li>a<li>b</ul></ul></ul>", "value a value b"),
        (
            "<ul><li>Kind of the bed.<li>The default value is a.<li>The value contains 1 to 5 characters.</ul>",
            "limits 1..5 default a",
        ),
        (
            "<ul><li>Length: 1 to 5 characters<li>Can contain only the following character types:<ul><li>Digits<li>Letters</ul></ul>",
            "limits 1..5",
        ),
        ("<ul><li>Constraints:<ul><li>It rains<li>It snows</ul></ul>", ""),
        (
            "<ul><li>The value can be:<ul><li>a: x<li>b: y<li>what you like</ul></ul>",
            "value a value b unrecognized: • what you like",
        ),
        ("<ul><li>Name: text<li>Value range: a or b</ul>", "value a value b"),
    ] {
        let read = html_facts("String", html);
        if read != expected {
            wrong.push(format!("{html}: {read}"));
        }
    }
    for (text, expected) in [
        (
            "  • Kind of the bed. The value can be:\n\n    • a: x\n\n    • b: y\n\n  • It cannot be changed.",
            "value a value b",
        ),
        ("• Kind of the bed.\n\n• The value can be:\n\n• a: x\n\n• b: y", "value a value b"),
        ("- Kind of the bed. The options are as follows:\n  - a\n  - b", "value a value b"),
        (
            "• The value can be:\n\n• a: x\n\n• b: y\n\n• It cannot be changed.",
            "value a value b unrecognized: • It cannot be changed.",
        ),
        ("Range\n\n  • **a **: one\n\n    • `b`: other", "value a value b"),
    ] {
        let read = facts("String", text);
        if read != expected {
            wrong.push(format!("{text:?}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn reads_values_of_sentences() {
    let mut wrong = Vec::new();
    for wording in [
        "Value range: police or locked",
        "Value range: police or locked.",
        "Value range: police, locked",
        "Value range: \"police\" and \"locked\"",
        "Value range：police or locked",
        "**Value range**: police or locked",
        "Value range: **police** or **locked**",
        "Status. Value range: police or locked",
        "Status, value range: police or locked",
        "Status of the lock. Options: police or locked",
        "Status of the lock. Enumeration values: police, locked",
        "Value options: police or locked",
        "Valid values: police or locked",
        "Valid value: police or locked",
        "Allowed values: police, locked",
        "Available values are police and locked.",
        "Supported values: police, locked",
        "The value range is police or locked.",
        "The value is police or locked.",
        "The value must be police or locked.",
        "The value can be either police or locked.",
        "The value is one of police, locked.",
        "The value can be one of the following: police, locked.",
        "Possible values: police/locked",
    ] {
        for description in
            [wording.to_owned(), format!("Reason.\n\n{wording}"), format!("Reason.\n\n  • Words.\n\n  • {wording}")]
        {
            let read = facts("String", &description);
            let is_reported = wording.ends_with("police/locked") && read.contains("unrecognized: ");
            if read != "value police value locked" && !is_reported {
                wrong.push(format!("{description:?}: {read}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(
        facts("String", "Value range: police or those that are locked"),
        "unrecognized: Value range: police or those that are locked"
    );
    assert_eq!(facts("String", "A thing. Value range: as you like"), "unrecognized: Value range: as you like");
    assert_eq!(facts("Integer", "Depth. Value range: 1 to 5"), "limits 1..5");
}
