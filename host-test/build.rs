//! Builds the component and the page, or takes those that `STAMP_COMPONENT` and `STAMP_PAGE` name, for `built_in` to embed.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask::{Error, Tools};

/// What the component and the page are made of, besides the compiler. Cargo looks into folders.
const SOURCES: &[&str] = &[
    "dps/Cargo.toml",
    "dps/src",
    "placement/Cargo.toml",
    "placement/src",
    "xtask/Cargo.toml",
    "xtask/src",
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
];

/// What the component alone is made of.
const COMPONENT: &[&str] = &["allocator/Cargo.toml", "allocator/src"];

/// What the page alone is made of.
const PAGE: &[&str] = &[
    "analysis/Cargo.toml",
    "analysis/src",
    "playground/Cargo.toml",
    "playground/src",
    "playground/page",
    "playground/vendor/bundle",
    "policies",
    "LICENSE",
];

fn main() -> ExitCode {
    let (workspace, tools) = (Path::new(".."), Tools::from_environment());
    let component = given("STAMP_COMPONENT", workspace, COMPONENT);
    let component = component.map_or_else(|| xtask::build_component(workspace, xtask::ALLOCATOR, &tools), Ok);
    let page = || given("STAMP_PAGE", workspace, PAGE).map_or_else(|| xtask::build_page(workspace, &tools), Ok);
    let embedded = component.and_then(|component| xtask::install(&component, &out("allocator.wasm")));
    match embedded.and_then(|()| embed(&page()?)) {
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

/// What a variable names, if it does. Without it, `sources` are looked at for changes.
fn given(variable: &str, workspace: &Path, sources: &[&str]) -> Option<PathBuf> {
    say(&format!("rerun-if-env-changed={variable}"));
    let given = env::var_os(variable).map(PathBuf::from);
    let watched = match &given {
        Some(given) => vec![given.clone()],
        None => SOURCES.iter().chain(sources).map(|source| workspace.join(source)).collect(),
    };
    watched.iter().for_each(|path| say(&format!("rerun-if-changed={}", path.display())));
    given
}

/// Copies the page, as its folder may be built anew, and lists its files.
fn embed(page: &Path) -> Result<(), Error> {
    let mut list = String::from("&[\n");
    for path in xtask::files(page)? {
        let copy = out("page").join(&path);
        xtask::install(&page.join(&path), &copy)?;
        let _ = writeln!(list, "({path:?}, include_bytes!({:?})),", copy.display().to_string());
    }
    list.push(']');
    let file = out("page.rs");
    fs::write(&file, list).map_err(|error| Error::file("write", &file, &error))
}

fn out(name: &str) -> PathBuf {
    env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default().join(name)
}

fn say(instruction: &str) {
    println!("cargo::{instruction}");
}
