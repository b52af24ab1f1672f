use std::io;
use std::path::Path;

use crate::tools::command;
use crate::{Error, Tools};

/// Installs the target, unless it is there already.
pub(crate) fn ensure(workspace: &Path, target: &str, tools: &Tools) -> Result<(), Error> {
    if is_installed(&tools.sysroot(workspace)?, target) { Ok(()) } else { fetch(workspace, target, tools) }
}

fn fetch(workspace: &Path, target: &str, tools: &Tools) -> Result<(), Error> {
    let status = command(&tools.rustup, workspace).args(["target", "add", target]).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::new(format!(
            "the Rust target {target} is not installed, and rustup could not fetch it. \
             When this machine is on the network, run: rustup target add {target}"
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::new(format!(
            "the Rust target {target} is not installed, and there is no rustup to fetch it. Install it as you \
             installed Rust (a package named like rust-std-{target}), or install Rust by rustup and run: \
             rustup target add {target}"
        ))),
        Err(error) => Err(Error::new(format!("could not run {}: {error}", tools.rustup.display()))),
    }
}

fn is_installed(sysroot: &Path, target: &str) -> bool {
    sysroot.join("lib/rustlib").join(target).join("lib").is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TARGET;

    fn complaint(rustup: &str) -> String {
        let tools = Tools { rustup: rustup.into(), ..Tools::from_environment() };
        fetch(Path::new("."), TARGET, &tools).unwrap_err().to_string()
    }

    #[test]
    fn the_installed_target_needs_no_rustup() {
        let tools = Tools { rustup: "no-such-rustup".into(), ..Tools::from_environment() };
        ensure(Path::new("."), TARGET, &tools).unwrap();
    }

    #[test]
    fn a_folder_without_the_target_is_seen_to_lack_it() {
        assert!(!is_installed(Path::new("."), TARGET));
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
