//! The rim to Spin (WASI 0.3): its variables, its files, its log.

use std::{
    fs,
    io::{self, Write},
    sync::OnceLock,
};

use bytes::Bytes;
use spin_sdk::{
    http::{FullBody, Request, Response},
    http_service, variables,
};

use crate::{Reply, Service, VariableError, Variables};

/// Where `spin.toml` mounts the policy.
const POLICY: &str = "/policy.toml";

/// An instance serves many requests, one after the other where none waits for I/O, and reads its policy for the first: from
/// the file, unless one is built in.
pub(crate) static SERVICE: OnceLock<Service> = OnceLock::new();

#[http_service]
async fn respond(request: Request) -> Response<FullBody<Bytes>> {
    let service = SERVICE.get_or_init(|| Service::new(fs::read_to_string(POLICY)));
    let Reply { response, log } = service.respond(request, &SpinVariables).await;
    if let Some(line) = log {
        write_line(line);
    }
    response.map(FullBody::new)
}

struct SpinVariables;

impl Variables for SpinVariables {
    async fn get(&self, name: &'static str) -> Result<String, VariableError> {
        variables::get(name).await.map_err(|error| match error {
            variables::Error::Undefined(_) => VariableError::Undefined,
            error => VariableError::Unreadable(error.to_string()),
        })
    }
}

/// The log is what the component says on stdout: stderr is left to what Rust itself says when it aborts, so that
/// whoever parses the log meets JSON alone. Where nobody listens the line is lost and the device still gets its hub:
/// `println!` would panic.
fn write_line(mut line: String) {
    line.push('\n');
    let _ = io::stdout().lock().write_all(line.as_bytes());
}
