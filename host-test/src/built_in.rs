//! What the tool carries with it, so that it works alone.

/// The component that ships: the bytes that `spin build` makes too.
pub const COMPONENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/allocator.wasm"));

/// The page of `stamp playground`: the path of each file, by the alphabet, and its bytes.
pub const PAGE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The manifest that says how the component runs.
pub const MANIFEST: &str = include_str!("../../spin.toml");

/// The example policy, which the manifest mounts.
pub const POLICY: &str = include_str!("../../policies/contoso.toml");

/// The name of the example policy's file in the repository.
pub const POLICY_FILE: &str = "policies/contoso.toml";

/// What each code of `stamp check` means.
pub const DIAGNOSTICS: &str = include_str!("../../docs/diagnostics.md");

/// A request for a new device, as DPS would send it, with the example policy's hubs linked.
pub const REQUEST: &str = include_str!("../../policies/requests/new-device.json");

/// The schema of what `stamp explain --format json` writes.
pub const EXPLANATION_SCHEMA: &str = include_str!("../../policies/explanation.schema.json");
