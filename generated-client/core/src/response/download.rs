//! A file that is being downloaded.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;
use tracing::Span;

use crate::error::Error;
use crate::error::redaction::Redactor;
use crate::message::{FileBody, RawResponse, content_length, request_id};
use crate::opaque::opaque_debug;
use crate::response::save::{PartialFile, SaveTarget};
use crate::response::{CompletedCall, Receive, Response};
use crate::telemetry;
use crate::time::{Clock, SleepFuture};

/// The number of bytes that are collected before they are written to a file.
const WRITE_SIZE: usize = 256 * 1024;

/// A file that the service sends: the response of an operation that returns one.
///
/// The call has received the beginning, so the service had no error. The rest is read as it is needed:
/// [`save_to`](Self::save_to) writes it to a file, [`bytes`](Self::bytes) reads it into memory, and
/// [`try_next`](Self::try_next) and `Stream` return it chunk by chunk, for a file that is passed on or does not fit
/// into memory.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let mut download = client.fetch_file("file-1").send().await?.max_bytes(1024 * 1024);
/// println!("{:?} of {:?} bytes", download.content_type(), download.content_length());
/// let mut size = 0;
/// while let Some(chunk) = download.try_next().await? {
///     size += chunk.len();
/// }
/// assert_eq!(download.content_length(), Some(size as u64));
/// # Ok(())
/// # }
/// ```
///
/// Failures of the call are retried, but an interrupted download is not: it fails with an error of the kind
/// [`Transport`](crate::ErrorKind::Transport), for which `is_retryable` returns true. Request the file again.
///
/// Each chunk must arrive within the client's attempt timeout. The size is not limited: see
/// [`max_bytes`](Self::max_bytes). Dropping the download closes its connection.
#[must_use = "the file is not read unless it is saved or its chunks are requested"]
pub struct Download {
    /// The response, without its body.
    response: RawResponse,
    /// `None` after the end and after an error.
    file: Option<FileBody>,
    /// The size of the file, if the response states it.
    length: Option<u64>,
    received: u64,
    max_bytes: u64,
    accepts_unmarked_end: bool,
    on_progress: Option<Box<dyn FnMut(u64) + Send>>,
    clock: Clock,
    /// Maximum time between two chunks.
    timeout: Duration,
    /// Expires if the next chunk is late.
    timer: Option<SleepFuture>,
    redactor: Redactor,
    attempts: u32,
    /// A note for errors, such as how to request the file again.
    error_note: Option<String>,
    /// The span of the call, which the download extends.
    span: Span,
}

impl Receive for Download {
    fn receive(mut call: CompletedCall) -> Result<Response<Self>, Error> {
        let response = call.response.head();
        let download = Self {
            length: content_length(&response.headers),
            response,
            file: call.response.file.take(),
            received: 0,
            max_bytes: u64::MAX,
            accepts_unmarked_end: false,
            on_progress: None,
            clock: call.clock.clone(),
            timeout: call.timeout,
            timer: None,
            redactor: call.log.redactor(),
            attempts: call.log.started,
            error_note: None,
            span: call.span.clone(),
        };
        Ok(Response::new(download, call.succeed(0), 0))
    }

    fn receive_json(call: CompletedCall, _checked: bool) -> Result<Response<Box<RawValue>>, Error> {
        Err(Error::unexpected_response(&call.succeed(0), "it is a file"))
    }
}

impl Download {
    /// Returns the HTTP status, which is always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers as the service sent them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the media type of the file, if the service states it.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Returns the size of the file in bytes, if the service states it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the service's ID of the request, which the vendor's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.response.headers)
    }

    /// Sets the maximum size of the file in bytes. By default it is not limited.
    ///
    /// A larger file is an error of the kind [`Response`](crate::ErrorKind::Response), at once if the service states
    /// the size, and otherwise when more than this has arrived.
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Sets whether to accept a file that ends when the connection is closed. Off by default.
    ///
    /// A response of HTTP/1 with neither a `Content-Length` nor chunks has such a file, for example from a gateway that
    /// speaks HTTP/1.0. It cannot be distinguished from one that is cut off, so by default it is an error of the kind
    /// [`Response`](crate::ErrorKind::Response).
    pub fn accept_unmarked_end(mut self, accept: bool) -> Self {
        self.accepts_unmarked_end = accept;
        self
    }

    /// Sets a function to call with the number of bytes received so far, after each chunk.
    pub fn on_progress(mut self, report: impl FnMut(u64) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(report));
        self
    }

    /// Adds a note to the error if the download fails.
    pub(crate) fn with_error_note(mut self, note: String) -> Self {
        self.error_note = Some(note);
        self
    }

    /// Returns the next chunk, or `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the connection breaks, and
    /// [`Timeout`](crate::ErrorKind::Timeout) if the next chunk does not arrive in time: request the file again.
    /// [`Response`](crate::ErrorKind::Response) if the size of the file differs from the stated one, if it exceeds
    /// [`max_bytes`](Self::max_bytes), or if nothing marks its end: see
    /// [`accept_unmarked_end`](Self::accept_unmarked_end). After an error, it returns `None`.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads the entire file into memory. Set [`max_bytes`](Self::max_bytes) unless the size is known to be small.
    ///
    /// # Errors
    ///
    /// The same as for [`try_next`](Self::try_next).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = self.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    /// Saves the file and returns its size in bytes.
    ///
    /// The file is complete or absent: it is written to a temporary file in the same folder, synchronized to disk, and
    /// then renamed. If the download fails or its future is dropped, the temporary file is removed. An existing file is
    /// an error, unless [`SaveTarget::overwrite`] allows replacing it. Only
    /// [`accept_unmarked_end`](Self::accept_unmarked_end) allows saving a file that may be incomplete.
    ///
    /// ```no_run
    /// # async fn save(download: huaweicloud_core::Download) -> Result<(), huaweicloud_core::Error> {
    /// use huaweicloud_core::SaveTarget;
    ///
    /// let bytes = download.save_to(SaveTarget::new("containers.zip").overwrite(true)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The same as for [`try_next`](Self::try_next), and [`ErrorKind::File`](crate::ErrorKind::File) if the file
    /// exists, is a folder, or cannot be written: request it again for another path.
    pub async fn save_to(mut self, target: impl Into<SaveTarget>) -> Result<u64, Error> {
        match PartialFile::create(target.into()).await {
            Ok(file) => self.save(file).await,
            Err(error) => Err(self.save_error(error)),
        }
    }

    /// Saves the file like [`save_to`](Self::save_to), and blocks the thread until it is complete.
    ///
    /// # Errors
    ///
    /// The same as for [`save_to`](Self::save_to), and [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if
    /// the thread belongs to a tokio runtime, which it must not block.
    #[cfg(feature = "blocking")]
    pub fn save_to_blocking(self, target: impl Into<SaveTarget>) -> Result<u64, Error> {
        crate::block_on::block_on("save_to_blocking", self.save_to(target))?
    }

    pub(super) async fn save(mut self, mut file: PartialFile) -> Result<u64, Error> {
        let (mut chunks, mut size) = (Vec::new(), 0);
        while let Some(chunk) = self.try_next().await? {
            size += chunk.len();
            chunks.push(chunk);
            if size >= WRITE_SIZE {
                file = file.write(std::mem::take(&mut chunks)).await.map_err(|error| self.save_error(error))?;
                size = 0;
            }
        }
        file = file.write(chunks).await.map_err(|error| self.save_error(error))?;
        file.persist().await.map_err(|error| self.save_error(error))?;
        Ok(self.received)
    }

    /// Adds the operation and the note to an error from saving a file.
    fn save_error(&mut self, error: Error) -> Error {
        self.noted(error.of_operation(self.response.operation))
    }

    fn noted(&mut self, error: Error) -> Error {
        match self.error_note.take() {
            Some(note) => error.with_note(note),
            None => error,
        }
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let outcome = match ready!(self.poll_file(context)) {
            Ok(Some(_)) if self.has_unmarked_end() && !self.accepts_unmarked_end => {
                let detail = "a file that is cut off could not be told from a complete one: it has neither a \
                              Content-Length nor chunks";
                Err(Error::unexpected_response(&self.response, detail))
            }
            Ok(Some(chunk)) => self.accept(chunk).map(Some),
            Ok(None) => self.check_end().map(|()| None),
            Err(error) => Err(error),
        };
        if !matches!(outcome, Ok(Some(_))) {
            self.file = None;
        }
        Poll::Ready(outcome.map_err(|error| {
            let error = error.with_attempts(self.attempts).redacted(&self.redactor);
            telemetry::record_error(&self.span, &error);
            self.noted(error)
        }))
    }

    fn has_unmarked_end(&self) -> bool {
        self.file.as_ref().is_some_and(|file| !file.has_marked_end)
    }

    /// Returns the next chunk that is not empty.
    fn poll_file(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let Some(file) = &mut self.file else { return Poll::Ready(Ok(None)) };
        if let Some(chunk) = file.beginning.pop_front() {
            return Poll::Ready(Ok(Some(chunk)));
        }
        let Some(rest) = &mut file.rest else { return Poll::Ready(Ok(None)) };
        match rest.poll_data(context) {
            Poll::Ready(Some(Ok(data))) => {
                self.timer = None;
                return Poll::Ready(Ok(Some(data)));
            }
            Poll::Ready(Some(Err(error))) => {
                let error = Error::interrupted_body(&self.response, error);
                return Poll::Ready(Err(error.with_note(self.progress())));
            }
            Poll::Ready(None) => return Poll::Ready(Ok(None)),
            Poll::Pending => {}
        }
        let timeout = self.timeout;
        let timer = self.timer.get_or_insert_with(|| self.clock.sleep.sleep(timeout));
        ready!(timer.as_mut().poll(context));
        let error = Error::deadline_exceeded(self.response.operation, "the next part of the file", timeout);
        Poll::Ready(Err(error.with_note(self.progress())))
    }

    fn accept(&mut self, chunk: Bytes) -> Result<Bytes, Error> {
        self.received = self.received.saturating_add(chunk.len() as u64);
        if self.received.max(self.length.unwrap_or_default()) > self.max_bytes {
            let detail = format!("the file exceeds the limit of {} bytes: raise Download::max_bytes", self.max_bytes);
            return Err(Error::unexpected_response(&self.response, detail));
        }
        if self.length.is_some_and(|length| self.received > length) {
            return Err(self.wrong_length());
        }
        if let Some(report) = &mut self.on_progress {
            report(self.received);
        }
        Ok(chunk)
    }

    /// Checks the size of a file that has ended. Also called after an error, when there is nothing left to check.
    fn check_end(&self) -> Result<(), Error> {
        match self.length {
            Some(length) if self.file.is_some() && self.received != length => Err(self.wrong_length()),
            _ => Ok(()),
        }
    }

    fn wrong_length(&self) -> Error {
        let length = self.length.unwrap_or_default();
        let detail = format!("the size of the file differs from its Content-Length of {length} bytes");
        Error::unexpected_response(&self.response, detail).with_note(self.progress())
    }

    fn progress(&self) -> String {
        match self.length {
            Some(length) => format!("{} of {length} bytes of the file had arrived", self.received),
            None => format!("{} bytes of the file had arrived", self.received),
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context).map(Result::transpose)
    }
}

opaque_debug!(
    /// Shows only the names of the headers: a server could repeat a credential in a value.
    Download, |download| {
        operation: download.response.operation,
        status: download.response.status,
        headers: download.response.headers.keys().collect::<Vec<_>>(),
        received: download.received,
    }
);

#[cfg(test)]
mod tests;
