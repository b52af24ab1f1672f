//! Takes a policy over when its file changes.

use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::deployment::{Deployment, LoadError, Loaded};
use super::invitation::identity;
use crate::Output;
use crate::host::Host;

/// An editor may write a file in several steps; what stands there in between is nobody's policy.
const QUIET: Duration = Duration::from_millis(50);

/// Watches the policy's file for as long as the result lives, and makes each valid policy that it comes to hold
/// `current`. A system that cannot watch files, or a policy that is no file, is served without.
pub(crate) fn watch(
    deployment: Deployment,
    loaded: Loaded,
    current: watch::Sender<Arc<Host>>,
    mut output: Output,
) -> Option<RecommendedWatcher> {
    // One place is enough: whatever happens after it is taken is seen when the file is read.
    let (changed, changes) = mpsc::channel(1);
    let path = deployment.subject.policy.path();
    let watcher = path.and_then(|path| {
        watcher(path, changed)
            .map_err(|error| {
                let name = path.display();
                drop(output.note(format_args!("changes of {name} will not be noticed: {error}")));
            })
            .ok()
    });
    // Keeps `current` alive even where there is nothing to watch.
    tokio::spawn(follow(changes, deployment, loaded.bytes, current, output));
    watcher
}

/// Folders are watched, not the file: editors put a new file in its place, and Kubernetes a new link in the folder.
fn watcher(policy: &Path, changed: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |_event| {
        let _ = changed.try_send(());
    })?;
    for folder in folders(policy) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// The folder where the file is named, and the one where it lies, if that is another.
fn folders(policy: &Path) -> Vec<PathBuf> {
    let named = absolute(policy).ok();
    let lies = policy.canonicalize().ok();
    let folder = |path: Option<PathBuf>| path.as_deref().and_then(Path::parent).map(Path::to_owned);
    let mut folders: Vec<PathBuf> = [folder(named), folder(lies)].into_iter().flatten().collect();
    folders.dedup();
    folders
}

async fn follow(
    mut changes: mpsc::Receiver<()>,
    deployment: Deployment,
    mut bytes: Vec<u8>,
    current: watch::Sender<Arc<Host>>,
    mut output: Output,
) {
    while changes.recv().await.is_some() {
        while changes.try_recv().is_ok() {
            sleep(QUIET).await;
        }
        let said = match deployment.subject.policy.read() {
            Ok(read) if read == bytes => continue,
            Ok(read) => {
                bytes.clone_from(&read);
                take_over(deployment.try_policy(read).await, &deployment, &current)
            }
            Err(error) => kept(&deployment, &format!("{error:#}")),
        };
        // Where nobody reads the notes, the webhook goes on all the same.
        drop(output.note(said));
    }
    // There is nothing to watch: the first policy stays.
    current.closed().await;
}

fn take_over(loaded: Result<Loaded, LoadError>, deployment: &Deployment, current: &watch::Sender<Arc<Host>>) -> String {
    match loaded {
        Ok(loaded) => {
            let warnings = if loaded.warnings.is_empty() { String::new() } else { format!("{}\n", loaded.warnings) };
            let identity = identity(&loaded);
            current.send_replace(loaded.host);
            format!("{warnings}{} has changed; now serving {identity}", deployment.subject.policy.name())
        }
        Err(error) => kept(deployment, &error.to_string()),
    }
}

fn kept(deployment: &Deployment, why: &str) -> String {
    format!("{why}\n{} has changed and cannot be used; the policy before it stays", deployment.subject.policy.name())
}
