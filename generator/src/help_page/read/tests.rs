//! Wordings of both layouts, each with the facts that follow.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Facts, HelpPage, Limits, TableKind, read};

const BEFORE: &str = "Updated on 2030-01-31\n\nThings\n\nFunction\n\nLists.\n\nURI\n\nGET /v1/things\n\nTable 1 Query Parameters\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\n";
const AFTER: &str = "\n\nResponse Parameters\n\nStatus code: 200\n\nNone\n\nStatus Codes\n\nStatus Code\n\nDescription\n\n200\n\nDone.\n\nError Codes\n";

fn page_text(rows: &str) -> String {
    format!("{BEFORE}{rows}{AFTER}")
}

fn page(rows: &str) -> HelpPage {
    read(&page_text(rows)).expect("a page")
}

/// Returns the facts that are read from the description of a row of this type.
fn facts(ty: &str, description: &str) -> String {
    let page = page(&format!("thing\n\nNo\n\n{ty}\n\n{description}"));
    let row = page.tables.first().and_then(|table| table.rows.first()).expect("a row");
    let mut text = shown(&row.facts);
    for unrecognized in &row.unrecognized {
        let _ = write!(text, "unrecognized: {} ", unrecognized.text);
    }
    text.trim_end().to_owned()
}

fn shown(facts: &Facts) -> String {
    let mut text = String::new();
    let mut limits = |what: &str, limits: &Limits| {
        if limits.any().is_some() {
            let shown = |limit: &Option<super::Located<i64>>| {
                limit.as_ref().map_or("?".to_owned(), |limit| limit.value.to_string())
            };
            let _ = write!(text, "{what} {}..{} ", shown(&limits.min), shown(&limits.max));
        }
    };
    limits("limits", &facts.limits);
    limits("items", &facts.items);
    for value in &facts.values {
        let _ = write!(text, "value {}{} ", value.name.value, if value.deprecated { " (deprecated)" } else { "" });
    }
    if let Some(default) = &facts.default {
        let _ = write!(text, "default {} ", default.value);
    }
    if facts.deprecated.is_some() {
        text.push_str("deprecated ");
    }
    if let Some(unit) = &facts.unit {
        let _ = write!(text, "unit {} ", unit.value);
    }
    text
}

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

/// Each case: the lines of a table, the names of its rows, and the number of unrecognized texts.
#[test]
fn finds_rows() {
    let cases = [
        ("a\n\nNo\n\nString\n\nName\n\nb\n\nYes\n\nLong\n\nNumber", "a b", 0),
        ("a\tNo\tString\tName\nb\tYes\tLong\tNumber", "a b", 0),
        ("**a**\n\nNo\n\nString\n\nb\n\nYes\n\nLong", "a b", 0),
        ("a\n\nNo\n\nStrng\n\nName", "a", 1),
        ("a\n\nMaybe\n\nString\n\nDefinition\n\nName", "a", 1),
        ("a\n\nString\n\nName", "a", 1),
        ("-\n\nFile\n\nThe file.", "-", 1),
        ("a\n\nNo\n\nString\n\nA name.\n\nYes\n\nLong\n\nNumber", "a", 2),
        ("a\n\nNo\n\nString\n\nName\n\na\n\nNo\n\nString\n\nName", "a a", 1),
        ("None", "", 0),
    ];
    for (rows, names, unrecognized) in cases {
        let page = page(rows);
        let table = page.tables.first().expect("a table");
        let found: Vec<&str> = table.rows.iter().map(|row| row.name.value.as_str()).collect();
        let count = page.unrecognized.len() + table.rows.iter().map(|row| row.unrecognized.len()).sum::<usize>();
        assert_eq!((found.join(" ").as_str(), count), (names, unrecognized), "{rows:?}");
    }
}

#[test]
fn reads_titles_with_and_without_breadcrumbs() {
    let cases = [
        ("Help/ Things/ Listing Things\nUpdated on 2030-01-31\n\nListing Things", "Listing Things"),
        ("Help/ Things/ Listing Things\nUpdated on 2030-01-31", "Listing Things"),
        ("Updated on 2030-01-31 GMT+08:00\n\nHelp> Things> Listing Things (Deprecated)", "Listing Things (Deprecated)"),
        ("**Starting/Stopping Things**\nUpdated on: 2030-01-31", "Starting/Stopping Things"),
    ];
    for (head, title) in cases {
        let page =
            read(&page_text("a\n\nNo\n\nString").replacen("Updated on 2030-01-31\n\nThings", head, 1)).expect("a page");
        assert_eq!(page.title.map(|title| title.value).as_deref(), Some(title));
        assert_eq!(page.updated.map(|updated| updated.value).as_deref(), Some("2030-01-31"));
        assert_eq!(page.deprecated.is_some(), title.ends_with("(Deprecated)"));
    }
}

/// The test ends: there is no endless loop, and no recursion that exhausts the stack.
#[test]
fn handles_large_and_deeply_nested_pages() {
    for piece in [
        "{\n",
        "[\n\n",
        "{\"a\":\n\n",
        "\"",
        "• a\n",
        "Table 1 Path Parameters\n",
        "a\nNo\nString\n",
        "Status code: 200\n",
        "Array of ",
        "1 to ",
        "URI\n",
        "<div>",
        "<table><tr><td>",
        "<b><p>",
    ] {
        for (before, after) in
            [("", ""), (BEFORE, AFTER), ("URI\n\nGET /a\n\nExample Requests\n\n", "\n\nStatus Codes\n\n200\n")]
        {
            let _ = read(&format!("{before}{}{after}", piece.repeat(10_000)));
        }
    }
}

/// Each of these pages is rejected before the time to read it becomes noticeable.
#[test]
fn rejects_pages_of_excessive_size() {
    for text in [
        page_text(&"Thing\n\n".repeat(400_000)),
        page_text(&"Thing ".repeat(400_000)),
        format!("<p>{}</p>", "Thing ".repeat(400_000)),
        format!("<p>{}", "<div>".repeat(100_000)),
    ] {
        let error = read(&text).expect_err("too large");
        assert!(error.message.contains("too long") || error.message.contains("too deep"), "{}", error.message);
    }
}

/// The page of `page_text`, as HTML with this body of its table.
fn html_page(title: &str, rows: &str) -> String {
    format!(
        "<!doctype html><html lang=en><body><ul><li>URI<li>Status Codes</ul><h1>Things</h1>\n<h2>URI</h2>\n<p>GET \
         /v1/things</p>{title}{rows}</table>\n<h2>Response Parameters</h2><p>Status code: 200</p><p>None</p>\n<h2>Status \
         Codes</h2><table><tr><td>Status Code<td>Description<tr><td>200<td>Done.</table><h2>Error Codes</h2>"
    )
}

/// Different markup of the same table.
#[test]
fn reads_tables_from_html() {
    let caption = "<table><caption>Table 1 Query Parameters</caption>";
    let head = "<tr><th>Parameter<th>Mandatory<th>Type<th>Description";
    let cases = [
        (caption, "{head}<tr><td>thing<td>No<td>String<td>Name<ul><li>a: x<li>b: y</ul>Minimum: 1<br>Maximum: 9"),
        (
            "<p><b>Table 1</b>&nbsp;Query Parameters</p><table>",
            "{head}<tr><td><p>thing</p><td><div>No</div><td><span>Str</span>ing<td>Name<ol><li><p>a</p><li><b>b</b></ol>\
             Minimum: 1<p>Maximum: 9</p>",
        ),
        (
            caption,
            "<thead>{head}</thead><tbody><tr><td>thing<td>No<td>String<td>Its value can be: <table><tr><td>-a -b</table>\
             Minimum: 1 Maximum: 9</tbody>",
        ),
    ];
    for (title, rows) in cases {
        let text = html_page(title, &rows.replace("{head}", head));
        let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
        let table = page.tables.first().expect("a table");
        let row = table.rows.first().expect("a row");
        assert_eq!((&table.kind, row.name.value.as_str()), (&TableKind::Query, "thing"), "{rows}");
        assert_eq!(shown(&row.facts).trim_end(), "limits 1..9 value a value b", "{rows}");
        assert!(page.unrecognized.is_empty() && row.unrecognized.is_empty(), "{page:?}");
        assert_eq!(page.title.as_ref().map(|title| title.value.as_str()), Some("Things"));
    }
}

/// A cell that spans rows is in each of them.
#[test]
fn reads_cells_that_span_rows_and_columns() {
    let head = "<table><caption>Table 1 Query Parameters</caption><tr><th>Kind<th>Parameter<th>Mandatory<th>Type<th>Description";
    let cases = [
        ("<tr><td rowspan=2>x<td>a<td rowspan=2>No<td rowspan=2>Long<td>A<tr><td>b<td>B", "a Long A; b Long B"),
        ("<tr><td rowspan=0>x<td>a<td>No<td>Long<td>A<tr><td>b<td>No<td>String<td>B", "a Long A; b String B"),
        (
            "<tr><td><td>a<td>No<td>Long<td rowspan=9>Both<tr><td><td>b<td>No<td>Long</table>",
            "a Long Both; b Long Both",
        ),
        ("<tr><td><td>a<td>No<td>Long<td>A<tr><td>x<td>b<td>No<td>Long", "a Long A; b Long !"),
        ("<tr><td colspan=2>a<td>No<td>Long<td>A<tr><td><td>b<td>No<td>Long<td>B", "!"),
        ("<tr><td><td>a<td>No<td>Long<td>A<tr><td>x<td>b<td colspan=2>No<td>B", "a Long A; b B !"),
        ("<tr><td><td>a<td>No<td>Long<td>A<td>Minimum: 1", "a Long A !"),
        ("<tr><td><td>a<td>No<td>Long<td>A<td>", "a Long A"),
    ];
    for (rows, expected) in cases {
        let page = match read(&html_page(head, rows)) {
            Ok(page) => page,
            Err(error) => {
                assert!(error.message.contains("has no name") && expected == "!", "{rows}: {}", error.message);
                continue;
            }
        };
        let mut found = Vec::new();
        for row in page.tables.iter().flat_map(|table| &table.rows) {
            let mut texts = vec![row.name.value.clone()];
            texts.extend(row.ty.as_ref().map(|ty| ty.value.to_string()));
            texts.extend(row.lines.iter().map(|line| line.text.clone()));
            texts.extend((!row.unrecognized.is_empty()).then(|| "!".to_owned()));
            found.push(texts.join(" "));
        }
        assert_eq!(found.join("; "), expected, "{rows}");
        assert!(page.unrecognized.is_empty(), "{rows}: {:?}", page.unrecognized);
    }
}

/// Tables whose cells span more rows than there are.
#[test]
fn handles_cells_that_span_many_rows() {
    let cells = "<td rowspan=65534 colspan=1000>a".repeat(1_000);
    let text = html_page("<table>", &format!("<tr>{cells}{}", "<tr><td rowspan=99999999999999999999>b".repeat(20_000)));
    let _ = read(&text);
}

/// Rows whose cells are missing or wrong are reported. `|` separates cells.
#[test]
fn reports_incomplete_rows_of_html() {
    let cases = [
        "thing|No|Strng|Name",
        "thing||String|Name",
        "|No|String|Name",
        "thing|No",
        "thing|No|Long",
        "a|No|String|x;a|No|String|y",
    ];
    for rows in cases {
        let rows: Vec<String> = rows.split(';').map(|row| format!("<tr><td>{}", row.replace('|', "<td>"))).collect();
        let head = "<tr><th>Parameter<th>Mandatory<th>Type<th>Description<tr><td>other<td>No<td>Long<td>Other";
        let text = html_page("<table><caption>Table 1 Query Parameters</caption>", &format!("{head}{}", rows.concat()));
        let page = read(&text).expect("a page");
        let count = page.unrecognized.len()
            + page.tables.iter().flat_map(|table| &table.rows).map(|row| row.unrecognized.len()).sum::<usize>();
        assert!(count > 0, "{rows:?}: {:?}", page.tables);
    }
}

/// Values, defaults and numbers that the facts of a row state.
fn stated(facts: &Facts) -> Vec<String> {
    let mut stated: Vec<String> = facts.values.iter().map(|value| value.name.value.clone()).collect();
    stated.extend(facts.default.as_ref().map(|default| default.value.clone()));
    for limits in [&facts.limits, &facts.items] {
        for limit in [&limits.min, &limits.max].into_iter().flatten() {
            stated.push(limit.value.to_string());
        }
    }
    stated
}

/// Pieces of descriptions.
fn descriptions() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "Definition",
        "Constraints",
        "Range",
        "Default Value",
        "N/A",
        "\n",
        "\n\n",
        ": ",
        ":",
        ", ",
        " ",
        "-",
        "• ",
        "- ",
        "\n  • ",
        "Minimum: 1",
        "Maximum: 20",
        "Array Length: 0 - 10",
        "Default: 0",
        "The default value is a.",
        "The value can be: ",
        "The options are as follows:",
        "-a -b",
        "a",
        "b_c",
        "1",
        "-1",
        "7 to 9",
        "1,000 characters",
        "up to 64 characters",
        "network:dhcp",
        "\"x\" # y",
        "(Deprecated)",
        "Options: 1-30",
        "value 0 indicates",
        "in ms",
    ]);
    let piece = prop_oneof![6 => known.prop_map(str::to_owned), 1 => "\\PC{0,9}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn lines() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "URI",
        "GET /v1/things",
        "Table 1 Path Parameters",
        "Table 2 Thing",
        "Parameter",
        "Mandatory",
        "Type",
        "Description",
        "Yes",
        "No",
        "String",
        "Array of Thing objects",
        "thing",
        "Definition",
        "Constraints",
        "Range",
        "Default Value",
        "N/A",
        "None",
        "• a: b",
        "- a",
        "-",
        "**",
        "Minimum: 1",
        "Maximum: -9",
        "1-2",
        "9 to 99999999999999999999",
        "Response Parameters",
        "Status code: 200",
        "Status code: 2",
        "{",
        "}",
        "{ \"a\" : 1 }",
        "[",
        "Example Requests",
        "Example Responses",
        "Status Codes",
        "200",
        "Error Codes",
        "Updated on 2030-01-31",
        "Default:",
        "Options: a, b or c",
        "The options are as follows:",
    ]);
    let line = prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,20}", 1 => ".{0,5}"];
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn does_not_panic_on_any_text(text in "(?s).{0,200}") {
        let _ = read(&text);
    }

    /// Numbers may have separators on the page, and Booleans another case.
    #[test]
    fn never_invents_a_value(ty in prop::sample::select(vec!["String", "Integer", "Boolean", "Array of strings"]), text in descriptions()) {
        let page_text = page_text(&format!("thing\n\nNo\n\n{ty}\n\n{text}"));
        if let Ok(page) = read(&page_text) {
            let folded = super::lines::visible(&text).replace(',', "").to_lowercase();
            for row in page.tables.iter().flat_map(|table| &table.rows) {
                for stated in stated(&row.facts) {
                    let stated = stated.replace(',', "").to_lowercase();
                    prop_assert!(folded.contains(&stated), "{stated:?} is not in {text:?}");
                }
            }
        }
    }

    /// Each row of a table is found, or something is reported, whatever its description is and whichever cell is missing.
    #[test]
    fn never_loses_a_row_silently(
        rows in prop::collection::vec((descriptions(), prop::option::weighted(0.2, 0..3_usize), "[a-z]{1,3}_[a-z]{3}"), 1..6),
        is_html in any::<bool>(),
    ) {
        let mut text = String::new();
        let mut html = String::new();
        for (description, missing, name) in &rows {
            let cells = [name.as_str(), "No", "String"];
            html.push_str("<tr>");
            for (index, cell) in cells.iter().enumerate() {
                if *missing == Some(index) {
                    html.push_str("<td>");
                } else {
                    let _ = write!(text, "{cell}\n\n");
                    let _ = write!(html, "<td>{cell}");
                }
            }
            let _ = write!(text, "Text.\n\n{description}\n\nThe end of it.\n\n");
            let _ = write!(html, "<td><p>{}</p>", description.replace('<', "&lt;").replace("\n\n", "</p><p>"));
        }
        let text = if is_html {
            let head = "<tr><th>Parameter<th>Mandatory<th>Type<th>Description";
            html_page("<table><caption>Table 1 Query Parameters</caption>", &format!("{head}{html}"))
        } else {
            page_text(&text)
        };
        let Ok(page) = read(&text) else {
            return Ok(());
        };
        let found: Vec<&super::Row> = page.tables.iter().flat_map(|table| &table.rows).collect();
        let reported = page.unrecognized.len() + found.iter().map(|row| row.unrecognized.len()).sum::<usize>();
        for (_, _, name) in &rows {
            let is_row = found.iter().any(|row| row.name.value == *name);
            prop_assert!(is_row || reported > 0, "{name} is lost: {text}");
        }
    }

    #[test]
    fn does_not_panic_on_any_html(text in "<(</?(p|td|tr|table|ul|li|h2|b|caption|pre|div|br)>|URI|Table 1 a|GET /a|a|\n| ){0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn does_not_panic_on_any_lines(lines in lines()) {
        let _ = read(&lines);
        let _ = read(&page_text(&lines));
    }
}

/// Headings and titles of other layouts. Each case replaces text of the usual page.
#[test]
fn reads_variants_of_headings_and_titles() {
    let row = "thing\n\nNo\n\nString\n\nName";
    let cases = [
        ("Table 1 Query Parameters", "Table 1 Query parameter"),
        ("Response Parameters", "Response"),
        ("Response Parameters", "Response Parameter"),
        ("Status Codes\n\nStatus Code", "Status Code\n\nStatus Code"),
        ("Status Codes\n\nStatus Code", "Returned Values\n\nReturned Value"),
        ("URI\n", "Request URI\n"),
        (
            "Mandatory\n\nType\n\nDescription\n\nthing\n\nNo\n\nString",
            "Type\n\nMandatory\n\nDescription\n\nthing\n\nString\n\nNo",
        ),
    ];
    for (from, to) in cases {
        let text = page_text(row);
        assert!(text.contains(from), "{from:?}");
        let page = read(&text.replacen(from, to, 1)).expect(to);
        let table = page.tables.first().expect("a table");
        assert_eq!((&table.kind, table.rows.len()), (&TableKind::Query, 1), "{to:?}");
        assert!(page.unrecognized.is_empty(), "{to:?}: {:?}", page.unrecognized);
        let row = &table.rows[0];
        assert!(row.unrecognized.is_empty() && row.mandatory.is_some() && row.ty.is_some(), "{to:?}: {row:?}");
    }
}

#[test]
fn a_response_without_body_needs_no_status_line() {
    let text = page_text("thing\n\nNo\n\nString\n\nName").replacen("Status code: 200\n\nNone", "None", 1);
    let page = read(&text).expect("a page");
    assert!(page.unrecognized.is_empty(), "{:?}", page.unrecognized);
    assert!(page.statuses.iter().any(|status| status.value.0 == 200));
}

#[test]
fn rejects_pages_without_readable_tables() {
    for (rows, expected) in [("No\n\nString\n\nName", "no row of a table can be read"), ("once upon a time", "no row")]
    {
        let error = read(&page_text(rows)).expect_err("no rows");
        assert!(error.message.contains(expected), "{}", error.message);
    }
    let text = page_text("").replacen("Table 1", "Figure 1", 1).replacen("Parameter\n", "Picture\n", 1);
    assert!(read(&text).expect_err("no table").message.contains("no table of parameters found"));
}
