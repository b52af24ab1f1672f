//! Rebalancing: the fewest moves, as edits of the policy, that bring a fleet to a goal (`docs/rebalance.md`).
//!
//! A fleet is read several times. The first pass finds where devices are and where a move could take them; from that, a
//! flow of least cost says how many should go from where to where. The second finds the percentages that move so many of
//! this fleet. The last decides about every device under the edited policy, so that nothing is proposed that was not seen.

mod attempt;
mod circles;
mod goal;
mod left;
mod look;
mod network;
mod outcome;
mod plan;
mod proposal;
mod scale;
mod slices;
mod survey;
mod verified;

pub use goal::{Goal, Task};
pub use look::Source;
pub use outcome::{Closing, Failed, Left, Reason, Rebalanced};
pub use scale::ScalePass;
pub use survey::{HeldDevices, SurveyPass, Trouble};
pub use verified::VerifyPass;

use self::attempt::{Attempt, Draft};
use self::look::Between;
use self::plan::{Banned, Plan, Planner};
use crate::edit::PolicyText;
use crate::fleet::{Member, Unreadable};

/// A fleet that can be read as often as it takes.
pub trait Fleet {
    /// Why it could not be read.
    type Error;

    /// Shows every line of it to passes, and merges them.
    ///
    /// # Errors
    /// It could not be read.
    fn pass<P: Pass + Send>(&self, new: impl Fn() -> P + Sync) -> Result<P, Self::Error>;
}

/// What is gathered of a part of a fleet. Parts add up, in whatever order, to the same.
pub trait Pass {
    /// Looks at a device.
    fn add(&mut self, member: &Member);

    /// Takes note of a line that is no device.
    fn add_unreadable(&mut self, _unreadable: Unreadable) {}

    /// Adds what another part has.
    fn merge(&mut self, other: Self)
    where
        Self: Sized;
}

/// How often moves are added to what is there already, where percentages did not go as far as they should.
const STAGES: usize = 3;

/// Finds the fewest moves that bring a fleet to a goal, and the edits of a policy that order them.
///
/// # Errors
/// The fleet could not be read, or the policy could not be edited.
pub fn rebalance<F: Fleet>(fleet: &F, old: &PolicyText, task: &Task) -> Result<Rebalanced, Failed<F::Error>> {
    let mut draft = Draft::new(old, task)?;
    let mut banned = Banned::new();
    let mut first: Option<Plan> = None;
    let mut stages = STAGES;
    loop {
        let between = Between { task, old: old.policy(), base: draft.text.policy() };
        let survey = fleet.pass(|| SurveyPass::new(between)).map_err(Failed::Fleet)?.into_survey();
        let plan = || Planner::new(task, between.base, &survey, &banned).plan();
        let first = first.get_or_insert_with(plan).clone();
        let attempt = Attempt { fleet, task, old, draft: &draft, first: &first, survey: &survey };
        let next = if stages > 0 { attempt.next(&mut banned)? } else { None };
        let Some(next) = next else {
            let last = Planner::new(task, between.base, &survey, &banned).plan();
            let (text, verified, closing) = attempt.ended()?;
            return Ok(Rebalanced { closing, ..attempt.outcome(text, verified, draft.largest, &last) });
        };
        let verified = next.verified.clone().filter(|verified| {
            attempt.is_reached(verified, next.largest) && (stages == 1 || !attempt.has_strayed(verified))
        });
        if let Some(verified) = verified {
            return Ok(attempt.outcome(next.text, verified, next.largest, &first));
        }
        stages -= 1;
        drop(survey);
        draft = next;
    }
}
