//! Secret parameters and fields: finds their values in requests and responses, and replaces them.

mod json;
pub(crate) mod response;

use bytes::Bytes;
use http::Uri;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::descriptor::{Field, OperationDescriptor, Parameter, ParameterLocation, Type};
use crate::secret::Secret;
use crate::secret_fields::json::{JsonRedaction, json_string};

/// What replaces a secret in an error or in a recorded request.
pub(crate) const MARKER: &str = "[redacted]";

impl Type {
    /// Returns whether values of this type can contain secret fields, at any depth.
    #[must_use]
    pub fn contains_secret(self) -> bool {
        match self {
            Self::Object(fields) => fields.iter().any(Field::contains_secret),
            Self::Array(item, _) | Self::Map(item, _) => item.contains_secret(),
            Self::Tuple(items) => items.iter().any(|item| item.contains_secret()),
            _ => false,
        }
    }

    /// Returns the names of the secret fields in values of this type, at any depth, each once.
    #[must_use]
    pub fn secret_names(self) -> Vec<&'static str> {
        let mut names = Vec::new();
        self.add_secret_names(&mut names);
        names
    }

    fn add_secret_names(self, names: &mut Vec<&'static str>) {
        match self {
            Self::Object(fields) => {
                for field in fields {
                    if field.secret && !names.contains(&field.name) {
                        names.push(field.name);
                    }
                    field.ty.add_secret_names(names);
                }
            }
            Self::Array(item, _) | Self::Map(item, _) => item.add_secret_names(names),
            Self::Tuple(items) => items.iter().for_each(|item| item.add_secret_names(names)),
            _ => {}
        }
    }
}

impl Field {
    /// Returns whether it is secret, or its values can contain secret fields.
    #[must_use]
    pub fn contains_secret(&self) -> bool {
        self.secret || self.ty.contains_secret()
    }
}

impl OperationDescriptor {
    /// Returns the URL of a request of this operation with `marker` in place of the values of secret parameters in the
    /// query. The marker is not percent-encoded.
    #[must_use]
    pub fn redact_url(&self, url: &Uri, marker: &str) -> String {
        let url = url.to_string();
        match url.split_once('?') {
            Some((path, query)) if self.has_secret_query() => format!("{path}?{}", self.redact_query(query, marker)),
            _ => url,
        }
    }

    fn redact_query(&self, query: &str, marker: &str) -> String {
        let mut pairs = Vec::new();
        for pair in query.split('&') {
            let name = pair.split_once('=').map_or(pair, |(name, _)| name);
            let decoded = percent_decode_str(name).decode_utf8_lossy();
            let is_secret = self.secrets_of_query().any(|parameter| parameter.field.name == decoded);
            pairs.push(if is_secret { format!("{name}={marker}") } else { pair.to_owned() });
        }
        pairs.join("&")
    }

    /// Returns a JSON request body of this operation with `marker` in place of the values of secret fields, which are
    /// set to anything but null. White space between the values may be lost.
    ///
    /// If the body is not valid, so that it is unknown where its secrets are, all of it is replaced, as a JSON string.
    /// A body of an operation without secret fields is returned unchanged.
    #[must_use]
    pub fn redact_body(&self, body: &Bytes, marker: &str) -> Bytes {
        let fields = self.body.unwrap_or_default();
        if body.is_empty() || !fields.iter().any(Field::contains_secret) {
            return body.clone();
        }
        match JsonRedaction::new(marker, &mut |_| {}).body(fields, body) {
            Some(redacted) => redacted.into(),
            None => json_string(marker).into(),
        }
    }

    /// Returns the secret parameters outside the body.
    pub(crate) fn secret_parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.parameters.iter().filter(|parameter| parameter.field.secret)
    }

    /// Returns whether a header is a secret parameter.
    pub(crate) fn has_secret_header(&self, name: &str) -> bool {
        self.secret_parameters().any(|parameter| {
            parameter.location == ParameterLocation::Header && parameter.field.name.eq_ignore_ascii_case(name)
        })
    }

    /// Returns whether the query can contain secrets.
    pub(crate) fn has_secret_query(&self) -> bool {
        self.secrets_of_query().next().is_some()
    }

    fn secrets_of_query(&self) -> impl Iterator<Item = &'static Parameter> {
        self.secret_parameters().filter(|parameter| parameter.location == ParameterLocation::Query)
    }
}

/// Returns the secrets that the caller sets in a request, which is a map like the operation's request struct.
pub(crate) fn secrets_of_request(operation: &OperationDescriptor, request: &Value) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for parameter in operation.secret_parameters() {
        collect_scalars(request.get(parameter.field.name), &mut secrets);
    }
    let fields = operation.body.unwrap_or_default();
    if let Some(body) = request.get("body")
        && fields.iter().any(Field::contains_secret)
    {
        // The redacted text is not needed, only the secrets that it reports.
        let mut add = |json: &str| secrets.extend(scalars_of(json));
        JsonRedaction::new(MARKER, &mut add).body(fields, body.to_string().as_bytes());
    }
    secrets
}

/// Returns the strings and numbers in a secret, which can be a list or a map.
fn scalars_of(json: &str) -> Vec<Secret> {
    let mut scalars = Vec::new();
    match serde_json::from_str(json) {
        Ok(value @ (Value::String(_) | Value::Array(_) | Value::Object(_))) => {
            collect_scalars(Some(&value), &mut scalars);
        }
        _ => scalars.push(Secret::new(json.to_owned())),
    }
    scalars
}

/// Adds all strings and numbers in a value, apart from keys.
fn collect_scalars(value: Option<&Value>, secrets: &mut Vec<Secret>) {
    match value {
        Some(Value::String(text)) => secrets.push(Secret::new(text.clone())),
        Some(Value::Number(number)) => secrets.push(Secret::new(number.to_string())),
        Some(Value::Array(values)) => values.iter().for_each(|value| collect_scalars(Some(value), secrets)),
        Some(Value::Object(entries)) => entries.values().for_each(|value| collect_scalars(Some(value), secrets)),
        Some(Value::Null | Value::Bool(_)) | None => {}
    }
}

#[cfg(test)]
pub(crate) mod tests;
