//! What must not be taken for proved: what happens only to devices that are easily forgotten.

use analysis::check::Code;

use super::{check, example, fleet, other};

/// Whether something was proved of which these words tell.
fn is_proved(policy: &str, words: &str) -> bool {
    let findings = check(policy, 0).findings;
    findings.iter().any(|finding| finding.diagnostic.code == Code::Proved && finding.diagnostic.message.contains(words))
}

#[test]
fn a_pin_holds_devices_on_a_closed_stamp_that_does_not_serve_them() {
    let pinned =
        "[[pin]]\nname  = \"benches\"\nwhen  = { registration-id = { prefix = \"bench-\" } }\nstamp = \"us-1\"\n";
    let guarantee = "[[guarantee]]\nname  = \"not in the US\"\nwhen  = { registration-id = { prefix = \"bench-\" } }\nnever = \"us-1\"\n";
    let policy = format!(
        "{}{pinned}{guarantee}",
        other("serves   = { geo = \"us\" }", "state    = \"closed\"\nserves   = { geo = \"us\" }")
            .replace("read = { twin = \"/tags/geo\" }", "value = \"eu\"")
    );
    assert!(!is_proved(&policy, "`not in the US` never has to act"));
    let shown = example(&policy, Code::GuaranteeActs, 0);
    assert_eq!(shown.request["deviceRuntimeContext"]["currentIotHubHostName"], "contoso-us-1.azure-devices.net");
}

#[test]
fn a_move_leads_devices_on_that_no_new_device_follows() {
    let moves = "[[move]]\nname = \"on\"\nfrom = \"eu-2\"\nto   = \"eu-3\"\n
[[move]]\nname = \"back\"\nfrom = \"eu-3\"\nto   = \"eu-1\"\n
[[guarantee]]\nname  = \"not by eu-3\"\nwhen  = { registration-id = [\"one\", \"two\"] }\nnever = \"eu-3\"\n";
    let stamp = super::third("reserved");
    let policy = fleet(&format!("{stamp}{moves}"))
        .replace("contoso-eu-2.azure-devices.net\"\n", "contoso-eu-2.azure-devices.net\"\nstate    = \"closed\"\n");
    assert!(!is_proved(&policy, "`not by eu-3` never has to act"));
    let shown = example(&policy, Code::GuaranteeActs, 0);
    assert_eq!(shown.request["deviceRuntimeContext"]["currentIotHubHostName"], "contoso-eu-2.azure-devices.net");
}

/// The move for whoever has no tag takes all of these few devices away from where they must not be.
#[test]
fn a_few_devices_are_tried_with_all_that_the_policy_asks_for() {
    let policy = fleet(
        "[[move]]\nname = \"untagged\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = { twin = { \"/tags/bench\" = { present = false } } }\n
[[guarantee]]\nname  = \"not on eu-1\"\nwhen  = { registration-id = [\"b1\", \"b2\", \"b3\", \"b4\", \"b5\"] }\nnever = \"eu-1\"\n",
    );
    assert!(!is_proved(&policy, "`not on eu-1` never has to act"));
    let shown = example(&policy, Code::GuaranteeActs, 0);
    assert!(shown.request["enrollmentGroup"]["initialTwin"]["tags"]["bench"].is_string(), "{shown:?}");
}

/// Examples begin with `device-0001`.
#[test]
fn a_device_that_the_policy_names_does_not_stand_for_all_others() {
    let named = "[[attribute]]\nname   = \"bench\"\nvalues = [\"yes\"]\nplaces = false\n
  [[attribute.rule]]\n  name  = \"bench\"\n  when  = { registration-id = \"device-0001\" }\n  value = \"yes\"\n\n";
    for cohort in ["a", "b", "c", "d"] {
        let half = format!("when  = {{ cohort = {{ name = \"{cohort}\", percent = 50 }} }}\n  value = \"eu\"");
        let policy = other("name  = \"everyone else\"\n  value = \"eu\"", &format!("name  = \"half\"\n  {half}"));
        let policy = format!("{policy}\n{named}");
        assert!(check(&policy, 0).findings.iter().any(|finding| finding.diagnostic.code == Code::NoValue), "{cohort}");
    }
}

/// On `a`, devices are described as those of `b`; those that prefer `c` to `b`, and `a` to that, go round.
#[test]
fn moves_that_only_go_where_the_hash_prefers_may_go_round_by_a_placement() {
    let stamp = |name: &str, rest: &str| {
        format!(
            "[[stamp]]\nname     = \"{name}\"\nhub      = \"contoso-{name}.azure-devices.net\"\ncapacity = 1000\n{rest}\n"
        )
    };
    let order = |from: &str, to: &str| {
        format!("[[move]]\nname = \"{from} to {to}\"\nfrom = \"{from}\"\nto   = \"{to}\"\nwhom = \"preferred\"\n")
    };
    let attribute = |name: &str, values: &str, map: &str, last: &str| {
        format!(
            "[[attribute]]\nname   = \"{name}\"\nvalues = {values}\n
  [[attribute.rule]]\n  name = \"of the stamp\"\n  read = {{ current = true }}\n{map}
  [[attribute.rule]]\n  name  = \"else\"\n  value = \"{last}\"\n"
        )
    };
    let policy = [
        "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n".into(),
        attribute("y", "[\"o\", \"b\"]", "  map  = { o = \"b\", b = \"b\" }\n", "o"),
        attribute("w", "[\"p\", \"q\"]", "", "q"),
        stamp("a-1", "serves   = { y = \"o\", w = \"p\" }"),
        stamp("b-1", "serves   = { y = \"b\", w = \"*\" }"),
        stamp("c-1", "state    = \"reserved\"\nserves   = { y = [\"o\", \"b\"], w = \"p\" }"),
        order("b-1", "c-1"),
        order("c-1", "a-1"),
    ];
    let policy = policy.concat();
    assert!(!is_proved(&policy, "no device goes round a circle"));
    assert!(example(&policy, Code::Circle, 0).shows.contains("moved to a-1 by `c-1 to a-1`"));
}
