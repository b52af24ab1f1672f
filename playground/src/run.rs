use std::rc::Rc;

use analysis::fleet::{Defaults, Member, Unreadable};
use dps::LinkedHubs;

use crate::fleet::{Fleet, Shown};

/// What counts the devices of a fleet, one after the other.
pub(crate) trait Counter {
    /// Takes a device, or a line that is none.
    fn add(&mut self, read: Result<&Member, Unreadable>);
}

/// A run over a fleet, a slice at a time: between two slices the page's worker looks whether something newer was asked.
pub(crate) struct Run<C> {
    fleet: Rc<Fleet>,
    shown: Shown,
    defaults: Defaults,
    counter: C,
}

impl<C: Counter> Run<C> {
    /// Begins with the first device. `linked_hubs` are those of a device of which the fleet gives none.
    pub(crate) fn new(fleet: Rc<Fleet>, linked_hubs: LinkedHubs, counter: C) -> Self {
        let defaults = Defaults { linked_hubs, ..Defaults::default() };
        Self { fleet, shown: Shown::Kept(0), defaults, counter }
    }

    /// Goes on with the next devices; whether there may be more.
    pub(crate) fn advance(&mut self) -> bool {
        let Self { fleet, shown, defaults, counter } = self;
        let next = fleet.show(*shown, defaults, |read| counter.add(read));
        next.inspect(|next| *shown = *next).is_some()
    }

    /// How much of the fleet has been counted, in thousandths.
    pub(crate) fn part(&self) -> u32 {
        self.fleet.part(self.shown)
    }

    /// What has counted. The run begins anew then.
    pub(crate) fn counter(&mut self) -> &mut C {
        self.shown = Shown::Kept(0);
        &mut self.counter
    }
}
