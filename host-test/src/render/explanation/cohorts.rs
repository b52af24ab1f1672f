//! Where a device stands in the cohorts.

use analysis::explanation::{Standing, words};

use crate::render::Visible;
use crate::render::page::Page;
use crate::render::style::{HEADING, PASSED, Styled, TAKEN};

/// Writes each cohort that was asked with the entry that asks, then those that the walk did not come to.
pub(super) fn write(page: &mut Page, cohorts: &[Standing<'_>]) {
    if cohorts.is_empty() {
        return;
    }
    page.gap();
    page.line(0, Styled(HEADING, "cohorts"));
    for standing in cohorts.iter().filter(|standing| standing.asked) {
        page.line(1, format_args!("{} at {}", Styled(TAKEN, standing.cohort), Visible(told(standing))));
    }
    if cohorts.iter().any(|standing| !standing.asked) {
        page.line(1, Styled(PASSED, "not asked"));
    }
    for standing in cohorts.iter().filter(|standing| !standing.asked) {
        page.line(2, Styled(PASSED, format_args!("{} at {}", standing.cohort, told(standing))));
    }
}

fn told(standing: &Standing<'_>) -> String {
    format!("{} (`{}`, line {})", words::standing(standing), standing.entry.name, standing.place.line)
}
