//! Files of many requests, one on each line.

use serde_json::Value;
use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, stamp};

/// A body on one line.
fn body(id: &str, country: &str) -> String {
    let hubs = r#"["home-eu-1.azure-devices.net","home-eu-2.azure-devices.net","home-us-1.azure-devices.net"]"#;
    format!(
        r#"{{"enrollmentGroup":{{}},"deviceRuntimeContext":{{"registrationId":"{id}","payload":{{"country":"{country}"}}}},"linkedHubs":{hubs}}}"#
    )
}

fn explain(arguments: &[&str], lines: &[String]) -> Run {
    let run = stamp(["explain", "home.toml", "log.ndjson"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("log.ndjson", &lines.join("\n"))
}

fn two() -> [String; 3] {
    [body("press-0042", "DE"), String::new(), body("press-7", "JP")]
}

#[test]
fn each_device_gets_a_line() {
    explain(&[], &two())
        .prints(str![[r#"
press-0042: placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`; runner-up to eu-2: eu-1
press-7: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value

"#]])
        .exits(0);
}

#[test]
fn each_device_is_explained_step_by_step_where_that_is_asked_for() {
    let printed = explain(&["-v"], &two()).prints(str!["..."]).exits(0);
    assert_eq!(printed.matches("\ndevice press-").count(), 2, "{printed}");
    assert!(printed.contains("\nrefusal 422, no-value"), "{printed}");
}

#[test]
fn scripts_get_each_explanation_on_a_line_and_what_is_wrong_with_others() {
    let lines = [body("press-0042", "DE"), "{".into(), body("press-7", "US")];
    let printed = explain(&["--format", "json"], &lines)
        .prints(str!["..."])
        .notes(str![[r#"
log.ndjson:2 is no request: the body is not JSON (EOF while parsing an object at line 1 column 1): send one JSON object

"#]])
        .exits(1);
    let told: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<&Value> = told.iter().map(|told| &told["line"]).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(told[1].as_object().unwrap().len(), 2, "{printed}");
    assert_eq!(told[2]["outcome"]["stamp"], "us-1");
    let schema: Value = serde_json::from_str(host_test::built_in::EXPLANATION_SCHEMA).unwrap();
    let known = schema["definitions"]["explanation"]["properties"].as_object().unwrap();
    assert_eq!(known.keys().collect::<Vec<_>>(), told[0].as_object().unwrap().keys().collect::<Vec<_>>());
}

#[test]
fn a_broken_line_is_told_and_the_others_are_explained() {
    let lines = [body("press-0042", "DE"), "{}".into(), body("press-7", "US")];
    explain(&[], &lines)
        .prints(str![[r#"
press-0042: placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`; runner-up to eu-2: eu-1
press-7: placed on us-1, the only open stamp; geo = us by `country`

"#]])
        .notes(str![[r#"
log.ndjson:2 is no request: `deviceRuntimeContext` is missing: send an object, what DPS knows of the device

"#]])
        .exits(1);
}

#[test]
fn the_standard_input_may_hold_lines_or_one_body() {
    let run = |input: &str| stamp(["explain", "home.toml", "-"]).file("home.toml", HOME).input(input);
    let lines = run(&two().join("\n")).prints(str!["..."]).exits(0);
    assert_eq!(lines.lines().count(), 2, "{lines}");
    let one = run(&body("press-0042", "DE")).prints(str!["..."]).exits(0);
    assert!(one.starts_with("policy home"), "{one}");
    let pretty: Value = serde_json::from_str(&body("press-0042", "DE")).unwrap();
    assert_eq!(run(&format!("{pretty:#}")).prints(str!["..."]).exits(0), one);
}

#[test]
fn a_file_without_a_request_explains_nothing() {
    explain(&[], &[String::new()])
        .notes(str![[r#"
error: log.ndjson holds no request

"#]])
        .exits(2);
}
