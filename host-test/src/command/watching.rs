//! Changes of files, as the system tells them.

use std::path::{Path, PathBuf, absolute};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher};

/// A watcher that says `changed` at every event but those of reading: our own must not make us read again.
pub(crate) fn watcher(changed: impl Fn() + Send + 'static) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        if !event.is_ok_and(|event| is_reading(event.kind)) {
            changed();
        }
    })
}

fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// The folder where a file is named, and the one where it lies, if that is another. Folders are watched, not files:
/// editors put a new file in the place of one, and Kubernetes a new link in the folder.
pub(crate) fn folders(file: &Path) -> Vec<PathBuf> {
    let named = absolute(file).ok();
    let lies = file.canonicalize().ok();
    let folder = |path: Option<PathBuf>| path.as_deref().and_then(Path::parent).map(Path::to_owned);
    let mut folders: Vec<PathBuf> = [folder(named), folder(lies)].into_iter().flatten().collect();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, ModifyKind, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn reading_is_no_change() {
        for access in [AccessKind::Open(AccessMode::Any), AccessKind::Close(AccessMode::Read), AccessKind::Any] {
            assert!(is_reading(EventKind::Access(access)), "{access:?}");
        }
    }

    #[test]
    fn writing_renaming_and_removing_are_changes() {
        for kind in [
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Create(CreateKind::File),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)),
            EventKind::Remove(RemoveKind::File),
            EventKind::Any,
        ] {
            assert!(!is_reading(kind), "{kind:?}");
        }
    }

    #[test]
    fn a_file_that_lies_where_it_is_named_has_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().canonicalize().unwrap().join("policy.toml");
        std::fs::write(&file, "").unwrap();
        assert_eq!(folders(&file), [file.parent().unwrap()]);
    }
}
