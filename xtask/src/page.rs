use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::component::install;
use crate::nested::Nested;
use crate::{Error, Tools};

/// The package of what the page's workers call.
const PLAYGROUND: &str = "playground";

/// What the page's Wasm is compiled for: it needs nothing of a system.
const TARGET: &str = "wasm32-unknown-unknown";

const PROFILE: &str = "page";

/// What of the repository the page has besides its Wasm: where it lies, and where the page looks for it.
const FILES: &[(&str, &str)] = &[
    ("playground/page", ""),
    ("playground/vendor/bundle", "vendor"),
    ("policies/contoso.toml", "policies/contoso.toml"),
    ("policies/tutorial.toml", "policies/tutorial.toml"),
    ("policies/one-hub.toml", "policies/one-hub.toml"),
    ("LICENSE", "LICENSE"),
];

/// Builds the page of `stamp playground`: a folder that any web server can serve. The bytes depend on what the component's
/// depend on.
pub fn build_page(workspace: &Path, tools: &Tools) -> Result<PathBuf, Error> {
    let nested = Nested::new(workspace, tools, TARGET, PROFILE)?;
    let wasm = nested.build(PLAYGROUND)?;
    let folder = nested.target_dir().join("playground");
    // What is no longer part of the page must not stay in it.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Error::file("remove", &folder, &error))?;
    }
    for (from, to) in FILES {
        copy(&workspace.join(from), &folder.join(to))?;
    }
    bind(&wasm, &folder.join("wasm"))?;
    Ok(folder)
}

/// Writes the Wasm and the module that calls it.
fn bind(wasm: &Path, folder: &Path) -> Result<(), Error> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).typescript(false).remove_name_section(true).remove_producers_section(true);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    bound.map_err(|error| Error::new(format!("the page's Wasm could not be bound: {error:#}")))
}

/// The files of a folder and of those in it, by the alphabet: their paths below it, with `/` between names.
pub fn files(folder: &Path) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, below: &str, files: &mut Vec<String>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|error| Error::file("read", folder, &error))? {
        let entry = entry.map_err(|error| Error::file("read", folder, &error))?;
        let path = format!("{below}{}", entry.file_name().display());
        match entry.path().is_dir() {
            true => collect(&entry.path(), &format!("{path}/"), files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if from.is_file() {
        return install(from, to);
    }
    files(from)?.into_iter().try_for_each(|file| install(&from.join(&file), &to.join(&file)))
}
