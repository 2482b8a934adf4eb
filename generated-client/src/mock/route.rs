//! Routing: finds the operation of a request by its method and path.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::OPERATIONS;
use crate::descriptor::OperationDescriptor;
use crate::mock::rejection::Rejection;

/// The operation of a request, and the values of its path parameters.
pub(super) struct Route {
    pub(super) operation: &'static OperationDescriptor,
    path_values: Vec<(&'static str, String)>,
}

impl Route {
    /// Finds the operation with this method and path.
    pub(super) fn find(method: &Method, path: &str) -> Result<Self, Rejection> {
        let mut other_method = None;
        for operation in OPERATIONS {
            let Some(path_values) = match_path(operation.path, path) else { continue };
            if operation.method == method {
                return Ok(Self { operation, path_values });
            }
            other_method.get_or_insert(operation.method);
        }
        let hint = match other_method {
            Some(method) => format!("; use {method} for this path"),
            None => String::new(),
        };
        Err(Rejection::no_such_api(format!("the API does not exist: no operation matches {method} {path}{hint}")))
    }

    /// Returns the value of a path parameter.
    pub(super) fn path_value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.path_values.iter().find(|(parameter, _)| *parameter == name)?;
        Some(value)
    }
}

/// Returns the decoded values of the placeholders in `template` if `path` matches it.
fn match_path(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut values = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if let Some(name) = placeholder(expected) {
            values.push((name, percent_decode_str(segment).decode_utf8().ok()?.into_owned()));
        } else if segment != expected {
            return None;
        }
    }
    match segments.next() {
        Some(_) => None,
        None => Some(values),
    }
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
