//! What came of a decision.

use analysis::explanation::{Explanation, words};
use placement::{How, TracedOutcome};

use crate::render::Visible;
use crate::render::page::Page;
use crate::render::style::{BAD, GOOD, HEADING, Styled};

pub(super) fn write(page: &mut Page, explanation: &Explanation<'_>) {
    let trace = &explanation.trace;
    if let Some(circle) = &trace.circle {
        let first = circle.first().copied().unwrap_or_default();
        let stamps = circle.join(", ");
        page.line(0, Styled(BAD, format_args!("the moves go round a circle: {stamps}, and again {first}")));
    }
    match &trace.outcome {
        TracedOutcome::Answered { status, how, stamp, hub, attributes, body } => {
            let stamp = stamp.map(|stamp| format!(" {} {stamp}", goes(*how))).unwrap_or_default();
            let what = format!("{status}, {how}{stamp}");
            page.line(0, format_args!("{} {}{}", Styled(HEADING, "answer"), Styled(GOOD, what), reason(*how)));
            page.line(1, Visible(hub));
            if !attributes.is_empty() {
                let values: Vec<String> = attributes.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                page.line(1, Visible(values.join(", ")));
            }
            if !explanation.by.is_empty() {
                page.line(1, Visible(format_args!("by {}", words::by(&explanation.by))));
            }
            let body = serde_json::to_string_pretty(body).unwrap_or_default();
            body.lines().for_each(|line| page.line(1, Visible(line)));
        }
        TracedOutcome::Refused { status, code } => {
            let what = format!("{status}, {code}");
            page.line(0, format_args!("{} {}: {}", Styled(HEADING, "refusal"), Styled(BAD, what), code.message()));
        }
    }
}

/// The word between what happened to the device and its stamp.
fn goes(how: How) -> &'static str {
    match how {
        How::Moved | How::Pinned => "to",
        _ => "on",
    }
}

/// What no round tells.
fn reason(how: How) -> &'static str {
    match how {
        How::Forced => ": DPS would accept no other hub",
        How::Kept => ": no stamp was found for it, and it keeps its own for now",
        _ => "",
    }
}
