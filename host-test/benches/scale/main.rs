//! What large fleets and large policies cost: the whole command `stamp simulate`, and the placement alone beside `crushtool`.
//!
//! `cargo bench --workspace --bench scale` prints the whole table. Each time is of several runs: the median and, in
//! parentheses, the least. Where `crushtool` (in Debian's package `ceph-base`) is not installed, that part says so.

#![expect(clippy::print_stdout, reason = "a benchmark's result is what it prints")]

mod crush;
mod fleets;
mod placed;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// How often each thing is measured.
const RUNS: usize = 5;

const MILLION: u32 = 1_000_000;

fn main() -> Result<()> {
    let machine = std::thread::available_parallelism()?;
    println!("a machine with {machine} cores; each time is the median of {RUNS} runs (the least)\n");
    let folder = tempfile::tempdir()?;
    let contoso = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml");
    let start = sizes(&contoso, folder.path())?;
    compared(&contoso, folder.path())?;
    policies(folder.path(), start)?;
    for targets in [8, 50] {
        crush::compare(targets, MILLION, folder.path())?;
    }
    Ok(())
}

/// Fleets of different sizes, by the example policy; gives the time that starting takes.
fn sizes(policy: &Path, folder: &Path) -> Result<Duration> {
    println!("`stamp simulate policies/contoso.toml FLEET`, CSV with group, country and firmware");
    println!("{:>10}  {:10}  {:>22}  {:>15}  {:>9}", "devices", "", "wall", "each, no start", "memory");
    let mut start = Duration::ZERO;
    for (devices, on_hub) in [(1, false), (100_000, false), (MILLION, false), (MILLION, true), (10 * MILLION, false)] {
        let fleet = folder.join("fleet.csv");
        fleets::write(&fleet, policy, devices, on_hub)?;
        let times = Times::of(|| simulate(policy, &fleet))?;
        let what = if on_hub { "on a hub" } else { "new" };
        let memory = memory(policy, &fleet)?.map_or("-".into(), |kib| format!("{} MiB", kib / 1024));
        println!(
            "{devices:>10}  {what:10}  {:>22}  {:>15}  {memory:>9}",
            times.to_string(),
            each(times.median, start, devices)
        );
        if devices == 1 {
            start = times.median;
        }
    }
    Ok(start)
}

/// An edit that raises a canary from 5 to 25 %, on a fleet.
fn compared(policy: &Path, folder: &Path) -> Result<()> {
    let text = std::fs::read_to_string(policy)?;
    let (edited, fleet) = (folder.join("edited.toml"), folder.join("fleet.csv"));
    std::fs::write(&edited, text.replace("\"release-4.2\", percent = 5 }", "\"release-4.2\", percent = 25 }"))?;
    println!("\n`stamp diff policies/contoso.toml EDITED FLEET`, the canary from 5 to 25 %");
    for (devices, on_hub) in [(MILLION, false), (MILLION, true)] {
        fleets::write(&fleet, policy, devices, on_hub)?;
        let times = Times::of(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_stamp"));
            command.arg("diff").args([policy, &edited, &fleet]).stdout(Stdio::null());
            ensure!(command.status().context("`stamp` does not start")?.success(), "`stamp diff` failed");
            Ok(())
        })?;
        println!("{devices:>10}  {:10}  {:>22}", if on_hub { "on a hub" } else { "new" }, times.to_string());
    }
    Ok(())
}

/// One fleet, by policies of different sizes.
fn policies(folder: &Path, start: Duration) -> Result<()> {
    println!("\n{MILLION} new devices, by policies of which the last rule gives");
    let mut first = None;
    for (rules, stamps, candidates) in [(5, 5, 5), (100, 5, 5), (5, 50, 8), (5, 50, 50)] {
        let (policy, fleet) = (folder.join("sized.toml"), folder.join("fleet.csv"));
        std::fs::write(&policy, fleets::sized(rules, stamps, candidates))?;
        fleets::write(&fleet, &policy, MILLION, false)?;
        let times = Times::of(|| simulate(&policy, &fleet))?;
        let cost = times.least.saturating_sub(start).as_micros();
        let percent = 100 * cost / *first.get_or_insert(cost).max(&mut 1);
        println!(
            "{rules:>4} rules, {stamps:>2} stamps, {candidates:>2} candidates  {times:>22}  {percent:>4} % of the first"
        );
    }
    Ok(())
}

/// The cost of each device without starting.
fn each(time: Duration, start: Duration, devices: u32) -> String {
    if devices == 1 { "-".into() } else { format!("{} ns", (time.saturating_sub(start) / devices).as_nanos()) }
}

fn stamp(policy: &Path, fleet: &Path) -> Result<Child> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stamp"));
    command.arg("simulate").args([policy, fleet]).stdout(Stdio::null());
    command.spawn().context("`stamp` does not start")
}

fn simulate(policy: &Path, fleet: &Path) -> Result<()> {
    ensure!(stamp(policy, fleet)?.wait()?.success(), "`stamp simulate` failed");
    Ok(())
}

/// The most memory that a run has had, in KiB, where the system tells.
fn memory(policy: &Path, fleet: &Path) -> Result<Option<u64>> {
    let mut child = stamp(policy, fleet)?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = None;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()));
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(most)
}

/// How long something took.
struct Times {
    median: Duration,
    least: Duration,
}

impl Times {
    fn of(mut run: impl FnMut() -> Result<()>) -> Result<Self> {
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let begin = Instant::now();
            run()?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        let (median, least) = (times.get(RUNS / 2).copied(), times.first().copied());
        Ok(Self { median: median.unwrap_or_default(), least: least.unwrap_or_default() })
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = |time: Duration| format!("{}.{:03}", time.as_secs(), time.subsec_millis());
        f.pad(&format!("{} s ({} s)", seconds(self.median), seconds(self.least)))
    }
}
