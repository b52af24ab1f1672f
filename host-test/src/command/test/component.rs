use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use analysis::Reply;
use anyhow::Result;
use bytes::Bytes;
use http::Request;
use tokio::runtime::Runtime;

use super::webhook::Webhook;
use crate::built_in;
use crate::host::{Application, Engine, Guest, Host, Limits, Log};

/// The key of a webhook that nobody else can reach.
const KEY: &str = "the-key-of-a-test";

/// A component, compiled.
pub(crate) struct Component {
    guest: Guest,
    runtime: Runtime,
    /// Whether it decides by the policy that is mounted for it, and not by one of its own.
    mounts: bool,
}

/// The component, serving one policy.
pub(crate) struct Serving<'c> {
    runtime: &'c Runtime,
    host: Host,
    log: Arc<Mutex<Vec<String>>>,
}

impl Component {
    /// The component that ships.
    pub(crate) fn compile() -> Result<Self> {
        Self::of(built_in::COMPONENT, true)
    }

    /// A component that has its policy inside.
    pub(crate) fn with_policy(component: &[u8]) -> Result<Self> {
        Self::of(component, false)
    }

    fn of(component: &[u8], mounts: bool) -> Result<Self> {
        Ok(Self { guest: Guest::compile(&Engine::new()?, component)?, runtime: Runtime::new()?, mounts })
    }

    /// The component with this policy mounted, as its manifest says, unless it has one inside.
    pub(crate) fn serve(&self, policy: &[u8]) -> Result<Serving<'_>> {
        let keys = BTreeMap::from([("webhook_keys".to_owned(), KEY.to_owned())]);
        let mut offer = Application::parse(built_in::MANIFEST)?.offer(&keys, |_policy| Ok(policy.to_vec()))?;
        if !self.mounts {
            offer.files.clear();
        }
        let (log, lines) = Log::capture();
        let host = Host::new(&self.guest, offer, Limits::default(), log)?;
        Ok(Serving { runtime: &self.runtime, host, log: lines })
    }
}

impl Serving<'_> {
    /// The answer to a check of health.
    pub(crate) fn health(&self) -> Result<Reply> {
        let response = self.runtime.block_on(self.host.request(Request::get("/healthz").body(Bytes::new())?));
        Ok(Reply::new(response.status().as_u16(), response.body()))
    }
}

impl Webhook for Serving<'_> {
    fn ask(&self, body: &[u8]) -> Result<Reply> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let request = Request::post(format!("/allocate?code={KEY}")).body(Bytes::copy_from_slice(body))?;
        let response = self.runtime.block_on(self.host.request(request));
        Ok(Reply::new(response.status().as_u16(), response.body()))
    }

    fn answered(&self) -> u64 {
        self.host.answered()
    }

    fn said(&self) -> Option<String> {
        let lines = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}
