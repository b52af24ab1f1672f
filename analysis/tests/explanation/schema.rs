//! The published schema of explanations, `policies/explanation.schema.json`.

use std::fs;
use std::path::{Path, PathBuf};

use analysis::explanation::Explainer;
use analysis::test_file::{Draft, Request};
use dps::AllocationRequest;
use placement::Policy;
use serde_json::Value;

use crate::corpus::corpus;

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string(policies().join("explanation.schema.json")).unwrap()).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::meta::validate(&schema()).unwrap();
    jsonschema::validator_for(&schema()).unwrap()
}

#[track_caller]
fn is_valid(validator: &jsonschema::Validator, explainer: &Explainer<'_>, request: &AllocationRequest) {
    let explanation = serde_json::to_value(explainer.explain(request)).unwrap();
    let errors: Vec<String> = validator.iter_errors(&explanation).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{explanation:#}");
}

#[test]
fn the_schema_takes_every_explanation_of_the_corpus() {
    let validator = validator();
    for line in corpus() {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let explainer = Explainer::new(&policy, &line.policy);
        line.requests().for_each(|request| is_valid(&validator, &explainer, &request));
    }
}

#[test]
fn the_schema_takes_the_explanation_of_every_request_of_the_policies_tests() {
    let validator = validator();
    let mut seen = 0;
    for entry in fs::read_dir(policies()).unwrap() {
        let file = entry.unwrap().path();
        if !file.to_string_lossy().ends_with(".test.toml") {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        let draft = Draft::parse(&source).unwrap();
        let beside = PathBuf::from(file.to_string_lossy().replace(".test.toml", ".toml"));
        let text = fs::read_to_string(draft.policy().map_or(beside, |path| file.with_file_name(path))).unwrap();
        let policy = Policy::parse(&text).unwrap().policy;
        let explainer = Explainer::new(&policy, &text);
        for test in draft.against(&policy).unwrap() {
            let body = match test.request {
                Request::Body(body) => body,
                Request::File { path, .. } => fs::read(file.with_file_name(path)).unwrap(),
            };
            if let Ok(request) = AllocationRequest::parse(&body) {
                is_valid(&validator, &explainer, &request);
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn the_schema_knows_every_member_and_asks_for_it() {
    let mut objects = 0;
    let schema = schema();
    let mut left = vec![&schema];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(object) => {
                if let Some(properties) = object.get("properties").filter(|_| object.get("type").is_some()) {
                    assert_eq!(object.get("additionalProperties"), Some(&Value::Bool(false)), "{value:#}");
                    let required = object["required"].as_array().unwrap();
                    for name in properties.as_object().unwrap().keys() {
                        let optional = ["line", "initialTwin", "payload"].contains(&name.as_str());
                        assert!(optional || required.contains(&name.as_str().into()), "{name}");
                    }
                    objects += 1;
                }
                left.extend(object.values());
            }
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    assert!(objects > 30, "{objects}");
}

#[test]
fn the_trace_is_left_as_it_is() {
    let line = corpus().first().unwrap();
    let policy = Policy::parse(&line.policy).unwrap().policy;
    for request in line.requests() {
        let explanation = Explainer::new(&policy, &line.policy).explain(&request);
        let mut json = serde_json::to_value(&explanation).unwrap();
        let members = json.as_object_mut().unwrap();
        for added in ["policy", "by", "guarantees", "passed", "cohorts", "contests", "otherwise"] {
            assert!(members.remove(added).is_some(), "{added}");
        }
        assert_eq!(json, serde_json::to_value(policy.explain(&request)).unwrap());
    }
}
