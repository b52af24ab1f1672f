//! `stamp test`.

mod coverage;
mod deployed;
mod filter;
mod forms;
mod json;
mod mutate;
mod population;
mod record;
mod stability;
mod watch;

use snapbox::str;

use crate::check::{HOME, MISTAKEN};
use crate::run::{Run, stamp};

/// Two tests that pass.
const RIGHT: &str = r#"
[[test]]
name    = "a press in the US goes there"
request = { registration-id = "press-0042", payload = { country = "US" } }
expect  = { stamp = "us-1", how = "placed", by = "country" }

[[test]]
name    = "a body is sent as it stands"
request = "bodies/broken.json"
expect  = { refusal = "malformed-request" }
"#;

/// Tests that fail, each for another reason.
const WRONG: &str = r#"
[[test]]
name    = "the wrong stamp"
request = { registration-id = "press-0042", payload = { country = "DE" } }
expect  = { stamp = "us-1", how = "moved" }

[[test]]
name    = "the wrong reason"
request = { registration-id = "press-0042", payload = { country = "DE" }, current-stamp = "eu-2" }
expect  = { stamp = "eu-2", attributes = { geo = "us" }, twin = { tags = {} } }

[[test]]
name    = "no refusal"
request = { registration-id = "press-0042", payload = { country = "JP" } }
expect  = { stamp = "us-1", by = "country" }

[[test]]
name    = "as it should be"
request = { registration-id = "press-0042", payload = { country = "US" } }
expect  = { stamp = "us-1" }
"#;

/// Tests of a policy without mistakes that all pass.
fn right(arguments: &[&str]) -> Run {
    stamp(arguments.iter().copied())
        .file("policies/home.toml", HOME)
        .file("policies/home.test.toml", RIGHT)
        .file("policies/bodies/broken.json", "{")
}

#[test]
fn all_policies_of_a_project_are_tested() {
    stamp(["test"])
        .in_repository()
        .prints(str![[r#"
108 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn tests_that_pass_are_counted() {
    right(&["test"])
        .prints(str![[r#"
2 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn tests_that_pass_are_shown_where_that_is_asked_for() {
    right(&["test", "policies/home.toml", "--verbose"])
        .prints(str![[r#"
ok   a press in the US goes there policies/home.test.toml:3
ok   a body is sent as it stands policies/home.test.toml:8
2 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_test_that_fails_is_shown_with_the_reason() {
    stamp(["test", "home.test.toml"])
        .file("home.toml", HOME)
        .file("home.test.toml", WRONG)
        .prints(str![[r#"
FAIL the wrong stamp home.test.toml:3
  stamp: expected us-1, got eu-2
  how: expected moved, got placed
    placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`
FAIL the wrong reason home.test.toml:8
  attributes.geo: expected us, got eu
    geo = eu by `country`
  twin is not the one expected
    expected  {"tags":{}}
    actual    none
FAIL no refusal home.test.toml:13
  stamp: expected us-1, got none
    refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  by: `country` took no part; none did
    its map lacks `JP`
1 passed; 3 failed

"#]])
        .exits(1);
}

#[test]
fn tests_are_chosen_by_their_names() {
    stamp(["test", ".", "--filter", "should be"])
        .file("home.toml", HOME)
        .file("home.test.toml", WRONG)
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_run_without_tests_is_a_failure() {
    stamp(["test"])
        .prints(str![[r#"
0 passed; 0 failed

"#]])
        .notes(str![[r#"
no test was run: name a test file, a policy with tests beside it or a folder that has some

"#]])
        .exits(1);
    right(&["test", "--filter", "nothing"])
        .prints(str![[r#"
0 passed; 0 failed

"#]])
        .notes(str![[r#"
no test was run: there is none whose name contains `nothing`

"#]])
        .exits(1);
}

#[test]
fn a_policy_with_errors_fails_all_of_its_tests_and_shows_the_errors_once() {
    stamp(["test"])
        .file("home.toml", MISTAKEN)
        .file("home.test.toml", WRONG)
        .file("more.test.toml", &format!("policy = \"home.toml\"\n{WRONG}"))
        .prints(str![[r#"
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

FAIL 4 tests home.test.toml: home.toml has errors
FAIL 4 tests more.test.toml: home.toml has errors
0 passed; 8 failed

"#]])
        .exits(1);
}

#[test]
fn nothing_of_a_file_that_is_no_test_file_is_run_and_the_others_are() {
    right(&["test", "policies"])
        .file("policies/other.test.toml", &format!("policy = \"home.toml\"\n{}", RIGHT.replace("stamp =", "stmap =")))
        .prints(str![[r#"
2 passed; 0 failed

"#]])
        .notes(str![[r#"
error[unknown-key]: unknown key `stmap` in the expectation
 --> policies/other.test.toml:6:13
  |
6 | expect  = { stmap = "us-1", how = "placed", by = "country" }
  |             ^^^^^
  |
  = help: did you mean `stamp`?

"#]])
        .exits(2);
}

#[test]
fn a_policy_is_tested_by_every_file_beside_it_that_names_it() {
    right(&["test", "policies/home.toml", "--verbose"])
        .file("policies/more.test.toml", &format!("policy = \"home.toml\"\n{WRONG}"))
        .file("policies/other.toml", HOME)
        .file("policies/other.test.toml", WRONG)
        .file("elsewhere/home.test.toml", WRONG)
        .prints(str![[r#"
ok   a press in the US goes there policies/home.test.toml:3
ok   a body is sent as it stands policies/home.test.toml:8
FAIL the wrong stamp policies/more.test.toml:4
  stamp: expected us-1, got eu-2
  how: expected moved, got placed
    placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`
FAIL the wrong reason policies/more.test.toml:9
  attributes.geo: expected us, got eu
    geo = eu by `country`
  twin is not the one expected
    expected  {"tags":{}}
    actual    none
FAIL no refusal policies/more.test.toml:14
  stamp: expected us-1, got none
    refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  by: `country` took no part; none did
    its map lacks `JP`
ok   as it should be policies/more.test.toml:19
3 passed; 3 failed

"#]])
        .exits(1);
}

#[test]
fn a_file_that_is_missing_is_named() {
    right(&["test", "policies/hoem.toml"])
        .notes(str![[r#"
error: could not read policies/hoem.toml: [..]

"#]])
        .exits(2);
    stamp(["test", "home.toml"])
        .file("home.toml", HOME)
        .notes(str![[r#"
error: no test file beside home.toml tests it: write home.test.toml

"#]])
        .exits(2);
    stamp(["test"])
        .file("home.test.toml", RIGHT)
        .prints(str![[r#"
0 passed; 0 failed

"#]])
        .notes(str![[r#"
error: home.test.toml cannot be run: could not read home.toml: [..]

"#]])
        .exits(2);
    stamp(["test"])
        .file("home.toml", HOME)
        .file("home.test.toml", RIGHT)
        .prints(str![[r#"
0 passed; 0 failed

"#]])
        .notes(str![[r#"
error: home.test.toml cannot be run: could not read bodies/broken.json, the request of line 8: [..]

"#]])
        .exits(2);
}

#[test]
fn hidden_folders_and_caches_are_left_out() {
    right(&["test", ".", "-v", "--filter", "US"])
        .file("target/CACHEDIR.TAG", "")
        .file("target/home.test.toml", WRONG)
        .file(".hidden/home.test.toml", WRONG)
        .prints(str![[r#"
ok   a press in the US goes there policies/home.test.toml:3
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn the_name_of_a_test_cannot_forge_lines() {
    let forged = WRONG.replace("the wrong stamp", r"the wrong\u001b[2K\n9 passed; 0 failed\u202e");
    let test = stamp(["test", "home.toml", "--filter", "the wrong", "--color", "always"]);
    let printed = test.file("home.toml", HOME).file("home.test.toml", &forged).prints(str!["..."]).exits(1);
    let name = r"the wrong\u{1b}[2K\n9 passed; 0 failed\u{202e} ";
    assert!(printed.contains(name), "{printed:?}");
}
