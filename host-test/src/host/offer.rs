use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use tempfile::{NamedTempFile, TempDir};

use super::variables::Variables;
use super::{Limits, Log};

/// What a component may see: the files mounted for it and its variables. There is no outbound host among it.
///
/// It has no `Debug`, because variables hold secrets.
#[derive(Clone)]
pub struct Offer {
    /// The component's name in the manifest; the errors of variables name it.
    pub component: String,
    /// Files by the absolute path at which the component finds them.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Variables by their names.
    pub variables: BTreeMap<String, Variable>,
}

/// What the component gets when it asks for a variable.
#[derive(Clone, PartialEq, Eq)]
pub enum Variable {
    /// The value.
    Value(String),
    /// Nobody has a value for it, and why: found out only when it is asked for, as with a vault.
    Unresolved(String),
}

/// An offer as its instances use it.
pub(crate) struct Lent {
    /// The files, which are offered as they were at first, as by `spin up`: later edits are not seen.
    files: BTreeMap<String, Vec<u8>>,
    /// Where they lie.
    folder: TempDir,
    pub(crate) variables: Variables,
    pub(crate) limits: Limits,
    pub(crate) log: Log,
    /// What an instance had used up at the beginning of each request, where fuel is counted.
    fuel: Mutex<Vec<u64>>,
}

impl Lent {
    pub(crate) fn new(offer: Offer, limits: Limits, log: Log) -> Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("stamp-").tempdir().context("could not make a temporary folder")?;
        let lent = Self {
            files: offer.files,
            folder,
            variables: Variables::new(&offer.component, offer.variables),
            limits,
            log,
            fuel: Mutex::default(),
        };
        lent.folder()?;
        Ok(lent)
    }

    /// The folder in which the files lie. What has been taken away is put back: systems clean their temporary folders, and an
    /// instance may start weeks after the first.
    pub(crate) fn folder(&self) -> Result<&Path> {
        let folder = self.folder.path();
        for (path, bytes) in &self.files {
            let file = folder.join(path.trim_start_matches('/'));
            if !file.is_file() {
                put(&file, bytes).context("could not copy the files that are mounted for the component")?;
            }
        }
        fs::create_dir_all(folder).context("could not make the folder of the component's files")?;
        Ok(folder)
    }

    pub(crate) fn note_fuel(&self, used: u64) {
        self.fuel.lock().unwrap_or_else(PoisonError::into_inner).push(used);
    }

    /// What an instance has used from each request to the next.
    pub(crate) fn fuel(&self) -> Vec<u64> {
        let used = self.fuel.lock().unwrap_or_else(PoisonError::into_inner);
        used.iter().zip(used.iter().skip(1)).map(|(before, after)| after.saturating_sub(*before)).collect()
    }
}

/// Writes a file so that nobody sees half of it.
fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(folder)?;
    let mut whole = NamedTempFile::new_in(folder)?;
    whole.write_all(bytes)?;
    whole.persist(file)?;
    Ok(())
}
