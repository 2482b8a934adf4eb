//! Open enums: enums that also accept values unknown to this version of the crate.

use std::fmt;

/// A value of an enum that this version of the crate does not know.
///
/// Services add values before their help pages do, so each enum has a variant `Unknown` with one of these. Only the
/// enum's conversions from strings create it, so it never equals a known value. To send such a value, pass the string
/// to the setter.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_museum::types::Country;
///
/// # mock.list_paintings().records_json(serde_json::json!([{ "origin": "Peru" }]))?;
/// let page = client.list_paintings().send().await?;
/// match &page.paintings[0].origin {
///     Some(Country::Unknown(country)) => assert_eq!(country.as_str(), "Peru"),
///     other => println!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    #[doc(hidden)]
    #[inline]
    pub fn empty() -> Self {
        Self(String::new())
    }

    #[doc(hidden)]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// Returns the value as it is sent and received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// An integer of an enum that this version of the crate does not know: what [`UnknownValue`] is for enums of strings.
///
/// ```
/// use huaweicloud_museum::types::Grade;
///
/// match Grade::from(7) {
///     Grade::Unknown(grade) => assert_eq!(grade.as_i64(), 7),
///     other => println!("{other:?}"),
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    #[doc(hidden)]
    pub fn new(value: i64) -> Self {
        Self(value)
    }

    /// Returns the value as it is sent and received.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Returns the value of a known variant on the wire.
pub fn wire_value<T: PartialEq, W: Copy + Default>(known_values: &[(T, W)], variant: &T) -> W {
    for (known, wire) in known_values {
        if known == variant {
            return *wire;
        }
    }
    W::default()
}

/// Returns the known variant with this value on the wire.
pub fn variant<T: Clone, W: PartialEq>(known_values: &[(T, W)], value: &W) -> Option<T> {
    for (known, wire) in known_values {
        if wire == value {
            return Some(known.clone());
        }
    }
    None
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macros are for public enums")]
mod tests {
    use super::*;
    use crate::codegen::{open_enum, open_integer_enum};

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Colour {
        Red,
        Unknown(UnknownValue),
    }

    open_enum!(Colour { Red: "red" });

    #[test]
    fn conversions_keep_known_and_unknown_values() {
        for value in ["red", "Red", "", "\"\n", "集群"] {
            let colour = Colour::from(value);
            assert_eq!(matches!(colour, Colour::Red), value == "red");
            assert_eq!(colour, Colour::from(value.to_owned()));
            assert_eq!(value.parse(), Ok::<_, std::convert::Infallible>(colour.clone()));
            assert_eq!((colour.as_ref(), colour.to_string().as_str()), (value, value));
            let json = serde_json::to_string(&colour).expect("JSON");
            assert_eq!(json, serde_json::to_string(value).expect("JSON"), "a plain string");
            assert_eq!(serde_json::from_str::<Colour>(&json).expect("a value"), colour);
        }
        assert_eq!(Colour::values(), ["red"]);
        assert_eq!(format!("{:>5}|", Colour::Red), "  red|");
    }

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Level {
        Low,
        High,
        Unknown(UnknownInteger),
    }

    open_integer_enum!(Level { Low: 0, High: -2 });

    #[test]
    fn conversions_keep_known_and_unknown_integers() {
        for (number, known) in [(0, Some(Level::Low)), (-2, Some(Level::High)), (1, None), (i64::MAX, None)] {
            let level = Level::from(number);
            assert_eq!(matches!(level, Level::Unknown(_)), known.is_none());
            assert!(known.is_none_or(|known| known == level));
            assert_eq!((level.as_i64(), level.to_string()), (number, number.to_string()));
            let json = serde_json::to_string(&level).expect("JSON");
            assert_eq!(json, number.to_string());
            assert_eq!(serde_json::from_str::<Level>(&json).expect("a value"), level);
        }
        assert_eq!((Level::from(-2), Level::values()), (Level::High, &[0, -2][..]));
        assert_eq!(format!("{:>5}|", Level::from(-7)), "   -7|");
    }

    #[test]
    fn deserializes_integer_enums_only_from_integers() {
        for json in ["1.5", "null", "true", "{}", "[0]", "\"0\"", "9223372036854775808"] {
            assert!(serde_json::from_str::<Level>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn deserializes_only_strings() {
        for json in ["1", "null", "true", "{}", "[\"red\"]"] {
            assert!(serde_json::from_str::<Colour>(json).is_err(), "{json}");
        }
    }
}
