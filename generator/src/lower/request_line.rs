//! Lowers request lines, and checks that their placeholders match the path parameters.

use hss_yaml::{Code, did_you_mean};

use super::Lowering;
use crate::description::Node;
use crate::description::notation::Operation;
use crate::ir::{self, Method};
use crate::syntax::request_line::{self, RequestLine};

/// Maximum number of bytes of a request line. Servers have limits too.
const MAX_LENGTH: usize = 2000;

impl Lowering<'_> {
    pub(super) fn lower_request_line(&mut self, root: &Node<'_>, operation: &Operation) -> Option<RequestLine> {
        let node = root.at("request");
        let Some(request_line) = RequestLine::parse(&operation.request) else {
            let help = "write it as `GET /v5/{project}/things`; the method must be DELETE, GET, POST or PUT";
            self.report(node.error(Code::RequestLine, "invalid request line").with_help(help));
            return None;
        };
        if operation.request.len() > MAX_LENGTH {
            let error = node.error(Code::RequestLine, format!("the request line is longer than {MAX_LENGTH} bytes"));
            self.report(error.with_help("write the method and the path of one operation"));
            return None;
        }
        let placeholders = self.lower_placeholders(root, &request_line.path, operation);
        for name in operation.path.keys() {
            if !placeholders.contains(&name.as_str()) {
                let message = format!("the path has no placeholder `{{{name}}}`");
                self.report(root.at("path").at(name).key_error(Code::RequestLine, message));
            }
        }
        if request_line.method == Method::Get && operation.body.is_some() {
            self.report(root.at("body").key_error(Code::RequestLine, "a GET request cannot have a body"));
        }
        Some(request_line)
    }

    /// Returns the names of the placeholders in a path, and checks its segments.
    fn lower_placeholders<'p>(&mut self, root: &Node<'_>, path: &'p str, operation: &Operation) -> Vec<&'p str> {
        let Operation { request, path: path_parameters, .. } = operation;
        let node = root.at("request");
        let is_incomplete = root.is_repaired();
        let mut placeholders = Vec::new();
        // The path is the end of the request line.
        let mut end = request.len() - path.len();
        for segment in path.split('/').skip(1) {
            let start = end + "/".len();
            end = start + segment.len();
            let error = |message: String| node.error_in_part(start..end, Code::RequestLine, message);
            let Some(name) = ir::placeholder(segment) else {
                if !request_line::is_path_segment(segment) {
                    let help = "use letters, digits, `-`, `.`, `_` and `~`, or a single placeholder";
                    self.report(error(format!("invalid path segment `{segment}`")).with_help(help));
                }
                continue;
            };
            if placeholders.contains(&name) {
                self.report(error(format!("duplicate placeholder `{name}`")));
            } else if !path_parameters.contains_key(name) && !is_incomplete {
                let suggestion = did_you_mean(name, path_parameters.keys().map(String::as_str));
                let help = suggestion.unwrap_or_else(|| "describe the parameter under `path`".to_owned());
                self.report(error(format!("the placeholder `{name}` has no path parameter")).with_help(help));
            }
            placeholders.push(name);
        }
        placeholders
    }
}
