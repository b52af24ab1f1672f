//! The way from one policy to another in steps.

mod json;

use std::path::Path;

use analysis::check::Finding;
use analysis::difference::{Edit, Place};
use analysis::fleet::Unreadable;
use analysis::plan::{Bottleneck, Plan, Step, Unit};
use analysis::simulation::OTHER_HUB;
use placement::Policy;

use super::difference::edition;
use super::page::Page;
use super::simulation::counted;
use super::style::{BAD, GOOD, HEADING, PASSED, Styled, TAKEN};
use super::{Told, diagnostic, fleet, grouped, lasting, share};
use crate::command::plan::Files;

/// A plan that has been made.
pub(crate) struct Planned<'p> {
    /// The names of the old and of the new policy's files.
    pub(crate) names: [&'p str; 2],
    pub(crate) policies: [&'p Policy; 2],
    pub(crate) fleet: &'p str,
    pub(crate) plan: &'p Plan,
    pub(crate) files: &'p Files,
    /// The folder into which the policies have been written.
    pub(crate) written: Option<&'p Path>,
}

/// How many edits are shown of those that are no ramp.
pub(crate) const EDITS: usize = 8;

impl Planned<'_> {
    /// For people.
    pub(crate) fn for_people(&self) -> String {
        let mut page = Page::default();
        self.head(&mut page);
        if !self.plan.steps.is_empty() {
            self.table(&mut page);
            self.totals(&mut page);
            self.stuck(&mut page);
            self.findings(&mut page);
            self.files(&mut page);
        }
        page.into_text()
    }

    fn head(&self, page: &mut Page) {
        let ([old, new], [before, after], plan) = (self.names, self.policies, self.plan);
        page.line(0, format_args!("old {old}: {}", edition(before)));
        page.line(0, format_args!("new {new}: {}", edition(after)));
        let what = format!("{} of {}, as they register", counted(plan.devices, "device"), self.fleet);
        page.line(0, Styled(HEADING, what));
        if plan.unreadable > 0 {
            let examples: Vec<&Unreadable> = plan.examples.iter().collect();
            page.line(0, fleet::unreadable(plan.unreadable, &examples));
        }
        if plan.steps.is_empty() {
            page.line(0, Styled(GOOD, "the two policies are the same: there is no way to go"));
        }
    }

    fn table(&self, page: &mut Page) {
        page.gap();
        let columns = [("ends at", 9), ("move", 10), ("takes", 12), ("back", 10), ("not back", 10)];
        let columns: String = columns.into_iter().map(|(name, width)| format!("  {name:>width$}")).collect();
        page.line(0, Styled(HEADING, format!("step{columns}  slowest")));
        let mut units: &[Unit] = &[];
        let mut over = Vec::new();
        for (number, step) in (1..).zip(&self.plan.steps) {
            if step.units != units {
                self.units(page, step);
                units = &step.units;
            }
            self.row(page, number, step);
            // What is as it was after the step before is said there.
            let now: Vec<(usize, u64)> = step.over().collect();
            now.iter().filter(|one| !over.contains(*one)).for_each(|one| self.over(page, step, *one));
            over = now;
            self.apart(page, step);
        }
    }

    /// What steps make.
    fn units(&self, page: &mut Page, step: &Step) {
        for unit in &step.units {
            match unit {
                Unit::Ramp(ramp) => {
                    let (cohort, to) = (&ramp.cohort, ramp.to);
                    let from = if ramp.is_new { "nobody".into() } else { format!("{} %", ramp.from) };
                    page.line(0, format_args!("{}, cohort `{cohort}`: {from} to {to} %", Styled(TAKEN, ramp.words())));
                }
                Unit::Others(edits) => {
                    page.line(0, Styled(TAKEN, unit.words()));
                    edits.iter().take(EDITS).for_each(|edit| page.line(1, Styled(PASSED, words(edit))));
                    match edits.len().saturating_sub(EDITS) {
                        _ if edits.is_empty() => page.line(1, Styled(PASSED, "nothing that a decision could see")),
                        0 => {}
                        more => page.line(1, Styled(PASSED, format!("and {more} more"))),
                    }
                }
            }
        }
        if step.together_for > 0 {
            let devices = counted(step.together_for, "device");
            let why = match step.units.len() {
                1 => format!("in one step: {devices} would move twice by a ramp"),
                _ => format!("in one step together: {devices} would move twice if they came one after the other"),
            };
            page.line(1, Styled(BAD, why));
        }
    }

    fn row(&self, page: &mut Page, number: usize, step: &Step) {
        let end = step.end.map(|end| format!("{end} %")).unwrap_or_default();
        let moving = step.moved + step.anyway;
        let takes = if moving + step.placed == 0 { "-".into() } else { lasting(step.pace.seconds) };
        let stuck = all_stuck(step);
        let numbers =
            format!("{number:>4}  {end:>9}  {:>10}  {takes:>12}  {:>10}", grouped(moving), grouped(step.back.returned));
        let style = if stuck > 0 { TAKEN } else { PASSED };
        let stuck = Styled(style, format!("{:>10}", grouped(stuck)));
        page.line(0, format!("{numbers}  {stuck}  {}", slowest(&step.pace.bottleneck)).trim_end());
    }

    /// A stamp that has more devices after a step than it is built for.
    fn over(&self, page: &mut Page, step: &Step, (stamp, beyond): (usize, u64)) {
        let devices = step.on_stamps.get(stamp).copied().unwrap_or_default();
        let (name, devices, beyond) = (self.stamp(stamp), grouped(devices), grouped(beyond));
        page.line(3, Styled(BAD, format!("{name} has {devices} then, {beyond} more than it is built for")));
    }

    /// The devices of a step that are counted apart.
    fn apart(&self, page: &mut Page, step: &Step) {
        for (refusal, devices) in &step.refused {
            let refused = Styled(BAD, format!("{} refused", counted(*devices, "device")));
            page.line(3, format_args!("{refused}, {refusal}: {}", refusal.message()));
        }
        if step.circles > 0 {
            let circles = counted(step.circles, "device");
            page.line(3, Styled(BAD, format!("{circles} sent round a circle by moves of the policy")));
        }
        if step.anyway > 0 {
            let anyway = counted(step.anyway, "device");
            page.line(3, format_args!("{anyway} of these would move anyway: the old policy wants them elsewhere too"));
        }
        if step.placed > 0 {
            page.line(3, format_args!("{} more that had no stamp get one", counted(step.placed, "device")));
        }
    }

    fn totals(&self, page: &mut Page) {
        let plan = self.plan;
        page.gap();
        let moved = plan.moved();
        let part = share(moved, plan.devices);
        let time = lasting(plan.seconds());
        let steps = match plan.steps.len() {
            1 => format!("in one step that takes {time}"),
            several => format!("in {several} steps that take {time} one after the other"),
        };
        let text = match moved {
            0 => "nobody moves by the edit".into(),
            1 => format!("1 device moves by the edit ({part}), once, {steps}"),
            _ => format!("{} move by the edit ({part}), each once, {steps}", counted(moved, "device")),
        };
        page.line(0, Styled(HEADING, text));
        if plan.moved_after() > 0 {
            let after = counted(plan.moved_after(), "device");
            page.line(0, format_args!("{after} of these have moved anyway before: where the old policy wanted them"));
        }
        if plan.twice > 0 && plan.steps.iter().all(|step| step.together_for == 0) {
            let twice = counted(plan.twice, "device");
            page.line(0, format_args!("in the order of the new policy {twice} would move twice, hence this order"));
        }
    }

    /// Why there is no way back for some, after the last step.
    fn stuck(&self, page: &mut Page) {
        for (obstacle, devices) in self.plan.steps.last().into_iter().flat_map(|step| &step.back.stuck) {
            let devices = counted(*devices, "device");
            page.line(0, format_args!("no way back from the last step for {devices}: {}", obstacle.words()));
        }
    }

    fn findings(&self, page: &mut Page) {
        for ((step, name), back) in self.plan.steps.iter().zip(&self.files.steps).zip(&self.files.backs) {
            for (name, text, findings) in
                [(name, &step.text, &step.findings), (back, &step.back.text, &step.back.findings)]
            {
                if !findings.is_empty() {
                    page.gap();
                    page.line(0, diagnostic::for_people(name, text, findings.iter().map(told)));
                }
            }
        }
    }

    fn files(&self, page: &mut Page) {
        let Some(folder) = self.written else { return };
        page.gap();
        page.line(0, format_args!("written to {}", folder.display()));
        for (step, back) in self.files.steps.iter().zip(&self.files.backs) {
            page.line(1, format_args!("{step}, and the way back: {back}"));
        }
    }

    fn stamp(&self, stamp: usize) -> &str {
        self.plan.stamps.get(stamp).map(|stamp| &*stamp.name).unwrap_or_default()
    }

    fn place(&self, place: Place) -> &str {
        match place {
            Place::Stamp(stamp) => self.stamp(stamp),
            Place::OtherHub => OTHER_HUB,
            Place::Nowhere => "new",
        }
    }
}

/// The devices that the way back from a step does not return.
pub(crate) fn all_stuck(step: &Step) -> u64 {
    step.back.stuck.iter().map(|(_, devices)| devices).sum()
}

fn told(finding: &Finding) -> Told<'_> {
    Told { example: finding.example.as_ref(), ..Told::from(&finding.diagnostic) }
}

/// An edit with its line.
pub(crate) fn words(edit: &Edit) -> String {
    format!("{}, {}line {}", edit.words(), if edit.is_gone() { "old " } else { "" }, edit.line)
}

/// What makes a step take as long as it does.
pub(crate) fn slowest(bottleneck: &Bottleneck) -> String {
    match bottleneck {
        Bottleneck::Nothing => String::new(),
        Bottleneck::Dps { registrations, rate } => {
            format!("DPS: {} at {} a minute", counted(*registrations, "registration"), grouped(*rate))
        }
        Bottleneck::Hub { stamp, operations, rate } => {
            format!("the hub of {stamp}: {} at {} a minute", counted(*operations, "operation"), grouped(*rate))
        }
        Bottleneck::Registering { every } => format!("each device registers every {}", lasting(*every)),
    }
}
