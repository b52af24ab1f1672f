//! The states of a stamp.

use core::fmt;

/// What a stamp does with devices. `docs/decision.md` has the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum State {
    /// Keeps those it has, and takes others.
    #[default]
    Open,
    /// Keeps those it has, and takes others only by a move or a pin.
    Reserved,
    /// Keeps those it has, and takes no others.
    Closed,
    /// Keeps nobody and takes nobody.
    Down,
}

impl State {
    /// All states, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Open, Self::Reserved, Self::Closed, Self::Down];

    /// The word for it in a policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reserved => "reserved",
            Self::Closed => "closed",
            Self::Down => "down",
        }
    }

    /// Whether it keeps the devices that are on it.
    pub fn keeps(self) -> bool {
        self != Self::Down
    }

    /// Whether it takes new devices by placement.
    pub fn places(self) -> bool {
        self == Self::Open
    }

    /// Whether it takes devices by a move or a pin.
    pub fn takes(self) -> bool {
        matches!(self, Self::Open | Self::Reserved)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
