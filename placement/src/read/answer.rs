//! Reads what the answer carries besides the hub.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;
use toml::de::DeValue;

use super::symbols::Symbols;
use crate::attribute::AttributeId;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::name::Name;
use crate::nearest::advice;
use crate::node::Node;
use crate::template::{AnswerTemplate, JsonTemplate, ObjectTemplate, Piece, Placeholder, pieces};

pub(crate) fn read(root: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<AnswerTemplate> {
    let Some(answer) = root.get("answer") else { return Some(AnswerTemplate::default()) };
    let twin = answer.get("twin").map(|twin| object(twin, symbols, sink));
    let payload = answer.get("payload").map(|payload| object(payload, symbols, sink));
    let whole = |template: Option<Option<ObjectTemplate>>| template.map_or(Some(None), |read| read.map(Some));
    Some(AnswerTemplate { twin: whole(twin)?, payload: whole(payload)? })
}

fn object(node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<ObjectTemplate> {
    let read: Vec<_> = node.pairs().map(|pair| Some((pair.key.into(), json(pair.node, symbols, sink)?))).collect();
    read.into_iter().collect()
}

fn json(node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<JsonTemplate> {
    match node.value {
        DeValue::String(text) => self::text(text, node, symbols, sink),
        DeValue::Array(_) => {
            let read: Vec<_> = node.items().map(|item| json(item, symbols, sink)).collect();
            read.into_iter().collect::<Option<_>>().map(JsonTemplate::Array)
        }
        DeValue::Table(_) => object(node, symbols, sink).map(JsonTemplate::Object),
        _ => node.json_scalar(sink).map(JsonTemplate::Fixed),
    }
}

fn text(text: &str, node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<JsonTemplate> {
    match pieces(text, |name| placeholder(name, symbols)) {
        Ok(pieces) => Some(match pieces.as_slice() {
            [Piece::Literal(literal)] => JsonTemplate::Fixed(Value::String(literal.as_ref().into())),
            _ => JsonTemplate::Text(pieces),
        }),
        Err((part, why)) => {
            sink.push(
                Diagnostic::new(Code::BadPlaceholder, node.span(), format!("`{part}` is no placeholder")).help(why),
            );
            None
        }
    }
}

/// What a placeholder's text stands for; or what to write instead.
fn placeholder(text: &str, symbols: &Symbols<'_>) -> Result<Placeholder, String> {
    if let Some(label) = text.strip_prefix("stamp.labels.") {
        let names = symbols.label_names();
        let known = Name::parse(label).ok().filter(|_| names.contains(&label));
        return known.map(Placeholder::StampLabel).ok_or_else(|| instead(label, "stamp.labels.", &names));
    }
    if let Some(attribute) = text.strip_prefix("attributes.") {
        let names: Vec<&str> =
            (0..symbols.attribute_count()).map(|id| symbols.attribute_name(AttributeId(id))).collect();
        let known = names.iter().position(|name| *name == attribute).map(AttributeId);
        return known.map(Placeholder::Attribute).ok_or_else(|| instead(attribute, "attributes.", &names));
    }
    Ok(match text {
        "stamp.name" => Placeholder::StampName,
        "stamp.application" => Placeholder::StampApplication,
        "policy.name" => Placeholder::PolicyName,
        "policy.revision" => Placeholder::PolicyRevision,
        _ => return Err(instead(text, "", &WORDS)),
    })
}

const WORDS: [&str; 6] =
    ["stamp.name", "stamp.application", "stamp.labels.…", "attributes.…", "policy.name", "policy.revision"];

fn instead(word: &str, namespace: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|name| format!("{{{namespace}{name}}}")).collect();
    advice(&format!("{{{namespace}{word}}}"), known.iter().map(String::as_str))
}
