//! The tool `stamp`.

use std::process::ExitCode;

use clap::Parser as _;
use host_test::Output;
use host_test::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut output = Output::standard(cli.color);
    let status = cli.command.run(&mut output).unwrap_or_else(|error| output.failed(&error));
    status.into()
}
