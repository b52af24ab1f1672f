//! Turns: all meet the same moods of the machine.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::check::check;
use crate::corpus::Device;
use crate::peer::Peer;

/// How many questions are made before they are asked. A webhook reads a request just before it decides, so these few are
/// in the processor's cache, as they would be there; 100,000 would not.
const HANDFUL: usize = 64;

/// Asks about a few devices, and says how long deciding took.
type Ask<'a> = Box<dyn FnMut(&[Device]) -> Result<Duration> + 'a>;

/// One who takes turns.
pub struct Contestant<'a> {
    name: String,
    devices: &'a [Device],
    ask: Ask<'a>,
}

/// What a decision took.
pub struct Took {
    /// Whose.
    pub name: String,
    /// The median of the rounds, in picoseconds.
    pub median: u64,
    /// The shortest round, in picoseconds.
    pub least: u64,
}

impl<'a> Contestant<'a> {
    /// Anyone who can `ask` about a few devices and say how long deciding took.
    pub fn new(
        name: impl Into<String>,
        devices: &'a [Device],
        ask: impl FnMut(&[Device]) -> Result<Duration> + 'a,
    ) -> Self {
        Self { name: name.into(), devices, ask: Box::new(ask) }
    }

    /// A peer that decides about `devices`, once it is found to do it right.
    ///
    /// # Errors
    /// It does not.
    pub fn checked<P: Peer + 'a>(mut peer: P, devices: &'a [Device]) -> Result<Self> {
        check(&mut peer, devices).with_context(|| P::NAME)?;
        let ask = move |devices: &[Device]| {
            let questions = devices.iter().map(|device| peer.question(device)).collect::<Result<Vec<_>>>()?;
            Ok(time(&questions, |question| {
                black_box(peer.decide(question));
            }))
        };
        Ok(Self::new(P::NAME, devices, ask))
    }

    fn round(&mut self) -> Result<Duration> {
        self.devices.chunks(HANDFUL).map(&mut self.ask).sum()
    }

    fn took(&self, mut times: Vec<Duration>) -> Took {
        times.sort_unstable();
        let each = |time: Option<&Duration>| self.each(time.copied().unwrap_or_default());
        Took { name: self.name.clone(), median: each(times.get(times.len() / 2)), least: each(times.first()) }
    }

    fn each(&self, time: Duration) -> u64 {
        let picoseconds = time.as_nanos() * 1000 / self.devices.len().max(1) as u128;
        u64::try_from(picoseconds).unwrap_or(u64::MAX)
    }
}

/// How long it takes to decide about all of `questions`.
pub fn time<Q>(questions: &[Q], mut decide: impl FnMut(&Q)) -> Duration {
    let started = Instant::now();
    for question in questions {
        decide(black_box(question));
    }
    started.elapsed()
}

/// Lets each take its turn in each of the rounds. The first round warms them up and is not counted.
///
/// # Errors
/// A question cannot be made.
pub fn take_turns(contestants: &mut [Contestant<'_>], rounds: usize) -> Result<Vec<Took>> {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (contestant, times) in contestants.iter_mut().zip(&mut times) {
            let time = contestant.round()?;
            if round > 0 {
                times.push(time);
            }
        }
    }
    Ok(contestants.iter().zip(times).map(|(contestant, times)| contestant.took(times)).collect())
}
