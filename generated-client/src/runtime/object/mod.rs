//! Reading and writing of generated structs.
//!
//! A generated struct lends its fields as [`Slot`]s or [`View`]s. One reader and one writer, neither of them generic
//! over the struct, do the rest, which keeps hundreds of operations cheap to compile.

pub(crate) mod read;
pub(crate) mod slot;
pub(crate) mod write;

use std::collections::BTreeMap;

use slot::{List, Map, Optional, Slot, Tuple};
use write::{Items, View};

/// A struct with named fields.
pub(crate) trait Object {
    fn shape(&self) -> &'static Shape;

    /// Lends the fields for reading, in the order of their names.
    fn slots(&mut self) -> Vec<Slot<'_>>;

    /// Lends the fields for writing, in the order of their names.
    fn views(&self) -> Vec<View<'_>>;
}

/// What all values of a struct have in common.
pub(crate) struct Shape {
    /// Names of the fields on the wire.
    pub(crate) names: &'static [&'static str],
    /// Whether unknown fields and values of another type are errors. If not, unknown fields are skipped, and scalars
    /// of another type are converted if nothing is lost.
    pub(crate) is_strict: bool,
}

/// The type of a field or of an item of a list.
pub(crate) trait Value {
    /// Returns a value to read into.
    fn empty() -> Self
    where
        Self: Sized;

    fn slot(&mut self) -> Slot<'_>;

    /// Returns the slot of a value that can be absent. Scalars have slots of their own for it, which are faster.
    fn optional_slot(option: &mut Option<Self>) -> Slot<'_>
    where
        Self: Sized,
    {
        Slot::Optional(option)
    }

    fn view(&self) -> View<'_>;
}

impl<T: Object + Default> Value for T {
    fn empty() -> Self {
        Self::default()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }

    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

impl<T: Value> Value for Option<T> {
    fn empty() -> Self {
        None
    }

    fn slot(&mut self) -> Slot<'_> {
        T::optional_slot(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
}

impl<T: Value> Optional for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn insert(&mut self) -> Slot<'_> {
        self.insert(T::empty()).slot()
    }
}

impl<T: Value> Value for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Value> Items for Vec<T> {
    fn view(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(Value::view)
    }
}

impl<T: Value> List for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn push(&mut self) -> Option<Slot<'_>> {
        self.push(T::empty());
        self.last_mut().map(Value::slot)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self.iter().map(|(key, value)| (key.as_str(), value.view())).collect())
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = self.entry(key).or_insert_with(T::empty);
        *value = T::empty();
        value.slot()
    }
}

impl Value for f64 {
    fn empty() -> Self {
        0.0
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }

    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
}

impl Value for serde_json::Value {
    fn empty() -> Self {
        Self::Null
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}

/// Implements [`Value`] for a scalar, by its empty value, the names of its slots, and its view.
macro_rules! scalar {
    ($scalar:ty, $empty:expr, $slot:ident, $optional_slot:ident, |$value:ident| $view:expr) => {
        impl Value for $scalar {
            fn empty() -> Self {
                $empty
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }

            fn optional_slot(option: &mut Option<Self>) -> Slot<'_> {
                Slot::$optional_slot(option)
            }

            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }
    };
}

scalar!(String, String::new(), String, OptionalString, |text| View::Text(text));
scalar!(i32, 0, Integer, OptionalInteger, |number| View::Integer(i64::from(*number)));
scalar!(i64, 0, Long, OptionalLong, |number| View::Integer(*number));
scalar!(bool, false, Boolean, OptionalBoolean, |value| View::Boolean(*value));

/// Implements [`Value`] for a tuple, by the names of its types.
macro_rules! tuple {
    ($($item:ident),+) => {
        impl<$($item: Value),+> Value for ($($item,)+) {
            fn empty() -> Self {
                ($($item::empty(),)+)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Tuple(self)
            }

            #[allow(non_snake_case, reason = "the items are named after their types")]
            fn view(&self) -> View<'_> {
                let ($($item,)+) = self;
                View::Tuple(Vec::from([$($item.view()),+]))
            }
        }

        impl<$($item: Value),+> Tuple for ($($item,)+) {
            fn len(&self) -> usize {
                [$(stringify!($item)),+].len()
            }

            #[allow(non_snake_case, reason = "the items are named after their types")]
            fn slots(&mut self) -> Vec<Slot<'_>> {
                let ($($item,)+) = self;
                Vec::from([$($item.slot()),+])
            }
        }
    };
}

tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);

/// Implements `Serialize` and `Deserialize` for a struct: `object!(strict Name { field, other = "name on the wire" })`.
///
/// `strict` is for requests, `lenient` for what responses contain: see [`Object::is_strict`].
macro_rules! object {
    ($mode:ident $name:ident { $($field:ident $(= $wire:literal)?),* }) => {
        impl $crate::runtime::object::Object for $name {
            fn shape(&self) -> &'static $crate::runtime::object::Shape {
                &$crate::runtime::object::Shape {
                    names: &[$($crate::runtime::object::name!($field $(= $wire)?)),*],
                    is_strict: $crate::runtime::object::is_strict!($mode),
                }
            }

            fn slots(&mut self) -> Vec<$crate::runtime::object::slot::Slot<'_>> {
                Vec::from([$($crate::runtime::object::Value::slot(&mut self.$field)),*])
            }

            fn views(&self) -> Vec<$crate::runtime::object::write::View<'_>> {
                Vec::from([$($crate::runtime::object::Value::view(&self.$field)),*])
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::write::write(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::read::read(deserializer)
            }
        }
    };
}
pub(crate) use object;

/// Implements `Serialize` and `Deserialize` for a response that is a list: `list!(Name { field })`.
#[allow(unused_macros, reason = "generated code uses what the help pages need")]
macro_rules! list {
    ($name:ident { $field:ident }) => {
        impl $crate::runtime::object::Value for $name {
            fn empty() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> $crate::runtime::object::slot::Slot<'_> {
                $crate::runtime::object::Value::slot(&mut self.$field)
            }

            fn view(&self) -> $crate::runtime::object::write::View<'_> {
                $crate::runtime::object::Value::view(&self.$field)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::write::write_list(&self.$field, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::read::read_list(deserializer)
            }
        }
    };
}
#[allow(unused_imports, reason = "generated code uses what the help pages need")]
pub(crate) use list;

/// The name of a field on the wire.
macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $wire:literal) => {
        $wire
    };
}
pub(crate) use name;

macro_rules! is_strict {
    (strict) => {
        true
    };
    (lenient) => {
        false
    };
}
pub(crate) use is_strict;
