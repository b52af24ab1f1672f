//! `stamp playground`: the page that shows what a policy does, on this machine or as a folder.

mod page;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

use self::page::{Page, Policy};
use super::serve::{finish, taken};
use super::source;
use crate::server::{Server, ServerLimits, Signals};
use crate::{ExitStatus, Output, built_in};

/// Open a policy in the browser, and see what it does
///
/// Serves a page on this machine that checks the policy as it is typed, explains what is decided about a device, shows
/// what becomes of a fleet and what an edit changes. Everything is decided in the browser, by the code that the webhook
/// runs: nothing leaves the machine, and no network is needed. The page changes no file: what it saves is a download.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy to open [default: the one that the browser kept, or an example]
    policy: Option<PathBuf>,

    /// Where to listen, on this machine alone. Port 0 is any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3001", value_parser = loopback)]
    listen: SocketAddr,

    /// Write the page into this folder instead, for any web server
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["policy", "listen"])]
    write: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  stamp playground
  stamp playground policies/contoso.toml
  stamp playground --write public/stamp";

/// Serves the page until it is asked to stop, or writes it.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    match &args.write {
        Some(folder) => write(folder, output),
        None => Runtime::new()?.block_on(serve(args, output)),
    }
}

async fn serve(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let policy = args.policy.as_deref().map(Policy::open).transpose()?;
    // Before the port is told to anyone, so that whoever reads it can ask us to stop.
    let signals = Signals::catch()?;
    let limits = ServerLimits::default();
    let server = Server::bind(args.listen, limits).await.map_err(|error| taken(args.listen, &error))?;
    let query = policy.as_ref().map(|policy| format!("?policy={}", policy.path())).unwrap_or_default();
    output.result(format_args!("open http://{}/{query} in a browser; Ctrl-C stops", server.address()?))?;
    finish(server.run(Page { policy }, signals).await, output)
}

fn write(folder: &Path, output: &mut Output) -> Result<ExitStatus> {
    for (path, bytes) in built_in::PAGE {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("could not make the folder {}", parent.display()))?;
        fs::write(&file, bytes).with_context(|| format!("could not write {}", file.display()))?;
    }
    output.result(format_args!("wrote {} files to {}", built_in::PAGE.len(), source::name(folder)))?;
    Ok(ExitStatus::Success)
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "it is no address with a port, such as 127.0.0.1:3001".to_owned())?;
    match address.ip().is_loopback() {
        true => Ok(address),
        false => Err("the page is served on this machine alone: for others, put it on a web server by --write".into()),
    }
}
