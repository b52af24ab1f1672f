//! What folders hold, in the order of names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folder of policies in a project.
const POLICIES: &str = "policies";

/// A file by which programs mark a folder of things that can be made again, such as cargo's `target`.
const CACHE: &str = "CACHEDIR.TAG";

/// Where the policies are if nobody says: in the folder `policies`, or here where there is none.
pub(crate) fn of_policies() -> PathBuf {
    PathBuf::from(if Path::new(POLICIES).is_dir() { POLICIES } else { "." })
}

/// The files of a folder and those below it that `is_meant`. Hidden folders and caches are left out.
pub(crate) fn files(folder: &Path, is_meant: fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    walk(folder, is_meant, &mut files)?;
    Ok(files)
}

fn walk(folder: &Path, is_meant: fn(&Path) -> bool, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in sorted(folder)? {
        let path = folder.join(entry.file_name());
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden && !path.join(CACHE).exists() {
            walk(&path, is_meant, files)?;
        } else if is_meant(&path) && path.is_file() {
            files.push(plain(&path));
        }
    }
    Ok(())
}

/// What stands in a folder.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let read = || -> io::Result<Vec<fs::DirEntry>> { fs::read_dir(folder)?.collect() };
    let mut entries = read().with_context(|| format!("could not read the folder {}", folder.display()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

/// The path as people write it.
pub(crate) fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
