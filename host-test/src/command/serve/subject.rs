use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use crate::built_in;
use crate::host::Application;

/// Where the component finds its policy.
pub(crate) const POLICY: &str = "/policy.toml";

/// The manifest of a project, in its folder.
const MANIFEST: &str = "spin.toml";

/// What is served: an application and the policy that it is served with.
pub(crate) struct Subject {
    pub(crate) application: Application,
    pub(crate) policy: PolicyFile,
}

/// Where the policy is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PolicyFile {
    /// A file on this machine, which may change.
    Path(PathBuf),
    /// The example built in.
    Example,
}

impl Subject {
    /// What is served in the working folder: `policy` if one is named, else what `./spin.toml` mounts, else the
    /// example.
    pub(crate) fn find(policy: Option<&Path>) -> Result<Self> {
        let project = Path::new(MANIFEST).exists();
        let application = if project {
            let text = fs::read_to_string(MANIFEST).with_context(|| format!("could not read {MANIFEST}"))?;
            Application::parse(&text).with_context(|| format!("could not use {MANIFEST}"))?
        } else {
            Application::parse(built_in::MANIFEST)?
        };
        let policy = match (policy, application.mounted_at(POLICY)) {
            (Some(policy), _) => PolicyFile::Path(policy.to_owned()),
            (None, _) if !project => PolicyFile::Example,
            (None, Some(mounted)) => PolicyFile::Path(mounted.to_owned()),
            (None, None) => bail!("{MANIFEST} mounts no file at {POLICY}: name a policy to serve"),
        };
        Ok(Self { application, policy })
    }

    /// Whether the manifest's `file` is the one that the component finds as its policy.
    pub(crate) fn is_policy(&self, file: &Path) -> bool {
        self.application.mounted_at(POLICY) == Some(file)
    }
}

impl PolicyFile {
    /// Its text as it is now.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        match self {
            Self::Path(path) => regular(path).with_context(|| format!("could not read {}", path.display())),
            Self::Example => Ok(built_in::POLICY.as_bytes().to_vec()),
        }
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Example => "the example policy built in".to_owned(),
        }
    }

    /// The file, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Path(path) => Some(path),
            Self::Example => None,
        }
    }
}

/// The text of a file. Anything but a regular file is an error: a pipe may have nobody who writes to it, and a device may
/// have no end.
pub(crate) fn regular(path: &Path) -> Result<Vec<u8>> {
    ensure!(fs::metadata(path)?.is_file(), "it is not a regular file");
    Ok(fs::read(path)?)
}
