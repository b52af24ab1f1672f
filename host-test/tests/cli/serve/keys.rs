//! Which keys let a caller in.

use snapbox::str;

use crate::run::{Run, stamp};
use crate::serving::Serving;

const KEY: &str = "a-key-for-the-tests";
const OTHER: &str = "one-more-key-for-them";

fn serve<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    stamp(["serve", "small.toml"].into_iter().chain(arguments)).file("small.toml", &super::policy("one", "1"))
}

fn status(serving: &Serving, key: &str) -> u16 {
    serving.post(&format!("/allocate?code={key}"), super::REQUEST).status
}

#[test]
fn a_key_of_the_arguments_lets_in_and_stands_in_the_url() {
    let serving = serve(["--key", KEY]).serves();
    assert!(serving.url.ends_with(&format!("/allocate?code={KEY}")), "{}", serving.url);
    assert_eq!(status(&serving, KEY), 200);
}

#[test]
fn a_key_in_a_file_lets_in_and_is_not_printed() {
    let serving = serve(["--key-file", "keys"]).file("keys", &format!("{KEY}\n")).serves();
    assert!(serving.url.ends_with("/allocate?code=KEY"), "{}", serving.url);
    serving.note("KEY below stands for one of the keys that you gave");
    assert_eq!(status(&serving, KEY), 200);
}

#[test]
fn a_key_of_the_environment_lets_in_and_is_not_printed() {
    let serving = serve([]).env("STAMP_KEYS", KEY).serves();
    assert!(serving.url.ends_with("/allocate?code=KEY"), "{}", serving.url);
    assert_eq!(status(&serving, KEY), 200);
}

#[test]
fn two_keys_are_valid_at_once() {
    let serving = serve(["--key", KEY, "--key", OTHER]).serves();
    assert_eq!([KEY, OTHER].map(|key| status(&serving, key)), [200, 200]);
}

#[test]
fn a_key_of_the_arguments_puts_the_environments_out_of_force() {
    let serving = serve(["--key", KEY]).env("STAMP_KEYS", OTHER).serves();
    assert_eq!([KEY, OTHER].map(|key| status(&serving, key)), [200, 401]);
}

#[test]
fn a_wrong_key_is_turned_away() {
    let serving = serve([]).serves();
    let answer = serving.post(&format!("/allocate?code={KEY}"), super::REQUEST);
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("key-wrong"), "{}", answer.body);
}

#[test]
fn a_short_key_is_an_error_that_does_not_show_it() {
    serve(["--key", KEY, "--key", "short"])
        .notes(str![[r#"
error: check --key and STAMP_KEYS: key 2 is too short: a key has at least 16 characters

"#]])
        .exits(2);
}

#[test]
fn a_file_of_keys_that_is_not_there_is_an_error() {
    serve(["--key-file", "keys"])
        .notes(str![[r#"
error: could not read the keys in keys: [..]

"#]])
        .exits(2);
}

#[test]
fn keys_are_not_set_as_a_variable() {
    serve(["--variable", "webhook_keys=a-key-for-the-tests"])
        .notes(str![[r#"
error: the variable webhook_keys is set by --key, --key-file or STAMP_KEYS, not by --variable

"#]])
        .exits(2);
}
