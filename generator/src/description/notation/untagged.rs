//! Types that YAML can state in several forms, such as a string or a map.
//!
//! They are deserialized by hand, because the errors of serde's `untagged` do not say what was expected.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{PageSays, Parameter, Predicate, Quotations, Response, Scalar, Value};

/// A value of an enum, written as a map.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DetailedValue {
    /// What it means, as plain text in this project's own words.
    doc: String,
    /// Why it is deprecated.
    deprecated: Option<String>,
    /// What the help page says, if it is misleading.
    #[serde(default)]
    page_says: Quotations,
    /// Rust name, if the one derived from the wire value is not suitable.
    rust_name: Option<String>,
}

/// Implements `Deserialize` and `JsonSchema`, from the expected forms for messages, the schema, and the methods of the
/// `Visitor`.
macro_rules! untagged {
    ($de:lifetime $type:ident: $expecting:literal, |$generator:ident| $schema:expr, { $($visit:tt)* }) => {
        impl<$de> Deserialize<$de> for $type {
            fn deserialize<D: Deserializer<$de>>(deserializer: D) -> Result<Self, D::Error> {
                struct UntaggedVisitor;
                impl<$de> Visitor<$de> for UntaggedVisitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }
                    $($visit)*
                }
                deserializer.deserialize_any(UntaggedVisitor)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

untagged!('de Scalar: "a boolean, a number or a quoted string",
    |_generator| json_schema!({ "type": ["boolean", "number", "string"] }), {
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Boolean(value))
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Integer(value))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
        i64::try_from(value).map(Scalar::Integer).map_err(|_| E::custom("the integer does not fit in 64 bits"))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar, E> {
        if value.is_finite() { Ok(Scalar::Number(value)) } else { Err(E::custom("the number is not finite")) }
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::String(value.to_owned()))
    }
});

/// A state of a task.
pub(super) struct State(String);

untagged!('de State: "a string or an integer", |_generator| json_schema!({ "type": ["string", "integer"] }), {
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<State, E> {
        Ok(State(value.to_string()))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<State, E> {
        Ok(State(value.to_owned()))
    }
});

/// Deserializes the states of a task as strings.
pub(super) fn states<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let states = Vec::<State>::deserialize(deserializer)?;
    Ok(states.into_iter().map(|State(state)| state).collect())
}

untagged!('de Predicate: "`set`, `non_empty`, `true` or `false`",
    |_generator| json_schema!({ "enum": ["set", "non_empty", true, false] }), {
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Predicate, E> {
        Ok(Predicate::Is(value))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Predicate, E> {
        match value {
            "set" => Ok(Predicate::Set),
            "non_empty" => Ok(Predicate::NonEmpty),
            _ => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
        }
    }
});

untagged!('de Response: "`none`, `file` or a map of fields", |generator| {
    let fields = generator.subschema_for::<IndexMap<String, Parameter>>();
    json_schema!({ "oneOf": [{ "const": "none" }, { "const": "file" }, fields] })
}, {
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Response, E> {
        match value {
            "none" => Ok(Response::None),
            "file" => Ok(Response::File),
            _ => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Response, A::Error> {
        IndexMap::deserialize(MapAccessDeserializer::new(map)).map(Response::Fields)
    }
});

untagged!('de Quotations: "a map with `why`, and `text` or `type`, or a list of such maps", |generator| {
    let one = generator.subschema_for::<PageSays>();
    let list = generator.subschema_for::<Vec<PageSays>>();
    json_schema!({ "oneOf": [one, list] })
}, {
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quotations, A::Error> {
        PageSays::deserialize(MapAccessDeserializer::new(map)).map(|page_says| Quotations(vec![page_says]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Quotations, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Quotations)
    }
});

untagged!('de Value: "the meaning of the value or a map with `doc`", |generator| {
    let detailed = generator.subschema_for::<DetailedValue>();
    json_schema!({ "oneOf": [{ "type": "string" }, detailed] })
}, {
    fn visit_str<E: de::Error>(self, doc: &str) -> Result<Value, E> {
        Ok(Value { doc: doc.to_owned(), deprecated: None, page_says: Quotations::default(), rust_name: None })
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let DetailedValue { doc, deprecated, page_says, rust_name } =
            DetailedValue::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Value { doc, deprecated, page_says, rust_name })
    }
});
