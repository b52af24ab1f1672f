//! Every code that `stamp check` knows has an entry in `docs/diagnostics.md`, with an example that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use placement::Code;
use serde_json::Value;

use crate::block::{Block, blocks};
use crate::root;

/// What the page says of a code.
struct Entry {
    code: String,
    severity: String,
    /// The example, and what to write instead: whole policies.
    examples: Vec<String>,
}

/// Every code with its severity.
fn codes() -> BTreeMap<String, String> {
    Code::ALL.iter().map(|code| (code.to_string(), code.severity().to_string())).collect()
}

fn entries() -> Vec<Entry> {
    let page = fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let (introduction, _) = page.split_once("\n## ").unwrap();
    let base = &blocks(introduction)[0].text;
    let whole = |Block { text, .. }: Block| if text.starts_with("language") { text } else { format!("{base}\n{text}") };
    let entry = |section: &str| {
        let (code, text) = section.split_once("`\n\n**").expect("a heading, and a severity");
        let (severity, text) = text.split_once(".**").expect("a severity");
        let text = text.split("\n## ").next().unwrap();
        let examples = blocks(text).into_iter().map(whole).collect();
        Entry { code: code.into(), severity: severity.to_lowercase(), examples }
    };
    page.split("\n### `").skip(1).map(entry).collect()
}

/// What `stamp check` finds, by file: codes with severities.
fn check(folder: &Path, files: &[String]) -> BTreeMap<String, Vec<(String, String)>> {
    let mut stamp = Command::new(env!("CARGO_BIN_EXE_stamp"));
    let output = stamp.args(["check", "--format", "json"]).args(files).current_dir(folder).output().unwrap();
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut by_file: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        by_file.entry(text("file")).or_default().push((text("code"), text("severity")));
    }
    by_file
}

#[test]
fn every_code_has_an_entry_and_every_entry_a_code() {
    let entries: Vec<_> = entries().into_iter().map(|entry| (entry.code, entry.severity)).collect();
    let known: BTreeSet<_> = codes().into_iter().collect();
    assert_eq!(entries.iter().cloned().collect::<BTreeSet<_>>(), known);
    assert_eq!(entries.len(), known.len(), "an entry is there twice");
}

#[test]
fn every_entry_has_an_example_that_shows_it_and_one_that_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for Entry { code, examples, .. } in entries() {
        assert_eq!(examples.len(), 2, "{code}: an example, and what to write instead");
        for (policy, kind) in examples.iter().zip(["wrong", "right"]) {
            let file = format!("{code}.{kind}.toml");
            fs::write(folder.path().join(&file), policy).unwrap();
            files.push(file);
        }
    }
    let found = check(folder.path(), &files);
    // What the analysis says besides of a policy that the reader accepts is another matter.
    let of_reader = |(code, _): &&(String, String)| Code::ALL.iter().any(|known| known.as_str() == code);
    for Entry { code, severity, .. } in entries() {
        let [wrong, right] = ["wrong", "right"].map(|kind| {
            let findings = found.get(&format!("{code}.{kind}.toml")).map(Vec::as_slice).unwrap_or_default();
            let by_reader = findings.iter().any(|finding| of_reader(&finding));
            let seen: Vec<_> = findings.iter().filter(|finding| !by_reader || of_reader(finding)).cloned().collect();
            seen
        });
        assert_eq!(wrong, [(code.clone(), severity)]);
        assert!(right.iter().all(|(other, severity)| *other != code && severity != "error"), "{code}: {right:?}");
    }
}

#[test]
fn every_code_is_explained_on_the_command_line() {
    for (code, severity) in codes() {
        let output = Command::new(env!("CARGO_BIN_EXE_stamp")).args(["check", "--explain", &code]).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap().to_lowercase();
        assert!(
            output.status.success() && printed.starts_with(&format!("{code}\n\n{severity}. ")),
            "{code}: {printed}"
        );
        assert!(!printed.contains("```") && !printed.contains("###"), "{printed}");
    }
}
