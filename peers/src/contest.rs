//! Turns: all meet the same moods of the machine.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::check::check;
use crate::corpus::Device;
use crate::peer::Peer;

/// One who takes turns.
pub struct Contestant<'a> {
    name: String,
    devices: usize,
    round: Box<dyn FnMut() + 'a>,
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
    /// Anyone whose `round` is so many decisions.
    pub fn new(name: impl Into<String>, devices: usize, round: impl FnMut() + 'a) -> Self {
        Self { name: name.into(), devices, round: Box::new(round) }
    }

    /// A peer that decides about `devices`, once it is found to do it right.
    ///
    /// # Errors
    /// It does not.
    pub fn checked<P: Peer + 'a>(mut peer: P, devices: &[Device]) -> Result<Self>
    where
        P::Question: 'a,
    {
        let questions = devices.iter().map(|device| peer.question(device)).collect::<Result<Vec<_>>>();
        let questions = questions.with_context(|| P::NAME)?;
        check(&mut peer, devices, &questions).with_context(|| P::NAME)?;
        let round = move || {
            for question in &questions {
                black_box(peer.decide(black_box(question)));
            }
        };
        Ok(Self::new(P::NAME, devices.len(), round))
    }
}

/// Lets each take its turn in each of the rounds. The first of them warms up and is not counted.
pub fn take_turns(contestants: &mut [Contestant<'_>], rounds: usize) -> Vec<Took> {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (contestant, times) in contestants.iter_mut().zip(&mut times) {
            let started = Instant::now();
            (contestant.round)();
            let time = started.elapsed();
            if round > 0 {
                times.push(time);
            }
        }
    }
    let took = |(contestant, times): (&Contestant<'_>, _)| contestant.took(times);
    contestants.iter().map(|contestant| contestant as &Contestant<'_>).zip(times).map(took).collect()
}

impl Contestant<'_> {
    fn took(&self, mut times: Vec<Duration>) -> Took {
        times.sort_unstable();
        let each = |time: Option<&Duration>| self.each(time.copied().unwrap_or_default());
        Took { name: self.name.clone(), median: each(times.get(times.len() / 2)), least: each(times.first()) }
    }

    fn each(&self, time: Duration) -> u64 {
        let picoseconds = time.as_nanos() * 1000 / self.devices.max(1) as u128;
        u64::try_from(picoseconds).unwrap_or(u64::MAX)
    }
}
