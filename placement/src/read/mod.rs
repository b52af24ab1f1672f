//! From text to policy: TOML, then the language's table, then what names refer to. Every stage puts all that it finds
//! wrong into one sink, and goes on with what is left.

mod answer;
mod attributes;
mod conditions;
mod orders;
mod stamps;
mod symbols;

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::digest::Digest;
use crate::hash::HashKey;
use crate::language::{self, Kind};
use crate::name::Name;
use crate::node::{Node, Tree};
use crate::policy::{Checked, Index, Policy};
use symbols::Symbols;

/// Reads a policy file.
pub(crate) fn policy(source: &str) -> Result<Checked, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    let policy = Tree::parse(source, &mut sink).and_then(|tree| {
        let root = tree.root();
        language::check(&Kind::Table(&language::POLICY), "policy", root, &mut sink);
        validate(source, root, &mut sink)
    });
    if policy.is_none() && !sink.has_errors() {
        // Every way to this line is a mistake of this reader, and even so nobody may meet a refusal without a reason.
        sink.push(
            Diagnostic::new(Code::WrongType, 0..0, "something in this policy cannot be read".into())
                .help("write it again from an example"),
        );
    }
    let failed = sink.has_errors();
    let diagnostics = sink.into_diagnostics();
    match policy {
        Some(policy) if !failed => Ok(Checked { policy, warnings: diagnostics }),
        _ => Err(diagnostics),
    }
}

/// The policy, if everything that it is made of could be read.
fn validate(source: &str, root: Node<'_>, sink: &mut Sink) -> Option<Policy> {
    let symbols = Symbols::collect(root, sink);
    let key = HashKey::from_seed(root.text_of("seed").unwrap_or_default());
    let attributes = attributes::read(root, &symbols, &key, sink);
    let stamps = stamps::read(root, &symbols, &key, sink);
    let orders = orders::read(root, &symbols, &key, sink);
    let answer = answer::read(root, &symbols, sink);
    let attributes = attributes?;
    let stamps = stamps?;
    let orders = orders?;
    Some(Policy {
        name: Name::parse(root.text_of("policy")?).ok()?,
        revision: root.text_of("revision").map(Box::from),
        digest: Digest::of(source),
        key,
        index: Index::new(&attributes, &stamps, &orders.moves, &orders.fallbacks),
        attributes,
        stamps,
        pins: orders.pins,
        moves: orders.moves,
        fallbacks: orders.fallbacks,
        guarantees: orders.guarantees,
        answer: answer?,
    })
}

/// The name of a rule, pin, move, fallback or guarantee.
fn entry_name(entry: Node<'_>) -> Option<Box<str>> {
    entry.text_of("name").map(|name| name.to_string().into())
}
