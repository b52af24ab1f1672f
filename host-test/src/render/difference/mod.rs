//! What an edit of a policy does to a fleet.

mod json;
mod markdown;

use analysis::difference::{Comparison, Counts, Flow, Outcome, named};
use analysis::fleet::Unreadable;
use placement::Policy;

use super::page::Page;
use super::simulation::{bar, counted};
use super::style::{BAD, GOOD, HEADING, PASSED, Styled, TAKEN};
use super::{Visible, fleet, grouped, share};
use crate::command::budget::Verdict;

/// Two policies that have been compared.
pub(crate) struct Difference<'d> {
    /// The names of the old and of the new policy's files.
    pub(crate) names: [&'d str; 2],
    pub(crate) fleet: &'d str,
    pub(crate) comparison: &'d Comparison<'d>,
    pub(crate) counts: &'d Counts,
    pub(crate) budget: &'d [Verdict],
}

impl<'d> Difference<'d> {
    /// What came of the comparison.
    pub(crate) fn outcome(&self) -> Outcome<'d> {
        Outcome { comparison: self.comparison, counts: self.counts }
    }

    /// For people.
    pub(crate) fn for_people(&self) -> String {
        let mut page = Page::default();
        self.head(&mut page);
        self.moves(&mut page);
        self.causes(&mut page);
        self.fills(&mut page);
        self.answers(&mut page);
        self.verdicts(&mut page);
        page.into_text()
    }

    fn head(&self, page: &mut Page) {
        let (comparison, counts) = (self.comparison, self.counts);
        let [old, new] = self.names;
        page.line(0, format_args!("old {old}: {}", edition(comparison.old())));
        page.line(0, format_args!("new {new}: {}", edition(comparison.new_policy())));
        let fresh = if comparison.settings().fresh { ", each as if it were new" } else { ", as they register" };
        page.line(0, Styled(HEADING, format!("{} of {}{fresh}", counted(counts.devices, "device"), self.fleet)));
        if counts.unreadable > 0 {
            let examples: Vec<&Unreadable> = counts.examples.iter().collect();
            page.line(0, fleet::unreadable(counts.unreadable, &examples));
        }
        if counts.new > 0 && !comparison.settings().fresh {
            let new = if counts.new == counts.devices { "all of them".into() } else { grouped(counts.new) };
            page.line(0, format_args!("{new} on no hub yet: the old policy places them first"));
        }
        if comparison.edits().all().is_empty() {
            page.line(0, Styled(PASSED, "there is no edit between them that a decision could see"));
        }
    }

    /// Who is elsewhere afterwards.
    fn moves(&self, page: &mut Page) {
        let counts = self.counts;
        page.gap();
        page.line(0, self.headline());
        for flow in self.outcome().changes() {
            let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
            page.line(1, format_args!("{:>10}  {from} -> {}", grouped(flow.devices), Styled(TAKEN, to)));
        }
        let least = counts.least();
        if counts.moved() > 0 {
            let excess = counts.moved().saturating_sub(least.devices);
            let exact = if least.exact { "exact" } else { "estimate" };
            let excess = format!("{} ({})", grouped(excess), share(excess, counts.moved()));
            page.line(
                0,
                format_args!("least possible for these shares: {} ({exact}), excess {excess}", grouped(least.devices)),
            );
        }
        if counts.moving_anyway() > 0 {
            let anyway = counted(counts.moving_anyway(), "device");
            page.line(0, format_args!("would move anyway, as the old policy wants them elsewhere too: {anyway}"));
            for flow in self.outcome().anyway() {
                let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
                page.line(1, Styled(PASSED, format!("{:>10}  {from} -> {to}", grouped(flow.devices))));
            }
        }
        if counts.held_back() > 0 {
            let held = counted(counts.held_back(), "device");
            page.line(0, format_args!("would have left by the old policy, and stay now: {held}"));
        }
        if counts.change_hub > 0 {
            let devices = counted(counts.change_hub, "device");
            page.line(0, format_args!("another hub of the same stamp, which is no move: {devices}"));
        }
        if counts.circles > 0 {
            let circles = counted(counts.circles, "device");
            page.line(0, Styled(BAD, format!("sent round a circle by moves of the new policy: {circles}")));
        }
        self.refused(page);
    }

    fn headline(&self) -> String {
        let counts = self.counts;
        let [moved, cut_off] = [counts.moved(), counts.cut_off()];
        let moves = match moved {
            0 => Styled(GOOD, "nobody moves".to_owned()).to_string(),
            1 => Styled(HEADING, format!("1 device moves ({})", share(1, counts.devices))).to_string(),
            _ => Styled(HEADING, format!("{} devices move ({})", grouped(moved), share(moved, counts.devices)))
                .to_string(),
        };
        match cut_off {
            0 => moves,
            _ => format!("{moves}, {}", Styled(BAD, format!("{} cut off", counted(cut_off, "device")))),
        }
    }

    fn refused(&self, page: &mut Page) {
        for (refusal, devices) in self.counts.refused().filter(|(_, devices)| *devices > 0) {
            let devices = Styled(BAD, counted(devices, "device"));
            page.line(0, format_args!("refused by the new policy: {devices}, {refusal}: {}", refusal.message()));
        }
    }

    /// Which edits do it.
    fn causes(&self, page: &mut Page) {
        let causes = self.counts.causes();
        if self.comparison.steps().len() == 0 {
            return;
        }
        page.gap();
        page.line(0, Styled(HEADING, if causes.is_empty() { "edits" } else { "why" }));
        for caused in &causes {
            let (line, cause) =
                (named::line(self.comparison, caused.cause.step), named::cause(self.comparison, caused.cause));
            page.line(1, format_args!("{:>10}  {}, {line}", grouped(caused.devices()), Styled(TAKEN, cause)));
            if causes.len() > 1 {
                caused.flows.iter().for_each(|flow| page.line(7, Styled(PASSED, self.flow(flow))));
            }
        }
        let idle = self.outcome().idle(&causes);
        match idle.len() {
            0 => {}
            1..=5 => idle.iter().for_each(|what| page.line(1, format_args!("{:>10}  {}", 0, Styled(PASSED, what)))),
            more => page.line(1, format_args!("{:>10}  {}", 0, Styled(PASSED, format!("{more} other edits")))),
        }
    }

    fn flow(&self, flow: &Flow) -> String {
        let devices = grouped(flow.devices);
        match flow.from == flow.to {
            true => format!("{devices} stay on {}, and would have left", named::from(self.comparison, flow.from)),
            false => {
                let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
                format!("{devices} {from} -> {to}")
            }
        }
    }

    fn fills(&self, page: &mut Page) {
        let fills = self.outcome().fill();
        let name = fills.iter().map(|fill| fill.stamp.len()).max().unwrap_or(0).max(5);
        page.gap();
        let head =
            format!("{:<name$}  {:>9}  {:>9}  {:>9}  {:>9}  fill", "stamp", "before", "after", "change", "capacity");
        page.line(0, Styled(HEADING, head));
        for fill in fills {
            let change = change(fill.before, fill.after);
            let row =
                format!("{:<name$}  {:>9}  {:>9}  {change:>9}", fill.stamp, grouped(fill.before), grouped(fill.after));
            match fill.capacity {
                None => page.line(0, format_args!("{row}  {}", Styled(PASSED, "is gone"))),
                Some(capacity) => {
                    let state = fill.state.filter(|state| !state.places()).map(|state| format!("  {state}"));
                    let part = format!("{} {:>7}", bar(fill.after, capacity), share(fill.after, capacity));
                    let part = Styled(if fill.is_over() { BAD } else { PASSED }, part);
                    let state = state.unwrap_or_default();
                    let over = if fill.is_over() {
                        format!("  {} too many", grouped(fill.after - capacity))
                    } else {
                        String::new()
                    };
                    page.line(0, format_args!("{row}  {:>9}  {part}{state}{}", grouped(capacity), Styled(BAD, over)));
                }
            }
        }
    }

    fn answers(&self, page: &mut Page) {
        let answers = self.counts.answers(self.comparison);
        if answers.is_empty() {
            return;
        }
        page.gap();
        page.line(0, Styled(HEADING, "answered otherwise to devices that stay where they are"));
        for answer in answers {
            let [from, to] = [answer.from, answer.to].map(|value| value.unwrap_or_else(|| "nothing".into()));
            let row = format!("{:>10}  {}", grouped(answer.devices), answer.part);
            page.line(1, format_args!("{row}: {from} -> {}", Styled(TAKEN, to)));
        }
    }

    fn verdicts(&self, page: &mut Page) {
        if self.budget.is_empty() {
            return;
        }
        page.gap();
        for Verdict { what, most, is, kept } in self.budget {
            let word = if *kept { Styled(GOOD, "kept") } else { Styled(BAD, "exceeded") };
            page.line(0, format_args!("{word}: {what}: at most {most}, are {is}"));
        }
    }
}

/// The policy's name, its revision and the beginning of its digest.
pub(crate) fn edition(policy: &Policy) -> String {
    let revision = policy.revision().map(|revision| format!(" {revision}")).unwrap_or_default();
    let digest: String = policy.digest().chars().take(12).collect();
    Visible(format!("policy {}{revision}, sha256 {digest}…", policy.name())).to_string()
}

/// A difference with its sign.
pub(crate) fn change(before: u64, after: u64) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Less => format!("-{}", grouped(before - after)),
        std::cmp::Ordering::Equal => "0".into(),
        std::cmp::Ordering::Greater => format!("+{}", grouped(after - before)),
    }
}
