//! How what the tool knows is shown: one renderer for each format.

pub(crate) mod coverage;
pub(crate) mod diagnostic;
pub(crate) mod difference;
pub(crate) mod edit;
pub(crate) mod explanation;
mod finding;
pub(crate) mod fleet;
mod format;
pub(crate) mod gets;
pub(crate) mod github;
pub(crate) mod inline_toml;
pub(crate) mod junit;
mod lasting;
pub(crate) mod layout;
pub(crate) mod mutation;
mod page;
pub(crate) mod plan;
pub(crate) mod rebalance;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod request_options;
pub(crate) mod request_table;
pub(crate) mod sarif;
pub(crate) mod simulation;
mod style;
pub(crate) mod table;
pub(crate) mod test_results;
pub(crate) mod text_diff;
mod told;
mod visible;

use placement::Policy;

pub(crate) use analysis::{Lines, Place};
pub(crate) use finding::Finding;
pub use format::Format;
pub(crate) use lasting::lasting;
pub(crate) use told::Told;
pub(crate) use visible::{Visible, is_hidden};

/// Which edition of a policy this is: name, revision and digest.
pub(crate) fn identity(policy: &Policy) -> String {
    let revision = policy.revision().map(|revision| format!(" {revision}")).unwrap_or_default();
    Visible(format!("{}{revision}, sha256 {}", policy.name(), policy.digest())).to_string()
}

/// A number of things.
pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: impl TryInto<u64>) -> String {
    analysis::clause::grouped(number.try_into().unwrap_or(u64::MAX))
}

/// A share as a percentage with one decimal.
pub(crate) fn share(part: u64, all: u64) -> String {
    let tenths = (u128::from(part) * 2000 + u128::from(all)) / (2 * u128::from(all.max(1)));
    format!("{}.{} %", tenths / 10, tenths % 10)
}
