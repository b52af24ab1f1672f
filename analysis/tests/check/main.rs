//! What a check says of policies is true, and is said in words that help.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod circles;
mod corpus;
mod exceptions;
mod guarantees;
mod habits;
#[path = "../large/mod.rs"]
mod large;
#[path = "../lines/mod.rs"]
mod lines;
mod orders;
mod proofs;
mod rules;
mod served;
mod sets;
mod too_large;

use std::fmt::Write as _;

use analysis::check::{Code, Finding, Report};
use placement::Policy;

/// Two stamps in the EU and one in the US, for devices that the enrollment says the geography of. Nothing is found here.
const FLEET: &str = r#"language = 1
hash     = 1
policy   = "fleet"
seed     = "fleet-1"

[[attribute]]
name   = "geo"
values = ["eu", "us"]

  [[attribute.rule]]
  name = "enrollment tag"
  read = { twin = "/tags/geo" }

  [[attribute.rule]]
  name  = "everyone else"
  value = "eu"

[[stamp]]
name     = "eu-1"
hub      = "contoso-eu-1.azure-devices.net"
capacity = 100_000
serves   = { geo = "eu" }

[[stamp]]
name     = "eu-2"
hub      = "contoso-eu-2.azure-devices.net"
capacity = 100_000
serves   = { geo = "eu" }

[[stamp]]
name     = "us-1"
hub      = "contoso-us-1.azure-devices.net"
capacity = 50_000
serves   = { geo = "us" }
"#;

/// The last rule of the fleet.
const LAST: &str = "\n  [[attribute.rule]]\n  name  = \"everyone else\"\n  value = \"eu\"\n";

/// The fleet with something added to it.
fn fleet(added: &str) -> String {
    format!("{FLEET}\n{added}")
}

/// The fleet without a text, or with another in its place.
fn other(text: &str, instead: &str) -> String {
    assert_eq!(FLEET.matches(text).count(), 1, "{text}");
    FLEET.replace(text, instead)
}

/// A third stamp in the EU, in this state.
fn third(state: &str) -> String {
    format!(
        "[[stamp]]\nname     = \"eu-3\"\nhub      = \"contoso-eu-3.azure-devices.net\"\ncapacity = 1000\nstate    = \"{state}\"\nserves   = {{ geo = \"eu\" }}\n\n"
    )
}

fn check(source: &str, outages: usize) -> Report {
    let read = Policy::parse(source).unwrap_or_else(|problems| panic!("{problems:#?}\n{source}"));
    analysis::check::check(&read.policy, source, outages)
}

/// What is found in a policy, what was proved aside.
fn told(source: &str) -> String {
    let report = check(source, 0);
    let findings = report.findings.iter().filter(|finding| finding.diagnostic.code != Code::Proved);
    findings.map(|finding| line(source, finding)).collect()
}

/// A finding with the text that stands at its place, the help, and what the example shows.
fn line(source: &str, finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    let mut line = format!("{}[{}]", diagnostic.severity, diagnostic.code);
    if !diagnostic.span.is_empty() {
        write!(line, " at {}", source.get(diagnostic.span.clone()).unwrap()).unwrap();
    }
    writeln!(line, "\n  {}", diagnostic.message).unwrap();
    for (span, why) in &diagnostic.related {
        writeln!(line, "  {} {why}", source.get(span.clone()).unwrap()).unwrap();
    }
    if let Some(example) = &finding.example {
        writeln!(line, "  example: {}", example.shows).unwrap();
    }
    if let Some(help) = &diagnostic.help {
        writeln!(line, "  help: {help}").unwrap();
    }
    line
}

/// The example of the only finding of this code.
fn example(source: &str, code: Code, outages: usize) -> analysis::check::Example {
    let report = check(source, outages);
    let mut findings = report.findings.into_iter().filter(|finding| finding.diagnostic.code == code);
    let finding = findings.next().unwrap();
    assert!(findings.next().is_none(), "more than one {code}");
    finding.example.unwrap()
}

#[test]
fn nothing_is_found_in_the_fleet_that_the_others_begin_with() {
    assert_eq!(told(FLEET), "");
    assert_eq!(told(&fleet(&third("open"))), "");
}
