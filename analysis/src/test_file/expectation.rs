//! Reads what must come of a request.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::Object;
use placement::diagnostic::Sink;
use placement::node::{Node, Pair};
use placement::{Code, Diagnostic, Refusal};

use super::MALFORMED;
use super::names::Names;

/// What must come of a request: everything that is stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// The stamp that is the answer.
    pub stamp: Option<String>,
    /// The answer's hub, letter for letter.
    pub hub: Option<String>,
    /// The code of the refusal.
    pub refusal: Option<String>,
    /// The HTTP status. It is there wherever it follows from the rest.
    pub status: Option<u16>,
    /// What happens to the device, by its word ([`placement::How::word`]).
    pub how: Option<String>,
    /// Attributes with their values, or none.
    pub attributes: BTreeMap<String, Option<String>>,
    /// Entries that take part.
    pub by: Vec<String>,
    /// The answer's twin.
    pub twin: Expected<Object>,
    /// The answer's payload.
    pub payload: Expected<Object>,
}

/// What is expected of something that need not be there.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Expected<T> {
    /// Anything may be there, or nothing.
    #[default]
    Anything,
    /// Nothing may be there.
    Nothing,
    /// This must be there.
    Exactly(T),
}

/// Words that say something of an answer, which a refusal is not.
const OF_ANSWERS: [&str; 5] = ["stamp", "hub", "how", "twin", "payload"];

pub(crate) fn read(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Expectation> {
    states_an_outcome(node, sink);
    refuses_or_answers(node, sink);
    let stamp = node.get("stamp").map(|stamp| names.stamp(stamp, sink));
    let attributes = attributes(node, names, sink);
    let by = by(node, names, sink);
    let twin = object(node.get("twin"), sink);
    let payload = object(node.get("payload"), sink);
    let text = |word: &str| node.text_of(word).map(ToOwned::to_owned);
    Some(Expectation {
        stamp: match stamp {
            Some(stamp) => Some(stamp?.name.as_str().to_owned()),
            None => None,
        },
        hub: text("hub"),
        refusal: text("refusal"),
        status: status(node, sink),
        how: text("how"),
        attributes: attributes?,
        by: by?,
        twin: twin?,
        payload: payload?,
    })
}

fn states_an_outcome(node: Node<'_>, sink: &mut Sink) {
    let mut outcomes = OF_ANSWERS.iter().chain(&["refusal", "status"]);
    if node.pairs().next().is_some() && outcomes.all(|word| node.get(word).is_none()) {
        let message = "the expectation does not say whether there is an answer".into();
        let diagnostic = Diagnostic::new(Code::MissingKey, node.span(), message);
        sink.push(diagnostic.help("add `stamp`, `refusal` or `status`"));
    }
}

fn refuses_or_answers(node: Node<'_>, sink: &mut Sink) {
    let Some(refusal) = node.pair("refusal") else { return };
    for answer in OF_ANSWERS.iter().filter_map(|word| node.pair(word)) {
        let message = format!("a refusal has no `{}`", answer.key);
        let diagnostic = Diagnostic::new(Code::Conflict, answer.key_span(), message);
        sink.push(diagnostic.related(refusal.key_span(), "the refusal").help("leave one of them out"));
    }
}

/// The status that is stated, or that follows from what is.
fn status(node: Node<'_>, sink: &mut Sink) -> Option<u16> {
    let answers = OF_ANSWERS.iter().any(|word| node.get(word).is_some());
    let follows = node.text_of("refusal").and_then(status_of_refusal).or(answers.then_some(200));
    let stated = node.get("status").and_then(|status| Some((status, u16::try_from(status.whole()?).ok()?)));
    match (follows, stated) {
        (Some(follows), Some((at, stated))) if follows != stated => {
            let message = format!("the rest of the expectation means the status {follows}");
            sink.push(Diagnostic::new(Code::Conflict, at.span(), message).help("leave `status` out"));
        }
        _ => {}
    }
    follows.or(stated.map(|(_, status)| status))
}

fn status_of_refusal(code: &str) -> Option<u16> {
    if code == MALFORMED {
        return Some(400);
    }
    Refusal::ALL.into_iter().find(|refusal| refusal.code() == code).map(Refusal::status)
}

fn attributes(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<BTreeMap<String, Option<String>>> {
    let pairs = node.get("attributes").into_iter().flat_map(|attributes| attributes.pairs());
    let read: Vec<_> = pairs.map(|pair| attribute(pair, names, sink)).collect();
    read.into_iter().collect()
}

fn attribute(pair: Pair<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<(String, Option<String>)> {
    let attribute = names.attribute(pair.key, pair.key_span(), sink)?;
    let value = match pair.node.flag() {
        Some(_) => None,
        None => Some(names.value(attribute, pair.node, sink)?.to_owned()),
    };
    Some((pair.key.to_owned(), value))
}

fn by(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Vec<String>> {
    let entries = node.get("by").into_iter().flat_map(|by| by.many());
    let read: Vec<_> = entries.map(|entry| names.entry(entry, sink).map(ToOwned::to_owned)).collect();
    read.into_iter().collect()
}

fn object(node: Option<Node<'_>>, sink: &mut Sink) -> Option<Expected<Object>> {
    match node {
        None => Some(Expected::Anything),
        Some(node) if node.table().is_some() => node.json_object(sink).map(Expected::Exactly),
        Some(_) => Some(Expected::Nothing),
    }
}
