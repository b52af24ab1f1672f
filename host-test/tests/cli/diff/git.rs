//! The policy as it is, from git.

use std::process::Command;

use snapbox::str;

use super::{FLEET, HOME, Run, edited, stamp};

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
