//! Edits of a policy's text that keep its comments, its layout and its order.
//!
//! An edit replaces, adds or takes out the bytes that it is about, and no others: it is never written anew from what
//! was read. Only where the text was laid out by [`mod@crate::format`] before does it stay so, for which comments behind
//! values may have to stand elsewhere.
//!
//! ```
//! use analysis::edit::PolicyText;
//! use placement::{Percent, State};
//!
//! let text = PolicyText::parse(r#"
//! language = 1
//! hash     = 1
//! policy   = "smallest"
//! seed     = "smallest"
//!
//! [[stamp]]
//! name     = "home"
//! hub      = "example-hub.azure-devices.net"
//! capacity = 1000  # as built
//! "#).map_err(|problem| problem.to_string())?;
//!
//! let closed = text.with_state("home", State::Closed).map_err(|problem| problem.to_string())?;
//! assert!(closed.text().ends_with("capacity = 1000  # as built\nstate    = \"closed\"\n"));
//! # Ok::<(), String>(())
//! ```

mod cohort;
mod entry;
mod extent;
mod lines;
mod order;
mod problem;
mod removed;
mod shift;
mod splice;
mod state;
mod word;
mod written;

use alloc::string::String;
use alloc::vec::Vec;

use placement::diagnostic::Sink;
use placement::nearest::advice;
use placement::node::Tree;
use placement::{Policy, Stamp};

pub use self::cohort::CohortUse;
pub use self::entry::Entry;
pub use self::order::{At, NewMove, Targets, Whom};
pub use self::problem::{HeldDown, Problem};
pub use self::shift::{Shift, Shifted, ShiftedHow};
pub(crate) use self::written::key;
pub use self::written::quoted;

use self::splice::Splice;
use crate::format::format;

/// The text of a valid policy. Every edit gives another one, and is refused where that would be no valid policy.
#[derive(Clone, Debug)]
pub struct PolicyText {
    text: String,
    policy: Policy,
    /// Whether the text is laid out in the one way, and is to stay so.
    laid_out: bool,
}

impl PolicyText {
    /// Takes the text of a policy.
    ///
    /// # Errors
    /// It is no valid policy.
    pub fn parse(text: impl Into<String>) -> Result<Self, Problem> {
        let text = text.into();
        let laid_out = format(&text).is_ok_and(|formatted| formatted == text);
        Self::new(text, laid_out)
    }

    fn new(text: String, laid_out: bool) -> Result<Self, Problem> {
        match Policy::parse(&text) {
            Ok(checked) => Ok(Self { text, policy: checked.policy, laid_out }),
            Err(diagnostics) => Err(Problem::Invalid { text, diagnostics }),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The policy that it is.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The stamp of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn stamp(&self, name: &str) -> Result<&Stamp, Problem> {
        let stamps = self.policy.stamps();
        stamps.iter().find(|stamp| stamp.name.as_str() == name).ok_or_else(|| Problem::Unknown {
            what: "stamp",
            name: name.into(),
            advice: advice(name, stamps.iter().map(|stamp| stamp.name.as_str())),
        })
    }

    /// The text taken apart. It has been before, so that it cannot be is no more than a form of words.
    fn tree(&self) -> Result<Tree<'_>, Problem> {
        let mut sink = Sink::default();
        Tree::parse(&self.text, &mut sink)
            .ok_or_else(|| Problem::Invalid { text: self.text.clone(), diagnostics: sink.into_diagnostics() })
    }

    /// The text with these changes.
    fn edited(&self, splices: Vec<Splice>) -> Result<Self, Problem> {
        let text = splice::apply(&self.text, splices);
        let text = if self.laid_out { format(&text).unwrap_or(text) } else { text };
        Self::new(text, self.laid_out)
    }

    /// How its lines end: as the first does.
    fn line_end(&self) -> &'static str {
        match self.text.split_once('\n') {
            Some((first, _)) if first.ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }
}
