//! `stamp fmt`.

use std::fs;

use serde::Deserialize;
use snapbox::str;

use crate::run::{Run, stamp};

const BAD: &str = "language=1\n[[stamp]]\nname = \"home\" # ours\ncapacity = 1\n";
const GOOD: &str = "language = 1\n\n[[stamp]]\nname     = \"home\"  # ours\ncapacity = 1\n";

fn bad(arguments: &[&str]) -> Run {
    stamp(arguments.iter().copied()).file("fleet.toml", BAD)
}

#[test]
fn a_file_is_laid_out_and_one_that_is_so_already_is_not_touched() {
    let run = bad(&["fmt", "fleet.toml", "good.toml"]).file("good.toml", GOOD);
    let good = run.path("good.toml");
    let mut permissions = fs::metadata(&good).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&good, permissions).unwrap();
    run.leaves("fleet.toml", GOOD)
        .leaves("good.toml", GOOD)
        .prints(str![[r#"
formatted fleet.toml
2 files: 1 unchanged, 1 formatted

"#]])
        .exits(0);
}

#[test]
fn a_check_lists_what_would_change_and_writes_nothing() {
    bad(&["fmt", "--check", "fleet.toml"])
        .leaves("fleet.toml", BAD)
        .prints(str![[r#"
would format fleet.toml
1 file: 1 to be formatted

"#]])
        .exits(1);
}

#[test]
fn a_check_shows_what_would_change() {
    bad(&["fmt", "--check", "--diff", "fleet.toml"])
        .leaves("fleet.toml", BAD)
        .prints(str![[r#"
would format fleet.toml
--- fleet.toml
+++ fleet.toml
@@ -1,4 +1,5 @@
-language=1
+language = 1
+
 [[stamp]]
-name = "home" # ours
+name     = "home"  # ours
 capacity = 1
1 file: 1 to be formatted

"#]])
        .exits(1);
}

#[test]
fn the_repository_is_laid_out() {
    stamp(["fmt", "--check"])
        .in_repository()
        .prints(str![[r#"
7 files: 7 unchanged

"#]])
        .exits(0);
}

#[test]
fn without_a_path_the_policies_and_test_files_of_the_folder_are_meant() {
    stamp(["fmt"])
        .file("policies/fleet.toml", BAD)
        .file("policies/eu/fleet.test.toml", "[[test]]\nname='t'\n")
        .file("policies/spin.toml", "spin_manifest_version=2\n")
        .file("policies/.old/fleet.toml", BAD)
        .file("elsewhere.toml", BAD)
        .leaves("policies/fleet.toml", GOOD)
        .leaves("policies/eu/fleet.test.toml", "[[test]]\nname = 't'\n")
        .leaves("policies/spin.toml", "spin_manifest_version=2\n")
        .leaves("policies/.old/fleet.toml", BAD)
        .leaves("elsewhere.toml", BAD)
        .prints(str![[r#"
formatted policies/eu/fleet.test.toml
formatted policies/fleet.toml
2 files: 2 formatted

"#]])
        .exits(0);
}

#[test]
fn a_folder_without_policies_is_a_mistake() {
    stamp(["fmt", "--check"])
        .file("spin.toml", "spin_manifest_version=2\n")
        .notes(str![[r#"
error: there is no policy and no test file there

"#]])
        .exits(2);
}

#[test]
fn the_standard_input_is_laid_out_on_the_standard_output() {
    assert_eq!(stamp(["fmt", "-"]).input(BAD).prints(str!["..."]).exits(0), GOOD);
    assert_eq!(stamp(["fmt", "-"]).input("").exits(0), "");
    let windows = stamp(["fmt", "-"]).input(&BAD.replace('\n', "\r\n")).prints(str!["..."]).exits(0);
    assert_eq!(windows, GOOD.replace('\n', "\r\n"));
}

#[test]
fn the_standard_input_can_be_checked_too() {
    stamp(["fmt", "--check", "-"])
        .input(BAD)
        .prints(str![[r#"
would format <standard input>
1 file: 1 to be formatted

"#]])
        .exits(1);
}

#[test]
fn the_standard_input_stands_alone() {
    bad(&["fmt", "fleet.toml", "-"])
        .leaves("fleet.toml", BAD)
        .notes(str![[r#"
error: - is the standard input, which is laid out alone

"#]])
        .exits(2);
}

#[test]
fn what_is_no_toml_is_shown_and_left_alone_and_the_others_are_laid_out() {
    bad(&["fmt", "broken.toml", "fleet.toml"])
        .file("broken.toml", "language = \n")
        .leaves("broken.toml", "language = \n")
        .leaves("fleet.toml", GOOD)
        .prints(str![[r#"
error[syntax]: not TOML: string values must be quoted, expected literal string
 --> broken.toml:1:12
  |
1 | language = 
  |            ^

formatted fleet.toml
2 files: 1 formatted, 1 no TOML

"#]])
        .exits(1);
}

#[test]
fn a_standard_input_that_is_no_toml_is_not_printed() {
    stamp(["fmt", "-"])
        .input("language = \n")
        .notes(str![[r#"
error[syntax]: not TOML: string values must be quoted, expected literal string
 --> <standard input>:1:12
  |
1 | language = 
  |            ^

"#]])
        .exits(1);
}

#[test]
fn a_file_that_is_not_there_is_an_error_and_the_others_are_laid_out() {
    bad(&["fmt", "none.toml", "fleet.toml"])
        .leaves("fleet.toml", GOOD)
        .prints(str![[r#"
formatted fleet.toml
2 files: 1 formatted, 1 failed

"#]])
        .notes(str![[r#"
error: could not read none.toml: No such file or directory (os error 2)

"#]])
        .exits(2);
}

#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    let run = bad(&["fmt", "fleet.toml"]);
    let file = run.path("fleet.toml");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    run.leaves("fleet.toml", BAD)
        .prints(str!["..."])
        .notes(str![[r#"
error: could not write fleet.toml: it is read-only

"#]])
        .exits(2);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let run = bad(&["fmt", "link.toml"]);
    let (file, link) = (run.path("fleet.toml"), run.path("link.toml"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("fleet.toml", &link).unwrap();
    run.leaves("fleet.toml", GOOD)
        .then(move || {
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        })
        .prints(str!["..."])
        .exits(0);
}

/// What `--format json` gives: nothing else may be in it.
#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Layout {
    file: String,
    outcome: String,
    diff: Option<String>,
    error: Option<String>,
    findings: Option<Vec<serde_json::Value>>,
}

#[test]
fn scripts_are_told_what_became_of_each_file() {
    let printed = bad(&["fmt", "--check", "--diff", "--format", "json", "fleet.toml", "good.toml", "broken.toml"])
        .file("good.toml", GOOD)
        .file("broken.toml", "language = \n")
        .prints(str!["..."])
        .exits(1);
    let [fleet, good, broken]: [Layout; 3] = serde_json::from_str(&printed).unwrap();
    assert_eq!((fleet.file.as_str(), fleet.outcome.as_str()), ("fleet.toml", "would-change"));
    assert!(fleet.diff.unwrap().starts_with("--- fleet.toml\n+++ fleet.toml\n@@ "), "{printed}");
    assert_eq!((good.outcome.as_str(), good.diff, good.error, good.findings), ("unchanged", None, None, None));
    assert_eq!(broken.outcome, "no-toml");
    assert_eq!(broken.findings.unwrap()[0]["code"], "syntax");
}
