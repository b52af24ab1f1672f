use std::collections::BTreeMap;

use host_test::host::{Host, Limits, Log, Offer, Variable};

use crate::support::{PROBE, get, nothing, probe, variable};

fn with_policy() -> Offer {
    let files = BTreeMap::from([("/policy.toml".to_owned(), b"language = 1".to_vec())]);
    Offer { files, ..nothing() }
}

#[tokio::test]
async fn a_mounted_file_is_read_at_its_destination() {
    let host = probe(with_policy(), Limits::default());
    assert_eq!(get(&host, "/read?/policy.toml").await, (200, "language = 1".to_owned()));
}

#[tokio::test]
async fn nothing_but_the_mounted_file_is_there() {
    let host = probe(with_policy(), Limits::default());
    assert_eq!(get(&host, "/list?/").await, (200, "policy.toml".to_owned()));
    for path in ["/etc/passwd", "/../etc/passwd", "/policy.toml/../../etc/passwd", "Cargo.toml"] {
        assert_eq!(get(&host, &format!("/read?{path}")).await.0, 403, "{path}");
    }
}

#[tokio::test]
async fn the_mounted_files_cannot_be_written() {
    let host = probe(with_policy(), Limits::default());
    for path in ["/policy.toml", "/new.toml"] {
        assert_eq!(get(&host, &format!("/write?{path}")).await.0, 403, "{path}");
    }
    assert_eq!(get(&host, "/read?/policy.toml").await.1, "language = 1");
}

#[tokio::test]
async fn a_declared_variable_is_given() {
    let host = probe(variable("log_ids", Variable::Value("plain".into())), Limits::default());
    assert_eq!(get(&host, "/variable?log_ids").await, (200, "plain".to_owned()));
}

#[tokio::test]
async fn other_variables_fail_as_on_spin() {
    let host = probe(variable("keys", Variable::Unresolved("the vault is shut".into())), Limits::default());
    let undefined = r#"Error::Undefined("no variable for \"probe\".\"other\"")"#;
    assert_eq!(get(&host, "/variable?other").await, (403, undefined.to_owned()));
    let invalid = r#"Error::InvalidName("\"Other\": invalid character 'O'. Variable names may contain only lower-case letters, numbers, and underscores.")"#;
    assert_eq!(get(&host, "/variable?Other").await, (403, invalid.to_owned()));
    assert_eq!(get(&host, "/variable?keys").await, (403, r#"Error::Provider("the vault is shut")"#.to_owned()));
}

#[tokio::test]
async fn there_are_no_environment_variables_and_no_arguments() {
    let host = probe(nothing(), Limits::default());
    assert_eq!(get(&host, "/environment").await, (200, "0".to_owned()));
}

#[tokio::test]
async fn no_host_can_be_reached() {
    let host = probe(nothing(), Limits::default());
    let (status, error) = get(&host, "/send?http://127.0.0.1:9/").await;
    assert_eq!(status, 403);
    assert!(error.contains("HttpRequestDenied"), "{error}");
}

#[tokio::test]
async fn what_the_component_prints_is_logged_line_by_line() {
    let (log, lines) = Log::capture();
    let host = Host::new(&PROBE, nothing(), Limits::default(), log).unwrap();
    assert_eq!(get(&host, "/print?eu-1").await.0, 200);
    assert_eq!(*lines.lock().unwrap(), ["out eu-1", "err eu-1"]);
}
