//! The macros that generated code calls.

/// Implements `Serialize` and `Deserialize` for a struct.
///
/// `strict` is for requests, `lenient` for what responses contain: see [`Shape::is_strict`](super::Shape::is_strict).
///
/// `object!(strict Name { field, #[name = "on the wire"] other })` lists the fields of a request, which are described
/// in the table of its parameters. `object!(strict Name { field: string(), #[name = "on the wire"] other: string() })`
/// also describes them, as `Name::FIELDS`.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($mode:ident $name:ident { $($(#[name = $wire:literal])? $field:ident),* $(,)? }) => {
        #[doc(hidden)]
        impl $crate::codegen::Object for $name {
            fn shape(&self) -> &'static $crate::codegen::Shape {
                &$crate::codegen::Shape {
                    names: &[$($crate::__name!($field $($wire)?)),*],
                    is_strict: $crate::__is_strict!($mode),
                }
            }

            fn lend(&mut self, read: &mut dyn FnMut(&mut [$crate::codegen::Slot<'_>])) {
                read(&mut [$($crate::codegen::WireValue::slot(&mut self.$field)),*]);
            }

            fn views(&self) -> Vec<$crate::codegen::View<'_>> {
                Vec::from([$($crate::codegen::WireValue::view(&self.$field)),*])
            }
        }

        $crate::__serde!($name, false);
    };
    ($mode:ident $name:ident { $($(#[name = $wire:literal])? $field:ident: $row:expr),* $(,)? }) => {
        impl $name {
            pub(crate) const FIELDS: &'static [$crate::descriptor::Field] =
                &$crate::codegen::table::rows([$($crate::codegen::table::field($crate::__name!($field $($wire)?), $row)),*]);
        }

        $crate::__object!($mode $name { $($(#[name = $wire])? $field),* });
    };
}

/// The methods of a request builder that do not depend on the operation.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_methods {
    ($request:ty) => {
        /// Sets options for this call: the project and the enterprise project, timeouts, retries, headers, and whether
        /// the request is validated.
        pub fn customize(self) -> $crate::Call<$request> {
            self.call
        }

        /// Returns the request.
        #[must_use]
        pub fn request(&self) -> &$request {
            self.call.request()
        }

        /// Returns the request by value, for example to store it. [`Client::call`] sends it.
        #[must_use]
        pub fn into_request(self) -> $request {
            self.call.into_request()
        }
    };
}

/// The methods of a request builder that send the request.
#[doc(hidden)]
#[macro_export]
macro_rules! __send_methods {
    ($response:ty) => {
        /// Sends the request.
        ///
        /// # Errors
        ///
        /// See [`Call::send`].
        pub fn send(self) -> $crate::ResponseFuture<$response> {
            self.call.send()
        }

        /// Sends the request, and blocks the thread until the response has arrived.
        ///
        /// # Errors
        ///
        /// See [`Call::send_blocking`].
        #[cfg(feature = "blocking")]
        pub fn send_blocking(self) -> Result<$response, $crate::Error> {
            self.call.send_blocking()
        }
    };
}

/// Implements `Serialize` and `Deserialize` for a response that is a list: `list!(Name { field: array(&string()) })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($name:ident { $(#[name = $wire:literal])? $field:ident: $row:expr $(,)? }) => {
        impl $name {
            pub(crate) const FIELDS: &'static [$crate::descriptor::Field] =
                &[$crate::codegen::table::field($crate::__name!($field $($wire)?), $row)];
        }

        #[doc(hidden)]
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

        $crate::__serde!($name, false);
    };
}

/// Implements `Serialize` and `Deserialize` for a type that implements [`WireValue`](super::WireValue).
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident, $is_strict:literal) => {
        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::write(self, serializer)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codegen::read(deserializer, $is_strict)
            }
        }
    };
}

/// Implements `Debug` for a struct with secret fields: `debug!(Name { field, password = secret })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __debug {
    ($name:ident { $($field:ident $(= $secret:ident)?),* }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field($crate::codegen::field_name(stringify!($field)), $crate::__shown!(&self.$field $(, $secret)?)))*
                    .finish()
            }
        }
    };
}

/// The value of a field that debug output shows.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    ($value:expr) => {
        $value
    };
    ($value:expr, secret) => {
        &$crate::codegen::redacted($value)
    };
}

/// The name of a field on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
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

/// Implements an enum of strings: `open_enum!(Name { Variant: "value on the wire" })` for each known variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($variant:ident: $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "deprecated values are still accepted")]
        impl $name {
            const KNOWN_VALUES: &'static [(Self, &'static str)] = &[$((Self::$variant, $wire)),*];

            pub(crate) const VALUES: &'static [&'static str] = &[$($wire),*];

            /// Returns the value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(value) => value.as_str(),
                    known => $crate::codegen::wire_value(Self::KNOWN_VALUES, known),
                }
            }

            /// Returns the wire values that this version of the crate knows.
            #[must_use]
            pub const fn values() -> &'static [&'static str] {
                Self::VALUES
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match $crate::codegen::variant(Self::KNOWN_VALUES, &value) {
                    Some(known) => known,
                    None => Self::Unknown($crate::UnknownValue::new(value)),
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

        $crate::__serde!($name, true);

        #[doc(hidden)]
        impl $crate::codegen::WireValue for $name {
            fn empty() -> Self {
                Self::Unknown($crate::UnknownValue::empty())
            }

            fn slot(&mut self) -> $crate::codegen::Slot<'_> {
                $crate::codegen::Slot::Enum(self)
            }

            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Text(self.as_str())
            }
        }
    };
}

/// Implements an enum of integers: `open_integer_enum!(Name { Variant: 1 })` for each known variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_integer_enum {
    ($name:ident { $($variant:ident: $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "deprecated values are still accepted")]
        impl $name {
            const KNOWN_VALUES: &'static [(Self, i64)] = &[$((Self::$variant, $wire)),*];

            pub(crate) const VALUES: &'static [i64] = &[$($wire),*];

            /// Returns the value on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    Self::Unknown(value) => value.as_i64(),
                    known => $crate::codegen::wire_value(Self::KNOWN_VALUES, known),
                }
            }

            /// Returns the wire values that this version of the crate knows.
            #[must_use]
            pub const fn values() -> &'static [i64] {
                Self::VALUES
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match $crate::codegen::variant(Self::KNOWN_VALUES, &value) {
                    Some(known) => known,
                    None => Self::Unknown($crate::UnknownInteger::new(value)),
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

        $crate::__serde!($name, true);

        #[doc(hidden)]
        impl $crate::codegen::WireValue for $name {
            fn empty() -> Self {
                Self::Unknown($crate::UnknownInteger::new(0))
            }

            fn slot(&mut self) -> $crate::codegen::Slot<'_> {
                $crate::codegen::Slot::IntegerEnum(self)
            }

            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Integer(self.as_i64())
            }
        }
    };
}
