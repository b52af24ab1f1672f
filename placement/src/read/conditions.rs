//! Reads conditions.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use dps::AttestationKind;

use super::symbols::Symbols;
use crate::attribute::{AttributeId, ValueSet};
use crate::condition::{Asks, Atom, Cohort, Condition};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::field::{Field, FieldTest, Scalar};
use crate::glob::Glob;
use crate::hash::{Domain, HashKey};
use crate::name::Name;
use crate::node::{Node, Pair};
use crate::percent::{Percent, Slice};
use crate::pointer::Pointer;
use crate::text::{TextList, TextPattern, TextTest, fold};
use crate::version::Version;

/// Reads conditions of one place in the policy.
#[derive(Clone, Copy)]
pub(crate) struct Conditions<'r> {
    pub(crate) symbols: &'r Symbols<'r>,
    pub(crate) key: &'r HashKey,
    /// How many attributes, from the first on, may be looked at.
    pub(crate) visible: usize,
}

/// The condition under `when`; an entry without one always applies.
pub(crate) fn when(conditions: &Conditions<'_>, entry: Node<'_>, sink: &mut Sink) -> Option<Condition> {
    match entry.get("when") {
        Some(table) => conditions.table(table, sink),
        None => Some(Condition::always()),
    }
}

/// Warns of a place that no initial twin has.
pub(crate) fn warn_outside_twin(place: &Pointer, at: Range<usize>, sink: &mut Sink) {
    if !place.as_str().starts_with("/tags/") && !place.as_str().starts_with("/properties/desired/") {
        let diagnostic =
            Diagnostic::new(Code::PlaceOutsideTwin, at, format!("an initial twin has nothing at `{place}`"));
        sink.push(diagnostic.help(format!("write `/tags{place}` or `/properties/desired{place}`")));
    }
}

impl Conditions<'_> {
    /// An attribute that may be looked at here.
    pub(crate) fn visible_attribute(&self, name: &str, at: Range<usize>, sink: &mut Sink) -> Option<AttributeId> {
        let attribute = self.symbols.attribute(name, at.clone(), sink)?;
        if attribute.0 >= self.visible {
            let message = format!("`{name}` is not described yet where this rule looks at it");
            let diagnostic = Diagnostic::new(Code::DescribedLater, at, message);
            sink.push(diagnostic.help("a rule may look only at attributes above its own: put that attribute above"));
            return None;
        }
        Some(attribute)
    }

    fn table(&self, table: Node<'_>, sink: &mut Sink) -> Option<Condition> {
        let read: Vec<_> = in_text_order(table).into_iter().map(|pair| self.key(pair, sink)).collect();
        read.into_iter().collect::<Option<_>>().map(Condition::all)
    }

    fn list(&self, list: Node<'_>, sink: &mut Sink) -> Option<Vec<Condition>> {
        let read: Vec<_> = list.items().map(|item| self.table(item, sink)).collect();
        read.into_iter().collect()
    }

    fn key(&self, pair: Pair<'_>, sink: &mut Sink) -> Option<Condition> {
        let node = pair.node;
        let asks = match pair.key {
            "all" => return self.list(node, sink).map(Condition::All),
            "any" => return self.list(node, sink).map(Condition::Any),
            "not" => return self.table(node, sink).map(|condition| Condition::Not(Box::new(condition))),
            "is" => return all(node, |attribute| self.is(attribute, sink)),
            "twin" => return all(node, |place| field(place, true, sink).map(Asks::Twin)),
            "payload" => return all(node, |place| field(place, false, sink).map(Asks::Payload)),
            "cohort" => self.cohort(node, sink).map(Asks::Cohort),
            "enrollment-group" => self.text(node, false, sink).map(Asks::EnrollmentGroup),
            "registration-id" => self.text(node, true, sink).map(Asks::RegistrationId),
            "individual-enrollment" => node.flag().map(Asks::Individual),
            "attestation" => attestation(node).map(Asks::Attestation),
            "iot-edge" => node.flag().map(Asks::IotEdge),
            _ => None,
        };
        Some(atom(pair, asks?))
    }

    fn is(&self, pair: Pair<'_>, sink: &mut Sink) -> Option<Asks> {
        let attribute = self.visible_attribute(pair.key, pair.key_span(), sink)?;
        let values: Vec<_> = pair.node.many().map(|value| self.symbols.value(attribute, value, sink)).collect();
        Some(Asks::Is(attribute, ValueSet(values.into_iter().collect::<Option<_>>()?)))
    }

    fn cohort(&self, node: Node<'_>, sink: &mut Sink) -> Option<Cohort> {
        let slice = slice(node.get("percent")?, sink);
        let name = Name::parse(node.text_of("name")?).ok()?;
        Some(Cohort { hash: self.key.hash(Domain::Cohort, name.as_str()), name, slice: slice? })
    }

    /// `of_id`: the text is a registration ID, whose alphabet is known.
    fn text(&self, node: Node<'_>, of_id: bool, sink: &mut Sink) -> Option<TextTest> {
        let before = sink.0.len();
        let patterns: Option<Vec<_>> = if node.table().is_some() {
            let read: Vec<_> = node.pairs().map(|pair| self.pattern(pair, of_id, sink)).collect();
            read.into_iter().collect()
        } else {
            Some([TextPattern::Lists([whole(node, of_id, sink)].into())].into())
        };
        patterns.filter(|_| sink.0.len() == before).map(TextTest)
    }

    fn pattern(&self, pair: Pair<'_>, of_id: bool, sink: &mut Sink) -> Option<TextPattern> {
        if pair.key == "list" {
            let lists: Vec<_> = pair.node.many().map(|name| self.named_list(name, of_id, sink)).collect();
            return lists.into_iter().collect::<Option<_>>().map(TextPattern::Lists);
        }
        if of_id {
            pair.node.many().for_each(|text| matchable(text, pair.key == "glob", sink));
        }
        let texts = || pair.node.many().filter_map(|text| text.text()).map(fold);
        Some(match pair.key {
            "prefix" => TextPattern::Prefix(texts().map(Into::into).collect()),
            "suffix" => TextPattern::Suffix(texts().map(Into::into).collect()),
            "contains" => TextPattern::Contains(texts().map(Into::into).collect()),
            "glob" => TextPattern::Glob(texts().map(|text| Glob::new(&text)).collect()),
            _ => return None,
        })
    }

    fn named_list(&self, name: Node<'_>, of_id: bool, sink: &mut Sink) -> Option<TextList> {
        let (node, list) = self.symbols.list(name, sink)?;
        if of_id {
            node.items().for_each(|text| matchable(text, false, sink));
        }
        Some(list.clone())
    }
}

fn whole(node: Node<'_>, of_id: bool, sink: &mut Sink) -> TextList {
    if of_id {
        node.many().for_each(|text| matchable(text, false, sink));
    }
    node.many().filter_map(|text| text.text()).collect()
}

/// Reports a text or pattern that no registration ID can match.
fn matchable(node: Node<'_>, glob: bool, sink: &mut Sink) {
    let admits =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':') || glob && matches!(c, '*' | '?');
    if let Some(c) = node.text().and_then(|text| text.chars().find(|c| !admits(*c))) {
        let message = format!("no registration ID has the character `{}`", c.escape_debug());
        let diagnostic = Diagnostic::new(Code::BadPattern, node.span(), message);
        let wildcard = matches!(c, '*' | '?');
        sink.push(diagnostic.help(if wildcard {
            "`*` and `?` have a meaning only in `glob`"
        } else {
            "they are made of letters, digits, `-`, `.`, `_` and `:`"
        }));
    }
}

fn slice(node: Node<'_>, sink: &mut Sink) -> Option<Slice> {
    let mut ends: Vec<Percent> = Vec::new();
    for number in node.many() {
        ends.push(Percent::parse(number.number()?).ok()?);
    }
    match (ends.as_slice(), node.value.is_array()) {
        ([end], false) => Some(Slice { start: Percent::ZERO, end: *end }),
        ([start, end], true) if start < end => Some(Slice { start: *start, end: *end }),
        ([start, end], true) => {
            let diagnostic =
                Diagnostic::new(Code::EmptySlice, node.span(), format!("nobody is from {start} to {end} percent"));
            sink.push(diagnostic.help("write the lower end first; for nobody, write `percent = 0`"));
            None
        }
        _ => None,
    }
}

fn atom(pair: Pair<'_>, asks: Asks) -> Condition {
    Condition::Atom(Atom { place: pair.key_span().start..pair.node.span().end, asks })
}

/// The pairs of a table as they stand in the text: the first of them that fails is the first that an author reads.
fn in_text_order(table: Node<'_>) -> Vec<Pair<'_>> {
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for pair in table.pairs() {
        // A few words at most: not worth the code of a sort.
        let before = pairs.partition_point(|earlier| earlier.key_span().start < pair.key_span().start);
        pairs.insert(before, pair);
    }
    pairs
}

/// A question for each key of a table, all of which must be answered with yes.
fn all(table: Node<'_>, mut asks: impl FnMut(Pair<'_>) -> Option<Asks>) -> Option<Condition> {
    let read: Vec<_> = in_text_order(table).into_iter().map(|pair| asks(pair).map(|asks| atom(pair, asks))).collect();
    read.into_iter().collect::<Option<_>>().map(Condition::all)
}

fn field(pair: Pair<'_>, of_twin: bool, sink: &mut Sink) -> Option<Field> {
    let place = Pointer::parse(pair.key).ok()?;
    if of_twin {
        warn_outside_twin(&place, pair.key_span(), sink);
    }
    let test = if pair.node.table().is_some() { test(pair.node, sink)? } else { FieldTest::OneOf(scalars(pair.node)?) };
    Some(Field { place, test })
}

fn test(node: Node<'_>, sink: &mut Sink) -> Option<FieldTest> {
    let version = |word| node.text_of(word).map(Version::parse);
    match (node.pair("present"), version("at-least"), version("below")) {
        (Some(present), None, None) => present.node.flag().map(FieldTest::Present),
        (Some(present), ..) => {
            let diagnostic =
                Diagnostic::new(Code::Conflict, present.key_span(), "`present` stands beside a version".into());
            sink.push(diagnostic.help("leave `present` out: what is absent is no version"));
            None
        }
        (None, at_least, below) => {
            let (at_least, below) = (flatten(at_least)?, flatten(below)?);
            empty_range(node, at_least.as_ref(), below.as_ref(), sink);
            Some(FieldTest::Version { at_least, below })
        }
    }
}

/// None where the version that was given is none.
fn flatten(version: Option<Option<Version>>) -> Option<Option<Version>> {
    match version {
        Some(None) => None,
        given => Some(given.flatten()),
    }
}

fn empty_range(node: Node<'_>, at_least: Option<&Version>, below: Option<&Version>, sink: &mut Sink) {
    if let (Some(at_least), Some(below)) = (at_least, below)
        && at_least >= below
    {
        let diagnostic =
            Diagnostic::new(Code::EmptySlice, node.span(), "no version is at least the one and below the other".into());
        sink.push(diagnostic.help("write the lower version as `at-least`"));
    }
}

fn scalars(node: Node<'_>) -> Option<Vec<Scalar>> {
    let scalar = |node: Node<'_>| {
        let text = node.text().map(|text| Scalar::Text(text.into()));
        text.or_else(|| node.flag().map(Scalar::Flag)).or_else(|| node.whole().map(Scalar::Whole))
    };
    node.many().map(scalar).collect()
}

fn attestation(node: Node<'_>) -> Option<Vec<AttestationKind>> {
    let words: BTreeMap<&str, AttestationKind> = [
        ("symmetric-key", AttestationKind::SymmetricKey),
        ("x509", AttestationKind::X509),
        ("tpm", AttestationKind::Tpm),
    ]
    .into();
    node.many().map(|word| words.get(word.text()?).copied()).collect()
}
