//! `stamp schema`.

use std::fs;

use snapbox::str;

use crate::run::{repository, stamp};

#[test]
fn the_schemas_are_those_of_the_repository() {
    for (arguments, file) in [
        (&["schema"][..], "policy"),
        (&["schema", "policy"], "policy"),
        (&["schema", "test"], "test"),
        (&["schema", "explanation"], "explanation"),
    ] {
        let path = repository().join(format!("policies/{file}.schema.json"));
        let printed = stamp(arguments.iter().copied()).prints(str!["..."]).exits(0);
        assert_eq!(printed, fs::read_to_string(path).unwrap());
    }
}
