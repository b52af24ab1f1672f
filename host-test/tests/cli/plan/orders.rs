//! In which order the steps come, and what is wrong with single ones.

use snapbox::str;

use super::{CANARY, contoso, plan, replaced};
use crate::check::HOME;

#[test]
fn a_step_that_overfills_a_stamp_fails_where_that_is_asked() {
    let small = replaced(
        &contoso(),
        "capacity    = 10_000\nserves      = { geo = \"eu\"",
        "capacity    = 1_000\nserves      = { geo = \"eu\"",
    );
    let new = replaced(&small, CANARY, "cohort = { name = \"release-4.2\", percent = 25 }");
    plan(&small, &new, &[])
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 60c3d1e9394a…
new new.toml: policy contoso 2026-11-23, sha256 e785395701fe…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1      5.2 %           9           6 s           9           0  the hub of eu-9: 9 operations at 100 a minute
   2        6 %          53          32 s          62           0  the hub of eu-9: 53 operations at 100 a minute
   3       10 %         236         3 min         298           0  the hub of eu-9: 236 operations at 100 a minute
   4       15 %         296         3 min         594           0  the hub of eu-9: 296 operations at 100 a minute
   5       25 %         619         7 min       1,213           0  the hub of eu-9: 619 operations at 100 a minute
      eu-9 has 1,507 then, 507 more than it is built for

1,213 devices move by the edit (20.2 %), each once, in 5 steps that take 13 min one after the other

"#]])
        .exits(0);
    plan(&small, &new, &["--require-capacity"])
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 60c3d1e9394a…
new new.toml: policy contoso 2026-11-23, sha256 e785395701fe…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1      5.2 %           9           6 s           9           0  the hub of eu-9: 9 operations at 100 a minute
   2        6 %          53          32 s          62           0  the hub of eu-9: 53 operations at 100 a minute
   3       10 %         236         3 min         298           0  the hub of eu-9: 236 operations at 100 a minute
   4       15 %         296         3 min         594           0  the hub of eu-9: 296 operations at 100 a minute
   5       25 %         619         7 min       1,213           0  the hub of eu-9: 619 operations at 100 a minute
      eu-9 has 1,507 then, 507 more than it is built for

1,213 devices move by the edit (20.2 %), each once, in 5 steps that take 13 min one after the other

"#]])
        .exits(1);
}

/// Devices of three stamps, on some of which moves lead to others.
pub(super) fn moves(text: &str) -> String {
    let one =
        HOME.replace("read = { payload = \"/country\" }\n  map  = { DE = \"eu\", US = \"us\" }", "value = \"eu\"");
    format!("{}{text}", one.replace("serves   = { geo = \"us\" }", "serves   = { geo = \"eu\" }"))
}

#[test]
fn an_order_in_which_nobody_moves_twice_is_found_and_said() {
    let order = |percent: u32| {
        let first = format!(
            "\n[[move]]\nname = \"first\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = {{ cohort = {{ name = \"first\", percent = {percent} }} }}\n"
        );
        let second = format!(
            "\n[[move]]\nname = \"second\"\nfrom = \"eu-2\"\nto   = \"us-1\"\nwhen = {{ cohort = {{ name = \"second\", percent = {percent} }} }}\n"
        );
        moves(&(first + &second))
    };
    plan(&order(10), &order(60), &["--ramp", "100"]).prints(str![[r#"
old old.toml: policy home 7, sha256 e7efa041d958…
new new.toml: policy home 7, sha256 a7f7770bab5c…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
move `second`, cohort `second`: 10 % to 60 %
   1       60 %         910        10 min         826          84  the hub of eu-2: 910 operations at 100 a minute
      eu-1 has 2,722 then, 722 more than it is built for
      us-1 has 2,572 then, 1,572 more than it is built for
move `first`, cohort `first`: 10 % to 60 %
   2       60 %       1,553        16 min       1,837         626  the hub of eu-1: 1,553 operations at 100 a minute
      eu-2 has 1,334 then, 334 more than it is built for
      us-1 has 3,497 then, 2,497 more than it is built for

2,463 devices move by the edit (41.1 %), each once, in 2 steps that take 25 min one after the other
in the order of the new policy 767 devices would move twice, hence this order
no way back from the last step for 542 devices: a move back would take others along
no way back from the last step for 84 devices: the hash does not prefer the stamp that they were on to the one that they are on

"#]]).exits(0);
}

#[test]
fn what_only_a_step_would_do_is_found_by_the_analysis() {
    // Once the one move brings more devices back, the other still takes some of them away.
    let order = |percents: [u32; 2]| {
        let [there, back] = percents;
        moves(&format!(
            "\n[[move]]\nname = \"there\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = {{ cohort = {{ name = \"one\", percent = {there} }} }}\n\n[[move]]\nname = \"back\"\nfrom = \"eu-2\"\nto   = \"eu-1\"\nwhen = {{ cohort = {{ name = \"one\", percent = [{back}, 100] }} }}\n"
        ))
    };
    plan(&order([30, 40]), &order([10, 20]), &["--ramp", "100"])
        .prints(str![[r#"
old old.toml: policy home 7, sha256 3bdb12dbdf2f…
new new.toml: policy home 7, sha256 27e0da3e9ac1…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  move `back`: `percent` [40, 100] becomes [20, 100], line 43
   1                    159         2 min           0         159  the hub of eu-1: 159 operations at 100 a minute
      eu-1 has 3,159 then, 1,159 more than it is built for
      eu-2 has 1,343 then, 343 more than it is built for
      us-1 has 1,498 then, 498 more than it is built for
      445 devices sent round a circle by moves of the policy
move `there`, cohort `one`: 30 % to 10 %
   2       10 %         445         5 min         445         159  the hub of eu-1: 445 operations at 100 a minute
      eu-1 has 3,604 then, 1,604 more than it is built for

604 devices move by the edit (10.1 %), each once, in 2 steps that take 7 min one after the other
no way back from the last step for 159 devices: a move back would go round a circle with a move of the old policy

error[circle]: a device goes round a circle: eu-1 → eu-2 → eu-1
  --> 1-everything-else.toml:34:8
   |
34 | name = "there"
   |        ^^^^^^^
...
40 | name = "back"
   |        ------ goes on
   |
   = help: take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition

warning[cohort-in-two-moves]: the moves `there` and `back` may take the same devices, and both draw by the cohort `one`
  --> 1-everything-else.toml:43:10
   |
37 | when = { cohort = { name = "one", percent = 30 } }
   |          --------------------------------------- the same cohort
...
43 | when = { cohort = { name = "one", percent = [20, 100] } }
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: give each move a cohort of its own, unless it is meant for the devices of the other

"#]])
        .exits(1);
}
