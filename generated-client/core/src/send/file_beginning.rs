//! Reads the beginning of a file, to detect responses that are not files.

use std::borrow::Cow;
use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::de::IgnoredAny;

use crate::error::service_error::ServiceError;
use crate::error::{Error, ErrorKind};
use crate::message::{FileBody, RawResponse, ResponseBody, TransportError};
use crate::send::markup::{Markup, find_markup};
use crate::send::whole_body::{BodyLimit, read_whole};
use crate::text::without_byte_order_mark;

/// Maximum size of a body that is searched for an error although its headers do not announce JSON.
const MAX_UNANNOUNCED_ERROR: usize = 64 * 1024;

const JSON: &str = "JSON";
const MARKUP: &str = "an HTML or XML page";
const PLAIN_TEXT: &str = "plain text";
const WHITE_SPACE: &str = "white space";

/// Reads the beginning of a file. The error for a body that is not a file contains all of it, within the limit.
///
/// `has_marked_end` is whether a body that is cut off can be told from a complete one.
pub(super) async fn read_beginning(
    mut response: RawResponse,
    body: ResponseBody,
    has_marked_end: bool,
    limit: BodyLimit,
) -> Result<RawResponse, Error> {
    let status = response.status;
    if status == StatusCode::PARTIAL_CONTENT {
        let detail = "it is only a part of the file, although all of it was requested";
        return Err(Error::unexpected_response(&response, detail));
    }
    if status != StatusCode::OK {
        read_whole(&mut response, body, limit).await?;
        return Err(Error::unexpected_response(&response, format!("its status is {status} instead of 200")));
    }
    let announced = announced_content(&response.headers);
    if let Content::NotAFile(what) = announced {
        read_whole(&mut response, body, limit).await?;
        return Err(not_a_file(&mut response, what));
    }
    let mut file = FileBody { beginning: VecDeque::new(), rest: Some(body), has_marked_end };
    let found = match find_unannounced(&mut file, announced == Content::Other).await {
        Ok(found) => found,
        Err(error) => return Err(Error::interrupted_body(&response, error)),
    };
    if file.beginning.is_empty() {
        return Err(Error::unexpected_response(&response, "its body is empty instead of a file"));
    }
    if let Some(Unannounced { what, is_page, body }) = found {
        response.body = body;
        let error = not_a_file(&mut response, what);
        if is_page || announced != Content::AnyBytes || error.kind() == ErrorKind::Service {
            return Err(error);
        }
        response.body = Bytes::new();
    }
    response.file = Some(file);
    Ok(response)
}

/// What the headers say about a body.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    /// JSON or text, such as a service error or a gateway's page.
    NotAFile(&'static str),
    /// A file that may contain anything, even JSON, except for a service error.
    AnyBytes,
    /// A text file, which may be a single word or number.
    Text,
    Other,
}

fn announced_content(headers: &HeaderMap) -> Content {
    match value_of(headers, &CONTENT_TYPE).as_str() {
        "text/html" | "text/xml" | "application/xml" => Content::NotAFile(MARKUP),
        "application/json" | "text/json" => Content::NotAFile(JSON),
        "application/octet-stream" => Content::AnyBytes,
        // Errors of gateways are plain text, but some files are too.
        "text/plain" if value_of(headers, &CONTENT_DISPOSITION) != "attachment" => Content::NotAFile(PLAIN_TEXT),
        media_type if media_type.ends_with("+json") => Content::NotAFile(JSON),
        media_type if media_type.ends_with("+xml") => Content::NotAFile(MARKUP),
        media_type if media_type.starts_with("text/") => Content::Text,
        _ => Content::Other,
    }
}

/// Returns the value of a header without its parameters, in lower case. An absent header has an empty value.
fn value_of(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default();
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    value.split(';').next().unwrap_or_default().trim().to_owned()
}

/// Returns the error for a body that is not a file: the service error that it contains, or else an unexpected response
/// that names `what` the body is.
fn not_a_file(response: &mut RawResponse, what: &str) -> Error {
    if let Cow::Owned(text) = utf8(&response.body) {
        response.body = text.into();
    }
    match ServiceError::in_body(&response.body) {
        Some(error) => Error::service(response, error),
        None => Error::unexpected_response(response, format!("its body is {what} instead of a file")),
    }
}

/// A body that is not a file, or text that may be one, although its headers do not announce it.
struct Unannounced {
    what: &'static str,
    /// Whether it is certainly a page or an error.
    is_page: bool,
    body: Bytes,
}

/// Reads the beginning of a body: a chunk, or all of it if it looks like JSON and is short. With `rejects_scalars`, a
/// JSON string, number, boolean or null, or only white space, cannot be a file.
async fn find_unannounced(file: &mut FileBody, rejects_scalars: bool) -> Result<Option<Unannounced>, TransportError> {
    let mut body = BytesMut::new();
    // Searched again only after it has doubled, so that the time does not depend on the size of the chunks.
    let mut next_search = 0;
    while file.read_chunk().await? {
        if let Some(chunk) = file.beginning.back() {
            body.extend_from_slice(chunk);
        }
        let is_long = body.len() > MAX_UNANNOUNCED_ERROR;
        let is_part_of_mark = matches!(body.as_ref(), [0 | 0xef | 0xfe | 0xff] | [0xef, 0xbb]);
        if is_part_of_mark || (body.len() < next_search && !is_long) {
            continue;
        }
        next_search = 2 * body.len();
        let text = utf8(&body);
        match find_markup(&text, is_long) {
            Some(Markup::Undecided) => {}
            Some(markup) => return Ok(Some(Unannounced::markup(markup, &text))),
            None if is_long || !may_be_json(&text, rejects_scalars) => return Ok(None),
            None => {}
        }
    }
    let text = utf8(&body);
    if let Some(markup) = find_markup(&text, true) {
        return Ok(Some(Unannounced::markup(markup, &text)));
    }
    if may_be_json(&text, rejects_scalars) && serde_json::from_slice::<IgnoredAny>(&text).is_ok() {
        return Ok(Some(Unannounced { what: JSON, is_page: false, body: Bytes::copy_from_slice(&text) }));
    }
    if rejects_scalars && !body.is_empty() && text.trim_ascii().is_empty() {
        return Ok(Some(Unannounced { what: WHITE_SPACE, is_page: false, body: Bytes::new() }));
    }
    Ok(None)
}

impl Unannounced {
    fn markup(markup: Markup, text: &[u8]) -> Self {
        Self { what: MARKUP, is_page: markup == Markup::Page, body: Bytes::copy_from_slice(text) }
    }
}

/// Returns whether text begins like a JSON object, list or perhaps scalar, or only with white space.
fn may_be_json(text: &[u8], with_scalars: bool) -> bool {
    match text.trim_ascii_start().first() {
        None | Some(b'{' | b'[') => true,
        Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => with_scalars,
        Some(_) => false,
    }
}

/// Returns text in UTF-16 as UTF-8, and other bytes as they are, without a byte order mark.
fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    // Without a mark, only what may begin markup or JSON is decoded.
    let (text, decode): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, text @ ..] => (text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => (text, u16::from_be_bytes),
        [b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => (bytes, u16::from_le_bytes),
        [0, b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n', ..] => (bytes, u16::from_be_bytes),
        _ => return Cow::Borrowed(without_byte_order_mark(bytes)),
    };
    let (pairs, _) = text.as_chunks();
    let units: Vec<u16> = pairs.iter().map(|pair| decode(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}
