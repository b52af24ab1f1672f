//! `stamp replay`.

use serde_json::Value;
use snapbox::str;

use crate::check::{HOME, MISTAKEN};
use crate::run::{Run, stamp};

/// A body on one line.
fn body(id: &str, country: &str) -> String {
    let hubs = r#"["home-eu-1.azure-devices.net","home-eu-2.azure-devices.net","home-us-1.azure-devices.net"]"#;
    format!(
        r#"{{"enrollmentGroup":{{"enrollmentGroupId":"group"}},"deviceRuntimeContext":{{"registrationId":"{id}","payload":{{"country":"{country}"}}}},"linkedHubs":{hubs}}}"#
    )
}

fn requests() -> String {
    [body("press-0042", "DE"), body("press-7", "US"), String::new(), body("press-8", "JP"), "{".into()].join("\n")
}

/// The policy with German devices in the US.
fn edited() -> String {
    let edited = HOME.replace("DE = \"eu\"", "DE = \"us\"");
    assert_ne!(edited, HOME);
    edited
}

fn replay(arguments: &[&str]) -> Run {
    let run = stamp(["replay"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("edited.toml", &edited()).file("log.ndjson", &requests())
}

#[test]
fn every_request_is_shown_with_what_is_decided() {
    replay(&["log.ndjson", "home.toml"])
        .prints(str![[r#"
press-0042: eu-2 (placed) log.ndjson:1
  placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`
press-7: us-1 (placed) log.ndjson:2
  placed on us-1, the only open stamp; geo = us by `country`
press-8: refused, no-value log.ndjson:4
  refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
(no request): refused, malformed-request log.ndjson:5
  the body is not JSON (EOF while parsing an object at line 1 column 1): send one JSON object
4 requests
  1 eu-2
  1 malformed-request
  1 no-value
  1 us-1

"#]])
        .exits(0);
}

#[test]
fn what_another_policy_decides_otherwise_is_shown() {
    replay(&["log.ndjson", "home.toml", "edited.toml"])
        .prints(str![[r#"
press-0042: eu-2 (placed) -> us-1 (placed) log.ndjson:1
  placed on us-1, the only open stamp; geo = us by `country`
4 requests: 1 decided otherwise
  1 eu-2 -> us-1
why
  1 by rule `country` of `geo`: `map.DE` "eu" becomes "us", line 14

"#]])
        .exits(0);
}

#[test]
fn a_change_fails_where_it_is_denied() {
    replay(&["log.ndjson", "home.toml", "edited.toml", "--deny", "changes"]).prints(str!["..."]).exits(1);
    replay(&["log.ndjson", "home.toml", "home.toml", "--deny", "changes"])
        .prints(str![[r#"
4 requests: none is decided otherwise

"#]])
        .exits(0);
}

#[test]
fn requests_come_from_folders_and_from_the_standard_input_too() {
    replay(&["bodies", "home.toml"])
        .file("bodies/b.json", &body("press-0042", "DE"))
        .file("bodies/a.jsonl", &body("press-7", "US"))
        .file("bodies/c.txt", "no body")
        .prints(str![[r#"
press-7: us-1 (placed) bodies/a.jsonl
  placed on us-1, the only open stamp; geo = us by `country`
press-0042: eu-2 (placed) bodies/b.json
  placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`
2 requests
  1 eu-2
  1 us-1

"#]])
        .exits(0);
    replay(&["-", "home.toml"]).input(&body("press-7", "US")).prints(str!["..."]).exits(0);
}

#[test]
fn scripts_get_every_request_as_json() {
    let printed = replay(&["log.ndjson", "home.toml", "edited.toml", "--format", "json"]).prints(str!["..."]).exits(0);
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&json["requests"], &json["changed"]), (&4.into(), &1.into()));
    let first = &json["replayed"][0];
    assert_eq!((&first["device"], &first["origin"]), (&"press-0042".into(), &"log.ndjson:1".into()));
    assert_eq!((&first["change"]["what"], &first["change"]["to"]["stamp"]), (&"stamp".into(), &"us-1".into()));
    assert_eq!(json["replayed"][3]["decided"]["refusal"], "malformed-request");
    assert_eq!(json["replayed"][1].get("change"), None);
}

#[test]
fn without_requests_or_with_a_broken_policy_nothing_is_replayed() {
    replay(&["empty", "home.toml"])
        .file("empty", "\n")
        .notes(str![[r#"
error: empty holds no request

"#]])
        .exits(2);
    replay(&["log.ndjson", "home.toml", "mistaken.toml"]).file("mistaken.toml", MISTAKEN).notes(str!["..."]).exits(1);
    replay(&["log.ndjson", "home.toml", "--deny", "changes"]).notes(str!["..."]).exits(2);
}
