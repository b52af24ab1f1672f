//! Tests that are made of recorded requests.

use snapbox::str;

use super::HOME;
use crate::run::stamp;

/// A body on one line.
fn body(id: &str, payload: &str, current: &str) -> String {
    format!(
        r#"{{"enrollmentGroup":{{"enrollmentGroupId":"group","attestation":{{"type":"x509"}},"capabilities":{{"iotEdge":true}},"reprovisionPolicy":{{"updateHubAssignment":true}}}},"deviceRuntimeContext":{{"registrationId":"{id}",{current}"payload":{payload}}},"linkedHubs":["home-eu-1.azure-devices.net"]}}"#
    )
}

#[test]
fn requests_become_tests_with_what_is_decided_today() {
    let lines = [
        body("press-0042", r#"{"country":"DE"}"#, ""),
        body("press-0042", r#"{"country":"DE"}"#, ""),
        body("press-0042", r#"{"country":"DE","note":"x\u001b[2K\n\u202e"}"#, ""),
        body("press-7", r#"{"country":"JP"}"#, r#""currentIotHubHostName":"elsewhere.azure-devices.net","#),
        String::new(),
        body("press-8", r#"{"country":null}"#, ""),
        "{".into(),
    ];
    stamp(["test", "home.toml", "--record", "log.ndjson"])
        .file("home.toml", HOME)
        .file("log.ndjson", &lines.join("\n"))
        .prints(str![[r#"
[[test]]
name    = "press-0042, new, is placed on eu-1"
request = { registration-id = "press-0042", enrollment-group = "group", attestation = "x509", iot-edge = true, payload = { country = "DE" }, linked-stamps = ["eu-1"] }
expect  = { stamp = "eu-1", how = "placed", by = "country" }

[[test]]
name    = "press-0042, new, is placed on eu-1 (2)"
request = { registration-id = "press-0042", enrollment-group = "group", attestation = "x509", iot-edge = true, payload = { country = "DE", note = "x/u001b[2K/n/u202E" }, linked-stamps = ["eu-1"] }
expect  = { stamp = "eu-1", how = "placed", by = "country" }

[[test]]
name    = "press-7, on elsewhere.azure-devices.net, is refused: no-value"
request = { registration-id = "press-7", enrollment-group = "group", attestation = "x509", iot-edge = true, payload = { country = "JP" }, current-hub = "elsewhere.azure-devices.net", linked-stamps = ["eu-1"] }
expect  = { refusal = "no-value" }


"#]])
        .notes(str![[r#"
left out log.ndjson:6: no table can express it: save it as a file of its own
left out log.ndjson:7: no table can express it: save it as a file of its own
6 requests: 3 tests, 1 the same as one before, 2 left out; review them

"#]])
        .exits(1);
}

#[test]
fn a_body_that_no_table_can_express_is_named_by_its_file() {
    stamp(["test", "policies/home.toml", "--record", "bodies"])
        .file("policies/home.toml", HOME)
        .file("bodies/null.json", &body("press-8", r#"{"country":"DE","note":null}"#, ""))
        .file("bodies/broken.json", "{\n")
        .file("bodies/readme.md", "no body")
        .prints(str![[r#"
[[test]]
name    = "a body that cannot be read is refused"
request = "../bodies/broken.json"
expect  = { refusal = "malformed-request" }

[[test]]
name    = "press-8, new, is placed on eu-1"
request = "../bodies/null.json"
expect  = { stamp = "eu-1", how = "placed", by = "country" }


"#]])
        .notes(str![[r#"
2 requests: 2 tests, 0 the same as one before, 0 left out; review them

"#]])
        .exits(0);
}

#[test]
fn a_table_that_would_say_more_than_the_request_is_not_written() {
    // What DPS leaves out, a table would fill in: that the device is no IoT Edge device.
    let sparse = body("press-0042", r#"{"country":"DE"}"#, "").replace(r#""capabilities":{"iotEdge":true},"#, "");
    stamp(["test", "home.toml", "--record", "-"])
        .file("home.toml", HOME)
        .input(&sparse)
        .notes(str![[r#"
left out <standard input>: no table can express it: save it as a file of its own
1 request: 0 tests, 0 the same as one before, 1 left out; review them

"#]])
        .exits(1);
}

#[test]
fn what_is_recorded_passes_as_it_stands() {
    let recorded = stamp(["test", "policies/contoso.toml", "--record", "policies/requests"])
        .in_repository()
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
    let policy = crate::run::repository().join("policies/contoso.toml");
    let policy = format!("policy = {:?}\n", policy.display().to_string());
    let requests = crate::run::repository().join("policies/requests").display().to_string();
    let tests = policy + &recorded.replace("\"requests/", &format!("\"{requests}/"));
    stamp(["test", "all.test.toml"])
        .file("all.test.toml", &tests)
        .prints(str![[r#"
13 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn recording_needs_one_policy() {
    stamp(["test", "--record", "x"])
        .notes(str![[r#"
error: --record needs the policy, and only that: stamp test POLICY --record FILE

"#]])
        .exits(2);
    stamp(["test", "home.toml", "--record", "none.json"])
        .file("home.toml", HOME)
        .notes(str![[r#"
error: could not read none.json: No such file or directory (os error 2)

"#]])
        .exits(2);
}
