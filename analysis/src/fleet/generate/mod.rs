//! Fleets that are made of a description, `*.fleet.toml` (`docs/fleets.md`, "Generated fleets").

mod choice;
mod maker;
mod pattern;
mod read;
mod words;

use alloc::string::String;
use alloc::vec::Vec;

use placement::Diagnostic;
use placement::diagnostic::Sink;
use placement::language::{Kind, check};
use placement::node::{Node, Tree};
use siphasher::sip::SipHasher24;

pub use maker::Maker;
pub use words::FLEET;

use super::member::Defaults;
use super::slot::Slot;
use choice::Choice;
pub(crate) use pattern::Pattern;

/// What the name of a description's file ends with.
pub const ENDING: &str = ".fleet.toml";

/// A description of a fleet. Each of its devices is made by itself, and always the same.
#[derive(Clone, Debug)]
pub struct Recipe {
    devices: u64,
    key: SipHasher24,
    /// Which group each device belongs to.
    group: Choice<usize>,
    groups: Vec<Group>,
}

/// Devices that are made in the same way.
#[derive(Clone, Debug)]
struct Group {
    id: Pattern,
    /// What all of them have in their documents.
    once: Vec<(Slot, String)>,
    /// What each of them has one of.
    each: Vec<Fill>,
}

/// A field, and what devices have in it.
#[derive(Clone, Debug)]
struct Fill {
    /// Its name: it is hashed, so that fields are independent of each other.
    name: String,
    slot: Slot,
    choice: Choice<String>,
}

impl Recipe {
    /// Reads a description.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub fn parse(source: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut sink = Sink::default();
        let Some(tree) = Tree::parse(source, &mut sink) else { return Err(sink.into_diagnostics()) };
        check(&Kind::Table(&FLEET), "fleet", tree.root(), &mut sink);
        match Self::read(tree.root(), &mut sink) {
            Some(recipe) if !sink.has_errors() => Ok(recipe),
            _ => Err(sink.into_diagnostics()),
        }
    }

    /// Reads the description that a table is, which has been checked against [`FLEET`].
    pub(crate) fn read(node: Node<'_>, sink: &mut Sink) -> Option<Self> {
        read::recipe(node, sink)
    }

    /// How many devices it makes.
    pub fn devices(&self) -> u64 {
        self.devices
    }

    /// What makes the devices, one after the other in the same memory.
    pub fn maker(&self, defaults: &Defaults) -> Maker<'_> {
        Maker::new(self, defaults)
    }
}
