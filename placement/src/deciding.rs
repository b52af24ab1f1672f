//! Which attributes have a say in where a device goes.
//!
//! Those are the ones that stamps serve, and those that something on the way looks at. The others are for answers alone, and
//! whoever only places devices need not find them out.

use alloc::vec::Vec;

use crate::attribute::{Attribute, AttributeId, Gives, Source};
use crate::condition::{Asks, Condition};
use crate::orders::{Fallback, Move};

/// For each attribute, in file order, whether it has a say.
pub(crate) fn deciding(attributes: &[Attribute], moves: &[Move], fallbacks: &[Fallback]) -> Vec<bool> {
    let mut deciding: Vec<bool> = attributes.iter().map(|attribute| attribute.places).collect();
    // Pins and guarantees look at no attribute.
    let orders = moves.iter().map(|order| &order.when).chain(fallbacks.iter().map(|fallback| &fallback.when));
    orders.for_each(|when| when.attributes(&mut |id| mark(&mut deciding, id)));
    // A rule looks only at attributes above its own.
    for (id, attribute) in attributes.iter().enumerate().rev() {
        if deciding.get(id) != Some(&true) {
            continue;
        }
        for rule in &attribute.rules {
            rule.when.attributes(&mut |id| mark(&mut deciding, id));
            if let Gives::Read { source: Source::Attribute(above), .. } = rule.gives {
                mark(&mut deciding, above);
            }
        }
    }
    deciding
}

fn mark(deciding: &mut [bool], id: AttributeId) {
    deciding.get_mut(id.0).into_iter().for_each(|says| *says = true);
}

impl Condition {
    /// The attributes that it looks at.
    fn attributes(&self, each: &mut impl FnMut(AttributeId)) {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().for_each(|condition| condition.attributes(each));
            }
            Self::Not(condition) => condition.attributes(each),
            Self::Atom(atom) => {
                if let Asks::Is(attribute, _) = atom.asks {
                    each(attribute);
                }
            }
        }
    }
}
