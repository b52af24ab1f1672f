//! Reads what must come of a whole fleet.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::nearest::advice;
use placement::node::{Node, Pair};
use placement::{Code, Diagnostic, How, Percent};

use super::names::Names;
use crate::difference::value;
use crate::fleet::generate::Recipe;
use crate::population::{Bounds, CONFIDENCE, OTHERS, PopulationExpectation, Shares};

/// A test of a whole fleet.
#[derive(Clone, Debug)]
pub struct Population {
    /// What it says, in a sentence.
    pub name: String,
    /// Where its name stands: bytes of the file's text.
    pub span: Range<usize>,
    /// The devices.
    pub fleet: Fleet,
    /// What must come of them.
    pub expect: PopulationExpectation,
    /// What the policy was before, if something is expected of the edits since then.
    pub base: Option<Base>,
}

/// A policy that the policy of a population is compared with.
#[derive(Clone, Debug)]
pub struct Base {
    /// The path of its file, from the test file's folder.
    pub path: String,
    /// The condition for those who may be moved or cut off by the edits since then, in the policy language.
    pub within: Option<String>,
    /// Where that stands, else the path: bytes of the file's text.
    pub span: Range<usize>,
}

/// The devices of a population.
#[derive(Clone, Debug)]
pub enum Fleet {
    /// Those of a file.
    File {
        /// The path of the file, from the test file's folder.
        path: String,
    },
    /// Those that a description makes.
    Described(Recipe),
}

pub(crate) fn read(entry: Node<'_>, source: &str, names: &Names<'_>, sink: &mut Sink) -> Option<Population> {
    let fleet = entry.get("fleet").and_then(|fleet| match fleet.text() {
        Some(path) => Some(Fleet::File { path: path.to_owned() }),
        None => Recipe::read(fleet, sink).map(Fleet::Described),
    });
    let expect = entry.get("expect").and_then(|expect| expectation(expect, names, sink));
    let base = base(entry, source, expect.as_ref(), sink);
    let name = entry.get("name")?;
    Some(Population { name: name.text()?.to_owned(), span: name.span(), fleet: fleet?, expect: expect?, base })
}

/// What stands of edits needs a policy that they are made to, and the other way round.
fn base(entry: Node<'_>, source: &str, expect: Option<&PopulationExpectation>, sink: &mut Sink) -> Option<Base> {
    let within = entry.get("expect").and_then(|expect| expect.get("within"));
    let states = within.is_some() || expect.is_some_and(PopulationExpectation::is_about_edits);
    match entry.get("base") {
        Some(base) if states || expect.is_none() => Some(Base {
            path: base.text()?.to_owned(),
            within: within.map(|within| value(within, source)),
            span: within.unwrap_or(base).span(),
        }),
        Some(base) => {
            let message = "nothing is expected of what was edited since `base`".into();
            let diagnostic = Diagnostic::new(Code::MissingKey, base.span(), message);
            sink.push(diagnostic.help("expect `moves`, `cut-off` or `within`, or leave `base` out"));
            None
        }
        None if states => {
            let message = "`moves`, `cut-off` and `within` are about what was edited since another policy".into();
            let at = entry.get("expect").unwrap_or(entry).span();
            sink.push(Diagnostic::new(Code::MissingKey, at, message).help("name that policy's file as `base`"));
            None
        }
        None => None,
    }
}

fn expectation(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<PopulationExpectation> {
    states_something(node, sink);
    let stamps = names.stamps();
    let known: Vec<&str> = stamps.iter().map(|stamp| stamp.name.as_str()).collect();
    let weight =
        |name: &str| stamps.iter().find(|stamp| stamp.name.as_str() == name).map(|stamp| u64::from(stamp.weight.get()));
    let words: Vec<&str> = How::ALL.into_iter().map(How::word).collect();
    let shares = node.get("shares").map(|shares| match shares.table() {
        Some(_) => table(shares, (Code::UnknownStamp, "no stamp is named"), &known, sink),
        None => by_weight(shares, names, weight, sink),
    });
    let how = node.get("how").map(|how| table(how, (Code::UnknownWord, "nothing is called"), &words, sink));
    let mut bounds = |word: &str| bounds(node.get(word)?, sink);
    let counted = words.iter().copied().chain(["refused"]);
    let counts: BTreeMap<String, Bounds> = counted.filter_map(|word| Some((word.to_owned(), bounds(word)?))).collect();
    let (moves, cut_off) = (bounds("moves"), bounds("cut-off"));
    Some(PopulationExpectation {
        shares: known_shares(shares)?,
        how: known_shares(how)?,
        confidence: confidence(node, sink),
        counts,
        capacity: node.get("capacity").is_some(),
        moves,
        cut_off,
    })
}

/// None where there are shares that cannot be read.
fn known_shares(shares: Option<Option<Shares>>) -> Option<Option<Shares>> {
    match shares {
        Some(None) => None,
        Some(shares) => Some(shares),
        None => Some(None),
    }
}

fn states_something(node: Node<'_>, sink: &mut Sink) {
    let mut pairs = node.pairs();
    if node.get("confidence").is_some() && pairs.all(|pair| pair.key == "confidence") {
        let message = "the expectation states nothing".into();
        let diagnostic = Diagnostic::new(Code::MissingKey, node.span(), message);
        sink.push(diagnostic.help("add `shares`, `how`, `capacity` or a number of devices such as `refused = 0`"));
    }
}

/// Shares by name, `"*"` for all others.
fn table(node: Node<'_>, (code, unknown): (Code, &str), known: &[&str], sink: &mut Sink) -> Option<Shares> {
    let mut shares = Shares::default();
    let mut fine = true;
    for pair in node.pairs() {
        let share = share(pair);
        if pair.key == OTHERS {
            shares.others = share;
        } else if known.contains(&pair.key) {
            shares.named.insert(pair.key.to_owned(), share);
        } else {
            fine = false;
            let message = format!("{unknown} `{}`", pair.key);
            let help = advice(pair.key, known.iter().copied());
            sink.push(Diagnostic::new(code, pair.key_span(), message).help(help));
        }
    }
    if fine && shares.others == 0 && shares.named.values().all(|share| *share == 0) {
        let diagnostic = Diagnostic::new(Code::OutOfRange, node.span(), "no share is above 0".into());
        sink.push(diagnostic.help("give at least one a share"));
    }
    fine.then_some(shares)
}

/// What is no percentage has been reported.
fn share(pair: Pair<'_>) -> u64 {
    let percent = pair.node.number().and_then(|number| Percent::parse(number).ok());
    percent.map_or(0, |percent| percent.thousandths().into())
}

/// Stamps by their own weights.
fn by_weight(
    node: Node<'_>,
    names: &Names<'_>,
    weight: impl Fn(&str) -> Option<u64>,
    sink: &mut Sink,
) -> Option<Shares> {
    let stamps: Vec<_> = node.many().map(|stamp| names.stamp(stamp, sink)).collect();
    let named = stamps.into_iter().map(|stamp| {
        let name = stamp?.name.as_str();
        Some((name.to_owned(), weight(name)?))
    });
    Some(Shares { named: named.collect::<Option<_>>()?, others: 0 })
}

fn confidence(node: Node<'_>, sink: &mut Sink) -> u32 {
    const LEAST: u32 = 50_000;
    let Some(confidence) = node.get("confidence") else { return CONFIDENCE };
    let percent = confidence.number().and_then(|number| Percent::parse(number).ok());
    let thousandths = percent.map_or(CONFIDENCE, Percent::thousandths);
    if !(LEAST..Percent::WHOLE).contains(&thousandths) {
        let message = "no confidence of this kind sets limits".into();
        let diagnostic = Diagnostic::new(Code::OutOfRange, confidence.span(), message);
        sink.push(diagnostic.help("write a percentage from 50 to 99.999"));
    }
    thousandths
}

/// What can be no number of devices has been reported.
fn bounds(node: Node<'_>, sink: &mut Sink) -> Option<Bounds> {
    let number = |node: Node<'_>| u64::try_from(node.whole()?).ok();
    if let Some(exact) = number(node) {
        return Some(Bounds { least: exact, most: exact });
    }
    let bound = |word: &str| node.get(word).and_then(number);
    let bounds = Bounds { least: bound("least").unwrap_or(0), most: bound("most").unwrap_or(u64::MAX) };
    if bounds.least > bounds.most {
        let message = format!("no number is at least {} and at most {}", bounds.least, bounds.most);
        let diagnostic = Diagnostic::new(Code::OutOfRange, node.span(), message);
        sink.push(diagnostic.help("let `least` be no more than `most`"));
    }
    Some(bounds)
}
