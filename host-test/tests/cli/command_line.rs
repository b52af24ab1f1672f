//! What holds for every command.

use snapbox::str;

use crate::run::stamp;

#[test]
fn a_command_that_does_not_exist_is_wrong_use() {
    stamp(["serv"])
        .notes(str![[r#"
error: unrecognized subcommand 'serv'

  tip: some similar subcommands exist: 'set', 'reserve', 'serve'

Usage: stamp [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn the_version_is_printed() {
    stamp(["--version"])
        .prints(str![[r#"
stamp 0.1.0

"#]])
        .exits(0);
}
