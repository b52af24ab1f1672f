use allocator::Service;
use http::Request;
use serde_json::json;

use crate::setting::{Answer, POLICY, Settings, ask_with, full, request, service, unreadable};

fn health(service: &Service, settings: &Settings) -> Answer {
    ask_with(service, settings, request(Request::get("/healthz"), full("")))
}

#[test]
fn a_healthy_webhook_says_which_policy_it_has_and_leaves_no_line() {
    let answer = health(&service(), &Settings::usual());
    assert_eq!(answer.status(), 200);
    let digest = placement::Policy::parse(POLICY).unwrap().policy.digest().to_owned();
    let policy = json!({ "name": "appliances", "revision": "2026-11-23", "digest": digest });
    assert_eq!(answer.body(), json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "policy": policy }));
    assert_eq!(answer.0.log, None);
}

#[test]
fn an_invalid_policy_is_unhealthy_and_every_error_is_told() {
    let policy = POLICY.replace("capacity", "capacty");
    let answer = health(&Service::new(Ok(policy)), &Settings::usual());
    assert_eq!(answer.status(), 503);
    let body = answer.body();
    assert_eq!((&body["status"], &body["policy"]), (&json!("failing"), &json!(null)));
    assert_eq!(body["problems"][0]["code"], "policy-invalid");
    let findings = body["problems"][0]["findings"].as_array().unwrap();
    let unknown: Vec<_> = findings.iter().filter(|finding| finding["code"] == "unknown-key").collect();
    assert_eq!(unknown.len(), 2);
    assert_eq!((&unknown[0]["line"], &unknown[0]["column"]), (&json!(24), &json!(1)));
    assert!(unknown[0]["message"].as_str().unwrap().contains("capacty"));
}

#[test]
fn what_is_only_worth_a_second_look_is_not_told_as_an_error() {
    let policy = POLICY.replace("capacity", "capacty").replace(r#"payload = "/kind""#, r#"twin = "/kind""#);
    let diagnostics = placement::Policy::parse(&policy).err().unwrap();
    let warnings = diagnostics.iter().filter(|diagnostic| diagnostic.severity == placement::Severity::Warning).count();
    assert!(warnings > 0);
    let answer = health(&Service::new(Ok(policy)), &Settings::usual());
    let told = answer.body()["problems"][0]["findings"].as_array().unwrap().len();
    assert_eq!(told, diagnostics.len() - warnings);
}

#[test]
fn a_line_in_the_log_has_the_first_errors_of_the_policy() {
    let answer = health(&Service::new(Ok("[[stamp]]\n[[pin]]".into())), &Settings::usual());
    let all = answer.body()["problems"][0]["findings"].as_array().unwrap().len();
    let logged = answer.log()["problems"][0]["findings"].as_array().unwrap().len();
    assert!(all > logged);
    assert_eq!(logged, 3);
    assert_eq!(answer.log()["problems"][0]["furtherFindings"], json!(all - 3));
    assert_eq!(answer.body()["problems"][0]["furtherFindings"], json!(null));
}

#[test]
fn the_first_errors_of_a_policy_are_told_and_the_others_counted() {
    let policy = format!("{POLICY}\n[unknown]\n{}", "[[pin]]\n".repeat(100));
    let diagnostics = placement::Policy::parse(&policy).err().unwrap();
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == placement::Severity::Error).count();
    let answer = health(&Service::new(Ok(policy)), &Settings::usual());
    let problem = &answer.body()["problems"][0];
    assert_eq!(problem["findings"].as_array().unwrap().len(), 20);
    assert_eq!(problem["furtherFindings"], json!(errors - 20));
    assert!(problem["message"].as_str().unwrap().contains(&format!("(errors: {errors})")));
    assert_eq!(answer.log()["problems"][0]["furtherFindings"], json!(errors - 3));
}

#[test]
fn a_line_is_short_whatever_the_policy_says() {
    let policy = format!("{} = 1\n{POLICY}", "long".repeat(50_000));
    let answer = health(&Service::new(Ok(policy)), &Settings::usual());
    assert!(answer.0.log.as_ref().unwrap().len() < 64 * 1024);
}

#[test]
fn missing_keys_are_unhealthy() {
    let answer = health(&service(), &Settings::default());
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.body()["policy"]["name"], "appliances");
    assert_eq!(answer.body()["problems"][0]["code"], "keys-missing");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let answer = health(&unreadable(), &Settings::default());
    for problems in [&answer.body()["problems"], &answer.log()["problems"]] {
        let codes: Vec<_> = problems.as_array().unwrap().iter().map(|problem| &problem["code"]).collect();
        assert_eq!(codes, ["policy-unreadable", "keys-missing"]);
    }
    assert_eq!((&answer.log()["event"], &answer.log()["status"]), (&json!("unhealthy"), &json!(503)));
    assert_eq!(answer.log()["problems"][0]["reason"], "no such file");
    assert!(!answer.body().to_string().contains("no such file"));
}
