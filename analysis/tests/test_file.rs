//! Test files: the bodies that they become, and everything that can be wrong with them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use analysis::test_file::{Draft, Expected, Request, Test};
use placement::{Code, Policy};
use serde_json::{Value, json};

const POLICY: &str = r#"
    language = 1
    hash     = 1
    policy   = "two"
    seed     = "two"

    [[attribute]]
    name   = "geo"
    values = ["eu", "us"]

      [[attribute.rule]]
      name = "country"
      read = { payload = "/country" }
      map  = { DE = "eu", US = "us" }

    [[stamp]]
    name     = "eu-1"
    hub      = "two-eu-1.azure-devices.net"
    capacity = 1000
    serves   = { geo = "eu" }

    [[stamp]]
    name     = "us-1"
    hub      = "Two-US-1.azure-devices.net"
    capacity = 1000
    serves   = { geo = "us" }

    [[guarantee]]
    name = "everywhere"
    only = ["eu-1", "us-1"]
"#;

fn policy() -> Policy {
    Policy::parse(POLICY).unwrap().policy
}

/// The tests of a file that has no errors.
fn tests(source: &str) -> Vec<Test> {
    Draft::parse(source).unwrap().against(&policy()).unwrap()
}

fn body(request: &str) -> Value {
    let source = format!("[[test]]\nname = 't'\nrequest = {request}\nexpect = {{ status = 200 }}\n");
    let test = tests(&source).pop().unwrap();
    let Request::Body(body) = test.request else { panic!("a table was given") };
    serde_json::from_slice(&body).unwrap()
}

#[test]
fn a_table_becomes_the_body_that_dps_sends_for_a_plain_device() {
    let hubs = json!(["two-eu-1.azure-devices.net", "Two-US-1.azure-devices.net"]);
    assert_eq!(
        body(r#"{ registration-id = "Press-0042" }"#),
        json!({
            "enrollmentGroup": {
                "enrollmentGroupId": "test",
                "attestation": { "type": "symmetricKey" },
                "capabilities": { "iotEdge": false },
                "provisioningStatus": "enabled",
                "reprovisionPolicy": { "updateHubAssignment": true, "migrateDeviceData": true },
                "allocationPolicy": "custom",
                "iotHubs": hubs,
            },
            "deviceRuntimeContext": { "registrationId": "Press-0042", "symmetricKey": {} },
            "linkedHubs": hubs,
        })
    );
}

#[test]
fn every_field_of_a_table_has_its_place_in_the_body() {
    let hubs = json!(["Two-US-1.azure-devices.net"]);
    let request = r#"{ registration-id = "p", enrollment-group = "g", attestation = "x509", iot-edge = true,
        twin = { tags = { geo = "eu" } }, payload = { country = "DE" }, current-stamp = "eu-1",
        linked-stamps = "us-1", never-reprovision = true }"#;
    assert_eq!(
        body(request),
        json!({
            "enrollmentGroup": {
                "enrollmentGroupId": "g",
                "attestation": { "type": "x509" },
                "capabilities": { "iotEdge": true },
                "initialTwin": { "tags": { "geo": "eu" } },
                "provisioningStatus": "enabled",
                "reprovisionPolicy": { "updateHubAssignment": false, "migrateDeviceData": false },
                "allocationPolicy": "custom",
                "iotHubs": hubs,
            },
            "deviceRuntimeContext": {
                "registrationId": "p",
                "currentIotHubHostName": "two-eu-1.azure-devices.net",
                "currentDeviceId": "p",
                "x509": { "clientCertificate": "" },
                "payload": { "country": "DE" },
            },
            "linkedHubs": hubs,
        })
    );
}

#[test]
fn an_individual_enrollment_is_of_the_device_itself() {
    let body = body(
        r#"{ registration-id = "P", individual-enrollment = true, attestation = "tpm",
            current-hub = "a.example", linked-hubs = ["b.example", "a.example"] }"#,
    );
    assert_eq!(body["enrollmentGroup"], Value::Null);
    assert_eq!(body["individualEnrollment"]["registrationId"], "P");
    assert_eq!(body["individualEnrollment"]["deviceId"], "P");
    assert_eq!(body["individualEnrollment"]["enrollmentGroupId"], Value::Null);
    assert_eq!(body["deviceRuntimeContext"]["tpm"], json!({ "endorsementKey": "", "storageRootKey": "" }));
    assert_eq!(body["deviceRuntimeContext"]["currentIotHubHostName"], "a.example");
    assert_eq!(body["linkedHubs"], json!(["b.example", "a.example"]));
}

#[test]
fn a_request_that_is_a_text_is_a_file() {
    let source =
        "policy = '../two.toml'\n[[test]]\nname = 't'\nrequest = 'a.json'\nexpect = { refusal = 'not-linked' }\n";
    assert_eq!(Draft::parse(source).unwrap().policy(), Some("../two.toml"));
    let test = tests(source).pop().unwrap();
    assert_eq!(test.request, Request::File { path: "a.json".into(), span: 53..61 });
}

#[test]
fn the_status_follows_from_what_is_expected() {
    let status = |expect: &str| {
        let source = format!("[[test]]\nname = 't'\nrequest = 'a.json'\nexpect = {expect}\n");
        tests(&source).pop().unwrap().expect.status
    };
    assert_eq!(status("{ stamp = 'eu-1' }"), Some(200));
    assert_eq!(status("{ how = 'kept' }"), Some(200));
    assert_eq!(status("{ refusal = 'not-linked' }"), Some(422));
    assert_eq!(status("{ refusal = 'none-open' }"), Some(503));
    assert_eq!(status("{ refusal = 'malformed-request' }"), Some(400));
    assert_eq!(status("{ status = 413 }"), Some(413));
}

#[test]
fn false_expects_that_there_is_none() {
    let source = "[[test]]\nname = 't'\nrequest = 'a.json'\nexpect = { stamp = 'eu-1', attributes = { geo = false }, twin = false, payload = { a = 1 } }\n";
    let expect = tests(source).pop().unwrap().expect;
    assert_eq!(expect.attributes["geo"], None);
    assert_eq!(expect.twin, Expected::Nothing);
    assert_eq!(expect.payload, Expected::Exactly(json!({ "a": 1 }).as_object().unwrap().clone()));
}

/// Code, line, column, message and help of everything that is wrong with a file.
fn problems(source: &str) -> Vec<(Code, usize, usize, String, String)> {
    let problems = match Draft::parse(source) {
        Ok(draft) => draft.against(&policy()).unwrap_err(),
        Err(problems) => problems,
    };
    let seen = problems.into_iter().map(|problem| {
        let (line, column) = problem.position(source);
        (problem.code, line, column, problem.message, problem.help.unwrap_or_default())
    });
    seen.collect()
}

#[track_caller]
fn refuses(test: &str, code: Code, column: usize, message: &str, help: &str) {
    let source = format!("[[test]]\nname = 't'\n{test}\n");
    let line = if test.contains('\n') { 4 } else { 3 };
    assert_eq!(problems(&source), [(code, line, column, message.to_owned(), help.to_owned())], "{test}");
}

/// A test whose request is `request` and whose expectation is right.
#[track_caller]
fn refuses_request(request: &str, code: Code, column: usize, message: &str, help: &str) {
    refuses(&format!("expect = {{ stamp = 'eu-1' }}\nrequest = {request}"), code, column, message, help);
}

/// A test whose expectation is `expect` and whose request is right.
#[track_caller]
fn refuses_expectation(expect: &str, code: Code, column: usize, message: &str, help: &str) {
    refuses(&format!("request = 'a.json'\nexpect = {expect}"), code, column, message, help);
}

#[test]
fn what_is_wrong_with_a_request_is_said_with_its_place() {
    refuses_request(
        "{ registration-id = 'p', paylod = {} }",
        Code::UnknownKey,
        36,
        "unknown key `paylod` in the request",
        "did you mean `payload`?",
    );
    refuses_request(
        "{ registration-id = 'p', current-stamp = 'eu-2' }",
        Code::UnknownStamp,
        52,
        "no stamp is named `eu-2`",
        "did you mean `eu-1`?",
    );
    refuses_request(
        "{ registration-id = 'p', current-stamp = 'eu-1', current-hub = 'h' }",
        Code::Conflict,
        60,
        "`current-stamp` and `current-hub` say the same thing",
        "leave one of them out",
    );
    refuses_request(
        "{ registration-id = 'p', linked-stamps = 'eu-1', linked-hubs = 'h' }",
        Code::Conflict,
        60,
        "`linked-stamps` and `linked-hubs` say the same thing",
        "leave one of them out",
    );
    refuses_request(
        "{ registration-id = 'p', enrollment-group = 'g', individual-enrollment = true }",
        Code::Conflict,
        36,
        "a device comes by a group or by an individual enrollment",
        "leave out `enrollment-group`, or `individual-enrollment`",
    );
    refuses_request(
        "{ registration-id = 'p', payload = { at = 2026-11-23 } }",
        Code::NotJson,
        53,
        "JSON has no dates or times",
        "put it in quotes",
    );
}

#[test]
fn what_is_wrong_with_an_expectation_is_said_with_its_place() {
    refuses_expectation(
        "{ attributes = { geo = 'eu' } }",
        Code::MissingKey,
        10,
        "the expectation does not say whether there is an answer",
        "add `stamp`, `refusal` or `status`",
    );
    refuses_expectation(
        "{ stamp = 'eu-1', attributes = { goe = 'eu' } }",
        Code::UnknownAttribute,
        43,
        "no attribute is named `goe`",
        "did you mean `geo`?",
    );
    refuses_expectation(
        "{ stamp = 'eu-1', attributes = { geo = 'ap' } }",
        Code::UnknownValue,
        49,
        "`geo` has no value `ap`",
        "write `eu` or `us`",
    );
    refuses_expectation(
        "{ stamp = 'eu-1', by = 'countri' }",
        Code::UnknownWord,
        33,
        "no rule, pin, move or fallback is named `countri`",
        "did you mean `country`?",
    );
    refuses_expectation(
        "{ stamp = 'eu-1', by = 'everywhere' }",
        Code::UnknownWord,
        33,
        "the guarantee `everywhere` does not choose",
        "test it by `refusal = \"forbidden\"`",
    );
    refuses_expectation(
        "{ refusal = 'forbidden', stamp = 'eu-1' }",
        Code::Conflict,
        35,
        "a refusal has no `stamp`",
        "leave one of them out",
    );
    refuses_expectation(
        "{ refusal = 'none-open', status = 422 }",
        Code::Conflict,
        44,
        "the rest of the expectation means the status 503",
        "leave `status` out",
    );
    refuses_expectation(
        "{ stamp = 'eu-1', twin = true }",
        Code::UnknownWord,
        35,
        "`twin` cannot be `true`",
        "write `twin = false`, or leave it out",
    );
}

#[test]
fn everything_that_is_wrong_with_a_file_is_said_at_once() {
    let source = "
        polic = 'two.toml'
        [[test]]
        name = 'a'
        request = { registration-id = 1 }
        expect = { stamp = 'eu-7' }
        [[test]]
        name = 'a'
        expect = { status = 422, refusal = 'no' }
    ";
    let codes: Vec<_> = problems(source).into_iter().map(|(code, line, ..)| (code, line)).collect();
    assert_eq!(
        codes,
        [
            (Code::UnknownKey, 2),
            (Code::WrongType, 5),
            (Code::UnknownStamp, 6),
            (Code::MissingKey, 7),
            (Code::DuplicateName, 8),
            (Code::UnknownWord, 9),
        ]
    );
}

#[test]
fn a_file_without_tests_is_wrong() {
    let [(code, _, _, message, _)] = problems("policy = 'two.toml'").try_into().unwrap();
    assert_eq!((code, message.as_str()), (Code::MissingKey, "the test file has no `test`"));
}

#[test]
fn a_text_that_is_not_toml_is_no_test_file() {
    let [(code, line, ..)] = problems("[[test]]\nname = 't\n").try_into().unwrap();
    assert_eq!((code, line), (Code::Syntax, 2));
}
