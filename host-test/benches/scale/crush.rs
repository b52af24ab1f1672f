//! The same work by Ceph's `crushtool --test`: keys that are placed on weighted targets, one for each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::{Times, fleets, placed};

/// Weights that differ, so that answers that do not look at them are found out.
fn weights(targets: u32) -> Vec<u32> {
    (0..targets).map(|target| 1 + target % 4).collect()
}

/// Checks the answers of both, and then times them.
///
/// Both place the keys 0, 1, … on one of so many targets by their weights, in one thread, and count what each gets.
/// `crushtool` takes a number as it is, and its map has one bucket (straw2) over the targets. We write the number as the text
/// that a registration ID is, hash that, and make the whole decision: guarantees, description, tiers, moves.
pub(crate) fn compare(targets: u32, keys: u32, folder: &Path) -> Result<()> {
    println!("\n{keys} keys over {targets} weighted targets, on one thread");
    let weights = weights(targets);
    let policy = fleets::policy(&fleets::weighted(&weights))?;
    let mut request = placed::request(&policy)?;
    are_shares(&placed::decided(&policy, &mut request, keys)?, &weights, keys)?;
    let ours = Times::of(|| placed::decided(&policy, &mut request, keys).map(drop))?;
    println!("{:28}  {ours:>22}", "the decision, natively");
    let Some(map) = map(&weights, folder)? else {
        println!("`crushtool` is not installed: nothing to compare with (Debian has it in `ceph-base`)");
        return Ok(());
    };
    are_shares(&utilization(&run(&map, keys)?)?, &weights, keys)?;
    let theirs = Times::of(|| run(&map, keys).map(drop))?;
    let times = 10 * theirs.least.as_micros() / ours.least.as_micros().max(1);
    println!("{:28}  {theirs:>22}  {}.{} times ours", "crushtool --test", times / 10, times % 10);
    Ok(())
}

/// A compiled map; none where there is no `crushtool`.
fn map(weights: &[u32], folder: &Path) -> Result<Option<PathBuf>> {
    let (text, map) = (folder.join("map.txt"), folder.join("map"));
    std::fs::write(&text, source(weights)?)?;
    let mut compile = Command::new("crushtool");
    match compile.arg("-c").arg(&text).arg("-o").arg(&map).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        compiled => {
            let compiled = compiled?;
            ensure!(compiled.status.success(), "no map: {}", String::from_utf8_lossy(&compiled.stderr));
            Ok(Some(map))
        }
    }
}

/// One bucket over the targets, with the tunables of today's clusters, and a rule that takes one of them.
fn source(weights: &[u32]) -> Result<String> {
    let tunables = [("choose_local_tries", 0), ("choose_local_fallback_tries", 0), ("choose_total_tries", 50)];
    let more = [("chooseleaf_descend_once", 1), ("chooseleaf_vary_r", 1), ("chooseleaf_stable", 1)];
    let mut text = String::new();
    for (name, value) in tunables.into_iter().chain(more) {
        writeln!(text, "tunable {name} {value}")?;
    }
    for target in 0..weights.len() {
        writeln!(text, "device {target} osd.{target}")?;
    }
    text.push_str("type 0 osd\ntype 1 root\nroot all {\n\tid -1\n\talg straw2\n\thash 0\n");
    for (target, weight) in weights.iter().enumerate() {
        writeln!(text, "\titem osd.{target} weight {weight}.000")?;
    }
    text.push_str("}\nrule one {\n\tid 0\n\ttype replicated\n\tmin_size 1\n\tmax_size 1\n");
    text.push_str("\tstep take all\n\tstep choose firstn 1 type osd\n\tstep emit\n}\n");
    Ok(text)
}

/// Places the keys, and gives what `crushtool` says of each target.
fn run(map: &Path, keys: u32) -> Result<String> {
    let last = (keys - 1).to_string();
    let mut test = Command::new("crushtool");
    test.arg("-i").arg(map).args(["--test", "--rule", "0", "--num-rep", "1", "--show-utilization"]);
    let output = test.args(["--min-x", "0", "--max-x", &last]).output()?;
    ensure!(output.status.success(), "`crushtool` failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    ensure!(text.contains(&format!("result size == 1:\t{keys}/{keys}")), "not every key has one target: {text}");
    Ok(text)
}

/// The keys on each target: `device 0: stored : 49434 expected : 125000`.
fn utilization(text: &str) -> Result<Vec<u64>> {
    let lines = text.lines().filter(|line| line.trim_start().starts_with("device "));
    let stored = |line: &str| -> Result<u64> {
        let number = line.split_whitespace().nth(4).with_context(|| format!("no number of keys: {line}"))?;
        Ok(number.parse()?)
    };
    lines.map(stored).collect()
}

/// That each target has its weight's share, as near as chance brings it: within five standard deviations.
fn are_shares(counts: &[u64], weights: &[u32], keys: u32) -> Result<()> {
    let keys = i128::from(keys);
    let sum: i128 = weights.iter().copied().map(i128::from).sum();
    ensure!(
        counts.len() == weights.len() && counts.iter().copied().map(i128::from).sum::<i128>() == keys,
        "keys are lost"
    );
    for (count, weight) in counts.iter().zip(weights) {
        let weight = i128::from(*weight);
        let off = i128::from(*count) * sum - keys * weight;
        ensure!(off * off <= 25 * keys * weight * (sum - weight), "{count} keys for the weight {weight} of {sum}");
    }
    Ok(())
}
