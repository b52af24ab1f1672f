//! A policy as one might write it, with ten mistakes that the reader cannot see.

use std::collections::BTreeSet;

use snapbox::str;

use super::Finding;
use crate::run::stamp;

const MISTAKES: &str = include_str!("mistakes.toml");

/// What mends each: the code of the finding, what is wrong and what is right.
const MENDED: [(&str, &str, &str); 10] = [
    (
        "guarantee-acts",
        "  [[attribute.rule]]\n  name = \"country sent by the device\"",
        "  [[attribute.rule]]\n  name  = \"sold for the EU\"\n  when  = { enrollment-group = \"contoso-eu\" }\n  value = \"eu\"\n\n  [[attribute.rule]]\n  name = \"country sent by the device\"",
    ),
    ("key-never-read", ", ap-south = \"ap\"", ""),
    (
        "canary-not-served",
        "{ cohort = { name = \"release-4.2\"",
        "{ is = { geo = \"eu\" }, cohort = { name = \"release-4.2\"",
    ),
    (
        "rule-never-decides",
        "  [[attribute.rule]]\n  name  = \"4.1 for everyone else\"\n  value = \"4.1\"\n\n  [[attribute.rule]]\n  name  = \"pilot customers\"\n  when  = { twin = { \"/tags/pilot\" = true } }\n  value = \"4.2\"\n",
        "  [[attribute.rule]]\n  name  = \"pilot customers\"\n  when  = { is = { geo = \"eu\" }, twin = { \"/tags/pilot\" = true } }\n  value = \"4.2\"\n\n  [[attribute.rule]]\n  name  = \"4.1 for everyone else\"\n  value = \"4.1\"\n",
    ),
    ("none-open", "state    = \"closed\"\n", ""),
    ("stamp-without-devices", "state    = \"reserved\"\n", ""),
    (
        "pin-never-applies",
        "{ registration-id = { prefix = \"bench-\" } }",
        "{ registration-id = { prefix = \"bench-\" }, not = { registration-id = { list = \"berlin-benches\" } } }",
    ),
    ("circle", "to   = [\"eu-1\"", "to   = [\"eu-3\""),
    ("target-never-serves", ", \"us-1\"]", "]"),
    (
        "cohort-in-two-moves",
        "\"relief\", percent = 10 } }\n\n[[guarantee]]",
        "\"relief-2\", percent = 10 } }\n\n[[guarantee]]",
    ),
];

fn mended(policy: &str, (_, wrong, right): (&str, &str, &str)) -> String {
    assert_eq!(policy.matches(wrong).count(), 1, "{wrong}");
    policy.replace(wrong, right)
}

fn codes(policy: &str) -> BTreeSet<String> {
    let check = stamp(["check", "mistakes.toml", "--format", "json"]).file("mistakes.toml", policy).prints(str!["..."]);
    let printed = check.exits(1);
    let findings: Vec<Finding> = serde_json::from_str(&printed).unwrap();
    findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "ten findings stand in it as they are told")]
fn ten_mistakes_of_a_policy_are_found() {
    stamp(["check", "mistakes.toml"]).file("mistakes.toml", MISTAKES).prints(str![[r#"
warning[none-open]: no open stamp serves `geo = ap`: new devices described so are refused with 503
  --> mistakes.toml:22:10
   |
22 |   name = "last part of the enrollment group"
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = note: for example { registration-id = "device-0001", enrollment-group = "group-0001-ap" }
   = note: decided today: refused, none-open: no stamp that this device may be on takes devices now; geo = ap by `last part of the enrollment group`; release = 4.1 by `4.1 for everyone else`
   = note: look closer: stamp explain mistakes.toml --id device-0001 --enrollment-group group-0001-ap
   = help: open a stamp that serves them, or add a fallback; DPS asks again for about seven minutes

warning[key-never-read]: `ap-south` is never read: no part of a group's name is this
  --> mistakes.toml:24:45
   |
24 |   map  = { eu = "eu", us = "us", ap = "ap", ap-south = "ap" }
   |                                             ^^^^^^^^
   |
   = help: mend the key, or take it out of `map`

error[canary-not-served]: no stamp serves `geo = us` and `release = 4.2`: new devices described so are refused with 422; a cohort describes 5 % of the devices like the example so
  --> mistakes.toml:35:11
   |
35 |   name  = "canary"
   |           ^^^^^^^^
   |
   = note: for example { registration-id = "device-0020", enrollment-group = "group-0001-us" }
   = note: decided today: refused, not-served: no stamp serves such a device; geo = us by `last part of the enrollment group`; release = 4.2 by `canary`
   = note: look closer: stamp explain mistakes.toml --id device-0020 --enrollment-group group-0001-us
   = help: let a stamp serve it, or let the rule's condition leave these devices out

warning[rule-never-decides]: the rule `pilot customers` never decides: every device has a value before it comes to this rule
  --> mistakes.toml:44:11
   |
...
44 |   name  = "pilot customers"
   |           ^^^^^^^^^^^^^^^^^
   |
   = help: put it above the rule that takes every device

warning[stamp-without-devices]: the stamp `eu-3` gets no device: it is reserved, and no pin or move leads there
  --> mistakes.toml:63:12
   |
63 | name     = "eu-3"
   |            ^^^^^^
   |
   = help: open it, or write a pin or a move that leads there

warning[pin-never-applies]: the pin `Berlin benches test the canary` never applies: pins above it take every device that it is for
  --> mistakes.toml:98:9
   |
98 | name  = "Berlin benches test the canary"
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: put it above them, or take it out

error[circle]: a device goes round a circle: eu-1 → eu-2 → eu-1
   --> mistakes.toml:103:8
    |
103 | name = "relieve eu-1"
    |        ^^^^^^^^^^^^^^
...
109 | name = "relieve eu-2"
    |        -------------- goes on
    |
    = note: for example { registration-id = "device-0005", enrollment-group = "group-0001", current-stamp = "eu-2" }
    = note: decided today: stays on eu-2; moved to eu-1 by `relieve eu-2`; geo = eu by `the EU for everyone else`; release = 4.1 by `4.1 for everyone else`; moved to eu-2 by `relieve eu-1`
    = note: look closer: stamp explain mistakes.toml --id device-0005 --enrollment-group group-0001 --current-stamp eu-2
    = help: take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition

warning[target-never-serves]: the move `relieve eu-2` leads nobody to `us-1`: it may have none of the devices that the move is for
   --> mistakes.toml:111:17
    |
111 | to   = ["eu-1", "us-1"]
    |                 ^^^^^^
    |
    = help: take it out of `to`, or let it serve them

warning[cohort-in-two-moves]: the moves `relieve eu-1` and `relieve eu-2` may take the same devices, and both draw by the cohort `relief`
   --> mistakes.toml:112:10
    |
106 | when = { cohort = { name = "relief", percent = 10 } }
...
112 | when = { cohort = { name = "relief", percent = 10 } }
    |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |
    = help: give each move a cohort of its own, unless it is meant for the devices of the other

error[guarantee-acts]: the guarantee `EU devices stay in the EU` has to act: without it some device would be on `us-1`
   --> mistakes.toml:115:8
    |
115 | name = "EU devices stay in the EU"
    |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |
    = note: for example { registration-id = "device-0001", enrollment-group = "contoso-eu", payload = { country = "US" } }
    = note: decided today: refused, forbidden: guarantees forbid every stamp that serves this device; geo = us by `country sent by the device`; release = 4.1 by `4.1 for everyone else`
    = note: look closer: stamp explain mistakes.toml --id device-0001 --enrollment-group contoso-eu --payload country=US
    = help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

1 file checked: 3 errors, 7 warnings

"#]]).exits(1);
}

#[test]
fn what_mends_a_mistake_takes_its_finding_away_and_makes_no_other() {
    let all = codes(MISTAKES);
    assert_eq!(all.len(), MENDED.len());
    for mend in MENDED {
        let left = codes(&mended(MISTAKES, mend));
        assert!(!left.contains(mend.0) && left.is_subset(&all), "{}: {left:?}", mend.0);
    }
}

#[test]
fn of_the_policy_without_its_mistakes_nothing_is_said() {
    let policy = MENDED.into_iter().fold(MISTAKES.to_owned(), |policy, mend| mended(&policy, mend));
    stamp(["check", "mistakes.toml", "--deny", "warnings"])
        .file("mistakes.toml", &policy)
        .prints(str![[r#"
1 file checked: no problems

"#]])
        .exits(0);
}
