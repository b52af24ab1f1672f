//! The results for the servers that run tests.

use std::fs;

use snapbox::str;

use super::{HOME, MISTAKEN, RIGHT, WRONG, right};
use crate::run::{Run, stamp};

fn wrong(arguments: &[&str]) -> Run {
    let forged = WRONG.replace("the wrong stamp", r"<50%>, \u001b[2K\n::stop:: \ufffe");
    stamp(arguments.iter().copied()).file("home.toml", HOME).file("home.test.toml", &forged)
}

#[test]
fn servers_get_junit_xml() {
    wrong(&["test", "--format", "junit"])
        .prints(str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stamp test" tests="4" failures="3" errors="0" skipped="0">
  <testsuite name="home.test.toml" tests="4" failures="3" errors="0" skipped="0">
    <testcase name="&lt;50%&gt;, /u{1b}[2K/n::stop:: �" classname="home.test.toml" file="home.test.toml" line="3">
      <failure message="stamp: expected us-1, got eu-2">stamp: expected us-1, got eu-2
how: expected moved, got placed
  placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`</failure>
    </testcase>
    <testcase name="the wrong reason" classname="home.test.toml" file="home.test.toml" line="8">
      <failure message="attributes.geo: expected us, got eu">attributes.geo: expected us, got eu
  geo = eu by `country`
twin is not the one expected
  expected  {&quot;tags&quot;:{}}
  actual    none</failure>
    </testcase>
    <testcase name="no refusal" classname="home.test.toml" file="home.test.toml" line="13">
      <failure message="stamp: expected us-1, got none">stamp: expected us-1, got none
  refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
by: `country` took no part; none did
  its map lacks `JP`</failure>
    </testcase>
    <testcase name="as it should be" classname="home.test.toml" file="home.test.toml" line="18"/>
  </testsuite>
</testsuites>

"#]])
        .exits(1);
}

#[test]
fn what_could_not_be_run_is_an_error_in_junit_xml() {
    right(&["test", "--format", "junit"])
        .file("policies/broken.toml", MISTAKEN)
        .file("policies/broken.test.toml", WRONG)
        .file("policies/z.test.toml", RIGHT)
        .prints(str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stamp test" tests="4" failures="0" errors="2" skipped="0">
  <testsuite name="policies/broken.test.toml" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="the policy has no errors" classname="policies/broken.test.toml" file="policies/broken.test.toml" line="1">
      <error message="policies/broken.toml has errors">error[unknown-version]: version 2 of `hash` is not known to this release
 --&gt; policies/broken.toml:2:12
  |
2 | hash     = 2
  |            ^
  |
  = help: write `hash = 1`

error[bad-hub]: `home` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`
 --&gt; policies/broken.toml:8:12
  |
8 | hub      = &quot;home&quot;
  |            ^^^^^^
  |
  = help: write the hub&apos;s host name, such as `contoso-eu-1.azure-devices.net`

error[unknown-key]: unknown key `stat` in the stamp `home`
  --&gt; policies/broken.toml:10:1
   |
10 | stat     = &quot;open&quot;
   | ^^^^
   |
   = help: did you mean `state`?</error>
    </testcase>
  </testsuite>
  <testsuite name="policies/home.test.toml" tests="2" failures="0" errors="0" skipped="0">
    <testcase name="a press in the US goes there" classname="policies/home.test.toml" file="policies/home.test.toml" line="3"/>
    <testcase name="a body is sent as it stands" classname="policies/home.test.toml" file="policies/home.test.toml" line="8"/>
  </testsuite>
  <testsuite name="policies/z.test.toml" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="all files can be read" classname="policies/z.test.toml" file="policies/z.test.toml" line="1">
      <error message="policies/z.test.toml cannot be run: could not read policies/z.toml: [..]"/>
    </testcase>
  </testsuite>
</testsuites>

"#]])
        .exits(2);
}

#[test]
fn github_shows_failures_at_their_places() {
    wrong(&["test", "--format", "github"]).prints(str![[r#"
::error file=home.test.toml,line=3,title=<50%25>%2C /u{1b}[2K%0A%3A%3Astop%3A%3A ￾::stamp: expected us-1, got eu-2%0Ahow: expected moved, got placed%0A  placed on eu-2, which the hash prefers of eu-1, eu-2; geo = eu by `country`
::error file=home.test.toml,line=8,title=the wrong reason::attributes.geo: expected us, got eu%0A  geo = eu by `country`%0Atwin is not the one expected%0A  expected  {"tags":{}}%0A  actual    none
::error file=home.test.toml,line=13,title=no refusal::stamp: expected us-1, got none%0A  refused, no-value: an attribute that stamps serve has no value for this device; geo has no value%0Aby: `country` took no part; none did%0A  its map lacks `JP`
1 passed; 3 failed

"#]]).exits(1);
}

#[test]
fn github_shows_what_is_wrong_with_a_policy() {
    stamp(["test", "--format", "github"])
        .file("home.toml", MISTAKEN)
        .file("home.test.toml", WRONG)
        .file("z.test.toml", RIGHT)
        .prints(str![[r#"
::error file=home.toml,line=2,col=12,title=unknown-version::version 2 of `hash` is not known to this release%0Awrite `hash = 1`
::error file=home.toml,line=8,col=12,title=bad-hub::`home` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`%0Awrite the hub's host name, such as `contoso-eu-1.azure-devices.net`
::error file=home.toml,line=10,col=1,title=unknown-key::unknown key `stat` in the stamp `home`%0Adid you mean `state`?
::error file=z.test.toml,line=1,title=the tests were not run::z.test.toml cannot be run: could not read z.toml: [..]
0 passed; 4 failed

"#]])
        .exits(2);
}

#[test]
fn several_reports_are_written_beside_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let [xml, json] = ["results.xml", "results.json"].map(|name| folder.path().join(name));
    let arguments = [format!("junit={}", xml.display()), format!("json={}", json.display())];
    right(&["test", "--report", &arguments[0], "--report", &arguments[1]])
        .prints(str![[r#"
2 passed; 0 failed

"#]])
        .exits(0);
    assert!(fs::read_to_string(xml).unwrap().starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!((&json["passed"], &json["requests"]), (&2.into(), &2.into()));
}

#[test]
fn a_report_without_a_file_is_wrong_use() {
    right(&["test", "--report", "junit"])
        .notes(str![[r#"
error: invalid value 'junit' for '--report <FORMAT=FILE>': write it as FORMAT=FILE, such as junit=results.xml

For more information, try '--help'.

"#]])
        .exits(2);
    right(&["test", "--report", "human=x"])
        .notes(str![[r#"
error: invalid value 'human=x' for '--report <FORMAT=FILE>': write it as json=FILE, junit=FILE or github=FILE

For more information, try '--help'.

"#]])
        .exits(2);
}
