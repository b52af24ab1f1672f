//! What `--filter` asks for, and what it leaves alone.

use snapbox::str;

use super::{HOME, MISTAKEN, RIGHT, WRONG, right};

#[test]
fn what_is_wrong_with_files_that_hold_nothing_asked_for_is_no_concern() {
    right(&["test", "--filter", "press in the US"])
        .file("policies/mistaken.toml", MISTAKEN)
        .file("policies/mistaken.test.toml", WRONG)
        .file("policies/words.toml", HOME)
        .file("policies/words.test.toml", &WRONG.replace("stamp =", "stmap ="))
        .file("policies/missing.test.toml", WRONG)
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn the_body_of_a_test_that_is_not_asked_for_need_not_be_there() {
    right(&["test", "--filter", "press in the US", "policies/more.test.toml"])
        .file(
            "policies/more.test.toml",
            &format!("policy = \"home.toml\"\n{}", RIGHT.replace("broken.json", "none.json")),
        )
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_broken_file_that_holds_what_is_asked_for_is_an_error() {
    right(&["test", "--filter", "press in the US"])
        .file("policies/other.test.toml", &format!("policy = \"home.toml\"\n{}", RIGHT.replace("stamp =", "stmap =")))
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .notes(str!["..."])
        .exits(2);
}

#[test]
fn what_is_no_toml_could_hold_anything() {
    right(&["test", "--filter", "press in the US"])
        .file("policies/other.test.toml", "[[test]\n")
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .notes(str!["..."])
        .exits(2);
}
