//! What of a policy its tests exercise.

use serde_json::{Value, json};
use snapbox::str;

use crate::run::{Run, stamp};

const POLICY: &str = r#"language = 1
hash     = 1
policy   = "press"
seed     = "press"

[[attribute]]
name   = "geo"
values = ["eu", "us"]

  [[attribute.rule]]
  name  = "presses are in the EU"
  when  = { not = { any = [{ registration-id = { glob = "bench-*" } }, { payload = { "/bench" = true } }] } }
  value = "eu"

  [[attribute.rule]]
  name  = "everyone else"
  value = "us"

[[stamp]]
name     = "eu-1"
hub      = "press-eu-1.azure-devices.net"
capacity = 1000
serves   = { geo = "eu" }
labels   = { region = "westeurope" }

[[stamp]]
name     = "us-1"
hub      = "press-us-1.azure-devices.net"
capacity = 1000
serves   = { geo = "us" }
labels   = { region = "eastus" }

[[guarantee]]
name = "the EU stays"
when = { enrollment-group = "contoso-eu" }
only = { labels = { region = "westeurope" } }
"#;

const TEST: &str = r#"
[[test]]
name    = "a press goes to the EU"
request = { registration-id = "press-0042", enrollment-group = "contoso-eu" }
expect  = { stamp = "eu-1" }
"#;

/// Tests for the other half.
const REST: &str = r#"
policy = "press.toml"

[[test]]
name    = "a bench goes to the US"
request = { registration-id = "bench-1" }
expect  = { stamp = "us-1" }

[[test]]
name    = "a device that says that it is a bench may not leave the EU"
request = { registration-id = "press-0042", enrollment-group = "contoso-eu", payload = { bench = true } }
expect  = { refusal = "forbidden" }
"#;

fn half(arguments: &[&str]) -> Run {
    stamp(arguments.iter().copied()).file("press.toml", POLICY).file("press.test.toml", TEST)
}

#[test]
fn what_no_test_exercises_is_named_with_its_line() {
    half(&["test", "--coverage"])
        .prints(str![[r#"
coverage of press.toml: 5 of 11, 45.4 %
  `registration-id = { glob = "bench-*" }` never holds press.toml:12
  `"/bench" = true` never holds press.toml:12
  the rule `everyone else` of geo gives no value press.toml:16
  the stamp `us-1` gets no device and has none press.toml:27
  the guarantee `the EU stays` keeps no device from a stamp press.toml:34
  `enrollment-group = "contoso-eu"` always holds where it is asked press.toml:35
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn the_text_of_the_policy_shows_what_is_exercised() {
    half(&["test", "--coverage-text"]).prints(str![[r#"
coverage of press.toml: 5 of 11, 45.4 %
   1 | language = 1
   2 | hash     = 1
   3 | policy   = "press"
   4 | seed     = "press"
   5 | 
   6 | [[attribute]]
   7 | name   = "geo"
   8 | values = ["eu", "us"]
   9 | 
  10 |   [[attribute.rule]]
+ 11 |   name  = "presses are in the EU"
~ 12 |   when  = { not = { any = [{ registration-id = { glob = "bench-*" } }, { payload = { "/bench" = true } }] } }
     |                              ^ `registration-id = { glob = "bench-*" }` never holds
     |                                                                                      ^ `"/bench" = true` never holds
  13 |   value = "eu"
  14 | 
  15 |   [[attribute.rule]]
- 16 |   name  = "everyone else"
     |           ^ the rule `everyone else` of geo gives no value
  17 |   value = "us"
  18 | 
  19 | [[stamp]]
+ 20 | name     = "eu-1"
  21 | hub      = "press-eu-1.azure-devices.net"
  22 | capacity = 1000
  23 | serves   = { geo = "eu" }
  24 | labels   = { region = "westeurope" }
  25 | 
  26 | [[stamp]]
- 27 | name     = "us-1"
     |            ^ the stamp `us-1` gets no device and has none
  28 | hub      = "press-us-1.azure-devices.net"
  29 | capacity = 1000
  30 | serves   = { geo = "us" }
  31 | labels   = { region = "eastus" }
  32 | 
  33 | [[guarantee]]
- 34 | name = "the EU stays"
     |        ^ the guarantee `the EU stays` keeps no device from a stamp
~ 35 | when = { enrollment-group = "contoso-eu" }
     |          ^ `enrollment-group = "contoso-eu"` always holds where it is asked
  36 | only = { labels = { region = "westeurope" } }
1 passed; 0 failed

"#]]).exits(0);
}

#[test]
fn the_files_of_a_policy_exercise_it_together() {
    half(&["test", "--coverage"])
        .file("rest.test.toml", REST)
        .prints(str![[r#"
coverage of press.toml: 11 of 11, 100.0 %
3 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_policy_below_the_threshold_fails_and_is_named() {
    half(&["test", "--coverage-threshold", "46"])
        .prints(str!["..."])
        .notes(str![[r#"
less than 46 % of press.toml is exercised

"#]])
        .exits(1);
    half(&["test", "--coverage-threshold", "45"]).prints(str!["..."]).exits(0);
}

#[test]
fn tests_that_are_filtered_out_exercise_nothing() {
    half(&["test", "--coverage", "--filter", "a bench"])
        .file("rest.test.toml", REST)
        .prints(str![[r#"
coverage of press.toml: 8 of 11, 72.7 %
  the rule `presses are in the EU` of geo gives no value press.toml:11
  `"/bench" = true` always holds where it is asked press.toml:12
  the stamp `eu-1` gets no device and has none press.toml:20
2 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn scripts_get_every_point_as_json() {
    let printed = half(&["test", "--coverage", "--format", "json"]).prints(str!["..."]).exits(0);
    let results: Value = serde_json::from_str(&printed).unwrap();
    let policy = &results["coverage"][0];
    assert_eq!(
        (&policy["policy"], &policy["exercised"], &policy["all"]),
        (&"press.toml".into(), &5.into(), &11.into())
    );
    let points = policy["points"].as_array().unwrap();
    assert_eq!(points.len(), 11);
    let place = json!({ "line": 11, "column": 11, "end_line": 11, "end_column": 34 });
    let mut rule = json!({ "what": "rule", "attribute": "geo", "name": "presses are in the EU", "exercised": true });
    rule.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
    assert!(points.contains(&rule), "{points:#?}");
    assert!(
        points
            .iter()
            .any(|point| point["what"] == "condition" && point["holds"] == true && point["exercised"] == false)
    );
}

#[test]
fn a_threshold_is_a_number_without_its_sign() {
    half(&["test", "--coverage-threshold", "45%"])
        .notes(str![[r#"
error: invalid value '45%' for '--coverage-threshold <PERCENT>': write a whole number from 0 to 100, without `%`

For more information, try '--help'.

"#]])
        .exits(2);
}
