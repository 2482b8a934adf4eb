//! Responses as the command line prints them.

use std::fmt::Write as _;
use std::io;

use hss_tests::command_line::{ACCESS_KEY, ENDPOINT, Mock, SECRET_KEY, text};
use hss_tests::server::{Server, response};

use super::museum;

#[test]
fn prints_the_response_as_json() {
    let server = Server::json(r#"{"total": 1, "paintings": [{"title": "Sunrise", "sketches": 0}], "more": true}"#);
    let endpoint = server.endpoint();
    insta::assert_snapshot!(museum("list-paintings").at(&endpoint).printed());
}

/// Returns a server that lists `total` items, 200 per page, and fails after `good_pages` pages.
fn list_server(total: usize, good_pages: usize) -> Server {
    let mut responses = Vec::new();
    for page in 0..good_pages.min(total.div_ceil(200)) {
        let indices = page * 200..total.min((page + 1) * 200);
        let items: Vec<_> = indices.map(|index| format!(r#"{{"title":"painting-{index}"}}"#)).collect();
        let body = format!(r#"{{"total":{total},"paintings":[{}]}}"#, items.join(","));
        responses.push(response("200 OK", "", &body));
    }
    let failure = r#"{"error_code":"MUSEUM.0001","error_msg":"no"}"#;
    responses.push(response("400 Bad Request", "x-request-id: r-1\r\n", failure));
    Server::start_in_turn(responses)
}

#[test]
fn all_prints_the_items_of_all_pages_as_json_lines() {
    let server = list_server(450, 3);
    let endpoint = server.endpoint();
    let printed = museum("list-paintings --all").at(&endpoint).printed();
    let expected: Vec<_> = (0..450).map(|index| format!(r#"{{"title":"painting-{index}"}}"#)).collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
    let queries: Vec<_> = server.requests().iter().map(|request| request.query().to_owned()).collect();
    assert_eq!(queries, ["limit=200", "limit=200&offset=200", "limit=200&offset=400"]);
}

#[test]
fn all_prints_the_items_received_before_an_error() {
    let server = list_server(450, 1);
    let endpoint = server.endpoint();
    let output = museum("list-paintings --all").at(&endpoint).output();
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(3), 200));
    let error = "error: ListPaintings: the service returned 400 Bad Request, MUSEUM.0001: no (request ID r-1)\n";
    assert_eq!(text(&output.stderr), error, "no progress unless standard error is a terminal");
}

#[test]
fn all_stops_without_an_error_if_the_output_is_closed() {
    let server = list_server(20_000, 100);
    let endpoint = server.endpoint();
    let (reader, writer) = io::pipe().expect("a pipe");
    // Closed before the program starts, so that its first write fails.
    drop(reader);
    let output =
        museum("list-paintings --all").at(&endpoint).command().stdout(writer).output().expect("the program runs");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    assert_eq!(server.requests().len(), 1, "no further page is requested");
}

#[test]
fn warns_that_a_page_is_not_the_whole_list() {
    let warning = "warning: the page has 3 of 450 items: --all prints all of them\n";
    let body = r#"{"total": 450, "paintings": [{"title": "a"}, null, {"title": "b"}]}"#;
    let null = "warning: skipped 1 null in a list of the response\n";
    let server = Server::json(body);
    let endpoint = server.endpoint();
    for (line, printed, warning) in [
        ("list-paintings --output table --columns title", Some("title\na\nb\n"), warning),
        ("list-paintings --output tsv --columns title", Some("a\nb\n"), warning),
        ("list-paintings --output jsonl --limit 20", Some("{\"title\":\"a\"}\n{\"title\":\"b\"}\n"), warning),
        ("list-paintings --output tsv --columns title --offset 400", Some("a\nb\n"), ""),
        ("list-paintings --output tsv --columns title --max-items 2", Some("a\nb\n"), ""),
        ("list-paintings", None, ""),
    ] {
        let (output, warnings) = museum(line).at(&endpoint).printed_with_warnings();
        assert_eq!(printed.unwrap_or(&output), output, "{line}");
        assert_eq!(warnings, format!("{null}{warning}"), "{line}");
    }
}

/// Only `--any-response` accepts them.
#[test]
fn items_that_are_not_objects_are_printed_whole() {
    let server = Server::json(r#"{"total": 3, "paintings": [{"title": "a", "artist": "b"}, "text", [1, 2.0]]}"#);
    let endpoint = server.endpoint();
    for (format, expected) in
        [("tsv", "a\tb\ntext\n[1,2.0]\n"), ("table", "title    artist\na        b\ntext\n[1,2.0]\n")]
    {
        let line = format!("list-paintings --any-response --columns title,artist --output {format}");
        assert_eq!(museum(&line).at(&endpoint).printed(), expected);
    }
}

#[test]
fn max_items_requests_only_the_pages_that_are_needed() {
    for (items, pages) in [(201, 2), (200, 1)] {
        let server = list_server(450, 3);
        let endpoint = server.endpoint();
        let printed = museum(&format!("list-paintings --max-items {items}")).at(&endpoint).printed();
        assert_eq!((printed.lines().count(), server.requests().len()), (items, pages));
    }
}

#[test]
fn prints_records_in_each_format() {
    let body = r#"{"total": 3, "paintings": [
        {"title": "Sunrise", "artist": "Amaya", "sketches": 3, "on_loan": false},
        {"title": "tab\there", "artist": "", "sketches": null, "on_loan": true},
        {"title": "C:\\dir\nline \u001b[2J", "sketches": 20000}
    ]}"#;
    let mut transcript = String::new();
    for line in [
        "list-paintings --output table --columns title,sketches,artist",
        "list-paintings --output table --all --columns 'on_loan, artist'",
        "list-paintings --output tsv --columns title,sketches,artist",
        "list-paintings --output jsonl --columns sketches,artist",
        "list-paintings --output jsonl",
        "list-paintings --all --columns artist",
        "list-paintings --all --output json",
        "list-paintings --output table",
    ] {
        let server = Server::json(body);
        let endpoint = server.endpoint();
        writeln!(transcript, "$ museum {line}\n{}", museum(line).at(&endpoint).printed()).expect("text");
    }
    for line in ["export-paintings --headings '[\"signed\", \"Signed\"]'", "inspect-paintings --everything"] {
        for format in ["jsonl", "table", "tsv"] {
            let server = Server::json(r#"{"task_id": "t-1"}"#);
            let (endpoint, line) = (server.endpoint(), format!("{line} --method photo --output {format}"));
            let line = if line.starts_with("export") { line.replace(" --method photo", "") } else { line };
            let (printed, _) = museum(&line).at(&endpoint).printed_with_warnings();
            writeln!(transcript, "$ museum {line}\n{printed}").expect("text");
        }
    }
    insta::assert_snapshot!(transcript);
}

#[test]
fn prints_numbers_and_fields_as_the_service_sent_them() {
    let body = r#"{"total": 2, "new": 1.50, "paintings": [
        {"title": "Sunrise", "price": 12345678901234567890.10, "nested": {"b": 1, "a": [null]}}, null
    ]}"#;
    let warning = "warning: skipped 1 null in a list of the response\n";
    let item = r#"{"title":"Sunrise","price":12345678901234567890.10,"nested":{"b":1,"a":[null]}}"#;
    let rows = "title    price                    nested\nSunrise  12345678901234567890.10  {\"b\":1,\"a\":[null]}\n";
    for (line, expected) in [
        ("list-paintings --all", format!("{item}\n")),
        ("list-paintings --all --output table --columns title,price,nested", rows.to_owned()),
        ("list-paintings --all --output tsv --columns price", "12345678901234567890.10\n".to_owned()),
        ("list-paintings --output jsonl", format!("{item}\n")),
    ] {
        let server = Server::json(body);
        let endpoint = server.endpoint();
        let output = museum(line).at(&endpoint).output();
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), expected), "{line}");
        assert_eq!(text(&output.stderr), warning, "{line}");
    }
}

#[test]
fn a_column_that_no_record_has_is_an_error_after_the_output() {
    let server = Server::json(r#"{"total": 1, "paintings": [{"title": "Sunrise"}]}"#);
    let endpoint = server.endpoint();
    let output = museum("list-paintings --all --output tsv --columns title,titel").at(&endpoint).output();
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), "Sunrise\t\n"));
    let error = "error: unknown column 'titel' in --columns; tip: a similar column exists: 'title'; columns: title, ";
    assert!(text(&output.stderr).starts_with(error), "{}", text(&output.stderr));
}

#[test]
fn any_response_prints_what_does_not_match_the_help_page() {
    let server = Server::json(r#"{"total": 1, "paintings": [{"title": ["Sunrise"]}]}"#);
    let endpoint = server.endpoint();
    let error = museum("list-paintings --all").at(&endpoint).failed(4);
    assert!(error.contains("paintings[0].title"), "{error}");
    let printed = museum("list-paintings --all --any-response").at(&endpoint).printed();
    assert_eq!(printed, "{\"title\":[\"Sunrise\"]}\n");
    let printed = museum("list-paintings --any-response --output json").at(&endpoint).printed();
    assert!(printed.contains("\"Sunrise\""), "{printed}");
}

/// Printing nothing would look like an empty list.
#[test]
fn any_response_prints_a_single_item_and_rejects_it_across_pages() {
    let server = Server::json(r#"{"total": 1, "paintings": {"title": "Sunrise"}}"#);
    let endpoint = server.endpoint();
    for (format, expected) in [
        ("jsonl", "{\"title\":\"Sunrise\"}\n"),
        ("tsv --columns title", "Sunrise\n"),
        ("table --columns title", "title\nSunrise\n"),
    ] {
        let line = format!("list-paintings --any-response --output {format}");
        assert_eq!(museum(&line).at(&endpoint).printed(), expected);
        let error = museum(&format!("{line} --all")).at(&endpoint).failed(4);
        assert!(error.contains("paintings is not a list"), "{error}");
    }
}

/// A column selects the last of two fields with one name; JSON shows both.
#[test]
fn a_repeated_field_is_printed_as_the_service_sent_it() {
    let server = Server::json(r#"{"total": 1, "paintings": [{"title": "a", "title": "b"}]}"#);
    let endpoint = server.endpoint();
    assert_eq!(museum("list-paintings --all").at(&endpoint).printed(), "{\"title\":\"a\",\"title\":\"b\"}\n");
    assert_eq!(museum("list-paintings --all --columns title --output tsv").at(&endpoint).printed(), "b\n");
}

#[test]
fn a_table_is_printed_in_blocks_and_before_an_error() {
    let server = list_server(2500, 13);
    let endpoint = server.endpoint();
    let printed = museum("list-paintings --all --output table --columns title,artist").at(&endpoint).printed();
    let lines: Vec<&str> = printed.lines().collect();
    // The first block, with titles up to painting-999, is narrower than the next one.
    assert_eq!(lines[..2], ["title         artist", "painting-0    -"]);
    assert_eq!((lines.len(), lines[1001], lines[2500]), (2501, "painting-1000  -", "painting-2499  -"));
    let server = list_server(2500, 6);
    let endpoint = server.endpoint();
    let output = museum("list-paintings --all --output table --columns title").at(&endpoint).output();
    assert_eq!((output.status.code(), text(&output.stdout).lines().count()), (Some(3), 1201));
}

#[test]
fn a_list_that_contradicts_its_total_is_an_error_after_its_items() {
    let server = Server::json(r#"{"total": 45, "paintings": []}"#);
    let endpoint = server.endpoint();
    let error = museum("list-paintings --all").at(&endpoint).failed(3);
    assert_eq!(error, "error: ListPaintings: paging stopped at offset 0: received 0 of 45 items\n");
    let page = |items: &str| response("200 OK", "", &format!(r#"{{"total": 3, "paintings": [{items}]}}"#));
    let server = Server::start_in_turn(vec![page(r#"{"title":"a"},null"#), page("")]);
    let endpoint = server.endpoint();
    let output = museum("list-paintings --all").at(&endpoint).output();
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(3), "{\"title\":\"a\"}\n"));
    let errors = "warning: skipped 1 null in a list of the response\n\
                  error: ListPaintings: paging stopped at offset 2: received 2 of 3 items\n";
    assert_eq!(text(&output.stderr), errors);
}

#[test]
fn an_empty_list_is_an_empty_table_with_columns() {
    let server = Server::json(r#"{"total": 0, "paintings": []}"#);
    let endpoint = server.endpoint();
    for (format, expected) in [("table", "title  sketches\n"), ("tsv", ""), ("jsonl", "")] {
        let line = format!("list-paintings --all --columns title,sketches --output {format}");
        assert_eq!(museum(&line).at(&endpoint).printed(), expected, "{format}");
    }
    assert_eq!(museum("list-paintings --all --output json").at(&endpoint).printed(), "[]\n");
}

#[test]
fn mock_serves_every_command() {
    let mock = Mock::start("museum", &format!("mock --records 450 --access-key {ACCESS_KEY}"));
    let signed =
        |line| museum(line).with_region_and_project().with(ENDPOINT, &mock.url).with("HUAWEICLOUD_SDK_AK", ACCESS_KEY);
    for (line, lines) in [
        ("list-paintings --all", 450),
        ("list-rooms --all --limit 100", 450),
        ("export-paintings --headings '[\"signed\", \"Signed\"]'", 3),
    ] {
        let printed = signed(line).with("HUAWEICLOUD_SDK_SK", SECRET_KEY).printed();
        assert_eq!(printed.lines().count(), lines, "{line}: {printed}");
    }
    let error = signed("list-paintings").with("HUAWEICLOUD_SDK_SK", "another-secret-key").failed(3);
    assert!(error.contains("401 Unauthorized, APIGW.0301"), "{error}");
    let error = signed("list-paintings --limit 5 --no-validate").with("HUAWEICLOUD_SDK_SK", SECRET_KEY).failed(3);
    assert!(error.contains("400 Bad Request, MUSEUM.0001"), "{error}");
}
