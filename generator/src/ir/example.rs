//! Examples.

use serde_json::{Map, Value as Json};

use super::PageSays;

/// An example from the help page.
#[derive(Debug, PartialEq)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// Query parameters by name, in the order of the example.
    pub query: Option<Map<String, Json>>,
    /// Request body.
    pub body: Option<Json>,
    /// Response body.
    pub response: Option<Json>,
    /// What the help page says, if the client rejects the request.
    pub page_says: Vec<PageSays>,
}

impl Example {
    /// Returns the request body or the response, by its key in the description.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&Json> {
        match key {
            "body" => self.body.as_ref(),
            "response" => self.response.as_ref(),
            _ => None,
        }
    }
}
