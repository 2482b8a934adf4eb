//! Fetches help pages: follows redirects, retries transient failures, and pauses between requests.

use std::time::Duration;

use super::http::{HttpError, Network, Response, Validators};
use super::url::Url;

/// Pause before each request except for the first.
const INTERVAL: Duration = Duration::from_secs(1);
/// Pauses before the second and the third attempt.
const BACKOFF: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(20)];
const MAX_REDIRECTS: usize = 5;
/// Number of pages in a row without any response after which the others are not requested.
const MAX_FAILURES: usize = 3;

/// A page as the server sent it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fetched {
    /// It is still the version with the given validators.
    Unchanged,
    Page {
        text: String,
        validators: Validators,
    },
}

/// Requests pages one at a time.
pub(super) struct Fetcher<N> {
    network: N,
    has_sent: bool,
    /// Number of pages in a row without any response.
    failures: usize,
}

impl<N: Network> Fetcher<N> {
    pub(super) fn new(network: N) -> Self {
        Self { network, has_sent: false, failures: 0 }
    }

    /// Requests a page, in up to three attempts.
    pub(super) fn fetch(&mut self, url: &Url, validators: &Validators) -> Result<Fetched, String> {
        if self.failures >= MAX_FAILURES {
            return Err(format!("not requested: the server did not respond for {MAX_FAILURES} pages in a row"));
        }
        let mut pauses = BACKOFF.iter();
        loop {
            let result = self.follow(url, validators);
            if result.is_ok() {
                self.failures = 0;
            }
            let error = match result {
                Ok(response) if !is_transient(response.status) => return fetched(response, validators),
                Ok(response) => format!("the server responded with status {}", response.status),
                Err(error) if !error.is_transient => return Err(error.message),
                Err(error) => {
                    if pauses.len() == 0 {
                        self.failures += 1;
                    }
                    error.message
                }
            };
            let Some(duration) = pauses.next() else {
                return Err(format!("{error}, in {} attempts", BACKOFF.len() + 1));
            };
            self.pause_unless_loopback(url, *duration);
        }
    }

    /// Sends a request and follows redirects that stay on the server.
    fn follow(&mut self, url: &Url, validators: &Validators) -> Result<Response, HttpError> {
        let mut url = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            if self.has_sent {
                self.pause_unless_loopback(&url, INTERVAL);
            }
            self.has_sent = true;
            let response = self.network.get(&url, validators)?;
            let Some(location) = response.location.as_deref().filter(|_| is_redirect(response.status)) else {
                return Ok(response);
            };
            url = url.redirected(location).map_err(HttpError::permanent)?;
        }
        Err(HttpError::permanent(format!("the server redirects more than {MAX_REDIRECTS} times")))
    }

    fn pause_unless_loopback(&mut self, url: &Url, duration: Duration) {
        if !url.is_loopback {
            self.network.pause(duration);
        }
    }
}

fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn fetched(response: Response, sent: &Validators) -> Result<Fetched, String> {
    match response.status {
        200 => match String::from_utf8(response.body) {
            Ok(text) => Ok(Fetched::Page { text, validators: response.validators }),
            Err(_) => Err("the page is not UTF-8 text: save it in a browser, and use `docs check`".to_owned()),
        },
        304 if !sent.is_empty() => Ok(Fetched::Unchanged),
        404 | 410 => Err(format!("the help page does not exist (status {}): check the address", response.status)),
        401 | 403 => {
            Err(format!("the server denies access to the page (status {}): open it in a browser", response.status))
        }
        status => Err(format!("the server responded with status {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<Response, HttpError>;

    /// Replays responses, and records requests and pauses in seconds.
    #[derive(Default)]
    struct Replay {
        responses: Vec<Outcome>,
        requests: Vec<String>,
        pauses: Vec<u64>,
    }

    impl Network for &mut Replay {
        fn get(&mut self, url: &Url, _: &Validators) -> Result<Response, HttpError> {
            self.requests.push(url.to_string());
            self.responses.remove(0)
        }

        fn pause(&mut self, duration: Duration) {
            self.pauses.push(duration.as_secs());
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "lists of outcomes are easier to read")]
    fn status(status: u16) -> Outcome {
        Ok(Response { status, body: b"page".to_vec(), ..Response::default() })
    }

    #[allow(clippy::unnecessary_wraps, reason = "lists of outcomes are easier to read")]
    fn redirect(location: &str) -> Outcome {
        Ok(Response { status: 302, location: Some(location.to_owned()), ..Response::default() })
    }

    fn broken(is_transient: bool) -> Outcome {
        Err(HttpError { message: "broken".to_owned(), is_transient })
    }

    fn url(text: &str) -> Url {
        Url::of_operation(text, "A").expect("a URL")
    }

    /// Fetches one page with these responses. Returns the text or the error, and the pauses in seconds.
    fn fetch(pattern: &str, responses: Vec<Outcome>) -> (String, Vec<u64>) {
        let mut replay = Replay { responses, ..Replay::default() };
        let result = Fetcher::new(&mut replay).fetch(&url(pattern), &Validators::default());
        assert!(replay.responses.is_empty(), "{:?} were not requested", replay.responses);
        let text = match result {
            Ok(Fetched::Page { text, .. }) => text,
            Ok(Fetched::Unchanged) => "unchanged".to_owned(),
            Err(error) => error,
        };
        (text, replay.pauses)
    }

    #[test]
    fn retries_transient_failures_twice() {
        let no_page = "the help page does not exist (status 404): check the address";
        let cases: [(Vec<Outcome>, &str, &[u64]); 8] = [
            (vec![status(200)], "page", &[]),
            (vec![status(503), broken(true), status(200)], "page", &[5, 1, 20, 1]),
            (vec![status(429), status(404)], no_page, &[5, 1]),
            (
                vec![status(500), status(502), status(408)],
                "the server responded with status 408, in 3 attempts",
                &[5, 1, 20, 1],
            ),
            (vec![broken(true), broken(true), broken(true)], "broken, in 3 attempts", &[5, 1, 20, 1]),
            (vec![broken(false)], "broken", &[]),
            (vec![status(304)], "the server responded with status 304", &[]),
            (vec![redirect("/b"), status(200)], "page", &[1]),
        ];
        for (responses, expected, pauses) in cases {
            let shown = format!("{responses:?}");
            assert_eq!(
                fetch("https://example.com/{operation}", responses),
                (expected.to_owned(), pauses.to_vec()),
                "{shown}"
            );
        }
        let (text, pauses) = fetch("https://example.com/{operation}", (0..6).map(|_| redirect("/b")).collect());
        assert_eq!((text.as_str(), pauses), ("the server redirects more than 5 times", vec![1; 5]));
    }

    #[test]
    fn does_not_pause_on_loopback() {
        let responses = vec![status(503), redirect("/b"), status(200)];
        assert_eq!(fetch("http://localhost/{operation}", responses), ("page".to_owned(), Vec::new()));
    }

    #[test]
    fn requests_pages_a_second_apart_and_gives_up_on_a_dead_server() {
        let mut responses = vec![status(200), status(404)];
        responses.extend((0..9).map(|_| broken(true)));
        let mut replay = Replay { responses, ..Replay::default() };
        let mut fetcher = Fetcher::new(&mut replay);
        let mut results = Vec::new();
        for _ in 0..6 {
            let result = fetcher.fetch(&url("https://example.com/{operation}"), &Validators::default());
            results.push(result.err().unwrap_or_else(|| "page".to_owned()));
        }
        assert_eq!(results[0], "page");
        assert!(results[1].starts_with("the help page does not exist"), "{}", results[1]);
        assert_eq!(results[2], "broken, in 3 attempts");
        assert_eq!(results[5], "not requested: the server did not respond for 3 pages in a row");
        assert_eq!(replay.pauses, [&[1][..], &[1, 5, 1, 20, 1].repeat(3)].concat());
        assert_eq!(replay.requests, ["https://example.com/A"; 11]);
    }

    #[test]
    fn is_unchanged_only_if_validators_were_sent() {
        let etag = Validators { etag: Some("\"a\"".to_owned()), last_modified: None };
        let date = Validators { etag: None, last_modified: Some("Fri, 02 Jan 2026 03:04:05 GMT".to_owned()) };
        for sent in [&etag, &date] {
            let response = Response { status: 304, ..Response::default() };
            assert_eq!(fetched(response, sent), Ok(Fetched::Unchanged));
        }
        let response = Response { status: 200, body: vec![0xff], ..Response::default() };
        let error = fetched(response, &etag).expect_err("not UTF-8");
        assert!(error.starts_with("the page is not UTF-8 text: "), "{error}");
    }
}
