//! `stamp explain`.

mod fields;
mod lines;
mod stamp;
mod steps;

use serde_json::Value;
use snapbox::str;

use crate::check::{HOME, MISTAKEN};
use crate::run::{repository, stamp};

const REQUEST: &str = r#"{
    "enrollmentGroup": {},
    "deviceRuntimeContext": { "registrationId": "Press-0042", "payload": { "country": "DE" } },
    "linkedHubs": ["home-eu-1.azure-devices.net", "home-eu-2.azure-devices.net"]
}"#;

#[test]
fn a_circle_of_moves_is_told() {
    let there = "[[move]]\nname = \"there\"\nfrom = \"eu-1\"\nto = \"eu-2\"\n";
    let back = "[[move]]\nname = \"and back\"\nfrom = \"eu-2\"\nto = \"eu-1\"\n";
    stamp(["explain", "home.toml", "body.json"])
        .file("home.toml", &format!("{HOME}{there}{back}"))
        .file("body.json", REQUEST)
        .prints(str![[r#"
policy home 7, sha256 8ab662bc1262aa60b9fd30a86916e336257d38d59ab294c3bfee7170316e5e44
device press-0042, new

round 1, the device on no stamp
  attributes
    geo = eu, by `country`
  stamps that serve it
    eu-1, eu-2
  placed by weight among the open stamps
    eu-2  weight 1,000  share  33.3 %  cost 52,917,863  preferred
    eu-1  weight 2,000  share  66.7 %  cost 99,879,690
      would win from a weight of 3,775 on, or if eu-2 weighed at most 529, or without eu-2
  moves
    - there: its `from` does not name eu-2
    and back to eu-1
      eu-1  weight 2,000  share 100.0 %  cost 99,879,690  preferred

round 2, the device on eu-1
  pins, attributes and stamps as in round 1
  stays on eu-1, which serves it
  moves
    there to eu-2
      eu-2  weight 1,000  share 100.0 %  cost 52,917,863  preferred

round 3, the device on eu-2
  pins, attributes and stamps as in round 2
  stays on eu-2, which serves it
  moves
    - there: its `from` does not name eu-2
    and back to eu-1
      eu-1  weight 2,000  share 100.0 %  cost 99,879,690  preferred

the moves go round a circle: eu-1, eu-2, and again eu-1
answer 200, placed on eu-1
  home-eu-1.azure-devices.net
  geo = eu
  by `country` (geo), move `and back`, move `there`
  {
    "iotHubHostName": "home-eu-1.azure-devices.net"
  }

otherwise
  if eu-1 were down: placed on eu-2
  if eu-1 weighed 3,775: placed on eu-2

"#]])
        .exits(0);
}

#[test]
fn the_example_in_the_repository_is_explained() {
    let arguments = ["explain", "policies/contoso.toml", "policies/requests/new-device.json"];
    let printed = stamp(arguments).in_repository().prints(str!["..."]).exits(0);
    assert!(printed.contains("\nanswer 200, placed on eu-1\n"), "{printed}");
}

#[test]
fn scripts_get_the_trace_as_json() {
    let arguments = ["explain", "policies/contoso.toml", "policies/requests/new-device.json", "--format", "json"];
    let printed = stamp(arguments).in_repository().prints(str!["..."]).exits(0);
    let explanation: Value = serde_json::from_str(&printed).unwrap();
    let members: Vec<&String> = explanation.as_object().unwrap().keys().collect();
    let added = ["by", "cohorts", "contests", "guarantees", "otherwise", "passed", "policy"];
    assert!(added.iter().all(|added| members.iter().any(|member| member == added)), "{members:?}");
    let policy = std::fs::read_to_string(repository().join("policies/contoso.toml")).unwrap();
    let policy = placement::Policy::parse(&policy).unwrap().policy;
    let identity = serde_json::json!({ "name": "contoso", "revision": "2026-11-23", "digest": policy.digest() });
    assert_eq!(explanation["policy"], identity);
    let request = std::fs::read(repository().join("policies/requests/new-device.json")).unwrap();
    let native = analysis::Native::decide(&policy, &request);
    let mut trace = serde_json::to_value(native.trace().unwrap()).unwrap();
    for added in added {
        trace[added] = explanation[added].clone();
    }
    assert_eq!(explanation, trace);
}

#[test]
fn a_policy_with_errors_explains_nothing() {
    stamp(["explain", "home.toml", "body.json"])
        .file("home.toml", MISTAKEN)
        .file("body.json", REQUEST)
        .notes(str![[r#"
error[unknown-version]: version 2 of `hash` is not known to this release
 --> home.toml:2:12
  |
2 | hash     = 2
  |            ^
  |
  = help: write `hash = 1`

error[bad-hub]: `home` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`
 --> home.toml:8:12
  |
8 | hub      = "home"
  |            ^^^^^^
  |
  = help: write the hub's host name, such as `contoso-eu-1.azure-devices.net`

error[unknown-key]: unknown key `stat` in the stamp `home`
  --> home.toml:10:1
   |
10 | stat     = "open"
   | ^^^^
   |
   = help: did you mean `state`?

"#]])
        .exits(1);
}

#[test]
fn a_body_that_is_no_request_is_told_what_it_lacks() {
    stamp(["explain", "home.toml", "body.json"])
        .file("home.toml", HOME)
        .file("body.json", "{}")
        .notes(str![[r#"
error: body.json is no request: `deviceRuntimeContext` is missing: send an object, what DPS knows of the device

"#]])
        .exits(2);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    stamp(["explain", "home.toml", "body.json"])
        .file("home.toml", HOME)
        .notes(str![[r#"
error: could not read body.json: [..]

"#]])
        .exits(2);
}

#[test]
fn only_one_of_both_can_come_by_the_standard_input() {
    stamp(["explain", "-", "-"])
        .notes(str![[r#"
error: policy and request cannot both be read from the standard input

"#]])
        .exits(2);
}

#[test]
fn what_a_request_says_cannot_forge_lines_or_move_the_cursor() {
    let forged = r"DE\u001b[2K\nanswer 200\u202e\u009b";
    let hub = r#""currentIotHubHostName": "hub\u001b[1A\nforged\u2066.azure-devices.net", "payload""#;
    let request = REQUEST.replace("DE", forged).replace("\"payload\"", hub);
    let explain = stamp(["explain", "home.toml", "body.json", "--color", "always"]);
    let printed = explain.file("home.toml", HOME).file("body.json", &request).prints(str!["..."]).exits(0);
    let plain = anstream::adapter::strip_str(&printed).to_string();
    assert!(plain.contains(r"on hub\u{1b}[1A\nforged\u{2066}.azure-devices.net, which is no stamp's hub"), "{plain}");
    assert!(plain.contains(r"DE\u{1b}[2K\nanswer 200\u{202e}\u{9b}"), "{plain}");
    assert!(plain.chars().all(|c| c == '\n' || !c.is_control()), "{plain:?}");
}

#[test]
fn scripts_are_told_of_failures_as_json() {
    stamp(["explain", "nowhere.toml", "body.json", "--format", "json"])
        .prints(str![[r#"
{
  "error": "could not read nowhere.toml: [..]"
}

"#]])
        .notes(str![[r#"
error: could not read nowhere.toml: [..]

"#]])
        .exits(2);
}

#[test]
fn scripts_get_what_is_wrong_with_a_policy_as_json() {
    let explain =
        stamp(["explain", "home.toml", "body.json", "--format", "json"]).file("home.toml", "language = 1\nhash = 2\n");
    let printed = explain.prints(str!["..."]).exits(1);
    let refused: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(refused["error"], "home.toml has errors");
    assert_eq!(refused["findings"][0]["code"], "missing-key");
}
