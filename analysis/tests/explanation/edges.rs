//! The edges of cohorts.

use analysis::explanation::{End, Standing};
use proptest::prelude::*;

use crate::corpus::{Sample, explained, sample};

/// The text with another slice at the place of a standing. Nothing else of the text moves before that.
pub(crate) fn with_slice(text: &str, standing: &Standing<'_>, start: u32, end: u32) -> String {
    let percent = |thousandths: u32| format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    // Only a single percentage can be 0, which is nobody.
    let slice = if start == 0 { percent(end) } else { format!("[{}, {}]", percent(start), percent(end)) };
    let question = format!("cohort = {{ name = \"{}\", percent = {slice} }}", standing.cohort);
    [&text[..standing.span.start], &question, &text[standing.span.end..]].concat()
}

/// Whether the device is in the slice of the same place; none where nobody could write such a slice.
fn is_in(sample: &Sample, standing: &Standing<'_>, start: u32, end: u32) -> Option<bool> {
    explained(&with_slice(sample.text, standing, start, end), |_, explainer| {
        let explanation = explainer.explain(&sample.request);
        explanation.cohorts.iter().find(|it| it.span.start == standing.span.start).unwrap().is_in
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_device_is_in_at_the_edge_and_out_a_thousandth_before(sample in sample()) {
        let cohorts = explained(sample.text, |_, explainer| {
            let standings = explainer.explain(&sample.request).cohorts;
            standings.iter().map(|standing| {
                let [start, end] = [standing.slice[0].0, standing.slice[1].0];
                let at = standing.edge.at.0;
                match standing.edge.end {
                    End::Upper => {
                        prop_assert_eq!(is_in(&sample, standing, start, at), Some(true));
                        prop_assert_ne!(is_in(&sample, standing, start, at - 1), Some(true));
                    }
                    End::Lower => {
                        prop_assert_eq!(is_in(&sample, standing, at, end), Some(true));
                        prop_assert_ne!(is_in(&sample, standing, at + 1, end), Some(true));
                    }
                }
                prop_assert_eq!(is_in(&sample, standing, start, end).unwrap(), standing.is_in);
                Ok(())
            }).collect::<Result<Vec<()>, TestCaseError>>()
        });
        cohorts.unwrap()?;
    }
}
