//! Why no target of a move takes a device.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use dps::AllocationRequest;
use placement::{Policy, TargetPassed};

const POLICY: &str = r#"
language = 1
hash     = 1
policy   = "targets"
seed     = "targets"
attribute = [{ name = "geo", values = ["eu", "us"], rule = [{ name = "all", value = "eu" }] }]
stamp = [
    { name = "home", hub = "home.azure-devices.net", capacity = 1_000_000, serves = { geo = "eu" } },
    { name = "small", hub = "small.azure-devices.net", capacity = 1, serves = { geo = "eu" }, state = "reserved" },
    { name = "full", hub = "full.azure-devices.net", capacity = 1, serves = { geo = "eu" }, state = "closed" },
    { name = "elsewhere", hub = "elsewhere.azure-devices.net", capacity = 1, serves = { geo = "eu" } },
    { name = "barred", hub = "barred.azure-devices.net", capacity = 1, serves = { geo = "eu" } },
    { name = "later", hub = "later.azure-devices.net", capacity = 1, serves = { geo = "us" } },
    { name = "other", hub = "other.azure-devices.net", capacity = 1, serves = { geo = "us" }, labels = { kind = "x" } },
]
fallback = [{ name = "as us", when = { cohort = { name = "c", percent = 100 } }, as = { geo = "us" } }]
guarantee = [{ name = "not barred", never = "barred" }]
move = [{ name = "share", from = "home", whom = "preferred" }]
"#;

/// The targets of the move in the first round, each with why it takes no device.
fn told(policy: &str) -> Vec<(String, String)> {
    let policy = Policy::parse(policy).unwrap().policy;
    let linked =
        ["home", "small", "full", "barred", "later", "other"].map(|stamp| format!("{stamp}.azure-devices.net"));
    let body = format!(
        r#"{{ "enrollmentGroup": {{}}, "deviceRuntimeContext": {{ "registrationId": "press-0042",
            "currentIotHubHostName": "home.azure-devices.net" }}, "linkedHubs": {linked:?} }}"#
    );
    let trace = policy.explain(&AllocationRequest::parse(body.as_bytes()).unwrap());
    let targets = trace.rounds.first().unwrap().moves.first().unwrap().targets.iter();
    let why = |why: TargetPassed<'_>| match why {
        TargetPassed::NotPreferred { standing, found } => format!("{} rather than {}", found.stamp, standing.stamp),
        other => format!("{other:?}"),
    };
    targets.map(|target| (target.stamp.to_owned(), why(target.why))).collect()
}

#[test]
fn each_target_has_its_reason() {
    let expected = [
        ("small", "home rather than small"),
        ("full", "State"),
        ("elsewhere", "NotLinked"),
        ("barred", "Forbidden"),
        ("later", "Later"),
        ("other", "Later"),
    ];
    assert_eq!(told(POLICY), expected.map(|(stamp, why)| (stamp.to_owned(), why.to_owned())));
}

#[test]
fn what_no_fallback_admits_does_not_serve_the_device() {
    let without = POLICY.replace("percent = 100", "percent = 0");
    let told = told(&without);
    assert!(told.contains(&("later".to_owned(), "NotServed".to_owned())), "{told:?}");
}
