//! `cargo run -p xtask -- component`: builds the Wasm component; with `--features page`, `page` builds the page.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
Builds what cargo alone cannot.

Usage: cargo run -p xtask -- component [--out FILE]
       cargo run -p xtask --features page -- page

  component     builds the Wasm component, installing the Wasm target first where it is missing
  --out FILE    where to put it [default: target/wasm32-wasip2/component/allocator.wasm, as spin.toml says]
  page          builds the page of `stamp playground`, and prints the folder that it is in
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["component"] => component(workspace().join(xtask::ARTIFACT)),
        ["component", "--out", file] => component(PathBuf::from(file)),
        #[cfg(feature = "page")]
        ["page"] => page(),
        ["--help" | "-h" | "help"] => say(&mut io::stdout(), HELP, ExitCode::SUCCESS),
        _ => say(&mut io::stderr(), HELP, ExitCode::from(2)),
    }
}

fn component(out: PathBuf) -> ExitCode {
    let built = xtask::build_component(workspace(), xtask::ALLOCATOR, &xtask::Tools::from_environment());
    match built.and_then(|component| xtask::install(&component, &out)) {
        Ok(()) => say(&mut io::stderr(), &format!("component: {}\n", out.display()), ExitCode::SUCCESS),
        Err(error) => say(&mut io::stderr(), &format!("error: {error}\n"), ExitCode::FAILURE),
    }
}

#[cfg(feature = "page")]
fn page() -> ExitCode {
    match xtask::build_page(workspace(), &xtask::Tools::from_environment()) {
        Ok(folder) => say(&mut io::stdout(), &format!("{}\n", folder.display()), ExitCode::SUCCESS),
        Err(error) => say(&mut io::stderr(), &format!("error: {error}\n"), ExitCode::FAILURE),
    }
}

fn workspace() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Where nobody listens, nothing is lost: the exit code says the same.
fn say(stream: &mut dyn io::Write, text: &str, code: ExitCode) -> ExitCode {
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.flush();
    code
}
