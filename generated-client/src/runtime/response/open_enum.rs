//! Open enums: enums that also accept values unknown to this version of the crate.

use std::fmt;

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

/// An integer of an enum that this version of the crate does not know.
///
/// Only the enum's conversions from integers create it, so it never equals a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    pub(crate) fn new(value: i64) -> Self {
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

/// Returns the values on the wire.
#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn wire_values<const N: usize, T, W: Copy>(wire_names: &[(T, W)], unset: W) -> [W; N] {
    let mut values = [unset; N];
    let mut index = 0;
    while index < N {
        values[index] = wire_names[index].1;
        index += 1;
    }
    values
}

/// Returns the value of a known variant on the wire.
pub(crate) fn wire_value<T: PartialEq, W: Copy + Default>(wire_names: &[(T, W)], variant: &T) -> W {
    for (known, wire) in wire_names {
        if known == variant {
            return *wire;
        }
    }
    W::default()
}

/// Returns the known variant with this value on the wire.
pub(crate) fn variant<T: Clone, W: PartialEq>(wire_names: &[(T, W)], value: &W) -> Option<T> {
    for (known, wire) in wire_names {
        if wire == value {
            return Some(known.clone());
        }
    }
    None
}

/// Implements an enum whose `WIRE_NAMES` lists the known variants, each with its value on the wire.
macro_rules! open_enum {
    ($name:ident) => {
        impl $name {
            pub(crate) const VALUES: &'static [&'static str] =
                &$crate::runtime::open_enum::wire_values::<{ Self::WIRE_NAMES.len() }, _, _>(Self::WIRE_NAMES, "");

            /// Returns the value on the wire.
            #[must_use]
            #[allow(unreachable_pub, reason = "the enum decides")]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(value) => value.as_str(),
                    known => $crate::runtime::open_enum::wire_value(Self::WIRE_NAMES, known),
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
                match $crate::runtime::open_enum::variant(Self::WIRE_NAMES, &value) {
                    Some(known) => known,
                    None => Self::Unknown($crate::runtime::UnknownValue::new(value)),
                }
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
                $crate::runtime::object::read::read_enum(deserializer)
            }
        }

        impl $crate::runtime::object::Value for $name {
            fn empty() -> Self {
                Self::Unknown($crate::runtime::UnknownValue::new(""))
            }

            fn slot(&mut self) -> $crate::runtime::object::slot::Slot<'_> {
                $crate::runtime::object::slot::Slot::Enum(self)
            }

            fn view(&self) -> $crate::runtime::object::write::View<'_> {
                $crate::runtime::object::write::View::Text(self.as_str())
            }
        }
    };
}
pub(crate) use open_enum;

/// Implements an enum of integers whose `WIRE_NAMES` lists the known variants, each with its value on the wire.
macro_rules! open_integer_enum {
    ($name:ident) => {
        impl $name {
            pub(crate) const VALUES: &'static [i64] =
                &$crate::runtime::open_enum::wire_values::<{ Self::WIRE_NAMES.len() }, _, _>(Self::WIRE_NAMES, 0);

            /// Returns the value on the wire.
            #[must_use]
            #[allow(unreachable_pub, reason = "as visible as the enum")]
            pub fn as_i64(&self) -> i64 {
                match self {
                    Self::Unknown(value) => value.as_i64(),
                    known => $crate::runtime::open_enum::wire_value(Self::WIRE_NAMES, known),
                }
            }

            /// Returns the wire values that this version of the crate knows.
            #[must_use]
            #[allow(unreachable_pub, reason = "as visible as the enum")]
            pub const fn values() -> &'static [i64] {
                Self::VALUES
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match $crate::runtime::open_enum::variant(Self::WIRE_NAMES, &value) {
                    Some(known) => known,
                    None => Self::Unknown($crate::runtime::UnknownInteger::new(value)),
                }
            }
        }

        impl From<i32> for $name {
            fn from(value: i32) -> Self {
                Self::from(i64::from(value))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::read::read_integer_enum(deserializer)
            }
        }

        impl $crate::runtime::object::Value for $name {
            fn empty() -> Self {
                Self::Unknown($crate::runtime::UnknownInteger::new(0))
            }

            fn slot(&mut self) -> $crate::runtime::object::slot::Slot<'_> {
                $crate::runtime::object::slot::Slot::IntegerEnum(self)
            }

            fn view(&self) -> $crate::runtime::object::write::View<'_> {
                $crate::runtime::object::write::View::Integer(self.as_i64())
            }
        }
    };
}
#[allow(unused_imports, reason = "generated code uses what the help pages need")]
pub(crate) use open_integer_enum;

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

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    enum Level {
        Low,
        High,
        Unknown(UnknownInteger),
    }

    impl Level {
        const WIRE_NAMES: &'static [(Self, i64)] = &[(Self::Low, 0), (Self::High, -2)];
    }

    open_integer_enum!(Level);

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
