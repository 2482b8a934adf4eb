//! Tables of pages saved as HTML.

use super::super::{TableKind, read};
use super::shown;

/// Returns the page of `page_text`, as HTML with this body of its table.
pub(super) fn html_page(title: &str, rows: &str) -> String {
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
            "<colgroup><col><col width=9><thead>{head}<tbody><tr><td>thing<td>No<td>String<td>Its value can be: <table><tr><td>-a -b</table>\
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

/// Tables with cells that span more rows than there are.
#[test]
fn handles_cells_that_span_many_rows() {
    let cells = "<td rowspan=65534 colspan=1000>a".repeat(1_000);
    let text = html_page("<table>", &format!("<tr>{cells}{}", "<tr><td rowspan=99999999999999999999>b".repeat(20_000)));
    let _ = read(&text);
}

/// Rows with missing or wrong cells are reported. `|` separates cells.
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

/// Code keeps its lines, and a table around it is not a table of rows.
#[test]
fn reads_examples_from_code() {
    let code = "GET https://{endpoint}/v1/things?thing=a\n\n{\n  \"a\" : 1\n}";
    let table =
        "<table><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description";
    let page = html_page(table, "<tr><td>thing<td>No<td>String<td>Name");
    for example in [
        format!("<pre>{code}</pre>"),
        format!("<table><tr><td><pre>{code}</pre></table>"),
        format!("<table><tr><td><pre>1\n2\n3\n4\n5</pre><td><pre>{code}</pre></table>"),
    ] {
        let status_codes = "<h2>Status Codes";
        let text = page.replace(status_codes, &format!("<h2>Example Requests</h2>{example}{status_codes}"));
        let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
        let found = (page.example_requests.len(), page.examples.len(), page.tables.len());
        assert_eq!((found, page.unrecognized.len()), ((1, 1, 1), 0), "{page:?}");
    }
}
