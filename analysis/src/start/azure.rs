//! The hubs that are linked to a DPS, as the Azure CLI lists them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use dps::HubName;
use serde_json::Value;

use super::Problem;

/// A linked hub. Its connection string, which opens the hub, is never looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkedHub {
    /// Its host name.
    pub host: HubName,
    /// Its region, such as `westeurope`.
    pub region: Option<String>,
    /// Its weight among others.
    pub weight: Option<u32>,
    /// Whether DPS's own allocation policies give it devices.
    pub takes: bool,
}

impl LinkedHub {
    /// Reads what `az iot dps linked-hub list -o json` prints.
    ///
    /// # Errors
    /// What it is instead. What it says is not repeated: it may hold a connection string.
    pub fn read(json: &[u8]) -> Result<Vec<Self>, Problem> {
        let not = |why: String| Problem::NotLinkedHubs { why };
        let value: Value = serde_json::from_slice(json)
            .map_err(|error| not(format!("it is no JSON from line {}, column {} on", error.line(), error.column())))?;
        let hubs = value.as_array().ok_or_else(|| not("it is no list".into()))?;
        let hubs = hubs.iter().enumerate().map(|(at, hub)| {
            Self::of(hub).ok_or_else(|| not(format!("hub {} of the list has no host name as its `name`", at + 1)))
        });
        hubs.collect()
    }

    fn of(hub: &Value) -> Option<Self> {
        let weight = hub.get("allocationWeight").and_then(Value::as_u64);
        Some(Self {
            host: HubName::parse(hub.get("name")?.as_str()?).ok()?,
            region: hub.get("location").and_then(Value::as_str).and_then(region),
            weight: weight.and_then(|weight| u32::try_from(weight).ok()).filter(|weight| *weight > 0),
            takes: hub.get("applyAllocationPolicy").and_then(Value::as_bool) != Some(false),
        })
    }
}

/// A region by its short name: `West Europe` is `westeurope`. None of what cannot be one.
pub(super) fn region(text: &str) -> Option<String> {
    let short = text.replace(' ', "").to_lowercase();
    (!short.is_empty() && short.chars().all(|c| c.is_ascii_alphanumeric())).then(|| short.to_string())
}
