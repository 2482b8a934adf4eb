//! Request line to operation.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::OPERATIONS;
use crate::descriptor::OperationDescriptor;
use crate::mock::refusal::Refusal;

/// An operation, and the values in its path.
pub(super) struct Route {
    pub(super) operation: &'static OperationDescriptor,
    /// By the names of the placeholders.
    pub(super) path: Vec<(&'static str, String)>,
}

pub(super) fn route(method: &Method, path: &str) -> Result<Route, Refusal> {
    let routes = || OPERATIONS.iter().filter_map(|operation| matched(operation, path));
    if let Some(route) = routes().find(|route| route.operation.method == method) {
        return Ok(route);
    }
    let other = routes().next().map(|route| format!("; {} does", route.operation.method));
    let hint = other.unwrap_or_default();
    Err(Refusal::no_such_api(format!(
        "the API does not exist: {method} {path} is the request line of no operation{hint}"
    )))
}

fn matched(operation: &'static OperationDescriptor, path: &str) -> Option<Route> {
    let (mut wanted, mut given) = (operation.path.split('/'), path.split('/'));
    let mut values = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(Route { operation, path: values }),
            (Some(wanted), Some(given)) => match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => values.push((name, percent_decode_str(given).decode_utf8().ok()?.into_owned())),
                None if wanted == given => {}
                None => return None,
            },
            _ => return None,
        }
    }
}
