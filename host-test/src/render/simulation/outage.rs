//! What becomes of a fleet when stamps are down, for people.

use analysis::simulation::OutageCounts;
use placement::{Refusal, StampId};

use super::{Simulated, counted};
use crate::render::grouped;
use crate::render::page::Page;
use crate::render::style::{BAD, GOOD, HEADING, PASSED, Styled, TAKEN};

/// The most outages that people are shown in full.
pub(crate) const SHOWN: usize = 20;

/// The stamps that are down together, and what comes of it.
pub(crate) type Outage<'s> = (&'s [StampId], &'s OutageCounts);

impl Simulated<'_> {
    /// The outages to tell of one by one, and those of which there is nothing more to say than that everybody has a
    /// place.
    pub(crate) fn outages_told(&self) -> (Vec<Outage<'_>>, Vec<Outage<'_>>) {
        let on = self.counts.on_stamps(self.policy);
        let outages: Vec<Outage<'_>> = self.simulator.outages().zip(&self.counts.outages).collect();
        let is_bad =
            |outage: &OutageCounts| outage.nowhere() + outage.stranded > 0 || !outage.over(self.policy, &on).is_empty();
        outages.iter().copied().partition(|(_, outage)| outages.len() == 1 || is_bad(outage))
    }

    /// One outage is shown whatever comes of it; of several, those in which not everybody has a place.
    pub(super) fn outages(&self, page: &mut Page) {
        let on = self.counts.on_stamps(self.policy);
        let (bad, fine) = self.outages_told();
        for (down, outage) in bad.iter().take(SHOWN) {
            self.outage(page, &on, down, outage);
        }
        if bad.len() > SHOWN {
            page.gap();
            let more = grouped(bad.len() - SHOWN);
            page.line(0, Styled(BAD, format_args!("{more} more outages in which not everybody has a place")));
        }
        if !fine.is_empty() {
            page.gap();
            page.line(
                0,
                Styled(GOOD, format!("everybody has a place if one of these is down: {}", self.listed(&fine))),
            );
        }
    }

    fn outage(&self, page: &mut Page, on: &[u64], down: &[StampId], outage: &OutageCounts) {
        page.gap();
        let names: Vec<&str> = down.iter().map(|stamp| self.outcome().name(*stamp)).collect();
        let verb = if down.len() == 1 { "is" } else { "are" };
        let leave = if outage.affected() == 1 { "leaves" } else { "leave" };
        let affected = counted(outage.affected(), "device");
        page.line(0, Styled(HEADING, format_args!("if {} {verb} down: {affected} {leave}", names.join(" and "))));
        let over = outage.over(self.policy, on);
        for (stamp, arrived) in self.policy.stamp_ids().zip(&outage.arrived).filter(|(_, arrived)| **arrived > 0) {
            let beyond = over.iter().position(|(one, _)| *one == stamp).zip(over.iter().find(|(one, _)| *one == stamp));
            let beyond = beyond.map(|(place, (_, devices))| {
                let first = if place == 0 && over.len() > 1 { ", and full first" } else { "" };
                format!("  {} more than it is built for{first}", grouped(*devices))
            });
            let line = format!("{:>10}  to {}", grouped(*arrived), self.outcome().name(stamp));
            page.line(1, format_args!("{}{}", Styled(TAKEN, line), Styled(BAD, beyond.unwrap_or_default())));
        }
        for (refusal, devices) in Refusal::ALL.iter().zip(outage.refused).filter(|(_, devices)| *devices > 0) {
            let line = format!("{:>10}  nowhere to go, {refusal}: {}", grouped(devices), refusal.message());
            page.line(1, Styled(BAD, line));
        }
        if outage.stranded > 0 {
            let what = format!("{:>10}  cannot leave: DPS takes no other hub for them", grouped(outage.stranded));
            page.line(1, Styled(BAD, what));
        }
        if outage.affected() + outage.stranded == 0 {
            page.line(1, Styled(PASSED, "nobody is on it"));
        }
    }

    pub(crate) fn listed(&self, outages: &[Outage<'_>]) -> String {
        let names = outages.iter().take(SHOWN).map(|(down, _)| {
            let names: Vec<&str> = down.iter().map(|stamp| self.outcome().name(*stamp)).collect();
            names.join(" and ")
        });
        let names: Vec<String> = names.collect();
        let more = outages.len().saturating_sub(SHOWN);
        if more > 0 { format!("{}; and {} more", names.join("; "), grouped(more)) } else { names.join("; ") }
    }
}
