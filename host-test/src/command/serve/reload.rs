//! Takes a policy over when its file changes.

use std::mem;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::deployment::{Deployment, LoadError, Loaded};
use super::invitation::identity;
use crate::Output;
use crate::command::watching;
use crate::host::Host;

/// An editor may write a file in several steps; what stands there in between is nobody's policy.
const QUIET: Duration = Duration::from_millis(50);

/// How often quiet is waited for. Beside the policy may lie a file that changes all the time.
const PATIENCE: usize = 20;

/// Watches the policy's file for as long as the result lives, and makes each valid policy that it comes to hold
/// `current`. A system that cannot watch files, or a policy that is no file, is served without.
pub(crate) fn watch(
    deployment: Arc<Deployment>,
    loaded: Loaded,
    current: watch::Sender<Arc<Host>>,
    mut output: Output,
) -> Option<RecommendedWatcher> {
    // One place is enough: whatever happens after it is taken is seen when the file is read. It is taken at first, for
    // what happened between the first reading and now.
    let (changed, changes) = mpsc::channel(1);
    let _ = changed.try_send(());
    let path = deployment.subject.policy.path();
    let watcher = path.and_then(|path| {
        watcher(path, changed)
            .map_err(|error| {
                let name = path.display();
                drop(output.note(format_args!("changes of {name} will not be noticed: {error}")));
            })
            .ok()
    });
    let policy = Followed { deployment, seen: Some(loaded.bytes), current };
    tokio::spawn(policy.follow(changes, output));
    watcher
}

fn watcher(policy: &Path, changed: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = watching::watcher(move || {
        let _ = changed.try_send(());
    })?;
    for folder in watching::folders(policy) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// A policy whose file is followed.
struct Followed {
    deployment: Arc<Deployment>,
    /// What the file held when it was last read, be it valid or not; none if it could not be read.
    seen: Option<Vec<u8>>,
    current: watch::Sender<Arc<Host>>,
}

impl Followed {
    async fn follow(mut self, mut changes: mpsc::Receiver<()>, mut output: Output) {
        while changes.recv().await.is_some() {
            settle(&mut changes).await;
            if let Some(said) = self.look().await {
                // Where nobody reads the notes, the webhook goes on all the same.
                drop(output.note(said));
            }
        }
        // There is nothing to watch: the first policy stays, as long as anyone asks it.
        self.current.closed().await;
    }

    /// Reads the file, and gives what there is to say if it is not what it was.
    async fn look(&mut self) -> Option<String> {
        let read = self.deployment.read().await;
        let before = mem::replace(&mut self.seen, read.as_ref().ok().cloned());
        match read {
            _ if self.seen == before => None,
            Ok(read) => {
                let loaded = self.deployment.try_policy(read).await;
                Some(take_over(loaded, &self.deployment, &self.current))
            }
            Err(error) => Some(kept(&self.deployment, &format!("{error:#}"))),
        }
    }
}

async fn settle(changes: &mut mpsc::Receiver<()>) {
    for _ in 0..PATIENCE {
        sleep(QUIET).await;
        if changes.try_recv().is_err() {
            return;
        }
    }
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
