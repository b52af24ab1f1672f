//! What an edit of a policy does.

use std::io;

use serde_json::{Value, json};

use super::difference::Difference;
use super::text_diff::{coloured, unified};
use super::{Finding, Told, Visible, diagnostic};
use crate::Output;

/// An edit, as it is shown.
pub(crate) struct Shown<'e> {
    /// The policy's file.
    pub(crate) file: &'e str,
    pub(crate) before: &'e str,
    pub(crate) after: &'e str,
    /// What was done, or that there was nothing to do.
    pub(crate) did: &'e [String],
    /// What is good to know about it.
    pub(crate) remarks: &'e [String],
    /// What a check finds in the policy that it did not find before.
    pub(crate) findings: Vec<Told<'e>>,
    /// What it does to a fleet, if one is given and anything changes.
    pub(crate) difference: Option<Difference<'e>>,
    /// Whether the policy was written.
    pub(crate) written: bool,
}

impl Shown<'_> {
    /// For people: the policy's diff, what was done in words, and what a check newly finds.
    pub(crate) fn for_people(&self, output: &mut Output) -> io::Result<()> {
        let diff = unified(self.file, self.before, self.after);
        diff.lines().try_for_each(|line| output.result(coloured(line)))?;
        self.did.iter().try_for_each(|line| output.result(Visible(line)))?;
        self.remarks.iter().try_for_each(|line| output.result(format_args!("  {}", Visible(line))))?;
        if !self.changes() {
            return Ok(());
        }
        match self.findings.len() {
            0 => output.result("`stamp check` finds nothing new")?,
            _ => {
                output.result("`stamp check` finds what it did not find before:")?;
                output.result(diagnostic::for_people(self.file, self.after, self.findings.iter().copied()))?;
            }
        }
        match &self.difference {
            Some(difference) => output.result(format_args!("\n{}", difference.for_people())),
            None => Ok(()),
        }
    }

    /// What is told besides: whether anything was written.
    pub(crate) fn note(&self, output: &mut Output) -> io::Result<()> {
        match (self.changes(), self.written) {
            (false, _) => Ok(()),
            (true, true) => output.note(format_args!("wrote {}", Visible(self.file))),
            (true, false) => output.note("nothing written: add --write"),
        }
    }

    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        json!({
            "policy": self.file,
            "changed": self.changes(),
            "written": self.written,
            "did": self.did,
            "remarks": self.remarks,
            "diff": unified(self.file, self.before, self.after),
            "findings": Finding::all(self.file, self.after, self.findings.iter().copied()),
            "difference": self.difference.as_ref().map(Difference::for_scripts),
        })
    }

    fn changes(&self) -> bool {
        self.before != self.after
    }
}
