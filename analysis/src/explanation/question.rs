use alloc::borrow::ToOwned as _;
use alloc::string::String;

use placement::{AskedAtom, Asks, Policy};
use serde::Serialize;

use super::Explainer;
use super::found::Found;
use crate::place::Place;

/// A question of a condition, as its author wrote it, and how a device answered it.
#[derive(Clone, Debug, Serialize)]
pub struct Question<'p> {
    /// The policy's text of it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Whether it was answered with yes. One that kept its condition from holding so stands under a `not`.
    pub holds: bool,
    /// What it looked at, and what stood there.
    pub found: Found<'p>,
    /// What it asks.
    #[serde(skip)]
    pub asks: &'p Asks,
}

impl<'p> Question<'p> {
    pub(super) fn new(explainer: &Explainer<'p>, asked: &AskedAtom<'p>) -> Self {
        let policy: &'p Policy = explainer.policy;
        Self {
            text: explainer.source.get(asked.atom.place.clone()).unwrap_or_default().to_owned(),
            place: explainer.lines.place(&asked.atom.place),
            holds: asked.holds,
            found: Found::of_question(policy, &asked.atom.asks, &asked.found),
            asks: &asked.atom.asks,
        }
    }
}
