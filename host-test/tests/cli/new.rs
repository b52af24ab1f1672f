//! `stamp new`.

use std::fs;

use snapbox::str;

use crate::run::{Run, bare, stamp};

const LINKED: &str = r#"[
  { "name": "contoso-a.azure-devices.net", "location": "westeurope", "allocationWeight": 3, "applyAllocationPolicy": null,
    "connectionString": "HostName=contoso-a.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0" },
  { "name": "contoso-b.azure-devices.net", "location": "eastus", "allocationWeight": null, "applyAllocationPolicy": false,
    "connectionString": "HostName=contoso-b.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0" }
]"#;

/// What is denied where devices of every kind have an open stamp.
const STRICTLY: &[&str] = &["--deny", "warnings"];

/// A run of `stamp new`, whose files must be fine as they are: checked, tested by the component, and laid out.
fn begins(arguments: &[&str], policy: &'static str, check: &'static [&'static str]) -> Run {
    let run = stamp(arguments.iter().copied());
    let folder = run.path("");
    run.then(move || {
        let folder = folder.clone();
        let fine = |arguments: &[&str]| {
            let output = bare().args(arguments).current_dir(&folder).output().unwrap();
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{said}");
        };
        fine(&[&["check"], check, &[policy, &policy.replace(".toml", ".test.toml")]].concat());
        fine(&["test", "--coverage-threshold", "100", policy]);
        fine(&["fmt", "--check"]);
    })
}

#[test]
fn one_hub_is_enough() {
    begins(&["new", "--hub", "contoso-hub-1"], "fleet.toml", STRICTLY)
        .prints(str![[r#"
wrote fleet.toml and fleet.test.toml

"#]])
        .notes(str![[r#"
next:
  stamp test fleet.toml     runs its tests
  stamp serve fleet.toml    serves it on this machine, with a request to try
  read it, and put the capacities in

"#]])
        .exits(0);
}

#[test]
fn geographies_become_an_attribute() {
    let geographies = ["--geo", "eu=contoso-eu-1:100000,contoso-eu-2", "--geo", "us=contoso-us-1"];
    let arguments =
        [&["new", "contoso"], geographies.as_slice(), &["--hub", "contoso-spare", "--capacity", "5000"]].concat();
    begins(&arguments, "contoso.toml", STRICTLY).prints(str!["..."]).notes(str!["..."]).exits(0);
}

#[test]
fn hubs_that_are_linked_to_a_dps_are_taken_over_without_their_secrets() {
    let run = begins(
        &["new", "fleets/contoso.toml", "--from-azure", "-", "--geo", "eu=westeurope", "--geo", "us=eastus"],
        "fleets/contoso.toml",
        // The hub of the US takes no new devices in the DPS, so the policy has a warning for them.
        &[],
    )
    .file("fleets/.keep", "")
    .input(LINKED);
    let folder = run.path("fleets");
    run.then(move || {
        for file in ["contoso.toml", "contoso.test.toml"] {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            assert!(!text.contains("SharedAccess") && !text.contains("c2VjcmV0"), "{text}");
        }
    })
    .prints(str!["..."])
    .notes(str!["..."])
    .exits(0);
}

#[test]
fn each_policy_has_a_seed_of_its_own() {
    let seeds: Vec<String> = (0..2)
        .map(|_| {
            let folder = tempfile::tempdir().unwrap();
            assert!(bare().args(["new", "--hub", "abc"]).current_dir(&folder).output().unwrap().status.success());
            let policy = fs::read_to_string(folder.path().join("fleet.toml")).unwrap();
            policy.lines().find(|line| line.starts_with("seed ")).unwrap().to_owned()
        })
        .collect();
    assert_ne!(seeds[0], seeds[1]);
}

#[test]
fn what_is_there_is_not_written_over() {
    let run = stamp(["new", "--hub", "abc"]).file("fleet.test.toml", "mine");
    let policy = run.path("fleet.toml");
    run.leaves("fleet.test.toml", "mine")
        .then(move || assert!(!policy.exists()))
        .notes(str![[r#"
error: fleet.test.toml is there already: choose another name, or write over it by --force

"#]])
        .exits(2);
}

#[test]
fn what_is_there_is_written_over_if_that_is_meant() {
    begins(&["new", "--hub", "abc", "--force"], "fleet.toml", STRICTLY)
        .file("fleet.test.toml", "mine")
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn without_a_hub_there_is_no_policy() {
    stamp(["new"])
        .notes(str![[r#"
error: no hub is named: name one by --hub or --geo, or give the linked ones by --from-azure

"#]])
        .exits(2);
}

#[test]
fn what_is_no_list_of_linked_hubs_is_not_repeated() {
    stamp(["new", "--from-azure", "-"])
        .input("\"HostName=x;SharedAccessKey=c2VjcmV0\"")
        .notes(str![[r#"
error: <standard input>: this is not what `az iot dps linked-hub list -o json` prints: it is no list

"#]])
        .exits(2);
}

#[test]
fn a_capacity_that_is_none_is_wrong_use() {
    stamp(["new", "--hub", "abc:many"]).notes(str![[r#"
error: invalid value 'abc:many' for '--hub <HUB[:CAPACITY]>': `many` is no capacity: write a whole number from 1 to 1,000,000

For more information, try '--help'.

"#]]).exits(2);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    stamp(["new", "none/fleet", "--hub", "abc"])
        .notes(str![[r#"
error: could not write none/fleet.toml: its folder is not there

"#]])
        .exits(2);
}

#[test]
fn a_url_in_the_place_of_a_hub_is_said_to_be_one() {
    stamp(["new", "--geo", "eu=https://abc.azure-devices.net"]).notes(str![[r#"
error: invalid value 'eu=https://abc.azure-devices.net' for '--geo <NAME=HUB[:CAPACITY],...>': `https://abc.azure-devices.net` is a URL: write the hub's host name, or what stands before .azure-devices.net

For more information, try '--help'.

"#]]).exits(2);
}

#[test]
fn what_a_name_may_be_is_said_with_what_is_wrong_with_it() {
    stamp(["new", "Acme", "--hub", "abc"]).notes(str![[r#"
error: `Acme` does not begin with a lower-case letter or a digit: a name has up to 64 of the characters `a-z 0-9 . _ -`, and begins with a letter or a digit

"#]]).exits(2);
}
