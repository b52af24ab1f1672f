//! Builds the component, or takes the one that `STAMP_COMPONENT` names, for `built_in` to embed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the component is made of, besides the compiler. Cargo looks into folders.
const SOURCES: &[&str] = &[
    "allocator/Cargo.toml",
    "allocator/src",
    "dps/Cargo.toml",
    "dps/src",
    "placement/Cargo.toml",
    "placement/src",
    "xtask/src",
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
];

fn main() -> ExitCode {
    let workspace = Path::new("..");
    say("rerun-if-env-changed=STAMP_COMPONENT");
    match component(workspace).and_then(|component| embed(&component)) {
        Ok(()) => ExitCode::SUCCESS,
        // The compiler's own messages stand on stderr, which cargo shows only for a script that fails.
        Err(error) if error.explained => {
            say(&format!("error={error}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&format!("error={error}"));
            ExitCode::SUCCESS
        }
    }
}

fn component(workspace: &Path) -> Result<PathBuf, xtask::Error> {
    if let Some(file) = env::var_os("STAMP_COMPONENT") {
        let file = PathBuf::from(file);
        say(&format!("rerun-if-changed={}", file.display()));
        return Ok(file);
    }
    for source in SOURCES {
        say(&format!("rerun-if-changed={}", workspace.join(source).display()));
    }
    xtask::build_component(workspace, xtask::ALLOCATOR, &xtask::Tools::from_environment())
}

fn embed(component: &Path) -> Result<(), xtask::Error> {
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    xtask::install(component, &folder.join("allocator.wasm"))
}

fn say(instruction: &str) {
    println!("cargo::{instruction}");
}
