//! The macros that implement the traits of this room for generated types.

/// Implements `Serialize` and `Deserialize` for a struct: `object!(strict Name { field, other = "name on the wire" })`.
///
/// `strict` is for requests, `lenient` for what responses contain: see
/// [`Shape::is_strict`](crate::codegen::Shape::is_strict).
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($mode:ident $name:ident { $($field:ident $(= $wire:literal)?),* }) => {
        impl $crate::codegen::Object for $name {
            fn shape(&self) -> &'static $crate::codegen::Shape {
                &$crate::codegen::Shape {
                    names: &[$($crate::__name!($field $(= $wire)?)),*],
                    is_strict: $crate::__is_strict!($mode),
                }
            }

            fn slots(&mut self) -> Vec<$crate::codegen::Slot<'_>> {
                Vec::from([$($crate::codegen::WireValue::slot(&mut self.$field)),*])
            }

            fn views(&self) -> Vec<$crate::codegen::View<'_>> {
                Vec::from([$($crate::codegen::WireValue::view(&self.$field)),*])
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::write(self, serializer)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codegen::read(deserializer)
            }
        }
    };
}

/// Implements `Serialize` and `Deserialize` for a response that is a list: `list!(Name { field })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($name:ident { $field:ident }) => {
        impl $crate::codegen::WireValue for $name {
            fn empty() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> $crate::codegen::Slot<'_> {
                $crate::codegen::WireValue::slot(&mut self.$field)
            }

            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::WireValue::view(&self.$field)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::write_list(&self.$field, serializer)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codegen::read_list(deserializer)
            }
        }
    };
}

/// The name of a field on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $wire:literal) => {
        $wire
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __is_strict {
    (strict) => {
        true
    };
    (lenient) => {
        false
    };
}
