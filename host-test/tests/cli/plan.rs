//! `stamp plan`.

mod orders;
mod told;

use serde_json::Value;
use snapbox::str;

use crate::run::{Run, repository, stamp};

fn contoso() -> String {
    std::fs::read_to_string(repository().join("policies/contoso.toml")).unwrap()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The canary of contoso.
const CANARY: &str = "cohort = { name = \"release-4.2\", percent = 5 }";

const PRESSES: &str = "\
seed             = \"presses\"
devices          = 6_000
id               = \"press-{n:05}\"
enrollment-group = \"contoso-eu\"
payload          = { country = \"DE\", firmware = \"12.0\" }
";

fn plan(old: &str, new: &str, arguments: &[&str]) -> Run {
    let run =
        stamp(["plan", "old.toml", "new.toml", "presses.fleet.toml"].into_iter().chain(arguments.iter().copied()));
    run.file("old.toml", old).file("new.toml", new).file("presses.fleet.toml", PRESSES)
}

fn canary(arguments: &[&str]) -> Run {
    let new = replaced(&contoso(), CANARY, "cohort = { name = \"release-4.2\", percent = 25 }");
    plan(&contoso(), &new, arguments)
}

#[test]
fn a_canary_goes_up_in_steps() {
    canary(&[])
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-23, sha256 92e7528a2867…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1      5.2 %           9           6 s           9           0  the hub of eu-9: 9 operations at 100 a minute
   2        6 %          53          32 s          62           0  the hub of eu-9: 53 operations at 100 a minute
   3       10 %         236         3 min         298           0  the hub of eu-9: 236 operations at 100 a minute
   4       15 %         296         3 min         594           0  the hub of eu-9: 296 operations at 100 a minute
   5       25 %         619         7 min       1,213           0  the hub of eu-9: 619 operations at 100 a minute

1,213 devices move by the edit (20.2 %), each once, in 5 steps that take 13 min one after the other

"#]])
        .exits(0);
}

#[test]
fn rates_and_parts_of_the_way_can_be_given() {
    let rates = ["--ramp", "50,100", "--dps-rate", "100", "--hub-rate", "5_000", "--hub-rate", "eu-9=5"];
    canary(&rates)
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-23, sha256 92e7528a2867…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1       15 %         594    1 h 59 min         594           0  the hub of eu-9: 594 operations at 5 a minute
   2       25 %         619     2 h 4 min       1,213           0  the hub of eu-9: 619 operations at 5 a minute

1,213 devices move by the edit (20.2 %), each once, in 2 steps that take 4 h 3 min one after the other

"#]])
        .exits(0);
    canary(&["--ramp", "100", "--registers-every", "1d"])
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-23, sha256 92e7528a2867…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1       25 %       1,213           1 d       1,213           0  each device registers every 1 d

1,213 devices move by the edit (20.2 %), each once, in one step that takes 1 d

"#]])
        .exits(0);
}

/// A stamp that was lost, and the policy that opens it again and brings its devices back.
fn lost() -> (String, String) {
    let lost =
        replaced(&contoso(), "capacity    = 100_000\nserves", "capacity    = 100_000\nstate       = \"down\"\nserves");
    let home = "[[move]]\nname = \"home to eu-1\"\nfrom = \"eu-2\"\nto   = \"eu-1\"\nwhom = \"preferred\"\nwhen = { cohort = { name = \"home\", percent = 100 }, not = { cohort = { name = \"relief-1\", percent = 10 } } }\n\n# A tenth of eu-1";
    (lost, replaced(&contoso(), "# A tenth of eu-1", home))
}

#[test]
fn the_devices_of_a_stamp_that_was_lost_come_back_over_a_night() {
    let (old, new) = lost();
    // Each line stands for so many devices.
    plan(&old, &new, &[])
        .file("presses.fleet.toml", &format!("{PRESSES}weight = 15\n"))
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 08b30a76ffb0…
new new.toml: policy contoso 2026-11-23, sha256 0a4c3626b0b2…
90,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  stamp `eu-1`: `state = "down"` is gone, old line 190
   1                      0             -           0           0
move `home to eu-1`, cohort `home`: nobody to 100 %
   2        1 %         465         5 min         465           0  the hub of eu-1: 465 operations at 100 a minute
   3        5 %       1,365        14 min       1,830           0  the hub of eu-1: 1,365 operations at 100 a minute
   4       25 %       7,590    1 h 16 min       9,420           0  the hub of eu-1: 7,590 operations at 100 a minute
   5       50 %       9,150    1 h 32 min      18,570           0  the hub of eu-1: 9,150 operations at 100 a minute
   6      100 %      16,590    2 h 46 min      35,160           0  the hub of eu-1: 16,590 operations at 100 a minute

35,160 devices move by the edit (39.1 %), each once, in 6 steps that take 5 h 52 min one after the other

"#]])
        .exits(0);
}

#[test]
fn the_policies_of_the_steps_are_written_and_can_be_used() {
    let (old, new) = lost();
    let run = plan(&old, &new, &["--write", "rollout", "--ramp", "10,100"]);
    let folder = run.path("rollout");
    let run = run.then(move || {
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let texts: Vec<String> = names.iter().map(|name| std::fs::read_to_string(folder.join(name)).unwrap()).collect();
        let check = stamp(["check", "--format", "json"].into_iter().chain(names.iter().map(|name| &**name)));
        let check = names.iter().zip(&texts).fold(check, |run, (name, text)| run.file(name, text));
        let found = check.prints(str!["..."]).exits(0);
        assert!(!found.contains("\"error\""), "{found}");
        // 1-back, 1-…, 2-back, 2-…, 3-back, 3-…
        let [_, _, _, before, back, last] = texts.as_slice() else { panic!("{names:?}") };
        assert_eq!(*last, lost().1);
        let diff = |old: &str, new: &str| {
            stamp(["diff", "old.toml", "new.toml", "presses.fleet.toml", "--format", "json"])
                .file("old.toml", old)
                .file("new.toml", new)
                .file("presses.fleet.toml", PRESSES)
                .prints(str!["..."])
                .exits(0)
        };
        let moved = |text: &str| serde_json::from_str::<Value>(text).unwrap()["moved"].as_u64().unwrap();
        let (part, all) = (moved(&diff(&lost().0, before)), moved(&diff(&lost().0, last)));
        assert!(0 < part && part < all, "{part} {all}");
        // Nobody moves on the way back who stands where the old policy puts it.
        assert_eq!(moved(&diff(&lost().0, back)), 0);
    });
    run.prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 08b30a76ffb0…
new new.toml: policy contoso 2026-11-23, sha256 0a4c3626b0b2…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  stamp `eu-1`: `state = "down"` is gone, old line 190
   1                      0             -           0           0
move `home to eu-1`, cohort `home`: nobody to 100 %
   2       10 %         226         3 min         226           0  the hub of eu-1: 226 operations at 100 a minute
   3      100 %       2,118        22 min       2,344           0  the hub of eu-1: 2,118 operations at 100 a minute

2,344 devices move by the edit (39.1 %), each once, in 3 steps that take 24 min one after the other

written to rollout
  1-everything-else.toml, and the way back: 1-back.toml
  2-move-home-to-eu-1-10.toml, and the way back: 2-back.toml
  3-move-home-to-eu-1-100.toml, and the way back: 3-back.toml

"#]])
        .exits(0);
}
