//! Routing: finds the operation of a request by its method and path.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::descriptor::OperationDescriptor;
use crate::mock::rejection::Rejection;
use crate::request::encode::placeholder;

/// The operation of a request, and the values of its path parameters.
pub(super) struct Route {
    pub(super) operation: &'static OperationDescriptor,
    path_values: Vec<(&'static str, String)>,
}

impl Route {
    /// Finds the operation with this method and path. If several match, the one with the most specific path wins.
    pub(super) fn find(
        operations: &[&'static OperationDescriptor],
        method: &Method,
        path: &str,
    ) -> Result<Self, Rejection> {
        let mut found: Option<Self> = None;
        let mut other_method = None;
        for operation in operations {
            let Some(path_values) = match_path(operation.path, path) else { continue };
            if operation.method != method {
                other_method.get_or_insert(operation.method);
                continue;
            }
            let is_better = match &found {
                Some(found) => is_more_specific(operation.path, found.operation.path),
                None => true,
            };
            if is_better {
                found = Some(Self { operation, path_values });
            }
        }
        if let Some(found) = found {
            return Ok(found);
        }
        let hint = match other_method {
            // A placeholder matches an empty segment, but no operation accepts an empty value.
            _ if path.contains("//") || path.len() > 1 && path.ends_with('/') => {
                "; a segment of the path is empty".to_owned()
            }
            Some(method) => format!("; use {method} for this path"),
            None => String::new(),
        };
        Err(Rejection::NoSuchApi(format!("the API does not exist: no operation matches {method} {path}{hint}")))
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

/// Returns whether a template has a literal segment where another one has its first different placeholder.
fn is_more_specific(template: &str, other: &str) -> bool {
    for (segment, other_segment) in template.split('/').zip(other.split('/')) {
        match (placeholder(segment), placeholder(other_segment)) {
            (None, Some(_)) => return true,
            (Some(_), None) => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::table::operation;

    const fn get(path: &'static str) -> OperationDescriptor {
        operation(path, "GET", path)
    }

    #[test]
    fn the_most_specific_path_wins() {
        const OPERATIONS: &[&OperationDescriptor] = &[
            &get("/things/{id}"),
            &get("/things/all"),
            &get("/{kind}/all"),
            &get("/things/{id}/parts"),
            &get("/{kind}/{id}/all"),
        ];
        for (path, expected) in [
            ("/things/7", "/things/{id}"),
            ("/things/all", "/things/all"),
            ("/others/all", "/{kind}/all"),
            ("/things/all/parts", "/things/{id}/parts"),
            ("/things/1/all", "/{kind}/{id}/all"),
        ] {
            let reversed: Vec<_> = OPERATIONS.iter().rev().copied().collect();
            for operations in [OPERATIONS, &reversed] {
                let found = Route::find(operations, &Method::GET, path).ok().map(|route| route.operation.path);
                assert_eq!(found, Some(expected), "{path}");
            }
        }
    }
}
