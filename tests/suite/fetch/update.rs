//! `cargo xtask docs update` as a program: from pages on a server to the text of a pull request.

use std::fs;

use hss_tests::server::{Server, response};

use super::{Museum, OPERATIONS, Outcome, html, page, requested};

const SHOW: &str = "spec/operations/show_export.yaml";
const CHANGELOG: &str =
    "# Changelog\n\n## Unreleased\n\n### Added\n\n- Rooms.\n\n## 0.1.0\n\n### Added\n\n- A museum.\n";

/// A project that is up to date.
fn project() -> Museum {
    let museum = Museum::new();
    fs::write(museum.path("CHANGELOG.md"), CHANGELOG).expect("written");
    assert_eq!(museum.xtask(&["generate"]).code, Some(0));
    museum
}

impl Museum {
    /// Updates from a server.
    fn update_from(&self, server: &Server, arguments: &[&str]) -> Outcome {
        let pattern = format!("{}/help/{{operation}}.html", server.endpoint());
        let mut outcome = self.xtask(&[&["docs", "update", "--url", &pattern], arguments].concat());
        outcome.out = outcome.out.replace(&server.endpoint(), "[server]");
        outcome.err = outcome.err.replace(&server.endpoint(), "[server]");
        outcome
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    /// Returns the texts of all files that an update may write.
    fn texts(&self) -> Vec<String> {
        let mut paths = vec!["CHANGELOG.md".to_owned(), "generated-client/openapi.json".to_owned()];
        for (_, name) in OPERATIONS {
            paths.push(format!("spec/operations/{name}.yaml"));
            paths.push(format!("generated-client/src/generated/{name}.rs"));
        }
        paths.iter().map(|path| self.read(path)).collect()
    }
}

/// Returns the page of an operation with one change.
fn changed_page(operation: &str, from: &str, to: &str) -> String {
    let text = page(operation);
    assert!(text.contains(from), "{operation} contains {from}");
    text.replacen(from, to, 1)
}

/// Starts a server that sends one response for one operation, and the pages of the other operations.
fn server_with(show_export: Vec<u8>) -> Server {
    Server::start(move |request| match requested(request) {
        "ShowExport" => show_export.clone(),
        operation => html(&page(operation)),
    })
}

#[test]
fn changes_nothing_if_no_page_changed() {
    let museum = project();
    let before = museum.texts();
    let server = server_with(html(&page("ShowExport")));
    for _ in 0..2 {
        let Outcome { code, out, err } = museum.update_from(&server, &[]);
        assert_eq!(code, Some(0), "{out}{err}");
        assert_eq!(out, "## What changed on the help pages\n\nNothing was written into the description.\n");
        assert_eq!(museum.texts(), before);
    }
}

#[test]
fn writes_a_changed_fact_and_says_what_it_means() {
    let museum = project();
    let longer = changed_page("ShowExport", "Value length: 1-64 characters", "Value length: 1-128 characters");
    let server = server_with(html(&longer));
    let Outcome { code, out, err } = museum.update_from(&server, &[]);
    assert_eq!(code, Some(1), "{err}");
    insta::assert_snapshot!("changed_fact", out);
    assert!(museum.read(SHOW).contains("    task_id:\n      type: String(1..128)\n"), "{}", museum.read(SHOW));
    assert_eq!(museum.xtask(&["generate", "--check"]).code, Some(0));
    assert_eq!(museum.update_from(&server, &[]).code, Some(0), "nothing is left");
}

#[test]
fn writes_a_new_value_with_a_placeholder() {
    let museum = project();
    let value = "<li>failure: The export failed.</li>";
    let paused = changed_page("ShowExport", value, &format!("{value}<li>paused: The export waits.</li>"));
    let server = server_with(html(&paused));
    let Outcome { code, out, err } = museum.update_from(&server, &[]);
    assert_eq!(code, Some(1), "{err}");
    insta::assert_snapshot!("new_value", out);
    assert!(museum.read(SHOW).contains("      paused: TODO\n"), "{}", museum.read(SHOW));
    let entry = "### Changed\n\n- `types::TaskStatus::Paused` (`paused`): enum value added.\n\n## 0.1.0";
    assert_eq!(museum.read("CHANGELOG.md"), CHANGELOG.replace("## 0.1.0", entry));
    let Outcome { code, out, .. } = museum.update_from(&server, &[]);
    let left = "\n## Left to a person\n\n- Write 1 sentence, marked TODO in `spec/operations/show_export.yaml`.\n";
    assert!(code == Some(1) && out.ends_with(left), "{out}");
}

/// The page does not state the name of the new enum.
#[test]
fn counts_decisions_that_a_fix_marks_in_a_file() {
    let museum = project();
    let region = "<tr><td>region</td>";
    let unit = "<tr><td>unit</td><td>No</td><td>String</td><td><p>The options are as follows:</p>\
        <ul><li>byte: Bytes.</li><li>block: Blocks.</li></ul></td></tr>";
    let enum_added = changed_page("ShowExport", region, &format!("{unit}{region}"));
    let Outcome { code, out, err } = museum.update_from(&server_with(html(&enum_added)), &[]);
    assert_eq!(code, Some(1), "{err}");
    let left = "\n- Write 4 sentences, marked TODO in `spec/operations/show_export.yaml`.\n\
        - Make 1 decision, marked `# TODO` in `spec/operations/show_export.yaml`.\n";
    assert!(out.contains(left), "{out}");
}

/// CHANGELOG.md names the breaking change, so that `cargo xtask changes` accepts it.
#[test]
fn announces_a_breaking_change() {
    let museum = project();
    let required = changed_page("ShowExport", "<td>region</td><td>No</td>", "<td>region</td><td>Yes</td>");
    let Outcome { code, out, err } = museum.update_from(&server_with(html(&required)), &[]);
    assert_eq!(code, Some(1), "{err}");
    insta::assert_snapshot!("breaking_change", out);
    let changelog = museum.read("CHANGELOG.md");
    let announcement = "  Breaking: client-parameter-became-required ShowExport.headers.region\n\n## 0.1.0";
    assert!(changelog.contains("\n- Rooms.\n\n### Changed\n\n- `") && changelog.contains(announcement), "{changelog}");
}

/// The row could have been renamed, or it was removed and another one was added.
#[test]
fn leaves_decisions_to_a_person() {
    let museum = project();
    let before = museum.texts();
    let renamed = changed_page("ShowExport", "<td>file_id</td>", "<td>file_key</td>");
    let Outcome { code, out, .. } = museum.update_from(&server_with(html(&renamed)), &[]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("decision", out);
    assert_eq!(museum.texts(), before);
}

/// A page that cannot be read changes nothing, and the text says so.
#[test]
fn lists_pages_that_cannot_be_read() {
    let broken = page("ShowExport").replace("<table>", "<div>").replace("</table>", "</div>");
    let cases = [
        (response("404 Not Found", "", ""), "the help page does not exist (status 404): check the address"),
        (html(&broken), "the server sent a page “Showing an Export - Museum Service” that is not a help page: "),
        (
            response("302 Found", "location: https://login.example.com/\r\n", ""),
            "the server redirects to another scheme, host or port, https://login.example.com/",
        ),
    ];
    let museum = project();
    let before = museum.texts();
    for (response, error) in cases {
        let Outcome { code, out, err } = museum.update_from(&server_with(response), &[]);
        assert_eq!(code, Some(2), "{out}");
        let section = "## Help pages that could not be read\n\nTheir operations were not compared.\n\n```text\n";
        assert!(out.contains(&format!("{section}ShowExport: [server]/help/ShowExport.html: {error}")), "{out}");
        assert!(err.ends_with("1 help page not read\n"), "{err}");
        assert_eq!(museum.texts(), before, "{error}");
    }
}

#[test]
fn an_unreadable_page_does_not_stop_the_others() {
    let museum = project();
    let longer = changed_page("ShowExport", "Value length: 1-64 characters", "Value length: 1-128 characters");
    let server = Server::start(move |request| match requested(request) {
        "ShowExport" => html(&longer),
        "ListRooms" => response("404 Not Found", "", ""),
        operation => html(&page(operation)),
    });
    let Outcome { code, out, err } = museum.update_from(&server, &[]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("\n### [ShowExport](<[server]/help/ShowExport.html>)\n"), "{out}");
    assert!(out.contains("\nListRooms: [server]/help/ListRooms.html: the help page does not exist"), "{out}");
}

/// Returns the text without its blocks and spans of code.
fn outside_of_code(markdown: &str) -> String {
    let mut outside = String::new();
    for (index, part) in markdown.split("```text\n").enumerate() {
        let part = if index == 0 { part } else { part.split_once("\n```\n").map_or("", |(_, after)| after) };
        outside.push_str(part);
    }
    let mut text = String::new();
    let mut rest = outside.as_str();
    while let Some(start) = rest.find('`') {
        let (before, span) = rest.split_at(start);
        text.push_str(before);
        let fence = &span[..span.len() - span.trim_start_matches('`').len()];
        let inside = &span[fence.len()..];
        let end = inside
            .match_indices(fence)
            .find(|(end, _)| !inside[..*end].ends_with('`') && !inside[end + fence.len()..].starts_with('`'));
        rest = end.map_or(inside, |(end, _)| &inside[end + fence.len()..]);
    }
    text + rest
}

/// Neither in the text of the pull request nor in CHANGELOG.md.
#[test]
fn text_of_pages_is_neither_markup_nor_a_link() {
    let museum = project();
    let mut text = page("ShowExport");
    let value = "<li>failure: The export failed.</li>";
    for (from, to) in [
        (value, format!("{value}<li>a`@someone`b: x</li><li>@someone/team#1: x</li><li>www.evil.example|c: x</li>")),
        ("<h1>Showing an Export</h1>", "<h1>![x](https://evil.example) &lt;b&gt; | @someone</h1>".to_owned()),
        ("<td>file_id</td>", "<td>file_@someone</td>".to_owned()),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, &to, 1);
    }
    let Outcome { code, out, err } = museum.update_from(&server_with(html(&text)), &[]);
    assert_eq!(code, Some(1), "{err}");
    assert!(
        out.contains("@someone") && out.contains("evil.example") && museum.read("CHANGELOG.md").contains("@someone")
    );
    for text in [out, museum.read("CHANGELOG.md")] {
        let outside = outside_of_code(&text);
        assert!(!["@", "evil", "<b>", "!["].iter().any(|markup| outside.contains(markup)), "{text}\n\n{outside}");
    }
}
