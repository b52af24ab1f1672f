use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use host_test::built_in;
use host_test::host::{Application, Variable};

use crate::support::workspace;

/// The manifest of the repository, with `from` replaced by `to`.
fn edited(from: &str, to: &str) -> String {
    assert!(built_in::MANIFEST.contains(from), "{from}");
    built_in::MANIFEST.replacen(from, to, 1)
}

fn complaint(from: &str, to: &str) -> String {
    Application::parse(&edited(from, to)).unwrap_err().to_string()
}

fn offered(manifest: &str, name: &str) -> Variable {
    let application = Application::parse(manifest).unwrap();
    let values = BTreeMap::from([("webhook_keys".to_owned(), "0123456789abcdef".to_owned())]);
    let offer = application.offer(&values, |_| Ok(Vec::new())).unwrap();
    offer.variables.get(name).cloned().unwrap()
}

#[test]
fn the_manifest_built_in_is_the_one_that_spin_reads() {
    assert_eq!(fs::read_to_string(workspace().join("spin.toml")).unwrap(), built_in::MANIFEST);
}

#[test]
fn the_policy_built_in_is_the_one_that_the_manifest_mounts() {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    assert_eq!(application.mounted_at("/policy.toml"), Some(Path::new(built_in::POLICY_FILE)));
    assert_eq!(fs::read_to_string(workspace().join(built_in::POLICY_FILE)).unwrap(), built_in::POLICY);
}

#[test]
fn the_build_command_makes_the_file_that_the_manifest_names() {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    assert_eq!(application.source(), Path::new(xtask::ARTIFACT));
    assert_eq!(application.build_command(), Some("cargo run -p xtask -- component"));
}

#[test]
fn a_variable_has_the_value_that_it_is_given_or_its_default() {
    assert!(offered(built_in::MANIFEST, "webhook_keys") == Variable::Value("0123456789abcdef".into()));
    assert!(offered(built_in::MANIFEST, "log_ids") == Variable::Value("plain".into()));
}

#[test]
fn a_required_variable_without_a_value_fails_only_when_it_is_asked_for() {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    let offer = application.offer(&BTreeMap::new(), |_| Ok(Vec::new())).unwrap();
    let missing = Variable::Unresolved("no provider resolved required variable \"webhook_keys\"".into());
    assert!(offer.variables.get("webhook_keys") == Some(&missing));
}

#[test]
fn a_value_for_a_variable_that_is_not_declared_is_an_error() {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    let values = BTreeMap::from([("webhook_key".to_owned(), String::new())]);
    let error = application.offer(&values, |_| Ok(Vec::new())).err().unwrap();
    assert_eq!(error.to_string(), "the application has no variable `webhook_key`");
}

#[test]
fn a_word_that_the_host_does_not_know_is_named() {
    let complaint = complaint("allowed_outbound_hosts = []", "key_value_stores = [\"default\"]");
    assert!(complaint.contains("unknown field `key_value_stores`"), "{complaint}");
}

#[test]
fn what_the_host_cannot_offer_is_named() {
    for (from, to, key) in [
        ("spin_manifest_version = 2", "spin_manifest_version = 1", "spin_manifest_version"),
        ("allowed_outbound_hosts = []", "allowed_outbound_hosts = [\"https://a.example\"]", "allowed_outbound_hosts"),
        ("route = \"/...\"", "route = \"/allocate\"", "trigger.http.route"),
        ("component = \"allocator\"", "component = \"other\"", "component"),
        ("\"/policy.toml\"", "\"/../policy.toml\"", "component.allocator.files"),
        ("\"/policy.toml\"", "\"policy.toml\"", "component.allocator.files"),
        ("{{ log_ids }}", "{{ ids }}", "component.allocator.variables.log_ids"),
        ("{{ log_ids }}", "{{ log_ids", "component.allocator.variables.log_ids"),
        ("required = true, ", "", "variables.webhook_keys"),
        ("log_ids = { default", "log__ids = { default", "variables.log__ids"),
    ] {
        let complaint = complaint(from, to);
        assert!(complaint.contains(&format!("{key}` ")), "{to}: {complaint}");
    }
}
