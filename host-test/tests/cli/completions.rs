//! `stamp completions`.

use clap::{Command, CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;
use host_test::cli::Cli;
use snapbox::str;

use crate::run::stamp;

/// The tool as its parser knows it.
pub(crate) fn tool() -> Command {
    let mut tool = Cli::command();
    tool.build();
    tool
}

#[test]
fn every_shell_is_given_every_command_and_every_option() {
    for shell in Shell::value_variants() {
        let script = stamp(["completions", &shell.to_string()]).prints(str!["..."]).exits(0);
        for command in tool().get_subcommands() {
            assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            let options = command.get_arguments().filter_map(clap::Arg::get_long);
            options.for_each(|option| assert!(script.contains(option), "{shell}: {option}"));
        }
    }
}

#[test]
fn a_shell_that_is_not_known_is_wrong_use() {
    stamp(["completions", "cmd"])
        .notes(str![[r#"
error: invalid value 'cmd' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

For more information, try '--help'.

"#]])
        .exits(2);
}
