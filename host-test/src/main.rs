//! The tool `stamp`.

use std::process::ExitCode;

use host_test::Output;
use host_test::cli::Cli;

fn main() -> ExitCode {
    let (cli, format) = Cli::read();
    let mut output = Output::standard(cli.color);
    let status = cli.command.run(&mut output).unwrap_or_else(|error| output.failed(&error, format));
    status.into()
}
