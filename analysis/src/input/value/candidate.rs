//! Finitely many values of which every class has one.
//!
//! No question tells apart lists, objects, and numbers and booleans that no question mentions, but by their presence.
//! Of the texts that are mentioned each is a candidate. A text that is not mentioned is either a mentioned one in other
//! letter case, and then no version unless it is written like the mentioned one; or a version, of which only the range
//! matters; or nothing that is asked for.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{FieldTest, Scalar};
use serde_json::{Map, Value};

use super::{Question, versions};

/// The candidates, those first that make the best examples; none is what is absent.
pub(super) fn candidates(questions: &[Question<'_>]) -> Vec<Option<Value>> {
    let texts: BTreeSet<&str> = questions.iter().flat_map(texts).collect();
    let numbers: BTreeSet<i64> = questions.iter().flat_map(scalars).filter_map(whole).collect();
    let respelled: Vec<String> = questions.iter().flat_map(|question| respelled(question, &texts)).collect();
    let unmentioned = (0..).find(|number| !numbers.contains(number));
    let mut all = Vec::from([None]);
    all.extend(texts.iter().map(|text| Some(Value::from(*text))));
    all.extend(respelled.into_iter().map(|text| Some(text.into())));
    all.push(Some(unmentioned_text(&texts).into()));
    all.extend(versions::ranges(questions, &texts).into_iter().map(|version| Some(version.into())));
    all.extend(numbers.iter().copied().chain(unmentioned).map(|number| Some(number.into())));
    all.extend([false, true].map(|flag| Some(flag.into())));
    all.push(Some(Value::Object(Map::new())));
    all
}

fn scalars<'p>(question: &Question<'p>) -> &'p [Scalar] {
    match question {
        Question::Test(FieldTest::OneOf(scalars)) => scalars,
        _ => &[],
    }
}

fn whole(scalar: &Scalar) -> Option<i64> {
    match scalar {
        Scalar::Whole(number) => Some(*number),
        _ => None,
    }
}

/// The texts that a question mentions.
fn texts<'p>(question: &Question<'p>) -> Vec<&'p str> {
    let keys: Vec<&str> = match question {
        Question::Read { keys, .. } => keys.keys().copied().collect(),
        Question::Test(_) => Vec::new(),
    };
    let text = |scalar: &'p Scalar| match scalar {
        Scalar::Text(text) => Some(&**text),
        _ => None,
    };
    keys.into_iter().chain(scalars(question).iter().filter_map(text)).collect()
}

/// Each key that is read in any letter case, in one that is not mentioned.
fn respelled(question: &Question<'_>, mentioned: &BTreeSet<&str>) -> Vec<String> {
    match question {
        Question::Read { fold: true, keys } => {
            keys.keys().filter_map(|key| spellings(key).find(|text| !mentioned.contains(text.as_str()))).collect()
        }
        _ => Vec::new(),
    }
}

/// A folded text in every other letter case, in capitals first.
fn spellings(folded: &str) -> impl Iterator<Item = String> {
    let letters = folded.bytes().filter(u8::is_ascii_lowercase).count();
    let count = u32::try_from(letters).ok().and_then(|letters| 1_u64.checked_shl(letters)).unwrap_or(u64::MAX);
    [count - 1].into_iter().chain(1..count - 1).filter(|capitals| *capitals > 0).map(move |capitals| {
        let mut letter = 0_u32;
        let spell = |c: char| {
            let capital = c.is_ascii_lowercase() && capitals.checked_shr(letter).is_none_or(|bits| bits & 1 == 1);
            letter += u32::from(c.is_ascii_lowercase());
            if capital { c.to_ascii_uppercase() } else { c }
        };
        folded.chars().map(spell).collect()
    })
}

/// A text that no question mentions in any letter case, and that is no version.
pub(crate) fn unmentioned_text(mentioned: &BTreeSet<&str>) -> String {
    let folded: BTreeSet<String> = mentioned.iter().map(|text| text.to_ascii_lowercase()).collect();
    let numbered = (2_u64..).map(|number| format!("other-{number}"));
    core::iter::once("other".into()).chain(numbered).find(|text| !folded.contains(text)).unwrap_or_default()
}
