//! JSON with the places of its values and keys, to report errors and to edit it there.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

/// A JSON value in a string.
pub struct JsonNode {
    /// Byte range of the value.
    pub place: Range<usize>,
    /// Its scalar, items or members.
    pub content: JsonContent,
}

/// The content of a JSON value. An object has all of its members, even those with the same key.
pub enum JsonContent {
    /// Null, a boolean, a number or a string.
    Scalar(Json),
    /// The items of a list.
    List(Vec<JsonNode>),
    /// The members of an object.
    Object(Vec<JsonMember>),
}

/// A member of an object.
pub struct JsonMember {
    /// The decoded key.
    pub key: String,
    /// Byte range of the key, with its quotes.
    pub key_place: Range<usize>,
    /// The value.
    pub value: JsonNode,
}

impl JsonNode {
    /// Reads JSON.
    ///
    /// # Errors
    ///
    /// Fails if the text is not valid JSON.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        // Finds all errors: the parser of a part would report its position in that part. It also limits the depth.
        serde_json::from_str::<Json>(text)?;
        Self::read_part(text, serde_json::from_str(text)?)
    }

    /// Reads a value that is a part of a string.
    fn read_part(text: &str, part: &RawValue) -> serde_json::Result<Self> {
        let json = part.get();
        let content = if json.starts_with('[') {
            let mut items = Vec::new();
            for item in serde_json::from_str::<Vec<&RawValue>>(json)? {
                items.push(Self::read_part(text, item)?);
            }
            JsonContent::List(items)
        } else if json.starts_with('{') {
            let mut members = Vec::new();
            for (key, value) in serde_json::from_str::<RawMembers<'_>>(json)?.0 {
                let (key_place, key) = (place(text, key), serde_json::from_str(key.get())?);
                members.push(JsonMember { key, key_place, value: Self::read_part(text, value)? });
            }
            JsonContent::Object(members)
        } else {
            JsonContent::Scalar(serde_json::from_str(json)?)
        };
        Ok(Self { place: place(text, part), content })
    }

    /// Creates a node without parts.
    #[must_use]
    pub fn scalar(place: Range<usize>, value: Json) -> Self {
        Self { place, content: JsonContent::Scalar(value) }
    }

    /// Returns the value without its places. Of duplicate keys, the last one is kept.
    #[must_use]
    pub fn into_json(self) -> Json {
        match self.content {
            JsonContent::Scalar(value) => value,
            JsonContent::List(items) => items.into_iter().map(Self::into_json).collect(),
            JsonContent::Object(members) => {
                members.into_iter().map(|member| (member.key, member.value.into_json())).collect()
            }
        }
    }
}

/// Returns the byte range of a part of a string. `serde_json` borrows raw values from the string that it reads.
fn place(text: &str, part: &RawValue) -> Range<usize> {
    let start = part.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + part.get().len()
}

/// The keys and values of an object. A map would keep only one of several members with the same key.
struct RawMembers<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RawMembersVisitor)
    }
}

struct RawMembersVisitor;

impl<'de> Visitor<'de> for RawMembersVisitor {
    type Value = RawMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawMembers<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(RawMembers(members))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, place: &Range<usize>) -> String {
        text.get(place.clone()).expect("a part of the text").to_owned()
    }

    fn read(text: &str) -> JsonNode {
        JsonNode::read(text).expect("JSON")
    }

    /// Lists each value and each key with the text at its place.
    fn places(text: &str, node: &JsonNode, path: &str, list: &mut Vec<String>) {
        list.push(format!("{path} = {}", at(text, &node.place)));
        match &node.content {
            JsonContent::Scalar(_) => {}
            JsonContent::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    places(text, item, &format!("{path}[{index}]"), list);
                }
            }
            JsonContent::Object(members) => {
                for JsonMember { key, key_place, value } in members {
                    list.push(format!("{path} has {key} at {}", at(text, key_place)));
                    places(text, value, &format!("{path}.{key}"), list);
                }
            }
        }
    }

    #[test]
    fn finds_values_and_keys() {
        let text = " {\"a.b\":[1 , {\"é\": \"]}\"}, [] ], \"a\": {\"b\\\"\": null}, \"a\" : -1.5e3 } ";
        let mut list = Vec::new();
        places(text, &read(text), "", &mut list);
        let expected = [
            format!(" = {}", text.trim()),
            " has a.b at \"a.b\"".to_owned(),
            ".a.b = [1 , {\"é\": \"]}\"}, [] ]".to_owned(),
            ".a.b[0] = 1".to_owned(),
            ".a.b[1] = {\"é\": \"]}\"}".to_owned(),
            ".a.b[1] has é at \"é\"".to_owned(),
            ".a.b[1].é = \"]}\"".to_owned(),
            ".a.b[2] = []".to_owned(),
            " has a at \"a\"".to_owned(),
            ".a = {\"b\\\"\": null}".to_owned(),
            ".a has b\" at \"b\\\"\"".to_owned(),
            ".a.b\" = null".to_owned(),
            " has a at \"a\"".to_owned(),
            ".a = -1.5e3".to_owned(),
        ];
        assert_eq!(list, expected);
    }

    #[test]
    fn rejects_excessive_depth() {
        let depth = 100_000;
        assert!(JsonNode::read(&("[".repeat(depth) + &"]".repeat(depth))).is_err());
    }

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            "\\PC{0,6}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec(("\\PC{0,3}", inner), 0..4).prop_map(Json::from_iter),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reads_the_same_values_as_serde_json(json in json()) {
            prop_assert_eq!(&read(&json.to_string()).into_json(), &json);
            prop_assert_eq!(&read(&format!("{json:#}")).into_json(), &json);
        }

        #[test]
        fn reads_any_text_or_fails(text in "[\\[\\]{}\",:\\\\a1 é]{0,40}") {
            if let Ok(node) = JsonNode::read(&text) {
                places(&text, &node, "", &mut Vec::new());
            }
        }
    }
}
