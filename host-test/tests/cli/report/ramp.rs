//! The way there in steps, as a report shows it.

use snapbox::str;

use super::page::{Element, number};
use super::written;
use crate::run::{Run, stamp};

const OLD: &str = r#"language = 1
hash     = 1
policy   = "small"
seed     = "small"

[[stamp]]
name     = "one"
hub      = "small-1.azure-devices.net"
capacity = 1000

[[stamp]]
name     = "two"
hub      = "small-2.azure-devices.net"
capacity = 1000
state    = "reserved"

[[move]]
name = "relief"
from = "one"
to   = "two"
when = { cohort = { name = "relief", percent = 5 } }
"#;

fn new() -> String {
    OLD.replace("percent = 5", "percent = 50")
}

/// Devices on the first stamp that stand for so many each.
fn fleet(each: u64) -> String {
    let lines = (0..100).map(|device| format!("press-{device},small-1.azure-devices.net,{each}\n"));
    std::iter::once("registrationId,currentHub,weight\n".to_owned()).chain(lines).collect()
}

fn report(new: &str, each: u64, arguments: &[&str]) -> Run {
    let all = ["report", "old.toml", "new.toml", "fleet.csv", "-o", "report.html"];
    let run = stamp(all.into_iter().chain(arguments.iter().copied()));
    run.file("old.toml", OLD).file("new.toml", new).file("fleet.csv", &fleet(each))
}

fn steps(page: &Element) -> Vec<Vec<String>> {
    page.section("ramp").unwrap().rows("tbody")
}

#[test]
fn the_steps_add_up_and_take_their_time_one_after_the_other() {
    written(report(&new(), 10, &["--ramp", "10,50,100", "--hub-rate", "two=20"]), |_, page| {
        let rows = steps(&page);
        let column = |column: usize| -> Vec<String> { rows.iter().map(|row| row[column].clone()).collect() };
        assert_eq!(
            column(1),
            ["move relief 9.5\u{a0}% 50 of them would move anyway", "move relief 27.5\u{a0}%", "move relief 50\u{a0}%"]
        );
        assert_eq!(column(2), ["70", "210", "270"]);
        assert_eq!(column(3), ["70 (7.0 %)", "280 (28.0 %)", "550 (55.0 %)"]);
        assert_eq!(column(4), ["4 min", "11 min", "14 min"]);
        assert_eq!(column(5), ["4 min", "14 min", "28 min"]);
        assert!(column(6).iter().all(|slowest| slowest.ends_with(" operations at 20 a minute")), "{rows:?}");
        let devices: u64 = column(2).iter().map(|devices| number(devices)).sum();
        let all = page.section("flow").unwrap().rows("tfoot");
        assert_eq!(devices, number(&all[0][1]) + 50, "what moves by the edit, and what would move anyway");
    });
}

#[test]
fn the_picture_rises_to_all_that_move_and_is_told_in_words() {
    written(report(&new(), 10, &[]), |_, page| {
        let ramp = page.section("ramp").unwrap();
        let line = ramp.named("path").into_iter().find(|path| path.attributes["class"] == "line").unwrap();
        assert!(line.attributes["d"].starts_with("M0 240L") && line.attributes["d"].ends_with("L1000 0"));
        let told = ramp.named("desc")[0].text();
        assert!(
            told.contains("after 42 s and step 1 70 devices, ") && told.contains("after 6 min and step 5 550 devices"),
            "{told}"
        );
    });
}

#[test]
fn a_step_that_leaves_too_many_devices_on_a_stamp_is_marked() {
    let small = new().replacen("1000\nstate", "200\nstate", 1);
    written(report(&small, 10, &["--ramp", "50,100"]), |_, page| {
        let marked: Vec<bool> = steps(&page).iter().map(|row| row[1].contains("\u{25b2} two: ")).collect();
        assert_eq!(marked, [false, true, true], "the first step is the capacity");
    });
}

#[test]
fn what_has_no_way_back_is_told() {
    let closed = new().replacen("capacity = 1000\n", "capacity = 1000\nstate = \"closed\"\n", 1);
    written(report(&closed, 10, &[]), |_, page| {
        let last = steps(&page).pop().unwrap();
        assert!(last[7] == "280 not for 220", "{last:?}");
    });
}

#[test]
fn where_nobody_goes_elsewhere_there_is_no_way() {
    written(report(&format!("# the same\n{OLD}"), 1, &[]), |_, page| assert!(page.section("ramp").is_none()));
}

#[test]
fn a_fleet_that_is_read_once_has_no_way_and_this_is_said() {
    let piped = |arguments: &[&str]| {
        let all = ["report", "old.toml", "new.toml", "-", "-o", "report.html"];
        let run = stamp(all.into_iter().chain(arguments.iter().copied()));
        run.file("old.toml", OLD).file("new.toml", &new()).input(&fleet(1))
    };
    piped(&[])
        .prints(str![[r#"
wrote report.html

"#]])
        .notes(str![[r#"
the way there in steps is left out: the fleet is read several times, which <standard input> cannot be: write it to a file first
As devices register, 50 of 100 devices (50.0 %) move to `two`, because of move `relief`, where `percent` 5 becomes 50. Every stamp has room for its devices.

"#]])
        .exits(0);
    piped(&["--ramp", "50,100"])
        .notes(str![[r#"
error: --ramp: the fleet is read several times, which <standard input> cannot be: write it to a file first

"#]])
        .exits(2);
}

#[test]
fn a_way_is_between_two_policies_and_of_devices_where_they_are() {
    let one = ["report", "old.toml", "fleet.csv", "-o", "report.html", "--hub-rate", "50"];
    stamp(one)
        .file("old.toml", OLD)
        .file("fleet.csv", &fleet(1))
        .notes(str![[r#"
error: `--hub-rate` is for two policies: name the policy as it is and the policy as it shall be

"#]])
        .exits(2);
    report(&new(), 1, &["--fresh", "--registers-every", "1d"])
        .notes(str![[r#"
error: `--registers-every` is for devices that are somewhere, and `--fresh` takes every one as new

"#]])
        .exits(2);
}
