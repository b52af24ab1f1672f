//! Pins, moves, fallbacks and stamps of no use.

use snapbox::{assert_data_eq, str};

use super::{FLEET, fleet, third, told};

fn pin(name: &str, when: &str, stamp: &str) -> String {
    format!("[[pin]]\nname  = \"{name}\"\nwhen  = {{ {when} }}\nstamp = \"{stamp}\"\n\n")
}

fn order(name: &str, from: &str, to: &str, more: &str) -> String {
    format!("[[move]]\nname = \"{name}\"\nfrom = \"{from}\"\nto   = {to}\n{more}\n")
}

const BENCHES: &str = "registration-id = { prefix = \"bench-\" }";
const ONE: &str = "registration-id = \"bench-01\"";

#[test]
fn a_pin_below_one_for_all_of_its_devices_never_applies() {
    assert_data_eq!(
        told(&fleet(&(pin("all", BENCHES, "eu-1") + &pin("one", ONE, "eu-2")))),
        str![[r#"
warning[pin-never-applies] at "one"
  the pin `one` never applies: pins above it take every device that it is for
  help: put it above them, or take it out

"#]]
    );
    assert_eq!(told(&fleet(&(pin("one", ONE, "eu-2") + &pin("all", BENCHES, "eu-1")))), "");
}

#[test]
fn a_pin_for_nobody_never_applies() {
    let nobody = format!("{ONE}, not = {{ {BENCHES} }}");
    assert_data_eq!(
        told(&fleet(&pin("nobody", &nobody, "eu-1"))),
        str![[r#"
warning[pin-never-applies] at "nobody"
  the pin `nobody` never applies: its condition holds for no device
  help: mend the condition, or take the pin out

"#]]
    );
}

#[test]
fn a_pin_to_a_stamp_that_guarantees_forbid_never_applies() {
    let guarantee = format!("[[guarantee]]\nname  = \"not there\"\nwhen  = {{ {BENCHES} }}\nnever = \"eu-2\"\n");
    let found = told(&fleet(&(pin("one", ONE, "eu-2") + &guarantee)));
    assert!(
        found.contains("the pin `one` never applies: guarantees forbid its stamp to every device that it is for"),
        "{found}"
    );
}

#[test]
fn a_pin_to_a_closed_stamp_waits() {
    assert_data_eq!(
        told(&fleet(&(third("closed") + &pin("one", ONE, "eu-3")))),
        str![[r#"
note[waiting] at "one"
  the pin `one` brings nobody anywhere as the stamps are: its stamp `eu-3` is closed
  help: it waits until that stamp is open or reserved

"#]]
    );
    assert_eq!(told(&fleet(&(third("reserved") + &pin("one", ONE, "eu-3")))), "");
}

#[test]
fn a_move_to_a_stamp_that_does_not_serve_its_devices_never_applies() {
    assert_data_eq!(
        told(&fleet(&order("away", "eu-1", "\"us-1\"", ""))),
        str![[r#"
warning[move-never-applies] at "away"
  the move `away` never applies: no stamp that it leads to serves the devices that it is for
  help: mend the move, or take it out

"#]]
    );
    assert_eq!(told(&fleet(&order("away", "eu-1", "\"eu-2\"", ""))), "");
}

#[test]
fn a_move_of_nobody_never_applies() {
    let nobody = format!("when = {{ {ONE}, not = {{ {BENCHES} }} }}\n");
    assert_data_eq!(
        told(&fleet(&order("away", "eu-1", "\"eu-2\"", &nobody))),
        str![[r#"
warning[move-never-applies] at "away"
  the move `away` never applies: its condition holds for no device
  help: mend the move, or take it out

"#]]
    );
}

#[test]
fn a_move_whose_condition_holds_for_nobody_on_its_stamps_never_applies() {
    assert_data_eq!(
        told(&fleet(&order("away", "eu-1", "\"eu-2\"", "when = { is = { geo = \"us\" } }\n"))),
        str![[r#"
warning[move-never-applies] at "away"
  the move `away` never applies: its condition holds for no device that is on a stamp of its `from`
  help: mend the move, or take it out

"#]]
    );
}

#[test]
fn a_move_below_one_for_all_of_its_devices_never_applies() {
    let moves = order("first", "eu-1", "\"eu-2\"", "") + &order("second", "eu-1", "\"eu-3\"", "");
    assert_data_eq!(
        told(&fleet(&(third("open") + &moves))),
        str![[r#"
warning[move-never-applies] at "second"
  the move `second` never applies: moves above it take the devices that it is for, or they may not have the stamps that it leads to
  help: mend the move, or take it out

"#]]
    );
}

#[test]
fn a_move_to_stamps_that_take_nobody_waits() {
    assert_data_eq!(
        told(&fleet(&(third("closed") + &order("away", "eu-1", "\"eu-3\"", "")))),
        str![[r#"
note[waiting] at "away"
  the move `away` moves nobody as the stamps are: `eu-3` is closed
  help: it waits until that stamp is open or reserved

"#]]
    );
    assert_eq!(told(&fleet(&(third("reserved") + &order("away", "eu-1", "\"eu-3\"", "")))), "");
}

#[test]
fn a_move_off_stamps_that_are_down_waits() {
    assert_data_eq!(
        told(&fleet(&(third("down") + &order("away", "eu-3", "\"eu-1\"", "")))),
        str![[r#"
note[waiting] at "away"
  the move `away` moves nobody as the stamps are: `eu-3` is down
  help: it waits until that stamp is open or reserved

"#]]
    );
}

#[test]
fn a_target_that_serves_none_of_the_devices_is_told() {
    assert_data_eq!(
        told(&fleet(&order("away", "eu-1", "{ eu-2 = 3, us-1 = 1 }", ""))),
        str![[r#"
warning[target-never-serves] at us-1
  the move `away` leads nobody to `us-1`: it may have none of the devices that the move is for
  help: take it out of `to`, or let it serve them

"#]]
    );
}

#[test]
fn a_target_that_takes_nobody_waits() {
    assert_data_eq!(
        told(&fleet(&(third("down") + &order("away", "eu-1", "[\"eu-2\", \"eu-3\"]", "")))),
        str![[r#"
note[waiting] at "eu-3"
  the move `away` leads nobody to `eu-3`: it is down
  help: it waits until that stamp is open or reserved

"#]]
    );
}

#[test]
fn a_fallback_that_admits_nothing_more_never_helps() {
    let fallback = |when: &str, value: &str| {
        told(&fleet(&format!(
            "[[fallback]]\nname = \"rather there\"\nwhen = {{ {when} }}\nas   = {{ geo = \"{value}\" }}\n"
        )))
    };
    assert_data_eq!(
        fallback("is = { geo = \"us\" }", "us"),
        str![[r#"
warning[fallback-never-applies] at "rather there"
  the fallback `rather there` never helps: the stamps that it admits are admitted without it, or forbidden
  help: mend `when` or `as`, or take the fallback out

"#]]
    );
    assert_data_eq!(
        fallback("is = { geo = \"us\" }, not = { is = { geo = \"us\" } }", "eu"),
        str![[r#"
warning[fallback-never-applies] at "rather there"
  the fallback `rather there` never helps: its condition holds for no device that has a value of every attribute
  help: mend `when` or `as`, or take the fallback out

"#]]
    );
    assert_eq!(fallback("is = { geo = \"us\" }", "eu"), "");
}

#[test]
fn a_reserved_stamp_to_which_nothing_leads_gets_no_device() {
    assert_data_eq!(
        told(&fleet(&third("reserved"))),
        str![[r#"
warning[stamp-without-devices] at "eu-3"
  the stamp `eu-3` gets no device: it is reserved, and no pin or move leads there
  help: open it, or write a pin or a move that leads there

"#]]
    );
    assert_eq!(told(&fleet(&third("open"))), "");
}

#[test]
fn a_stamp_for_a_value_that_no_rule_gives_gets_no_device() {
    let policy = FLEET.replace("read = { twin = \"/tags/geo\" }", "value = \"eu\"\n  when = { iot-edge = true }");
    assert_data_eq!(
        told(&policy),
        str![[r#"
warning[value-never-given] at "us"
  no rule gives `geo` the value `us`
  help: add a rule that gives it, or take it out of `values` and of what serves it
warning[stamp-without-devices] at "us-1"
  the stamp `us-1` gets no device: it serves no device that there can be
  help: no rule gives `geo` a value that it serves

"#]]
    );
}
