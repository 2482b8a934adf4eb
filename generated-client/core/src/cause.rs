//! Causes of errors, of any type.

use std::error::Error as StdError;

/// A boxed error that can be sent between threads: the cause of a [`TransportError`](crate::TransportError), and what a
/// [`ProvideCredentials`](crate::ProvideCredentials) or a [`Sleep`](crate::Sleep) fails with. `?` and `into` create it
/// from other errors and from strings.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Returns the message of the innermost cause, which is the most specific one.
pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
