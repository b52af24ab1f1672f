//! What keeps a fleet from its goal.

use analysis::rebalance::{Goal, HeldDevices, Left, Reason, Trouble};
use placement::{Served, StampId};

use super::{Shown, quoted};
use crate::render::page::Page;
use crate::render::simulation::counted;
use crate::render::style::{BAD, Styled};
use crate::render::{Visible, grouped};

impl Shown<'_> {
    pub(super) fn left(&self, page: &mut Page) {
        if self.done.reached {
            return;
        }
        page.gap();
        page.line(0, Styled(BAD, "the goal is not reached"));
        self.done.left.iter().for_each(|left| self.on_stamp(page, left));
        if let Some(closing) = &self.done.closing {
            if closing.refused > 0 {
                let devices = counted(closing.refused, "device");
                page.line(1, format_args!("it stays as it is: {devices} would be refused if it were closed"));
            }
            if !closing.worse.is_empty() {
                let stamps = self.names(&closing.worse);
                page.line(1, format_args!("it stays as it is: if it were closed, too many would go to {stamps}"));
            }
        }
    }

    fn on_stamp(&self, page: &mut Page, left: &Left) {
        let (name, devices) = (self.name(left.stamp), counted(left.devices, "device"));
        page.line(
            1,
            match self.task.goal {
                Goal::Under(_) | Goal::Equal => format!("{name} keeps {devices} too many"),
                Goal::Fill(_) => format!("{name} lacks {devices} of its share"),
                Goal::Empty(_) => format!("{name} keeps {devices}"),
                Goal::FromFallback(_) => format!("{name} keeps {devices} that should go home"),
            },
        );
        left.held.iter().for_each(|(reason, held)| page.line(2, held_back(reason, held)));
        for ((source, to), trouble) in &self.done.troubles {
            if source.stamp == left.stamp {
                self.trouble(page, *to, *trouble);
            }
        }
        self.help(page, left);
    }

    /// The moves from a stamp that are not proposed.
    fn trouble(&self, page: &mut Page, to: StampId, trouble: Trouble) {
        let whys = [
            (trouble.circling, "would come back by the policy's own orders, round a circle"),
            (trouble.barred, "would have to be held back by a guarantee"),
            (trouble.unnamed, "would move too that no fallback put up"),
        ];
        for (devices, why) in whys.into_iter().filter(|(devices, _)| *devices > 0) {
            let devices = counted(devices, "device");
            page.line(2, format_args!("no move to {} is proposed: {devices} {why}", self.name(to)));
        }
    }

    /// The stamps without room, and what would help.
    fn help(&self, page: &mut Page, left: &Left) {
        let held = |which: fn(&Reason) -> bool| -> u64 {
            left.held.iter().filter(|(reason, _)| which(reason)).map(|(_, held)| held.devices).sum()
        };
        let alone = held(|reason| *reason == Reason::Alone);
        let missing = match self.task.goal {
            Goal::Empty(_) => left.devices.saturating_sub(held(|reason| *reason != Reason::Alone)),
            _ if left.full.is_empty() => left.devices.min(alone),
            _ => left.devices,
        };
        if missing == 0 || left.full.is_empty() && alone == 0 {
            return;
        }
        if !left.full.is_empty() {
            let are = if left.full.len() == 1 { "is" } else { "are" };
            page.line(2, format_args!("{} {are} full, and no other stamp may take them", self.names(&left.full)));
        }
        let served = self.served(left.full.first().copied().unwrap_or(left.stamp));
        page.line(2, format_args!("what would help: room for {}{served}", counted(missing, "device")));
    }

    /// Whom a stamp serves, where it does not serve everybody.
    fn served(&self, stamp: StampId) -> String {
        let attributes = self.policy().attributes();
        let serves = self.policy().stamp(stamp).map(|stamp| &*stamp.serves).unwrap_or_default();
        let served = attributes.iter().zip(serves).filter_map(|(attribute, served)| match served {
            Some(Served::Values(values)) => {
                let values = attribute.value_ids().zip(&attribute.values).filter(|(value, _)| values.contains(value));
                let values: Vec<&str> = values.map(|(_, name)| name.as_str()).collect();
                Some(format!("{} {}", attribute.name.as_str(), values.join(" or ")))
            }
            _ => None,
        });
        let served: Vec<String> = served.collect();
        if served.is_empty() { String::new() } else { format!(" on another stamp that serves {}", served.join(", ")) }
    }
}

/// Devices that cannot leave, and why.
fn held_back(reason: &Reason, held: &HeldDevices) -> String {
    let why = match reason {
        Reason::Pinned(pin) => format!("held by the pin {}", quoted(pin)),
        Reason::Forced => "cannot change hub: DPS takes no other for them".into(),
        Reason::Kept => "kept for now: nothing is found for them".into(),
        Reason::Circle => "going round a circle already".into(),
        Reason::Alone => "without another stamp that takes devices and may take them".into(),
        Reason::Forbidden => "forbidden by a guarantee on every other stamp".into(),
        Reason::Returns => "sent back here by the policy's own orders".into(),
    };
    let first: Vec<String> = held.first.iter().map(|(_, id)| Visible(id).to_string()).collect();
    let more = if u64::try_from(first.len()).is_ok_and(|shown| shown < held.devices) { ", …" } else { "" };
    format!("{} {why}: {}{more}", grouped(held.devices), first.join(", "))
}
