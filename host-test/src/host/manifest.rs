//! The words of a Spin manifest (version 2) that this host can honour. It knows no others.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What is wrong with a manifest, or asks for what this host cannot offer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ManifestError {
    /// Not TOML, a key missing, or one that this host does not know; with the line.
    #[error("{0}\nstamp offers the component exactly what the manifest says, and does not know how to do this")]
    Syntax(String),
    /// A key whose value asks for something else than this host offers.
    #[error("`{key}` {problem}")]
    Unsupported {
        /// The key, with those above it.
        key: String,
        /// What it says, and what it may say.
        problem: String,
    },
}

impl ManifestError {
    pub(crate) fn unsupported(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Unsupported { key: key.into(), problem: problem.into() }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) spin_manifest_version: u32,
    #[expect(dead_code, reason = "read to be known, so that it is no error")]
    application: About,
    #[serde(default)]
    pub(crate) variables: BTreeMap<String, Declared>,
    pub(crate) trigger: Triggers,
    pub(crate) component: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read to be known, so that it is no error")]
struct About {
    name: String,
    version: Option<String>,
    description: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
}

/// A variable of the application.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declared {
    pub(crate) default: Option<String>,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    #[expect(dead_code, reason = "nothing here prints a variable, secret or not")]
    secret: bool,
    #[expect(dead_code, reason = "read to be known, so that it is no error")]
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Triggers {
    pub(crate) http: Vec<HttpTrigger>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpTrigger {
    pub(crate) route: String,
    pub(crate) component: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Component {
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) files: Vec<Mount>,
    #[serde(default)]
    pub(crate) variables: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) allowed_outbound_hosts: Vec<String>,
    pub(crate) build: Option<Build>,
    #[expect(dead_code, reason = "read to be known, so that it is no error")]
    description: Option<String>,
}

/// A file and the place where the component finds it.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mount {
    pub(crate) source: String,
    pub(crate) destination: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Build {
    pub(crate) command: String,
    #[serde(default)]
    #[expect(dead_code, reason = "for `spin watch`")]
    watch: Vec<String>,
}
