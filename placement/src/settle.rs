//! Settling: rounds are repeated with what they found until it repeats.

use alloc::vec::Vec;

use smallvec::SmallVec;

use crate::device::Device;
use crate::policy::Policy;
use crate::profile::Profiled;
use crate::recorder::{Event, Recorder};
use crate::round::{Found, round};
use crate::stamp_set::StampId;

/// Where the rounds ended.
pub(crate) struct Settled<'p> {
    pub(crate) stamp: StampId,
    /// The last round, if it found the answer.
    pub(crate) last: Option<Found<'p>>,
    /// The moves that were taken on the way, first to last.
    pub(crate) moves: Vec<&'p str>,
    /// Whether the moves go round a circle.
    pub(crate) circle: bool,
}

/// Repeats rounds until one finds the stamp that it started from; nothing if the first finds none.
pub(crate) fn settle<'p, R: Recorder<'p>>(
    policy: &'p Policy,
    device: &Device<'_>,
    profiled: &mut Profiled<'p>,
    recorder: &mut R,
) -> Option<Settled<'p>> {
    // Every round but the last adds a stamp that was not met before, so there are at most as many as stamps, and two.
    let mut met: SmallVec<[StampId; 4]> = device.current.into_iter().collect();
    let mut here = device.current;
    let mut moves = Vec::new();
    loop {
        let Some(found) = round(policy, device, here, profiled, recorder) else {
            // Only the first round starts from the current stamp: a later one would have closed a circle.
            let stamp = here.filter(|_| here != device.current)?;
            return Some(Settled { stamp, last: None, moves, circle: false });
        };
        if let Some(by_move) = found.by_move {
            moves.push(by_move);
        }
        let again = met.contains(&found.stamp);
        let settled = here == Some(found.stamp) || found.at_rest && !R::ALL && !again;
        if settled || again {
            note_circle(policy, &met, found.stamp, settled, recorder);
            return Some(Settled { stamp: found.stamp, last: Some(found), moves, circle: !settled });
        }
        met.push(found.stamp);
        here = Some(found.stamp);
    }
}

fn note_circle<'p>(
    policy: &'p Policy,
    met: &[StampId],
    stamp: StampId,
    settled: bool,
    recorder: &mut impl Recorder<'p>,
) {
    if !settled {
        let circle = met.iter().skip_while(|met| **met != stamp).map(|met| policy.stamp_name(*met));
        recorder.note(|| Event::Circle { stamps: circle.collect() });
    }
}
