//! A server on loopback that sends prepared responses and records the requests.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use tokio::sync::watch;

use crate::PATIENCE;

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method of the request line.
    pub method: String,
    /// Target of the request line: path and query.
    pub target: String,
    /// Headers in the order of arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Handles a connection, and adds its requests to those of the server.
type Accept = dyn Fn(TcpStream, &watch::Sender<Vec<Request>>) + Send;

/// Serves until it is dropped.
pub struct Server {
    address: SocketAddr,
    requests: watch::Sender<Vec<Request>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Request {
    /// Returns the values of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the path of the target.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Returns the query of the target, or an empty string.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// Prints the request as on the wire, with the headers sorted.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        let mut headers = self.headers.clone();
        headers.sort();
        for (name, value) in headers {
            writeln!(f, "{name}: {value}")?;
        }
        write!(f, "\n{}", self.body)
    }
}

impl Server {
    /// Starts a server that sends these bytes for every request.
    #[must_use]
    pub fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::start(move |_| response.clone())
    }

    /// Starts a server that sends status 200 and this JSON for every request.
    #[must_use]
    pub fn json(body: &str) -> Self {
        Self::answering(response("200 OK", "content-type: application/json\r\n", body))
    }

    /// Starts a server that sends one of these responses per request, and repeats the last one.
    #[must_use]
    pub fn start_in_turn(responses: Vec<Vec<u8>>) -> Self {
        let count = AtomicUsize::new(0);
        Self::start(move |_| {
            let count = count.fetch_add(1, Ordering::SeqCst);
            responses.get(count).or(responses.last()).cloned().unwrap_or_default()
        })
    }

    /// Starts a server that sends what `respond` returns: one request per connection, one connection at a time.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn start(respond: impl Fn(&Request) -> Vec<u8> + Send + 'static) -> Self {
        Self::listen(Box::new(move |stream, requests| {
            // An I/O error is a broken connection for the client to handle.
            let _ = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| serve(&stream, requests, &respond));
        }))
    }

    /// Starts a server that sends what `respond` returns, on connections that are concurrent and stay open.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn concurrent(respond: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let respond = Arc::new(respond);
        Self::listen(Box::new(move |stream, requests| {
            let (respond, requests) = (Arc::clone(&respond), requests.clone());
            thread::spawn(move || {
                let _ = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
                while serve(&stream, &requests, &*respond).is_ok() {}
            });
        }))
    }

    fn listen(accept: Box<Accept>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (requests, stop) = (watch::Sender::new(Vec::new()), Arc::new(AtomicBool::new(false)));
        let (sender, stopped) = (requests.clone(), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                if let Ok(stream) = stream {
                    accept(stream, &sender);
                }
            }
        });
        Self { address, requests, stop, thread: Some(thread) }
    }

    /// Returns its endpoint, `http://127.0.0.1:port`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests.borrow().clone()
    }

    /// Removes and returns the requests so far.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Request> {
        self.requests.send_replace(Vec::new())
    }

    /// Returns the only request so far.
    ///
    /// # Panics
    ///
    /// If there were none or several.
    #[must_use]
    pub fn only_request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "expected one request, got {requests:?}");
        requests[0].clone()
    }

    /// Waits until `condition` holds for the requests so far.
    ///
    /// # Panics
    ///
    /// If that takes longer than [`PATIENCE`].
    pub async fn wait_until(&self, mut condition: impl FnMut(&[Request]) -> bool) {
        let mut receiver = self.requests.subscribe();
        let wait = tokio::time::timeout(PATIENCE, receiver.wait_for(|requests| condition(requests))).await;
        assert!(wait.is_ok(), "the server received only {:?}", self.requests());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread; it may have ended already.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Returns the bytes of a response that closes the connection. Each line of `headers` ends with `\r\n`.
#[must_use]
pub fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// Returns the bytes of a response that keeps the connection open. Each line of `headers` ends with `\r\n`.
#[must_use]
pub fn kept_open(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn serve(
    mut stream: &TcpStream,
    requests: &watch::Sender<Vec<Request>>,
    respond: &impl Fn(&Request) -> Vec<u8>,
) -> io::Result<()> {
    let request = read(stream)?;
    requests.send_modify(|requests| requests.push(request.clone()));
    stream.write_all(&respond(&request))?;
    stream.flush()
}

pub(crate) fn read(stream: &TcpStream) -> io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().unwrap_or(0);
        }
        headers.push((name, value));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request { method, target, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
