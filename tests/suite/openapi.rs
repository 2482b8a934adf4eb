//! The OpenAPI document agrees with the help pages, and is valid for any description.

mod parts;

use std::collections::BTreeSet;

use hss_generator::OpenApiVersion;
use hss_tests::tables::UNNAMED;
use hss_tests::{project, tables};
use serde_json::{Map, Value};

use crate::edge_cases;

const FILE: &str = "generated-client/openapi.json";

#[test]
fn contains_every_row_of_every_table() {
    for description in [project::description(), project::museum()] {
        let service = hss_generator::analyze(&description).expect("a valid description");
        let document = hss_generator::openapi(&description, OpenApiVersion::V3_1).expect("a valid description");
        let document = Document(serde_json::from_str(&document).expect("JSON"));
        tables::assert_same_as_description(&service, &document.tables());
    }
}

#[test]
fn versions_differ_in_one_line() {
    for description in [project::description(), edge_cases::description()] {
        let document = |version| hss_generator::openapi(&description, version).expect("a valid description");
        let (old, new) = (document(OpenApiVersion::V3_0), document(OpenApiVersion::V3_1));
        assert_eq!(old.replacen("\"openapi\": \"3.0.3\"", "\"openapi\": \"3.1.0\"", 1), new);
        let lines = old.lines().zip(new.lines()).filter(|(old, new)| old != new).count();
        assert_eq!((lines, old.lines().count()), (1, new.lines().count()));
    }
}

#[test]
fn documents_are_valid() {
    for text in [project::read(FILE), edge_cases()] {
        let document = Document(serde_json::from_str(&text).expect("JSON"));
        assert_eq!(document.errors(), Vec::<String>::new());
    }
}

/// Shows that the checks of the other tests find errors.
#[test]
fn finds_planted_errors() {
    let planted = [
        ("#/components/schemas/Style", "#/components/schemas/Styles", "unresolved reference"),
        ("\"name\": \"project_id\",", "\"name\": \"project\",", "are not the placeholders"),
        ("\"operationId\": \"ExportPaintings\"", "\"operationId\": \"ListRooms\"", "is used twice"),
        ("\"items\": {\n", "\"prefixItems\": {\n", "unexpected keyword prefixItems"),
        ("Number of paintings.\\n", "\",\"maximum\": 1, \"x-x\": \"", "constrains a response"),
        (
            "\"required\": [\n          \"method\"",
            "\"required\": [\n          \"methods\"",
            "required methods is not a property",
        ),
    ];
    let text = hss_generator::openapi(&project::museum(), OpenApiVersion::V3_1).expect("a valid description");
    for (from, to, error) in planted {
        assert!(text.contains(from), "{from}");
        let document = Document(serde_json::from_str(&text.replacen(from, to, 1)).expect("JSON"));
        let errors = document.errors();
        assert!(errors.iter().any(|found| found.contains(error)), "{from}: {errors:#?}");
    }
}

fn edge_cases() -> String {
    edge_cases::generated().get(FILE).expect("the document").to_owned()
}

struct Document(Value);

/// The direction of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Request,
    Response,
}

impl Document {
    /// Returns the document in the format of `facts.txt`.
    fn tables(&self) -> String {
        let tables: Vec<String> =
            self.operations().map(|(method, path, node)| self.table(method, path, node)).collect();
        tables.join("\n")
    }

    /// Returns method, path and object of each operation.
    fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let items = entries(&self.0["paths"]);
        items.flat_map(|(path, item)| entries(item).map(move |(method, node)| (method, path, node)))
    }

    fn table(&self, method: &str, path: &str, node: &Value) -> String {
        let deprecated = if node["deprecated"] == true { " deprecated" } else { "" };
        let success = entries(&node["responses"]).find(|(status, _)| status.starts_with('2'));
        let (status, response) = success.expect("a response of success");
        let (id, method) = (text(&node["operationId"]), method.to_uppercase());
        let mut table = format!("## {id} {method} {path} {status}{deprecated}\n");
        let parameters = || node["parameters"].as_array().into_iter().flatten();
        let headers = || parameters().filter(|parameter| parameter["in"] == "header");
        let credential = node.get("x-huaweicloud-credential");
        for parameter in parameters().filter(|parameter| parameter["in"] != "header").chain(credential).chain(headers())
        {
            let mandatory = if parameter["required"] == true { "yes" } else { "no" };
            let (place, name) = (text(&parameter["in"]), text(&parameter["name"]));
            // The bounds of the credential are documentation, like those of responses.
            let direction = if Some(parameter) == credential { Direction::Response } else { Direction::Request };
            table.push_str(&self.row(place, name, mandatory, parameter, &parameter["schema"], direction));
        }
        if let Some(body) = node.get("requestBody") {
            let schema = &body["content"]["application/json"]["schema"];
            if self.resolved(schema)["type"] == "array" {
                let mandatory = if body["required"] == true { "yes" } else { "no" };
                self.list(&mut table, "body", mandatory, schema, Direction::Request);
            } else {
                self.section(&mut table, "body", schema, Direction::Request);
            }
        }
        match response.get("content") {
            Some(content) if content["application/octet-stream"]["schema"]["format"] == "binary" => {
                table.push_str("response | - | File | - | -\n");
            }
            Some(content) => {
                let schema = &content["application/json"]["schema"];
                if self.resolved(schema)["type"] == "array" {
                    self.list(&mut table, "response", "-", schema, Direction::Response);
                } else {
                    self.section(&mut table, "response", schema, Direction::Response);
                }
            }
            None => table.push_str("response | none | - | - | -\n"),
        }
        table
    }

    /// Adds the row of a list that is the entire body, then those of the objects in it.
    fn list(&self, table: &mut String, place: &str, mandatory: &str, schema: &Value, direction: Direction) {
        let list = self.resolved(schema);
        table.push_str(&self.row(place, UNNAMED, mandatory, list, list, direction));
        let items = &list["items"];
        if self.resolved(items)["type"] == "object" {
            self.section(table, &format!("object {}", self.type_name(items)), items, direction);
        }
    }

    /// Adds the rows of an object, then those of the objects in it.
    fn section(&self, table: &mut String, place: &str, schema: &Value, direction: Direction) {
        let object = self.resolved(schema);
        let required = object["required"].as_array().into_iter().flatten().map(text).collect::<BTreeSet<_>>();
        for (name, property) in entries(&object["properties"]) {
            let mandatory = match direction {
                Direction::Response => "-",
                Direction::Request if required.contains(name) => "yes",
                Direction::Request => "no",
            };
            table.push_str(&self.row(place, name, mandatory, property, property, direction));
        }
        for (_, property) in entries(&object["properties"]) {
            let schema = property.get("items").unwrap_or(property);
            if self.resolved(schema)["type"] == "object" {
                self.section(table, &format!("object {}", self.type_name(schema)), schema, direction);
            }
        }
    }

    fn row(
        &self,
        place: &str,
        name: &str,
        mandatory: &str,
        row: &Value,
        schema: &Value,
        direction: Direction,
    ) -> String {
        let constraints = self.constraints(row, schema, direction);
        let constraints = if constraints.is_empty() { "-".to_owned() } else { constraints.join("; ") };
        format!("{place} | {name} | {} | {mandatory} | {constraints}\n", self.type_name(schema))
    }

    /// Resolves a reference, which may be the only schema of `allOf`.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let schema = schema.get("allOf").map_or(schema, |all| &all[0]);
        let reference = schema.get("$ref").and_then(Value::as_str);
        reference.map_or(schema, |reference| self.0.pointer(&reference[1..]).expect("a valid reference"))
    }

    /// Returns the help page's name of a type.
    fn type_name(&self, schema: &Value) -> String {
        let resolved = self.resolved(schema);
        let items = |items: &Value| self.type_name(items);
        let Some(json_type) = resolved.get("type") else { return "Json".to_owned() };
        match (text(json_type), resolved["format"].as_str()) {
            ("string", None | Some("password")) => "String".to_owned(),
            ("integer", Some("int32")) => "Integer".to_owned(),
            ("integer", Some("int64")) => "Long".to_owned(),
            ("number", Some("double")) => "Number".to_owned(),
            ("boolean", None) => "Boolean".to_owned(),
            ("object", None) if resolved.get("additionalProperties").is_some() => {
                format!("Map<{}>", items(&resolved["additionalProperties"]))
            }
            ("array", None) => match resolved.get("x-huaweicloud-items") {
                Some(tuple) => {
                    let names: Vec<String> = tuple.as_array().expect("a list").iter().map(items).collect();
                    format!("({})", names.join(", "))
                }
                None => format!("Array<{}>", items(&resolved["items"])),
            },
            ("object", None) => {
                let name = schema.get("allOf").map_or(schema, |all| &all[0])["$ref"].as_str().expect("a name");
                let called = within(text(&resolved["description"]), "The help page calls it `", "`.");
                let name = name.trim_end_matches(".Response");
                called.unwrap_or_else(|| name.rsplit('/').next().unwrap_or(name).to_owned())
            }
            other => panic!("{other:?}"),
        }
    }

    /// Returns the constraints: from keywords in requests, from the description in responses.
    fn constraints(&self, row: &Value, schema: &Value, direction: Direction) -> Vec<String> {
        let words = text(&row["description"]);
        let mut parts = bounds(schema, words, direction);
        // The length of a tuple follows from its type.
        if let Some(items) = schema.get("items").filter(|items| items.get("x-huaweicloud-items").is_none()) {
            let words = items["description"].as_str().unwrap_or_default();
            parts.extend(bounds(items, words, direction).into_iter().map(|bounds| format!("each {bounds}")));
        }
        parts.extend(schema.get("enum").map(|only| format!("only {}", only[0])));
        parts.extend(self.values(schema).map(|values| format!("values {}", values.join(", "))));
        if is_secret(schema) {
            parts.push("secret".to_owned());
        }
        parts.extend(schema.get("default").map(|default| format!("default {}", wire_value(default))));
        let special: Vec<&str> =
            words.split("Special value `").skip(1).filter_map(|rest| Some(rest.split_once("`: ")?.0)).collect();
        if !special.is_empty() {
            parts.push(format!("special {}", special.join(", ")));
        }
        parts
            .extend(within(words, "Unit: ", ".").map(|unit| format!("unit {}", unit.replace(" on the help page", ""))));
        parts.extend(row.get("deprecated").map(|_| "deprecated".to_owned()));
        parts
    }

    /// Returns the known values, for a list those of its items.
    fn values(&self, schema: &Value) -> Option<Vec<String>> {
        let resolved = self.resolved(schema);
        if let Some(values) = resolved.get("x-extensible-enum") {
            return Some(values.as_array()?.iter().map(wire_value).collect());
        }
        let tuple = resolved.get("x-huaweicloud-items").and_then(Value::as_array);
        tuple.into_iter().flatten().chain(resolved.get("items")).find_map(|items| self.values(items))
    }
}

/// Returns the bounds of a value: from keywords in requests, from the words of its description in responses.
fn bounds(schema: &Value, words: &str, direction: Direction) -> Vec<String> {
    let mut found = Vec::new();
    for (word, min, max, before, after) in [
        ("length", "minLength", "maxLength", "Length: ", " characters."),
        ("range", "minimum", "maximum", "Range: ", "."),
        ("items", "minItems", "maxItems", "Items: ", "."),
    ] {
        found.extend(match (direction, schema.get(min)) {
            (Direction::Request, Some(min)) => Some(format!("{word} {min}..{}", number(schema.get(max)))),
            (Direction::Request, None) => None,
            (Direction::Response, _) => within(words, before, after)
                .map(|bounds| format!("{word} {}", bounds.replace(',', "").replace(" to ", ".."))),
        });
    }
    found
}

/// Returns whether the strings of a schema are passwords.
fn is_secret(schema: &Value) -> bool {
    let inner = schema.get("items").or_else(|| schema.get("additionalProperties"));
    schema["format"] == "password" || inner.is_some_and(is_secret)
}

/// Keywords with the same meaning in OpenAPI 3.0 and 3.1.
const KEYWORDS: &str = "$ref additionalProperties allOf anyOf default deprecated description enum example format items \
    maxItems maxLength maxProperties maximum minItems minLength minProperties minimum pattern properties \
    required type writeOnly x-extensible-enum x-huaweicloud-items";

/// Keywords that would reject responses of a newer service.
const BINDING: &str = "default enum maxItems maxLength maxProperties maximum minItems minLength minProperties minimum \
    pattern required";

fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

impl Document {
    /// Returns what other tools would reject, and errors that they would miss.
    fn errors(&self) -> Vec<String> {
        let mut check = Check { document: self, errors: Vec::new(), seen: BTreeSet::new() };
        let mut ids = BTreeSet::new();
        for (_, path, node) in self.operations() {
            let id = text(&node["operationId"]);
            if !ids.insert(id) {
                check.errors.push(format!("{id} is used twice"));
            }
            check.operation(id, path, node);
        }
        for name in self.0["components"]["responses"].as_object().into_iter().flat_map(Map::keys) {
            check.reference("responses", &format!("#/components/responses/{name}"));
        }
        check.errors
    }
}

struct Check<'a> {
    document: &'a Document,
    errors: Vec<String>,
    seen: BTreeSet<(String, Direction)>,
}

impl Check<'_> {
    fn operation(&mut self, id: &str, path: &str, node: &Value) {
        let parameters = || node["parameters"].as_array().into_iter().flatten();
        let in_path = parameters().filter(|parameter| parameter["in"] == "path");
        let in_path: BTreeSet<&str> = in_path.map(|parameter| text(&parameter["name"])).collect();
        let placeholders = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        if in_path != placeholders.collect() {
            self.errors.push(format!("{id}: {in_path:?} are not the placeholders of {path}"));
        }
        let names: BTreeSet<_> = parameters()
            .map(|parameter| (&parameter["in"], &parameter["name"]))
            .map(|(place, name)| (text(place), text(name)))
            .collect();
        if names.len() < parameters().count() {
            self.errors.push(format!("{id}: two parameters have the same name"));
        }
        for parameter in parameters() {
            self.schema(&format!("{id} {}", parameter["name"]), &parameter["schema"], Direction::Request);
        }
        if let Some(credential) = node.get("x-huaweicloud-credential") {
            self.schema(&format!("{id} {}", credential["name"]), &credential["schema"], Direction::Response);
        }
        for condition in node["x-huaweicloud-rules"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|rule| rule["anyOf"].as_array().into_iter().flatten())
        {
            let body =
                &self.document.resolved(&node["requestBody"]["content"]["application/json"]["schema"])["properties"];
            let (place, name) = (text(&condition["in"]), text(&condition["name"]));
            if !names.contains(&(place, name)) && (place != "body" || body.get(name).is_none()) {
                self.errors.push(format!("{id}: a rule refers to {name}, which does not exist"));
            }
        }
        self.body(id, &node["requestBody"], Direction::Request);
        for (status, response) in entries(&node["responses"]) {
            match response.get("$ref") {
                Some(reference) => self.reference(&format!("{id} {status}"), text(reference)),
                None => self.body(&format!("{id} {status}"), response, Direction::Response),
            }
        }
    }

    /// Checks a reference to a response.
    fn reference(&mut self, at: &str, reference: &str) {
        match self.document.0.pointer(reference.trim_start_matches('#')) {
            Some(response) => self.body(at, response, Direction::Response),
            None => self.errors.push(format!("{at}: unresolved reference {reference}")),
        }
    }

    fn body(&mut self, at: &str, body: &Value, direction: Direction) {
        for (_, media) in entries(&body["content"]) {
            self.schema(at, &media["schema"], direction);
        }
    }

    fn schema(&mut self, at: &str, schema: &Value, direction: Direction) {
        let Some(map) = schema.as_object() else {
            self.errors.push(format!("{at}: not a schema: {schema}"));
            return;
        };
        for key in map.keys().map(String::as_str) {
            let tuple = map.contains_key("x-huaweicloud-items") && matches!(key, "minItems" | "maxItems");
            if !has_word(KEYWORDS, key) {
                self.errors.push(format!("{at}: unexpected keyword {key}"));
            } else if direction == Direction::Response && has_word(BINDING, key) && !tuple {
                self.errors.push(format!("{at}: {key} constrains a response"));
            }
        }
        if let Some(reference) = map.get("$ref").map(text) {
            match self.document.0.pointer(reference.trim_start_matches('#')) {
                _ if map.len() > 1 => self.errors.push(format!("{at}: {reference} hides the keys next to it")),
                None => self.errors.push(format!("{at}: unresolved reference {reference}")),
                Some(target) if self.seen.insert((reference.to_owned(), direction)) => {
                    self.schema(reference, target, direction);
                }
                Some(_) => {}
            }
        }
        for name in map.get("required").and_then(Value::as_array).into_iter().flatten().map(text) {
            if schema["properties"].get(name).is_none() {
                self.errors.push(format!("{at}: required {name} is not a property"));
            }
        }
        self.parts(at, map, direction);
    }

    fn parts(&mut self, at: &str, map: &Map<String, Value>, direction: Direction) {
        for (name, property) in map.get("properties").into_iter().flat_map(entries) {
            self.schema(&format!("{at}.{name}"), property, direction);
        }
        let lists = ["allOf", "anyOf", "x-huaweicloud-items"].into_iter().filter_map(|key| map.get(key)?.as_array());
        for part in lists.flatten().chain(map.get("items")).chain(map.get("additionalProperties")) {
            self.schema(at, part, direction);
        }
        if map.get("type").is_some_and(|name| name == "array") != map.contains_key("items") {
            self.errors.push(format!("{at}: a list needs `items`, and only a list"));
        }
    }
}

fn entries(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    node.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// Returns a value as it is written in a table.
fn wire_value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns a limit, or nothing if it is missing.
fn number(limit: Option<&Value>) -> String {
    limit.map_or_else(String::new, Value::to_string)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}"))
}

fn within(text: &str, before: &str, after: &str) -> Option<String> {
    Some(text.split_once(before)?.1.split_once(after)?.0.to_owned())
}
