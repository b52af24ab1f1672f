//! A page of HTML, read strictly: every element that is not void is closed where it has to be.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// An element, with everything in it.
#[derive(Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

enum Node {
    Element(Element),
    Text(String),
}

const VOID: [&[u8]; 2] = [b"meta", b"br"];

impl Element {
    /// The page of a text.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.strip_prefix("<!DOCTYPE html>").unwrap();
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if VOID.contains(&start.name().as_ref()) => {
                    open.last_mut().unwrap().children.push(Node::Element(Self::begun(&start)));
                }
                Event::Start(start) => open.push(Self::begun(&start)),
                Event::End(end) => {
                    let closed = open.pop().unwrap();
                    assert_eq!(closed.name.as_bytes(), end.name().as_ref(), "closed is what was opened last");
                    open.last_mut().unwrap().children.push(Node::Element(closed));
                }
                Event::Text(text) => {
                    let text = text.decode().unwrap().into_owned();
                    open.last_mut().unwrap().children.push(Node::Text(text));
                }
                Event::GeneralRef(reference) => {
                    let text = unescape(&format!("&{};", reference.decode().unwrap())).unwrap().into_owned();
                    open.last_mut().unwrap().children.push(Node::Text(text));
                }
                Event::Eof => break,
                other => panic!("not in a report: {other:?}"),
            }
        }
        assert_eq!(open.len(), 1, "everything is closed");
        open.pop().unwrap()
    }

    fn begun(start: &BytesStart<'_>) -> Self {
        let attribute = |one: quick_xml::events::attributes::Attribute<'_>| {
            let name = String::from_utf8(one.key.as_ref().to_vec()).unwrap();
            (name, one.unescape_value().unwrap().into_owned())
        };
        let attributes = start.attributes().map(|one| attribute(one.unwrap())).collect();
        Self { name: String::from_utf8(start.name().as_ref().to_vec()).unwrap(), attributes, children: Vec::new() }
    }

    /// All elements, from top to bottom.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let below = self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element.all()),
            Node::Text(_) => None,
        });
        [self].into_iter().chain(below.flatten()).collect()
    }

    /// All elements of a name.
    pub(crate) fn named(&self, name: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// The section whose heading has this ID.
    pub(crate) fn section(&self, id: &str) -> Option<&Self> {
        self.named("section")
            .into_iter()
            .find(|section| section.attributes.get("aria-labelledby").is_some_and(|label| label == id))
    }

    /// The text in it.
    pub(crate) fn text(&self) -> String {
        let text = self.children.iter().map(|node| match node {
            Node::Element(element) if element.name == "br" => " ".to_owned(),
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        });
        text.collect()
    }

    /// The cells of the rows of its part that has this name: `tbody` or `tfoot`.
    pub(crate) fn rows(&self, part: &str) -> Vec<Vec<String>> {
        let rows = self.named(part).into_iter().flat_map(|part| part.named("tr"));
        let is_cell = |cell: &&Self| ["td", "th"].contains(&cell.name.as_str());
        rows.map(|row| row.all().into_iter().filter(is_cell).map(Self::text).collect()).collect()
    }
}

/// A number as people read it.
pub(crate) fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
