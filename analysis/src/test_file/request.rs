//! Reads what a test asks.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::diagnostic::Sink;
use placement::node::Node;
use placement::{Code, Diagnostic};

use super::Request;
use super::body::{Attestation, Body, Enrollment, GROUP};
use super::names::Names;

pub(crate) fn read(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Request> {
    match node.text() {
        Some(path) => Some(Request::File { path: path.to_owned(), span: node.span() }),
        None => fields(node, names, sink).map(|body| Request::Body(body.to_bytes())),
    }
}

fn fields(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Body> {
    exclude(node, "current-stamp", "current-hub", sink);
    exclude(node, "linked-stamps", "linked-hubs", sink);
    let object = |word: &str, sink: &mut Sink| match node.get(word) {
        Some(object) => object.json_object(sink).map(Some),
        None => Some(None),
    };
    let twin = object("twin", sink);
    let payload = object("payload", sink);
    let current_hub = current_hub(node, names, sink);
    let linked_hubs = linked_hubs(node, names, sink);
    let enrollment = enrollment(node, sink);
    Some(Body {
        registration_id: node.text_of("registration-id")?.to_owned(),
        enrollment,
        attestation: attestation(node),
        iot_edge: flag(node, "iot-edge"),
        never_reprovision: flag(node, "never-reprovision"),
        twin: twin?,
        payload: payload?,
        current_hub: current_hub?,
        linked_hubs: linked_hubs?,
    })
}

fn flag(node: Node<'_>, word: &str) -> bool {
    node.get(word).and_then(|flag| flag.flag()).unwrap_or(false)
}

/// Reports two words that say the same thing.
fn exclude(node: Node<'_>, one: &str, other: &str, sink: &mut Sink) {
    if let (Some(first), Some(second)) = (node.pair(one), node.pair(other)) {
        let diagnostic =
            Diagnostic::new(Code::Conflict, second.key_span(), format!("`{one}` and `{other}` say the same thing"));
        sink.push(diagnostic.related(first.key_span(), "the other one").help("leave one of them out"));
    }
}

fn enrollment(node: Node<'_>, sink: &mut Sink) -> Enrollment {
    let individual = flag(node, "individual-enrollment");
    if let Some(group) = node.pair("enrollment-group").filter(|_| individual) {
        let message = "a device comes by a group or by an individual enrollment".into();
        let diagnostic = Diagnostic::new(Code::Conflict, group.key_span(), message);
        sink.push(diagnostic.help("leave out `enrollment-group`, or `individual-enrollment`"));
    }
    if individual {
        Enrollment::Individual
    } else {
        Enrollment::Group(node.text_of("enrollment-group").unwrap_or(GROUP).to_owned())
    }
}

fn attestation(node: Node<'_>) -> Attestation {
    match node.text_of("attestation") {
        Some("x509") => Attestation::X509,
        Some("tpm") => Attestation::Tpm,
        _ => Attestation::SymmetricKey,
    }
}

fn current_hub(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Option<String>> {
    match node.get("current-stamp") {
        Some(stamp) => names.stamp(stamp, sink).map(|stamp| Some(stamp.hub.to_string())),
        None => Some(node.text_of("current-hub").map(ToOwned::to_owned)),
    }
}

fn linked_hubs(node: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Vec<String>> {
    if let Some(stamps) = node.get("linked-stamps") {
        let hubs: Vec<_> =
            stamps.many().map(|stamp| names.stamp(stamp, sink).map(|stamp| stamp.hub.to_string())).collect();
        return hubs.into_iter().collect();
    }
    Some(match node.get("linked-hubs") {
        Some(hubs) => hubs.many().filter_map(|hub| hub.text()).map(ToOwned::to_owned).collect(),
        None => names.stamps().iter().map(|stamp| stamp.hub.to_string()).collect(),
    })
}
