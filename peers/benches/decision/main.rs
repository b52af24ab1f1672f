//! What a decision costs beside what other libraries take for the same one, and as a policy grows.
//!
//! `cargo bench --bench decision` prints the figures. Before anything is timed, each peer is found to do the work.
//! `--features cedar` lets Cedar take part, and makes ours slower (see Cargo.toml): its other figures are for this one alone.

#![expect(clippy::print_stdout, clippy::float_arithmetic, reason = "a benchmark's result is what it prints")]

mod growth;

use std::hint::black_box;

use anyhow::Result;
use peers::contest::{Contestant, Took, take_turns, time};
use peers::corpus::{DEVICES, Device, devices};
#[cfg(feature = "cedar")]
use peers::decision::cedar::Cedar;
use peers::decision::datalogic::Datalogic;
use peers::decision::floor::{Floor, Hash};
use peers::decision::ours::{Decide, POLICY, Place, SEED, policy};
use peers::decision::rego::Rego;
use peers::decision::unleash::Unleash;

/// How often all take their turn.
const ROUNDS: usize = 7;

fn main() -> Result<()> {
    let devices = devices(DEVICES);
    beside_others(&devices)?;
    growth::print(&devices)
}

fn beside_others(devices: &[Device]) -> Result<()> {
    let policy = policy(POLICY)?;
    let mut contestants = vec![
        bare_hash(devices),
        Contestant::checked(Floor::from_seed(SEED), devices)?,
        Contestant::checked(Place::new(&policy), devices)?,
        Contestant::checked(Decide::new(&policy), devices)?,
        Contestant::checked(Datalogic::new()?, devices)?,
        Contestant::checked(Unleash::new()?, devices)?,
        Contestant::checked(Rego::new()?, devices)?,
        #[cfg(feature = "cedar")]
        Contestant::checked(Cedar::new()?, devices)?,
    ];
    println!("all of them place {DEVICES} devices as the work says, and again the same; now the time\n");
    print_all(&take_turns(&mut contestants, ROUNDS)?);
    println!("\ntimes are medians of {ROUNDS} rounds of {DEVICES} decisions, with the least in parentheses\n");
    Ok(())
}

fn bare_hash(devices: &[Device]) -> Contestant<'_> {
    let hash = Hash::from_seed(SEED);
    Contestant::new("the bare hash", devices, move |devices| {
        let ids: Vec<Box<str>> = devices.iter().map(|device| device.registration_id.as_str().into()).collect();
        Ok(time(&ids, |id| {
            black_box(hash.of(id));
        }))
    })
}

fn print_all(all: &[Took]) {
    let named = |start| all.iter().find(|took| took.name.starts_with(start)).map_or(f64::NAN, nanoseconds);
    let (floor, datalogic) = (named("floor"), named("datalogic"));
    println!("{:36}  {:>19}  {:>9}  {:>13}", "", "ns for a decision", "by floor", "by datalogic");
    for took in all {
        let median = nanoseconds(took);
        println!("{:36}  {:>19}  {:>9.1}  {:>13.2}", took.name, shown(took), median / floor, median / datalogic);
    }
}

/// The median, and the least in parentheses.
fn shown(took: &Took) -> String {
    format!("{:.0} ({:.0})", nanoseconds(took), took.least as f64 / 1000.0)
}

fn nanoseconds(took: &Took) -> f64 {
    took.median as f64 / 1000.0
}
