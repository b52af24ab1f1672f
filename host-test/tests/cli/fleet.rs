//! `stamp fleet`.

use std::fs;
use std::io::Write as _;

use serde::Deserialize;
use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, stamp};

const FLEET: &str = "\
registrationId,currentIotHubHostName,payload/country,weight
press-1,home-eu-1.azure-devices.net,DE,
press-2,HOME-EU-1.azure-devices.net,FR,2
press 3,,DE,
Press-1,elsewhere.azure-devices.net,DE,
press-4,,,
";

fn fleet(arguments: &[&str]) -> Run {
    let run = stamp(["fleet"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("fleet.csv", FLEET)
}

fn put(run: &Run, name: &str, bytes: &[u8]) {
    fs::write(run.path(name), bytes).unwrap();
}

#[test]
fn a_fleet_is_shown_with_what_its_devices_have() {
    fleet(&["fleet.csv"])
        .prints(str![[r#"
fleet.csv: csv
5 devices on 4 lines
1 line is no device
  4: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
1 line repeats a registration ID
  press-1
attestation in 100.0 %
  100.0 % symmetric-key
currentIotHubHostName in 80.0 %
  60.0 % home-eu-1.azure-devices.net
  20.0 % elsewhere.azure-devices.net
enrollmentGroupId in 100.0 %
  100.0 % test
payload/country in 80.0 %
  40.0 % DE
  40.0 % FR

"#]])
        .exits(0);
}

#[test]
fn current_hubs_are_shown_with_their_stamps() {
    fleet(&["fleet.csv", "--policy", "home.toml"])
        .prints(str![[r#"
fleet.csv: csv
5 devices on 4 lines
1 line is no device
  4: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
1 line repeats a registration ID
  press-1
attestation in 100.0 %
  100.0 % symmetric-key
currentIotHubHostName in 80.0 %
  60.0 % home-eu-1.azure-devices.net eu-1
  20.0 % elsewhere.azure-devices.net (no stamp of the policy)
enrollmentGroupId in 100.0 %
  100.0 % test
payload/country in 80.0 %
  40.0 % DE
  40.0 % FR

"#]])
        .exits(0);
}

#[test]
fn what_is_denied_fails_and_what_ends_the_run_says_where() {
    fleet(&["fleet.csv", "--deny", "unreadable"]).prints(str!["..."]).exits(1);
    fleet(&["fleet.csv", "--deny", "duplicates"]).prints(str!["..."]).exits(1);
    fleet(&["ids", "--deny", "unreadable", "--deny", "duplicates"]).file("ids", "a\nb\n").prints(str!["..."]).exits(0);
    fleet(&["fleet.csv", "--on-error", "stop"])
        .notes(str![[r#"
error: fleet.csv:4: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]])
        .exits(2);
}

#[test]
fn the_first_of_very_many_unreadable_lines_ends_the_run() {
    let lines: String =
        (0..200_000).map(|at| if at % 90_000 == 89_999 { "no id\n".into() } else { format!("p-{at}\n") }).collect();
    fleet(&["ids", "--on-error", "stop"])
        .file("ids", &lines)
        .notes(str![[r#"
error: ids:90000: the registration ID has ` ` as character 3: write `A-Z a-z 0-9 - . _ :` alone

"#]])
        .exits(2);
    fleet(&["ids"])
        .file("ids", &lines)
        .prints(str![[r#"
ids: ids
199,998 devices on 199,998 lines
2 lines are no devices
  90000: the registration ID has ` ` as character 3: write `A-Z a-z 0-9 - . _ :` alone
  180000: the registration ID has ` ` as character 3: write `A-Z a-z 0-9 - . _ :` alone
attestation in 100.0 %
  100.0 % symmetric-key
enrollmentGroupId in 100.0 %
  100.0 % test

"#]])
        .exits(0);
}

#[test]
fn compressed_fleets_and_the_standard_input_are_read_alike() {
    let plain = fleet(&["-"]).input(FLEET).prints(str!["..."]).exits(0);
    let (_, plain) = plain.split_once('\n').unwrap();

    let run = fleet(&["fleet.csv.gz"]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(FLEET.as_bytes()).unwrap();
    put(&run, "fleet.csv.gz", &gzip.finish().unwrap());
    run.prints(format!("fleet.csv.gz: csv, gzip\n{plain}")).exits(0);

    let run = fleet(&["fleet.bin"]);
    put(&run, "fleet.bin", &zstd::encode_all(FLEET.as_bytes(), 1).unwrap());
    run.prints(format!("fleet.bin: csv, zstd\n{plain}")).exits(0);

    let run = fleet(&["broken.gz"]);
    put(&run, "broken.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7]);
    run.notes(str![[r#"
error: could not read broken.gz: corrupt deflate stream

"#]])
        .exits(2);
}

#[test]
fn a_fleet_is_written_so_that_it_is_read_as_it_was() {
    let csv = fleet(&["fleet.csv", "--write", "csv"]).notes(str![[r#"
1 line is no device
  4: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]]).prints(str![[r#"
registrationId,currentIotHubHostName,enrollmentGroupId,individualEnrollment,attestation,iotEdge,neverReprovision,twin,payload,linkedHubs,weight
press-1,home-eu-1.azure-devices.net,test,,symmetric-key,,,,"{""country"":""DE""}",,
press-2,HOME-EU-1.azure-devices.net,test,,symmetric-key,,,,"{""country"":""FR""}",,2
press-1,elsewhere.azure-devices.net,test,,symmetric-key,,,,"{""country"":""DE""}",,
press-4,,test,,symmetric-key,,,,,,

"#]]).exits(0);
    let ndjson = fleet(&["fleet.csv", "--write", "ndjson"]).notes(str!["..."]).prints(str![[r#"
{"registrationId":"press-1","currentIotHubHostName":"home-eu-1.azure-devices.net","enrollmentGroupId":"test","attestation":"symmetric-key","payload":{"country":"DE"}}
{"registrationId":"press-2","currentIotHubHostName":"HOME-EU-1.azure-devices.net","enrollmentGroupId":"test","attestation":"symmetric-key","payload":{"country":"FR"},"weight":2}
{"registrationId":"press-1","currentIotHubHostName":"elsewhere.azure-devices.net","enrollmentGroupId":"test","attestation":"symmetric-key","payload":{"country":"DE"}}
{"registrationId":"press-4","enrollmentGroupId":"test","attestation":"symmetric-key"}

"#]]).exits(0);
    let again = fleet(&["again.csv", "--write", "ndjson"]).file("again.csv", &csv).prints(str!["..."]).exits(0);
    assert_eq!(again, ndjson);
}

#[test]
fn what_azure_lists_is_read_with_the_hub_that_it_is_of() {
    let devices = r#"{"id":"press-1","eTag":"MA==","status":"enabled","authentication":{"symmetricKey":{"primaryKey":"SECRET"},"type":"sas"},"tags":{"geo":"eu"}}
{"id":"press#2","authentication":{"symmetricKey":{"primaryKey":"SECRET"}}}
"#;
    let printed = fleet(&["devices.txt", "--current-hub", "home-eu-1.azure-devices.net", "--enrollment-group", "Presses"])
        .file("devices.txt", devices)
        .prints(str![[r#"
devices.txt: ndjson
1 device on 1 line
1 line is no device
  2: the device ID `press#2` is no registration ID: the registration ID has `#` as character 6: write `A-Z a-z 0-9 - . _ :` alone
attestation in 100.0 %
  100.0 % symmetric-key
currentIotHubHostName in 100.0 %
  100.0 % home-eu-1.azure-devices.net
enrollmentGroupId in 100.0 %
  100.0 % presses
twin/tags/geo in 100.0 %
  100.0 % eu

"#]])
        .exits(0);
    assert!(!printed.contains("SECRET"));
}

#[test]
fn what_is_no_fleet_is_refused() {
    fleet(&["fleet.csv"]).file("fleet.csv", "registratonId,wieght\n").notes(str![[r#"
error: fleet.csv:1: the header: no field is named `registratonId`: did you mean `registrationId`? A name that begins with `#` is left out

"#]]).exits(2);
    fleet(&["fleet.csv"])
        .file("fleet.csv", "")
        .notes(str![[r#"
error: fleet.csv:1: the fleet is empty: write a device on each line

"#]])
        .exits(2);
    fleet(&["presses.toml"])
        .file("presses.toml", "seed = \"a\"\n")
        .notes(str![[r#"
error: presses.toml is TOML, which is no list of devices: the name of a description of a fleet ends with .fleet.toml

"#]])
        .exits(2);
    fleet(&["missing.csv"]).notes(str!["error: could not read missing.csv: [..]\n"]).exits(2);
    fleet(&["ids", "--fleet-format", "csv"]).file("ids", "press-1\n").notes(str![[r#"
error: ids:1: the header: no field is named `press-1`: write `registrationId`, `currentIotHubHostName`, `enrollmentGroupId`, `individualEnrollment`, `attestation`, `iotEdge`, `neverReprovision`, `linkedHubs`, `weight`, `twin` or `payload`, or a place such as `payload/country`; a name that begins with `#` is left out

"#]]).exits(2);
}

#[test]
fn a_line_cannot_forge_what_is_shown() {
    let line = "registrationId,payload/a\npress-1,\u{1b}[2K\u{202e}\npress-\u{1b}[2K,\n";
    fleet(&["fleet.csv", "--color", "always"])
        .file("fleet.csv", line)
        .prints(str![[r#"
[1mfleet.csv[0m: csv
[1m[36m1 device on 1 line[0m
[1m[31m1 line is no device[0m
  3: the registration ID has `/u{1b}` as character 7: write `A-Z a-z 0-9 - . _ :` alone
[1mattestation[0m in 100.0 %
  100.0 % symmetric-key
[1menrollmentGroupId[0m in 100.0 %
  100.0 % test
[1mpayload/a[0m in 100.0 %
  100.0 % /u{1b}[2K/u{202e}

"#]])
        .exits(0);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Look {
    fleet: String,
    format: String,
    compression: Option<String>,
    crowded: bool,
    lines: u64,
    devices: u64,
    unreadable: Unreadable,
    repeated: Repeated,
    fields: std::collections::BTreeMap<String, Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unreadable {
    lines: u64,
    first: Vec<First>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct First {
    line: u64,
    wrong: String,
    help: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeated {
    lines: u64,
    ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    devices: u64,
    values: Option<u64>,
    frequent: Vec<Frequent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frequent {
    value: String,
    devices: u64,
    stamp: Option<String>,
}

#[test]
fn scripts_get_the_same_as_json() {
    let printed = fleet(&["fleet.csv", "--policy", "home.toml", "--format", "json"]).prints(str!["..."]).exits(0);
    let look: Look = serde_json::from_str(&printed).unwrap();
    assert_eq!((look.lines, look.devices, look.unreadable.lines), (4, 5, 1));
    assert_eq!(
        (look.unreadable.first[0].line, look.repeated.lines, &*look.repeated.ids),
        (4, 1, &["press-1".to_owned()][..])
    );
    let hubs = &look.fields["currentIotHubHostName"];
    let first = &hubs.frequent[0];
    assert_eq!(
        (hubs.devices, hubs.values, &*first.value, first.devices),
        (4, Some(2), "home-eu-1.azure-devices.net", 3)
    );
    assert_eq!((first.stamp.as_deref(), hubs.frequent[1].stamp.as_deref()), (Some("eu-1"), None));
    let failed = fleet(&["missing.csv", "--format", "json"]).prints(str!["..."]).notes(str!["..."]).exits(2);
    assert!(failed.contains("could not read missing.csv"));
}

const RECIPE: &str = r#"
seed    = "presses"
devices = 1000
id      = "press-{n:04}"
payload = { country = { shares = { DE = 1, FR = 3 } } }
"#;

#[test]
fn a_fleet_is_made_of_a_description() {
    fleet(&["presses.fleet.toml"])
        .file("presses.fleet.toml", RECIPE)
        .prints(str![[r#"
presses.fleet.toml: generated
1,000 devices on 1,000 lines
attestation in 100.0 %
  100.0 % symmetric-key
enrollmentGroupId in 100.0 %
  100.0 % test
payload/country in 100.0 %
  77.6 % FR
  22.4 % DE

"#]])
        .exits(0);
    let csv = fleet(&["presses.fleet.toml", "--write", "csv"])
        .file("presses.fleet.toml", RECIPE)
        .prints(str!["..."])
        .exits(0);
    assert_eq!(csv.lines().count(), 1001);
    fleet(&["-", "--fleet-format", "generated", "--on-error", "stop"])
        .input(&RECIPE.replace("press-", "press {n}-"))
        .notes(str![[r#"
error: <standard input>:1: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]])
        .exits(2);
}

#[test]
fn a_description_with_mistakes_is_shown_with_them() {
    let mistaken = RECIPE.replace("DE = 1", "DE = -1").replace("payload", "payloda");
    fleet(&["presses.fleet.toml"])
        .file("presses.fleet.toml", &mistaken)
        .notes(str![[r#"
error: presses.fleet.toml describes no fleet
error[unknown-key]: unknown key `payloda` in the fleet
 --> presses.fleet.toml:5:1
  |
5 | payloda = { country = { shares = { DE = -1, FR = 3 } } }
  | ^^^^^^^
  |
  = help: did you mean `payload`?

"#]])
        .exits(2);
    stamp(["check", "presses.fleet.toml"])
        .file("presses.fleet.toml", &mistaken)
        .prints(str![[r#"
error[unknown-key]: unknown key `payloda` in the fleet
 --> presses.fleet.toml:5:1
  |
5 | payloda = { country = { shares = { DE = -1, FR = 3 } } }
  | ^^^^^^^
  |
  = help: did you mean `payload`?

1 file checked: 1 error

"#]])
        .exits(1);
}
