//! What of a policy its tests exercise.

mod exercised;
mod point;
pub(crate) mod points;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use placement::{Policy, Trace};

pub use point::{Place, Point, What};

/// The points of a policy, and which of them decisions have exercised so far.
///
/// It is folded from traces, so it sees what the decision really asked: a condition that stands behind one that was
/// already decisive is not exercised.
#[derive(Clone, Debug)]
pub struct Coverage {
    points: Vec<Point>,
    exercised: BTreeSet<Point>,
}

impl Coverage {
    /// The points of the policy that this text is, none of them exercised.
    pub fn new(policy: &Policy, source: &str) -> Self {
        Self { points: points::of(policy, source), exercised: BTreeSet::new() }
    }

    /// Adds what a decision of this policy exercised.
    pub fn add(&mut self, policy: &Policy, trace: &Trace<'_>) {
        for what in exercised::by(policy, trace) {
            if let Some(point) = self.points.iter().find(|point| point.what == what) {
                self.exercised.insert(point.clone());
            }
        }
    }

    /// Adds what was exercised of the same policy elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.exercised.extend(other.exercised.iter().cloned());
    }

    /// All points in the order of the text, each with whether it was exercised.
    pub fn points(&self) -> impl Iterator<Item = (&Point, bool)> {
        self.points.iter().map(|point| (point, self.exercised.contains(point)))
    }

    /// How many points were exercised, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        (self.exercised.len(), self.points.len())
    }

    /// Whether at least this share of the points was exercised.
    pub fn reaches(&self, percent: usize) -> bool {
        let (exercised, all) = self.count();
        exercised.saturating_mul(100) >= all.saturating_mul(percent)
    }
}
