//! The edits between two policies.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeSet;

use analysis::difference::Edits;
use placement::Policy;

use crate::lines;

fn contoso() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/contoso.toml")).unwrap()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn words(old: &str, new: &str) -> String {
    let edits = Edits::between(old, new);
    let lines: Vec<String> = edits.all().iter().map(|edit| format!("{} {}", edit.line, edit.words())).collect();
    lines.join("\n")
}

#[test]
fn an_edit_is_named_by_the_entry_and_the_changed_word_with_its_line() {
    let old = contoso();
    let mut new = replaced(
        &old,
        "cohort = { name = \"release-4.2\", percent = 5 }",
        "cohort = { name = \"release-4.2\", percent = 25 }",
    );
    new = replaced(&new, "state       = \"closed\"\n", "");
    new = replaced(&new, "weight      = 50_000", "weight      = 60_000");
    new = replaced(
        &new,
        "berlin-benches = [\"bench-01\", \"bench-02\", \"bench-07\"]",
        "berlin-benches = [\"bench-01\", \"bench-08\"]\nother = [\"x\"]",
    );
    new = replaced(&new, "[down]\nlabels = { region = [\"southeastasia\"] }\n", "");
    new = replaced(&new, "support     = \"{attributes.support}\"", "office      = \"{attributes.support}\"");
    new = replaced(&new, "whom = \"preferred\"\n", "");
    new = replaced(&new, "name  = \"Berlin benches\"", "name  = \"Benches of Berlin\"");
    snapbox::assert_data_eq!(
        words(&old, &new),
        snapbox::str![[r#"
19 policy: `down = { labels = { region = ["southeastasia"] } }` is gone
372 answer: `payload.support = "{attributes.support}"` is gone
22 list `berlin-benches`: ["bench-01", "bench-02", "bench-07"] becomes ["bench-01", "bench-08"]
23 list `other` is new
136 rule `EU canary` of `release`: `percent` 5 becomes 25
198 stamp `eu-2`: `weight` 50_000 becomes 60_000
219 stamp `eu-4`: `state = "closed"` is gone
299 pin `Benches of Berlin`: `name` "Berlin benches" becomes "Benches of Berlin"
324 move `eu-3 gets its share`: `whom = "preferred"` is gone
369 answer: `payload.office = "{attributes.support}"` is new
"#]]
    );
}

#[test]
fn entries_are_new_or_gone_or_stand_elsewhere() {
    let old = contoso();
    let pilots = "  [[attribute.rule]]\n  name  = \"pilot customers\"\n  when  = { twin = { \"/tags/pilot\" = true } }\n  value = \"4.2\"\n\n";
    let needs = "  [[attribute.rule]]\n  name  = \"firmware that needs 4.2\"\n";
    let mut new = replaced(&old, pilots, "");
    new = replaced(&new, needs, &format!("{pilots}{needs}"));
    new = replaced(&new, "[[fallback]]\n", "[[move]]\nname = \"more\"\nfrom = \"us-1\"\n\n[[fallback]]\n");
    let gone = new.find("[[move]]\nname = \"leave westus2\"").unwrap();
    let end = new.find("[[move]]\nname = \"more\"").unwrap();
    new.replace_range(gone..end, "");
    snapbox::assert_data_eq!(
        words(&old, &new),
        snapbox::str![[r#"
129 rule `firmware that needs 4.2` of `release` stands behind `pilot customers` now
335 move `leave westus2` is gone
335 move `more` is new
"#]]
    );
}

#[test]
fn what_nothing_looks_at_is_no_edit() {
    let old = contoso();
    let mut new = replaced(&old, "description = \"Three geographies", "# A comment.\ndescription = \"Two geographies");
    new = replaced(&new, "capacity    = 20_000", "capacity = 20000");
    let exceptions = new.find("[[exception]]").unwrap();
    new.truncate(exceptions);
    assert_eq!(words(&old, &new), "");
}

#[test]
fn with_no_edit_it_is_the_old_policy_with_all_the_new_one_and_every_step_is_valid() {
    let lines = lines::every(24);
    let mut edits_seen = 0;
    for pair in lines.windows(2) {
        let [old, new] = pair else { continue };
        let edits = Edits::between(&old.policy, &new.policy);
        let all: BTreeSet<usize> = (0..edits.all().len()).collect();
        edits_seen += all.len();
        assert_eq!(words(&old.policy, &edits.text(&BTreeSet::new())), "");
        assert_eq!(words(&edits.text(&all), &new.policy), "");
        let mut taken = BTreeSet::new();
        for step in edits.steps() {
            taken.extend(step.edits);
            assert!(edits.policy(&taken).is_some());
        }
        assert_eq!(taken, all);
    }
    assert!(edits_seen > 500);
}

#[test]
fn edits_that_are_valid_together_alone_are_one_step() {
    let old = contoso();
    // The rule asks for a value that the line above brings; the stamp's `serves` lists it.
    let mut new = replaced(&old, "values = [\"4.1\", \"4.2\"]", "values = [\"4.1\", \"4.2\", \"4.3\"]");
    new = replaced(
        &new,
        "  name  = \"pilot customers\"\n  when  = { twin = { \"/tags/pilot\" = true } }\n  value = \"4.2\"",
        "  name  = \"pilot customers\"\n  when  = { twin = { \"/tags/pilot\" = true } }\n  value = \"4.3\"",
    );
    let start = new.find("[[stamp]]\nname        = \"us-9\"").unwrap();
    let end = new.find("# The carriers of the region").unwrap();
    new.replace_range(start..end, "");
    new = replaced(&new, "from = { labels = { region = [\"eastus\", \"westus2\"] } }", "from = \"us-1\"");
    let gone = replaced(
        &old,
        "# A tenth of eu-1 leaves",
        "[[move]]\nname = \"to the canary\"\nfrom = \"us-1\"\nto = \"us-9\"\n\n# A tenth of eu-1 leaves",
    );
    let edits = Edits::between(&gone, &new);
    assert!(Policy::parse(&new).is_ok());
    let steps: Vec<Vec<String>> = edits
        .steps()
        .iter()
        .map(|step| step.edits.iter().map(|edit| edits.all().get(*edit).unwrap().words()).collect())
        .collect();
    snapbox::assert_data_eq!(
        format!("{steps:#?}"),
        snapbox::str![[r#"
[
    [
        "attribute `release`: `values` [/"4.1/", /"4.2/"] becomes [/"4.1/", /"4.2/", /"4.3/"]",
    ],
    [
        "rule `pilot customers` of `release`: `value` /"4.2/" becomes /"4.3/"",
    ],
    [
        "stamp `us-9` is gone",
        "move `to the canary` is gone",
    ],
    [
        "move `Asia and the Pacific go home`: `from` { labels = { region = [/"eastus/", /"westus2/"] } } becomes /"us-1/"",
    ],
]
"#]]
    );
}
