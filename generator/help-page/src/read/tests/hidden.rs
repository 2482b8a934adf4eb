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

/// Returns the values that are read, separated by spaces.
fn values(styles: &str, values: &str) -> String {
    let text = page_with(styles, values);
    let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
    let row = page.tables.first().and_then(|table| table.rows.first()).expect("a row");
    let mut shown = String::new();
    for value in &row.facts.values {
        let _ = write!(shown, "{} ", value.name.value);
    }
    for unrecognized in &row.unrecognized {
        let _ = write!(shown, "unrecognized: {} ", unrecognized.text);
    }
    shown.trim_end().to_owned()
}

#[test]
fn skips_elements_that_are_hidden() {
    let mut wrong = Vec::new();
    for attributes in [
        "hidden",
        "hidden=\"\"",
        "hidden=hidden",
        "HIDDEN",
        "hidden=until-found",
        "style=\"display:none\"",
        "style='display: none;'",
        "STYLE=\"DISPLAY : NONE\"",
        "style=\"color:red;display:none!important\"",
        "style=\"display:block;display:none\"",
        "style=\"/* x */ display /* y */ : none /* z */\"",
        "style=\"display:none ! important; display:block\"",
        "style=\"\n  display:\n  none\n\"",
        "style=\"visibility:hidden\"",
        "style=\"visibility: collapse\"",
        "style=\"opacity:0\"",
        "style=\"opacity: 0.0\"",
        "style=\"opacity:0%\"",
        "style=\"font-size:0\"",
        "style=\"font-size: 0px\"",
        "style=\"color:transparent\"",
        "style=\"position:absolute;left:-9999px\"",
        "style=\"position: fixed; top: -200vh\"",
        "style=\"text-indent:-9999px\"",
        "style=\"height:0;overflow:hidden\"",
        "style=\"max-height:0px; overflow: hidden\"",
        "style=\"height:0em;overflow:hidden\"",
        "style=\"width:0;overflow:hidden\"",
        "style=\"max-width:1px;overflow:clip\"",
        "style=\"position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)\"",
        "style=\"position:absolute;clip:rect(1px, 1px, 1px, 1px)\"",
        "style=\"clip-path:inset(50%)\"",
        "style=\"content-visibility:hidden\"",
        "style=\"transform:scale(0)\"",
        "popover",
    ] {
        for template in [
            "<li {}>b: hidden",
            "<div {}><ul><li>b: hidden<li>c: too</ul></div>",
            "<div><div {}><p><span>b</span></p></div></div>",
        ] {
            let html = template.replace("{}", attributes);
            let read = values("", &html);
            if read != "a z" {
                wrong.push(format!("{html}: {read}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn reads_elements_that_only_look_hidden() {
    let mut wrong = Vec::new();
    for attributes in [
        "aria-hidden=true",
        "class=hidden",
        "style=\"display:block\"",
        "style=\"/* display:none */\"",
        "style=\"display:none-x\"",
        "style=\"x-display:none\"",
        "style=\"display:none;display:block\"",
        "hidden style=\"display:block\"",
        "style=\"content:'display:none'\"",
        "style=\"visibility:visible\"",
        "style=\"opacity:0.5\"",
        "style=\"height:0\"",
        "style=\"width:0\"",
        "style=\"overflow:hidden;height:1em\"",
        "style=\"overflow:hidden;height:1in\"",
        "style=\"overflow:hidden;max-height:1rem\"",
        "style=\"overflow:hidden;max-width:1%\"",
        "style=\"overflow:hidden;width:0.5em\"",
        "style=\"overflow:hidden;height:2px\"",
        "style=\"position:absolute;clip:rect(0,1em,1em,0)\"",
        "style=\"left:-9999px\"",
        "style=\"font-size:0.8em\"",
        "style=\"overflow:hidden\"",
        "data-hidden",
        "style=\"color:#000\"",
        "style=\"clip:rect(0,0,0,0)\"",
    ] {
        let html = format!("<li {attributes}>b: shown");
        let read = values("", &html);
        if read != "a b z" {
            wrong.push(format!("{html}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// An element can show itself again if only the text of its ancestors is hidden.
#[test]
fn reads_elements_that_are_shown_again() {
    for (html, expected) in [
        ("<li style=\"visibility:hidden\">b: x<p style=\"visibility:visible\">c: x", "a c z"),
        (
            "<div style=\"visibility:hidden\"><ul><li style=\"visibility:inherit\">b: x<li style=\"visibility: visible\">c: x</ul></div>",
            "a c z",
        ),
        (
            "<div style=\"font-size:0\"><ul><li style=\"font-size:12px\">b: x<li style=\"font-size:1em\">c: x</ul></div>",
            "a b z",
        ),
        ("<div style=\"display:none\"><ul><li style=\"display:block;visibility:visible\">b: x</ul></div>", "a z"),
        ("<div style=\"opacity:0\"><ul><li style=\"opacity:1\">b: x</ul></div>", "a z"),
    ] {
        assert_eq!(values("", html), expected, "{html}");
    }
}

#[test]
fn skips_elements_that_rules_hide() {
    let hidden = "<li class=\"one two\" id=extra data-kind=x>b: x";
    let mut wrong = Vec::new();
    for (rules, is_hidden) in [
        (".one{display:none}", true),
        (".ONE{display:none}", false),
        (".one { DISPLAY : none !important; }", true),
        ("li.two{visibility:hidden}", true),
        ("LI.two{visibility:hidden}", true),
        ("#extra{display:none}", true),
        (".one.two{display:none}", true),
        (".one.three{display:none}", false),
        (".x, .two, .y{display:none}", true),
        (".values .one{display:none}", true),
        (".values > .one{display:none}", true),
        (".facts .all li.one{display:none}", true),
        ("table > .one{display:none}", false),
        (".three .one{display:none}", false),
        ("td > ul > .one{display:none}", true),
        ("/* .one{display:block} */.one{display:none}", true),
        ("/* .one{display:none} */", false),
        (".one{display:none}.one{display:list-item}", false),
        (".one{display:none}li{display:list-item}", true),
        ("#extra{display:list-item}.one{display:none}", false),
        (".one{display:none!important}#extra{display:list-item}", true),
        (".one:hover{display:none}", false),
        (".one::before{display:none}", false),
        (".one:not(.x){color:red}.two{display:none}", true),
        ("@media print{.one{display:none}}", false),
        ("@media screen{.one{display:none}}", true),
        ("@media all{.one{display:none}}", true),
        ("@media (max-width:600px){.one{display:none}}", false),
        ("@media print{.x{color:red}} .one{display:none}", true),
        ("@charset \"utf-8\";@import url(x.css);.one{display:none}", true),
        ("@font-face{font-family:x}.one{display:none}", true),
        ("@keyframes x{from{display:none}to{opacity:0}}", false),
        (".x::after{content:\"}\"}.one{display:none}", true),
        (".x::after{content:\".one{display:none}\"}", false),
        (".one{color:red;.y{display:none}}", false),
        ("<!-- .one{display:none} -->", true),
        (".one{display:none", true),
        ("[hidden]{display:block}", false),
        ("ul *{display:none}.facts *{display:block}", false),
        ("}.one{display:none}", true),
        (".one:not(:hover, .x){color:red}", false),
        ("[class~=two]{display:none}", true),
        ("[class~=\"three\"]{display:none}", false),
        ("[class=one]{display:none}", false),
        ("li[id=extra]{display:none}", true),
        ("[id='other']{display:none}", false),
        ("[data-kind]{display:none}", true),
        ("[data-kind=y]{display:none}", false),
        (".one.\\two{display:none}", true),
        ("@media print{.x{color:red}.one{display:none}}", false),
        (".one::before{display:none}.one:focus-within{opacity:0}", false),
        (".one:-moz-any(a){display:none}", false),
        (".one{}}}{{{", false),
    ] {
        let read = values(&format!("<style>{rules}</style>"), hidden);
        if read != if is_hidden { "a z" } else { "a b z" } {
            wrong.push(format!("{rules}: {read}"));
        }
    }
    for (styles, html, expected) in [
        ("<style>.one{display:none}</style>", "<li class=one style=\"display:block\">b: x", "a b z"),
        ("<style>.one{display:none!important}</style>", "<li class=one style=\"display:block\">b: x", "a z"),
        ("<style>[hidden]{display:none}</style>", "<li hidden>b: x", "a z"),
        ("<style media=print>.one{display:none}</style>", "<li class=one>b: x", "a b z"),
        ("<style type=\"text/css\" media=\"screen\">.one{display:none}</style>", "<li class=one>b: x", "a z"),
        (
            "<style>.two{display:none}</style><style>.one{display:none}</style>",
            "<li class=one>b: x<li class=two>c: x",
            "a z",
        ),
        ("", "<style>.one{display:none}</style><li class=one>b: x", "a z"),
        (
            "",
            "<template><li>b: x</template><noscript><li>c: x</noscript><iframe><li>d: x</iframe><dialog><ul><li>e: x</ul></dialog>",
            "a z",
        ),
        (
            "",
            "<dialog open><ul><li>b: x</ul></dialog><details><summary>More</summary><ul><li>c: x</ul></details>",
            "a b c z",
        ),
    ] {
        let read = values(styles, html);
        if read != expected {
            wrong.push(format!("{styles} {html}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// If it is not certain that a rule applies, the text that it would hide or show is read and reported.
#[test]
fn reports_text_that_may_be_hidden() {
    let mut wrong = Vec::new();
    for (rules, is_reported) in [
        ("@supports (display:grid){.one{display:none}}", true),
        ("@supports (display:grid){.three{display:none}}", false),
        ("@supports (display:grid){.one{color:red}}", false),
        ("@layer base{.one{display:none}}", true),
        ("@media (min-width:600px){.one{display:none}}", true),
        ("@media screen and (orientation:landscape){.one{opacity:0}}", true),
        (".all{.one{display:none}}", true),
        (".all{color:red;& > .one{display:none}}", true),
        (".one{color:red;&.two{visibility:hidden}}", true),
        (".one{@supports (display:grid){display:none}}", true),
        (".one:first-child{display:none}", true),
        (".one:nth-child(2){display:none}", true),
        (".three:first-child{display:none}", false),
        (".one:is(.x, .two){display:none}", true),
        (".one:not(.x .y){display:none}", true),
        (".one:not(.two){display:none}", true),
        (".one:not(.three):not(#other){display:none}", true),
        (".three:not(.x){display:none}", false),
        ("li + .one{display:none}", true),
        ("a ~ li.three{display:none}", false),
        ("li.one[class^=one]{display:none}", true),
        ("li[class='one two']{display:none}", true),
        ("[data-x^=one]{display:none}", false),
        (".one{display:none}.one:first-child{display:list-item}", true),
        (".one:only-child{text-decoration:line-through}", true),
        (".one:only-child{font-size:0}", true),
    ] {
        let read = values(&format!("<style>{rules}</style>"), "<li class=\"one two\">b: x");
        let expected = if is_reported { "a b z unrecognized: • b: x" } else { "a b z" };
        if read != expected {
            wrong.push(format!("{rules}: {read}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let text = page_with("<style>@supports (top:0){.facts caption{display:none}}</style>", "");
    let page = read(&text).expect("a page");
    let reasons: Vec<&str> = page.unrecognized.iter().map(|unrecognized| unrecognized.reason.as_str()).collect();
    assert_eq!(reasons, ["a style that is not understood may hide this text"]);
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
        (String::new(), &unclosed, false),
        (String::new(), &long_style, false),
    ];
    for (index, (rules, html, is_rejected)) in cases.into_iter().enumerate() {
        let result = read(&page_with(&format!("<style>{rules}</style>"), html));
        let message = result.err().map(|error| error.message);
        assert_eq!(message.is_some(), is_rejected, "case {index}: {message:?}");
        assert!(message.is_none_or(|message| message.contains("styles of this page take too long")), "case {index}");
    }
}
