//! Runs tests again when what they are made of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use analysis::test_file::Draft;
use anyhow::{Context as _, Result};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::find;
use super::subject::policy_of;
use crate::command::watching;
use crate::render::Visible;
use crate::{ExitStatus, Output};

/// An editor may write a file in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// How often quiet is waited for. Beside the tests may lie a file that changes all the time.
const PATIENCE: usize = 20;

/// What the files hold; none of one that cannot be read.
type Seen = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Runs the tests that `paths` mean, and again at every change of theirs. It ends where they cannot be run at all.
pub(crate) fn run(
    paths: &[PathBuf],
    output: &mut Output,
    test: impl Fn(Vec<PathBuf>, &mut Output) -> Result<ExitStatus>,
) -> Result<ExitStatus> {
    // One place is enough: whatever happens after it is taken is seen when the files are read.
    let (changed, changes) = mpsc::sync_channel(1);
    let mut watcher = watching::watcher(move || {
        let _ = changed.try_send(());
    })?;
    let mut watched = BTreeSet::new();
    loop {
        let files = find::test_files(paths)?;
        let mut seen = look(&files);
        watch(paths.iter().chain(seen.keys()), &mut watcher, &mut watched)?;
        // What has changed before it was watched.
        seen = look(&files);
        test(files, output)?;
        output.note("waiting for changes")?;
        let changed = wait(&seen, paths, &changes)?;
        output.note(format_args!("\n{} has changed", Visible(changed.display())))?;
    }
}

/// Everything that the test files are made of, as it stands.
fn look(files: &[PathBuf]) -> Seen {
    let mut seen = Seen::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap_or_default();
        if let Ok(draft) = Draft::parse(&text) {
            let bodies =
                draft.bodies().chain(draft.fleets()).chain(draft.bases()).map(|body| file.with_file_name(body));
            seen.extend(bodies.chain([policy_of(file, &draft)]).map(|path| (path.clone(), fs::read(path).ok())));
        }
        seen.insert(file.clone(), fs::read(file).ok());
    }
    seen
}

fn watch<'p>(
    paths: impl Iterator<Item = &'p PathBuf>,
    watcher: &mut RecommendedWatcher,
    watched: &mut BTreeSet<PathBuf>,
) -> Result<()> {
    let folders = |path: &PathBuf| if path.is_dir() { [path.clone()].into() } else { watching::folders(path) };
    for folder in paths.flat_map(folders).filter(|folder| folder.is_dir()) {
        if watched.insert(folder.clone()) {
            watcher
                .watch(&folder, RecursiveMode::NonRecursive)
                .with_context(|| format!("could not watch {}", folder.display()))?;
        }
    }
    Ok(())
}

/// Waits until a file holds something else, one is there that was not, or one is gone; gives the first.
fn wait(seen: &Seen, paths: &[PathBuf], changes: &Receiver<()>) -> Result<PathBuf> {
    loop {
        changes.recv().context("changes of files are not told any more")?;
        for _ in 0..PATIENCE {
            if changes.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        // A path that is gone for a moment comes back when the editor is done.
        let Ok(files) = find::test_files(paths) else { continue };
        if let Some(changed) = difference(seen, &look(&files)) {
            return Ok(changed.to_owned());
        }
    }
}

fn difference<'s>(before: &'s Seen, after: &'s Seen) -> Option<&'s Path> {
    let changed = after.iter().find(|(path, content)| before.get(*path) != Some(content));
    let gone = || before.keys().find(|path| !after.contains_key(*path));
    changed.map(|(path, _)| path).or_else(gone).map(PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(files: &[(&str, Option<&str>)]) -> Seen {
        files.iter().map(|(path, content)| (path.into(), content.map(|content| content.as_bytes().to_vec()))).collect()
    }

    #[test]
    fn only_what_files_hold_is_a_change() {
        let before = seen(&[("a", Some("1")), ("b", None)]);
        assert_eq!(difference(&before, &before.clone()), None);
        let changed = |after: &[_]| difference(&before, &seen(after)).map(Path::to_owned);
        assert_eq!(changed(&[("a", Some("2")), ("b", None)]), Some("a".into()));
        assert_eq!(changed(&[("a", Some("1")), ("b", Some(""))]), Some("b".into()));
        assert_eq!(changed(&[("a", Some("1"))]), Some("b".into()));
        assert_eq!(changed(&[("a", Some("1")), ("b", None), ("c", None)]), Some("c".into()));
    }
}
