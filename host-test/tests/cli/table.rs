//! `stamp table`.

use serde_json::Value;
use snapbox::str;

use crate::check::MISTAKEN;
use crate::run::{Run, stamp};

pub(crate) const PRESSES: &str = r#"language = 1
hash     = 1
policy   = "presses"
seed     = "presses-1"

[[attribute]]
name   = "geo"
values = ["eu", "us"]

  [[attribute.rule]]
  name = "country sent by the device"
  read = { payload = "/country" }
  map  = { DE = "eu", US = "us" }

  [[attribute.rule]]
  name  = "the EU for everyone else"
  value = "eu"

[[attribute]]
name   = "release"
values = ["4.1", "4.2"]

  [[attribute.rule]]
  name  = "canary"
  when  = { cohort = { name = "release-4.2", percent = 2.5 } }
  value = "4.2"

  [[attribute.rule]]
  name  = "everyone else"
  value = "4.1"

[[stamp]]
name     = "eu-1"
hub      = "presses-eu-1.azure-devices.net"
capacity = 3000
serves   = { geo = "eu", release = "4.1" }

[[stamp]]
name     = "eu-2"
hub      = "presses-eu-2.azure-devices.net"
capacity = 1000
serves   = { geo = "eu", release = "*" }

[[stamp]]
name     = "us-1"
hub      = "presses-us-1.azure-devices.net"
capacity = 1000
serves   = { geo = "us", release = "*" }

[[stamp]]
name     = "lab"
hub      = "presses-lab.azure-devices.net"
capacity = 10
state    = "reserved"
serves   = { geo = "*", release = "*" }

[[pin]]
name  = "benches"
when  = { registration-id = { prefix = "bench-" } }
stamp = "lab"

[[move]]
name = "relief"
from = "eu-1"
to   = "eu-2"
when = { cohort = { name = "relief", percent = 20 } }
"#;

fn table(arguments: &[&str]) -> Run {
    stamp(["table"].into_iter().chain(arguments.iter().copied())).file("presses.toml", PRESSES)
}

#[test]
fn each_case_is_shown_with_what_becomes_of_its_devices() {
    table(&["presses.toml"])
        .prints(str![[r#"
policy presses, sha256 26d85f24ee238cba008f602a660a8f0e1ab916ac9ffa47950d3ffafd4f871bd8: 4 cases

pinned by `benches` to lab

geo  release   share   a new device
eu   4.1       97.5 %  eu-1 75 %, eu-2 25 %
    stays on eu-1, eu-2, lab
    of those on eu-1, 20 % go on to eu-2 by `relief`
eu   4.2       2.5 %   eu-2
    stays on eu-2, lab
us   4.1, 4.2  100 %   us-1
    stays on us-1, lab

"#]])
        .exits(0);
}

#[test]
fn a_review_reads_it_as_markdown() {
    table(&["presses.toml", "--format", "markdown"])
        .prints(str![[r#"
policy presses, sha256 26d85f24ee238cba008f602a660a8f0e1ab916ac9ffa47950d3ffafd4f871bd8: 4 cases

| `geo` | `release` | share | a new device | besides |
|---|---|---|---|---|
| pinned by `benches` |  |  | lab |  |
| eu | 4.1 | 97.5 % | eu-1 75 %, eu-2 25 % | stays on eu-1, eu-2, lab<br>of those on eu-1, 20 % go on to eu-2 by `relief` |
| eu | 4.2 | 2.5 % | eu-2 | stays on eu-2, lab |
| us | 4.1, 4.2 | 100 % | us-1 | stays on us-1, lab |

"#]])
        .exits(0);
}

#[test]
fn a_script_reads_every_case_by_itself() {
    let printed = table(&["presses.toml", "--format", "json"]).prints(str!["..."]).exits(0);
    let table: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(table["policy"]["name"], "presses");
    assert_eq!(table["attributes"], serde_json::json!(["geo", "release"]));
    let cases = table["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 5);
    let canary = &cases[2];
    assert_eq!(canary["values"], serde_json::json!([["eu"], ["4.2"]]));
    assert_eq!(canary["share"], serde_json::json!({ "least": 2.5, "most": 2.5 }));
    assert_eq!(canary["new"], serde_json::json!({ "placed": [{ "stamp": "eu-2", "share": 100.0 }] }));
    assert_eq!(canary["rules"]["release"], serde_json::json!(["canary"]));
    assert!(canary["example"]["deviceRuntimeContext"]["registrationId"].is_string());
}

#[test]
fn a_case_that_a_guarantee_makes_says_for_whom_it_is() {
    let guarantee = r#"
[[guarantee]]
name = "resellers stay in the EU"
when = { enrollment-group = "resellers" }
only = ["eu-1", "eu-2"]
"#;
    stamp(["table", "presses.toml"])
        .file("presses.toml", &format!("{PRESSES}{guarantee}"))
        .prints(str![[r#"
...
us   4.1, 4.2  100 %   refused with 422, forbidden
    where `resellers stay in the EU` holds
...
"#]])
        .exits(0);
}

#[test]
fn a_policy_with_errors_has_no_table() {
    stamp(["table", "mistaken.toml"]).file("mistaken.toml", MISTAKEN).notes(str!["..."]).exits(1);
}
