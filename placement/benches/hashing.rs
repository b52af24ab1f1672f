//! What a placement costs, by construction and number of candidates. `cargo bench -p placement --bench hashing`.
//!
//! The figures that matter are ratios within one run: to the bare hash of the device, and between the constructions.
#![expect(clippy::expect_used, reason = "a benchmark may panic")]

#[expect(dead_code, reason = "the tests of quality use the rest of it")]
mod constructions;

use std::hint::black_box;

use constructions::{COMPARED, bare, candidates, fleet};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use placement::hash::HashKey;

/// So many that no branch predictor learns them by heart.
const DEVICES: usize = 100_000;

fn hashing(criterion: &mut Criterion) {
    let key = HashKey::from_seed("contoso-fleet-1");
    let ids = fleet(DEVICES);
    let mut group = criterion.benchmark_group("hashing");
    group.sample_size(20);
    group.throughput(Throughput::Elements(u64::try_from(DEVICES).expect("a hundred thousand")));
    group.bench_function("bare hash of the device", |bencher| {
        bencher.iter(|| {
            for id in &ids {
                black_box(bare(&key, black_box(id)));
            }
        });
    });
    for count in [4, 5, 50] {
        let stamps = candidates(&key, (0..count).map(|index| 100 + 50 * index));
        for construction in COMPARED {
            group.bench_function(format!("{} / {count} candidates", construction.name), |bencher| {
                bencher.iter(|| {
                    for id in &ids {
                        black_box((construction.place)(&key, black_box(id), &stamps));
                    }
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, hashing);
criterion_main!(benches);
