//! The results for scripts.

use serde::Deserialize;
use serde_json::Value;
use snapbox::str;

use super::{HOME, MISTAKEN, RIGHT, WRONG, right};

/// What `--format json` promises.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Results {
    passed: usize,
    failed: usize,
    requests: u64,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    file: String,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(tag = "outcome", rename_all = "kebab-case", deny_unknown_fields)]
enum Outcome {
    Tested { digest: String, tests: Vec<Test> },
    InvalidPolicy { policy: String, findings: Vec<Value>, tests: usize },
    NoTestFile { findings: Vec<Value> },
    Unreadable { error: String },
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Test {
    name: String,
    line: usize,
    passed: bool,
    mismatches: Vec<Mismatch>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Mismatch {
    what: String,
    expected: Value,
    actual: Value,
    because: Option<String>,
}

#[test]
fn scripts_get_the_results_as_json() {
    let printed = right(&["test", "policies", "broken", "--format", "json"])
        .file("policies/more.test.toml", &format!("policy = \"home.toml\"\n{WRONG}"))
        .file("broken/broken.toml", MISTAKEN)
        .file("broken/broken.test.toml", WRONG)
        .file("broken/words.test.toml", "[[test]]")
        .file("broken/words.toml", HOME)
        .file("broken/z.test.toml", RIGHT)
        .prints(str!["..."])
        .exits(2);
    let results: Results = serde_json::from_str(&printed).unwrap();
    assert_eq!((results.passed, results.failed, results.requests), (3, 7, 6));
    let files: Vec<&str> = results.files.iter().map(|file| file.file.as_str()).collect();
    let [.., broken, words, z] = &files[..] else { panic!("{files:?}") };
    assert_eq!(
        [broken, words, z].map(|file| file.rsplit(['/', '\\']).next().unwrap()),
        ["broken.test.toml", "words.test.toml", "z.test.toml"]
    );
    let [Outcome::Tested { digest, tests: right }, Outcome::Tested { tests: wrong, .. }, broken, words, z] =
        <[Outcome; 5]>::try_from(results.files.into_iter().map(|file| file.outcome).collect::<Vec<_>>()).unwrap()
    else {
        panic!("the first two were run")
    };
    assert_eq!(digest.len(), 64);
    assert!(right.iter().all(|test| test.passed && test.mismatches.is_empty()));
    assert_eq!((wrong[0].name.as_str(), wrong[0].line, wrong[0].passed), ("the wrong stamp", 4, false));
    assert_eq!(wrong[0].mismatches[0].what, "stamp");
    assert!(
        matches!(broken, Outcome::InvalidPolicy { tests: 4, ref findings, .. } if findings.len() == 3),
        "{broken:?}"
    );
    assert!(matches!(words, Outcome::NoTestFile { .. }), "{words:?}");
    assert!(matches!(z, Outcome::Unreadable { .. }), "{z:?}");
}
