//! What the nested cargo must not inherit.
//!
//! Each of these changes the bytes of the component or the place where they land, and is set by the outer cargo, by
//! clippy, or by a developer for the machine's own programs.

use std::env;
use std::process::Command;

const NAMES: &[&str] =
    &["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CARGO_INCREMENTAL"];

/// `CARGO_BUILD_TARGET`, `CARGO_TARGET_DIR`, `CARGO_PROFILE_RELEASE_LTO` and their like; `CARGO_CFG_` and
/// `CARGO_FEATURE_` speak of the package whose build script we may be in.
const PREFIXES: &[&str] = &["CARGO_BUILD_", "CARGO_TARGET_", "CARGO_PROFILE_", "CARGO_CFG_", "CARGO_FEATURE_"];

/// How many processes to run is the machine's business, and changes no byte.
const KEPT: &str = "CARGO_BUILD_JOBS";

/// Takes out of `command`'s environment what must not reach the nested cargo.
pub(crate) fn clear(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_cleared) {
            command.env_remove(name);
        }
    }
}

fn is_cleared(name: &str) -> bool {
    name != KEPT && (NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_change_the_component_is_cleared() {
        for name in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
            "CARGO_BUILD_TARGET",
            "CARGO_TARGET_DIR",
            "CARGO_PROFILE_COMPONENT_LTO",
            "CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS",
        ] {
            assert!(is_cleared(name), "{name}");
        }
    }

    #[test]
    fn what_finds_crates_and_tools_stays() {
        for name in ["PATH", "HOME", "CARGO_HOME", "CARGO_NET_OFFLINE", "RUSTUP_TOOLCHAIN", "CARGO_BUILD_JOBS"] {
            assert!(!is_cleared(name), "{name}");
        }
    }
}
