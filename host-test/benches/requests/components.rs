use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Application, Offer, build_in};
use http::Request;
use http::header::CONTENT_LENGTH;

pub(crate) const KEY: &str = "a-key-for-the-benchmark";

/// What is compared.
pub(crate) struct Components {
    /// Answers a constant.
    pub(crate) empty: Vec<u8>,
    /// The component that ships.
    pub(crate) ours: Vec<u8>,
    /// The same with the example policy inside.
    pub(crate) built: Vec<u8>,
}

impl Components {
    pub(crate) async fn read() -> Result<Self> {
        let workspace = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let empty = xtask::build_component(workspace, "empty", &xtask::Tools::from_environment())?;
        Ok(Self {
            empty: fs::read(empty)?,
            ours: built_in::COMPONENT.to_vec(),
            built: build_in(built_in::COMPONENT, built_in::POLICY).await?,
        })
    }
}

/// An offer of nothing.
pub(crate) fn nothing() -> Offer {
    Offer { component: "empty".into(), files: BTreeMap::new(), variables: BTreeMap::new() }
}

/// What `spin.toml` offers, with this policy, if any.
pub(crate) fn offer(policy: Option<&str>) -> Result<Offer> {
    let keys = BTreeMap::from([("webhook_keys".to_owned(), KEY.to_owned())]);
    let mut offer = Application::parse(built_in::MANIFEST)?.offer(&keys, |_| Ok(policy.unwrap_or_default().into()))?;
    if policy.is_none() {
        offer.files.clear();
    }
    Ok(offer)
}

/// The request that all are asked.
pub(crate) fn request() -> Result<Request<Bytes>> {
    let body = Bytes::from_static(built_in::REQUEST.as_bytes());
    Ok(Request::post(format!("/allocate?code={KEY}")).header(CONTENT_LENGTH, body.len()).body(body)?)
}
