//! A server on loopback that answers what it is told to and keeps what it was asked.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// So long a connection may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// Answers until it is dropped.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Request {
    /// The values of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The path of the target.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query of the target.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// As on the wire, but for the order of headers.
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
    /// Answers every request with these bytes.
    #[must_use]
    pub fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::start(move |_| response.clone())
    }

    /// Answers every request with status 200 and this JSON.
    #[must_use]
    pub fn json(body: &str) -> Self {
        Self::answering(response("200 OK", "content-type: application/json\r\n", body))
    }

    /// Answers the requests with these bytes, one after the other, and the last ones for ever.
    #[must_use]
    pub fn start_in_turn(responses: Vec<Vec<u8>>) -> Self {
        let count = AtomicUsize::new(0);
        Self::start(move |_| {
            let count = count.fetch_add(1, Ordering::SeqCst);
            responses.get(count).or(responses.last()).cloned().unwrap_or_default()
        })
    }

    /// Answers each request with what `respond` makes of it, one request per connection, one after the other.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn start(respond: impl Fn(&Request) -> Vec<u8> + Send + 'static) -> Self {
        Self::listen(move |stream, kept| {
            // A connection that breaks is the client's to notice.
            let _ = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| serve(&stream, kept, &respond));
        })
    }

    /// Answers each request with what `respond` makes of it, connections all at once and kept open for more requests.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn concurrent(respond: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let respond = Arc::new(respond);
        Self::listen(move |stream, kept| {
            let (respond, kept) = (Arc::clone(&respond), Arc::clone(kept));
            thread::spawn(move || {
                let _ = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
                while serve(&stream, &kept, &*respond).is_ok() {}
            });
        })
    }

    fn listen(take: impl Fn(TcpStream, &Arc<Mutex<Vec<Request>>>) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (kept, stopped) = (Arc::clone(&requests), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let _ = stream.map(|stream| take(stream, &kept));
            }
        });
        Self { address, requests, stop, thread: Some(thread) }
    }

    /// Its endpoint, `http://127.0.0.1:port`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked so far.
    ///
    /// # Panics
    ///
    /// If its thread panicked.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("requests").clone()
    }

    /// The only request so far.
    ///
    /// # Panics
    ///
    /// If there were none or several.
    #[must_use]
    pub fn only_request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request, not {requests:?}");
        requests[0].clone()
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

/// A whole response. `headers` ends each of its lines.
#[must_use]
pub fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// A whole response on a connection that stays open. `headers` ends each of its lines.
#[must_use]
pub fn kept_open(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn serve(mut stream: &TcpStream, kept: &Mutex<Vec<Request>>, respond: &impl Fn(&Request) -> Vec<u8>) -> io::Result<()> {
    let request = read(stream)?;
    kept.lock().expect("requests").push(request.clone());
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
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    Ok(Request { method, target, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
