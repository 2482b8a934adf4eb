//! Text that CSS hides.

use std::fmt::Write as _;

use super::super::read;
use super::html::html_page;

/// Returns a page with a list of values that `{}` stands for, and these styles.
fn page_with(styles: &str, values: &str) -> String {
    let head = "<table class=facts><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description";
    let rows = format!(
        "<tr><td>thing<td>No<td>String<td>Its value can be:<ul class=\"values all\"><li>a: x{values}<li>z: y</ul>"
    );
    html_page(head, &rows).replacen("<body>", &format!("<head>{styles}</head><body>"), 1)
}

/// Text outside of rows is reported, too.
#[test]
fn reports_titles_that_may_be_hidden() {
    let text = page_with("<style>@supports (top:0){.facts caption{display:none}}</style>", "");
    let page = read(&text).expect("a page");
    let reasons: Vec<&str> = page.unrecognized.iter().map(|unrecognized| unrecognized.reason.as_str()).collect();
    assert_eq!(reasons, ["a style that is not understood may hide this text"]);
}

/// A selector of excessive length may select any element.
#[test]
fn reports_text_that_a_long_selector_may_hide() {
    let text = page_with(&format!("<style>{}{{display:none}}</style>", ".other".repeat(200)), "");
    let page = read(&text).expect("a page");
    let reported = page.unrecognized.iter().filter(|unrecognized| unrecognized.reason.contains("style"));
    assert!(reported.count() > 1, "{:?}", page.unrecognized);
    assert!(!page.tables[0].rows[0].unrecognized.is_empty(), "{:?}", page.tables);
}

/// Rows and cells that are not displayed take no place in their table. Cells whose text is hidden do.
#[test]
fn skips_hidden_rows_and_cells() {
    for (rows, expected) in [
        ("<tr style=\"display:none\"><td>a<td>No<td>Long<td>A<tr><td>b<td>No<td>Long<td>B", "b:Long:1"),
        ("<tbody hidden><tr><td>a<td>No<td>Long<td>A</tbody><tbody><tr><td>b<td>No<td>Long<td>B", "b:Long:1"),
        ("<tr style=\"visibility:collapse\"><td>a<td>No<td>Long<td>A<tr><td>b<td>No<td>Long<td>B", "b:Long:1"),
        ("<tr><td style=\"display:none\">x<td>a<td>No<td>Long<td>A", "a:Long:1"),
        ("<tr><td>a<td>No<td>Long<td style=\"visibility:hidden\">A", "a:Long:0"),
        ("<tr><td>a<td>No<td>L<span hidden>et</span>ong<td>A", "a:Long:1"),
        ("<tr><td>a<td>No<td>L<del>et</del>ong<td>A", "a:Long:1"),
        // Neither cells nor parts of a line are smaller than their text, unless they are displayed differently.
        ("<tr><td>a<td>No<td>Long<td style=\"overflow:hidden;max-width:0\">A", "a:Long:1"),
        ("<tr><td>a<td>No<td>Long<td style=\"overflow:hidden;height:0;display:block\">A", "a:Long:0"),
        ("<tr><td>a<td>No<td>L<span style=\"overflow:hidden;width:0\">on</span>g<td>A", "a:Long:1"),
        (
            "<tr><td>a<td>No<td>L<span style=\"overflow:hidden;width:0;display:inline-block\">et</span>ong<td>A",
            "a:Long:1",
        ),
        ("<tr><td>a<td>No<td>L<span style=\"overflow:hidden;width:0;position:absolute\">et</span>ong<td>A", "a:Long:1"),
    ] {
        let head =
            "<table><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description";
        let page = read(&html_page(head, rows)).expect("a page");
        let mut found = Vec::new();
        for row in page.tables.iter().flat_map(|table| &table.rows) {
            let ty = row.ty.as_ref().map_or(String::new(), |ty| ty.value.to_string());
            found.push(format!("{}:{ty}:{}", row.name.value, row.lines.len()));
        }
        assert_eq!(found.join(" "), expected, "{rows}");
    }
}

/// A page that hides itself until its scripts have run is read.
#[test]
fn reads_pages_that_hide_themselves() {
    let text = page_with("<style>body{visibility:hidden}html{opacity:0}</style>", "");
    let page = read(&text.replacen("<body>", "<body style=\"display:none\">", 1)).expect("a page");
    assert_eq!(page.tables.len(), 1);
}

/// Each of these pages would take minutes.
#[test]
fn rejects_styles_that_need_excessive_time() {
    let rules = ".a .b .c{display:none}".repeat(20_000);
    let nested =
        format!("{}<p class=c>{}", "<div class=a><div class=b>".repeat(100), "<p class=c>x</p>".repeat(20_000));
    let braces = format!("<style>{}</style>", "@media screen{".repeat(100_000));
    let error = read(&page_with(&format!("<style>{rules}</style>"), &nested)).expect_err("too many rules");
    assert!(error.message.contains("styles"), "{}", error.message);
    let _ = read(&page_with(&braces, ""));
    let _ = read(&page_with(&format!("<style>{}", "{".repeat(1_000_000)), ""));
    let _ = read(&page_with(&format!("<style>{}</style>", "a{/*".repeat(300_000)), ""));
}

/// Each of these pages would take seconds or gigabytes if its elements and declarations were repeated.
#[test]
fn bounds_the_work_for_styles() {
    const COUNT: usize = 8_000;
    let elements = "<b>x</b>".repeat(COUNT);
    let mut classes = String::new();
    let mut properties = String::new();
    for index in 0..COUNT {
        let _ = write!(classes, "c{index} ");
    }
    for property in ["bottom", "clip", "color", "height", "left", "opacity", "overflow", "position", "right", "top"] {
        let _ = write!(properties, "{property}:1;");
    }
    let many_classes = format!("<b class=\"{classes}\">x</b>");
    let many_elements_with_class = "<b class=c7999></b>".repeat(20_000);
    let mut attributes = String::new();
    for index in 0..250 {
        let _ = write!(attributes, "a{index} ");
    }
    let many_attributes = format!("<b {attributes}></b>").repeat(2_000);
    let unclosed = format!("<p><b class=\"{classes}\">{}", "<p>x".repeat(COUNT));
    let long_style = format!("<p><b style=\"{}\">{}", "top:1;".repeat(COUNT), "<p>x".repeat(COUNT));
    let long_value = format!("b{{opacity:{}}}", "x".repeat(1_000_000));
    let cases = [
        (format!("{}a{{{}}}", "a,".repeat(COUNT), "top:1;".repeat(COUNT)), elements.as_str(), false),
        (format!("b{{{}}}", "top:1;".repeat(COUNT)), &elements, false),
        (long_value, &elements, false),
        (format!("b{{{properties}}}").repeat(1_000), &elements, true),
        (".c7999.c7999{top:1px}".repeat(COUNT), &many_classes, false),
        (".c7999 b{top:1px}".repeat(COUNT), &many_classes, false),
        (format!("{}a{{{}}}", "a,".repeat(100_000), "&{top:0}".repeat(2_000)), &elements, true),
        (format!("{}{{{}}}", "a".repeat(1_000_000), "&{top:0}".repeat(2_000)), &elements, true),
        (format!("{}{{top:0}}", ".c7999".repeat(160)).repeat(10), &many_elements_with_class, true),
        (format!("{}{{top:0}}", ".c7999".repeat(200_000)), &many_elements_with_class, false),
        (format!("{}{{top:0}}{}", "a ".repeat(400_000), "b{top:0}".repeat(60_000)), "<a>x</a>", false),
        (format!("{}{{top:0}}", "[z=y]".repeat(200)).repeat(1_000), &many_attributes, true),
        (String::new(), &unclosed, false),
        (String::new(), &long_style, false),
    ];
    for (index, (rules, html, is_rejected)) in cases.into_iter().enumerate() {
        let result = read(&page_with(&format!("<style>{rules}</style>"), html));
        assert!(result.as_ref().err().is_none_or(|error| error.line > 0), "case {index}");
        let message = result.err().map(|error| error.message);
        assert_eq!(message.is_some(), is_rejected, "case {index}: {message:?}");
        assert!(message.is_none_or(|message| message.contains("styles of this page take too long")), "case {index}");
    }
}
