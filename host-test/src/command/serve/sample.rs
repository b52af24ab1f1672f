use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use placement::Policy;
use serde_json::Value;
use tempfile::TempDir;

use super::subject::PolicyFile;
use crate::built_in;

/// A request to try the webhook with, in a file.
pub(crate) struct Sample {
    pub(crate) file: PathBuf,
    /// Where the file is one that goes when the server does.
    pub(crate) temporary: Option<TempDir>,
}

impl Sample {
    /// The sample that lies beside the policy, if it links a hub of the policy's; else one made for this policy.
    pub(crate) fn of(policy: &Policy, file: &PolicyFile) -> Result<Self> {
        let beside = file.path().and_then(Path::parent).map(|folder| folder.join("requests").join(FILE));
        match beside.filter(|file| links_any(file, policy)) {
            Some(file) => Ok(Self { file, temporary: None }),
            None => Self::make(policy),
        }
    }

    fn make(policy: &Policy) -> Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("stamp-").tempdir().context("could not make a temporary folder")?;
        let file = folder.path().join(FILE);
        fs::write(&file, linking_all(policy)?).context("could not write a request to try")?;
        Ok(Self { file, temporary: Some(folder) })
    }
}

const FILE: &str = "new-device.json";

fn links_any(file: &Path, policy: &Policy) -> bool {
    let request: Option<Value> = fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let linked = request.as_ref().and_then(|request| request.get("linkedHubs")?.as_array());
    linked.is_some_and(|hubs| hubs.iter().filter_map(Value::as_str).any(|hub| policy.stamp_of_hub(hub).is_some()))
}

/// The example's request, with the hubs of `policy` in place of its own.
fn linking_all(policy: &Policy) -> Result<String> {
    let hubs: Value = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let mut request: Value = serde_json::from_str(built_in::REQUEST)?;
    for place in ["/linkedHubs", "/enrollmentGroup/iotHubs"] {
        if let Some(value) = request.pointer_mut(place) {
            *value = hubs.clone();
        }
    }
    Ok(format!("{request:#}\n"))
}
