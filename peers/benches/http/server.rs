//! The servers, each a process of its own.

use std::io::{BufRead as _, BufReader, ErrorKind, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// The key of all.
pub(crate) const KEY: &str = "a-key-for-the-benchmark";

/// A server that listens; it ends with this value.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    child: Child,
    /// What it told its address by; it may say more there.
    _told: Box<dyn Read>,
}

/// What became of a server.
pub(crate) enum Started {
    Listening(Server),
    /// There is no such program here.
    Missing(String),
}

/// Where a server says where it listens. The other stream is its log, which nobody reads.
enum Tells {
    Stdout,
    Stderr,
}

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

impl Server {
    /// The component in the tool's host.
    pub(crate) fn stamp(program: &Path) -> Result<Started> {
        let mut command = Command::new(program);
        command.args(["serve", "policies/contoso.toml", "--listen", "127.0.0.1:0"]);
        command.env("STAMP_KEYS", KEY).current_dir(REPOSITORY);
        Self::start("the component, `stamp serve`", command, &Tells::Stdout)
    }

    /// The rules in JavaScript.
    pub(crate) fn node() -> Result<Started> {
        let mut command = Command::new("node");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/node/handler.mjs")).env("WEBHOOK_KEY", KEY);
        Self::start("by hand, Node", command, &Tells::Stderr)
    }

    /// The rules in Rust.
    pub(crate) fn by_hand(program: &str) -> Result<Started> {
        let mut command = Command::new(program);
        command.env("WEBHOOK_KEY", KEY);
        Self::start("by hand, Rust", command, &Tells::Stderr)
    }

    fn start(name: &'static str, mut command: Command, tells: &Tells) -> Result<Started> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match tells {
            Tells::Stdout => command.stdout(Stdio::piped()),
            Tells::Stderr => command.stderr(Stdio::piped()),
        };
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let program = command.get_program().display();
                return Ok(Started::Missing(format!("not measured: {name}. There is no `{program}` on this machine")));
            }
            Err(error) => return Err(error).with_context(|| format!("{name} does not start")),
        };
        let told: Option<Box<dyn Read>> = match tells {
            Tells::Stdout => child.stdout.take().map(|stream| Box::new(stream) as _),
            Tells::Stderr => child.stderr.take().map(|stream| Box::new(stream) as _),
        };
        let mut told = BufReader::new(told.context("a stream that was asked for is not there")?);
        match address(&mut told) {
            Ok(address) => Ok(Started::Listening(Self { name, address, child, _told: Box::new(told) })),
            Err(error) => {
                _ = child.kill();
                _ = child.wait();
                Err(error).with_context(|| format!("{name} does not listen"))
            }
        }
    }
}

/// The address of the first URL that is told.
fn address(told: &mut BufReader<Box<dyn Read>>) -> Result<SocketAddr> {
    let mut line = String::new();
    while told.read_line(&mut line)? > 0 {
        if let Some((_, url)) = line.split_once("http://") {
            let end = url.find(['/', '\n', ' ']).unwrap_or(url.len());
            return Ok(url.get(..end).unwrap_or(url).parse()?);
        }
        line.clear();
    }
    bail!("it ended before it said where")
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
