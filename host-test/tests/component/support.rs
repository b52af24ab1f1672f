//! Components compiled once, and hosts of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Application, Engine, Guest, Host, Limits, Log, Offer, Variable};
use http::{Request, Response};

/// The component that ships.
pub(crate) static ALLOCATOR: LazyLock<Guest> = LazyLock::new(|| Guest::compile(&ENGINE, built_in::COMPONENT).unwrap());

/// The component that tries its host.
pub(crate) static PROBE: LazyLock<Guest> = LazyLock::new(|| Guest::compile(&ENGINE, &PROBE_BYTES).unwrap());

/// The same, not compiled.
pub(crate) static PROBE_BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let probe = xtask::build_component(workspace(), "probe", &xtask::Tools::from_environment()).unwrap();
    fs::read(probe).unwrap()
});

/// What compiles them.
pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().unwrap());

/// The repository.
pub(crate) fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A key that [`allocator`] admits.
pub(crate) const KEY: &str = "a-key-of-the-tests";

/// A host of the component that ships, offered what `spin.toml` declares, with this policy.
pub(crate) fn allocator(policy: &str) -> Host {
    allocator_with(&[("webhook_keys", KEY)], Some(policy), Log::discard())
}

/// A host of the component that ships, with these variables and this policy, if any.
pub(crate) fn allocator_with(variables: &[(&str, &str)], policy: Option<&str>, log: Log) -> Host {
    Host::new(&ALLOCATOR, offered(variables, policy), Limits::default(), log).unwrap()
}

/// What `spin.toml` declares, with these variables and this policy, if any.
pub(crate) fn offered(variables: &[(&str, &str)], policy: Option<&str>) -> Offer {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut offer = application.offer(&variables, |_| Ok(policy.unwrap_or_default().into())).unwrap();
    if policy.is_none() {
        offer.files.clear();
    }
    offer
}

/// An offer with nothing in it.
pub(crate) fn nothing() -> Offer {
    Offer { component: "probe".into(), files: BTreeMap::new(), variables: BTreeMap::new() }
}

/// An offer of one variable.
pub(crate) fn variable(name: &str, value: Variable) -> Offer {
    Offer { variables: BTreeMap::from([(name.to_owned(), value)]), ..nothing() }
}

/// A host of the probe.
pub(crate) fn probe(offer: Offer, limits: Limits) -> Host {
    Host::new(&PROBE, offer, limits, Log::discard()).unwrap()
}

/// The answer to a `GET`: status and body.
pub(crate) async fn get(host: &Host, path_and_query: &str) -> (u16, String) {
    let request = Request::get(path_and_query).body(Bytes::new()).unwrap();
    read(host.request(request).await)
}

/// Status and body of an answer.
pub(crate) fn read(response: Response<Bytes>) -> (u16, String) {
    (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
}
