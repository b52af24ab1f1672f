//! The one way in which policies and test files are laid out.
//!
//! Only white space changes, and the comma behind the last item of a list. Keys, values and comments stay as they are
//! spelled, in their order, and where the author broke a list it stays broken.

mod document;
mod events;
mod lines;
mod run;
mod value;

use alloc::string::String;
use alloc::vec::Vec;

use placement::Diagnostic;
use placement::diagnostic::Sink;
use placement::node::Tree;

use document::Document;
use events::Events;

/// The text laid out anew: doing it again changes nothing, and it means what it meant.
///
/// - `=` and the comments behind values stand below each other, in lines that no empty line parts.
/// - An empty line stands before each header, and elsewhere at most one where the author left some.
/// - What a header below a `[[list]]` opens is indented by two spaces for each such list.
/// - Lines end as the first of them does. A byte order mark goes.
///
/// # Errors
/// The text is not TOML: all of its syntax errors, in the order of the text.
pub fn format(source: &str) -> Result<String, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    // From here on the text is known to be TOML that is nested no deeper than can be walked.
    match Tree::parse(source, &mut sink) {
        Some(_) => Ok(lines::write(Document::read(Events::of(source)))),
        None => Err(sink.into_diagnostics()),
    }
}

/// Whether a text, by its first words, is meant to be a policy: to tell policies from other TOML files in a folder.
/// A text that is not TOML could be one.
pub fn is_policy(source: &str) -> bool {
    let words = ["language", "hash", "seed"];
    match Tree::parse(source, &mut Sink::default()) {
        Some(tree) => words.iter().any(|word| tree.root().get(word).is_some()),
        None => true,
    }
}
