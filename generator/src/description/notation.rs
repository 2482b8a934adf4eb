//! The notation: the types that the YAML files in `spec/` deserialize into. `spec/README.md` explains them.
//!
//! The doc comments below become descriptions in the JSON Schema of the notation, which editors show.

use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

/// An operation as its help page describes it, in the order of the page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map that describes an operation")]
pub(crate) struct Operation {
    /// Operation ID in UpperCamelCase, as in the vendor's SDKs.
    pub operation: String,
    /// What the operation does, in one sentence.
    pub summary: String,
    /// The operation's help page.
    pub page: HelpPage,
    /// Request line: the method, and the path with `{placeholders}`.
    pub request: String,
    /// Why the operation is deprecated.
    pub deprecated: Option<String>,
    /// Path parameters.
    #[serde(default)]
    pub path: IndexMap<String, Parameter>,
    /// Query parameters.
    #[serde(default)]
    pub query: IndexMap<String, Parameter>,
    /// Header parameters.
    #[serde(default)]
    pub headers: IndexMap<String, Parameter>,
    /// Fields of the request body. Leave it out if the operation has no body.
    pub body: Option<IndexMap<String, Parameter>>,
    /// Fields of the response body, by status code.
    pub response: IndexMap<String, Response>,
    /// Conditions that involve several parameters.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How the operation returns its results in pages.
    pub pagination: Option<Pagination>,
    /// Objects that this help page defines.
    #[serde(default)]
    pub objects: IndexMap<String, Object>,
    /// Enums that this help page defines.
    #[serde(default)]
    pub enums: IndexMap<String, Enum>,
    /// Examples from the help page.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title` and `updated`")]
pub(crate) struct HelpPage {
    /// Title of the help page.
    pub title: String,
    /// Date of the last update, as `YYYY-MM-DD`.
    pub updated: String,
}

/// A row of a parameter table: a parameter or a field of an object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `type` and `doc`")]
pub(crate) struct Parameter {
    /// `String(1..256)`, `Integer(10..200)`, `Long`, `Boolean`, `Array<T>(1..100)`, a tuple `(A, B)`,
    /// or the name of an object or enum.
    pub r#type: String,
    /// Whether the service rejects requests without it.
    #[serde(default)]
    pub mandatory: bool,
    /// Value that the service uses if it is left out. It is documented and never sent.
    pub default: Option<Scalar>,
    /// The only boolean that the service accepts.
    pub only: Option<bool>,
    /// Values with a special meaning, each with that meaning.
    #[serde(default)]
    pub special: IndexMap<String, String>,
    /// Unit of an integer, or `not stated`.
    pub unit: Option<String>,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// What the help page says, if it is misleading.
    pub page_says: Option<PageSays>,
    /// Facts that come from another source than the help page.
    pub beyond_page: Option<BeyondPage>,
    /// Rust name, if the one derived from the wire name is not suitable.
    pub rust_name: Option<String>,
}

/// A misleading statement of the help page: either `text` or `type`, and why the description differs from it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `why`, and `text` or `type`")]
pub(crate) struct PageSays {
    /// The statement, word for word.
    pub text: Option<String>,
    /// The type that the help page states.
    pub r#type: Option<String>,
    /// Why the description differs.
    pub why: String,
}

/// Bounds that come from another source than the help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `source`, and `length` or `range`")]
pub(crate) struct BeyondPage {
    /// The length as `min..max`, the same as in the type.
    pub length: Option<String>,
    /// The range as `min..max`, the same as in the type.
    pub range: Option<String>,
    /// Source of the bounds.
    pub source: String,
}

/// An object with named fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `fields`")]
pub(crate) struct Object {
    /// Its name on the help page, if that is not suitable as the name of a type.
    pub page_name: Option<String>,
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// Its fields, in the order of the help page.
    pub fields: IndexMap<String, Parameter>,
}

/// A string with known values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `values`")]
pub(crate) struct Enum {
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// Its values, in the order of the help page, each with its meaning.
    pub values: IndexMap<String, Value>,
}

/// A value of an enum: a string with its meaning, or a map with more keys.
#[derive(Debug)]
pub(crate) struct Value {
    pub doc: String,
    pub deprecated: Option<String>,
    pub page_says: Option<PageSays>,
    pub rust_name: Option<String>,
}

/// A value of an enum, written as a map.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DetailedValue {
    /// What it means, as plain text in this project's own words.
    doc: String,
    /// Why it is deprecated.
    deprecated: Option<String>,
    /// What the help page says, if it is misleading.
    page_says: Option<PageSays>,
    /// Rust name, if the one derived from the wire value is not suitable.
    rust_name: Option<String>,
}

/// The fields of a response body, or `none`.
#[derive(Debug)]
pub(crate) enum Response {
    None,
    Fields(IndexMap<String, Parameter>),
}

/// A condition that involves several parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `any_of` and `why`")]
pub(crate) struct Rule {
    /// At least one of these conditions holds.
    pub any_of: Vec<IndexMap<String, Predicate>>,
    /// What the help page says about it, as plain text in this project's own words.
    pub why: String,
}

/// What a rule requires of a parameter: `set`, `non_empty`, `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Predicate {
    Set,
    NonEmpty,
    Is(bool),
}

/// Names of the parameters and fields used for pagination.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `offset`, `limit` and `items`")]
pub(crate) struct Pagination {
    /// Query parameter with the number of items to skip.
    pub offset: String,
    /// Query parameter with the maximum number of items to return.
    pub limit: String,
    /// Response field with the items.
    pub items: String,
    /// Response field with the total number of items.
    pub total: Option<String>,
}

/// An example from the help page, with its JSON as a string.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title`, and `body` or `response`")]
pub(crate) struct Example {
    /// What the example shows.
    pub title: String,
    /// Request body, as JSON.
    pub body: Option<String>,
    /// Response body, as JSON.
    pub response: Option<String>,
}

/// The service, and what all its operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map that describes the service")]
pub(crate) struct Service {
    /// Short name.
    pub service: String,
    /// Full name.
    pub title: String,
    /// Endpoints of the service.
    pub endpoint: Endpoint,
    /// Regions known to offer the service. There may be others.
    pub regions: Vec<String>,
    /// Parameters that the client sets, in every operation that has them.
    pub client_parameters: IndexMap<String, Setting>,
    /// Header that contains the credential.
    pub credential_header: String,
    /// How requests are signed, if the service accepts a signature instead of that header.
    pub signature: Option<Signature>,
    /// Fields seen in the body of error responses, each with its meaning. Any may be absent, or of any type.
    #[serde(default)]
    pub error_fields: IndexMap<String, String>,
}

/// How requests are signed, in the header `Authorization`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `algorithm` and `doc`")]
pub(crate) struct Signature {
    /// Name of the algorithm, as in the header.
    pub algorithm: String,
    /// What a signature requires, as plain text in this project's own words.
    pub doc: String,
}

/// Endpoints of the service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `pattern`")]
pub(crate) struct Endpoint {
    /// Endpoint with the placeholder `{region}`.
    pub pattern: String,
    /// Endpoints of the regions that do not follow the pattern.
    #[serde(default)]
    pub exceptions: IndexMap<String, String>,
}

/// The client setting that provides the value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "`project`, `region` or `enterprise_project`")]
pub(crate) enum Setting {
    /// The project that owns the resources.
    Project,
    /// The region that receives the request.
    Region,
    /// The enterprise project that the request is limited to.
    EnterpriseProject,
}

/// A YAML scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Boolean(bool),
    Integer(i64),
    String(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a boolean, an integer or a quoted string")
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Boolean(value))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(value))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
                i64::try_from(value).map(Scalar::Integer).map_err(|_| E::custom("the integer does not fit in 64 bits"))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar::String(value.to_owned()))
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}

impl<'de> Deserialize<'de> for Predicate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PredicateVisitor;
        impl Visitor<'_> for PredicateVisitor {
            type Value = Predicate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`set`, `non_empty`, `true` or `false`")
            }
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
        }
        deserializer.deserialize_any(PredicateVisitor)
    }
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ResponseVisitor;
        impl<'de> Visitor<'de> for ResponseVisitor {
            type Value = Response;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none` or a map of fields")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Response, E> {
                match value {
                    "none" => Ok(Response::None),
                    _ => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Response, A::Error> {
                IndexMap::deserialize(MapAccessDeserializer::new(map)).map(Response::Fields)
            }
        }
        deserializer.deserialize_any(ResponseVisitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the meaning of the value or a map with `doc`")
            }
            fn visit_str<E: de::Error>(self, doc: &str) -> Result<Value, E> {
                Ok(Value { doc: doc.to_owned(), deprecated: None, page_says: None, rust_name: None })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
                let DetailedValue { doc, deprecated, page_says, rust_name } =
                    DetailedValue::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Value { doc, deprecated, page_says, rust_name })
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl JsonSchema for Scalar {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Scalar".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "integer", "string"] })
    }
}

impl JsonSchema for Predicate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Predicate".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": ["set", "non_empty", true, false] })
    }
}

impl JsonSchema for Response {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Response".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let fields = generator.subschema_for::<IndexMap<String, Parameter>>();
        json_schema!({ "oneOf": [{ "const": "none" }, fields] })
    }
}

impl JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let detailed = generator.subschema_for::<DetailedValue>();
        json_schema!({ "oneOf": [{ "type": "string" }, detailed] })
    }
}
