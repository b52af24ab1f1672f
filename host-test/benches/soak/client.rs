use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::mem;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::mix::{self, Sent};
use crate::served::Served;

/// A server that says nothing for so long has stopped to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who asks one request after another.
pub(crate) struct Client {
    address: SocketAddr,
    number: usize,
    met: Mutex<Met>,
}

#[derive(Default)]
struct Met {
    times: Vec<u64>,
    wrong: Vec<String>,
    sent: BTreeMap<&'static str, usize>,
}

/// What clients have met in a part of the time.
pub(crate) struct Counts {
    pub(crate) requests: usize,
    /// Microseconds, in order.
    times: Vec<u64>,
}

impl Client {
    pub(crate) fn new(served: &Served, number: usize) -> Self {
        Self { address: served.address, number, met: Mutex::default() }
    }

    /// Asks until it is told to stop.
    pub(crate) fn ask(&self, stop: &AtomicBool) {
        let mut kept = None;
        for number in 0.. {
            if stop.load(Ordering::SeqCst) {
                return;
            }
            let sent = mix::request(number, self.number);
            let began = Instant::now();
            let asked = self.once(&mut kept, &sent);
            let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
            met.times.push(took);
            *met.sent.entry(sent.what).or_default() += 1;
            match asked {
                Ok(status) if status == sent.status => {}
                Ok(status) => met.wrong.push(format!("{}: {status:?} and not {:?}", sent.what, sent.status)),
                Err(error) => met.wrong.push(format!("{}: {error}", sent.what)),
            }
        }
    }

    fn once(&self, kept: &mut Option<TcpStream>, sent: &Sent) -> io::Result<Option<u16>> {
        let mut stream = match kept.take() {
            Some(stream) => stream,
            None => self.connect()?,
        };
        stream.write_all(&sent.bytes)?;
        if sent.status.is_none() {
            return Ok(None);
        }
        let status = answer(&mut stream)?;
        *kept = sent.goes_on.then_some(stream);
        Ok(Some(status))
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    pub(crate) fn wrong(&self) -> Vec<String> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).wrong.clone()
    }

    pub(crate) fn sent(&self, what: &str) -> usize {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).sent.get(what).copied().unwrap_or_default()
    }
}

/// Reads an answer whole, and gives its status.
fn answer(stream: &mut TcpStream) -> io::Result<u16> {
    let mut received = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        received.extend_from_slice(piece.get(..read).unwrap_or_default());
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
            return status.ok_or_else(|| io::ErrorKind::InvalidData.into());
        }
    }
}

impl Counts {
    /// What has come since the last look.
    pub(crate) fn of(clients: &[Client]) -> Self {
        let mut times: Vec<u64> = Vec::new();
        for client in clients {
            times.append(&mut mem::take(&mut client.met.lock().unwrap_or_else(PoisonError::into_inner).times));
        }
        times.sort_unstable();
        Self { requests: times.len(), times }
    }

    /// The time within which so many thousandths of the requests were answered, in microseconds.
    pub(crate) fn percentile(&self, thousandths: usize) -> u64 {
        let at = (self.times.len() * thousandths / 1000).min(self.times.len().saturating_sub(1));
        self.times.get(at).copied().unwrap_or_default()
    }
}
