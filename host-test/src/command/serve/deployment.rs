use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::thread;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use placement::{Checked, Policy};
use tokio::sync::oneshot;

use super::keys::{KeySource, Keys};
use super::subject::{POLICY, Subject};
use crate::Output;
use crate::host::{Guest, Host, Limits};
use crate::render::diagnostic;

/// The variable by which the component knows its keys.
pub(crate) const KEYS: &str = "webhook_keys";

/// Everything that a host is made of but the policy's text and the keys, which change.
pub(crate) struct Deployment {
    pub(crate) guest: Guest,
    pub(crate) subject: Subject,
    pub(crate) keys: KeySource,
    /// Those of the component but its keys.
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) limits: Limits,
    pub(crate) output: Output,
}

/// A policy that the component has taken.
pub(crate) struct Loaded {
    pub(crate) host: Arc<Host>,
    pub(crate) policy: Policy,
    /// What is worth a second look, for people; empty if nothing is.
    pub(crate) warnings: String,
    /// The file's bytes.
    pub(crate) bytes: Vec<u8>,
    /// Who is let in.
    pub(crate) keys: Keys,
}

/// Why there is no new host.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    /// The policy has errors: what they are, for people.
    #[error("{0}")]
    Refused(String),
    /// It could not be tried.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl Deployment {
    /// Reads the policy as it is now, and makes a host that serves it to those with one of the `keys`.
    pub(crate) async fn load(self: &Arc<Self>, keys: Keys) -> Result<Loaded, LoadError> {
        self.try_policy(self.read().await?, keys).await
    }

    /// The bytes of the policy as it is now.
    pub(crate) async fn read(self: &Arc<Self>) -> Result<Vec<u8>> {
        let deployment = Arc::clone(self);
        aside(move || deployment.subject.policy.read()).await?
    }

    /// The keys as their file has them now; none if no file has any.
    pub(crate) async fn read_keys(self: &Arc<Self>) -> Option<Result<Keys>> {
        let deployment = Arc::clone(self);
        aside(move || deployment.keys.again()).await.transpose().map(Result::flatten)
    }

    /// Makes a host that serves the policy with these `bytes` to those with one of the `keys`. It has answered once before
    /// anyone else asks it.
    pub(crate) async fn try_policy(self: &Arc<Self>, bytes: Vec<u8>, keys: Keys) -> Result<Loaded, LoadError> {
        let deployment = Arc::clone(self);
        let loaded = aside(move || deployment.check(bytes, keys)).await??;
        greet(&loaded.host).await?;
        Ok(loaded)
    }

    /// Makes a host that nobody has asked yet.
    fn check(&self, bytes: Vec<u8>, keys: Keys) -> Result<Loaded, LoadError> {
        let name = self.subject.policy.name();
        let source = std::str::from_utf8(&bytes).map_err(|_| LoadError::Refused(format!("{name} is not UTF-8")))?;
        let checked = Policy::parse(source);
        let Checked { policy, warnings } =
            checked.map_err(|problems| LoadError::Refused(diagnostic::for_people(&name, source, &problems)))?;
        let warnings = diagnostic::for_people(&name, source, &warnings);
        let host = self.host(&bytes, &keys)?;
        Ok(Loaded { host: Arc::new(host), policy, warnings, bytes, keys })
    }

    fn host(&self, policy: &[u8], keys: &Keys) -> Result<Host> {
        let mut variables = self.variables.clone();
        variables.insert(KEYS.to_owned(), keys.joined());
        let mut offer = self.subject.application.offer(&variables, |file| {
            if self.subject.is_policy(file) { Ok(policy.to_vec()) } else { Ok(fs::read(file)?) }
        })?;
        // The manifest of a component with its policy inside mounts none.
        offer.files.entry(POLICY.to_owned()).or_insert_with(|| policy.to_vec());
        Host::new(&self.guest, offer, self.limits, self.output.log())
    }
}

/// Does slow work on a thread of its own, and gives its result. The runtime's threads are for requests; and those that
/// it has for slow work it waits for at the end of the process, which a file that cannot be read to its end would hold
/// up for good.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (done, result) = oneshot::channel();
    let work = move || drop(done.send(work()));
    thread::Builder::new().name("policy".into()).spawn(work).context("could not start a thread")?;
    result.await.context("the policy could not be looked at")
}

/// The component must say that it is well: it reads the policy by itself, and must not find it otherwise than we do.
async fn greet(host: &Host) -> Result<(), LoadError> {
    let request = Request::get("/healthz").body(Full::<Bytes>::default()).context("could not ask for its health")?;
    let response = host.answer(request).await.context("could not start the component")?;
    if response.status().is_success() {
        return Ok(());
    }
    let problems = String::from_utf8_lossy(response.body());
    Err(LoadError::Refused(format!("the component refuses to serve: {problems}")))
}
