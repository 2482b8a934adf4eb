//! Debug output of types that show only a part of themselves: the rest is secret, or not worth showing.

/// Implements `Debug` with the given fields: `opaque_debug!(Name<T>, |this| { field: this.value })`.
macro_rules! opaque_debug {
    (
        $(#[$attribute:meta])*
        $name:ident $(<$parameter:ident $(: $bound:path)?>)? $(, |$this:ident| { $($field:ident: $value:expr),* $(,)? })?
    ) => {
        $(#[$attribute])*
        impl$(<$parameter $(: $bound)?>)? std::fmt::Debug for $name$(<$parameter>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut fields = f.debug_struct(stringify!($name));
                $(
                    let $this = self;
                    $(fields.field(stringify!($field), &$value);)*
                )?
                fields.finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use opaque_debug;
