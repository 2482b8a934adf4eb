//! A server on loopback that follows a script, good or bad, and counts what it sees.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::server;

/// Nothing here waits longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What to do with a connection. It is closed after its last step, by a reset if not all that arrived was read.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads the request.
    Read,
    /// Waits until the request begins to arrive, and leaves it there.
    Arrive,
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes one by one, so long apart.
    Drip(Vec<u8>, Duration),
    /// Does nothing for so long.
    Pause(Duration),
    /// Waits until the client closes the connection.
    Hang,
}

/// Follows one script per connection, and the last one for all further connections.
pub struct ScriptedServer {
    address: SocketAddr,
    seen: Arc<Seen>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    closed_by_client: AtomicUsize,
    received: Mutex<Vec<u8>>,
}

impl ScriptedServer {
    /// Listens at once. Without any script it closes every connection unread.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (seen, stop) = (Arc::<Seen>::default(), Arc::new(AtomicBool::new(false)));
        let (noted, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let number = noted.connections.fetch_add(1, Ordering::SeqCst);
                let script = scripts.get(number).or(scripts.last()).cloned().unwrap_or_default();
                let noted = Arc::clone(&noted);
                // A connection that breaks is the client's to notice.
                thread::spawn(move || follow(&script, stream, &noted));
            }
        });
        Self { address, seen, stop, thread: Some(thread) }
    }

    /// An address where nobody listens.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    #[must_use]
    pub fn nobody() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("an address")
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there were.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How many connections the client closed while the server waited for that.
    #[must_use]
    pub fn closed_by_client(&self) -> usize {
        self.seen.closed_by_client.load(Ordering::SeqCst)
    }

    /// Everything that was read, of all connections, as text.
    ///
    /// # Panics
    ///
    /// If one of its threads panicked.
    #[must_use]
    pub fn received(&self) -> String {
        String::from_utf8_lossy(&self.seen.received.lock().expect("bytes")).into_owned()
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

/// Whether something comes true within a few seconds.
pub fn soon(mut condition: impl FnMut() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(5) {
        if condition() {
            return true;
        }
        thread::sleep(Duration::from_millis(2));
    }
    condition()
}

fn follow(script: &[Step], mut stream: TcpStream, seen: &Seen) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    for step in script {
        match step {
            Step::Read => {
                let request = server::read(&stream)?.to_string();
                seen.received.lock().expect("bytes").extend_from_slice(request.as_bytes());
            }
            Step::Arrive => drop(stream.peek(&mut [0])?),
            Step::Send(bytes) => stream.write_all(bytes)?,
            Step::Drip(bytes, pause) => bytes.iter().try_for_each(|byte| {
                thread::sleep(*pause);
                stream.write_all(&[*byte])
            })?,
            Step::Pause(pause) => thread::sleep(*pause),
            Step::Hang => hang(&mut stream, seen),
        }
    }
    Ok(())
}

/// A reset is a way to close, too.
fn hang(stream: &mut TcpStream, seen: &Seen) {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => seen.received.lock().expect("bytes").extend_from_slice(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(_) => break,
        }
    }
    seen.closed_by_client.fetch_add(1, Ordering::SeqCst);
}
