//! Which test files a command line means.

use std::fs;
use std::path::{Path, PathBuf};

use analysis::test_file::Draft;
use anyhow::{Context as _, Result, bail};

use crate::command::folder::{self, plain, sorted};

use super::subject::{by_name, is_test_file, policy_of};

/// The test files that `paths` mean, in that order and each once; in a folder by their names.
pub(crate) fn test_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let project = [folder::of_policies()];
    let mut files = Vec::new();
    for path in if paths.is_empty() { &project } else { paths } {
        for file in meant(path)? {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

fn meant(path: &Path) -> Result<Vec<PathBuf>> {
    let kind = fs::metadata(path).with_context(|| format!("could not read {}", path.display()))?;
    if kind.is_dir() {
        folder::files(path, is_test_file)
    } else if is_test_file(path) {
        Ok([path.to_owned()].into())
    } else {
        beside(path)
    }
}

/// The test files in the policy's folder that test it.
fn beside(policy: &Path) -> Result<Vec<PathBuf>> {
    let folder = policy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let itself = fs::canonicalize(policy)?;
    let tests = |file: &PathBuf| {
        let source = fs::read_to_string(file).unwrap_or_default();
        let named = Draft::parse(&source).map(|draft| policy_of(file, &draft));
        // What is no TOML may still be meant for this policy, by its name, and says so when it is read.
        let policy = named.unwrap_or_else(|_| by_name(file));
        fs::canonicalize(policy).is_ok_and(|policy| policy == itself)
    };
    let all = sorted(folder)?.into_iter().map(|entry| plain(&folder.join(entry.file_name())));
    let files: Vec<PathBuf> = all.filter(|file| is_test_file(file)).filter(tests).collect();
    if files.is_empty() {
        bail!(
            "no test file beside {} tests it: write {}",
            policy.display(),
            policy.with_extension("test.toml").display()
        );
    }
    Ok(files)
}
