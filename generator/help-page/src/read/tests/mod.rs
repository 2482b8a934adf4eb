//! Pages in the layout of the service.

mod cases;
mod hidden;
mod html;
mod layouts;
mod properties;

use std::fmt::Write as _;

use super::{Facts, HelpPage, Limits, Located, Row, TableKind, read};

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
    facts_and_unrecognized(page.tables.first().and_then(|table| table.rows.first()).expect("a row"))
}

fn facts_and_unrecognized(row: &Row) -> String {
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
            let shown =
                |limit: &Option<Located<i64>>| limit.as_ref().map_or("?".to_owned(), |limit| limit.value.to_string());
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
    for explained in &facts.explained {
        let _ = write!(text, "explained {} ", explained.value);
    }
    if facts.deprecated.is_some() {
        text.push_str("deprecated ");
    }
    if let Some(unit) = &facts.unit {
        let _ = write!(text, "unit {} ", unit.value);
    }
    text
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
        ("a\n\nNo\n\nString\n\nName\n\na\n\nNo\n\nString\n\nName", "a a", 2),
        ("a\n\nNo\n\nString\n\nName\n\njobs\n\njobs array\n\nAll jobs.", "a", 2),
        ("a (deprecated)\n\nNo\n\nString\n\nName\n\nb\n\nYes\n\nLong", "a b", 0),
        ("a\n\nNo\n\nDefinition\n\nName\n\nDefault Value\n\nred\n\nb\n\nDefinition\n\nNumber", "a b", 2),
        ("a\n\nDefinition\n\nName\n\nDefault Value\n\nN/A\n\nb\n\nYes\n\nLong\n\nDefinition\n\nNumber", "a b", 1),
        ("a\n\nNo\n\nString\n\nName.\n\nb\n\nNumber of things.", "a", 1),
        ("a\n\nNo\n\nString\n\nName. For example:\n\nb\n\nIt is short.", "a", 0),
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

/// The mark can be next to the name or in the description.
#[test]
fn reads_deprecated_rows() {
    for (name, text) in [
        ("a (deprecated)", "Name"),
        ("a(Deprecated)", "Name"),
        ("**a** (Discarded)", "Name"),
        ("a（deprecated）", "Name"),
        ("a", "Name (Deprecated)"),
    ] {
        let html = html::html_page(
            "<table><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description",
            &format!("<tr><td>{}<td>No<td>String<td>{text}", name.replace("**", "")),
        );
        for page in [page(&format!("{name}\n\nNo\n\nString\n\n{text}")), read(&html).expect("a page")] {
            let row = &page.tables[0].rows[0];
            assert_eq!((row.name.value.as_str(), facts_and_unrecognized(row).as_str()), ("a", "deprecated"), "{name}");
        }
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

/// The time to split a line is proportional to its length; otherwise, this would take minutes.
#[test]
fn handles_lines_of_many_parts() {
    for piece in ["Minimum: 1 ", "Range: 1-2 Maximum: 2 ", "Constraints: a Default: "] {
        for start in ["", "Range: "] {
            let description = format!("{start}{}", piece.repeat(2_500));
            let _ = read(&page_text(&format!("thing\n\nNo\n\nInteger\n\n{description}\n\n")));
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
    ] {
        let error = read(&text).expect_err("too large");
        assert!(error.message.contains("too long"), "{}", error.message);
    }
}

/// Each of these pages is much larger or deeper than a help page. The error states the limit.
#[test]
fn rejects_pages_that_need_excessive_memory_or_time() {
    let attributes = numbered(100_000, " a");
    let cases = [
        (format!("<p>{}{}", "<b>".repeat(2_000), "<p>x".repeat(4_000)), "256 levels deep"),
        ("<p></p>".repeat(100_001), "more than 100,000 elements"),
        ("<p>".repeat(10 << 20), "larger than 4 MiB"),
        ("word ".repeat(1 << 20), "larger than 4 MiB"),
        (page_text(&"thing\n\nNo\n\nString\n\nA thing.\n\n".repeat(2_001)), "more than 2,000 rows"),
        (
            page_text(&format!("thing\n\nNo\n\nString\n\nValues:{}\n\n", numbered(2_001, "\n- v"))),
            "more than 2,000 values",
        ),
        (format!("<p>{}", "<div>".repeat(100_000)), "more than 256 levels deep"),
        (format!("<p>{}", "<unknown>".repeat(100_000)), "more than 256 levels deep"),
        (format!("<p>{}", "<table><tr><td>".repeat(100_000)), "more than 256 levels deep"),
        (format!("{}{}", "<i>".repeat(240), "<td>".repeat(1_000_000)), "more than 10,000,000 levels deep"),
        (format!("{}{}", "<i>".repeat(240), "</a>".repeat(1_000_000)), "more than 10,000,000 levels deep"),
        (format!("<table><td>{}{}", "<i>".repeat(240), "</tbody>".repeat(400_000)), "more than 10,000,000 levels deep"),
        ("</br>".repeat(100_001), "more than 100,000 elements"),
        (format!("<p{attributes}>"), "more than 256 attributes"),
        (format!("<html{attributes}>"), "more than 256 attributes"),
        (format!("<!-- <a b=\" --><p{attributes}>"), "more than 256 attributes"),
        (format!("<p{}", " a='>'".repeat(100_000)), "more than 256 attributes"),
        ("<a b='<a b=\"".repeat(200_000), "more than 256 attributes"),
    ];
    for (text, expected) in cases {
        let error = read(&text).expect_err(expected);
        assert!(error.message.contains(expected), "{expected}: {}", error.message);
        assert!(error.message.contains("not a help page"), "{}", error.message);
    }
}

/// Invalid markup takes no more memory or time than valid markup, although a browser would repeat elements that are not
/// closed in each paragraph.
#[test]
fn handles_much_invalid_markup() {
    for html in [
        format!("<p>{}{}", numbered(200, "<b>"), "<p>x".repeat(4_000)),
        format!("<p><b{}>{}", numbered(200, " a"), "<p>x".repeat(4_000)),
        "<a<".repeat(1_000_000),
        "<!---->".repeat(200_000),
        format!("</p{}>", numbered(100_000, " a")),
    ] {
        let error = read(&html).expect_err("no help page");
        assert!(error.message.contains("no request line"), "{}", error.message);
    }
}

/// Returns copies of a piece, each followed by its number.
fn numbered(count: usize, piece: &str) -> String {
    let mut pieces = String::new();
    for index in 0..count {
        let _ = write!(pieces, "{piece}{index}");
    }
    pieces
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
