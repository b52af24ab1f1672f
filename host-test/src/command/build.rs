//! `stamp build`: a component with a policy inside.

use std::path::PathBuf;
use std::slice;

use anyhow::{Context as _, Result, bail, ensure};
use placement::Policy;
use serde_json::json;
use tokio::runtime::Runtime;
use wasm_encoder::{ComponentSection as _, CustomSection};

use super::check::{self, Deny};
use super::test::{self, Component};
use super::{source, write};
use crate::host::build_in;
use crate::render::{Visible, grouped, identity, plural};
use crate::{ExitStatus, Output, built_in};

/// Build a component with a policy inside
///
/// Writes the component that ships with POLICY in it, read already: no instance has to read it, and there is no file to
/// mount. The policy is checked before, and its tests are run on what was built; where anything fails, nothing is written. The
/// same policy gives the same bytes. There is no key in them: keys come from the variable `webhook_keys`, as always.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy, which has its tests beside it
    policy: PathBuf,

    /// The file to write. One that is there is replaced if it is Wasm
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// What also makes the check fail
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
}

const EXAMPLES: &str = "\
Examples:
  stamp build policies/contoso.toml -o contoso.wasm
  stamp build policies/contoso.toml -o contoso.wasm --deny warnings

In spin.toml, the component then has `source = \"contoso.wasm\"`, and neither `files` nor `build`.";

/// The custom section that says which policy is inside.
const SECTION: &str = "stamp-policy";

const WASM: write::Kind = write::Kind { name: "Wasm", begins: b"\0asm" };

/// Builds the component, unless the policy fails its check or its tests.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    if source::is_standard_input(&args.policy) {
        bail!("a policy is built with the tests that lie beside it: name its file");
    }
    if source::is_standard_input(&args.output) {
        bail!("a component is written to a file: name one");
    }
    write::can_put(&args.output, &WASM)?;
    let tests = test::test_files(slice::from_ref(&args.policy))?;
    let text = source::text(&args.policy)?;
    let passes = check::passes(&args.policy, &text, args.deny, output)?;
    let policy = match Policy::parse(&text) {
        Ok(read) if passes => read.policy,
        Ok(_) => return nothing_built("the policy fails its check", output),
        Err(_) => return nothing_built("the policy has errors", output),
    };
    let component = component(&policy, &text)?;
    let built = Component::with_policy(&component)?;
    is_well(&built, &policy)?;
    let Some(passed) = test::all_pass(&tests, built, output)? else {
        return nothing_built("the policy fails its tests", output);
    };
    write::put(&args.output, &component)?;
    tell(args, &policy, passed, component.len(), output)?;
    Ok(ExitStatus::Success)
}

fn nothing_built(why: &str, output: &mut Output) -> Result<ExitStatus> {
    output.note(format_args!("nothing is built: {why}"))?;
    Ok(ExitStatus::Failure)
}

/// The component with the policy, and which policy that is in a section of its own.
fn component(policy: &Policy, text: &str) -> Result<Vec<u8>> {
    let built = Runtime::new()?.block_on(build_in(built_in::COMPONENT, text));
    let mut component = built.context("the policy could not be built in")?;
    let identity = json!({ "policy": policy.name(), "revision": policy.revision(), "digest": policy.digest() });
    let section = CustomSection { name: SECTION.into(), data: identity.to_string().into_bytes().into() };
    section.append_to_component(&mut component);
    Ok(component)
}

/// What was built must say by itself that it is well, and has this policy.
fn is_well(built: &Component, policy: &Policy) -> Result<()> {
    let reply = built.serve(&[])?.health()?;
    let says = |place: &str| reply.body.pointer(place).and_then(|value| value.as_str());
    if let Some(message) = says("/error/message") {
        bail!("the component does not run with the policy inside: {message}");
    }
    ensure!(
        says("/policy/digest") == Some(policy.digest()),
        "what was built has another policy: it says {}",
        reply.body
    );
    Ok(())
}

fn tell(args: &Args, policy: &Policy, passed: usize, bytes: usize, output: &mut Output) -> Result<()> {
    output.result(format_args!("wrote {}: {} bytes", Visible(args.output.display()), grouped(bytes as u64)))?;
    output.result(format_args!("policy {}", identity(policy)))?;
    output.result(format_args!("{} passed on it", plural(passed, "test")))?;
    Ok(())
}
