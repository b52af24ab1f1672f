use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{FieldTest, Version};

use super::Question;

/// A version in each range that the bounds of the questions make of all versions, each spelled in a way that `taken`
/// does not hold. A bound belongs to the range above it, so the lowest of each range will do.
pub(super) fn ranges(questions: &[Question<'_>], taken: &BTreeSet<&str>) -> Vec<String> {
    let mut bounds: Vec<&Version> = questions.iter().flat_map(bounds).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let lowest = core::iter::once("0".into());
    lowest.chain(bounds.into_iter().map(spelled)).map(|version| untaken(version, taken)).collect()
}

fn bounds<'p>(question: &Question<'p>) -> impl Iterator<Item = &'p Version> + use<'p> {
    let (at_least, below) = match question {
        Question::Test(FieldTest::Version { at_least, below }) => (at_least.as_ref(), below.as_ref()),
        _ => (None, None),
    };
    at_least.into_iter().chain(below)
}

fn spelled(version: &Version) -> String {
    let parts: Vec<&str> = version.parts().collect();
    if parts.is_empty() { "0".into() } else { parts.join(".") }
}

/// The same version with as many zeros behind it as it takes.
fn untaken(mut version: String, taken: &BTreeSet<&str>) -> String {
    while taken.contains(version.as_str()) {
        version.push_str(".0");
    }
    version
}
