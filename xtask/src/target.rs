use std::io;
use std::path::Path;

use crate::tools::command;
use crate::{Error, Tools};

/// What the component is compiled for: Wasm with WASI 0.2, to which spin-sdk adds WASI 0.3.
pub const TARGET: &str = "wasm32-wasip2";

/// Installs the target, unless it is there already.
pub(crate) fn ensure(workspace: &Path, tools: &Tools) -> Result<(), Error> {
    if is_installed(&tools.sysroot(workspace)?) { Ok(()) } else { fetch(workspace, tools) }
}

fn fetch(workspace: &Path, tools: &Tools) -> Result<(), Error> {
    let status = command(&tools.rustup, workspace).args(["target", "add", TARGET]).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::new(format!(
            "the Rust target {TARGET} is not installed, and rustup could not fetch it. \
             When this machine is on the network, run: rustup target add {TARGET}"
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::new(format!(
            "the Rust target {TARGET} is not installed, and there is no rustup to fetch it. Install it as you \
             installed Rust (a package named like rust-std-{TARGET}), or install Rust by rustup and run: \
             rustup target add {TARGET}"
        ))),
        Err(error) => Err(Error::new(format!("could not run {}: {error}", tools.rustup.display()))),
    }
}

fn is_installed(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(rustup: &str) -> String {
        let tools = Tools { rustup: rustup.into(), ..Tools::from_environment() };
        fetch(Path::new("."), &tools).unwrap_err().to_string()
    }

    #[test]
    fn the_installed_target_needs_no_rustup() {
        let tools = Tools { rustup: "no-such-rustup".into(), ..Tools::from_environment() };
        ensure(Path::new("."), &tools).unwrap();
    }

    #[test]
    fn a_folder_without_the_target_is_seen_to_lack_it() {
        assert!(!is_installed(Path::new(".")));
    }

    #[test]
    fn without_rustup_the_message_names_both_ways() {
        let complaint = complaint("no-such-rustup");
        assert!(complaint.contains("rust-std-wasm32-wasip2"), "{complaint}");
        assert!(complaint.ends_with("rustup target add wasm32-wasip2"), "{complaint}");
    }

    #[test]
    fn where_rustup_cannot_fetch_the_message_says_what_to_run() {
        // Cargo knows no `target add` either, and fails as rustup does without a network.
        let complaint = complaint(env!("CARGO"));
        assert!(complaint.ends_with("run: rustup target add wasm32-wasip2"), "{complaint}");
    }
}
