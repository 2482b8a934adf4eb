//! Properties of any text.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::{Facts, Row, lines, read};
use super::html::html_page;
use super::page_text;

/// Returns the values, defaults and numbers that the facts of a row state.
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

    /// Numbers may have separators on the page, and Booleans another case. The value of a product or a power has other
    /// digits than the page.
    #[test]
    fn never_invents_a_value(ty in prop::sample::select(vec!["String", "Integer", "Boolean", "Array of strings"]), text in descriptions()) {
        let page_text = page_text(&format!("thing\n\nNo\n\n{ty}\n\n{text}"));
        if let Ok(page) = read(&page_text) {
            let folded = lines::visible(&text).replace(',', "").to_lowercase();
            for row in page.tables.iter().flat_map(|table| &table.rows) {
                for stated in stated(&row.facts) {
                    let stated = stated.replace(',', "").to_lowercase();
                    let is_number = stated.parse::<i64>().is_ok();
                    let is_on_page = folded.contains(&stated) || (is_number && has_calculation(&folded));
                    prop_assert!(is_on_page, "{stated:?} is not in {text:?}");
                }
            }
        }
    }

    /// Each row of a table is found, or something is reported, whatever its description is and whichever cell is
    /// missing.
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
        let found: Vec<&Row> = page.tables.iter().flat_map(|table| &table.rows).collect();
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

/// Returns whether an operator follows a digit.
fn has_calculation(text: &str) -> bool {
    let operators = ['*', '×', '^', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    text.split(operators).rev().skip(1).any(|before| before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}
