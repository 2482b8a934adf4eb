//! Descriptions of rows and the facts that are read from them, in `cases/*.txt`.
//!
//! Below a heading, `type:` states the type of rows whose descriptions are plain text, and `html:` that of rows whose
//! descriptions are HTML. Each other line is a case: the description, `=>` and its facts. `in:` is text around each
//! description below it, and `¶` and `↵` are the ends of paragraphs and lines. If some text is not understood,
//! `reported` stands for it and for facts of which a part is not read.

use super::super::{Note, Row, read};
use super::html::html_page;
use super::{facts, facts_and_unrecognized};

/// Returns the row that is read from a cell in HTML.
pub(super) fn html_row(ty: &str, description: &str) -> Row {
    let head = "<table class=facts><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description";
    let text = html_page(head, &format!("<tr><td>thing<td>No<td>{ty}<td>{description}"));
    let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
    page.tables.into_iter().flat_map(|table| table.rows).next().expect("a row")
}

#[test]
fn reads_facts() {
    check(include_str!("cases/facts.txt"));
}

#[test]
fn reads_numbers() {
    check(include_str!("cases/numbers.txt"));
}

#[test]
fn reads_lists_of_values() {
    check(include_str!("cases/lists.txt"));
}

#[test]
fn skips_text_that_css_hides() {
    check(include_str!("cases/hidden.txt"));
}

/// Spaces and hyphens that look like the usual ones.
#[test]
fn reads_other_spaces_and_hyphens() {
    for range in ["1 to 32\u{a0}768", "1 to 32\u{202f}768", "1 \u{2011} 32768"] {
        assert_eq!(facts("Long", &format!("Range\n\n{range}")), "limits 1..32768", "{range:?}");
    }
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
        ("Kind, which can be a, b, or c.", "", "Kind, which can be a, b, or c."),
        ("Kind, which can be a or b.<ul><li>a: x<li>b: y</ul>", "value a value b", ""),
        ("Supported kinds: a, b, or c", "", "Supported kinds: a, b, or c"),
        ("The value can be a.", "", "The value can be a."),
        ("Kind. Only a is supported.", "", "Kind. Only a is supported."),
        ("It can be changed or removed by everyone.", "", ""),
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

/// A person decides what a condition means for requests.
#[test]
fn notes_conditions() {
    for (text, is_condition) in [
        ("Mandatory if bed_id is set.", true),
        ("If bed_id is set, this parameter must be set.", true),
        ("Either this parameter or bed_id must be specified.", true),
        ("This parameter is valid only when bed_id is set.", true),
        ("It takes effect only if bed_id is set.", true),
        ("This parameter is ignored if bed_id is set.", true),
        ("If bed_id is set, it does not take effect.", true),
        ("At least one of bed_id and kind is needed.", true),
        ("This parameter and bed_id are mutually exclusive.", true),
        ("It cannot be used together with bed_id.", true),
        ("It cannot be specified at the same time as bed_id.", true),
        ("A bed, which can be used if it is free.", false),
        ("Either a tree or a shrub.", false),
        ("A valid name.", false),
        ("Only the first name is valid. If there are more, they are not shown.", false),
        ("Ignored beds are counted. If a bed is free, it is not.", false),
        ("It is displayed only if the bed is free.", false),
    ] {
        let row = html_row("String", text);
        assert_eq!(row.facts.notes.iter().any(|note| note.value == Note::Condition), is_condition, "{text}");
    }
}

/// Fails with all wrong cases.
fn check(file: &str) {
    let mut wrong = Vec::new();
    let (mut ty, mut is_html, mut around) = ("String", false, Vec::new());
    for (index, line) in file.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
        if line.starts_with("## ") {
            around.clear();
        } else if let Some(text) = line.strip_prefix("in: ") {
            around.push(text);
        } else if let Some((name, row_type)) =
            line.split_once(": ").filter(|(name, _)| matches!(*name, "type" | "html"))
        {
            (ty, is_html) = (row_type, name == "html");
        } else {
            let (text, expected) = line.split_once(" =>").expect("a case");
            let whole = if around.is_empty() { vec!["{}"] } else { around.clone() };
            for description in whole.iter().map(|whole| unescaped(&whole.replace("{}", text))) {
                let read =
                    if is_html { facts_and_unrecognized(&html_row(ty, &description)) } else { facts(ty, &description) };
                if !is_expected(&read, &unescaped(expected.trim_start())) {
                    wrong.push(format!("line {}: {description:?}: {read}", index + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn unescaped(text: &str) -> String {
    text.replace(" ¶ ", "\n\n").replace('↵', "\n")
}

fn is_expected(read: &str, expected: &str) -> bool {
    match read.split_once("unrecognized: ") {
        Some((facts, _)) if expected == "reported" => matches!(facts.trim_end().rsplit("..").next(), Some("" | "?")),
        _ => read == expected,
    }
}
