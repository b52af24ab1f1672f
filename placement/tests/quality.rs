//! The quality of the hashing: uniform, weighted, independent, and stable as stamps come and go. Known bad
//! constructions fail the same tests, or the tests would say nothing.
//!
//! The fleets and seeds are fixed, so nothing here fails by chance.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "statistics are the outside measure here"
)]

#[path = "../benches/constructions/mod.rs"]
#[expect(dead_code, reason = "the benchmark uses the rest of it")]
mod constructions;

use constructions::{BAD, COMPARED, Candidate, Construction, LINEAR, SHARED_NUMBER, UNMIXED, candidates, fleet};
use dps::RegistrationId;
use placement::hash::HashKey;

const SEEDS: [&str; 4] = ["contoso-fleet-1", "", "a", "seed"];
const WEIGHTS: [&[u32]; 6] =
    [&[1, 1], &[1, 1, 1, 1, 1], &[50, 30, 15, 5], &[100_000, 10_000, 1_000], &[1, 2, 3, 4, 5, 6, 7, 8], &[1; 50]];

/// The chi-square statistic of counts against expectations, as a number of standard deviations from its mean (Wilson
/// and Hilferty, 1931). Above 4.5 a fair hash comes once in 300,000 tests.
fn deviation(counts: &[u64], expected: &[f64]) -> f64 {
    let squares = counts.iter().zip(expected).map(|(count, expected)| (*count as f64 - expected).powi(2) / expected);
    let freedom = (counts.len() - 1) as f64;
    let spread = 2.0 / (9.0 * freedom);
    ((squares.sum::<f64>() / freedom).cbrt() - (1.0 - spread)) / spread.sqrt()
}

const LIMIT: f64 = 4.5;

/// The greatest deviation of the shares of stamps from their weights.
fn share_deviation(construction: &Construction, ids: &[RegistrationId]) -> f64 {
    let mut worst = f64::MIN;
    for (seed, weights) in SEEDS.iter().flat_map(|seed| WEIGHTS.iter().map(move |weights| (seed, weights))) {
        let key = HashKey::from_seed(seed);
        let stamps = candidates(&key, weights.iter().copied());
        let mut counts = vec![0; stamps.len()];
        for id in ids {
            counts[(construction.place)(&key, id, &stamps)] += 1;
        }
        let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        let expected: Vec<f64> = weights.iter().map(|weight| ids.len() as f64 * f64::from(*weight) / total).collect();
        worst = worst.max(deviation(&counts, &expected));
    }
    worst
}

/// The greatest deviation from independence between the first tenth of a cohort and the placement, and between two
/// cohorts.
fn dependence(construction: &Construction, ids: &[RegistrationId]) -> f64 {
    let mut worst = f64::MIN;
    for seed in SEEDS {
        let key = HashKey::from_seed(seed);
        let stamps = candidates(&key, [1, 1, 1, 1]);
        let tenth = |id: &RegistrationId, cohort: &str| (construction.position)(&key, id, cohort) / 10_000;
        let placed = |id: &RegistrationId| u32::try_from((construction.place)(&key, id, &stamps)).unwrap_or(u32::MAX);
        worst = worst.max(table_deviation(ids, |id| (tenth(id, "canary"), placed(id)), 10, 4));
        worst = worst.max(table_deviation(ids, |id| (tenth(id, "canary"), tenth(id, "relief")), 10, 10));
        worst = worst.max(table_deviation(ids, |id| (tenth(id, "stamp-0"), placed(id)), 10, 4));
    }
    worst
}

/// The deviation of a table of two properties from independent, uniform ones.
fn table_deviation(
    ids: &[RegistrationId],
    cell: impl Fn(&RegistrationId) -> (u32, u32),
    rows: usize,
    columns: usize,
) -> f64 {
    let mut counts = vec![0; rows * columns];
    for id in ids {
        let (row, column) = cell(id);
        counts[row as usize * columns + column as usize] += 1;
    }
    deviation(&counts, &vec![ids.len() as f64 / counts.len() as f64; counts.len()])
}

#[test]
fn shares_meet_weights_and_layers_are_independent() {
    let ids = fleet(20_000);
    for construction in COMPARED {
        let (shares, dependence) = (share_deviation(construction, &ids), dependence(construction, &ids));
        assert!(shares < LIMIT && dependence < LIMIT, "{}: {shares} {dependence}", construction.name);
    }
}

#[test]
fn known_bad_constructions_are_found_out() {
    let ids = fleet(20_000);
    assert_eq!(BAD.len(), 3);
    assert!(dependence(&UNMIXED, &ids) > LIMIT || share_deviation(&UNMIXED, &ids) > LIMIT, "{}", UNMIXED.name);
    assert!(dependence(&SHARED_NUMBER, &ids) > LIMIT, "{}", SHARED_NUMBER.name);
    assert!(share_deviation(&LINEAR, &ids) > LIMIT, "{}", LINEAR.name);
}

#[test]
fn positions_on_a_scale_are_uniform() {
    let ids = fleet(100_000);
    for construction in COMPARED {
        let key = HashKey::from_seed("contoso-fleet-1");
        let mut counts = vec![0; 1000];
        for id in &ids {
            counts[(construction.position)(&key, id, "release-4.2") as usize / 100] += 1;
        }
        assert!(deviation(&counts, &vec![100.0; 1000]) < LIMIT, "{}", construction.name);
    }
}

#[test]
fn a_stamp_that_joins_takes_devices_only_for_itself_and_one_that_leaves_gives_only_its_own() {
    let ids = fleet(5_000);
    for construction in COMPARED {
        let key = HashKey::from_seed("contoso-fleet-1");
        let with: Vec<Candidate> = candidates(&key, [100, 50, 25, 200]);
        for id in &ids {
            let (before, after) = ((construction.place)(&key, id, &with[..3]), (construction.place)(&key, id, &with));
            assert!(after == before || after == 3, "{}: {id}", construction.name);
        }
    }
}

#[test]
fn a_greater_weight_takes_devices_only_for_its_stamp() {
    let ids = fleet(5_000);
    let key = HashKey::from_seed("contoso-fleet-1");
    for construction in COMPARED {
        let (light, heavy) = (candidates(&key, [100, 50, 25]), candidates(&key, [100, 70, 25]));
        for id in &ids {
            let (before, after) = ((construction.place)(&key, id, &light), (construction.place)(&key, id, &heavy));
            assert!(after == before || after == 1, "{}: {id}", construction.name);
        }
    }
}
