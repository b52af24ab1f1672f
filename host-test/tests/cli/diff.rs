//! `stamp diff`.

use std::process::Command;

use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, repository, stamp};

/// Devices on hubs of the policy and on another, new ones, and one that is none.
const FLEET: &str = "\
registrationId,currentHub,payload/country,weight,neverReprovision
press-1,home-eu-1.azure-devices.net,DE,150,
press-2,home-eu-1.azure-devices.net,US,20,
press-3,other.azure-devices.net,US,5,
press-4,,US,10,
press-5,,DE,3,
press 6,,DE,,
press-7,home-us-1.azure-devices.net,DE,7,true
press-8,home-us-1.azure-devices.net,US,11,
";

/// Half of eu-1 leaves, the US stamp takes nobody new, and France is known.
fn edited() -> String {
    let edited = HOME.replace("US = \"us\" }", "US = \"us\", FR = \"eu\" }");
    let edited = edited.replace("revision = \"7\"", "revision = \"8\"");
    let closed = edited.replace("serves   = { geo = \"us\" }", "state    = \"down\"\nserves   = { geo = \"us\" }");
    format!("{closed}\n[[move]]\nname = \"leave eu-1\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n")
}

fn diff(arguments: &[&str]) -> Run {
    let run = stamp(["diff", "home.toml", "edited.toml", "fleet.csv"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("edited.toml", &edited()).file("fleet.csv", FLEET)
}

#[test]
fn who_moves_is_told_with_the_edit_that_moves_them() {
    diff(&[])
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 8, sha256 9ae0c89e1345…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

150 devices move (72.8 %), 26 devices cut off
         150  eu-1 -> eu-2
          21  us-1 -> refused
           5  a hub of no stamp -> refused
at least 150 devices must move for these shares; 0 more than that do (0.0 %)
20 devices would have left by the old policy, and stay now
26 devices refused by the new policy, none-open: no stamp that this device may be on takes devices now

why
         150  move `leave eu-1` is new, line 35
              150 eu-1 -> eu-2
          46  stamp `us-1`: `state = "down"` is new, line 32
              20 stay on eu-1, and would have left
              21 us-1 -> refused
              5 a hub of no stamp -> refused
           0  policy: `revision` "7" becomes "8", line 4
           0  rule `country` of `geo`: `map.FR = "eu"` is new, line 14

stamp     before      after     change   capacity  fill
eu-1         170         20       -150      2,000  █░░░░░░░░░░░░░░░░░░░   1.0 %
eu-2           3        153       +150      1,000  ████░░░░░░░░░░░░░░░░  15.3 %
us-1          28          7        -21      1,000  █░░░░░░░░░░░░░░░░░░░   0.7 %  down

"#]])
        .exits(0);
}

#[test]
fn without_an_edit_nobody_moves_but_those_who_would_anyway() {
    diff(&[])
        .file("edited.toml", &format!("# Nothing but a comment.\n{HOME}"))
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 b6bf9e52cf29…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
there is no edit between them that a decision could see

nobody moves
25 devices more would move anyway: the old policy wants them elsewhere too

stamp     before      after     change   capacity  fill
eu-1         170        150        -20      2,000  ██░░░░░░░░░░░░░░░░░░   7.5 %
eu-2           3          3          0      1,000  █░░░░░░░░░░░░░░░░░░░   0.3 %
us-1          28         53        +25      1,000  ██░░░░░░░░░░░░░░░░░░   5.3 %

"#]])
        .exits(0);
}

#[test]
fn every_device_that_is_elsewhere_afterwards_is_listed_in_the_order_of_the_fleet() {
    diff(&["--list", "moved.csv", "--format", "json"])
        .leaves(
            "moved.csv",
            "\
registration-id,devices,from,to,line,cause
press-1,150,eu-1,eu-2,35,\"move `leave eu-1` is new\"
press-3,5,a hub of no stamp,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
press-4,10,us-1,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
press-8,11,us-1,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
",
        )
        .prints(str![[r#"
{
  "answers": [],
  "anyway": [],
  "budget": [],
  "causes": [
    {
      "after": null,
      "devices": 150,
      "edits": [
        {
          "attribute": null,
          "change": "added",
          "kind": "move",
          "line": 35,
          "name": "leave eu-1",
          "to": null,
          "word": null,
          "words": "move `leave eu-1` is new"
        }
      ],
      "flows": [
        {
          "devices": 150,
          "from": "eu-1",
          "move": true,
          "to": "eu-2"
        }
      ],
      "moves": 150
    },
    {
      "after": null,
      "devices": 46,
      "edits": [
        {
          "attribute": null,
          "change": "added",
          "kind": "stamp",
          "line": 32,
          "name": "us-1",
          "to": "/"down/"",
          "word": "state",
          "words": "stamp `us-1`: `state = /"down/"` is new"
        }
      ],
      "flows": [
        {
          "devices": 20,
          "from": "eu-1",
          "move": false,
          "to": "eu-1"
        },
        {
          "devices": 21,
          "from": "us-1",
          "move": false,
          "to": "refused"
        },
        {
          "devices": 5,
          "from": "a hub of no stamp",
          "move": false,
          "to": "refused"
        }
      ],
      "moves": 0
    }
  ],
  "change_hub": 0,
  "circles": 0,
  "cut_off": 26,
  "devices": 206,
  "edits": [
    {
      "attribute": null,
      "change": "changed",
      "from": "/"7/"",
      "kind": "policy",
      "line": 4,
      "name": null,
      "to": "/"8/"",
      "word": "revision",
      "words": "policy: `revision` /"7/" becomes /"8/""
    },
    {
      "attribute": "geo",
      "change": "added",
      "kind": "rule",
      "line": 14,
      "name": "country",
      "to": "/"eu/"",
      "word": "map.FR",
      "words": "rule `country` of `geo`: `map.FR = /"eu/"` is new"
    },
    {
      "attribute": null,
      "change": "added",
      "kind": "stamp",
      "line": 32,
      "name": "us-1",
      "to": "/"down/"",
      "word": "state",
      "words": "stamp `us-1`: `state = /"down/"` is new"
    },
    {
      "attribute": null,
      "change": "added",
      "kind": "move",
      "line": 35,
      "name": "leave eu-1",
      "to": null,
      "word": null,
      "words": "move `leave eu-1` is new"
    }
  ],
  "fleet": "fleet.csv",
  "flows": [
    {
      "devices": 150,
      "from": "eu-1",
      "move": true,
      "to": "eu-2"
    },
    {
      "devices": 21,
      "from": "us-1",
      "move": false,
      "to": "refused"
    },
    {
      "devices": 5,
      "from": "a hub of no stamp",
      "move": false,
      "to": "refused"
    }
  ],
  "fresh": false,
  "held_back": 20,
  "how": {
    "forced": 7,
    "kept": 20,
    "moved": 150,
    "pinned": 0,
    "placed": 0,
    "stayed": 3
  },
  "least": {
    "devices": 150,
    "exact": false,
    "excess": 0
  },
  "moved": 150,
  "moving_anyway": 0,
  "new": {
    "digest": "9ae0c89e1345791ef1418ce653d006ea3f01da0d5d616883bef95a96dc9c0e31",
    "file": "edited.toml",
    "name": "home",
    "revision": "8"
  },
  "new_devices": 13,
  "old": {
    "digest": "014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3",
    "file": "home.toml",
    "name": "home",
    "revision": "7"
  },
  "refused": {
    "forbidden": 0,
    "no-value": 0,
    "none-open": 26,
    "not-linked": 0,
    "not-served": 0
  },
  "stamps": [
    {
      "after": 20,
      "before": 170,
      "capacity": 2000,
      "stamp": "eu-1",
      "state": "open"
    },
    {
      "after": 153,
      "before": 3,
      "capacity": 1000,
      "stamp": "eu-2",
      "state": "open"
    },
    {
      "after": 7,
      "before": 28,
      "capacity": 1000,
      "stamp": "us-1",
      "state": "down"
    }
  ],
  "unreadable": {
    "first": [
      {
        "help": "write `A-Z a-z 0-9 - . _ :` alone",
        "line": 7,
        "wrong": "the registration ID has ` ` as character 6"
      }
    ],
    "lines": 1
  }
}

"#]])
        .exits(0);
}

#[test]
fn a_list_of_many_devices_is_in_the_order_of_the_fleet() {
    let devices: String = (0..40_000).map(|number| format!("press-{number:05}\n")).collect();
    let run = stamp(["diff", "home.toml", "edited.toml", "many.txt", "--list", "moved.csv"]);
    let policy =
        HOME.replace("read = { payload = \"/country\" }\n  map  = { DE = \"eu\", US = \"us\" }", "value = \"eu\"");
    let edited = format!("{policy}\n[[move]]\nname = \"leave eu-1\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n");
    let run = run.file("home.toml", &policy).file("edited.toml", &edited).file("many.txt", &devices);
    let path = run.path("moved.csv");
    let run = run.then(move || {
        let text = std::fs::read_to_string(path).unwrap();
        let ids: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        assert!(ids.len() > 20_000 && ids.is_sorted(), "{}", ids.len());
    });
    run.prints(str![[r#"
old home.toml: policy home 7, sha256 a5a22ecefcfb…
new edited.toml: policy home 7, sha256 0700cce55542…
40,000 devices of many.txt, as they register

26,739 devices move (66.8 %)
      26,739  eu-1 -> eu-2
26,739 devices must move for these shares; 0 more than that do (0.0 %)

why
      26,739  move `leave eu-1` is new, line 33

stamp     before      after     change   capacity  fill
eu-1      26,739          0    -26,739      2,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
eu-2      13,261     40,000    +26,739      1,000  ████████████████████ 4000.0 %  39,000 too many
us-1           0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

"#]])
        .exits(0);
}

#[test]
fn for_a_pull_request_it_is_markdown() {
    diff(&["--format", "markdown", "--max-moves", "5%", "--require-capacity"]).prints(str![[r####"
### 150 of 206 devices move (72.8 %), and 26 lose their hub

❌ devices that the edit moves: at most 5 %, are 150 (72.8 %).  
✅ stamps with more devices than they are built for: at most none, are none.  

This edit of the policy was tried on 206 devices of `fleet.csv`. Nothing moves at once: a device goes to its new stamp when it registers again.

| devices | because | line |
|---:|---|---:|
| 150 | move `leave eu-1` is new | 35 |
| 46 | stamp `us-1`: `state = "down"` is new | 32 |

| from | to | devices |
|---|---|---:|
| eu-1 | eu-2 | 150 |
| us-1 | refused | 21 |
| a hub of no stamp | refused | 5 |

- Any policy with these shares must move at least 150 devices; this one moves 0 more.
- 20 devices would have left their stamp without this edit, and stay.
- 26 devices refused afterwards: no stamp that this device may be on takes devices now (`none-open`).

<details><summary>Every stamp has room</summary>

| stamp | before | after | change | capacity | fill |
|---|---:|---:|---:|---:|---:|
| eu-1 | 170 | 20 | -150 | 2,000 | 1.0 % |
| eu-2 | 3 | 153 | +150 | 1,000 | 15.3 % |
| us-1 | 28 | 7 | -21 | 1,000 | 0.7 % |

</details>

<sub>`home.toml`, policy home 7, sha256 014a94ba79ab…, against `edited.toml`, policy home 8, sha256 9ae0c89e1345…</sub>

"####]]).exits(1);
}

#[test]
fn a_budget_that_is_exceeded_fails_and_says_so() {
    diff(&["--max-moves", "160", "--max-moves-outside", "geo=eu", "0", "--max-refused", "0", "--require-capacity"])
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 8, sha256 9ae0c89e1345…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

150 devices move (72.8 %), 26 devices cut off
         150  eu-1 -> eu-2
          21  us-1 -> refused
           5  a hub of no stamp -> refused
at least 150 devices must move for these shares; 0 more than that do (0.0 %)
20 devices would have left by the old policy, and stay now
26 devices refused by the new policy, none-open: no stamp that this device may be on takes devices now

why
         150  move `leave eu-1` is new, line 35
              150 eu-1 -> eu-2
          46  stamp `us-1`: `state = "down"` is new, line 32
              20 stay on eu-1, and would have left
              21 us-1 -> refused
              5 a hub of no stamp -> refused
           0  policy: `revision` "7" becomes "8", line 4
           0  rule `country` of `geo`: `map.FR = "eu"` is new, line 14

stamp     before      after     change   capacity  fill
eu-1         170         20       -150      2,000  █░░░░░░░░░░░░░░░░░░░   1.0 %
eu-2           3        153       +150      1,000  ████░░░░░░░░░░░░░░░░  15.3 %
us-1          28          7        -21      1,000  █░░░░░░░░░░░░░░░░░░░   0.7 %  down

kept: devices that the edit moves: at most 160, are 150 (72.8 %)
exceeded: devices that it moves or cuts off outside `geo=eu`: at most 0, are 26 (12.6 %)
exceeded: devices that it cuts off: at most 0, are 26 (12.6 %)
kept: stamps with more devices than they are built for: at most none, are none

"#]])
        .exits(1);
}

#[test]
fn a_budget_that_is_kept_does_not_fail() {
    let edited = HOME.replace("capacity = 2000", "capacity = 2001");
    diff(&["--max-moves", "0", "--max-moves-outside", "{ registration-id = { prefix = \"x-\" } }", "0%"])
        .file("edited.toml", &edited)
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 8a4fc5ff08f5…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

nobody moves
25 devices more would move anyway: the old policy wants them elsewhere too

stamp     before      after     change   capacity  fill
eu-1         170        150        -20      2,001  ██░░░░░░░░░░░░░░░░░░   7.5 %
eu-2           3          3          0      1,000  █░░░░░░░░░░░░░░░░░░░   0.3 %
us-1          28         53        +25      1,000  ██░░░░░░░░░░░░░░░░░░   5.3 %

kept: devices that the edit moves: at most 0, are 0 (0.0 %)
kept: devices that it moves or cuts off outside `{ registration-id = { prefix = "x-" } }`: at most 0 %, are 0 (0.0 %)

"#]])
        .exits(0);
}

#[test]
fn placement_from_nothing_is_compared_where_it_is_asked_for() {
    let edited =
        HOME.replace("capacity = 1000\nserves   = { geo = \"eu\" }", "capacity = 9000\nserves   = { geo = \"eu\" }");
    diff(&["--fresh"])
        .file("edited.toml", &edited)
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 8199f812b4a6…
206 devices of fleet.csv, each as if it were new
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

nobody moves

stamp     before      after     change   capacity  fill
eu-1         157        157          0      2,000  ██░░░░░░░░░░░░░░░░░░   7.9 %
eu-2           3          3          0      9,000  █░░░░░░░░░░░░░░░░░░░   0.0 %
us-1          46         46          0      1,000  █░░░░░░░░░░░░░░░░░░░   4.6 %

"#]])
        .exits(0);
}

#[test]
fn a_condition_or_a_number_that_cannot_be_read_is_told() {
    diff(&["--max-moves-outside", "gro=eu", "0"])
        .notes(str![[r#"
error: --max-moves-outside: `gro=eu` is no condition: no attribute is named `gro`: did you mean `geo`?

"#]])
        .exits(2);
    diff(&["--max-moves-outside", "geo=fr", "0"])
        .notes(str![[r#"
error: --max-moves-outside: `geo=fr` is no condition: `geo` has no value `fr`: write `eu` or `us`

"#]])
        .exits(2);
    diff(&["--max-moves-outside", "geo", "0"])
        .notes(str![[r#"
error: --max-moves-outside: `geo` is no attribute with a value: write `geo=eu`, or a condition in braces as in a policy

"#]])
        .exits(2);
    diff(&["--max-moves-outside", "geo=eu", "few"])
        .notes(str![[r#"
error: --max-moves-outside: `few` is neither a percentage, such as `5%`, nor a number of devices

"#]])
        .exits(2);
    diff(&["--max-moves", "101%"]).notes(str![[r#"
error: invalid value '101%' for '--max-moves <MOST>': `101%` is neither a percentage, such as `5%`, nor a number of devices

For more information, try '--help'.

"#]]).exits(2);
}

#[test]
fn one_policy_alone_is_compared_with_nothing() {
    stamp(["diff", "home.toml", "fleet.csv"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .notes(str![[r#"
error: there is one policy alone, home.toml: name the policy as it is and the policy as it shall be, or give `--base REVISION`

"#]])
        .exits(2);
}

#[test]
fn a_policy_with_errors_is_refused() {
    diff(&[])
        .file("edited.toml", &HOME.replace("capacity = 2000", "capacity = 0"))
        .notes(str![[r#"
error[out-of-range]: `capacity` cannot be 0
  --> edited.toml:19:12
   |
19 | capacity = 0
   |            ^
   |
   = help: write a whole number from 1 to 1,000,000

"#]])
        .exits(1);
}

/// A folder under git whose one commit has the policy, and an edit of it that is not committed.
fn under_git(arguments: &[&str]) -> Run {
    let run = stamp(["diff"].into_iter().chain(arguments.iter().copied()));
    let run = run.file("policies/home.toml", HOME).file("fleet.csv", FLEET);
    let folder = run.path("");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let git = Command::new("git").current_dir(&folder).args(identity).args(arguments).output().unwrap();
        assert!(git.status.success(), "{git:?}");
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "policies"]);
    git(&["commit", "--quiet", "--message=one"]);
    run.file("policies/home.toml", &edited())
}

#[test]
fn the_policy_as_it_is_can_come_from_git() {
    under_git(&["--base", "main", "policies/home.toml", "fleet.csv"])
        .prints(str![[r#"
old main:policies/home.toml: policy home 7, sha256 014a94ba79ab…
new policies/home.toml: policy home 8, sha256 9ae0c89e1345…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

150 devices move (72.8 %), 26 devices cut off
         150  eu-1 -> eu-2
          21  us-1 -> refused
           5  a hub of no stamp -> refused
at least 150 devices must move for these shares; 0 more than that do (0.0 %)
20 devices would have left by the old policy, and stay now
26 devices refused by the new policy, none-open: no stamp that this device may be on takes devices now

why
         150  move `leave eu-1` is new, line 35
              150 eu-1 -> eu-2
          46  stamp `us-1`: `state = "down"` is new, line 32
              20 stay on eu-1, and would have left
              21 us-1 -> refused
              5 a hub of no stamp -> refused
           0  policy: `revision` "7" becomes "8", line 4
           0  rule `country` of `geo`: `map.FR = "eu"` is new, line 14

stamp     before      after     change   capacity  fill
eu-1         170         20       -150      2,000  █░░░░░░░░░░░░░░░░░░░   1.0 %
eu-2           3        153       +150      1,000  ████░░░░░░░░░░░░░░░░  15.3 %
us-1          28          7        -21      1,000  █░░░░░░░░░░░░░░░░░░░   0.7 %  down

"#]])
        .exits(0);
}

#[test]
fn what_git_does_not_have_is_told() {
    under_git(&["--base", "other", "policies/home.toml", "fleet.csv"])
        .notes(str![[r#"
error: git does not have other:policies/home.toml: invalid object name 'other'.

"#]])
        .exits(2);
    under_git(&["--base", "main", "fleet.csv", "fleet.csv"])
        .notes(str![[r#"
error: git does not have main:fleet.csv: path 'fleet.csv' exists on disk, but not in 'main'

"#]])
        .exits(2);
    under_git(&["--base=--help", "policies/home.toml", "fleet.csv"])
        .notes(str![[r#"
error: `--help` is no revision of git

"#]])
        .exits(2);
    under_git(&["--base", "main", "policies/home.toml", "policies/home.toml", "fleet.csv"])
        .notes(str![[r#"
error: with `--base` there is one policy: the one as it is comes from git

"#]])
        .exits(2);
}

#[test]
fn the_answers_of_devices_that_stay_are_compared() {
    let old = std::fs::read_to_string(repository().join("policies/contoso.toml")).unwrap();
    let new = old.replace("cool-start", "warm-start").replace("revision = \"2026-11-23\"", "revision = \"2026-11-24\"");
    stamp(["diff", "old.toml", "new.toml", "fleet.txt"])
        .file("old.toml", &old)
        .file("new.toml", &new)
        .file("fleet.txt", &(0..200).map(|number| format!("press-{number}\n")).collect::<String>())
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-24, sha256 2d15c4afdb20…
200 devices of fleet.txt, as they register

nobody moves

stamp        before      after     change   capacity  fill
eu-0              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  down
eu-1            118        118          0    100,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
eu-2             61         61          0    100,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
eu-3             16         16          0     50,000  █░░░░░░░░░░░░░░░░░░░   0.0 %  reserved
eu-4              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  closed
eu-9              5          5          0     10,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
fabrikam          0          0          0      5,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  reserved
us-1              0          0          0    100,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-2              0          0          0     50,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-9              0          0          0     10,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
ap-1              0          0          0     50,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  down
ap-2              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
test-1            0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

answered otherwise to devices that stay where they are
         200  payload /policy: "contoso 2026-11-23" -> "contoso 2026-11-24"
          20  twin /properties/desired/trial: "cool-start" -> "warm-start"

"#]])
        .exits(0);
}
