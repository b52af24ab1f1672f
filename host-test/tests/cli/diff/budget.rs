//! What may happen at most.

use snapbox::str;

use super::{HOME, diff};

#[test]
fn a_budget_that_is_exceeded_fails_and_says_so() {
    diff(&["--max-moves", "160", "--max-moves-outside", "geo=eu", "0", "--max-refused", "0", "--require-capacity"])
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 8, sha256 9ae0c89e1345…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
13 on no hub yet: the old policy places them first

150 devices move (72.8 %), 26 devices cut off
         150  eu-1 -> eu-2
          21  us-1 -> refused
           5  a hub of no stamp -> refused
least possible for these shares: 150 (estimate), excess 0 (0.0 %)
would have left by the old policy, and stay now: 20 devices
refused by the new policy: 26 devices, none-open: no stamp that this device may be on takes devices now

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
13 on no hub yet: the old policy places them first

nobody moves
would move anyway, as the old policy wants them elsewhere too: 25 devices
          20  eu-1 -> us-1
           5  a hub of no stamp -> us-1

edits
           0  stamp `eu-1`: `capacity` 2000 becomes 2001, line 19

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
    diff(&["--max-moves", "101%"])
        .notes(str![[r#"
error: invalid value '101%' for '--max-moves <MOST>': `101%` is not within 0 to 100

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn a_budget_over_nobody_or_stated_twice_is_none() {
    diff(&["--max-moves", "5%"])
        .file("fleet.csv", "registrationId\npress 1\n")
        .notes(str![[r#"
error: no line of fleet.csv is a device: line 2: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]])
        .exits(2);
    let outside = ["--max-moves-outside", "geo=eu", "0"];
    diff(&[outside, outside].concat())
        .notes(str![[r#"
error: --max-moves-outside is given several times: join the conditions by `{ any = [...] }`

"#]])
        .exits(2);
}
