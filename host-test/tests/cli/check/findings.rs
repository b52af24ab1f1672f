//! What the analysis finds, as people and scripts are told of it.

use serde_json::{Value, json};
use snapbox::str;

use super::{Finding, HOME, faultless};
use crate::run::stamp;

/// A policy with a note, and nothing else.
fn noted() -> String {
    let order = "\n[[move]]\nname = \"relieve eu-1\"\nfrom = \"eu-1\"\nto   = [\"eu-2\", \"eu-3\"]\n";
    let closed = "\n[[stamp]]\nname     = \"eu-3\"\nhub      = \"home-eu-3.azure-devices.net\"\ncapacity = 1000\nstate    = \"closed\"\nserves   = { geo = \"eu\" }\n";
    format!("{}{closed}{order}", faultless())
}

/// A guarantee that holds as long as the stamp that two pins know is up.
const PINNED: &str = "
[[pin]]
name  = \"benches\"
when  = { registration-id = { prefix = \"bench-\" } }
stamp = \"eu-1\"

[[pin]]
name  = \"pilots\"
when  = { twin = { \"/tags/pilot\" = true } }
stamp = \"us-1\"

[[guarantee]]
name  = \"benches stay here\"
when  = { registration-id = { prefix = \"bench-\" } }
never = \"us-1\"
";

/// A policy that cannot be told apart into classes of devices.
const LARGE: &str = "
[[pin]]
name  = \"prototypes\"
when  = { registration-id = { glob = [\"*a*b*c*\", \"*d*e*f*\", \"*g*h*i*\", \"*j*k*l*\", \"*m*n*o*\", \"*p*q*r*\", \"*s*t*u*\", \"*v*w*x*\", \"*0*1*2*\", \"*3*4*5*\"] } }
stamp = \"eu-2\"

[[guarantee]]
name  = \"presses stay here\"
when  = { registration-id = { prefix = \"press-\" } }
never = \"us-1\"
";

#[test]
fn an_error_of_the_analysis_fails_the_check() {
    let guarantee = "\n[[guarantee]]\nname  = \"presses stay here\"\nwhen  = { enrollment-group = \"presses\" }\nnever = \"us-1\"\n";
    stamp(["check", "home.toml"]).file("home.toml", &format!("{}{guarantee}", faultless())).prints(str![[r#"
error[guarantee-acts]: the guarantee `presses stay here` has to act: without it some device would be on `us-1`
  --> home.toml:39:9
   |
39 | name  = "presses stay here"
   |         ^^^^^^^^^^^^^^^^^^^
   |
   = note: for example { registration-id = "device-0001", enrollment-group = "presses", payload = { country = "US" } }
   = note: decided today: refused, forbidden: guarantees forbid every stamp that serves this device; geo = us by `country`
   = note: look closer: stamp explain home.toml --id device-0001 --enrollment-group presses --payload country=US
   = help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

1 file checked: 1 error

"#]]).exits(1);
}

#[test]
fn scripts_get_the_device_that_shows_it_as_a_body() {
    let printed =
        stamp(["check", "home.toml", "--format", "json"]).file("home.toml", HOME).prints(str!["..."]).exits(0);
    let findings: Vec<Finding> = serde_json::from_str(&printed).unwrap();
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    let example = finding.example.as_ref().unwrap();
    assert_eq!((&*finding.code, &*finding.severity, finding.line), ("payload-missing", "warning", 8));
    assert_eq!(example.request["deviceRuntimeContext"], json!({ "registrationId": "device-0001" }));
    assert_eq!(example.request["linkedHubs"].as_array().map(Vec::len), Some(3));
    assert!(example.down.is_empty() && example.shows.starts_with("refused, no-value: "), "{}", example.shows);
    // The body is one that DPS could send: the tool itself reads it.
    let explain = stamp(["explain", "home.toml", "body.json"]).file("home.toml", HOME);
    let explained = explain.file("body.json", &example.request.to_string()).prints(str!["..."]).exits(0);
    assert!(explained.contains("refusal 422, no-value"), "{explained}");
}

#[test]
fn a_note_fails_no_check() {
    stamp(["check", "home.toml", "--deny", "warnings"])
        .file("home.toml", &noted())
        .prints(str![[r#"
note[waiting]: the move `relieve eu-1` leads nobody to `eu-3`: it is closed
  --> home.toml:48:17
   |
48 | to   = ["eu-2", "eu-3"]
   |                 ^^^^^^
   |
   = help: it waits until that stamp is open or reserved

1 file checked: 1 note

"#]])
        .exits(0);
}

#[test]
fn code_scanning_gets_a_note_as_a_note() {
    let printed =
        stamp(["check", "home.toml", "--format", "sarif"]).file("home.toml", &noted()).prints(str!["..."]).exits(0);
    let log: Value = serde_json::from_str(&printed).unwrap();
    let [result] = log["runs"][0]["results"].as_array().unwrap().as_slice() else { panic!("{log}") };
    assert_eq!((&result["ruleId"], &result["level"]), (&"waiting".into(), &"note".into()));
}

#[test]
fn github_shows_a_note_as_a_notice() {
    stamp(["check", "home.toml", "--format", "github"]).file("home.toml", &noted()).prints(str![[r#"
::notice file=home.toml,line=48,col=17,title=waiting::the move `relieve eu-1` leads nobody to `eu-3`: it is closed%0Ait waits until that stamp is open or reserved

"#]]).exits(0);
}

#[test]
fn a_guarantee_that_holds_today_may_have_to_act_in_an_outage() {
    let policy = format!("{}{PINNED}", faultless());
    let check = |arguments: &[&str]| {
        let arguments = ["check", "home.toml"].iter().chain(arguments);
        stamp(arguments.copied()).file("home.toml", &policy)
    };
    check(&[])
        .prints(str![[r#"
1 file checked: no problems

"#]])
        .exits(0);
    check(&["--outages", "1"]).prints(str![[r#"
error[guarantee-acts]: the guarantee `benches stay here` has to act while `eu-1` is down: without it some device would be on `us-1`
  --> home.toml:49:9
   |
49 | name  = "benches stay here"
   |         ^^^^^^^^^^^^^^^^^^^
   |
   = note: for example { registration-id = "bench-0001", enrollment-group = "group-0001", twin = { tags = { pilot = true } } }
   = note: decided with eu-1 down: placed on eu-2, the only open stamp; geo = eu by `everyone else`
   = help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

1 file checked: 1 error

"#]]).exits(1);
    let printed = check(&["--outages", "2", "--format", "json"]).prints(str!["..."]).exits(1);
    let findings: Vec<Finding> = serde_json::from_str(&printed).unwrap();
    assert_eq!(findings[0].example.as_ref().unwrap().down, ["eu-1"]);
}

#[test]
fn more_than_two_outages_cannot_be_looked_at() {
    stamp(["check", "home.toml", "--outages", "3"])
        .file("home.toml", HOME)
        .notes(str![[r#"
error: invalid value '3' for '--outages <COUNT>': 3 is not in 0..=2

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn what_was_proved_is_told_to_those_who_ask() {
    stamp(["check", "home.toml", "--verbose"])
        .file("home.toml", &format!("{}{PINNED}", faultless()))
        .prints(str![[r#"
note[proved]: the guarantee `benches stay here` never has to act with the stamps as they are
  --> home.toml:49:9
   |
49 | name  = "benches stay here"
   |         ^^^^^^^^^^^^^^^^^^^

1 file checked: 1 note

"#]])
        .exits(0);
}

#[test]
fn a_policy_that_is_too_large_leaves_its_guarantees_unproved() {
    stamp(["check", "home.toml"]).file("home.toml", &format!("{}{LARGE}", faultless())).prints(str![[r#"
note[too-large]: the policy is too large to find out anything about it
 --> home.toml:1:1
  |
1 | language = 1
  | ^
  |
  = help: fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove

error[guarantee-not-proved]: it is not proved that the guarantee `presses stay here` never has to act: the policy is too large
  --> home.toml:44:9
   |
44 | name  = "presses stay here"
   |         ^^^^^^^^^^^^^^^^^^^
   |
   = help: fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove

1 file checked: 1 error, 1 note

"#]]).exits(1);
}

#[test]
fn a_test_file_is_not_analysed_and_its_policy_not_again() {
    let test = "[[test]]\nname = \"t\"\nrequest = { registration-id = \"p\" }\nexpect = { refusal = \"no-value\" }\n";
    stamp(["check", "home.test.toml", "--verbose", "--outages", "1"])
        .file("home.toml", HOME)
        .file("home.test.toml", test)
        .prints(str![[r#"
1 file checked: no problems

"#]])
        .exits(0);
}

#[test]
fn an_example_is_looked_closer_at_by_the_command_that_is_told() {
    let guarantee = "\n[[guarantee]]\nname  = \"presses stay here\"\nwhen  = { enrollment-group = \"presses\" }\nnever = \"us-1\"\n";
    let policy = format!("{}{guarantee}", faultless());
    let printed = stamp(["check", "home.toml"]).file("home.toml", &policy).prints(str!["..."]).exits(1);
    let (_, command) = printed.split_once("look closer: stamp ").unwrap();
    let words = command.lines().next().unwrap().split(' ');
    let explained = stamp(words).file("home.toml", &policy).prints(str!["..."]).exits(0);
    assert!(explained.contains("refusal 422, forbidden"), "{explained}");
}
