//! Whatever the policy: an edit changes what it is about, and nothing else.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use analysis::edit::{At, Entry, NewMove, PolicyText, Targets, Whom};
use analysis::format::format;
use placement::{Percent, Slice, State};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// Every so many policies of the oracle's corpus are edited.
const EVERY: usize = 25;

/// The policies of the repository, and many small ones, as they are and laid out.
fn policies() -> &'static [PolicyText] {
    static POLICIES: OnceLock<Vec<PolicyText>> = OnceLock::new();
    POLICIES.get_or_init(|| {
        let file =
            |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap();
        let ours = ["contoso", "tutorial", "one-hub"].map(|name| file(&format!("policies/{name}.toml")));
        let corpus = file("oracle/corpus/decisions.ndjson");
        let small = corpus.lines().step_by(EVERY).map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["policy"].as_str().unwrap().to_owned()
        });
        let sources = ours.into_iter().chain(small);
        let both = sources.flat_map(|source| [format(&source).unwrap(), source]);
        both.map(|source| PolicyText::parse(source).unwrap()).collect()
    })
}

/// What a text says besides white space, in its order; comments too, or only they.
fn tokens(text: &str, only_comments: bool) -> Vec<&str> {
    let blank = [TokenKind::Whitespace, TokenKind::Newline, TokenKind::Eof];
    let tokens = Source::new(text).lex().filter(|token| !blank.contains(&token.kind()));
    let tokens = tokens.filter(|token| !only_comments || token.kind() == TokenKind::Comment);
    tokens.map(|token| text[token.span().start()..token.span().end()].trim_end()).collect()
}

/// What is between the beginning and the end that two lists share: of the one, and of the other.
fn between<'s>(before: &'s [&'s str], after: &'s [&'s str]) -> (&'s [&'s str], &'s [&'s str]) {
    let head = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[head..], &after[head..]);
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    (&before[..before.len() - tail], &after[..after.len() - tail])
}

/// Holds an edit to what all have in common, and gives the tokens that went and that came.
fn changes(before: &PolicyText, after: &PolicyText) -> (usize, usize) {
    let (old, new) = (before.text(), after.text());
    assert_eq!(format(old).unwrap() == old, format(new).unwrap() == new, "{new}");
    let (one, other) = (tokens(old, false), tokens(new, false));
    let (went, came) = between(&one, &other);
    (went.len(), came.len())
}

fn states(text: &PolicyText) -> Vec<State> {
    text.policy().stamps().iter().map(|stamp| stamp.state).collect()
}

fn percent() -> impl Strategy<Value = Percent> {
    (0..=100_000_u32)
        .prop_map(|thousandths| Percent::parse(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 150 } else { 10_000 }))]

    #[test]
    fn a_state_is_the_only_one_that_changes(at in any::<Index>(), stamp in any::<Index>(), state in 0..4_usize) {
        let before = at.get(policies());
        let number = stamp.index(before.policy().stamps().len());
        let name = before.policy().stamps()[number].name.as_str();
        let state = State::ALL[state];
        let Ok(after) = before.with_state(name, state) else {
            prop_assert!(before.held_down(name).unwrap().is_some());
            return Ok(());
        };
        let mut expected = states(before);
        expected[number] = state;
        prop_assert_eq!(states(&after), expected);
        prop_assert_eq!(tokens(before.text(), true), tokens(after.text(), true));
        let changed = changes(before, &after);
        prop_assert!([(0, 0), (1, 1), (0, 3), (0, 4)].contains(&changed), "{:?}", changed);
    }

    #[test]
    fn an_end_is_the_only_one_that_changes(at in any::<Index>(), asked in any::<Index>(), end in percent()) {
        let before = at.get(policies());
        let cohorts = before.cohorts();
        prop_assume!(!cohorts.is_empty());
        let number = asked.index(cohorts.len());
        let Ok(after) = before.with_ends(&cohorts[number..=number], end) else {
            prop_assert!(cohorts[number].slice.start >= end);
            return Ok(());
        };
        let slices = |text: &PolicyText| text.cohorts().iter().map(|each| each.slice).collect::<Vec<_>>();
        let mut expected = slices(before);
        expected[number].end = end;
        prop_assert_eq!(slices(&after), expected);
        prop_assert_eq!(tokens(before.text(), true), tokens(after.text(), true));
        let changed = changes(before, &after);
        prop_assert!(changed.0 <= 3 && changed.1 <= 3, "{:?}", changed);
    }

    #[test]
    fn a_move_that_is_put_in_and_taken_out_leaves_no_trace(
        at in any::<Index>(), from in any::<Index>(), place in any::<Index>(), end in percent(),
    ) {
        let before = at.get(policies());
        let stamps = before.policy().stamps();
        prop_assume!(stamps.len() > 1);
        let moves: Vec<&str> = before.policy().moves().iter().map(|each| &*each.name).collect();
        let name = || moves[place.index(moves.len())].to_owned();
        let place = match place.index(4) {
            0 => At::First,
            1 if !moves.is_empty() => At::Before(name()),
            2 if !moves.is_empty() => At::After(name()),
            _ => At::Last,
        };
        let order = NewMove {
            name: "a \"new\" one".into(),
            description: None,
            from: vec![from.get(stamps).name.as_str().into()],
            to: Targets::Others,
            whom: Whom::All,
            cohort: Some(("new.one".into(), Slice { start: Percent::ZERO, end })),
            when: None,
        };
        let after = before.with_move(&order, &place).unwrap();
        let mut expected = moves.clone();
        let number = match &place {
            At::First => 0,
            At::Last => moves.len(),
            At::Before(name) => moves.iter().position(|each| each == name).unwrap(),
            At::After(name) => moves.iter().position(|each| each == name).unwrap() + 1,
        };
        expected.insert(number, &order.name);
        let names = after.policy().moves().iter().map(|each| &*each.name);
        prop_assert_eq!(names.collect::<Vec<_>>(), expected);
        prop_assert_eq!(tokens(before.text(), true), tokens(after.text(), true));
        prop_assert_eq!(changes(before, &after).0, 0);
        let back = after.without(&Entry::Move(order.name.clone())).unwrap();
        prop_assert_eq!(tokens(back.text(), false), tokens(before.text(), false));
        if format(before.text()).unwrap() == before.text() {
            prop_assert_eq!(back.text(), before.text());
        }
    }

    #[test]
    fn an_entry_that_is_taken_out_takes_nothing_else_with_it(at in any::<Index>(), entry in any::<Index>()) {
        let before = at.get(policies());
        let policy = before.policy();
        let rules = policy.attributes().iter().flat_map(|attribute| {
            attribute.rules.iter().map(|rule| Entry::Rule { attribute: attribute.name.as_str().into(), rule: (*rule.name).into() })
        });
        let moves = policy.moves().iter().map(|each| Entry::Move((*each.name).into()));
        let guarantees = policy.guarantees().iter().map(|each| Entry::Guarantee((*each.name).into()));
        let all: Vec<Entry> = rules.chain(moves).chain(guarantees).collect();
        prop_assume!(!all.is_empty());
        let Ok(after) = before.without(entry.get(&all)) else { return Ok(()) };
        let counts = |text: &PolicyText| {
            let policy = text.policy();
            let rules = policy.attributes().iter().map(|attribute| attribute.rules.len()).sum::<usize>();
            (policy.stamps().len() + policy.pins().len() + policy.fallbacks().len(), rules + policy.moves().len() + policy.guarantees().len())
        };
        let (others, mine) = counts(before);
        prop_assert_eq!(counts(&after), (others, mine - 1));
        prop_assert_eq!(changes(before, &after).1, 0, "{}", after.text());
    }
}
