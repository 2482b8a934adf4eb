//! Layouts of other services: headings, titles and columns of tables.

use std::fmt::Write as _;

use super::super::{HelpPage, Located, PageType, Table, TableKind, read};

/// A page of another service. Its table of the URI has no types, and its objects are found by the numbers of tables.
const PAGE: &str = "Moving a Boat

Function

Moves a boat to another pier.

URI

POST /v1/{harbour}/boats/{boat_id}/move

Example: POST https://{endpoint}/v1/{harbour}/boats/7/move?quiet=yes

Table 1 lists the parameters.

Table 1 Parameter description

Parameter

Mandatory

Description

harbour

Yes

Where the boat is.

boat_id

Yes

Which boat.

quiet

No

Whether to be quiet.

Request

Table 2 Request parameters

Name

Type

Mandatory

Description

boat

Object

Yes

Where to go. For details, see Table 3.

crew

Array of objects

No

Who sails. For details, see Table 4.

Table 3 Description of the boat field

Name

Type

Mandatory

Description

pier

String

Yes

The pier.

Table 4 Data structure of those who sail

Name

Type

Mandatory

Description

age

Integer

No

Age.

Example Request

POST https://{endpoint}/v1/{harbour}/boats/7/move

{ \"boat\": { \"pier\": \"A\" } }

Response

Parameter

Type

Description

boat

boat object

The boat.

Table 5 boat objects

Parameter

Type

Description

pier

String

The pier.

moored

Boolean

Whether it is moored.

Example Response

{ \"boat\": { \"pier\": \"A\", \"moored\": true } }

Returned Value

See Returned Values.

Error Code

See Error Codes.
";

fn tables(page: &HelpPage) -> String {
    let mut text = String::new();
    for Table { kind, rows, .. } in &page.tables {
        let rows: Vec<String> = rows.iter().map(|row| shown_type(&row.name.value, row.ty.as_ref())).collect();
        let _ = writeln!(text, "{kind:?}: {}", rows.join(", "));
    }
    text
}

fn shown_type(name: &str, ty: Option<&Located<PageType>>) -> String {
    ty.map_or_else(|| name.to_owned(), |ty| format!("{name} {}", ty.value))
}

#[test]
fn reads_a_page_of_another_service() {
    let page = read(PAGE).expect("a page");
    assert_eq!(
        tables(&page),
        "Path: harbour, boat_id\n\
         Query: quiet\n\
         Body: boat boat, crew Array<crew>\n\
         Object(\"boat\"): pier String\n\
         Object(\"crew\"): age Integer\n\
         Response: boat boat.response\n\
         Object(\"boat.response\"): pier String, moored Boolean\n"
    );
    assert!(page.unrecognized.is_empty(), "{:?}", page.unrecognized);
    assert_eq!(page.title.map(|title| title.value).as_deref(), Some("Moving a Boat"));
    assert_eq!((page.examples.len(), page.example_requests.len(), page.statuses.len()), (2, 2, 0));
}

/// Each case replaces a part of the page, and must not cause an unrecognized line.
#[test]
fn reads_variants_of_the_page() {
    let expected = tables(&read(PAGE).expect("a page"));
    for (from, to) in [
        ("URI\n\nPOST", "URI:\n\nPOST"),
        ("URI\n\nPOST", "Request URI\n\nPOST"),
        ("URI\n\nPOST /", "URI\n\nURI format: POST /"),
        ("URI\n\nPOST /v1/{harbour}/boats/{boat_id}/move", "URI\n\n• `POST /v1/{harbour}/boats/{boat_id}/move`"),
        ("Request\n\nTable", "Request Message\n\nTable"),
        ("Request\n\nTable", "Request parameters\n\nTable"),
        ("Request\n\nTable", "Request Body\n\nTable"),
        ("Example Request\n", "Example request\n"),
        ("Example Request\n", "Request Example\n"),
        ("Response\n\nParam", "Responses\n\nParam"),
        ("Response\n\nParam", "Response Body\n\nParam"),
        ("Response\n\nParam", "Response\n\nTable 6 Response parameter\n\nParam"),
        ("Response\n\nParam", "Response\n\nStatus Code: 200 OK\n\nParam"),
        ("Returned Value\n\nSee Returned Values.", "Status Code\n\n200 OK\n\nDone."),
        ("Returned Value\n\nSee Returned Values.\n\n", ""),
        ("Table 2 Request parameters", "Table 2 Parameters in the request body"),
        ("Table 2 Request parameters", "**Table 2** Request Body"),
        ("Table 2 Request parameters\n\n", ""),
        ("Table 3 Description of the boat field", "Table 3 boat field data structure description"),
        ("Table 3 Description of the boat field", "Table 3 **boat** objects"),
        ("Table 3 Description of the boat field", "TABLE 3: What a boat is"),
        ("boat\n\nObject\n\nYes", "boat\n\nObject\n\nM"),
        ("boat\n\nObject\n\nYes", "boat\n\nDict\n\nMandatory"),
        ("Array of objects\n\nNo", "Array\n\nOptional"),
        ("Type\n\nMandatory", "Parameter Type\n\nMandatory or Not"),
    ] {
        assert!(PAGE.contains(from), "{from:?}");
        let page = read(&PAGE.replacen(from, to, 1)).unwrap_or_else(|error| panic!("{to:?}: {}", error.message));
        assert_eq!(tables(&page), expected, "{to:?}");
        let unrecognized = page.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.unrecognized);
        assert_eq!(unrecognized.chain(&page.unrecognized).next(), None, "{to:?}");
    }
}

#[test]
fn reads_examples_of_both_kinds_below_one_heading() {
    let (before, _) = PAGE.split_once("Example Request\n").expect("an example request");
    let (_, after) = PAGE.split_once("/boats/7/move\n\n{ \"boat\": { \"pier\": \"A\" } }\n\n").expect("a response");
    let (response, _) = after.split_once("Example Response\n").expect("an example response");
    let (_, end) = PAGE.split_once("Returned Value\n").expect("returned values");
    let samples = "Samples\n\n• Sample request\n\nPOST /v1/a/boats/7/move\n\n{\"boat\": {\"pier\": \"A\"}}\n\n• Successful sample \
                   response\n\n{\"boat\": {\"moored\": true}}\n\n• Failed sample response\n\n{\"error\": 1}\n\n";
    let page = read(&format!("{before}{response}{samples}Returned Value\n{end}")).expect("a page");
    let examples: Vec<String> = page.examples.iter().map(|example| example.value.json().to_string()).collect();
    let keys: Vec<&str> = page.examples.iter().map(|example| example.value.key()).collect();
    assert_eq!(examples, [r#"{"boat":{"pier":"A"}}"#, r#"{"boat":{"moored":true}}"#]);
    assert_eq!((keys.as_slice(), page.example_requests.len()), (["body", "response"].as_slice(), 2));
}

#[test]
fn reports_tables_whose_kind_is_not_clear() {
    for (from, to) in [
        ("boat\n\nObject", "X-Boat\n\nObject"),
        ("URI\n\nPOST", "URI\n\nDELETE"),
        ("see Table 4", "see another table"),
        ("Response\n\nParam", "Response\n\nTable 7 Ropes and knots\n\nParam"),
        ("Table 5 boat objects\n\n", ""),
    ] {
        assert!(PAGE.contains(from), "{from:?}");
        let page = read(&PAGE.replacen(from, to, 1)).expect(to);
        assert!(!page.unrecognized.is_empty(), "{to:?}: {}", tables(&page));
        assert!(page.tables.iter().any(|table| matches!(table.kind, TableKind::Object(_))));
    }
}

/// Of two tables of the same thing, each row that they do not share is reported.
#[test]
fn reports_tables_that_contradict_each_other() {
    let pier = "pier\n\nString\n\nYes\n\nThe pier.\n\n";
    let header = "Name\n\nType\n\nMandatory\n\nDescription\n\n";
    let boat = format!("Table 6 boat\n\n{header}");
    let body = format!("Table 6 Request body parameters\n\n{header}");
    for (title, rows, expected) in [
        (&boat, pier.to_owned(), ""),
        (&boat, pier.replace("Yes", "No"), "`pier` has another cell `Mandatory`"),
        (&boat, pier.replace("String", "Integer"), "`pier` has another type"),
        (&boat, pier.replace("pier.", "pier. Maximum: 8"), "`pier` has another length or range"),
        (&boat, pier.replace("pier.", "pier. Default: a"), "`pier` has another default"),
        (&boat, pier.replace("pier.", "pier.\n\n• a\n\n• b"), "`pier` has another list of values"),
        (&boat, format!("{pier}depth\n\nLong\n\nYes\n\nDepth.\n\n"), "only the later one has `depth`"),
        (
            &boat,
            "depth\n\nLong\n\nYes\n\nDepth.\n\n".to_owned(),
            "only the earlier one has `pier`, only the later one has `depth`",
        ),
        // The next part of a long table.
        (&body, "flag\n\nString\n\nYes\n\nFlag.\n\n".to_owned(), ""),
        (
            &body,
            "crew\n\nArray of objects\n\nYes\n\nSee Table 4.\n\n".to_owned(),
            "`crew` has another cell `Mandatory`, only the earlier one has `boat`",
        ),
        // Another form of the request.
        (
            &format!("If it has a crew:\n\n{header}"),
            "crew\n\nArray of objects\n\nYes\n\nSee Table 4.\n\n".to_owned(),
            "`crew` has another cell `Mandatory`, only the earlier one has `boat`",
        ),
    ] {
        let text = PAGE.replacen("Table 4 Data structure", &format!("{title}{rows}Table 4 Data structure"), 1);
        let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
        let reasons: Vec<&str> = page.unrecognized.iter().map(|text| text.reason.as_str()).collect();
        let found = reasons.first().and_then(|reason| reason.split("disagree: ").nth(1)).unwrap_or_default();
        assert_eq!((found, reasons.len()), (expected, usize::from(!expected.is_empty())), "{rows}: {reasons:?}");
    }
}
