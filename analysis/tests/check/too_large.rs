//! Policies that are too large.

use snapbox::{assert_data_eq, str};

use super::{fleet, told};

#[test]
fn of_a_policy_whose_patterns_are_too_many_nothing_is_proved() {
    let letters: Vec<String> = "abcdefghijklmnopqrstuvwxyz0123".chars().map(String::from).collect();
    let globs: Vec<String> = letters.chunks(3).map(|three| format!("\"*{}*\"", three.join("*"))).collect();
    let pin = format!(
        "[[pin]]\nname  = \"many\"\nwhen  = {{ registration-id = {{ glob = [{}] }} }}\nstamp = \"eu-2\"\n",
        globs.join(", ")
    );
    let guarantee = "\n[[guarantee]]\nname  = \"presses\"\nwhen  = { registration-id = { prefix = \"press-\" } }\nnever = \"us-1\"\n";
    assert_data_eq!(
        told(&fleet(&(pin + guarantee))),
        str![[r#"
note[too-large]
  the policy is too large to find out anything about it
  help: fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove
error[guarantee-not-proved] at "presses"
  it is not proved that the guarantee `presses` never has to act: the policy is too large
  help: fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove

"#]]
    );
}

/// Each stamp gives the others their share, in more ways than are followed.
#[test]
fn what_could_not_be_found_out_is_told_and_all_else_is_looked_at() {
    let stamp =
        |at: usize| format!("[[stamp]]\nname = \"s{at}\"\nhub = \"hub-s{at}.azure-devices.net\"\ncapacity = 1\n");
    let order = |at: usize| format!("[[move]]\nname = \"m{at}\"\nfrom = \"s{at}\"\nwhom = \"preferred\"\n");
    let spare =
        "[[stamp]]\nname = \"spare\"\nhub = \"hub-spare.azure-devices.net\"\ncapacity = 1\nstate = \"closed\"\n";
    let pin = "[[pin]]\nname = \"one\"\nwhen = { registration-id = \"one\" }\nstamp = \"spare\"\n";
    let head = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n";
    let entries: String = (0..10).map(stamp).chain((0..10).map(order)).collect();
    assert_data_eq!(
        told(&format!("{head}{entries}{spare}{pin}")),
        str![[r#"
note[too-large]
  the policy is too large to find out whether rounds go in circles; all else was looked at
  help: fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove
note[waiting] at "one"
  the pin `one` brings nobody anywhere as the stamps are: its stamp `spare` is closed
  help: it waits until that stamp is open or reserved

"#]]
    );
}
