//! What works and bites later.

use snapbox::{assert_data_eq, str};

use super::{fleet, other, third, told};

fn two_moves(first: &str, second: &str) -> String {
    let order = |name: &str, from: &str, to: &str, cohort: &str| {
        format!(
            "[[move]]\nname = \"{name}\"\nfrom = \"{from}\"\nto   = \"{to}\"\nwhen = {{ cohort = {{ {cohort} }} }}\n\n"
        )
    };
    fleet(&(third("open") + &order("first", "eu-1", "eu-2", first) + &order("second", "eu-2", "eu-3", second)))
}

#[test]
fn two_moves_that_meet_draw_by_cohorts_of_their_own() {
    assert_data_eq!(
        told(&two_moves("name = \"relief\", percent = 10", "name = \"relief\", percent = 20")),
        str![[r#"
warning[cohort-in-two-moves] at cohort = { name = "relief", percent = 20 }
  the moves `first` and `second` may take the same devices, and both draw by the cohort `relief`
  cohort = { name = "relief", percent = 10 } the same cohort
  help: give each move a cohort of its own, unless it is meant for the devices of the other

"#]]
    );
    assert_eq!(told(&two_moves("name = \"relief-1\", percent = 10", "name = \"relief-2\", percent = 20")), "");
    assert_eq!(told(&two_moves("name = \"relief\", percent = 10", "name = \"relief\", percent = [10, 20]")), "");
}

fn two_trials(first: &str, second: &str) -> String {
    let trial = |name: &str, cohort: &str| {
        format!(
            "[[attribute]]\nname   = \"{name}\"\nvalues = [\"on\", \"off\"]\nplaces = false\n\n  [[attribute.rule]]\n  name  = \"{name} on\"\n  when  = {{ cohort = {{ {cohort} }} }}\n  value = \"on\"\n\n  [[attribute.rule]]\n  name  = \"off\"\n  value = \"off\"\n\n"
        )
    };
    fleet(&(trial("heat", first) + &trial("light", second)))
}

#[test]
fn one_cohort_for_two_trials_is_noted() {
    assert_data_eq!(
        told(&two_trials("name = \"trial\", percent = 10", "name = \"trial\", percent = 5")),
        str![[r#"
note[cohort-reused] at cohort = { name = "trial", percent = 5 }
  the cohort `trial` is used for two things: its first devices get both
  cohort = { name = "trial", percent = 10 } used here already
  help: a cohort of its own for each release and trial spreads the risk over other devices

"#]]
    );
    assert_eq!(told(&two_trials("name = \"heat\", percent = 10", "name = \"light\", percent = 5")), "");
    assert_eq!(told(&two_trials("name = \"trial\", percent = 10", "name = \"trial\", percent = [10, 20]")), "");
}

#[test]
fn a_stamp_that_hangs_on_the_registration_id_of_a_known_group_is_noted() {
    let reads = |when: &str| {
        let read = format!("read = {{ registration-id = {{ separator = \"-\", part = 1 }} }}{when}");
        told(&other("read = { twin = \"/tags/geo\" }", &read))
    };
    assert_data_eq!(
        reads(""),
        str![[r#"
note[identity-from-id] at { registration-id = { separator = "-", part = 1 } }
  `geo` is read from the registration ID, also of devices whose enrollment group is known
  help: whoever has a group's key chooses the IDs of its devices: read the group, or a tag of its initial twin

"#]]
    );
    assert_eq!(reads("\n  when = { individual-enrollment = true }"), "");
}
