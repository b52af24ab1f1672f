//! The findings for the services that show them beside the code.

use serde_json::{Value, json};
use snapbox::str;

use super::MISTAKEN;
use crate::run::stamp;

/// SARIF 2.1.0 requires of a log `version` and `runs`, of a run `tool.driver.name`, of a rule `id`, of a result
/// `message.text`, of a region that it has a start; and that a result's rule is one of the driver's.
#[test]
fn code_scanning_gets_sarif() {
    let printed = stamp(["check", "a b%/mistaken.toml", "--format", "sarif"])
        .file("a b%/mistaken.toml", MISTAKEN)
        .prints(str!["..."])
        .exits(1);
    let log: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!((&run["tool"]["driver"]["name"], &run["columnKind"]), (&"stamp".into(), &"unicodeCodePoints".into()));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (3, 3));
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert_eq!(result["level"], "error");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b%25/mistaken.toml");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
    let last = &results[2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*last, json!({ "startLine": 10, "startColumn": 1, "endLine": 10, "endColumn": 5 }));
}

#[test]
fn a_related_place_is_part_of_the_result() {
    let shared = MISTAKEN.replace("hash     = 2", "hash     = 1").replace("stat ", "state").replace(
        "hub      = \"home\"",
        "hub      = \"one.azure-devices.net\"\nformer-hubs = [\"one.azure-devices.net\"]",
    );
    let printed = stamp(["check", "-", "--format", "sarif"]).input(&shared).prints(str!["..."]).exits(1);
    let log: Value = serde_json::from_str(&printed).unwrap();
    let related = &log["runs"][0]["results"][0]["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "here already");
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 8);
}

#[test]
fn a_log_without_findings_says_that_there_are_none() {
    let fine = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n\n[[stamp]]\nname = \"a\"\nhub = \"one-hub.azure-devices.net\"\ncapacity = 1\n";
    let printed = stamp(["check", "-", "--format", "sarif"]).input(fine).prints(str!["..."]).exits(0);
    let log: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(log["runs"][0]["results"], json!([]));
}

#[test]
fn github_shows_findings_at_their_places() {
    stamp(["check", "mistaken.toml", "--format", "github"])
        .file("mistaken.toml", MISTAKEN)
        .prints(str![[r#"
::error file=mistaken.toml,line=2,col=12,title=unknown-version::version 2 of `hash` is not known to this release%0Awrite `hash = 1`
::error file=mistaken.toml,line=8,col=12,title=bad-hub::`home` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`%0Awrite the hub's host name, such as `contoso-eu-1.azure-devices.net`
::error file=mistaken.toml,line=10,col=1,title=unknown-key::unknown key `stat` in the stamp `home`%0Adid you mean `state`?

"#]])
        .exits(1);
}
