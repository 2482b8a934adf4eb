//! The records that the mock server lists: generated records, and records that a test provides.

use std::fmt::Write as _;

use hss_tests::raw_request::exchange;
use huaweicloud_museum::OPERATIONS;
use huaweicloud_museum::descriptor::{Bounds, Field, Type};
use huaweicloud_museum::mock::MockServer;
use serde_json::{Value, json};

use super::{ROOMS, painting};

#[tokio::test]
async fn pages_through_all_records() {
    // A total of one full page could be the length of the page: another page is requested.
    for (records, pages) in [(0, 1), (1, 1), (199, 1), (200, 2), (201, 2), (450, 3)] {
        let mock = MockServer::builder().records(records).start().await.expect("a mock");
        let client = mock.client().build().expect("a client");
        let (mut paintings, mut names) = (client.list_paintings().items(), Vec::new());
        while let Some(painting) = paintings.try_next().await.expect("a page") {
            names.push(format!("{painting:?}"));
        }
        assert_eq!((names.len(), mock.received_requests().len()), (records as usize, pages), "{records} records");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), records as usize, "all records differ");
        let past = client.list_paintings().offset(500).send().await.expect("a page");
        assert_eq!((past.total, past.paintings.len()), (Some(records.into()), 0));
    }
}

/// Returns why a generated value does not fit its type. Deliberately independent of the library's own validation.
fn type_error(ty: Type, value: &Value) -> Option<String> {
    let in_bounds = |bounds: Option<Bounds>, number: i64| bounds.is_none_or(|bounds| bounds.contains(number));
    let fits = match (ty, value) {
        (Type::String(bounds), Value::String(text)) => {
            in_bounds(bounds, text.chars().count().try_into().unwrap_or(i64::MAX))
        }
        (Type::Integer(bounds), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok() && in_bounds(bounds, number))
        }
        (Type::Long(bounds), Value::Number(number)) => number.as_i64().is_some_and(|number| in_bounds(bounds, number)),
        (Type::Boolean(accepted), Value::Bool(value)) => accepted.is_none_or(|accepted| accepted == *value),
        (Type::Enum(values), Value::String(text)) => values.contains(&text.as_str()),
        (Type::IntegerEnum(values), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| values.contains(&number))
        }
        (Type::Json, _) | (Type::Number(_), Value::Number(_)) => true,
        (Type::Map(ty, _), Value::Object(entries)) => return entries.values().find_map(|value| type_error(*ty, value)),
        (Type::Array(ty, _), Value::Array(items)) => return items.iter().find_map(|item| type_error(*ty, item)),
        (Type::Object(fields), Value::Object(object)) => {
            if let Some(missing) = fields.iter().find(|field| !object.contains_key(field.name)) {
                return Some(format!("missing field {}", missing.name));
            }
            return fields.iter().find_map(|Field { name, ty, .. }| type_error(*ty, &object[*name]));
        }
        _ => false,
    };
    if fits { None } else { Some(format!("{ty:?}: {value}")) }
}

#[tokio::test]
async fn generated_records_satisfy_their_types() {
    let mock = MockServer::builder().records(210).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let paintings = client.list_paintings().offset(1).limit(200).send().await.expect("a page");
    let rooms = client.list_rooms().offset(1).limit(209).send().await.expect("a page");
    assert_eq!((paintings.paintings.len(), rooms.rooms.len()), (200, 209));
    for (id, name, list) in
        [("ListPaintings", "paintings", json!(paintings.paintings)), ("ListRooms", "rooms", json!(rooms.rooms))]
    {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let field = operation.response.fields().iter().find(|field| field.name == name).expect("a list");
        assert_eq!(type_error(field.ty, &list), None, "{id}");
    }
}

#[tokio::test]
async fn lists_given_records_and_filters_them_by_equality() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let artists: Vec<String> = (0..450).map(|number| number.to_string()).collect();
    let mut records: Vec<Value> = artists.iter().map(|artist| painting("Sunrise", artist)).collect();
    records.push(json!({ "title": "Moonlight", "on_loan": false, "origin": "Japan" }));
    mock.list_paintings().records_json(Value::Array(records)).expect("records");
    let mut sunrises = client.list_paintings().title("Sunrise").items();
    let mut found = Vec::new();
    while let Some(painting) = sunrises.try_next().await.expect("a page") {
        found.extend(painting.artist);
    }
    assert_eq!(found, artists, "all pages, in the order of the records");
    for (name, total) in [("Moonlight", 1_u8), ("Moonligh", 0), ("MOONLIGHT", 0)] {
        let page = client.list_paintings().title(name).send().await.expect("a page");
        assert_eq!((page.total, page.paintings.len()), (Some(total.into()), usize::from(total)), "{name}");
    }
    let page = client.list_paintings().on_loan(false).send().await.expect("a page");
    assert_eq!(page.total, Some(1), "a record without the field does not match");
    let page = client.list_paintings().origin("gift").send().await.expect("a page");
    assert_eq!(page.total, Some(451), "origin of a record has other values: it is another property");
    let first = page.paintings[0].clone();
    mock.list_paintings().records([first.clone()]);
    let page = client.list_paintings().send().await.expect("a page");
    assert_eq!((page.total, page.paintings), (Some(1), vec![first]), "typed records replace the former ones");
}

#[tokio::test]
async fn given_records_can_contain_parameters_that_only_select_them() {
    let data = json!({ "ListRooms": [
        { "name": "Hall", "wing": "west" },
        { "name": "Cabinet", "wing": "east" },
        { "name": "Cellar" },
    ] });
    let mock = MockServer::builder().data(data).expect("valid data").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (wing, expected) in [("west", vec!["Hall"]), ("east", vec!["Cabinet"]), ("north", vec![])] {
        let page = client.list_rooms().wing(wing).send().await.expect("a page");
        let names: Vec<_> = page.rooms.iter().filter_map(|room| room.name.as_deref()).collect();
        assert_eq!(names, expected, "{wing}");
    }
    let page = client.list_rooms().floor(1).send().await.expect("a page");
    assert_eq!(page.total, Some(3), "a parameter that no record contains selects nothing");
    let target = format!("GET {ROOMS}?wing=east HTTP/1.1\r\nhost: h\r\nconnection: close\r\n");
    let raw = exchange(&mock.url(), format!("{target}region: r\r\nX-Auth-Token: t\r\n\r\n").as_bytes()).await;
    assert!(raw.contains("Cabinet") && !raw.contains("wing"), "the response has the record's own fields: {raw}");
}

#[test]
fn invalid_data_is_an_error_that_names_the_place() {
    let mut transcript = String::new();
    for data in [
        json!([]),
        json!({ "ListPainting": [] }),
        json!({ "List\nPaintings": [] }),
        json!({ "ExportPaintings": [] }),
        json!({ "ListPaintings": {} }),
        json!({ "ListPaintings": [{ "title": "Sunrise" }, "Sunrise"] }),
        json!({ "ListPaintings": [{ "title": "Sunrise" }, { "titl": "Sunrise" }] }),
        json!({ "ListPaintings": [{ "sketches": "3" }] }),
        json!({ "ListPaintings": [{ "sketches": 1.5 }] }),
        json!({ "ListRooms": [{ "limit": 10 }] }),
        json!({ "ListRooms": [{ "wing": 1 }] }),
    ] {
        let error = MockServer::builder().data(data.clone()).expect_err("invalid data");
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        let _ = writeln!(transcript, "{data}\n    {error}\n");
    }
    insta::assert_snapshot!(transcript);
}

#[tokio::test]
async fn limits_pages_to_1000_records() {
    let mock = MockServer::builder().records(u32::MAX).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (limit, records) in [(i32::MAX, 1000), (1001, 1000), (1000, 1000), (0, 0), (-1, 10)] {
        let page = client.list_rooms().limit(limit).send().await.expect("a page");
        assert_eq!((page.rooms.len(), page.total), (records, Some(u32::MAX.into())), "{limit}");
    }
    let page = client.list_rooms().offset(-1).send().await.expect("a page");
    assert_eq!(page.rooms.len(), 10, "a negative offset counts as missing");
}
