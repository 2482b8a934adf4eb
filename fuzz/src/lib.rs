//! What must hold for any description, help page or response. Each function panics if it does not.

use std::future;
use std::time::Duration;

use bytes::Bytes;
use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use huaweicloud_museum::Operation;
use huaweicloud_museum::{Client, Credentials, RetryConfig, Sleep, SleepFuture, Transport, TransportFuture, operation};

const SERVICE: &str = include_str!("../../tests/museum-client/spec/service.yaml");

/// The operation files of the museum, by module.
const OPERATIONS: [(&str, &str); 10] = [
    ("export_paintings", include_str!("../../tests/museum-client/spec/operations/export_paintings.yaml")),
    ("export_visits", include_str!("../../tests/museum-client/spec/operations/export_visits.yaml")),
    ("fetch_file", include_str!("../../tests/museum-client/spec/operations/fetch_file.yaml")),
    ("inspect_paintings", include_str!("../../tests/museum-client/spec/operations/inspect_paintings.yaml")),
    ("label_rooms", include_str!("../../tests/museum-client/spec/operations/label_rooms.yaml")),
    ("list_paintings", include_str!("../../tests/museum-client/spec/operations/list_paintings.yaml")),
    ("list_rooms", include_str!("../../tests/museum-client/spec/operations/list_rooms.yaml")),
    ("remove_painting", include_str!("../../tests/museum-client/spec/operations/remove_painting.yaml")),
    ("restore_painting", include_str!("../../tests/museum-client/spec/operations/restore_painting.yaml")),
    ("show_export", include_str!("../../tests/museum-client/spec/operations/show_export.yaml")),
];

/// Generates the client from any operation file: it is rejected, or every generated file is Rust.
pub fn description(text: &str) {
    let path = format!("{OPERATIONS_FOLDER}/{}.yaml", file_stem(text));
    let sources = [source(SERVICE_FILE, SERVICE), source(&path, text)];
    match hss_generator::generate(&sources) {
        Ok(files) => {
            for (path, text) in files.iter() {
                assert!(!text.lines().any(|line| line.starts_with("compile_error!")), "{path}: {text}");
            }
        }
        Err(diagnostics) => assert!(!diagnostics.to_string().is_empty()),
    }
}

/// Compares any help page with the description, and imports an operation from it.
pub fn help_page(text: &str) {
    let mut sources = vec![source(SERVICE_FILE, SERVICE)];
    for (module, text) in OPERATIONS {
        sources.push(source(&format!("{OPERATIONS_FOLDER}/{module}.yaml"), text));
    }
    let page = source("page.txt", text);
    let report = hss_help_page::compare(&sources, std::slice::from_ref(&page)).expect("a valid description");
    for page in report.pages {
        if let Err(error) = page {
            assert!(!error.to_string().is_empty());
        }
    }
    if let Err(error) = hss_help_page::import(&sources, &page, "ListThings") {
        assert!(!error.to_string().is_empty());
    }
}

/// Returns any response to each operation: errors are one line, and never contain the token, even if the response does.
///
/// The first byte selects the status, the rest is the body. Each `$` of the body becomes the token.
pub fn response(data: &[u8]) {
    let (selector, body) = data.split_first().unwrap_or((&0, &[]));
    let status = STATUSES[usize::from(*selector) % STATUSES.len()];
    let mut echoed = Vec::new();
    for byte in body {
        match byte {
            b'$' => echoed.extend_from_slice(TOKEN.as_bytes()),
            byte => echoed.push(*byte),
        }
    }
    let transport = FixedResponse { status, body: echoed.into() };
    let client = Client::builder()
        .region("cn-north-4")
        .project_id("project")
        .credentials(Credentials::token(TOKEN))
        .retry(RetryConfig::disabled())
        .validate(false)
        .transport(transport)
        .sleep(Never)
        .build()
        .expect("a valid configuration");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        call::<operation::ExportPaintingsRequest>(&client).await;
        call::<operation::ExportVisitsRequest>(&client).await;
        call::<operation::InspectPaintingsRequest>(&client).await;
        call::<operation::LabelRoomsRequest>(&client).await;
        call::<operation::ListPaintingsRequest>(&client).await;
        call::<operation::ListRoomsRequest>(&client).await;
    });
}

const TOKEN: &str = "s3cret-token-of-the-client";

const STATUSES: [u16; 8] = [200, 202, 204, 302, 400, 401, 429, 500];

async fn call<R: Operation + Default>(client: &Client) {
    let Err(error) = client.call(R::default()).send().await else { return };
    let (message, debug) = (error.to_string(), format!("{error:?}"));
    assert!(!message.contains(['\n', '\r']), "{message}");
    assert!(!message.contains(TOKEN) && !debug.contains(TOKEN), "{debug}");
}

/// Returns the same response to every request.
struct FixedResponse {
    status: u16,
    body: Bytes,
}

impl Transport for FixedResponse {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        let mut response = http::Response::new(self.body.clone().into());
        *response.status_mut() = http::StatusCode::from_u16(self.status).expect("a valid status");
        Box::pin(future::ready(Ok(response)))
    }
}

/// A timer that never fires: nothing waits.
struct Never;

impl Sleep for Never {
    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(future::pending())
    }
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// Returns the name that the file of an operation must have: its id in `snake_case`.
fn file_stem(text: &str) -> String {
    let mut stem = String::new();
    let id = text.lines().find_map(|line| line.strip_prefix("operation: ")).unwrap_or("ListThings");
    for character in id.trim().chars() {
        if character.is_ascii_uppercase() && !stem.is_empty() {
            stem.push('_');
        }
        stem.push(character.to_ascii_lowercase());
    }
    stem
}
