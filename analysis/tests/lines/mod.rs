//! The oracle's corpus: policies, each with requests.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// A policy, and requests to try it on.
#[derive(Deserialize, Debug)]
pub(crate) struct Line {
    pub(crate) policy: String,
    pub(crate) cases: Vec<Case>,
}

/// The body of a request.
#[derive(Deserialize, Debug)]
pub(crate) struct Case {
    pub(crate) request: Value,
}

/// One policy of the corpus of every so many.
pub(crate) fn every(step: usize) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../oracle/corpus/decisions.ndjson");
    let text = fs::read_to_string(path).unwrap();
    text.lines().step_by(step).map(|line| serde_json::from_str(line).unwrap()).collect()
}
