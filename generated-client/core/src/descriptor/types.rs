//! The types of parameters and fields, with their bounds.

use std::fmt;

use serde_json::Value;

/// A named value: a parameter, or a field of an object.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::Type;
/// use huaweicloud_museum::operation::RestorePaintingRequest;
///
/// let grade = &RestorePaintingRequest::DESCRIPTOR.body.unwrap_or_default()[0];
/// assert_eq!((grade.name, grade.mandatory), ("grade", true));
/// assert!(matches!(grade.ty, Type::IntegerEnum([1, 2])));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Type, with its constraints.
    pub ty: Type,
    /// Regular expression that matches a part of each accepted string: of the value, or of each item of a list.
    pub pattern: Option<&'static str>,
    /// Whether requests must contain it. Always `false` in responses.
    pub mandatory: bool,
    /// Whether it is a list that is the entire body, which then has no other fields. Its name is not sent.
    pub whole_body: bool,
    /// Whether it is a secret, such as a password: a string, or a list or a map of strings. Errors, logs and debug
    /// output do not show it.
    pub secret: bool,
    /// Default value of the service, as a string.
    pub default: Option<&'static str>,
}

/// Inclusive bounds: of an integer, or of the length of a string, a list or a map.
///
/// ```
/// use huaweicloud_core::descriptor::Bounds;
///
/// let bounds = Bounds::new(10, 200);
/// assert!(bounds.contains(200) && !bounds.contains(201));
/// assert_eq!(bounds.to_string(), "10 to 200");
/// assert_eq!(Bounds::new(1, i64::MAX).to_string(), "at least 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Smallest allowed value; `i64::MIN` if there is no minimum.
    pub min: i64,
    /// Largest allowed value; `i64::MAX` if there is no maximum.
    pub max: i64,
}

/// Inclusive bounds of a number that can have a fraction.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::Type;
/// use huaweicloud_museum::operation::RestorePaintingRequest;
///
/// let humidity = &RestorePaintingRequest::DESCRIPTOR.body.unwrap_or_default()[1];
/// let Type::Number(Some(bounds)) = humidity.ty else { panic!("a number") };
/// assert!(bounds.contains(45.5));
/// assert_eq!(bounds.to_string(), "0 to 100");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NumberBounds {
    /// Smallest allowed value; `f64::NEG_INFINITY` if there is no minimum.
    pub min: f64,
    /// Largest allowed value; `f64::INFINITY` if there is no maximum.
    pub max: f64,
}

/// The type of a value, with its constraints.
///
/// The client checks requests against it. In a response, bounds are only documentation: other values are decoded too.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::Type;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// /// Returns a placeholder for a flag of a command line.
/// fn placeholder(ty: Type) -> String {
///     match ty {
///         Type::Integer(Some(bounds)) | Type::Long(Some(bounds)) => format!("<{bounds}>"),
///         Type::Enum(values) => values.join("|"),
///         _ => "<value>".to_owned(),
///     }
/// }
///
/// let parameters = ListPaintingsRequest::DESCRIPTOR.parameters;
/// let limit = parameters.iter().find(|parameter| parameter.field.name == "limit").unwrap();
/// assert_eq!(placeholder(limit.field.ty), "<10 to 200>");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Type {
    /// A string. The bounds limit its length in Unicode scalar values.
    String(Option<Bounds>),
    /// A 32-bit integer.
    Integer(Option<Bounds>),
    /// A 64-bit integer.
    Long(Option<Bounds>),
    /// A number with or without a fraction.
    Number(Option<NumberBounds>),
    /// A boolean. `Some` if the service accepts only that value.
    Boolean(Option<bool>),
    /// A string with known values. Others are allowed, because the service may be newer than the help page.
    Enum(&'static [&'static str]),
    /// A 32-bit integer with known values. Others are allowed.
    IntegerEnum(&'static [i64]),
    /// A list. The bounds limit the number of its items.
    Array(&'static Type, Option<Bounds>),
    /// A list with exactly these items.
    Tuple(&'static [Type]),
    /// An object with any keys, and values of one type. The bounds limit the number of its entries.
    Map(&'static Type, Option<Bounds>),
    /// Any JSON.
    Json,
    /// An object.
    Object(&'static [Field]),
}

impl Type {
    /// Returns the type of a body with these fields: an object, or the list that is the entire body.
    #[must_use]
    pub const fn of_body(fields: &'static [Field]) -> Self {
        match fields {
            [Field { whole_body: true, ty, .. }] => *ty,
            _ => Self::Object(fields),
        }
    }

    /// Returns the known values of an enum, integers in decimal. Other types have none.
    #[must_use]
    pub fn known_values(self) -> Vec<String> {
        match self {
            Self::Enum(values) => values.iter().map(ToString::to_string).collect(),
            Self::IntegerEnum(values) => values.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns whether a value is among the known ones, if its type is an enum.
    #[must_use]
    pub fn lists(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Enum(known), Value::String(text)) => known.contains(&text.as_str()),
            (Self::IntegerEnum(known), Value::Number(number)) => {
                number.as_i64().is_some_and(|number| known.contains(&number))
            }
            _ => true,
        }
    }
}

impl NumberBounds {
    /// Returns whether `value` is within the bounds.
    #[must_use]
    pub const fn contains(self, value: f64) -> bool {
        self.min <= value && value <= self.max
    }
}

/// Formats bounds as `0.5 to 1`, `at least 0.5` or `at most 1`.
impl fmt::Display for NumberBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, f64::INFINITY) => write!(f, "at least {min}"),
            (f64::NEG_INFINITY, max) => write!(f, "at most {max}"),
            (min, max) => write!(f, "{min} to {max}"),
        }
    }
}

impl Bounds {
    /// Creates bounds that include both `min` and `max`.
    #[must_use]
    pub const fn new(min: i64, max: i64) -> Self {
        Self { min, max }
    }

    /// Returns whether `value` is within the bounds.
    #[must_use]
    pub const fn contains(self, value: i64) -> bool {
        self.min <= value && value <= self.max
    }
}

/// Formats bounds as `1 to 5`, `exactly 13`, `at least 1` or `at most 5`.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, i64::MAX) if min > i64::MIN => write!(f, "at least {min}"),
            (i64::MIN, max) if max < i64::MAX => write!(f, "at most {max}"),
            (min, max) if min == max => write!(f, "exactly {min}"),
            (min, max) => write!(f, "{min} to {max}"),
        }
    }
}
