//! Of which steps plans are made.

use analysis::fleet::Member;
use analysis::plan::{Plan, Ramp, Settings};
use dps::AllocationRequest;
use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::walked::planned;

/// Three stamps, a canary and a move, with comments.
const HOME: &str = "\
language = 1
hash     = 1
policy   = \"home\"
revision = \"7\"
seed     = \"home\"

[[attribute]]
name   = \"release\"
values = [\"1\", \"2\"]

  [[attribute.rule]]
  name  = \"canary\"
  when  = { cohort = { name = \"canary\", percent = 5 } }  # Wave one.
  value = \"2\"

  [[attribute.rule]]
  name  = \"rest\"
  value = \"1\"

[[stamp]]
name     = \"one\"
hub      = \"home-1.azure-devices.net\"
capacity = 300
serves   = { release = \"1\" }

[[stamp]]
name     = \"two\"
hub      = \"home-2.azure-devices.net\"
capacity = 300
serves   = { release = \"1\" }

[[stamp]]
name     = \"new\"
hub      = \"home-9.azure-devices.net\"
capacity = 100
serves   = { release = \"2\" }

# A part of stamp one leaves.
[[move]]
name = \"relief\"
from = \"one\"
to   = \"two\"
when = { cohort = { name = \"relief\", percent = 10 } }
";

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn fleet() -> Vec<Member> {
    let hubs: Vec<String> = [1, 2, 3, 4, 9].map(|number| format!("home-{number}.azure-devices.net")).into();
    let device = |line: u64| {
        let body = json!({
            "enrollmentGroup": {},
            "deviceRuntimeContext": { "registrationId": format!("press-{line}") },
            "linkedHubs": hubs,
        });
        Member { request: AllocationRequest::parse(body.to_string().as_bytes()).unwrap(), weight: 1, line }
    };
    (0..400).map(device).collect()
}

fn plan(old: &str, new: &str) -> Plan {
    planned(old, new, &fleet(), &Settings::default())
}

/// The steps, one to a line.
fn shown(plan: &Plan) -> String {
    let lines = plan.steps.iter().map(|step| {
        let back = &step.back;
        let stuck: Vec<String> = back.stuck.iter().map(|(why, devices)| format!("{devices} {}", why.code())).collect();
        let together =
            if step.together_for > 0 { format!(" together for {}", step.together_for) } else { String::new() };
        format!("{}{together}: {} move, {} back {stuck:?} {:?}", step.label(), step.moved, back.returned, back.moves)
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_ramp_goes_up_in_steps_that_replace_the_number_alone() {
    let new = replaced(HOME, "percent = 5", "percent = 25");
    let plan = plan(HOME, &new);
    assert_data_eq!(
        shown(&plan),
        str![[r#"
rule `canary` of `release` 5.2 %: 0 move, 0 back [] []
rule `canary` of `release` 6 %: 3 move, 3 back [] []
rule `canary` of `release` 10 %: 25 move, 28 back [] []
rule `canary` of `release` 15 %: 30 move, 58 back [] []
rule `canary` of `release` 25 %: 39 move, 97 back [] []

"#]]
    );
    let texts: Vec<&str> = plan.steps.iter().map(|step| &*step.text).collect();
    assert_eq!(texts.first(), Some(&&*replaced(HOME, "percent = 5 }", "percent = 5.2 }")));
    assert_eq!(texts.last(), Some(&&*new));
    assert_eq!(plan.steps.first().unwrap().back.text, HOME);
}

#[test]
fn a_revision_is_no_step_of_its_own() {
    let new = replaced(&replaced(HOME, "percent = 5", "percent = 6"), "\"7\"", "\"8\"");
    let settings = Settings { ramp: Ramp::parse("50,100").unwrap(), ..Settings::default() };
    assert_data_eq!(
        shown(&planned(HOME, &new, &fleet(), &settings)),
        str![[r#"
rule `canary` of `release` 5.5 %: 0 move, 0 back [] []
rule `canary` of `release` 6 %: 3 move, 3 back [] []

"#]]
    );
    let only = replaced(HOME, "\"7\"", "\"8\"");
    assert_data_eq!(
        shown(&plan(HOME, &only)),
        str![[r#"
everything else: 0 move, 0 back [] []

"#]]
    );
    assert_eq!(plan(HOME, HOME).steps, []);
}

#[test]
fn a_new_entry_begins_at_nobody_after_everything_else() {
    let entry = "\n[[move]]\nname = \"home again\"\nfrom = \"two\"\nto   = \"one\"\nwhen = { cohort = { name = \"again\", percent = [20, 60] } }\n";
    let new = replaced(HOME, "capacity = 100", "capacity = 200") + entry;
    let plan = plan(HOME, &new);
    assert_data_eq!(
        shown(&plan),
        str![[r#"
everything else: 0 move, 0 back [] []
move `home again` 20.4 %: 1 move, 1 back [] ["back from one (move home again)"]
move `home again` 22 %: 2 move, 3 back [] ["back from one (move home again)"]
move `home again` 30 %: 14 move, 17 back [] ["back from one (move home again)"]
move `home again` 40 %: 21 move, 38 back [] ["back from one (move home again)"]
move `home again` 60 %: 33 move, 71 back [] ["back from one (move home again)"]

"#]]
    );
    assert!(plan.steps.first().unwrap().text.ends_with("percent = 0 } }\n"));
}

#[test]
fn a_raised_move_is_taken_back_by_a_move_that_stands_first() {
    let plan = plan(HOME, &replaced(HOME, "percent = 10", "percent = 50"));
    assert_data_eq!(
        shown(&plan),
        str![[r#"
move `relief` 10.4 %: 0 move, 0 back [] []
move `relief` 12 %: 1 move, 1 back [] ["back from two (move relief)"]
move `relief` 20 %: 17 move, 18 back [] ["back from two (move relief)"]
move `relief` 30 %: 16 move, 34 back [] ["back from two (move relief)"]
move `relief` 50 %: 37 move, 71 back [] ["back from two (move relief)"]

"#]]
    );
    let back = &plan.steps.get(1).unwrap().back.text;
    let added = back.split("serves   = { release = \"2\" }\n").nth(1).unwrap();
    assert_data_eq!(
        added,
        str![[r#"

[[move]]
name = "back from two (move relief)"
from = "two"
to   = "one"
whom = "preferred"
when = { cohort = { name = "relief", percent = [10, 12] } }

# A part of stamp one leaves.
[[move]]
name = "relief"
from = "one"
to   = "two"
when = { cohort = { name = "relief", percent = 10 } }

"#]]
    );
}

#[test]
fn a_cohort_goes_down_as_it_goes_up() {
    assert_data_eq!(
        shown(&plan(&replaced(HOME, "percent = 5", "percent = 80"), HOME)),
        str![[r#"
rule `canary` of `release` 79.25 %: 7 move, 7 back [] []
rule `canary` of `release` 76.25 %: 15 move, 22 back [] []
rule `canary` of `release` 61.25 %: 57 move, 79 back [] []
rule `canary` of `release` 42.5 %: 67 move, 146 back [] []
rule `canary` of `release` 5 %: 161 move, 307 back [] []

"#]]
    );
}

#[test]
fn entries_that_share_a_cohort_go_together_and_a_renamed_one_is_not_new() {
    let pin = "\n[[pin]]\nname  = \"testers\"\nwhen  = { registration-id = { suffix = \"7\" }, cohort = { name = \"canary\", percent = 5 } }\nstamp = \"new\"\n";
    let old = format!("{HOME}{pin}");
    let new = old.replace("percent = 5", "percent = 15").replace("\"relief\"\nfrom", "\"relief of one\"\nfrom");
    assert_data_eq!(
        shown(&plan(&old, &new)),
        str![[r#"
everything else: 0 move, 0 back [] []
rule `canary` of `release` and pin `testers` 5.1 %: 0 move, 0 back [] []
rule `canary` of `release` and pin `testers` 5.5 %: 0 move, 0 back [] []
rule `canary` of `release` and pin `testers` 7.5 %: 7 move, 7 back [] []
rule `canary` of `release` and pin `testers` 10 %: 21 move, 28 back [] []
rule `canary` of `release` and pin `testers` 15 %: 30 move, 58 back [] []

"#]]
    );
}

#[test]
fn an_entry_for_those_who_are_not_in_a_cohort_is_not_ramped() {
    let entry = "\n[[move]]\nname = \"all but some\"\nfrom = \"two\"\nto   = \"one\"\nwhen = { not = { cohort = { name = \"again\", percent = 60 } } }\n";
    assert_data_eq!(
        shown(&plan(HOME, &format!("{HOME}{entry}"))),
        str![[r#"
everything else: 65 move, 65 back [] ["back from one (everything else)"]

"#]]
    );
}

/// Devices leave stamp one for the second by the one cohort, and that one for the third by the other. Those of the first
/// cohort may go on from there to the fourth.
fn chain(percent: u32, goes_on: bool) -> String {
    let stamp = |name: &str, number: u32| {
        format!(
            "[[stamp]]\nname     = \"{name}\"\nhub      = \"home-{number}.azure-devices.net\"\ncapacity = 300\nstate    = \"reserved\"\nserves   = {{ release = \"1\" }}\n\n"
        )
    };
    let stamps = stamp("three", 3) + &stamp("four", 4);
    let order = |name: &str, from: &str, to: &str, cohort: &str| {
        format!(
            "\n[[move]]\nname = \"{name}\"\nfrom = \"{from}\"\nto   = \"{to}\"\nwhen = {{ cohort = {{ name = \"{cohort}\", percent = {percent} }} }}\n"
        )
    };
    let base = replaced(HOME, "# A part", &format!("{stamps}# A part"));
    let base = replaced(&base, "percent = 10", &format!("percent = {percent}"));
    let on = if goes_on { order("far", "three", "four", "relief") } else { String::new() };
    base + &order("on", "two", "three", "on") + &on
}

#[test]
fn where_devices_would_move_twice_the_order_is_another_one() {
    let plan = plan(&chain(10, false), &chain(60, false));
    assert!(plan.twice > 0);
    assert_data_eq!(
        shown(&plan),
        str![[r#"
move `on` 10.5 %: 3 move, 3 back [] ["back from three (move on)"]
move `on` 12.5 %: 2 move, 4 back ["1 not-preferred"] ["back from three (move on)"]
move `on` 22.5 %: 15 move, 14 back ["6 not-preferred"] ["back from three (move on)"]
move `on` 35 %: 28 move, 32 back ["16 not-preferred"] ["back from three (move on)"]
move `on` 60 %: 40 move, 60 back ["28 not-preferred"] ["back from three (move on)"]
move `relief` 10.5 %: 0 move, 60 back ["28 not-preferred"] ["back from three (move on)"]
move `relief` 12.5 %: 2 move, 62 back ["28 not-preferred"] ["back from three (move on)", "back from two (move relief)", "back from three (move relief)"]
move `relief` 22.5 %: 19 move, 74 back ["28 not-preferred", "7 touches-others"] ["back from three (move on)", "back from two (move relief)"]
move `relief` 35 %: 19 move, 85 back ["28 not-preferred", "15 touches-others"] ["back from three (move on)", "back from two (move relief)"]
move `relief` 60 %: 48 move, 115 back ["33 touches-others", "28 not-preferred"] ["back from three (move on)", "back from two (move relief)"]

"#]]
    );
}

#[test]
fn where_every_order_moves_devices_twice_units_are_made_together() {
    let plan = plan(&chain(10, true), &chain(60, true));
    assert!(plan.twice > 0);
    assert_data_eq!(
        shown(&plan),
        str![[r#"
move `relief` and move `far`, move `on` together for 36: 186 move, 140 back ["43 not-preferred", "3 touches-others"] ["back from two (move relief)", "back from four (move relief)", "back from three (move on)"]

"#]]
    );
}
