//! Values in lists, and in sentences with a label.

use super::super::Note;
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
        // Further lines belong to their item.
        ("Options:<ul><li>a: x<p>Constraints: needs b</p><li>b</ul>", "value a value b"),
        ("Range<ul><li><p>a: x</p><p>Only if it rains.</p><li>b: y</ul>", "value a value b"),
        ("Range<ul><li>a<br>x<li>b</ul>", "value a value b unrecognized: x"),
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
        ("Kind of the bed. The options are as follows:\n\nN/A", ""),
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

/// Values below another item may be values of the row or not, so an import leaves that to a person.
#[test]
fn notes_lists_that_may_be_values() {
    let mut wrong = Vec::new();
    for (html, expected, notes) in [
        ("Options:<ul><li>a: x<ul><li>c: y<li>d: z</ul><li>b: y</ul>", "value a value c value d value b", "• a: x"),
        ("Range<ul><li>a<ul><li>c</ul></ul>", "value a value c", "• a"),
        (
            "Range<ul><li>For trees<ul><li>a<li>b</ul><li>For shrubs<ul><li>c</ul></ul>",
            "value a value b value c",
            "• For trees • For shrubs",
        ),
        (
            "Range<ul><li>Trees:<ul><li>a: x</ul><li>Shrubs:<ul><li>c: z</ul></ul>",
            "value a value c",
            "• Trees: • Shrubs:",
        ),
        ("Options:<ul><li>If it rains:<ul><li>a<li>b</ul><li>c</ul>", "value c value a value b", "• If it rains:"),
        ("Kind.<ul><li>a: x<li>b: y<li>others by name</ul>", "", "• a: x"),
        ("<ul><li>Kind of the bed.<li>The value can be:<ul><li>a: x<li>b: y</ul></ul>", "value a value b", ""),
        ("Kind. Options:<ul><li>a: x<li>b: y</ul>", "value a value b", ""),
    ] {
        let row = super::numbers::html_row("String", html);
        let mut found = Vec::new();
        for note in row.facts.notes.iter().filter(|note| note.value == Note::PossibleValues) {
            found.push(note.text.as_str());
        }
        let read = html_facts("String", html);
        if (read.as_str(), found.join(" ").as_str()) != (expected, notes) {
            wrong.push(format!("{html}: {read}, {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn reads_defaults_in_lists_of_values() {
    let mut wrong = Vec::new();
    for (ty, html, expected) in [
        ("Integer", "Options:<ul><li>1: x<li>5: y<li>Default: 5</ul>", "value 1 value 5 default 5"),
        ("Integer", "Kind.<ul><li>1: x<li>5: y<li>Default: 5</ul>", "value 1 value 5 default 5"),
        ("String", "Range<ul><li>a: x<li>b: y<li>Default: a</ul>", "value a value b default a"),
        ("String", "Range<ul><li>a<li>b<li>Default Value: a</ul>", "value a value b default a"),
        ("String", "Range<ul><li>a<li>b<li>The default value is a.</ul>", "value a value b default a"),
        ("String", "Range<ul><li>a (default)<li>b</ul>", "value a value b default a"),
        ("String", "Range<ul><li>a: x (default value)<li>b</ul>", "value a value b default a"),
        ("String", "Range<ul><li>a: x. This is the default value.<li>b</ul>", "value a value b default a"),
        ("String", "Range<ul><li>Default: as usual<li>b: y</ul>", "value Default value b"),
        ("String", "Range<ul><li>a: the default plant<li>b: y</ul>", "value a value b"),
    ] {
        let read = html_facts(ty, html);
        if read != expected {
            wrong.push(format!("{html}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Either all values of a line are read, or the line is reported.
#[test]
fn reads_all_values_of_a_line_or_none() {
    let mut wrong = Vec::new();
    for (ty, description, expected) in [
        ("Integer", "Value range: 0: no; 1: yes", "value 0 value 1"),
        ("Integer", "Value range: 0: no, 1: yes", "value 0 value 1"),
        ("Integer", "Range\n\n0 - no, 1 - yes", "value 0 value 1"),
        ("Integer", "Options: 0 (no, never); 1 (yes)", "value 0 value 1"),
        ("Integer", "Options: 0 (no), 1 (yes; always) or 2 (perhaps)", "value 0 value 1 value 2"),
        ("Integer", "Options: 0 (no) 1 (yes), 2 (perhaps)", "value 0 value 1 value 2"),
        ("String", "Options: a (x); b (y); c", "value a value b value c"),
        ("String", "Value range: a / b | c", "value a value b value c"),
        ("String", "The options are as follows: a, b, and c.", "value a value b value c"),
        ("String", "Its value can be a: x; b: y.", "value a value b"),
        ("Integer", "Kind of a tree: 0 (oak), 1 (elm), or -1 (any). It is fixed.", "value 0 value 1 value -1"),
        ("Integer", "Whether it rains. 1: yes; 0: no.", "value 1 value 0"),
        ("String", "Direction: in2out (outbound) or out2in (inbound).", "value in2out value out2in"),
        ("String", "Trees such as: Oak (tall), Elm (small).", ""),
        ("Integer", "Value range: 0–no, 1–yes", "unrecognized: Value range: 0–no, 1–yes"),
        ("String", "Range\n\na: x, too; b: y, c", "value a value b"),
        ("String", "Range\n\na: x, b: y, too", "unrecognized: a: x, b: y, too"),
        ("String", "Range\n\n  • a: x; b: y\n\n  • c: z", "value c unrecognized: • a: x; b: y"),
        ("String", "Value range: a (x) is old, b (y).", "unrecognized: Value range: a (x) is old, b (y)."),
        ("Integer", "Range\n\n  • 1 to 5\n\n  • 10", "value 10 unrecognized: • 1 to 5"),
        ("String", "Range\n\n  • ≥1\n\n  • a", "value a unrecognized: • ≥1"),
    ] {
        let read = facts(ty, description);
        if read != expected {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
