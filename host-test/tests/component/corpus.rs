//! The oracle's corpus through the component: the same answers by HTTP that the documents give, policy by policy.

use std::fs;

use bytes::Bytes;
use http::{Request, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{KEY, allocator};

#[derive(Deserialize)]
struct Line {
    policy: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    request: Value,
    trace: Trace,
}

#[derive(Deserialize)]
struct Trace {
    outcome: Outcome,
}

/// What the component's answer holds of a decision.
#[derive(Deserialize)]
struct Outcome {
    status: u16,
    body: Option<Value>,
    code: Option<String>,
}

#[tokio::test]
async fn the_component_answers_every_case_of_the_corpus_as_the_oracle_does() {
    let corpus = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../oracle/corpus/decisions.ndjson")).unwrap();
    let mut cases = 0;
    for line in corpus.lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let host = allocator(&line.policy);
        for case in line.cases {
            let uri = format!("/allocate?code={KEY}");
            let request = Request::post(uri).body(Bytes::from(case.request.to_string())).unwrap();
            let response = host.request(request).await;
            assert_answers(&response, &case.trace.outcome, &format!("{}\n{:#}", line.policy, case.request));
            cases += 1;
        }
    }
    assert!(cases > 5_000, "only {cases} cases");
}

fn assert_answers(response: &Response<Bytes>, expected: &Outcome, context: &str) {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(response.status(), expected.status, "{body}\n{context}");
    match &expected.body {
        Some(answer) => assert_eq!(&body, answer, "{context}"),
        None => assert_eq!(body.pointer("/error/code").and_then(Value::as_str), expected.code.as_deref(), "{context}"),
    }
}
