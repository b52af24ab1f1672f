use std::sync::Arc;
use std::time::Duration;

use analysis::Reply;
use anyhow::{Context as _, Result, bail};
use placement::Policy;
use serde_json::Value;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::url::Endpoint;
use super::webhook::Webhook;

/// How long an answer may take. DPS waits less.
const PATIENCE: Duration = Duration::from_secs(30);

/// A webhook that is up.
pub(crate) struct Deployed {
    agent: Agent,
    endpoint: Endpoint,
    /// What it says of its policy.
    policy: Value,
}

impl Deployed {
    /// Asks a webhook for its health, and which policy it serves.
    pub(crate) fn reach(endpoint: Endpoint) -> Result<Self> {
        let agent = agent();
        let response = agent.get(&endpoint.health).call().map_err(|error| unreachable(&endpoint, error))?;
        let reply = read(response).with_context(|| format!("{} broke off its answer", endpoint.host))?;
        let policy = reply.body.get("policy").filter(|policy| policy.get("digest").is_some()).cloned();
        match policy {
            Some(policy) if reply.status == 200 => Ok(Self { agent, endpoint, policy }),
            _ => bail!("{} does not say at /healthz which policy it serves: {}", endpoint.host, describe(&reply)),
        }
    }

    /// Whether it serves this very policy.
    pub(crate) fn serves(&self, policy: &Policy) -> bool {
        self.policy.get("digest").and_then(Value::as_str) == Some(policy.digest())
    }

    /// What it serves, in words.
    pub(crate) fn identity(&self) -> String {
        let word = |key: &str| self.policy.get(key).and_then(Value::as_str).unwrap_or("-");
        let (name, revision, digest) = (word("name"), word("revision"), word("digest"));
        format!("{} serves the policy {name} {revision}, sha256 {digest}", self.endpoint.host)
    }
}

impl Webhook for &Deployed {
    fn ask(&self, body: &[u8]) -> Result<Reply> {
        let mut request = self.agent.post(&self.endpoint.allocate.0).content_type("application/json");
        if let Some(key) = &self.endpoint.key {
            request = request.header("x-functions-key", &key.0);
        }
        let response = request.send(body).map_err(|error| unreachable(&self.endpoint, error))?;
        let reply = read(response).with_context(|| format!("{} broke off its answer", self.endpoint.host))?;
        if reply.status == 401 {
            bail!("{} refuses the key: {}", self.endpoint.host, describe(&reply));
        }
        Ok(reply)
    }

    fn said(&self) -> Option<String> {
        None
    }

    fn answered(&self) -> u64 {
        0
    }
}

/// The authorities are those that the system trusts, so that a company's own are among them.
fn authorities() -> RootCerts {
    let trusted = rustls_native_certs::load_native_certs().certs;
    let trusted: Vec<_> = trusted.iter().map(|authority| Certificate::from_der(authority).to_owned()).collect();
    RootCerts::new_with_certs(&trusted)
}

fn agent() -> Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder().root_certs(authorities()).unversioned_rustls_crypto_provider(provider).build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(concat!("stamp/", env!("CARGO_PKG_VERSION")))
        .build();
    config.new_agent()
}

/// The kinds of error that show a URL are left out: it holds the key.
fn unreachable(endpoint: &Endpoint, error: ureq::Error) -> anyhow::Error {
    let reason = match error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "its URL cannot be used".to_owned(),
        error => error.to_string(),
    };
    anyhow::anyhow!("could not ask {}: {reason}", endpoint.host)
}

fn read(mut response: http::Response<ureq::Body>) -> Result<Reply> {
    let status = response.status().as_u16();
    Ok(Reply::new(status, &response.body_mut().read_to_vec()?))
}

fn describe(reply: &Reply) -> String {
    let message = reply.message().map(|message| format!(", {message}")).unwrap_or_default();
    format!("it answers {}{message}", reply.status)
}
