//! The test files of this repository, natively.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::fs;
use std::path::{Path, PathBuf};

use analysis::test_file::{Draft, Request, Test};
use analysis::{Native, judge};
use placement::Policy;

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

fn test_files() -> Vec<PathBuf> {
    let files = fs::read_dir(policies()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.to_string_lossy().ends_with(".test.toml")).collect()
}

fn policy_of(file: &Path, draft: &Draft<'_>) -> Policy {
    let path = match draft.policy() {
        Some(path) => file.with_file_name(path),
        None => PathBuf::from(file.to_string_lossy().replace(".test.toml", ".toml")),
    };
    let checked = Policy::parse(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(checked.warnings, [], "{}", file.display());
    checked.policy
}

fn body(file: &Path, test: &Test) -> Vec<u8> {
    match &test.request {
        Request::Body(body) => body.clone(),
        Request::File { path, .. } => fs::read(file.with_file_name(path)).unwrap(),
    }
}

#[test]
fn every_test_of_every_policy_passes() {
    let files = test_files();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let draft = Draft::parse(&source).unwrap();
        let policy = policy_of(&file, &draft);
        for test in draft.against(&policy).unwrap() {
            let native = Native::decide(&policy, &body(&file, &test));
            let mismatches = judge(&policy, &test.expect, &native.reply, &native);
            assert_eq!(mismatches, [], "{}: {}", file.display(), test.name);
        }
    }
}
