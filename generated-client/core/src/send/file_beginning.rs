//! Reads the beginning of a file, to detect responses that are not files.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};

use crate::error::service_error::ServiceError;
use crate::error::{Error, ErrorKind};
use crate::message::{FileBody, RawResponse, ResponseBody, TransportError};
use crate::send::whole_body::read_whole;
use crate::text::without_byte_order_mark;

/// Maximum size of a body that is searched for an error although its headers do not announce JSON.
const MAX_UNANNOUNCED_ERROR: usize = 64 * 1024;

/// Reads the beginning of a file, or all of a body that is not a file: at most `limit` bytes, for the error.
pub(super) async fn read_beginning(
    mut response: RawResponse,
    body: ResponseBody,
    limit: usize,
) -> Result<RawResponse, Error> {
    match response.status {
        StatusCode::OK => {}
        StatusCode::PARTIAL_CONTENT => {
            let detail = "it is only a part of the file, which was not requested".to_owned();
            return Err(Error::unexpected_response(&response, detail));
        }
        status => {
            let detail = format!("its status is {status} instead of 200");
            return Err(Error::unexpected_response(&read_whole(response, body, limit).await?, detail));
        }
    }
    let announced = announced_content(&response.headers);
    match announced {
        Content::Json => return Err(json_instead_of_file(&read_whole(response, body, limit).await?)),
        Content::Markup => return Err(markup_instead_of_file(&read_whole(response, body, limit).await?)),
        Content::AnyBytes | Content::Other => {}
    }
    let mut file = FileBody { beginning: VecDeque::new(), rest: Some(body) };
    let unannounced = match read_unannounced(&mut file).await {
        Ok(unannounced) => unannounced,
        Err(error) => return Err(Error::interrupted_body(&response, error)),
    };
    if file.beginning.is_empty() {
        return Err(Error::unexpected_response(&response, "its body is empty instead of a file".to_owned()));
    }
    match unannounced {
        Unannounced::Json(body) => {
            response.body = body;
            let error = json_instead_of_file(&response);
            let is_file = announced == Content::AnyBytes && error.kind() != ErrorKind::Service;
            if !is_file {
                return Err(error);
            }
            response.body = Bytes::new();
        }
        Unannounced::Markup => return Err(markup_instead_of_file(&response)),
        Unannounced::Nothing => {}
    }
    response.file = Some(file);
    Ok(response)
}

/// What the headers say about a body.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Json,
    /// HTML or XML, such as the page of a gateway.
    Markup,
    /// A file that may contain anything, even JSON, except for an error of the service.
    AnyBytes,
    Other,
}

fn announced_content(headers: &HeaderMap) -> Content {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Content::Other };
    let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    match value.split(';').next().unwrap_or_default().trim() {
        "text/html" | "text/xml" | "application/xml" | "application/xhtml+xml" => Content::Markup,
        "application/json" | "text/json" => Content::Json,
        "application/octet-stream" => Content::AnyBytes,
        media_type if media_type.ends_with("+json") => Content::Json,
        _ => Content::Other,
    }
}

/// Returns the error for a JSON body: the service error that it contains, or else an unexpected response.
fn json_instead_of_file(response: &RawResponse) -> Error {
    let body = serde_json::from_slice(&response.body).unwrap_or_default();
    match ServiceError::from_success_json(&body, &[]) {
        Some(error) => Error::service(response, error),
        None => Error::unexpected_response(response, "its body is JSON instead of a file".to_owned()),
    }
}

fn markup_instead_of_file(response: &RawResponse) -> Error {
    Error::unexpected_response(response, "its body is an HTML or XML page instead of a file".to_owned())
}

/// What a body is although its headers do not announce it.
enum Unannounced {
    /// A short body that is a JSON object.
    Json(Bytes),
    Markup,
    Nothing,
}

/// Reads the beginning of a body: a chunk, or all of it if it looks like JSON and is short.
async fn read_unannounced(file: &mut FileBody) -> Result<Unannounced, TransportError> {
    let mut body = BytesMut::new();
    let mut blank = 0;
    while file.read_chunk().await? {
        if let Some(chunk) = file.beginning.back() {
            body.extend_from_slice(chunk);
        }
        blank = blank_length(&body, blank);
        let content = body.get(blank..).unwrap_or_default();
        if starts_like_html(content) {
            return Ok(Unannounced::Markup);
        }
        let may_be_json = content.is_empty() || content.starts_with(b"{");
        if !may_be_json || body.len() > MAX_UNANNOUNCED_ERROR {
            return Ok(Unannounced::Nothing);
        }
    }
    let content = Bytes::copy_from_slice(without_byte_order_mark(&body));
    match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&content) {
        Ok(_) => Ok(Unannounced::Json(content)),
        Err(_) => Ok(Unannounced::Nothing),
    }
}

/// Returns the number of bytes before the content: a byte order mark and white space. `known` bytes of them have been found
/// before, and are not searched again: a body can arrive in many small chunks.
fn blank_length(body: &[u8], known: usize) -> usize {
    let rest = match known {
        0 => without_byte_order_mark(body),
        _ => body.get(known..).unwrap_or_default(),
    };
    body.len() - rest.trim_ascii_start().len()
}

fn starts_like_html(content: &[u8]) -> bool {
    [&b"<!doctype html"[..], b"<html"].iter().any(|start| match content.get(..start.len()) {
        Some(beginning) => beginning.eq_ignore_ascii_case(start),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::blank_length;

    #[test]
    fn searches_each_leading_byte_once() {
        assert_eq!(blank_length("\u{feff} \n{".as_bytes(), 0), 5);
        assert_eq!(blank_length(b"  ", 0), 2);
        assert_eq!(blank_length(b"   {", 2), 3);
        // If the first two bytes were searched again, they would be content.
        assert_eq!(blank_length(b"ab {", 2), 3);
        assert_eq!(blank_length(b"", 0), 0);
    }
}
