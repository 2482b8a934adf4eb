//! A server on loopback that follows a script, well-behaved or not, and reports what it observes.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::TcpSocket;
use tokio::sync::watch;

use crate::counter::Counter;
use crate::{PATIENCE, server};

/// A step of a connection's script. After the last one the connection is closed, by a reset if some of what arrived
/// was not read.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads the request.
    Read,
    /// Waits until the request begins to arrive, and leaves it unread.
    Arrive,
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes one at a time.
    Drip(Vec<u8>),
    /// Waits until the client has received the head of a response on this connection: see
    /// [`ScriptedServer::heads_received`].
    HeadReceived,
    /// Announces that the response will not continue in time: see [`Observed::stalled`].
    Stall,
    /// Closes the sending half of the connection.
    Finish,
    /// Waits until the client closes the connection.
    WaitForClose,
}

/// What a server has observed so far, on all its connections.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Number of connections.
    pub connections: usize,
    /// Number of times that a connection reached [`Step::Stall`].
    pub stalled: usize,
    /// Number of connections that the client closed during [`Step::WaitForClose`].
    pub closed_by_client: usize,
    /// Everything that was read, as text.
    pub received: String,
}

/// Follows one script per connection; further connections repeat the last script.
pub struct ScriptedServer {
    address: SocketAddr,
    observed: watch::Sender<Observed>,
    heads_received: Counter,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ScriptedServer {
    /// Starts to listen. Without any script it closes every connection at once.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let mut server = Self {
            address,
            observed: watch::Sender::new(Observed::default()),
            heads_received: Counter::default(),
            stop: Arc::default(),
            thread: None,
        };
        let (observed, heads_received) = (server.observed.clone(), server.heads_received.clone());
        let stop = Arc::clone(&server.stop);
        let thread = thread::spawn(move || {
            let mut number = 0;
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                observed.send_modify(|observed| observed.connections += 1);
                let script = scripts.get(number).or(scripts.last()).cloned().unwrap_or_default();
                number += 1;
                let connection =
                    Connection { number, stream, observed: observed.clone(), heads_received: heads_received.clone() };
                // An I/O error ends the script: the client sees a broken connection.
                thread::spawn(move || connection.follow(&script));
            }
        });
        server.thread = Some(thread);
        server
    }

    /// Returns an address that rejects connections.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn unused_address() -> SocketAddr {
        // Bound for as long as the process runs, so that no other server gets the port, but never listening.
        static SOCKET: OnceLock<TcpSocket> = OnceLock::new();
        let socket = SOCKET.get_or_init(|| {
            let socket = TcpSocket::new_v4().expect("a socket");
            socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
            socket
        });
        socket.local_addr().expect("an address")
    }

    /// Returns the address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns what it has observed so far.
    #[must_use]
    pub fn observed(&self) -> Observed {
        self.observed.borrow().clone()
    }

    /// Returns a receiver of everything that it observes.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Observed> {
        self.observed.subscribe()
    }

    /// Returns the counter that a client's transport increments when it has the head of a response.
    /// [`Step::HeadReceived`] waits for it.
    #[must_use]
    pub fn heads_received(&self) -> Counter {
        self.heads_received.clone()
    }

    /// Waits until `condition` holds.
    ///
    /// # Panics
    ///
    /// If that takes longer than [`PATIENCE`].
    pub async fn wait_until(&self, mut condition: impl FnMut(&Observed) -> bool) {
        let mut receiver = self.subscribe();
        let wait = tokio::time::timeout(PATIENCE, receiver.wait_for(|observed| condition(observed))).await;
        assert!(wait.is_ok(), "the server observed only {:?}", self.observed());
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread; it may have ended already.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Connection {
    /// 1 is the first one.
    number: usize,
    stream: TcpStream,
    observed: watch::Sender<Observed>,
    heads_received: Counter,
}

impl Connection {
    fn follow(mut self, script: &[Step]) -> io::Result<()> {
        self.stream.set_read_timeout(Some(PATIENCE))?;
        self.stream.set_nodelay(true)?;
        for step in script {
            match step {
                Step::Read => {
                    let request = server::read(&self.stream)?.to_string();
                    self.observed.send_modify(|observed| observed.received.push_str(&request));
                }
                Step::Arrive => {
                    self.stream.peek(&mut [0])?;
                }
                Step::Send(bytes) => self.stream.write_all(bytes)?,
                Step::Drip(bytes) => {
                    for byte in bytes {
                        // Long enough for the client to see most bytes on their own; nothing depends on it.
                        thread::sleep(Duration::from_micros(200));
                        self.stream.write_all(&[*byte])?;
                    }
                }
                Step::HeadReceived => self.heads_received.wait_for(self.number),
                Step::Stall => self.observed.send_modify(|observed| observed.stalled += 1),
                Step::Finish => self.stream.shutdown(Shutdown::Write)?,
                Step::WaitForClose => self.wait_for_close(),
            }
        }
        Ok(())
    }

    fn wait_for_close(&mut self) {
        let mut buffer = [0; 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => {
                    let text = String::from_utf8_lossy(&buffer[..length]);
                    self.observed.send_modify(|observed| observed.received.push_str(&text));
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => return,
                // A reset closes the connection as well.
                Err(_) => break,
            }
        }
        self.observed.send_modify(|observed| observed.closed_by_client += 1);
    }
}
