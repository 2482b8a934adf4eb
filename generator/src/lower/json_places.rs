//! Finds the places of values in a JSON text, to report errors at them.

use std::collections::HashMap;
use std::ops::Range;

/// Byte ranges of the values and keys in a JSON text, by paths such as `list[0].name`.
#[derive(Default)]
pub(super) struct JsonPlaces {
    values: HashMap<String, Range<usize>>,
    keys: HashMap<String, Range<usize>>,
}

impl JsonPlaces {
    /// Finds the places in valid JSON. `root` is the path of the outermost value.
    pub(super) fn find(text: &str, root: &str) -> Self {
        let mut scanner = Scanner { text, position: 0, places: Self::default() };
        scanner.value(root);
        scanner.places
    }

    /// Returns the place of a value.
    pub(super) fn value(&self, path: &str) -> Option<Range<usize>> {
        self.values.get(path).cloned()
    }

    /// Returns the place of a key.
    pub(super) fn key(&self, path: &str) -> Option<Range<usize>> {
        self.keys.get(path).cloned()
    }
}

/// Returns the path of a field.
pub(super) fn field_path(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

struct Scanner<'t> {
    text: &'t str,
    position: usize,
    places: JsonPlaces,
}

impl Scanner<'_> {
    fn value(&mut self, path: &str) {
        self.skip_space();
        let start = self.position;
        match self.peek() {
            Some('{') => self.members(path),
            Some('[') => self.items(path),
            Some('"') => self.skip_string(),
            _ => self.skip_while(|c| !matches!(c, ',' | ']' | '}') && !c.is_whitespace()),
        }
        self.places.values.insert(path.to_owned(), start..self.position);
    }

    fn members(&mut self, path: &str) {
        self.next();
        loop {
            self.skip_space();
            if self.peek() != Some('"') {
                break;
            }
            let start = self.position;
            self.skip_string();
            let range = start..self.position;
            let key = self.text.get(range.clone()).unwrap_or_default();
            let key: String = serde_json::from_str(key).unwrap_or_default();
            let path = field_path(path, &key);
            self.places.keys.insert(path.clone(), range);
            self.skip_space();
            self.next();
            self.value(&path);
            self.skip_space();
            if self.peek() == Some(',') {
                self.next();
            }
        }
        self.next();
    }

    fn items(&mut self, path: &str) {
        self.next();
        for index in 0_usize.. {
            self.skip_space();
            // Any other character after a value is invalid.
            if matches!(self.peek(), None | Some(']' | '}' | ',')) {
                break;
            }
            self.value(&format!("{path}[{index}]"));
            self.skip_space();
            if self.peek() == Some(',') {
                self.next();
            }
        }
        self.next();
    }

    fn skip_string(&mut self) {
        self.next();
        while let Some(c) = self.next() {
            match c {
                '\\' => {
                    self.next();
                }
                '"' => return,
                _ => {}
            }
        }
    }

    fn skip_space(&mut self) {
        self.skip_while(char::is_whitespace);
    }

    fn skip_while(&mut self, is_skipped: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is_skipped) {
            self.next();
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.position..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.position += c.len_utf8();
        Some(c)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_values_and_keys_by_their_paths() {
        let text = " { \"a\\\"b\" : [ 1 , {\"é\": \"]}\"}, [] ], \"c\": null, \"d\": {} } ";
        let places = JsonPlaces::find(text, "");
        let value = |path: &str| places.value(path).and_then(|range| text.get(range));
        let key = |path: &str| places.key(path).and_then(|range| text.get(range));
        assert_eq!(value(""), Some(text.trim()));
        assert_eq!(value("a\"b[0]"), Some("1"));
        assert_eq!(value("a\"b[1].é"), Some("\"]}\""));
        assert_eq!(value("a\"b[2]"), Some("[]"));
        assert_eq!((value("c"), key("c")), (Some("null"), Some("\"c\"")));
        assert_eq!((value("d"), key("a\"b[1].é")), (Some("{}"), Some("\"é\"")));
        assert_eq!((value("a\"b[3]"), key("e")), (None, None));
        assert_eq!(JsonPlaces::find("[5]", "body").value("body[0]"), Some(1..2));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ends_for_any_text(text in "[\\[\\]{}\",:\\\\a é]{0,40}") {
            let places = JsonPlaces::find(&text, "");
            prop_assert!(places.values.values().all(|range| text.get(range.clone()).is_some()));
        }
    }
}
