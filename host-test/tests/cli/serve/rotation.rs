//! Keys that change while devices register: docs/operate.md, step by step.

use std::fs;

use snapbox::{assert_data_eq, str};

use super::load::{Client, under_load};
use super::{REQUEST, answered, policy};
use crate::run::{Run, stamp};
use crate::serving::Serving;

const OLD: &str = "old-key-of-the-webhook";
const NEW: &str = "new-key-of-the-webhook";

fn serving() -> Serving {
    let serving = run().serves();
    serving.note("KEY below stands for one of the keys that you gave");
    serving
}

fn run() -> Run {
    let run = stamp(["serve", "small.toml", "--key-file", "keys"]).file("small.toml", &policy("one", "1"));
    run.file("keys", OLD)
}

fn target(key: &str) -> String {
    format!("/allocate?code={key}")
}

fn let_in(serving: &Serving) -> [u16; 2] {
    [OLD, NEW].map(|key| serving.post(&target(key), REQUEST).status)
}

/// Nobody was ever turned away, and there was somebody.
fn served(clients: &[Client]) {
    let right = (200, answered("one", "1"));
    let answers = clients.iter().flat_map(|client| &client.answers);
    assert!(answers.clone().count() >= clients.len());
    answers.for_each(|answer| assert_eq!(*answer, right));
}

#[test]
fn a_key_is_replaced_while_devices_register_and_none_is_turned_away() {
    let serving = serving();
    assert_eq!(let_in(&serving), [200, 401]);
    served(&under_load(&serving, &target(OLD), || {
        serving.replace("keys", &format!("{NEW}\n{OLD}\n"));
        assert_eq!(serving.note("keys"), "the keys have changed; keys that let in now: 2");
    }));
    assert_eq!(let_in(&serving), [200, 200]);
    served(&under_load(&serving, &target(NEW), || {
        serving.write("keys", NEW);
        assert_eq!(serving.note("keys"), "the keys have changed; keys that let in now: 1");
    }));
    assert_eq!(let_in(&serving), [401, 200]);
}

#[test]
fn keys_that_cannot_be_used_let_those_before_them_stay_and_are_not_shown() {
    let serving = serving();
    served(&under_load(&serving, &target(OLD), || {
        serving.replace("keys", &format!("{NEW},short-key"));
        assert_data_eq!(
            serving.note("stay"),
            str![[r#"
check --key and keys: key 2 is too short: a key has at least 16 characters
the keys have changed and cannot be used; those before them stay
"#]]
        );
        serving.replace("keys", "\n");
        assert_data_eq!(
            serving.note("stay"),
            str![[r#"
there is no key in keys: write one or more, separated by commas or lines
the keys have changed and cannot be used; those before them stay
"#]]
        );
        fs::remove_file(serving.path("keys")).unwrap();
        assert_data_eq!(
            serving.note("stay"),
            str![[r#"
could not read the keys in keys: [..]
the keys have changed and cannot be used; those before them stay
"#]]
        );
    }));
    assert_eq!(let_in(&serving), [200, 401]);
    serving.write("keys", NEW);
    serving.note("keys that let in now: 1");
    assert_eq!(let_in(&serving), [401, 200]);
}

#[test]
fn a_new_policy_lets_in_by_the_new_keys_and_new_keys_get_answers_of_the_new_policy() {
    let serving = serving();
    serving.write("keys", NEW);
    serving.note("keys that let in now");
    serving.write("small.toml", &policy("two", "2"));
    serving.note("now serving");
    assert_eq!(let_in(&serving), [401, 200]);
    // Each change is told, also one after another.
    for key in [OLD, NEW, OLD] {
        serving.replace("keys", key);
        assert_eq!(serving.note("keys"), "the keys have changed; keys that let in now: 1");
    }
    assert_eq!(serving.post(&target(OLD), REQUEST).body, answered("two", "2"));
}

/// An invalid policy stays out of force when keys change.
#[test]
fn new_keys_do_not_bring_an_invalid_policy_into_force() {
    let serving = serving();
    serving.write("small.toml", "language = 1");
    serving.note("the policy before it stays");
    serving.write("keys", NEW);
    serving.note("keys that let in now");
    assert_eq!(serving.post(&target(NEW), REQUEST).body, answered("one", "1"));
}

/// Of a link on the way to the file nobody tells: it is found by looking.
#[cfg(unix)]
#[test]
fn keys_behind_a_link_to_another_folder_take_over() {
    use std::os::unix::fs::symlink;

    let run = stamp(["serve", "small.toml", "--key-file", "secrets/current/keys"]);
    let run = run.file("small.toml", &policy("one", "1")).file("secrets/1/keys", OLD).file("secrets/2/keys", NEW);
    symlink("1", run.path("secrets/current")).unwrap();
    let serving = run.serves();
    serving.note("goes when the server stops");
    // The server looks once after its start. What comes after this change has to be found by another look.
    serving.write("secrets/1/keys", &format!("{OLD}\n{OLD}-2"));
    serving.note("keys that let in now: 2");
    assert_eq!(let_in(&serving), [200, 401]);
    symlink("2", serving.path("secrets/next")).unwrap();
    fs::rename(serving.path("secrets/next"), serving.path("secrets/current")).unwrap();
    serving.note("keys that let in now: 1");
    assert_eq!(let_in(&serving), [401, 200]);
}

/// Some editors write a mark before a text.
#[test]
fn a_byte_order_mark_is_no_part_of_a_key() {
    let run = stamp(["serve", "small.toml", "--key-file", "keys"]).file("small.toml", &policy("one", "1"));
    let serving = run.file("keys", &format!("\u{feff}{OLD}\r\n")).serves();
    assert_eq!(let_in(&serving), [200, 401]);
}

#[test]
fn too_many_keys_are_an_error() {
    let keys: String = (0..101).map(|number| format!("key-number-{number:06}\n")).collect();
    let run = stamp(["serve", "small.toml", "--key-file", "keys"]).file("small.toml", &policy("one", "1"));
    run.file("keys", &keys)
        .notes(str![[r#"
error: check --key and keys: there are 101 keys: 100 are the most that can be valid at once

"#]])
        .exits(2);
}

#[test]
fn a_file_without_a_key_is_an_error_at_the_start() {
    let run = stamp(["serve", "small.toml", "--key-file", "keys"]).file("small.toml", &policy("one", "1"));
    run.file("keys", " , ")
        .notes(str![[r#"
error: there is no key in keys: write one or more, separated by commas or lines

"#]])
        .exits(2);
}
