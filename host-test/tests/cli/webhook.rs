//! A webhook that answers what a test tells it to, whatever it is asked.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// What the webhook answers.
#[derive(Clone)]
pub(crate) struct Webhook {
    /// The digest of the policy that it says it serves.
    pub(crate) digest: String,
    /// The hub that it answers, whoever asks.
    pub(crate) hub: &'static str,
}

impl Webhook {
    /// Answers on a free port until the tests end. Gives its address.
    pub(crate) fn serve(self) -> SocketAddr {
        self.serve_over(Some)
    }

    /// The same over TLS. Gives its address and its certificate in PEM.
    #[cfg(target_os = "linux")]
    pub(crate) fn serve_tls(self) -> (SocketAddr, String) {
        let (config, certificate) = tls();
        let address = self.serve_over(move |stream| {
            let connection = rustls::ServerConnection::new(std::sync::Arc::clone(&config)).ok()?;
            Some(rustls::StreamOwned::new(connection, stream))
        });
        (address, certificate)
    }

    fn serve_over<S: Read + Write>(self, wrap: impl Fn(TcpStream) -> Option<S> + Send + 'static) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok).filter_map(wrap) {
                // A client that has gone has told its own test why.
                let _ = self.answer(stream);
            }
        });
        address
    }

    fn answer(&self, stream: impl Read + Write) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && stream.read_line(&mut head)? > 0 {}
        let body = if head.starts_with("GET /healthz") {
            format!(r#"{{"status":"ok","policy":{{"name":"home","revision":null,"digest":"{}"}}}}"#, self.digest)
        } else {
            let length = head.to_ascii_lowercase().split_once("content-length: ").map(|(_, rest)| rest.to_owned());
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            stream.read_exact(&mut vec![0; length])?;
            format!(r#"{{"iotHubHostName":"{}"}}"#, self.hub)
        };
        let length = body.len();
        write!(stream.get_mut(), "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")?;
        stream.get_mut().flush()
    }
}

/// A certificate for this machine, made for this test.
#[cfg(target_os = "linux")]
fn tls() -> (std::sync::Arc<rustls::ServerConfig>, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key.into()).unwrap();
    (std::sync::Arc::new(config), made.cert.pem())
}
