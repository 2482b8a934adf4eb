//! The JSON of examples, with the places of values and keys to report errors at.

use std::ops::Range;

use serde_json::Value as Json;

/// A JSON value and its byte range in the text.
pub(super) struct JsonNode {
    pub place: Range<usize>,
    pub content: JsonContent,
}

/// The content of a JSON value. An object has all of its members, even those with the same key.
pub(super) enum JsonContent {
    Scalar(Json),
    List(Vec<JsonNode>),
    Object(Vec<JsonMember>),
}

/// A key of an object, with its byte range and its value.
pub(super) struct JsonMember {
    pub key: String,
    pub key_place: Range<usize>,
    pub value: JsonNode,
}

impl JsonNode {
    /// Reads valid JSON.
    pub(super) fn read(text: &str) -> Self {
        Reader { text, position: 0 }.read_value()
    }

    /// Creates a node without parts.
    pub(super) fn scalar(place: Range<usize>, value: Json) -> Self {
        Self { place, content: JsonContent::Scalar(value) }
    }

    /// Returns the value without its places. Of duplicate keys, the last one is kept.
    pub(super) fn into_json(self) -> Json {
        match self.content {
            JsonContent::Scalar(value) => value,
            JsonContent::List(items) => items.into_iter().map(Self::into_json).collect(),
            JsonContent::Object(members) => {
                members.into_iter().map(|member| (member.key, member.value.into_json())).collect()
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    position: usize,
}

impl Reader<'_> {
    fn read_value(&mut self) -> JsonNode {
        self.peek();
        let start = self.position;
        let content = match self.next() {
            Some('{') => JsonContent::Object(self.read_members()),
            Some('[') => JsonContent::List(self.read_items()),
            first => {
                if first == Some('"') {
                    self.skip_string();
                } else {
                    self.skip_while(|c| !matches!(c, ',' | ']' | '}') && !c.is_whitespace());
                }
                let text = self.text.get(start..self.position).unwrap_or_default();
                JsonContent::Scalar(serde_json::from_str(text).unwrap_or_default())
            }
        };
        JsonNode { place: start..self.position, content }
    }

    fn read_members(&mut self) -> Vec<JsonMember> {
        let mut members = Vec::new();
        while self.peek() == Some('"') {
            let JsonNode { place: key_place, content } = self.read_value();
            let value = self.read_value();
            if let JsonContent::Scalar(Json::String(key)) = content {
                members.push(JsonMember { key, key_place, value });
            }
        }
        self.next();
        members
    }

    fn read_items(&mut self) -> Vec<JsonNode> {
        let mut items = Vec::new();
        while !matches!(self.peek(), None | Some(']' | '}')) {
            items.push(self.read_value());
        }
        self.next();
        items
    }

    /// Skips a string after its first quote.
    fn skip_string(&mut self) {
        while let Some(c) = self.next() {
            match c {
                '\\' => {
                    self.next();
                }
                '"' => break,
                _ => {}
            }
        }
    }

    /// Skips white space and separators, and returns the next character.
    fn peek(&mut self) -> Option<char> {
        self.skip_while(|c| c.is_whitespace() || matches!(c, ',' | ':'));
        self.text.get(self.position..)?.chars().next()
    }

    fn skip_while(&mut self, is_skipped: impl Fn(char) -> bool) {
        let rest = self.text.get(self.position..).unwrap_or_default();
        self.position += rest.len() - rest.trim_start_matches(is_skipped).len();
    }

    fn next(&mut self) -> Option<char> {
        let c = self.text.get(self.position..)?.chars().next()?;
        self.position += c.len_utf8();
        Some(c)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, place: &Range<usize>) -> String {
        text.get(place.clone()).expect("a part of the text").to_owned()
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
        places(text, &JsonNode::read(text), "", &mut list);
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
            prop_assert_eq!(&JsonNode::read(&json.to_string()).into_json(), &json);
            prop_assert_eq!(&JsonNode::read(&format!("{json:#}")).into_json(), &json);
        }

        #[test]
        fn ends_for_any_text(text in "[\\[\\]{}\",:\\\\a é]{0,40}") {
            let mut list = Vec::new();
            places(&text, &JsonNode::read(&text), "", &mut list);
        }
    }
}
