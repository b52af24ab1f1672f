//! What the commands have in common that edit a policy: they show what changes, and write only where they are told to.

mod refusal;

use std::path::Path;

use analysis::difference::{Comparison, Settings, Source};
use analysis::edit::{PolicyText, Problem};
use anyhow::{Result, anyhow, bail};

pub(crate) use self::refusal::{place, share};
use super::check::{Checked, Options};
use super::fleet_source::OptionalFleetArgs;
use super::{diff, refused, source, write};
use crate::render::Format;
use crate::render::difference::Difference;
use crate::render::edit::Shown;
use crate::{ExitStatus, Output};

/// How an edit is done and shown.
#[derive(clap::Args)]
pub(crate) struct EditArgs {
    /// Write the policy. Without this, what would change is shown and nothing is written
    #[arg(long)]
    write: bool,

    #[command(flatten)]
    fleet: OptionalFleetArgs,

    /// How to write what changes
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// What an edit made of a policy.
pub(crate) struct Edited {
    pub(crate) text: PolicyText,
    /// What was done, or that there was nothing to do.
    pub(crate) did: Vec<String>,
    /// What is good to know about it.
    pub(crate) remarks: Vec<String>,
}

/// Why a policy is not edited: a problem of the edit, or of how it was asked for.
pub(crate) enum Refusal {
    Problem(Problem),
    Error(anyhow::Error),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Error(error)
    }
}

impl EditArgs {
    /// Edits the policy of a file, shows what that changes, and writes it if it is to.
    pub(crate) fn edit(
        &self,
        path: &Path,
        output: &mut Output,
        edit: impl FnOnce(&PolicyText) -> Result<Edited, Refusal>,
    ) -> Result<ExitStatus> {
        if self.write && source::is_standard_input(path) {
            bail!("the standard input is no file that could be written: leave --write out, or name the file");
        }
        if source::is_standard_input(path) && self.fleet.given().is_some_and(|fleet| fleet.is_standard_input()) {
            bail!("the standard input is either the policy or the fleet: name a file for one of them");
        }
        let before = match PolicyText::parse(source::text(path)?) {
            Ok(before) => before,
            Err(Problem::Invalid { text, diagnostics }) => {
                return refused::policy(path, &text, &diagnostics, self.format, output);
            }
            Err(problem) => return Err(anyhow!("{problem}")),
        };
        match edit(&before) {
            Ok(edited) => self.conclude(path, &before, &edited, output),
            Err(Refusal::Problem(Problem::Invalid { text, diagnostics })) => {
                output.note("this edit would leave a policy that has errors, so nothing is changed")?;
                refused::policy(path, &text, &diagnostics, self.format, output)
            }
            Err(Refusal::Problem(problem)) => Err(refusal::told(&problem, &before)),
            Err(Refusal::Error(error)) => Err(error),
        }
    }

    fn conclude(&self, path: &Path, before: &PolicyText, edited: &Edited, output: &mut Output) -> Result<ExitStatus> {
        let name = source::name(path);
        let (old, new) = (before.text(), edited.text.text());
        let options = Options { examples_can_be_asked: self.write, ..Options::default() };
        let [was, is] = [old, new].map(|text| Checked::of_policy(&name, text, options));
        let (as_it_is, as_edited) = (format!("{name} as it is"), format!("{name} as edited"));
        let comparison = Comparison::new(of(before), of(&edited.text), Settings::default());
        // Before anything is written: a fleet that cannot be read is no reason to find half of the work done.
        let fleet = self.fleet.given().filter(|_| old != new);
        let counted = fleet.map(|fleet| diff::count(&fleet, &comparison, None)).transpose()?;
        if self.write && old != new {
            write::replace(path, new.as_bytes())?;
        }
        let difference = counted.as_ref().map(|(fleet, counts)| Difference {
            names: [&as_it_is, &as_edited],
            fleet,
            comparison: &comparison,
            counts,
            budget: &[],
        });
        let shown = Shown {
            file: &name,
            before: old,
            after: new,
            did: &edited.did,
            remarks: &edited.remarks,
            findings: is.new_since(&was),
            difference,
            written: self.write && old != new,
        };
        match self.format {
            Format::Human => shown.for_people(output)?,
            Format::Json => output.result(serde_json::to_string_pretty(&shown.for_scripts())?)?,
        }
        shown.note(output)?;
        Ok(ExitStatus::Success)
    }
}

fn of(text: &PolicyText) -> Source<'_> {
    Source { policy: text.policy(), text: text.text() }
}
