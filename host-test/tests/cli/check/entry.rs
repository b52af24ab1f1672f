//! `stamp check --explain`.

use snapbox::str;

use crate::run::stamp;

#[test]
fn a_code_is_explained() {
    let printed = stamp(["check", "--explain", "bad-version"]).prints(str!["..."]).exits(0);
    assert!(printed.starts_with("bad-version\n\nError. "), "{printed}");
    assert!(printed.contains("\n    [[pin]]\n"), "{printed}");
}

#[test]
fn of_a_code_that_does_not_exist_the_nearest_is_named() {
    stamp(["check", "--explain", "uknown-key"])
        .notes(str![[r#"
error: no finding has the code `uknown-key`: did you mean `unknown-key`?

"#]])
        .exits(2);
}
