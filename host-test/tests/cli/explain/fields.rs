//! Requests that are made of options.

use serde_json::Value;
use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, stamp};

fn explain(arguments: &[&str]) -> Run {
    stamp(["explain", "home.toml"].into_iter().chain(arguments.iter().copied())).file("home.toml", HOME)
}

fn json(arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&explain(&arguments).prints(str!["..."]).exits(0)).unwrap()
}

#[test]
fn a_device_is_given_by_its_fields() {
    explain(&["--id", "Press-0042", "--payload", "country=DE"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
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

round 2, the device on eu-2
  pins, attributes, stamps and moves as in round 1
  stays on eu-2, which serves it

answer 200, placed on eu-2
  home-eu-2.azure-devices.net
  geo = eu
  by `country` (geo)
  {
    "iotHubHostName": "home-eu-2.azure-devices.net"
  }

otherwise
  if eu-2 were down: placed on eu-1
  if eu-1 weighed 3,775: placed on eu-1

"#]])
        .exits(0);
}

#[test]
fn options_mean_what_a_tests_table_means() {
    let table = r#"{ registration-id = "p-1", enrollment-group = "g", attestation = "tpm", iot-edge = true, twin = { tags = { geo = "eu", floor = 3 } }, payload = { country = "US", debug = true }, current-stamp = "eu-1", linked-stamps = ["eu-2", "us-1"], never-reprovision = true }"#;
    let options = [
        "--registration-id=p-1",
        "--enrollment-group=g",
        "--attestation=tpm",
        "--iot-edge",
        "--twin=tags.geo=eu",
        "--twin=/tags/floor:=3",
        r#"--payload={"country":"US"}"#,
        "--payload=debug:=true",
        "--current-stamp=eu-1",
        "--linked-stamp=eu-2",
        "--linked-stamps=us-1",
        "--never-reprovision",
    ];
    let test = format!("[[test]]\nname = \"t\"\nrequest = {table}\nexpect = {{ status = 200 }}\n");
    let policy = placement::Policy::parse(HOME).unwrap().policy;
    let tests = analysis::test_file::Draft::parse(&test).unwrap().against(&policy).unwrap();
    let analysis::test_file::Request::Body(body) = &tests[0].request else { panic!("a table") };
    let body = String::from_utf8(body.clone()).unwrap();
    let from_body = stamp(["explain", "home.toml", "-", "--format", "json"]).file("home.toml", HOME).input(&body);
    let from_body: Value = serde_json::from_str(&from_body.prints(str!["..."]).exits(0)).unwrap();
    assert_eq!(json(&options), from_body);
}

#[test]
fn a_hub_can_be_given_itself() {
    let explained = json(&[
        "--id=p",
        "--individual",
        "--current-hub=x.example",
        "--linked-hub=X.example",
        "--linked-hub=y.example",
    ]);
    assert_eq!(explained["device"]["currentHub"], "x.example");
    assert_eq!(explained["outcome"]["code"], "no-value");
}

#[test]
fn what_cannot_be_a_request_is_told() {
    explain(&["--id", "p", "--current-stamp", "eu-3"])
        .notes(str![[r#"
error: no stamp is named `eu-3`: did you mean `eu-1`?

"#]])
        .exits(2);
    explain(&["--id", "two words"]).notes(str![[r#"
error: what the options make is no request: `deviceRuntimeContext.registrationId` has ` ` as character 4: send `A-Z a-z 0-9 - . _ :` alone

"#]]).exits(2);
    explain(&["--id", "p", "--payload", "country"])
        .notes(str![[r#"
error: invalid value 'country' for '--payload <FIELD>': write KEY=TEXT, KEY:=JSON or a JSON object

For more information, try '--help'.

"#]])
        .exits(2);
    explain(&["--id", "p", "--payload", "a=1", "--payload", "a=2"])
        .notes(str![[r#"
error: `a` is given twice

"#]])
        .exits(2);
    explain(&[])
        .notes(str![[r#"
error: there is nothing to explain: name a file with a request, a device by `--id`, or a stamp by `--stamp`

"#]])
        .exits(2);
    explain(&["body.json", "--payload", "country=DE"]).notes(str!["..."]).exits(2);
    explain(&["body.json", "--id", "p"]).notes(str!["..."]).exits(2);
}
