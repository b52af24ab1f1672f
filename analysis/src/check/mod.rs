//! What a policy does that its author may not have meant: proved for every device that there can be, or shown by one.

mod circles;
mod code;
mod exceptions;
mod finding;
mod guarantees;
mod habits;
mod orders;
mod rules;
mod served;
mod subject;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::diagnostic::Sink;
use placement::node::{Node, Tree};
use placement::{Diagnostic, Policy};

use self::subject::Checked;
use crate::input::TooLarge;
use crate::proof::Tries;

pub use code::Code;
pub use finding::{Example, Finding};

/// How much work each part of a check may be.
const WORK: usize = 4_000_000;

/// What makes a policy that is too large smaller.
const SMALLER: &str = "fewer patterns for one text, lists in their place and fewer moves make a policy easier to prove";

/// What came of an analysis.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was found, in the order of the text; what was proved is a note among it.
    pub findings: Vec<Finding>,
    /// How many findings the policy excepts.
    pub excepted: usize,
}

/// A part of an analysis: what it is called, and what does it.
type Part<'c, 'p> = (&'static str, &'c dyn Fn(&mut Checked<'_, 'p>) -> Result<(), TooLarge>);

/// Analyses a policy, which is what `source` was read as. Guarantees are looked at as the stamps are, and with any
/// `outages` of them down besides.
///
/// It ends for every policy: of one that is too large it says what could not be found out.
pub fn check(policy: &Policy, source: &str, outages: usize) -> Report {
    let Some(tree) = Tree::parse(source, &mut Sink::default()) else {
        return Report { findings: Vec::new(), excepted: 0 };
    };
    let root = tree.root();
    let mut findings = match Checked::new(policy, root) {
        Ok(checked) => parts(checked, outages),
        Err(TooLarge) => nothing_proved(policy, root),
    };
    let excepted = exceptions::apply(root, &mut findings, outages == 0);
    findings.sort_by_key(|finding| (finding.diagnostic.span.start, finding.diagnostic.span.end));
    Report { findings, excepted }
}

fn parts(mut checked: Checked<'_, '_>, outages: usize) -> Vec<Finding> {
    let guarantees = |checked: &mut Checked<'_, '_>| guarantees::check(checked, outages);
    let parts: [Part<'_, '_>; 6] = [
        ("which rules decide", &rules::check),
        ("which pins, moves, fallbacks and stamps are of use", &orders::check),
        ("whom no stamp serves", &served::check),
        ("whether guarantees have to act", &guarantees),
        ("whether rounds go in circles", &circles::check),
        ("what cohorts and identities are used for", &habits::check),
    ];
    let mut left: Vec<&str> = Vec::new();
    for (what, part) in parts {
        checked.diagrams.grant(WORK);
        checked.tries = Tries::GRANTED;
        if part(&mut checked).is_err() {
            left.push(what);
        }
    }
    if !left.is_empty() {
        let message = format!("the policy is too large to find out {}; all else was looked at", left.join(", nor "));
        checked.push(too_large(message));
    }
    checked.findings
}

fn too_large(message: String) -> Finding {
    Finding::new(Diagnostic::new(Code::TooLarge, 0..0, message).help(SMALLER), "")
}

/// What is said of a policy that is too large altogether: its guarantees are not proved.
fn nothing_proved(policy: &Policy, root: Node<'_>) -> Vec<Finding> {
    let places = root.entries("guarantee").map(subject::name_of);
    let unproved =
        policy.guarantees().iter().zip(places).map(|(guarantee, at)| guarantees::unproved(guarantee, at, true));
    let all = too_large("the policy is too large to find out anything about it".into());
    unproved.chain([all]).collect()
}
