//! The built-in types of the notation.

/// A built-in type. Objects and enums cannot have its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuiltInType {
    String,
    Integer,
    Long,
    Number,
    Boolean,
    Array,
    Map,
    Json,
}

impl BuiltInType {
    /// All types. The notation knows no other, because types are parsed with [`from_name`](Self::from_name).
    pub(crate) const ALL: [Self; 8] =
        [Self::String, Self::Integer, Self::Long, Self::Number, Self::Boolean, Self::Array, Self::Map, Self::Json];

    /// Returns the type with a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|built_in| built_in.name() == name)
    }

    /// Returns the name in the notation.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Integer => "Integer",
            Self::Long => "Long",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::Array => "Array",
            Self::Map => "Map",
            Self::Json => "Json",
        }
    }
}
