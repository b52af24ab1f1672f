//! Changes of a policy that its tests notice, or not.

use serde_json::Value;
use snapbox::str;

use super::{HOME, MISTAKEN, RIGHT, WRONG};
use crate::run::{Run, stamp};

const POLICY: &str = r#"
language = 1
hash     = 1
policy   = "benches"
seed     = "benches"

[[attribute]]
name   = "geo"
values = ["eu", "us"]

  [[attribute.rule]]
  name = "says it"
  read = { payload = "/geo" }
  map  = { EU = "eu", US = "us" }

  [[attribute.rule]]
  name  = "some"
  when  = { cohort = { name = "some", percent = 30 } }
  value = "us"

  [[attribute.rule]]
  name  = "everyone else"
  value = "eu"

[[stamp]]
name     = "eu-1"
hub      = "benches-eu-1.azure-devices.net"
capacity = 1000
serves   = { geo = "eu" }

[[stamp]]
name     = "us-1"
hub      = "benches-us-1.azure-devices.net"
capacity = 1000
serves   = { geo = "us" }

[[pin]]
name  = "benches"
when  = { registration-id = { glob = "bench-*" } }
stamp = "us-1"
"#;

const TEST: &str = r#"
[[test]]
name    = "a press in the EU"
request = { registration-id = "press-0042", payload = { geo = "EU" } }
expect  = { stamp = "eu-1" }
"#;

const MORE: &str = r#"
policy = "benches.toml"

[[test]]
name    = "a bench"
request = { registration-id = "bench-1" }
expect  = { stamp = "us-1", by = "benches" }

[[test]]
name    = "a press in the US"
request = { registration-id = "press-0042", payload = { geo = "US" } }
expect  = { stamp = "us-1" }
"#;

fn benches(arguments: &[&str]) -> Run {
    stamp(arguments.iter().copied()).file("benches.toml", POLICY).file("benches.test.toml", TEST)
}

#[test]
fn changes_that_no_test_notices_are_named_with_their_places() {
    benches(&["test", "--mutate"])
        .prints(str![[r#"
benches.toml: 15 of 20 changes not noticed
  drop the rule `says it` benches.toml:11:3
  swap the rules `says it` and `some` benches.toml:11:3
  `us` becomes `eu` benches.toml:14:28
  drop the rule `some` benches.toml:16:3
  swap the rules `some` and `everyone else` benches.toml:16:3
  negate `cohort = { name = "some", percent = 30 }` benches.toml:18:13
  the edge 30 % becomes 25 % benches.toml:18:49
  the edge 30 % becomes 35 % benches.toml:18:49
  `us` becomes `eu` benches.toml:19:11
  drop the rule `everyone else` benches.toml:21:3
  `eu` becomes `us` benches.toml:23:11
  the stamp `us-1` becomes `closed` benches.toml:31:1
  `us` becomes `eu` benches.toml:35:20
  drop the pin `benches` benches.toml:37:1
  `us-1` becomes `eu-1` benches.toml:40:9

"#]])
        .exits(0);
}

#[test]
fn the_files_of_a_policy_notice_together() {
    benches(&["test", "--mutate"])
        .file("more.test.toml", MORE)
        .prints(str![[r#"
benches.toml: 9 of 20 changes not noticed
  swap the rules `says it` and `some` benches.toml:11:3
  drop the rule `some` benches.toml:16:3
  swap the rules `some` and `everyone else` benches.toml:16:3
  negate `cohort = { name = "some", percent = 30 }` benches.toml:18:13
  the edge 30 % becomes 25 % benches.toml:18:49
  the edge 30 % becomes 35 % benches.toml:18:49
  `us` becomes `eu` benches.toml:19:11
  drop the rule `everyone else` benches.toml:21:3
  `eu` becomes `us` benches.toml:23:11

"#]])
        .exits(0);
}

#[test]
fn a_filter_leaves_fewer_tests_that_could_notice() {
    let survivors = |filter: &str| {
        let run = benches(&["test", "--mutate", "--filter", filter, "--format", "json"]).file("more.test.toml", MORE);
        let json: Value = serde_json::from_str(&run.prints(str!["..."]).exits(0)).unwrap();
        json[0]["not_noticed"].as_array().unwrap().len()
    };
    assert!(survivors("a press in the US") > survivors("a "), "the other tests notice more");
}

#[test]
fn scripts_get_the_changes_as_json() {
    let printed = benches(&["test", "--mutate", "--format", "json"]).prints(str!["..."]).exits(0);
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&json[0]["policy"], &json[0]["changes"]), (&"benches.toml".into(), &20.into()));
    let pin =
        json[0]["not_noticed"].as_array().unwrap().iter().find(|change| change["what"] == "drop the pin `benches`");
    assert_eq!(pin.unwrap()["line"], 37);
}

#[test]
fn tests_that_fail_already_can_notice_nothing() {
    stamp(["test", "--mutate"])
        .file("home.toml", HOME)
        .file("home.test.toml", WRONG)
        .notes(str![[r#"
error: home.test.toml:3: the test fails on the policy as it is: run `stamp test` first

"#]])
        .exits(2);
}

#[test]
fn a_policy_with_errors_is_not_changed() {
    stamp(["test", "--mutate"])
        .file("home.toml", MISTAKEN)
        .file("home.test.toml", RIGHT)
        .prints(str!["..."])
        .notes(str![[r#"
error: home.test.toml cannot be run, so nothing was changed

"#]])
        .exits(2);
    stamp(["test", "--mutate"])
        .notes(str![[r#"
error: there is no test that could notice a change

"#]])
        .exits(2);
}
