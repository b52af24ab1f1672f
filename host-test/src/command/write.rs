//! What a command writes: whole files, or nothing.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::{Builder, NamedTempFile};

/// Writes a file, in the place of the one that is there if there is one.
pub(crate) fn put(path: &Path, text: &str) -> Result<()> {
    if path.exists() { replace(path, text) } else { new(path, text) }
}

/// Writes a file that is not there yet.
pub(crate) fn new(path: &Path, text: &str) -> Result<()> {
    let write = || -> io::Result<()> {
        beside(path, text.as_bytes())?.persist_noclobber(path)?;
        Ok(())
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

/// Puts a text in the place of a file. Whoever reads the file meanwhile finds the old text or the new one; who may read
/// it stays the same, and a link stays one.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let write = || -> io::Result<()> {
        let path = fs::canonicalize(path)?;
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "it is read-only"));
        }
        let file = beside(&path, text.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        file.persist(&path)?;
        Ok(())
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

/// Begins a file that is to be put into the place of `path`, or where there is nothing yet.
pub(crate) fn begin(path: &Path, text: &[u8]) -> Result<NamedTempFile> {
    beside(path, text).with_context(|| format!("could not write {}", path.display()))
}

/// A file with this text, in the folder of `path`, that is gone unless it is put into a place. It is as readable as a
/// file that is simply made.
fn beside(path: &Path, text: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::new(ErrorKind::NotFound, "its folder is not there"));
    }
    let mut file = builder().tempfile_in(folder)?;
    file.write_all(text)?;
    Ok(file)
}

#[cfg(unix)]
fn builder() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = Builder::new();
    builder.prefix(".stamp-").permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".stamp-");
    builder
}
