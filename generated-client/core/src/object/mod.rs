//! Reading and writing of generated structs.
//!
//! A generated struct lends its fields as [`Slot`]s or [`View`]s. One reader and one writer, neither of them generic
//! over the struct, do the rest, which keeps hundreds of operations cheap to compile.

pub(crate) mod debug;
mod number;
pub(crate) mod open_enum;
pub(crate) mod read;
pub(crate) mod reading;
pub(crate) mod slot;
pub(crate) mod write;

use std::collections::BTreeMap;

use slot::{List, Map, Optional, Slot, Tuple};
use write::{Items, View};

/// A struct with named fields.
pub trait Object {
    fn shape(&self) -> &'static Shape;

    /// Lends the fields for reading, in the order of their names.
    fn lend(&mut self, read: &mut dyn FnMut(&mut [Slot<'_>]));

    /// Lends the fields for writing, in the order of their names.
    fn views(&self) -> Vec<View<'_>>;
}

/// What all values of a struct have in common.
pub struct Shape {
    /// Names of the fields on the wire.
    pub names: &'static [&'static str],
    /// Whether unknown fields and values of another type are errors. If not, unknown fields are skipped, and scalars
    /// of another type are converted if nothing is lost.
    pub is_strict: bool,
}

/// The type of a field or of an item of a list.
pub trait WireValue {
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

impl<T: Object + Default> WireValue for T {
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

impl<T: WireValue> WireValue for Option<T> {
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

impl<T: WireValue> Optional for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn insert(&mut self) -> Slot<'_> {
        self.insert(T::empty()).slot()
    }
}

impl<T: WireValue> WireValue for Vec<T> {
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

impl<T: WireValue> Items for Vec<T> {
    fn view(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(WireValue::view)
    }
}

impl<T: WireValue> List for Vec<T> {
    fn clear(&mut self) {
        *self = Self::new();
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn push(&mut self) -> usize {
        let capacity = self.capacity();
        grow(self);
        self.resize_with(self.len() + 1, T::empty);
        (self.capacity() - capacity).saturating_mul(size_of::<T>())
    }

    fn last(&mut self) -> Option<Slot<'_>> {
        self.last_mut().map(WireValue::slot)
    }

    fn pop(&mut self) {
        self.pop();
    }
}

/// Number of items from which a list grows by an eighth. `Vec` would double it.
const LONG: usize = 1024;

/// Makes room for an item of a list.
fn grow<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() && list.len() >= LONG {
        list.reserve_exact(list.len() / 8);
    }
}

impl<T: WireValue> WireValue for BTreeMap<String, T> {
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

impl<T: WireValue> Map for BTreeMap<String, T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn contains(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = self.entry(key).or_insert_with(T::empty);
        *value = T::empty();
        value.slot()
    }

    fn remove(&mut self, key: &str) {
        self.remove(key);
    }

    fn value_size(&self) -> usize {
        size_of::<T>()
    }
}

/// Implements [`WireValue`] for a type, given its empty value, its slots, and how to view a value.
macro_rules! scalar {
    ($scalar:ty, $empty:expr, $slot:ident $(or $optional_slot:ident)?, |$value:ident| $view:expr) => {
        impl WireValue for $scalar {
            fn empty() -> Self {
                $empty
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }

            $(fn optional_slot(option: &mut Option<Self>) -> Slot<'_> {
                Slot::$optional_slot(option)
            })?

            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }
    };
}

scalar!(String, String::new(), String or OptionalString, |text| View::Text(text));
scalar!(i32, 0, Integer or OptionalInteger, |number| View::Integer(i64::from(*number)));
scalar!(i64, 0, Long or OptionalLong, |number| View::Integer(*number));
scalar!(bool, false, Boolean or OptionalBoolean, |value| View::Boolean(*value));
scalar!(f64, 0.0, Number, |number| View::Number(*number));
scalar!(serde_json::Value, Self::Null, Json, |value| View::Json(value));

/// Implements [`WireValue`] for a tuple, by the names of its types.
macro_rules! tuple {
    ($($item:ident),+) => {
        impl<$($item: WireValue),+> WireValue for ($($item,)+) {
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

        impl<$($item: WireValue),+> Tuple for ($($item,)+) {
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
