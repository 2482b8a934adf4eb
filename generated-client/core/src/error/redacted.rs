//! Redaction of an error: it can contain what a server or a transport repeated.

use std::error::Error as StdError;

use crate::cause::chain;
use crate::descriptor::Field;
use crate::error::redaction::Redactor;
use crate::error::service_error::ServiceError;
use crate::error::{Error, ErrorKind, Facts};
use crate::secret::Secret;
use crate::secret_fields;

/// Maximum number of bytes of a response body that an error keeps.
pub(super) const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Maximum number of bytes of a string from outside that an error keeps.
pub(super) const MAX_TEXT_BYTES: usize = 64 * 1024;

/// How far beyond its limit a string is redacted before it is shortened, so that no part of a secret at the limit
/// remains.
const REDACTION_MARGIN: usize = 64 * 1024;

impl Error {
    /// Redacts the secret fields in the body of the response. Returns secrets that other parts of it may repeat.
    pub(crate) fn redact_fields(&mut self, fields: &'static [Field]) -> Vec<Secret> {
        let Facts { body: Some(body), head: Some(head), service, .. } = &mut self.0.facts else { return Vec::new() };
        let Some(redacted) = secret_fields::response::redact(fields, body) else { return Vec::new() };
        *body = redacted.body;
        if self.0.kind == ErrorKind::Service {
            // Its details can contain secret fields, and short secrets are not searched for.
            let declared = if head.status.is_success() { fields } else { &[] };
            *service = ServiceError::in_error(body, declared);
            service.remove_repetitions(head.status);
        }
        redacted.secrets
    }

    /// Redacts secrets wherever the server or the transport may have repeated them.
    pub(crate) fn redacted(mut self, redactor: &Redactor) -> Self {
        let facts = &mut self.0.facts;
        for text in facts.texts() {
            truncate(text, MAX_TEXT_BYTES + REDACTION_MARGIN);
            *text = redactor.text(std::mem::take(text));
            truncate(text, MAX_TEXT_BYTES);
        }
        if let Some(body) = &mut facts.body {
            body.truncate(MAX_BODY_BYTES + REDACTION_MARGIN);
            *body = redactor.bytes(std::mem::take(body));
            body.truncate(MAX_BODY_BYTES);
        }
        // The type of a source is unknown, so it cannot be redacted.
        facts.source.take_if(|source| redactor.finds(&full_text(&**source)));
        self
    }
}

impl Facts {
    /// Returns all texts that can come from outside.
    fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.detail];
        texts.extend(&mut self.configuration_errors);
        texts.extend(&mut self.service.code);
        texts.extend(&mut self.service.message);
        texts.extend(&mut self.service.further);
        texts.extend(&mut self.signed_request);
        texts.extend(&mut self.notes);
        if let Some(head) = &mut self.head {
            texts.extend(&mut head.request_id);
        }
        texts
    }
}

fn truncate(text: &mut String, max: usize) {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

/// Returns everything that an error and its causes show.
fn full_text(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error:?}");
    for cause in chain(error) {
        text.push_str(&cause.to_string());
    }
    text
}
