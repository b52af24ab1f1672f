//! Every code that `stamp check` knows has an entry in `docs/diagnostics.md`, with an example that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use analysis::check;
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

/// What is told to those who ask for it, and what is nothing to mend: its entry has an example alone.
const PROVED: &str = "proved";

/// A finding that leaves the one that its example was to except.
const BESIDES: (&str, &str) = ("unknown-finding", "stamp-without-devices");

/// Every code with its severity: what the reader says, and what the analysis finds.
fn codes() -> BTreeMap<String, String> {
    let reader = placement::Code::ALL.iter().map(|code| (code.to_string(), code.severity().to_string()));
    let analysis = check::Code::ALL.iter().map(|code| (code.to_string(), code.severity().to_string()));
    reader.chain(analysis).collect()
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

/// What `stamp check` finds, by file: codes with severities. What was proved belongs only to the entry that says so.
fn findings(folder: &Path, files: &[String]) -> BTreeMap<String, Vec<(String, String)>> {
    let mut stamp = Command::new(env!("CARGO_BIN_EXE_stamp"));
    let output =
        stamp.args(["check", "--verbose", "--format", "json"]).args(files).current_dir(folder).output().unwrap();
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut by_file: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        if text("code") != PROVED || text("file").starts_with(PROVED) {
            by_file.entry(text("file")).or_default().push((text("code"), text("severity")));
        }
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
fn every_code_is_a_code_of_one_kind() {
    assert_eq!(codes().len(), placement::Code::ALL.len() + check::Code::ALL.len());
}

#[test]
fn every_entry_has_an_example_that_shows_it_and_one_that_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for Entry { code, examples, .. } in entries() {
        let count = if code == PROVED { 1 } else { 2 };
        assert_eq!(examples.len(), count, "{code}: an example, and what to write instead");
        for (policy, kind) in examples.iter().zip(["wrong", "right"]) {
            let file = format!("{code}.{kind}.toml");
            fs::write(folder.path().join(&file), policy).unwrap();
            files.push(file);
        }
    }
    let found = findings(folder.path(), &files);
    for Entry { code, severity, .. } in entries() {
        // What the analysis finds in an example about the reader is another matter.
        let seen = |kind: &str| -> Vec<(String, String)> {
            let all = found.get(&format!("{code}.{kind}.toml")).into_iter().flatten().cloned();
            all.filter(|(other, _)| !of_reader(&code) || of_reader(other)).collect()
        };
        let wrong: Vec<_> = seen("wrong").into_iter().filter(|(other, _)| (&*code, &**other) != BESIDES).collect();
        assert_eq!(wrong, [(code.clone(), severity)]);
        let right = seen("right");
        let fine = |(other, severity): &(String, String)| of_reader(&code) && *other != code && severity != "error";
        assert!(right.iter().all(fine), "{code}: {right:?}");
    }
}

fn of_reader(code: &str) -> bool {
    placement::Code::ALL.iter().any(|known| known.as_str() == code)
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
