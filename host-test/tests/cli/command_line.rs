//! What holds for every command.

use snapbox::str;

use crate::run::stamp;

#[test]
fn a_command_that_does_not_exist_is_wrong_use() {
    stamp(["serv"]).notes(str![]).exits(2);
}

#[test]
fn the_version_is_printed() {
    stamp(["--version"]).prints(str![]).exits(0);
}
