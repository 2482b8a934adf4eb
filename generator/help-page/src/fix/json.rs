//! Changes the values of JSON and keeps its layout.

use std::ops::Range;

use serde_json::Value as Json;

/// Returns JSON text with other values, or `None` if the two have different keys or lengths.
pub(super) fn with_values(text: &str, new: &Json) -> Option<String> {
    let mut patch = Patch { text, position: 0, edits: Vec::new() };
    patch.value(new)?;
    patch.skip_white_space();
    if patch.position < text.len() {
        return None;
    }
    let mut changed = text.to_owned();
    for (range, value) in patch.edits.into_iter().rev() {
        changed.replace_range(range, &value);
    }
    Some(changed)
}

/// The walk through the old JSON, next to the new value.
struct Patch<'t> {
    text: &'t str,
    position: usize,
    edits: Vec<(Range<usize>, String)>,
}

impl Patch<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn skip_white_space(&mut self) {
        self.position += self.rest().len() - self.rest().trim_start().len();
    }

    /// Skips a character, and returns whether it was there.
    fn skip(&mut self, character: char) -> bool {
        self.skip_white_space();
        let is_next = self.rest().starts_with(character);
        if is_next {
            self.position += character.len_utf8();
        }
        is_next
    }

    fn value(&mut self, new: &Json) -> Option<()> {
        self.skip_white_space();
        match new {
            Json::Object(members) if self.skip('{') => {
                let mut count = 0;
                while !self.skip('}') {
                    if count > 0 && !self.skip(',') {
                        return None;
                    }
                    let Json::String(key) = self.scalar()? else { return None };
                    if !self.skip(':') {
                        return None;
                    }
                    self.value(members.get(&key)?)?;
                    count += 1;
                }
                (count == members.len()).then_some(())
            }
            Json::Array(items) if self.skip('[') => {
                let mut count = 0;
                while !self.skip(']') {
                    if count > 0 && !self.skip(',') {
                        return None;
                    }
                    self.value(items.get(count)?)?;
                    count += 1;
                }
                (count == items.len()).then_some(())
            }
            Json::Object(_) | Json::Array(_) => None,
            scalar => {
                self.skip_white_space();
                let start = self.position;
                if self.scalar()? != *scalar {
                    self.edits.push((start..self.position, scalar.to_string()));
                }
                Some(())
            }
        }
    }

    /// Reads a value that is neither an object nor an array.
    fn scalar(&mut self) -> Option<Json> {
        self.skip_white_space();
        if self.rest().starts_with(['{', '[']) {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<Json>();
        let value = values.next()?.ok()?;
        self.position += values.byte_offset();
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::with_values;

    #[test]
    fn keeps_the_layout() {
        for (old, new, expected) in [
            ("{ \"a\" : [1,  2], \"b\": {} }", "{\"a\":[1,3],\"b\":{}}", Some("{ \"a\" : [1,  3], \"b\": {} }")),
            ("{\n  \"a\": \"x\" }", "{\"a\":null}", Some("{\n  \"a\": null }")),
            ("{ \"b\": 1, \"a\": true }", "{\"a\":false,\"b\":1}", Some("{ \"b\": 1, \"a\": false }")),
            ("[1, 2]", "[1]", None),
            ("[1]", "[1, 2]", None),
            ("{ \"a\": 1 }", "{\"b\":1}", None),
            ("{ \"a\": 1 }", "{\"a\":{}}", None),
            ("{ \"a\": {} }", "{\"a\":1}", None),
            ("[1] x", "[2]", None),
            ("[1", "[2]", None),
        ] {
            let new = serde_json::from_str(new).expect("JSON");
            assert_eq!(with_values(old, &new).as_deref(), expected, "{old} {new}");
        }
    }
}
