//! Each of those who decide does the work: what the benchmark asks before it times them.

use anyhow::Result;
use peers::check::check;
use peers::corpus::{DEVICES, devices};
use peers::decision::datalogic::Datalogic;
use peers::decision::floor::Floor;
use peers::decision::ours::{Decide, POLICY, Place, SEED, policy};
use peers::decision::rego::Rego;
use peers::decision::unleash::Unleash;
use peers::peer::Peer;

fn does_the_work(mut peer: impl Peer) -> Result<()> {
    check(&mut peer, &devices(DEVICES))
}

#[test]
fn the_floor_does_the_work() -> Result<()> {
    does_the_work(Floor::from_seed(SEED))
}

#[test]
fn our_place_does_the_work() -> Result<()> {
    does_the_work(Place::new(&policy(POLICY)?))
}

#[test]
fn our_whole_decision_does_the_work() -> Result<()> {
    does_the_work(Decide::new(&policy(POLICY)?))
}

#[test]
fn datalogic_does_the_work() -> Result<()> {
    does_the_work(Datalogic::new()?)
}

#[test]
fn unleash_does_the_work() -> Result<()> {
    does_the_work(Unleash::new()?)
}

#[test]
fn rego_does_the_work() -> Result<()> {
    does_the_work(Rego::new()?)
}

#[cfg(feature = "cedar")]
#[test]
fn cedar_does_the_work() -> Result<()> {
    does_the_work(peers::decision::cedar::Cedar::new()?)
}
