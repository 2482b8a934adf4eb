//! Wordings of both layouts, each with the facts that follow.

use super::super::Note;
use super::cases::html_row;
use super::{facts, facts_and_unrecognized};

fn assert_facts(cases: &[(&str, &str, &str)]) {
    for (ty, description, expected) in cases {
        assert_eq!(facts(ty, description), *expected, "{ty}: {description:?}");
    }
}

#[test]
fn reads_sentences_and_labelled_paragraphs() {
    assert_facts(&[
        ("String", "Minimum: 1\n\nMaximum: 256", "limits 1..256"),
        (
            "Integer",
            "Parameter description: Number. Constraints: N/A Options: 1-5 Default value: 2",
            "limits 1..5 default 2",
        ),
        ("String", "A thing. Minimum Length: 1. Maximum Length: 64.", "limits 1..64"),
        ("String", "Definition\n\nA thing.\n\nRange\n\nThe value can contain 1 to 256 characters.", "limits 1..256"),
        ("String", "Range\n\nThe value contains 1 to 32,768 characters.", "limits 1..32768"),
        ("String", "Range\n\nLength: 1 to 64 characters", "limits 1..64"),
        ("String", "Range: 1-64 characters", "limits 1..64"),
        ("String", "You can enter 0 to 64 characters. It names a thing.", "limits 0..64"),
        ("String", "It cannot exceed 64 characters.", "limits ?..64"),
        ("Integer", "Range\n\n10-200", "limits 10..200"),
        ("Integer", "Range\n\nValue range: 10–200", "limits 10..200"),
        ("Integer", "Value range: [0, 9]", "limits 0..9"),
        ("Integer", "The value ranges from 1 to 5000. More prose.", "limits 1..5000"),
        ("Integer", "The value range is 0 to 2,000,000.", "limits 0..2000000"),
        ("Integer", "Minimum value: 0; maximum value: 2,147,483,647", "limits 0..2147483647"),
        ("Integer", "The minimum value is -1 and the maximum value is 1.", "limits -1..1"),
        ("Integer", "Options: 1-30\n\nDefault value: 5", "limits 1..30 default 5"),
        ("Integer", "The default value is 100, which is plenty.", "default 100"),
        ("Integer", "Range\n\nN/A\n\nDefault Value\n\nN/A", ""),
        ("Integer", "Range\n\nAs many as you like.", "unrecognized: As many as you like."),
        ("Integer", "Range\n\n0 to 99999999999999999999", "limits 0..? unrecognized: 0 to 99999999999999999999"),
        ("Array of strings", "Array Length: 0 - 10241", "items 0..10241"),
        ("Array of strings", "Array Length: 1 - 9\n\nMinimum: 1\n\nMaximum: 64", "limits 1..64 items 1..9"),
        ("Array of Thing objects", "The value range is 0 to 9.", "items 0..9"),
        ("String", "Kind. The options are as follows:\n\n  • a: one\n\n  • b", "value a value b"),
        ("String", "Its value can be:\n\n-a: one\n\n-b: other", "value a value b"),
        ("String", "Enumerated values:\n\n- a\n- b", "value a value b"),
        ("String", "Enumeration values:\n\na\n\nb", "value a value b"),
        ("String", "Enumerated values: a, b and c", "value a value b value c"),
        ("String", "Range\n\n  • **a **: one\n\n    • `b`: other (Deprecated)", "value a value b (deprecated)"),
        ("String", "Range\n\nThe value can be \"a\", \"b\", or \"c\".", "value a value b value c"),
        ("String", "Range\n\nen-us: English\n\nzh-cn: Chinese", "value en-us value zh-cn"),
        ("String", "Range\n\n  • a\n\n  • anything else that fits", "value a unrecognized: • anything else that fits"),
        ("Boolean", "Range\n\ntrue or false\n\nDefault Value\n\nfalse", "value true value false default false"),
        ("String", "Default Value\n\n0: the first one.", "default 0"),
        ("String", "Default Value\n\nwhat you like best", "unrecognized: what you like best"),
        ("String", "Old. (Deprecated)", "deprecated"),
        ("String", "  • Letters and digits only.\n\n  • No spaces.", ""),
        ("String", "The value 0 is the first one. To get all, set this parameter to all.", ""),
    ]);
}

#[test]
fn reads_limits_wherever_they_are() {
    assert_facts(&[
        ("String", "Group.\n\nDefault: 0\n\nMinimum: 1\n\nMaximum: 256", "limits 1..256 default 0"),
        (
            "String",
            "Kind. Its value can be:\n\n  • a\n\n  • b\n\nMinimum: 0\n\nMaximum: 64",
            "limits 0..64 value a value b",
        ),
        ("Integer", "Kind:\n\n  • 7: x\n\n  • 9 : y\n\nMinimum: 1\n\nMaximum: 30", "limits 1..30 value 7 value 9"),
        ("String", "Enumeration values:\n\na\n\nb\n\nMaximum: 9", "limits ?..9 value a value b"),
        (
            "Array of strings",
            "Tags.\n\nDefault: a\n\nMinimum: 1\n\nMaximum: 9\n\nArray Length: 0 - 5",
            "limits 1..9 items 0..5 default a",
        ),
        ("String", "Name Minimum: 1 Maximum: 64", "limits 1..64"),
        ("Integer", "Default: 10 Minimum: 0 Maximum: 200", "limits 0..200 default 10"),
        (
            "Integer",
            "A number. Minimum value: 1. Maximum value: 99999. Default value: -1",
            "limits 1..99999 default -1",
        ),
    ]);
}

/// Wordings of the same limits, and of the same default.
#[test]
fn reads_other_wordings_of_limits_and_defaults() {
    for wording in [
        "Minimum：2 Maximum：9",
        "**Minimum**: 2\n\n**Maximum**: `9`",
        "Min. value: 2\n\nMax. value: 9",
        "MinLength: 2\n\nMaxLength: 9",
        "The value is an integer ranging from 2 to 9.",
        "The value must be between 2 and 9.",
        "The value can range from 2 through 9.",
        "Value range: from 2 to 9",
        "Length range: 2 to 9",
        "The length is between 2 and 9 characters.",
        "It has 2 to 9 case-sensitive characters.",
        "Range: 2 <= value <= 9",
    ] {
        assert_eq!(facts("String", wording), "limits 2..9", "{wording:?}");
    }
    for wording in [
        "Array Length：2 - 9",
        "Array Length: **2 - 9**",
        "Array Length: [2, 9]",
        "The array length ranges from 2 to 9.",
        "Number of items: 2-9",
        "The number of array elements ranges from 2 to 9.",
        "The list length ranges from 2 to 9.",
    ] {
        assert_eq!(facts("Array of strings", wording), "items 2..9", "{wording:?}");
    }
    for wording in [
        "Default：9",
        "**Default**: `9`",
        "Default value is: 9",
        "By default, the value is 9.",
        "The default value of limit is 9.",
        "If it is left blank, the default value is 9.",
    ] {
        assert_eq!(facts("String", wording), "default 9", "{wording:?}");
    }
    assert_facts(&[("String", "It can contain up to 9 Unicode characters.", "limits ?..9")]);
}

/// A number that may be a limit is reported and not skipped.
#[test]
fn reports_sentences_that_may_state_a_limit() {
    for text in [
        "Smaller numbers than the maximum of 9 are best.",
        "The value must be greater than or equal to 9.",
        "The default value is 9 on weekdays, otherwise 8.",
        "Use 9 or more characters, at most 20 printable and unused characters.",
        "The depth of the range is 3.",
        "2 - 9",
    ] {
        assert!(facts("String", text).contains("unrecognized: "), "{text}: {}", facts("String", text));
    }
    assert_facts(&[
        ("String", "An address such as 10.0.0.1 or a range of 10.0.0.1-10.0.0.9.", ""),
        ("Long", "At the default speed. The default unit is ms.", "unit ms"),
        ("String", "The first 3 letters. It is set if limit is set to 5.", ""),
    ]);
}

#[test]
fn reads_all_forms_of_lists() {
    assert_facts(&[
        (
            "String",
            "Its value can be: -red_rose -white_rose -wild_rose",
            "value red_rose value white_rose value wild_rose",
        ),
        ("String", "Its value can be:-red_rose -white_rose", "value red_rose value white_rose"),
        ("String", "The options are as follows: -a_b: one thing -c_d: another", "value a_b value c_d"),
        ("String", "Its value can be: opened or closed", "value opened value closed"),
        ("Integer", "The value can be 4 (short) or 6 (long).", "value 4 value 6"),
        ("Integer", "The value can be 4 and 6.", "value 4 value 6"),
        ("Integer", "The value can be 4 and 6, for short.", "unrecognized: The value can be 4 and 6, for short."),
        ("String", "Speed.\n\n  • Unit: knots", ""),
        ("String", "Pier. Example:\n\n  • pier=7\n\n  • 10.0.0.0/8: all", ""),
        ("String", "Engine.\n\n  • \"rose\" # A rose\n\n  • \"lily\" # A lily", "value rose value lily"),
        (
            "String",
            "  • Definition: name\n\n  • Range: 1 to 64 characters\n\n  • Default Value: a",
            "limits 1..64 default a",
        ),
        (
            "String",
            "Range\n\n  • Must contain 8 to 26 characters\n\n  • Must not be a word\n\n  • Digits",
            "limits 8..26",
        ),
        ("String", "It must contain:\n\n  • Uppercase\n\n  • Digits", ""),
        (
            "String",
            "Owner. The options are as follows:\n\n  • water:rain\n\n  • garden:pond",
            "value water:rain value garden:pond",
        ),
        ("String", "Range\n\n  • water:rain: rain\n\n  • a:One thing\n\n  • 1:one", "value water:rain value a value 1"),
        ("String", "Range\n\n  • Length: 8 to 26 characters", "limits 8..26"),
        ("Integer", "Range\n\n-1: unlimited", "value -1"),
        ("String", "Mode.\n\n  • fast (default): quick\n\n  • slow: careful", "value fast value slow default fast"),
        ("String", "old_standard: the practice of old", "value old_standard"),
        ("String", "Link. Default: https://example.com/a:b", "default https://example.com/a:b"),
        ("Boolean", "Default: False", "default false"),
    ]);
}

#[test]
fn reads_folded_cells_and_units() {
    assert_facts(&[
        (
            "String",
            "Definition Growth. Constraints N/A Range • unsown • success: done Default Value unsown",
            "value unsown value success default unsown",
        ),
        ("Integer", "Definition Number. Constraints N/A Range 1-100 Default Value 10", "limits 1..100 default 10"),
        ("String", "Definition Name. Range The value can contain 1 to 64 characters.", "limits 1..64"),
        (
            "String",
            "Definition Name. Constraints N/A Range Anything goes Default Value N/A",
            "unrecognized: Anything goes",
        ),
        ("Long", "Expiration time. The default unit is millisecond.", "unit ms"),
        ("Long", "End, in ms. Unit: second", "unit ms"),
        ("Integer", "Password age (days)", "unit days"),
        // A description can be the name of another row.
        ("String", "plant_id", ""),
        ("String", "plant_id\n\nMinimum: 1\n\nMaximum: 64", "limits 1..64"),
        ("String", "Definition\n\nplant_id\n\nRange\n\nN/A", ""),
        ("String", "Range\n\nAnything", "unrecognized: Anything"),
        ("String", "A thing.\n\nother_thing\n\nIt goes on.", "unrecognized: other_thing"),
    ]);
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
        let row = html_row("String", html);
        let mut found = Vec::new();
        for note in row.facts.notes.iter().filter(|note| note.value == Note::PossibleValues) {
            found.push(note.text.as_str());
        }
        let read = facts_and_unrecognized(&row);
        if (read.as_str(), found.join(" ").as_str()) != (expected, notes) {
            wrong.push(format!("{html}: {read}, {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
