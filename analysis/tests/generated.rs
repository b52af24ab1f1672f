//! Files that come from the tables of words are what the tables say.
//!
//! `UPDATE=1 cargo test -p analysis --test generated` writes them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use analysis::reference::policy_reference;
use analysis::schema::{policy_schema, test_schema};

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
        panic!("{path} is not what the table of words says: run `UPDATE=1 cargo test -p analysis --test generated`");
    }
}

#[test]
fn the_schemas_are_current() {
    is_current("policies/policy.schema.json", &policy_schema());
    is_current("policies/test.schema.json", &test_schema());
}

#[test]
fn the_reference_is_current() {
    let path = "docs/language.md";
    let page = fs::read_to_string(file(path)).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once(BEGIN).expect("the page has a mark where the tables begin");
    let (_, after) = rest.split_once(END).expect("the page has a mark where the tables end");
    is_current(path, &format!("{before}{BEGIN}\n{}\n{END}{after}", policy_reference()));
}
