//! What is taken out of a policy is proposed in its place; and nothing that can be done to one leads astray.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use analysis::completion::Proposed;
use proptest::prelude::*;
use proptest::sample::Index;
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

use super::checked;

fn contoso() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml");
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// The keys and values of a text, with the key that each value stands behind.
fn words(source: &str) -> Vec<(String, Range<usize>)> {
    let mut events: Vec<Event> = Vec::new();
    parse_document(&Source::new(source).lex().into_vec(), &mut events, &mut ());
    let mut words = Vec::new();
    let (mut key, mut header) = (String::new(), false);
    for event in events {
        let span = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => header = true,
            EventKind::Newline => header = false,
            EventKind::SimpleKey if !header => {
                key = source[span.clone()].to_owned();
                words.push((format!("key {key}"), span));
            }
            EventKind::Scalar => words.push((key.clone(), span)),
            _ => {}
        }
    }
    words
}

/// Of each word of the text that is not proposed where it stood: what it was, and how often.
fn missed(source: &str, cut: impl Fn(&str, Range<usize>) -> String) -> String {
    let mut missed = BTreeMap::new();
    for (what, span) in words(source) {
        let word = &source[span.clone()];
        let options = checked(&cut(source, span.clone()), span.start).map(|completion| completion.options);
        let told = options.iter().flatten().any(|option| {
            let text = option.text.trim_end_matches(" = ");
            // One word of two or more lies within quotes.
            text == word || option.kind == Proposed::Placeholder && word.contains(text.trim_matches('"'))
        });
        if !told {
            *missed.entry(what).or_insert(0) += 1;
        }
    }
    let (keys, values): (Vec<_>, Vec<_>) = missed.into_iter().partition(|(what, _)| what.starts_with("key "));
    let counted = |(what, times): (String, usize)| if times == 1 { what } else { format!("{what} ({times})") };
    let keys: Vec<String> =
        keys.into_iter().map(|(key, times)| counted((key.replacen("key ", "", 1), times))).collect();
    let values: Vec<String> = values.into_iter().map(counted).collect();
    format!("keys: {}\nvalues of: {}", keys.join(", "), values.join(", "))
}

/// What is not proposed: texts, numbers and names that only their author knows, and what is named but once.
#[test]
fn what_is_taken_out_of_a_policy_is_proposed_also_with_the_rest_of_its_line() {
    let source = contoso();
    let word = |source: &str, span: Range<usize>| format!("{}{}", &source[..span.start], &source[span.end..]);
    let line = |source: &str, span: Range<usize>| {
        let end = source[span.end..].find('\n').unwrap();
        format!("{}{}", &source[..span.start], &source[span.end + end..])
    };
    let missed_words = missed(&source, word);
    snapbox::assert_data_eq!(
        &missed_words,
        snapbox::str![[r#"
keys: "/tags/pilot", "/tags/residency", AT, AU, CA, DE, FR, IT, JP, MX, SG, US, application, berlin-benches, dr, dryer, family, geo, policy, press, region, showroom-austin, showroom-berlin, stamp, support, trial
values of: "/tags/customer", "/tags/residency", application (11), at-least, below, berlin-benches (3), capacity (13), contains, description (9), enrollment-group (3), eu-2, eu-3, former-hubs, glob, hub (13), name (52), part (2), payload, percent (8), policy, prefix, reason (2), region (2), revision, seed, separator (2), suffix, twin, values (15), weight
"#]]
    );
    assert_eq!(missed(&source, line), missed_words);
}

/// The policy with a piece taken out, put elsewhere or broken by a sign.
fn mutilated() -> impl Strategy<Value = String> {
    let piece = (any::<Index>(), 0..40_usize);
    let sign = prop::sample::select(vec![
        "", "\"", "'", "\"\"\"", "[", "[[", "]", "{", "}", "=", ".", ",", "#", "\n", "\r\n", "\r", "\\", " ", "ö",
        "\u{feff}",
    ]);
    prop::collection::vec((piece, sign, any::<Index>()), 1..4).prop_map(|changes| {
        let mut chars: Vec<char> = contoso().chars().collect();
        for ((from, count), sign, to) in changes {
            let from = from.index(chars.len());
            let taken: Vec<char> = chars.drain(from..(from + count).min(chars.len())).collect();
            let to = to.index(chars.len());
            chars.splice(to..to, sign.chars().chain(taken));
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 50 } else { 1_000 }))]

    #[test]
    fn every_place_of_every_text_is_answered(source in mutilated(), places in prop::collection::vec(any::<Index>(), 50)) {
        for at in places {
            checked(&source, at.index(source.len() + 1));
        }
    }
}

proptest! {
    #[test]
    fn signs_without_sense_are_answered(source in "([\\[\\]{}=.,#\"'\\\\ \r\n]|stamp|geo|when|is|\"\"\"|ö){0,40}") {
        for at in 0..=source.len() {
            checked(&source, at);
        }
    }
}
