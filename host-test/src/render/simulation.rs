//! What a policy does with a fleet.

mod json;
pub(crate) mod outage;

use analysis::fleet::Unreadable;
use analysis::simulation::{Counts, DealtTo, Flow, From, Outcome, Simulator};
use placement::Policy;

use super::page::Page;
use super::style::{BAD, GOOD, HEADING, PASSED, Styled, TAKEN};
use super::{fleet, grouped, identity, share};

/// What has been simulated.
pub(crate) struct Simulated<'s> {
    pub(crate) policy: &'s Policy,
    pub(crate) fleet: &'s str,
    pub(crate) simulator: &'s Simulator<'s>,
    pub(crate) counts: &'s Counts<'s>,
}

/// How many characters a full bar has.
const BAR: u64 = 20;

impl<'s> Simulated<'s> {
    /// What came of it.
    pub(crate) fn outcome(&self) -> Outcome<'s> {
        Outcome { simulator: self.simulator, counts: self.counts }
    }

    /// Whether a stamp has more devices than it is built for, or would have in an outage.
    pub(crate) fn is_over(&self) -> bool {
        let on = self.counts.on_stamps(self.policy);
        let full = self.policy.stamps().iter().zip(&on).any(|(stamp, devices)| *devices > stamp.capacity.into());
        full || self.counts.outages.iter().any(|outage| !outage.over(self.policy, &on).is_empty())
    }

    /// For people.
    pub(crate) fn for_people(&self) -> String {
        let (counts, mut page) = (self.counts, Page::default());
        page.line(0, format_args!("policy {}", identity(self.policy)));
        let devices = counted(counts.devices, "device");
        let what = format!("{devices} of {}, as they register", self.fleet);
        page.line(0, Styled(HEADING, what));
        if counts.unreadable > 0 {
            let examples: Vec<&Unreadable> = counts.examples.iter().collect();
            page.line(0, fleet::unreadable(counts.unreadable, &examples));
        }
        page.gap();
        self.fill(&mut page);
        self.what_happens(&mut page);
        self.moves(&mut page);
        self.dealt(&mut page);
        self.headroom(&mut page);
        self.outages(&mut page);
        page.into_text()
    }

    /// The devices on each stamp against its capacity.
    fn fill(&self, page: &mut Page) {
        let name = self.policy.stamps().iter().map(|stamp| stamp.name.as_str().len()).max().unwrap_or(0).max(5);
        let head = format!("{:<name$}  {:>9}  {:>9}  fill", "stamp", "devices", "capacity");
        page.line(0, Styled(HEADING, head));
        for (stamp, devices) in self.policy.stamps().iter().zip(self.counts.on_stamps(self.policy)) {
            let capacity = u64::from(stamp.capacity);
            let state = if stamp.state.places() { String::new() } else { format!("  {}", stamp.state) };
            let fill = format!("{} {:>7}", bar(devices, capacity), share(devices, capacity));
            let style = if devices > capacity { BAD } else { PASSED };
            let row = format!("{:<name$}  {:>9}  {:>9}", stamp.name.as_str(), grouped(devices), grouped(capacity));
            page.line(0, format_args!("{row}  {}{state}", Styled(style, fill)));
        }
    }

    fn what_happens(&self, page: &mut Page) {
        let all = self.counts.devices;
        page.gap();
        page.line(0, Styled(HEADING, "what happens"));
        for (how, devices) in self.counts.how().filter(|(_, devices)| *devices > 0) {
            page.line(1, format_args!("{:<8} {:>10}  {:>7}", how.word(), grouped(devices), share(devices, all)));
        }
        for (name, devices) in &self.counts.fallbacks {
            page.line(2, format_args!("{} on the fallback {}", grouped(*devices), Styled(TAKEN, format!("`{name}`"))));
        }
        if self.counts.circles > 0 {
            let what = format!("{} sent round a circle by moves", grouped(self.counts.circles));
            page.line(2, Styled(BAD, what));
        }
        let refused = self.counts.refused().filter(|(_, devices)| *devices > 0);
        for (refusal, devices) in refused {
            let row = format!("{:<8} {:>10}  {:>7}", "refused", grouped(devices), share(devices, all));
            page.line(1, format_args!("{}  {refusal}: {}", Styled(BAD, row), refusal.message()));
        }
    }

    /// Who changes from one stamp to another.
    fn moves(&self, page: &mut Page) {
        let flows = self.counts.flows(self.policy);
        if flows.iter().all(|flow| flow.from == From::New) {
            return;
        }
        let moves: Vec<&Flow> = flows.iter().filter(|flow| flow.is_move()).collect();
        let moving: u64 = moves.iter().map(|flow| flow.devices).sum();
        page.gap();
        let verb = if moving == 1 { "moves" } else { "move" };
        match moving {
            0 => page.line(0, Styled(GOOD, "nobody moves")),
            _ => {
                let part = share(moving, self.counts.devices);
                page.line(0, Styled(HEADING, format_args!("{} {verb} ({part})", counted(moving, "device"))));
            }
        }
        for flow in moves {
            let (from, to) = (self.outcome().from(flow.from), self.outcome().to(flow.to));
            page.line(1, format_args!("{:>10}  {from} -> {}", grouped(flow.devices), Styled(TAKEN, to)));
        }
        if self.counts.change_hub > 0 {
            let devices = counted(self.counts.change_hub, "device");
            page.line(0, format_args!("{devices} on a former hub of their stamp: they get its own"));
        }
    }

    /// What the hash dealt, where it had a choice.
    fn dealt(&self, page: &mut Page) {
        let dealt = self.counts.dealt(self.policy);
        if dealt.is_empty() {
            return;
        }
        page.gap();
        page.line(0, Styled(HEADING, "dealt by weight among several stamps, before any move"));
        let width = dealt.iter().map(|one| self.outcome().name(one.stamp).len()).max().unwrap_or(0);
        for DealtTo { stamp, among, devices, expected, least, most } in dealt {
            let name = self.outcome().name(stamp);
            let row = format!("{name:<width$}  {:>9} of {}", grouped(devices), grouped(among));
            let chance = format!("expected {}, by chance {} to {}", grouped(expected), grouped(least), grouped(most));
            let within = (least..=most).contains(&devices);
            page.line(1, format_args!("{row}  {}", Styled(if within { PASSED } else { BAD }, chance)));
        }
    }

    fn headroom(&self, page: &mut Page) {
        if let Some(headroom) = self.counts.headroom(self.policy) {
            let stamp = Styled(TAKEN, self.outcome().name(headroom.stamp));
            page.gap();
            match headroom.devices {
                0 => page.line(0, format_args!("no room for more devices like these: {stamp} is full")),
                more => {
                    let more =
                        format!("{} more {} like these", grouped(more), if more == 1 { "device" } else { "devices" });
                    page.line(0, format_args!("room for {}, then {stamp} is full", Styled(TAKEN, more)));
                }
            }
        }
    }
}

/// How full something is.
pub(crate) fn bar(part: u64, whole: u64) -> String {
    let full = (u128::from(part) * u128::from(BAR)).div_ceil(u128::from(whole.max(1)));
    let full = usize::try_from(full.min(BAR.into())).unwrap_or_default();
    let all = usize::try_from(BAR).unwrap_or_default();
    format!("{}{}", "█".repeat(full), "░".repeat(all - full))
}

pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}
