//! Open enums: enums that also accept values unknown to this version of the crate.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de;

/// A value of an enum that this version of the crate does not know.
///
/// Only the enum's conversions from strings create it, so it never equals a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    pub(crate) fn new(value: &str) -> Self {
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

/// Deserializes an open enum from a string without copying the string.
pub(crate) fn deserialize_open_enum<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    struct Visitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
            Ok(T::from(value))
        }
    }

    deserializer.deserialize_str(Visitor(PhantomData))
}

/// Implements an enum whose `WIRE_NAMES` lists the known variants, each with its value on the wire.
macro_rules! open_enum {
    ($name:ident) => {
        impl $name {
            #[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
            pub(crate) const VALUES: &'static [&'static str] = &{
                let mut values = [""; Self::WIRE_NAMES.len()];
                let mut index = 0;
                while index < values.len() {
                    values[index] = Self::WIRE_NAMES[index].1;
                    index += 1;
                }
                values
            };

            /// Returns the value on the wire.
            #[must_use]
            #[allow(unreachable_pub, reason = "the enum decides")]
            pub fn as_str(&self) -> &str {
                for (variant, wire) in Self::WIRE_NAMES {
                    if variant == self {
                        return wire;
                    }
                }
                match self {
                    Self::Unknown(value) => value.as_str(),
                    _ => "",
                }
            }

            /// Returns the wire values that this version of the crate knows.
            #[must_use]
            #[allow(unreachable_pub, reason = "as visible as the enum")]
            pub const fn values() -> &'static [&'static str] {
                Self::VALUES
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                for (variant, wire) in Self::WIRE_NAMES {
                    if *wire == value {
                        return variant.clone();
                    }
                }
                Self::Unknown($crate::runtime::UnknownValue::new(value))
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize_open_enum(deserializer)
            }
        }
    };
}
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    enum Colour {
        Red,
        Unknown(UnknownValue),
    }

    impl Colour {
        const WIRE_NAMES: &'static [(Self, &'static str)] = &[(Self::Red, "red")];
    }

    open_enum!(Colour);

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

    #[test]
    fn deserializes_only_strings() {
        for json in ["1", "null", "true", "{}", "[\"red\"]"] {
            assert!(serde_json::from_str::<Colour>(json).is_err(), "{json}");
        }
    }
}
