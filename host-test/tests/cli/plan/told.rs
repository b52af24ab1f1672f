//! How a plan is told to scripts, and what cannot be planned.

use snapbox::str;

use super::orders::moves;
use super::{canary, plan};
use crate::check::HOME;
use crate::run::stamp;

#[test]
fn for_scripts_it_is_json() {
    let order = |percent: u32| {
        moves(&format!(
            "\n[[move]]\nname = \"relief\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = {{ cohort = {{ name = \"relief\", percent = {percent} }} }}\n"
        ))
    };
    let new = order(40).replace("capacity = 2000", "capacity = 4000");
    plan(&order(10), &new, &["--ramp", "100", "--format", "json"])
        .prints(str![[r#"
{
  "before": [
    {
      "devices": 2739,
      "stamp": "eu-1"
    },
    {
      "devices": 1763,
      "stamp": "eu-2"
    },
    {
      "devices": 1498,
      "stamp": "us-1"
    }
  ],
  "devices": 6000,
  "fleet": "presses.fleet.toml",
  "moved": 917,
  "new": {
    "digest": "52fb3f3fa3d7ae1ad3c6685bf49bf6b3229549f86f89e27b0e707035cc832700",
    "file": "new.toml",
    "name": "home",
    "revision": "7"
  },
  "old": {
    "digest": "3b0b04e4fb16c75adb85074ac3f76ac0ea29eb2c7c2696f6a69b1e1d3476deae",
    "file": "old.toml",
    "name": "home",
    "revision": "7"
  },
  "seconds": 551,
  "steps": [
    {
      "back": {
        "file": "1-back.toml",
        "findings": [],
        "moves": [],
        "not_returned": [],
        "returned": 0,
        "touched": 0
      },
      "bottleneck": null,
      "circles": 0,
      "end": null,
      "file": "1-everything-else.toml",
      "findings": [],
      "flows": [],
      "label": "everything else",
      "moved": 0,
      "moving_anyway": 0,
      "over": [
        {
          "devices": 763,
          "stamp": "eu-2"
        },
        {
          "devices": 498,
          "stamp": "us-1"
        }
      ],
      "placed": 0,
      "refused": {},
      "seconds": 0,
      "stamps": [
        {
          "capacity": 4000,
          "devices": 2739,
          "stamp": "eu-1"
        },
        {
          "capacity": 1000,
          "devices": 1763,
          "stamp": "eu-2"
        },
        {
          "capacity": 1000,
          "devices": 1498,
          "stamp": "us-1"
        }
      ],
      "together_for": 0,
      "units": [
        {
          "edits": [
            {
              "line": 18,
              "words": "stamp `eu-1`: `capacity` 2000 becomes 4000"
            }
          ],
          "what": "everything-else"
        }
      ]
    },
    {
      "back": {
        "file": "2-back.toml",
        "findings": [],
        "moves": [
          "back from eu-2 (move relief)"
        ],
        "not_returned": [],
        "returned": 917,
        "touched": 0
      },
      "bottleneck": {
        "operations": 917,
        "rate": 100,
        "stamp": "eu-1",
        "what": "hub",
        "words": "the hub of eu-1: 917 operations at 100 a minute"
      },
      "circles": 0,
      "end": "40",
      "file": "2-move-relief-40.toml",
      "findings": [],
      "flows": [
        {
          "devices": 917,
          "from": "eu-1",
          "move": true,
          "to": "eu-2"
        }
      ],
      "label": "move `relief` 40 %",
      "moved": 917,
      "moving_anyway": 0,
      "over": [
        {
          "devices": 1680,
          "stamp": "eu-2"
        },
        {
          "devices": 498,
          "stamp": "us-1"
        }
      ],
      "placed": 0,
      "refused": {},
      "seconds": 551,
      "stamps": [
        {
          "capacity": 4000,
          "devices": 1822,
          "stamp": "eu-1"
        },
        {
          "capacity": 1000,
          "devices": 2680,
          "stamp": "eu-2"
        },
        {
          "capacity": 1000,
          "devices": 1498,
          "stamp": "us-1"
        }
      ],
      "together_for": 0,
      "units": [
        {
          "cohort": "relief",
          "entries": [
            "move `relief`"
          ],
          "from": "10",
          "new": false,
          "to": "40",
          "what": "cohort"
        }
      ]
    }
  ],
  "twice": 0,
  "unreadable": {
    "first": [],
    "lines": 0
  },
  "written": null
}

"#]])
        .exits(0);
}

#[test]
fn policies_that_are_the_same_need_no_way() {
    plan(HOME, HOME, &[])
        .prints(str![[r#"
old old.toml: policy home 7, sha256 014a94ba79ab…
new new.toml: policy home 7, sha256 014a94ba79ab…
6,000 devices of presses.fleet.toml, as they register
the two policies are the same: there is no way to go

"#]])
        .exits(0);
    plan(HOME, &HOME.replace("\"7\"", "\"8\""), &[])
        .prints(str![[r#"
old old.toml: policy home 7, sha256 014a94ba79ab…
new new.toml: policy home 8, sha256 b6bd84ccaf85…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  nothing that a decision could see
   1                      0             -           0           0
      eu-1 has 4,035 then, 2,035 more than it is built for
      eu-2 has 1,965 then, 965 more than it is built for

nobody moves

"#]])
        .exits(0);
}

#[test]
fn what_cannot_be_planned_is_told() {
    canary(&["--ramp", "10,50"])
        .notes(str![[r#"
error: invalid value '10,50' for '--ramp <PARTS>': `10,50` does not end at 100: the last step is all of the way

For more information, try '--help'.

"#]])
        .exits(2);
    canary(&["--hub-rate", "eu-8=100"])
        .notes(str![[r#"
error: --hub-rate: no stamp is named `eu-8`: did you mean `eu-0`?

"#]])
        .exits(2);
    canary(&["--hub-rate", "eu-9=fast"]).notes(str![[r#"
error: invalid value 'eu-9=fast' for '--hub-rate <[STAMP=]NUMBER>': `fast` is no number of devices in a minute, such as `100`

For more information, try '--help'.

"#]]).exits(2);
    canary(&["--dps-rate", "0"])
        .notes(str![[r#"
error: invalid value '0' for '--dps-rate <NUMBER>': 0 is not in 1..=4294967295

For more information, try '--help'.

"#]])
        .exits(2);
    canary(&["--registers-every", "1w"]).notes(str![[r#"
error: invalid value '1w' for '--registers-every <TIME>': `1w` is no time: write a whole number with its unit, such as `30m`, `12h` or `1d`

For more information, try '--help'.

"#]]).exits(2);
    canary(&["--write", "full"])
        .file("full/there.txt", "")
        .notes(str![[r#"
error: the folder full is not empty: name a new one

"#]])
        .exits(2);
    canary(&["--write", "old.toml"])
        .notes(str![[r#"
error: old.toml is a file: name a folder

"#]])
        .exits(2);
    stamp(["plan", "old.toml", "new.toml", "-"])
        .file("old.toml", HOME)
        .file("new.toml", HOME)
        .notes(str![[r#"
error: the fleet is read several times, which <standard input> cannot be: write it to a file first

"#]])
        .exits(2);
    stamp(["plan", "old.toml", "new.toml", "gone.csv"])
        .file("old.toml", HOME)
        .file("new.toml", HOME)
        .notes(str![[r#"
error: could not read gone.csv: No such file or directory (os error 2)

"#]])
        .exits(2);
    plan(HOME, "language = 2\n", &[])
        .notes(str![[r#"
error[missing-key]: the policy has no `hash`
 --> new.toml:1:1
  |
1 | language = 2
  | ^
  |
  = help: add `hash = 1`: the version of the hashing

error[missing-key]: the policy has no `policy`
 --> new.toml:1:1
  |
1 | language = 2
  | ^
  |
  = help: add `policy = …`: the policy's name, for logs and reports

error[missing-key]: the policy has no `seed`
 --> new.toml:1:1
  |
1 | language = 2
  | ^
  |
  = help: add `seed = …`: the key of the hashing. A new seed deals every new device, and every cohort, anew

error[missing-key]: the policy has no `stamp`
 --> new.toml:1:1
  |
1 | language = 2
  | ^
  |
  = help: add `[[stamp]]`: the stamps. Their order means nothing

error[unknown-version]: version 2 of `language` is not known to this release
 --> new.toml:1:12
  |
1 | language = 2
  |            ^
  |
  = help: write `language = 1`

"#]])
        .exits(1);
}
