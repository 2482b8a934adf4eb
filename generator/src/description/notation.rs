//! The shapes of the YAML in `spec/`, one to one and without logic; `spec/README.md` is their legend.
//!
//! The documentation of the items below becomes the JSON Schema of the notation, which editors show.

use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

/// One help page: an operation with its parameters, objects and enums, in the page's order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with the description of an operation")]
pub(crate) struct Operation {
    /// Operation id as the vendor's SDKs spell it, in UpperCamelCase.
    pub operation: String,
    /// What the operation does, as one sentence.
    pub summary: String,
    /// The help page that this file describes.
    pub page: HelpPage,
    /// Request line: method and path, with `{placeholders}`.
    pub request: String,
    /// Why callers should not use the operation any more.
    pub deprecated: Option<String>,
    /// Misleading text of the page outside of the rows of its tables.
    #[serde(default)]
    pub page_says: Quotations,
    /// Path parameters.
    #[serde(default)]
    pub path: IndexMap<String, Parameter>,
    /// Query parameters.
    #[serde(default)]
    pub query: IndexMap<String, Parameter>,
    /// Header parameters.
    #[serde(default)]
    pub headers: IndexMap<String, Parameter>,
    /// Fields of the request body; left out where the operation has no body.
    pub body: Option<IndexMap<String, Parameter>>,
    /// Fields of the response body, for each status code.
    pub response: IndexMap<String, Response>,
    /// Conditions that bind several parameters.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How the operation pages through its results.
    pub pagination: Option<Pagination>,
    /// Objects that this page defines.
    #[serde(default)]
    pub objects: IndexMap<String, Object>,
    /// Enums that this page defines.
    #[serde(default)]
    pub enums: IndexMap<String, Enum>,
    /// The page's examples.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title` and `updated`")]
pub(crate) struct HelpPage {
    /// Title of the page.
    pub title: String,
    /// Date of its last update, `YYYY-MM-DD`, or `not stated`.
    pub updated: String,
}

/// A row of a parameter table: a parameter, or a field of an object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `type` and `doc`")]
pub(crate) struct Parameter {
    /// `String(1..256)`, `Integer(10..200)`, `Long`, `Boolean`, `Array<T>(1..100)`, a pair `(A, B)`,
    /// or the name of an object or enum.
    pub r#type: String,
    /// Whether the service refuses a request without it.
    #[serde(default)]
    pub mandatory: bool,
    /// What the service assumes where it is left out. Documented, never sent.
    pub default: Option<Scalar>,
    /// The only Boolean that the service takes.
    pub only: Option<bool>,
    /// Values with a meaning of their own, each with that meaning.
    #[serde(default)]
    pub special: IndexMap<String, String>,
    /// Unit of a number, or `not stated`.
    pub unit: Option<String>,
    /// Why callers should not use it any more.
    pub deprecated: Option<String>,
    /// What it is, in plain text of the project's own.
    pub doc: String,
    /// What the page says where it misleads.
    #[serde(default)]
    pub page_says: Quotations,
    /// What is known from elsewhere than the page.
    pub beyond_page: Option<BeyondPage>,
    /// Name in Rust, where the one derived from the wire name will not do.
    pub rust_name: Option<String>,
}

/// What a page says where it misleads: exactly one of `text` and `type`, and why it is not taken at its word.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `why`, and `text` or `type`")]
pub(crate) struct PageSays {
    /// The page's words.
    pub text: Option<String>,
    /// The page's type.
    pub r#type: Option<String>,
    /// Why the description says something else.
    pub why: String,
}

/// One quotation of the page, or a list of them.
#[derive(Debug, Default)]
pub(crate) struct Quotations(pub Vec<PageSays>);

/// Facts of a parameter's type that stand elsewhere than on the page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `source`, and `length` or `range`")]
pub(crate) struct BeyondPage {
    /// The length, `min..max`, as the type repeats it.
    pub length: Option<String>,
    /// The range, `min..max`, as the type repeats it.
    pub range: Option<String>,
    /// Where they stand.
    pub source: String,
}

/// A structure of named fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `fields`")]
pub(crate) struct Object {
    /// What the page calls it, where that is no name for a type.
    pub page_name: Option<String>,
    /// What it is, in plain text of the project's own.
    pub doc: String,
    /// Its fields, in the page's order.
    pub fields: IndexMap<String, Parameter>,
}

/// A text with known values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `values`")]
pub(crate) struct Enum {
    /// What it is, in plain text of the project's own.
    pub doc: String,
    /// Its values, in the page's order, each with its meaning.
    pub values: IndexMap<String, Value>,
}

/// A value of an enum: its meaning alone, or with more keys.
#[derive(Debug)]
pub(crate) struct Value {
    pub doc: String,
    pub deprecated: Option<String>,
    pub page_says: Quotations,
    pub rust_name: Option<String>,
}

/// A value of an enum, written out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DetailedValue {
    /// What it means, in plain text of the project's own.
    doc: String,
    /// Why callers should not use it any more.
    deprecated: Option<String>,
    /// What the page says where it misleads.
    #[serde(default)]
    page_says: Quotations,
    /// Name in Rust, where the one derived from the wire value will not do.
    rust_name: Option<String>,
}

/// What a status code is answered with: fields, or `none`.
#[derive(Debug)]
pub(crate) enum Response {
    None,
    Fields(IndexMap<String, Parameter>),
}

/// A condition that binds several parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `any_of` and `why`")]
pub(crate) struct Rule {
    /// At least one of these holds.
    pub any_of: Vec<IndexMap<String, Predicate>>,
    /// What the page says of it, in plain text of the project's own.
    pub why: String,
}

/// What a rule asks of a parameter: `set`, `non_empty`, `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Predicate {
    Set,
    NonEmpty,
    Is(bool),
}

/// Names of the parameters and fields that paging uses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `offset`, `limit` and `items`")]
pub(crate) struct Pagination {
    /// Query parameter: how many items to skip.
    pub offset: String,
    /// Query parameter: how many items to answer at most.
    pub limit: String,
    /// Response field: the items.
    pub items: String,
    /// Response field: how many items there are in all.
    pub total: Option<String>,
}

/// An example of the page; its JSON stands as text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title`, and `body` or `response`")]
pub(crate) struct Example {
    /// What it shows.
    pub title: String,
    /// Request body, as JSON.
    pub body: Option<String>,
    /// Response body, as JSON.
    pub response: Option<String>,
}

/// Facts that hold for every operation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with the facts of the service")]
pub(crate) struct Service {
    /// Short name, as in messages.
    pub service: String,
    /// Name in full.
    pub title: String,
    /// Where the service is reached.
    pub endpoint: Endpoint,
    /// Regions known to offer it. Others may exist.
    pub regions: Vec<String>,
    /// Parameters that the client fills in, wherever an operation has them.
    pub client_parameters: IndexMap<String, Setting>,
    /// Header that carries the credential.
    pub credential_header: String,
    /// How requests are signed, where the service takes signatures instead of that header.
    pub signature: Option<Signature>,
    /// Fields of the body of an error, each with its meaning: any of them, of any type.
    #[serde(default)]
    pub error_fields: IndexMap<String, String>,
}

/// How requests are signed, in the header `Authorization`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `algorithm` and `doc`")]
pub(crate) struct Signature {
    /// The algorithm, as the header names it.
    pub algorithm: String,
    /// What it takes, in plain text of the project's own.
    pub doc: String,
}

/// Where the service is reached.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `pattern`")]
pub(crate) struct Endpoint {
    /// Endpoint of a region, with the placeholder `{region}`.
    pub pattern: String,
    /// Endpoints of the regions that do not follow the pattern.
    #[serde(default)]
    pub exceptions: IndexMap<String, String>,
}

/// The client's setting that fills a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "`project`, `region` or `enterprise_project`")]
pub(crate) enum Setting {
    /// The project whose resources are addressed.
    Project,
    /// The region that is called.
    Region,
    /// The enterprise project that narrows a call down.
    EnterpriseProject,
}

/// A plain YAML value.
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
                f.write_str("a Boolean, an integer or a quoted text")
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Boolean(value))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(value))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
                i64::try_from(value).map(Scalar::Integer).map_err(|_| E::custom("the integer does not fit 64 bits"))
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
        struct TestVisitor;
        impl Visitor<'_> for TestVisitor {
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
        deserializer.deserialize_any(TestVisitor)
    }
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ResponseVisitor;
        impl<'de> Visitor<'de> for ResponseVisitor {
            type Value = Response;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none`, or fields")
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

impl<'de> Deserialize<'de> for Quotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct QuotationsVisitor;
        impl<'de> Visitor<'de> for QuotationsVisitor {
            type Value = Quotations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map with `why`, and `text` or `type`, or a list of such maps")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quotations, A::Error> {
                PageSays::deserialize(MapAccessDeserializer::new(map)).map(|page_says| Quotations(vec![page_says]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Quotations, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Quotations)
            }
        }
        deserializer.deserialize_any(QuotationsVisitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the meaning of the value, or a map with `doc`")
            }
            fn visit_str<E: de::Error>(self, doc: &str) -> Result<Value, E> {
                Ok(Value { doc: doc.to_owned(), deprecated: None, page_says: Quotations::default(), rust_name: None })
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

impl JsonSchema for Quotations {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quotations".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<PageSays>();
        let list = generator.subschema_for::<Vec<PageSays>>();
        json_schema!({ "oneOf": [one, list] })
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
