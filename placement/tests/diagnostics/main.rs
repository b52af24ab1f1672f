//! Every diagnostic by an example: a policy with one mistake, which is marked, and what is said about it.

mod conditions;
mod example;
mod form;
mod names;
mod orders;
mod stamps;

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use example::{AWAY, Example, HOME, TOP};
use placement::diagnostic::Sink;
use placement::node::{Node, Tree};
use placement::{Code, Diagnostic, Policy, Severity};

fn examples() -> Vec<Example> {
    [form::examples(), names::examples(), stamps::examples(), conditions::examples(), orders::examples()].concat()
}

fn diagnostics(source: &str) -> Vec<Diagnostic> {
    Policy::parse(source).map_or_else(|problems| problems, |checked| checked.warnings)
}

#[test]
fn every_mistake_is_said_in_plain_words_at_its_place() {
    for Example { code, policy, message, help } in examples() {
        let start = policy.find('«').unwrap();
        let end = policy.find('»').unwrap() - '«'.len_utf8();
        let source = policy.replace(['«', '»'], "");
        let [found] = <[Diagnostic; 1]>::try_from(diagnostics(&source))
            .unwrap_or_else(|found| panic!("{code}: not one diagnostic, but {found:#?} of\n{source}"));
        let said = (found.code, &*found.message, found.help.as_deref().unwrap_or_default(), found.span);
        assert_eq!(said, (code, message, help, start..end), "{source}");
    }
}

#[test]
fn every_code_has_an_example() {
    let shown: BTreeSet<Code> = examples().into_iter().map(|example| example.code).collect();
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn messages_are_lower_case_without_a_full_stop() {
    for Example { message, help, .. } in examples() {
        for text in [message, help] {
            let begins_well = text.is_empty() || text.starts_with("JSON") || !text.starts_with(char::is_uppercase);
            assert!(begins_well && !text.ends_with('.'), "{text}");
        }
    }
}

#[test]
fn lines_and_columns_are_counted_from_one_in_characters() {
    let source = format!("{TOP}description = 'äöü'\n{HOME}labels = {{ \"größe\" = 'L' }}\n");
    let places: Vec<_> = diagnostics(&source).iter().map(|found| found.position(&source)).collect();
    assert_eq!(places, [(10, 12)]);
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let source = format!("\u{feff}langage = 1\n{TOP}{HOME}");
    let places: Vec<_> = diagnostics(&source).iter().map(|found| found.position(&source)).collect();
    assert_eq!(places, [(1, 1)]);
}

#[test]
fn everything_is_said_at_once_in_the_order_of_the_text() {
    let source = format!("{TOP}revison = '1'\n{HOME}weight = 0\nstate = 'opne'\n[[move]]\nname = 'm'\nfrom = 'hone'\n");
    let said: Vec<_> = diagnostics(&source).iter().map(|found| (found.code, found.position(&source).0)).collect();
    let expected = [(Code::UnknownKey, 5), (Code::OutOfRange, 10), (Code::UnknownWord, 11), (Code::UnknownStamp, 14)];
    assert_eq!(said, expected);
}

#[test]
fn the_other_place_of_what_is_there_twice_is_shown() {
    let source = format!("{TOP}{HOME}{}", AWAY.replace("away'", "home'"));
    let [found] = <[Diagnostic; 1]>::try_from(diagnostics(&source)).unwrap();
    let [(span, why)] = &found.related[..] else { panic!("one other place") };
    assert_eq!((&source[span.clone()], why.as_str()), ("'home'", "the other one"));
    assert!(span.start < found.span.start);
}

/// The places of all values of a text.
fn values(node: Node<'_>, places: &mut Vec<Range<usize>>) {
    places.push(node.span());
    node.pairs().for_each(|pair| values(pair.node, places));
    node.items().for_each(|item| values(item, places));
}

/// A policy that is refused without a reason would leave its author alone.
#[test]
fn a_policy_that_is_refused_has_an_error_whatever_is_wrong_with_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml");
    let source = fs::read_to_string(file).unwrap();
    let mut places = Vec::new();
    values(Tree::parse(&source, &mut Sink::default()).unwrap().root(), &mut places);
    assert!(places.len() > 200, "{}", places.len());
    let others = ["0", "''", "'*'", "[]", "{}", "true", "[{}]", "-1.5", "{ not = 'x', labels = {} }"];
    for (at, place) in places.into_iter().enumerate() {
        // Two of them for each place, in turn: all of them for each take a quarter of a minute.
        for other in others.iter().cycle().skip(at).step_by(4).take(2) {
            let mut edited = source.clone();
            edited.replace_range(place.clone(), other);
            if let Err(problems) = Policy::parse(&edited) {
                let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
                assert!(errors > 0, "{place:?} as {other}: {problems:#?}");
                assert!(problems.iter().all(|problem| edited.get(problem.span.clone()).is_some()), "{place:?}");
            }
        }
    }
}
