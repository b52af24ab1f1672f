//! Why a server does not start.

use std::net::TcpListener;
use std::process::Stdio;

use snapbox::str;

use crate::run::{Run, bare, stamp};

/// A policy with an error in its last line.
const WRONG: &str = "language = 1\nhash = 1\npolicy = \"small\"\nseed = \"small\"\n\n\
                     [[stamp]]\nname = \"one\"\nhub = \"one.azure-devices.net\"\ncapacity = 1\nstate = \"opn\"\n";

fn wrong(arguments: &[&'static str]) -> Run {
    stamp(["serve", "small.toml"].iter().chain(arguments).copied()).file("small.toml", WRONG)
}

#[test]
fn a_policy_with_errors_is_shown_and_not_served() {
    wrong(&[])
        .notes(str![[r#"
error[unknown-word]: `state` cannot be `opn`
  --> small.toml:10:9
   |
10 | state = "opn"
   |         ^^^^^
   |
   = help: did you mean `open`?

"#]])
        .exits(1);
}

#[test]
fn a_policy_that_is_not_there_is_named() {
    stamp(["serve", "small.toml"])
        .notes(str![[r#"
error: could not read small.toml: [..]

"#]])
        .exits(2);
}

#[test]
fn a_policy_that_is_no_text_is_refused() {
    let run = stamp(["serve", "small.toml"]);
    std::fs::write(run.path("small.toml"), [0xff]).unwrap();
    run.notes(str![[r#"
small.toml is not UTF-8

"#]])
        .exits(1);
}

#[test]
fn a_port_that_is_taken_is_named_with_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    stamp(["serve", "--listen", &address])
        .notes(str![[r#"
error: could not listen on 127.0.0.1:[..]: Address already in use[..]
choose another address by --listen, or any free port by --listen 127.0.0.1:0

"#]])
        .exits(2);
}

#[test]
fn a_manifest_that_asks_for_what_is_not_offered_is_refused() {
    let manifest = host_test::built_in::MANIFEST.replace("allowed_outbound_hosts = []", "key_value_stores = []");
    stamp(["serve"]).file("spin.toml", &manifest).notes(str![[r#"
error: could not use spin.toml: TOML parse error at line 22, column 1
   |
22 | key_value_stores = []
   | ^^^^^^^^^^^^^^^^
unknown field `key_value_stores`, expected one of `source`, `files`, `variables`, `allowed_outbound_hosts`, `build`, `description`

stamp offers the component exactly what the manifest says, and does not know how to do this

"#]]).exits(2);
}

/// The manifest of a component with its policy inside.
pub(super) fn mounting_nothing() -> String {
    let lines = host_test::built_in::MANIFEST.lines().filter(|line| !line.starts_with("files = "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_manifest_that_mounts_no_policy_needs_one_named() {
    stamp(["serve"])
        .file("spin.toml", &mounting_nothing())
        .notes(str![[r#"
error: spin.toml mounts no file at /policy.toml: name a policy to serve

"#]])
        .exits(2);
}

#[test]
fn a_variable_that_the_manifest_does_not_declare_is_named() {
    stamp(["serve", "--variable", "log_id=masked"])
        .notes(str![[r#"
error: the application has no variable `log_id`

"#]])
        .exits(2);
}

#[test]
fn too_little_memory_for_the_component_is_no_fault_of_the_policy() {
    stamp(["serve", "--memory", "1"])
        .notes(str![[r#"
error: could not start the component: the component needs more than its 1 MiB of memory

"#]])
        .exits(2);
}

#[test]
fn a_time_without_a_unit_is_wrong_use() {
    stamp(["serve", "--time", "3"])
        .notes(str![[r#"
error: invalid value '3' for '--time <TIME>': write a whole number and its unit, such as 250ms, 3s or 2m

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn nobody_who_reads_the_url_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = bare();
    command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(&folder).stdout(writer).stderr(Stdio::piped());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn colour_can_be_asked_for() {
    wrong(&["--color", "always"])
        .notes(str![[r#"
[1m[91merror[unknown-word][0m[1m: `state` cannot be `opn`[0m
  [1m[94m--> [0msmall.toml:10:9
   [1m[94m|[0m
[1m[94m10[0m [1m[94m|[0m state = "opn"
   [1m[94m|[0m         [1m[91m^^^^^[0m
   [1m[94m|[0m
   [1m[94m= [0m[1mhelp[0m: did you mean `open`?

"#]])
        .exits(1);
}

#[test]
fn no_color_speaks_against_what_the_environment_asks_for() {
    wrong(&[])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .notes(str![[r#"
error[unknown-word]: `state` cannot be `opn`
  --> small.toml:10:9
   |
10 | state = "opn"
   |         ^^^^^
   |
   = help: did you mean `open`?

"#]])
        .exits(1);
}

#[test]
fn never_means_never() {
    wrong(&["--color", "never"])
        .env("CLICOLOR_FORCE", "1")
        .notes(str![[r#"
error[unknown-word]: `state` cannot be `opn`
  --> small.toml:10:9
   |
10 | state = "opn"
   |         ^^^^^
   |
   = help: did you mean `open`?

"#]])
        .exits(1);
}
