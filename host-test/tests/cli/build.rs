//! `stamp build`.

use std::fs;

use snapbox::str;

use crate::run::{Run, stamp};

const POLICY: &str = r#"language = 1
hash     = 1
policy   = "small"
seed     = "small"

[[stamp]]
name     = "only"
hub      = "contoso-only.azure-devices.net"
capacity = 1000
"#;

const TEST: &str = r#"[[test]]
name = "everybody is on the only stamp"
request.registration-id = "press-0042"
expect.stamp = "only"
"#;

/// A build of this policy with these tests beside it.
fn build(policy: &str, tests: &str) -> Run {
    stamp(["build", "small.toml", "-o", "small.wasm"]).file("small.toml", policy).file("small.test.toml", tests)
}

/// What is to hold of a build that is refused.
fn leaves_nothing(run: Run) -> Run {
    let file = run.path("small.wasm");
    run.then(move || assert!(!file.exists()))
}

#[test]
fn a_policy_that_passes_its_tests_is_built_in() {
    let run = build(POLICY, TEST);
    let file = run.path("small.wasm");
    run.then(move || {
        let component = fs::read(file).unwrap();
        assert!(component.starts_with(b"\0asm"));
        let says = br#""policy":"small","revision":null}"#;
        assert!(component.ends_with(says), "the last section says which policy is inside");
    })
    .prints(str![[r#"
wrote small.wasm: [..] bytes
policy small, sha256 2e94a98bba053c9ceb417b4db1be1cba76ec9cf9ef53479f32fe2df3b22f5420
1 test passed on it

"#]])
    .exits(0);
}

#[test]
fn a_policy_that_fails_its_tests_is_not() {
    leaves_nothing(build(POLICY, &TEST.replace("expect.stamp = \"only\"", "expect.status = 503")))
        .prints(str![[r#"
FAIL everybody is on the only stamp small.test.toml:2
  status: expected 503, got 200
    placed on only, the only open stamp

"#]])
        .notes(str![[r#"
nothing is built: the policy fails its tests

"#]])
        .exits(1);
}

#[test]
fn a_policy_with_errors_is_not() {
    leaves_nothing(build(&POLICY.replace("capacity", "capacty"), TEST))
        .notes(str![[r#"
error[missing-key]: the stamp `only` has no `capacity`
 --> small.toml:6:1
  |
6 | [[stamp]]
  | ^^^^^^^^^
  |
  = help: add `capacity = …`: the number of devices that it is built for

error[unknown-key]: unknown key `capacty` in the stamp `only`
 --> small.toml:9:1
  |
9 | capacty = 1000
  | ^^^^^^^
  |
  = help: did you mean `capacity`?
nothing is built: the policy has errors

"#]])
        .exits(1);
}

#[test]
fn a_policy_without_tests_is_not() {
    let run = stamp(["build", "small.toml", "-o", "small.wasm"]).file("small.toml", POLICY);
    leaves_nothing(run)
        .notes(str![[r#"
error: no test file beside small.toml tests it: write small.test.toml

"#]])
        .exits(2);
}

#[test]
fn warnings_keep_it_out_if_they_are_denied() {
    let closed = format!("{POLICY}state    = \"closed\"\n");
    let tests = TEST.replace("expect.stamp = \"only\"", "expect.status = 503");
    let run = stamp(["build", "small.toml", "-o", "small.wasm", "--deny", "warnings"]);
    leaves_nothing(run.file("small.toml", &closed).file("small.test.toml", &tests))
        .notes(str![[r#"
warning[none-open]: no open stamp serves any device: new devices described so are refused with 503
 --> small.toml:1:1
  |
1 | language = 1
  | ^
  |
  = note: for example { registration-id = "device-0001", enrollment-group = "group-0001" }
  = note: decided today: refused, none-open: no stamp that this device may be on takes devices now
  = note: look closer: stamp explain small.toml --id device-0001 --enrollment-group group-0001
  = help: open a stamp that serves them, or add a fallback; DPS asks again for about seven minutes
nothing is built: the policy fails its check

"#]])
        .exits(1);
}

#[test]
fn a_file_that_is_no_wasm_is_not_lost() {
    stamp(["build", "small.toml", "-o", "small.toml"])
        .file("small.toml", POLICY)
        .file("small.test.toml", TEST)
        .leaves("small.toml", POLICY)
        .notes(str![[r#"
error: small.toml is there and is no Wasm: name another file

"#]])
        .exits(2);
}

#[test]
fn a_policy_of_the_standard_input_has_no_tests_beside_it() {
    stamp(["build", "-", "-o", "small.wasm"])
        .input(POLICY)
        .notes(str![[r#"
error: a policy is built with the tests that lie beside it: name its file

"#]])
        .exits(2);
}

#[test]
fn what_is_in_the_way_of_the_file_is_said_before() {
    let run =
        stamp(["build", "small.toml", "-o", "small.wasm"]).file("small.toml", POLICY).file("small.test.toml", TEST);
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.wasm", run.path("small.wasm")).unwrap();
    #[cfg(not(unix))]
    fs::create_dir(run.path("small.wasm")).unwrap();
    run.notes(str!["error: small.wasm is [..]: name a file[..]\n"]).exits(2);
}

#[test]
fn a_component_is_not_for_the_terminal() {
    stamp(["build", "small.toml", "-o", "-"])
        .file("small.toml", POLICY)
        .file("small.test.toml", TEST)
        .notes(str![[r#"
error: a component is written to a file: name one

"#]])
        .exits(2);
}

#[test]
fn what_a_revision_would_do_to_a_terminal_is_shown_not_done() {
    let policy = POLICY.replace("seed ", "revision = \"1 \\u001b[31m \\u202e\"\nseed ");
    build(&policy, TEST)
        .prints(str![[r#"
wrote small.wasm: [..] bytes
policy small 1 /u{1b}[31m /u{202e}, sha256 da29745da3e18fd57f107e2f4fce61e8f08538030bca2cd9ae58d4b7f34ad736
1 test passed on it

"#]])
        .exits(0);
}
