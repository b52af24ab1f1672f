//! Each of those who decide does the work: what the benchmark asks before it times them.

use peers::check::check;
use peers::corpus::{DEVICES, devices};
use peers::decision::datalogic::Datalogic;
use peers::decision::floor::Floor;
use peers::decision::ours::{Decide, POLICY, Place, SEED, policy};
use peers::decision::rego::Rego;
use peers::decision::unleash::Unleash;
use peers::peer::Peer;

fn does_the_work(mut peer: impl Peer) {
    check(&mut peer, &devices(DEVICES)).unwrap();
}

#[test]
fn the_floor_does_the_work() {
    does_the_work(Floor::from_seed(SEED));
}

#[test]
fn our_place_does_the_work() {
    does_the_work(Place::new(&policy(POLICY).unwrap()));
}

#[test]
fn our_whole_decision_does_the_work() {
    does_the_work(Decide::new(&policy(POLICY).unwrap()));
}

#[test]
fn datalogic_does_the_work() {
    does_the_work(Datalogic::new().unwrap());
}

#[test]
fn unleash_does_the_work() {
    does_the_work(Unleash::new().unwrap());
}

#[test]
fn rego_does_the_work() {
    does_the_work(Rego::new().unwrap());
}

#[cfg(feature = "cedar")]
#[test]
fn cedar_does_the_work() {
    does_the_work(peers::decision::cedar::Cedar::new().unwrap());
}
