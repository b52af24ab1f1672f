//! Populations: what must come of whole fleets.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use analysis::fleet::Defaults;
use analysis::population::{Tally, judge};
use analysis::test_file::{Draft, Fleet};
use placement::Policy;

const POLICY: &str = r#"
language = 1
hash = 1
policy = "p"
seed = "p-1"

[[stamp]]
name = "a"
hub = "home-a.azure-devices.net"
capacity = 2000
weight = 2

[[stamp]]
name = "b"
hub = "home-b.azure-devices.net"
capacity = 2000
weight = 1

[[stamp]]
name = "c"
hub = "home-c.azure-devices.net"
capacity = 2000
state = "reserved"

[[move]]
name = "some of a to c"
from = "a"
to = "c"
when = { cohort = { name = "some", percent = 10 } }
"#;

fn policy() -> Policy {
    Policy::parse(POLICY).unwrap().policy
}

fn text(expect: &str, fleet: &str) -> String {
    format!(
        "[[population]]\nname = \"p\"\nfleet = {{ seed = \"s\", devices = 3000{fleet} }}\nexpect = {{ {expect} }}\n"
    )
}

/// What is not as expected of 3,000 new devices.
fn failures(expect: &str, fleet: &str) -> Vec<String> {
    let policy = policy();
    let text = text(expect, fleet);
    let draft = Draft::parse(&text).unwrap_or_else(|problems| panic!("{problems:?}"));
    let population = draft.populations(&policy).unwrap_or_else(|problems| panic!("{problems:?}")).remove(0);
    let Fleet::Described(recipe) = population.fleet else { panic!("it is described") };
    let hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str());
    let mut maker = recipe.maker(&Defaults { linked_hubs: hubs.collect(), ..Defaults::default() });
    let (mut even, mut odd) = (Tally::default(), Tally::default());
    for index in 0..recipe.devices() {
        let member = maker.make(index).unwrap();
        let tally = if index % 2 == 0 { &mut even } else { &mut odd };
        tally.add(member, &policy.decide(&member.request));
    }
    even.merge(odd);
    let mismatches = judge(&policy, &population.expect, &even);
    let told = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    mismatches.iter().map(|one| format!("{}: {}, got {}", one.what, told(&one.expected), told(&one.actual))).collect()
}

fn wrong(expect: &str) -> Vec<String> {
    let text = text(expect, "");
    let problems = Draft::parse(&text).unwrap().populations(&policy()).unwrap_err();
    problems
        .into_iter()
        .map(|one| format!("{}: {} ({})", one.code, one.message, one.help.unwrap_or_default()))
        .collect()
}

#[test]
fn right_shares_hold_and_wrong_ones_do_not() {
    assert!(failures("shares = { a = 60, b = 33.333, c = 6.667 }, refused = 0", "").is_empty());
    assert_eq!(
        failures("shares = { a = 60, \"*\" = 40 }, how = { placed = 60, \"*\" = 40 }", ""),
        [
            "how.placed: 1,663 to 1,935 (60.000 %), got 3,000 (100.000 %)",
            "how.*: 1,065 to 1,337 (40.000 %), got 0 (0.000 %)",
        ]
    );
    assert_eq!(
        failures("shares = { a = 50, \"*\" = 50 }", ""),
        [
            "shares.a: 1,361 to 1,639 (50.000 %), got 1,810 (60.333 %)",
            "shares.*: 1,361 to 1,639 (50.000 %), got 1,190 (39.667 %)",
        ]
    );
    assert_eq!(
        failures("shares = [\"a\", \"b\"]", ""),
        ["shares.a: 1,868 to 2,129 (66.667 %), got 1,810 (60.333 %)", "shares.*: 0 (0.000 %), got 201 (6.700 %)",]
    );
}

#[test]
fn the_confidence_decides_how_far_is_too_far() {
    let loose = failures("shares = { a = 57, \"*\" = 43 }", "");
    let strict = failures("shares = { a = 57, \"*\" = 43 }, confidence = 50", "");
    assert!(loose.len() < strict.len(), "{loose:?} {strict:?}");
}

#[test]
fn counts_and_capacities_are_held() {
    assert!(failures("placed = 3000, refused = 0, moved = { most = 5 }", "").is_empty());
    assert_eq!(
        failures("placed = { least = 3001 }, stayed = { least = 1, most = 2 }", ""),
        ["placed: at least 3,001, got 3,000", "stayed: 1 to 2, got 0",]
    );
    assert_eq!(failures("capacity = true", ", weight = 2"), ["capacity.a: at most 2,000, got 3,620"]);
    assert!(failures("capacity = true", "").is_empty());
    let on_b = ", current-hub = \"home-b.azure-devices.net\"";
    assert!(failures("stayed = 3000, shares = { b = 1 }, how = { stayed = 1 }", on_b).is_empty());
    let elsewhere = ", current-hub = \"x.azure-devices.net\", linked-hubs = \"x.azure-devices.net\"";
    assert_eq!(
        failures("shares = { b = 1 }", elsewhere),
        ["shares.b: 3,000 (100.000 %), got 0 (0.000 %)", "shares.*: 0 (0.000 %), got 3,000 (100.000 %)",]
    );
    assert!(failures("forced = 3000", elsewhere).is_empty());
    let refused = failures("refused = 0", ", linked-hubs = \"x.azure-devices.net\"");
    assert_eq!(refused, ["refused: 0, got 3,000"]);
}

#[test]
fn what_is_wrong_with_a_population_is_told() {
    for (expect, said) in [
        ("shares = { d = 1 }", "unknown-stamp: no stamp is named `d`"),
        ("shares = [\"aa\"]", "unknown-stamp: no stamp is named `aa` (did you mean `a`?)"),
        ("how = { stays = 1 }", "unknown-word: nothing is called `stays`"),
        ("shares = { a = 0 }", "out-of-range: no share is above 0"),
        ("shares = { a = 101 }", "bad-percent: `101` is not within 0 to 100"),
        ("confidence = 99", "missing-key: the expectation states nothing"),
        ("refused = 0, confidence = 100", "out-of-range: no confidence of this kind sets limits"),
        ("refused = -1", "out-of-range: `refused` cannot be -1"),
        ("refused = { max = 1 }", "unknown-key: unknown key `max` in the bounds"),
        ("stamp = \"a\"", "unknown-key: unknown key `stamp` in the expectation of a population"),
        ("capacity = false", "`capacity` cannot be `false`"),
    ] {
        let wrong = wrong(expect);
        assert!(wrong.iter().any(|wrong| wrong.contains(said)), "{expect}: {wrong:?}");
    }
    let neither = Draft::parse("policy = \"x\"").unwrap().against(&policy()).unwrap_err();
    assert_eq!(neither.first().unwrap().message, "the test file has no `test`");
}
