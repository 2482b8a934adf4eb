//! The queries of example requests.

use std::fmt::Write as _;

use hss_generator::Source;

use super::import::{import, others, shown};
use super::{LIST, briefly, changed, compared, description, description_with, page};

const QUERY: &str = "    query: kind=herb&bed=all_beds&limit=10\n";

/// Returns the help page of a list operation, with these lines as its example requests.
fn page_with(requests: &str) -> Source {
    changed(page(LIST), "Example Requests\n\nNone\n", &format!("Example Requests\n\n{requests}\n"))
}

fn description_with_query(query: &str) -> Vec<Source> {
    let title = "  - title: One plant.\n";
    description_with(LIST, title, &format!("{title}{query}"))
}

#[test]
fn compares_the_queries_of_example_requests() {
    let request = "GET https://{endpoint}/v1/{garden_id}/plants?limit=10&bed=all_beds&kind=herb";
    let filled_in = "GET https://plants.example.com/v1/3f/plants?kind=%68erb&limit=10&bed=all_beds HTTP/1.1";
    for requests in [request, filled_in, &format!("{request}\n\n{filled_in}")] {
        assert_eq!(compared(&description_with_query(QUERY), page_with(requests)), "no difference\n", "{requests}");
    }
    let other = request.replace("limit=10", "limit=20");
    let mut shown = String::new();
    for (case, query, requests) in [
        ("the description has no query", "", request),
        ("the page has no query", QUERY, "GET https://{endpoint}/v1/{garden_id}/plants"),
        ("the page has another query", QUERY, other.as_str()),
        ("the page has a second query", QUERY, &format!("{request}\n\n{other}")),
        ("a parameter is in no table", "", &request.replace("bed=", "pot=")),
    ] {
        let _ = writeln!(shown, "{case}:\n{}", briefly(&description_with_query(query), page_with(requests)));
    }
    insta::assert_snapshot!(shown);
    for contradiction in
        ["kind=%E2%80%8B", "limit=ten", "limit={limit}", "limit=1&limit=2", "kind=%", "watered=yes", "limit=3000000000"]
    {
        let requests = format!("GET https://{{endpoint}}/v1/{{garden_id}}/plants?{contradiction}");
        assert_eq!(compared(&description(), page_with(&requests)), "no difference\n", "{contradiction}");
    }
}

#[test]
fn imports_the_queries_of_example_requests() {
    let requests = "Herbs.\n\nGET https://{endpoint}/v1/{garden_id}/plants?limit=10&kind=herb\n\nAll.\n\n\
                    GET https://{endpoint}/v1/{garden_id}/plants?bed=a%20b&watered=true\n\nWrong.\n\n\
                    GET https://{endpoint}/v1/{garden_id}/plants?limit=many";
    let imported = import(&others(&[LIST]), &page_with(requests), "ListPlants");
    let (_, examples) = imported.file.text.split_once("\nenums:").expect("enums");
    insta::assert_snapshot!(examples);
    let one = page_with("GET https://{endpoint}/v1/{garden_id}/plants?limit=10");
    let text = shown(&import(&others(&[LIST]), &one, "ListPlants"));
    assert!(text.contains("  - title: TODO\n    query: \"limit=10\"\n    response: |\n"), "{text}");
}

#[test]
fn reports_queries_with_spaces() {
    let request = "GET https://{endpoint}/v1/{garden_id}/plants?kind=herb of May&limit=10";
    insta::assert_snapshot!(compared(&description(), page_with(request)));
    let quotation = format!("page_says:\n  text: {request:?}\n  why: a misprint\n\npath:");
    assert_eq!(compared(&description_with(LIST, "path:", &quotation), page_with(request)), "no difference\n");

    let imported = import(&others(&[LIST]), &page_with(request), "ListPlants");
    let messages: Vec<&str> = imported.decisions.iter().map(|decision| decision.message.as_str()).collect();
    let message = "unrecognized text: this looks like a request line, but its query contains a space";
    assert!(messages.contains(&message) && super::import::unrecognized(&imported) == 1, "{messages:?}");
    let prose = "GET https://{endpoint}/v1/{garden_id}/plants? returns all plants.";
    assert_eq!(compared(&description(), page_with(prose)), "no difference\n");
}
