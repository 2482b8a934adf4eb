//! Causes of errors, of any type.

use std::error::Error as StdError;
use std::iter;

/// A boxed error that can be sent between threads: the cause of a [`TransportError`](crate::TransportError), and what a
/// [`ProvideCredentials`](crate::ProvideCredentials) or a [`Sleep`](crate::Sleep) fails with. `?` and `into` create it
/// from other errors and from strings.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Returns an error and its causes, the innermost last.
pub(crate) fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}

/// Returns the message of the innermost cause, which is the most specific one.
pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().unwrap_or(error).to_string()
}
