//! Makes tests of recorded requests.

mod name;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use analysis::Native;
use anyhow::{Result, bail};
use placement::{Policy, TracedOutcome};

use self::name::{Names, relative};

use crate::command::requests::{self, Recorded};
use crate::command::{refused, source};
use crate::render::inline_toml::quoted;
use crate::render::request_table::request;
use crate::render::{Format, Visible, plural};
use crate::{ExitStatus, Output};

/// Prints a test of each body that a test can hold, and says which are left out.
pub(crate) fn run(paths: &[PathBuf], recorded: &Path, output: &mut Output) -> Result<ExitStatus> {
    let [path] = paths else { bail!("--record needs the policy, and only that: stamp test POLICY --record FILE") };
    let text = source::text(path)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(path, &text, &problems, Format::Human, output),
    };
    let recorded = requests::read(recorded)?;
    let mut tests = Tests { policy: &policy, path, names: Names::default(), written: BTreeSet::new() };
    let mut left_out = 0;
    for recorded in &recorded {
        match tests.add(recorded) {
            Ok(Some(test)) => output.result(test)?,
            Ok(None) => {}
            Err(why) => {
                left_out += 1;
                output.note(format_args!("left out {}: {}", Visible(&recorded.origin), Visible(why)))?;
            }
        }
    }
    let again = recorded.len() - left_out - tests.written.len();
    let (all, written) = (plural(recorded.len(), "request"), plural(tests.written.len(), "test"));
    output.note(format_args!("{all}: {written}, {again} the same as one before, {left_out} left out; review them"))?;
    Ok(if left_out > 0 || recorded.is_empty() { ExitStatus::Failure } else { ExitStatus::Success })
}

struct Tests<'p> {
    policy: &'p Policy,
    path: &'p Path,
    names: Names,
    /// The requests that have a test.
    written: BTreeSet<String>,
}

impl Tests<'_> {
    /// The text of a test; none if there is one of this request already. The error says why it cannot be written.
    fn add(&mut self, recorded: &Recorded) -> Result<Option<String>, &'static str> {
        let table = request(self.policy, &recorded.body);
        let file = || recorded.file.as_deref().map(|file| quoted(&relative(self.path, file)));
        let request = table.or_else(file).ok_or("no table can express it: save it as a file of its own")?;
        if !self.written.insert(request.clone()) {
            return Ok(None);
        }
        let native = Native::decide(self.policy, &recorded.body);
        let name = quoted(&self.names.unique(&native));
        let expect = expectation(&native);
        Ok(Some(format!("[[test]]\nname    = {name}\nrequest = {request}\nexpect  = {{ {expect} }}\n")))
    }
}

/// What is decided today.
fn expectation(native: &Native<'_>) -> String {
    let (Some(trace), None) = (native.trace(), native.reply.code()) else {
        return format!("refusal = {}", quoted(native.reply.code().unwrap_or_default()));
    };
    let mut words = Vec::new();
    if let TracedOutcome::Answered { stamp, hub, how, .. } = &trace.outcome {
        words.push(match stamp {
            Some(stamp) => format!("stamp = {}", quoted(stamp)),
            None => format!("hub = {}", quoted(hub)),
        });
        words.push(format!("how = {}", quoted(how.word())));
    }
    let parts: Vec<String> = analysis::parts(trace).into_iter().map(|part| quoted(part.name())).collect();
    match parts.as_slice() {
        [] => {}
        [one] => words.push(format!("by = {one}")),
        many => words.push(format!("by = [{}]", many.join(", "))),
    }
    words.join(", ")
}
