//! The body of a response that is a file. Its beginning is read at once, to detect responses that are not files.

use std::collections::VecDeque;
use std::fmt;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use http_body_util::BodyExt;

use crate::runtime::error::Error;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::send::exchange::read_whole;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::transport::{ResponseBody, TransportError};

/// Maximum size of a body that is searched for an error although its headers do not announce JSON.
const MAX_UNANNOUNCED_ERROR: usize = 64 * 1024;

/// A file of which the beginning has arrived.
pub(crate) struct FileBody {
    /// Chunks that have been read already.
    pub(crate) beginning: VecDeque<Bytes>,
    /// The rest. `None` if the body has ended.
    pub(crate) rest: Option<ResponseBody>,
}

impl FileBody {
    fn beginning_len(&self) -> usize {
        self.beginning.iter().map(Bytes::len).sum()
    }

    /// Reads a chunk and appends it to the beginning. Returns `false` if the body has ended.
    async fn read_chunk(&mut self) -> Result<bool, TransportError> {
        let Some(rest) = &mut self.rest else { return Ok(false) };
        while let Some(frame) = rest.frame().await {
            // Trailers and empty chunks are ignored.
            if let Ok(data) = frame?.into_data()
                && !data.is_empty()
            {
                self.beginning.push_back(data);
                return Ok(true);
            }
        }
        self.rest = None;
        Ok(false)
    }
}

/// Reads the beginning of a file, or all of a body that is not a file: at most `limit` bytes, for the error.
pub(super) async fn read_beginning(
    mut response: RawResponse,
    body: ResponseBody,
    limit: usize,
) -> Result<RawResponse, Error> {
    if response.status == StatusCode::PARTIAL_CONTENT {
        let detail = "it is only a part of the file, which was not requested".to_owned();
        return Err(Error::unexpected_response(&response, detail));
    }
    match announced_content(&response.headers) {
        Content::Json => return Err(json_instead_of_file(&read_whole(response, body, limit).await?)),
        Content::Html => {
            let detail = "its body is an HTML page instead of a file".to_owned();
            return Err(Error::unexpected_response(&read_whole(response, body, limit).await?, detail));
        }
        Content::Other => {}
    }
    let mut file = FileBody { beginning: VecDeque::new(), rest: Some(body) };
    match file.read_chunk().await {
        Ok(true) => {}
        Ok(false) => {
            return Err(Error::unexpected_response(&response, "its body is empty instead of a file".to_owned()));
        }
        Err(error) => return Err(Error::interrupted_body(&response, error)),
    }
    match read_unannounced_json(&mut file).await {
        Ok(Some(body)) => {
            let parsed = serde_json::from_slice(&body).unwrap_or_default();
            if let Some(error) = ServiceError::from_success_json(&parsed, &[]) {
                response.body = body;
                return Err(Error::service(&response, error));
            }
        }
        Ok(None) => {}
        Err(error) => return Err(Error::interrupted_body(&response, error)),
    }
    response.file = Some(file);
    Ok(response)
}

/// What the headers say about a body.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Json,
    Html,
    Other,
}

fn announced_content(headers: &HeaderMap) -> Content {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Content::Other };
    let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    match value.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Content::Html,
        "application/json" | "text/json" => Content::Json,
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

/// Returns a short body that starts like a JSON object, although its headers do not announce JSON.
async fn read_unannounced_json(file: &mut FileBody) -> Result<Option<Bytes>, TransportError> {
    let starts_object = file.beginning.front().is_some_and(|chunk| chunk.trim_ascii_start().starts_with(b"{"));
    if !starts_object {
        return Ok(None);
    }
    while file.read_chunk().await? {
        if file.beginning_len() > MAX_UNANNOUNCED_ERROR {
            return Ok(None);
        }
    }
    let mut body = BytesMut::with_capacity(file.beginning_len());
    for chunk in &file.beginning {
        body.extend_from_slice(chunk);
    }
    Ok(Some(body.freeze()))
}

impl fmt::Debug for FileBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileBody").finish_non_exhaustive()
    }
}
