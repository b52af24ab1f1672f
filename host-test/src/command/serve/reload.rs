//! Takes a policy and keys over when their files change.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

use super::deployment::{Deployment, LoadError, Loaded};
use super::invitation::identity;
use super::keys::Keys;
use crate::Output;
use crate::command::watching;
use crate::host::{Failure, Host};

/// An editor may write a file in several steps; what stands there in between is nobody's policy.
const QUIET: Duration = Duration::from_millis(50);

/// How often quiet is waited for. Beside the policy may lie a file that changes all the time.
const PATIENCE: usize = 20;

/// How often the files are looked at where nothing is told of them: a link on the way to one may have changed, a folder may have
/// been made anew, or what stood in the way of a policy may have gone.
const LOOK: Duration = Duration::from_secs(5);

/// Watches the files of the policy and of the keys for as long as the result lives, and makes `current` what serves each valid
/// policy, to those with the keys, that they come to hold. Where the system tells nothing of a change, it is found by
/// looking.
pub(crate) fn watch(
    deployment: Arc<Deployment>,
    loaded: Loaded,
    current: watch::Sender<Arc<Host>>,
    mut output: Output,
) -> Vec<RecommendedWatcher> {
    // One place is enough: whatever happens after it is taken is seen when the files are read. It is taken at first, for
    // what happened between the first reading and now.
    let (changed, changes) = mpsc::channel(1);
    let _ = changed.try_send(());
    let files = [deployment.subject.policy.path(), deployment.keys.followed()];
    let watchers = files.into_iter().flatten().filter_map(|file| {
        let unnoticed = |error| {
            let name = file.display();
            drop(output.note(format_args!("changes of {name} will be noticed late: {error}")));
        };
        watcher(file, changed.clone()).map_err(unnoticed).ok()
    });
    let watchers = watchers.collect();
    let (policy, keys) = (Seen::new(loaded.bytes), Seen::new(loaded.keys));
    let followed = Followed { deployment, policy, keys, current, _open: changed };
    tokio::spawn(followed.follow(changes, output));
    watchers
}

fn watcher(file: &Path, changed: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = watching::watcher(move || {
        let _ = changed.try_send(());
    })?;
    for folder in watching::folders(file) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// What a file holds.
struct Seen<T> {
    /// When it was last read, be it of use or not, or why it could not be read; none if the same is to be tried again.
    last: Option<Result<T, String>>,
    /// What is in force.
    used: T,
    /// What was said of the last one that could not be used.
    said: Option<String>,
}

impl<T: Clone + PartialEq> Seen<T> {
    fn new(used: T) -> Self {
        Self { last: Some(Ok(used.clone())), used, said: None }
    }

    /// Whether this is another than was there before.
    fn is_new(&mut self, read: &Result<T>) -> bool {
        let read = read.as_ref().map_err(|error| format!("{error:#}")).cloned();
        let before = self.last.replace(read);
        self.last != before
    }

    /// What there is to say where what was read cannot be used. If the file itself is not to blame, the same is tried again at
    /// the next look, and said once.
    fn fails(&mut self, error: LoadError, so: &str) -> Option<String> {
        let may_pass = match &error {
            LoadError::Refused(_) => false,
            LoadError::Failed(cause) => !matches!(cause.downcast_ref(), Some(Failure::Memory(_))),
        };
        if may_pass && matches!(self.last, Some(Ok(_))) {
            self.last = None;
        }
        let said = format!("{}\n{so}", told(error));
        let before = self.said.replace(said.clone());
        (!may_pass || before.as_ref() != Some(&said)).then_some(said)
    }
}

/// A policy and keys whose files are followed.
struct Followed {
    deployment: Arc<Deployment>,
    policy: Seen<Vec<u8>>,
    keys: Seen<Keys>,
    current: watch::Sender<Arc<Host>>,
    /// Changes can be waited for, also where nobody tells of any.
    _open: mpsc::Sender<()>,
}

impl Followed {
    async fn follow(mut self, mut changes: mpsc::Receiver<()>, mut output: Output) {
        // As long as anyone asks the host.
        while !self.current.is_closed() {
            if let Ok(Some(())) = timeout(LOOK, changes.recv()).await {
                settle(&mut changes).await;
            }
            for said in [self.look_at_policy().await, self.look_at_keys().await].into_iter().flatten() {
                // Where nobody reads the notes, the webhook goes on all the same.
                drop(output.note(said));
            }
        }
    }

    /// Reads the policy's file, and gives what there is to say if it is not what it was.
    async fn look_at_policy(&mut self) -> Option<String> {
        let read = self.deployment.read().await;
        if !self.policy.is_new(&read) {
            return None;
        }
        let name = self.deployment.subject.policy.name();
        let loaded = match read {
            Ok(bytes) => self.deployment.try_policy(bytes, self.keys.used.clone()).await,
            Err(error) => Err(LoadError::Failed(error)),
        };
        match loaded {
            Ok(loaded) => {
                let warnings =
                    if loaded.warnings.is_empty() { String::new() } else { format!("{}\n", loaded.warnings) };
                let now = format!("{warnings}{name} has changed; now serving {}", identity(&loaded));
                self.take_over(loaded);
                Some(now)
            }
            Err(error) => {
                self.policy.fails(error, &format!("{name} has changed and cannot be used; the policy before it stays"))
            }
        }
    }

    /// Reads the file of the keys, and gives what there is to say if they are not what they were.
    async fn look_at_keys(&mut self) -> Option<String> {
        let read = self.deployment.read_keys().await?;
        if !self.keys.is_new(&read) {
            return None;
        }
        let loaded = match read {
            Ok(keys) => self.deployment.try_policy(self.policy.used.clone(), keys).await,
            Err(error) => Err(LoadError::Failed(error)),
        };
        match loaded {
            Ok(loaded) => {
                let count = loaded.keys.count();
                self.take_over(loaded);
                Some(format!("the keys have changed; keys that let in now: {count}"))
            }
            Err(error) => self.keys.fails(error, "the keys have changed and cannot be used; those before them stay"),
        }
    }

    fn take_over(&mut self, loaded: Loaded) {
        (self.policy.used, self.policy.said) = (loaded.bytes, None);
        (self.keys.used, self.keys.said) = (loaded.keys, None);
        self.current.send_replace(loaded.host);
    }
}

/// With what led to it.
fn told(error: LoadError) -> String {
    match error {
        LoadError::Refused(problems) => problems,
        LoadError::Failed(error) => format!("{error:#}"),
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
