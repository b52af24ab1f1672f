//! Runs what the documentation shows: the blocks of `README.md` and `docs/*.md`, by the convention of
//! `CONTRIBUTING.md` ("Documentation").
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod block;
mod diagnostics;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use block::{Block, blocks};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every page whose blocks are run.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A folder such as a reader of the page has: the repository's policies, and nothing that was built.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("policies"), &folder.path().join("policies"));
    fs::copy(root().join("spin.toml"), folder.path().join("spin.toml")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.path() {
            folder if folder.is_dir() => copy(&folder, &to),
            file => assert!(fs::copy(file, to).is_ok()),
        }
    }
}

#[test]
fn what_the_documentation_shows_is_true() {
    let mut run = 0;
    for page in pages() {
        let folder = folder();
        for block in blocks(&fs::read_to_string(&page).unwrap()) {
            let place = format!("{}:{}", page.display(), block.line);
            match block.language.as_str() {
                "toml" => toml_block(&block, folder.path(), &place),
                "console" => run += console(&block, folder.path(), &place),
                "sh" | "text" | "dockerfile" | "json" => {}
                other => panic!("{place}: no convention for a block of `{other}`: see CONTRIBUTING.md"),
            }
        }
    }
    assert!(run > 0, "no command of the documentation was run");
}

/// Parses a policy or a part of one, and keeps it as a file if its first line names one.
fn toml_block(block: &Block, folder: &Path, place: &str) {
    if let Err(error) = block.text.parse::<toml::Table>() {
        panic!("{place}: {error}");
    }
    let name =
        block.text.lines().next().and_then(|line| line.strip_prefix("# ")).filter(|name| name.ends_with(".toml"));
    if let Some(name) = name {
        fs::write(folder.join(name), &block.text).unwrap();
    }
}

/// Runs the commands of a block and holds what they print against what stands there. Gives their number.
fn console(block: &Block, folder: &Path, place: &str) -> usize {
    let commands = block.commands();
    for command in &commands {
        let words = words(&command.line);
        let ["stamp", arguments @ ..] = words.as_slice() else {
            panic!("{place}: `{}` is not run by `stamp` alone", command.line)
        };
        let output = Command::new(env!("CARGO_BIN_EXE_stamp"))
            .args(arguments)
            .current_dir(folder)
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(command.exit), "{place}: {}\n{printed}", command.line);
        let assert = snapbox::Assert::new();
        if let Err(difference) = assert.try_eq(Some(&command.line), printed.into(), command.output.clone().into()) {
            panic!("{place}: {difference}");
        }
    }
    commands.len()
}

/// The words of a command. What stands in quotes is part of one word, as it is in every shell.
fn words(line: &str) -> Vec<&str> {
    let quoted = line.split('"').enumerate().flat_map(|(at, text)| match at % 2 {
        0 => text.split_whitespace().collect(),
        _ => vec![text],
    });
    quoted.collect()
}
