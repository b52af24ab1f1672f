//! What is served, and how the first answer is got.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::run::{repository, stamp};
use crate::serving::Serving;

/// The file that the printed line posts, as a shell would find it in the server's working folder.
fn named_body(serving: &Serving) -> String {
    let (_, file) = serving.curl.split_once("--data-binary ").unwrap();
    file.trim_matches(['\'', '"']).strip_prefix('@').unwrap().to_owned()
}

#[test]
fn in_the_repository_the_printed_line_gets_the_hub() {
    let serving = stamp(["serve"]).in_repository().serves();
    assert_data_eq!(
        serving.note("serving"),
        str!["serving policies/contoso.toml: policy contoso revision 2026-11-23, sha256 [..]"]
    );
    let expected = format!("curl -sS \"{}\" -H \"content-type: application/json\" --data-binary", serving.url);
    assert!(serving.curl.starts_with(&expected), "{}", serving.curl);
    assert_eq!(named_body(&serving), "policies/requests/new-device.json");
    let body = fs::read_to_string(repository().join(named_body(&serving))).unwrap();
    let answer = serving.post(&serving.target(), &body);
    assert_eq!(answer.status, 200);
    assert_data_eq!(
        answer.body,
        str![[
            r#"{"iotHubHostName":"contoso-eu-1.azure-devices.net","initialTwin":{"properties":{"desired":{}},"tags":{"family":"press","geo":"eu","stamp":"eu-1"}},"payload":{"application":"https://eu-1.contoso.example","policy":"contoso 2026-11-23","region":"westeurope","support":"berlin"}}"#
        ]]
    );
}

#[test]
fn outside_a_project_the_example_is_served_and_it_says_so() {
    let serving = stamp(["serve"]).serves();
    assert_data_eq!(
        serving.note("goes when the server stops"),
        str![[r#"
serving the example policy built in: policy contoso revision 2026-11-23, sha256 [..]
there is no spin.toml here, so this is the example; name a policy to serve your own
the request below is made for this policy, and goes when the server stops
"#]]
    );
    let body = fs::read_to_string(named_body(&serving)).unwrap();
    assert_eq!(serving.post(&serving.target(), &body).status, 200);
}

#[test]
fn a_named_policy_is_served_and_the_request_is_made_for_it() {
    let policy = super::policy("three", "7");
    let serving = stamp(["serve", "small.toml"]).file("small.toml", &policy).serves();
    assert_data_eq!(
        serving.note("goes when the server stops"),
        str![[r#"
serving small.toml: policy small revision 7, sha256 [..]
the request below is made for this policy, and goes when the server stops
"#]]
    );
    let body = fs::read_to_string(named_body(&serving)).unwrap();
    assert_eq!(serving.post(&serving.target(), &body).body, super::answered("three", "7"));
}

#[test]
fn the_health_tells_the_digest_of_the_file() {
    let policy = super::policy("one", "1");
    let serving = stamp(["serve", "small.toml"]).file("small.toml", &policy).serves();
    let note = serving.note("serving");
    assert!(note.ends_with(&format!("sha256 {}", serving.digest())), "{note}");
}

#[test]
fn variables_that_the_manifest_declares_can_be_set() {
    let policy = super::policy("one", "1");
    let serving = stamp(["serve", "small.toml", "--variable", "log_ids=masked"]).file("small.toml", &policy).serves();
    assert_eq!(serving.post(&serving.target(), super::REQUEST).status, 200);
    let log = serving.log();
    assert!(log.contains("\"maskedId\":") && !log.contains("press-0042"), "{log}");
}

#[test]
fn a_policy_is_served_where_the_manifest_mounts_none() {
    let policy = super::policy("one", "1");
    let run = stamp(["serve", "small.toml"]).file("small.toml", &policy);
    let serving = run.file("spin.toml", &super::start::mounting_nothing()).serves();
    assert_eq!(serving.post(&serving.target(), super::REQUEST).status, 200);
}
