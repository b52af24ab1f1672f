//! What can stand at places of a JSON document: the classes are all there are, and documents have what they were made
//! of.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeMap;

use analysis::input::Answer;
use analysis::input::value::{Class, Classes, Question, conflict, document};
use placement::{FieldTest, Pointer, Scalar, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

const TEXTS: [&str; 10] = ["de", "DE", "De", "4.1", "4.1.0", "4", "0", "04.2", "other", "é"];
const VERSIONS: [&str; 7] = ["0", "0.1", "4", "4.0.1", "4.1", "4.2", "13"];

/// A question, owned.
#[derive(Clone, Debug)]
enum Asked {
    Test(FieldTest),
    Read(bool, BTreeMap<String, u32>),
}

impl Asked {
    fn question(&self) -> Question<'_> {
        match self {
            Self::Test(test) => Question::Test(test),
            Self::Read(fold, keys) => {
                Question::Read { fold: *fold, keys: keys.iter().map(|(key, number)| (key.as_str(), *number)).collect() }
            }
        }
    }

    /// As a rule reads, and as a condition holds.
    fn answer(&self, value: Option<&Value>) -> Answer {
        match self {
            Self::Test(test) => test.holds(value).into(),
            Self::Read(fold, keys) => match value.and_then(Value::as_str) {
                None => Answer::Nothing,
                Some(text) => {
                    let text = if *fold { text.to_ascii_lowercase() } else { text.into() };
                    keys.get(&text).map_or(Answer::Other, |number| Answer::Key(*number))
                }
            },
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(String::from),
        "[dDeE]{0,3}",
        "[0-4]{1,2}(\\.[0-4]{1,2}){0,3}"
    ]
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        text().prop_map(|text| Scalar::Text(text.into())),
        (-1_i64..4).prop_map(Scalar::Whole),
        any::<bool>().prop_map(Scalar::Flag),
    ]
}

fn bound() -> impl Strategy<Value = Option<Version>> {
    prop::option::of(prop::sample::select(&VERSIONS[..]).prop_map(|text| Version::parse(text).unwrap()))
}

fn asked() -> impl Strategy<Value = Asked> {
    let keys = |fold: bool| {
        let key = text().prop_map(move |key| if fold { key.to_ascii_lowercase() } else { key });
        prop::collection::btree_map(key, 0_u32..3, 1..4).prop_map(move |keys| Asked::Read(fold, keys))
    };
    prop_oneof![
        prop::collection::vec(scalar(), 1..4).prop_map(|scalars| Asked::Test(FieldTest::OneOf(scalars))),
        any::<bool>().prop_map(|wanted| Asked::Test(FieldTest::Present(wanted))),
        (bound(), bound()).prop_map(|(at_least, below)| Asked::Test(FieldTest::Version { at_least, below })),
        any::<bool>().prop_flat_map(keys),
    ]
}

/// A value other than `null`.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        2 => (-2_i64..6).prop_map(Value::from),
        1 => prop::sample::select(vec![json!(0.5), json!(1.0), json!(u64::MAX), json!([]), json!(["de"]), json!({ "x": 1 })]),
    ]
}

fn answers(asked: &[Asked], value: Option<&Value>) -> Vec<Answer> {
    asked.iter().map(|question| question.answer(value)).collect()
}

fn classes(asked: &[Asked]) -> Classes {
    Classes::of(&asked.iter().map(Asked::question).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_is_of_a_class_and_every_class_has_its_example(
        asked in prop::collection::vec(asked(), 0..5),
        values in prop::collection::vec(value(), 60),
    ) {
        let classes = classes(&asked);
        for class in classes.iter() {
            prop_assert_eq!(&*answers(&asked, class.example()), class.answers(), "{:?}", class);
        }
        for value in values.iter().map(Some).chain([None]) {
            let found: Vec<&Class> = classes.iter().filter(|class| class.answers() == answers(&asked, value)).collect();
            prop_assert_eq!(found.len(), 1, "{:?}", value);
            prop_assert!(value.is_some() || found[0].may_be_absent());
            prop_assert!(!value.is_some_and(Value::is_object) || found[0].may_be_container());
        }
        let container = classes.iter().find(|class| class.may_be_container()).unwrap();
        prop_assert_eq!(&*answers(&asked, Some(&json!({ "any": "thing" }))), container.answers());
    }

    #[test]
    fn a_document_has_at_every_place_what_was_asked_for(
        asked in prop::collection::vec(prop::collection::vec(asked(), 0..3), 5),
        choice in prop::collection::vec(any::<prop::sample::Index>(), 5),
    ) {
        let places = ["/a", "/a/b", "/a/b/0", "/a~1b", "/c/d"].map(|place| Pointer::parse(place).unwrap());
        let classes: Vec<Classes> = asked.iter().map(|asked| classes(asked)).collect();
        let chosen: Vec<(&Pointer, &Class)> = places
            .iter()
            .zip(classes.iter().zip(&choice))
            .map(|(place, (classes, index))| (place, classes.get(index.index(classes.iter().len())).unwrap()))
            .collect();
        let conflicts = chosen.iter().any(|one| chosen.iter().any(|other| conflict(*one, *other)));
        let document = document(&chosen);
        prop_assert_eq!(document.is_none(), conflicts);
        for ((place, class), asked) in chosen.iter().zip(&asked).filter(|_| !conflicts) {
            let found = place.find(document.as_ref().unwrap());
            prop_assert_eq!(&*answers(asked, found), class.answers(), "{} in {:?}", place, document);
        }
    }
}

#[test]
fn what_is_inside_something_needs_an_object_around_it() {
    let [outer, inner] = ["/tags", "/tags/geo"].map(|place| Pointer::parse(place).unwrap());
    let present = FieldTest::Present(true);
    let text = FieldTest::OneOf([Scalar::Text("eu".into())].into());
    let (around, within) = (Classes::of(&[Question::Test(&text)]), Classes::of(&[Question::Test(&present)]));
    let find = |classes: &Classes, holds: bool| {
        classes.iter().find(|class| class.answers()[0].holds() == holds).unwrap().clone()
    };
    assert!(conflict((&outer, &find(&around, true)), (&inner, &find(&within, true))));
    assert!(conflict((&inner, &find(&within, true)), (&outer, &find(&around, true))));
    assert!(!conflict((&outer, &find(&around, true)), (&inner, &find(&within, false))));
    let (tags, geo) = (find(&around, false), find(&within, true));
    let document = document(&[(&inner, &geo), (&outer, &tags)]);
    assert_eq!(document.map(Value::Object), Some(json!({ "tags": { "geo": "other" } })));
}

#[test]
fn versions_have_a_class_for_each_range() {
    let test =
        |at_least, below| FieldTest::Version { at_least: Version::parse(at_least), below: Version::parse(below) };
    let (old, new) = (test("4.1", "4.2"), test("4.2", "5"));
    let classes = Classes::of(&[Question::Test(&old), Question::Test(&new)]);
    let seen: Vec<_> =
        classes.iter().map(|class| (class.answers()[0].holds(), class.answers()[1].holds(), class.example())).collect();
    let examples = [json!("4.1"), json!("4.2")];
    assert_eq!(seen, [(false, false, None), (true, false, Some(&examples[0])), (false, true, Some(&examples[1]))]);
}

#[test]
fn a_key_in_any_letter_case_has_a_spelling_that_nothing_mentions() {
    let test = FieldTest::OneOf(["eu", "EU"].map(|text| Scalar::Text(text.into())).into());
    let classes = Classes::of(&[Question::Test(&test), Question::Read { fold: true, keys: [("eu", 7)].into() }]);
    let seen: Vec<_> =
        classes.iter().map(|class| (class.answers()[0].holds(), class.answers()[1], class.example())).collect();
    let [lower, mixed, other] = [json!("EU"), json!("Eu"), json!("other")];
    assert_eq!(
        seen,
        [
            (false, Answer::Nothing, None),
            (true, Answer::Key(7), Some(&lower)),
            (false, Answer::Key(7), Some(&mixed)),
            (false, Answer::Other, Some(&other)),
        ]
    );
}
