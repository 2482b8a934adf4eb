//! Request lines, of the operation and of its examples.

use super::patterns::REQUEST;

/// Method and path of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// HTTP method.
    pub method: String,
    /// Path with `{placeholders}`.
    pub path: String,
}

impl RequestLine {
    /// Returns whether this is a request of the operation that has the given request line.
    pub(crate) fn calls(&self, operation: &Self) -> bool {
        self.method == operation.method && self.fills_in(&operation.path)
    }

    /// Returns whether this request has the path of an operation, with or without values instead of placeholders.
    pub(crate) fn fills_in(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').collect();
        let own: Vec<&str> = self.path.split('/').collect();
        let is_match = |(segment, own): (&&str, &&str)| {
            let is_filled_in = segment.starts_with('{') && !own.starts_with('{');
            is_filled_in || segment == own
        };
        segments.len() == own.len() && segments.iter().zip(&own).all(is_match)
    }
}

impl std::fmt::Display for RequestLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The request line of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleRequest {
    /// Method and path. Placeholders can be filled in.
    pub line: RequestLine,
    /// Query as in the URL, without `?`. Empty if the request has none.
    pub query: String,
}

impl ExampleRequest {
    /// Parses `GET /v1/things` or `GET https://{endpoint}/v1/things`, which can have query parameters.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let found = REQUEST.captures(text)?;
        let method = found.name("method")?.as_str().to_owned();
        let path = found.name("path")?.as_str().to_owned();
        let query = found.name("query").map_or("", |query| query.as_str()).trim_matches('&').to_owned();
        Some(Self { line: RequestLine { method, path }, query })
    }

    /// Returns the names of the query parameters.
    pub(crate) fn query_names(&self) -> impl Iterator<Item = &str> {
        let names = self.query.split('&').map(|pair| pair.split('=').next().unwrap_or(pair));
        names.filter(|name| !name.is_empty())
    }
}
