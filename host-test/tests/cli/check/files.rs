//! Files that are no policy, and what stands before the first character of one.

use snapbox::str;

use super::{HOME, faultless};
use crate::run::stamp;

#[test]
fn a_file_that_could_not_be_checked_is_told_to_scripts_too() {
    let check = stamp(["check", "nowhere.toml", "home.toml", "--format", "json"]).file("home.toml", &faultless());
    check
        .prints(str![[r#"
[
  {
    "file": "nowhere.toml",
    "code": "not-checked",
    "severity": "error",
    "message": "could not read nowhere.toml: [..]",
    "help": null,
    "line": 1,
    "column": 1,
    "end_line": 1,
    "end_column": 1,
    "related": []
  }
]

"#]])
        .notes(str![[r#"
error: could not read nowhere.toml: [..]

"#]])
        .exits(2);
}

#[test]
fn json_is_said_to_be_json_once() {
    stamp(["check", "home.json"])
        .file("home.json", "{\n  \"language\": 1,\n  \"hash\": 1\n}\n")
        .prints(str![[r#"
error[syntax]: not TOML: this begins as JSON does
 --> home.json:1:1
  |
1 | {
  | ^
  |
  = help: write it as TOML: `key = value` on a line of its own, without the braces around all

1 file checked: 1 error

"#]])
        .exits(1);
}

#[test]
fn a_byte_order_mark_is_not_shown() {
    stamp(["check", "home.toml"])
        .file("home.toml", &format!("\u{feff}langage = 1\n{HOME}"))
        .prints(str![[r#"
error[unknown-key]: unknown key `langage` in the policy
 --> home.toml:1:1
  |
1 | langage = 1
  | ^^^^^^^
  |
  = help: did you mean `language`?

1 file checked: 1 error

"#]])
        .exits(1);
}

#[test]
fn a_folder_is_checked_whole_and_without_a_path_that_of_the_policies() {
    for arguments in [&["check", "policies"][..], &["check"]] {
        stamp(arguments.iter().copied())
            .file("policies/home.toml", &faultless())
            .file("policies/below/other.toml", "langage = 1\nlanguage = 1\n")
            .file("policies/Cargo.toml", "[package]\n")
            .prints(str![[r#"
error[missing-key]: the policy has no `hash`
 --> policies/below/other.toml:1:1
...
2 files checked: 5 errors

"#]])
            .exits(1);
    }
}
