//! `stamp check`.

mod entry;
mod exceptions;
mod files;
mod findings;
mod forms;
mod mistakes;

use serde::Deserialize;
use serde_json::Value;
use snapbox::str;

use crate::run::stamp;

/// A policy without errors. It refuses devices that send no country.
pub(crate) const HOME: &str = "\
language = 1
hash     = 1
policy   = \"home\"
revision = \"7\"
seed     = \"home\"

[[attribute]]
name   = \"geo\"
values = [\"eu\", \"us\"]

  [[attribute.rule]]
  name = \"country\"
  read = { payload = \"/country\" }
  map  = { DE = \"eu\", US = \"us\" }

[[stamp]]
name     = \"eu-1\"
hub      = \"home-eu-1.azure-devices.net\"
capacity = 2000
serves   = { geo = \"eu\" }

[[stamp]]
name     = \"eu-2\"
hub      = \"home-eu-2.azure-devices.net\"
capacity = 1000
serves   = { geo = \"eu\" }

[[stamp]]
name     = \"us-1\"
hub      = \"home-us-1.azure-devices.net\"
capacity = 1000
serves   = { geo = \"us\" }
";

/// The same with a stamp for everybody: nothing is found in it.
fn faultless() -> String {
    let map = "  map  = { DE = \"eu\", US = \"us\" }\n";
    let other = "\n  [[attribute.rule]]\n  name  = \"everyone else\"\n  value = \"eu\"\n";
    HOME.replace(map, &format!("{map}{other}"))
}

/// A policy with three mistakes.
pub(crate) const MISTAKEN: &str = "\
language = 1
hash     = 2
policy   = \"home\"
seed     = \"home\"

[[stamp]]
name     = \"home\"
hub      = \"home\"
capacity = 1000
stat     = \"open\"
";

#[test]
fn a_policy_without_mistakes_is_fine() {
    stamp(["check", "home.toml"])
        .file("home.toml", &faultless())
        .prints(str![[r#"
1 file checked: no problems

"#]])
        .exits(0);
}

#[test]
fn every_mistake_is_shown_with_its_line_and_what_to_write_instead() {
    stamp(["check", "home.toml"])
        .file("home.toml", MISTAKEN)
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

1 file checked: 3 errors

"#]])
        .exits(1);
}

#[test]
fn a_warning_is_shown_and_does_not_fail_the_check() {
    stamp(["check", "home.toml"])
        .file("home.toml", HOME)
        .prints(str![[r#"
warning[payload-missing]: `geo` has no value for a new device that sends no payload, which is refused with 422
 --> home.toml:8:10
  |
8 | name   = "geo"
  |          ^^^^^
  |
  = note: for example { registration-id = "device-0001", enrollment-group = "group-0001" }
  = note: decided today: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  = note: look closer: stamp explain home.toml --id device-0001 --enrollment-group group-0001
  = help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

1 file checked: 1 warning

"#]])
        .exits(0);
}

#[test]
fn a_warning_fails_the_check_where_it_is_denied() {
    let check = stamp(["check", "home.toml", "--deny", "warnings"]).file("home.toml", HOME);
    check
        .prints(str![[r#"
warning[payload-missing]: `geo` has no value for a new device that sends no payload, which is refused with 422
 --> home.toml:8:10
  |
8 | name   = "geo"
  |          ^^^^^
  |
  = note: for example { registration-id = "device-0001", enrollment-group = "group-0001" }
  = note: decided today: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  = note: look closer: stamp explain home.toml --id device-0001 --enrollment-group group-0001
  = help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

1 file checked: 1 warning

"#]])
        .exits(1);
}

#[test]
fn a_policy_is_read_from_the_standard_input() {
    stamp(["check", "-"])
        .input("language = ")
        .prints(str![[r#"
error[syntax]: not TOML: string values must be quoted, expected literal string
 --> <standard input>:1:12
  |
1 | language = 
  |            ^

1 file checked: 1 error

"#]])
        .exits(1);
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_others_checked() {
    stamp(["check", "nowhere.toml", "home.toml"])
        .file("home.toml", &faultless())
        .prints(str![[r#"
1 file checked: no problems

"#]])
        .notes(str![[r#"
error: could not read nowhere.toml: [..]

"#]])
        .exits(2);
}

#[test]
fn a_test_file_is_held_against_its_policy() {
    let test = "[[test]]\nname = \"t\"\nrequest = { registration-id = \"p\" }\nexpect = { stamp = \"eu-3\" }\n";
    stamp(["check", "home.test.toml"])
        .file("home.toml", HOME)
        .file("home.test.toml", test)
        .prints(str![[r#"
error[unknown-stamp]: no stamp is named `eu-3`
 --> home.test.toml:4:20
  |
4 | expect = { stamp = "eu-3" }
  |                    ^^^^^^
  |
  = help: did you mean `eu-1`?

1 file checked: 1 error

"#]])
        .exits(1);
}

#[test]
fn the_test_file_of_a_policy_with_errors_cannot_be_checked() {
    let test = "[[test]]\nname = \"t\"\nrequest = { registration-id = \"p\" }\nexpect = { stamp = \"eu-3\" }\n";
    stamp(["check", "home.test.toml"])
        .file("home.toml", MISTAKEN)
        .file("home.test.toml", test)
        .notes(str![[r#"
error: home.test.toml tests home.toml, which has errors

"#]])
        .exits(2);
}

#[test]
fn every_policy_and_test_file_of_the_repository_is_fine() {
    let files = ["contoso", "tutorial", "one-hub", "contoso.test", "tutorial.test", "one-hub.test", "bodies.test"];
    let paths: Vec<String> = files.iter().map(|file| format!("policies/{file}.toml")).collect();
    let arguments = ["check", "--deny", "warnings"].into_iter().chain(paths.iter().map(String::as_str));
    stamp(arguments)
        .in_repository()
        .prints(str![[r#"
7 files checked: no problems, 3 excepted

"#]])
        .exits(0);
}

/// What `--format json` promises.
#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Finding {
    file: String,
    code: String,
    severity: String,
    message: String,
    help: Option<String>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    related: Vec<Related>,
    example: Option<Example>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Example {
    request: Value,
    #[serde(default)]
    down: Vec<String>,
    shows: String,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Related {
    message: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[test]
fn scripts_get_every_finding_as_json() {
    let twice = HOME.replace("home-eu-2", "Home-EU-1");
    let printed =
        stamp(["check", "home.toml", "--format", "json"]).file("home.toml", &twice).prints(str!["..."]).exits(1);
    let findings: Vec<Finding> = serde_json::from_str(&printed).unwrap();
    let expected = Finding {
        file: "home.toml".into(),
        code: "shared-hub".into(),
        severity: "error".into(),
        message: "the hub `Home-EU-1.azure-devices.net` is named twice".into(),
        help: Some("each hub, former ones included, belongs to one stamp".into()),
        line: 24,
        column: 12,
        end_line: 24,
        end_column: 41,
        related: vec![Related { message: "here already".into(), line: 18, column: 12, end_line: 18, end_column: 41 }],
        example: None,
    };
    assert_eq!(findings, [expected]);
}

#[test]
fn scripts_get_an_empty_list_where_nothing_is_wrong() {
    stamp(["check", "home.toml", "--format", "json"])
        .file("home.toml", &faultless())
        .prints(str![[r#"
[]

"#]])
        .exits(0);
}

#[test]
fn colour_is_written_where_it_is_asked_for() {
    let check = stamp(["check", "home.toml", "--color", "always"]).file("home.toml", "language = 1");
    let printed = check.prints(str!["..."]).exits(1);
    assert!(printed.contains("\u{1b}["), "{printed}");
}

#[test]
fn without_a_policy_there_is_nothing_to_check() {
    stamp(["check"])
        .notes(str![[r#"
error: there is nothing to check: name a policy, a test file, a description of a fleet or a folder of these

"#]])
        .exits(2);
}

#[test]
fn the_help_of_every_command_has_examples() {
    for command in ["serve", "check", "test", "explain"] {
        let help = stamp([command, "--help"]).prints(str!["..."]).exits(0);
        assert!(help.contains(&format!("\nExamples:\n  stamp {command}")), "{help}");
    }
}

#[test]
fn of_very_many_mistakes_the_first_are_shown_and_scripts_get_all() {
    let mistakes: String = (0..60).map(|at| format!("wrong-{at} = 1\n")).collect();
    let check = |arguments: &[&str]| {
        let check = stamp(["check", "home.toml"].iter().chain(arguments).copied());
        check.file("home.toml", &(mistakes.clone() + HOME)).prints(str!["..."]).exits(1)
    };
    let printed = check(&[]);
    assert_eq!(printed.matches("error[unknown-key]").count(), 50, "{printed}");
    assert!(printed.ends_with("\n\n… and 10 more\n\n1 file checked: 60 errors\n"), "{printed}");
    let findings: Vec<Finding> = serde_json::from_str(&check(&["--format", "json"])).unwrap();
    let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, (1..=60).collect::<Vec<_>>());
}

#[test]
fn a_request_that_a_test_file_names_must_be_there() {
    let tests = "[[test]]\nname = \"gone\"\nrequest = \"gone.json\"\nexpect = { stamp = \"eu-1\" }\n";
    stamp(["check", "home.test.toml"])
        .file("home.toml", HOME)
        .file("home.test.toml", tests)
        .notes(str![[r#"
error: home.test.toml cannot be run: could not read gone.json, the request of line 2: [..]

"#]])
        .exits(2);
}
