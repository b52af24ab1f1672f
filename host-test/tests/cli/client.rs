//! HTTP/1.1 as bytes on a socket, so that a test can also send what no client would.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// A server that says nothing at all fails the test instead of holding it up for good.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to the server.
pub(crate) struct Connection(BufReader<TcpStream>);

/// An answer, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends these bytes as they are.
    pub(crate) fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    /// Sends these bytes as far as the server takes them: one that has answered already need not read on.
    pub(crate) fn try_send(&mut self, bytes: &[u8]) {
        // What it has said before it stopped reading is there to be read.
        let _ = self.0.get_mut().write_all(bytes);
    }

    /// Says no more, or hears no more.
    pub(crate) fn shut_down(&self, how: Shutdown) {
        // The server may have closed it first.
        let _ = self.0.get_ref().shutdown(how);
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn ask(&mut self, method: &str, target: &str, body: &str) -> Answer {
        self.send(&request(method, target, &format!("content-length: {}\r\n", body.len()), body));
        self.answer(method)
    }

    /// Waits for the answer to a request of this method.
    pub(crate) fn answer(&mut self, method: &str) -> Answer {
        let (status, headers) = self.head();
        let mut answer = Answer { status, headers, body: String::new() };
        if method != "HEAD" {
            let mut body = vec![0; answer.header("content-length").unwrap().parse().unwrap()];
            self.0.read_exact(&mut body).unwrap();
            answer.body = String::from_utf8(body).unwrap();
        }
        answer
    }

    /// Waits for a status line and the headers after it.
    pub(crate) fn head(&mut self) -> (u16, Vec<(String, String)>) {
        let status = self.line();
        let status = status.split(' ').nth(1).unwrap_or_else(|| panic!("no status line: `{status}`"));
        let mut headers = Vec::new();
        while let Some((name, value)) = self.line().split_once(": ") {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        (status.parse().unwrap(), headers)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Waits for the server to close the connection; gives what it says before.
    pub(crate) fn closed(mut self) -> String {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            // It closed with bytes of ours that it has not read.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            read => drop(read.unwrap()),
        }
        String::from_utf8(rest).unwrap()
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The bytes of a request. `headers` are whole lines.
pub(crate) fn request(method: &str, target: &str, headers: &str, body: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: stamp.test\r\n{headers}\r\n{body}")
}
