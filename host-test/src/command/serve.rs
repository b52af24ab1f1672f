//! `stamp serve`: a policy as a webhook on this machine.

mod deployment;
mod invitation;
mod keys;
mod reload;
mod sample;
mod subject;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use self::deployment::{Deployment, KEYS, LoadError};
use self::invitation::Invitation;
use self::keys::{KeyArgs, KeySource, Keys};
use self::subject::Subject;
use super::units::{duration, variable};
use crate::host::{Engine, Guest, Limits};
use crate::server::{Requests, Server, ServerLimits, Signals, Stopped};
use crate::{ExitStatus, Output, built_in};

/// Serve a policy as a webhook, through the component that ships
///
/// Answers as the component does on Spin, with the files and variables that ./spin.toml offers it; outside a project,
/// with those of the manifest built in. Prints the webhook's URL and a line that tries it. When the policy's file
/// changes the new policy takes over, and each request is decided by the old one or the new one whole; if the new one
/// has errors the old one stays. So it is with a file of keys.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy to serve [default: the one that ./spin.toml mounts; outside a project, the example built in]
    policy: Option<PathBuf>,

    /// Where to listen. Port 0 is any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,

    /// A value for a variable that spin.toml declares, such as log_ids=masked. May be given several times
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = variable)]
    variables: Vec<(String, String)>,

    #[command(flatten)]
    keys: KeyArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Beyond a limit the answer is 503, and DPS asks again.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// Memory for each instance of the component, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    memory: u16,

    /// Time for each request, from its arrival to the end of its answer
    #[arg(long, value_name = "TIME", default_value = "3s", value_parser = duration)]
    time: Duration,

    /// Requests at a time
    #[arg(long, value_name = "COUNT", default_value_t = 128)]
    requests: u16,

    /// Connections at a time
    #[arg(long, value_name = "COUNT", default_value_t = 512)]
    connections: u16,

    /// Time for a request's headers to arrive, for the next request on an open connection, and for a client to take more of
    /// an answer. Beyond it the connection is closed
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    header_time: Duration,

    /// Time for requests in flight when the server is asked to stop
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    stop_time: Duration,
}

const EXAMPLES: &str = "\
Examples:
  stamp serve
  stamp serve policies/tutorial.toml --listen 127.0.0.1:0
  STAMP_KEYS=old-key-0123456789,new-key-0123456789 stamp serve policy.toml --listen 0.0.0.0:3000
  stamp serve policy.toml --key-file /run/secrets/webhook_keys --variable log_ids=masked";

/// Serves until it is asked to stop.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    // Whoever reads the log must not hold up a request.
    let (output, _drain) = output.unhurried()?;
    let source = KeySource::of(&args.keys);
    let keys = source.first()?;
    let subject = Subject::find(args.policy.as_deref())?;
    let variables: BTreeMap<_, _> = args.variables.iter().cloned().collect();
    if variables.contains_key(KEYS) {
        bail!("the variable {KEYS} is set by --key, --key-file or STAMP_KEYS, not by --variable");
    }
    let deployment = Arc::new(Deployment {
        guest: Guest::compile(&Engine::new()?, built_in::COMPONENT)?,
        subject,
        keys: source,
        variables,
        limits: Limits { memory: usize::from(args.limits.memory) << 20, time: args.limits.time, ..Limits::default() },
        output: output.clone(),
    });
    Runtime::new()?.block_on(serve(&args, keys, deployment, output))
}

async fn serve(args: &Args, keys: Keys, deployment: Arc<Deployment>, mut output: Output) -> Result<ExitStatus> {
    let loaded = match deployment.load(keys).await {
        Ok(loaded) => loaded,
        Err(LoadError::Refused(problems)) => {
            output.note(problems)?;
            return Ok(ExitStatus::Failure);
        }
        Err(LoadError::Failed(error)) => return Err(error),
    };
    // Before the port is told to anyone, so that whoever reads it can ask us to stop.
    let signals = Signals::catch()?;
    let server = Server::bind(args.listen, args.limits.server()).await.map_err(|error| taken(args.listen, &error))?;
    let _invitation = Invitation::issue(server.address()?, &deployment, &loaded, &mut output)?;
    let (current, host) = watch::channel(Arc::clone(&loaded.host));
    let _watchers = reload::watch(deployment, loaded, current, output.clone());
    let stopped = server.run(Requests::new(host, args.limits.requests.into()), signals).await;
    finish(stopped, &mut output)
}

pub(super) fn taken(address: SocketAddr, error: &io::Error) -> anyhow::Error {
    anyhow!(
        "could not listen on {address}: {error}\nchoose another address by --listen, or any free port by \
         --listen {}",
        SocketAddr::new(address.ip(), 0)
    )
}

pub(super) fn finish(stopped: Stopped, output: &mut Output) -> Result<ExitStatus> {
    match stopped {
        Stopped::Gracefully => Ok(ExitStatus::Success),
        Stopped::Abruptly => {
            output.note("stopped before all requests were answered")?;
            Ok(ExitStatus::Failure)
        }
    }
}

impl LimitArgs {
    fn server(&self) -> ServerLimits {
        ServerLimits {
            connections: self.connections.into(),
            requests: self.requests.into(),
            headers: self.header_time,
            stop: self.stop_time,
        }
    }
}
