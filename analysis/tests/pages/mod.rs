//! The TOML that this repository shows: its policies and test files, and the blocks of its pages.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The policies and test files of the repository, each with its name.
pub(crate) fn files() -> Vec<(String, String)> {
    let paths = fs::read_dir(root().join("policies")).unwrap().map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.map(|path| (name(&path), fs::read_to_string(path).unwrap())).collect()
}

/// The TOML blocks of `README.md` and of `docs/`, each with its place. What is an addition to the first of its page, as
/// `docs/diagnostics.md` has them, stands below that.
pub(crate) fn blocks() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut all = Vec::new();
    for path in pages.chain([root().join("README.md")]) {
        let page = fs::read_to_string(&path).unwrap();
        let blocks: Vec<&str> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
        let adds = path.ends_with("diagnostics.md");
        for (at, block) in blocks.iter().enumerate() {
            let base = if adds && at > 0 && !block.starts_with("language") {
                blocks.first().copied().unwrap_or_default()
            } else {
                ""
            };
            all.push((format!("{}, block {}", path.display(), at + 1), format!("{base}\n{block}")));
        }
    }
    all
}
