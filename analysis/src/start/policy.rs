//! The text of the policy. How it is laid out is another matter.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::plan::{Plan, Stamp};
use crate::clause::grouped;

/// What a stamp is built for if nobody says.
const CAPACITY: u32 = 1_000;

pub(super) fn write(plan: &Plan<'_>) -> String {
    let mut text = head(plan);
    if !plan.geographies.is_empty() {
        text += &attribute(plan);
    }
    text += &stamps(plan);
    text + END
}

fn head(Plan { name, random, .. }: &Plan<'_>) -> String {
    format!(
        r#"# Which stamp each device of {name} belongs to. A stamp is an IoT Hub and what is behind it.
#
# The tests stand beside it in {name}.test.toml. `stamp test` runs them, `stamp check` finds what is wrong,
# `stamp fmt` lays the files out. docs/language.md describes the language.

language = 1 # the version of the policy language
hash = 1 # the version of the hashing
policy = "{name}"
seed = "{name}-{random}" # never change it: a new seed deals the devices anew
"#
    )
}

fn attribute(plan: &Plan<'_>) -> String {
    let values: Vec<String> = plan.geographies.iter().map(|name| format!("\"{name}\"")).collect();
    let first = plan.geographies.first().copied().unwrap_or_default();
    format!(
        r#"
# Where a device belongs: the first rule that gives one of the values wins.
[[attribute]]
name = "geo"
values = [{}]

# What the enrollment's initial twin says is your own word, so it goes first.
[[attribute.rule]]
name = "enrollment tag"
read = {{ twin = "/tags/geo" }}

# {}-{first} and so on: enrollment groups that are named by their geography.
[[attribute.rule]]
name = "enrollment group"
{}

# Without this rule a device of which nothing is known is refused.
[[attribute.rule]]
name = "{first} for everyone else"
value = "{first}"
"#,
        values.join(", "),
        plan.name,
        group(plan)
    )
}

/// How the name of an enrollment group gives the geography. Where the name of one has a hyphen, the last part of the
/// group's is not all of it.
fn group(plan: &Plan<'_>) -> String {
    if !plan.geographies.iter().any(|name| name.contains('-')) {
        return r#"read = { enrollment-group = { separator = "-", part = -1 } }"#.into();
    }
    let pair = |name: &&str| format!(r#""{}-{name}" = "{name}""#, plan.name);
    let map: Vec<String> = plan.geographies.iter().map(pair).collect();
    format!("read = {{ enrollment-group = \"whole\" }}\nmap = {{ {} }}", map.join(", "))
}

fn stamps(plan: &Plan<'_>) -> String {
    let share = match plan.stamps.iter().any(|stamp| stamp.weight.is_some()) {
        true => "Its share of new devices is its weight, here that of the hub in DPS.",
        false => "Its share of new devices is its capacity.",
    };
    let serves = if plan.geographies.is_empty() { "" } else { " `serves` says whom a stamp takes." };
    let mut text = format!("\n# The stamps.{serves} {share}\n");
    if plan.stamps.iter().any(|stamp| !stamp.is_open) {
        text += "# A stamp that is reserved takes only what pins and moves bring: DPS applies no allocation policy to its hub.\n";
    }
    text += "\n";
    text.extend(plan.stamps.iter().map(|stamp| self::stamp(stamp, plan)));
    text
}

fn stamp(stamp: &Stamp<'_>, plan: &Plan<'_>) -> String {
    let Stamp { name, hub, .. } = stamp;
    let mut text = format!("[[stamp]]\nname = \"{name}\"\nhub = \"{hub}\"\n");
    let comment =
        if stamp.capacity.is_none() { " # the number of devices that it is built for: put yours in" } else { "" };
    text += &format!("capacity = {}{comment}\n", number(stamp.capacity.unwrap_or(CAPACITY)));
    if let Some(weight) = stamp.weight {
        text += &format!("weight = {}\n", number(weight));
    }
    if !stamp.is_open {
        text += "state = \"reserved\"\n";
    }
    if !plan.geographies.is_empty() {
        text += &format!("serves = {{ geo = {} }}\n", served(stamp));
    }
    if let Some(region) = stamp.region {
        text += &format!("labels = {{ region = \"{region}\" }}\n");
    }
    text + "\n"
}

fn served(stamp: &Stamp<'_>) -> String {
    let names: Vec<String> = stamp.geographies.iter().map(|name| format!("\"{name}\"")).collect();
    match names.as_slice() {
        [] => "\"*\"".into(),
        [name] => name.clone(),
        names => format!("[{}]", names.join(", ")),
    }
}

fn number(number: u32) -> String {
    grouped(number.into()).replace(',', "_")
}

const END: &str = "\
# From here on: an [[attribute]] for whatever else tells your devices apart, a [[pin]] for devices that belong on one
# stamp, a [[move]] to take devices from stamp to stamp, a [[guarantee]] for what must always hold.
";
