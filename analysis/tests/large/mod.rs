//! A policy of 20 attributes, 100 rules and 50 stamps, as a large fleet's would be.

use std::fmt::Write as _;

const GEOS: [&str; 5] = ["eu", "us", "ap", "sa", "af"];

/// The text of the policy.
pub(crate) fn policy() -> String {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"large\"\nseed = \"large-1\"\n");
    described(&mut text);
    for number in 0..16 {
        trial(&mut text, number);
    }
    stamps(&mut text);
    orders(&mut text);
    text
}

fn attribute(text: &mut String, name: &str, values: &[&str], places: bool) {
    writeln!(text, "[[attribute]]\nname = \"{name}\"\nvalues = {values:?}\nplaces = {places}").unwrap();
}

fn rule(text: &mut String, name: &str, body: &str) {
    writeln!(text, "[[attribute.rule]]\nname = \"{name}\"\n{body}").unwrap();
}

/// What places: geography, lifecycle, release, tenant. 36 rules.
fn described(text: &mut String) {
    attribute(text, "geo", &GEOS, true);
    rule(text, "tag", "read = { twin = \"/tags/geo\" }");
    let countries: Vec<String> = (0..60).map(|number| format!("C{number} = \"{}\"", GEOS[number % 5])).collect();
    rule(
        text,
        "country",
        &format!("read = {{ payload = \"/country\" }}\nmap = {{ {} }}\nignore-case = true", countries.join(", ")),
    );
    rule(text, "group", "read = { enrollment-group = { separator = \"-\", part = -1 } }");
    rule(text, "as it is", "read = { current = true }");
    rule(text, "eu", "value = \"eu\"");
    attribute(text, "lifecycle", &["test", "production"], true);
    for number in 0..10 {
        let when = match number % 3 {
            0 => format!("{{ enrollment-group = [\"lab-{number}\", \"bench-{number}\"] }}"),
            1 => format!("{{ registration-id = {{ glob = \"*-proto-{number}?\" }} }}"),
            _ => format!("{{ registration-id = {{ prefix = \"burnin{number}.\" }} }}"),
        };
        rule(text, &format!("test {number}"), &format!("when = {when}\nvalue = \"test\""));
    }
    rule(text, "production", "value = \"production\"");
    attribute(text, "release", &["4.1", "4.2", "4.3"], true);
    for number in 0..9 {
        let geo = GEOS[number % 5];
        let when = match number % 3 {
            0 => format!("{{ payload = {{ \"/firmware\" = {{ below = \"{number}.0\" }} }} }}"),
            1 => format!(
                "{{ is = {{ geo = \"{geo}\", lifecycle = \"production\" }}, cohort = {{ name = \"release-{geo}\", percent = {number} }} }}"
            ),
            _ => format!("{{ twin = {{ \"/tags/pilot\" = {number} }} }}"),
        };
        rule(text, &format!("release {number}"), &format!("when = {when}\nvalue = \"4.{}\"", 1 + number % 3));
    }
    rule(text, "4.1 else", "value = \"4.1\"");
    attribute(text, "tenant", &["shared", "acme", "globex", "initech"], true);
    for (number, tenant) in ["acme", "globex", "initech"].iter().enumerate() {
        rule(
            text,
            tenant,
            &format!(
                "when = {{ any = [{{ enrollment-group = {{ prefix = \"{tenant}-\" }} }}, {{ twin = {{ \"/tags/customer\" = \"{tenant}\" }} }}, {{ registration-id = {{ list = \"of-{number}\" }} }}] }}\nvalue = \"{tenant}\""
            ),
        );
    }
    for number in 0..6 {
        rule(
            text,
            &format!("shared {number}"),
            &format!("when = {{ attestation = \"tpm\", payload = {{ \"/line\" = {number} }} }}\nvalue = \"shared\""),
        );
    }
    rule(text, "shared", "value = \"shared\"");
    text.push_str("[lists]\n");
    for number in 0..3 {
        let ids: Vec<String> = (0..200).map(|id| format!("\"dev-{number}-{id}\"")).collect();
        writeln!(text, "of-{number} = [{}]", ids.join(", ")).unwrap();
    }
}

/// One of 16 attributes that do not place, of four rules each: 64 rules.
fn trial(text: &mut String, number: usize) {
    attribute(text, &format!("trial-{number}"), &["on", "off"], false);
    let geo = GEOS[number % 5];
    rule(
        text,
        "cohort",
        &format!(
            "when = {{ is = {{ geo = \"{geo}\" }}, cohort = {{ name = \"trial-{number}\", percent = [10, {}] }} }}\nvalue = \"on\"",
            20 + number
        ),
    );
    rule(
        text,
        "model",
        &format!("when = {{ payload = {{ \"/model\" = [\"m{number}\", \"n{number}\"] }} }}\nvalue = \"on\""),
    );
    rule(text, "edge", "when = { iot-edge = true, not = { individual-enrollment = true } }\nvalue = \"off\"");
    rule(text, "off", "value = \"off\"");
}

fn stamps(text: &mut String) {
    for number in 0..50 {
        let geo = GEOS[number % 5];
        let (tenant, lifecycle) = match number / 5 {
            7 => ("\"acme\"", "\"*\""),
            8 => ("[\"globex\", \"initech\"]", "\"*\""),
            9 => ("\"*\"", "\"test\""),
            _ => ("\"shared\"", "\"production\""),
        };
        let release = if number / 5 < 4 { "{ not = \"4.3\" }" } else { "\"*\"" };
        let state = ["open", "open", "open", "reserved", "closed"][number % 7 % 5];
        writeln!(
            text,
            "[[stamp]]\nname = \"s-{number}\"\nhub = \"large-{number}.azure-devices.net\"\ncapacity = 100000\nstate = \"{state}\"\n\
             serves = {{ geo = \"{geo}\", lifecycle = {lifecycle}, release = {release}, tenant = {tenant} }}\nlabels = {{ region = \"r-{geo}\" }}"
        )
        .unwrap();
    }
}

fn orders(text: &mut String) {
    for number in 0..6 {
        writeln!(text, "[[move]]\nname = \"relief {number}\"\nfrom = \"s-{number}\"\nto = [\"s-{}\", \"s-{}\"]\nwhen = {{ cohort = {{ name = \"relief-{number}\", percent = 20 }} }}", number + 10, number + 15).unwrap();
    }
    for (from, to) in [("ap", "us"), ("sa", "us"), ("af", "eu")] {
        writeln!(text, "[[fallback]]\nname = \"{from} may use {to}\"\nwhen = {{ is = {{ geo = \"{from}\" }} }}\nas = {{ geo = \"{to}\" }}").unwrap();
    }
    for number in 0..3 {
        writeln!(text, "[[pin]]\nname = \"pin {number}\"\nwhen = {{ registration-id = {{ prefix = \"pin{number}-\" }} }}\nstamp = \"s-{}\"", number * 7).unwrap();
    }
    for geo in GEOS {
        writeln!(text, "[[guarantee]]\nname = \"{geo} stays\"\nwhen = {{ enrollment-group = \"resident-{geo}\" }}\nonly = {{ labels = {{ region = \"r-{geo}\" }} }}").unwrap();
    }
}
