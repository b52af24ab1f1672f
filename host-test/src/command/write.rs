//! What a command writes: whole files, or nothing.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use tempfile::{Builder, NamedTempFile};

/// A kind of files, which are known by their first bytes, in any letter case.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) begins: &'static [u8],
}

/// Says before all the work is done what would be in the way of a file: nobody means to lose one of another kind.
pub(crate) fn can_put(path: &Path, kind: &Kind) -> Result<()> {
    if path.is_dir() {
        bail!("{} is a folder: name a file in it", path.display());
    }
    if path.exists() && !path.is_file() {
        bail!("{} is no file: name one", path.display());
    }
    if path.is_symlink() && !path.exists() {
        bail!("{} is a link that leads nowhere: name a file", path.display());
    }
    if path.exists() && fs::metadata(path)?.permissions().readonly() {
        bail!("could not write {}: it is read-only", path.display());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        bail!("could not write {}: its folder is not there", path.display());
    }
    if path.exists() && !is_of(kind, path)? {
        bail!("{} is there and is no {}: name another file", path.display(), kind.name);
    }
    Ok(())
}

/// Whether a file is empty or begins as those of this kind do.
fn is_of(kind: &Kind, path: &Path) -> Result<bool> {
    let mut start = Vec::new();
    let file = File::open(path).with_context(|| format!("could not read {}", path.display()))?;
    file.take(kind.begins.len() as u64).read_to_end(&mut start)?;
    Ok(start.is_empty() || start.eq_ignore_ascii_case(kind.begins))
}

/// Writes a file, in the place of the one that is there if there is one.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.exists() { replace(path, bytes) } else { new(path, bytes) }
}

/// Writes a file that is not there yet.
pub(crate) fn new(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || -> io::Result<()> {
        beside(path, bytes)?.persist_noclobber(path)?;
        Ok(())
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

/// Puts bytes in the place of a file's. Whoever reads the file meanwhile finds the old ones or the new ones; who may read
/// it stays the same, and a link stays one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || -> io::Result<()> {
        let path = fs::canonicalize(path)?;
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::new(ErrorKind::PermissionDenied, "it is read-only"));
        }
        let file = beside(&path, bytes)?;
        file.as_file().set_permissions(permissions)?;
        file.persist(&path)?;
        Ok(())
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

/// Begins a file that is to be put into the place of `path`, or where there is nothing yet.
pub(crate) fn begin(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    beside(path, bytes).with_context(|| format!("could not write {}", path.display()))
}

/// A file with these bytes, in the folder of `path`, that is gone unless it is put into a place. It is as readable as a
/// file that is simply made.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::new(ErrorKind::NotFound, "its folder is not there"));
    }
    let mut file = builder().tempfile_in(folder)?;
    file.write_all(bytes)?;
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
