//! The fewest moves that bring a fleet to a goal.

mod json;
mod left;

use analysis::edit::PolicyText;
use analysis::fleet::Unreadable;
use analysis::rebalance::{Goal, Rebalanced, Task};
use placement::{Policy, StampId};

use super::page::Page;
use super::simulation::{bar, counted};
use super::style::{BAD, GOOD, HEADING, PASSED, Styled, TAKEN};
use super::{Visible, fleet, grouped, identity, share, text_diff};

/// What has been found.
pub(crate) struct Shown<'s> {
    /// The policy's file.
    pub(crate) file: &'s str,
    pub(crate) fleet: &'s str,
    pub(crate) old: &'s PolicyText,
    pub(crate) task: &'s Task,
    pub(crate) done: &'s Rebalanced,
    /// Whether the policy has been written.
    pub(crate) written: bool,
}

impl Shown<'_> {
    fn policy(&self) -> &Policy {
        self.old.policy()
    }

    fn name(&self, stamp: StampId) -> &str {
        self.policy().stamp(stamp).map(|stamp| stamp.name.as_str()).unwrap_or_default()
    }

    /// The stamps by name.
    fn names(&self, stamps: &[StampId]) -> String {
        let names: Vec<&str> = stamps.iter().map(|stamp| self.name(*stamp)).collect();
        names.join(", ")
    }

    /// For people.
    pub(crate) fn for_people(&self) -> String {
        let (policy, done, mut page) = (self.policy(), self.done, Page::default());
        page.line(0, format_args!("policy {}", identity(policy)));
        let devices = counted(done.devices, "device");
        page.line(0, Styled(HEADING, format!("{devices} of {}, as they register", self.fleet)));
        if done.unreadable > 0 {
            let examples: Vec<&Unreadable> = done.examples.iter().collect();
            page.line(0, fleet::unreadable(done.unreadable, &examples));
        }
        page.line(0, format_args!("goal: {}", self.goal()));
        self.diff(&mut page);
        self.fill(&mut page);
        self.moves(&mut page);
        self.left(&mut page);
        page.into_text()
    }

    /// The goal in words.
    fn goal(&self) -> String {
        match &self.task.goal {
            Goal::Under(100_000) => "no stamp has more devices than it is built for".into(),
            Goal::Under(part) => {
                format!("no stamp has more than {} % of the devices that it is built for", percent(*part))
            }
            Goal::Equal => "stamps are as full as each other".into(),
            Goal::Fill(stamp) => format!("{} has the devices that the hash deals to it", self.name(*stamp)),
            Goal::Empty(stamp) => format!("{} has no devices", self.name(*stamp)),
            Goal::FromFallback(None) => "devices are back from fallbacks".into(),
            Goal::FromFallback(Some(name)) => format!("devices are back from the fallback `{name}`"),
        }
    }

    fn diff(&self, page: &mut Page) {
        let (old, new) = (self.old.text(), self.done.text.text());
        if old != new {
            page.gap();
            text_diff::unified(self.file, old, new).lines().for_each(|line| page.line(0, text_diff::coloured(line)));
        }
    }

    /// The devices on each stamp before and after, against its capacity.
    fn fill(&self, page: &mut Page) {
        let stamps = self.policy().stamps();
        let name = stamps.iter().map(|stamp| stamp.name.as_str().len()).max().unwrap_or(0).max(5);
        page.gap();
        let head =
            format!("{:<name$}  {:>9}  {:>7}  {:>9}  {:>9}  fill", "stamp", "before", "fill", "after", "capacity");
        page.line(
            0,
            Styled(PASSED, "once every device has registered, without these moves (before) and with them (after)"),
        );
        page.line(0, Styled(HEADING, head));
        for (stamp, (before, after)) in stamps.iter().zip(self.done.before.iter().zip(&self.done.after)) {
            let capacity = u64::from(stamp.capacity);
            let style = |devices: u64| if devices > capacity { BAD } else { PASSED };
            let state = if stamp.state.places() { String::new() } else { format!("  {}", stamp.state) };
            let was = Styled(style(*before), format!("{:>7}", share(*before, capacity)));
            let row = format!("{:>9}  {:>9}", grouped(*after), grouped(capacity));
            let row = if before == after { Styled(PASSED, row) } else { Styled(TAKEN, row) };
            let fill = Styled(style(*after), format!("{} {:>7}", bar(*after, capacity), share(*after, capacity)));
            let before = format!("{:<name$}  {:>9}", stamp.name.as_str(), grouped(*before));
            page.line(0, format_args!("{before}  {was}  {row}  {fill}{state}"));
        }
    }

    /// Who moves, and how many that is against the fewest.
    fn moves(&self, page: &mut Page) {
        let (done, moved) = (self.done, self.done.moved());
        page.gap();
        if moved == 0 {
            let what = if done.reached { "nobody has to move" } else { "nobody moves" };
            page.line(0, Styled(if done.reached { GOOD } else { BAD }, what));
            return;
        }
        let verb = if moved == 1 { "moves" } else { "move" };
        let part = share(moved, done.devices);
        let head = format!("{} {verb} ({part}), {}", counted(moved, "device"), self.least());
        page.line(0, Styled(HEADING, head));
        for ((from, to), devices) in &done.flows {
            let to = Styled(TAKEN, self.name(*to));
            page.line(1, format_args!("{:>10}  {} -> {to}", grouped(*devices), self.name(*from)));
        }
        if done.anyway > 0 {
            let devices = grouped(done.anyway);
            page.line(0, format_args!("{devices} of them get another hub, or their first one, anyway"));
        }
    }

    fn least(&self) -> String {
        let (moved, least) = (self.done.moved(), self.done.least);
        match moved.checked_sub(least) {
            Some(0) if !self.done.reached => "as far as it goes".into(),
            Some(0) => "the fewest that there can be".into(),
            Some(more) => match self.task.goal {
                Goal::Under(_) | Goal::Equal => {
                    format!("{} more than the fewest: a percentage has three decimals", grouped(more))
                }
                _ => format!("{} of them by orders that the policy has already", grouped(more)),
            },
            None if self.done.reached => format!("as many as fit of the {} that it should get", grouped(least)),
            None => format!("of {} that should", grouped(least)),
        }
    }
}

/// Thousandths of a percent, in percent.
fn percent(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A name that others wrote, in backticks.
fn quoted(name: &str) -> String {
    format!("`{}`", Visible(name))
}
