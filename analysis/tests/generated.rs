//! Files that come from the table of the language's words are what the table says.
//!
//! `UPDATE=1 cargo test -p analysis --test generated` writes them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use analysis::reference::policy_reference;
use analysis::schema::policy_schema;
use serde_json::Value;

const BEGIN: &str = "<!-- words -->\n";
const END: &str = "<!-- /words -->";

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The file holds `expected`, or is made to.
fn is_current(path: &str, expected: &str) {
    let actual = fs::read_to_string(file(path)).unwrap_or_default().replace("\r\n", "\n");
    if actual == expected {
        return;
    }
    if env::var_os("UPDATE").is_some() {
        fs::write(file(path), expected).unwrap();
    } else {
        panic!("{path} is not what the language's table says: run `UPDATE=1 cargo test -p analysis --test generated`");
    }
}

#[test]
fn the_schema_is_current() {
    is_current("policies/policy.schema.json", &policy_schema());
}

#[test]
fn the_reference_is_current() {
    let path = "docs/language.md";
    let page = fs::read_to_string(file(path)).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once(BEGIN).expect("the page has a mark where the tables begin");
    let (_, after) = rest.split_once(END).expect("the page has a mark where the tables end");
    is_current(path, &format!("{before}{BEGIN}\n{}\n{END}{after}", policy_reference()));
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&policy_schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn json(toml: &str) -> Value {
    toml::from_str(toml).unwrap()
}

#[test]
fn the_schema_accepts_every_policy_of_the_repository() {
    let validator = validator();
    let mut seen = 0;
    for entry in fs::read_dir(file("policies")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy();
        if name.ends_with(".toml") && !name.ends_with(".test.toml") {
            let policy = json(&fs::read_to_string(&path).unwrap());
            let errors: Vec<_> = validator.iter_errors(&policy).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 3);
}

const SMALLEST: &str = r#"
    language = 1
    hash     = 1
    policy   = "smallest"
    seed     = "smallest"
    [[stamp]]
    name     = "home"
    hub      = "example-hub.azure-devices.net"
    capacity = 1000
"#;

#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let validator = validator();
    for more in [
        "",
        "former-hubs = \"EXAMPLE-OLD.Azure-Devices.NET\"",
        "[[pin]]\nname = 'p'\nwhen = { cohort = { name = 'c', percent = [0.125, 100] } }\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { twin = { '/tags/a~1b' = [1, true, 'x'] } }\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { not = { any = [{ registration-id = { glob = '*' } }] } }\nstamp = 'home'",
        "[answer]",
        "[answer.twin]\nproperties = {}",
    ] {
        let policy = format!("{SMALLEST}{more}");
        assert!(placement::Policy::parse(&policy).is_ok(), "{more}");
        assert!(validator.is_valid(&json(&policy)), "{more}");
    }
}

#[test]
fn the_schema_refuses_wrong_words_types_and_forms() {
    let validator = validator();
    for more in [
        "statee = \"open\"",
        "state = \"opne\"",
        "weight = 0",
        "weight = 1_000_001",
        "serves = { Geo = \"eu\" }",
        "former-hubs = []",
        "former-hubs = \"example.azure-devices.org\"",
        "[[pin]]\nname = 'p'\nwhen = {}\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { payload = { '/x' = 1 } }\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { twin = { 'tags/geo' = 'eu' } }\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { not = { all = [{ cohort = { name = 'c', percent = 101 } }] } }\nstamp = 'home'",
        "[[pin]]\nname = 'p'\nwhen = { cohort = { name = 'c', percent = [1, 2, 3] } }\nstamp = 'home'",
        "[[move]]\nname = 'm'",
        "[answer]\ntwinn = {}",
    ] {
        let policy = format!("{SMALLEST}{more}");
        assert!(placement::Policy::parse(&policy).is_err(), "{more}");
        assert!(!validator.is_valid(&json(&policy)), "{more}");
    }
}
