//! `cargo xtask docs fetch`: downloads the help pages of the described operations.

mod content;
mod fetcher;
mod folder;
mod http;
mod url;

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use clap::Args;
use hss_generator::Source;
use hss_generator::ir::{Operation, Service};

use crate::failure::Failure;
use crate::{description, terminal};
use fetcher::{Fetched, Fetcher};
use folder::Folder;
use http::{Curl, Network};
use url::Url;

/// Folder of the fetched pages, which git ignores.
pub(crate) const FOLDER: &str = "help-pages";

/// Seconds until the server must have accepted a connection.
const CONNECT_TIMEOUT: f64 = 10.0;

#[derive(Args)]
pub(crate) struct Arguments {
    /// IDs of the operations whose help pages to fetch [default: all operations].
    #[arg(value_name = "OPERATION")]
    operations: Vec<String>,
    /// Pattern of the pages' addresses, with the placeholder `{operation}` [default: `page_url` in spec/service.yaml].
    #[arg(long, value_name = "PATTERN")]
    url: Option<String>,
    /// Maximum duration of a request in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = parse_seconds)]
    timeout: f64,
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=3600.0).contains(seconds));
    seconds.ok_or_else(|| "it must be a number from 0.001 to 3600".to_owned())
}

/// Returns the path of an operation's page from the root folder.
pub(crate) fn page_path(operation: &str) -> String {
    format!("{FOLDER}/{operation}.html")
}

/// A page that was requested.
pub(crate) struct FetchedPage {
    /// Operation ID.
    pub(crate) operation: String,
    pub(crate) url: String,
    pub(crate) result: Result<PageState, String>,
}

/// What a request changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageState {
    Changed,
    Unchanged,
}

/// Fetches pages, prints the state of each to `out`, and returns a summary.
pub(crate) fn run(root: &Path, arguments: &Arguments, out: &mut impl Write) -> Result<String, Failure> {
    let pages = fetch(root, arguments, out)?;
    let (mut errors, mut older) = (String::new(), 0);
    for page in &pages {
        if let Err(error) = &page.result {
            let _ = writeln!(errors, "{}: {}: {error}", page.operation, page.url);
            older += usize::from(root.join(page_path(&page.operation)).is_file());
        }
    }
    let count = |state| pages.iter().filter(|page| page.result.as_ref() == Ok(&state)).count();
    let (changed, unchanged) = (count(PageState::Changed), count(PageState::Unchanged));
    let total = terminal::count(changed + unchanged, "help page");
    let summary = format!("{total} in {FOLDER}: {changed} changed, {unchanged} unchanged");
    if errors.is_empty() {
        return Ok(summary);
    }
    let failed = pages.len() - changed - unchanged;
    let kept = if older > 0 { format!("; older copies kept: {older}") } else { String::new() };
    Err(format!("{errors}{summary}, {failed} not fetched{kept}").into())
}

/// Fetches pages one after the other. An error of a page is part of its result.
pub(crate) fn fetch(root: &Path, arguments: &Arguments, out: &mut impl Write) -> Result<Vec<FetchedPage>, String> {
    let service = hss_help_page::finished_service(&description::read(root)?).map_err(|error| error.to_string())?;
    let requests = requests(&service, arguments)?;
    let mut folder = Folder::open(&root.join(FOLDER))?;
    let curl = Curl { connect_timeout: CONNECT_TIMEOUT.min(arguments.timeout), timeout: arguments.timeout };
    let mut fetcher = Fetcher::new(curl);
    let mut pages = Vec::new();
    for (operation, url) in requests {
        let result = fetch_page(&service, operation, &url, &mut fetcher, &mut folder);
        let state = match result {
            Ok(PageState::Changed) => "changed",
            Ok(PageState::Unchanged) => "unchanged",
            Err(_) => "not fetched",
        };
        terminal::print(out, &format!("{}: {state}", operation.id));
        pages.push(FetchedPage { operation: operation.id.clone(), url: url.to_string(), result });
    }
    Ok(pages)
}

/// Returns the operations to request, with their addresses.
fn requests<'a>(service: &'a Service, arguments: &Arguments) -> Result<Vec<(&'a Operation, Url)>, String> {
    let mut requests = Vec::new();
    for name in &arguments.operations {
        if !service.operations.iter().any(|operation| operation.id == *name) {
            return Err(format!("unknown operation `{name}`: use an operation ID, such as `ListThings`"));
        }
    }
    for operation in &service.operations {
        if !arguments.operations.is_empty() && !arguments.operations.contains(&operation.id) {
            continue;
        }
        let url = match (&arguments.url, &operation.page.url) {
            (Some(pattern), _) => Url::of_operation(pattern, &operation.id)?,
            (None, Some(url)) => Url::parse(url).map_err(|error| format!("invalid `page_url`: {error}"))?,
            (None, None) => {
                return Err(
                    "the addresses of the help pages are unknown: add `page_url` to spec/service.yaml, or use \
                            --url PATTERN"
                        .to_owned(),
                );
            }
        };
        requests.push((operation, url));
    }
    Ok(requests)
}

/// Fetches a page and stores it, if it is the help page of the operation.
fn fetch_page(
    service: &Service,
    operation: &Operation,
    url: &Url,
    fetcher: &mut Fetcher<impl Network>,
    folder: &mut Folder,
) -> Result<PageState, String> {
    let validators = folder.validators(&operation.id, url);
    let (text, validators) = match fetcher.fetch(url, &validators)? {
        Fetched::Unchanged => return Ok(PageState::Unchanged),
        Fetched::Page { text, validators } => (text, validators),
    };
    let page = Source { path: url.to_string(), text };
    content::check(service, operation, &page)?;
    let is_changed = folder.store(&operation.id, url, &page.text, validators)?;
    Ok(if is_changed { PageState::Changed } else { PageState::Unchanged })
}
