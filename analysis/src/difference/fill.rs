use placement::State;

/// The devices on a stamp, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill<'d> {
    /// The stamp.
    pub stamp: &'d str,
    /// Its state by the new policy; none of a stamp that is gone.
    pub state: Option<State>,
    /// What it is built for; none of a stamp that is gone.
    pub capacity: Option<u64>,
    /// The devices before.
    pub before: u64,
    /// The devices after.
    pub after: u64,
}

impl Fill<'_> {
    /// Whether it has more devices afterwards than it is built for.
    pub fn is_over(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.after > capacity)
    }
}
