//! Guarantees that have to act.

use analysis::check::Code;
use serde_json::json;
use snapbox::{assert_data_eq, str};

use super::{FLEET, LAST, check, example, fleet, other, told};

const EU: &str = "
[[guarantee]]
name = \"stays in the EU\"
when = { enrollment-group = \"contoso-eu\" }
only = [\"eu-1\", \"eu-2\"]
";

const RULE: &str = "name   = \"geo\"\nvalues = [\"eu\", \"us\"]\n";

/// The fleet in which the guarantee's devices are described for it.
fn described() -> String {
    let rule = "\n  [[attribute.rule]]\n  name  = \"sold for the EU\"\n  when  = { enrollment-group = \"contoso-eu\" }\n  value = \"eu\"\n";
    other(RULE, &format!("{RULE}{rule}"))
}

#[test]
fn a_new_device_is_kept_from_the_stamp_that_it_would_be_on() {
    let policy = fleet(EU);
    assert_data_eq!(
        told(&policy),
        str![[r#"
error[guarantee-acts] at "stays in the EU"
  the guarantee `stays in the EU` has to act: without it some device would be on `us-1`
  example: refused, forbidden: guarantees forbid every stamp that serves this device; geo = us by `enrollment tag`
  help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

"#]]
    );
    let request = example(&policy, Code::GuaranteeActs, 0).request;
    assert_eq!(request["enrollmentGroup"]["enrollmentGroupId"], "contoso-eu");
    assert_eq!(request["enrollmentGroup"]["initialTwin"], json!({ "tags": { "geo": "us" } }));
}

#[test]
fn a_guarantee_whose_devices_are_described_for_it_never_acts() {
    let policy = format!("{}{EU}", described());
    assert_eq!(told(&policy), "");
    let report = check(&policy, 1);
    let [proved] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!((proved.diagnostic.code, &*proved.entry), (Code::Proved, "stays in the EU"));
    assert_data_eq!(
        &*proved.diagnostic.message,
        str![
            "the guarantee `stays in the EU` never has to act with the stamps as they are, and with any one of them down"
        ]
    );
}

#[test]
fn a_device_that_stays_where_a_fallback_lets_it_be_is_found_too() {
    let fallback = "\n[[fallback]]\nname = \"rather there\"\nas   = { geo = \"us\" }\n";
    let policy = format!("{}{EU}{fallback}", described());
    assert_data_eq!(
        told(&policy),
        str![[r#"
error[guarantee-acts] at "stays in the EU"
  the guarantee `stays in the EU` has to act: without it some device would be on `us-1`
  example: placed on eu-1, which the hash prefers of eu-1, eu-2; geo = eu by `sold for the EU`
  help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

"#]]
    );
    let request = example(&policy, Code::GuaranteeActs, 0).request;
    assert_eq!(request["deviceRuntimeContext"]["currentIotHubHostName"], "contoso-us-1.azure-devices.net");
}

#[test]
fn a_stamp_on_the_way_to_another_is_named() {
    let policy = fleet(
        "[[stamp]]\nname     = \"eu-3\"\nhub      = \"contoso-eu-3.azure-devices.net\"\ncapacity = 1000\nstate    = \"reserved\"\nserves   = { geo = \"eu\" }\n
[[move]]\nname = \"leave eu-2\"\nfrom = \"eu-2\"\nto   = \"eu-3\"\n
[[guarantee]]\nname  = \"never on eu-2\"\nwhen  = { registration-id = { prefix = \"press-\" } }\nnever = \"eu-2\"\n",
    );
    assert_data_eq!(
        told(&policy),
        str![[r#"
error[guarantee-acts] at "never on eu-2"
  the guarantee `never on eu-2` has to act: without it some device would be on `eu-3`, by way of `eu-2`
  example: placed on eu-1, the only open stamp; geo = eu by `everyone else`
  help: describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant

"#]]
    );
}

#[test]
fn an_outage_may_bring_a_device_where_it_must_not_be() {
    let policy = fleet(
        "[[pin]]\nname  = \"benches\"\nwhen  = { registration-id = { prefix = \"bench-\" } }\nstamp = \"eu-1\"\n
[[pin]]\nname  = \"pilots\"\nwhen  = { twin = { \"/tags/pilot\" = true } }\nstamp = \"us-1\"\n
[[guarantee]]\nname  = \"benches stay here\"\nwhen  = { registration-id = { prefix = \"bench-\" } }\nnever = \"us-1\"\n",
    )
    .replace(LAST, "")
    .replace("read = { twin = \"/tags/geo\" }", "value = \"eu\"")
    .replace("serves   = { geo = \"us\" }", "state    = \"reserved\"\nserves   = { geo = \"us\" }")
    .replace("values = [\"eu\", \"us\"]", "values = [\"eu\", \"us\"] # a pin alone leads to the US");
    assert_eq!(
        check(&policy, 0).findings.iter().filter(|finding| finding.diagnostic.code == Code::GuaranteeActs).count(),
        0
    );
    let shown = example(&policy, Code::GuaranteeActs, 1);
    assert_eq!(shown.down, ["eu-1"]);
    assert_eq!(shown.request["enrollmentGroup"]["initialTwin"], json!({ "tags": { "pilot": true } }));
}

#[test]
fn what_is_neither_shown_nor_excluded_is_an_error() {
    let canary = |leaves_out: &str| {
        let rule = format!(
            "\n  [[attribute.rule]]\n  name  = \"few\"\n  when  = {{ {leaves_out}all = [{{ cohort = {{ name = \"a\", percent = 0.1 }} }}, {{ cohort = {{ name = \"b\", percent = 0.01 }} }}] }}\n  value = \"us\"\n"
        );
        format!(
            "{}{EU}",
            other(RULE, &format!("{RULE}{rule}"))
                .replace("read = { twin = \"/tags/geo\" }", "value = \"eu\"")
                .replace(LAST, "")
        )
    };
    assert_data_eq!(
        told(&canary("")),
        str![[r#"
error[guarantee-not-proved] at "stays in the EU"
  it is not proved that the guarantee `stays in the EU` never has to act: no device was found for which it does, but not all could be tried
  help: give its devices their values by rules of their own, which stand first

"#]]
    );
    assert_eq!(told(&canary("not = { enrollment-group = \"contoso-eu\" }, ")), "");
}

#[test]
fn where_there_is_no_guarantee_there_is_nothing_to_prove() {
    assert!(check(FLEET, 2).findings.is_empty());
}
