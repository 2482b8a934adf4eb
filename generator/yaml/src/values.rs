//! The values of a YAML file, as `serde_yaml` reads them. A file that the scan has read differently is rejected.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::parsed_file::ParsedFile;
use crate::positions::{Positions, line_span, push_key};
use crate::scan::INVALID_YAML_HELP;
use crate::source::Source;

/// Reads the values of a file that the scan has read to its end.
///
/// If the scan has reported anything, the two are not compared: what was reported may differ.
pub(crate) fn read(file: &ParsedFile, aliases: &[Range<usize>], diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let is_reported = !diagnostics.is_empty();
    let result = match aliases {
        [] => serde_yaml::from_str(&file.source.text),
        _ => serde_yaml::from_str(&quote_aliases(&file.source.text, aliases)),
    };
    let error = match result {
        Ok(Values(value)) if is_reported => return Some(value),
        Err(_) if is_reported => return None,
        Ok(Values(value)) => match difference(&value, &file.positions) {
            None => return Some(value),
            Some(path) => ambiguous(file, &path),
        },
        Err(error) => invalid(&file.source, &error),
    };
    diagnostics.push(error);
    None
}

/// Replaces each alias with a string. If they were expanded, a small file could have any number of values.
fn quote_aliases(text: &str, aliases: &[Range<usize>]) -> String {
    let mut quoted = String::with_capacity(text.len());
    let mut end = 0;
    for alias in aliases {
        let name = text.get(alias.clone()).unwrap_or_default();
        quoted.push_str(text.get(end..alias.start).unwrap_or_default());
        quoted.push('\'');
        quoted.push_str(&name.replace('\'', "''"));
        quoted.push('\'');
        end = alias.end;
    }
    quoted.push_str(text.get(end..).unwrap_or_default());
    quoted
}

fn invalid(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let line = error.location().map_or(1, |location| location.line());
    let span = line_span(&source.text, 0..source.text.len(), line);
    Diagnostic::new(Code::Yaml, format!("invalid YAML: {error}"), source, span).with_help(INVALID_YAML_HELP)
}

fn ambiguous(ParsedFile { source, positions }: &ParsedFile, path: &str) -> Diagnostic {
    let value = positions.get(path).map_or(0..source.text.len(), |position| position.value.clone());
    let span = line_span(&source.text, value, 1);
    Diagnostic::new(Code::Yaml, "ambiguous YAML: parsers read this value differently", source, span)
        .with_help("write special characters as escapes in double quotes, and end the file with a line break")
}

/// The values of a file. All keys are strings, even if they look like numbers. Of duplicate keys, the first one is
/// kept, and tags are left out: the scan reports both.
struct Values(Value);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Values, E> {
        Ok(Values(Value::Null))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Values, E> {
        Ok(Values(value.into()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Values, E> {
        Ok(Values(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Values, E> {
        Ok(Values(number.into()))
    }
    // The scan reports longer integers.
    fn visit_i128<E>(self, _: i128) -> Result<Values, E> {
        Ok(Values(Value::Null))
    }
    fn visit_u128<E>(self, _: u128) -> Result<Values, E> {
        Ok(Values(Value::Null))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Values, E> {
        Ok(Values(number.into()))
    }
    fn visit_str<E>(self, text: &str) -> Result<Values, E> {
        Ok(Values(text.into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
        let mut items = Vec::new();
        while let Some(Values(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(Values(items.into()))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let Values(value) = map.next_value()?;
            entries.entry(key).or_insert(value);
        }
        Ok(Values(entries.into()))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Values, A::Error> {
        let (IgnoredAny, content) = tagged.variant()?;
        content.newtype_variant()
    }
}

/// Returns the path of a value that the scan has read differently.
fn difference(value: &Value, positions: &Positions) -> Option<String> {
    let mut comparison = Comparison { positions, path: String::new(), count: 0 };
    let is_same = comparison.is_same(value) && comparison.count == positions.len();
    (!is_same).then_some(comparison.path)
}

struct Comparison<'a> {
    positions: &'a Positions,
    /// The path of the value that is being compared.
    path: String,
    /// Number of values that have been compared.
    count: usize,
}

impl Comparison<'_> {
    /// Compares a value. If it is not the same, `path` is that of the difference.
    fn is_same(&mut self, value: &Value) -> bool {
        let Some(position) = self.positions.get(&self.path) else { return false };
        self.count += 1;
        match (value, &position.scalar) {
            (Value::Object(entries), None) => entries.iter().all(|(key, value)| self.is_same_entry(key, value)),
            (Value::Array(items), None) => {
                items.iter().enumerate().all(|(index, item)| self.is_same_entry(&index.to_string(), item))
            }
            (Value::String(text), Some(scalar)) => text == scalar,
            (Value::Bool(value), Some(scalar)) => scalar.eq_ignore_ascii_case(if *value { "true" } else { "false" }),
            (Value::Number(number), Some(scalar)) => match number.as_i64() {
                Some(integer) => scalar.parse() == Ok(integer),
                None => scalar.parse().ok() == number.as_f64(),
            },
            _ => false,
        }
    }

    fn is_same_entry(&mut self, key: &str, value: &Value) -> bool {
        let length = self.path.len();
        push_key(&mut self.path, key);
        let is_same = self.is_same(value);
        if is_same {
            self.path.truncate(length);
        }
        is_same
    }
}
