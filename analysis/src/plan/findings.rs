//! What the analysis finds in a policy on the way and in neither of the two ends.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Percent, Severity};

use super::unit::Units;
use crate::check::{Code, Finding, check};
use crate::edit::PolicyText;

/// What is known of the two ends.
pub(super) struct Known(BTreeSet<(&'static str, String, String)>);

fn key(finding: &Finding) -> (&'static str, String, String) {
    let code = placement::diagnostic::Kind::as_str(finding.diagnostic.code);
    (code, finding.entry.clone(), finding.diagnostic.message.clone())
}

/// Codes of entries that do nothing, as those do that have not begun.
const IDLE: [Code; 4] =
    [Code::RuleNeverDecides, Code::PinNeverApplies, Code::MoveNeverApplies, Code::FallbackNeverApplies];

impl Known {
    pub(super) fn of(units: &Units<'_>) -> Self {
        let ends = [units.old, units.new].into_iter();
        Self(ends.flat_map(|end| check(end.policy(), end.text(), 0).findings).map(|finding| key(&finding)).collect())
    }

    /// The errors and warnings of a policy that are new in it. Of a step it is known where cohorts end: whatever has not
    /// begun is to do nothing.
    pub(super) fn new_in(&self, text: &PolicyText, units: &Units<'_>, ends: &[Percent]) -> Vec<Finding> {
        let held: Vec<&str> = units
            .ramps()
            .filter(|(index, ramp)| ramp.is_new && ends.get(*index) == Some(&ramp.from))
            .flat_map(|(_, ramp)| ramp.entries.iter().map(|entry| entry.name()))
            .collect();
        let is_held =
            |finding: &Finding| IDLE.contains(&finding.diagnostic.code) && held.contains(&finding.entry.as_str());
        let found = check(text.policy(), text.text(), 0).findings.into_iter();
        found
            .filter(|finding| finding.diagnostic.severity >= Severity::Warning)
            .filter(|finding| !self.0.contains(&key(finding)) && !is_held(finding))
            .collect()
    }
}
