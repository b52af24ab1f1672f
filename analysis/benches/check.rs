//! How long an analysis takes: of `policies/contoso.toml`, and of a policy of 20 attributes, 100 rules and 50 stamps.
//!
//! `cargo bench -p analysis --bench check`
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark fails by panicking, and nobody calls it"
)]

#[path = "../tests/large/mod.rs"]
mod large;

use analysis::check::check;
use analysis::table::Table;
use criterion::{Criterion, criterion_group, criterion_main};
use placement::Policy;

fn analyses(criterion: &mut Criterion) {
    let contoso = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/contoso.toml")).unwrap();
    let mut group = criterion.benchmark_group("check");
    group.sample_size(20);
    for (name, source) in [("contoso", contoso), ("20 attributes, 100 rules, 50 stamps", large::policy())] {
        let policy = Policy::parse(&source).unwrap().policy;
        group.bench_function(format!("{name}, read"), |bench| bench.iter(|| Policy::parse(&source).is_ok()));
        group.bench_function(format!("{name}, as the stamps are"), |bench| bench.iter(|| check(&policy, &source, 0)));
        group.bench_function(format!("{name}, any stamp down"), |bench| bench.iter(|| check(&policy, &source, 1)));
        group.bench_function(format!("{name}, any two down"), |bench| bench.iter(|| check(&policy, &source, 2)));
        group.bench_function(format!("{name}, table"), |bench| bench.iter(|| Table::of(&policy).is_ok()));
    }
    group.finish();
}

criterion_group!(benches, analyses);
criterion_main!(benches);
